//! Who moderates: the list with everybody's boards, and one moderator's boards to choose.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    accounts::Member,
    context::Context,
    forum::boards::{self, Board},
    moderation::{
        ModerationError,
        moderators::{self, Moderator},
    },
    review::Reach,
    web::{
        extract::Administrator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other},
    },
};

#[derive(Template)]
#[template(path = "pages/admin/moderators.html")]
struct ListPage {
    page: Page,
    moderators: Vec<Moderator>,
    boards: Vec<Board>,
}

impl ListPage {
    /// The boards of one of them, in words.
    fn boards(&self, moderator: &Moderator) -> String {
        let Some(own) = moderator.reach.boards() else {
            return self.page.t("moderators-everywhere");
        };
        let own = self.boards.iter().filter(|board| own.contains(&board.id));
        self.page.list(own.map(|board| board.name(self.page.lang)))
    }
}

pub async fn list(
    page: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let moderators = moderators::list(&context).await?;
    let boards = all_boards(&context, &member).await?;
    html(&ListPage {
        page,
        moderators,
        boards,
    })
}

async fn all_boards(context: &Context, member: &Member) -> Result<Vec<Board>, Fault> {
    let listed = boards::list(context, member).await?.into_iter();
    Ok(listed.map(|listed| listed.board).collect())
}

#[derive(Template)]
#[template(path = "pages/admin/moderator.html")]
struct ModeratorPage {
    page: Page,
    moderator: Moderator,
    /// What was looked at when the form was made.
    seen: String,
    /// `everywhere` or `boards`.
    reach: String,
    /// Each board with its name, and whether it is chosen.
    boards: Vec<(i64, String, bool)>,
    errors: Errors,
}

impl ModeratorPage {
    async fn of(
        page: Page,
        context: &Context,
        administrator: &Member,
        id: i64,
    ) -> Result<Self, Fault> {
        let moderator = moderators::find(context, id).await?;
        let own = moderator.reach.boards().unwrap_or_default();
        let boards = all_boards(context, administrator).await?.into_iter();
        let boards = boards.map(|board| {
            let is_chosen = own.contains(&board.id);
            (board.id, board.name(page.lang), is_chosen)
        });
        let reach = match moderator.reach {
            Reach::Everywhere => "everywhere",
            Reach::Boards(_) => "boards",
        };
        Ok(Self {
            seen: moderator.stamp(),
            reach: reach.to_owned(),
            boards: boards.collect(),
            errors: Errors::default(),
            moderator,
            page,
        })
    }

    fn reaches(&self) -> Vec<(&'static str, String)> {
        vec![
            ("everywhere", self.page.t("moderators-everywhere")),
            ("boards", self.page.t("moderator-some-boards")),
        ]
    }
}

pub async fn get(
    page: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    html(&ModeratorPage::of(page, &context, &member, path.1).await?)
}

pub async fn post(
    page: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (id, seen) = (path.1, form.get("seen").to_owned());
    let chosen: Vec<i64> = form
        .all("board")
        .iter()
        .filter_map(|board| board.parse().ok())
        .collect();
    let reach = match form.get("reach") {
        "everywhere" => Reach::Everywhere,
        _ => Reach::Boards(chosen.clone()),
    };
    let done = moderators::choose(&context, &member, id, Some(seen.clone()), reach).await;
    let errors = match done {
        Ok(()) => {
            let list = page.href("admin/moderators?done=board-kept");
            return Ok(see_other(list));
        }
        Err(ModerationError::Invalid(errors)) => Some(Errors::found(&errors, page.lang)),
        Err(ModerationError::Changed) => None,
        Err(error) => return Err(error.into()),
    };
    let mut view = ModeratorPage::of(page, &context, &member, id).await?;
    form.get("reach").clone_into(&mut view.reach);
    for (board, _, is_chosen) in &mut view.boards {
        *is_chosen = chosen.contains(board);
    }
    if let Some(errors) = errors {
        view.seen = seen;
        view.errors = errors;
        return html_as(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    // What was chosen stays, over what the other left.
    let words = view.page.t("organisation-changed");
    view.errors.add("boards", words);
    html_as(StatusCode::CONFLICT, &view)
}
