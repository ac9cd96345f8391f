//! Opening a topic.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::{
    author,
    compose::{self, Compose, Purpose},
};
use crate::{
    context::Context,
    forum::{
        boards::{self, Board},
        publish::{self, Outcome},
        submission,
    },
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::Form,
        page::{Page, html, html_as, see_other},
    },
};

#[derive(Template)]
#[template(path = "pages/forum/new.html")]
struct New {
    page: Page,
    board: Board,
    form: Compose,
    /// The board takes no posts of guests, and this is one.
    account_needed: bool,
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let board = boards::find(&context, &path.1).await?;
    let guest = page.account.is_none();
    let (action, back) = addresses(&page, &board);
    let form = Compose::blank(&context, Purpose::Topic, action, back, guest, page.lang);
    html(&New {
        account_needed: guest && !board.guest_posting,
        page,
        board,
        form,
    })
}

pub async fn post(
    request: HttpRequest,
    page: Page,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    path: Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let board = boards::find(&context, &path.1).await?;
    let author = author(page.account.as_ref(), &form);
    let submission = compose::read(&form, author, true, page.lang);
    let (action, back) = addresses(&page, &board);
    let state = Compose::of(&context, &submission, Purpose::Topic, action, back);
    let show = |page: Page, board: Board, form: Compose, status| {
        html_as(
            status,
            &New {
                account_needed: false,
                page,
                board,
                form,
            },
        )
    };
    if page.account.is_none() {
        if !board.guest_posting {
            // Whoever was logged off meanwhile keeps the text.
            let account_needed = New {
                account_needed: true,
                page,
                board,
                form: state,
            };
            return html_as(StatusCode::UNAUTHORIZED, &account_needed);
        }
        if limits.count(&request).is_err() {
            let state = state.held_back(page.lang);
            return show(page, board, state, StatusCode::TOO_MANY_REQUESTS);
        }
    }
    let lang = page.lang;
    if state.notice_changed(form.get("notice")) {
        let state = state.with_new_notice(lang);
        return show(page, board, state, StatusCode::UNPROCESSABLE_ENTITY);
    }
    if form.has("preview") {
        return match submission::preview(&context, submission.clone()).await? {
            Err(errors) => show(
                page,
                board,
                state.with_errors(&errors, lang),
                StatusCode::UNPROCESSABLE_ENTITY,
            ),
            Ok(preview) => show(
                page,
                board,
                state
                    .previewing(&preview, &submission, lang)
                    .with_similar(&context)
                    .await?,
                StatusCode::OK,
            ),
        };
    }
    let decisions = submission.decisions.clone();
    match publish::open_topic(&context, &board.slug, submission).await? {
        Outcome::Posted(posted) if posted.held() && page.account.is_none() => Ok(see_other(
            format!("{}/boards/{}/held", page.prefix(), board.slug),
        )),
        Outcome::Posted(posted) => Ok(see_other(format!(
            "{}/topics/{}",
            page.prefix(),
            posted.topic()
        ))),
        Outcome::Undecided(undecided) => show(
            page,
            board,
            state
                .asking(&undecided, &decisions, lang)
                .with_similar(&context)
                .await?,
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        Outcome::Invalid(errors) => show(
            page,
            board,
            state.with_errors(&errors, lang),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    }
}

fn addresses(page: &Page, board: &Board) -> (String, String) {
    let back = format!("{}/boards/{}", page.prefix(), board.slug);
    (format!("{back}/new"), back)
}
