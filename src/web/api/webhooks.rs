//! `/api/v1/admin/webhooks`: the endpoints to which events are delivered, and how their deliveries fare.

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
    changed, idempotency_key,
    paged::{self, Ways},
    taken,
};
use crate::{
    context::Context,
    db::Timestamp,
    web::{
        confirm,
        extract::Administrator,
        fault::Fault,
        matching::{IfMatch, tag},
        page::unstored,
    },
    webhooks::{
        self, Draft, Endpoint, Failure, Kind, Made, Off, WebhookError,
        deliveries::{self, Delivery},
    },
};

/// An endpoint to which events are delivered.
#[derive(Serialize, ToSchema)]
pub struct WebhookShown {
    id: i64,
    url: String,
    description: String,
    /// The events that it is told of.
    kinds: Vec<&'static str>,
    enabled: bool,
    /// Why it is told nothing: `hand`, `failing` or `gone`; null while it is enabled.
    off_because: Option<&'static str>,
    /// Since when nothing arrived there.
    failing_since: Option<DateTime<Utc>>,
    /// Until when the previous secret signs as well.
    exchanged_until: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    /// Events that wait for a try; tests are not counted.
    waiting: i64,
    /// Events that are tried no more; tests are not counted.
    dead: i64,
    /// What a change sends back.
    version: i32,
}

impl WebhookShown {
    fn of(endpoint: Endpoint) -> Self {
        Self {
            id: endpoint.id,
            url: endpoint.url,
            description: endpoint.description,
            kinds: endpoint.kinds.into_iter().map(Kind::as_str).collect(),
            enabled: endpoint.enabled,
            off_because: endpoint.off_because.map(Off::as_str),
            failing_since: endpoint.failing_since.map(Timestamp::utc),
            exchanged_until: endpoint.exchanged_until.map(Timestamp::utc),
            created_at: endpoint.created_at.utc(),
            waiting: endpoint.waiting,
            dead: endpoint.dead,
            version: endpoint.version,
        }
    }
}

/// All endpoints, as they were made. No secret is told.
#[utoipa::path(get, path = "/api/v1/admin/webhooks", operation_id = "webhooks_list", tag = "administration", security(("session" = [])),
    responses((status = 200, body = Vec<WebhookShown>), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn list(_: Administrator, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let all = webhooks::list(&context).await?;
    let all: Vec<WebhookShown> = all.into_iter().map(WebhookShown::of).collect();
    Ok(unstored(HttpResponse::Ok().json(all)))
}

/// One endpoint. Its `ETag` is what `If-Match` of a change names.
#[utoipa::path(get, path = "/api/v1/admin/webhooks/{id}", operation_id = "webhooks_get", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = WebhookShown), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn get(
    _: Administrator,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let endpoint = webhooks::find(&context, *id).await?;
    let tag = tag(endpoint.version);
    let shown = WebhookShown::of(endpoint);
    Ok(unstored(HttpResponse::Ok().insert_header(tag).json(shown)))
}

async fn version(context: &Context, id: i64) -> Result<i32, Fault> {
    Ok(webhooks::find(context, id).await?.version)
}

/// What an endpoint shall be.
#[derive(Deserialize, ToSchema)]
pub struct WebhookBody {
    /// An https address without user, password and fragment, 1 to 500 characters. Hosts that only this network
    /// reaches are refused but where the configuration names them.
    #[serde(default)]
    url: String,
    /// For people, up to 200 characters.
    #[serde(default)]
    description: String,
    /// The events that it is told of, such as `topic.created`; at least one.
    #[serde(default)]
    kinds: Vec<String>,
    /// The `version` as it was read; for a change.
    #[serde(default)]
    version: i32,
}

impl WebhookBody {
    fn draft(self) -> Draft {
        let kinds = self.kinds.iter();
        Draft {
            url: self.url.trim().to_owned(),
            description: self.description.trim().to_owned(),
            kinds: kinds.map(|kind| kind.trim().to_owned()).collect(),
        }
    }
}

/// The secret that signs what is delivered to an endpoint. It is told here and never again.
#[derive(Serialize, ToSchema)]
pub struct WebhookSecret {
    id: i64,
    /// As the Standard Webhooks write it: `whsec_` and base64.
    secret: String,
}

impl WebhookSecret {
    fn of(made: &Made) -> Self {
        Self {
            id: made.id,
            secret: made.secret.reveal().to_owned(),
        }
    }
}

/// Add an endpoint; the answer holds its secret. The same `Idempotency-Key` again gives the same answer for a day.
#[utoipa::path(post, path = "/api/v1/admin/webhooks", operation_id = "webhooks_create", tag = "administration", request_body = WebhookBody, security(("session" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters")),
    responses((status = 201, body = WebhookSecret), (status = 400, description = "`bad-request`"), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`, or `confirm-first`: prove again who you are (`/api/v1/account/confirm`)"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn create(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<WebhookBody>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    let key = idempotency_key(&request)?;
    let done = webhooks::create(&context, member.id, body.into_inner().draft(), key).await;
    let answer = taken(&request, done, |made| {
        HttpResponse::Created().json(WebhookSecret::of(&made))
    });
    answer.map(unstored)
}

/// Change where events go, and which. Who lets them go to another `url` has proven lately who they are, as who adds an
/// endpoint.
#[utoipa::path(put, path = "/api/v1/admin/webhooks/{id}", operation_id = "webhooks_change", tag = "administration", request_body = WebhookBody, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`; with another `url` also `not-for-tokens`, or `confirm-first`: prove again who you are (`/api/v1/account/confirm`)"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: somebody changed it since that version"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn change(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
    id: Path<i64>,
    body: Json<WebhookBody>,
) -> Result<HttpResponse, Fault> {
    let body = body.into_inner();
    let now = || version(&context, *id);
    let read = if_match.version(body.version, now()).await?;
    let proven = confirm::recently(&request, &context, &member).await;
    let (by, is_proven) = (member.id, proven.is_ok());
    let done = webhooks::change(&context, by, *id, read, body.draft(), is_proven).await;
    if let (Err(WebhookError::Unproven), Err(fault)) = (&done, proven) {
        return Err(fault);
    }
    if_match
        .judged(changed(&request, done, "kept"), now())
        .await
}

/// Take an endpoint away with all that waits for it.
#[utoipa::path(delete, path = "/api/v1/admin/webhooks/{id}", operation_id = "webhooks_delete", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn delete(
    Administrator(member): Administrator,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    webhooks::delete(&context, member.id, *id).await?;
    Ok(HttpResponse::Ok().json(Status::of("removed")))
}

/// Whether an endpoint is told of events.
#[derive(Deserialize, ToSchema)]
pub struct WebhookSwitch {
    #[serde(default)]
    enabled: bool,
}

/// Switch an endpoint on or off. Doing it twice is no error. Switched off, what waits for it is tried no more.
#[utoipa::path(put, path = "/api/v1/admin/webhooks/{id}/enabled", operation_id = "webhooks_switch", tag = "administration", request_body = WebhookSwitch, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn switch(
    Administrator(member): Administrator,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<WebhookSwitch>,
) -> Result<HttpResponse, Fault> {
    webhooks::switch(&context, member.id, *id, body.enabled).await?;
    Ok(HttpResponse::Ok().json(Status::of("kept")))
}

/// Exchange the secret. For 24 hours the previous one signs as well, so that the program goes on while it is changed.
#[utoipa::path(post, path = "/api/v1/admin/webhooks/{id}/secret", operation_id = "webhooks_exchange", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = WebhookSecret), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`, or `confirm-first`: prove again who you are (`/api/v1/account/confirm`)"),
        (status = 404, description = "`not-found`")))]
pub async fn exchange(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    let made = webhooks::rotate(&context, member.id, *id).await?;
    Ok(unstored(HttpResponse::Ok().json(WebhookSecret::of(&made))))
}

/// A delivery that was put into the queue.
#[derive(Serialize, ToSchema)]
pub struct WebhookQueued {
    /// How many wait because of it.
    count: usize,
}

/// Send an event of the kind `webhook.test`, which is tried once.
#[utoipa::path(post, path = "/api/v1/admin/webhooks/{id}/test", operation_id = "webhooks_test", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = WebhookQueued), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: it is switched off")))]
pub async fn test(
    Administrator(member): Administrator,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    deliveries::test(&context, member.id, *id).await?;
    Ok(HttpResponse::Ok().json(WebhookQueued { count: 1 }))
}

/// A delivery. Of what the endpoint answered the status alone is kept.
#[derive(Serialize, ToSchema)]
pub struct DeliveryShown {
    id: i64,
    /// The header `webhook-id`, at every try the same.
    webhook_id: String,
    kind: &'static str,
    happened_at: DateTime<Utc>,
    /// `waiting`, `delivered` or `dead`.
    state: &'static str,
    attempts: i32,
    /// When it was tried last.
    tried_at: Option<DateTime<Utc>>,
    /// When it is tried next; null where it is not.
    next_attempt_at: Option<DateTime<Utc>>,
    status: Option<i32>,
    /// Why it did not arrive, such as `late`, `tls`, `private` or `status`.
    failure: Option<&'static str>,
    ended_at: Option<DateTime<Utc>>,
}

impl DeliveryShown {
    fn of(delivery: Delivery) -> Self {
        Self {
            id: delivery.id,
            kind: delivery.kind.as_str(),
            happened_at: delivery.happened_at.utc(),
            state: delivery.standing.as_str(),
            attempts: delivery.attempts,
            tried_at: delivery.tried_at.map(Timestamp::utc),
            next_attempt_at: delivery.next().map(Timestamp::utc),
            webhook_id: delivery.message_id,
            status: delivery.status,
            failure: delivery.failure.map(Failure::as_str),
            ended_at: delivery.ended_at.map(Timestamp::utc),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct DeliveriesShown {
    /// The newest first.
    deliveries: Vec<DeliveryShown>,
    /// Ask again with `before` set to this for older ones.
    next: Option<i64>,
}

/// The deliveries to an endpoint of the last 30 days.
#[utoipa::path(get, path = "/api/v1/admin/webhooks/{id}/deliveries", operation_id = "webhooks_deliveries", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path), ("before" = Option<i64>, Query, description = "deliveries before this one")),
    responses((status = 200, body = DeliveriesShown), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn deliveries(
    _: Administrator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let before = paged::at(&query, "before")?;
    let most = paged::length(&query, deliveries::PAGE)?;
    let (found, next) = deliveries::list(&context, *id, before, most).await?;
    let deliveries = found.into_iter().map(DeliveryShown::of).collect();
    let shown = unstored(HttpResponse::Ok().json(DeliveriesShown { deliveries, next }));
    Ok(Ways::onward("before", next).on(&request, shown))
}

/// What shall be delivered again.
#[derive(Deserialize, ToSchema)]
pub struct WebhookAgain {
    /// One delivery, whatever became of it; without it all events that are tried no more.
    #[serde(default)]
    delivery: Option<i64>,
}

/// Deliver again, with the same `webhook-id`.
#[utoipa::path(post, path = "/api/v1/admin/webhooks/{id}/redeliver", operation_id = "webhooks_redeliver", tag = "administration", request_body = WebhookAgain, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = WebhookQueued), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: no such endpoint, or no such delivery that has ended"),
        (status = 409, description = "`conflict`: it is switched off")))]
pub async fn redeliver(
    Administrator(member): Administrator,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<WebhookAgain>,
) -> Result<HttpResponse, Fault> {
    let count = deliveries::redeliver(&context, member.id, *id, body.delivery).await?;
    Ok(HttpResponse::Ok().json(WebhookQueued { count }))
}
