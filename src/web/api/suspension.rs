//! What somebody who is let in no more can appeal against: `/api/v1/account/suspension/decisions`. Each
//! appeal goes to `/api/v1/account/suspension/appeal`.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    accounts::log_on::{self, Credentials},
    context::Context,
    i18n::Lang,
    moderation::{
        appeals_open::{self, OfPost},
        sanctions::Imposed,
    },
    privacy::ledger::Act,
    trust::restraint::Kind,
    web::{extract::AddressLimits, fault::Fault, language, page::unstored},
};

/// A decision about a post.
#[derive(Serialize, ToSchema)]
pub struct OpenDecision {
    /// In the public register.
    number: i32,
    post: i64,
    /// Of its topic, where everybody may read that or it is one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    act: Act,
    ground: String,
    rule: Option<String>,
    /// The reason that was chosen and the ground in words, unless they were told in confidence.
    words: Option<String>,
    at: DateTime<Utc>,
}

impl OpenDecision {
    fn of(one: OfPost, lang: Lang) -> Self {
        Self {
            number: one.entry.number,
            post: one.post,
            title: one.title,
            act: one.entry.act,
            words: one.payload.shown(lang),
            at: one.entry.at.utc(),
            ground: one.entry.ground,
            rule: one.entry.rule,
        }
    }
}

/// Something that was imposed on the account.
#[derive(Serialize, ToSchema)]
pub struct OpenSanction {
    /// In the public register.
    number: i32,
    #[schema(value_type = String)]
    kind: Kind,
    imposed_on: NaiveDate,
    /// Absent where its time is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<String>,
}

impl OpenSanction {
    fn of(one: &Imposed, lang: Lang) -> Self {
        Self {
            number: one.sanction.number,
            kind: one.sanction.kind,
            imposed_on: one.sanction.imposed_on,
            because: one.because.as_ref().map(|because| because.said(lang)),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct OpenDecisions {
    posts: Vec<OpenDecision>,
    imposed: Vec<OpenSanction>,
}

/// What can be appealed against of decisions about a suspended account and its posts, with what one logs on
/// with. Nobody is logged on by it.
#[utoipa::path(post, path = "/api/v1/account/suspension/decisions", operation_id = "suspension_decisions", tag = "accounts", request_body = Credentials,
    responses((status = 200, body = OpenDecisions), (status = 401, description = "`wrong-credentials`"),
        (status = 409, description = "`conflict`: the account is not suspended"),
        (status = 429, description = "`too-many-attempts`; `Retry-After` says when")))]
pub async fn decisions(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    credentials: Json<Credentials>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let member = log_on::suspended(&context, &credentials).await?;
    let member = member.ok_or(Fault::Conflict)?;
    let open = appeals_open::of(&context, &member).await?;
    let lang = language::of_header(&request);
    let posts = open.posts.into_iter();
    let imposed = open.imposed.iter();
    Ok(unstored(HttpResponse::Ok().json(OpenDecisions {
        posts: posts.map(|one| OpenDecision::of(one, lang)).collect(),
        imposed: imposed.map(|one| OpenSanction::of(one, lang)).collect(),
    })))
}
