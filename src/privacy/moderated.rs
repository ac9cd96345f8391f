//! Which entries of the ledger are acts of moderation: what each is done to, and all of a time.
//!
//! What everybody reads of them, `moderation::log` says.

use diesel::prelude::*;

use super::ledger::{Act, Entry, ROW, entry};
use crate::db::{AnyConnection, DbError, Timestamp, schema::chain_links, text_enum};

text_enum! {
    /// What sort of thing an act of moderation is done to.
    pub enum Sort {
        Post = "post",
        Topic = "topic",
        Profile = "profile",
        /// What somebody may do with an account, for a time.
        Account = "account",
        /// A post or a profile that readers reported.
        Flagged = "flagged",
        /// A decision that its author asked to be looked at again.
        Appeal = "appeal",
    }
}

/// Every act of moderation, with what it is done to.
pub const ACTS: [(Act, Sort); 30] = [
    (Act::PostApproved, Sort::Post),
    (Act::PostRejected, Sort::Post),
    (Act::PostHidden, Sort::Post),
    (Act::PostMasked, Sort::Post),
    (Act::PostEdited, Sort::Post),
    (Act::PostRestored, Sort::Post),
    (Act::PostHeld, Sort::Post),
    (Act::PostWaitsAgain, Sort::Post),
    (Act::DecisionUndone, Sort::Post),
    (Act::FlagsDismissed, Sort::Flagged),
    (Act::FlagsReopened, Sort::Flagged),
    (Act::ReviewReopened, Sort::Flagged),
    (Act::ProfileReminded, Sort::Profile),
    (Act::ReminderUndone, Sort::Profile),
    (Act::ProfileHidden, Sort::Profile),
    (Act::AccountWarned, Sort::Account),
    (Act::AccountSilenced, Sort::Account),
    (Act::AccountSuspended, Sort::Account),
    (Act::SanctionEnded, Sort::Account),
    (Act::SanctionWithdrawn, Sort::Account),
    (Act::AppealGranted, Sort::Appeal),
    (Act::AppealRefused, Sort::Appeal),
    (Act::TopicPinned, Sort::Topic),
    (Act::TopicUnpinned, Sort::Topic),
    (Act::TopicLocked, Sort::Topic),
    (Act::TopicUnlocked, Sort::Topic),
    (Act::TopicMoved, Sort::Topic),
    (Act::TopicSplit, Sort::Topic),
    (Act::TopicMerged, Sort::Topic),
    (Act::TopicTagged, Sort::Topic),
];

/// The facts that name a board.
pub(super) const BOARDS: [&str; 2] = ["board", "from"];

/// What an act is done to; `None` where it is no act of moderation.
pub fn sort_of(act: Act) -> Option<Sort> {
    let found = ACTS.iter().find(|(known, _)| *known == act);
    found.map(|(_, sort)| *sort)
}

/// Number, act, fields and moment of a link.
type Row = (i32, Act, String, Timestamp);

/// All acts of moderation from `from` until before `to`, oldest first.
pub fn between(
    connection: &mut AnyConnection,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Entry>, DbError> {
    let rows: Vec<Row> = chain_links::table
        .filter(chain_links::chain.eq(0))
        .filter(chain_links::at.ge(from))
        .filter(chain_links::at.lt(to))
        .filter(chain_links::kind.eq_any(ACTS.map(|(act, _)| act)))
        .order(chain_links::number)
        .select(ROW)
        .load(connection)?;
    Ok(entries(rows))
}

/// Every appeal that was decided after the entry `after` of the ledger, oldest first, and the number of
/// the ledger's newest entry, up to which this is all.
pub fn appeals_after(
    connection: &mut AnyConnection,
    after: i32,
) -> Result<(Vec<Entry>, i32), DbError> {
    let newest: Option<i32> = chain_links::table
        .filter(chain_links::chain.eq(0))
        .select(diesel::dsl::max(chain_links::number))
        .first(connection)?;
    let newest = newest.unwrap_or(0);
    let rows: Vec<Row> = chain_links::table
        .filter(chain_links::chain.eq(0))
        .filter(chain_links::number.gt(after))
        .filter(chain_links::number.le(newest))
        .filter(chain_links::kind.eq_any([Act::AppealGranted, Act::AppealRefused]))
        .order(chain_links::number)
        .select(ROW)
        .load(connection)?;
    Ok((entries(rows), newest))
}

fn entries(rows: Vec<Row>) -> Vec<Entry> {
    rows.into_iter()
        .map(|(number, act, fields, at)| entry(number, act, &fields, at))
        .collect()
}

/// When the newest act of moderation before `end` was done.
pub fn newest_before(
    connection: &mut AnyConnection,
    end: Timestamp,
) -> Result<Option<Timestamp>, DbError> {
    Ok(chain_links::table
        .filter(chain_links::chain.eq(0))
        .filter(chain_links::at.lt(end))
        .filter(chain_links::kind.eq_any(ACTS.map(|(act, _)| act)))
        .select(diesel::dsl::max(chain_links::at))
        .first(connection)?)
}
