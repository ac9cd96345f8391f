//! Words with which an office's answer can begin, of one category or of all, in one language. They
//! are kept by administrators and are about nobody.

use diesel::prelude::*;
use validator::ValidationErrors;

use super::desk::LONGEST_ANSWER;
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{answer_templates, categories},
    },
    i18n::Lang,
    offices::Category,
    text_rules::{plain_line, readable, refuse, refuse_length},
};

/// The longest name, in characters.
pub const LONGEST_NAME: usize = 60;

/// Why a template was not kept.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    #[error("there is no such template")]
    NotFound,
    /// Somebody else changed it since it was read.
    #[error("the template was changed meanwhile")]
    Changed,
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for TemplateError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// A template as it stands.
#[derive(Clone, Debug)]
pub struct Template {
    pub id: i64,
    /// `None`: for every category.
    pub category: Option<Category>,
    pub language: Lang,
    pub name: String,
    pub body: String,
    pub version: i32,
}

/// A template as it shall be, trimmed.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// A slug; empty for every category.
    pub category: String,
    /// `None` where nothing was chosen.
    pub language: Option<Lang>,
    pub name: String,
    pub body: String,
}

impl From<Template> for Draft {
    fn from(template: Template) -> Self {
        Self {
            category: template.category.map(|one| one.slug).unwrap_or_default(),
            language: Some(template.language),
            name: template.name,
            body: template.body,
        }
    }
}

type Row = (i64, Lang, String, String, i32);

/// What of a row a [`Template`] is made of; a macro, for the tuple's type is the query's.
macro_rules! columns {
    () => {
        (
            answer_templates::id,
            answer_templates::language,
            answer_templates::name,
            answer_templates::body,
            answer_templates::version,
        )
    };
}

fn template((row, category): (Row, Option<Category>)) -> Template {
    let (id, language, name, body, version) = row;
    Template {
        id,
        category,
        language,
        name,
        body,
        version,
    }
}

/// All of them, those for every category first; those of `language` alone, where one is given, and
/// for answers in `category` (a slug), where one is.
pub async fn list(
    context: &Context,
    category: Option<&str>,
    language: Option<Lang>,
) -> Result<Vec<Template>, TemplateError> {
    let category = category.map(str::to_owned);
    let all = context
        .db
        .read(move |connection| {
            let mut query = answer_templates::table
                .left_join(categories::table)
                .order((
                    categories::position.is_not_null().asc(),
                    categories::position.asc(),
                    answer_templates::name.asc(),
                    answer_templates::id.asc(),
                ))
                .select((columns!(), Option::<Category>::as_select()))
                .into_boxed();
            if let Some(language) = language {
                query = query.filter(answer_templates::language.eq(language));
            }
            if let Some(category) = category.filter(|slug| !slug.contains('\0')) {
                query = query.filter(
                    categories::slug
                        .eq(category)
                        .or(answer_templates::category_id.is_null()),
                );
            }
            Ok::<Vec<(Row, Option<Category>)>, DbError>(query.load(connection)?)
        })
        .await?;
    Ok(all.into_iter().map(template).collect())
}

pub async fn find(context: &Context, id: i64) -> Result<Template, TemplateError> {
    let found = context
        .db
        .read(move |connection| {
            let found: Option<(Row, Option<Category>)> = answer_templates::table
                .left_join(categories::table)
                .filter(answer_templates::id.eq(id))
                .select((columns!(), Option::<Category>::as_select()))
                .first(connection)
                .optional()?;
            Ok::<_, DbError>(found)
        })
        .await?;
    found.map(template).ok_or(TemplateError::NotFound)
}

/// Adds one; gives its id.
pub async fn create(context: &Context, draft: Draft) -> Result<i64, TemplateError> {
    check(&draft)?;
    context
        .db
        .write(move |connection| {
            let (category, language) = chosen(connection, &draft)?;
            Ok(diesel::insert_into(answer_templates::table)
                .values((
                    answer_templates::category_id.eq(category),
                    answer_templates::language.eq(language),
                    answer_templates::name.eq(draft.name),
                    answer_templates::body.eq(draft.body),
                    answer_templates::version.eq(1),
                ))
                .returning(answer_templates::id)
                .get_result(connection)?)
        })
        .await
}

/// Changes what stands in `version`.
pub async fn change(
    context: &Context,
    id: i64,
    version: i32,
    draft: Draft,
) -> Result<(), TemplateError> {
    check(&draft)?;
    context
        .db
        .write(move |connection| {
            let (category, language) = chosen(connection, &draft)?;
            let changed = diesel::update(
                answer_templates::table
                    .find(id)
                    .filter(answer_templates::version.eq(version)),
            )
            .set((
                answer_templates::category_id.eq(category),
                answer_templates::language.eq(language),
                answer_templates::name.eq(draft.name),
                answer_templates::body.eq(draft.body),
                answer_templates::version.eq(answer_templates::version + 1),
            ))
            .execute(connection)?;
            if changed == 1 {
                return Ok(());
            }
            let there: i64 = answer_templates::table
                .find(id)
                .count()
                .get_result(connection)?;
            Err(if there == 0 {
                TemplateError::NotFound
            } else {
                TemplateError::Changed
            })
        })
        .await
}

/// Removes it; twice is no error.
pub async fn remove(context: &Context, id: i64) -> Result<(), TemplateError> {
    context
        .db
        .write(move |connection| {
            diesel::delete(answer_templates::table.find(id)).execute(connection)?;
            Ok(())
        })
        .await
}

fn check(draft: &Draft) -> Result<(), ValidationErrors> {
    let mut errors = ValidationErrors::new();
    let name = draft.name.chars().count();
    if name == 0 {
        refuse(&mut errors, "name", "required");
    } else if name > LONGEST_NAME {
        refuse_length(&mut errors, "name", 1, LONGEST_NAME);
    } else if !plain_line(&draft.name) {
        refuse(&mut errors, "name", "characters");
    }
    let body = draft.body.chars().count();
    if body == 0 {
        refuse(&mut errors, "body", "required");
    } else if body > LONGEST_ANSWER {
        refuse_length(&mut errors, "body", 1, LONGEST_ANSWER);
    } else if !readable(&draft.body) {
        refuse(&mut errors, "body", "characters");
    }
    if draft.language.is_none() {
        refuse(&mut errors, "language", "choice");
    }
    if draft.category.contains('\0') {
        refuse(&mut errors, "category", "choice");
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

/// The category and the language of a draft that was checked.
fn chosen(
    connection: &mut AnyConnection,
    draft: &Draft,
) -> Result<(Option<i64>, Lang), TemplateError> {
    let refused = |field| {
        let mut errors = ValidationErrors::new();
        refuse(&mut errors, field, "choice");
        TemplateError::from(errors)
    };
    let language = draft.language.ok_or_else(|| refused("language"))?;
    if draft.category.is_empty() {
        return Ok((None, language));
    }
    let category: Option<i64> = categories::table
        .filter(categories::slug.eq(&draft.category))
        .select(categories::id)
        .first(connection)
        .optional()?;
    let category = category.ok_or_else(|| refused("category"))?;
    Ok((Some(category), language))
}
