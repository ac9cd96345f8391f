//! Whose content a moderator decides about: that of every board, or of the boards that an
//! administrator chose. What belongs to no board is for moderators everywhere.

use diesel::prelude::*;

use crate::db::{AnyConnection, DbError, schema::moderator_boards};

/// Who looks at the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reviewer {
    pub id: i64,
    pub part: Part,
}

/// What of the queue somebody decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What people wrote, and appeals.
    Content {
        /// The role about whose accounts they decide alone; `None` where it is everybody's.
        accounts_of: Option<&'static str>,
    },
    /// What people ask about their data, and nothing else.
    Requests,
}

/// Whose content a moderator decides about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every board, and what belongs to none: profiles and accounts.
    Everywhere,
    /// These boards only, in the order of their ids.
    Boards(Vec<i64>),
}

impl Reach {
    /// Of a moderator: whether somebody is one, who asks has found out. A moderator without boards
    /// moderates every board.
    pub fn of(connection: &mut AnyConnection, moderator: i64) -> Result<Self, DbError> {
        let boards: Vec<i64> = moderator_boards::table
            .filter(moderator_boards::account_id.eq(moderator))
            .order(moderator_boards::board_id)
            .select(moderator_boards::board_id)
            .load(connection)?;
        Ok(if boards.is_empty() {
            Self::Everywhere
        } else {
            Self::Boards(boards)
        })
    }

    pub fn covers(&self, board: i64) -> bool {
        self.boards().is_none_or(|boards| boards.contains(&board))
    }

    /// The boards that it ends at; `None` where it ends at none.
    pub fn boards(&self) -> Option<&[i64]> {
        match self {
            Self::Everywhere => None,
            Self::Boards(boards) => Some(boards),
        }
    }
}
