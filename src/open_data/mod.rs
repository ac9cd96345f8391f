//! The anonymous open data: suggestions and forum activity of closed months, for everybody.
//!
//! A row holds no id, no name and no time finer than a month. Suggestions are the figures of the
//! month's statistics and nothing besides, so that nothing follows from both together. Of forum
//! posts, which everybody can read, each has its row: rare combinations are generalised; free text is given only where it was published, with everything that is found in it taken out,
//! and only in rows that had not to be generalised (a text may say what the row must not).

mod collect;
pub mod generalise;
mod write;

use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, quiet,
        schema::{open_data_files, open_data_makings},
    },
    privacy::ledger::{self, About, Arrangement, OfCity},
};

/// The files that there are, by name.
pub const FILES: [&str; 4] = [
    "suggestions.csv",
    "suggestions.json",
    "forum.csv",
    "forum.json",
];

/// How long whoever began to make the files has for it, before somebody else does.
const LEASE: TimeDelta = TimeDelta::minutes(10);
/// How often it is begun again at once where something was taken away meanwhile.
const ROUNDS: usize = 3;

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
    Map::from_iter([("sha256".to_owned(), json!(hex::encode(hash.finalize())))])
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
    crate::threads::blocking(move || write::files(&collected, &detector, today))
        .await
        .map_err(|_| DbError::Panicked)
}

/// Open data made from what the database held, not yet written.
pub struct Making {
    mark: Vec<u8>,
    files: Vec<File>,
}

/// Makes the files; `None` where somebody else is making them.
pub async fn begin(context: &Context) -> Result<Option<Making>, DbError> {
    let cx = context.clone();
    let mark = context
        .db
        .write(move |connection| mark(connection, &cx))
        .await?;
    let Some(mark) = mark else { return Ok(None) };
    match make(context).await {
        Ok(files) => Ok(Some(Making { mark, files })),
        Err(error) => {
            // Whoever comes next need not wait until the mark is old. Where it cannot be deleted
            // either, that matters less than why the files were not made.
            let mine = open_data_makings::mark.eq(mark);
            let freed = context
                .db
                .write(move |connection| {
                    diesel::delete(open_data_makings::table.filter(mine)).execute(connection)?;
                    Ok::<_, DbError>(())
                })
                .await;
            if let Err(left) = freed {
                tracing::warn!(error = %left, "the mark of a making stays until it is old");
            }
            Err(error)
        }
    }
}

/// Leaves a mark that whoever takes words away deletes. What they took before is read as it is
/// now; the mark of somebody who began and never ended gives way.
fn mark(connection: &mut AnyConnection, context: &Context) -> Result<Option<Vec<u8>>, DbError> {
    quiet::wait_for_changes(connection, "open_data_makings")?;
    let now = context.now();
    let begun: i64 = open_data_makings::table
        .filter(open_data_makings::begun_at.gt(now - LEASE))
        .count()
        .get_result(connection)?;
    if begun > 0 {
        return Ok(None);
    }
    diesel::delete(open_data_makings::table).execute(connection)?;
    let mark = context.random.bytes::<16>().to_vec();
    diesel::insert_into(open_data_makings::table)
        .values((
            open_data_makings::mark.eq(&mark),
            open_data_makings::begun_at.eq(now),
        ))
        .execute(connection)?;
    Ok(Some(mark))
}

impl Making {
    /// Puts the files in the place of the old ones; where they say something else than those, that
    /// stands in the ledger. Gives whether it was done: not when something was taken away since
    /// they were begun.
    pub async fn write(self, context: &Context) -> Result<bool, DbError> {
        let today = context.clock.today(context.config.city.time_zone);
        let cx = context.clone();
        context
            .db
            .write(move |connection| {
                let Self { mark, files } = self;
                let mark = open_data_makings::table.filter(open_data_makings::mark.eq(mark));
                if diesel::delete(mark).execute(connection)? == 0 {
                    return Ok(false);
                }
                put(connection, &cx, today, files)?;
                Ok(true)
            })
            .await
    }
}

fn put(
    connection: &mut AnyConnection,
    context: &Context,
    today: NaiveDate,
    files: Vec<File>,
) -> Result<(), DbError> {
    let before: Vec<(String, String)> = open_data_files::table
        .select((open_data_files::name, open_data_files::content))
        .load(connection)?;
    let stands = |file: &File| {
        let mut same = before.iter();
        same.any(|(name, content)| *name == file.name && *content == file.content)
    };
    if !files.iter().all(stands) {
        note(connection, context, facts(&files))?;
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
}

/// Makes the files and puts them in the place of the old ones, unless somebody else is at it.
/// Where something is taken away meanwhile it begins again; a job does it within a minute where
/// that never ends.
pub async fn refresh(context: &Context) -> Result<(), DbError> {
    for _ in 0..ROUNDS {
        let Some(making) = begin(context).await? else {
            return Ok(());
        };
        if making.write(context).await? {
            return Ok(());
        }
    }
    Ok(())
}

/// As [`refresh`], unless all of them are there and of today.
pub async fn refresh_daily(context: &Context) -> Result<(), DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    let made: i64 = context
        .db
        .read(move |connection| {
            let made = open_data_files::table.filter(open_data_files::made_on.eq(today));
            Ok::<_, DbError>(made.count().get_result(connection)?)
        })
        .await?;
    if usize::try_from(made).is_ok_and(|made| made >= FILES.len()) {
        return Ok(());
    }
    refresh(context).await
}

/// A file that somebody asks for.
pub enum Asked {
    /// There is no file of that name.
    Unknown,
    /// It is being made, within a minute or two.
    NotYet,
    There(String),
}

/// The content of a file as it was last made.
pub async fn file(context: &Context, name: &str) -> Result<Asked, DbError> {
    let Some(name) = FILES.into_iter().find(|known| *known == name) else {
        return Ok(Asked::Unknown);
    };
    let stored = context
        .db
        .read(move |connection| stored(connection, name))
        .await?;
    Ok(stored.map_or(Asked::NotYet, Asked::There))
}

fn stored(connection: &mut AnyConnection, name: &str) -> Result<Option<String>, DbError> {
    Ok(open_data_files::table
        .find(name)
        .select(open_data_files::content)
        .first(connection)
        .optional()?)
}
