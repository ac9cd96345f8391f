//! Make a suggestion: fill in, see which office gets it and by when, send, keep the number.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use crate::{
    accounts::preferences,
    attachments::Chosen,
    context::Context,
    crosslinks::{self, CrosslinkError},
    forum::{
        ForumError, boards,
        reader::Reader,
        search::{self, Hit},
    },
    keys::Token,
    offices::{self, Choices, reach},
    privacy::{
        Private, Purpose, Viewer,
        notices::{Notice, ShownNotice},
    },
    spam::{
        automatic::Automatic,
        proof::{self, Signals},
    },
    suggestions::{
        SuggestionError,
        coordinates::Coordinates,
        submission::Submission,
        submit::{self, Receipt},
        suggestion::{
            Contact, LONGEST_BODY, LONGEST_NAME, LONGEST_PHONE, LONGEST_PLACE, LONGEST_TITLE,
            Suggestion,
        },
    },
    text_rules::LONGEST_EMAIL,
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::{Errors, Form},
        headers,
        multipart::Filed,
        page::{Page, html, html_as, unstored},
        pages::{
            case_words::reached,
            forum::{
                Parameters,
                files::{self, FileShown},
            },
        },
    },
};

/// What was typed, as the form shows it again.
struct Typed {
    submission: String,
    category: String,
    district: String,
    title: String,
    body: String,
    place: String,
    latitude: String,
    longitude: String,
    files: Vec<Chosen>,
    contact_name: String,
    email: String,
    phone: String,
    share_contact: bool,
    publish: bool,
    /// The topic out of which it comes.
    topic: Option<i64>,
    /// When the form was made, signed.
    made: String,
    /// How it was filled in, as it was sent.
    signals: Signals,
}

impl Typed {
    fn of(form: &Form, files: Vec<Chosen>, context: &Context) -> Self {
        Self {
            submission: form.submission(context),
            category: form.trimmed("category"),
            district: form.trimmed("district"),
            title: form.trimmed("title"),
            body: form.text("body"),
            place: form.trimmed("place"),
            latitude: form.trimmed("latitude"),
            longitude: form.trimmed("longitude"),
            files,
            contact_name: form.trimmed("name"),
            email: form.trimmed("email"),
            phone: form.trimmed("phone"),
            share_contact: form.has("share_contact"),
            publish: form.has("publish"),
            topic: form.get("topic").parse().ok(),
            made: proof::made_again(context, form.get("made")),
            signals: form.signals(),
        }
    }

    fn suggestion(&self, page: &Page) -> Suggestion {
        let private = |text: &String| Private::new(text.clone());
        Suggestion {
            category: self.category.clone(),
            district: self.district.clone(),
            title: private(&self.title),
            body: private(&self.body),
            place: private(&self.place),
            coordinates: Coordinates {
                latitude: private(&self.latitude),
                longitude: private(&self.longitude),
            },
            files: self.files.clone(),
            contact: Contact {
                name: private(&self.contact_name),
                email: private(&self.email),
                phone: private(&self.phone),
            },
            share_contact: self.share_contact,
            publish: self.publish,
            language: page.lang,
        }
    }
}

#[derive(Template)]
#[template(path = "pages/suggestions/new.html")]
struct New {
    page: Page,
    errors: Errors,
    typed: Typed,
    files: Vec<FileShown>,
    categories: Vec<(String, String)>,
    /// Each category's name and what belongs to it.
    hints: Vec<(String, String)>,
    districts: Vec<(String, String)>,
    days: u32,
    shown: ShownNotice,
    /// Whether the city publishes suggestions.
    publishes: bool,
    /// The office that the topic's board concerns, where several categories or none go to it.
    concerned: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/suggestions/check.html")]
struct Check {
    page: Page,
    typed: Typed,
    /// As they are kept, rounded; "" where there are none.
    coordinates: String,
    category: String,
    district: String,
    office: String,
    offices: String,
    /// Where they can be called, and whether somebody answers now.
    reach: Vec<String>,
    due: String,
    days: u32,
    /// Whether the offices see how to reach the resident.
    sees_contact: bool,
    shown: ShownNotice,
    /// Published suggestions like this one.
    similar: Vec<Hit>,
}

#[derive(Template)]
#[template(path = "pages/suggestions/sent.html")]
struct Sent {
    page: Page,
    receipt: Receipt,
    /// The names of the files that went along.
    files: String,
    offices: String,
    due: String,
    /// Whether the resident wants to publish it, which the city does.
    publish: bool,
}

/// With `?topic` it begins with a topic's title and address.
pub async fn get(
    page: Page,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let choices = offices::choices(&context).await?;
    let mut typed = Typed::of(&Form::default(), Vec::new(), &context);
    if let Some(topic) = query.get("topic").and_then(|topic| topic.parse().ok()) {
        let member = page.account.as_ref().ok_or(Fault::LogOnFirst)?;
        let begun = crosslinks::begin(&context, member, topic, page.lang).await?;
        typed.topic = Some(begun.topic);
        typed.title = begun.title;
        typed.body = begun.body;
        let concerned = crosslinks::concerned(&context, topic, member).await?;
        let category = concerned.and_then(|concerned| concerned.category);
        typed.category = category.unwrap_or_default();
    }
    if let Some(member) = &page.account {
        let district = preferences::of(&context, member.id).await?.district;
        let mut districts = choices.districts.iter();
        let chosen = districts.find(|known| Some(known.id) == district);
        typed.district = chosen.map_or_else(String::new, |district| district.slug.clone());
    }
    form(
        page,
        &context,
        StatusCode::OK,
        &choices,
        Errors::default(),
        typed,
    )
    .await
}

pub async fn post(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    mut filed: Filed,
) -> Result<HttpResponse, Fault> {
    let choices = offices::choices(&context).await?;
    // A case belongs to no account, and so do its files, whoever is logged on.
    let count = || limits.count_file(&request, true);
    let gathered = files::gather(&context, &mut filed, (None, None), page.lang, &count).await?;
    let body = filed.form;
    let typed = Typed::of(&body, gathered.files, &context);
    let mut errors = Errors::default();
    for error in gathered.errors {
        errors.add("files", error);
    }
    if body.has("back") || !errors.is_empty() {
        let status = errors.status();
        return form(page, &context, status, &choices, errors, typed).await;
    }
    if !Notice::Suggestion.still_stands(body.get("notice"), page.lang, &context.config) {
        let mut errors = Errors::default();
        errors.add("title", page.t("notice-changed"));
        return form(
            page,
            &context,
            StatusCode::UNPROCESSABLE_ENTITY,
            &choices,
            errors,
            typed,
        )
        .await;
    }
    let suggestion = typed.suggestion(&page);
    if let Err(errors) = suggestion.check(&choices) {
        let errors = Errors::found(&errors, page.lang);
        return form(
            page,
            &context,
            StatusCode::UNPROCESSABLE_ENTITY,
            &choices,
            errors,
            typed,
        )
        .await;
    }
    if !body.has("send") {
        // Nothing similar is looked for where nothing is published, nor for too many looks from
        // one address.
        let looks =
            boards::publish_suggestions(&context).await? && limits.count_look(&request).is_ok();
        return check(page, &context, &choices, typed, (&suggestion, looks)).await;
    }
    if limits.count(&request).is_err() {
        let mut errors = Errors::default();
        errors.add("title", page.t("too-many-kept"));
        return form(
            page,
            &context,
            StatusCode::TOO_MANY_REQUESTS,
            &choices,
            errors,
            typed,
        )
        .await;
    }
    match send(&context, &page, &choices, &typed, suggestion).await {
        Ok(receipt) => {
            let offices = page.list(receipt.offices.iter().map(|office| office.name(page.lang)));
            let due = receipt.due.map(|due| page.date(due)).unwrap_or_default();
            let files = page.list(typed.files.iter().map(|file| file.attached.name.clone()));
            let publish = typed.publish && boards::publish_suggestions(&context).await?;
            html(&Sent {
                page,
                receipt,
                files,
                offices,
                due,
                publish,
            })
            .map(unstored)
        }
        // One of the files is gone, or is part of something else.
        Err(CrosslinkError::Suggestion(SuggestionError::Invalid(errors))) => {
            let errors = Errors::found(&errors, page.lang);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            form(page, &context, status, &choices, errors, typed).await
        }
        // Whoever is no longer logged on as the topic's author sends it without the link.
        Err(CrosslinkError::NotYours | CrosslinkError::Forum(ForumError::NotFound)) => {
            let mut errors = Errors::default();
            errors.add("title", page.t("crosslink-not-yours"));
            let typed = Typed {
                topic: None,
                ..typed
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            form(page, &context, status, &choices, errors, typed).await
        }
        Err(CrosslinkError::Suggestion(SuggestionError::Reused { reference })) => {
            let mut errors = Errors::default();
            errors.add("title", page.ta("suggest-reused", "reference", reference));
            let submission = Token::draw(&context.random).reveal().to_owned();
            form(
                page,
                &context,
                StatusCode::UNPROCESSABLE_ENTITY,
                &choices,
                errors,
                Typed {
                    submission,
                    ..typed
                },
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

async fn send(
    context: &Context,
    page: &Page,
    choices: &Choices,
    typed: &Typed,
    suggestion: Suggestion,
) -> Result<Receipt, CrosslinkError> {
    let submission = &Submission::Form(typed.submission.clone());
    match (typed.topic, &page.account) {
        (None, Some(_)) => Ok(submit::submit(context, choices, submission, suggestion).await?),
        (None, None) => {
            let mark = Automatic::of(context, &typed.signals);
            Ok(submit::submit_marked(context, choices, submission, suggestion, mark).await?)
        }
        (Some(topic), Some(member)) => {
            crosslinks::send(context, choices, submission, suggestion, member, topic).await
        }
        (Some(_), None) => Err(CrosslinkError::NotYours),
    }
}

async fn form(
    page: Page,
    context: &Context,
    status: StatusCode,
    choices: &Choices,
    errors: Errors,
    typed: Typed,
) -> Result<HttpResponse, Fault> {
    let lang = page.lang;
    let concerned = match (typed.topic, &page.account) {
        (Some(topic), Some(member)) => crosslinks::concerned(context, topic, member).await?,
        _ => None,
    };
    let concerned = concerned.filter(|concerned| concerned.category.is_none());
    let template = New {
        concerned: concerned.map(|concerned| concerned.office.name(lang)),
        shown: Notice::Suggestion.shown(lang, &context.config),
        page,
        errors,
        files: files::shown(context, &typed.files).await?,
        typed,
        categories: choices
            .categories
            .iter()
            .map(|one| (one.slug.clone(), one.name(lang)))
            .collect(),
        hints: choices
            .categories
            .iter()
            .map(|one| (one.name(lang), one.hint(lang)))
            .collect(),
        districts: choices
            .districts
            .iter()
            .map(|one| (one.slug.clone(), one.name(lang)))
            .collect(),
        days: context.config.confirmation_days,
        publishes: boards::publish_suggestions(context).await?,
    };
    html_as(status, &template)
        .map(unstored)
        .map(headers::may_ask_position)
}

async fn check(
    page: Page,
    context: &Context,
    choices: &Choices,
    typed: Typed,
    (suggestion, looks): (&Suggestion, bool),
) -> Result<HttpResponse, Fault> {
    let (offices, due) = submit::preview(context, choices, suggestion).await?;
    let name = |found: Option<String>| found.unwrap_or_default();
    let ids = offices.iter().map(|office| office.id).collect();
    let reach = reach::of(context, ids).await?;
    let coordinates = suggestion.coordinates.kept();
    let template = Check {
        coordinates: coordinates.map_or_else(String::new, |kept| {
            kept.reveal(Viewer::Plaza, Purpose::OwnAccess).clone()
        }),
        sees_contact: suggestion.shares_contact(),
        reach: reached(&page, &offices, &reach),
        shown: Notice::Suggestion.shown(page.lang, &context.config),
        category: name(
            choices
                .category(&typed.category)
                .map(|one| one.name(page.lang)),
        ),
        district: name(
            choices
                .district(&typed.district)
                .map(|one| one.name(page.lang)),
        ),
        office: name(offices.first().map(|office| office.name(page.lang))),
        offices: page.list(offices.iter().map(|office| office.name(page.lang))),
        due: page.date(due),
        days: context.config.confirmation_days,
        similar: match looks {
            true => search::similar(context, Reader::GUEST, &typed.title, true).await?,
            false => Vec::new(),
        },
        typed,
        page,
    };
    html(&template).map(unstored)
}
