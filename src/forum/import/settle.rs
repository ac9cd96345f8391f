//! A line's text on its way to be stored: cleared with answers that a rule gives.

use super::format::{AuthorRecord, BoardRecord, PostRecord, Record, TextRecord, TopicRecord};
use crate::{
    context::Context,
    db::Timestamp,
    forum::{
        files::Files,
        publish::New,
        submission::{Author, Decisions, Submission},
        tags::Tags,
        unattended::{self, Unsettled},
    },
    i18n::Lang,
    text::publication::{Choice, Decision, Question, Whose},
};

/// A line that can be stored.
pub(super) struct Prepared {
    pub line: u64,
    /// Its id in the file.
    pub id: String,
    pub what: What,
}

/// What a line is; what it belongs to is named by ids in the file.
pub(super) enum What {
    Board(BoardRecord),
    Topic {
        board: String,
        text: Text,
    },
    Post {
        topic: String,
        reply_to: Option<String>,
        text: Text,
    },
}

/// A cleared text, and how many places in it are masked.
pub(super) struct Text {
    pub new: New,
    pub masked: usize,
}

/// Stands where the old forum knows the author no more.
const NOBODY: &str = "—";

/// Clears a line's text; a board has none.
pub(super) async fn prepare(
    context: &Context,
    line: u64,
    record: Record,
) -> Result<Prepared, Unsettled> {
    let (id, what) = match record {
        Record::Board(board) => (board.id.clone(), What::Board(board)),
        Record::Topic(TopicRecord {
            id,
            board,
            title,
            text,
        }) => {
            let text = settle(context, Some(title), text).await?;
            (id, What::Topic { board, text })
        }
        Record::Post(PostRecord {
            id,
            topic,
            reply_to,
            text,
        }) => {
            let text = settle(context, None, text).await?;
            (
                id,
                What::Post {
                    topic,
                    reply_to,
                    text,
                },
            )
        }
    };
    Ok(Prepared { line, id, what })
}

async fn settle(
    context: &Context,
    title: Option<String>,
    text: TextRecord,
) -> Result<Text, Unsettled> {
    let at = Timestamp::from(text.created_at.to_utc());
    if at > context.now() {
        return Err(Unsettled::Text("created_at lies in the future".to_owned()));
    }
    let author = text.author.unwrap_or(AuthorRecord {
        name: NOBODY.to_owned(),
        nickname: true,
    });
    let language = text.language.unwrap_or(Lang::Zh);
    let submission = Submission {
        author: Author::Guest {
            name: author.name.trim().to_owned(),
            public_email: String::new(),
        },
        title: title.map(|title| title.trim().to_owned()),
        body: text.body.trim().to_owned(),
        reply_to: None,
        files: Vec::new(),
        tags: String::new(),
        office: None,
        check: None,
        decisions: Decisions::None,
        id: None,
        language,
    };
    let decide = |questions: &[Question]| {
        let decisions = questions.iter().map(|question| decide(question, &author));
        decisions.collect()
    };
    let settled = unattended::settle(context, submission, decide).await?;
    Ok(Text {
        new: New {
            account: None,
            office: None,
            tags: Tags::default(),
            publication: settled.publication,
            files: Files::default(),
            submission: None,
            key: None,
            hold: None,
            language,
            at,
        },
        masked: settled.masked,
    })
}

/// An author's name, wherever it stands, is the author's own; all else may be anybody's.
fn decide(question: &Question, author: &AuthorRecord) -> Decision {
    let own = question.found.text.trim() == author.name.trim();
    let whose = match (own, author.nickname) {
        (true, true) => Whose::Nobody,
        (true, false) => Whose::Mine,
        (false, _) => Whose::Other,
    };
    let choice = if question.publishable() {
        Choice::Publish
    } else {
        Choice::Mask
    };
    Decision {
        field: question.field.into(),
        start: question.start,
        end: question.end,
        whose: Some(whose),
        choice,
    }
}
