//! All that is held about an account, for its owner to see and to take along: one archive with
//! JSON for programs and HTML for people.

use std::io::{Cursor, Write as _};

use serde_json::{Map, Value as Json, json};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::RightsError;
use crate::{
    context::Context,
    privacy::{
        Purpose, Viewer,
        inventory::{self, Held, Row, Value},
    },
};

/// All rows that the inventory says belong to the account, opened.
pub async fn held(context: &Context, account: i64) -> Result<Vec<Held>, RightsError> {
    let keys = context.config.keys.clone();
    context
        .db
        .read(move |connection| {
            let mut held = inventory::held(connection, &keys, account)?;
            for part in &mut held {
                part.rows.retain(|row| !is_untold(part.table.name, row));
            }
            held.retain(|part| !part.rows.is_empty());
            Ok(held)
        })
        .await
}

/// Whether an investigation forbids that its owner learns of it.
fn is_untold(table: &str, row: &Row) -> bool {
    let told = row.iter().find(|(name, _)| *name == "told");
    table == "sealed_originals" && told.is_some_and(|(_, told)| shown(told) == Some("false"))
}

/// What a value says to its owner; `None` for a hash, which says nothing.
pub fn shown(value: &Value) -> Option<&str> {
    match value {
        Value::Given(given) => Some(given.reveal(Viewer::Owner, Purpose::OwnAccess)),
        Value::Proof => None,
    }
}

/// The rows as JSON: table to rows, column to value. Of what only proves something it is said
/// that there is such a value.
pub fn json(held: &[Held]) -> Json {
    let mut tables = Map::new();
    for part in held {
        let rows = part.rows.iter().map(|row| {
            let columns = row.iter().map(|(name, value)| {
                let value = shown(value).map_or(json!({ "proof": true }), |text| json!(text));
                ((*name).to_owned(), value)
            });
            Json::Object(columns.collect())
        });
        tables.insert(part.table.name.to_owned(), Json::Array(rows.collect()));
    }
    Json::Object(tables)
}

/// The archive: `data.json`, and `html` as `data.html`.
pub fn archive(held: &[Held], html: &str) -> Result<Vec<u8>, RightsError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    let json = serde_json::to_vec_pretty(&json(held)).map_err(std::io::Error::from);
    let mut write = |name: &str, bytes: &[u8]| -> std::io::Result<()> {
        archive.start_file(name, options)?;
        archive.write_all(bytes)
    };
    let written = json.and_then(|json| {
        write("data.json", &json)?;
        write("data.html", html.as_bytes())
    });
    written.map_err(RightsError::Archive)?;
    let finished = archive.finish().map_err(std::io::Error::from);
    Ok(finished.map_err(RightsError::Archive)?.into_inner())
}
