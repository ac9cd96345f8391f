//! All that is held about an account, for its owner to see and to take along: one archive with
//! JSON for programs and HTML for people.

use std::io::{Cursor, Write as _};

use serde_json::{Map, Value as Json, json};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::RightsError;
use crate::{
    context::Context,
    privacy::{
        Private, Purpose, Viewer,
        inventory::{self, Held, Value},
    },
};

/// All rows that the inventory says belong to the account, opened.
pub async fn held(context: &Context, account: i64) -> Result<Vec<Held>, RightsError> {
    let keys = context.config.keys.clone();
    context
        .db
        .read(move |connection| Ok(inventory::held(connection, &keys, account)?))
        .await
}

/// What was given, for its owner.
pub fn given(given: &Private<String>) -> &str {
    given.reveal(Viewer::Owner, Purpose::OwnAccess)
}

/// The rows as JSON: table to rows, column to value. Of what only proves something it is said
/// that there is such a value, and of a mail's text that it was mailed.
pub fn json(held: &[Held]) -> Json {
    let mut tables = Map::new();
    for part in held {
        let rows = part.rows.iter().map(|row| {
            let columns = row.iter().map(|(name, value)| {
                let value = match value {
                    Value::Given(text) => json!(given(text)),
                    Value::Proof => json!({ "proof": true }),
                    Value::Mailed => json!({ "mailed": true }),
                };
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
