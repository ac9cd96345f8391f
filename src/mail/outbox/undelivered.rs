//! Why mails did not arrive, for whoever sent them; never to which address.

use std::collections::{BTreeMap, HashSet};

use diesel::prelude::*;

use super::{Ended, State};
use crate::{
    db::{AnyConnection, DbError, schema::outbox, text_enum},
    keys::Keys,
    mail::status,
    privacy::{
        Purpose, Viewer,
        sealed::{self, Column},
    },
};

text_enum! {
    /// Why a mail did not arrive, as far as a mail server said.
    pub enum Undelivered {
        /// There is no such address.
        Nowhere = "nowhere",
        /// A mail server refused it for good.
        Refused = "refused",
        /// No mail server took it for days.
        Late = "late",
    }
}

/// Why a mail did not arrive, by how it ended and what the server said, sealed.
pub fn because(keys: &Keys, ended: Option<Ended>, reply: Option<&[u8]>) -> Undelivered {
    if ended == Some(Ended::Late) {
        return Undelivered::Late;
    }
    let said = reply.and_then(|reply| sealed::open(keys, Column::OutboxReply, reply).ok());
    let is_nowhere = said
        .is_some_and(|said| status::no_such_address(said.reveal(Viewer::Plaza, Purpose::Delivery)));
    if is_nowhere {
        Undelivered::Nowhere
    } else {
        Undelivered::Refused
    }
}

/// How many letters about a breach did not arrive, by why; as long as their rows are kept.
pub fn undelivered_of(
    connection: &mut AnyConnection,
    keys: &Keys,
    breach: i64,
) -> Result<Vec<(Undelivered, usize)>, DbError> {
    let letters: Vec<(Option<Ended>, Option<Vec<u8>>)> = outbox::table
        .filter(outbox::breach_id.eq(breach))
        .filter(outbox::state.eq(State::Dead))
        .filter(outbox::ended.eq_any(Ended::NOT_TAKEN))
        .select((outbox::ended, outbox::reply_sealed))
        .load(connection)?;
    let mut counts: BTreeMap<Undelivered, usize> = BTreeMap::new();
    for (ended, reply) in letters {
        let why = because(keys, ended, reply.as_deref());
        *counts.entry(why).or_default() += 1;
    }
    Ok(counts.into_iter().collect())
}

/// The breaches of which letters did not arrive.
pub fn breaches_undelivered(connection: &mut AnyConnection) -> Result<HashSet<i64>, DbError> {
    let found: Vec<Option<i64>> = outbox::table
        .filter(outbox::breach_id.is_not_null())
        .filter(outbox::state.eq(State::Dead))
        .filter(outbox::ended.eq_any(Ended::NOT_TAKEN))
        .select(outbox::breach_id)
        .distinct()
        .load(connection)?;
    Ok(found.into_iter().flatten().collect())
}
