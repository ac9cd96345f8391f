//! The days on which the city and its offices work, where they differ from what Plaza brings along:
//! the government's calendar of a year, a typhoon, an office that works on Saturdays.
//!
//! How days are counted is in `calendar`, what is known of which year in `years`, when the telephone
//! is answered in `hours`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use chrono::{Datelike as _, NaiveDate};
use diesel::prelude::*;

use super::{OfficeError, administer, by_slug};
use crate::{
    calendar::Calendar,
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Gate},
        schema::calendar_days,
    },
};

/// The longest file, in bytes: some twenty years.
pub const LONGEST: usize = 1 << 20;
/// The header of the government's file.
const HEADER: [&str; 4] = ["西元日期", "星期", "是否放假", "備註"];
const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
/// How many days one statement names.
const BATCH: usize = 400;

/// A day as a file says it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Day {
    pub day: NaiveDate,
    pub works: bool,
    /// The holiday, or why the day differs; often empty.
    pub name: String,
}

impl Day {
    /// The day with whether offices work on it.
    pub(super) fn said(&self) -> (NaiveDate, bool) {
        (self.day, self.works)
    }
}

/// Why a file is not taken; `line` counts from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Neither UTF-8 nor Big5.
    Encoding,
    TooLong,
    Header,
    Empty,
    Line {
        line: u64,
        problem: Problem,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    Columns,
    Date,
    Weekday,
    Mark,
    Twice,
}

impl Unreadable {
    /// A stable word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Encoding => "encoding",
            Self::TooLong => "too-long",
            Self::Header => "header",
            Self::Empty => "empty",
            Self::Line { problem, .. } => match problem {
                Problem::Columns => "columns",
                Problem::Date => "date",
                Problem::Weekday => "weekday",
                Problem::Mark => "mark",
                Problem::Twice => "twice",
            },
        }
    }

    /// In which line it is, where it is in one.
    pub const fn line(self) -> Option<u64> {
        match self {
            Self::Line { line, .. } => Some(line),
            _ => None,
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding => f.write_str("the file is neither UTF-8 nor Big5"),
            Self::TooLong => write!(f, "the file is longer than {LONGEST} bytes"),
            Self::Header => write!(f, "the first line is not {}", HEADER.join(",")),
            Self::Empty => f.write_str("the file has no days"),
            Self::Line { line, problem } => write!(
                f,
                "line {line}: {}",
                match problem {
                    Problem::Columns => "it has not four columns",
                    Problem::Date => "the first column is no day, such as 20260101",
                    Problem::Weekday => "the second column is another day of the week",
                    Problem::Mark => "the third column is neither 0 (a workday) nor 2 (a holiday)",
                    Problem::Twice => "this day stands in the file before",
                }
            ),
        }
    }
}

/// Reads the government's calendar (行政院人事行政總處, 中華民國政府行政機關辦公日曆表, as
/// published at data.gov.tw/dataset/14718): UTF-8 with or without its mark, or Big5.
pub fn read(file: &[u8]) -> Result<Vec<Day>, Unreadable> {
    if file.len() > LONGEST {
        return Err(Unreadable::TooLong);
    }
    let text = text(file)?;
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|_| Unreadable::Header)?;
    if !header.iter().take(HEADER.len()).eq(HEADER) {
        return Err(Unreadable::Header);
    }
    let mut days = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|_| Unreadable::Encoding)?;
        let line = record.position().map_or(0, csv::Position::line);
        let wrong = |problem| Unreadable::Line { line, problem };
        let day = read_day(&record).map_err(wrong)?;
        if days.insert(day.day, day).is_some() {
            return Err(wrong(Problem::Twice));
        }
    }
    if days.is_empty() {
        return Err(Unreadable::Empty);
    }
    Ok(days.into_values().collect())
}

/// What a file says, without the mark of its encoding.
pub fn text(file: &[u8]) -> Result<String, Unreadable> {
    [encoding_rs::UTF_8, encoding_rs::BIG5]
        .into_iter()
        .find_map(|encoding| {
            let (text, wrong) = encoding.decode_with_bom_removal(file);
            (!wrong).then(|| text.into_owned())
        })
        .ok_or(Unreadable::Encoding)
}

fn read_day(record: &csv::StringRecord) -> Result<Day, Problem> {
    let column = |at| record.get(at).ok_or(Problem::Columns);
    let day = NaiveDate::parse_from_str(column(0)?, "%Y%m%d").map_err(|_| Problem::Date)?;
    let weekday = day.weekday().num_days_from_monday() as usize;
    if WEEKDAYS.get(weekday) != Some(&column(1)?) {
        return Err(Problem::Weekday);
    }
    let works = match column(2)? {
        "0" => true,
        "2" => false,
        _ => return Err(Problem::Mark),
    };
    let name = record.get(3).unwrap_or_default().to_owned();
    Ok(Day { day, works, name })
}

/// What an import does, day by day: those that are another than before.
#[derive(Debug)]
pub struct Imported {
    pub days: usize,
    /// Each with whether offices work on it from now on.
    pub changed: Vec<Day>,
}

/// Puts the days of a file in the place of what was known of them, for the city or for the office
/// of this slug; all or nothing. With `dry_run` it only says what would change.
///
/// It is noted in the ledger who did it, nobody where it is a command; the same file again does
/// nothing. [`OfficeError::Import`] where there is no such office.
pub async fn import(
    context: &Context,
    by: Option<i64>,
    office: Option<String>,
    days: Vec<Day>,
    dry_run: bool,
) -> Result<Imported, OfficeError> {
    let cx = context.clone();
    let imported = context
        .db
        .write(move |connection| {
            // Two at once would leave two rows for a day.
            locks::alone(connection, Gate::Routing)?;
            let slug = office;
            let office = slug
                .as_deref()
                .map(|slug| {
                    by_slug(connection, slug)?
                        .ok_or_else(|| OfficeError::Import(format!("there is no office {slug}")))
                })
                .transpose()?;
            let stored = rows(connection, office)?;
            let stored: BTreeMap<NaiveDate, &Day> =
                stored.iter().map(|day| (day.day, day)).collect();
            let is_other = days.iter().any(|day| stored.get(&day.day) != Some(&day));
            let before = match office {
                Some(office) => of(connection, &cx, office)?,
                None => Arc::new(city_in(connection)?),
            };
            let changed = days.iter().filter(|day| before.works(day.day) != day.works);
            let changed = changed.cloned().collect();
            if !dry_run && is_other {
                replace(connection, office, &days)?;
                let years: BTreeSet<i32> = days.iter().map(|day| day.day.year()).collect();
                let years: Vec<String> = years.iter().map(i32::to_string).collect();
                let named = (years.join(", "), slug.as_deref());
                administer::note_days(connection, &cx, by, named, days.len())?;
            }
            Ok::<_, OfficeError>(Imported {
                days: days.len(),
                changed,
            })
        })
        .await?;
    know(context).await?;
    Ok(imported)
}

fn replace(
    connection: &mut AnyConnection,
    office: Option<i64>,
    days: &[Day],
) -> Result<(), OfficeError> {
    for some in days.chunks(BATCH) {
        let these = some.iter().map(|day| day.day);
        let these = calendar_days::table.filter(calendar_days::day.eq_any(these));
        match office {
            Some(office) => {
                diesel::delete(these.filter(calendar_days::office_id.eq(office)))
                    .execute(connection)?;
            }
            None => {
                diesel::delete(these.filter(calendar_days::office_id.is_null()))
                    .execute(connection)?;
            }
        }
    }
    for day in days {
        diesel::insert_into(calendar_days::table)
            .values((
                calendar_days::office_id.eq(office),
                calendar_days::day.eq(day.day),
                calendar_days::works.eq(day.works),
                calendar_days::name.eq(&day.name),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Makes the context go by the city's days as they stand in the database.
pub async fn know(context: &Context) -> Result<(), OfficeError> {
    let city = context.db.read(city_in).await?;
    context.know_days(Arc::new(city));
    Ok(())
}

pub(super) fn city_in(connection: &mut AnyConnection) -> Result<Calendar, DbError> {
    let mut calendar = (*Calendar::shipped()).clone();
    calendar.announce(rows(connection, None)?.iter().map(Day::said));
    Ok(calendar)
}

/// The days of an office: the city's, but for its own.
pub fn of(
    connection: &mut AnyConnection,
    context: &Context,
    office: i64,
) -> Result<Arc<Calendar>, DbError> {
    let own = rows(connection, Some(office))?;
    let mut calendar = context.calendar();
    if !own.is_empty() {
        Arc::make_mut(&mut calendar).set(own.iter().map(Day::said));
    }
    Ok(calendar)
}

/// The days of every office that has days of its own; all others have the city's.
pub fn own(
    connection: &mut AnyConnection,
    context: &Context,
) -> Result<BTreeMap<i64, Arc<Calendar>>, DbError> {
    let rows: Vec<(Option<i64>, NaiveDate, bool)> = calendar_days::table
        .filter(calendar_days::office_id.is_not_null())
        .select((
            calendar_days::office_id,
            calendar_days::day,
            calendar_days::works,
        ))
        .load(connection)?;
    let mut own = BTreeMap::new();
    for (office, day, works) in rows {
        if let Some(office) = office {
            let calendar = own.entry(office).or_insert_with(|| context.calendar());
            Arc::make_mut(calendar).set([(day, works)]);
        }
    }
    Ok(own)
}

/// What was brought in for the city, or for an office.
pub(super) fn rows(
    connection: &mut AnyConnection,
    office: Option<i64>,
) -> Result<Vec<Day>, DbError> {
    let days = calendar_days::table
        .select((
            calendar_days::day,
            calendar_days::works,
            calendar_days::name,
        ))
        .into_boxed();
    let days = match office {
        Some(office) => days.filter(calendar_days::office_id.eq(office)),
        None => days.filter(calendar_days::office_id.is_null()),
    };
    Ok(days.load(connection)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "西元日期,星期,是否放假,備註\n20270101,五,2,開國紀念日\n20270104,一,0,\n";

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn the_governments_file_is_read_in_both_its_encodings() {
        let days = read(FILE.as_bytes()).expect("a calendar");
        let first = Day {
            day: day("2027-01-01"),
            works: false,
            name: "開國紀念日".into(),
        };
        assert_eq!((days.len(), &days[0]), (2, &first));
        assert!(days[1].works && days[1].name.is_empty());
        let marked = format!("\u{feff}{}", FILE.replace('\n', "\r\n"));
        assert_eq!(read(marked.as_bytes()), Ok(days.clone()));
        let (big5, ..) = encoding_rs::BIG5.encode(FILE);
        assert_eq!(read(&big5), Ok(days));
    }

    #[test]
    fn a_wrong_line_is_named() {
        let line = |line, problem| Err(Unreadable::Line { line, problem });
        let with = |text: &str| read(format!("{FILE}{text}").as_bytes());
        assert_eq!(with("20270230,二,0,\n"), line(4, Problem::Date));
        assert_eq!(with("20270105,一,0,\n"), line(4, Problem::Weekday));
        assert_eq!(with("20270105,二,1,\n"), line(4, Problem::Mark));
        assert_eq!(with("20270105,二\n"), line(4, Problem::Columns));
        assert_eq!(with("20270104,一,2,again\n"), line(4, Problem::Twice));
        assert_eq!(read(b"Date,Name\n"), Err(Unreadable::Header));
        assert_eq!(read(b""), Err(Unreadable::Header));
        assert_eq!(
            read(FILE.lines().next().unwrap_or_default().as_bytes()),
            Err(Unreadable::Empty)
        );
        assert_eq!(read(b"\xff\xfe\xff\xff"), Err(Unreadable::Encoding));
        assert_eq!(read(&vec![b'x'; LONGEST + 1]), Err(Unreadable::TooLong));
    }
}
