//! Breaches: preparing one, the letters and the report, and that it was reported.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::refused;
use crate::{
    context::Context,
    i18n::Lang,
    mail::outbox::Undelivered,
    rights::{
        DisclosureError,
        breach::{self, Breach, NewBreach, NewReport, Whom},
    },
    text_rules::refuse,
    web::{
        api::{Status, boards::Parameters, invalid, paged, suggestions::submission_id},
        extract::PrivacyOfficer,
        fault::Fault,
        language,
        page::unstored,
    },
};

/// That the supervising authority was told.
#[derive(Serialize, ToSchema)]
pub struct ReportedShown {
    at: DateTime<Utc>,
    to: String,
    reference: String,
}

/// A breach on record, in the language that was asked for.
#[derive(Serialize, ToSchema)]
pub struct BreachShown {
    id: i64,
    found_at: DateTime<Utc>,
    /// Until when it must be reported to the supervising authority.
    due: DateTime<Utc>,
    happened: String,
    done: String,
    /// Of the public list of files, by name in addresses.
    files: Vec<String>,
    /// One or more of them.
    whom: Vec<Whom>,
    from_on: Option<NaiveDate>,
    until_on: Option<NaiveDate>,
    event: Option<i64>,
    /// When the letters were sent, and how many were written since.
    sent_at: Option<DateTime<Utc>>,
    letters: Option<i32>,
    /// Whether all of them were written.
    all_written: bool,
    reported: Option<ReportedShown>,
}

impl BreachShown {
    fn of(context: &Context, breach: &Breach, lang: Lang) -> Self {
        Self {
            id: breach.id,
            found_at: breach.found_at.utc(),
            due: breach.due(context).utc(),
            happened: breach.happened(lang),
            done: breach.done(lang),
            files: breach.files().map(str::to_owned).collect(),
            whom: breach.whom(),
            from_on: breach.from_on,
            until_on: breach.until_on,
            event: breach.event,
            sent_at: breach.sent_at.map(|at| at.utc()),
            letters: breach.letters,
            all_written: breach.enqueued_at.is_some(),
            reported: breach.reported().map(|reported| ReportedShown {
                at: reported.at.utc(),
                to: reported.to,
                reference: reported.reference,
            }),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct BreachesBody {
    breaches: Vec<BreachShown>,
}

/// The breaches on record, the newest first.
#[utoipa::path(get, path = "/api/v1/officer/breaches", operation_id = "officer_breaches", tag = "officer", security(("session" = [])),
    responses((status = 200, body = BreachesBody), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn list(
    _: PrivacyOfficer,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = language::of_header(&request);
    let breaches = breach::list(&context).await?;
    let (breaches, ways) = paged::part(&query, breaches, |one| one.id.to_string())?;
    let shown = HttpResponse::Ok().json(BreachesBody {
        breaches: breaches
            .iter()
            .map(|breach| BreachShown::of(&context, breach, lang))
            .collect(),
    });
    Ok(ways.on(&request, unstored(shown)))
}

/// A breach. Its words name nobody.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewBreach)]
pub struct BreachBody {
    /// When it was found, in the city's time.
    #[schema(value_type = Option<String>, format = "local-date-time", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?$")]
    found: Option<NaiveDateTime>,
    happened_zh: String,
    happened_en: String,
    /// What was done about it.
    done_zh: String,
    done_en: String,
    /// Of the public list of files, by name in addresses.
    files: Vec<String>,
    /// One or more of them.
    #[serde(default)]
    whom: Vec<Whom>,
    /// The first and the last day where one of `whom` has days.
    from_on: Option<NaiveDate>,
    until_on: Option<NaiveDate>,
    /// Where one of `whom` is `cases`.
    #[serde(default)]
    references: Vec<String>,
    /// Where one of `whom` is `sign-ups`.
    event: Option<i64>,
}

#[derive(Serialize, ToSchema)]
pub struct PreparedBreach {
    id: i64,
}

/// Write a breach down; nothing is sent.
#[utoipa::path(post, path = "/api/v1/officer/breaches", operation_id = "officer_prepare_breach", tag = "officer", request_body = BreachBody, security(("session" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; sent again within a day, nothing is done twice")),
    responses((status = 201, body = PreparedBreach), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid`, with the fields")))]
pub async fn post(
    PrivacyOfficer(officer): PrivacyOfficer,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<BreachBody>,
) -> Result<HttpResponse, Fault> {
    let body = body.into_inner();
    let text = |text: String| text.trim().to_owned();
    let new = NewBreach {
        found: body.found,
        happened_zh: text(body.happened_zh),
        happened_en: text(body.happened_en),
        done_zh: text(body.done_zh),
        done_en: text(body.done_en),
        files: body.files,
        whom: body.whom,
        from_on: body.from_on,
        until_on: body.until_on,
        references: body.references.into_iter().map(text).collect(),
        event: body.event,
    };
    let key = submission_id(&request, &context)?;
    match breach::prepare(&context, &officer, &key, new).await {
        Ok(id) => Ok(HttpResponse::Created().json(PreparedBreach { id })),
        Err(DisclosureError::NoSuchCase) => {
            let mut errors = ValidationErrors::new();
            refuse(&mut errors, "references", "choice");
            Ok(invalid(&request, &errors))
        }
        Err(error) => refused(&request, error),
    }
}

/// A letter as it would be sent, or was.
#[derive(Serialize, ToSchema)]
pub struct LetterShown {
    language: Lang,
    subject: String,
    text: String,
}

/// A part of the report to the supervising authority.
#[derive(Serialize, ToSchema)]
pub struct ReportPart {
    heading: String,
    lines: Vec<String>,
}

/// Letters that did not arrive for one reason.
#[derive(Serialize, ToSchema)]
pub struct UndeliveredLetters {
    because: Undelivered,
    count: usize,
}

/// A breach with what is to be looked at before the letters go out.
#[derive(Serialize, ToSchema)]
pub struct PreparedShown {
    breach: BreachShown,
    /// Accounts, cases, sign-ups, requests and guests' posts that it concerns.
    people: usize,
    /// Letters that go out: one to each address.
    letters: usize,
    /// Those of whom there is no address.
    unreachable: usize,
    /// Letters that went out and did not arrive, as long as the list of mails keeps them.
    undelivered: Vec<UndeliveredLetters>,
    /// In both languages.
    preview: Vec<LetterShown>,
    /// In the language that was asked for.
    report: Vec<ReportPart>,
}

/// A breach: whom it concerns, the letters, and the report to the supervising authority.
#[utoipa::path(get, path = "/api/v1/officer/breaches/{id}", operation_id = "officer_breach", tag = "officer", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = PreparedShown), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn get(
    _: PrivacyOfficer,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let lang = language::of_header(&request);
    let prepared = breach::prepared(&context, *id).await?;
    let (breach, affected) = (&prepared.breach, &prepared.affected);
    let preview = Lang::ALL.into_iter().map(|language| {
        let (subject, text) = breach::preview(&context, breach, language);
        LetterShown {
            language,
            subject,
            text,
        }
    });
    let undelivered = affected.undelivered.iter();
    let undelivered = undelivered.map(|&(because, count)| UndeliveredLetters { because, count });
    let report = breach::report(&context, breach, affected, lang).into_iter();
    Ok(unstored(
        HttpResponse::Ok().json(PreparedShown {
            people: affected.people(),
            letters: affected.letters,
            unreachable: affected.unreachable,
            undelivered: undelivered.collect(),
            preview: preview.collect(),
            report: report
                .map(|(heading, lines)| ReportPart { heading, lines })
                .collect(),
            breach: BreachShown::of(&context, breach, lang),
        }),
    ))
}

/// Send the letters, one to each address. Twice is once.
#[utoipa::path(post, path = "/api/v1/officer/breaches/{id}/send", operation_id = "officer_send_letters", tag = "officer", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn send(
    PrivacyOfficer(officer): PrivacyOfficer,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    breach::send(&context, &officer, *id).await?;
    Ok(HttpResponse::Ok().json(Status::of("sent")))
}

/// That the supervising authority was told.
#[derive(Deserialize, ToSchema)]
pub struct NewBreachReport {
    /// When, in the city's time.
    #[schema(value_type = Option<String>, format = "local-date-time", pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?$")]
    at: Option<NaiveDateTime>,
    to: String,
    /// The number under which it is kept.
    reference: String,
}

/// Write down that the supervising authority was told; the clock stops. What was written first
/// stands.
#[utoipa::path(post, path = "/api/v1/officer/breaches/{id}/reported", operation_id = "officer_reported", tag = "officer", request_body = NewBreachReport, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 422, description = "`invalid`, with the fields")))]
pub async fn reported(
    PrivacyOfficer(officer): PrivacyOfficer,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<NewBreachReport>,
) -> Result<HttpResponse, Fault> {
    let body = body.into_inner();
    let new = NewReport {
        at: body.at,
        to: body.to.trim().to_owned(),
        reference: body.reference.trim().to_owned(),
    };
    match breach::report_made(&context, &officer, *id, new).await {
        Ok(()) => Ok(HttpResponse::Ok().json(Status::of("reported"))),
        Err(error) => refused(&request, error),
    }
}
