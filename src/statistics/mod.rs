//! Statistics: figures about people, grouped, of closed months.
//!
//! A month is counted once, when it has closed, and frozen: what is stored is what everybody
//! sees, suppressed and rounded before it is written, and there is nothing else to see for
//! anybody. Figures about things (topics, cases, requests) are no statistics and not here, but
//! for page views, beside the visitors who saw them.

pub mod answers;
mod count;
mod freeze;
pub mod reviews;
pub mod suggestions;
pub mod suppress;
pub mod visits;

use chrono::{Datelike as _, NaiveDate};
use diesel::prelude::*;

use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{
            board_slugs, boards, categories, districts, offices as office_table, statistics_cells,
            statistics_months,
        },
        text_enum,
    },
    forum::{
        boards::readable,
        reader::{Circle, Reader},
    },
    i18n::Lang,
    review::load::KINDS,
};

pub use count::{Counted, bounds};
pub use freeze::{freeze_closed, seed};

text_enum! {
    /// A way to divide a population.
    pub enum Report {
        /// People with an account who wrote in the forum, each at the board where they wrote most.
        PostersBoard = "posters-board",
        /// The same, by the language in which they wrote most.
        PostersLanguage = "posters-language",
        /// People who sent a suggestion, by category and district; each suggestion counts as one.
        SubmittersPlace = "submitters-place",
        SubmittersLanguage = "submitters-language",
        /// People who registered, by the language they chose.
        NewcomersLanguage = "newcomers-language",
    }
}

impl Report {
    pub const ALL: [Self; 5] = [
        Self::PostersBoard,
        Self::PostersLanguage,
        Self::SubmittersPlace,
        Self::SubmittersLanguage,
        Self::NewcomersLanguage,
    ];
}

/// Why there are no statistics to show.
#[derive(Debug, thiserror::Error)]
pub enum StatisticsError {
    /// The month has not closed, or there is none.
    #[error("there are no statistics of this month")]
    NotFound,
    #[error(transparent)]
    Uneven(#[from] suppress::Uneven),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for StatisticsError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// A published figure: a multiple of five of at least ten, or not shown.
pub type People = Option<i32>;

/// One report of one month, as it is published.
#[derive(Clone, Debug)]
pub struct Published {
    pub report: Report,
    pub total: People,
    /// Each row's key with its figure, in the city's order.
    pub rows: Vec<(String, People)>,
    /// Empty where a report has rows alone.
    pub columns: Vec<(String, People)>,
    /// The cells of a cross table that are shown: row, column, figure.
    pub cells: Vec<(String, String, i32)>,
}

/// How many of something a month had, in all and by row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Division {
    pub total: Option<i32>,
    pub rows: Vec<(String, Option<i32>)>,
}

/// All that is published of a month.
#[derive(Clone, Debug)]
pub struct Month {
    pub reports: Vec<Published>,
    /// Visitors on a usual day of the month and of each day of the week, by those alone who
    /// accepted to be counted.
    pub visitors: Division,
    /// Page views by part of the site.
    pub views: Division,
}

/// `2026-02` as the first day of the month.
pub fn parse_month(text: &str) -> Option<NaiveDate> {
    let exact = text.len() == 7;
    exact.then(|| format!("{text}-01").parse().ok()).flatten()
}

/// The first day of the month of `day`.
pub fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The months that are frozen, the newest first.
pub async fn months(context: &Context) -> Result<Vec<NaiveDate>, StatisticsError> {
    context
        .db
        .read(|connection| {
            Ok(statistics_months::table
                .order(statistics_months::month.desc())
                .select(statistics_months::month)
                .load(connection)?)
        })
        .await
}

fn is_frozen(connection: &mut AnyConnection, month: NaiveDate) -> QueryResult<bool> {
    let frozen: i64 = statistics_months::table
        .find(month)
        .count()
        .get_result(connection)?;
    Ok(frozen > 0)
}

/// What is published of a month.
pub async fn month(context: &Context, month: NaiveDate) -> Result<Month, StatisticsError> {
    context
        .db
        .read(move |connection| {
            if !is_frozen(connection, month)? {
                return Err(StatisticsError::NotFound);
            }
            let cells: Vec<Cell> = statistics_cells::table
                .filter(statistics_cells::month.eq(month))
                .order((statistics_cells::row_key, statistics_cells::column_key))
                .select((
                    statistics_cells::report,
                    statistics_cells::row_key,
                    statistics_cells::column_key,
                    statistics_cells::figure,
                ))
                .load(connection)?;
            let names = names_of(connection)?;
            let reports = Report::ALL.into_iter();
            Ok(Month {
                reports: reports
                    .map(|report| published(report, &cells, &names))
                    .collect(),
                visitors: division(visits::VISITORS, &cells, &names),
                views: division(visits::VIEWS, &cells, &names),
            })
        })
        .await
}

/// Stands for a board that was public when the month was counted and is not any more.
const NOT_PUBLIC: &str = "-";

/// The key of a row, without the name of a board that not everybody may know.
fn shown_key(row: &str, names: &Names) -> String {
    if names.hidden.iter().any(|key| key == row) {
        key("board", NOT_PUBLIC)
    } else {
        row.to_owned()
    }
}

/// Report, row, column, figure.
type Cell = (String, String, String, Option<i32>);

/// The total and the rows of a report.
fn division(name: &str, cells: &[Cell], names: &Names) -> Division {
    let mut division = Division::default();
    let here = cells
        .iter()
        .filter(|(report, _, column, _)| report == name && column.is_empty());
    for (_, row, _, figure) in here {
        if row.is_empty() {
            division.total = *figure;
        } else {
            division.rows.push((shown_key(row, names), *figure));
        }
    }
    division.rows.sort_by_key(|(key, _)| names.place(key));
    division
}

fn published(report: Report, cells: &[Cell], names: &Names) -> Published {
    let Division { total, rows } = division(report.as_str(), cells, names);
    let mut published = Published {
        report,
        total,
        rows,
        columns: Vec::new(),
        cells: Vec::new(),
    };
    for (_, row, column, people) in cells
        .iter()
        .filter(|(name, _, column, _)| name.as_str() == report.as_str() && !column.is_empty())
    {
        match (row.is_empty(), people) {
            (true, _) => published.columns.push((column.clone(), *people)),
            (false, Some(people)) => {
                let row = shown_key(row, names);
                published.cells.push((row, column.clone(), *people));
            }
            (false, None) => {}
        }
    }
    published.columns.sort_by_key(|(key, _)| names.place(key));
    published
}

/// What the keys of rows and columns are called, in the city's order.
#[derive(Clone, Debug, Default)]
pub struct Names {
    known: Vec<(String, String, String)>,
    /// Names that boards had when a month was closed, and what stands for hidden ones.
    once: Vec<(String, String, String)>,
    /// Keys of boards that not everybody may know.
    hidden: Vec<String>,
}

impl Names {
    /// The name of a key; a key that the city no longer has is its own name.
    pub fn of(&self, key: &str, lang: Lang) -> String {
        let mut all = self.known.iter().chain(&self.once);
        all.find(|(known, ..)| known == key)
            .map_or_else(|| key.to_owned(), |(_, zh, en)| lang.pick(zh, en))
    }

    /// The name of a board by the name that it has or had in addresses; `None` where not everybody
    /// may know it.
    pub fn board(&self, slug: &str, lang: Lang) -> Option<String> {
        let key = key("board", slug);
        let mut all = self.known.iter().chain(&self.once);
        let (_, zh, en) = all.find(|(known, ..)| *known == key)?;
        Some(lang.pick(zh, en))
    }

    fn place(&self, key: &str) -> usize {
        let at = self.known.iter().position(|(known, ..)| known == key);
        at.unwrap_or(usize::MAX)
    }
}

/// Boards, categories, districts, offices, languages, days of the week, parts of the site and why
/// something waited for review, by their keys.
pub async fn names(context: &Context) -> Result<Names, StatisticsError> {
    context.db.read(names_of).await
}

/// What a key is put together of, so that a board and a category of one name stay apart.
fn key(kind: &str, slug: &str) -> String {
    format!("{kind}/{slug}")
}

fn names_of(connection: &mut AnyConnection) -> Result<Names, StatisticsError> {
    type Row = (String, String, String);
    let boards: Vec<Row> = boards::table
        .filter(readable(Reader::GUEST))
        .order((boards::position, boards::id))
        .select((boards::slug, boards::name_zh, boards::name_en))
        .load(connection)?;
    // A closed month knows a board by the name that it had then.
    let mut once: Vec<Row> = board_slugs::table
        .inner_join(boards::table)
        .filter(readable(Reader::GUEST))
        .select((board_slugs::slug, boards::name_zh, boards::name_en))
        .load(connection)?;
    once.push((
        NOT_PUBLIC.to_owned(),
        Lang::Zh.t("statistics-board-not-public"),
        Lang::En.t("statistics-board-not-public"),
    ));
    let categories: Vec<Row> = categories::table
        .order((categories::position, categories::id))
        .select((categories::slug, categories::name_zh, categories::name_en))
        .load(connection)?;
    let districts: Vec<Row> = districts::table
        .order((districts::position, districts::id))
        .select((districts::slug, districts::name_zh, districts::name_en))
        .load(connection)?;
    let mut offices: Vec<Row> = office_table::table
        .order(office_table::id)
        .select((
            office_table::slug,
            office_table::name_zh,
            office_table::name_en,
        ))
        .load(connection)?;
    offices.push((
        answers::NO_OFFICE.to_owned(),
        Lang::Zh.t("statistics-office-none"),
        Lang::En.t("statistics-office-none"),
    ));
    let languages = [
        ("zh".to_owned(), "中文".to_owned(), "Chinese".to_owned()),
        ("en".to_owned(), "英文".to_owned(), "English".to_owned()),
    ];
    let mut all = Vec::new();
    for (kind, rows) in [
        ("board", boards),
        ("category", categories),
        ("district", districts),
        ("office", offices),
        ("language", languages.to_vec()),
    ] {
        all.extend(
            rows.into_iter()
                .map(|(slug, zh, en)| (key(kind, &slug), zh, en)),
        );
    }
    let weekdays = visits::WEEKDAYS.map(|(_, name)| ("weekday", name));
    let parts = visits::Part::ALL.map(|part| ("part", part.as_str()));
    let reviews = KINDS.map(|kind| (reviews::REVIEW, kind.as_str()));
    for (kind, name) in weekdays.into_iter().chain(parts).chain(reviews) {
        let words = format!("statistics-{kind}-{name}");
        all.push((key(kind, name), Lang::Zh.t(&words), Lang::En.t(&words)));
    }
    let hidden: Vec<String> = boards::table
        .filter(boards::read_by.ne(Circle::Everybody))
        .select(boards::slug)
        .load(connection)?;
    let hidden_before: Vec<String> = board_slugs::table
        .inner_join(boards::table)
        .filter(boards::read_by.ne(Circle::Everybody))
        .select(board_slugs::slug)
        .load(connection)?;
    let hidden = hidden.iter().chain(&hidden_before);
    Ok(Names {
        hidden: hidden.map(|slug| key("board", slug)).collect(),
        known: all,
        once: once
            .into_iter()
            .map(|(slug, zh, en)| (key("board", &slug), zh, en))
            .collect(),
    })
}
