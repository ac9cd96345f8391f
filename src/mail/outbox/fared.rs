//! How mails fared: for whoever needs to know whether one arrived, and to whom none does.

use std::collections::{BTreeSet, HashMap};

use chrono::Days;
use diesel::prelude::*;

use super::{Ended, LetterKind, State};
use crate::{
    clock::day_begins,
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::outbox},
};

/// Whether a mail of one kind about a case stands there.
pub fn has(
    connection: &mut AnyConnection,
    case: i64,
    kind: LetterKind,
    state: State,
) -> Result<bool, DbError> {
    let found: i64 = outbox::table
        .filter(outbox::case_id.eq(case))
        .filter(outbox::kind.eq(kind))
        .filter(outbox::state.eq(state))
        .count()
        .get_result(connection)?;
    Ok(found > 0)
}

/// To whom mails of one kind about a case still wait to be sent, by the addresses' blind indices.
pub fn awaited(
    connection: &mut AnyConnection,
    case: i64,
    kind: LetterKind,
) -> Result<BTreeSet<Vec<u8>>, DbError> {
    let waiting: Vec<Option<Vec<u8>>> = outbox::table
        .filter(outbox::case_id.eq(case))
        .filter(outbox::kind.eq(kind))
        .filter(outbox::state.eq(State::Queued))
        .select(outbox::recipient_index)
        .load(connection)?;
    Ok(waiting.into_iter().flatten().collect())
}

/// To whom mails of one kind were written today, by the addresses' blind indices.
pub fn told_today(
    connection: &mut AnyConnection,
    context: &Context,
    kind: LetterKind,
) -> Result<BTreeSet<Vec<u8>>, DbError> {
    let zone = context.config.city.time_zone;
    let today = context.clock.today(zone);
    let told: Vec<Option<Vec<u8>>> = outbox::table
        .filter(outbox::kind.eq(kind))
        .filter(outbox::created_at.ge(day_begins(today, zone)))
        .filter(outbox::created_at.lt(day_begins(today + Days::new(1), zone)))
        .select(outbox::recipient_index)
        .load(connection)?;
    Ok(told.into_iter().flatten().collect())
}

/// How the mails to an address fared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fared {
    /// How many were refused for good, or not taken for days, since one was taken.
    pub refused: usize,
    /// Since when the oldest that waits is tried in vain; while the relay takes none, nobody tries.
    pub waiting: Option<Timestamp>,
}

/// How the mails to offices at these addresses fared, by their blind indices, of whatever kind; nothing of
/// an address with which all is well.
pub fn fared(
    connection: &mut AnyConnection,
    indices: Vec<Vec<u8>>,
) -> Result<HashMap<Vec<u8>, Fared>, DbError> {
    type Last = (Option<Vec<u8>>, Option<Timestamp>);
    let mut fared: HashMap<Vec<u8>, Fared> = HashMap::new();
    let these = || {
        outbox::table
            .filter(outbox::kind.eq_any(LetterKind::TO_OFFICES))
            .filter(outbox::recipient_index.eq_any(indices.clone()))
    };
    // What somebody gave up says nothing of the address.
    let refused: Vec<Last> = these()
        .filter(outbox::state.eq(State::Dead))
        .filter(outbox::ended.eq_any(Ended::NOT_TAKEN))
        .select((outbox::recipient_index, outbox::finished_at))
        .load(connection)?;
    let waiting: Vec<Last> = these()
        .filter(outbox::state.eq(State::Queued))
        .filter(outbox::tried_since.is_not_null())
        .group_by(outbox::recipient_index)
        .select((
            outbox::recipient_index,
            diesel::dsl::min(outbox::tried_since),
        ))
        .load(connection)?;
    if refused.is_empty() && waiting.is_empty() {
        return Ok(fared);
    }
    let taken: Vec<Last> = these()
        .filter(outbox::state.eq(State::Sent))
        .group_by(outbox::recipient_index)
        .select((
            outbox::recipient_index,
            diesel::dsl::max(outbox::finished_at),
        ))
        .load(connection)?;
    let taken: HashMap<_, _> = taken.into_iter().collect();
    for (index, at) in refused {
        let last = taken.get(&index).copied().flatten();
        if let Some(index) = index.filter(|_| at > last) {
            fared.entry(index).or_default().refused += 1;
        }
    }
    for (index, since) in waiting {
        if let Some(index) = index {
            fared.entry(index).or_default().waiting = since;
        }
    }
    Ok(fared)
}

/// The cases with mails of one kind to an address, by its blind index, of which none was taken.
pub fn unreached(
    connection: &mut AnyConnection,
    kind: LetterKind,
    index: &[u8],
) -> Result<BTreeSet<i64>, DbError> {
    let mails: Vec<(Option<i64>, State)> = outbox::table
        .filter(outbox::kind.eq(kind))
        .filter(outbox::recipient_index.eq(index.to_vec()))
        .filter(outbox::case_id.is_not_null())
        .group_by((outbox::case_id, outbox::state))
        .select((outbox::case_id, outbox::state))
        .load(connection)?;
    let of = |taken: bool| {
        let these = mails
            .iter()
            .filter(move |(_, state)| (*state == State::Sent) == taken);
        these
            .filter_map(|(case, _)| *case)
            .collect::<BTreeSet<i64>>()
    };
    Ok(of(false).difference(&of(true)).copied().collect())
}
