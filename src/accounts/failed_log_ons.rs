//! Attempts to log on as one of the city's people that came to nothing, for administrators.
//!
//! Nothing is written for it. What makes whoever guesses wait is counted for every address, whether it has an
//! account or none (`throttle`): a count for the city's people alone would tell a stranger, by the time that it takes, whose
//! account is one of theirs. Here the counts of the city's people are looked up among them, and no others. They are
//! known for a day, and until somebody logs on rightly.

use diesel::prelude::*;

use super::{
    Role,
    factors::step,
    log_on,
    throttle::{self, Counted},
};
use crate::{
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::accounts},
    privacy::audit::MOST_PEOPLE,
};

/// What was tried in vain with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    pub account: i64,
    pub name: String,
    pub role: Role,
    pub wrong_passwords: i32,
    /// By somebody who had proven the first thing.
    pub wrong_factors: i32,
    /// The last of them.
    pub last_at: Timestamp,
    /// Until when nobody logs on with it.
    pub blocked_until: Option<Timestamp>,
}

/// Of all the city's people, the last attempt first.
pub(super) fn of_the_city(
    connection: &mut AnyConnection,
    context: &Context,
) -> Result<Vec<Failed>, DbError> {
    let people: Vec<(i64, String, Role, Vec<u8>)> = accounts::table
        .filter(accounts::role.ne(Role::Resident))
        .order((accounts::name, accounts::id))
        .limit(MOST_PEOPLE)
        .select((
            accounts::id,
            accounts::name,
            accounts::role,
            accounts::email_index,
        ))
        .load(connection)?;
    let mut keys = Vec::with_capacity(2 * people.len());
    for (account, _, _, email_index) in &people {
        keys.push(log_on::throttle_key(context, email_index));
        keys.push(step::throttle_key(context, *account));
    }
    let counted = throttle::counted(connection, context.now(), &keys)?;
    let of_one = people.into_iter().zip(keys.chunks_exact(2));
    let mut failed: Vec<Failed> = of_one
        .filter_map(|((account, name, role, _), keys)| {
            let of = |place: usize| keys.get(place).and_then(|key| counted.get(key)).copied();
            let (password, factor) = (of(0), of(1));
            let both = || [password, factor].into_iter().flatten();
            let failures = |counted: Option<Counted>| counted.map_or(0, |counted| counted.failures);
            Some(Failed {
                account,
                name,
                role,
                wrong_passwords: failures(password),
                wrong_factors: failures(factor),
                last_at: both().map(|counted| counted.last_at).max()?,
                blocked_until: both().filter_map(|counted| counted.blocked_until).max(),
            })
        })
        .collect();
    failed.sort_by_key(|one| std::cmp::Reverse(one.last_at));
    Ok(failed)
}
