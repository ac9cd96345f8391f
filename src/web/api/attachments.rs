//! Files for a post: taken in one by one, and named by their tokens in the post.

use std::{borrow::Cow, collections::BTreeMap};

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use serde::Serialize;
use utoipa::ToSchema;
use validator::{ValidationError, ValidationErrors};

use super::invalid;
use crate::{
    attachments::{
        self, Attached, AttachmentError, Chosen, Kind, PENDING, PENDING_OF_GUESTS, Refused,
    },
    context::Context,
    forum::{boards, files, posts::Post, submission::field},
    text_rules::refuse,
    web::{
        extract::{AddressLimits, Visitor},
        fault::Fault,
        multipart::Filed,
        pictures::address,
    },
};

/// What a file is sent with: `multipart/form-data`.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it describes a form, which is read part by part")]
pub struct NewAttachment {
    /// JPEG, PNG, WebP, GIF, PDF or plain text, told by its bytes.
    #[schema(format = Binary)]
    file: String,
    /// What a picture shows, for those who cannot see it.
    alt: Option<String>,
}

/// A file that waits for its post.
#[derive(Serialize, ToSchema)]
pub struct AttachmentTaken {
    /// By this a post names it; keep it to yourself.
    token: String,
    kind: Kind,
    name: String,
    alt: String,
    /// In bytes, as it is stored.
    size: u64,
    /// Whether a post with it is held for review, since its text could not be read.
    unread: bool,
    /// When it is deleted unless it is published.
    expires_at: chrono::DateTime<chrono::Utc>,
}

/// Send a file for a post. It is made anew without its metadata; nothing of it is public until
/// a post with its token is. Without an account it is taken where some board takes posts of guests.
#[utoipa::path(post, path = "/api/v1/attachments", operation_id = "attachments_post", tag = "forum",
    request_body(content = NewAttachment, content_type = "multipart/form-data"),
    security((), ("session" = [])),
    responses((status = 201, body = AttachmentTaken),
        (status = 401, description = "`unauthorized`: no board takes posts of guests"),
        (status = 413, description = "`too-large`"),
        (status = 422, description = "`invalid`: the code says why the file is not taken"),
        (status = 429, description = "`too-many-files`: too many uploads wait, or came from one address")))]
pub async fn post(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    Visitor(member): Visitor,
    filed: Filed,
) -> Result<HttpResponse, Fault> {
    if member.is_none() && !boards::takes_guests(&context).await? {
        return Err(Fault::LogOnFirst);
    }
    let account = member.map(|member| member.id);
    take(&request, &context, &limits, account, filed).await
}

/// Takes a file in, for an account or for nobody in particular.
pub(super) async fn take(
    request: &HttpRequest,
    context: &Context,
    limits: &AddressLimits,
    account: Option<i64>,
    filed: Filed,
) -> Result<HttpResponse, Fault> {
    limits.count_file(request, account.is_none())?;
    let mut wrong = ValidationErrors::new();
    if filed.form.names().any(|name| name != "alt") {
        refuse(&mut wrong, "alt", "alone");
    }
    if filed.files.is_empty() {
        refuse(&mut wrong, "file", "required");
    }
    let incoming = filed.files.into_iter().next();
    let (Some(mut incoming), true) = (incoming, wrong.is_empty()) else {
        return Ok(invalid(request, &wrong));
    };
    filed.form.get("alt").clone_into(&mut incoming.alt);
    let waits = if account.is_some() {
        PENDING
    } else {
        PENDING_OF_GUESTS
    };
    match attachments::upload(context, account, incoming).await {
        Ok(file) => Ok(
            HttpResponse::build(StatusCode::CREATED).json(AttachmentTaken {
                token: file.handle,
                kind: file.attached.kind,
                name: file.attached.name,
                alt: file.attached.alt,
                size: file.attached.size,
                unread: file.attached.unread,
                expires_at: (context.now() + waits).utc(),
            }),
        ),
        Err(AttachmentError::Refused(refused)) => Ok(invalid(request, &errors(refused, context))),
        Err(error) => Err(error.into()),
    }
}

fn errors(refused: Refused, context: &Context) -> ValidationErrors {
    let limits = &context.config.attachments;
    let most = match refused {
        Refused::TooLarge => Some(limits.largest as u64 / (1024 * 1024)),
        Refused::TooManyPixels => Some(limits.pixels / 1_000_000),
        Refused::TooManyFrames => Some(limits.frames as u64),
        _ => None,
    };
    let mut error = ValidationError::new(refused.code());
    if let Some(most) = most {
        error.add_param(Cow::Borrowed("max"), &most);
    }
    let mut errors = ValidationErrors::new();
    errors.add("file", error);
    errors
}

/// What a post says of its files.
pub(super) struct Named {
    /// Their tokens and ids.
    pub files: Option<Vec<String>>,
    /// What pictures show, by token or id.
    pub descriptions: BTreeMap<String, String>,
}

/// The files that a post names, each in its place. `post` is the one that is edited: where none
/// are named it keeps what it has.
pub(super) async fn named(
    context: &Context,
    named: Named,
    post: Option<i64>,
) -> Result<Result<Vec<Chosen>, ValidationErrors>, Fault> {
    let (mut kept, withheld) = match post {
        Some(post) => (
            attachments::kept_of(context, post).await?,
            attachments::withheld_places(context, post).await?,
        ),
        None => (Vec::new(), Vec::new()),
    };
    if let Some(named) = named.files {
        kept.retain(|file| named.contains(&file.handle));
        let others: Vec<&str> = named
            .iter()
            .filter(|name| kept.iter().all(|file| file.handle != **name))
            .map(String::as_str)
            .collect();
        kept.append(&mut attachments::choose(context, &others).await?);
        let is_there = |name: &&str| kept.iter().any(|file| file.handle == **name);
        if !others.iter().all(is_there) {
            let mut errors = ValidationErrors::new();
            refuse(&mut errors, field::FILES, "files-gone");
            return Ok(Err(errors));
        }
    }
    for (handle, description) in &named.descriptions {
        let Some(file) = kept.iter_mut().find(|file| file.handle == *handle) else {
            let mut errors = ValidationErrors::new();
            refuse(&mut errors, field::FILES, "files-gone");
            return Ok(Err(errors));
        };
        file.attached.alt = attachments::clean_alt(description);
    }
    files::place(&mut kept, &withheld);
    Ok(Ok(kept))
}

/// One of the sizes of a picture.
#[derive(Serialize, ToSchema)]
pub struct VariantShown {
    url: String,
    /// In pixels; 0 for what is no picture.
    width: u32,
    media_type: &'static str,
}

/// A post's file. What has the scope `public` is personal data that its owner made public.
#[derive(Serialize, ToSchema)]
pub struct AttachmentShown {
    id: i64,
    /// By which the text names a picture: `![words](attachment:1)`.
    position: usize,
    kind: Kind,
    name: String,
    /// What a picture shows.
    alt: String,
    /// In bytes.
    size: u64,
    width: u32,
    height: u32,
    /// From the smallest to the largest.
    variants: Vec<VariantShown>,
    /// `public` where the text in it is marked.
    scope: Option<&'static str>,
}

impl AttachmentShown {
    pub(super) fn all(post: &Post) -> Vec<Self> {
        post.files.iter().map(|file| Self::of(file, post)).collect()
    }

    fn of(file: &Attached, post: &Post) -> Self {
        let variants = file.kind.variants(file.width).into_iter();
        Self {
            id: file.id,
            position: file.position,
            kind: file.kind,
            name: file.name.clone(),
            alt: file.alt.clone(),
            size: file.size,
            width: file.width,
            height: file.height,
            variants: variants
                .map(|(variant, width)| VariantShown {
                    url: address(file, variant),
                    width,
                    media_type: file.kind.media_type(variant),
                })
                .collect(),
            scope: post.is_file_marked(file).then_some("public"),
        }
    }
}
