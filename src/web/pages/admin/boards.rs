//! All boards for administrators: their order, and the archive.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    forum::{
        administer,
        boards::{self, Listed},
        reader::Circle,
    },
    web::{
        extract::Administrator,
        fault::Fault,
        form::Form,
        page::{Page, html, see_other},
    },
};

#[derive(Template)]
#[template(path = "pages/admin/boards.html")]
struct Boards {
    page: Page,
    living: Vec<Listed>,
    archived: Vec<Listed>,
}

impl Boards {
    fn circle(&self, circle: &Circle) -> String {
        circle_words(&self.page, *circle)
    }
}

pub(super) fn circle_words(page: &Page, circle: Circle) -> String {
    page.t(match circle {
        Circle::Everybody => "board-everybody",
        Circle::Members => "board-members",
        Circle::Staff => "board-staff",
    })
}

pub async fn get(
    page: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let all = boards::list(&context, &member).await?;
    let (archived, living) = all
        .into_iter()
        .partition(|listed| listed.board.archived_at.is_some());
    html(&Boards {
        page,
        living,
        archived,
    })
}

/// One place up or down; where it stands already, nothing happens.
pub async fn order(
    page: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let up = match form.get("to") {
        "up" => true,
        "down" => false,
        _ => return Err(Fault::BadRequest("neither up nor down".into())),
    };
    administer::shift(&context, &member, path.1, up).await?;
    Ok(see_other(format!(
        "{}/admin/boards?done=board-kept#board-{}",
        page.prefix(),
        path.1
    )))
}

pub async fn archive(
    page: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let archived = match form.get("archived") {
        "yes" => true,
        "no" => false,
        _ => return Err(Fault::BadRequest("neither yes nor no".into())),
    };
    administer::archive(&context, &member, path.1, archived).await?;
    let address = format!("{}/admin/boards?done=board-kept", page.prefix());
    Ok(see_other(address))
}
