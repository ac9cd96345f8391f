//! By when appeals are answered, about posts and about accounts: so many of the city's working days
//! after somebody asked, as the configuration says. The day is kept with the appeal, for who asked is
//! told it; the lists of what waits are in its order, page by page.

use std::{collections::BTreeSet, fmt, str::FromStr};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    ModerationError,
    appeals::{AppealState, beyond},
    sanction_appeals,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{appeals, posts, topics},
    },
    review::Reach,
};

/// As many appeals stand on a page of a list.
pub(super) const OF_A_PAGE: u8 = 20;

/// Where a list of appeals goes on: after the one of this day and number. The default is before all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub due: NaiveDate,
    pub number: i64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.due, self.number)
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (due, number) = text.split_once('.').ok_or(())?;
        Ok(Self {
            due: due.parse().map_err(|_| ())?,
            number: number.parse().map_err(|_| ())?,
        })
    }
}

/// A page of the appeals that wait, and where it goes on.
pub struct Listed<A> {
    pub waiting: Vec<A>,
    pub next: Option<Place>,
}

/// The page of what was found, which is one more than stands on it where the list goes on.
pub(super) fn page<A>(mut found: Vec<A>, place: impl Fn(&A) -> Place) -> Listed<A> {
    let most = usize::from(OF_A_PAGE);
    let goes_on = found.len() > most;
    found.truncate(most);
    let next = found.last().filter(|_| goes_on).map(place);
    Listed {
        waiting: found,
        next,
    }
}

/// Of an appeal that comes, or came, at this moment.
pub(super) fn due(context: &Context, asked: Timestamp) -> NaiveDate {
    due_of_day(context, asked.day_in(context.config.city.time_zone))
}

/// Of an appeal that came on this day.
pub(super) fn due_of_day(context: &Context, day: NaiveDate) -> NaiveDate {
    let days = context.config.review.appeal_days;
    context.calendar().due(day, days)
}

/// Appeals that are to be answered, about posts and about accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pressing {
    /// By their ids.
    posts: BTreeSet<i64>,
    /// By the numbers of what they are against.
    accounts: BTreeSet<i32>,
}

impl Pressing {
    pub fn count(&self) -> usize {
        self.posts.len() + self.accounts.len()
    }

    pub fn add(&mut self, more: &Self) {
        self.posts.extend(&more.posts);
        self.accounts.extend(&more.accounts);
    }

    /// Those of them that are not among `others`.
    pub fn without(&self, others: &Self) -> Self {
        Self {
            posts: self.posts.difference(&others.posts).copied().collect(),
            accounts: self
                .accounts
                .difference(&others.accounts)
                .copied()
                .collect(),
        }
    }
}

/// The appeals that this moderator may answer and that are to be answered on `today` at the latest, about
/// posts and about accounts. Nobody decides about their own decisions, nor about their own posts.
pub(super) fn pressing(
    connection: &mut AnyConnection,
    context: &Context,
    moderator: i64,
    today: NaiveDate,
) -> Result<Pressing, ModerationError> {
    let about_accounts = sanction_appeals::pressing(connection, context, moderator, today)?;
    Ok(Pressing {
        posts: about_posts(connection, context, moderator, today)?,
        accounts: about_accounts.into_iter().collect(),
    })
}

fn about_posts(
    connection: &mut AnyConnection,
    context: &Context,
    moderator: i64,
    today: NaiveDate,
) -> Result<BTreeSet<i64>, DbError> {
    let reach = Reach::of(connection, moderator)?;
    let beyond = beyond(connection, moderator)?;
    let open: Vec<(i64, Option<NaiveDate>, Timestamp, i64)> = appeals::table
        .inner_join(posts::table.on(posts::id.eq(appeals::post_id)))
        .inner_join(topics::table.on(topics::id.eq(posts::topic_id)))
        .filter(appeals::state.eq(AppealState::Open))
        .filter(appeals::id.ne_all(beyond))
        .filter(
            appeals::moderator_id
                .is_null()
                .or(appeals::moderator_id.assume_not_null().ne(moderator)),
        )
        .filter(
            posts::account_id
                .is_null()
                .or(posts::account_id.assume_not_null().ne(moderator)),
        )
        .select((
            appeals::id,
            appeals::due_on,
            appeals::created_at,
            topics::board_id,
        ))
        .load(connection)?;
    let pressing = open.into_iter().filter(|(_, due_on, asked, board)| {
        due_on.unwrap_or_else(|| due(context, *asked)) <= today && reach.covers(*board)
    });
    Ok(pressing.map(|(id, ..)| id).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_else_may_answer_is_taken_out() {
        let of = |posts: &[i64], accounts: &[i32]| Pressing {
            posts: posts.iter().copied().collect(),
            accounts: accounts.iter().copied().collect(),
        };
        let mut others = of(&[1], &[]);
        others.add(&of(&[], &[7]));
        let left = of(&[1, 2], &[7, 8]).without(&others);
        assert_eq!((left.count(), left), (2, of(&[2], &[8])));
    }

    #[test]
    fn a_place_is_read_as_it_is_written() {
        let due = NaiveDate::from_ymd_opt(2026, 3, 19).expect("a day");
        let place = Place { due, number: 7 };
        assert_eq!(place.to_string(), "2026-03-19.7");
        assert_eq!("2026-03-19.7".parse(), Ok(place));
        for wrong in ["", "2026-03-19", "2026-03-19.", "7.2026-03-19", "x.7"] {
            assert_eq!(wrong.parse::<Place>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn a_list_goes_on_only_where_something_is_left() {
        let place = |number: &i64| Place {
            due: NaiveDate::default(),
            number: *number,
        };
        let most = i64::from(OF_A_PAGE);
        assert_eq!(page((0..most).collect(), place).next, None);
        let more = page((0..=most).collect(), place);
        assert_eq!(more.waiting.len(), usize::from(OF_A_PAGE));
        assert_eq!(more.next.map(|place| place.number), Some(most - 1));
    }
}
