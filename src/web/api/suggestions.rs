//! `/api/v1/suggestions`: submitting one, and following its case.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};
use utoipa::ToSchema;

use super::{
    Status,
    case_files::{self, CaseFileShown},
    choices::Named,
    coordinates::{CoordinatesBody, CoordinatesShown},
    idempotency_key, invalid,
    ratings::QuestionBody,
};
use crate::{
    accounts::Member,
    attachments::Chosen,
    context::Context,
    crosslinks::{self, CrosslinkError},
    forum::ForumError,
    i18n::Lang,
    keys::Token,
    offices,
    privacy::{Private, Purpose, Viewer, notices::Notice},
    rights::{
        Field,
        disclosure::{self, Made, Recipient},
    },
    suggestions::{
        Confirmation, RecordKind, State, SuggestionError, ask, confirm,
        files::Message,
        follow::{self, Own},
        intake::Medium,
        pending, rating, reopen,
        submission::Submission,
        submit::{self, Receipt},
        suggestion::{Contact, Suggestion},
    },
    web::{
        extract::{AddressLimits, Visitor},
        fault::{Fault, problem},
        language,
        page::unstored,
    },
};

/// How the resident may be reached. Covered by the privacy policy: never given back.
#[derive(Default, Deserialize, ToSchema)]
pub struct ContactBody {
    #[schema(value_type = Option<String>)]
    name: Option<Private<String>>,
    /// An e-mail address; empty for none. A link mailed to it must be followed before the suggestion is routed.
    #[schema(value_type = Option<String>)]
    email: Option<Private<String>>,
    #[schema(value_type = Option<String>)]
    phone: Option<Private<String>>,
}

/// A suggestion to the city.
#[derive(Deserialize, ToSchema)]
pub struct SuggestionBody {
    /// A slug of `/api/v1/categories`.
    category: String,
    /// A slug of `/api/v1/districts`.
    district: String,
    /// 1 to 120 characters.
    #[schema(value_type = String)]
    title: Private<String>,
    /// 1 to 10,000 characters.
    #[schema(value_type = String)]
    body: Private<String>,
    #[schema(value_type = Option<String>)]
    place: Option<Private<String>>,
    /// Never published, as the place is not.
    coordinates: Option<CoordinatesBody>,
    /// Up to five tokens of `/api/v1/suggestions/files`. Its offices see them; they are never published.
    #[serde(default)]
    pub(super) files: Vec<String>,
    contact: Option<ContactBody>,
    /// Whether the responsible office is given the contact.
    #[serde(default)]
    share_contact: bool,
    /// Whether its resident wants to publish it. Nothing is published by this: that is
    /// `/api/v1/suggestions/case/publish`, with the receipt's number and password.
    #[serde(default)]
    publish: bool,
    /// The language of the mails; what the request asks for without one.
    language: Option<Lang>,
    /// The topic that is sent to the suggestion box: by its author or a moderator.
    #[serde(default)]
    topic: Option<i64>,
    /// The hash of the notice that was read; see `/api/v1/notices/suggestion`.
    #[serde(default)]
    notice: String,
}

/// What a submitted suggestion became.
#[derive(Serialize, ToSchema)]
pub struct ReceiptBody {
    reference: String,
    /// With the reference it opens the case; shown this once (and again for the same `Idempotency-Key` for a day).
    password: String,
    /// The responsible office.
    office: Named,
    /// All offices that get it.
    offices: Vec<Named>,
    /// By when an answer is due; null until the e-mail address is confirmed.
    due: Option<NaiveDate>,
    /// Whether a mailed link must be followed first.
    awaits_confirmation: bool,
}

impl ContactBody {
    pub(super) fn contact(self) -> Contact {
        Contact {
            name: trimmed(self.name),
            email: trimmed(self.email),
            phone: trimmed(self.phone),
        }
    }
}

impl SuggestionBody {
    /// Its language, where the notice that was read in it still stands.
    pub(super) fn read(&self, context: &Context, asked: Lang) -> Result<Lang, Fault> {
        let language = self.language.unwrap_or(asked);
        if Notice::Suggestion.still_stands(&self.notice, language, &context.config) {
            Ok(language)
        } else {
            Err(Fault::NoticeChanged)
        }
    }

    pub(super) fn suggestion(self, language: Lang, files: Vec<Chosen>) -> Suggestion {
        Suggestion {
            category: self.category,
            district: self.district,
            title: trimmed(Some(self.title)),
            body: trimmed(Some(self.body)),
            place: trimmed(self.place),
            coordinates: CoordinatesBody::coordinates(self.coordinates),
            files,
            contact: self.contact.unwrap_or_default().contact(),
            share_contact: self.share_contact,
            publish: self.publish,
            language,
        }
    }
}

pub(super) fn trimmed(text: Option<Private<String>>) -> Private<String> {
    text.map_or_else(
        || Private::new(String::new()),
        |text| text.map(|text| text.replace("\r\n", "\n").trim().to_owned()),
    )
}

/// Submit a suggestion. With an `Idempotency-Key` header, sending it again gives the same answer.
#[utoipa::path(post, path = "/api/v1/suggestions", operation_id = "suggestions_post", tag = "suggestions", request_body = SuggestionBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters, for one suggestion only")),
    responses((status = 201, description = "Submitted", body = ReceiptBody),
        (status = 401, description = "`unauthorized`: with `topic`"), (status = 403, description = "`forbidden`: somebody else's topic"),
        (status = 404, description = "`not-found`: no such topic, or it was merged into another"),
        (status = 422, description = "`invalid` with the fields, `notice-changed`, or `idempotency-key-reused`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn post(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    Visitor(member): Visitor,
    body: Json<SuggestionBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let submission = case_submission(&request, &context, member.as_ref())?;
    let lang = language::of_header(&request);
    let body = body.into_inner();
    let language = body.read(&context, lang)?;
    let files = match case_files::chosen(&context, &body.files).await? {
        Ok(files) => files,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let topic = body.topic;
    let suggestion = body.suggestion(language, files);
    let choices = offices::choices(&context).await?;
    let submitted = match (topic, member) {
        (None, _) => submit::submit(&context, &choices, &submission, suggestion).await,
        (Some(topic), Some(member)) => {
            let sent =
                crosslinks::send(&context, &choices, &submission, suggestion, &member, topic).await;
            match sent {
                Err(CrosslinkError::Suggestion(error)) => Err(error),
                // The topic stands in the body: no other address leads to where it is now.
                Err(CrosslinkError::Forum(ForumError::Moved(_))) => return Err(Fault::NotFound),
                sent => Ok(sent?),
            }
        }
        (Some(_), None) => return Err(Fault::LogOnFirst),
    };
    receipt(&request, submitted)
}

/// The id of a submission: the request's `Idempotency-Key`, or a random one where it has none.
pub(in crate::web) fn submission_id(
    request: &HttpRequest,
    context: &Context,
) -> Result<String, Fault> {
    let key = idempotency_key(request)?;
    Ok(key.unwrap_or_else(|| Token::draw(&context.random).reveal().to_owned()))
}

/// As [`submission_id`], of what becomes a case: with whoever sends it.
pub(in crate::web) fn case_submission(
    request: &HttpRequest,
    context: &Context,
    by: Option<&Member>,
) -> Result<Submission, Fault> {
    Ok(match idempotency_key(request)? {
        Some(key) => Submission::Key {
            key,
            by: by.map(|member| member.id),
            path: request.path().to_owned(),
        },
        None => Submission::Form(Token::draw(&context.random).reveal().to_owned()),
    })
}

/// The answer to what was submitted.
pub(super) fn receipt(
    request: &HttpRequest,
    submitted: Result<Receipt, SuggestionError>,
) -> Result<HttpResponse, Fault> {
    let lang = language::of_header(request);
    let receipt = match submitted {
        Ok(receipt) => receipt,
        Err(SuggestionError::Invalid(errors)) => return Ok(invalid(request, &errors)),
        // Whose case it is, a stranger with the same key is not told.
        Err(SuggestionError::Reused { .. }) => {
            return Ok(problem(
                request,
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency-key-reused",
                Map::new(),
            ));
        }
        Err(error) => return Err(error.into()),
    };
    let offices: Vec<Named> = receipt
        .offices
        .iter()
        .map(|office| Named::of(office, lang))
        .collect();
    let office = receipt
        .offices
        .first()
        .map(|office| Named::of(office, lang));
    Ok(unstored(HttpResponse::Created().json(ReceiptBody {
        reference: receipt.reference,
        password: receipt.password,
        office: office.ok_or_else(|| Fault::Internal("a case without an office".into()))?,
        offices,
        due: receipt.due,
        awaits_confirmation: receipt.awaits_confirmation,
    })))
}

/// A mailed link's token.
#[derive(Deserialize, ToSchema)]
pub struct ConfirmBody {
    token: String,
}

#[derive(Serialize, ToSchema)]
pub struct ConfirmedBody {
    reference: String,
    due: Option<NaiveDate>,
}

/// Confirm a suggestion with the token of the mailed link; doing it twice is no error.
#[utoipa::path(post, path = "/api/v1/suggestions/confirm", operation_id = "suggestions_confirm", tag = "suggestions", request_body = ConfirmBody,
    responses((status = 200, body = ConfirmedBody), (status = 410, description = "`gone`: expired or never a link"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn confirm(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<ConfirmBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let token = Token::parse(&body.token).ok_or(Fault::Gone)?;
    let confirmed = confirm::confirm(&context, &token).await?;
    Ok(HttpResponse::Ok().json(ConfirmedBody {
        reference: confirmed.reference,
        due: confirmed.due,
    }))
}

/// What opens a case. Both stand in the body: addresses are logged on the way.
#[derive(Deserialize, ToSchema)]
pub struct CaseKey {
    /// The reference number.
    pub(super) reference: String,
    pub(super) password: String,
}

#[derive(Serialize, ToSchema)]
pub struct RecordBody {
    number: i32,
    kind: RecordKind,
    at: DateTime<Utc>,
    /// Until when the answer was put off.
    until: Option<NaiveDate>,
    /// The agency outside the city to which it was forwarded, and its address.
    agency: Option<String>,
    address: Option<String>,
    /// Whether contact details went along.
    with_contact: Option<bool>,
    /// The reason that was given, the answer, or the resident's own words.
    words: Option<String>,
    /// What came with it; with the first record, with the suggestion.
    files: Vec<CaseFileShown>,
}

/// An office's look at the contact of a case.
#[derive(Serialize, ToSchema)]
pub struct LookBody {
    day: NaiveDate,
    office: Option<Named>,
    /// `delivery` when it was mailed to the office, `handling` when the office opened it.
    purpose: Purpose,
}

/// What a third party was given of a case.
#[derive(Serialize, ToSchema)]
pub struct GivenBody {
    day: NaiveDate,
    /// Its number in the register.
    number: i32,
    to: String,
    /// `consent` under an agreement, `circumstance-1` for an investigation.
    ground: &'static str,
    /// The agreement's purpose, or the investigating agency's document.
    why: String,
    fields: Vec<Field>,
}

/// A case as its resident sees it; contact details are never part of it.
#[derive(Serialize, ToSchema)]
pub struct CaseBody {
    reference: String,
    state: State,
    confirmation: Confirmation,
    /// Whether the mail that asks for the confirmation was refused by the address.
    mail_refused: bool,
    category: String,
    district: String,
    title: String,
    body: String,
    place: Option<String>,
    coordinates: Option<CoordinatesShown>,
    /// The responsible office; null while an agency outside the city has the case.
    office: Option<Named>,
    offices: Vec<Named>,
    /// The agency outside the city that has it now.
    agency: Option<String>,
    created_at: DateTime<Utc>,
    /// How it reached the city: `web` from its resident, else entered by staff.
    medium: Medium,
    /// The day on which it reached the city, where staff entered it.
    received_on: Option<NaiveDate>,
    due: Option<NaiveDate>,
    /// The topic out of which it came, where the asker may see it.
    topic: Option<i64>,
    answer: Option<String>,
    /// Until when its resident can open it again; null where that cannot be.
    open_until: Option<DateTime<Utc>>,
    /// What is asked about the answer; null where nothing is, or not any more.
    rating: Option<QuestionBody>,
    records: Vec<RecordBody>,
    /// On which day an office got or opened the case, or an administrator did, the latest first.
    looks: Vec<LookBody>,
    /// What third parties were given, the latest first.
    disclosures: Vec<GivenBody>,
}

/// Follow a case by its reference and password.
#[utoipa::path(post, path = "/api/v1/suggestions/case", operation_id = "suggestions_follow", tag = "suggestions", request_body = CaseKey,
    responses((status = 200, body = CaseBody),
        (status = 404, description = "`no-such-case`: unknown number or wrong password"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn follow(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    Visitor(member): Visitor,
    key: Json<CaseKey>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let case = follow::open(&context, &key.reference, &key.password).await?;
    let given = disclosure::of_case(&context, case.id).await?;
    let source = crosslinks::of_case(&context, case.id, member.as_ref()).await?;
    let topic = source.map(|source| source.topic);
    let open_until = reopen::open_until(&context, &case).map(|until| until.utc());
    let mail_refused = pending::came_back(&context, &case).await?;
    let lang = language::of_header(&request);
    let mut body = case_body(&case, given, topic, open_until, mail_refused, lang);
    let question = rating::of_own(&context, &case).await?;
    body.rating = question.map(QuestionBody::from);
    Ok(unstored(HttpResponse::Ok().json(body)))
}

/// What opens a case again.
#[derive(Deserialize, ToSchema)]
pub struct ReopenBody {
    /// The reference number.
    reference: String,
    password: String,
    /// What the answer left open, 1 to 2,000 characters; the office reads it.
    #[schema(value_type = String)]
    still_open: Private<String>,
    /// Up to five tokens of `/api/v1/suggestions/files`.
    #[serde(default)]
    files: Vec<String>,
}

/// Open one's own answered case again, for some days after the answer.
#[utoipa::path(post, path = "/api/v1/suggestions/case/reopen", operation_id = "suggestions_reopen", tag = "suggestions", request_body = ReopenBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; sent again within a day, nothing is done twice")),
    responses((status = 200, body = Status),
        (status = 404, description = "`no-such-case`: unknown number or wrong password"),
        (status = 409, description = "`conflict`: nothing is answered, or the days after the answer are over"),
        (status = 422, description = "`invalid` with the fields"), (status = 429, description = "`too-many-attempts`")))]
pub async fn reopen(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<ReopenBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let key = submission_id(&request, &context)?;
    let body = body.into_inner();
    let own = follow::open(&context, &body.reference, &body.password).await?;
    let files = match case_files::chosen(&context, &body.files).await? {
        Ok(files) => files,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let words = trimmed(Some(body.still_open));
    let message = Message { words, files };
    match reopen::by_resident(&context, &own, &key, message).await {
        Ok(()) => Ok(HttpResponse::Ok().json(Status::of("reopened"))),
        Err(SuggestionError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// What a resident adds to a case, or replies to an office's question.
#[derive(Deserialize, ToSchema)]
pub struct ReplyBody {
    /// The reference number.
    reference: String,
    password: String,
    /// 1 to 2,000 characters; the offices that have the case read it.
    #[schema(value_type = String)]
    reply: Private<String>,
    /// Up to five tokens of `/api/v1/suggestions/files`.
    #[serde(default)]
    files: Vec<String>,
}

/// Write to the offices that have one's own case, for as long as they owe an answer: the status is
/// `replied` where they asked something, else `added`.
#[utoipa::path(post, path = "/api/v1/suggestions/case/reply", operation_id = "suggestions_reply", tag = "suggestions", request_body = ReplyBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; sent again within a day, nothing is done twice")),
    responses((status = 200, body = Status),
        (status = 404, description = "`no-such-case`: unknown number or wrong password"),
        (status = 409, description = "`conflict`, with the case's `state`, and `instead`: `confirm` the address first, `reopen` the case, or suggest `anew`"),
        (status = 422, description = "`invalid` with the fields"), (status = 429, description = "`too-many-attempts`")))]
pub async fn reply(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<ReplyBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let key = submission_id(&request, &context)?;
    let body = body.into_inner();
    let own = follow::open(&context, &body.reference, &body.password).await?;
    let files = match case_files::chosen(&context, &body.files).await? {
        Ok(files) => files,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let words = trimmed(Some(body.reply));
    let message = Message { words, files };
    match ask::message(&context, &own, &key, message).await {
        Ok(kind) => Ok(HttpResponse::Ok().json(Status::of(kind.as_str()))),
        Err(SuggestionError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(SuggestionError::NotNow(_)) => {
            let own = follow::open(&context, &body.reference, &body.password).await?;
            let instead = ask::instead(&context, &own).ok_or(Fault::Conflict)?;
            let lang = language::of_header(&request);
            let detail = lang.ta("add-instead", "instead", instead.as_str());
            let members = Map::from_iter([
                ("state".to_owned(), json!(own.state)),
                ("instead".to_owned(), json!(instead)),
                ("detail".to_owned(), json!(detail)),
            ]);
            Ok(problem(&request, StatusCode::CONFLICT, "conflict", members))
        }
        Err(error) => Err(error.into()),
    }
}

/// A case that waits for its address to be confirmed, and the address that is right.
#[derive(Deserialize, ToSchema)]
pub struct CorrectBody {
    reference: String,
    password: String,
    #[schema(value_type = String, format = "email")]
    email: Private<String>,
}

/// Put the e-mail address right that waits to be confirmed: the link is mailed to it, and earlier links
/// lead nowhere.
#[utoipa::path(post, path = "/api/v1/suggestions/case/address", operation_id = "suggestions_correct", tag = "suggestions", request_body = CorrectBody,
    responses((status = 200, body = Status),
        (status = 404, description = "`no-such-case`: unknown number or wrong password"),
        (status = 409, description = "`conflict`: it waits no more"),
        (status = 422, description = "`invalid` with the fields"), (status = 429, description = "`too-many-attempts`")))]
pub async fn correct(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<CorrectBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let body = body.into_inner();
    let own = follow::open(&context, &body.reference, &body.password).await?;
    match pending::correct(&context, &own, trimmed(Some(body.email))).await {
        Ok(()) => Ok(HttpResponse::Ok().json(Status::of("mailed"))),
        Err(SuggestionError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// Erase a case whose address is not confirmed yet, all of it.
#[utoipa::path(post, path = "/api/v1/suggestions/case/drop", operation_id = "suggestions_drop", tag = "suggestions", request_body = CaseKey,
    responses((status = 200, body = Status),
        (status = 404, description = "`no-such-case`: unknown number or wrong password"),
        (status = 409, description = "`conflict`: it waits no more"), (status = 429, description = "`too-many-attempts`")))]
pub async fn drop_it(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<CaseKey>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let own = follow::open(&context, &body.reference, &body.password).await?;
    pending::drop_it(&context, &own).await?;
    Ok(HttpResponse::Ok().json(Status::of("erased")))
}

fn given_body(made: Made) -> GivenBody {
    let (to, ground, why) = match made.to {
        Recipient::Agreement { recipient, purpose } => (recipient, "consent", purpose),
        Recipient::Investigation { agency, document } => (agency, "circumstance-1", document),
    };
    GivenBody {
        day: made.day,
        number: made.number,
        to,
        ground,
        why,
        fields: made.fields.iter().collect(),
    }
}

fn case_body(
    case: &Own,
    given: Vec<Made>,
    topic: Option<i64>,
    open_until: Option<DateTime<Utc>>,
    mail_refused: bool,
    lang: Lang,
) -> CaseBody {
    let own = |value: &Private<String>| {
        let viewer = Viewer::Owner(case);
        value.reveal(viewer, Purpose::OwnAccess).clone()
    };
    let agency = case.agency();
    CaseBody {
        reference: case.reference.clone(),
        state: case.state,
        confirmation: case.confirmation,
        mail_refused,
        category: case.category.slug.clone(),
        district: case.district.slug.clone(),
        title: own(&case.title),
        body: own(&case.body),
        place: case.place.as_ref().map(own),
        coordinates: CoordinatesShown::of(case.coordinates.as_ref().map(own)),
        office: case
            .offices
            .first()
            .filter(|_| agency.is_none())
            .map(|office| Named::of(office, lang)),
        offices: case
            .offices
            .iter()
            .map(|office| Named::of(office, lang))
            .collect(),
        agency: agency.as_ref().map(own),
        created_at: case.created_at.utc(),
        medium: case.medium,
        received_on: case.received_on,
        due: case.due,
        topic,
        answer: case.answer().map(own),
        open_until,
        rating: None,
        records: case
            .records
            .iter()
            .map(|record| {
                let said = record.said().filter(|_| record.kind.is_told());
                let said = said.as_ref();
                let agency = said.filter(|said| said.address().is_some());
                RecordBody {
                    number: record.number,
                    kind: record.kind,
                    at: record.at.utc(),
                    until: said.and_then(|said| said.until()),
                    agency: agency.and_then(|said| said.subject()).map(own),
                    address: said.and_then(|said| said.address()).map(own),
                    with_contact: said.and_then(|said| said.with_contact()),
                    words: said.and_then(|said| said.words()).map(own),
                    files: CaseFileShown::all(case.files_of(record), own),
                }
            })
            .collect(),
        looks: case
            .looks
            .iter()
            .map(|look| LookBody {
                day: look.day,
                office: case
                    .office(Some(look.office))
                    .map(|office| Named::of(office, lang)),
                purpose: look.purpose,
            })
            .collect(),
        disclosures: given.into_iter().map(given_body).collect(),
    }
}
