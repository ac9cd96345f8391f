//! Asking a resident once how they found the answer: one to five stars and no words.
//!
//! The question goes with the first answer, by a link in its mail, and stands on the case's page; it
//! is open until the end of the month after. Nobody who handles cases reads what was given: it is
//! counted by `statistics`, which forgets the stars then.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate};
use diesel::prelude::*;

use super::{SuggestionError, acts::refused, follow::Own};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{case_ratings, cases},
    },
    keys::Token,
};

/// What somebody gives, from one to five.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stars(i32);

impl Stars {
    /// The most first, as they are offered.
    pub const ALL: [Self; 5] = [Self(5), Self(4), Self(3), Self(2), Self(1)];

    /// Those that were chosen; field `stars`.
    pub fn chosen(number: Option<i32>) -> Result<Self, SuggestionError> {
        let mut all = Self::ALL.into_iter();
        let chosen = all.find(|stars| Some(stars.0) == number);
        chosen.ok_or_else(|| refused("stars", "choice"))
    }

    pub const fn number(self) -> i32 {
        self.0
    }
}

/// The link of a question, and the last day on which it can be answered.
pub(super) struct Asked {
    pub token: Token,
    pub until: NaiveDate,
}

/// The last day on which what was asked on this one can be answered.
pub fn until(asked_on: NaiveDate) -> NaiveDate {
    let next = |day: NaiveDate| day.with_day(1).unwrap_or(day) + Days::new(31);
    let after = next(next(asked_on));
    after.with_day(1).unwrap_or(after) - Days::new(1)
}

/// Asks about these cases, each once: of those that were not answered before, the links for those
/// that are `mailed`. In the transaction of the answer, which holds them.
pub(super) fn ask(
    connection: &mut AnyConnection,
    context: &Context,
    office: i64,
    about: &[i64],
    mailed: &[i64],
) -> Result<BTreeMap<i64, Asked>, SuggestionError> {
    let before: Vec<i64> = case_ratings::table
        .filter(case_ratings::case_id.eq_any(about.to_vec()))
        .select(case_ratings::case_id)
        .load(connection)?;
    let new: Vec<(i64, Option<NaiveDate>, Option<NaiveDate>)> = cases::table
        .filter(cases::id.eq_any(about.to_vec()))
        .filter(cases::id.ne_all(before))
        .order(cases::id)
        .select((cases::id, cases::due_on, cases::missed_on))
        .load(connection)?;
    let today = context.clock.today(context.config.city.time_zone);
    let mut asked = BTreeMap::new();
    for (case, due_on, missed_on) in new {
        let token = mailed.contains(&case).then(|| Token::draw(&context.random));
        diesel::insert_into(case_ratings::table)
            .values((
                case_ratings::case_id.eq(case),
                case_ratings::office_id.eq(office),
                case_ratings::asked_on.eq(today),
                case_ratings::due_on.eq(missed_on.or(due_on)),
                case_ratings::token_hash.eq(token.as_ref().map(Token::hash)),
            ))
            .execute(connection)?;
        if let Some(token) = token {
            let until = until(today);
            asked.insert(case, Asked { token, until });
        }
    }
    Ok(asked)
}

/// A case about which its resident was asked.
#[derive(Clone, Debug)]
pub struct Question {
    case: i64,
    pub reference: String,
    pub until: NaiveDate,
    /// Whether stars were given. Which, is forgotten when they are counted.
    pub is_answered: bool,
    pub stars: Option<i32>,
}

/// Whether stars were given just now, or had been before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rated {
    Now,
    Before,
}

/// What a mailed link asks, without answering it; [`SuggestionError::Gone`] where it never was one,
/// where its time is over, and where the case is to be used no more.
pub async fn look(context: &Context, token: &Token) -> Result<Question, SuggestionError> {
    let (cx, hash) = (context.clone(), token.hash());
    context
        .db
        .read(move |connection| {
            let found: Option<i64> = case_ratings::table
                .filter(case_ratings::token_hash.eq(hash))
                .select(case_ratings::case_id)
                .first(connection)
                .optional()?;
            let found = found.map(|case| find(connection, &cx, case)).transpose()?;
            found.flatten().ok_or(SuggestionError::Gone)
        })
        .await
}

/// What is asked about one's own case; `None` where nothing is, or not any more.
pub async fn of_own(context: &Context, case: &Own) -> Result<Option<Question>, SuggestionError> {
    let (cx, case) = (context.clone(), case.id);
    context
        .db
        .read(move |connection| find(connection, &cx, case))
        .await
}

fn find(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
) -> Result<Option<Question>, SuggestionError> {
    type Row = (String, NaiveDate, Option<i32>, Option<NaiveDate>);
    let row: Option<Row> = case_ratings::table
        .inner_join(cases::table)
        .filter(case_ratings::case_id.eq(case))
        .filter(cases::restricted_on.is_null())
        .select((
            cases::reference,
            case_ratings::asked_on,
            case_ratings::stars,
            case_ratings::rated_on,
        ))
        .first(connection)
        .optional()?;
    let today = context.clock.today(context.config.city.time_zone);
    let question = row.map(|(reference, asked_on, stars, rated_on)| Question {
        case,
        reference,
        until: until(asked_on),
        is_answered: rated_on.is_some(),
        stars,
    });
    Ok(question.filter(|question| today <= question.until))
}

/// Rates by a mailed link, once; fails as [`look`] does.
pub async fn by_link(
    context: &Context,
    token: &Token,
    stars: Stars,
) -> Result<Rated, SuggestionError> {
    let question = look(context, token).await?;
    rate(context, question.case, stars).await
}

/// Rates one's own case, once; [`SuggestionError::NotNow`] where nothing is asked.
pub async fn by_resident(
    context: &Context,
    case: &Own,
    stars: Stars,
) -> Result<Rated, SuggestionError> {
    rate(context, case.id, stars)
        .await
        .map_err(|error| match error {
            SuggestionError::Gone => SuggestionError::NotNow(case.state),
            error => error,
        })
}

async fn rate(context: &Context, case: i64, stars: Stars) -> Result<Rated, SuggestionError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            find(connection, &cx, case)?.ok_or(SuggestionError::Gone)?;
            // The first of two at once changes the row; the second waits and finds it changed.
            let unrated = case_ratings::table.find(case);
            let first = diesel::update(unrated.filter(case_ratings::rated_on.is_null()))
                .set((
                    case_ratings::stars.eq(stars.0),
                    case_ratings::rated_on.eq(cx.clock.today(cx.config.city.time_zone)),
                ))
                .execute(connection)?;
            Ok(if first == 1 {
                Rated::Now
            } else {
                Rated::Before
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_open_until_the_month_after_it_ends() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        for (asked, last) in [
            ("2026-01-01", "2026-02-28"),
            ("2026-01-31", "2026-02-28"),
            ("2026-03-02", "2026-04-30"),
            ("2026-11-30", "2026-12-31"),
            ("2026-12-01", "2027-01-31"),
        ] {
            assert_eq!(until(day(asked)), day(last), "{asked}");
        }
    }

    #[test]
    fn there_are_one_to_five_stars() {
        for number in [None, Some(0), Some(6), Some(-1), Some(i32::MAX)] {
            assert!(Stars::chosen(number).is_err(), "{number:?}");
        }
        let five: Vec<i32> = Stars::ALL.map(Stars::number).to_vec();
        assert_eq!(five, [5, 4, 3, 2, 1]);
        assert_eq!(Stars::chosen(Some(3)).expect("three").number(), 3);
    }
}
