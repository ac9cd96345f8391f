//! The responsible bodies: offices, what suggestions are about and where, and
//! which office gets which suggestion by when.
//!
//! What an office does with a case is not here; see `suggestions`. Nothing that cases name is ever
//! deleted: it is retired on a day.

pub mod administer;
pub mod days;
pub mod enquiries;
pub mod entries;
pub mod hours;
pub mod import;
pub mod lint;
pub mod mail_health;
pub mod members;
mod put;
pub mod reach;
pub mod routing;
pub mod rules;
mod standing;
pub mod table;
pub mod years;

pub use put::{Change, What};

use chrono::NaiveDate;
use diesel::prelude::*;
use validator::ValidationErrors;

use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{categories, districts, office_members, offices},
    },
    i18n::Lang,
};

/// What can go wrong with offices and routing.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    #[error(transparent)]
    Db(#[from] DbError),
    /// No rule serves a suggestion, today or from some day on: there must be a rule without category
    /// and district, with an office that is not retired.
    #[error("routing has no fallback; add one rule without category and district")]
    NoFallback,
    #[error("there is no such thing")]
    NotFound,
    /// Somebody else changed it since it was read.
    #[error("it was changed meanwhile")]
    Changed,
    /// What was typed breaks a rule; each field with the code of its message.
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    /// The file that was imported names something that it does not define.
    #[error("{0}")]
    Import(String),
}

impl From<diesel::result::Error> for OfficeError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// A responsible office. Its address and telephone are official contacts, not personal data.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = offices)]
pub struct Office {
    pub id: i64,
    pub slug: String,
    pub name_zh: String,
    pub name_en: String,
    pub email: String,
    /// From this day on it gets nothing new.
    pub retired_on: Option<NaiveDate>,
    /// Since when its mails are refused or wait.
    pub mail_fails_since: Option<Timestamp>,
}

impl Office {
    /// Whether it can get a case on a day.
    pub fn lives_on(&self, day: NaiveDate) -> bool {
        self.retired_on.is_none_or(|retired| day < retired)
    }

    pub fn name(&self, lang: Lang) -> String {
        lang.pick(&self.name_zh, &self.name_en)
    }

    /// The one that samples of mails name.
    pub fn sample() -> Self {
        Self {
            id: 1,
            slug: "maintenance".to_owned(),
            name_zh: "工務局養護工程處".to_owned(),
            name_en: "Maintenance Office".to_owned(),
            email: "maintenance@city.example".to_owned(),
            retired_on: None,
            mail_fails_since: None,
        }
    }
}

/// What a suggestion is about.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = categories)]
pub struct Category {
    pub id: i64,
    pub slug: String,
    pub name_zh: String,
    pub name_en: String,
    pub hint_zh: String,
    pub hint_en: String,
    /// Working days from routing to the answer.
    pub due_days: i32,
    /// From this day on no suggestion can name it.
    pub retired_on: Option<NaiveDate>,
    pub version: i32,
}

impl Category {
    pub fn name(&self, lang: Lang) -> String {
        lang.pick(&self.name_zh, &self.name_en)
    }

    pub fn hint(&self, lang: Lang) -> String {
        lang.pick(&self.hint_zh, &self.hint_en)
    }
}

/// Where in the city it is.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = districts)]
pub struct District {
    pub id: i64,
    pub slug: String,
    pub name_zh: String,
    pub name_en: String,
    /// From this day on no suggestion can name it.
    pub retired_on: Option<NaiveDate>,
    pub version: i32,
}

impl District {
    pub fn name(&self, lang: Lang) -> String {
        lang.pick(&self.name_zh, &self.name_en)
    }
}

/// What a suggestion can be about and where, in the order in which people choose.
///
/// [`choices`] leaves out what is retired, and what is for enquiries alone; see
/// [`enquiries::choices`].
#[derive(Clone, Debug)]
pub struct Choices {
    pub categories: Vec<Category>,
    pub districts: Vec<District>,
}

impl Choices {
    pub fn category(&self, slug: &str) -> Option<&Category> {
        self.categories
            .iter()
            .find(|category| category.slug == slug)
    }

    pub fn district(&self, slug: &str) -> Option<&District> {
        self.districts.iter().find(|district| district.slug == slug)
    }
}

pub async fn choices(context: &Context) -> Result<Choices, OfficeError> {
    context
        .db
        .read(|connection| {
            Ok(Choices {
                categories: categories::table
                    .filter(categories::slug.ne(enquiries::CATEGORY))
                    .filter(categories::retired_on.is_null())
                    .order((categories::position, categories::id))
                    .select(Category::as_select())
                    .load(connection)?,
                districts: districts::table
                    .filter(districts::slug.ne(enquiries::DISTRICT))
                    .filter(districts::retired_on.is_null())
                    .order((districts::position, districts::id))
                    .select(District::as_select())
                    .load(connection)?,
            })
        })
        .await
}

/// Every office in the order of their slugs, also what is retired: cases and posts name it.
pub async fn list(context: &Context) -> Result<Vec<Office>, OfficeError> {
    context
        .db
        .read(|connection| {
            Ok(offices::table
                .order(offices::slug)
                .select(Office::as_select())
                .load(connection)?)
        })
        .await
}

/// The id of the office of this slug.
pub fn by_slug(connection: &mut AnyConnection, slug: &str) -> Result<Option<i64>, DbError> {
    if slug.contains('\0') {
        return Ok(None);
    }
    Ok(offices::table
        .filter(offices::slug.eq(slug))
        .select(offices::id)
        .first(connection)
        .optional()?)
}

/// The office to which one answers: its parent or, where it has none that is still there, the one
/// that gets what no rule names. `None` for that one itself.
pub fn above(
    connection: &mut AnyConnection,
    office: i64,
    today: NaiveDate,
) -> Result<Option<Office>, OfficeError> {
    let parent: Option<i64> = offices::table
        .find(office)
        .select(offices::parent_id)
        .first(connection)?;
    let parent: Option<Office> = match parent {
        Some(parent) => offices::table
            .find(parent)
            .select(Office::as_select())
            .first(connection)
            .optional()?,
        None => None,
    };
    let above = match parent.filter(|parent| parent.lives_on(today)) {
        Some(parent) => parent,
        None => routing::fallback(connection, today)?.responsible().clone(),
    };
    Ok(Some(above).filter(|above| above.id != office))
}

/// The offices that an account works for, in the order of their slugs.
pub fn own(connection: &mut AnyConnection, account: i64) -> Result<Vec<Office>, DbError> {
    let own = of_member(connection, account)?;
    Ok(offices::table
        .filter(offices::id.eq_any(own))
        .order(offices::slug)
        .select(Office::as_select())
        .load(connection)?)
}

/// The offices that an account works for, by id.
pub fn of_member(connection: &mut AnyConnection, account: i64) -> Result<Vec<i64>, DbError> {
    Ok(office_members::table
        .filter(office_members::account_id.eq(account))
        .select(office_members::office_id)
        .load(connection)?)
}

/// Makes an account a member of an office; doing it twice is no error.
pub async fn join(context: &Context, account: i64, office: &str) -> Result<(), OfficeError> {
    let office = office.to_owned();
    context
        .db
        .write(move |connection| members::join(connection, account, &office).map(drop))
        .await
}

/// The offices' addresses and telephones: official contacts that are never marked.
pub async fn officials(context: &Context) -> Result<Vec<String>, OfficeError> {
    context
        .db
        .read(|connection| {
            let rows: Vec<(String, String)> = offices::table
                .select((offices::email, offices::phone))
                .load(connection)?;
            Ok(rows
                .into_iter()
                .flat_map(|(email, phone)| [email, phone])
                .collect())
        })
        .await
}
