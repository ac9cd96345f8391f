//! What somebody wrote arrives, as a topic or as a reply: the form again with what must be changed,
//! answered or looked at first, or what became of it.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use validator::ValidationErrors;

use super::{
    author,
    compose::{self, Compose, Purpose},
    drafts::{self, Pressed},
    files::gather,
    refused_as,
};
use crate::{
    context::Context,
    forum::{
        ForumError,
        drafts::Place,
        publish::{Outcome, Posted},
        reader::{Entry, Reader},
        references::At,
        submission::{self, Submission, field},
    },
    offices::Office,
    text_rules::refuse,
    web::{extract::AddressLimits, fault::Fault, multipart::Filed, page::Page, pages::kept},
};

/// Where it is to stand, and where its form goes.
pub struct To {
    pub purpose: Purpose,
    /// Whether this reader can write there.
    pub entry: Entry,
    pub at: At,
    pub action: String,
    pub back: String,
    pub draft: Place,
    /// Under which the draft is kept.
    pub draft_name: String,
    /// Where the form stands that a kept draft is shown in.
    pub draft_back: String,
    /// For which its writer can answer.
    pub offices: Vec<Office>,
}

/// What came of it.
pub enum Sent {
    /// The form, with everything that was typed.
    Again(Box<Compose>, StatusCode),
    Done(HttpResponse),
    Posted(Posted),
}

/// Takes what was written; `publish` makes a post of it.
pub async fn take(
    (request, limits): (&HttpRequest, &AddressLimits),
    (context, page): (&Context, &Page),
    mut filed: Filed,
    to: To,
    publish: impl AsyncFnOnce(Submission) -> Result<Outcome, ForumError>,
) -> Result<Sent, Fault> {
    let (member, lang) = (page.account.as_ref(), page.lang);
    let (reader, entry) = (Reader::from(member), to.entry);
    let is_topic = to.purpose == Purpose::Topic;
    let author = author(member, &filed.form);
    let mut submission = compose::read(&filed.form, author, is_topic, lang);
    let counted = || {
        if filed.form.is_look() {
            limits.count_look(request)
        } else {
            limits.count(request)
        }
    };
    let too_many = entry.is_open() && reader.is_guest() && counted().is_err();
    if too_many || !entry.is_open() || filed.form.is_look() {
        // What comes with the form is not even read; what waits already stays.
        filed.files.clear();
    }
    let count = || limits.count_file(request, reader.is_guest());
    let gathered = gather(context, &mut filed, (member, None), lang, &count).await?;
    submission.files.clone_from(&gathered.files);
    let mut state = Compose::of(context, &submission, to.purpose, to.action, to.back)
        .with_offices(&to.offices, lang)
        .with_files(context, &submission)
        .await?
        .with_draft(page, to.draft_name, None);
    let form = filed.form;
    let again = |state: Compose, status| Ok(Sent::Again(Box::new(state), status));
    let sent = (&submission, &form);
    match drafts::pressed(context, page, to.draft, sent, &to.draft_back).await? {
        Pressed::Other => {}
        Pressed::Done(_) if state.files_first(&gathered, false, lang) => {
            return again(state, form.refused());
        }
        Pressed::Done(answer) => return Ok(Sent::Done(answer)),
        Pressed::Refused(errors) => {
            return again(state.with_errors(&errors, lang), form.refused());
        }
    }
    if !entry.is_open() {
        // What was written while the place was closed, or its writer logged off, stays.
        return again(state, refused_as(entry));
    }
    if too_many {
        return again(state.held_back(lang), StatusCode::TOO_MANY_REQUESTS);
    }
    if state.notice_changed(form.get("notice")) {
        let state = state.with_new_notice(lang);
        return again(state, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let preview = form.has("preview");
    if state.files_first(&gathered, !preview, lang) {
        return again(state, form.refused());
    }
    if preview {
        return match submission::preview(context, submission.clone(), to.at).await? {
            Err(errors) => again(state.with_errors(&errors, lang), form.refused()),
            Ok(preview) => {
                let state = state.previewing(&preview, &submission, lang);
                again(state.beside(context, reader).await?, StatusCode::OK)
            }
        };
    }
    let decisions = submission.decisions.clone();
    let outcome = match publish(submission).await {
        Err(ForumError::Changed) => {
            let mut errors = ValidationErrors::new();
            refuse(&mut errors, field::BODY, "board-opened");
            return again(state.with_errors(&errors, lang), StatusCode::CONFLICT);
        }
        outcome => outcome.map_err(|error| kept::keep(error, &form, &["title", "body"]))?,
    };
    let state = match outcome {
        Outcome::Posted(posted) => return Ok(Sent::Posted(posted)),
        Outcome::Undecided(undecided) => {
            let state = state.asking(&undecided, &decisions, lang);
            state.beside(context, reader).await?
        }
        Outcome::Invalid(errors) => state.with_errors(&errors, lang),
    };
    again(state, StatusCode::UNPROCESSABLE_ENTITY)
}

impl Compose {
    /// With what stands beside a preview: whose words it quotes, and topics that are like it.
    async fn beside(self, context: &Context, reader: Reader) -> Result<Self, ForumError> {
        let state = self.quoting(context, reader).await?;
        state.with_similar(context, reader).await
    }
}
