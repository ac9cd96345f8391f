//! Deciding about what waits for review: a post becomes public, or stays out of sight.
//!
//! How items are enqueued and counted, `review` knows.

pub mod acts;
mod against;
pub mod appeals;
pub mod appeals_due;
pub mod appeals_open;
pub mod appeals_waiting;
mod approved;
pub mod arrange;
pub mod bulk;
pub mod claims;
pub mod decided;
mod elsewhere;
pub mod feedback;
mod files;
pub mod hold;
pub mod investigation;
pub mod item;
pub mod load;
pub mod log;
pub mod moderators;
mod original;
pub mod past;
mod profiles;
mod queue;
mod reached;
mod rearrange;
pub mod reasons;
mod reasons_shipped;
mod record;
mod recorded;
mod regroup;
pub mod remind;
pub mod requested;
mod restore;
mod role_given;
mod role_mails;
pub mod roles;
pub mod sanction_appeals;
mod sanction_mails;
pub mod sanctions;
mod settled;
mod stack;
pub mod taken;
mod told;
pub mod undo;
pub mod weigh;

pub use elsewhere::{Against, Elsewhere, Of, OfAccount, OfPost};
pub use queue::{
    BoardName, Flagged, PAGE, Queue, Shown, ShownPost, Waiting, counts, listed, queue,
};
pub use reached::{moderates, reach};
pub use record::Record;
pub use told::sample_mails;

use diesel::prelude::*;
use validator::ValidationErrors;

use crate::{
    accounts::Member,
    attachments::{self, AttachmentError},
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        schema::{posts as post_table, topics},
    },
    forum::{
        ForumError, State, copies,
        flags::{self, Outcome as End},
        publish, quotes,
        reading::told as readers,
        seen::{Seen, with_flags},
    },
    i18n::Lang,
    keys::CannotOpen,
    privacy::{
        approval::ApprovalError, erasures::JournalError, ground::Missing, ledger::LedgerError,
    },
    published,
    requests::RequestError,
    review::{self, About, Before, Claim, Decided, Decision, Kind, Subject},
    webhooks::{self, Event},
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
    /// A newer decision about the post stands on it.
    #[error("a newer decision stands on it")]
    Newer,
    /// Its author appealed, and somebody else decides.
    #[error("an appeal waits")]
    Appealed,
    /// The time to appeal has ended.
    #[error("the time to appeal has ended")]
    AppealOver,
    /// The appeal was answered, and there is no second one.
    #[error("the appeal was answered")]
    AppealAnswered,
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

impl From<diesel::result::Error> for ModerationError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

impl From<ForumError> for ModerationError {
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
            | ForumError::Gone
            | ForumError::Stale => Self::NotNow,
            ForumError::NoSuchKey | ForumError::TooMany { .. } => Self::NotFound,
            ForumError::Journal(error) => Self::Journal(error),
            ForumError::Sealed(error) => Self::Sealed(error),
        }
    }
}

impl From<LedgerError> for ModerationError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Sealed(error) => Self::Sealed(error),
            LedgerError::Db(error) => Self::Db(error),
        }
    }
}

impl From<ApprovalError> for ModerationError {
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

/// What came of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// It ended before.
    Before(Before),
    /// Its author changed the post since it was shown.
    Changed,
    /// Somebody else works at it, who has it until then.
    Claimed(Claim),
}

/// Makes a held post public, once nothing else holds it, or what a hidden profile says; of what was
/// flagged, says that it breaks no rule. `version` is the [`Waiting::version`] that was looked at: what was
/// changed since is not approved unseen.
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
            let Some(thing) = thing_of(connection, item, by)? else {
                return Ok(Decided::Unknown);
            };
            let decided = review::decide(connection, &cx, item, by, Decision::Approved, None)?;
            let Decided::Now { kind } = decided else {
                return Ok(decided);
            };
            if thing.version(connection, item)? != Some(version) {
                return Err(Ended::Changed);
            }
            match &thing {
                Thing::Post(post, standing) if kind != Kind::Flag => {
                    let of = (*post, standing);
                    approved::let_out(connection, &cx, (item, kind), of, by)?;
                }
                thing => {
                    let about = thing.about();
                    if kind == Kind::Flag {
                        flags::settle(connection, now, about, End::Dismissed)?;
                    }
                    let noted = approved::note(connection, &cx, about, kind, by)?;
                    settled::keep(connection, &cx, noted, item, by)?;
                    if let (Kind::HeldAgain, Thing::Profile(account)) = (kind, thing) {
                        profiles::approved(connection, &cx, *account, noted.0)?;
                    }
                }
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
    /// In which it is written.
    language: Lang,
}

impl Standing {
    fn is_edited_since(&self, moment: Timestamp) -> bool {
        self.edited_at.is_some_and(|edited| edited > moment)
    }
}

/// Holds a post and whoever quotes it; `None` when there is none.
fn stand(connection: &mut AnyConnection, post: i64) -> Result<Option<Standing>, DbError> {
    quotes::hold(connection, &[post], &[])?;
    against::hold(connection, post)?;
    let standing = post_table::table
        .find(post)
        .select((
            post_table::state,
            post_table::topic_id,
            post_table::opens_topic,
            post_table::was_public,
            post_table::created_at,
            post_table::edited_at,
            post_table::language,
        ))
        .first(connection)
        .optional()?;
    Ok(standing)
}

/// What a review item is about, while it is held.
enum Thing {
    Post(i64, Standing),
    Profile(i64),
}

impl Thing {
    fn about(&self) -> About {
        match *self {
            Self::Post(id, _) => About::Post(id),
            Self::Profile(id) => About::Profile(id),
        }
    }

    /// In which whoever wrote it reads why it was turned down. A profile's owner is mailed that.
    fn language(&self) -> Lang {
        match self {
            Self::Post(_, standing) => standing.language,
            Self::Profile(_) => Lang::Zh,
        }
    }

    /// As [`Waiting::version`], of what stands there now and waits by this item; `None` where that is
    /// nothing.
    fn version(&self, connection: &mut AnyConnection, item: i64) -> Result<Option<i64>, DbError> {
        let Some(content) = self.content(connection)? else {
            return Ok(None);
        };
        let flags = review::flag_count(connection, item)?;
        Ok(Some(with_flags(content, flags)))
    }

    /// What is seen of it, without its flags.
    fn content(&self, connection: &mut AnyConnection) -> Result<Option<i64>, DbError> {
        let (post, standing) = match self {
            Self::Post(post, standing) => (*post, standing),
            Self::Profile(account) => return profiles::stamp(connection, *account),
        };
        let (title, body): (String, String) = post_table::table
            .inner_join(topics::table)
            .filter(post_table::id.eq(post))
            .select((topics::title, post_table::body))
            .first(connection)?;
        let files = attachments::of_posts(connection, &[post])?.remove(&post);
        let seen = Seen {
            topic: standing.topic,
            opens_topic: standing.opens_topic,
            at: standing.edited_at.unwrap_or(standing.created_at),
            title: &title,
            body: &body,
            files: &files.unwrap_or_default(),
        };
        Ok(Some(seen.number()))
    }
}

/// Holds what a review item is about, before the item; `None` where this moderator decides no such
/// item, [`Ended::Elsewhere`] where a room of its own does.
fn thing_of(
    connection: &mut AnyConnection,
    item: i64,
    moderator: i64,
) -> Result<Option<Thing>, Ended> {
    // Of many decisions in a row the last may come when somebody is no moderator any more.
    let Some(reviewer) = reached::reviewer(connection, moderator)? else {
        return Ok(None);
    };
    Ok(match review::about(connection, item, reviewer)? {
        Some(Subject::Content(About::Post(post))) => {
            stand(connection, post)?.map(|standing| Thing::Post(post, standing))
        }
        Some(Subject::Content(About::Profile(account))) => {
            locks::hold(connection, Table::Accounts, [account].into())?;
            Some(Thing::Profile(account))
        }
        Some(Subject::Matter(_)) => return Err(Ended::Elsewhere),
        None => None,
    })
}

/// Why a decision's transaction was undone.
enum Ended {
    Changed,
    /// It is no decision about what somebody wrote.
    Elsewhere,
    Db(DbError),
}

impl From<Ended> for ModerationError {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Changed => Self::Changed,
            Ended::Elsewhere => Self::NotNow,
            Ended::Db(error) => Self::Db(error),
        }
    }
}

impl From<DbError> for Ended {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl From<diesel::result::Error> for Ended {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

fn outcome(decided: Result<Decided, Ended>) -> Result<Outcome, ForumError> {
    match decided {
        Ok(Decided::Now { .. }) => Ok(Outcome::Done),
        Ok(Decided::Before(before)) => Ok(Outcome::Before(before)),
        Ok(Decided::Claimed(claim)) => Ok(Outcome::Claimed(claim)),
        Ok(Decided::Unknown) => Err(ForumError::NotFound),
        Err(Ended::Changed) => Ok(Outcome::Changed),
        Err(Ended::Elsewhere) => Err(ForumError::Closed),
        Err(Ended::Db(error)) => Err(error.into()),
    }
}

fn publish_held(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
    standing: &Standing,
    now: Timestamp,
) -> Result<(), Ended> {
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
    published::appeared(connection, context, post)?;
    if standing.was_public {
        webhooks::happened(connection, context, Event::PostRestored(post))?;
    }
    readers::when_first_seen(connection, context, post).map_err(|error| match error {
        ForumError::Db(error) => Ended::Db(error),
        _ => Ended::Changed,
    })
}
