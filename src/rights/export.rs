//! All that is held about an account, for its owner to see and to take along: one archive with
//! JSON for programs, HTML for people, and the files that they added to posts.

use std::{
    fs::File,
    io::{Seek as _, Write as _},
};

use diesel::prelude::*;
use serde_json::{Map, Value as Json, json};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::RightsError;
use crate::{
    accounts::Member,
    attachments::{self, Stored},
    context::Context,
    db::{AnyConnection, schema::sealed_originals},
    privacy::{
        Private, Purpose, Viewer,
        inventory::{self, Held, Row, Value},
    },
    published::support,
};

/// All rows that the inventory says belong to the account, opened.
pub async fn held(context: &Context, member: &Member) -> Result<Vec<Held>, RightsError> {
    let (account, cx) = (member.id, context.clone());
    context
        .db
        .read(move |connection| {
            let mut held = inventory::held(connection, &cx.config.keys, account)?;
            let (untold, acts): (Vec<i64>, Vec<i32>) = untold(connection)?.into_iter().unzip();
            let acts: Vec<i64> = acts.into_iter().map(i64::from).collect();
            for part in &mut held {
                let (column, of) = match part.table.name {
                    "sealed_originals" => ("id", &untold),
                    "sealed_quotes" => ("original_id", &untold),
                    "attachments" => ("withheld_by", &acts),
                    _ => continue,
                };
                part.rows.retain(|row| !names(row, column, of));
            }
            held.retain(|part| !part.rows.is_empty());
            held.extend(marked(connection, &cx, account)?);
            Ok(held)
        })
        .await
}

/// The suggestions that the account's address supports. No column leads to its marks, but whoever
/// has the address and the secret finds them.
fn marked(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<Option<Held>, RightsError> {
    let topics = support::topics_of(connection, context, account)?;
    let Some(table) = inventory::table("support_marks").filter(|_| !topics.is_empty()) else {
        return Ok(None);
    };
    let row = |topic: i64| vec![("topic_id", Value::Given(Private::new(topic.to_string())))];
    let rows = topics.into_iter().map(row).collect();
    Ok(Some(Held { table, rows }))
}

/// What was given, for its owner.
pub fn given<'a>(member: &Member, given: &'a Private<String>) -> &'a str {
    given.reveal(Viewer::Owner(member), Purpose::OwnAccess)
}

/// The originals of which an investigation forbids that anybody learns: id, and the ledger's
/// number of the act.
fn untold(connection: &mut AnyConnection) -> QueryResult<Vec<(i64, i32)>> {
    sealed_originals::table
        .filter(sealed_originals::told.eq(false))
        .select((sealed_originals::id, sealed_originals::ledger_number))
        .load(connection)
}

/// Whether a row names one of these in `column`.
fn names(row: &Row, column: &str, untold: &[i64]) -> bool {
    let number = |value: &Value| match value {
        Value::Given(number) => {
            let number = number.reveal(Viewer::Plaza, Purpose::Storage);
            number.parse().ok()
        }
        Value::Proof | Value::Mailed => None,
    };
    let named = row.iter().find(|(name, _)| *name == column);
    let named: Option<i64> = named.and_then(|(_, value)| number(value));
    named.is_some_and(|id| untold.contains(&id))
}

/// The rows as JSON: table to rows, column to value. Of what only proves something it is said
/// that there is such a value, and of a mail's text that it was mailed.
pub fn json(member: &Member, held: &[Held]) -> Json {
    let mut tables = Map::new();
    for part in held {
        let rows = part.rows.iter().map(|row| {
            let columns = row.iter().map(|(name, value)| {
                let value = match value {
                    Value::Given(text) => json!(given(member, text)),
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

/// The archive, in a temporary file without a name, for it may be larger than memory should
/// hold: `data.json`, `html` as `data.html`, and below `files/` what the account added to posts.
pub async fn archive(
    context: &Context,
    member: &Member,
    held: &[Held],
    html: String,
) -> Result<File, RightsError> {
    let json = serde_json::to_vec_pretty(&json(member, held)).map_err(std::io::Error::from);
    let (json, file) = (json.map_err(RightsError::Archive)?, tempfile::tempfile());
    let mut archive = ZipWriter::new(file.map_err(RightsError::Archive)?);
    archive = add(archive, "data.json".to_owned(), json).await?;
    archive = add(archive, "data.html".to_owned(), html.into_bytes()).await?;
    for stored in files(context, member.id).await? {
        let object = stored.main_object();
        // What is collected meanwhile is gone.
        let Some(bytes) = context.objects.get(&object).await? else {
            continue;
        };
        let name = format!("files/{}-{}", stored.attached.id, stored.attached.name);
        archive = add(archive, name, bytes).await?;
    }
    let mut file = archive.finish().map_err(archive_error)?;
    file.rewind().map_err(RightsError::Archive)?;
    Ok(file)
}

async fn files(context: &Context, account: i64) -> Result<Vec<Stored>, RightsError> {
    context
        .db
        .read(move |connection| {
            let acts: Vec<i32> = untold(connection)?
                .into_iter()
                .map(|(_, act)| act)
                .collect();
            Ok(attachments::of_account(connection, account, &acts)?)
        })
        .await
}

async fn add(
    mut archive: ZipWriter<File>,
    name: String,
    bytes: impl AsRef<[u8]> + Send + 'static,
) -> Result<ZipWriter<File>, RightsError> {
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    let added = crate::threads::blocking(move || {
        archive.start_file(name, options)?;
        archive.write_all(bytes.as_ref())?;
        Ok::<_, zip::result::ZipError>(archive)
    });
    let added = added.await.map_err(std::io::Error::other);
    added.map_err(RightsError::Archive)?.map_err(archive_error)
}

fn archive_error(error: zip::result::ZipError) -> RightsError {
    RightsError::Archive(error.into())
}
