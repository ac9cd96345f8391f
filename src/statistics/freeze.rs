//! Freezing a closed month: counted, suppressed, written, and never touched again.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use diesel::{
    prelude::*,
    result::{DatabaseErrorKind, Error},
};

use super::{
    Counted, Names, Report, StatisticsError,
    answers::{self, NO_OFFICE, RECEIVED_BY_OFFICE},
    count::count,
    is_frozen, key, month_of, months, names_of, reviews,
    suppress::{Shown, Table, publish},
    visits,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{accounts, cases, daily_counts, posts, statistics_cells, statistics_months},
    },
};

/// How many months one round makes up for.
const MOST: usize = 120;

/// Freezes every month that has closed and is not frozen yet, since anything happened, and
/// forgets the daily counts and the ratings of frozen months.
///
/// A month closes a day late: each node keeps its last visits in memory for a while.
pub async fn freeze_closed(context: &Context) -> Result<(), StatisticsError> {
    let zone = context.config.city.time_zone;
    let today = context.clock.today(zone);
    let frozen = months(context).await?;
    let first = move |connection: &mut AnyConnection| first_day(connection, zone);
    let Some(first) = context.db.read(first).await? else {
        return Ok(());
    };
    let this_month = month_of(today - Days::new(1));
    let (mut month, mut open) = (month_of(first), Vec::new());
    while month < this_month && open.len() < MOST {
        if !frozen.contains(&month) {
            open.push(month);
        }
        month = month_of(month + Days::new(31));
    }
    let not_frozen = month;
    for month in open {
        // Another node, or the next start, goes on where this one ends.
        if context.is_leaving() {
            return Ok(());
        }
        let cx = context.clone();
        let counted = context
            .db
            .read(move |connection| count(connection, &cx, month))
            .await?;
        write(context, month, counted, today).await?;
    }
    answers::forget(context, not_frozen).await?;
    forget_days(context, not_frozen).await
}

/// Deletes the daily counts before `day`, whose months are frozen; what a node wrote too late
/// goes with them.
async fn forget_days(context: &Context, day: NaiveDate) -> Result<(), StatisticsError> {
    let old = move || daily_counts::table.filter(daily_counts::day.lt(day));
    let look = move |connection: &mut AnyConnection| Ok(old().count().get_result(connection)?);
    context
        .db
        .write_if_any(look, move |connection| {
            diesel::delete(old()).execute(connection)?;
            Ok(())
        })
        .await
}

/// The first day on which anything happened.
fn first_day(
    connection: &mut AnyConnection,
    zone: Tz,
) -> Result<Option<NaiveDate>, StatisticsError> {
    let first: [Option<Timestamp>; 3] = [
        accounts::table
            .select(diesel::dsl::min(accounts::created_at))
            .first(connection)?,
        cases::table
            .select(diesel::dsl::min(cases::created_at))
            .first(connection)?,
        posts::table
            .select(diesel::dsl::min(posts::created_at))
            .first(connection)?,
    ];
    let counted: Option<NaiveDate> = daily_counts::table
        .select(diesel::dsl::min(daily_counts::day))
        .first(connection)?;
    let happened = first.into_iter().flatten();
    let days = happened.map(|at| at.day_in(zone));
    Ok(days.chain(counted).min())
}

/// A month of a demo city's made-up past: other people are counted, and all else is the same.
pub async fn seed(
    context: &Context,
    month: NaiveDate,
    counted: Counted,
) -> Result<(), StatisticsError> {
    let today = context.clock.today(context.config.city.time_zone);
    write(context, month, counted, today).await
}

async fn write(
    context: &Context,
    month: NaiveDate,
    counted: Counted,
    today: NaiveDate,
) -> Result<(), StatisticsError> {
    let written = context
        .db
        .write(move |connection| insert(connection, month, &counted, today))
        .await;
    match written {
        // Another node was faster; its figures stay.
        Err(StatisticsError::Db(crate::db::DbError::Query(Error::DatabaseError(
            DatabaseErrorKind::UniqueViolation,
            _,
        )))) => Ok(()),
        other => other,
    }
}

fn insert(
    connection: &mut AnyConnection,
    month: NaiveDate,
    counted: &Counted,
    today: NaiveDate,
) -> Result<(), StatisticsError> {
    if is_frozen(connection, month)? {
        return Ok(());
    }
    diesel::insert_into(statistics_months::table)
        .values((
            statistics_months::month.eq(month),
            statistics_months::frozen_on.eq(today),
        ))
        .execute(connection)?;
    let names = names_of(connection)?;
    for population in populations(counted, &names) {
        let (reports, tables): (Vec<&str>, Vec<Table>) = population.into_iter().unzip();
        for ((report, table), shown) in reports.iter().zip(&tables).zip(publish(&tables)?) {
            store(connection, month, report, table, &shown)?;
        }
    }
    for (name, table, shown) in answers::published(counted, &names)? {
        store(connection, month, &name, &table, &shown)?;
    }
    for (name, table, shown) in reviews::published(&counted.reviews)? {
        store(connection, month, name, &table, &shown)?;
    }
    let (name, table, shown) = reviews::published_of_appeals(&counted.appeals);
    store(connection, month, name, &table, &shown)?;
    for (name, table, shown) in
        visits::published(month, &counted.visitors_by_day, &counted.views_by_part)?
    {
        store(connection, month, name, &table, &shown)?;
    }
    Ok(())
}

/// The divisions of each population.
fn populations(counted: &Counted, names: &Names) -> [Vec<(&'static str, Table)>; 3] {
    let of = |kind: &str, people: &BTreeMap<String, i64>| rows(kind, people, names);
    let submitters: i64 = counted.submitters_by_place.values().sum();
    let mut by_office = counted.submitters_by_office.clone();
    let without = submitters - by_office.values().sum::<i64>();
    *by_office.entry(key("office", NO_OFFICE)).or_default() += without;
    [
        vec![
            (
                Report::PostersBoard.as_str(),
                of("board/", &counted.posters_by_board),
            ),
            (
                Report::PostersLanguage.as_str(),
                of("language/", &counted.posters_by_language),
            ),
        ],
        vec![
            (Report::SubmittersPlace.as_str(), cross(counted, names)),
            (
                Report::SubmittersLanguage.as_str(),
                of("language/", &counted.submitters_by_language),
            ),
            (RECEIVED_BY_OFFICE, of("office/", &by_office)),
        ],
        vec![(
            Report::NewcomersLanguage.as_str(),
            of("language/", &counted.newcomers_by_language),
        )],
    ]
}

/// Every key of a kind, whether or not anybody is counted there: nobody is no reason to be absent.
pub(super) fn keys<'a>(
    kind: &str,
    names: &'a Names,
    counted: impl Iterator<Item = &'a String>,
) -> Vec<String> {
    let known = names.known.iter().map(|(key, ..)| key);
    let mut keys: Vec<String> = known
        .filter(|key| key.starts_with(kind))
        .chain(counted)
        .cloned()
        .collect();
    keys.sort();
    keys.dedup();
    keys
}

fn rows(kind: &str, people: &BTreeMap<String, i64>, names: &Names) -> Table {
    let rows = keys(kind, names, people.keys());
    Table {
        cells: rows
            .iter()
            .map(|row| vec![people.get(row).copied().unwrap_or(0)])
            .collect(),
        rows,
        columns: Vec::new(),
    }
}

fn cross(counted: &Counted, names: &Names) -> Table {
    let places = &counted.submitters_by_place;
    let rows = keys("category/", names, places.keys().map(|(row, _)| row));
    let columns = keys("district/", names, places.keys().map(|(_, column)| column));
    Table {
        cells: rows
            .iter()
            .map(|row| {
                let people = |column: &String| {
                    let place = (row.clone(), column.clone());
                    places.get(&place).copied().unwrap_or(0)
                };
                columns.iter().map(people).collect()
            })
            .collect(),
        rows,
        columns,
    }
}

fn store(
    connection: &mut AnyConnection,
    month: NaiveDate,
    report: &str,
    table: &Table,
    shown: &Shown,
) -> Result<(), StatisticsError> {
    let mut cells: Vec<(&str, &str, Option<i64>)> = vec![("", "", shown.total)];
    cells.extend(pairs(&table.rows, &shown.rows).map(|(row, figure)| (row, "", figure)));
    cells
        .extend(pairs(&table.columns, &shown.columns).map(|(column, figure)| ("", column, figure)));
    for (row, line) in table.rows.iter().zip(&shown.cells) {
        let line = pairs(&table.columns, line).filter(|(_, figure)| figure.is_some());
        cells.extend(line.map(|(column, figure)| (row.as_str(), column, figure)));
    }
    for (row, column, figure) in cells {
        let figure = figure.map(|figure| i32::try_from(figure).unwrap_or(i32::MAX));
        diesel::insert_into(statistics_cells::table)
            .values((
                statistics_cells::month.eq(month),
                statistics_cells::report.eq(report),
                statistics_cells::row_key.eq(row),
                statistics_cells::column_key.eq(column),
                statistics_cells::figure.eq(figure),
            ))
            .execute(connection)?;
    }
    Ok(())
}

pub(super) fn pairs<'a>(
    keys: &'a [String],
    figures: &'a [Option<i64>],
) -> impl Iterator<Item = (&'a str, Option<i64>)> {
    keys.iter().map(String::as_str).zip(figures.iter().copied())
}
