//! Review items: what waits for a moderator, and who decided it.
//!
//! Rooms enqueue an item in the transaction that holds a post back. What approving
//! or rejecting does to the post is `moderation`'s business.

use diesel::prelude::*;

use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{accounts, review_items},
        text_enum,
    },
    keys::CannotOpen,
    privacy::{
        Private,
        sealed::{self, Column},
    },
};

text_enum! {
    /// Why a post waits.
    pub enum Kind {
        /// A guest wrote it.
        GuestPost = "guest-post",
        /// Its author wants to publish somebody else's personal data.
        PersonalDataOfOthers = "personal-data-of-others",
        /// One of its files could not be read, so that nobody knows what stands in it.
        UnreadAttachment = "unread-attachment",
        /// A resident publishes a suggestion with it.
        Publication = "publication",
        /// A newer detector found in it what may not be published.
        FoundAgain = "found-again",
        /// It came from another forum with somebody else's personal data, and is public.
        Imported = "imported",
    }
}

text_enum! {
    pub enum Decision {
        Approved = "approved",
        Rejected = "rejected",
    }
}

/// The state of an item that nobody decided yet; else it is a [`Decision`].
const OPEN: &str = "open";

/// An item that waits.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Item {
    pub id: i64,
    pub kind: Kind,
    pub post: i64,
    pub created_at: Timestamp,
}

/// What came of an attempt to decide an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decided {
    /// This decision stands; the post that it is about.
    Now {
        post: i64,
    },
    /// Another moderator was first.
    Before {
        decision: Decision,
        by: String,
    },
    Unknown,
}

/// Adds an item for a post; call it in the transaction that brings it there.
pub fn enqueue(
    connection: &mut AnyConnection,
    now: Timestamp,
    kind: Kind,
    post: i64,
) -> Result<(), DbError> {
    diesel::insert_into(review_items::table)
        .values((
            review_items::kind.eq(kind),
            review_items::post_id.eq(post),
            review_items::state.eq(OPEN),
            review_items::created_at.eq(now),
        ))
        .execute(connection)?;
    Ok(())
}

/// Whether a post waits already.
pub fn waits(connection: &mut AnyConnection, post: i64) -> Result<bool, DbError> {
    let open: i64 = review_items::table
        .filter(review_items::post_id.eq(post))
        .filter(review_items::state.eq(OPEN))
        .count()
        .get_result(connection)?;
    Ok(open > 0)
}

/// Up to `limit` items that wait, oldest first, after the item `after`.
pub fn open(
    connection: &mut AnyConnection,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<Item>, DbError> {
    let items = review_items::table
        .filter(review_items::state.eq(OPEN))
        .filter(review_items::id.gt(after.unwrap_or(0)))
        .order(review_items::id)
        .limit(limit)
        .select((
            review_items::id,
            review_items::kind,
            review_items::post_id,
            review_items::created_at,
        ))
        .load(connection)?;
    Ok(items)
}

/// How many items wait.
pub fn count(connection: &mut AnyConnection) -> Result<i64, DbError> {
    let count = review_items::table
        .filter(review_items::state.eq(OPEN))
        .count()
        .get_result(connection)?;
    Ok(count)
}

/// The post that an item is about.
pub fn post_of(connection: &mut AnyConnection, item: i64) -> QueryResult<Option<i64>> {
    review_items::table
        .find(item)
        .select(review_items::post_id)
        .first(connection)
        .optional()
}

/// Decides an item unless that was done: of two moderators, the second learns what the first did.
pub fn decide(
    connection: &mut AnyConnection,
    context: &Context,
    item: i64,
    by: i64,
    decision: Decision,
    reason: Option<&Private<String>>,
) -> Result<Decided, DbError> {
    let keys = &context.config.keys;
    let seal = |reason| sealed::seal(keys, &context.random, Column::DecisionReason, reason);
    let post: Option<i64> = diesel::update(
        review_items::table
            .filter(review_items::id.eq(item))
            .filter(review_items::state.eq(OPEN)),
    )
    .set((
        review_items::state.eq(decision),
        review_items::decided_at.eq(context.now()),
        review_items::decided_by.eq(by),
        review_items::decision_reason_sealed.eq(reason.map(seal)),
    ))
    .returning(review_items::post_id)
    .get_result(connection)
    .optional()?;
    if let Some(post) = post {
        return Ok(Decided::Now { post });
    }
    let before: Option<(Decision, Option<String>)> = review_items::table
        .left_join(accounts::table)
        .filter(review_items::id.eq(item))
        .select((review_items::state, accounts::name.nullable()))
        .first(connection)
        .optional()?;
    Ok(match before {
        // Nobody is named where who decided has no account any more.
        Some((decision, by)) => Decided::Before {
            decision,
            by: by.unwrap_or_default(),
        },
        None => Decided::Unknown,
    })
}

/// Ends what waits about a post that was taken out of sight; why, the act itself says.
pub fn reject_all_of(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
    by: Option<i64>,
) -> Result<(), DbError> {
    diesel::update(
        review_items::table
            .filter(review_items::post_id.eq(post))
            .filter(review_items::state.eq(OPEN)),
    )
    .set((
        review_items::state.eq(Decision::Rejected),
        review_items::decided_at.eq(context.now()),
        review_items::decided_by.eq(by),
    ))
    .execute(connection)?;
    Ok(())
}

/// Why a post was rejected, sealed.
#[derive(Clone, Debug)]
pub struct Reason(Vec<u8>);

impl Reason {
    pub fn open(&self, context: &Context) -> Result<Private<String>, CannotOpen> {
        sealed::open(&context.config.keys, Column::DecisionReason, &self.0)
    }
}

/// Why posts were rejected, for their authors: post and reason.
pub fn reasons(
    connection: &mut AnyConnection,
    posts: &[i64],
) -> Result<Vec<(i64, Reason)>, DbError> {
    let rows: Vec<(i64, Option<Vec<u8>>)> = review_items::table
        .filter(review_items::post_id.eq_any(posts.to_vec()))
        .filter(review_items::state.eq(Decision::Rejected))
        .order(review_items::id)
        .select((review_items::post_id, review_items::decision_reason_sealed))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .filter_map(|(post, reason)| Some((post, Reason(reason?))))
        .collect())
}
