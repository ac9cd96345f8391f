//! What is remembered of one's reading, and what one watches: to see, switch off, and erase.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    forum::{
        cursor::From,
        reading::{
            tracking,
            watches::{self, Level, Watched, What},
        },
    },
    privacy::notices::{Notice, ShownNotice},
    web::{
        extract::LoggedOn,
        fault::Fault,
        form::Form,
        page::{Page, html, see_other, unstored},
        pages::forum::Parameters,
    },
};

#[derive(Template)]
#[template(path = "pages/reading/settings.html")]
struct SettingsPage {
    page: Page,
    is_on: bool,
    shown: ShownNotice,
    watched: Vec<Watched>,
    newer: Option<String>,
    older: Option<String>,
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let parameter = |name: &str| query.get(name).map(String::as_str);
    let from = From::parse(parameter("after"), parameter("before"));
    let list = watches::list(&context, &member, from).await?;
    let href = page.href("account/reading");
    let view = SettingsPage {
        is_on: tracking::is_on(&context, member.id).await?,
        shown: Notice::Reading.shown(page.lang, &context.config),
        newer: list.before.map(|id| format!("{href}?before={id}")),
        older: list.after.map(|id| format!("{href}?after={id}")),
        watched: list.items,
        page,
    };
    html(&view).map(unstored)
}

pub async fn post(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let wanted = match form.get("wanted") {
        "yes" => true,
        "no" => false,
        _ => return Err(Fault::BadRequest("wanted is yes or no".into())),
    };
    let here = page.href("account/reading");
    let notice = Notice::Reading;
    if wanted && !notice.still_stands(form.get("notice"), page.lang, &context.config) {
        return Ok(see_other(format!("{here}?done=notice-is-another")));
    }
    tracking::set(&context, member.id, wanted, page.lang).await?;
    let done = if wanted { "on" } else { "off" };
    Ok(see_other(format!("{here}?done=reading-{done}")))
}

pub async fn forget(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    watches::forget(&context, member.id, path.1).await?;
    let here = page.href("account/reading");
    Ok(see_other(format!("{here}?done=watch-none")))
}
