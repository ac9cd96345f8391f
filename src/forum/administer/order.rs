//! The order in which boards stand, and which of them are archived.

use diesel::prelude::*;
use serde_json::Map;

use super::{Row, State, hold, note, past};
use crate::{
    accounts::Member,
    context::Context,
    db::{AnyConnection, DbError, order::spread_boards, schema::boards as board_table},
    forum::ForumError,
    privacy::ledger::OfBoard,
};

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
            let mut all = places(connection)?;
            if !all.is_sorted_by(|one, next| one.1 < next.1) {
                spread_boards(connection)?;
                all = places(connection)?;
            }
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
            note(connection, &cx, OfBoard::Ordered, id, by, Map::new())?;
            Ok(())
        })
        .await
}

/// Each board's id and place, and whether it is archived, in their order.
fn places(connection: &mut AnyConnection) -> Result<Vec<(i64, i32, bool)>, DbError> {
    Ok(board_table::table
        .order((board_table::position, board_table::id))
        .select((
            board_table::id,
            board_table::position,
            board_table::archived_at.is_not_null(),
        ))
        .load(connection)?)
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
            let was = State::of(connection, &board)?;
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
            let entry = note(connection, &cx, act, id, by, Map::new())?;
            past::keep(connection, &cx, &Row::after(&board, Some(was), entry))
        })
        .await
}
