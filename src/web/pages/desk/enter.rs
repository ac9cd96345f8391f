//! Entering a case for somebody who called, wrote or came to the counter.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;

use crate::{
    attachments::Chosen,
    context::Context,
    i18n::Lang,
    offices::{Choices, enquiries},
    privacy::{
        Private,
        notices::{Notice, ShownNotice},
    },
    suggestions::{
        SuggestionError,
        coordinates::Coordinates,
        intake::{self, Intake, Medium},
        submission::Submission,
        submit::Receipt,
        suggestion::{
            Contact, LONGEST_BODY, LONGEST_NAME, LONGEST_PHONE, LONGEST_PLACE, LONGEST_TITLE,
            Suggestion,
        },
    },
    text_rules::LONGEST_EMAIL,
    web::{
        extract::{AddressLimits, Staff},
        fault::Fault,
        form::{Errors, Form},
        multipart::Filed,
        page::{Page, html, html_as, unstored},
        pages::{
            forum::{
                Parameters,
                files::{self, FileShown},
            },
            kept,
        },
    },
};

/// What was written, which a page that refuses it gives back.
const TYPED: [&str; 8] = [
    "title",
    "body",
    "place",
    "latitude",
    "longitude",
    "name",
    "email",
    "phone",
];

#[derive(Template)]
#[template(path = "pages/desk/enter.html")]
struct Enter {
    page: Page,
    errors: Errors,
    form: Form,
    files: Vec<FileShown>,
    submission: String,
    /// Whether it is an enquiry about privacy, which goes to the privacy officer's office.
    is_enquiry: bool,
    media: Vec<(&'static str, String)>,
    languages: Vec<(&'static str, &'static str)>,
    /// The person's.
    language: Lang,
    categories: Vec<(String, String)>,
    districts: Vec<(String, String)>,
    shown: ShownNotice,
    /// The notice for somebody who speaks the other language.
    other: ShownNotice,
}

#[derive(Template)]
#[template(path = "pages/desk/entered.html")]
struct Entered {
    page: Page,
    receipt: Receipt,
    offices: String,
    due: String,
}

/// The language of the case and its mails: the page's, where none was chosen.
fn language(form: &Form, page: &Page) -> Lang {
    form.get("language").parse().unwrap_or(page.lang)
}

fn typed(form: &Form, files: Vec<Chosen>, page: &Page) -> Intake {
    let private = Private::<String>::new;
    Intake {
        suggestion: Suggestion {
            category: form.trimmed("category"),
            district: form.trimmed("district"),
            title: private(form.trimmed("title")),
            body: private(form.text("body")),
            place: private(form.trimmed("place")),
            coordinates: Coordinates {
                latitude: private(form.trimmed("latitude")),
                longitude: private(form.trimmed("longitude")),
            },
            files,
            contact: Contact {
                name: private(form.trimmed("name")),
                email: private(form.trimmed("email")),
                phone: private(form.trimmed("phone")),
            },
            share_contact: form.has("share_contact"),
            publish: form.has("publish"),
            language: language(form, page),
        },
        medium: form.get("medium").parse().ok(),
        received_on: form.trimmed("received").parse().ok(),
        agreed: form.has("agreed"),
    }
}

/// Which category an enquiry has; none for a suggestion, whose category is chosen.
fn category(is_enquiry: bool) -> &'static str {
    if is_enquiry { enquiries::CATEGORY } else { "" }
}

fn show(
    page: Page,
    context: &Context,
    choices: &Choices,
    is_enquiry: bool,
    errors: Errors,
    (form, files): (Form, Vec<FileShown>),
) -> Result<HttpResponse, Fault> {
    let lang = page.lang;
    let notice = if is_enquiry {
        Notice::Enquiry
    } else {
        Notice::Suggestion
    };
    let status = errors.status();
    let template = Enter {
        submission: form.submission(context),
        is_enquiry,
        media: Medium::ENTERED
            .iter()
            .map(|medium| {
                let words = page.ta("medium", "medium", medium.as_str());
                (medium.as_str(), words)
            })
            .collect(),
        languages: Lang::ALL
            .iter()
            .map(|lang| (lang.as_str(), lang.own_name()))
            .collect(),
        language: language(&form, &page),
        categories: choices
            .categories
            .iter()
            .map(|one| (one.slug.clone(), one.name(lang)))
            .collect(),
        districts: choices
            .districts
            .iter()
            .map(|one| (one.slug.clone(), one.name(lang)))
            .collect(),
        shown: notice.shown(lang, &context.config),
        other: notice.shown(lang.other(), &context.config),
        page,
        errors,
        form,
        files,
    };
    html_as(status, &template).map(unstored)
}

/// With `?about=enquiry` the form for an enquiry about privacy.
pub async fn get(
    page: Page,
    _: Staff,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let is_enquiry = query.get("about").is_some_and(|about| about == "enquiry");
    let choices = intake::choices(&context, category(is_enquiry)).await?;
    let today = context.clock.today(context.config.city.time_zone);
    let mut begun = vec![("received".to_owned(), today.to_string())];
    if let ([category], [district]) = (&choices.categories[..], &choices.districts[..]) {
        begun.push(("category".to_owned(), category.slug.clone()));
        begun.push(("district".to_owned(), district.slug.clone()));
    }
    let form = Form::new(begun);
    show(
        page,
        &context,
        &choices,
        is_enquiry,
        Errors::default(),
        (form, Vec::new()),
    )
}

/// The form with what is known already.
pub(super) async fn begin(
    page: Page,
    context: &Context,
    form: Form,
    files: Vec<FileShown>,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let choices = intake::choices(context, category(false)).await?;
    show(page, context, &choices, false, errors, (form, files))
}

pub async fn post(
    page: Page,
    member: Result<Staff, Fault>,
    (request, limits): (HttpRequest, Data<AddressLimits>),
    context: Data<Context>,
    mut filed: Filed,
) -> Result<HttpResponse, Fault> {
    let Staff(member) = kept::admit(member, &filed.form, &TYPED)?;
    let count = || limits.count_file(&request, false);
    // A case belongs to no account, and so do its files, whoever enters it.
    let gathered = files::gather(&context, &mut filed, (None, None), page.lang, &count).await;
    let gathered = gathered.map_err(|fault| kept::keep(fault, &filed.form, &TYPED))?;
    let (form, chosen) = (filed.form, gathered.files);
    let intake = typed(&form, chosen.clone(), &page);
    let notice = intake.suggestion.notice();
    let is_enquiry = notice == Notice::Enquiry;
    let mut errors = Errors::default();
    for error in gathered.errors {
        errors.add("files", error);
    }
    // What is to be said about the files comes first; then nothing is entered.
    let files_first = !errors.is_empty();
    // The form has the notice in each language; what was read out is the one of the case.
    let lang = intake.suggestion.language;
    let read = form.all("notice");
    let stands = |hash: &String| notice.still_stands(hash, lang, &context.config);
    if !files_first && (read.is_empty() || read.iter().any(stands)) {
        let submission = Submission::Form(form.submission(&context));
        // Of a mail that waited for its place.
        let mail = form.get("mail").parse().ok();
        match intake::enter(&context, &member, &submission, intake, mail).await {
            Ok(receipt) => {
                let entered = Entered {
                    offices: page.list(receipt.offices.iter().map(|one| one.name(page.lang))),
                    due: receipt.due.map(|due| page.date(due)).unwrap_or_default(),
                    page,
                    receipt,
                };
                return html(&entered).map(unstored);
            }
            Err(SuggestionError::Invalid(found)) => errors = Errors::found(&found, page.lang),
            Err(SuggestionError::Reused { reference }) => {
                errors.add(
                    "title",
                    page.ta("desk-enter-reused", "reference", reference),
                );
            }
            Err(error) => return Err(error.into()),
        }
    } else if !files_first {
        errors.add("agreed", page.t("notice-changed"));
    }
    let choices = intake::choices(&context, category(is_enquiry)).await?;
    let form = (form, files::shown(&context, &chosen).await?);
    show(page, &context, &choices, is_enquiry, errors, form)
}
