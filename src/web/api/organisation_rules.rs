//! `/api/v1/admin/rules`: the rules of routing. Read them with the whole organisation.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Status, organisation_entries::answer, organisation_one};
use crate::{
    context::Context,
    offices::{
        administer::{self, At, Entry},
        entries::RoutingEntry,
        rules::Rule,
    },
    web::{extract::Administrator, fault::Fault, matching::IfMatch},
};

#[derive(Serialize, ToSchema)]
pub struct RuleShown {
    id: i64,
    /// A slug; null for any.
    category: Option<String>,
    district: Option<String>,
    /// Slugs, the responsible one first.
    offices: Vec<String>,
    /// The first day and the last, both included.
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    /// What a change sends back.
    version: i32,
}

impl RuleShown {
    pub(super) fn of(rule: &Rule) -> Self {
        let entry = rule.entry();
        Self {
            id: rule.id,
            category: entry.category,
            district: entry.district,
            offices: entry.offices,
            from: entry.from,
            until: entry.until,
            version: rule.version,
        }
    }
}

/// A rule as it shall be. One without category and district is the fallback.
#[derive(Deserialize, ToSchema)]
pub struct RuleBody {
    #[serde(default)]
    category: Option<String>,
    #[serde(default)]
    district: Option<String>,
    /// One to six slugs, the responsible office first.
    offices: Vec<String>,
    #[serde(default)]
    from: Option<NaiveDate>,
    #[serde(default)]
    until: Option<NaiveDate>,
    /// The `version` as it was read; for a change.
    #[serde(default)]
    version: i32,
}

impl RuleBody {
    pub(super) fn entry(self) -> RoutingEntry {
        RoutingEntry {
            category: self.category.filter(|slug| !slug.is_empty()),
            district: self.district.filter(|slug| !slug.is_empty()),
            offices: self.offices,
            from: self.from,
            until: self.until,
        }
    }
}

/// Add a rule.
#[utoipa::path(post, path = "/api/v1/admin/rules", operation_id = "organisation_add_rule", tag = "administration", request_body = RuleBody, security(("session" = [])),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn add(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<RuleBody>,
) -> Result<HttpResponse, Fault> {
    let entry = Entry::Rule(body.into_inner().entry());
    let done = administer::keep(&context, member.id, At::New, entry).await;
    answer(&request, done, "kept")
}

/// Change a rule.
#[utoipa::path(put, path = "/api/v1/admin/rules/{id}", operation_id = "organisation_change_rule", tag = "administration", request_body = RuleBody, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: somebody changed it since that version"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`invalid` with the fields, or there would be no fallback")))]
pub async fn change(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
    id: Path<i64>,
    body: Json<RuleBody>,
) -> Result<HttpResponse, Fault> {
    let body = body.into_inner();
    let now = || organisation_one::rule_version(&context, *id);
    let read = if_match.version(body.version, now()).await?;
    let at = At::Rule(*id, read);
    let done = administer::keep(&context, member.id, at, Entry::Rule(body.entry())).await;
    if_match.judged(answer(&request, done, "kept"), now()).await
}

/// Remove a rule that does not hold today; one that is not there is removed already.
#[utoipa::path(delete, path = "/api/v1/admin/rules/{id}", operation_id = "organisation_remove_rule", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid`: it holds today")))]
pub async fn remove(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let done = administer::remove_rule(&context, member.id, *id).await;
    answer(&request, done, "removed")
}
