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
    held,
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
        form::Form,
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
    form: Form,
) -> Result<HttpResponse, Fault> {
    let topic = topics::find(&context, path.1, None).await?;
    let author = author(page.account.as_ref(), &form);
    let submission = compose::read(&form, author, false, page.lang);
    let href = format!("{}/topics/{}", page.prefix(), topic.id);
    let state = Compose::of(
        &context,
        &submission,
        Purpose::Reply,
        format!("{href}/reply"),
        href.clone(),
    );
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
    if page.account.is_none() {
        if !topic.board.guest_posting {
            return show(page, topic, state, StatusCode::UNAUTHORIZED);
        }
        if limits.count(&request).is_err() {
            let state = state.held_back(page.lang);
            return show(page, topic, state, StatusCode::TOO_MANY_REQUESTS);
        }
    }
    let lang = page.lang;
    if state.notice_changed(form.get("notice")) {
        let state = state.with_new_notice(lang);
        return show(page, topic, state, StatusCode::UNPROCESSABLE_ENTITY);
    }
    if form.has("preview") {
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
        Outcome::Posted(posted) if page.account.is_none() => {
            held::show(page, &context, topic.board, &posted)
        }
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
