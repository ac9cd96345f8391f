//! Pages of the operator's own, in one language or both: about the city's services, a campaign, an imprint.
//!
//! What is written is kept as a version that nobody but administrators reads, until one of them publishes it;
//! every version stays, and an earlier one can be taken up again. They are words of the city: nobody's personal
//! data stands in them. The privacy policy, the forum rules and announcements are not here.

mod acts;
mod draft;
mod revisions;

use diesel::prelude::*;
use validator::ValidationErrors;

use crate::{
    context::{Context, FootLink},
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{city_page_revisions, city_pages},
    },
    i18n::Both,
    text_rules::is_slug,
};

pub use acts::{Place, place, publish, restore, withdraw};
pub use draft::{
    Draft, LONGEST_BODY, LONGEST_SLUG, LONGEST_TITLE, Made, RESERVED, change, create, field,
};
pub use revisions::{Compared, Opened, Version, compare, find};

/// So many links of the operator's own stand in the foot of every page at most.
pub const MOST_IN_FOOT: i64 = 12;
/// No page's place in their order is greater.
pub const LAST_POSITION: i32 = 999;

/// Why something about a page was not done.
#[derive(Debug, thiserror::Error)]
pub enum CityPageError {
    #[error("there is no such page")]
    NotFound,
    /// Somebody else changed it since it was read.
    #[error("the page was changed meanwhile")]
    Changed,
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for CityPageError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// A page, without its words.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct CityPage {
    pub id: i64,
    /// Its name in addresses; it stays what it was when the page is published for the first time.
    pub slug: String,
    /// Its place among the others.
    pub position: i32,
    pub in_foot: bool,
    pub in_sitemap: bool,
    /// The number of its newest version.
    pub newest: i32,
    /// The version that everybody reads; none while it is a draft, or withdrawn.
    pub shown: Option<i32>,
    /// When what everybody reads, or read last, was published.
    pub published_at: Option<Timestamp>,
    /// Grows with each change of where it is found.
    pub changes: i32,
}

impl CityPage {
    /// Whether there are words that nobody but administrators has read.
    pub fn waits(&self) -> bool {
        self.shown != Some(self.newest)
    }
}

/// One version of a page's words; empty in a language that it does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub number: i32,
    pub title: Both,
    /// Markdown.
    pub body: Both,
    pub body_html: Both,
    pub made_at: Timestamp,
}

type WordsRow = (
    i32,
    (String, String),
    (String, String),
    (String, String),
    Timestamp,
);

type WordsColumns = (
    city_page_revisions::number,
    (city_page_revisions::title_zh, city_page_revisions::title_en),
    (city_page_revisions::body_zh, city_page_revisions::body_en),
    (
        city_page_revisions::body_html_zh,
        city_page_revisions::body_html_en,
    ),
    city_page_revisions::made_at,
);

const WORDS: WordsColumns = (
    city_page_revisions::number,
    (city_page_revisions::title_zh, city_page_revisions::title_en),
    (city_page_revisions::body_zh, city_page_revisions::body_en),
    (
        city_page_revisions::body_html_zh,
        city_page_revisions::body_html_en,
    ),
    city_page_revisions::made_at,
);

impl Words {
    fn of((number, title, body, body_html, made_at): WordsRow) -> Self {
        let both = |(zh, en)| Both { zh, en };
        Self {
            number,
            title: both(title),
            body: both(body),
            body_html: both(body_html),
            made_at,
        }
    }
}

/// A page in a list, with the title of one of its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub page: CityPage,
    pub title: Both,
}

type ListedRow = (CityPage, (String, String));

impl Listed {
    fn of((page, (zh, en)): ListedRow) -> Self {
        Self {
            page,
            title: Both { zh, en },
        }
    }
}

/// All pages in their order, each by the title of its newest version: for administrators.
pub async fn list(context: &Context) -> Result<Vec<Listed>, CityPageError> {
    context
        .db
        .read(|connection| {
            let rows: Vec<ListedRow> = city_pages::table
                .inner_join(
                    city_page_revisions::table.on(city_page_revisions::page_id
                        .eq(city_pages::id)
                        .and(city_page_revisions::number.eq(city_pages::newest))),
                )
                .order((city_pages::position, city_pages::id))
                .select((
                    city_pages::all_columns,
                    (city_page_revisions::title_zh, city_page_revisions::title_en),
                ))
                .load(connection)?;
            Ok(rows.into_iter().map(Listed::of).collect())
        })
        .await
}

/// The pages that everybody can read, in their order, each by the title that is shown.
pub async fn published(context: &Context) -> Result<Vec<Listed>, CityPageError> {
    context.db.read(|connection| Ok(shown(connection)?)).await
}

fn shown(connection: &mut AnyConnection) -> Result<Vec<Listed>, DbError> {
    let rows: Vec<ListedRow> = city_pages::table
        .inner_join(
            city_page_revisions::table.on(city_page_revisions::page_id
                .eq(city_pages::id)
                .and(city_page_revisions::number.nullable().eq(city_pages::shown))),
        )
        .order((city_pages::position, city_pages::id))
        .select((
            city_pages::all_columns,
            (city_page_revisions::title_zh, city_page_revisions::title_en),
        ))
        .load(connection)?;
    Ok(rows.into_iter().map(Listed::of).collect())
}

/// A page that everybody can read, by its name in addresses, with the words that are shown.
pub async fn by_slug(context: &Context, slug: String) -> Result<(CityPage, Words), CityPageError> {
    // What no page can be called, the database is not asked for.
    if !is_slug(&slug, LONGEST_SLUG) {
        return Err(CityPageError::NotFound);
    }
    context
        .db
        .read(move |connection| {
            let row: Option<(CityPage, WordsRow)> = city_pages::table
                .inner_join(
                    city_page_revisions::table.on(city_page_revisions::page_id
                        .eq(city_pages::id)
                        .and(city_page_revisions::number.nullable().eq(city_pages::shown))),
                )
                .filter(city_pages::slug.eq(slug))
                .select((city_pages::all_columns, WORDS))
                .first(connection)
                .optional()?;
            let (page, words) = row.ok_or(CityPageError::NotFound)?;
            Ok((page, Words::of(words)))
        })
        .await
}

/// Reads where the foot of every page leads to: a command or another node may have changed it.
pub async fn know(context: &Context) -> Result<(), DbError> {
    let all = context.db.read(shown).await?;
    let linked = all.into_iter().filter(|listed| listed.page.in_foot);
    let links = linked.map(|listed| FootLink {
        slug: listed.page.slug,
        title_zh: listed.title.zh,
        title_en: listed.title.en,
    });
    context.know_foot(links.collect());
    Ok(())
}

/// The page, whose row is the lock: of two administrators the second waits here.
fn hold(connection: &mut AnyConnection, id: i64) -> Result<CityPage, CityPageError> {
    diesel::update(city_pages::table.find(id))
        .set(city_pages::changes.eq(city_pages::changes))
        .execute(connection)?;
    by_id(connection, id)
}

fn by_id(connection: &mut AnyConnection, id: i64) -> Result<CityPage, CityPageError> {
    let page: Option<CityPage> = city_pages::table
        .find(id)
        .select(city_pages::all_columns)
        .first(connection)
        .optional()?;
    page.ok_or(CityPageError::NotFound)
}

fn words(connection: &mut AnyConnection, page: i64, number: i32) -> Result<Words, CityPageError> {
    let row: Option<WordsRow> = city_page_revisions::table
        .find((page, number))
        .select(WORDS)
        .first(connection)
        .optional()?;
    row.map(Words::of).ok_or(CityPageError::NotFound)
}
