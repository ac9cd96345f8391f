//! Style, scripts and pictures: embedded, each under a name that holds its hash.

use std::{collections::HashMap, sync::LazyLock};

use actix_web::{HttpResponse, http::header, web::Path};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::fault::Fault;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// Hashed name to file, and plain name to address.
struct Index {
    files: HashMap<String, (EmbeddedFile, &'static str)>,
    addresses: HashMap<String, String>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let (mut files, mut addresses) = (HashMap::new(), HashMap::new());
    for name in Files::iter() {
        let Some(file) = Files::get(&name) else {
            continue;
        };
        let hash = hex::encode(&file.metadata.sha256_hash()[..6]);
        let hashed = format!("{hash}-{name}");
        addresses.insert(name.to_string(), format!("/assets/{hashed}"));
        files.insert(hashed, (file, media_type(&name)));
    }
    Index { files, addresses }
});

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

/// The address of an asset by its plain name.
pub fn address(name: &str) -> String {
    INDEX.addresses.get(name).cloned().unwrap_or_default()
}

pub async fn get(name: Path<String>) -> Result<HttpResponse, Fault> {
    let (file, media_type) = INDEX.files.get(name.as_str()).ok_or(Fault::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, *media_type))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(file.data.clone().into_owned()))
}
