//! Suggestions that their residents publish: each is a topic of the forum, on the one board that
//! takes them, and its case goes on beside it.
//!
//! The topic holds the words that were published; where the case stands, this room reads from the
//! case. Nothing else of a case is public: no reference, no contact, no word that its resident did
//! not agree to. What may be done to a topic is the forum's business.

pub mod answer;
pub mod order;
pub mod reports;
mod seed;
pub mod send;
pub mod shown;
pub mod support;
pub mod ties;
pub mod token;
pub mod withdraw;

use diesel::prelude::*;

use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{
            boards as board_table, case_offices, cases, categories, districts, posts,
            published_suggestions, topics,
        },
    },
    forum::{ForumError, State, boards, reader::Reader},
    offices,
    privacy::erasures::JournalError,
    suggestions::SuggestionError,
    webhooks::{self, Event},
};

pub use seed::seed;

/// Why something about a publication was not done.
#[derive(Debug, thiserror::Error)]
pub enum PublishedError {
    /// The city publishes none, or this case is none that is published: an enquiry, one that is
    /// restricted or not accepted yet.
    #[error("this case is not published")]
    NotOffered,
    /// A moderator took it out of sight; as long as that stands, nothing is put in its place.
    #[error("a moderator took it out of sight")]
    OutOfSight,
    /// Somebody else looks at a moderator's decision about it again; sent now, it would be lost.
    #[error("an appeal about it waits")]
    Appealed,
    #[error(transparent)]
    Forum(#[from] ForumError),
    #[error(transparent)]
    Suggestion(#[from] SuggestionError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for PublishedError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

impl From<JournalError> for PublishedError {
    fn from(error: JournalError) -> Self {
        Self::Forum(error.into())
    }
}

/// Those that are public now, the one place that says so; a macro, for the type of the query
/// cannot be written.
macro_rules! public {
    () => {
        published_suggestions::table
            .inner_join(topics::table.inner_join(board_table::table))
            .inner_join(
                cases::table
                    .inner_join(categories::table)
                    .inner_join(districts::table),
            )
            .filter(topics::state.eq($crate::forum::State::Published))
            .filter(boards::readable(Reader::GUEST))
            .filter(cases::restricted_on.is_null())
            .filter(published_suggestions::published_at.is_not_null())
    };
}
use public;

/// Whether a topic is a suggestion that is public now.
pub fn is_public(connection: &mut AnyConnection, topic: i64) -> Result<bool, DbError> {
    let found = public!().filter(published_suggestions::topic_id.eq(topic));
    let known: i64 = found.count().get_result(connection)?;
    Ok(known > 0)
}

/// The topic as which a case was published, if that is public now.
pub fn of_case(connection: &mut AnyConnection, case: i64) -> Result<Option<i64>, DbError> {
    let found = public!().filter(published_suggestions::case_id.eq(case));
    Ok(found
        .select(published_suggestions::topic_id)
        .first(connection)
        .optional()?)
}

/// The post that opens what was sent of a case and not taken back, in any state.
#[derive(Clone, Copy, Queryable)]
struct Opening {
    post: i64,
    state: State,
    /// When it became public for the first time.
    published_at: Option<Timestamp>,
}

impl Opening {
    /// Whether other words go into its place. Where a change of what was public was rejected, its
    /// discussion is not lost with that.
    fn stands(&self) -> bool {
        self.state.is_alive() || self.state == State::Rejected && self.published_at.is_some()
    }
}

fn opening(connection: &mut AnyConnection, case: i64) -> Result<Option<Opening>, DbError> {
    Ok(published_suggestions::table
        .inner_join(topics::table.inner_join(posts::table))
        .filter(published_suggestions::case_id.eq(case))
        .filter(posts::opens_topic.eq(true))
        .select((posts::id, posts::state, published_suggestions::published_at))
        .first(connection)
        .optional()?)
}

/// A post became public; the first time that it opens a suggestion's topic is remembered. Called
/// by whoever lets a held post out, in the same transaction.
pub fn appeared(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
) -> Result<(), DbError> {
    let opened = posts::table
        .filter(posts::id.eq(post))
        .filter(posts::opens_topic.eq(true))
        .select(posts::topic_id);
    let became = diesel::update(
        published_suggestions::table
            .filter(published_suggestions::topic_id.eq_any(opened))
            .filter(published_suggestions::published_at.is_null()),
    )
    .set(published_suggestions::published_at.eq(context.now()))
    .execute(connection)?;
    if became > 0 {
        let topic = posts::table
            .find(post)
            .select(posts::topic_id)
            .first(connection)?;
        webhooks::happened(connection, context, Event::SuggestionPublished(topic))?;
    }
    Ok(())
}

/// The case behind a topic, for a member of its offices.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Behind {
    pub case: i64,
    pub reference: String,
}

/// The case that was published as this topic, where it is of this member's own offices.
pub fn behind(
    connection: &mut AnyConnection,
    topic: i64,
    member: Option<&Member>,
) -> Result<Option<Behind>, DbError> {
    let Some(account) = member
        .filter(|member| member.is_staff)
        .map(|member| member.id)
    else {
        return Ok(None);
    };
    let theirs = case_offices::table
        .filter(case_offices::office_id.eq_any(offices::of_member(connection, account)?))
        .select(case_offices::case_id);
    Ok(published_suggestions::table
        .inner_join(cases::table)
        .filter(published_suggestions::topic_id.eq(topic))
        .filter(cases::id.eq_any(theirs))
        .filter(cases::restricted_on.is_null())
        .select((cases::id, cases::reference))
        .first(connection)
        .optional()?)
}
