//! The files of a case: sent before what they go with, named there by their tokens, and opened by
//! whoever opens the case.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::attachments::{AttachmentTaken, NewAttachment, take};
use crate::{
    attachments::{self, CaseFile, Chosen, Kind},
    context::Context,
    privacy::{Private, Purpose, Viewer},
    suggestions::{files, follow},
    text_rules::refuse,
    web::{
        extract::{AddressLimits, Staff},
        fault::Fault,
        multipart::Filed,
        pages::attachments::{How, of_case},
    },
};

/// Send a file for a suggestion, for what its resident writes later, or for what an office answers,
/// asks or notes. It is made anew without its metadata; nobody sees it until it is named there by its
/// token, within two hours.
#[utoipa::path(post, path = "/api/v1/suggestions/files", operation_id = "suggestions_files_post", tag = "suggestions",
    request_body(content = NewAttachment, content_type = "multipart/form-data"),
    responses((status = 201, body = AttachmentTaken),
        (status = 413, description = "`too-large`"),
        (status = 422, description = "`invalid`: the code says why the file is not taken"),
        (status = 429, description = "`too-many-files`: too many uploads wait, or came from one address")))]
pub async fn upload(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    filed: Filed,
) -> Result<HttpResponse, Fault> {
    // A case belongs to no account, and so do its files, whoever is logged on.
    take(&request, &context, &limits, None, filed).await
}

/// The files that these tokens name; the error where one of them is gone.
pub(super) async fn chosen(
    context: &Context,
    tokens: &[String],
) -> Result<Result<Vec<Chosen>, ValidationErrors>, Fault> {
    let named: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let files = attachments::choose(context, &named).await?;
    let is_there = |token: &String| files.iter().any(|file| file.handle == *token);
    if !tokens.iter().all(is_there) {
        let mut errors = ValidationErrors::new();
        refuse(&mut errors, "files", "files-gone");
        return Ok(Err(errors));
    }
    Ok(Ok(files))
}

/// A file that came with a record.
#[derive(Serialize, ToSchema)]
pub struct CaseFileShown {
    id: i64,
    kind: Kind,
    name: String,
    /// In bytes.
    size: u64,
}

impl CaseFileShown {
    pub(super) fn all(
        files: Vec<&CaseFile>,
        see: impl Fn(&Private<String>) -> String,
    ) -> Vec<Self> {
        let files = files.into_iter().map(|file| Self {
            id: file.id,
            kind: file.kind,
            name: see(&file.name),
            size: file.size,
        });
        files.collect()
    }
}

/// What opens a file of a case.
#[derive(Deserialize, ToSchema)]
pub struct CaseFileKey {
    /// The reference number.
    reference: String,
    password: String,
    /// The file's id.
    file: i64,
}

/// Fetch a file of one's own case. Number and password stand in the body: addresses are logged on the way.
#[utoipa::path(post, path = "/api/v1/suggestions/case/file", operation_id = "suggestions_case_file", tag = "suggestions", request_body = CaseFileKey,
    responses((status = 200, description = "The file, a picture as large as it is kept", body = [u8], content_type = "application/octet-stream"),
        (status = 404, description = "`no-such-case`: unknown number or wrong password; `not-found`: the case has no such file"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn own(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    key: Json<CaseFileKey>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let case = follow::open(&context, &key.reference, &key.password).await?;
    let file = files::of_own(&case, key.file)?;
    let name = file.name.reveal(Viewer::Owner(&case), Purpose::OwnAccess);
    of_case(&context, file, file.kind.main(), (How::Saved, name)).await
}

/// Fetch a file of a case of one's offices. It leaves a look, which its resident reads.
#[utoipa::path(get, path = "/api/v1/desk/cases/{id}/files/{file}", operation_id = "desk_case_file", tag = "desk", security(("session" = [])),
    params(("id" = i64, Path), ("file" = i64, Path)),
    responses((status = 200, description = "The file, a picture as large as it is kept", body = [u8], content_type = "application/octet-stream"),
        (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`no-such-case`: none of one's offices; `not-found`: the case has no such file")))]
pub async fn at_desk(
    Staff(member): Staff,
    context: Data<Context>,
    path: Path<(i64, i64)>,
) -> Result<HttpResponse, Fault> {
    let (case, file) = path.into_inner();
    let (file, looked) = files::at_desk(&context, &member, case, file).await?;
    let viewer = Viewer::Office(&looked);
    let name = file.name.reveal(viewer, Purpose::Handling);
    of_case(&context, &file, file.kind.main(), (How::Saved, name)).await
}
