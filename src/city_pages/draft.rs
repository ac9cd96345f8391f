//! Writing a page: a new one, and a new version of one. What is written is looked through for personal data
//! before it is kept; nobody but administrators reads it before it is published.

use diesel::{
    prelude::*,
    result::{DatabaseErrorKind::UniqueViolation, Error},
};
use serde_json::{Map, json};
use validator::ValidationErrors;

use super::{CityPage, CityPageError, LAST_POSITION, Words, acts::note, hold, words};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{city_page_revisions, city_pages},
    },
    i18n::Lang,
    once::Submission,
    privacy::ledger::OfPage,
    text::{
        Field, Format,
        official::{self, Answered},
        publication::{Publication, Undecided},
    },
    text_rules::{is_slug, plain_line, readable, refuse, refuse_length},
};

pub const LONGEST_SLUG: usize = 60;
pub const LONGEST_TITLE: usize = 120;
pub const LONGEST_BODY: usize = 20_000;

/// Names that would have a page taken for one of the service's own.
pub const RESERVED: [&str; 28] = [
    "about-me",
    "accessibility",
    "account",
    "accounts",
    "admin",
    "api",
    "boards",
    "case",
    "cookies",
    "desk",
    "events",
    "ledger",
    "log-off",
    "log-on",
    "mail",
    "moderation",
    "new",
    "officer",
    "pages",
    "password",
    "plaza",
    "policy",
    "privacy",
    "register",
    "review",
    "rules",
    "search",
    "suggestions",
];

/// The names of the fields, as forms, errors and the ledger say them.
pub mod field {
    pub const SLUG: &str = "slug";
    pub const TITLE_ZH: &str = "title_zh";
    pub const TITLE_EN: &str = "title_en";
    pub const BODY_ZH: &str = "body_zh";
    pub const BODY_EN: &str = "body_en";
    pub const POSITION: &str = "position";
    pub const IN_FOOT: &str = "in_foot";
}

/// A page as somebody typed it. A language has title and text, or neither.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub slug: String,
    pub title_zh: String,
    pub title_en: String,
    /// Markdown.
    pub body_zh: String,
    pub body_en: String,
}

impl Draft {
    /// The page as it stands in one of its versions.
    pub fn of(page: &CityPage, words: &Words) -> Self {
        Self {
            slug: page.slug.clone(),
            title_zh: words.title.zh.clone(),
            title_en: words.title.en.clone(),
            body_zh: words.body.zh.clone(),
            body_en: words.body.en.clone(),
        }
    }

    /// Names and texts of each language: title and body.
    fn languages(&self) -> [[(&'static str, &str); 2]; 2] {
        Lang::ALL.map(|lang| match lang {
            Lang::Zh => [
                (field::TITLE_ZH, self.title_zh.trim()),
                (field::BODY_ZH, self.body_zh.trim()),
            ],
            Lang::En => [
                (field::TITLE_EN, self.title_en.trim()),
                (field::BODY_EN, self.body_en.trim()),
            ],
        })
    }

    fn check(&self) -> Result<(), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        if !is_slug(&self.slug, LONGEST_SLUG) {
            refuse(&mut errors, field::SLUG, "page-slug");
        } else if RESERVED.contains(&&*self.slug) {
            refuse(&mut errors, field::SLUG, "page-reserved");
        }
        let mut has_words = false;
        for [title, body] in self.languages() {
            if title.1.is_empty() && body.1.is_empty() {
                continue;
            }
            has_words = true;
            for ((name, text), longest, characters) in [
                (title, LONGEST_TITLE, plain_line as fn(&str) -> bool),
                (body, LONGEST_BODY, readable),
            ] {
                if text.is_empty() {
                    refuse(&mut errors, name, "required");
                } else if text.chars().count() > longest {
                    refuse_length(&mut errors, name, 1, longest);
                } else if !characters(text) {
                    refuse(&mut errors, name, "characters");
                }
            }
        }
        if !has_words {
            refuse(&mut errors, field::TITLE_ZH, "one-language");
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }

    /// The texts that the detector looks at and that are published.
    pub fn fields(&self) -> Vec<Field> {
        self.languages()
            .into_iter()
            .filter(|[title, body]| !title.1.is_empty() || !body.1.is_empty())
            .flat_map(|[title, body]| {
                [
                    Field::new(title.0, Format::Plain, title.1),
                    Field::new(body.0, Format::Markdown, body.1),
                ]
            })
            .collect()
    }

    /// This draft with other texts: those that applying the answers left.
    pub fn with(mut self, fields: &[Field]) -> Self {
        for text in fields {
            let own = match text.name {
                field::TITLE_ZH => &mut self.title_zh,
                field::TITLE_EN => &mut self.title_en,
                field::BODY_ZH => &mut self.body_zh,
                field::BODY_EN => &mut self.body_en,
                _ => continue,
            };
            own.clone_from(&text.source);
        }
        self
    }

    /// The names of the fields in which two drafts differ.
    fn differs(&self, other: &Self) -> Vec<&'static str> {
        [
            (field::SLUG, self.slug != other.slug),
            (field::TITLE_ZH, self.title_zh != other.title_zh),
            (field::TITLE_EN, self.title_en != other.title_en),
            (field::BODY_ZH, self.body_zh != other.body_zh),
            (field::BODY_EN, self.body_en != other.body_en),
        ]
        .into_iter()
        .filter_map(|(name, differs)| differs.then_some(name))
        .collect()
    }
}

/// What came of a draft.
pub enum Made {
    /// The page's number.
    Page(i64),
    /// Its findings must be answered first; nothing is stored.
    Undecided(Box<Undecided>),
}

/// A cleared version on its way into its table.
#[derive(Insertable)]
#[diesel(table_name = city_page_revisions)]
struct Stored {
    title_zh: String,
    title_en: String,
    body_zh: String,
    body_en: String,
    body_html_zh: String,
    body_html_en: String,
}

impl Stored {
    fn of(publication: &Publication) -> Self {
        let text = |name: &str| publication.source(name).to_owned();
        let html = |name: &str| publication.html(name).to_owned();
        Self {
            title_zh: text(field::TITLE_ZH),
            title_en: text(field::TITLE_EN),
            body_zh: text(field::BODY_ZH),
            body_en: text(field::BODY_EN),
            body_html_zh: html(field::BODY_ZH),
            body_html_en: html(field::BODY_EN),
        }
    }
}

/// The draft as it may be kept, or what must be answered first.
async fn clear(
    context: &Context,
    draft: Draft,
    answered: Answered,
) -> Result<Result<(Draft, Stored), Box<Undecided>>, CityPageError> {
    draft.check()?;
    let publication = match official::clear(context, draft.fields(), answered).await? {
        Ok(publication) => publication,
        Err(undecided) => return Ok(Err(undecided)),
    };
    let left: Vec<Field> = publication
        .texts
        .iter()
        .map(|text| Field::new(text.field, Format::Plain, text.source.clone()))
        .collect();
    let draft = draft.with(&left);
    draft.check()?;
    let stored = Stored::of(&publication);
    Ok(Ok((draft, stored)))
}

/// Begins a page, behind all others: a draft, which the foot does not lead to. The same `submission` twice is
/// one page.
pub async fn create(
    context: &Context,
    administrator: &Member,
    submission: &str,
    draft: Draft,
    answered: Answered,
) -> Result<Made, CityPageError> {
    let said = ["city-page", &format!("{draft:?}")];
    let submission = Submission::new(context, submission, Some(administrator.id), &said);
    let (draft, stored) = match clear(context, draft, answered).await? {
        Ok(cleared) => cleared,
        Err(undecided) => return Ok(Made::Undecided(undecided)),
    };
    let (cx, by) = (context.clone(), administrator.id);
    let made = context
        .db
        .write(move |connection| {
            submission.once(connection, &cx, |connection| {
                is_free(connection, &draft.slug, None)?;
                let last: Option<i32> = city_pages::table
                    .select(diesel::dsl::max(city_pages::position))
                    .first(connection)?;
                let position = last.unwrap_or(0).saturating_add(1).min(LAST_POSITION);
                let id: i64 = diesel::insert_into(city_pages::table)
                    .values((
                        city_pages::slug.eq(&draft.slug),
                        city_pages::position.eq(position),
                        city_pages::in_foot.eq(false),
                        city_pages::in_sitemap.eq(true),
                        city_pages::newest.eq(1),
                        city_pages::changes.eq(0),
                    ))
                    .returning(city_pages::id)
                    .get_result(connection)?;
                insert(connection, (id, 1), stored, by, cx.now())?;
                note(connection, &cx, OfPage::Added, None, by, Map::new())?;
                Ok::<i64, CityPageError>(id)
            })
        })
        .await;
    Ok(Made::Page(taken(made)?))
}

/// Keeps a new version of the page that was read with `newest` as its newest. Sending the same twice changes
/// nothing. What everybody reads stays as it is.
pub async fn change(
    context: &Context,
    administrator: &Member,
    id: i64,
    newest: i32,
    draft: Draft,
    answered: Answered,
) -> Result<Made, CityPageError> {
    let (draft, stored) = match clear(context, draft, answered).await? {
        Ok(cleared) => cleared,
        Err(undecided) => return Ok(Made::Undecided(undecided)),
    };
    let (cx, by) = (context.clone(), administrator.id);
    let made: Result<(), CityPageError> = context
        .db
        .write(move |connection| {
            let page = hold(connection, id)?;
            let before = Draft::of(&page, &words(connection, id, page.newest)?);
            let changed = draft.differs(&before);
            if changed.is_empty() {
                return Ok(());
            }
            if page.newest != newest {
                return Err(CityPageError::Changed);
            }
            if draft.slug != page.slug {
                if page.published_at.is_some() {
                    return Err(invalid(field::SLUG, "page-slug-stays"));
                }
                is_free(connection, &draft.slug, Some(id))?;
            }
            let number = page.newest + 1;
            insert(connection, (id, number), stored, by, cx.now())?;
            diesel::update(city_pages::table.find(id))
                .set((
                    city_pages::slug.eq(&draft.slug),
                    city_pages::newest.eq(number),
                ))
                .execute(connection)?;
            let fields = Map::from_iter([
                ("changed".to_owned(), json!(changed.join(", "))),
                ("version".to_owned(), json!(number.to_string())),
            ]);
            note(connection, &cx, OfPage::Changed, Some(&page), by, fields)
        })
        .await;
    taken(made)?;
    Ok(Made::Page(id))
}

fn insert(
    connection: &mut AnyConnection,
    (page, number): (i64, i32),
    stored: Stored,
    by: i64,
    now: Timestamp,
) -> Result<(), DbError> {
    diesel::insert_into(city_page_revisions::table)
        .values((
            stored,
            city_page_revisions::page_id.eq(page),
            city_page_revisions::number.eq(number),
            city_page_revisions::made_by.eq(by),
            city_page_revisions::made_at.eq(now),
        ))
        .execute(connection)?;
    Ok(())
}

/// A name is free that no other page has.
fn is_free(
    connection: &mut AnyConnection,
    slug: &str,
    own: Option<i64>,
) -> Result<(), CityPageError> {
    let known: Option<i64> = city_pages::table
        .filter(city_pages::slug.eq(slug))
        .select(city_pages::id)
        .first(connection)
        .optional()?;
    if known.is_some_and(|id| Some(id) != own) {
        return Err(invalid(field::SLUG, "page-slug-taken"));
    }
    Ok(())
}

/// Two at once chose the same name, or wrote the next version.
fn taken<T>(made: Result<T, CityPageError>) -> Result<T, CityPageError> {
    match made {
        Err(CityPageError::Db(DbError::Query(Error::DatabaseError(UniqueViolation, _)))) => {
            Err(invalid(field::SLUG, "page-slug-taken"))
        }
        made => made,
    }
}

pub(super) fn invalid(field: &'static str, code: &'static str) -> CityPageError {
    let mut errors = ValidationErrors::new();
    refuse(&mut errors, field, code);
    errors.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Draft {
        Draft {
            slug: "opening-hours".into(),
            title_zh: "服務時間".into(),
            body_zh: "週一到週五。".into(),
            ..Draft::default()
        }
    }

    #[test]
    fn a_draft_is_refused_by_the_field_that_is_wrong() {
        assert!(whole().check().is_ok());
        for (slug, code) in [
            ("", "page-slug"),
            ("A b", "page-slug"),
            ("../etc", "page-slug"),
            ("privacy", "page-reserved"),
            ("log-on", "page-reserved"),
        ] {
            let draft = Draft {
                slug: slug.into(),
                ..whole()
            };
            let errors = draft.check().expect_err("no name");
            assert_eq!(errors.field_errors()["slug"][0].code, code, "{slug}");
        }
        let half = Draft {
            title_en: "Hours".into(),
            ..whole()
        };
        let errors = half.check().expect_err("no text");
        assert_eq!(errors.field_errors()["body_en"][0].code, "required");
        let none = Draft {
            slug: "hours".into(),
            ..Draft::default()
        };
        let errors = none.check().expect_err("no language");
        assert_eq!(errors.field_errors()["title_zh"][0].code, "one-language");
        let long = Draft {
            body_zh: "長".repeat(LONGEST_BODY + 1),
            title_zh: "一\n二".into(),
            ..whole()
        };
        let errors = long.check().expect_err("too long");
        assert_eq!(errors.field_errors()["body_zh"][0].code, "length");
        assert_eq!(errors.field_errors()["title_zh"][0].code, "characters");
    }

    #[test]
    fn reserved_names_are_names_in_their_order() {
        assert!(RESERVED.is_sorted());
        assert!(RESERVED.iter().all(|name| is_slug(name, LONGEST_SLUG)));
    }

    #[test]
    fn what_was_changed_is_named() {
        let other = Draft {
            title_en: "Hours".into(),
            body_en: "Monday to Friday.".into(),
            ..whole()
        };
        assert_eq!(other.differs(&whole()), ["title_en", "body_en"]);
        let names: Vec<_> = other.fields().iter().map(|field| field.name).collect();
        assert_eq!(names, ["title_zh", "body_zh", "title_en", "body_en"]);
    }
}
