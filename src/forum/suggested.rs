//! The posts that the suggestion box brings: the opening of a published suggestion, and the answer
//! of its office.
//!
//! Here they become posts like all others. Which case stands behind one, and whether it may be
//! published, `published` knows.

use diesel::prelude::*;

use super::{
    ForumError, State,
    files::Files,
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
        AnyConnection, Timestamp,
        locks::{self, Table},
        schema::topics as topic_table,
    },
    i18n::Lang,
    offices::Office,
    review,
    text::publication::Publication,
};

/// Opens the topic of a suggestion on `board`, at `at`; held for review where `hold` says why.
pub fn open(
    connection: &mut AnyConnection,
    context: &Context,
    board: i64,
    publication: &Publication,
    (language, at): (Lang, Timestamp),
    hold: Option<review::Kind>,
) -> Result<Posted, ForumError> {
    // Posts before boards, as everybody does.
    quotes::hold(connection, &[], &[publication.source(field::BODY)])?;
    locks::hold(connection, Table::Boards, [board].into())?;
    let new = New {
        by_resident: true,
        hold,
        ..post(publication.clone(), language, at)
    };
    publish::insert_topic(connection, context, &new, board)
}

/// Answers a suggestion for its office, by a member of it whom `suggestions` has let answer;
/// nothing where the topic is not public any more. A lock keeps no office from answering.
pub fn answer(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
    publication: Publication,
    (account, office, language): (i64, &Office, Lang),
) -> Result<Option<Posted>, ForumError> {
    topics::hold(connection, topic)?;
    let state: State = topic_table::table
        .find(topic)
        .select(topic_table::state)
        .first(connection)?;
    if state != State::Published {
        return Ok(None);
    }
    let new = New {
        account: Some(account),
        office: Some(office.id),
        ..post(publication, language, context.now())
    };
    let posted = publish::insert_reply(connection, context, &new, topic, None)?;
    told::of(connection, context, posted.post())?;
    publish::record(
        connection,
        context,
        office.slug.clone(),
        &posted,
        Some(account),
    )?;
    Ok(Some(posted))
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
        language,
        at,
    }
}
