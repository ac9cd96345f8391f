//! By what a lease of a mail is known: whoever says what became of a mail says it of theirs alone.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{Lease, State};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        schema::outbox,
    },
};

/// One lease of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    pub id: i64,
    /// Until when it is its holder's; by this it is known.
    pub(super) until: Timestamp,
}

impl Claim {
    /// Whether it lasts until then.
    pub fn lasts(self, until: Timestamp) -> bool {
        self.until >= until
    }
}

/// Leases of mails that were taken at the same time.
pub(super) struct Claims {
    pub ids: Vec<i64>,
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
        let mut together: BTreeMap<Timestamp, Vec<i64>> = BTreeMap::new();
        for claim in claims {
            together.entry(claim.until).or_default().push(claim.id);
        }
        let together = together.into_iter();
        Ok(together.map(|(until, ids)| Self { ids, until }).collect())
    }
}

/// Whether a lease stands, and nobody has taken its mail back: it may have waited since it was taken.
pub async fn stands(context: &Context, claim: Claim) -> Result<bool, DbError> {
    let claims = Claims::from(claim);
    context
        .db
        .read(move |connection| {
            let found: i64 = outbox::table
                .filter(leased!(claims))
                .filter(outbox::lease.eq(Lease::Taken))
                .count()
                .get_result(connection)?;
            Ok(found > 0)
        })
        .await
}
