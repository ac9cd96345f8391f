//! Forms with files: fields as in any form, and each file in a temporary file that has no name,
//! so that neither memory nor a crash keeps it.

use actix_multipart::{Field, Multipart};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload, web::Data};
use futures_util::{FutureExt as _, TryStreamExt as _, future::LocalBoxFuture};
use tokio::io::AsyncWriteExt as _;

use super::{LARGEST_BODY, fault::Fault, form::Form};
use crate::{
    attachments::{Incoming, MOST},
    context::Context,
};

/// The most fields of a form.
const MOST_FIELDS: usize = 500;

/// A form and the files that came with it. A form without files may come in either encoding.
#[derive(Default)]
pub struct Filed {
    pub form: Form,
    /// The first so many; one that is too large is cut off after its limit, and says its size.
    pub files: Vec<Incoming>,
    /// There were more files than one form may bring.
    pub too_many: bool,
}

impl FromRequest for Filed {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if request.content_type() != "multipart/form-data" {
            let form = Form::from_request(request, payload);
            return async move {
                Ok(Self {
                    form: form.await?,
                    ..Self::default()
                })
            }
            .boxed_local();
        }
        let request = request.clone();
        let parts = Multipart::from_request(&request, payload);
        async move {
            let context = request
                .app_data::<Data<Context>>()
                .ok_or_else(|| Fault::Internal("no context".into()))?;
            let filed = read(parts.await?, context.config.attachments.largest).await?;
            filed.form.keep_with(&request);
            Ok(filed)
        }
        .boxed_local()
    }
}

async fn read(mut parts: Multipart, largest: usize) -> Result<Filed, Fault> {
    let broken = |_| Fault::BadRequest("not a form".into());
    let (mut fields, mut files, mut too_many) = (Vec::new(), Vec::new(), false);
    let mut text_left = LARGEST_BODY;
    // What is too large or too many is read to its end, so that the form can be shown again.
    let mut bytes_left = LARGEST_BODY + (MOST + 1) * (largest + LARGEST_BODY);
    while let Some(mut part) = parts.try_next().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let disposition = part.content_disposition();
        let file_name = disposition.and_then(|disposition| disposition.get_filename());
        let Some(file_name) = file_name.map(str::to_owned) else {
            let bytes = text(&mut part, &mut text_left).await?;
            if fields.len() < MOST_FIELDS {
                fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
            continue;
        };
        let wanted = files.len() < MOST;
        let file = file(&mut part, file_name, largest, wanted, &mut bytes_left).await?;
        // A browser sends a file without a name where none was chosen.
        if file.size > 0 || !file.name.is_empty() {
            too_many |= !wanted;
            if wanted {
                files.push(file);
            }
        }
    }
    Ok(Filed {
        form: Form::new(fields),
        files,
        too_many,
    })
}

async fn text(part: &mut Field, left: &mut usize) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    while let Some(chunk) = next(part).await? {
        *left = left.checked_sub(chunk.len()).ok_or(Fault::TooLarge)?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

async fn file(
    part: &mut Field,
    name: String,
    largest: usize,
    wanted: bool,
    left: &mut usize,
) -> Result<Incoming, Fault> {
    let unwritten = |error: std::io::Error| Fault::own(&error);
    let mut file = tokio::fs::File::from_std(tempfile::tempfile().map_err(unwritten)?);
    let mut size = 0;
    while let Some(chunk) = next(part).await? {
        *left = left.checked_sub(chunk.len()).ok_or(Fault::TooLarge)?;
        size += chunk.len();
        if wanted && size <= largest {
            file.write_all(&chunk).await.map_err(unwritten)?;
        }
    }
    file.flush().await.map_err(unwritten)?;
    Ok(Incoming {
        name,
        alt: String::new(),
        file: file.into_std().await,
        size: size as u64,
    })
}

async fn next(part: &mut Field) -> Result<Option<bytes::Bytes>, Fault> {
    part.try_next()
        .await
        .map_err(|_| Fault::BadRequest("the form ends too early".into()))
}
