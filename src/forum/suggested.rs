//! The posts that the suggestion box brings: the opening of a published suggestion, and the answer
//! of its office.
//!
//! Here they become posts like all others. Which case stands behind one, and whether it may be
//! published, `published` knows.

use diesel::prelude::*;

use super::{
    ForumError, boards,
    files::Files,
    official::{self, Became},
    publish::{self, New, Posted},
    quotes,
    reading::told,
    submission::field,
    tags::Tags,
    topics,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        schema::published_suggestions,
    },
    i18n::Lang,
    offices::Office,
    review,
    text::publication::Publication,
};

/// Whether a topic is somebody's suggestion, in any state.
pub fn is_suggestion(connection: &mut AnyConnection, topic: i64) -> Result<bool, DbError> {
    let known: i64 = published_suggestions::table
        .filter(published_suggestions::topic_id.eq(topic))
        .count()
        .get_result(connection)?;
    Ok(known > 0)
}

/// Holds all that opening a suggestion's topic touches, with the post `instead` of which it comes:
/// posts, topics, then the board, which it gives. Call it before anything else is held.
///
/// Nothing where no board takes suggestions; [`ForumError::Changed`] where another does than a
/// moment ago.
pub fn hold(
    connection: &mut AnyConnection,
    instead: Option<i64>,
    publication: &Publication,
) -> Result<Option<i64>, ForumError> {
    let Some(board) = boards::taking_suggestions(connection)? else {
        return Ok(None);
    };
    let instead: Vec<i64> = instead.into_iter().collect();
    quotes::hold(connection, &instead, &[publication.source(field::BODY)])?;
    locks::hold(connection, Table::Boards, [board.id].into())?;
    // Whoever gave it other readers or archived it was first, and is seen here.
    match boards::taking_suggestions(connection)? {
        Some(now) if now.id == board.id => Ok(Some(board.id)),
        _ => Err(ForumError::Changed),
    }
}

/// Opens the topic of a suggestion on `board`, which [`hold`] gave, at `at`; held for review where
/// `hold` says why.
pub fn open(
    connection: &mut AnyConnection,
    context: &Context,
    board: i64,
    publication: &Publication,
    (language, at): (Lang, Timestamp),
    hold: Option<review::Kind>,
) -> Result<Posted, ForumError> {
    let new = New {
        by_resident: true,
        hold,
        ..post(publication.clone(), language, at)
    };
    publish::insert_topic(connection, context, &new, board)
}

/// Holds a topic that shall be answered, and what the answer quotes before it.
pub fn hold_topic(
    connection: &mut AnyConnection,
    topic: i64,
    publication: &Publication,
) -> Result<(), ForumError> {
    quotes::hold(connection, &[], &[publication.source(field::BODY)])?;
    Ok(topics::hold(connection, topic)?)
}

/// Answers a suggestion for its office, by a member of it whom `suggestions` has let answer, in a
/// topic that is public and that [`hold_topic`] holds. A lock keeps no office from answering.
pub fn answer(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
    publication: Publication,
    (account, office, language): (i64, &Office, Lang),
) -> Result<Posted, ForumError> {
    let new = New {
        account: Some(account),
        office: Some(office.id),
        ..post(publication, language, context.now())
    };
    let posted = publish::insert_reply(connection, context, &new, topic, None)?;
    told::of(connection, context, posted.post())?;
    official::record(
        connection,
        context,
        office.slug.clone(),
        (&posted, Became::Given),
        Some(account),
    )?;
    Ok(posted)
}

fn post(publication: Publication, language: Lang, at: Timestamp) -> New {
    New {
        account: None,
        office: None,
        by_resident: false,
        tags: Tags::default(),
        publication,
        files: Files::default(),
        submission: None,
        key: None,
        hold: None,
        verdict: None,
        language,
        at,
    }
}
