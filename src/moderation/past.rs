//! What the public log remembers of the ledger: the acts of each month that is over, and how appeals
//! ended. Links of the ledger never change, so nothing of this grows old, and whoever asks for all
//! months again and again makes none of them be read twice.
//!
//! It is of one process, and small: of a month each line once, with the numbers of its entries.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use diesel::prelude::*;

use super::{appeals::AppealState, log::Line};
use crate::{
    clock::day_begins,
    db::{AnyConnection, DbError, schema::appeals},
    privacy::{
        ledger::{Act, Entry},
        moderated,
    },
    statistics::month_of,
};

/// The acts of a month: each line, without what became of an appeal, and the entries that it tells.
pub(super) type Acts = Vec<(Line, Vec<i32>)>;

/// Clones share it.
#[derive(Clone, Default)]
pub struct Past(Arc<Remembered>);

#[derive(Default)]
struct Remembered {
    months: Mutex<HashMap<NaiveDate, Arc<Acts>>>,
    appeals: Mutex<Answered>,
}

/// How appeals ended, by the entry that each was about.
#[derive(Default)]
struct Answered {
    /// Read up to this entry of the ledger.
    until: i32,
    states: BTreeMap<i32, AppealState>,
}

impl Past {
    /// The acts of a month, as it is `today`.
    pub(super) fn month(
        &self,
        connection: &mut AnyConnection,
        zone: Tz,
        (month, today): (NaiveDate, NaiveDate),
    ) -> Result<Arc<Acts>, DbError> {
        let known = lock(&self.0.months).get(&month).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let acts = Arc::new(read(connection, zone, month)?);
        // What began before midnight may be written down a moment after it.
        if month < month_of(today - Days::new(1)) {
            lock(&self.0.months).insert(month, Arc::clone(&acts));
        }
        Ok(acts)
    }

    /// What became of appeals against these acts, by the entries that they were about.
    pub(super) fn appeals(
        &self,
        connection: &mut AnyConnection,
        acts: &Acts,
    ) -> Result<HashMap<i32, AppealState>, DbError> {
        let numbers = || acts.iter().flat_map(|(_, numbers)| numbers).copied();
        let (Some(first), Some(last)) = (numbers().min(), numbers().max()) else {
            return Ok(HashMap::new());
        };
        let waiting: Vec<i32> = appeals::table
            .filter(appeals::state.eq(AppealState::Open))
            .filter(appeals::ledger_number.ge(first))
            .filter(appeals::ledger_number.le(last))
            .select(appeals::ledger_number)
            .load(connection)?;
        let waiting = waiting.into_iter();
        let mut states: HashMap<i32, AppealState> =
            waiting.map(|number| (number, AppealState::Open)).collect();
        // Read after what waits: of what was decided meanwhile the answer counts.
        let mut answered = lock(&self.0.appeals);
        answered.catch_up(connection)?;
        let ended = answered.states.range(first..=last);
        states.extend(ended.map(|(number, state)| (*number, *state)));
        Ok(states)
    }
}

impl Answered {
    /// Reads what was decided since. It stands in the ledger, whatever became of the post.
    fn catch_up(&mut self, connection: &mut AnyConnection) -> Result<(), DbError> {
        let (decided, newest) = moderated::appeals_after(connection, self.until)?;
        for entry in decided {
            let state = match entry.act {
                Act::AppealGranted => AppealState::Granted,
                _ => AppealState::Refused,
            };
            if let Some(of) = fact(&entry, "of").and_then(|of| of.parse().ok()) {
                self.states.insert(of, state);
            }
        }
        self.until = newest;
        Ok(())
    }
}

fn lock<T>(remembered: &Mutex<T>) -> MutexGuard<'_, T> {
    remembered.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read(connection: &mut AnyConnection, zone: Tz, month: NaiveDate) -> Result<Acts, DbError> {
    let next = month_of(month + Days::new(31));
    let (from, to) = (day_begins(month, zone), day_begins(next, zone));
    let mut acts: BTreeMap<Line, Vec<i32>> = BTreeMap::new();
    for entry in moderated::between(connection, from, to)? {
        let Some(sort) = moderated::sort_of(entry.act) else {
            continue;
        };
        let line = Line {
            sort,
            board: fact(&entry, "board").map(str::to_owned),
            act: entry.act,
            ground: entry.ground,
            rule: entry.rule,
            rules_version: entry.rules_version,
            appeal: None,
        };
        acts.entry(line).or_default().push(entry.number);
    }
    Ok(acts.into_iter().collect())
}

fn fact<'a>(entry: &'a Entry, name: &str) -> Option<&'a str> {
    let mut facts = entry.facts.iter();
    let (_, value) = facts.find(|(known, _)| known == name)?;
    Some(value)
}
