//! Approvals for investigations: one person asks, another approves or declines.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::refused;
use crate::{
    context::Context,
    moderation::investigation,
    privacy::approval::{self, Request},
    rights::{DisclosureError, Field, Fields, disclosure},
    text_rules::refuse,
    web::{
        api::{Status, invalid},
        confirm,
        extract::Approver,
        fault::Fault,
        page::unstored,
    },
};

/// A request for an approval.
#[derive(Serialize, ToSchema)]
pub struct ApprovalShown {
    id: i64,
    agency: String,
    document: String,
    /// The case whose data is asked for, and which of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<Vec<Field>>,
    /// The post, and whether it shall be hidden (`hide`) or masked (`mask`).
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    touch: Option<&'static str>,
    /// By public name, as long as there is such an account, and whether that is who reads: then
    /// somebody else must answer.
    asked_by: Option<String>,
    own: bool,
    /// `waiting`, `approved`, `used`, `declined` or `expired`.
    state: &'static str,
    declined_because: Option<String>,
    /// Until when it waits or, approved, can be used.
    until: DateTime<Utc>,
}

impl ApprovalShown {
    fn of(context: &Context, reader: i64, request: &Request) -> Self {
        let case = disclosure::of_act(&request.act);
        let post = investigation::of_act(&request.act);
        Self {
            id: request.id,
            agency: request.agency.clone(),
            document: request.document.clone(),
            reference: case.as_ref().map(|(reference, _)| (*reference).to_owned()),
            fields: case.map(|(_, fields)| fields.iter().collect()),
            post: post.map(|(_, post)| post),
            touch: post.map(|(touch, _)| touch.as_str()),
            asked_by: request.asked_by().map(str::to_owned),
            own: request.requested_by == Some(reader),
            state: request.state(context.now()).as_str(),
            declined_because: request.declined_because().map(str::to_owned),
            until: request.until().utc(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct ApprovalsBody {
    /// What waits or can be used, the oldest first.
    open: Vec<ApprovalShown>,
    /// What came to nothing of late.
    ended: Vec<ApprovalShown>,
}

/// The requests for an approval of the last three months.
#[utoipa::path(get, path = "/api/v1/officer/approvals", operation_id = "officer_approvals", tag = "officer", security(("session" = [])),
    responses((status = 200, body = ApprovalsBody), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn list(
    Approver(reader): Approver,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let show = |requests: Vec<Request>| -> Vec<ApprovalShown> {
        let requests = requests.iter();
        requests
            .map(|request| ApprovalShown::of(&context, reader.id, request))
            .collect()
    };
    let refused = DisclosureError::from;
    let (open, ended) = (
        approval::open(&context).await.map_err(refused)?,
        approval::ended(&context).await.map_err(refused)?,
    );
    Ok(unstored(HttpResponse::Ok().json(ApprovalsBody {
        open: show(open),
        ended: show(ended),
    })))
}

/// What an investigating agency asks for.
#[derive(Deserialize, ToSchema)]
pub struct NewApproval {
    agency: String,
    /// Its document's date and number.
    document: String,
    /// Of the case.
    reference: String,
    fields: Vec<Field>,
}

#[derive(Serialize, ToSchema)]
pub struct AskedApproval {
    id: i64,
}

/// Ask for a second person's approval to give data of a case to an investigating agency.
#[utoipa::path(post, path = "/api/v1/officer/approvals", operation_id = "officer_ask", tag = "officer", request_body = NewApproval, security(("session" = [])),
    responses((status = 201, body = AskedApproval), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`, or `confirm-first`: prove again who you are (`/api/v1/account/confirm`)"),
        (status = 404, description = "`no-such-case`"), (status = 422, description = "`invalid`, with the fields")))]
pub async fn ask(
    Approver(reader): Approver,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<NewApproval>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &reader).await?;
    let body = body.into_inner();
    let mut errors = ValidationErrors::new();
    let fields = Fields::new(body.fields);
    if fields.is_none() {
        refuse(&mut errors, "fields", "fields");
    }
    let Some(fields) = fields else {
        return Ok(invalid(&request, &errors));
    };
    let (agency, document) = (body.agency.trim(), body.document.trim());
    let case = body.reference.trim();
    match disclosure::ask(&context, &reader, agency, document, case, &fields).await {
        Ok(id) => Ok(HttpResponse::Created().json(AskedApproval { id })),
        Err(DisclosureError::Missing(missing)) => {
            refuse(&mut errors, missing.part, "required");
            Ok(invalid(&request, &errors))
        }
        Err(error) => refused(&request, error),
    }
}

/// The second person's answer.
#[derive(Deserialize, ToSchema)]
pub struct ApprovalAnswer {
    approved: bool,
    /// Whether whom it concerns is told; an investigation may forbid it.
    #[serde(default = "yes")]
    told: bool,
    /// Why not.
    #[serde(default)]
    because: String,
}

const fn yes() -> bool {
    true
}

/// Approve a request of somebody else, or decline it with the reason. Twice is once.
#[utoipa::path(post, path = "/api/v1/officer/approvals/{id}", operation_id = "officer_approve", tag = "officer", request_body = ApprovalAnswer, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`, `confirm-first`: prove again who you are (`/api/v1/account/confirm`), or `second-person`: one's own request"), (status = 404, description = "`not-found`"),
        (status = 409, description = "`not-waiting`"), (status = 422, description = "`invalid`: no reason")))]
pub async fn answer(
    Approver(reader): Approver,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<ApprovalAnswer>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &reader).await?;
    let (answered, status) = if body.approved {
        let approved = approval::approve(&context, reader.id, *id, body.told).await;
        (approved, "approved")
    } else {
        let because = body.because.trim();
        let declined = approval::decline(&context, reader.id, *id, because).await;
        (declined, "declined")
    };
    match answered.map_err(DisclosureError::from) {
        Ok(()) => Ok(HttpResponse::Ok().json(Status::of(status))),
        Err(DisclosureError::NotApproved) => Err(Fault::NotFound),
        Err(DisclosureError::Missing(missing)) => {
            let mut errors = ValidationErrors::new();
            refuse(&mut errors, missing.part, "required");
            Ok(invalid(&request, &errors))
        }
        Err(error) => refused(&request, error),
    }
}
