//! How much waits and how soon it is decided, whoever the moderator.

use diesel::{dsl::count_star, prelude::*};

use super::{Kind, OPEN};
use crate::db::{AnyConnection, DbError, Timestamp, schema::review_items};

/// Every kind that is decided here, in the order in which figures name them. How soon is decided what has
/// a room of its own is counted apart.
pub const KINDS: [Kind; 11] = [
    Kind::PersonalDataOfOthers,
    Kind::FoundAgain,
    Kind::Flag,
    Kind::GuestPost,
    Kind::FirstPost,
    Kind::WatchedWord,
    Kind::Spam,
    Kind::UnreadAttachment,
    Kind::Publication,
    Kind::Imported,
    Kind::HeldAgain,
];

/// What is decided in rooms of its own.
pub const MATTERS: [Kind; 3] = [Kind::Appeal, Kind::SanctionAppeal, Kind::Request];

/// How many items of a kind wait, and since when the oldest of them does.
pub type Waiting = (Kind, i64, Option<Timestamp>);

/// What waits for anybody, by kind, with what is decided in a room of its own; of a kind of which nothing
/// waits there is no row.
pub fn waiting(connection: &mut AnyConnection) -> Result<Vec<Waiting>, DbError> {
    Ok(review_items::table
        .filter(review_items::state.eq(OPEN))
        .group_by(review_items::kind)
        .select((
            review_items::kind,
            count_star(),
            diesel::dsl::min(review_items::created_at),
        ))
        .load(connection)?)
}

/// Why each item waited that a moderator decided from `from` until before `to`, since when, and
/// until when.
pub fn decided(
    connection: &mut AnyConnection,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<(Kind, Timestamp, Timestamp)>, DbError> {
    Ok(review_items::table
        .filter(review_items::kind.eq_any(KINDS))
        .filter(review_items::by_moderator.eq(true))
        .filter(review_items::decided_at.ge(from))
        .filter(review_items::decided_at.lt(to))
        .select((
            review_items::kind,
            review_items::created_at,
            review_items::decided_at.assume_not_null(),
        ))
        .load(connection)?)
}

/// Since when each appeal waited that was answered from `from` until before `to`, and until when.
pub fn answered(
    connection: &mut AnyConnection,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<(Timestamp, Timestamp)>, DbError> {
    Ok(review_items::table
        .filter(review_items::kind.eq_any([Kind::Appeal, Kind::SanctionAppeal]))
        .filter(review_items::decided_at.ge(from))
        .filter(review_items::decided_at.lt(to))
        .select((
            review_items::created_at,
            review_items::decided_at.assume_not_null(),
        ))
        .load(connection)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A kind that is new has to be named here, and so in the list.
    #[test]
    fn every_kind_is_listed() {
        for kind in KINDS.into_iter().chain(MATTERS) {
            match kind {
                Kind::GuestPost
                | Kind::FirstPost
                | Kind::WatchedWord
                | Kind::Spam
                | Kind::PersonalDataOfOthers
                | Kind::UnreadAttachment
                | Kind::Publication
                | Kind::FoundAgain
                | Kind::Imported
                | Kind::HeldAgain
                | Kind::Flag => {}
                Kind::Appeal | Kind::SanctionAppeal | Kind::Request => {
                    assert!(
                        MATTERS.contains(&kind),
                        "{kind:?} is counted in its own room"
                    );
                }
            }
            let known = KINDS.into_iter().chain(MATTERS);
            assert_eq!(known.filter(|one| *one == kind).count(), 1, "{kind:?}");
        }
    }
}
