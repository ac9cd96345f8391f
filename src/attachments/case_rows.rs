//! The rows of a case's files. A file comes with a record of the case and goes with the case. Cases
//! of the same matter may share an object; it goes with the last row that names it.
//!
//! What waits becomes a case's by moving here: nothing of a case is ever found by a post's way.

use diesel::prelude::*;

use super::{
    AttachmentError, Chosen, Kind, MOST, PENDING, Variant,
    rows::{self, Attached, Place, Stored},
    upload,
};
use crate::{
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{attachments, case_files},
    },
    privacy::{Private, Purpose, Viewer},
};

/// A file of a case, as those see it who may open the case.
pub struct CaseFile {
    pub id: i64,
    /// The number of the record that it came with.
    pub record: i32,
    pub kind: Kind,
    pub name: Private<String>,
    /// In bytes.
    pub size: u64,
    width: u32,
    object: String,
}

impl CaseFile {
    /// The name of one of its objects; `None` when it has none of the kind.
    pub fn object(&self, variant: Variant) -> Option<String> {
        rows::object(self.kind, self.width, &self.object, variant)
    }

    /// The smallest picture of it; `None` when it is none.
    pub fn smallest(&self) -> Option<Variant> {
        let variants = self.kind.variants(self.width);
        let smallest = variants.first().filter(|_| self.kind.is_picture());
        smallest.map(|(variant, _)| *variant)
    }
}

/// The files of a case, in the order of its records.
pub fn of_case(connection: &mut AnyConnection, case: i64) -> QueryResult<Vec<CaseFile>> {
    type Row = (i64, i32, Kind, Private<String>, i64, i32, String);
    let rows: Vec<Row> = case_files::table
        .filter(case_files::case_id.eq(case))
        .order((case_files::record, case_files::position))
        .select((
            case_files::id,
            case_files::record,
            case_files::kind,
            case_files::name,
            case_files::size,
            case_files::width,
            case_files::object,
        ))
        .load(connection)?;
    let files = rows.into_iter();
    Ok(files
        .map(|(id, record, kind, name, size, width, object)| CaseFile {
            id,
            record,
            kind,
            name,
            size: u64::try_from(size).unwrap_or(0),
            width: u32::try_from(width).unwrap_or(0),
            object,
        })
        .collect())
}

/// The files that go with a record.
#[derive(Clone, Copy, Default)]
pub enum Enclosed<'a> {
    #[default]
    Nothing,
    /// Those that wait.
    Chosen(&'a [Chosen]),
    /// The same as with a record of another case.
    Record { case: i64, number: i32 },
}

/// A file that becomes a case's.
pub struct Enclosing {
    pub name: Private<String>,
    pub hash: Vec<u8>,
    kind: Kind,
    measures: (i64, i32, i32),
    object: String,
    token_hash: Option<Vec<u8>>,
    created_at: Timestamp,
}

/// Takes what waits out of where it waits; [`enclose`] puts it into the case, in the same transaction.
///
/// [`AttachmentError::Gone`] when one was used already or was collected.
pub fn take(
    connection: &mut AnyConnection,
    files: Enclosed<'_>,
) -> Result<Vec<Enclosing>, AttachmentError> {
    match files {
        Enclosed::Nothing | Enclosed::Chosen([]) => Ok(Vec::new()),
        Enclosed::Chosen(chosen) => {
            let handles: Vec<&str> = chosen.iter().map(|file| &*file.handle).collect();
            let hashes = upload::token_hashes(&handles);
            let mut found = take_waiting(connection, &hashes)?;
            if found.len() != chosen.len() {
                return Err(AttachmentError::Gone);
            }
            let place = |file: &Enclosing| {
                let hashes = hashes.iter().map(Some);
                let mut hashes = hashes.zip(0..);
                hashes.find_map(|(hash, at)| (hash == file.token_hash.as_ref()).then_some(at))
            };
            found.sort_by_key(place);
            Ok(found)
        }
        Enclosed::Record { case, number } => Ok(of_record(connection, case, number)?),
    }
}

/// Name, hash and kind; size, width and height; object, token and when it came.
type Row<T> = (
    (Private<String>, Vec<u8>, Kind),
    (i64, i32, i32),
    (String, T, Timestamp),
);

fn enclosing<T>(
    (what, measures, (object, token, created_at)): Row<T>,
    token_hash: impl FnOnce(T) -> Option<Vec<u8>>,
) -> Enclosing {
    let (name, hash, kind) = what;
    Enclosing {
        name,
        hash,
        kind,
        measures,
        object,
        token_hash: token_hash(token),
        created_at,
    }
}

fn take_waiting(
    connection: &mut AnyConnection,
    tokens: &[Vec<u8>],
) -> Result<Vec<Enclosing>, DbError> {
    let waiting = attachments::table
        .filter(attachments::token_hash.eq_any(tokens.to_vec()))
        .filter(attachments::post_id.is_null());
    let rows: Vec<Row<Vec<u8>>> = diesel::delete(waiting)
        .returning((
            (attachments::name, attachments::hash, attachments::kind),
            (attachments::size, attachments::width, attachments::height),
            (
                attachments::object,
                attachments::token_hash,
                attachments::created_at,
            ),
        ))
        .get_results(connection)?;
    Ok(rows.into_iter().map(|row| enclosing(row, Some)).collect())
}

fn of_record(
    connection: &mut AnyConnection,
    case: i64,
    number: i32,
) -> Result<Vec<Enclosing>, DbError> {
    let rows: Vec<Row<Option<Vec<u8>>>> = case_files::table
        .filter(case_files::case_id.eq(case))
        .filter(case_files::record.eq(number))
        .order(case_files::position)
        .select((
            (case_files::name, case_files::hash, case_files::kind),
            (case_files::size, case_files::width, case_files::height),
            (
                case_files::object,
                case_files::token_hash,
                case_files::created_at,
            ),
        ))
        .load(connection)?;
    // A token names one file, and that is the other case's.
    let files = rows.into_iter().map(|row| enclosing(row, |_| None));
    Ok(files.collect())
}

/// Makes them the files of this record of the case.
pub fn enclose(
    connection: &mut AnyConnection,
    (case, record): (i64, i32),
    files: Vec<Enclosing>,
) -> Result<(), DbError> {
    for (file, position) in files.into_iter().zip(1..).take(MOST) {
        let (size, width, height) = file.measures;
        diesel::insert_into(case_files::table)
            .values((
                case_files::case_id.eq(case),
                case_files::record.eq(record),
                case_files::position.eq(position),
                case_files::kind.eq(file.kind),
                case_files::name.eq(file.name.reveal(Viewer::Plaza, Purpose::Storage)),
                case_files::size.eq(size),
                case_files::width.eq(width),
                case_files::height.eq(height),
                case_files::object.eq(file.object),
                case_files::hash.eq(file.hash),
                case_files::token_hash.eq(file.token_hash),
                case_files::created_at.eq(file.created_at),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// How many files a case has; of one record alone, where it is named.
pub fn count(connection: &mut AnyConnection, case: i64, record: Option<i32>) -> QueryResult<usize> {
    let of_case = case_files::table.filter(case_files::case_id.eq(case));
    let count: i64 = match record {
        Some(record) => of_case
            .filter(case_files::record.eq(record))
            .count()
            .get_result(connection)?,
        None => of_case.count().get_result(connection)?,
    };
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Uploads by the hashes of their tokens that became a case's, for whoever sends the same twice. They
/// have no id here: none of their rows can be taken for one that waits.
pub(super) fn by_tokens(
    connection: &mut AnyConnection,
    hashes: Vec<Vec<u8>>,
    now: Timestamp,
) -> Result<Vec<(Vec<u8>, Stored)>, DbError> {
    type Used = (
        Option<Vec<u8>>,
        String,
        Kind,
        (i64, i32, i32),
        (String, Vec<u8>),
    );
    let hashes: Vec<Option<Vec<u8>>> = hashes.into_iter().map(Some).collect();
    let rows: Vec<Used> = case_files::table
        .filter(case_files::token_hash.eq_any(hashes))
        .filter(case_files::created_at.gt(now - PENDING))
        .select((
            case_files::token_hash,
            case_files::name,
            case_files::kind,
            (case_files::size, case_files::width, case_files::height),
            (case_files::object, case_files::hash),
        ))
        .load(connection)?;
    let used = rows.into_iter();
    Ok(used
        .filter_map(
            |(token, name, kind, (size, width, height), (object, hash))| {
                let attached = Attached {
                    id: 0,
                    position: 0,
                    kind,
                    name,
                    alt: String::new(),
                    size: u64::try_from(size).unwrap_or(0),
                    width: u32::try_from(width).unwrap_or(0),
                    height: u32::try_from(height).unwrap_or(0),
                    unread: false,
                };
                let stored = Stored {
                    attached,
                    post: None,
                    object,
                    hash,
                };
                Some((token?, stored))
            },
        )
        .collect())
}

/// Where the bytes of some files after this id are, in the order of their ids.
pub(super) fn after(
    connection: &mut AnyConnection,
    id: i64,
    most: i64,
) -> Result<Vec<Place>, DbError> {
    let rows: Vec<(i64, Kind, i32, String, Vec<u8>)> = case_files::table
        .filter(case_files::id.gt(id))
        .order(case_files::id)
        .limit(most)
        .select((
            case_files::id,
            case_files::kind,
            case_files::width,
            case_files::object,
            case_files::hash,
        ))
        .load(connection)?;
    Ok(rows.into_iter().map(Place::of).collect())
}
