//! Taking the newest change of a board back. What stood before is looked through like any draft: somebody may
//! have changed it because of a name in it.

use std::borrow::Cow;

use diesel::prelude::*;
use serde_json::{Map, json};
use validator::{ValidationError, ValidationErrors};

use super::{
    Kept, Row, State, clear, field, hold, invalid, note, note_of_suggestions, past, put, taken,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{board_changes, boards as board_table},
    },
    forum::{
        ForumError,
        boards::{self, Board},
        reader::Reader,
    },
    privacy::ledger::OfBoard,
    text::official::Answered,
};

/// Takes the newest change of a board back, which made it `version`: it stands again as it did before. Its place
/// among the others stays. Pressing twice is once. The board that took suggestions until that change takes them
/// again.
///
/// [`ForumError::Changed`] when it has been changed since. As [`super::change`] it opens no board to more that
/// holds topics, and asks about personal data. Field of what cannot be taken back: `version`.
pub async fn undo(
    context: &Context,
    administrator: &Member,
    id: i64,
    version: i32,
    answered: Answered,
) -> Result<Kept, ForumError> {
    let found = context
        .db
        .read(move |connection| {
            let board = boards::by_id(connection, id, Reader::CITY)?;
            Ok::<_, ForumError>((newest(connection, &board, version)?, board.slug))
        })
        .await?;
    let before = match found {
        (Some((_, before)), _) => before,
        (None, slug) => return Ok(Kept::Board(slug)),
    };
    let draft = match clear(context, before.draft, answered).await? {
        Ok(draft) => draft,
        Err(undecided) => return Ok(Kept::Undecided(undecided)),
    };
    let (cx, by) = (context.clone(), administrator.id);
    let done = context
        .db
        .write(move |connection| {
            let board = hold(connection, id)?;
            // What was looked through is what stood before this version, which never changes.
            let Some((entry, State { archived_at, .. })) = newest(connection, &board, version)?
            else {
                return Ok(board.slug);
            };
            let was = State::of(connection, &board)?;
            let mut changed = draft.differs(&was.draft);
            if archived_at.is_some() != was.archived_at.is_some() {
                changed.push(field::ARCHIVED);
            }
            let loses = put(connection, &board, &was.draft, &draft)?;
            let gains = match was.draft.takes_suggestions && !draft.takes_suggestions {
                true => give_back(connection, &board, entry)?,
                false => None,
            };
            let archived_at = archived_at.and_then(Timestamp::from_milliseconds);
            diesel::update(board_table::table.find(id))
                .set(board_table::archived_at.eq(archived_at))
                .execute(connection)?;
            // Of two boards the one that takes suggestions from now on is noted first, as `give_back` expects.
            note_of_suggestions(connection, &cx, gains, by)?;
            let fields = Map::from_iter([("changed".to_owned(), json!(changed.join(", ")))]);
            let entry = note(connection, &cx, OfBoard::Undone, id, by, fields)?;
            let row = Row::after(&board, Some(was), entry).taking_back(version);
            past::keep(connection, &cx, &row)?;
            note_of_suggestions(connection, &cx, loses, by)?;
            Ok(draft.slug)
        })
        .await;
    taken(done).map(Kept::Board)
}

/// The newest change, which made the board `version`: its entry in the ledger, and how the board stood before.
/// `None` where it is taken back already.
fn newest(
    connection: &mut AnyConnection,
    board: &Board,
    version: i32,
) -> Result<Option<(i32, State)>, ForumError> {
    let Some(newest) = past::newest(connection, board.id)? else {
        return Err(invalid("version", "board-nothing"));
    };
    let is_last = newest.version == board.version;
    if is_last && newest.undoes == Some(version) {
        return Ok(None);
    }
    if !is_last || board.version != version {
        return Err(ForumError::Changed);
    }
    Ok(Some((newest.entry, newest.stood()?)))
}

/// The board from which this one took the suggestions over takes them again: it, and how it stood until now.
/// `None` where none had them. Fails where it can take them no more: then no board would.
fn give_back(
    connection: &mut AnyConnection,
    board: &Board,
    entry: i32,
) -> Result<Option<(Board, State)>, ForumError> {
    // Both changes were noted in one transaction, that of the board which lost them behind the other: nobody
    // else's entry is between the two.
    let lost: Option<(i64, Option<String>)> = board_changes::table
        .filter(board_changes::entry.eq(entry + 1))
        .filter(board_changes::board_id.ne(board.id))
        .select((board_changes::board_id, board_changes::was))
        .first(connection)
        .optional()?;
    let Some((id, was)) = lost else {
        return Ok(None);
    };
    let had = was.as_deref().and_then(State::read);
    if !had.is_some_and(|had| had.draft.takes_suggestions) {
        return Ok(None);
    }
    let other = hold(connection, id)?;
    if other.archived_at.is_some() || !other.is_public() {
        let name = format!("{} / {}", other.name_zh, other.name_en);
        return Err(not_given_back(&name));
    }
    let was = State::of(connection, &other)?;
    diesel::update(board_table::table.find(id))
        .set((
            board_table::takes_suggestions.eq(true),
            board_table::version.eq(board_table::version + 1),
        ))
        .execute(connection)?;
    Ok(Some((other, was)))
}

fn not_given_back(name: &str) -> ForumError {
    let mut error = ValidationError::new("board-not-given-back");
    error.add_param(Cow::Borrowed("word"), &name);
    let mut errors = ValidationErrors::new();
    errors.add("version", error);
    errors.into()
}
