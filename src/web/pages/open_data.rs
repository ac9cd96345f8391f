//! The anonymous open data: what it is, and its files.

use actix_web::{
    HttpRequest, HttpResponse,
    body::SizedStream,
    http::header,
    web::{Bytes, Data, Path},
};
use askama::Template;
use futures_util::{Stream, stream::try_unfold};

use crate::{
    context::Context,
    i18n::Lang,
    open_data::{self, Asked, PartError, Stored},
    web::{
        fault::Fault,
        keep::knows,
        page::{Page, html},
    },
};

#[derive(Template)]
#[template(path = "pages/open_data/index.html")]
struct Index {
    page: Page,
}

pub async fn get(page: Page) -> Result<HttpResponse, Fault> {
    html(&Index { page })
}

/// A file as it was last made. Its address has no language, and so what is said while it is
/// being made has both.
pub async fn file(
    request: HttpRequest,
    context: Data<Context>,
    name: Path<String>,
) -> Result<HttpResponse, Fault> {
    let file = match open_data::file(&context, &name).await? {
        Asked::There(file) => file,
        Asked::Unknown => return Err(Fault::NotFound),
        Asked::NotYet => {
            let words = [Lang::Zh, Lang::En].map(|lang| lang.t("open-data-not-yet"));
            return Ok(HttpResponse::ServiceUnavailable()
                .insert_header((header::RETRY_AFTER, "60"))
                .insert_header((header::CACHE_CONTROL, "no-store"))
                .content_type("text/plain; charset=utf-8")
                .body(words.join("\n")));
        }
    };
    // It may be sent packed: what is packed is the same, and not its bytes.
    let tag = format!("W/\"{}\"", file.sha256);
    if knows(&request, &tag) {
        return Ok(HttpResponse::NotModified()
            .insert_header((header::ETAG, tag))
            .finish());
    }
    let kind = if name.ends_with(".csv") {
        "text/csv; charset=utf-8"
    } else {
        "application/json"
    };
    let context = context.get_ref().clone();
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::ETAG, tag))
        .body(SizedStream::new(file.bytes, in_parts(context, file))))
}

/// The file part by part. Where it is taken away meanwhile it ends too early, which its length tells.
fn in_parts(context: Context, file: Stored) -> impl Stream<Item = Result<Bytes, PartError>> {
    try_unfold((context, file, 0), |(context, file, number)| async move {
        let part = file.part(&context, number).await?;
        Ok(part.map(|part| (Bytes::from(part), (context, file, number + 1))))
    })
}
