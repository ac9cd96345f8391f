//! Boards as administrators keep them: new ones, changes and what takes them back, their order, and the archive.
//!
//! Each change stands in the ledger in its own transaction, without anything personal; of a
//! board that not everybody may read, without its name. What stood before it is kept beside it.

mod draft;
mod order;
mod past;
mod undo;

use diesel::prelude::*;
use serde_json::{Map, Value, json};
use validator::Validate;

use self::past::{Row, State};
pub use self::{
    draft::{Draft, LONGEST_DESCRIPTION, LONGEST_NAME, LONGEST_SLUG, field},
    order::{archive, shift},
    past::{Difference, Past, history, was_public},
    undo::undo,
};

use super::{
    ForumError,
    boards::{self, Board},
    copies,
    reader::Reader,
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
        official::{self, Answered},
        publication::{Publication, Undecided},
    },
    text_rules::refused,
};

/// What came of a draft.
pub enum Kept {
    /// The board's name in addresses.
    Board(String),
    /// Its findings must be answered first; nothing is stored.
    Undecided(Box<Undecided>),
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

/// The board that took suggestions does so no more, for another one does: it, and how it stood.
fn take_over(
    connection: &mut AnyConnection,
    draft: &Draft,
) -> Result<Option<(Board, State)>, ForumError> {
    if !draft.takes_suggestions {
        return Ok(None);
    }
    let taking: Option<i64> = board_table::table
        .filter(board_table::takes_suggestions.eq(true))
        .select(board_table::id)
        .first(connection)
        .optional()?;
    let Some(id) = taking else {
        return Ok(None);
    };
    let board = hold(connection, id)?;
    if !board.takes_suggestions {
        return Ok(None);
    }
    let was = State::of(connection, &board)?;
    diesel::update(board_table::table.find(id))
        .set((
            board_table::takes_suggestions.eq(false),
            board_table::version.eq(board_table::version + 1),
        ))
        .execute(connection)?;
    Ok(Some((board, was)))
}

/// Notes that the board which took suggestions does so no more, or that one does again.
fn note_of_suggestions(
    connection: &mut AnyConnection,
    context: &Context,
    other: Option<(Board, State)>,
    by: i64,
) -> Result<(), ForumError> {
    let Some((board, was)) = other else {
        return Ok(());
    };
    let fields = Map::from_iter([("changed".to_owned(), json!("takes_suggestions"))]);
    let entry = note(connection, context, OfBoard::Changed, board.id, by, fields)?;
    let row = Row::after(&board, Some(was), entry);
    past::keep(connection, context, &row)
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
            let entry = note(connection, &cx, OfBoard::Added, id, by, Map::new())?;
            past::keep(connection, &cx, &Row::of_new(id, entry))?;
            note_of_suggestions(connection, &cx, other, by)?;
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
            let was = State::of(connection, &board)?;
            let changed = draft.differs(&was.draft);
            if changed.is_empty() {
                return Ok(draft.slug);
            }
            if board.version != version {
                return Err(ForumError::Changed);
            }
            let other = put(connection, &board, &was.draft, &draft)?;
            let fields = Map::from_iter([("changed".to_owned(), json!(changed.join(", ")))]);
            let entry = note(connection, &cx, OfBoard::Changed, id, by, fields)?;
            past::keep(connection, &cx, &Row::after(&board, Some(was), entry))?;
            note_of_suggestions(connection, &cx, other, by)?;
            Ok(draft.slug)
        })
        .await;
    taken(kept).map(Kept::Board)
}

/// Lets a board stand as a draft says that was checked; gives the one that took suggestions until now, where
/// this one does from now on.
fn put(
    connection: &mut AnyConnection,
    board: &Board,
    before: &Draft,
    draft: &Draft,
) -> Result<Option<(Board, State)>, ForumError> {
    let id = board.id;
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
        false => take_over(connection, draft)?,
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
            board_table::office_id.eq(office(connection, draft)?),
            board_table::takes_suggestions.eq(draft.takes_suggestions),
            board_table::version.eq(board_table::version + 1),
        ))
        .execute(connection)?;
    // What fewer may read is in no copy any more.
    copies::forget(connection, Told::OnBoard(id))?;
    Ok(other)
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
    refused(field, code).into()
}

fn note(
    connection: &mut AnyConnection,
    context: &Context,
    act: OfBoard,
    board: i64,
    by: i64,
    mut fields: Map<String, Value>,
) -> Result<i32, ForumError> {
    if let Some(slug) = boards::public_slug(connection, board)? {
        fields.insert("board".into(), json!(slug));
    }
    let about = About {
        by: Some(by),
        ..About::default()
    };
    Ok(ledger::note(
        connection,
        context,
        Arrangement::Board(act),
        None,
        about,
        fields,
    )?)
}
