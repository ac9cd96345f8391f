//! `/api/v1/events`.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use utoipa::ToSchema;

use super::{
    Status,
    boards::{Parameters, lang},
    invalid, paged,
    publication::undecided_problem,
    suggestions::submission_id,
};
use crate::{
    context::Context,
    events::{
        self, Draft, Event, EventError, Made, SignUpTerms, Standing, Words, notice,
        sign_up::{self, SignUp},
    },
    i18n::Lang,
    keys::Token,
    privacy::{Private, Purpose, Viewer},
    text::{Field, official::Answered, publication::Decision},
    web::{
        extract::{AddressLimits, Staff},
        fault::{self, Fault},
        language,
        matching::{IfMatch, tag},
        page::unstored,
    },
};

#[derive(Serialize, ToSchema)]
pub struct EventShown {
    id: i64,
    title: String,
    /// Markdown.
    body: String,
    html: String,
    place: String,
    /// Of the texts: the one asked for, or the other where there is only that.
    language: Lang,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    cancelled: bool,
    /// Whether people can sign up today.
    sign_up_open: bool,
    sign_up_until: Option<NaiveDate>,
    capacity: Option<i32>,
    /// The notice for signing up; send its `hash` with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<NoticeShown>,
    url: String,
}

#[derive(Serialize, ToSchema)]
pub struct NoticeShown {
    text: String,
    hash: String,
}

impl EventShown {
    fn of(context: &Context, event: &Event, lang: Lang) -> Self {
        let (language, title) = event.title.best(lang);
        let today = context.clock.today(context.config.city.time_zone);
        let open = event.takes_sign_ups(today);
        Self {
            id: event.id,
            title: title.to_owned(),
            body: event.body.best(lang).1.to_owned(),
            html: event.body_html.best(lang).1.to_owned(),
            place: event.place.best(lang).1.to_owned(),
            language,
            starts_at: event.starts_at.utc(),
            ends_at: event.ends_at.utc(),
            cancelled: event.cancelled,
            sign_up_open: open,
            sign_up_until: event.sign_up_until,
            capacity: event.capacity,
            notice: open.then(|| {
                let notice = notice::of(context, event, lang);
                NoticeShown {
                    hash: notice.hash_text(),
                    text: notice.body,
                }
            }),
            url: format!("/{}/events/{}", lang.as_str(), event.id),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct Events {
    events: Vec<EventShown>,
}

/// Events that have not ended, the next one first.
#[utoipa::path(get, path = "/api/v1/events", operation_id = "events_list", tag = "events",
    params(("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = Events)))]
pub async fn list(
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let events = events::upcoming(&context).await?;
    let (events, ways) = paged::part(&query, events, |event| event.id.to_string())?;
    let events = events
        .iter()
        .map(|event| EventShown::of(&context, event, lang))
        .collect();
    Ok(ways.on(&request, HttpResponse::Ok().json(Events { events })))
}

/// An announcement.
#[utoipa::path(get, path = "/api/v1/events/{id}", operation_id = "events_get", tag = "events",
    params(("id" = i64, Path), ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = EventShown), (status = 404, description = "`not-found`")))]
pub async fn get(
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let event = events::find(&context, *id).await?;
    let shown = EventShown::of(&context, &event, lang(&request, &query));
    let tag = tag(event.stamp());
    Ok(HttpResponse::Ok().insert_header(tag).json(shown))
}

async fn stamp(context: &Context, id: i64) -> Result<String, Fault> {
    Ok(events::find(context, id).await?.stamp())
}

#[derive(Deserialize, ToSchema)]
pub struct NewEventWords {
    pub title: String,
    /// Markdown.
    pub body: String,
    pub place: String,
}

impl NewEventWords {
    fn words(self) -> Words {
        Words {
            title: self.title,
            body: self.body,
            place: self.place,
        }
    }
}

#[derive(Deserialize, ToSchema)]
pub struct NewSignUpTerms {
    /// The last day of signing up.
    pub until: NaiveDate,
    #[serde(default)]
    pub capacity: Option<i32>,
    /// The day on which what people gave is erased.
    pub erase_on: NaiveDate,
}

/// An event to announce, in one language or both; times are the city's.
#[derive(Deserialize, ToSchema)]
pub struct NewEvent {
    #[serde(default)]
    pub zh: Option<NewEventWords>,
    #[serde(default)]
    pub en: Option<NewEventWords>,
    #[schema(value_type = String, format = "local-date-time", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?$")]
    pub starts_at: NaiveDateTime,
    #[schema(value_type = String, format = "local-date-time", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?$")]
    pub ends_at: NaiveDateTime,
    #[serde(default)]
    pub sign_up: Option<NewSignUpTerms>,
    #[serde(default)]
    pub check: Option<String>,
    /// Nobody's personal data can be published in an announcement.
    #[serde(default)]
    pub decisions: Vec<Decision>,
}

impl NewEvent {
    fn read(self) -> (Draft, Answered) {
        let draft = Draft {
            zh: self.zh.map(NewEventWords::words).unwrap_or_default(),
            en: self.en.map(NewEventWords::words).unwrap_or_default(),
            starts_at: Some(self.starts_at),
            ends_at: Some(self.ends_at),
            sign_up: self.sign_up.map(|terms| SignUpTerms {
                until: Some(terms.until),
                capacity: terms.capacity,
                erase_on: Some(terms.erase_on),
            }),
        };
        let answered = Answered {
            check: self.check,
            decisions: self.decisions,
            mask_all: false,
        };
        (draft, answered)
    }
}

#[derive(Serialize, ToSchema)]
pub struct MadeEvent {
    id: i64,
}

/// Announce an event. Its findings are asked about with 422 `personal-data-undecided`.
#[utoipa::path(post, path = "/api/v1/events", operation_id = "events_post", tag = "events", request_body = NewEvent,
    security(("session" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; sent again within a day, nothing is done twice")),
    responses((status = 201, body = MadeEvent), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`personal-data-undecided` or `invalid`")))]
pub async fn post(
    Staff(member): Staff,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<NewEvent>,
) -> Result<HttpResponse, Fault> {
    let (draft, answered) = body.into_inner().read();
    let fields = draft.fields();
    let key = submission_id(&request, &context)?;
    let made = events::create(&context, &member, &key, draft, answered).await;
    answer(&request, StatusCode::CREATED, &fields, made)
}

fn answer(
    request: &HttpRequest,
    status: StatusCode,
    fields: &[Field],
    made: Result<Made, EventError>,
) -> Result<HttpResponse, Fault> {
    match made {
        Ok(Made::Event(id)) => Ok(HttpResponse::build(status).json(MadeEvent { id })),
        Ok(Made::Undecided(undecided)) => Ok(undecided_problem(request, &undecided, fields)),
        Err(EventError::Invalid(errors)) => Ok(invalid(request, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// Change an announcement of one's own, as a whole. The day of erasure cannot be put off.
#[utoipa::path(put, path = "/api/v1/events/{id}", operation_id = "events_put", tag = "events", request_body = NewEvent,
    security(("session" = [])), params(("id" = i64, Path)),
    responses((status = 200, body = MadeEvent), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: or somebody else's"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`personal-data-undecided` or `invalid`")))]
pub async fn put(
    Staff(member): Staff,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
    id: Path<i64>,
    body: Json<NewEvent>,
) -> Result<HttpResponse, Fault> {
    let (draft, answered) = body.into_inner().read();
    let (fields, began) = (draft.fields(), if_match.began());
    let made = events::update(&context, &member, *id, draft, answered, began).await;
    let made = answer(&request, StatusCode::OK, &fields, made);
    if_match.judged(made, stamp(&context, *id)).await
}

/// Call an event of one's own off: everybody who signed up is told, and the list is erased.
#[utoipa::path(post, path = "/api/v1/events/{id}/call-off", operation_id = "events_call_off", tag = "events",
    security(("session" = [])), params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: or somebody else's")))]
pub async fn call_off(
    Staff(member): Staff,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    events::call_off(&context, &member, *id).await?;
    Ok(HttpResponse::Ok().json(Status::of("called-off")))
}

/// Somebody who signs up; mails come in the language of `Accept-Language`.
#[derive(Deserialize, ToSchema)]
pub struct NewSignUp {
    #[schema(value_type = String)]
    pub name: Private<String>,
    #[schema(value_type = String)]
    pub email: Private<String>,
    /// The hash of the notice that was shown, in the same language.
    pub notice: String,
}

/// Sign up; a mail brings the link that cancels.
#[utoipa::path(post, path = "/api/v1/events/{id}/sign-ups", operation_id = "events_sign_up", tag = "events", request_body = NewSignUp,
    params(("id" = i64, Path)),
    responses((status = 202, body = Status), (status = 404, description = "`not-found`"),
        (status = 409, description = "`event-closed`, or `event-notice-changed`: show the notice again"),
        (status = 422, description = "`invalid`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn sign_up(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    id: Path<i64>,
    body: Json<NewSignUp>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let new = body.into_inner();
    let new = SignUp {
        name: new.name,
        email: new.email,
        language: language::of_header(&request),
        notice: new.notice,
    };
    let code = match sign_up::sign_up(&context, *id, new).await {
        Ok(()) => return Ok(HttpResponse::Accepted().json(Status::of("mailed"))),
        Err(EventError::Invalid(errors)) => return Ok(invalid(&request, &errors)),
        Err(EventError::Closed) => "event-closed",
        Err(EventError::NoticeChanged) => "event-notice-changed",
        Err(error) => return Err(error.into()),
    };
    Ok(fault::problem(
        &request,
        StatusCode::CONFLICT,
        code,
        Map::new(),
    ))
}

/// Somebody who signed up, for the organiser.
#[derive(Serialize, ToSchema)]
pub struct ParticipantShown {
    name: String,
    email: String,
    /// `confirmed` or `waiting`.
    state: Standing,
}

#[derive(Serialize, ToSchema)]
pub struct ParticipantsBody {
    sign_ups: Vec<ParticipantShown>,
}

/// Who signed up for an event of one's own, in that order. Each day on which the list was looked
/// at is told to those on it.
#[utoipa::path(get, path = "/api/v1/events/{id}/sign-ups", operation_id = "events_sign_ups", tag = "events",
    security(("session" = [])), params(("id" = i64, Path)),
    responses((status = 200, body = ParticipantsBody), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: or somebody else's")))]
pub async fn sign_ups(
    Staff(member): Staff,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let (_, people, looked) = sign_up::list(&context, &member, *id).await?;
    let see = |value: &Private<String>| {
        let viewer = Viewer::Office(&looked);
        value.reveal(viewer, Purpose::Handling).clone()
    };
    let sign_ups = people.iter().map(|one| ParticipantShown {
        name: see(&one.name),
        email: see(&one.email),
        state: one.standing,
    });
    Ok(unstored(HttpResponse::Ok().json(ParticipantsBody {
        sign_ups: sign_ups.collect(),
    })))
}

/// The token of a mailed link.
#[derive(Deserialize, ToSchema)]
pub struct Cancellation {
    pub token: String,
}

/// A sign-up, for who has its mailed link.
#[derive(Serialize, ToSchema)]
pub struct OwnSignUp {
    event: i64,
    /// `confirmed` or `waiting`.
    state: Standing,
    /// The days on which the organiser opened the list, the latest first.
    looks: Vec<NaiveDate>,
}

/// Look at a sign-up by the token of its mailed link: whether there is a place, and when the
/// organiser saw the list.
#[utoipa::path(post, path = "/api/v1/events/sign-ups/look", operation_id = "events_look", tag = "events", request_body = Cancellation,
    responses((status = 200, body = OwnSignUp), (status = 410, description = "`gone`")))]
pub async fn look(context: Data<Context>, body: Json<Cancellation>) -> Result<HttpResponse, Fault> {
    let token = Token::parse(&body.token).ok_or(Fault::Gone)?;
    let own = sign_up::look(&context, &token).await?;
    Ok(unstored(HttpResponse::Ok().json(OwnSignUp {
        event: own.event.id,
        state: own.standing,
        looks: own.looks,
    })))
}

/// Cancel a sign-up by the token of its mailed link.
#[utoipa::path(post, path = "/api/v1/events/cancellations", operation_id = "events_cancel", tag = "events", request_body = Cancellation,
    responses((status = 200, body = Status), (status = 410, description = "`gone`")))]
pub async fn cancel(
    context: Data<Context>,
    body: Json<Cancellation>,
) -> Result<HttpResponse, Fault> {
    let token = Token::parse(&body.token).ok_or(Fault::Gone)?;
    sign_up::cancel(&context, &token).await?;
    Ok(HttpResponse::Ok().json(Status::of("cancelled")))
}
