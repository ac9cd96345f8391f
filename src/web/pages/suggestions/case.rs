//! Follow a case by its number and password.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use chrono::NaiveDate;

use super::rate;
use crate::{
    attachments::Chosen,
    context::Context,
    crosslinks::{self, Source},
    forum,
    moderation::decided,
    offices::reach,
    privacy::{Private, Purpose, Viewer},
    published::send::{self, Publication},
    rights::{
        disclosure::{self, Made, Recipient},
        erase,
    },
    suggestions::{
        Confirmation, RecordKind, SuggestionError,
        acts::LONGEST_REASON,
        ask::{self, Instead},
        digest::own,
        files::Message,
        follow::{self, Own},
        pending,
        rating::{self, Question},
        reopen, withdraw,
    },
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::{Errors, Form},
        multipart::Filed,
        page::{Page, html, html_as, unstored},
        pages::{
            case_words::{CaseWords, reached},
            decisions::List,
            forum::files::{self, FileShown},
            kept,
            officer::words_of,
        },
    },
};

#[derive(Template)]
#[template(path = "pages/suggestions/follow.html")]
struct Follow {
    page: Page,
    errors: Errors,
    reference: String,
}

#[derive(Template)]
#[template(path = "pages/suggestions/case.html")]
struct CasePage {
    page: Page,
    words: CaseWords,
    case: Own,
    /// Where its offices can be called, and whether somebody answers now.
    reach: Vec<String>,
    /// The topic out of which it came.
    source: Option<Source>,
    /// What third parties were given.
    disclosures: Vec<Made>,
    /// Whether there is a consent to withdraw.
    may_withdraw: bool,
    /// What is published of it, or waits to be.
    publication: Publication,
    /// What a moderator said who did not let it pass.
    rejected: Option<Private<String>>,
    /// What moderators decided about it, with the forms to appeal.
    list: List,
    /// The case password, for the forms that ask for it again.
    password: String,
    /// What its resident is asked once it is answered, the choices, and what is wrong with the choice.
    question: Option<Question>,
    choices: Vec<(i32, String)>,
    rating: Errors,
    /// Until when it can be opened again.
    open_until: Option<NaiveDate>,
    /// What was typed to open it again, and what is wrong with it.
    reopen: (String, Errors),
    /// Whether an office asked something.
    may_reply: bool,
    /// What is left where it takes no message.
    instead: Option<Instead>,
    /// What was typed in reply or to be added, and what is wrong with it.
    reply: (String, Errors),
    /// As much of that as came too late.
    late: Vec<String>,
    /// Of the form that opens it again, replies or adds.
    submission: String,
    /// The files that were chosen in that form.
    files: Vec<FileShown>,
    /// Whether the mail that asks for the confirmation was refused.
    came_back: bool,
    /// What was typed to put the address right, and what is wrong with it.
    address: (String, Errors),
    /// Whether the digest of whoever is logged on tells of it.
    watched: Option<bool>,
}

/// What was typed into a form of the page that was not taken, and why.
pub(super) enum Typed {
    Nothing,
    Appeal(Errors, String),
    Reopen(Errors, String, Vec<FileShown>),
    Address(Errors, String),
    Reply(Errors, String, Vec<FileShown>),
    /// As a reply, to a case that takes none any more.
    TooLate(String),
    Rate(Errors),
}

impl CasePage {
    /// What its resident gave, while that is known.
    fn stars(&self) -> Option<String> {
        let stars = self.question.as_ref()?.stars?;
        Some(rate::of(&self.page, stars))
    }

    fn is_restricted(&self) -> bool {
        let mut records = self.case.records.iter();
        records.any(|record| record.kind == RecordKind::Restricted)
    }

    /// Only its owner gets here: the password was right.
    fn show<'a>(&self, value: &'a Private<String>) -> &'a str {
        value.reveal(Viewer::Owner(&self.case), Purpose::OwnAccess)
    }

    /// Who was given what.
    fn given(&self, made: &Made) -> String {
        let fields = words_of(&self.page, &made.fields);
        self.page
            .ta2("given-what", "to", made.to.name(), "fields", fields)
    }

    /// What can be done where no message joins the case.
    fn instead_words(&self) -> String {
        let instead = self.instead.map_or("", Instead::as_str);
        self.page.ta("add-instead", "instead", instead)
    }

    /// Why.
    fn given_why(&self, to: &Recipient) -> String {
        match to {
            Recipient::Agreement { purpose, .. } => {
                self.page.ta("given-under-agreement", "purpose", purpose)
            }
            Recipient::Investigation { document, .. } => {
                self.page
                    .ta("given-for-investigation", "document", document)
            }
        }
    }

    /// The agency outside the city that has it now.
    fn agency(&self) -> Option<String> {
        let agency = self.case.agency()?;
        Some(self.show(&agency).to_owned())
    }

    fn state(&self) -> String {
        self.page.t(&format!("state-{}", self.case.state.as_str()))
    }

    /// How far its publication is.
    fn publication_words(&self) -> &'static str {
        match &self.publication.sent {
            None => "publication-none",
            Some(sent) if sent.is_public() => "publication-public",
            Some(sent) => match sent.post.state {
                forum::State::Held => "publication-waits",
                forum::State::Rejected if sent.is_appealed => "publication-appealed",
                forum::State::Rejected if sent.was_public => "publication-change-rejected",
                forum::State::Rejected => "publication-rejected",
                _ => "publication-hidden",
            },
        }
    }

    fn rejected_because(&self) -> Option<&str> {
        Some(self.show(self.rejected.as_ref()?))
    }

    /// Where everybody reads it.
    fn published_path(&self) -> Option<String> {
        let sent = self.publication.sent.as_ref()?;
        let topic = sent.topic.as_ref().filter(|_| sent.is_public())?;
        Some(self.page.href(&topic.path()))
    }
}

pub async fn get(page: Page) -> Result<HttpResponse, Fault> {
    html(&Follow {
        page,
        errors: Errors::default(),
        reference: String::new(),
    })
}

pub async fn post(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let reference = form.trimmed("reference");
    let password = form.trimmed("password");
    match follow::open(&context, &reference, &password).await {
        Ok(case) => show(page, &context, case, password, Typed::Nothing).await,
        Err(error @ (SuggestionError::NoSuchCase | SuggestionError::Mistyped)) => {
            let words = match error {
                SuggestionError::Mistyped => page.t("follow-mistyped"),
                _ => page.t("follow-none"),
            };
            let mut errors = Errors::default();
            errors.add("reference", words);
            let template = Follow {
                page,
                errors,
                reference,
            };
            html_as(StatusCode::UNPROCESSABLE_ENTITY, &template).map(unstored)
        }
        Err(error) => Err(error.into()),
    }
}

/// The status of a page whose `form` was not taken.
fn set(form: &mut (String, Errors), errors: Errors, typed: String) -> StatusCode {
    let status = errors.status();
    *form = (typed, errors);
    status
}

/// The case, opened with `password`.
pub(super) async fn show(
    page: Page,
    context: &Context,
    case: Own,
    password: String,
    typed: Typed,
) -> Result<HttpResponse, Fault> {
    let nothing = || (String::new(), Errors::default());
    let (mut appeal, mut reopen) = (nothing(), nothing());
    let (mut reply, mut address) = (nothing(), nothing());
    let mut files = Vec::new();
    let mut rate_form = nothing();
    let status = match typed {
        Typed::Nothing => StatusCode::OK,
        Typed::Appeal(errors, typed) => set(&mut appeal, errors, typed),
        Typed::Reopen(errors, typed, chosen) => {
            files = chosen;
            set(&mut reopen, errors, typed)
        }
        Typed::Address(errors, typed) => set(&mut address, errors, typed),
        Typed::Reply(errors, typed, chosen) => {
            files = chosen;
            set(&mut reply, errors, typed)
        }
        Typed::TooLate(typed) => {
            reply.0 = typed;
            StatusCode::CONFLICT
        }
        Typed::Rate(errors) => set(&mut rate_form, errors, String::new()),
    };
    let instead = ask::instead(context, &case);
    let late = instead.map(|_| reply.0.clone());
    let publication = send::of_own(context, &case).await?;
    let (mut rejected, mut decided) = (None, Vec::new());
    if let Some(sent) = &publication.sent {
        let because = sent.post.rejected_because.as_ref();
        rejected = because.map(|because| because.open(context)).transpose()?;
        decided = decided::of_own(context, &sent.owner).await?;
    }
    let watched = match &page.account {
        Some(member) => Some(own::watches(context, member.id, &case).await?),
        None => None,
    };
    let view = CasePage {
        watched,
        words: CaseWords::of(&case, &page),
        source: crosslinks::of_case(context, case.id, page.account.as_ref()).await?,
        disclosures: disclosure::of_case(context, case.id).await?,
        may_withdraw: withdraw::stands(context, case.id).await?,
        list: List {
            decided,
            action: format!("{}/suggestions/case/publication", page.prefix()),
            hidden: vec![
                ("reference", case.reference.clone()),
                ("password", password.clone()),
                ("act", "appeal".to_owned()),
            ],
            errors: appeal.1,
            typed: appeal.0,
            reasons: Vec::new(),
        },
        publication,
        rejected,
        password,
        question: rating::of_own(context, &case).await?,
        choices: rate::choices(&page),
        rating: rate_form.1,
        open_until: reopen::open_until(context, &case).map(|until| page.local(until).date()),
        reopen,
        reach: {
            let offices = case.offices.iter().map(|office| office.id).collect();
            reached(&page, &case.offices, &reach::of(context, offices).await?)
        },
        came_back: pending::came_back(context, &case).await?,
        address,
        may_reply: ask::may_reply(&case),
        instead,
        late: late.into_iter().filter(|late| !late.is_empty()).collect(),
        reply,
        submission: Form::default().submission(context),
        files,
        page,
        case,
    };
    html_as(status, &view).map(unstored)
}

#[derive(Template)]
#[template(path = "pages/suggestions/withdrawn.html")]
struct Withdrawn {
    page: Page,
    reference: String,
}

#[derive(Template)]
#[template(path = "pages/suggestions/restricted.html")]
struct Restricted {
    page: Page,
    reference: String,
}

/// Restricts a closed case, with its number and password.
pub async fn restrict(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let (reference, password) = (form.trimmed("reference"), form.trimmed("password"));
    let reference = erase::own_case(&context, &reference, &password).await?;
    html(&Restricted { page, reference }).map(unstored)
}

/// What somebody says about their own case, which its number and password opened.
struct Said {
    case: Own,
    password: String,
    form: Form,
    words: String,
    files: Vec<Chosen>,
    /// What is to be said about files that were not taken.
    errors: Errors,
}

/// Opens the case and reads what its form says in this field; only then its files are taken in.
async fn said(
    (request, limits): (&HttpRequest, &AddressLimits),
    (context, page): (&Context, &Page),
    mut filed: Filed,
    field: &str,
) -> Result<Said, Fault> {
    let form = &filed.form;
    let (reference, password) = (form.trimmed("reference"), form.trimmed("password"));
    let keep = |error| kept::keep(error, form, &[field]);
    let case = follow::open(context, &reference, &password).await;
    let (case, words) = (case.map_err(keep)?, form.text(field));
    let count = || limits.count_file(request, true);
    let gathered = files::gather(context, &mut filed, (None, None), page.lang, &count).await?;
    let mut errors = Errors::default();
    for error in gathered.errors {
        errors.add("files", error);
    }
    Ok(Said {
        case,
        password,
        form: filed.form,
        words,
        files: gathered.files,
        errors,
    })
}

/// Opens an answered case again, with its number and password.
pub async fn open_again(
    mut page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    filed: Filed,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let Said {
        case,
        password,
        form,
        words: typed,
        files,
        errors,
    } = said((&request, &limits), (&context, &page), filed, "still_open").await?;
    let reference = case.reference.clone();
    if !errors.is_empty() {
        let typed = Typed::Reopen(errors, typed, files::shown(&context, &files).await?);
        return show(page, &context, case, password, typed).await;
    }
    let keep = |error| kept::keep(error, &form, &["still_open"]);
    let message = Message {
        words: Private::new(typed.clone()),
        files: files.clone(),
    };
    let submission = form.submission(&context);
    match reopen::by_resident(&context, &case, &submission, message).await {
        Ok(()) => {
            page.notice = Some(page.t("reopen-done"));
            let case = follow::open(&context, &reference, &password).await?;
            show(page, &context, case, password, Typed::Nothing).await
        }
        Err(SuggestionError::Invalid(errors)) => {
            let errors = Errors::found(&errors, page.lang);
            let typed = Typed::Reopen(errors, typed, files::shown(&context, &files).await?);
            show(page, &context, case, password, typed).await
        }
        Err(error) => Err(keep(error)),
    }
}

/// Adds to an open case, or replies to what an office asked, with the case's number and password.
pub async fn reply(
    mut page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    filed: Filed,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let Said {
        case,
        password,
        form,
        words: typed,
        files,
        errors,
    } = said((&request, &limits), (&context, &page), filed, "reply").await?;
    let reference = case.reference.clone();
    if !errors.is_empty() {
        let typed = Typed::Reply(errors, typed, files::shown(&context, &files).await?);
        return show(page, &context, case, password, typed).await;
    }
    let keep = |error| kept::keep(error, &form, &["reply"]);
    let message = Message {
        words: Private::new(typed.clone()),
        files: files.clone(),
    };
    let submission = form.submission(&context);
    match ask::message(&context, &case, &submission, message).await {
        Ok(kind) => {
            page.notice = Some(page.ta("reply-done", "kind", kind.as_str()));
            let case = follow::open(&context, &reference, &password).await?;
            show(page, &context, case, password, Typed::Nothing).await
        }
        Err(SuggestionError::Invalid(errors)) => {
            let errors = Errors::found(&errors, page.lang);
            let typed = Typed::Reply(errors, typed, files::shown(&context, &files).await?);
            show(page, &context, case, password, typed).await
        }
        Err(SuggestionError::NotNow(_)) => {
            let case = follow::open(&context, &reference, &password).await;
            let case = case.map_err(keep)?;
            show(page, &context, case, password, Typed::TooLate(typed)).await
        }
        Err(error) => Err(keep(error)),
    }
}

/// Withdraws the consent to be contacted about a case, with its number and password.
pub async fn withdraw_contact(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let (reference, password) = (form.trimmed("reference"), form.trimmed("password"));
    let reference = withdraw::withdraw_contact(&context, &reference, &password).await?;
    html(&Withdrawn { page, reference }).map(unstored)
}
