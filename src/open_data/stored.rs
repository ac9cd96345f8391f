//! Where the files stand: in parts, each a row, of which nobody has more than one in memory.
//!
//! Parts belong to a making. While it has its mark it writes them; once it has ended, the rows of
//! `open_data_files` lead to them, and they are what everybody gets. Parts to which neither leads
//! are deleted, some at a time: whoever takes words away deletes four rows and a mark, however
//! large the files are.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{FILES, write::Piece};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{open_data_files, open_data_makings, open_data_parts},
    },
};

/// How many parts are deleted in one transaction.
const SWEPT: i32 = 50;

/// A file that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub name: &'static str,
    /// How many bytes it has.
    pub bytes: u64,
    /// The hash of them, SHA-256 in hex.
    pub sha256: String,
    /// How many parts it has.
    pub(super) parts: i32,
    /// Whose parts they are.
    pub(super) making: Vec<u8>,
}

/// The program before has the name of the file here and its content beside it; to a node of it
/// there is no file, rather than an empty one.
fn row_name(name: &str) -> String {
    format!("parts/{name}")
}

/// The files that are whole, in the order of [`FILES`].
pub(super) fn all(connection: &mut AnyConnection) -> Result<Vec<Stored>, DbError> {
    type Row = (
        String,
        Option<Vec<u8>>,
        Option<i32>,
        Option<i64>,
        Option<String>,
    );
    let rows: Vec<Row> = open_data_files::table
        .filter(open_data_files::making.is_not_null())
        .select((
            open_data_files::name,
            open_data_files::making,
            open_data_files::parts,
            open_data_files::bytes,
            open_data_files::sha256,
        ))
        .load(connection)?;
    let of = |name: &'static str| {
        let row = rows.iter().find(|row| row.0 == row_name(name))?;
        let (_, making, parts, bytes, sha256) = row.clone();
        Some(Stored {
            name,
            bytes: u64::try_from(bytes?).ok()?,
            sha256: sha256?,
            parts: parts?,
            making: making?,
        })
    };
    Ok(FILES.into_iter().filter_map(of).collect())
}

/// How many files are whole and of this day.
pub(super) fn of_day(connection: &mut AnyConnection, day: NaiveDate) -> Result<i64, DbError> {
    let made = open_data_files::table
        .filter(open_data_files::making.is_not_null())
        .filter(open_data_files::made_on.eq(day));
    Ok(made.count().get_result(connection)?)
}

/// What stands in a part; nothing where it was taken away.
pub(super) fn part(
    connection: &mut AnyConnection,
    making: &[u8],
    file: &str,
    number: i32,
) -> Result<Option<String>, DbError> {
    Ok(open_data_parts::table
        .filter(open_data_parts::making.eq(making))
        .filter(open_data_parts::file.eq(file))
        .filter(open_data_parts::number.eq(number))
        .select(open_data_parts::content)
        .first(connection)
        .optional()?)
}

/// Writes parts of a making, each with its number, and says that it goes on. Gives whether it may:
/// not when something was taken away since it began.
pub(super) fn add(
    connection: &mut AnyConnection,
    mark: &[u8],
    now: Timestamp,
    pieces: Vec<(i32, Piece)>,
) -> Result<bool, DbError> {
    let mine = open_data_makings::table.filter(open_data_makings::mark.eq(mark));
    let going_on = diesel::update(mine)
        .set(open_data_makings::begun_at.eq(now))
        .execute(connection)?;
    if going_on == 0 {
        return Ok(false);
    }
    for (number, piece) in pieces {
        diesel::insert_into(open_data_parts::table)
            .values((
                open_data_parts::making.eq(mark),
                open_data_parts::file.eq(piece.file),
                open_data_parts::number.eq(number),
                open_data_parts::content.eq(piece.content),
            ))
            .execute(connection)?;
    }
    Ok(true)
}

/// Puts files, that end at `until`, in the place of the old ones. Gives whether they say something else than those: where
/// they do not the old ones stay, and whoever is just reading them reads on.
pub(super) fn put(
    connection: &mut AnyConnection,
    today: NaiveDate,
    until: Timestamp,
    files: Vec<Stored>,
) -> Result<bool, DbError> {
    let before = all(connection)?;
    let stands = |file: &Stored| {
        let mut same = before.iter();
        same.any(|old| old.name == file.name && old.sha256 == file.sha256)
    };
    if files.iter().all(stands) {
        diesel::update(open_data_files::table)
            .set((
                open_data_files::made_on.eq(today),
                open_data_files::until.eq(until),
            ))
            .execute(connection)?;
        return Ok(false);
    }
    diesel::delete(open_data_files::table).execute(connection)?;
    for file in files {
        diesel::insert_into(open_data_files::table)
            .values((
                open_data_files::name.eq(row_name(file.name)),
                open_data_files::content.eq(""),
                open_data_files::made_on.eq(today),
                open_data_files::making.eq(file.making),
                open_data_files::parts.eq(file.parts),
                open_data_files::bytes.eq(i64::try_from(file.bytes).unwrap_or(i64::MAX)),
                open_data_files::sha256.eq(file.sha256),
                open_data_files::until.eq(until),
            ))
            .execute(connection)?;
    }
    Ok(true)
}

/// Deletes the parts that nobody can get any more, some at a time, so that others write between.
pub(super) async fn sweep(context: &Context) -> Result<(), DbError> {
    // Before every mark: these have more bytes.
    let mut after = vec![0];
    loop {
        let behind = after.clone();
        let next = context
            .db
            .read(move |connection| next_making(connection, &behind))
            .await?;
        let Some((making, leads_nowhere)) = next else {
            return Ok(());
        };
        while leads_nowhere && !context.is_leaving() {
            let these = making.clone();
            let deleted = context
                .db
                .write(move |connection| delete_some(connection, &these))
                .await?;
            if deleted == 0 {
                break;
            }
        }
        after = making;
    }
}

/// The making behind `after` that has parts, and whether nothing leads to them.
fn next_making(
    connection: &mut AnyConnection,
    after: &[u8],
) -> Result<Option<(Vec<u8>, bool)>, DbError> {
    let next: Option<Vec<u8>> = open_data_parts::table
        .filter(open_data_parts::making.gt(after))
        .order(open_data_parts::making)
        .select(open_data_parts::making)
        .first(connection)
        .optional()?;
    let Some(making) = next else { return Ok(None) };
    // In this order: what ends between the two looks has lost its mark, and is a file already.
    let marks: i64 = open_data_makings::table
        .filter(open_data_makings::mark.eq(&making))
        .count()
        .get_result(connection)?;
    let files: i64 = open_data_files::table
        .filter(open_data_files::making.eq(&making))
        .count()
        .get_result(connection)?;
    Ok(Some((making, marks + files == 0)))
}

fn delete_some(connection: &mut AnyConnection, making: &[u8]) -> Result<usize, DbError> {
    let first: Option<(String, i32)> = open_data_parts::table
        .filter(open_data_parts::making.eq(making))
        .order((open_data_parts::file, open_data_parts::number))
        .select((open_data_parts::file, open_data_parts::number))
        .first(connection)
        .optional()?;
    let Some((file, number)) = first else {
        return Ok(0);
    };
    let these = open_data_parts::table
        .filter(open_data_parts::making.eq(making))
        .filter(open_data_parts::file.eq(file))
        .filter(open_data_parts::number.lt(number + SWEPT));
    Ok(diesel::delete(these).execute(connection)?)
}
