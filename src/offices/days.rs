//! The days on which the city and its offices work, where they differ from what Plaza brings along:
//! the government's calendar of a year, a typhoon, an office that works on Saturdays.
//!
//! How days are counted is in `calendar`, when the telephone is answered in `hours`.

use std::{collections::BTreeMap, fmt, sync::Arc};

use chrono::{Datelike as _, NaiveDate};
use diesel::prelude::*;

use super::{OfficeError, by_slug};
use crate::{
    calendar::Calendar,
    context::Context,
    db::{AnyConnection, DbError, schema::calendar_days},
};

/// The longest file, in bytes: some twenty years.
pub const LONGEST: usize = 1 << 20;
/// The header of the government's file.
const HEADER: [&str; 4] = ["西元日期", "星期", "是否放假", "備註"];
const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
/// How many days one statement names.
const BATCH: usize = 400;

/// A day as a file says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    pub day: NaiveDate,
    pub works: bool,
    /// The holiday, or why the day differs; often empty.
    pub name: String,
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

fn text(file: &[u8]) -> Result<String, Unreadable> {
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
pub async fn import(
    context: &Context,
    office: Option<String>,
    days: Vec<Day>,
    dry_run: bool,
) -> Result<Imported, OfficeError> {
    let cx = context.clone();
    let imported = context
        .db
        .write(move |connection| {
            let office = office
                .map(|slug| {
                    by_slug(connection, &slug)?
                        .ok_or_else(|| OfficeError::Import(format!("there is no office {slug}")))
                })
                .transpose()?;
            let before = match office {
                Some(office) => of(connection, &cx, office)?,
                None => Arc::new(city_in(connection)?),
            };
            let changed = days.iter().filter(|day| before.works(day.day) != day.works);
            let changed = changed.cloned().collect();
            if !dry_run {
                replace(connection, office, &days)?;
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

fn city_in(connection: &mut AnyConnection) -> Result<Calendar, DbError> {
    let mut calendar = (*Calendar::shipped()).clone();
    calendar.announce(rows(connection, None)?);
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
        Arc::make_mut(&mut calendar).set(own);
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

fn rows(
    connection: &mut AnyConnection,
    office: Option<i64>,
) -> Result<Vec<(NaiveDate, bool)>, DbError> {
    let days = calendar_days::table
        .select((calendar_days::day, calendar_days::works))
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
