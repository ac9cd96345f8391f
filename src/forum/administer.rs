//! Boards as administrators keep them: new ones, changes, their order, and the archive.
//!
//! Each change stands in the ledger in its own transaction, without anything personal; of a
//! board that not everybody may read, without its name.

use diesel::prelude::*;
use serde_json::{Map, Value, json};
use validator::{Validate, ValidationErrors};

use super::{
    ForumError,
    boards::{self, Board},
    copies,
    reader::{Circle, Reader},
    reading::digest::Told,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection,
        schema::{board_slugs, boards as board_table, offices as office_table, topics},
    },
    offices,
    privacy::ledger::{self, About, Arrangement, OfBoard},
    text::{
        Field, Format,
        official::{self, Answered},
        publication::{Publication, Undecided},
    },
    text_rules::{is_slug, plain_line, refuse, refuse_length},
};

pub const LONGEST_SLUG: usize = 40;
pub const LONGEST_NAME: usize = 40;
pub const LONGEST_DESCRIPTION: usize = 200;

/// The names of the fields, as forms, errors and the ledger say them.
pub mod field {
    pub const SLUG: &str = "slug";
    pub const NAME_ZH: &str = "name_zh";
    pub const NAME_EN: &str = "name_en";
    pub const DESCRIPTION_ZH: &str = "description_zh";
    pub const DESCRIPTION_EN: &str = "description_en";
    pub const READ_BY: &str = "read_by";
    pub const OPEN_BY: &str = "open_by";
    pub const ANSWER_BY: &str = "answer_by";
    pub const GUEST_POSTING: &str = "guest_posting";
    pub const OFFICE: &str = "office";
    pub const TAKES_SUGGESTIONS: &str = "takes_suggestions";
}

/// A board as somebody typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub slug: String,
    pub name_zh: String,
    pub name_en: String,
    pub description_zh: String,
    pub description_en: String,
    pub read_by: Circle,
    pub open_by: Circle,
    pub answer_by: Circle,
    pub guest_posting: bool,
    /// The slug of the office that its topics concern, or "".
    pub office: String,
    /// Whether suggestions are published on it, and on no other.
    pub takes_suggestions: bool,
}

/// What came of a draft.
pub enum Kept {
    /// The board's name in addresses.
    Board(String),
    /// Its findings must be answered first; nothing is stored.
    Undecided(Box<Undecided>),
}

impl Validate for Draft {
    fn validate(&self) -> Result<(), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        if !is_slug(&self.slug, LONGEST_SLUG) {
            refuse(&mut errors, field::SLUG, "slug");
        }
        for (name, text, longest) in [
            (field::NAME_ZH, &self.name_zh, LONGEST_NAME),
            (field::NAME_EN, &self.name_en, LONGEST_NAME),
            (
                field::DESCRIPTION_ZH,
                &self.description_zh,
                LONGEST_DESCRIPTION,
            ),
            (
                field::DESCRIPTION_EN,
                &self.description_en,
                LONGEST_DESCRIPTION,
            ),
        ] {
            if text.trim().is_empty() {
                refuse(&mut errors, name, "required");
            } else if text.chars().count() > longest {
                refuse_length(&mut errors, name, 1, longest);
            } else if !plain_line(text) {
                refuse(&mut errors, name, "characters");
            }
        }
        // Nobody writes where they cannot read.
        for (name, by) in [
            (field::OPEN_BY, self.open_by),
            (field::ANSWER_BY, self.answer_by),
        ] {
            if by < self.read_by {
                refuse(&mut errors, name, "board-unread");
            }
        }
        if self.guest_posting && self.read_by > Circle::Everybody {
            refuse(&mut errors, field::GUEST_POSTING, "board-unread");
        }
        if self.takes_suggestions && self.read_by > Circle::Everybody {
            refuse(&mut errors, field::TAKES_SUGGESTIONS, "board-not-public");
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}

impl Draft {
    /// The board as it stands.
    pub fn of(board: &Board, office: String) -> Self {
        Self {
            slug: board.slug.clone(),
            name_zh: board.name_zh.clone(),
            name_en: board.name_en.clone(),
            description_zh: board.description_zh.clone(),
            description_en: board.description_en.clone(),
            read_by: board.read_by,
            open_by: board.open_by,
            answer_by: board.answer_by,
            guest_posting: board.guest_posting,
            office,
            takes_suggestions: board.takes_suggestions,
        }
    }

    /// The texts that the detector looks at and that are published.
    pub fn fields(&self) -> Vec<Field> {
        vec![
            Field::new(field::NAME_ZH, Format::Plain, self.name_zh.trim()),
            Field::new(field::NAME_EN, Format::Plain, self.name_en.trim()),
            Field::new(
                field::DESCRIPTION_ZH,
                Format::Plain,
                self.description_zh.trim(),
            ),
            Field::new(
                field::DESCRIPTION_EN,
                Format::Plain,
                self.description_en.trim(),
            ),
        ]
    }

    /// This draft with other texts: those that applying the answers left.
    pub fn with(mut self, fields: &[Field]) -> Self {
        for text in fields {
            let own = match text.name {
                field::NAME_ZH => &mut self.name_zh,
                field::NAME_EN => &mut self.name_en,
                field::DESCRIPTION_ZH => &mut self.description_zh,
                field::DESCRIPTION_EN => &mut self.description_en,
                _ => continue,
            };
            own.clone_from(&text.source);
        }
        self
    }

    /// This draft with its texts as they may be published.
    pub(super) fn published(self, publication: &Publication) -> Self {
        let fields: Vec<Field> = publication
            .texts
            .iter()
            .map(|text| Field::new(text.field, Format::Plain, text.source.clone()))
            .collect();
        self.with(&fields)
    }

    /// The names of the fields in which two drafts differ.
    fn differs(&self, other: &Self) -> Vec<&'static str> {
        [
            (field::SLUG, self.slug != other.slug),
            (field::NAME_ZH, self.name_zh != other.name_zh),
            (field::NAME_EN, self.name_en != other.name_en),
            (
                field::DESCRIPTION_ZH,
                self.description_zh != other.description_zh,
            ),
            (
                field::DESCRIPTION_EN,
                self.description_en != other.description_en,
            ),
            (field::READ_BY, self.read_by != other.read_by),
            (field::OPEN_BY, self.open_by != other.open_by),
            (field::ANSWER_BY, self.answer_by != other.answer_by),
            (
                field::GUEST_POSTING,
                self.guest_posting != other.guest_posting,
            ),
            (field::OFFICE, self.office != other.office),
            (
                field::TAKES_SUGGESTIONS,
                self.takes_suggestions != other.takes_suggestions,
            ),
        ]
        .into_iter()
        .filter_map(|(name, differs)| differs.then_some(name))
        .collect()
    }
}

/// A board for its form: as it stands, and the draft that would change nothing.
pub async fn find(context: &Context, id: i64) -> Result<(Board, Draft), ForumError> {
    context
        .db
        .read(move |connection| {
            let board = boards::by_id(connection, id, Reader::CITY)?;
            let draft = draft_of(connection, &board)?;
            Ok((board, draft))
        })
        .await
}

fn draft_of(connection: &mut AnyConnection, board: &Board) -> Result<Draft, ForumError> {
    let office: Option<String> = match board.office {
        Some(office) => office_table::table
            .find(office)
            .select(office_table::slug)
            .first(connection)
            .optional()?,
        None => None,
    };
    Ok(Draft::of(board, office.unwrap_or_default()))
}

/// The board that took suggestions does so no more: another one does.
/// Gives which that was.
fn take_over(connection: &mut AnyConnection, draft: &Draft) -> Result<Option<i64>, ForumError> {
    if !draft.takes_suggestions {
        return Ok(None);
    }
    Ok(
        diesel::update(board_table::table.filter(board_table::takes_suggestions.eq(true)))
            .set((
                board_table::takes_suggestions.eq(false),
                board_table::version.eq(board_table::version + 1),
            ))
            .returning(board_table::id)
            .get_result(connection)
            .optional()?,
    )
}

/// Notes that another board takes suggestions now than this one did.
fn note_taken_over(
    connection: &mut AnyConnection,
    context: &Context,
    other: Option<i64>,
    by: i64,
) -> Result<(), ForumError> {
    let Some(other) = other else {
        return Ok(());
    };
    let fields = Map::from_iter([("changed".to_owned(), json!("takes_suggestions"))]);
    note(connection, context, OfBoard::Changed, other, by, fields)
}

/// Adds a board behind all others. The same draft twice is one board.
pub async fn create(
    context: &Context,
    administrator: &Member,
    draft: Draft,
    answered: Answered,
) -> Result<Kept, ForumError> {
    let draft = match clear(context, draft, answered).await? {
        Ok(draft) => draft,
        Err(undecided) => return Ok(Kept::Undecided(undecided)),
    };
    let (cx, by) = (context.clone(), administrator.id);
    let kept = context
        .db
        .write(move |connection| {
            let known: Option<Board> = board_table::table
                .filter(board_table::slug.eq(&draft.slug))
                .select(boards::COLUMNS)
                .first(connection)
                .optional()?;
            if let Some(known) = known
                && draft_of(connection, &known)? == draft
            {
                return Ok(draft.slug);
            }
            is_free(connection, &draft.slug, None)?;
            let last: Option<i32> = board_table::table
                .select(diesel::dsl::max(board_table::position))
                .first(connection)?;
            let other = take_over(connection, &draft)?;
            let id = diesel::insert_into(board_table::table)
                .values((
                    board_table::slug.eq(&draft.slug),
                    board_table::name_zh.eq(&draft.name_zh),
                    board_table::name_en.eq(&draft.name_en),
                    board_table::description_zh.eq(&draft.description_zh),
                    board_table::description_en.eq(&draft.description_en),
                    board_table::guest_posting.eq(draft.guest_posting),
                    board_table::read_by.eq(draft.read_by),
                    board_table::open_by.eq(draft.open_by),
                    board_table::answer_by.eq(draft.answer_by),
                    board_table::office_id.eq(office(connection, &draft)?),
                    board_table::position.eq(last.unwrap_or(0).saturating_add(1)),
                    board_table::takes_suggestions.eq(draft.takes_suggestions),
                ))
                .returning(board_table::id)
                .get_result(connection)?;
            note(connection, &cx, OfBoard::Added, id, by, Map::new())?;
            note_taken_over(connection, &cx, other, by)?;
            Ok(draft.slug)
        })
        .await;
    taken(kept).map(Kept::Board)
}

/// Changes the board that was read as `version`. Sending the same twice changes nothing.
///
/// [`ForumError::Changed`] when somebody else changed it since. A board that few may read is not
/// opened to more once it holds topics: they were written for few.
pub async fn change(
    context: &Context,
    administrator: &Member,
    id: i64,
    version: i32,
    draft: Draft,
    answered: Answered,
) -> Result<Kept, ForumError> {
    let draft = match clear(context, draft, answered).await? {
        Ok(draft) => draft,
        Err(undecided) => return Ok(Kept::Undecided(undecided)),
    };
    let (cx, by) = (context.clone(), administrator.id);
    let kept = context
        .db
        .write(move |connection| {
            let board = hold(connection, id)?;
            let before = draft_of(connection, &board)?;
            let changed = draft.differs(&before);
            if changed.is_empty() {
                return Ok(draft.slug);
            }
            if board.version != version {
                return Err(ForumError::Changed);
            }
            if draft.read_by < before.read_by && has_topics(connection, id)? {
                return Err(invalid(field::READ_BY, "board-widened"));
            }
            if draft.slug != before.slug {
                is_free(connection, &draft.slug, Some(id))?;
                diesel::delete(board_slugs::table.find(&draft.slug)).execute(connection)?;
                diesel::insert_into(board_slugs::table)
                    .values((
                        board_slugs::slug.eq(&before.slug),
                        board_slugs::board_id.eq(id),
                    ))
                    .execute(connection)?;
            }
            let other = match before.takes_suggestions {
                true => None,
                false => take_over(connection, &draft)?,
            };
            diesel::update(board_table::table.find(id))
                .set((
                    board_table::slug.eq(&draft.slug),
                    board_table::name_zh.eq(&draft.name_zh),
                    board_table::name_en.eq(&draft.name_en),
                    board_table::description_zh.eq(&draft.description_zh),
                    board_table::description_en.eq(&draft.description_en),
                    board_table::guest_posting.eq(draft.guest_posting),
                    board_table::read_by.eq(draft.read_by),
                    board_table::open_by.eq(draft.open_by),
                    board_table::answer_by.eq(draft.answer_by),
                    board_table::office_id.eq(office(connection, &draft)?),
                    board_table::takes_suggestions.eq(draft.takes_suggestions),
                    board_table::version.eq(board_table::version + 1),
                ))
                .execute(connection)?;
            // What fewer may read is in no copy any more.
            copies::forget(connection, Told::OnBoard(id))?;
            let fields = Map::from_iter([("changed".to_owned(), json!(changed.join(", ")))]);
            note(connection, &cx, OfBoard::Changed, id, by, fields)?;
            note_taken_over(connection, &cx, other, by)?;
            Ok(draft.slug)
        })
        .await;
    taken(kept).map(Kept::Board)
}

/// Moves a board one place up or down among those that are archived, or not, as it is.
pub async fn shift(
    context: &Context,
    administrator: &Member,
    id: i64,
    up: bool,
) -> Result<(), ForumError> {
    let (cx, by) = (context.clone(), administrator.id);
    context
        .db
        .write(move |connection| {
            let board = hold(connection, id)?;
            let archived = board.archived_at.is_some();
            let all: Vec<(i64, i32, bool)> = board_table::table
                .order((board_table::position, board_table::id))
                .select((
                    board_table::id,
                    board_table::position,
                    board_table::archived_at.is_not_null(),
                ))
                .load(connection)?;
            let beside: Vec<(i64, i32)> = all
                .into_iter()
                .filter(|(.., is)| *is == archived)
                .map(|(id, position, _)| (id, position))
                .collect();
            let at = beside.iter().position(|(one, _)| *one == id);
            let other = at.and_then(|at| if up { at.checked_sub(1) } else { Some(at + 1) });
            let (Some(at), Some((other, place))) =
                (at, other.and_then(|other| beside.get(other)).copied())
            else {
                return Ok(());
            };
            let own = beside[at].1;
            for (board, from, to) in [(id, own, place), (other, place, own)] {
                let moved = diesel::update(
                    board_table::table
                        .find(board)
                        .filter(board_table::position.eq(from)),
                )
                .set(board_table::position.eq(to))
                .execute(connection)?;
                if moved == 0 {
                    return Err(ForumError::Changed);
                }
            }
            note(connection, &cx, OfBoard::Ordered, id, by, Map::new())
        })
        .await
}

/// Archives a board, or takes it out of the archive. Twice is once.
pub async fn archive(
    context: &Context,
    administrator: &Member,
    id: i64,
    archived: bool,
) -> Result<(), ForumError> {
    let (cx, by) = (context.clone(), administrator.id);
    context
        .db
        .write(move |connection| {
            let board = hold(connection, id)?;
            if board.archived_at.is_some() == archived {
                return Ok(());
            }
            diesel::update(board_table::table.find(id))
                .set((
                    board_table::archived_at.eq(archived.then(|| cx.now())),
                    board_table::version.eq(board_table::version + 1),
                ))
                .execute(connection)?;
            let act = if archived {
                OfBoard::Archived
            } else {
                OfBoard::Unarchived
            };
            note(connection, &cx, act, id, by, Map::new())
        })
        .await
}

/// The texts checked for personal data: the city publishes nobody's.
async fn clear(
    context: &Context,
    draft: Draft,
    answered: Answered,
) -> Result<Result<Draft, Box<Undecided>>, ForumError> {
    draft.validate()?;
    let publication: Publication = match official::clear(context, draft.fields(), answered).await? {
        Ok(publication) => publication,
        Err(undecided) => return Ok(Err(undecided)),
    };
    let draft = draft.published(&publication);
    draft.validate()?;
    Ok(Ok(draft))
}

/// The board, whose row is the lock: of two administrators the second waits here.
fn hold(connection: &mut AnyConnection, id: i64) -> Result<Board, ForumError> {
    diesel::update(board_table::table.find(id))
        .set(board_table::version.eq(board_table::version))
        .execute(connection)?;
    boards::by_id(connection, id, Reader::CITY)
}

fn has_topics(connection: &mut AnyConnection, id: i64) -> Result<bool, ForumError> {
    let topics: i64 = topics::table
        .filter(topics::board_id.eq(id))
        .count()
        .get_result(connection)?;
    Ok(topics > 0)
}

fn office(connection: &mut AnyConnection, draft: &Draft) -> Result<Option<i64>, ForumError> {
    if draft.office.is_empty() {
        return Ok(None);
    }
    match offices::by_slug(connection, &draft.office)? {
        None => Err(invalid(field::OFFICE, "choice")),
        known => Ok(known),
    }
}

/// A name is free that no other board has or had.
fn is_free(connection: &mut AnyConnection, slug: &str, own: Option<i64>) -> Result<(), ForumError> {
    let now: Option<i64> = board_table::table
        .filter(board_table::slug.eq(slug))
        .select(board_table::id)
        .first(connection)
        .optional()?;
    let once: Option<i64> = board_slugs::table
        .find(slug)
        .select(board_slugs::board_id)
        .first(connection)
        .optional()?;
    if now.or(once).is_some_and(|id| Some(id) != own) {
        return Err(invalid(field::SLUG, "slug-taken"));
    }
    Ok(())
}

/// Two at once chose the same name, or the board that takes suggestions.
fn taken<T>(kept: Result<T, ForumError>) -> Result<T, ForumError> {
    use diesel::result::{DatabaseErrorKind::UniqueViolation, Error};
    match kept {
        Err(ForumError::Db(crate::db::DbError::Query(Error::DatabaseError(
            UniqueViolation,
            info,
        )))) => match info.constraint_name() {
            Some("boards_taking_suggestions") => Err(ForumError::Changed),
            _ => Err(invalid(field::SLUG, "slug-taken")),
        },
        kept => kept,
    }
}

fn invalid(field: &'static str, code: &'static str) -> ForumError {
    let mut errors = ValidationErrors::new();
    refuse(&mut errors, field, code);
    errors.into()
}

fn note(
    connection: &mut AnyConnection,
    context: &Context,
    act: OfBoard,
    board: i64,
    by: i64,
    mut fields: Map<String, Value>,
) -> Result<(), ForumError> {
    if let Some(slug) = boards::public_slug(connection, board)? {
        fields.insert("board".into(), json!(slug));
    }
    let about = About {
        by: Some(by),
        ..About::default()
    };
    ledger::note(
        connection,
        context,
        Arrangement::Board(act),
        None,
        about,
        fields,
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Draft {
        Draft {
            slug: "city-life".into(),
            name_zh: "市政".into(),
            name_en: "City".into(),
            description_zh: "什麼都能聊".into(),
            description_en: "Anything goes".into(),
            ..Draft::default()
        }
    }

    #[test]
    fn a_draft_is_refused_by_the_field_that_is_wrong() {
        assert!(whole().validate().is_ok());
        for slug in ["", "a", "City", "a b", "-a", "a-", "市政", &"a".repeat(41)] {
            let draft = Draft {
                slug: slug.into(),
                ..whole()
            };
            let errors = draft.validate().expect_err("no slug");
            assert!(errors.field_errors().contains_key("slug"), "{slug}");
        }
        let unread = Draft {
            read_by: Circle::Staff,
            guest_posting: true,
            ..whole()
        };
        let errors = unread.validate().expect_err("who cannot read");
        let mut fields: Vec<_> = errors.field_errors().into_keys().collect();
        fields.sort();
        assert_eq!(fields, ["answer_by", "guest_posting", "open_by"]);
    }

    #[test]
    fn what_was_changed_is_named() {
        let other = Draft {
            name_en: "Town".into(),
            read_by: Circle::Members,
            ..whole()
        };
        assert_eq!(other.differs(&whole()), ["name_en", "read_by"]);
    }
}
