//! What a moderator is told of somebody who wrote what waits: for how long they are here, how much
//! they wrote, what was decided against them and what readers reported. Never an address.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::{dsl::count_star, prelude::*};

use super::sanctions::decidable;
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{accounts, chain_links, flags, ledger_payloads, post_decisions, posts, sanctions},
    },
    forum::{State, flags::Outcome},
    privacy::ledger::Act,
    trust::{self, Level, restraint::Kind},
};

/// What is on record about an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub account: i64,
    /// Whether the moderator who looks may decide about the account.
    pub decidable: bool,
    pub level: Level,
    /// Days since the account was opened.
    pub days: i64,
    /// Posts of theirs that everybody can see.
    pub published: i64,
    /// How often each was decided about their posts, and stands.
    pub against: Vec<(Act, i64)>,
    /// What was imposed on the account and on which day, the newest first; not what an appeal undid or a moderator took back.
    pub imposed: Vec<(Kind, NaiveDate)>,
    /// Flags about their posts and profile after which something was done, as long as flags are kept.
    pub upheld: i64,
    /// And those that a moderator dismissed.
    pub dismissed: i64,
}

/// What is decided against an author.
const AGAINST: [Act; 4] = [
    Act::PostRejected,
    Act::PostHidden,
    Act::PostMasked,
    Act::PostEdited,
];

/// `None` where the account is there no more.
pub(super) fn of(
    connection: &mut AnyConnection,
    context: &Context,
    (by, account): (i64, i64),
) -> Result<Option<Record>, DbError> {
    let opened: Option<Timestamp> = accounts::table
        .find(account)
        .select(accounts::created_at)
        .first(connection)
        .optional()?;
    let Some(opened) = opened else {
        return Ok(None);
    };
    let published = posts::table
        .filter(posts::account_id.eq(account))
        .filter(posts::state.eq(State::Published))
        .count()
        .get_result(connection)?;
    let flagged = flagged(connection, account)?;
    let of = |wanted: &[Outcome]| {
        let those = flagged.iter();
        let those = those.filter(|(outcome, _)| wanted.contains(outcome));
        those.map(|(_, count)| count).sum::<i64>()
    };
    Ok(Some(Record {
        account,
        decidable: decidable(connection, by, vec![account])?.contains(&account),
        level: trust::of(connection, account)?.level,
        days: (context.now().utc() - opened.utc()).num_days(),
        published,
        against: against(connection, account)?,
        imposed: imposed(connection, account)?,
        upheld: of(&[Outcome::Acted, Outcome::Asked]),
        dismissed: of(&[Outcome::Dismissed]),
    }))
}

fn against(connection: &mut AnyConnection, account: i64) -> Result<Vec<(Act, i64)>, DbError> {
    let own = posts::table
        .filter(posts::account_id.eq(account))
        .select(posts::id);
    let undone = post_decisions::table
        .filter(post_decisions::undone_at.is_not_null())
        .select(post_decisions::number);
    let mut against: Vec<(Act, i64)> = chain_links::table
        .inner_join(ledger_payloads::table.on(ledger_payloads::number.eq(chain_links::number)))
        .filter(chain_links::chain.eq(0))
        .filter(chain_links::kind.eq_any(AGAINST))
        .filter(chain_links::number.ne_all(undone))
        .filter(chain_links::number.ne_all(lifted(connection, account)?))
        .filter(ledger_payloads::post_id.assume_not_null().eq_any(own))
        .group_by(chain_links::kind)
        .select((chain_links::kind, count_star()))
        .load(connection)?;
    against.sort_unstable();
    Ok(against)
}

/// The numbers of decisions to hide posts of theirs that a moderator lifted, bringing the post back.
fn lifted(connection: &mut AnyConnection, account: i64) -> Result<Vec<i32>, DbError> {
    let own = posts::table
        .filter(posts::account_id.eq(account))
        .select(posts::id);
    let steps: Vec<(i64, i32, Act)> = post_decisions::table
        .filter(post_decisions::post_id.eq_any(own))
        .filter(post_decisions::undone_at.is_null())
        .filter(post_decisions::act.eq_any([Act::PostHidden, Act::PostRestored]))
        .order(post_decisions::number)
        .select((
            post_decisions::post_id,
            post_decisions::number,
            post_decisions::act,
        ))
        .load(connection)?;
    let (mut hidden, mut lifted) = (HashMap::new(), Vec::new());
    for (post, number, act) in steps {
        if act == Act::PostRestored {
            lifted.extend(hidden.remove(&post));
        } else {
            hidden.insert(post, number);
        }
    }
    Ok(lifted)
}

/// Whoever decides about posts alone is told of it, too: that of an account is their author's.
fn imposed(
    connection: &mut AnyConnection,
    account: i64,
) -> Result<Vec<(Kind, NaiveDate)>, DbError> {
    Ok(sanctions::table
        .filter(sanctions::account_id.eq(account))
        .filter(sanctions::withdrawn_number.is_null())
        .filter(
            sanctions::granted
                .is_null()
                .or(sanctions::granted.assume_not_null().eq(false)),
        )
        .order(sanctions::ledger_number.desc())
        .select((sanctions::kind, sanctions::imposed_on))
        .load(connection)?)
}

/// How the flags about somebody's posts and profile ended.
fn flagged(connection: &mut AnyConnection, account: i64) -> Result<Vec<(Outcome, i64)>, DbError> {
    let own = posts::table
        .filter(posts::account_id.eq(account))
        .select(posts::id);
    let of_posts = flags::post_id
        .is_not_null()
        .and(flags::post_id.assume_not_null().eq_any(own));
    let of_profile = flags::profile_id
        .is_not_null()
        .and(flags::profile_id.assume_not_null().eq(account));
    Ok(flags::table
        .filter(of_posts.or(of_profile))
        .group_by(flags::outcome)
        .select((flags::outcome, count_star()))
        .load(connection)?)
}
