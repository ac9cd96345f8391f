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
    drafts::{self, Pressed},
    entry_words,
    files::gather,
    held, refused_as,
};
use crate::{
    context::Context,
    forum::{
        boards::{self, Board},
        drafts::Place,
        publish::{self, Outcome},
        reader::{Entry, Reader},
        references::At,
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
    /// Whether this reader can open a topic.
    entry: Entry,
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let board = boards::find(&context, &path.1, page.account.as_ref()).await?;
    let guest = page.account.is_none();
    let (action, back) = addresses(&page, &board);
    let found = drafts::find(&context, page.account.as_ref(), Place::Board(board.id)).await?;
    let kept_at = found.as_ref().map(|found| found.kept_at);
    let form = match found {
        Some(found) => {
            let what = (Purpose::Topic, true);
            drafts::brought_back(&context, &page, found, what, None, (action, back)).await?
        }
        None => Compose::blank(&context, Purpose::Topic, action, back, guest, page.lang),
    };
    let form = form.with_draft(&page, place(&board), kept_at);
    html(&New {
        entry: board.opens_for(page.account.as_ref().into()),
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
    let board = boards::find(&context, &path.1, page.account.as_ref()).await?;
    let author = author(page.account.as_ref(), &filed.form);
    let mut submission = compose::read(&filed.form, author, true, page.lang);
    let (action, back) = addresses(&page, &board);
    let reader = Reader::from(page.account.as_ref());
    let entry = board.opens_for(reader);
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
    let mut state = Compose::of(&context, &submission, Purpose::Topic, action, back)
        .with_files(&context, &submission)
        .await?
        .with_draft(&page, place(&board), None);
    let form = filed.form;
    let show = |page: Page, board: Board, form: Compose, status| {
        html_as(
            status,
            &New {
                entry: Entry::Open,
                page,
                board,
                form,
            },
        )
    };
    let (draft, sent) = (Place::Board(board.id), (&submission, &form));
    match drafts::pressed(&context, &page, draft, sent, &state.action).await? {
        Pressed::Other => {}
        Pressed::Done(answer) => {
            return if state.files_first(&gathered, false, lang) {
                show(page, board, state, form.refused())
            } else {
                Ok(answer)
            };
        }
        Pressed::Refused(errors) => {
            let state = state.with_errors(&errors, lang);
            return show(page, board, state, form.refused());
        }
    }
    if !entry.is_open() {
        // Whoever was logged off meanwhile keeps the text.
        let refused = New {
            entry,
            page,
            board,
            form: state,
        };
        return html_as(refused_as(entry), &refused);
    }
    if too_many {
        let state = state.held_back(lang);
        return show(page, board, state, StatusCode::TOO_MANY_REQUESTS);
    }
    if state.notice_changed(form.get("notice")) {
        let state = state.with_new_notice(lang);
        return show(page, board, state, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let preview = form.has("preview");
    if state.files_first(&gathered, !preview, lang) {
        return show(page, board, state, form.refused());
    }
    if preview {
        return match submission::preview(&context, submission.clone(), At::default()).await? {
            Err(errors) => show(
                page,
                board,
                state.with_errors(&errors, lang),
                form.refused(),
            ),
            Ok(preview) => show(
                page,
                board,
                state
                    .previewing(&preview, &submission, lang)
                    .quoting(&context, reader)
                    .await?
                    .with_similar(&context, reader)
                    .await?,
                StatusCode::OK,
            ),
        };
    }
    let decisions = submission.decisions.clone();
    match publish::open_topic(&context, &board.slug, submission).await? {
        Outcome::Posted(posted) if page.account.is_none() => {
            let place = place(&board);
            held::show(page, &context, board, &posted, place)
        }
        Outcome::Posted(posted) => Ok(see_other(format!("{}/t/{}", page.prefix(), posted.topic()))),
        Outcome::Undecided(undecided) => show(
            page,
            board,
            state
                .asking(&undecided, &decisions, lang)
                .quoting(&context, reader)
                .await?
                .with_similar(&context, reader)
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

impl New {
    fn entry_words(&self) -> String {
        entry_words(&self.page, self.entry)
    }
}

/// Under which a draft is kept.
fn place(board: &Board) -> String {
    format!("board/{}", board.slug)
}

fn addresses(page: &Page, board: &Board) -> (String, String) {
    let back = format!("{}/boards/{}", page.prefix(), board.slug);
    (format!("{back}/new"), back)
}
