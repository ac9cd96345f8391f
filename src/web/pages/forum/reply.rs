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
    files::gather,
};
use crate::{
    context::Context,
    forum::{
        publish::{self, Outcome},
        submission,
        topics::{self, Topic},
    },
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
    /// The board takes no posts of guests, and this is one.
    account_needed: bool,
}

pub async fn post(
    request: HttpRequest,
    page: Page,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    path: Path<(String, i64)>,
    mut filed: Filed,
) -> Result<HttpResponse, Fault> {
    let topic = topics::find(&context, path.1, None).await?;
    let author = author(page.account.as_ref(), &filed.form);
    let mut submission = compose::read(&filed.form, author, false, page.lang);
    let href = format!("{}/topics/{}", page.prefix(), topic.id);
    let refused = if page.account.is_some() {
        None
    } else if !topic.board.guest_posting {
        Some(StatusCode::UNAUTHORIZED)
    } else {
        let too_many = limits.count(&request).is_err();
        too_many.then_some(StatusCode::TOO_MANY_REQUESTS)
    };
    if refused.is_some() {
        // What comes with the form is not even read; what waits already stays.
        filed.files.clear();
    }
    let (member, lang) = (page.account.as_ref(), page.lang);
    let gathered = gather(&context, &mut filed, member, None, lang).await?;
    submission.files.clone_from(&gathered.files);
    let mut state = Compose::of(
        &context,
        &submission,
        Purpose::Reply,
        format!("{href}/reply"),
        href.clone(),
    )
    .with_files(&context, &submission)
    .await?;
    let form = filed.form;
    let show = |page: Page, topic: Topic, form: Compose, status: StatusCode| {
        html_as(
            status,
            &Reply {
                account_needed: status == StatusCode::UNAUTHORIZED,
                page,
                topic,
                form,
            },
        )
    };
    match refused {
        Some(StatusCode::UNAUTHORIZED) => {
            return show(page, topic, state, StatusCode::UNAUTHORIZED);
        }
        Some(status) => return show(page, topic, state.held_back(lang), status),
        None => {}
    }
    if state.notice_changed(form.get("notice")) {
        let state = state.with_new_notice(lang);
        return show(page, topic, state, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let preview = form.has("preview");
    if state.files_first(&gathered, !preview, lang) {
        return show(page, topic, state, StatusCode::UNPROCESSABLE_ENTITY);
    }
    if preview {
        return match submission::preview(&context, submission.clone()).await? {
            Err(errors) => show(
                page,
                topic,
                state.with_errors(&errors, lang),
                StatusCode::UNPROCESSABLE_ENTITY,
            ),
            Ok(preview) => show(
                page,
                topic,
                state.previewing(&preview, &submission, lang),
                StatusCode::OK,
            ),
        };
    }
    let decisions = submission.decisions.clone();
    match publish::reply(&context, topic.id, submission).await? {
        Outcome::Posted(posted) if posted.held() && page.account.is_none() => Ok(see_other(
            format!("{}/boards/{}/held", page.prefix(), topic.board.slug),
        )),
        Outcome::Posted(posted) => Ok(see_other(format!(
            "{href}?page=last#post-{}",
            posted.post()
        ))),
        Outcome::Undecided(undecided) => show(
            page,
            topic,
            state.asking(&undecided, &decisions, lang),
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
