//! What a record's link commits to of the files that came with it: their names, and by hash what
//! they hold.
//!
//! The rows lie in `case_files` and go with the case. The link's field `files` says how many there
//! are; a link without it commits to none.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{Private, Purpose, Viewer};
use crate::db::{AnyConnection, DbError, schema::case_files};

/// The payload of a record with files, each part bound by its length; `payload` is that without them.
pub fn payload<'a>(
    mut payload: Vec<u8>,
    files: impl Iterator<Item = (&'a Private<String>, &'a [u8])>,
) -> Vec<u8> {
    for (name, hash) in files {
        let name = name.reveal(Viewer::Plaza, Purpose::Storage).as_bytes();
        for part in [name, hash] {
            payload.extend((part.len() as u64).to_be_bytes());
            payload.extend(part);
        }
    }
    payload
}

/// Names and hashes by case and record, in their order.
pub(super) type Files = HashMap<(i64, i32), Vec<(Private<String>, Vec<u8>)>>;

/// The files of these cases as they stand in the database.
pub(super) fn of(connection: &mut AnyConnection, cases: Vec<i64>) -> Result<Files, DbError> {
    type Row = (i64, i32, Private<String>, Vec<u8>);
    let rows: Vec<Row> = case_files::table
        .filter(case_files::case_id.eq_any(cases))
        .order((
            case_files::case_id,
            case_files::record,
            case_files::position,
        ))
        .select((
            case_files::case_id,
            case_files::record,
            case_files::name,
            case_files::hash,
        ))
        .load(connection)?;
    let mut files = Files::new();
    for (case, record, name, hash) in rows {
        files.entry((case, record)).or_default().push((name, hash));
    }
    Ok(files)
}
