//! What a moderator acts on. The only way to it asks on which board it stands; outside the
//! moderator's reach there is nothing, as for any other reader.
//!
//! Whatever waits for review is asked by `review`.

use diesel::prelude::*;

use super::ModerationError;
use crate::{
    accounts::{Member, Role},
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{accounts, posts, topics},
    },
    review::{Part, Reach, Reviewer},
};

/// A post on a board of the moderator who acts. No act begins without one, and nothing else makes one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reached {
    post: i64,
    by: i64,
    is_own: bool,
}

impl Reached {
    /// The post, for whoever acts on it.
    pub fn post(
        connection: &mut AnyConnection,
        moderator: i64,
        post: i64,
    ) -> Result<Self, ModerationError> {
        Self::find(connection, moderator, post)?.ok_or(ModerationError::NotFound)
    }

    /// As [`Self::post`]; `None` where there is none, or it stands elsewhere.
    pub fn find(
        connection: &mut AnyConnection,
        moderator: i64,
        post: i64,
    ) -> Result<Option<Self>, DbError> {
        let found: Option<(i64, Option<i64>)> = posts::table
            .inner_join(topics::table)
            .filter(posts::id.eq(post))
            .select((topics::board_id, posts::account_id))
            .first(connection)
            .optional()?;
        let reach = content(connection, moderator)?;
        let found = found.filter(|(board, _)| reach.is_some_and(|reach| reach.covers(*board)));
        Ok(found.map(|(_, author)| Self {
            post,
            by: moderator,
            is_own: author == Some(moderator),
        }))
    }

    pub const fn id(self) -> i64 {
        self.post
    }

    /// The moderator.
    pub const fn by(self) -> i64 {
        self.by
    }

    /// Whether the moderator wrote it.
    pub const fn is_own(self) -> bool {
        self.is_own
    }
}

/// What a moderator decides about.
pub async fn reach(context: &Context, moderator: &Member) -> Result<Reach, DbError> {
    let by = moderator.id;
    context
        .db
        .read(move |connection| Reach::of(connection, by))
        .await
}

/// What somebody decides in the queue, by the role that they have now; `None` where that is nothing.
pub(super) fn reviewer(
    connection: &mut AnyConnection,
    account: i64,
) -> Result<Option<Reviewer>, DbError> {
    let role: Option<Role> = accounts::table
        .find(account)
        .select(accounts::role)
        .first(connection)
        .optional()?;
    let part = match role {
        // About whose accounts each decides, `sanctions` knows.
        Some(Role::Administrator) => Part::Content { accounts_of: None },
        Some(Role::Moderator) => Part::Content {
            accounts_of: Some(Role::Resident.as_str()),
        },
        Some(Role::PrivacyOfficer) => Part::Requests,
        Some(Role::Resident | Role::Staff) | None => return Ok(None),
    };
    Ok(Some(Reviewer { id: account, part }))
}

/// What somebody decides of what people wrote, by the role that they have now; `None` where that is
/// nothing.
pub(super) fn content(
    connection: &mut AnyConnection,
    account: i64,
) -> Result<Option<Reach>, DbError> {
    match reviewer(connection, account)? {
        Some(Reviewer {
            part: Part::Content { .. },
            ..
        }) => Reach::of(connection, account).map(Some),
        _ => Ok(None),
    }
}

/// Whether a reader decides about what stands on a board.
pub fn moderates(
    connection: &mut AnyConnection,
    reader: Option<&Member>,
    board: i64,
) -> Result<bool, DbError> {
    match reader.filter(|reader| reader.is_moderator) {
        Some(moderator) => Ok(Reach::of(connection, moderator.id)?.covers(board)),
        None => Ok(false),
    }
}

/// Nothing is found on a board that is none of the moderator's.
pub(super) fn board(
    connection: &mut AnyConnection,
    moderator: i64,
    board: i64,
) -> Result<(), ModerationError> {
    let reach = content(connection, moderator)?;
    let covers = reach.is_some_and(|reach| reach.covers(board));
    covers.then_some(()).ok_or(ModerationError::NotFound)
}
