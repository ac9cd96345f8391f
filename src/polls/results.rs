//! What a closed poll says, and what it leaves out.
//!
//! No figure before the end, none where fewer than ten voted, none of an option that fewer than
//! ten chose (nobody looks like a few), and no total, from which such an option could be worked
//! out. When all chose the same, that is said in words.

use diesel::prelude::*;

use super::{Phase, PollError, by_id, today};
use crate::{context::Context, db::schema::poll_options, forum::reader::Reader};

/// The smallest group of people that is shown.
pub const SMALLEST: i32 = 10;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Results {
    /// The poll has not closed.
    Later,
    /// Fewer than ten voted.
    TooFew,
    /// Everybody who voted chose the option of this number.
    Unanimous(i32),
    /// The options' numbers in their order, each with its votes where those are ten or more.
    Counted(Vec<(i32, Option<i32>)>),
}

/// The results as everybody sees them who sees the poll; there is no other way to a tally.
pub async fn of_poll(
    context: &Context,
    poll: i64,
    reader: impl Into<Reader>,
) -> Result<Results, PollError> {
    let (today, reader) = (today(context), reader.into());
    context
        .db
        .read(move |connection| {
            if by_id(connection, poll, reader, today)?.phase != Phase::Closed {
                return Ok(Results::Later);
            }
            let tally: Vec<(i32, i32)> = poll_options::table
                .filter(poll_options::poll_id.eq(poll))
                .order(poll_options::number)
                .select((poll_options::number, poll_options::votes))
                .load(connection)?;
            Ok(show(&tally))
        })
        .await
}

fn show(tally: &[(i32, i32)]) -> Results {
    let voted: i64 = tally.iter().map(|(_, votes)| i64::from(*votes)).sum();
    if voted < i64::from(SMALLEST) {
        return Results::TooFew;
    }
    if let Some((number, _)) = tally.iter().find(|(_, votes)| i64::from(*votes) == voted) {
        return Results::Unanimous(*number);
    }
    let shown = |votes: i32| (votes >= SMALLEST).then_some(votes);
    Results::Counted(
        tally
            .iter()
            .map(|(number, votes)| (*number, shown(*votes)))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_under_ten_is_a_figure() {
        assert_eq!(show(&[(1, 5), (2, 4)]), Results::TooFew);
        assert_eq!(show(&[(1, 0), (2, 12)]), Results::Unanimous(2));
        assert_eq!(
            show(&[(1, 10), (2, 9), (3, 0)]),
            Results::Counted(vec![(1, Some(10)), (2, None), (3, None)])
        );
        assert_eq!(
            show(&[(1, 6), (2, 7)]),
            Results::Counted(vec![(1, None), (2, None)])
        );
    }
}
