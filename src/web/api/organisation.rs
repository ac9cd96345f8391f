//! `/api/v1/admin/…`: offices, categories, districts and rules as they stand, which rule takes what,
//! and an import. One of them is kept in `organisation_entries` and `organisation_rules`.

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Query},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::{
    choices::HoursBody,
    digests::RhythmBody,
    organisation_entries::{CategoryKept, DistrictKept, OfficeBody, answer},
    organisation_rules::{RuleBody, RuleShown},
};
use crate::{
    accounts::staff,
    context::Context,
    offices::{
        Category, District, OfficeError, What,
        administer::{self, Everything, Kept},
        entries::RepliesSend,
        import::{self, Entries},
        lint::{Fault as RuleFault, Finding},
        mail_health::{self, Health},
        rules::Why,
    },
    privacy::Private,
    web::{
        confirm,
        extract::Administrator,
        fault::{Fault, problem},
        language,
        page::unstored,
    },
};

#[derive(Serialize, ToSchema)]
#[schema(as = KeptOffice)]
pub struct OfficeShown {
    slug: String,
    name_zh: String,
    name_en: String,
    email: String,
    phone: String,
    /// The slug of the office above it.
    parent: Option<String>,
    /// Its own; the city's hold without.
    hours: Option<HoursBody>,
    /// How often those who work for it get its digest, unless they choose for themselves.
    digest: RhythmBody,
    /// Whether what its members answer by mail waits as a draft or is sent at once.
    replies_send: RepliesSend,
    /// Since when it gets nothing.
    retired_on: Option<NaiveDate>,
    /// Since when its mails are refused or wait (RFC 3339): its cases go to the fallback as well.
    mail_fails_since: Option<String>,
    /// How many mails were refused for good since one arrived.
    refused: usize,
    /// What a change sends back.
    version: i32,
}

impl OfficeShown {
    pub(super) fn of(kept: Kept, health: &BTreeMap<i64, Health>) -> Self {
        let Kept {
            office,
            entry,
            version,
        } = kept;
        Self {
            refused: health.get(&office.id).map_or(0, |health| health.refused),
            slug: entry.slug,
            name_zh: entry.name.zh,
            name_en: entry.name.en,
            email: entry.email,
            phone: entry.phone,
            hours: entry.hours.as_ref().map(HoursBody::of),
            digest: RhythmBody::of(entry.digest),
            replies_send: entry.replies_send,
            parent: entry.parent,
            retired_on: office.retired_on,
            mail_fails_since: office.mail_fails_since.map(|at| at.utc().to_rfc3339()),
            version,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct CategoryShown {
    slug: String,
    name_zh: String,
    name_en: String,
    hint_zh: String,
    hint_en: String,
    due_days: i32,
    retired_on: Option<NaiveDate>,
    version: i32,
}

impl CategoryShown {
    pub(super) fn of(one: Category) -> Self {
        Self {
            slug: one.slug,
            name_zh: one.name_zh,
            name_en: one.name_en,
            hint_zh: one.hint_zh,
            hint_en: one.hint_en,
            due_days: one.due_days,
            retired_on: one.retired_on,
            version: one.version,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct DistrictShown {
    slug: String,
    name_zh: String,
    name_en: String,
    retired_on: Option<NaiveDate>,
    version: i32,
}

impl DistrictShown {
    pub(super) fn of(one: District) -> Self {
        Self {
            slug: one.slug,
            name_zh: one.name_zh,
            name_en: one.name_en,
            retired_on: one.retired_on,
            version: one.version,
        }
    }
}

/// Something wrong with the rules.
#[derive(Serialize, ToSchema)]
pub struct FaultShown {
    fault: RuleFault,
    /// Whether suggestions could be lost by it.
    grave: bool,
    rule: Option<i64>,
    /// The other rule, of two.
    other: Option<i64>,
    office: Option<String>,
    from: Option<NaiveDate>,
}

impl FaultShown {
    fn of(finding: Finding) -> Self {
        Self {
            grave: finding.fault.is_grave(),
            fault: finding.fault,
            rule: finding.rule,
            other: finding.other,
            office: finding.office,
            from: finding.from,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct OrganisationShown {
    offices: Vec<OfficeShown>,
    categories: Vec<CategoryShown>,
    districts: Vec<DistrictShown>,
    /// In the order in which they are asked.
    rules: Vec<RuleShown>,
    /// What is wrong with them, the grave first.
    faults: Vec<FaultShown>,
}

/// Offices, categories, districts and rules, with how the offices' mail fares and what is wrong with
/// the rules.
#[utoipa::path(get, path = "/api/v1/admin/organisation", operation_id = "organisation_get", tag = "administration", security(("session" = [])),
    responses((status = 200, body = OrganisationShown), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn get(_: Administrator, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let health = mail_health::list(&context).await?;
    let all = administer::everything(&context).await?;
    let Everything {
        offices,
        categories,
        districts,
        rules,
        findings,
    } = all;
    let shown = OrganisationShown {
        offices: offices
            .into_iter()
            .map(|kept| OfficeShown::of(kept, &health))
            .collect(),
        categories: categories.into_iter().map(CategoryShown::of).collect(),
        districts: districts.into_iter().map(DistrictShown::of).collect(),
        rules: rules.iter().map(RuleShown::of).collect(),
        faults: findings.into_iter().map(FaultShown::of).collect(),
    };
    Ok(unstored(HttpResponse::Ok().json(shown)))
}

/// Which suggestion, on which day; today without one.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    category: String,
    #[serde(default)]
    district: String,
    #[serde(default)]
    day: Option<String>,
}

/// A rule that names the suggestion.
#[derive(Serialize, ToSchema)]
pub struct Weighed {
    rule: RuleShown,
    takes: bool,
    /// Of the one that takes it, the slugs of the offices whose mail fails: the fallback's office gets
    /// it as well.
    mail_fails: Vec<String>,
    /// `takes`, `not-yet`, `over`, `no-office`, `less-specific` or `began-earlier`.
    why: &'static str,
}

#[derive(Serialize, ToSchema)]
pub struct Explained {
    day: NaiveDate,
    /// In the order in which they are asked.
    rules: Vec<Weighed>,
}

/// Which rule takes a suggestion on a day, and why the others do not.
#[utoipa::path(get, path = "/api/v1/admin/routing", operation_id = "organisation_explain", tag = "administration", security(("session" = [])),
    params(("category" = String, Query), ("district" = String, Query), ("day" = Option<NaiveDate>, Query)),
    responses((status = 200, body = Explained), (status = 400, description = "`bad-request`"), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`"), (status = 404, description = "`not-found`: no such category or district")))]
pub async fn explain(
    _: Administrator,
    context: Data<Context>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Fault> {
    let today = context.clock.today(context.config.city.time_zone);
    let day = match &asked.day {
        Some(day) => day
            .parse()
            .map_err(|_| Fault::BadRequest("day is no day".into()))?,
        None => today,
    };
    let all = administer::everything(&context).await?;
    let weighed = all.explain(&asked.category, &asked.district, day);
    let rules = weighed.ok_or(Fault::NotFound)?.into_iter();
    let rules = rules.map(|(rule, why)| Weighed {
        rule: RuleShown::of(rule),
        takes: why == Why::Takes,
        mail_fails: match why {
            Why::Takes => rule
                .failing(day)
                .map(|office| office.slug.clone())
                .collect(),
            _ => Vec::new(),
        },
        why: match why {
            Why::Takes => "takes",
            Why::NotYet(_) => "not-yet",
            Why::Over(_) => "over",
            Why::NoOffice => "no-office",
            Why::LessSpecific => "less-specific",
            Why::BeganEarlier => "began-earlier",
        },
    });
    let rules = rules.collect();
    Ok(HttpResponse::Ok().json(Explained { day, rules }))
}

/// Offices, categories, districts, rules and members that shall stand; what is not named stays as it is.
#[derive(Deserialize, ToSchema)]
pub struct ImportBody {
    #[serde(default)]
    offices: Vec<OfficeBody>,
    #[serde(default)]
    categories: Vec<CategoryKept>,
    #[serde(default)]
    districts: Vec<DistrictKept>,
    /// Of two for the same from the same day there is one.
    #[serde(default)]
    rules: Vec<RuleBody>,
    /// Who is to work for an office. Who names some proves again who they are, unless it is a `dry_run`; no token of
    /// the API may.
    #[serde(default)]
    members: Vec<MemberNamed>,
    /// Say what would be changed; nothing is stored.
    #[serde(default)]
    dry_run: bool,
}

/// Somebody who is to work for an office.
#[derive(Deserialize, ToSchema)]
pub struct MemberNamed {
    /// Its slug.
    office: String,
    /// The address of an account that handles cases.
    #[schema(value_type = String)]
    email: Private<String>,
}

/// What was changed, or would be.
#[derive(Serialize, ToSchema)]
pub struct Imported {
    changes: Vec<ChangeShown>,
    /// What is odd about the rules then.
    odd: Vec<String>,
    /// The rules that stand and were not named.
    stay: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub struct ChangeShown {
    what: What,
    /// Its slug; of a rule, what it is for.
    name: String,
    added: bool,
    /// The fields that are others now.
    fields: Vec<&'static str>,
}

impl ImportBody {
    /// All but the members, whose accounts are not known yet.
    fn entries(self) -> Result<Entries, OfficeError> {
        let offices = self.offices.into_iter().map(|body| body.entry(None));
        let categories = self.categories.into_iter().map(|body| body.entry(None));
        let districts = self.districts.into_iter().map(|body| body.entry(None));
        Ok(Entries {
            offices: offices.collect::<Result<_, _>>()?,
            categories: categories.collect(),
            districts: districts.collect(),
            rules: self.rules.into_iter().map(RuleBody::entry).collect(),
            members: Vec::new(),
        })
    }
}

/// Take over what is named, all of it or nothing; the same twice changes nothing. As at an office's own members, who
/// names `members` has proven lately who they are.
#[utoipa::path(post, path = "/api/v1/admin/organisation", operation_id = "organisation_import", tag = "administration", request_body = ImportBody, security(("session" = [])),
    responses((status = 200, body = Imported), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`; with `members`, unless it is a `dry_run`, also `not-for-tokens`, or `confirm-first`: prove again who you are (`/api/v1/account/confirm`)"),
        (status = 422, description = "`invalid`; `detail` says what stands in the way, or `errors` which members have no account that handles cases; nothing was changed")))]
pub async fn import(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<ImportBody>,
) -> Result<HttpResponse, Fault> {
    let mut body = body.into_inner();
    if !body.members.is_empty() && !body.dry_run {
        confirm::recently(&request, &context, &member).await?;
    }
    let (by, dry_run) = (Some(member.id), body.dry_run);
    let members = std::mem::take(&mut body.members).into_iter();
    let (offices, addresses): (Vec<String>, Vec<Private<String>>) = members
        .map(|one| {
            let email = one.email.map(|email| email.trim().to_owned());
            (one.office, email)
        })
        .unzip();
    let accounts = match staff::all_at(&context, addresses).await? {
        Ok(accounts) => accounts,
        Err(missing) => {
            let words = language::of_header(&request).t("invalid-member-unknown");
            let error = |place: usize| {
                let field = format!("members[{}].email", place - 1);
                json!({ "field": field, "code": "member-unknown", "detail": words })
            };
            let errors: Vec<Value> = missing.into_iter().map(error).collect();
            let members = Map::from_iter([("errors".to_owned(), json!(errors))]);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(problem(&request, status, "invalid", members));
        }
    };
    let mut entries = match body.entries() {
        Ok(entries) => entries,
        Err(refused) => return answer(&request, Err(refused), "kept"),
    };
    entries.members = offices.into_iter().zip(accounts).collect();
    let report = match import::run(&context, entries, by, dry_run).await {
        Ok(report) => report,
        Err(error @ (OfficeError::Import(_) | OfficeError::NoFallback)) => {
            let members = Map::from_iter([("detail".to_owned(), json!(error.to_string()))]);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(problem(&request, status, "invalid", members));
        }
        Err(error) => return Err(error.into()),
    };
    let changes = report.changes.into_iter().map(|change| ChangeShown {
        what: change.what,
        name: change.name,
        added: change.added,
        fields: change.changed.iter().map(|one| one.field).collect(),
    });
    Ok(HttpResponse::Ok().json(Imported {
        changes: changes.collect(),
        odd: report.odd,
        stay: report.stay,
    }))
}
