//! Opening a topic.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::{
    compose::{Compose, Purpose},
    drafts, entry_words, held,
    sent::{self, Sent, To},
};
use crate::{
    context::Context,
    forum::{
        boards::{self, Board},
        drafts::Place,
        publish,
        reader::Entry,
        references::At,
    },
    web::{
        extract::AddressLimits,
        fault::Fault,
        multipart::Filed,
        page::{Page, html, html_as, see_other},
        pages::kept,
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
    filed: Filed,
) -> Result<HttpResponse, Fault> {
    let board = boards::find(&context, &path.1, page.account.as_ref()).await;
    let board = board.map_err(|error| kept::keep(error, &filed.form, &["title", "body"]))?;
    let (action, back) = addresses(&page, &board);
    let entry = board.opens_for(page.account.as_ref().into());
    let to = To {
        purpose: Purpose::Topic,
        entry,
        at: At::default(),
        draft: Place::Board(board.id),
        draft_name: place(&board),
        draft_back: action.clone(),
        action,
        back,
        offices: Vec::new(),
    };
    let publish = async |submission| publish::open_topic(&context, &board.slug, submission).await;
    match sent::take((&request, &limits), (&context, &page), filed, to, publish).await? {
        Sent::Again(form, status) => {
            let form = *form;
            let view = New {
                page,
                board,
                form,
                entry,
            };
            html_as(status, &view)
        }
        Sent::Done(answer) => Ok(answer),
        Sent::Posted(posted) if page.account.is_none() => {
            let place = place(&board);
            held::show(page, &context, board, &posted, place)
        }
        Sent::Posted(posted) => Ok(see_other(format!("{}/t/{}", page.prefix(), posted.topic()))),
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
