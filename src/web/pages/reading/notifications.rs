//! What one is told: a list that leads to the posts, as they are shown now.

use actix_web::{HttpResponse, web::Data};
use askama::Template;

use crate::{
    context::Context,
    forum::{
        cursor::From,
        reading::notifications::{self, DAYS, Notification, Seen},
    },
    web::{
        extract::LoggedOn,
        fault::Fault,
        form::Form,
        page::{Page, html, see_other, unstored},
        pages::forum::Parameters,
    },
};

#[derive(Template)]
#[template(path = "pages/reading/notifications.html")]
struct NotificationsPage {
    page: Page,
    notifications: Vec<Notification>,
    newest: Option<i64>,
    newer: Option<String>,
    older: Option<String>,
    days: i64,
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let parameter = |name: &str| query.get(name).map(String::as_str);
    let from = From::parse(parameter("after"), parameter("before"));
    let list = notifications::list(&context, &member, from).await?;
    let href = page.href("notifications");
    let view = NotificationsPage {
        newer: list.before.map(|id| format!("{href}?before={id}")),
        older: list.after.map(|id| format!("{href}?after={id}")),
        newest: list.items.first().map(|newest| newest.id),
        notifications: list.items,
        days: DAYS,
        page,
    };
    html(&view).map(unstored)
}

pub async fn see(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let number = |name: &str| form.get(name).parse::<i64>().ok();
    let seen = match (number("one"), number("until")) {
        (Some(id), _) => Seen::One(id),
        (None, Some(id)) => Seen::Until(id),
        (None, None) => return Err(Fault::BadRequest("one or until is a number".into())),
    };
    notifications::see(&context, member.id, seen).await?;
    let list = page.href("notifications");
    Ok(see_other(format!("{list}?done=notifications-seen")))
}
