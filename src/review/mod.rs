//! Review items: what waits for a moderator, and who decided it.
//!
//! Rooms enqueue an item in the transaction that holds a post back. What approving
//! or rejecting does to the post is `moderation`'s business.

pub mod again;
pub mod claims;
mod filter;
pub mod load;
pub mod matters;
mod reach;
mod urgency;
pub mod waiting;

pub use claims::Claim;
pub use filter::{Filter, Older, Place};
pub use matters::Matter;
pub use reach::{Part, Reach, Reviewer};
pub use urgency::{LATE, Pressing, Reports, SEVERAL, urgency};
pub use waiting::{Asked, Counts, Item, about, count, counts, oldest, open};

use self::claims::free;
use diesel::prelude::*;

use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp, one_of,
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
    /// Why something waits.
    #[schema(as = ReviewKind)]
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
        /// A word that the city watches for stands in it.
        WatchedWord = "watched-word",
        /// It looks like spam.
        Spam = "spam-score",
        /// Its author appealed against what a moderator decided.
        Appeal = "appeal",
        /// Somebody appealed against what was imposed on their account.
        SanctionAppeal = "sanction-appeal",
        /// Somebody who is named in it asks for something.
        Request = "request",
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

/// What an item is about: something that is looked at here, or what is decided in a room of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Content(About),
    Matter(Matter),
}

impl Subject {
    /// The post that is looked at, where it is one.
    pub const fn post(self) -> Option<i64> {
        match self {
            Self::Content(about) => about.columns().0,
            Self::Matter(_) => None,
        }
    }
}

text_enum! {
    #[schema(as = QueueDecision)]
    pub enum Decision {
        Approved = "approved",
        Rejected = "rejected",
    }
}

/// The state of an item that nobody decided yet; else it is a [`Decision`].
const OPEN: &str = "open";

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
    /// Somebody else works at it.
    Claimed(Claim),
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
            review_items::urgency.eq(urgency(kind, Reports::default())),
        ))
        .execute(connection)?;
    Ok(())
}

/// As [`enqueue`], for what an account shows of itself, which is public; once, while one waits. Gives whether it is
/// new.
pub fn enqueue_profile(
    connection: &mut AnyConnection,
    now: Timestamp,
    kind: Kind,
    account: i64,
) -> Result<bool, DbError> {
    let waiting: i64 = of!(About::Profile(account))
        .filter(review_items::kind.eq(kind))
        .filter(review_items::state.eq(OPEN))
        .count()
        .get_result(connection)?;
    if waiting > 0 {
        return Ok(false);
    }
    diesel::insert_into(review_items::table)
        .values((
            review_items::kind.eq(kind),
            review_items::profile_id.eq(account),
            review_items::state.eq(OPEN),
            review_items::urgency.eq(urgency(kind, Reports::default())),
            review_items::created_at.eq(now),
        ))
        .execute(connection)?;
    Ok(true)
}

/// Those of these accounts whose profile waits for this reason.
pub fn profiles_of(
    connection: &mut AnyConnection,
    kind: Kind,
    accounts: &[i64],
) -> Result<Vec<i64>, DbError> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    Ok(review_items::table
        .filter(review_items::state.eq(OPEN))
        .filter(review_items::kind.eq(kind))
        .filter(one_of(
            review_items::profile_id.assume_not_null(),
            accounts.to_vec(),
        ))
        .select(review_items::profile_id.assume_not_null())
        .load(connection)?)
}

/// Adds a flag to the one item that waits about a thing, which is made where there is none; gives
/// the item and the flag's number in it. Whoever calls it holds the thing's row.
pub fn flagged(
    connection: &mut AnyConnection,
    now: Timestamp,
    about: About,
) -> Result<(i64, i32), DbError> {
    if let Some(item) = flags_of(connection, about)? {
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
            review_items::urgency.eq(urgency(Kind::Flag, Reports::default())),
        ))
        .returning(review_items::id)
        .get_result(connection)?;
    Ok((item, 1))
}

/// The item by which the flags about a thing wait.
pub fn flags_of(connection: &mut AnyConnection, about: About) -> Result<Option<i64>, DbError> {
    Ok(of!(about)
        .filter(review_items::kind.eq(Kind::Flag))
        .filter(review_items::state.eq(OPEN))
        .select(review_items::id)
        .first(connection)
        .optional()?)
}

/// Weighs an item of flags anew, once one has joined it.
pub fn weigh(connection: &mut AnyConnection, item: i64, reports: Reports) -> Result<(), DbError> {
    diesel::update(review_items::table.find(item))
        .set(review_items::urgency.eq(urgency(Kind::Flag, reports)))
        .execute(connection)?;
    Ok(())
}

/// Decides an item unless that was done, or somebody else works at it: of two moderators, the second
/// learns what the first did.
pub fn decide(
    connection: &mut AnyConnection,
    context: &Context,
    item: i64,
    by: i64,
    decision: Decision,
    reason: Option<&Private<String>>,
) -> Result<Decided, DbError> {
    let now = context.now();
    let keys = &context.config.keys;
    let seal = |reason| sealed::seal(keys, &context.random, Column::DecisionReason, reason);
    let sealed = reason.map(seal);
    let end = |connection: &mut AnyConnection| {
        let ended: QueryResult<Kind> = diesel::update(
            review_items::table
                .filter(review_items::id.eq(item))
                .filter(review_items::state.eq(OPEN))
                .filter(free!(by, now)),
        )
        .set((
            review_items::state.eq(decision),
            review_items::decided_at.eq(now),
            review_items::decided_by.eq(by),
            review_items::by_moderator.eq(true),
            review_items::decision_reason_sealed.eq(sealed.clone()),
            review_items::claimed_by.eq(None::<i64>),
            review_items::claimed_until.eq(None::<Timestamp>),
        ))
        .returning(review_items::kind)
        .get_result(connection);
        ended.optional()
    };
    if let Some(kind) = end(connection)? {
        return Ok(Decided::Now { kind });
    }
    if let Some(before) = ended(connection, item)? {
        return Ok(Decided::Before(before));
    }
    if let Some(claim) = claims::of(connection, now, item)? {
        return Ok(Decided::Claimed(claim));
    }
    // Whoever had it gave it back in between.
    let kind = end(connection)?;
    Ok(kind.map_or(Decided::Unknown, |kind| Decided::Now { kind }))
}

/// Why an item waits, or waited.
pub fn kind_of(connection: &mut AnyConnection, item: i64) -> Result<Option<Kind>, DbError> {
    Ok(review_items::table
        .find(item)
        .select(review_items::kind)
        .first(connection)
        .optional()?)
}

/// How often what an item is about was flagged in it.
pub fn flag_count(connection: &mut AnyConnection, item: i64) -> Result<i32, DbError> {
    Ok(review_items::table
        .find(item)
        .select(review_items::flags)
        .first(connection)?)
}

/// How an item ended, where it did.
pub fn ended(connection: &mut AnyConnection, item: i64) -> Result<Option<Before>, DbError> {
    Ok(review_items::table
        .left_join(accounts::table)
        .filter(review_items::id.eq(item))
        .filter(review_items::state.ne(OPEN))
        .select((
            review_items::kind,
            review_items::state,
            accounts::name.nullable(),
        ))
        .first(connection)
        .optional()?)
}

/// An item by which a held post waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable)]
pub struct Holding {
    pub item: i64,
    pub post: i64,
    pub kind: Kind,
}

/// The items by which these posts wait where they are held, oldest first: a post is let out when the
/// last of them is decided. Its flags are none of them.
pub fn holding(connection: &mut AnyConnection, posts: &[i64]) -> QueryResult<Vec<Holding>> {
    review_items::table
        .filter(review_items::post_id.eq_any(posts.to_vec()))
        .filter(review_items::state.eq(OPEN))
        .filter(review_items::kind.ne(Kind::Flag))
        .order(review_items::id)
        .select((
            review_items::id,
            review_items::post_id.assume_not_null(),
            review_items::kind,
        ))
        .load(connection)
}

/// What ends an item as turned down. A macro, for the type of the change cannot be written.
macro_rules! rejected {
    ($context:expr, $by:expr) => {{
        let by: Option<i64> = $by;
        (
            review_items::state.eq(Decision::Rejected),
            review_items::decided_at.eq($context.now()),
            review_items::decided_by.eq(by),
            review_items::by_moderator.eq(by.is_some()),
            review_items::claimed_by.eq(None::<i64>),
            review_items::claimed_until.eq(None::<Timestamp>),
        )
    }};
}

/// Ends what waits about something that was taken out of sight; why, the act itself says.
pub fn reject_all_of(
    connection: &mut AnyConnection,
    context: &Context,
    about: About,
    by: Option<i64>,
) -> Result<(), DbError> {
    diesel::update(of!(about).filter(review_items::state.eq(OPEN)))
        .set(rejected!(context, by))
        .execute(connection)?;
    Ok(())
}

/// Ends the flags that wait about something in which a moderator changed something; what else waits
/// about it waits on.
pub fn reject_flags_of(
    connection: &mut AnyConnection,
    context: &Context,
    about: About,
    by: i64,
) -> Result<(), DbError> {
    let flags = of!(about).filter(review_items::kind.eq(Kind::Flag));
    diesel::update(flags.filter(review_items::state.eq(OPEN)))
        .set(rejected!(context, Some(by)))
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
