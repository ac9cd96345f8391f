//! The rows: each change of a setting is one, and of a setting the newest holds.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::db::{AnyConnection, DbError, schema::settings};

/// A change as far as it says what holds.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub id: i64,
    pub version: i32,
    /// `None`: what ships holds again.
    pub value: Option<String>,
}

/// The newest change of each setting, by the setting's name.
pub(super) type Newest = BTreeMap<String, Row>;

/// Reads them.
pub(super) fn newest(connection: &mut AnyConnection) -> Result<Newest, DbError> {
    let rows: Vec<(String, i64, i32, Option<String>)> = settings::table
        .order(settings::id)
        .select((
            settings::setting,
            settings::id,
            settings::version,
            settings::value,
        ))
        .load(connection)?;
    // There are few: administrators set something some times a year, and later ones take the place of
    // earlier ones.
    let rows = rows
        .into_iter()
        .map(|(setting, id, version, value)| (setting, Row { id, version, value }));
    Ok(rows.collect())
}

/// The number of the newest change of all; 0 where there is none. They come in the order of their numbers:
/// each waits for its entry in the ledger before it takes one.
pub(super) fn number(connection: &mut AnyConnection) -> Result<i64, DbError> {
    let newest: Option<i64> = settings::table
        .select(diesel::dsl::max(settings::id))
        .first(connection)?;
    Ok(newest.unwrap_or(0))
}

/// A change: its version, the value, and the version that it takes back.
type Change = (i32, Option<String>, Option<i32>);

/// The changes of one setting, newest first, at most so many.
pub(super) fn last(
    connection: &mut AnyConnection,
    setting: &str,
    most: i64,
) -> Result<Vec<Change>, DbError> {
    Ok(settings::table
        .filter(settings::setting.eq(setting.to_owned()))
        .order(settings::version.desc())
        .limit(most)
        .select((settings::version, settings::value, settings::undoes))
        .load(connection)?)
}
