//! The anonymous open data: suggestions and forum activity of closed months, for everybody.
//!
//! A row holds no id, no name and no time finer than a month. Suggestions are the figures of the
//! month's statistics and nothing besides, so that nothing follows from both together. Of forum
//! posts, which everybody can read, each has its row: rare combinations are generalised; free text is
//! given only where it was published, with everything that is found in it taken out, and only in rows
//! that had not to be generalised (a text may say what the row must not).
//!
//! The files are made, stored and given out part by part, for they grow with the city, and what is in
//! memory must not.

mod collect;
mod export;
pub mod generalise;
mod layout;
mod making;
mod people;
mod stored;
mod write;

use std::time::{Duration, Instant};

use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use serde_json::{Map, Value};

pub use self::{
    export::{ExportError, export},
    making::{Making, Step},
    stored::Stored,
};
use crate::{
    clock::day_begins,
    context::Context,
    db::{AnyConnection, DbError, Timestamp, quiet, schema::open_data_makings},
    privacy::ledger::{self, About, Arrangement, OfCity},
    statistics,
};

/// The files that there are, by name.
pub const FILES: [&str; 4] = [
    "suggestions.csv",
    "suggestions.json",
    "forum.csv",
    "forum.json",
];

/// How long after its last step whoever makes the files has for the next, before somebody else
/// begins.
const LEASE: TimeDelta = TimeDelta::minutes(10);
/// How often it is begun again at once where something was taken away meanwhile.
const ROUNDS: usize = 3;
/// And how long it may have gone on by then: other jobs have their turn between.
const LONGEST: Duration = Duration::from_secs(5);

/// How much is in memory at once, whatever the size of the city.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// How many rows are read at once, without texts.
    pub batch: i64,
    /// How many rows a part has, with their texts.
    pub rows: usize,
}

impl Bounds {
    /// A part is some ten kilobytes then, and a few megabytes where every text is as long as it may
    /// be.
    pub const CITY: Self = Self {
        batch: 1000,
        rows: 100,
    };
}

fn note(
    connection: &mut AnyConnection,
    context: &Context,
    facts: Map<String, Value>,
) -> Result<(), DbError> {
    let (act, about) = (Arrangement::City(OfCity::OpenData), About::default());
    ledger::note(connection, context, act, None, about, facts).map(drop)
}

/// Begins to make the files; `None` where somebody else is making them.
pub async fn begin(context: &Context, bounds: Bounds) -> Result<Option<Making>, DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    let cx = context.clone();
    let mark = context
        .db
        .write(move |connection| mark(connection, &cx, until(&cx, today)))
        .await?;
    let Some(mark) = mark else { return Ok(None) };
    match Making::begin(context, mark.clone(), today, bounds).await {
        Ok(making) => Ok(Some(making)),
        Err(error) => {
            making::free(context, mark).await;
            Err(error)
        }
    }
}

/// The moment at which the last month begins that has not closed: the files end there.
fn until(context: &Context, today: NaiveDate) -> Timestamp {
    day_begins(statistics::month_of(today), context.config.city.time_zone)
}

/// Leaves a mark that whoever takes away words from before `until` deletes. What they took before
/// is read as it is now; the mark of somebody who began and never ended gives way.
fn mark(
    connection: &mut AnyConnection,
    context: &Context,
    until: Timestamp,
) -> Result<Option<Vec<u8>>, DbError> {
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
            open_data_makings::until.eq(until),
        ))
        .execute(connection)?;
    Ok(Some(mark))
}

/// Makes the files and puts them in the place of the old ones, unless somebody else is at it.
/// Where something is taken away meanwhile it begins again; a job does it within a minute where
/// that never ends.
pub async fn refresh(context: &Context) -> Result<(), DbError> {
    refresh_in(context, Bounds::CITY).await
}

/// As [`refresh`], with so much in memory.
pub async fn refresh_in(context: &Context, bounds: Bounds) -> Result<(), DbError> {
    let begun = Instant::now();
    for round in 0..ROUNDS {
        if context.is_leaving() || (round > 0 && begun.elapsed() > LONGEST) {
            return Ok(());
        }
        stored::sweep(context).await?;
        let Some(making) = begin(context, bounds).await? else {
            return Ok(());
        };
        if making.write(context).await? {
            return Ok(());
        }
    }
    Ok(())
}

/// As [`refresh`], unless all of them are there and of today. Parts of older ones go first.
pub async fn refresh_daily(context: &Context) -> Result<(), DbError> {
    stored::sweep(context).await?;
    let today = context.clock.today(context.config.city.time_zone);
    let made = context
        .db
        .read(move |connection| stored::of_day(connection, today))
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
    /// As it was last made.
    There(Stored),
}

/// Where a file stands.
pub async fn file(context: &Context, name: &str) -> Result<Asked, DbError> {
    if !FILES.contains(&name) {
        return Ok(Asked::Unknown);
    }
    let all = context.db.read(stored::all).await?;
    let mut all = all.into_iter();
    let file = all.find(|file| file.name == name);
    Ok(file.map_or(Asked::NotYet, Asked::There))
}

impl Stored {
    /// The part of this number, from 0 on; nothing behind the last.
    pub async fn part(&self, context: &Context, number: i32) -> Result<Option<String>, PartError> {
        if number >= self.parts {
            return Ok(None);
        }
        let (making, name) = (self.making.clone(), self.name);
        let part = context
            .db
            .read(move |connection| stored::part(connection, &making, name, number))
            .await?;
        part.map(Some).ok_or(PartError::TakenAway)
    }
}

/// Why the rest of a file cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum PartError {
    #[error("the file was taken away, or made anew, while it was read")]
    TakenAway,
    #[error(transparent)]
    Db(#[from] DbError),
}
