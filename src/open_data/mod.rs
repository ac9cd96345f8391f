//! The anonymous open data: suggestions and forum activity of closed months, for everybody.
//!
//! A row holds no id, no name and no time finer than a month. Suggestions are the figures of the
//! month's statistics and nothing besides, so that nothing follows from both together. Of forum
//! posts, which everybody can read, each has its row: rare combinations are generalised; free text is given only where it was published, with everything that is found in it taken out,
//! and only in rows that had not to be generalised (a text may say what the row must not).

mod collect;
pub mod generalise;
mod write;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::{
    context::Context,
    db::{AnyConnection, DbError, schema::open_data_files},
    privacy::ledger::{self, About, Arrangement, OfCity},
};

/// The files that there are, by name.
pub const FILES: [&str; 4] = [
    "suggestions.csv",
    "suggestions.json",
    "forum.csv",
    "forum.json",
];

/// A file of the export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub name: &'static str,
    pub content: String,
}

/// Makes every file from what the database holds now, for who carries them away; it stands in
/// the ledger.
pub async fn export(context: &Context) -> Result<Vec<File>, DbError> {
    let files = make(context).await?;
    let (cx, facts) = (context.clone(), facts(&files));
    context
        .db
        .write(move |connection| note(connection, &cx, facts))
        .await?;
    Ok(files)
}

/// What the ledger says of the files: anybody who has them can compare.
fn facts(files: &[File]) -> Map<String, Value> {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.content.as_bytes());
    }
    let hash: String = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Map::from_iter([("sha256".to_owned(), json!(hash))])
}

fn note(
    connection: &mut AnyConnection,
    context: &Context,
    facts: Map<String, Value>,
) -> Result<(), DbError> {
    let (act, about) = (Arrangement::City(OfCity::OpenData), About::default());
    ledger::note(connection, context, act, None, about, facts).map(drop)
}

async fn make(context: &Context) -> Result<Vec<File>, DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    let zone = context.config.city.time_zone;
    let collected = context
        .db
        .read(move |connection| collect::collect(connection, zone, today))
        .await?;
    let detector = context.detector();
    // The detector looks at every text.
    tokio::task::spawn_blocking(move || write::files(&collected, &detector, today))
        .await
        .map_err(|_| DbError::Panicked)
}

/// Makes the files and puts them in the place of the old ones; where they say something else
/// than those, that stands in the ledger. To be called whenever something must be gone from them
/// at once; a job does it every day.
pub async fn refresh(context: &Context) -> Result<(), DbError> {
    let files = make(context).await?;
    let today = context.clock.today(context.config.city.time_zone);
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let before: Vec<(String, String)> = open_data_files::table
                .select((open_data_files::name, open_data_files::content))
                .load(connection)?;
            let stands = |file: &File| {
                let mut same = before.iter();
                same.any(|(name, content)| *name == file.name && *content == file.content)
            };
            if !files.iter().all(stands) {
                note(connection, &cx, facts(&files))?;
            }
            diesel::delete(open_data_files::table).execute(connection)?;
            for file in files {
                diesel::insert_into(open_data_files::table)
                    .values((
                        open_data_files::name.eq(file.name),
                        open_data_files::content.eq(file.content),
                        open_data_files::made_on.eq(today),
                    ))
                    .execute(connection)?;
            }
            Ok(())
        })
        .await
}

/// As [`refresh`], unless they are of today.
pub async fn refresh_daily(context: &Context) -> Result<(), DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    let made: Option<NaiveDate> = context
        .db
        .read(|connection| {
            Ok::<_, DbError>(
                open_data_files::table
                    .select(diesel::dsl::max(open_data_files::made_on))
                    .first(connection)?,
            )
        })
        .await?;
    if made == Some(today) {
        return Ok(());
    }
    refresh(context).await
}

/// The content of a file; `None` when there is no file of that name.
pub async fn file(context: &Context, name: &str) -> Result<Option<String>, DbError> {
    let Some(name) = FILES.into_iter().find(|known| *known == name) else {
        return Ok(None);
    };
    let stored = context
        .db
        .read(move |connection| stored(connection, name))
        .await?;
    if stored.is_some() {
        return Ok(stored);
    }
    refresh_daily(context).await?;
    context
        .db
        .read(move |connection| self::stored(connection, name))
        .await
}

fn stored(connection: &mut AnyConnection, name: &str) -> Result<Option<String>, DbError> {
    Ok(open_data_files::table
        .find(name)
        .select(open_data_files::content)
        .first(connection)
        .optional()?)
}
