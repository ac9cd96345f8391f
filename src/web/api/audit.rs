//! `/api/v1/admin/audit`: the register as administrators go through it, who of the city's people logged on
//! when, and both as files; and for each of them their own.

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Query},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::{invalid, paged::Ways, suggestions::submission_id};
use crate::{
    accounts::{
        Role,
        failed_log_ons::Failed,
        sign_ins::{self, SignIn, Way},
    },
    context::Context,
    db::Timestamp,
    privacy::{
        audit::{self, Audited, Exported, file::Format, state::State},
        ledger::Act,
    },
    text_rules::refused,
    web::{
        audit::{Asked, SignInsAsked, address, narrowed, register, sign_ins as sign_ins_file},
        extract::{Administrator, LoggedOn},
        fault::Fault,
        page::unstored,
        place::PAGE,
    },
};

const REGISTER: &str = "/api/v1/admin/audit";
const SIGN_INS: &str = "/api/v1/admin/audit/sign-ins";

/// Who did something.
#[derive(Serialize, ToSchema)]
pub struct AuditActor {
    /// The number of the account.
    id: i64,
    name: String,
}

/// An entry of the register, for administrators. Whom it concerns, and its words, lie sealed beside it.
#[derive(Serialize, ToSchema)]
pub struct AuditEntry {
    number: i32,
    act: Act,
    /// `post`, `topic`, `account`, `data`, `board`, `organisation`, `mail`, `page` or `city`.
    subject: &'static str,
    /// `consent` or `circumstance-1` … `circumstance-4`; `reason`, `review` or `administration`
    /// where nobody's words were changed.
    ground: String,
    rule: Option<String>,
    rules_version: Option<String>,
    /// As in the public register: no board of what moderators did.
    facts: BTreeMap<String, String>,
    /// Who of the city's people did it; of what residents did themselves, and of accounts that are gone, null.
    by: Option<AuditActor>,
    /// Where nobody of the city's people did it, when its day began in the city.
    at: DateTime<Utc>,
    /// Whether `at` is a moment.
    exact: bool,
    /// `open`; `sealed`: its words are opened for nobody here; `erased`: they were erased, on a ground.
    form: &'static str,
    /// Whether the entry has not the hash that its content makes.
    altered: bool,
}

impl From<Audited> for AuditEntry {
    fn from(audited: Audited) -> Self {
        let entry = audited.entry;
        Self {
            number: entry.number,
            act: entry.act,
            subject: audited.subject.as_str(),
            ground: entry.ground,
            rule: entry.rule,
            rules_version: entry.rules_version,
            facts: entry.facts.into_iter().collect(),
            by: audited.by.map(|by| AuditActor {
                id: by.id,
                name: by.name,
            }),
            at: entry.at.utc(),
            exact: audited.is_moment,
            form: audited.form.as_str(),
            altered: audited.is_altered,
        }
    }
}

/// How the register's chain stands.
#[derive(Serialize, ToSchema)]
pub struct AuditState {
    /// The number of the newest entry.
    newest: i32,
    /// Up to which entry the newest statement signed, and of which day it is.
    signed: Option<i32>,
    signed_on: Option<NaiveDate>,
    /// Up to which entry signature and hashes agree.
    verified: i32,
    /// The first entry that is not as it was signed, or does not follow the one before it.
    wrong: Option<i32>,
}

impl From<State> for AuditState {
    fn from(state: State) -> Self {
        Self {
            newest: state.newest,
            signed: state.signed.map(|(number, _)| number),
            signed_on: state.signed.map(|(_, day)| day),
            verified: state.verified,
            wrong: state.wrong,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct AuditBody {
    state: AuditState,
    entries: Vec<AuditEntry>,
    /// The address of older entries, if there are any.
    next: Option<String>,
}

/// Go through the register: what is looked for, the newest entry first.
#[utoipa::path(get, path = "/api/v1/admin/audit", operation_id = "audit_list", tag = "administration", security(("session" = [])),
    params(
        ("act" = Option<String>, Query, description = "what was done, such as `post-hidden`"),
        ("subject" = Option<String>, Query, description = "`post`, `topic`, `account`, `data`, `board`, `organisation`, `mail`, `page` or `city`"),
        ("by" = Option<i64>, Query, description = "the number of the account of who did it"),
        ("post" = Option<i64>, Query, description = "the number of the post that it is about"),
        ("from" = Option<NaiveDate>, Query, description = "the first day"),
        ("until" = Option<NaiveDate>, Query, description = "the last day"),
        ("before" = Option<i32>, Query, description = "entries before this number")),
    responses((status = 200, body = AuditBody), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid`: a filter that says nothing that can be looked for")))]
pub async fn list(
    _: Administrator,
    request: HttpRequest,
    context: Data<Context>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Fault> {
    let filter = match asked.filter() {
        Ok(filter) => filter,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let found = audit::list(&context, filter, asked.before(), PAGE).await?;
    let next = found.next;
    let shown = HttpResponse::Ok().json(AuditBody {
        state: found.state.into(),
        entries: found.entries.into_iter().map(AuditEntry::from).collect(),
        next: next.map(|next| address(REGISTER, &asked.said(), Some(next.to_string()))),
    });
    Ok(Ways::onward("before", next).on(&request, unstored(shown)))
}

/// What of the register is taken out as a file.
#[derive(Deserialize, ToSchema)]
pub struct AuditExport {
    /// `csv` or `json`.
    #[serde(default)]
    format: String,
    #[serde(default)]
    filter: Asked,
}

/// Take entries of the register out as a file; that it was done is an entry itself, which the file does not
/// hold.
#[utoipa::path(post, path = "/api/v1/admin/audit/export", operation_id = "audit_export", tag = "administration", request_body = AuditExport, security(("session" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; sent again within a day, it is noted once")),
    responses((status = 200, description = "The file, in the form that was asked for", content(
            (String = "text/csv"),
            (Vec<serde_json::Value> = "application/json", example = json!([{ "number": 7, "at": "2026-03-02T02:00:00.000Z", "act": "topic-pinned", "subject": "topic",
                "ground": "reason", "rule": null, "rules_version": null, "by": 3, "by_name": "moderator", "facts": {}, "form": "sealed" }])))),
        (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn export(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<AuditExport>,
) -> Result<HttpResponse, Fault> {
    let submission = submission_id(&request, &context)?;
    let (format, filter) = match (format(&body.format), body.filter.filter()) {
        (Ok(format), Ok(filter)) => (format, filter),
        (Err(errors), _) | (_, Err(errors)) => return Ok(invalid(&request, &errors)),
    };
    let narrowed = narrowed(&body.filter.said());
    let what = (Exported::Register, format);
    let noted = audit::note(&context, member.id, &submission, what, &narrowed).await?;
    Ok(register(context.get_ref().clone(), filter, noted, format))
}

/// That somebody of the city's people logged on.
#[derive(Serialize, ToSchema)]
pub struct SignInShown {
    id: i64,
    /// The number of the account.
    account: i64,
    name: String,
    /// As it was then.
    role: Role,
    /// `password`, `password-and-factor`, `passkey` or `sign-on`.
    way: &'static str,
    at: DateTime<Utc>,
}

impl From<SignIn> for SignInShown {
    fn from(one: SignIn) -> Self {
        Self {
            id: one.id,
            account: one.account,
            name: one.name,
            role: one.role,
            way: one.way.as_str(),
            at: one.at.utc(),
        }
    }
}

/// What was tried in vain with an account of the city's people.
#[derive(Serialize, ToSchema)]
pub struct FailedLogOns {
    /// The number of the account.
    account: i64,
    name: String,
    role: Role,
    /// A right one ends the count.
    wrong_passwords: i32,
    /// Wrong second factors, of somebody who had proven the first thing; a right one ends the count.
    wrong_factors: i32,
    /// When the last of them was.
    last_at: DateTime<Utc>,
    /// Until when nobody logs on with the account.
    blocked_until: Option<DateTime<Utc>>,
}

impl From<Failed> for FailedLogOns {
    fn from(failed: Failed) -> Self {
        Self {
            account: failed.account,
            name: failed.name,
            role: failed.role,
            wrong_passwords: failed.wrong_passwords,
            wrong_factors: failed.wrong_factors,
            last_at: failed.last_at.utc(),
            blocked_until: failed.blocked_until.map(Timestamp::utc),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct SignInsBody {
    sign_ins: Vec<SignInShown>,
    /// The address of older ones, if there are any.
    next: Option<String>,
    /// Attempts of the last day that failed, whatever is looked for; the account that was tried last comes first.
    failed: Vec<FailedLogOns>,
}

/// Read when the city's people logged on, and in which way, the newest first. Of residents there is nothing.
#[utoipa::path(get, path = "/api/v1/admin/audit/sign-ins", operation_id = "audit_sign_ins", tag = "administration", security(("session" = [])),
    params(
        ("account" = Option<i64>, Query, description = "the number of an account"),
        ("role" = Option<String>, Query, description = "`moderator`, `staff`, `privacy_officer` or `administrator`"),
        ("way" = Option<String>, Query, description = "`password`, `password-and-factor`, `passkey` or `sign-on`"),
        ("from" = Option<NaiveDate>, Query, description = "the first day"),
        ("until" = Option<NaiveDate>, Query, description = "the last day"),
        ("before" = Option<i64>, Query, description = "those before this number")),
    responses((status = 200, body = SignInsBody), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid`: a filter that says nothing that can be looked for")))]
pub async fn sign_ins(
    _: Administrator,
    request: HttpRequest,
    context: Data<Context>,
    asked: Query<SignInsAsked>,
) -> Result<HttpResponse, Fault> {
    let filter = match asked.filter() {
        Ok(filter) => filter,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let found = sign_ins::list(&context, filter, asked.before(), PAGE).await?;
    let next = found.next;
    let all = found.sign_ins.into_iter();
    let failed = found.failed.into_iter();
    let shown = HttpResponse::Ok().json(SignInsBody {
        sign_ins: all.map(SignInShown::from).collect(),
        next: next.map(|next| address(SIGN_INS, &asked.said(), Some(next.to_string()))),
        failed: failed.map(FailedLogOns::from).collect(),
    });
    Ok(Ways::onward("before", next).on(&request, unstored(shown)))
}

/// Which log-ons are taken out as a file.
#[derive(Deserialize, ToSchema)]
pub struct SignInsExport {
    /// `csv` or `json`.
    #[serde(default)]
    format: String,
    #[serde(default)]
    filter: SignInsAsked,
}

/// Take out as a file when the city's people logged on; that it was done stands in the register.
#[utoipa::path(post, path = "/api/v1/admin/audit/sign-ins/export", operation_id = "audit_export_sign_ins", tag = "administration", request_body = SignInsExport, security(("session" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; sent again within a day, it is noted once")),
    responses((status = 200, description = "The file, in the form that was asked for", content(
            (String = "text/csv"),
            (Vec<serde_json::Value> = "application/json", example = json!([{ "at": "2026-03-02T02:00:00.000Z", "account": 3, "name": "moderator",
                "role": "moderator", "way": "passkey" }])))),
        (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn export_sign_ins(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<SignInsExport>,
) -> Result<HttpResponse, Fault> {
    let submission = submission_id(&request, &context)?;
    let (format, filter) = match (format(&body.format), body.filter.filter()) {
        (Ok(format), Ok(filter)) => (format, filter),
        (Err(errors), _) | (_, Err(errors)) => return Ok(invalid(&request, &errors)),
    };
    let narrowed = narrowed(&body.filter.said());
    let what = (Exported::SignIns, format);
    audit::note(&context, member.id, &submission, what, &narrowed).await?;
    Ok(sign_ins_file(context.get_ref().clone(), filter, format))
}

/// When one logged on oneself.
#[derive(Serialize, ToSchema)]
pub struct OwnSignIn {
    /// `password`, `password-and-factor`, `passkey` or `sign-on`.
    way: &'static str,
    at: DateTime<Utc>,
}

impl From<(Way, Timestamp)> for OwnSignIn {
    fn from((way, at): (Way, Timestamp)) -> Self {
        Self {
            way: way.as_str(),
            at: at.utc(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct OwnSignIns {
    /// The newest first, at most 20; of a resident none is noted.
    sign_ins: Vec<OwnSignIn>,
}

/// Read when you logged on, if you work for the city.
#[utoipa::path(get, path = "/api/v1/account/sign-ins", operation_id = "account_sign_ins", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = OwnSignIns), (status = 401, description = "`unauthorized`")))]
pub async fn own_sign_ins(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let own = sign_ins::own(&context, member.id).await?.into_iter();
    Ok(unstored(HttpResponse::Ok().json(OwnSignIns {
        sign_ins: own.map(OwnSignIn::from).collect(),
    })))
}

fn format(typed: &str) -> Result<Format, ValidationErrors> {
    let format = typed.parse::<Format>();
    format.map_err(|_| refused("format", "choice"))
}
