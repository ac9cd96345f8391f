//! Publishing one's case, with its number and password: the words as they would stand, each finding
//! asked about, and the way back.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use super::case;
use crate::{
    context::Context,
    crosslinks::{self, Source},
    forum::{
        ForumError,
        publish::Outcome,
        submission::{Decisions, LONGEST_BODY, LONGEST_NAME, LONGEST_TITLE, Submission},
    },
    moderation::appeals,
    privacy::{
        Private,
        notices::{Notice, ShownNotice},
    },
    published::{
        PublishedError,
        send::{self, Publication, Sent, Words},
        shown::Facts,
        withdraw,
    },
    suggestions::follow::{self, Own},
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, unstored},
        pages::{
            decisions,
            forum::compose::{self, Compose, Purpose},
            kept,
        },
    },
};

#[derive(Template)]
#[template(path = "pages/suggestions/publication.html")]
struct PublicationPage {
    page: Page,
    form: Compose,
    /// What of the case everybody would read beside the words.
    facts: Facts,
    /// The topic out of which it came, to which it would lead.
    source: Option<Source>,
    /// The name that is typed; none where one stands already.
    typed_name: Option<String>,
    /// Whether words of it stand or wait already.
    again: bool,
    reference: String,
    password: String,
    shown: ShownNotice,
}

/// What was written, which a page that refuses it gives back.
const TYPED: [&str; 4] = ["title", "body", "name", "words"];

/// `open` and `preview` show the words, `publish` sends them, `withdraw` takes them back, `appeal`
/// objects to a moderator's decision.
pub async fn post(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let counted = limits.count(&request);
    kept::admit(counted, &form, &TYPED)?;
    let (reference, password) = (form.trimmed("reference"), form.trimmed("password"));
    let own = follow::open(&context, &reference, &password).await;
    let own = own.map_err(|error| kept::keep(error, &form, &TYPED))?;
    let done = act(page, &context, own, password, &form).await;
    // Whatever it is refused for, what was typed is given back.
    done.map_err(|fault| kept::keep(fault, &form, &TYPED))
}

async fn act(
    page: Page,
    context: &Context,
    own: Own,
    password: String,
    form: &Form,
) -> Result<HttpResponse, Fault> {
    match form.get("act") {
        "open" => open(page, context, &own, password).await,
        "withdraw" => {
            withdraw::withdraw(context, &own).await?;
            again(page, context, own, password, "publication-done-withdrawn").await
        }
        "appeal" => appeal(page, context, own, password, form).await,
        _ => send(page, context, own, password, form).await,
    }
}

/// The case, and above it what was just done.
async fn again(
    mut page: Page,
    context: &Context,
    own: Own,
    password: String,
    done: &str,
) -> Result<HttpResponse, Fault> {
    page.notice = Some(page.t(done));
    // Read anew: what was done stands in its records.
    let own = follow::open(context, &own.reference, &password).await?;
    case::show(page, context, own, password, case::Typed::Nothing).await
}

async fn open(
    page: Page,
    context: &Context,
    own: &Own,
    password: String,
) -> Result<HttpResponse, Fault> {
    let publication = send::of_own(context, own).await?;
    if !publication.offered {
        return Err(PublishedError::NotOffered.into());
    }
    let words = Words::begin(own, &publication);
    let began = words.began.clone();
    let submission = words.for_forum(&publication, page.lang);
    let form = compose(context, &submission).began_from(began);
    let form = match send::preview(context, &publication, submission.clone()).await? {
        Ok(preview) => form.previewing(&preview, &submission, page.lang),
        Err(errors) => form.with_errors(&errors, page.lang),
    };
    let whose = (own, password);
    show(page, context, StatusCode::OK, whose, &publication, form).await
}

async fn send(
    page: Page,
    context: &Context,
    own: Own,
    password: String,
    sent: &Form,
) -> Result<HttpResponse, Fault> {
    let publication = send::of_own(context, &own).await?;
    let words = read(sent);
    let began = words.began.clone();
    let submission = words.clone().for_forum(&publication, page.lang);
    let form = compose(context, &submission).began_from(began);
    let whose = (&own, password.clone());
    let (wrong, lang) = (StatusCode::UNPROCESSABLE_ENTITY, page.lang);
    let read_before = sent.get("notice");
    let today = Notice::Publication.still_stands(read_before, lang, &context.config);
    if read_before.is_empty() || !today {
        let form = form.with_new_notice(lang);
        return show(page, context, wrong, whose, &publication, form).await;
    }
    if sent.has("preview") {
        let preview = send::preview(context, &publication, submission.clone()).await?;
        let (status, form) = match preview {
            Ok(preview) => (StatusCode::OK, form.previewing(&preview, &submission, lang)),
            Err(errors) => (wrong, form.with_errors(&errors, lang)),
        };
        return show(page, context, status, whose, &publication, form).await;
    }
    let by = page.account.as_ref().map(|member| member.id);
    match send::send(context, &own, words, lang, by).await {
        Ok(Outcome::Posted(posted)) => {
            let done = match posted.held() {
                true => "publication-done-sent",
                false => "publication-done-changed",
            };
            again(page, context, own, password, done).await
        }
        Ok(Outcome::Undecided(undecided)) => {
            let form = form.asking(&undecided, &submission.decisions, lang);
            show(page, context, wrong, whose, &publication, form).await
        }
        Ok(Outcome::Invalid(errors)) => {
            let form = form.with_errors(&errors, lang);
            show(page, context, wrong, whose, &publication, form).await
        }
        Err(PublishedError::Forum(ForumError::Stale)) => {
            // What was typed stays; sent again, it replaces what stands there knowingly.
            let publication = send::of_own(context, &own).await?;
            let began = Words::begin(&own, &publication).began;
            let mut form = form.began_from(began);
            form.errors.add("body", page.t("publication-stale"));
            let status = StatusCode::CONFLICT;
            show(page, context, status, whose, &publication, form).await
        }
        Err(PublishedError::Appealed) => {
            let mut form = form;
            form.errors.add("body", page.t("publication-appealed"));
            let status = StatusCode::CONFLICT;
            show(page, context, status, whose, &publication, form).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn appeal(
    page: Page,
    context: &Context,
    own: Own,
    password: String,
    form: &Form,
) -> Result<HttpResponse, Fault> {
    let number = form.get("number").parse().map_err(|_| Fault::NotFound)?;
    let words = form.text("words");
    if let Some(message) = decisions::wrong(&page, &words) {
        let mut errors = Errors::default();
        errors.add(&decisions::appeal_field(number), message);
        return case::show(
            page,
            context,
            own,
            password,
            case::Typed::Appeal(errors, words),
        )
        .await;
    }
    let sent = send::of_own(context, &own).await?.sent;
    let owner = sent.ok_or(Fault::NotFound)?.owner;
    appeals::appeal(context, &owner, number, Private::new(words)).await?;
    again(page, context, own, password, "done-appealed").await
}

fn read(form: &Form) -> Words {
    let given = |name: &str| Some(form.trimmed(name)).filter(|value| !value.is_empty());
    Words {
        title: form.trimmed("title"),
        body: form.text("body"),
        name: form.trimmed("name"),
        check: given("check"),
        decisions: if form.get("all") == "mask" {
            Decisions::MaskAll
        } else {
            match compose::decisions(form) {
                none if none.is_empty() => Decisions::None,
                each => Decisions::Each(each),
            }
        },
        began: form.trimmed("began"),
    }
}

/// The state of the form; where it goes stands in its template.
fn compose(context: &Context, submission: &Submission) -> Compose {
    let nowhere = String::new();
    Compose::of(
        context,
        submission,
        Purpose::Publication,
        nowhere.clone(),
        nowhere,
    )
}

async fn show(
    page: Page,
    context: &Context,
    status: StatusCode,
    (own, password): (&Own, String),
    publication: &Publication,
    form: Compose,
) -> Result<HttpResponse, Fault> {
    let form = form.quoting(context, page.account.as_ref()).await?;
    let sent = publication.sent.as_ref();
    let again = sent.is_some_and(Sent::stands);
    let reader = page.account.as_ref();
    let view = PublicationPage {
        source: crosslinks::of_case(context, own.id, reader).await?,
        shown: Notice::Publication.shown(page.lang, &context.config),
        typed_name: form
            .signed
            .as_ref()
            .filter(|_| !again)
            .map(|(name, _)| name.clone()),
        again,
        facts: Facts::of_own(own, context),
        reference: own.reference.clone(),
        password,
        form,
        page,
    };
    html_as(status, &view).map(unstored)
}
