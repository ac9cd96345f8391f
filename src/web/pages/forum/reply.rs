//! Replying to a topic. The empty form stands on the topic's own page; this one asks.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::{
    author,
    compose::{self, Compose, Purpose},
    drafts::{self, Pressed},
    entry_words,
    files::gather,
    held, refused_as,
};
use crate::{
    accounts::Member,
    context::Context,
    forum::{
        State,
        drafts::Place,
        publish::{self, Outcome},
        reader::{Entry, Reader},
        references::At,
        submission,
        topics::{self, Topic},
    },
    offices::{self, Office},
    web::{
        extract::AddressLimits,
        fault::Fault,
        multipart::Filed,
        page::{Page, html_as, see_other},
    },
};

#[derive(Template)]
#[template(path = "pages/forum/reply.html")]
struct Reply {
    page: Page,
    topic: Topic,
    form: Compose,
    /// Whether this reader can answer.
    entry: Entry,
}

impl Reply {
    fn entry_words(&self) -> String {
        entry_words(&self.page, self.entry)
    }
}

pub async fn post(
    request: HttpRequest,
    page: Page,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    path: Path<(String, i64)>,
    mut filed: Filed,
) -> Result<HttpResponse, Fault> {
    let topic = topics::find(&context, path.1, page.account.as_ref()).await?;
    if topic.state != State::Published {
        return Err(Fault::NotFound);
    }
    let own = own_offices(&context, page.account.as_ref()).await?;
    let author = author(page.account.as_ref(), &filed.form);
    let mut submission = compose::read(&filed.form, author, false, page.lang);
    let href = format!("{}/topics/{}", page.prefix(), topic.id);
    let reader = Reader::from(page.account.as_ref());
    let entry = topic.answers_for(reader);
    let counted = || {
        if filed.form.is_look() {
            limits.count_look(&request)
        } else {
            limits.count(&request)
        }
    };
    let too_many = entry.is_open() && reader.is_guest() && counted().is_err();
    if too_many || !entry.is_open() || filed.form.is_look() {
        // What comes with the form is not even read; what waits already stays.
        filed.files.clear();
    }
    let (member, lang) = (page.account.as_ref(), page.lang);
    let count = || limits.count_file(&request, reader.is_guest());
    let gathered = gather(&context, &mut filed, (member, None), lang, &count).await?;
    submission.files.clone_from(&gathered.files);
    let mut state = Compose::of(
        &context,
        &submission,
        Purpose::Reply,
        format!("{href}/reply"),
        page.href(&topic.path()),
    )
    .with_offices(&own, page.lang)
    .with_files(&context, &submission)
    .await?
    .with_draft(&page, place(topic.id), None);
    let form = filed.form;
    let show = |page: Page, topic: Topic, form: Compose, status| {
        html_as(
            status,
            &Reply {
                entry: Entry::Open,
                page,
                topic,
                form,
            },
        )
    };
    let (draft, sent) = (Place::Topic(topic.id), (&submission, &form));
    let back = format!("{href}?page=last#reply");
    match drafts::pressed(&context, &page, draft, sent, &back).await? {
        Pressed::Other => {}
        Pressed::Done(answer) => {
            return if state.files_first(&gathered, false, lang) {
                show(page, topic, state, form.refused())
            } else {
                Ok(answer)
            };
        }
        Pressed::Refused(errors) => {
            let state = state.with_errors(&errors, lang);
            return show(page, topic, state, form.refused());
        }
    }
    if !entry.is_open() {
        // What was written while the topic was locked, or its writer logged off, stays.
        let refused = Reply {
            entry,
            page,
            topic,
            form: state,
        };
        return html_as(refused_as(entry), &refused);
    }
    if too_many {
        let state = state.held_back(lang);
        return show(page, topic, state, StatusCode::TOO_MANY_REQUESTS);
    }
    if state.notice_changed(form.get("notice")) {
        let state = state.with_new_notice(lang);
        return show(page, topic, state, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let preview = form.has("preview");
    if state.files_first(&gathered, !preview, lang) {
        return show(page, topic, state, form.refused());
    }
    if preview {
        let at = At {
            topic: Some(topic.id),
            post: None,
        };
        return match submission::preview(&context, submission.clone(), at).await? {
            Err(errors) => show(
                page,
                topic,
                state.with_errors(&errors, lang),
                form.refused(),
            ),
            Ok(preview) => show(
                page,
                topic,
                state
                    .previewing(&preview, &submission, lang)
                    .quoting(&context, reader)
                    .await?,
                StatusCode::OK,
            ),
        };
    }
    let decisions = submission.decisions.clone();
    match publish::reply(&context, topic.id, submission).await? {
        Outcome::Posted(posted) if page.account.is_none() => {
            held::show(page, &context, topic.board, &posted, place(topic.id))
        }
        Outcome::Posted(posted) => Ok(see_other(format!(
            "{href}?page=last#post-{}",
            posted.post()
        ))),
        Outcome::Undecided(undecided) => show(
            page,
            topic,
            state
                .asking(&undecided, &decisions, lang)
                .quoting(&context, reader)
                .await?,
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        Outcome::Invalid(errors) => show(
            page,
            topic,
            state.with_errors(&errors, lang),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    }
}

/// Under which a draft is kept.
pub(super) fn place(topic: i64) -> String {
    format!("topic/{topic}")
}

/// The offices for which a member can answer.
pub(super) async fn own_offices(
    context: &Context,
    member: Option<&Member>,
) -> Result<Vec<Office>, Fault> {
    match member.filter(|member| member.is_staff) {
        Some(member) => Ok(offices::own(context, member.id).await?),
        None => Ok(Vec::new()),
    }
}
