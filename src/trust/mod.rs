//! Trust: how far an account has shown that it keeps to the rules, and what follows from that.
//!
//! It grows with posts that were published and still stand, and falls with decisions against the
//! account that still stand. Posts are counted by the database's triggers, as each changes its state,
//! so that no act forgets it; decisions here, in the transaction that makes them. Nobody counts again
//! when it is read. How much an account does in a day is `limits`', what moderators imposed on it
//! `restraint`'s; what is done with either, the rooms above.

pub mod limits;
pub mod restraint;

use diesel::{Connection as _, prelude::*};

use crate::db::{
    AnyConnection, DbError,
    schema::{account_standing, upheld_decisions},
    text_enum,
};

text_enum! {
    /// How far an account is trusted.
    #[schema(as = TrustLevel)]
    pub enum Level {
        New = "new",
        Member = "member",
        Regular = "regular",
        Trusted = "trusted",
    }
}

/// From when on an account has a level, and how much it may do with it in a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    pub level: Level,
    /// What it must have earned: see [`earned`].
    pub earned: i32,
    /// Topics are posts, too.
    pub posts: i32,
    pub topics: i32,
    pub flags: i32,
    /// In one post; `None` where nobody counts them.
    pub links: Option<usize>,
}

/// The levels, the lowest first. The page on moderation shows them.
pub static LEVELS: [Threshold; 4] = [
    Threshold {
        level: Level::New,
        earned: i32::MIN,
        posts: 5,
        topics: 2,
        flags: 10,
        links: Some(2),
    },
    Threshold {
        level: Level::Member,
        earned: 1,
        posts: 30,
        topics: 8,
        flags: 20,
        links: None,
    },
    Threshold {
        level: Level::Regular,
        earned: 10,
        posts: 100,
        topics: 20,
        flags: 40,
        links: None,
    },
    Threshold {
        level: Level::Trusted,
        earned: 50,
        posts: 300,
        topics: 60,
        flags: 100,
        links: None,
    },
];

/// As many posts that stand, a decision that stands outweighs.
pub const PRICE: i32 = 5;

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub level: Level,
    /// Its posts that are published.
    pub approved: i32,
    /// The decisions against it that stand.
    pub upheld: i32,
}

impl Standing {
    pub fn counted(approved: i32, upheld: i32) -> Self {
        Self {
            level: level(approved, upheld),
            approved,
            upheld,
        }
    }

    pub const fn earned(self) -> i32 {
        earned(self.approved, self.upheld)
    }
}

/// What an account has earned; below nothing where more was decided against it than stands.
pub const fn earned(approved: i32, upheld: i32) -> i32 {
    approved.saturating_sub(upheld.saturating_mul(PRICE))
}

/// The level that follows from what is counted, and from nothing else.
pub fn level(approved: i32, upheld: i32) -> Level {
    threshold(approved, upheld).level
}

fn threshold(approved: i32, upheld: i32) -> &'static Threshold {
    let earned = earned(approved, upheld);
    let reached = LEVELS.iter().rev().find(|level| earned >= level.earned);
    reached.unwrap_or(&LEVELS[0])
}

/// How an account stands now.
pub fn of(connection: &mut AnyConnection, account: i64) -> Result<Standing, DbError> {
    let counted: Option<(i32, i32)> = account_standing::table
        .find(account)
        .select((account_standing::approved, account_standing::upheld))
        .first(connection)
        .optional()?;
    let (approved, upheld) = counted.unwrap_or_default();
    Ok(Standing::counted(approved, upheld))
}

/// Counts a decision against an account, by its number in the ledger; call it in the transaction of
/// the decision.
pub fn upheld(connection: &mut AnyConnection, account: i64, number: i32) -> Result<(), DbError> {
    open(connection, account)?;
    diesel::insert_into(upheld_decisions::table)
        .values((
            upheld_decisions::ledger_number.eq(number),
            upheld_decisions::account_id.eq(account),
        ))
        .execute(connection)?;
    diesel::update(account_standing::table.find(account))
        .set(account_standing::upheld.eq(account_standing::upheld + 1))
        .execute(connection)?;
    Ok(())
}

/// Gives back what a decision took, which was undone or whose appeal was granted; one that took
/// nothing, or gave it back before, changes nothing.
pub fn given_back(connection: &mut AnyConnection, number: i32) -> Result<(), DbError> {
    let account: Option<i64> = upheld_decisions::table
        .find(number)
        .select(upheld_decisions::account_id)
        .first(connection)
        .optional()?;
    let Some(account) = account else {
        return Ok(());
    };
    let given = diesel::delete(upheld_decisions::table.find(number)).execute(connection)?;
    if given > 0 {
        diesel::update(account_standing::table.find(account))
            .set(account_standing::upheld.eq(account_standing::upheld - 1))
            .execute(connection)?;
    }
    Ok(())
}

/// Lets an account begin as one whom the city knows: of a demo city.
pub fn vouch(connection: &mut AnyConnection, account: i64, approved: i32) -> Result<(), DbError> {
    open(connection, account)?;
    diesel::update(account_standing::table.find(account))
        .set(account_standing::approved.eq(approved))
        .execute(connection)?;
    Ok(())
}

/// Holds an account's standing until the transaction ends: after posts and topics, before the ledger,
/// as every act that publishes or hides a post comes by it.
pub fn hold(connection: &mut AnyConnection, account: i64) -> Result<(), DbError> {
    diesel::update(account_standing::table.find(account))
        .set(account_standing::approved.eq(account_standing::approved))
        .execute(connection)?;
    Ok(())
}

/// Makes the row where there is none. In a savepoint, since PostgreSQL gives a transaction up at a
/// refused row.
fn open(connection: &mut AnyConnection, account: i64) -> Result<(), DbError> {
    use diesel::result::{DatabaseErrorKind::UniqueViolation, Error};
    let there: i64 = account_standing::table
        .find(account)
        .count()
        .get_result(connection)?;
    if there > 0 {
        return Ok(());
    }
    let opened = connection.transaction(|connection| {
        diesel::insert_into(account_standing::table)
            .values((
                account_standing::account_id.eq(account),
                account_standing::approved.eq(0),
                account_standing::upheld.eq(0),
                account_standing::posts.eq(0),
                account_standing::topics.eq(0),
                account_standing::flags.eq(0),
            ))
            .execute(connection)
    });
    match opened {
        Ok(_) | Err(Error::DatabaseError(UniqueViolation, _)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LEVELS, Level, PRICE, level};

    #[test]
    fn each_level_begins_where_the_table_says_and_allows_more_than_the_one_below() {
        for pair in LEVELS.windows(2) {
            let (below, above) = (&pair[0], &pair[1]);
            assert!(below.level < above.level && below.earned < above.earned);
            assert!(below.posts < above.posts && below.topics < above.topics);
            assert!(below.flags < above.flags);
            assert_eq!(level(above.earned, 0), above.level);
            assert_eq!(level(above.earned - 1, 0), below.level);
        }
        assert_eq!(level(0, 0), Level::New);
        assert_eq!(level(i32::MAX, i32::MAX), Level::New);
    }

    proptest! {
        #[test]
        fn trust_grows_with_posts_that_stand_and_falls_with_decisions(
            approved in 0..200_i32, upheld in 0..40_i32,
        ) {
            let now = level(approved, upheld);
            prop_assert!(level(approved + 1, upheld) >= now);
            prop_assert!(level(approved, upheld + 1) <= now);
            // As many posts as a decision outweighs make it good.
            prop_assert_eq!(level(approved + PRICE, upheld + 1), now);
        }
    }
}
