//! `/api/v1/ledger`: the public register and the signed statements, for programs that keep them.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, web::Data};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    boards::Parameters,
    paged::{self, Ways},
};
use crate::{
    context::Context,
    privacy::{
        ledger::{self, Act, Entry},
        statement::{self, Statement},
    },
    rights::disclosure,
    web::fault::Fault,
};

const LENGTH: usize = 50;

/// How often personal data was given to third parties in a year.
#[derive(Serialize, ToSchema)]
pub struct DisclosuresOfYear {
    year: i32,
    under_agreements: i64,
    for_investigations: i64,
}

/// Something that was done to somebody's content or data. It names nobody.
#[derive(Serialize, ToSchema)]
pub struct RegisterEntry {
    number: i32,
    act: Act,
    /// `consent` or `circumstance-1` … `circumstance-4`; `reason`, `review` or `administration`
    /// where nobody's words were changed.
    ground: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules_version: Option<String>,
    /// What else is public of it: names of fields, sort of recipient. The boards of what moderators
    /// did stand in the log of moderation alone.
    facts: BTreeMap<String, String>,
    /// When the day of the entry began in the city.
    at: DateTime<Utc>,
}

impl From<Entry> for RegisterEntry {
    fn from(entry: Entry) -> Self {
        Self {
            number: entry.number,
            act: entry.act,
            ground: entry.ground,
            rule: entry.rule,
            rules_version: entry.rules_version,
            facts: entry.facts.into_iter().collect(),
            at: entry.at.utc(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct RegisterBody {
    /// Whether circumstance (3), the efficiency of the site, is a ground here.
    efficiency_ground: bool,
    disclosures: Vec<DisclosuresOfYear>,
    entries: Vec<RegisterEntry>,
    /// The address of older entries, if there are any.
    next: Option<String>,
}

/// Read the register: what was done to people's content and data, and on which ground.
#[utoipa::path(get, path = "/api/v1/ledger", operation_id = "ledger_register", tag = "privacy",
    params(("before" = Option<i32>, Query, description = "entries before this number")),
    responses((status = 200, body = RegisterBody)))]
pub async fn register(
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let (before, length) = (paged::at(&query, "before")?, paged::length(&query, LENGTH)?);
    let (entries, last) = ledger::register(&context, before, length).await?;
    let next = last.map(|last| format!("/api/v1/ledger?before={last}"));
    let years = disclosure::by_year(&context).await?;
    let shown = HttpResponse::Ok().json(RegisterBody {
        efficiency_ground: context.config.allow_efficiency_ground,
        disclosures: years
            .into_iter()
            .map(|year| DisclosuresOfYear {
                year: year.year,
                under_agreements: year.under_agreements,
                for_investigations: year.for_investigations,
            })
            .collect(),
        entries: entries.into_iter().map(RegisterEntry::from).collect(),
        next,
    });
    Ok(Ways::onward("before", last).on(&request, shown))
}

/// A signed statement of where the chains stood.
#[derive(Serialize, ToSchema)]
#[schema(as = ChainStatement)]
pub struct StatementBody {
    day: NaiveDate,
    /// The whole text with its signature; keep it as it is.
    text: String,
}

impl From<Statement> for StatementBody {
    fn from(statement: Statement) -> Self {
        Self {
            day: statement.day,
            text: statement.published(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct StatementsBody {
    /// Ed25519, in hexadecimal digits.
    public_key: String,
    statements: Vec<StatementBody>,
    /// The address of older statements, if there are any.
    next: Option<String>,
}

/// Read the signed statements of where the register and all case files stood.
#[utoipa::path(get, path = "/api/v1/ledger/statements", operation_id = "ledger_statements", tag = "privacy",
    params(("before" = Option<NaiveDate>, Query, description = "statements before this day")),
    responses((status = 200, body = StatementsBody)))]
pub async fn statements(
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let (before, length) = (paged::at(&query, "before")?, paged::length(&query, LENGTH)?);
    let mut statements = statement::list(&context, before, length as i64 + 1).await?;
    let more = statements.len() > length;
    statements.truncate(length);
    let last = statements.last().filter(|_| more).map(|last| last.day);
    let next = last.map(|last| format!("/api/v1/ledger/statements?before={last}"));
    let shown = HttpResponse::Ok().json(StatementsBody {
        public_key: statement::public_key(&context),
        statements: statements.into_iter().map(StatementBody::from).collect(),
        next,
    });
    Ok(Ways::onward("before", last).on(&request, shown))
}
