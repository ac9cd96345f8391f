//! Counting the people of a month. What is counted here lives in memory only.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::{dsl::count_star, prelude::*};

use super::{
    StatisticsError,
    answers::{self, Answered, Rated},
    key, month_of,
    reviews::{self, Reviewed},
    visits,
};
use crate::{
    clock::day_begins,
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{accounts, boards, cases, categories, districts, posts, topics},
    },
    forum::{State, boards::readable, reader::Reader},
};

/// The people of a month by keys (`board/SLUG`, `language/zh` …). Divisions of the same people
/// add up to the same number.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    pub posters_by_board: BTreeMap<String, i64>,
    pub posters_by_language: BTreeMap<String, i64>,
    pub submitters_by_place: BTreeMap<(String, String), i64>,
    pub submitters_by_language: BTreeMap<String, i64>,
    /// Those whose case an office has; the others have none yet.
    pub submitters_by_office: BTreeMap<String, i64>,
    pub newcomers_by_language: BTreeMap<String, i64>,
    /// Those who accepted to be counted.
    pub visitors_by_day: BTreeMap<NaiveDate, i64>,
    /// Page views, by `part/KEY`.
    pub views_by_part: BTreeMap<String, i64>,
    /// First answers, one by one, and who rated one.
    pub answers: Vec<Answered>,
    pub ratings: Vec<Rated>,
    /// What moderators decided, one by one.
    pub reviews: Vec<Reviewed>,
    /// The hours that each appeal waited which was answered.
    pub appeals: Vec<i64>,
}

/// When a month begins and ends in the city's time zone.
pub fn bounds(context: &Context, month: NaiveDate) -> (Timestamp, Timestamp) {
    let zone = context.config.city.time_zone;
    let next = month_of(month + chrono::Days::new(31));
    (day_begins(month, zone), day_begins(next, zone))
}

pub(super) fn count(
    connection: &mut AnyConnection,
    context: &Context,
    month: NaiveDate,
) -> Result<Counted, StatisticsError> {
    let (from, to) = bounds(context, month);
    let on_boards: Vec<(Option<i64>, String, i64)> = posts::table
        .inner_join(topics::table.inner_join(boards::table))
        .filter(posts::state.eq(State::Published))
        .filter(readable(Reader::GUEST))
        .filter(posts::account_id.is_not_null())
        .filter(posts::created_at.ge(from))
        .filter(posts::created_at.lt(to))
        .group_by((posts::account_id, boards::slug))
        .select((posts::account_id, boards::slug, count_star()))
        .load(connection)?;
    let in_languages: Vec<(Option<i64>, String, i64)> = posts::table
        .inner_join(topics::table.inner_join(boards::table))
        .filter(posts::state.eq(State::Published))
        .filter(readable(Reader::GUEST))
        .filter(posts::account_id.is_not_null())
        .filter(posts::created_at.ge(from))
        .filter(posts::created_at.lt(to))
        .group_by((posts::account_id, posts::language))
        .select((posts::account_id, posts::language, count_star()))
        .load(connection)?;
    let places: Vec<(String, String, i64)> = cases::table
        .inner_join(categories::table)
        .inner_join(districts::table)
        .filter(cases::created_at.ge(from))
        .filter(cases::created_at.lt(to))
        .group_by((categories::slug, districts::slug))
        .select((categories::slug, districts::slug, count_star()))
        .load(connection)?;
    let case_languages: Vec<(String, i64)> = cases::table
        .filter(cases::created_at.ge(from))
        .filter(cases::created_at.lt(to))
        .group_by(cases::language)
        .select((cases::language, count_star()))
        .load(connection)?;
    let newcomers: Vec<(String, i64)> = accounts::table
        .filter(accounts::created_at.ge(from))
        .filter(accounts::created_at.lt(to))
        .group_by(accounts::language)
        .select((accounts::language, count_star()))
        .load(connection)?;
    let (visitors_by_day, views_by_part) = visits::count(connection, month)?;
    let (answers, ratings) = answers::count(connection, context, month)?;
    let languages = |rows: Vec<(String, i64)>| {
        rows.into_iter()
            .map(|(language, people)| (key("language", &language), people))
            .collect()
    };
    Ok(Counted {
        posters_by_board: most(on_boards, "board"),
        posters_by_language: most(in_languages, "language"),
        submitters_by_place: places
            .into_iter()
            .map(|(category, district, people)| {
                (
                    (key("category", &category), key("district", &district)),
                    people,
                )
            })
            .collect(),
        submitters_by_language: languages(case_languages),
        submitters_by_office: answers::received_by_office(connection, (from, to))?,
        newcomers_by_language: languages(newcomers),
        visitors_by_day,
        views_by_part,
        answers,
        ratings,
        reviews: reviews::count(connection, from, to)?,
        appeals: reviews::answered(connection, from, to)?,
    })
}

/// Everybody once, where they did most.
fn most(rows: Vec<(Option<i64>, String, i64)>, kind: &str) -> BTreeMap<String, i64> {
    let mut best: BTreeMap<Option<i64>, (i64, String)> = BTreeMap::new();
    for (person, place, times) in rows {
        let known = best.entry(person).or_insert((0, String::new()));
        if times > known.0 || times == known.0 && place < known.1 {
            *known = (times, place);
        }
    }
    let mut people = BTreeMap::new();
    for (_, place) in best.into_values() {
        *people.entry(key(kind, &place)).or_insert(0) += 1;
    }
    people
}
