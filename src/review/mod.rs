//! Review items: what waits for a moderator, and who decided it.
//!
//! Rooms enqueue an item in the transaction that holds a post back. What approving
//! or rejecting does to the post is `moderation`'s business.

pub mod again;
pub mod load;
mod reach;

pub use reach::Reach;

use diesel::prelude::*;

use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{accounts, posts, review_items},
        text_enum,
    },
    keys::CannotOpen,
    privacy::{
        Private,
        sealed::{self, Column},
    },
};

text_enum! {
    /// Why something waits.
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
        /// Readers reported what everybody can see.
        Flag = "flag",
        /// A moderator wants it to be looked at once more.
        HeldAgain = "held-again",
        /// Its author is new, or has lost the trust that lets posts through.
        FirstPost = "first-post",
    }
}

/// What an item is about. A topic's title stands and falls with the post that opens it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Post(i64),
    /// What the account with this id shows of itself.
    Profile(i64),
}

impl About {
    /// As two columns hold it.
    pub fn of(post: Option<i64>, profile: Option<i64>) -> Option<Self> {
        post.map(Self::Post).or(profile.map(Self::Profile))
    }

    /// Its two columns, of which one is empty.
    pub const fn columns(self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Post(id) => (Some(id), None),
            Self::Profile(id) => (None, Some(id)),
        }
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: i64,
    pub kind: Kind,
    pub about: About,
    pub created_at: Timestamp,
    /// How often it was flagged.
    pub flags: i32,
}

/// How an item ended.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Before {
    pub kind: Kind,
    pub decision: Decision,
    /// Who decided; nobody where it ended by itself, or who decided has no account any more.
    pub by: Option<String>,
}

/// What came of an attempt to decide an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decided {
    /// This decision stands; why the item waited.
    Now {
        kind: Kind,
    },
    /// It ended before.
    Before(Before),
    Unknown,
}

/// The items about a thing. A macro, for the type of the filter cannot be written.
macro_rules! of {
    ($about:expr) => {{
        let (post, profile) = $about.columns();
        let of_profile = review_items::profile_id.assume_not_null();
        review_items::table.filter(
            review_items::post_id
                .assume_not_null()
                .eq(post.unwrap_or(0))
                .or(of_profile.eq(profile.unwrap_or(0))),
        )
    }};
}

/// What a moderator decides: nobody reads or judges what readers reported of themselves. A macro,
/// for the type of the filter cannot be written.
macro_rules! of_others {
    ($moderator:expr) => {{
        let own = posts::table
            .filter(posts::account_id.eq($moderator))
            .select(posts::id);
        let (post, profile) = (review_items::post_id, review_items::profile_id);
        let of_others_post = post.is_not_null().and(post.assume_not_null().ne_all(own));
        let of_others_profile = profile
            .is_not_null()
            .and(profile.assume_not_null().ne($moderator));
        review_items::kind
            .ne(Kind::Flag)
            .or(of_others_post)
            .or(of_others_profile)
    }};
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

/// Adds a flag to the one item that waits about a thing, which is made where there is none; gives
/// the item and the flag's number in it. Whoever calls it holds the thing's row.
pub fn flagged(
    connection: &mut AnyConnection,
    now: Timestamp,
    about: About,
) -> Result<(i64, i32), DbError> {
    let waiting: Option<i64> = of!(about)
        .filter(review_items::kind.eq(Kind::Flag))
        .filter(review_items::state.eq(OPEN))
        .select(review_items::id)
        .first(connection)
        .optional()?;
    if let Some(item) = waiting {
        let number = diesel::update(review_items::table.find(item))
            .set(review_items::flags.eq(review_items::flags + 1))
            .returning(review_items::flags)
            .get_result(connection)?;
        return Ok((item, number));
    }
    let (post, profile) = about.columns();
    let item = diesel::insert_into(review_items::table)
        .values((
            review_items::kind.eq(Kind::Flag),
            review_items::post_id.eq(post),
            review_items::profile_id.eq(profile),
            review_items::state.eq(OPEN),
            review_items::created_at.eq(now),
            review_items::flags.eq(1),
        ))
        .returning(review_items::id)
        .get_result(connection)?;
    Ok((item, 1))
}

/// Up to `limit` items that wait for this moderator, oldest first, after the item `after`.
pub fn open(
    connection: &mut AnyConnection,
    moderator: i64,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<Item>, DbError> {
    type Row = (i64, Kind, Option<i64>, Option<i64>, Timestamp, i32);
    let rows: Vec<Row> = review_items::table
        .filter(review_items::state.eq(OPEN))
        .filter(of_others!(moderator))
        .filter(review_items::id.gt(after.unwrap_or(0)))
        .order(review_items::id)
        .limit(limit)
        .select((
            review_items::id,
            review_items::kind,
            review_items::post_id,
            review_items::profile_id,
            review_items::created_at,
            review_items::flags,
        ))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, kind, post, profile, created_at, flags)| {
            Some(Item {
                id,
                kind,
                about: About::of(post, profile)?,
                created_at,
                flags,
            })
        })
        .collect())
}

/// How many items wait for this moderator.
pub fn count(connection: &mut AnyConnection, moderator: i64) -> Result<i64, DbError> {
    let count = review_items::table
        .filter(review_items::state.eq(OPEN))
        .filter(of_others!(moderator))
        .count()
        .get_result(connection)?;
    Ok(count)
}

/// Since when the oldest of the items waits that this moderator decides, where any waits.
pub fn oldest(
    connection: &mut AnyConnection,
    moderator: i64,
) -> Result<Option<Timestamp>, DbError> {
    Ok(review_items::table
        .filter(review_items::state.eq(OPEN))
        .filter(of_others!(moderator))
        .select(diesel::dsl::min(review_items::created_at))
        .first(connection)?)
}

/// What an item is about, where this moderator may decide it.
pub fn about(
    connection: &mut AnyConnection,
    item: i64,
    moderator: i64,
) -> QueryResult<Option<About>> {
    let found: Option<(Option<i64>, Option<i64>)> = review_items::table
        .find(item)
        .filter(of_others!(moderator))
        .select((review_items::post_id, review_items::profile_id))
        .first(connection)
        .optional()?;
    Ok(found.and_then(|(post, profile)| About::of(post, profile)))
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
    let now: Option<Kind> = diesel::update(
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
    .returning(review_items::kind)
    .get_result(connection)
    .optional()?;
    if let Some(kind) = now {
        return Ok(Decided::Now { kind });
    }
    let before: Option<Before> = review_items::table
        .left_join(accounts::table)
        .filter(review_items::id.eq(item))
        .select((
            review_items::kind,
            review_items::state,
            accounts::name.nullable(),
        ))
        .first(connection)
        .optional()?;
    Ok(before.map_or(Decided::Unknown, Decided::Before))
}

/// Ends what waits about something that was taken out of sight; why, the act itself says.
pub fn reject_all_of(
    connection: &mut AnyConnection,
    context: &Context,
    about: About,
    by: Option<i64>,
) -> Result<(), DbError> {
    diesel::update(of!(about).filter(review_items::state.eq(OPEN)))
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
        .select((
            review_items::post_id.assume_not_null(),
            review_items::decision_reason_sealed,
        ))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .filter_map(|(post, reason)| Some((post, Reason(reason?))))
        .collect())
}
