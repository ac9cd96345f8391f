//! All drafts of one's own: to go on with, to discard.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    accounts::Member,
    context::Context,
    forum::drafts::{self, DAYS, Draft, Place, Stands, Words},
    privacy::{Purpose, Viewer},
    web::{
        extract::LoggedOn,
        fault::Fault,
        page::{Page, html, see_other, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/drafts.html")]
struct Drafts {
    page: Page,
    member: Member,
    drafts: Vec<(Draft, Stands)>,
    days: i64,
}

impl Drafts {
    /// The form in which it is gone on with; none where its place is gone.
    fn href(&self, draft: &Draft, stands: &Stands) -> Option<String> {
        let path = match (draft.place, stands) {
            (Place::Board(_), Stands::Board(board)) => format!("boards/{}/new", board.slug),
            (Place::Topic(_), Stands::Topic { id, .. }) => format!("topics/{id}?page=last#reply"),
            (Place::Post(id), Stands::Topic { .. }) => format!("posts/{id}/edit"),
            _ => return None,
        };
        Some(self.page.href(&path))
    }

    fn words<'a>(&self, draft: &'a Draft) -> &'a Words {
        draft
            .words
            .reveal(Viewer::Owner(&self.member), Purpose::OwnAccess)
    }

    /// What it is to be.
    fn what(&self, draft: &Draft) -> String {
        self.page.t(match draft.place {
            Place::Board(_) => "drafts-new-topic",
            Place::Topic(_) => "drafts-answer",
            Place::Post(_) => "drafts-edit",
        })
    }
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let drafts = drafts::list(&context, &member).await?;
    html(&Drafts {
        page,
        member,
        drafts,
        days: DAYS,
    })
    .map(unstored)
}

pub async fn discard(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    drafts::discard_one(&context, &member, path.1).await?;
    let back = page.href("account/drafts?done=draft-discarded");
    Ok(unstored(see_other(back)))
}
