//! What publishing a text has in common for topics, replies and edits: the findings that
//! must be answered, and the answers.

use std::{collections::BTreeMap, mem};

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};
use utoipa::ToSchema;

use super::{attachments::Named, idempotency_key, invalid};
use crate::{
    accounts::Member,
    context::Context,
    forum::{
        address,
        files::part_of,
        publish::{Outcome, Posted},
        submission::{Author, Decisions, Submission},
    },
    i18n::Lang,
    privacy::notices::Notice,
    spam::proof::Signals,
    text::{
        Field, Format,
        publication::{Decision, Reason, Undecided},
    },
    web::{fault, fault::Fault, language, page::unstored},
};

/// A text to publish.
#[derive(Deserialize, ToSchema)]
pub struct NewPost {
    /// Of a topic, or of the post that opens one, 120 characters or fewer; of others it is not looked at.
    #[serde(default)]
    pub title: Option<String>,
    /// Markdown, at most 20,000 characters.
    pub body: String,
    /// The post that this one answers.
    #[serde(default)]
    pub reply_to: Option<i64>,
    /// Of a topic, five or fewer; of others they are not looked at.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The slug of the office for which a member of it answers.
    #[serde(default)]
    pub office: Option<String>,
    /// From the answer that asked about the findings.
    #[serde(default)]
    pub check: Option<String>,
    /// One for each finding that was asked about.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// Tokens of `POST /api/v1/attachments`, at most 5. For an edit also the ids, as text, of
    /// those that stay; left out, all stay. Masking or taking out something in a document's text
    /// takes the document out.
    #[serde(default)]
    pub attachments: Option<Vec<String>>,
    /// What its pictures show, by their tokens or ids; what is not named stays as it is.
    #[serde(default)]
    pub descriptions: BTreeMap<String, String>,
    /// For posting without an account, on a board that allows it.
    #[serde(default)]
    pub guest: Option<Guest>,
}

/// Both are public and not covered by the privacy policy.
#[derive(Deserialize, ToSchema)]
pub struct Guest {
    name: String,
    #[serde(default)]
    email: Option<String>,
    /// The hash of the notice that was read; see `/api/v1/notices/guest-post`. Without it nothing
    /// is posted.
    #[serde(default)]
    notice: String,
    /// The language in which it was read; what the request asks for without one.
    language: Option<Lang>,
    /// Of the challenge that `/api/v1/challenge` gave, and its answer. A moderator sees whether a
    /// post came with one; without, it is as welcome.
    #[serde(default)]
    made: String,
    #[serde(default)]
    proof: String,
}

/// A post that is stored.
#[derive(Serialize, ToSchema)]
pub struct Stored {
    /// Of the topic or the post; absent for a guest's, which waits for a moderator.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// Whether a moderator looks at it before everybody can.
    held: bool,
    /// Of a guest's post: its id, which the key is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<i64>,
    /// What a guest reads, edits and withdraws the post with: shown this once, and again to the
    /// same request with the same `Idempotency-Key` within 24 hours. Let that key be random:
    /// whoever knows it, and all that was sent, is given this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

/// A finding that must be answered; start and end in Unicode characters of the field.
#[derive(Serialize, ToSchema)]
pub struct AskedFinding {
    field: &'static str,
    kind: &'static str,
    start: usize,
    end: usize,
    /// Whether to say that it is one (`true`) or that it may be one.
    sure: bool,
    /// Whether it can be published at all.
    publishable: bool,
    /// The words, where they stand in a file, whose text the asker does not have.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
}

impl NewPost {
    /// What this request posts. Without an account and without a guest's name nobody has written
    /// it, and a guest has read the notice: what is published records that.
    pub(super) fn submission(
        mut self,
        request: &HttpRequest,
        context: &Context,
        member: Option<Member>,
    ) -> Result<Submission, Fault> {
        let id = idempotency_key(request)?;
        if let Some(member) = member {
            let submission = self.by(request, Author::Account(member));
            return Ok(Submission { id, ..submission });
        }
        let guest = self.guest.take().ok_or(Fault::LogOnFirst)?;
        let read_in = guest
            .language
            .unwrap_or_else(|| language::of_header(request));
        let (hash, config) = (&guest.notice, &context.config);
        if hash.is_empty() || !Notice::GuestPost.still_stands(hash, read_in, config) {
            return Err(Fault::NoticeChanged);
        }
        let author = Author::Guest {
            name: guest.name,
            public_email: guest.email.unwrap_or_default(),
        };
        let signals = Signals {
            trap: false,
            made: guest.made,
            proof: guest.proof,
        };
        Ok(Submission {
            id,
            language: read_in,
            signals,
            ..self.by(request, author)
        })
    }

    /// The files of this request, taken out of it.
    pub(super) fn named(&mut self) -> Named {
        Named {
            files: self.attachments.take(),
            descriptions: mem::take(&mut self.descriptions),
        }
    }

    /// The text of this request by `author`, to be posted or put in another's place.
    pub(super) fn by(self, request: &HttpRequest, author: Author) -> Submission {
        Submission {
            author,
            title: self.title,
            body: self.body,
            reply_to: self.reply_to,
            files: Vec::new(),
            tags: self.tags.join(","),
            office: self.office,
            check: self.check,
            decisions: if self.decisions.is_empty() {
                Decisions::None
            } else {
                Decisions::Each(self.decisions)
            },
            id: None,
            language: language::of_header(request),
            signals: Signals::default(),
        }
    }
}

/// What a program is answered. `created` is 201 for a new post and 200 for an edit.
pub(super) fn answer(
    request: &HttpRequest,
    outcome: Outcome,
    submission: &Submission,
    created: StatusCode,
    what: What,
) -> HttpResponse {
    match outcome {
        Outcome::Posted(posted) => stored(request, posted, submission, created, what),
        Outcome::Undecided(undecided) => {
            undecided_problem(request, &undecided, &submission.fields())
        }
        Outcome::Invalid(errors) => invalid(request, &errors),
    }
}

/// Whose id and address an answer gives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Topic,
    Post,
}

fn stored(
    request: &HttpRequest,
    posted: Posted,
    submission: &Submission,
    created: StatusCode,
    what: What,
) -> HttpResponse {
    let lang: Lang = language::of_header(request);
    let (topic, post) = (posted.topic(), posted.post());
    let key = posted.key().map(str::to_owned);
    let topic_url = format!("/{}/{}", lang.as_str(), address::of_topic(topic, ""));
    let (id, url) = match what {
        What::Topic => (topic, topic_url),
        What::Post => (post, format!("{topic_url}{}", address::to_post(post))),
    };
    let known = matches!(submission.author, Author::Account(_));
    let status = if posted.held() {
        StatusCode::ACCEPTED
    } else {
        created
    };
    let answer = HttpResponse::build(status).json(Stored {
        id: known.then_some(id),
        topic: known.then_some(topic),
        url: known.then_some(url),
        held: posted.held(),
        post: (!known).then_some(post),
        key,
    });
    if known { answer } else { unstored(answer) }
}

/// The findings that must be answered; `sent` are the texts that were sent.
pub(super) fn undecided_problem(
    request: &HttpRequest,
    undecided: &Undecided,
    sent: &[Field],
) -> HttpResponse {
    let findings: Vec<AskedFinding> = undecided
        .questions
        .iter()
        .map(|question| AskedFinding {
            field: question.field,
            kind: question.kind().as_str(),
            start: question.start,
            end: question.end,
            sure: question.found.is_sure(),
            publishable: question.publishable(),
            words: part_of(question.field).map(|_| question.found.text.clone()),
        })
        .collect();
    let lang = language::of_header(request);
    let (reason, detail) = match undecided.reason {
        Reason::Found => ("found", lang.t("forum-ask-found")),
        Reason::Changed => ("changed", lang.t("forum-ask-changed")),
        Reason::Unanswered => ("unanswered", lang.t("forum-ask-unanswered")),
        Reason::NotPublishable => ("not-publishable", lang.t("forum-ask-not-publishable")),
    };
    let mut members = Map::from_iter([
        ("findings".to_owned(), json!(findings)),
        ("check".to_owned(), json!(undecided.check)),
        ("reason".to_owned(), json!(reason)),
        ("detail".to_owned(), json!(detail)),
    ]);
    let same = |(asked, sent): (&Field, &Field)| asked.source == sent.source;
    let is_as_sent = !sent.is_empty() && undecided.fields.iter().zip(sent).all(same);
    if !is_as_sent {
        // Applying the answers brought more to light, or nobody sent any: these texts are asked about now.
        let texts: Map<_, _> = undecided
            .fields
            .iter()
            .filter(|field| !matches!(field.format, Format::File | Format::Document))
            .map(|field| (field.name.to_owned(), json!(field.source)))
            .collect();
        members.insert("texts".to_owned(), json!(texts));
    }
    fault::problem(
        request,
        StatusCode::UNPROCESSABLE_ENTITY,
        "personal-data-undecided",
        members,
    )
}
