//! Deciding about what waits for review: a post becomes public, or stays out of sight.
//!
//! How items are enqueued and counted, `review` knows.

pub mod acts;
pub mod appeals;
pub mod arrange;
pub mod feedback;
mod files;
pub mod investigation;
mod original;
mod regroup;
pub mod requested;
mod restore;
mod told;

use diesel::prelude::*;
use validator::ValidationErrors;

use crate::{
    accounts::Member,
    attachments::{self, AttachmentError},
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{boards, posts as post_table, topics},
    },
    forum::{
        ForumError, State, address, copies,
        cursor::{From, Page},
        posts::{self, Post},
        publish, quotes,
        reading::told as readers,
    },
    i18n::Lang,
    keys::CannotOpen,
    privacy::{
        approval::ApprovalError, erasures::JournalError, ground::Missing, ledger::LedgerError,
    },
    published,
    requests::RequestError,
    review::{self, Decided, Decision, Item},
};

/// Why something was not decided.
#[derive(Debug, thiserror::Error)]
pub enum ModerationError {
    /// There is no such item, post or appeal, or this reader may not see it.
    #[error("there is nothing of that name")]
    NotFound,
    /// Its state does not allow it (any more), or its time has ended.
    #[error("this is not possible now")]
    NotNow,
    /// Its author changed it since it was shown.
    #[error("it has changed since it was shown")]
    Changed,
    /// It is out of sight for now, and may come back as it is.
    #[error("it is out of sight and may come back")]
    OutOfSight,
    /// There is no public personal data in it.
    #[error("there is nothing to mask")]
    NothingToMask,
    /// An appeal goes to somebody else than who decided.
    #[error("another person must decide")]
    SamePerson,
    /// The sealed original's time has ended.
    #[error("the original is gone")]
    Gone,
    /// What was typed breaks a rule; each field with the code of its message.
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    /// There is no approval for exactly this post and act that can be used.
    #[error("there is no approval for this")]
    NotApproved,
    #[error(transparent)]
    Missing(#[from] Missing),
    #[error(transparent)]
    Request(#[from] RequestError),
    #[error(transparent)]
    Sealed(#[from] CannotOpen),
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl std::convert::From<diesel::result::Error> for ModerationError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

impl std::convert::From<ForumError> for ModerationError {
    fn from(error: ForumError) -> Self {
        match error {
            ForumError::NotFound => Self::NotFound,
            ForumError::Invalid(errors) => Self::Invalid(errors),
            ForumError::Db(error) | ForumError::Attachment(AttachmentError::Db(error)) => {
                Self::Db(error)
            }
            // No act of a moderator's takes a file in.
            ForumError::Attachment(_)
            | ForumError::AccountNeeded
            | ForumError::NotYours
            | ForumError::NotAllowed
            | ForumError::Closed
            | ForumError::Moved(_)
            | ForumError::Changed
            | ForumError::Stale => Self::NotNow,
            ForumError::NoSuchKey | ForumError::TooMany { .. } => Self::NotFound,
            ForumError::Journal(error) => Self::Journal(error),
            ForumError::Sealed(error) => Self::Sealed(error),
        }
    }
}

impl std::convert::From<LedgerError> for ModerationError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Sealed(error) => Self::Sealed(error),
            LedgerError::Db(error) => Self::Db(error),
        }
    }
}

impl std::convert::From<ApprovalError> for ModerationError {
    fn from(error: ApprovalError) -> Self {
        match error {
            ApprovalError::Missing(missing) => Self::Missing(missing),
            ApprovalError::SamePerson => Self::SamePerson,
            ApprovalError::None | ApprovalError::NotWaiting => Self::NotApproved,
            ApprovalError::Sealed(error) => Self::Sealed(error),
            ApprovalError::Db(error) => Self::Db(error),
        }
    }
}

/// Items on a page of the queue.
pub const PAGE: usize = 20;

/// An item with what a moderator must see to decide.
pub struct Waiting {
    pub item: Item,
    /// The post as it would be shown, with its marks.
    pub post: Post,
    pub title: String,
    pub title_html: String,
    pub title_language: Lang,
    pub topic_published: bool,
    slug: String,
    pub board_zh: String,
    pub board_en: String,
}

impl Waiting {
    /// The address of its topic below the language.
    pub fn topic_path(&self) -> String {
        address::of_topic(self.post.topic, &self.slug)
    }
}

/// What came of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Another moderator was first.
    Before {
        decision: Decision,
        by: String,
    },
    /// Its author changed the post since it was shown.
    Changed,
}

/// What waits, oldest first.
pub struct Queue {
    pub page: Page<Waiting, i64>,
    pub count: i64,
}

/// One page of what waits.
pub async fn queue(context: &Context, from: From<i64>) -> Result<Queue, ForumError> {
    let after = match from {
        From::After(item) => Some(item),
        From::Start | From::End | From::Before(_) => None,
    };
    context
        .db
        .read(move |connection| {
            let items = review::open(connection, after, PAGE as i64 + 1)?;
            let count = review::count(connection)?;
            let waiting = with_posts(connection, items)?;
            let from = after.map_or(From::Start, From::After);
            Ok(Queue {
                page: Page::of(waiting, &from, PAGE, |waiting: &Waiting| waiting.item.id),
                count,
            })
        })
        .await
}

type TopicRow = (i64, String, String, Lang, State, String, String, String);

fn with_posts(
    connection: &mut AnyConnection,
    items: Vec<Item>,
) -> Result<Vec<Waiting>, ForumError> {
    let ids: Vec<i64> = items.iter().map(|item| item.post).collect();
    let posts = posts::by_ids(connection, &ids)?;
    let topic_ids: Vec<i64> = posts.iter().map(|post| post.topic).collect();
    let topics: Vec<TopicRow> = topics::table
        .inner_join(boards::table)
        .filter(topics::id.eq_any(topic_ids))
        .select((
            topics::id,
            topics::title,
            topics::title_html,
            topics::language,
            topics::state,
            boards::name_zh,
            boards::name_en,
            topics::slug,
        ))
        .load(connection)?;
    Ok(items
        .into_iter()
        .filter_map(|item| {
            let post = posts.iter().find(|post| post.id == item.post)?.clone();
            let (_, title, title_html, language, state, board_zh, board_en, slug) = topics
                .iter()
                .find(|(topic, ..)| *topic == post.topic)?
                .clone();
            Some(Waiting {
                item,
                post,
                title,
                title_html,
                title_language: language,
                topic_published: state == State::Published,
                slug,
                board_zh,
                board_en,
            })
        })
        .collect())
}

/// Makes a held post public. `version` is the moment of the version that was looked at, in
/// milliseconds: what was changed since is not approved unseen.
pub async fn approve(
    context: &Context,
    moderator: &Member,
    item: i64,
    version: i64,
) -> Result<Outcome, ForumError> {
    let (by, now, cx) = (moderator.id, context.now(), context.clone());
    let decided = context
        .db
        .write(move |connection| {
            let standing = standing_of(connection, item)?;
            let decided = review::decide(connection, &cx, item, by, Decision::Approved, None)?;
            if let (Decided::Now { post }, Some(standing)) = (&decided, standing) {
                publish_held(connection, &cx, *post, &standing, version, now)?;
            }
            Ok::<_, Ended>(decided)
        })
        .await;
    outcome(decided)
}

/// A post as whoever holds it found it: of two who act on it the second waits, and sees what the
/// first did.
#[derive(Queryable)]
struct Standing {
    state: State,
    topic: i64,
    opens_topic: bool,
    was_public: bool,
    created_at: Timestamp,
    edited_at: Option<Timestamp>,
}

impl Standing {
    /// The moment of the present version, as a form that shows it says it.
    fn version(&self) -> i64 {
        let at = self.edited_at.unwrap_or(self.created_at);
        at.milliseconds()
    }
}

/// Holds a post and whoever quotes it; `None` when there is none.
fn stand(connection: &mut AnyConnection, post: i64) -> Result<Option<Standing>, DbError> {
    quotes::hold(connection, &[post], &[])?;
    let standing = post_table::table
        .find(post)
        .select((
            post_table::state,
            post_table::topic_id,
            post_table::opens_topic,
            post_table::was_public,
            post_table::created_at,
            post_table::edited_at,
        ))
        .first(connection)
        .optional()?;
    Ok(standing)
}

/// Holds the post of a review item, before the item.
fn standing_of(connection: &mut AnyConnection, item: i64) -> Result<Option<Standing>, DbError> {
    let post = review::post_of(connection, item)?;
    post.map_or(Ok(None), |post| stand(connection, post))
}

/// Why a decision's transaction was undone.
enum Ended {
    Changed,
    Db(DbError),
}

impl std::convert::From<DbError> for Ended {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl std::convert::From<diesel::result::Error> for Ended {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

fn outcome(decided: Result<Decided, Ended>) -> Result<Outcome, ForumError> {
    match decided {
        Ok(Decided::Now { .. }) => Ok(Outcome::Done),
        Ok(Decided::Before { decision, by }) => Ok(Outcome::Before { decision, by }),
        Ok(Decided::Unknown) => Err(ForumError::NotFound),
        Err(Ended::Changed) => Ok(Outcome::Changed),
        Err(Ended::Db(error)) => Err(error.into()),
    }
}

fn publish_held(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
    standing: &Standing,
    version: i64,
    now: Timestamp,
) -> Result<(), Ended> {
    if standing.version() != version {
        return Err(Ended::Changed);
    }
    match standing.state {
        State::Held => attachments::accept_unread(connection, post)?,
        // What was imported is public already; approved, it stays so.
        State::Published => return Ok(()),
        State::Rejected | State::Hidden | State::Erased | State::Merged | State::Withdrawn => {
            return Err(Ended::Changed);
        }
    }
    diesel::update(post_table::table.find(post))
        .set(post_table::state.eq(State::Published))
        .execute(connection)?;
    let topic = standing.topic;
    if standing.opens_topic {
        diesel::update(topics::table.find(topic))
            .set(topics::state.eq(State::Published))
            .execute(connection)?;
        diesel::update(topics::table.find(topic).filter(topics::active_at.lt(now)))
            .set(topics::active_at.eq(now))
            .execute(connection)?;
    } else {
        publish::joins(connection, topic, now)?;
    }
    copies::published(connection, post)?;
    published::appeared(connection, post, now)?;
    readers::when_first_seen(connection, context, post).map_err(|error| match error {
        ForumError::Db(error) => Ended::Db(error),
        _ => Ended::Changed,
    })
}
