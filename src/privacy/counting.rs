//! Figures of a day without anybody in them: pages by route, visitors who accepted to be
//! counted, log-ons. Kept in memory for a moment, then added to the database.
//!
//! What is shown of them, with which groups left out, and when they go, `statistics` decides.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::NaiveDate;
use diesel::{Connection as _, prelude::*};

use crate::{
    context::Context,
    db::{AnyConnection, DbError, schema::daily_counts, text_enum},
};

text_enum! {
    /// What is counted.
    pub enum Counted {
        /// Pages that everybody may open and that were shown; the route's template tells which.
        Pages = "pages",
        /// Readers of a day, by the optional cookie alone.
        Visitors = "visitors",
        LogOns = "log-ons",
    }
}

type Key = (NaiveDate, Counted, String);

/// What was counted since it was last stored; clones share it.
#[derive(Clone, Default)]
pub struct Tally(Arc<Mutex<BTreeMap<Key, i64>>>);

impl Tally {
    /// Adds one. `route` is a template of the route catalogue, or empty.
    pub fn count(&self, day: NaiveDate, what: Counted, route: &str) {
        self.add((day, what, route.to_owned()), 1);
    }

    fn add(&self, key: Key, count: i64) {
        *self.counts().entry(key).or_default() += count;
    }

    fn counts(&self) -> MutexGuard<'_, BTreeMap<Key, i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds everything to the database. What could not be stored is kept for the next time.
    pub async fn store(&self, context: &Context) -> Result<(), DbError> {
        let counts = std::mem::take(&mut *self.counts());
        if counts.is_empty() {
            return Ok(());
        }
        let adding = counts.clone();
        let stored = context
            .db
            .write(move |connection| {
                adding
                    .iter()
                    .try_for_each(|(key, count)| add(connection, key, *count))
            })
            .await;
        if stored.is_err() {
            for (key, count) in counts {
                self.add(key, count);
            }
        }
        stored
    }
}

fn add(connection: &mut AnyConnection, key: &Key, count: i64) -> Result<(), DbError> {
    use diesel::result::{DatabaseErrorKind::UniqueViolation, Error};
    let (day, what, route) = key;
    let grow = |connection: &mut AnyConnection| {
        let row = daily_counts::table
            .filter(daily_counts::day.eq(day))
            .filter(daily_counts::counted.eq(what))
            .filter(daily_counts::route.eq(route));
        diesel::update(row)
            .set(daily_counts::count.eq(daily_counts::count + count))
            .execute(connection)
    };
    if grow(connection)? > 0 {
        return Ok(());
    }
    // In a savepoint: another node may have made the row meanwhile.
    let made = connection.transaction(|connection| {
        diesel::insert_into(daily_counts::table)
            .values((
                daily_counts::day.eq(day),
                daily_counts::counted.eq(what),
                daily_counts::route.eq(route),
                daily_counts::count.eq(count),
            ))
            .execute(connection)
    });
    match made {
        Err(Error::DatabaseError(UniqueViolation, _)) => grow(connection)?,
        made => made?,
    };
    Ok(())
}
