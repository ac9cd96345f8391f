//! `/api/v1/topics/{id}/arrange`: what moderators arrange about topics.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{because, invalid, publication::undecided_problem};
use crate::{
    context::Context,
    forum::{address, submission::field},
    i18n::Lang,
    moderation::{
        ModerationError,
        arrange::{Arranged, Change, arrange},
        reasons::For,
    },
    text::{Field, Format, official::Answered, publication::Decision},
    web::{extract::Moderator, fault::Fault, language},
};

/// What shall become of a topic. It changes nobody's words and takes a reason.
#[derive(Deserialize, ToSchema)]
pub struct Arrangement {
    /// The id of a reason in `/api/v1/reasons`.
    pub reason_id: Option<i64>,
    /// 1 to 500 characters; sealed in the ledger, read by the author and by moderators. Beside a reason
    /// of the list there may be none.
    #[serde(default)]
    pub reason: String,
    #[serde(flatten)]
    pub act: Act,
}

#[derive(Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "kebab-case")]
#[schema(as = ArrangementAct)]
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

    /// What reasons are offered for it.
    const fn given_for(&self) -> For {
        match self {
            Self::Pin { .. } | Self::Unpin => For::Pin,
            Self::Lock | Self::Unlock => For::Lock,
            Self::Move { .. } => For::Move,
            Self::Tag { .. } => For::Tag,
            Self::Split { .. } => For::Split,
            Self::Merge { .. } => For::Merge,
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

/// Arrange a topic: pin, lock, move, tag, split, merge. Done twice, it is done once. Of a lock, a move, a
/// split and a merge its author is told, and may appeal.
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
    let Arrangement {
        reason_id,
        reason,
        act,
    } = body.into_inner();
    let lang = language::of_header(&request);
    let why = (reason_id, reason.as_str());
    let because = match because::read(&request, &context, act.given_for(), why).await? {
        Ok(because) => because,
        Err(refused) => return Ok(refused),
    };
    let fields = act.fields();
    match arrange(&context, &member, *id, act.change(lang), because).await {
        Ok(Arranged::Topic(topic)) => Ok(HttpResponse::Ok().json(ArrangedTopic {
            topic,
            url: format!("/{}/{}", lang.as_str(), address::of_topic(topic, "")),
        })),
        Ok(Arranged::Undecided(undecided)) => Ok(undecided_problem(&request, &undecided, &fields)),
        Err(ModerationError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(error) => Err(error.into()),
    }
}
