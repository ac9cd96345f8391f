//! What administrators changed of boards: each change with what stood before it, so that the newest can be taken
//! back and all can be looked at. Who did it stands beside its entry in the ledger, as long as it is kept there.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Draft, draft_of, field};
use crate::{
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::board_changes},
    forum::{
        ForumError,
        boards::{self, Board},
        reader::{Circle, Reader},
    },
    privacy::actors,
    text_rules::refused,
};

/// How many changes are told of at most.
const MOST: i64 = 50;

/// A board as it stood, but for its place among the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    #[serde(flatten)]
    pub draft: Draft,
    /// Since when it was archived, in milliseconds of Unix time.
    pub archived_at: Option<i64>,
}

impl State {
    pub(super) fn of(connection: &mut AnyConnection, board: &Board) -> Result<Self, ForumError> {
        Ok(Self {
            draft: draft_of(connection, board)?,
            archived_at: board.archived_at.map(Timestamp::milliseconds),
        })
    }

    /// `None` for what another program wrote.
    pub(super) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// How each field stands, as programs read it.
    fn fields(&self) -> Vec<(&'static str, String)> {
        let draft = &self.draft;
        let yes_or_no = |is: bool| if is { "yes" } else { "no" }.to_owned();
        vec![
            (field::SLUG, draft.slug.clone()),
            (field::NAME_ZH, draft.name_zh.clone()),
            (field::NAME_EN, draft.name_en.clone()),
            (field::DESCRIPTION_ZH, draft.description_zh.clone()),
            (field::DESCRIPTION_EN, draft.description_en.clone()),
            (field::READ_BY, draft.read_by.as_str().to_owned()),
            (field::OPEN_BY, draft.open_by.as_str().to_owned()),
            (field::ANSWER_BY, draft.answer_by.as_str().to_owned()),
            (field::GUEST_POSTING, yes_or_no(draft.guest_posting)),
            (field::OFFICE, draft.office.clone()),
            (field::TAKES_SUGGESTIONS, yes_or_no(draft.takes_suggestions)),
            (field::ARCHIVED, yes_or_no(self.archived_at.is_some())),
        ]
    }

    fn differences(&self, after: &Self) -> Vec<Difference> {
        let both = self.fields().into_iter().zip(after.fields());
        both.filter(|((_, from), (_, to))| from != to)
            .map(|((field, from), (_, to))| Difference { field, from, to })
            .collect()
    }
}

/// A change as it is written.
pub(super) struct Row {
    board: i64,
    /// The board's, once it is changed.
    pub version: i32,
    /// How it stood before; none where it was added.
    was: Option<String>,
    /// The version that it takes back.
    pub undoes: Option<i32>,
    /// Of the change in the ledger.
    pub entry: i32,
}

impl Row {
    /// Of a board as it was read before the change.
    pub(super) fn after(board: &Board, was: Option<State>, entry: i32) -> Self {
        Self {
            board: board.id,
            version: board.version + 1,
            was: was.map(|was| serde_json::json!(was).to_string()),
            undoes: None,
            entry,
        }
    }

    /// The same as what takes this version back.
    pub(super) fn taking_back(self, version: i32) -> Self {
        let undoes = Some(version);
        Self { undoes, ..self }
    }

    pub(super) fn of_new(board: i64, entry: i32) -> Self {
        Self {
            board,
            version: 1,
            was: None,
            undoes: None,
            entry,
        }
    }

    /// How the board stood before.
    pub(super) fn stood(&self) -> Result<State, ForumError> {
        let Some(was) = &self.was else {
            return Err(refused("version", "board-added").into());
        };
        State::read(was).ok_or_else(|| refused("version", "board-unreadable").into())
    }
}

/// Writes a change, in the transaction that makes it.
pub(super) fn keep(
    connection: &mut AnyConnection,
    context: &Context,
    row: &Row,
) -> Result<(), ForumError> {
    diesel::insert_into(board_changes::table)
        .values((
            board_changes::board_id.eq(row.board),
            board_changes::version.eq(row.version),
            board_changes::was.eq(&row.was),
            board_changes::undoes.eq(row.undoes),
            board_changes::entry.eq(row.entry),
            board_changes::changed_at.eq(context.now()),
        ))
        .execute(connection)?;
    Ok(())
}

type Columns = (i32, Option<String>, Option<i32>, i32, Timestamp);

fn last(
    connection: &mut AnyConnection,
    board: i64,
    most: i64,
) -> Result<Vec<(Row, Timestamp)>, DbError> {
    let rows: Vec<Columns> = board_changes::table
        .filter(board_changes::board_id.eq(board))
        .order(board_changes::version.desc())
        .limit(most)
        .select((
            board_changes::version,
            board_changes::was,
            board_changes::undoes,
            board_changes::entry,
            board_changes::changed_at,
        ))
        .load(connection)?;
    let row = |(version, was, undoes, entry, at)| {
        let row = Row {
            board,
            version,
            was,
            undoes,
            entry,
        };
        (row, at)
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Whether everybody could read a board at some time since then, before it was for some alone.
pub fn was_public(
    connection: &mut AnyConnection,
    board: i64,
    since: Timestamp,
) -> Result<bool, ForumError> {
    let stood: Vec<Option<String>> = board_changes::table
        .filter(board_changes::board_id.eq(board))
        .filter(board_changes::changed_at.ge(since))
        .select(board_changes::was)
        .load(connection)?;
    let mut stood = stood.iter().flatten().filter_map(|was| State::read(was));
    Ok(stood.any(|was| was.draft.read_by == Circle::Everybody))
}

/// The newest change of a board.
pub(super) fn newest(connection: &mut AnyConnection, board: i64) -> Result<Option<Row>, DbError> {
    Ok(last(connection, board, 1)?.pop().map(|(row, _)| row))
}

/// In what a board changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field's name.
    pub field: &'static str,
    /// As programs read it: of a circle its name, of an office its slug, else `yes` or `no`.
    pub from: String,
    pub to: String,
}

/// A change that was made.
#[derive(Clone, Debug)]
pub struct Past {
    /// The board's version from then on.
    pub version: i32,
    /// Whether the board was added by it.
    pub is_new: bool,
    /// None where another program wrote what stood before, or changed it since without a word.
    pub changed: Vec<Difference>,
    /// The version that it took back.
    pub undoes: Option<i32>,
    /// Its number in the register of decisions.
    pub entry: i32,
    pub at: Timestamp,
    /// Who did it; `None` where the account is gone, or the register keeps it no longer.
    pub by: Option<String>,
    /// Whether it can be taken back: the newest alone, where it changed something.
    pub is_undoable: bool,
}

/// The changes of a board, newest first, at most 50.
pub async fn history(context: &Context, id: i64) -> Result<Vec<Past>, ForumError> {
    context
        .db
        .read(move |connection| {
            let board = boards::by_id(connection, id, Reader::CITY)?;
            // How the board stood after each change, and as which version: that from which the next one began.
            let mut after = Some(State::of(connection, &board)?);
            let mut version = board.version;
            let rows = last(connection, id, MOST)?;
            let entries = rows.iter().map(|(row, _)| row.entry).collect();
            let mut names = actors::names(connection, entries)?;
            let mut all = Vec::with_capacity(rows.len());
            for (row, at) in rows {
                let was = row.was.as_deref().and_then(State::read);
                let changed = match (&was, &after) {
                    (Some(was), Some(after)) if row.version == version => was.differences(after),
                    _ => Vec::new(),
                };
                all.push(Past {
                    version: row.version,
                    is_new: row.was.is_none(),
                    changed,
                    undoes: row.undoes,
                    entry: row.entry,
                    at,
                    by: names.remove(&row.entry),
                    is_undoable: row.version == board.version && was.is_some(),
                });
                (after, version) = (was, row.version - 1);
            }
            Ok(all)
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_read_as_it_was_written_and_differs_by_its_fields() {
        let was = State {
            draft: Draft {
                slug: "ideas".into(),
                read_by: Circle::Members,
                ..Draft::default()
            },
            archived_at: Some(7),
        };
        let text = serde_json::json!(was).to_string();
        assert_eq!(State::read(&text), Some(was.clone()));
        assert_eq!(State::read("{}"), None);
        let mut after = was.clone();
        assert_eq!(was.differences(&after), []);
        after.archived_at = None;
        after.draft.read_by = Circle::Staff;
        let difference = |field, from: &str, to: &str| Difference {
            field,
            from: from.to_owned(),
            to: to.to_owned(),
        };
        let expected = [
            difference("read_by", "members", "staff"),
            difference("archived", "yes", "no"),
        ];
        assert_eq!(was.differences(&after), expected);
    }
}
