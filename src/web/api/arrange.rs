//! `/api/v1/topics/{id}/arrange`: what moderators arrange about topics.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::{invalid, publication::undecided_problem};
use crate::{
    context::Context,
    forum::{address, submission::field},
    i18n::Lang,
    moderation::{
        ModerationError,
        arrange::{Arranged, Change, arrange},
    },
    privacy::{ground::LONGEST, reason::Reason},
    text::{Field, Format, official::Answered, publication::Decision},
    text_rules::{readable, refuse, refuse_length},
    web::{extract::Moderator, fault::Fault, language},
};

const REASON: &str = "reason";

/// What shall become of a topic. It changes nobody's words and takes a reason.
#[derive(Deserialize, ToSchema)]
pub struct Arrangement {
    /// 1 to 500 characters; sealed in the ledger, read by the author and by moderators.
    pub reason: String,
    #[serde(flatten)]
    pub act: Act,
}

#[derive(Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "kebab-case")]
pub enum Act {
    /// Above all others of its board.
    Pin {
        /// The last day.
        #[serde(default)]
        until: Option<NaiveDate>,
    },
    Unpin,
    /// No answers any more.
    Lock,
    Unlock,
    /// Onto the board of this slug, which the same people may read.
    Move {
        board: String,
    },
    /// These tags and no others.
    Tag {
        tags: Vec<String>,
    },
    /// Published answers into a topic of their own. Findings in the title are asked about with
    /// 422 `personal-data-undecided`; nobody's personal data can be published in it.
    Split {
        posts: Vec<i64>,
        title: String,
        #[serde(default)]
        check: Option<String>,
        #[serde(default)]
        decisions: Vec<Decision>,
    },
    /// Together with another topic: the one that was opened first stays, the other leads to it.
    Merge {
        topic: i64,
    },
}

impl Act {
    fn change(self, language: Lang) -> Change {
        match self {
            Self::Pin { until } => Change::Pin { until },
            Self::Unpin => Change::Unpin,
            Self::Lock => Change::Lock,
            Self::Unlock => Change::Unlock,
            Self::Move { board } => Change::Move { board },
            Self::Tag { tags } => Change::Tag {
                tags: tags.join(","),
            },
            Self::Split {
                posts,
                title,
                check,
                decisions,
            } => Change::Split {
                posts,
                title,
                answered: Answered {
                    check,
                    decisions,
                    mask_all: false,
                },
                language,
            },
            Self::Merge { topic } => Change::Merge { other: topic },
        }
    }

    /// The texts that are looked at.
    fn fields(&self) -> Vec<Field> {
        match self {
            Self::Split { title, .. } => {
                vec![Field::new(field::TITLE, Format::Plain, title.trim())]
            }
            _ => Vec::new(),
        }
    }
}

/// The topic that it is about now: the new one of a split, the one that a merge keeps.
#[derive(Serialize, ToSchema)]
pub struct ArrangedTopic {
    topic: i64,
    url: String,
}

/// Arrange a topic: pin, lock, move, tag, split, merge. Done twice, it is done once.
#[utoipa::path(post, path = "/api/v1/topics/{id}/arrange", operation_id = "topics_arrange", tag = "forum", request_body = Arrangement,
    params(("id" = i64, Path)), security(("session" = [])),
    responses((status = 200, body = ArrangedTopic), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: the topic is in another state now"),
        (status = 422, description = "`invalid` or `personal-data-undecided`")))]
pub async fn post(
    Moderator(member): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<Arrangement>,
) -> Result<HttpResponse, Fault> {
    let Arrangement { reason, act } = body.into_inner();
    let lang = language::of_header(&request);
    let reason = match read(&reason) {
        Ok(reason) => reason,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let fields = act.fields();
    match arrange(&context, &member, *id, act.change(lang), reason).await {
        Ok(Arranged::Topic(topic)) => Ok(HttpResponse::Ok().json(ArrangedTopic {
            topic,
            url: format!("/{}/{}", lang.as_str(), address::of_topic(topic, "")),
        })),
        Ok(Arranged::Undecided(undecided)) => Ok(undecided_problem(&request, &undecided, &fields)),
        Err(ModerationError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// The reason, or what is wrong with it.
fn read(words: &str) -> Result<Reason, ValidationErrors> {
    let mut errors = ValidationErrors::new();
    match Reason::new(words) {
        Ok(reason) if readable(reason.words()) => return Ok(reason),
        Ok(_) => refuse(&mut errors, REASON, "characters"),
        Err(_) if words.trim().is_empty() => refuse(&mut errors, REASON, "required"),
        Err(_) => refuse_length(&mut errors, REASON, 1, LONGEST),
    }
    Err(errors)
}
