//! Who set something, when, from what to what, and why: the rows with what lies beside their entries in the
//! ledger, as long as it is kept there.

use diesel::prelude::*;

use super::{Key, SettingError, Value};
use crate::{
    context::Context,
    db::{Timestamp, schema::settings},
    privacy::{actors, ledger},
};

/// How many changes are told of at most.
const MOST: i64 = 50;

/// A change that was made.
#[derive(Clone, Debug)]
pub struct Past {
    pub version: i32,
    /// What held from then on; `None` for what ships.
    pub value: Option<Value>,
    /// Whether it was set to what this program cannot read.
    pub is_unreadable: bool,
    /// The version that it took back.
    pub undoes: Option<i32>,
    /// Its number in the register of decisions.
    pub entry: i32,
    pub at: Timestamp,
    /// Who did it; `None` where the account is gone, or the register keeps it no longer.
    pub by: Option<String>,
    /// Why, where they said it.
    pub reason: String,
}

type Row = (i32, Option<String>, Option<i32>, i32, Timestamp);

/// The changes of a setting, newest first.
pub async fn history(context: &Context, key: Key) -> Result<Vec<Past>, SettingError> {
    let cx = context.clone();
    context
        .db
        .read(move |connection| {
            let rows: Vec<Row> = settings::table
                .filter(settings::setting.eq(key.as_str()))
                .order(settings::version.desc())
                .limit(MOST)
                .select((
                    settings::version,
                    settings::value,
                    settings::undoes,
                    settings::entry,
                    settings::set_at,
                ))
                .load(connection)?;
            let entries: Vec<i32> = rows.iter().map(|row| row.3).collect();
            let mut names = actors::names(connection, Vec::clone(&entries))?;
            let mut beside = ledger::beside(connection, &cx, entries)?;
            let past = rows
                .into_iter()
                .map(|(version, value, undoes, entry, at)| {
                    let payload = beside.remove(&entry).unwrap_or_default();
                    let is_set = value.is_some();
                    let value = value.and_then(|text| Value::stored(key, &text));
                    Past {
                        version,
                        is_unreadable: is_set && value.is_none(),
                        value,
                        undoes,
                        entry,
                        at,
                        by: names.remove(&entry),
                        reason: payload.words,
                    }
                })
                .collect();
            Ok(past)
        })
        .await
}
