//! Who moderates: the list with everybody's boards, somebody new, and one moderator's boards to
//! choose, or the role to end.

use actix_web::{
    HttpRequest, HttpResponse,
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
    privacy::Private,
    review::Reach,
    web::{
        confirm,
        extract::Administrator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other},
        pages::kept,
    },
};

/// Where a form leads back to.
const DONE: &str = "admin/moderators?done=board-kept";

/// The boards of a moderator, to choose.
struct Choice {
    /// `everywhere` or `boards`; empty where nothing was chosen yet.
    reach: String,
    /// Each board with its name, and whether it is chosen.
    boards: Vec<(i64, String, bool)>,
}

impl Choice {
    fn of(page: &Page, all: &[Board], reach: &str, chosen: &[i64]) -> Self {
        let boards = all.iter().map(|board| {
            let is_chosen = chosen.contains(&board.id);
            (board.id, board.name(page.lang), is_chosen)
        });
        Self {
            reach: reach.to_owned(),
            boards: boards.collect(),
        }
    }

    fn reaches(&self, page: &Page) -> Vec<(&'static str, String)> {
        vec![
            ("everywhere", page.t("moderators-everywhere")),
            ("boards", page.t("moderator-some-boards")),
        ]
    }
}

/// The boards that are ticked in a form.
fn ticked(form: &Form) -> Vec<i64> {
    let boards = form.all("board");
    boards
        .iter()
        .filter_map(|board| board.parse().ok())
        .collect()
}

/// What a form chooses: every board only where it says so.
fn reach(form: &Form) -> Reach {
    match form.get("reach") {
        "everywhere" => Reach::Everywhere,
        _ => Reach::Boards(ticked(form)),
    }
}

async fn all_boards(context: &Context, member: &Member) -> Result<Vec<Board>, Fault> {
    let listed = boards::list(context, member).await?.into_iter();
    Ok(listed.map(|listed| listed.board).collect())
}

#[derive(Template)]
#[template(path = "pages/admin/moderators.html")]
struct ListPage {
    page: Page,
    moderators: Vec<Moderator>,
    boards: Vec<Board>,
    /// The address that was typed.
    email: String,
    choice: Choice,
    errors: Errors,
}

impl ListPage {
    async fn of(
        page: Page,
        context: &Context,
        administrator: &Member,
        form: &Form,
    ) -> Result<Self, Fault> {
        let boards = all_boards(context, administrator).await?;
        Ok(Self {
            moderators: moderators::list(context).await?,
            choice: Choice::of(&page, &boards, form.get("reach"), &ticked(form)),
            email: form.trimmed("email"),
            errors: Errors::default(),
            boards,
            page,
        })
    }

    /// The boards of one of them, in words.
    fn boards_of(&self, moderator: &Moderator) -> String {
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
    html(&ListPage::of(page, &context, &member, &Form::default()).await?)
}

/// Gives the role to the account with an address.
pub async fn give(
    page: Page,
    administrator: Result<Administrator, Fault>,
    request: HttpRequest,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Administrator(member) = kept::admit(administrator, &form, &["email"])?;
    let proven = confirm::recently(&request, &context, &member).await;
    proven.map_err(|fault| kept::keep(fault, &form, &["email"]))?;
    let email = Private::new(form.trimmed("email"));
    match moderators::give(&context, &member, email, reach(&form)).await {
        Ok(()) => Ok(see_other(page.href(DONE))),
        Err(ModerationError::Invalid(errors)) => {
            let errors = Errors::found(&errors, page.lang);
            let mut view = ListPage::of(page, &context, &member, &form).await?;
            view.errors = errors;
            html_as(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "pages/admin/moderator.html")]
struct ModeratorPage {
    page: Page,
    moderator: Moderator,
    /// What was looked at when the form was made.
    seen: String,
    choice: Choice,
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
        let boards = all_boards(context, administrator).await?;
        let reach = match moderator.reach {
            Reach::Everywhere => "everywhere",
            Reach::Boards(_) => "boards",
        };
        let own = moderator.reach.boards().unwrap_or_default();
        Ok(Self {
            choice: Choice::of(&page, &boards, reach, own),
            seen: moderator.stamp(),
            errors: Errors::default(),
            moderator,
            page,
        })
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
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    let (id, seen) = (path.1, form.get("seen").to_owned());
    let done = moderators::choose(&context, &member, id, Some(seen.clone()), reach(&form)).await;
    let errors = match done {
        Ok(()) => return Ok(see_other(page.href(DONE))),
        Err(ModerationError::Invalid(errors)) => Some(Errors::found(&errors, page.lang)),
        Err(ModerationError::Changed) => None,
        Err(error) => return Err(error.into()),
    };
    let boards = all_boards(&context, &member).await?;
    let mut view = ModeratorPage::of(page, &context, &member, id).await?;
    view.choice = Choice::of(&view.page, &boards, form.get("reach"), &ticked(&form));
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

/// Ends the role.
pub async fn end(
    page: Page,
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    moderators::end(&context, &member, path.1).await?;
    Ok(see_other(page.href(DONE)))
}
