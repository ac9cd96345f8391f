//! Posts of a demo city: with an age, and decisions by their words instead of questions.
//!
//! They pass the same detector, masks and marks as anybody's; only the review is left out.

use super::{
    ForumError, boards,
    files::Files,
    publish::{New, insert_reply, insert_topic},
    submission::{Author, Cleared, Decisions, Submission, by_words, clear, field},
};
use crate::{
    context::Context,
    db::Timestamp,
    forum::publish::Posted,
    i18n::Lang,
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

/// Why a seed cannot be inserted.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error(transparent)]
    Forum(#[from] ForumError),
    /// The text breaks a limit, or masking it brought more to light.
    #[error("the demo text cannot be published: {0}")]
    Text(String),
}

/// Opens a published topic on a board; gives its id.
pub async fn topic(
    context: &Context,
    board: &str,
    title: &str,
    post: SeedPost,
) -> Result<i64, SeedError> {
    let board = boards::find(context, board).await?.id;
    let new = new(context, Some(title.to_owned()), post).await?;
    let cx = context.clone();
    let posted: Result<Posted, ForumError> = context
        .db
        .write(move |connection| insert_topic(connection, &cx, &new, board))
        .await;
    Ok(posted?.topic())
}

/// Adds a published reply to a topic; gives its id.
pub async fn reply(context: &Context, topic: i64, post: SeedPost) -> Result<i64, SeedError> {
    let new = new(context, None, post).await?;
    let cx = context.clone();
    let posted: Result<Posted, ForumError> = context
        .db
        .write(move |connection| insert_reply(connection, &cx, &new, topic, None))
        .await;
    Ok(posted?.post())
}

async fn new(context: &Context, title: Option<String>, post: SeedPost) -> Result<New, SeedError> {
    let mut publish = post.publish;
    let account = match &post.author {
        Author::Account(member) => Some(member.id),
        Author::Guest { name, public_email } => {
            publish.extend([name.clone(), public_email.clone()]);
            None
        }
    };
    let submission = Submission {
        author: post.author,
        title,
        body: post.body.trim().to_owned(),
        reply_to: None,
        files: Vec::new(),
        check: None,
        decisions: Decisions::None,
        id: None,
        language: post.language,
    };
    Ok(New {
        account,
        publication: decided(context, submission, &publish, post.nickname).await?,
        files: Files::default(),
        submission: None,
        hold: None,
        language: post.language,
        at: post.at,
    })
}

async fn decided(
    context: &Context,
    mut submission: Submission,
    publish: &[String],
    nickname: bool,
) -> Result<Publication, SeedError> {
    // What masking brings to light is asked once more.
    const ROUNDS: usize = 3;
    for _ in 0..ROUNDS {
        match clear(context, submission.clone()).await? {
            Cleared::Ready(ready) => return Ok(ready.publication),
            Cleared::Invalid(errors) => {
                let fields: Vec<_> = errors.field_errors().into_keys().collect();
                return Err(SeedError::Text(format!("{fields:?} break a limit")));
            }
            Cleared::Undecided(undecided) => {
                let mut decisions = by_words(&undecided.questions, publish);
                for decision in decisions
                    .iter_mut()
                    .filter(|decision| nickname && decision.field == field::NAME)
                {
                    decision.whose = Some(Whose::Nobody);
                }
                submission.decisions = Decisions::Each(decisions);
                submission.check = Some(undecided.check);
                submission = submission.with(&undecided.fields);
            }
        }
    }
    Err(SeedError::Text("its findings are never settled".to_owned()))
}
