//! Opening a topic and replying: from a cleared submission to rows.

use diesel::{
    prelude::*,
    result::{DatabaseErrorKind, Error},
};
use validator::ValidationErrors;

use super::{
    ForumError, State, boards, copies, findings, language,
    submission::{Cleared, Submission, clear, field},
    topics,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{posts, topics as topic_table},
    },
    i18n::Lang,
    privacy::{consent, notices::Notice},
    review,
    text::{
        PIPELINE,
        publication::{Publication, Undecided},
    },
};

/// A post that is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted {
    /// Everybody sees it.
    Published { topic: i64, post: i64 },
    /// A moderator looks at it first.
    Held { topic: i64, post: i64 },
}

impl Posted {
    pub(super) const fn of(state: State, topic: i64, post: i64) -> Self {
        match state {
            State::Published => Self::Published { topic, post },
            State::Held | State::Rejected | State::Hidden | State::Erased => {
                Self::Held { topic, post }
            }
        }
    }

    pub const fn topic(self) -> i64 {
        match self {
            Self::Published { topic, .. } | Self::Held { topic, .. } => topic,
        }
    }

    pub const fn post(self) -> i64 {
        match self {
            Self::Published { post, .. } | Self::Held { post, .. } => post,
        }
    }

    pub const fn held(self) -> bool {
        matches!(self, Self::Held { .. })
    }
}

/// What came of a submission.
pub enum Outcome {
    Posted(Posted),
    /// Its findings must be answered first; nothing is stored.
    Undecided(Undecided),
    /// Fields must be changed first; nothing is stored.
    Invalid(ValidationErrors),
}

/// Where a post goes.
enum Place {
    NewTopic { board: i64 },
    Topic { topic: i64, reply_to: Option<i64> },
}

/// Opens a topic on a board.
///
/// Fails when there is no such board, or a guest writes where only accounts may.
pub async fn open_topic(
    context: &Context,
    board: &str,
    submission: Submission,
) -> Result<Outcome, ForumError> {
    let board = boards::find(context, board).await?;
    if submission.account().is_none() && !board.guest_posting {
        return Err(ForumError::AccountNeeded);
    }
    let mac = submission.mac(context, &format!("board:{}", board.id));
    store(
        context,
        submission,
        mac,
        Place::NewTopic { board: board.id },
    )
    .await
}

/// Replies to a published topic.
///
/// Fails as [`open_topic`] does; a held topic is none for anybody.
pub async fn reply(
    context: &Context,
    topic: i64,
    submission: Submission,
) -> Result<Outcome, ForumError> {
    let found = topics::find(context, topic, None).await?;
    if submission.account().is_none() && !found.board.guest_posting {
        return Err(ForumError::AccountNeeded);
    }
    let mac = submission.mac(context, &format!("topic:{topic}"));
    let reply_to = submission.reply_to;
    store(context, submission, mac, Place::Topic { topic, reply_to }).await
}

async fn store(
    context: &Context,
    submission: Submission,
    mac: Option<Vec<u8>>,
    place: Place,
) -> Result<Outcome, ForumError> {
    if let Some(posted) = earlier(context, mac.clone()).await? {
        return Ok(Outcome::Posted(posted));
    }
    let publication = match clear(context, submission.clone()).await? {
        Cleared::Ready(ready) => ready.publication,
        Cleared::Undecided(undecided) => return Ok(Outcome::Undecided(undecided)),
        Cleared::Invalid(errors) => return Ok(Outcome::Invalid(errors)),
    };
    let account = submission.account().map(|member| member.id);
    let hold = if publication.names_others() {
        Some(review::Kind::PersonalDataOfOthers)
    } else if account.is_none() {
        Some(review::Kind::GuestPost)
    } else {
        None
    };
    let new = New {
        account,
        publication,
        submission: mac.clone(),
        hold,
        language: submission.language,
        at: context.now(),
    };
    let cx = context.clone();
    let stored = context
        .db
        .write(move |connection| {
            if let Some(posted) = by_mac(connection, new.submission.as_deref())? {
                return Ok(posted);
            }
            insert(connection, &cx, &new, place)
        })
        .await;
    match stored {
        Ok(posted) => Ok(Outcome::Posted(posted)),
        // The same submission arrived twice at the same moment.
        Err(ForumError::Db(DbError::Query(Error::DatabaseError(
            DatabaseErrorKind::UniqueViolation,
            info,
        )))) => match earlier(context, mac).await? {
            Some(posted) => Ok(Outcome::Posted(posted)),
            None => Err(ForumError::Db(DbError::Query(Error::DatabaseError(
                DatabaseErrorKind::UniqueViolation,
                info,
            )))),
        },
        Err(error) => Err(error),
    }
}

async fn earlier(context: &Context, mac: Option<Vec<u8>>) -> Result<Option<Posted>, ForumError> {
    if mac.is_none() {
        return Ok(None);
    }
    context
        .db
        .read(move |connection| Ok(by_mac(connection, mac.as_deref())?))
        .await
}

fn by_mac(connection: &mut AnyConnection, mac: Option<&[u8]>) -> Result<Option<Posted>, DbError> {
    let Some(mac) = mac else { return Ok(None) };
    let row: Option<(State, i64, i64)> = posts::table
        .filter(posts::submission.eq(mac))
        .select((posts::state, posts::topic_id, posts::id))
        .first(connection)
        .optional()?;
    Ok(row.map(|(state, topic, post)| Posted::of(state, topic, post)))
}

/// A cleared post on its way into the tables.
pub(super) struct New {
    pub account: Option<i64>,
    pub publication: Publication,
    pub submission: Option<Vec<u8>>,
    pub hold: Option<review::Kind>,
    pub language: Lang,
    pub at: Timestamp,
}

impl New {
    const fn state(&self) -> State {
        if self.hold.is_some() {
            State::Held
        } else {
            State::Published
        }
    }
}

fn insert(
    connection: &mut AnyConnection,
    context: &Context,
    new: &New,
    place: Place,
) -> Result<Posted, ForumError> {
    match place {
        Place::NewTopic { board } => insert_topic(connection, context, new, board),
        Place::Topic { topic, reply_to } => insert_reply(connection, context, new, topic, reply_to),
    }
}

/// Inserts a topic with its opening post.
pub(super) fn insert_topic(
    connection: &mut AnyConnection,
    context: &Context,
    new: &New,
    board: i64,
) -> Result<Posted, ForumError> {
    let title = new.publication.source(field::TITLE);
    let body_language = language::of(new.publication.source(field::BODY), new.language);
    let topic = diesel::insert_into(topic_table::table)
        .values((
            topic_table::board_id.eq(board),
            topic_table::title.eq(title),
            topic_table::title_html.eq(new.publication.html(field::TITLE)),
            topic_table::language.eq(language::of(title, body_language)),
            topic_table::state.eq(new.state()),
            topic_table::reply_count.eq(0),
            topic_table::created_at.eq(new.at),
            topic_table::active_at.eq(new.at),
        ))
        .returning(topic_table::id)
        .get_result(connection)?;
    let posted = insert_post(connection, context, new, topic, None, true)?;
    if !posted.held() {
        copies::published(connection, posted.post())?;
    }
    Ok(posted)
}

/// Inserts a reply; a published one moves its topic up.
pub(super) fn insert_reply(
    connection: &mut AnyConnection,
    context: &Context,
    new: &New,
    topic: i64,
    reply_to: Option<i64>,
) -> Result<Posted, ForumError> {
    let reply_to: Option<i64> = match reply_to {
        None => None,
        Some(post) => posts::table
            .filter(posts::id.eq(post))
            .filter(posts::topic_id.eq(topic))
            .filter(posts::state.eq(State::Published))
            .select(posts::id)
            .first(connection)
            .optional()?,
    };
    let posted = insert_post(connection, context, new, topic, reply_to, false)?;
    if !posted.held() {
        joins(connection, topic, new.at)?;
        copies::published(connection, posted.post())?;
    }
    Ok(posted)
}

/// A reply has become visible: counts it, and moves its topic up.
pub fn joins(connection: &mut AnyConnection, topic: i64, at: Timestamp) -> Result<(), DbError> {
    diesel::update(topic_table::table.find(topic))
        .set(topic_table::reply_count.eq(topic_table::reply_count + 1))
        .execute(connection)?;
    diesel::update(
        topic_table::table
            .find(topic)
            .filter(topic_table::active_at.lt(at)),
    )
    .set(topic_table::active_at.eq(at))
    .execute(connection)?;
    Ok(())
}

fn insert_post(
    connection: &mut AnyConnection,
    context: &Context,
    new: &New,
    topic: i64,
    reply_to: Option<i64>,
    opens_topic: bool,
) -> Result<Posted, ForumError> {
    let publication = &new.publication;
    let body = publication.source(field::BODY);
    let given = |field| Some(publication.source(field).trim()).filter(|text| !text.is_empty());
    let name_is_personal = publication.text(field::NAME).is_some_and(|text| {
        text.findings
            .iter()
            .any(|finding| finding.whose != crate::text::publication::Whose::Nobody)
    });
    let basis = consent::Basis::Consent;
    let consent = given(field::EMAIL)
        .map(|_| consent::give(connection, context, Notice::GuestPost, new.language, basis))
        .transpose()?;
    let post = diesel::insert_into(posts::table)
        .values((
            posts::topic_id.eq(topic),
            posts::opens_topic.eq(opens_topic),
            posts::reply_to.eq(reply_to),
            posts::account_id.eq(new.account),
            posts::guest_name.eq(given(field::NAME)),
            posts::guest_name_is_personal.eq(name_is_personal),
            posts::guest_email.eq(given(field::EMAIL)),
            posts::guest_consent_id.eq(consent),
            posts::body.eq(body),
            posts::body_html.eq(publication.html(field::BODY)),
            posts::pipeline.eq(PIPELINE),
            posts::language.eq(language::of(body, new.language)),
            posts::state.eq(new.state()),
            posts::submission.eq(new.submission.as_deref()),
            posts::created_at.eq(new.at),
        ))
        .returning(posts::id)
        .get_result(connection)?;
    if let Some(consent) = consent {
        consent::bind(connection, consent, consent::Subject::Post(post))?;
    }
    findings::replace(connection, post, publication)?;
    if let Some(kind) = new.hold {
        review::enqueue(connection, new.at, kind, post)?;
    }
    Ok(Posted::of(new.state(), topic, post))
}
