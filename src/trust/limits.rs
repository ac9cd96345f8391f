//! How much an account does in a day: rows, so exact over several nodes. The day is the city's, and
//! with it the limit ends.
//!
//! Who works for the city has no limits; whom they are for, the rooms that ask know.

use chrono::NaiveDate;
use diesel::prelude::*;
use validator::ValidationErrors;

use super::{Threshold, open, threshold};
use crate::{
    db::{AnyConnection, DbError, schema::account_standing},
    text_rules::refuse_most,
};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Post,
    /// With the post that opens it.
    Topic,
    Flag,
}

/// A limit that is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    what: What,
    /// As many a day.
    pub most: i32,
}

impl Reached {
    /// As what is wrong with a form, at its field.
    pub fn errors(self, field: &'static str) -> ValidationErrors {
        let mut errors = ValidationErrors::new();
        let code = match self.what {
            What::Post => "posts-a-day",
            What::Topic => "topics-a-day",
            What::Flag => "flags-a-day",
        };
        refuse_most(&mut errors, field, code, i64::from(self.most));
        errors
    }
}

/// What an account has done on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Done {
    posts: i32,
    topics: i32,
    flags: i32,
}

impl Done {
    /// With one more, where the level has room for it.
    fn and(self, what: What, level: &Threshold) -> Result<Self, Reached> {
        let reached = |what, most| Err(Reached { what, most });
        match what {
            What::Topic if self.topics >= level.topics => reached(what, level.topics),
            What::Post | What::Topic if self.posts >= level.posts => {
                reached(What::Post, level.posts)
            }
            What::Flag if self.flags >= level.flags => reached(what, level.flags),
            What::Post => Ok(Self {
                posts: self.posts + 1,
                ..self
            }),
            What::Topic => Ok(Self {
                posts: self.posts + 1,
                topics: self.topics + 1,
                ..self
            }),
            What::Flag => Ok(Self {
                flags: self.flags + 1,
                ..self
            }),
        }
    }
}

type Row = (i32, i32, Option<NaiveDate>, i32, i32, i32);

/// The level of a row, and what was done `today`.
fn read(row: Row, today: NaiveDate) -> (&'static Threshold, Done) {
    let (approved, upheld, day, posts, topics, flags) = row;
    let done = Done {
        posts,
        topics,
        flags,
    };
    let done = if day == Some(today) {
        done
    } else {
        Done::default()
    };
    (threshold(approved, upheld), done)
}

/// The limit that one more would break, if any; nothing is counted.
pub fn reached(
    connection: &mut AnyConnection,
    account: i64,
    today: NaiveDate,
    what: What,
) -> Result<Option<Reached>, DbError> {
    let row: Option<Row> = account_standing::table
        .find(account)
        .select((
            account_standing::approved,
            account_standing::upheld,
            account_standing::day,
            account_standing::posts,
            account_standing::topics,
            account_standing::flags,
        ))
        .first(connection)
        .optional()?;
    let (level, done) = read(row.unwrap_or_default(), today);
    Ok(done.and(what, level).err())
}

/// Counts one more today, or says which limit is reached. Of two at once the second waits here, and
/// sees what the first took.
pub fn take(
    connection: &mut AnyConnection,
    account: i64,
    today: NaiveDate,
    what: What,
) -> Result<Option<Reached>, DbError> {
    open(connection, account)?;
    // The row is held by being written.
    let row: Row = diesel::update(account_standing::table.find(account))
        .set(account_standing::upheld.eq(account_standing::upheld))
        .returning((
            account_standing::approved,
            account_standing::upheld,
            account_standing::day,
            account_standing::posts,
            account_standing::topics,
            account_standing::flags,
        ))
        .get_result(connection)?;
    let (level, done) = read(row, today);
    let done = match done.and(what, level) {
        Ok(done) => done,
        Err(reached) => return Ok(Some(reached)),
    };
    diesel::update(account_standing::table.find(account))
        .set((
            account_standing::day.eq(today),
            account_standing::posts.eq(done.posts),
            account_standing::topics.eq(done.topics),
            account_standing::flags.eq(done.flags),
        ))
        .execute(connection)?;
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trust::LEVELS;

    #[test]
    fn a_day_has_room_for_as_much_as_its_level_says_and_the_next_begins_anew() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day");
        let level = &LEVELS[0];
        for (what, most) in [
            (What::Post, level.posts),
            (What::Topic, level.topics),
            (What::Flag, level.flags),
        ] {
            let mut done = Done::default();
            for _ in 0..most {
                done = done.and(what, level).expect("room");
            }
            assert_eq!(done.and(what, level), Err(Reached { what, most }));
            let row = (0, 0, Some(today), done.posts, done.topics, done.flags);
            assert_eq!(read(row, today).1, done);
            let tomorrow = today.succ_opt().expect("a day");
            assert_eq!(read(row, tomorrow).1, Done::default());
        }
    }

    #[test]
    fn a_topic_is_a_post_too() {
        let level = &LEVELS[0];
        let full = Done {
            posts: level.posts,
            ..Done::default()
        };
        let reached = full.and(What::Topic, level).expect_err("no room");
        assert_eq!((reached.what, reached.most), (What::Post, level.posts));
        assert!(full.and(What::Flag, level).is_ok());
    }
}
