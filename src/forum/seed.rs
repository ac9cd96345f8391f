//! Posts of a demo city: with an age, and decisions by their words instead of questions.
//!
//! They pass the same detector, masks and marks as anybody's; only the review is left out.

use super::{
    ForumError, boards,
    files::Files,
    official,
    publish::{New, insert_reply, insert_topic},
    reader::Reader,
    submission::{Author, Decisions, Submission, by_words, field},
    tags::{self, Tags},
    topics,
    unattended::{self, Unsettled},
};
use crate::{
    context::Context,
    db::Timestamp,
    forum::publish::Posted,
    i18n::Lang,
    spam::proof::Signals,
    text::publication::{Publication, Whose},
};

/// A post to insert.
pub struct SeedPost {
    /// A guest's name and e-mail address are published as they are.
    pub author: Author,
    /// Whether a guest's name is no personal data.
    pub nickname: bool,
    pub at: Timestamp,
    pub language: Lang,
    pub body: String,
    /// Personal data to publish, as it stands in the text. Everything else is masked.
    pub publish: Vec<String>,
}

/// Opens a published topic on a board; gives its id.
pub async fn topic(
    context: &Context,
    board: &str,
    title: &str,
    post: SeedPost,
) -> Result<i64, Unsettled> {
    let board = boards::find(context, board, Reader::CITY).await?.id;
    let new = new(context, Some(title.to_owned()), post).await?;
    let cx = context.clone();
    let posted: Result<Posted, ForumError> = context
        .db
        .write(move |connection| insert_topic(connection, &cx, &new, board))
        .await;
    Ok(posted?.topic())
}

/// Adds a published reply to a topic; gives its id.
pub async fn reply(context: &Context, topic: i64, post: SeedPost) -> Result<i64, Unsettled> {
    let new = new(context, None, post).await?;
    let cx = context.clone();
    let posted: Result<Posted, ForumError> = context
        .db
        .write(move |connection| {
            topics::hold(connection, topic)?;
            insert_reply(connection, &cx, &new, topic, None)
        })
        .await;
    Ok(posted?.post())
}

/// As [`reply`], for the office of this slug, whose member the author is.
pub async fn official_reply(
    context: &Context,
    topic: i64,
    office: String,
    post: SeedPost,
) -> Result<i64, Unsettled> {
    let mut new = new(context, None, post).await?;
    let cx = context.clone();
    let posted: Result<Posted, ForumError> = context
        .db
        .write(move |connection| {
            if let Some(account) = new.account {
                new.office = Some(official::office_of(connection, account, &office)?);
            }
            topics::hold(connection, topic)?;
            insert_reply(connection, &cx, &new, topic, None)
        })
        .await;
    Ok(posted?.post())
}

/// The words of a suggestion as they are published: masked where there is anything to mask.
pub async fn suggestion(
    context: &Context,
    title: String,
    body: String,
    language: Lang,
) -> Result<Publication, Unsettled> {
    let post = SeedPost {
        author: Author::Resident {
            name: String::new(),
        },
        nickname: false,
        at: context.now(),
        language,
        body,
        publish: Vec::new(),
    };
    Ok(new(context, Some(title), post).await?.publication)
}

/// Gives a topic its tags.
pub async fn tag(context: &Context, topic: i64, typed: &str) -> Result<(), Unsettled> {
    let tags = Tags::parse(typed, &context.detector())
        .map_err(|code| Unsettled::Text(format!("{typed}: {code}")))?;
    let put: Result<(), ForumError> = context
        .db
        .write(move |connection| Ok(tags::put(connection, topic, &tags)?))
        .await;
    Ok(put?)
}

async fn new(context: &Context, title: Option<String>, post: SeedPost) -> Result<New, Unsettled> {
    let mut publish = post.publish;
    let account = match &post.author {
        Author::Account(member) => Some(member.id),
        Author::Guest { name, public_email } | Author::KeyHolder { name, public_email } => {
            publish.extend([name.clone(), public_email.clone()]);
            None
        }
        Author::Resident { name } => {
            publish.push(name.clone());
            None
        }
    };
    let submission = Submission {
        author: post.author,
        title,
        body: post.body.trim().to_owned(),
        reply_to: None,
        files: Vec::new(),
        tags: String::new(),
        office: None,
        check: None,
        decisions: Decisions::None,
        id: None,
        language: post.language,
        signals: Signals::default(),
    };
    let nickname = post.nickname;
    let settled = unattended::settle(context, submission, |questions| {
        let mut decisions = by_words(questions, &publish);
        for decision in &mut decisions {
            if nickname && decision.field == field::NAME {
                decision.whose = Some(Whose::Nobody);
            }
        }
        decisions
    });
    Ok(New {
        account,
        office: None,
        by_resident: false,
        tags: Tags::default(),
        publication: settled.await?.publication,
        files: Files::default(),
        submission: None,
        key: None,
        hold: None,
        verdict: None,
        language: post.language,
        at: post.at,
    })
}
