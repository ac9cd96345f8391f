//! `/api/v1/campaigns`: campaign links with their totals.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Map;
use utoipa::ToSchema;

use super::{Status, boards::Parameters, invalid, paged};
use crate::{
    context::Context,
    events::{
        EventError,
        campaigns::{self, NewLink},
    },
    web::{
        extract::Staff,
        fault::{Fault, problem},
        pages::events::is_campaign_target,
    },
};

/// A link with how often it was opened altogether; nothing else of a visit is known.
#[derive(Serialize, ToSchema)]
pub struct CampaignShown {
    code: String,
    /// A page without its language: `events/3`.
    target: String,
    purpose: String,
    made_on: NaiveDate,
    visits: i64,
}

#[derive(Serialize, ToSchema)]
pub struct CampaignsBody {
    campaigns: Vec<CampaignShown>,
}

/// Every campaign link with its total, the newest first.
#[utoipa::path(get, path = "/api/v1/campaigns", operation_id = "campaigns_list", tag = "events", security(("session" = [])),
    responses((status = 200, body = CampaignsBody), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn list(
    _: Staff,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let links = campaigns::list(&context).await?;
    let (links, ways) = paged::part(&query, links, |link| link.code.clone())?;
    let campaigns = links.into_iter().map(|link| CampaignShown {
        code: link.code,
        target: link.target,
        purpose: link.purpose,
        made_on: link.made_on,
        visits: link.visits,
    });
    let shown = HttpResponse::Ok().json(CampaignsBody {
        campaigns: campaigns.collect(),
    });
    Ok(ways.on(&request, shown))
}

/// A campaign link to make.
#[derive(Deserialize, ToSchema)]
pub struct NewCampaign {
    /// 3 to 30 letters, digits and hyphens.
    code: String,
    /// An open page of this site without its language.
    target: String,
    purpose: String,
}

/// Make a campaign link.
#[utoipa::path(post, path = "/api/v1/campaigns", operation_id = "campaigns_post", tag = "events", request_body = NewCampaign, security(("session" = [])),
    responses((status = 201, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 409, description = "`campaign-taken`"), (status = 422, description = "`invalid`, with the fields")))]
pub async fn post(
    _: Staff,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<NewCampaign>,
) -> Result<HttpResponse, Fault> {
    let new = NewLink {
        code: body.code.trim().to_owned(),
        target: body.target.trim().to_owned(),
        purpose: body.purpose.trim().to_owned(),
    };
    match campaigns::create(&context, new, is_campaign_target).await {
        Ok(()) => Ok(HttpResponse::Created().json(Status::of("made"))),
        Err(EventError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(EventError::CodeTaken) => Ok(problem(
            &request,
            StatusCode::CONFLICT,
            "campaign-taken",
            Map::new(),
        )),
        Err(error) => Err(error.into()),
    }
}
