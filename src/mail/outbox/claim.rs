//! By what a lease of a mail is known: whoever says what became of a mail says it of theirs alone.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{Lease, LetterKind, State};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        schema::outbox,
    },
    mail::suppression,
};

/// One lease of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    pub id: i64,
    pub(super) kind: LetterKind,
    /// Until when it is its holder's; by this it is known.
    pub(super) until: Timestamp,
}

impl Claim {
    /// Puts it among those that are leased here and not begun.
    pub fn hold(self, context: &Context) {
        context.in_hand.add(self.id, self.until);
    }

    /// Takes it out of those: it is begun now, or put back. `false` where somebody else has it.
    pub fn begin(self, context: &Context) -> bool {
        context.in_hand.take(self.id, self.until)
    }

    /// Whether it lasts until then.
    pub fn lasts(self, until: Timestamp) -> bool {
        self.until >= until
    }
}

/// Leases of mails that were taken at the same time.
pub(super) struct Claims {
    pub ids: Vec<i64>,
    /// Of what kinds they are.
    pub kinds: Vec<LetterKind>,
    pub until: Timestamp,
}

/// The rows of mails, as long as the leases that were taken of them stand.
macro_rules! leased {
    ($claims:expr) => {
        outbox::id
            .eq_any($claims.ids.clone())
            .and(outbox::state.eq(State::Queued))
            .and(outbox::next_attempt_at.eq($claims.until))
    };
}
pub(super) use leased;

impl From<Claim> for Claims {
    fn from(claim: Claim) -> Self {
        Self {
            ids: vec![claim.id],
            kinds: vec![claim.kind],
            until: claim.until,
        }
    }
}

impl Claims {
    /// Holds the rows of many, and gives those together that were taken together.
    pub(super) fn hold(
        connection: &mut AnyConnection,
        claims: &[Claim],
    ) -> Result<Vec<Self>, DbError> {
        let ids = claims.iter().map(|claim| claim.id).collect();
        locks::hold(connection, Table::Outbox, ids)?;
        let mut together: BTreeMap<Timestamp, Self> = BTreeMap::new();
        for claim in claims {
            let with = together.entry(claim.until).or_insert_with(|| Self {
                ids: Vec::new(),
                kinds: Vec::new(),
                until: claim.until,
            });
            with.ids.push(claim.id);
            with.kinds.push(claim.kind);
        }
        Ok(together.into_values().collect())
    }

    /// Whether one of them is of a kind of which this is true.
    pub(super) fn any(&self, is: impl Fn(&LetterKind) -> bool) -> bool {
        self.kinds.iter().any(is)
    }
}

/// Whether a lease stands, nobody has taken its mail back, and its address gets such mails still: it may have
/// waited since it was taken.
///
/// Asked for each mail, so it names one id: a statement with a list of them is prepared anew each time.
pub fn stands(connection: &mut AnyConnection, claim: Claim) -> Result<bool, DbError> {
    let found: Option<Option<Vec<u8>>> = outbox::table
        .filter(outbox::id.eq(claim.id))
        .filter(outbox::state.eq(State::Queued))
        .filter(outbox::next_attempt_at.eq(claim.until))
        .filter(outbox::lease.eq(Lease::Taken))
        .select(outbox::recipient_index)
        .first(connection)
        .optional()?;
    match found {
        Some(Some(index)) => Ok(!suppression::withholds(connection, &index, claim.kind)?),
        Some(None) => Ok(true),
        None => Ok(false),
    }
}
