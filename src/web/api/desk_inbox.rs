//! `/api/v1/desk/inbox`: what came in by mail and waits for a person, as on the desk's pages.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Status,
    boards::Parameters,
    invalid,
    paged::{self, Ways},
    suggestions::{submission_id, trimmed},
};
use crate::{
    api_tokens::Scope,
    context::Context,
    privacy::{Private, Purpose, Viewer, trace::Looked},
    suggestions::{
        SuggestionError,
        drafts::{self, Waiting},
        unplaced::{self, Line, Opened, Placing},
    },
    web::{
        extract::{self, Staff},
        fault::Fault,
        page::unstored,
    },
};

/// A case that one has answered by mail; the answer waits to be sent.
#[derive(Serialize, ToSchema)]
pub struct DraftWaiting {
    /// The case; see `/api/v1/desk/cases/{id}`.
    case: i64,
    reference: String,
    received_at: DateTime<Utc>,
}

impl DraftWaiting {
    fn of(waiting: Waiting) -> Self {
        Self {
            case: waiting.case,
            reference: waiting.reference,
            received_at: waiting.at.utc(),
        }
    }
}

/// A mail that is in no case.
#[derive(Serialize, ToSchema)]
pub struct UnplacedLine {
    id: i64,
    /// Why it waits for a person: `no-tag`, `sender`, `unproven`, `closed`, `empty`, `words`, `files`,
    /// `bulk`, `circle` or `return`.
    why: &'static str,
    /// Null where it names no author, or several; and for a token of the API without `desk:contact`.
    from: Option<String>,
    subject: String,
    received_at: DateTime<Utc>,
}

impl UnplacedLine {
    fn of(line: &Line, looked: &Looked, with_contact: bool) -> Self {
        let from = line.from.as_ref().filter(|_| with_contact);
        Self {
            id: line.id,
            why: line.why.as_str(),
            from: from.map(|from| shown(from, looked)),
            subject: shown(&line.subject, looked),
            received_at: line.at.utc(),
        }
    }
}

/// What came in by mail and waits.
#[derive(Serialize, ToSchema)]
pub struct InboxList {
    /// One's own answers that nobody has sent yet, the oldest first.
    drafts: Vec<DraftWaiting>,
    /// The oldest first, at most 50; null for who works for no office that gets what no rule names.
    mails: Option<Vec<UnplacedLine>>,
    /// What `after` is for the next page; null on the last.
    next: Option<i64>,
}

/// Whether whoever asks may see contact details: of those that a program reads, each of a mail's author.
fn sees_contact(request: &HttpRequest) -> bool {
    extract::may_hold(request, Scope::DeskContact)
}

fn shown(value: &Private<String>, looked: &Looked) -> String {
    value
        .reveal(Viewer::Office(looked), Purpose::Handling)
        .clone()
}

/// What came in by mail and waits for a person. That a mail was listed is written down. A token of the API needs
/// `desk:contact` as well to see from whom.
#[utoipa::path(get, path = "/api/v1/desk/inbox", operation_id = "inbox_list", tag = "desk", security(("session" = [])),
    params(("after" = Option<i64>, Query, description = "The `next` of the page before")),
    responses((status = 200, body = InboxList), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`")))]
pub async fn list(
    Staff(member): Staff,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let after = paged::at(&query, "after")?.unwrap_or(0);
    let drafts = drafts::own(&context, &member).await?;
    let list = unplaced::list(&context, &member, after).await?;
    let next = list.as_ref().and_then(|list| list.next);
    let with_contact = sees_contact(&request);
    let mails = list.map(|list| {
        // Where there are lines, the look at them has left its trace.
        let looked = list.looked.as_ref();
        let lines = list.lines.iter();
        lines
            .filter_map(|line| Some(UnplacedLine::of(line, looked?, with_contact)))
            .collect()
    });
    let body = InboxList {
        drafts: drafts.into_iter().map(DraftWaiting::of).collect(),
        mails,
        next,
    };
    let ways = Ways::onward("after", next);
    Ok(ways.on(&request, unstored(HttpResponse::Ok().json(body))))
}

/// A mail that is in no case, with its words.
#[derive(Serialize, ToSchema)]
pub struct UnplacedMail {
    id: i64,
    /// Why it waits for a person: `no-tag`, `sender`, `unproven`, `closed`, `empty`, `words`, `files`,
    /// `bulk`, `circle` or `return`.
    why: &'static str,
    /// Null where it names no author, or several; and for a token of the API without `desk:contact`.
    from: Option<String>,
    subject: String,
    received_at: DateTime<Utc>,
    text: String,
    /// Without what it quotes and the signature; empty where nothing is left.
    new_text: String,
    /// The names of its files.
    files: Vec<String>,
    /// The number of the case that its address names, where there is one.
    reference: Option<String>,
}

impl UnplacedMail {
    fn of(mail: &Opened, with_contact: bool) -> Self {
        let see = |value: &Private<String>| shown(value, &mail.looked);
        Self {
            id: mail.id,
            why: mail.why.as_str(),
            from: mail.from.as_ref().filter(|_| with_contact).map(see),
            subject: see(&mail.subject),
            received_at: mail.at.utc(),
            text: see(&mail.text),
            new_text: see(&mail.new_text),
            files: mail.files.iter().map(see).collect(),
            reference: mail.meant.clone(),
        }
    }
}

/// Open a mail that is in no case. That it was read is written down. A token of the API needs `desk:contact` as well to
/// see from whom.
#[utoipa::path(get, path = "/api/v1/desk/inbox/{id}", operation_id = "inbox_get", tag = "desk", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = UnplacedMail), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: it has its place or never was, or it is for another office")))]
pub async fn get(
    Staff(member): Staff,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let mail = unplaced::find(&context, &member, *id).await?;
    let shown = UnplacedMail::of(&mail, sees_contact(&request));
    Ok(unstored(HttpResponse::Ok().json(shown)))
}

/// Into which case a mail goes, and with which words.
#[derive(Deserialize, ToSchema)]
pub struct PlaceBody {
    /// The number of the case.
    of: String,
    /// What the case's resident says there; 1 to 2,000 characters.
    #[schema(value_type = String)]
    reply: Private<String>,
    /// Whether files that are not taken are left out.
    #[serde(default)]
    leave_out: bool,
}

/// Put a mail into a case, as its resident's message. The same `Idempotency-Key` within a day does it
/// once.
#[utoipa::path(post, path = "/api/v1/desk/inbox/{id}/place", operation_id = "inbox_place", tag = "desk", request_body = PlaceBody, security(("session" = [])),
    params(("id" = i64, Path), ("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters, for one mail only")),
    responses((status = 200, description = "`placed`", body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: it has its place or never was, or it is for another office"),
        (status = 409, description = "`conflict`: the case takes no message now"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn place(
    Staff(member): Staff,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<PlaceBody>,
) -> Result<HttpResponse, Fault> {
    let key = submission_id(&request, &context)?;
    let PlaceBody {
        of,
        reply,
        leave_out,
    } = body.into_inner();
    let placing = Placing {
        of: of.trim().to_owned(),
        words: trimmed(Some(reply)),
        leave_out,
    };
    let placed = unplaced::place(&context, &member, &key, *id, placing).await;
    answer(&request, placed, "placed")
}

/// Why a mail is discarded.
#[derive(Deserialize, ToSchema)]
pub struct DiscardBody {
    /// 1 to 500 characters; sealed in the ledger.
    reason: String,
}

/// Discard a mail; it is deleted at once. Twice is once.
#[utoipa::path(post, path = "/api/v1/desk/inbox/{id}/discard", operation_id = "inbox_discard", tag = "desk", request_body = DiscardBody, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, description = "`discarded`", body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: it is for another office"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn discard(
    Staff(member): Staff,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<DiscardBody>,
) -> Result<HttpResponse, Fault> {
    let discarded = unplaced::discard(&context, &member, *id, &body.reason).await;
    answer(&request, discarded, "discarded")
}

/// The answer to an act: what was sent is refused by its field.
fn answer(
    request: &HttpRequest,
    done: Result<(), SuggestionError>,
    word: &'static str,
) -> Result<HttpResponse, Fault> {
    match done {
        Ok(()) => Ok(HttpResponse::Ok().json(Status::of(word))),
        Err(SuggestionError::Invalid(errors)) => Ok(invalid(request, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// A file of a mail, taken in for a case.
#[derive(Serialize, ToSchema)]
pub struct UnplacedFile {
    /// By this the case names it; keep it to yourself.
    token: String,
    name: String,
}

/// The files of a mail.
#[derive(Serialize, ToSchema)]
pub struct UnplacedFiles {
    files: Vec<UnplacedFile>,
    /// The names of those that are not taken.
    left_out: Vec<String>,
}

/// Take in the files of a mail, for a case that is entered from it with `mail` (`/api/v1/desk/cases`)
/// within two hours.
#[utoipa::path(post, path = "/api/v1/desk/inbox/{id}/files", operation_id = "inbox_files", tag = "desk", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = UnplacedFiles), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: it has its place or never was, or it is for another office")))]
pub async fn files(
    Staff(member): Staff,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let mail = unplaced::find(&context, &member, *id).await?;
    let taken = unplaced::files(&context, &member, *id).await?;
    let files = taken.files.into_iter().map(|file| UnplacedFile {
        token: file.handle,
        name: file.attached.name,
    });
    let see = |name: &Private<String>| shown(name, &mail.looked);
    let body = UnplacedFiles {
        files: files.collect(),
        left_out: taken.left_out.iter().map(see).collect(),
    };
    Ok(unstored(HttpResponse::Ok().json(body)))
}
