//! All that is held about an account, for its owner to see and to take along: one archive with
//! JSON for programs and HTML for people.

use std::io::{Cursor, Write as _};

use diesel::prelude::*;
use serde_json::{Map, Value as Json, json};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::RightsError;
use crate::{
    context::Context,
    db::schema::sealed_originals,
    privacy::{
        Private, Purpose, Viewer,
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
            let untold: Vec<i64> = sealed_originals::table
                .filter(sealed_originals::told.eq(false))
                .select(sealed_originals::id)
                .load(connection)?;
            for part in &mut held {
                let column = match part.table.name {
                    "sealed_originals" => "id",
                    "sealed_quotes" => "original_id",
                    _ => continue,
                };
                part.rows.retain(|row| !names(row, column, &untold));
            }
            held.retain(|part| !part.rows.is_empty());
            Ok(held)
        })
        .await
}

/// What was given, for its owner.
pub fn given(given: &Private<String>) -> &str {
    given.reveal(Viewer::Owner, Purpose::OwnAccess)
}

/// Whether a row names in `column` one of the originals of which an investigation forbids that
/// anybody learns.
fn names(row: &Row, column: &str, untold: &[i64]) -> bool {
    let number = |value: &Value| match value {
        Value::Given(number) => given(number).parse().ok(),
        Value::Proof | Value::Mailed => None,
    };
    let named = row.iter().find(|(name, _)| *name == column);
    let named: Option<i64> = named.and_then(|(_, value)| number(value));
    named.is_some_and(|id| untold.contains(&id))
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
