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
    files::gather,
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
        multipart::Filed,
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
    mut filed: Filed,
) -> Result<HttpResponse, Fault> {
    let board = boards::find(&context, &path.1).await?;
    let author = author(page.account.as_ref(), &filed.form);
    let mut submission = compose::read(&filed.form, author, true, page.lang);
    let (action, back) = addresses(&page, &board);
    let refused = guest_is_refused(&request, &page, &limits, &board);
    if refused.is_some() {
        // What comes with the form is not even read; what waits already stays.
        filed.files.clear();
    }
    let (member, lang) = (page.account.as_ref(), page.lang);
    let gathered = gather(&context, &mut filed, member, None, lang).await?;
    submission.files.clone_from(&gathered.files);
    let mut state = Compose::of(&context, &submission, Purpose::Topic, action, back)
        .with_files(&context, &submission)
        .await?;
    let form = filed.form;
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
    match refused {
        Some(StatusCode::UNAUTHORIZED) => {
            // Whoever was logged off meanwhile keeps the text.
            let account_needed = New {
                account_needed: true,
                page,
                board,
                form: state,
            };
            return html_as(StatusCode::UNAUTHORIZED, &account_needed);
        }
        Some(status) => return show(page, board, state.held_back(lang), status),
        None => {}
    }
    if state.notice_changed(form.get("notice")) {
        let state = state.with_new_notice(lang);
        return show(page, board, state, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let preview = form.has("preview");
    if state.files_first(&gathered, !preview, lang) {
        return show(page, board, state, StatusCode::UNPROCESSABLE_ENTITY);
    }
    if preview {
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
                state.previewing(&preview, &submission, lang),
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
            state.asking(&undecided, &decisions, lang),
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

/// A guest where only accounts may write, or one of too many: the answer's status.
fn guest_is_refused(
    request: &HttpRequest,
    page: &Page,
    limits: &AddressLimits,
    board: &Board,
) -> Option<StatusCode> {
    if page.account.is_some() {
        return None;
    }
    if !board.guest_posting {
        return Some(StatusCode::UNAUTHORIZED);
    }
    let too_many = limits.count(request).is_err();
    too_many.then_some(StatusCode::TOO_MANY_REQUESTS)
}

fn addresses(page: &Page, board: &Board) -> (String, String) {
    let back = format!("{}/boards/{}", page.prefix(), board.slug);
    (format!("{back}/new"), back)
}
