//! Which rows have had their time, and their deletion, as the inventory says.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate, TimeDelta};
use diesel::prelude::*;

use super::{Owner, Retention, Root, Table, tables};
use crate::{
    config::ConfigError,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        rows::{self, Columns, Rows, Sort},
        schema::retention_reports,
    },
    privacy::{chain::Chain, erased, ground::Ground},
};

/// A class of records in the operator's retention schedule. Each has years of its own, so that
/// none can be without: a new class says how long at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Petitions and their files.
    Cases,
    /// What was done to posts and data, on which ground.
    Decisions,
    /// Requests about personal data.
    Requests,
}

impl Class {
    pub const ALL: [Self; 3] = [Self::Cases, Self::Decisions, Self::Requests];

    /// Its key below `[retention]`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cases => "cases",
            Self::Decisions => "decisions",
            Self::Requests => "requests",
        }
    }

    /// The years where `[retention]` names none: the five that agencies' schedules commonly give a
    /// closed petition, and what belongs to handling it.
    const fn usual(self) -> u32 {
        match self {
            Self::Cases | Self::Decisions | Self::Requests => 5,
        }
    }

    /// The years by what is configured, which [`Schedule::new`] has checked.
    pub fn years(self, configured: &BTreeMap<String, u32>) -> u32 {
        let years = configured.get(self.name()).copied();
        years.unwrap_or_else(|| self.usual())
    }
}

const LONGEST: u32 = 100;

/// How many years each class of records is kept.
#[derive(Clone, Debug)]
pub struct Schedule(BTreeMap<Class, u32>);

impl Schedule {
    /// The operator's years over the usual ones. Fails with the first of [`Schedule::faults`].
    pub fn new(configured: &BTreeMap<String, u32>) -> Result<Self, ConfigError> {
        if let Some(fault) = Self::faults(configured).into_iter().next() {
            return Err(fault);
        }
        let years = Class::ALL.map(|class| (class, class.years(configured)));
        Ok(Self(years.into()))
    }

    /// What is wrong: classes that the inventory does not know, and years below 1 or above 100.
    pub fn faults(configured: &BTreeMap<String, u32>) -> Vec<ConfigError> {
        let classes = Class::ALL.map(Class::name);
        let unknown = configured
            .keys()
            .filter(|class| !classes.contains(&class.as_str()));
        let unknown = unknown.map(|class| {
            let remedy = format!("the classes are {}", classes.join(", "));
            wrong(class, None, "is no class of records", remedy)
        });
        let years = Class::ALL.into_iter().filter_map(|class| {
            let years = class.years(configured);
            let words = "is not a number of years from 1 to 100";
            let remedy = "write the years of your retention schedule".to_owned();
            let fault = || wrong(class.name(), Some(years), words, remedy);
            (!(1..=LONGEST).contains(&years)).then(fault)
        });
        unknown.chain(years).collect()
    }

    pub fn years(&self, class: Class) -> u32 {
        self.0.get(&class).copied().unwrap_or(class.usual())
    }
}

fn wrong(class: &str, years: Option<u32>, problem: &str, remedy: String) -> ConfigError {
    ConfigError {
        key: format!("retention.{class}"),
        value: years.map(|years| years.to_string()),
        problem: problem.to_owned(),
        remedy,
    }
}

/// How many rows of a table have had their time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub table: &'static str,
    pub count: i64,
}

/// When the job runs: the moment, and the day it is in the city.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    pub moment: Timestamp,
    pub today: NaiveDate,
}

/// Rows that a room's own rule says have had their time, where no time in a column alone does.
pub struct Over {
    pub table: &'static str,
    /// Their ids at this moment, at most so many.
    pub ids: fn(&mut AnyConnection, Timestamp, i64) -> Result<Vec<i64>, DbError>,
}

/// How many of them go in one round; what is left over goes in the next.
const BATCH: i64 = 10_000;

/// By which rules rows have had their time: the inventory's by the operator's years, and the rooms'.
pub struct Rules<'a> {
    pub schedule: &'a Schedule,
    pub over: &'a [Over],
}

/// What [`delete_due`] would delete; tables of which nothing is due are left out.
pub fn due(connection: &mut AnyConnection, rules: &Rules, now: Now) -> Result<Vec<Due>, DbError> {
    let mut all = Vec::new();
    for rows in doomed(connection, rules, now)? {
        let count = rows.count(connection)?;
        if count > 0 {
            all.push(Due {
                table: rows.table(),
                count,
            });
        }
    }
    Ok(all)
}

/// Deletes all rows of an account or of a case, with what belongs to them, whatever their time.
pub fn erase(
    connection: &mut AnyConnection,
    context: &Context,
    root: Root,
    ground: &Ground,
) -> Result<Vec<Due>, DbError> {
    let (name, id) = match root {
        Root::Account(id) => ("accounts", id),
        Root::Case(id) => ("cases", id),
    };
    let mut found = Vec::new();
    with_belongings(&mut found, 0, Rows::with_id(name, "id", id));
    found.sort_by_key(|(depth, _)| std::cmp::Reverse(*depth));
    let mut all = Vec::new();
    for (_, rows) in found {
        let count = delete(connection, context, &rows, ground)?;
        if count > 0 {
            let table = rows.table();
            all.push(Due { table, count });
        }
    }
    Ok(all)
}

/// Deletes rows. What a chain committed to goes with an erasure on record, which names the
/// ground, and with a link of that chain, which names the erasure. What a file holds goes after its row.
fn delete(
    connection: &mut AnyConnection,
    context: &Context,
    rows: &Rows,
    ground: &Ground,
) -> Result<i64, DbError> {
    let chain = match rows.table() {
        "handling_records" => Some("case_id"),
        "ledger_payloads" => Some("0"),
        _ => None,
    };
    if let Some(chain) = chain {
        let ground = ground.named().ground;
        let recorded = rows.record_erasures(connection, chain, context.now(), ground)?;
        let mut by_chain: BTreeMap<i64, Vec<i32>> = BTreeMap::new();
        for (chain, number) in recorded {
            by_chain.entry(chain).or_default().push(number);
        }
        for (chain, numbers) in by_chain {
            erased::append(connection, context, Chain::of(chain), &numbers, ground)?;
        }
    }
    if rows.table() == "case_files" {
        rows.discard_objects(connection)?;
    }
    rows.delete(connection)
}

/// Deletes what has had its time with what belongs to it, and adds it to the day's report.
///
/// The ground is that of the schedule: its owner was told of it when giving the data.
pub fn delete_due(
    connection: &mut AnyConnection,
    context: &Context,
    rules: &Rules,
    now: Now,
    ground: &Ground,
) -> Result<Vec<Due>, DbError> {
    let mut all = Vec::new();
    for rows in doomed(connection, rules, now)? {
        let count = delete(connection, context, &rows, ground)?;
        if count > 0 {
            let table = rows.table();
            report(connection, now.today, table, count)?;
            all.push(Due { table, count });
        }
    }
    Ok(all)
}

/// Every table's rows that are due, what points to a row before the row.
fn doomed(connection: &mut AnyConnection, rules: &Rules, now: Now) -> Result<Vec<Rows>, DbError> {
    let columns = rows::columns(connection)?;
    let mut found: Vec<(usize, Rows)> = Vec::new();
    for table in tables() {
        if let Some(rows) = due_by_itself(table, &columns, rules.schedule, now) {
            with_belongings(&mut found, 0, rows);
        }
    }
    for over in rules.over {
        let ids = (over.ids)(connection, now.moment, BATCH)?;
        if !ids.is_empty() {
            with_belongings(&mut found, 0, Rows::with_ids(over.table, &ids));
        }
    }
    found.sort_by_key(|(depth, _)| std::cmp::Reverse(*depth));
    Ok(found.into_iter().map(|(_, rows)| rows).collect())
}

fn due_by_itself(
    table: &'static Table,
    columns: &Columns,
    schedule: &Schedule,
    now: Now,
) -> Option<Rows> {
    let (column, moment, day) = match table.retention {
        Retention::Days { column, days } | Retention::DaysAtMost { column, days, .. } => {
            let days = TimeDelta::days(days);
            (column, now.moment - days, now.today - days)
        }
        Retention::Years { class, column } => {
            let months = Months::new(schedule.years(class).checked_mul(12)?);
            let moment = now.moment.utc().checked_sub_months(months)?;
            (column, moment.into(), now.today.checked_sub_months(months)?)
        }
        Retention::Service | Retention::With(_) | Retention::Owner | Retention::Room(_) => {
            return None;
        }
    };
    Some(match columns.get(table.name)?.get(column)? {
        Sort::Date => Rows::before(table.name, column, day),
        _ => Rows::until(table.name, column, moment),
    })
}

/// Adds `rows` and all rows that belong to them; a table stands once, at its greatest depth.
fn with_belongings(found: &mut Vec<(usize, Rows)>, depth: usize, rows: Rows) {
    for child in tables() {
        for way in child.owner.ways() {
            let (column, own) = match *way {
                Owner::Row { column, table } if table == rows.table() => (column, "id"),
                Owner::Case(column) if rows.table() == "cases" && child.name != "cases" => {
                    (column, "id")
                }
                Owner::Account(column)
                    if rows.table() == "accounts" && child.name != "accounts" =>
                {
                    (column, "id")
                }
                Owner::Mailbox(column) if rows.table() == "accounts" => (column, "email_index"),
                Owner::Words { table, column, key } if table == rows.table() => (key, column),
                _ => continue,
            };
            with_belongings(found, depth + 1, rows.sharing(child.name, column, own));
        }
    }
    match found
        .iter_mut()
        .find(|(_, known)| known.table() == rows.table())
    {
        Some((known_depth, known)) => {
            *known_depth = depth.max(*known_depth);
            *known = known.clone().or(&rows);
        }
        None => found.push((depth, rows)),
    }
}

fn report(
    connection: &mut AnyConnection,
    day: NaiveDate,
    table: &str,
    count: i64,
) -> Result<(), DbError> {
    let added = diesel::update(retention_reports::table.find((day, table)))
        .set(retention_reports::count.eq(retention_reports::count + count))
        .execute(connection)?;
    if added == 0 {
        diesel::insert_into(retention_reports::table)
            .values((
                retention_reports::day.eq(day),
                retention_reports::table_name.eq(table),
                retention_reports::count.eq(count),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// One line of the reports.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Reported {
    pub day: NaiveDate,
    pub table: String,
    pub count: i64,
}

/// The newest reports, at most `limit` lines.
pub fn reports(connection: &mut AnyConnection, limit: i64) -> Result<Vec<Reported>, DbError> {
    Ok(retention_reports::table
        .order((
            retention_reports::day.desc(),
            retention_reports::table_name.asc(),
        ))
        .limit(limit)
        .load(connection)?)
}
