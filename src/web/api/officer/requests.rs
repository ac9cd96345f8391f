//! What people asked about their data, and the officer's answers.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use utoipa::ToSchema;

use crate::{
    context::Context,
    i18n::Lang,
    mail::outbox::Undelivered,
    moderation::{ModerationError, ShownPost, acts::Touch, requested},
    privacy::Private,
    requests::{self, Request, RequestKind, RequestState},
    web::{
        api::{Status, boards::Parameters, invalid, paged, topics::PostShown},
        extract::PrivacyOfficer,
        fault::{Fault, problem},
        language,
        page::unstored,
    },
};

/// A request that waits, or whose answer did not arrive.
#[derive(Serialize, ToSchema)]
pub struct RequestShown {
    id: i64,
    kind: RequestKind,
    /// The public name of the account that asks; nobody's where it was asked from a post.
    asker: Option<String>,
    /// The post in which somebody is named.
    post: Option<i64>,
    /// That post as it stands, wherever it does, with what is marked in it; nothing where it is gone for
    /// good.
    shown: Option<PostShown>,
    /// The title of its topic.
    title: Option<String>,
    /// `zh` or `en`: in which whoever asks is answered.
    language: &'static str,
    words: String,
    at: DateTime<Utc>,
    due: Option<NaiveDate>,
    /// Why it takes longer, once that was said.
    extended_because: Option<String>,
    /// `open`, or how it was answered: `granted` or `refused`.
    state: RequestState,
    /// The last mail about it that did not arrive, as far as is known.
    not_arrived: Option<NotArrivedShown>,
}

/// That a mail to whoever asked did not arrive.
#[derive(Serialize, ToSchema)]
pub struct NotArrivedShown {
    at: DateTime<Utc>,
    because: Undelivered,
}

impl RequestShown {
    fn of(request: &Request, shown: Option<ShownPost>, lang: Lang) -> Self {
        let (shown, title) = shown.map(|shown| (shown.post, shown.title)).unzip();
        Self {
            id: request.id,
            kind: request.kind,
            asker: request.asker.clone(),
            post: request.post,
            shown: shown.map(|post| PostShown::of(post, lang)),
            title,
            language: request.language.as_str(),
            words: request.words().to_owned(),
            at: request.created_at.utc(),
            due: request.due,
            extended_because: request.extended_because().map(str::to_owned),
            state: request.state,
            not_arrived: request.not_arrived.map(|told| NotArrivedShown {
                at: told.at.utc(),
                because: told.because,
            }),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct RequestsBody {
    requests: Vec<RequestShown>,
    /// Those that are answered, and of which a mail did not arrive in the last 60 days.
    undelivered: Vec<RequestShown>,
}

/// The requests that wait, the soonest due first, and those whose answer did not arrive.
#[utoipa::path(get, path = "/api/v1/officer/requests", operation_id = "officer_requests", tag = "officer", security(("session" = [])),
    responses((status = 200, body = RequestsBody), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn list(
    PrivacyOfficer(officer): PrivacyOfficer,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = language::of_header(&request);
    let open = requests::open(&context, &officer).await?;
    let (open, ways) = paged::part(&query, open, |one| one.id.to_string())?;
    let undelivered = requests::undelivered(&context, &officer).await?;
    let posts = requested::posts_of(&context, &open).await?;
    let shown = |request: &Request| {
        let post = request.post.and_then(|post| posts.get(&post));
        RequestShown::of(request, post.cloned(), lang)
    };
    let body = HttpResponse::Ok().json(RequestsBody {
        requests: open.iter().map(shown).collect(),
        undelivered: undelivered
            .iter()
            .map(|request| RequestShown::of(request, None, lang))
            .collect(),
    });
    Ok(ways.on(&request, unstored(body)))
}

/// What is done about a request.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = RequestDecision)]
pub enum Decision {
    /// It takes longer, once, by as many days as it had.
    Extend,
    Grant,
    Refuse,
    /// The post in which somebody is named is masked, and the request granted.
    Mask,
    /// As `mask`, but hidden.
    Hide,
}

#[derive(Deserialize, ToSchema)]
pub struct RequestAnswer {
    decision: Decision,
    /// The answer, or why it takes longer; mailed to who asked.
    #[schema(value_type = String, max_length = 2000)]
    words: Private<String>,
}

/// Answer a request, or say why it takes longer.
#[utoipa::path(post, path = "/api/v1/officer/requests/{id}", operation_id = "officer_answer", tag = "officer", request_body = RequestAnswer, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: none that waits"),
        (status = 409, description = "`conflict`: answered or extended before; `nothing-to-mask`; `out-of-sight`: hidden already, and may come back"),
        (status = 422, description = "`invalid`")))]
pub async fn answer(
    PrivacyOfficer(officer): PrivacyOfficer,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<RequestAnswer>,
) -> Result<HttpResponse, Fault> {
    let RequestAnswer { decision, words } = body.into_inner();
    let words = words.map(|words| words.trim().to_owned());
    if let Err(errors) = requests::check(&words) {
        return Ok(invalid(&request, &errors));
    }
    let (touch, status) = match decision {
        Decision::Extend => {
            requests::extend(&context, &officer, *id, words).await?;
            return Ok(HttpResponse::Ok().json(Status::of("extended")));
        }
        Decision::Grant | Decision::Refuse => {
            let granted = matches!(decision, Decision::Grant);
            requests::close(&context, &officer, *id, granted, words).await?;
            let status = if granted { "granted" } else { "refused" };
            return Ok(HttpResponse::Ok().json(Status::of(status)));
        }
        Decision::Mask => (Touch::Mask, "masked"),
        Decision::Hide => (Touch::Hide, "hidden"),
    };
    match requested::answer(&context, &officer, *id, touch, words).await {
        Err(ModerationError::NothingToMask) => Ok(problem(
            &request,
            StatusCode::CONFLICT,
            "nothing-to-mask",
            Map::new(),
        )),
        Err(ModerationError::OutOfSight) => Ok(problem(
            &request,
            StatusCode::CONFLICT,
            "out-of-sight",
            Map::new(),
        )),
        done => {
            done?;
            Ok(HttpResponse::Ok().json(Status::of(status)))
        }
    }
}
