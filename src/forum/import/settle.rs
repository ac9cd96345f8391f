//! A line's text on its way to be stored: cleared with answers that a rule gives.

use validator::Validate as _;

use super::format::{AuthorRecord, BoardRecord, PostRecord, Record, TextRecord, TopicRecord};
use crate::{
    context::Context,
    db::Timestamp,
    forum::{
        ForumError, Moved,
        administer::Draft,
        boards,
        files::Files,
        publish::New,
        reader::Reader,
        submission::{Author, Decisions, Submission},
        tags::Tags,
        unattended::{self, Unsettled},
    },
    i18n::Lang,
    spam::proof::Signals,
    text::{
        official::{self, Answered},
        publication::{Choice, Decision, Question, Whose},
    },
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
    Board(Board),
    Topic {
        board: String,
        locked: bool,
        text: Text,
    },
    Post {
        topic: String,
        reply_to: Option<String>,
        text: Text,
    },
}

/// A board as administrators could have made it, and how many places in its texts are masked. One
/// that is here by that slug stays as it is.
pub(super) struct Board {
    pub draft: Draft,
    pub masked: usize,
}

/// A cleared text, and how many places in it are masked.
pub(super) struct Text {
    pub new: New,
    pub masked: usize,
}

/// Stands where the old forum knows the author no more.
const NOBODY: &str = "—";

/// Clears a line's texts.
pub(super) async fn prepare(
    context: &Context,
    line: u64,
    record: Record,
) -> Result<Prepared, Unsettled> {
    let (id, what) = match record {
        Record::Board(record) => {
            let id = record.id.clone();
            (id, What::Board(board(context, record).await?))
        }
        Record::Topic(TopicRecord {
            id,
            board,
            title,
            tags,
            locked,
            text,
        }) => {
            let tags = Tags::parse(&tags.join(","), &context.detector())
                .map_err(|code| Unsettled::Text(format!("its tags break a rule: {code}")))?;
            let mut text = settle(context, Some(title), text).await?;
            text.new.tags = tags;
            (
                id,
                What::Topic {
                    board,
                    locked,
                    text,
                },
            )
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

/// The board with everything masked that is found in its texts: the city publishes nobody's.
async fn board(context: &Context, record: BoardRecord) -> Result<Board, Unsettled> {
    let described = |description: String, name: &String| match description.trim() {
        "" => name.clone(),
        _ => description,
    };
    let mut draft = Draft {
        slug: record.slug,
        description_zh: described(record.description_zh, &record.name_zh),
        description_en: described(record.description_en, &record.name_en),
        name_zh: record.name_zh,
        name_en: record.name_en,
        ..Draft::default()
    };
    match boards::find(context, &draft.slug, Reader::CITY).await {
        Ok(_) | Err(ForumError::Moved(Moved::Board(_))) => {
            return Ok(Board { draft, masked: 0 });
        }
        Err(ForumError::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    // What masking brings to light is masked in the next round.
    const ROUNDS: usize = 3;
    let (mut masked, mut check) = (0, None);
    for _ in 0..ROUNDS {
        draft
            .validate()
            .map_err(|errors| Unsettled::limits(&errors))?;
        let answered = Answered {
            check: check.take(),
            mask_all: true,
            ..Answered::default()
        };
        let cleared = official::clear(context, draft.fields(), answered).await;
        match cleared.map_err(ForumError::from)? {
            Ok(publication) => {
                let draft = draft.published(&publication);
                draft
                    .validate()
                    .map_err(|errors| Unsettled::limits(&errors))?;
                return Ok(Board { draft, masked });
            }
            Err(undecided) => {
                masked += undecided.questions.len();
                check = Some(undecided.check);
                draft = draft.with(&undecided.fields);
            }
        }
    }
    Err(Unsettled::unending())
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
        signals: Signals::default(),
    };
    let decide = |questions: &[Question]| {
        let decisions = questions.iter().map(|question| decide(question, &author));
        decisions.collect()
    };
    let settled = unattended::settle(context, submission, decide).await?;
    Ok(Text {
        new: New {
            by_resident: false,
            account: None,
            office: None,
            tags: Tags::default(),
            publication: settled.publication,
            files: Files::default(),
            submission: None,
            key: None,
            hold: None,
            verdict: None,
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
