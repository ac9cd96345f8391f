//! `/api/v1/review/bulk`: one decision about many items, and what it would do.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    invalid,
    review::{Decision, GroundGiven, ground_problem},
};
use crate::{
    accounts::Member,
    context::Context,
    db::DbError,
    i18n::Lang,
    moderation::{
        ModerationError,
        bulk::{self, Became, Carried, Chosen, Deed, Foreseen, MOST, What, Would},
        reasons::For,
    },
    privacy::ground::Ground,
    web::{extract::Moderator, fault::Fault, grounds::Wrong, language, page::unstored},
};

/// An item in the version that was looked at.
#[derive(Clone, Copy, Deserialize, ToSchema)]
pub struct ChosenItem {
    id: i64,
    version: i64,
}

/// One decision about several items, with its ground unless they are approved.
#[derive(Deserialize, ToSchema)]
pub struct BulkReview {
    /// `approve`, `reject` or `mask`: a profile is hidden by itself.
    decision: Decision,
    /// At most 50.
    items: Vec<ChosenItem>,
    /// Only say what it would do; takes no ground.
    #[serde(default)]
    preview: bool,
    #[serde(flatten)]
    ground: GroundGiven,
}

/// What became of one item, or would.
#[derive(Default, Serialize, ToSchema)]
pub struct BulkReviewed {
    id: i64,
    /// The title, or the name of a profile; null of what does not wait for you.
    title: Option<String>,
    /// `done`; with `preview` instead `publish`, `wait-on` where it stays held for another reason, `stay`,
    /// `dismiss`, `reject`, `hide`, `remind`, `mask`, `mask-and-publish`, or `together` with another item about the same post. Else
    /// `changed-meanwhile`, `decided-before`, `claimed`, `cannot`, `not-found`, or `failed`: it waits as
    /// before.
    result: &'static str,
    /// With `preview`: whether the author gets a mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    told: Option<bool>,
    /// Who decided it before, or has claimed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<DateTime<Utc>>,
    /// With `together`: that item.
    #[serde(skip_serializing_if = "Option::is_none")]
    with: Option<i64>,
}

impl BulkReviewed {
    fn foreseen(foreseen: Foreseen) -> Self {
        let told = |result, told| Self {
            result,
            told: Some(told),
            ..Self::default()
        };
        let said = match foreseen.would {
            Would::Publish => Self::said("publish"),
            Would::WaitOn => Self::said("wait-on"),
            Would::Stay => Self::said("stay"),
            Would::Dismiss => Self::said("dismiss"),
            Would::Reject { told: is_told } => told("reject", is_told),
            Would::Hide { told: is_told } => told("hide", is_told),
            Would::Remind => told("remind", true),
            Would::Mask { told: is_told } => told("mask", is_told),
            Would::MaskAndPublish { told: is_told } => told("mask-and-publish", is_told),
            Would::Together(item) => Self {
                with: Some(item),
                ..Self::said("together")
            },
            Would::Changed => Self::became(Became::Changed),
            Would::Before(before) => Self::became(Became::Before(before)),
            Would::Claimed(claim) => Self::became(Became::Claimed(claim)),
            Would::Cannot => Self::became(Became::Cannot),
            Would::Unknown => Self::became(Became::Unknown),
        };
        Self {
            id: foreseen.item,
            title: foreseen.title,
            ..said
        }
    }

    fn carried(carried: Carried) -> Self {
        Self {
            id: carried.item,
            title: carried.title,
            ..Self::became(carried.became)
        }
    }

    fn became(became: Became) -> Self {
        match became {
            Became::Done => Self::said("done"),
            Became::Changed => Self::said("changed-meanwhile"),
            Became::Before(before) => Self {
                by: before.by,
                ..Self::said("decided-before")
            },
            Became::Claimed(claim) => Self {
                by: Some(claim.name),
                until: Some(claim.until.utc()),
                ..Self::said("claimed")
            },
            Became::Cannot => Self::said("cannot"),
            Became::Unknown => Self::said("not-found"),
            Became::Failed => Self::said("failed"),
        }
    }

    fn said(result: &'static str) -> Self {
        Self {
            result,
            ..Self::default()
        }
    }
}

/// Decide about several items, each by itself; or say what that would do.
#[utoipa::path(post, path = "/api/v1/review/bulk", operation_id = "review_bulk", tag = "moderation", request_body = BulkReview, security(("session" = [])),
    responses((status = 200, description = "What became of each, or would", body = Vec<BulkReviewed>), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid`: none or too many, or what is missing of the ground; nothing was decided")))]
pub async fn post(
    Moderator(moderator): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<BulkReview>,
) -> Result<HttpResponse, Fault> {
    let Some(what) = of_several(body.decision) else {
        let detail = language::of_header(&request).t("invalid-choice");
        return Ok(ground_problem(&request, ("decision", detail)));
    };
    let chosen: Vec<Chosen> = body
        .items
        .iter()
        .map(|ChosenItem { id, version }| Chosen {
            item: *id,
            version: *version,
        })
        .collect();
    let done = if body.preview {
        foresee(&context, &moderator, &chosen, what).await
    } else {
        let lang = language::of_header(&request);
        let deed = match deed(&context, lang, &chosen, (what, &body.ground)).await? {
            Ok(deed) => deed,
            Err(wrong) => return Ok(ground_problem(&request, wrong)),
        };
        let carried = bulk::carry_out(&context, &moderator, deed).await;
        carried.map(|all| all.into_iter().map(BulkReviewed::carried).collect())
    };
    match done {
        Ok(all) => Ok(unstored(HttpResponse::Ok().json(all))),
        Err(ModerationError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// What is decided about several at once; `None` of what is decided about one alone.
const fn of_several(decision: Decision) -> Option<What> {
    match decision {
        Decision::Approve => Some(What::Approve),
        Decision::Reject => Some(What::Reject),
        Decision::Mask => Some(What::Mask),
        Decision::Hide => None,
    }
}

async fn foresee(
    context: &Context,
    moderator: &Member,
    chosen: &[Chosen],
    what: What,
) -> Result<Vec<BulkReviewed>, ModerationError> {
    let all = bulk::preview(context, moderator, chosen, what).await?;
    Ok(all.into_iter().map(BulkReviewed::foreseen).collect())
}

/// The decision with a ground for each; what is wrong with it, whatever is chosen.
async fn deed(
    context: &Context,
    lang: Lang,
    chosen: &[Chosen],
    (what, ground): (What, &GroundGiven),
) -> Result<Result<Deed, Wrong>, DbError> {
    let act = match what {
        What::Approve => return Ok(Ok(Deed::Approve(chosen.to_vec()))),
        What::Mask => For::Mask,
        What::Reject => For::Reject,
    };
    // More than are decided at once are refused, not read; what is wrong is told also where none is
    // chosen.
    let times = chosen.len().clamp(1, MOST + 1);
    let grounds = match ground.read_each(lang, context, act, times).await? {
        Ok(grounds) => grounds,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let each: Vec<(Chosen, Ground)> = chosen.iter().copied().zip(grounds).collect();
    Ok(Ok(match act {
        For::Mask => Deed::Mask(each),
        _ => Deed::Reject(each),
    }))
}
