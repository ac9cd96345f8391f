//! A post's file, to whoever may read the post; and how any file is sent.
//!
//! Pictures are shown, everything else is saved; nothing that a file holds can act on a page.
//! Every copy asks again before it is used: what is masked or erased is gone at once.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
    web::{Data, Path},
};

use crate::{
    attachments::{Attached, CaseFile, Kind, Stored, Variant},
    context::Context,
    forum::{files, owner::Owner},
    web::{extract::Visitor, fault::Fault, page::unstored},
};

/// A file is no page: it loads nothing, runs nothing, and is of no origin.
const POLICY: &str = "default-src 'none'; sandbox";

pub async fn get(
    request: HttpRequest,
    Visitor(reader): Visitor,
    context: Data<Context>,
    path: Path<(i64, String)>,
) -> Result<HttpResponse, Fault> {
    let (id, name) = path.into_inner();
    let variant: Variant = name.parse().map_err(|()| Fault::NotFound)?;
    let (stored, public) = files::find(&context, id, reader.as_ref()).await?;
    stored.object(variant).ok_or(Fault::NotFound)?;
    let tag = format!("\"{}\"", stored.tag(variant));
    let cache = if public {
        "public, no-cache"
    } else {
        "private, no-store"
    };
    let known = request.headers().get(header::IF_NONE_MATCH);
    if known.is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        // What stands here replaces what came with the copy.
        return Ok(HttpResponse::build(StatusCode::NOT_MODIFIED)
            .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
            .insert_header((header::ETAG, tag))
            .insert_header((header::CACHE_CONTROL, cache))
            .finish());
    }
    let mut response = sent(&context, &stored, variant).await?;
    let headers = response.headers_mut();
    for (name, value) in [(header::ETAG, &*tag), (header::CACHE_CONTROL, cache)] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    Ok(response)
}

/// A file of a post that its holder of a key opens, whoever else may: nothing stores it.
pub(super) async fn of_holder(
    context: &Context,
    owner: &Owner,
    id: i64,
) -> Result<HttpResponse, Fault> {
    let stored = files::of_owner(context, owner, id).await?;
    let variant = stored.attached.kind.main();
    sent(context, &stored, variant).await.map(unstored)
}

async fn sent(context: &Context, stored: &Stored, variant: Variant) -> Result<HttpResponse, Fault> {
    let object = stored.object(variant).ok_or(Fault::NotFound)?;
    let Attached { kind, name, .. } = &stored.attached;
    let how = How::of(*kind);
    answer(context, &object, (*kind, variant), (how, name)).await
}

/// A file of a case that somebody opened, whose name they may read: nothing stores it.
pub(in crate::web) async fn of_case(
    context: &Context,
    file: &CaseFile,
    variant: Variant,
    (how, name): (How, &str),
) -> Result<HttpResponse, Fault> {
    let object = file.object(variant).ok_or(Fault::NotFound)?;
    let sent = answer(context, &object, (file.kind, variant), (how, name)).await;
    sent.map(unstored)
}

/// What a browser does with a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum How {
    Shown,
    Saved,
}

impl How {
    /// Pictures are shown, all else is saved.
    pub const fn of(kind: Kind) -> Self {
        if kind.is_picture() {
            Self::Shown
        } else {
            Self::Saved
        }
    }
}

async fn answer(
    context: &Context,
    object: &str,
    (kind, variant): (Kind, Variant),
    (how, name): (How, &str),
) -> Result<HttpResponse, Fault> {
    let bytes = context.objects.get(object).await?;
    let bytes = bytes.ok_or(Fault::NotFound)?;
    let how = match how {
        How::Shown => "inline",
        How::Saved => "attachment",
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind.media_type(variant)))
        .insert_header((header::CONTENT_DISPOSITION, named(how, name)))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((HeaderName::from_static("x-robots-tag"), "noindex"))
        .body(bytes))
}

/// A file's name for every browser (RFC 6266), whatever its letters (RFC 8187).
fn named(how: &str, name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| match c {
            '"' | '\\' | '%' => '_',
            c if c.is_ascii() && !c.is_ascii_control() => c,
            _ => '_',
        })
        .collect();
    let mut coded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            coded.push(char::from(byte));
        } else {
            coded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{coded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_header() {
        assert_eq!(
            named("attachment", "說明 1.pdf"),
            "attachment; filename=\"__ 1.pdf\"; filename*=UTF-8''%E8%AA%AA%E6%98%8E%201.pdf"
        );
        let hostile = named("inline", "a\"; x=\"\r\nSet-Cookie: b.png");
        assert!(!hostile.contains(['\r', '\n']));
        assert_eq!(hostile.matches('"').count(), 2, "{hostile}");
    }
}
