//! What one is told: a list that leads to the posts, as they are shown now.

use actix_web::{HttpResponse, web::Data};
use askama::Template;

use crate::{
    context::Context,
    forum::{
        cursor::From,
        flags::{self, Outcome, Told},
        reading::notifications::{self, DAYS, Notification, Seen},
    },
    review::About,
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
    /// How the flags ended that the account gave.
    flags: Vec<Told>,
    newest: Option<i64>,
    newer: Option<String>,
    older: Option<String>,
    days: i64,
}

impl NotificationsPage {
    fn what(&self, flag: &Told) -> String {
        self.page.t(match flag.about {
            Some(About::Post(_)) => "flags-told-post",
            Some(About::Profile(_)) => "flags-told-profile",
            None => "flags-told-gone",
        })
    }

    /// Where it stands, if it stayed as it was.
    fn place(&self, flag: &Told) -> Option<String> {
        let place = match flag.about.filter(|_| {
            matches!(
                flag.outcome,
                Outcome::Open | Outcome::Dismissed | Outcome::Asked
            )
        })? {
            About::Post(id) => format!("posts/{id}"),
            About::Profile(id) => format!("people/{id}"),
        };
        Some(self.page.href(&place))
    }
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
    let flags = match from {
        From::Start => flags::told(&context, &member).await?,
        From::End | From::After(_) | From::Before(_) => Vec::new(),
    };
    let href = page.href("notifications");
    let view = NotificationsPage {
        newer: list.before.map(|id| format!("{href}?before={id}")),
        older: list.after.map(|id| format!("{href}?after={id}")),
        newest: list.items.first().map(|newest| newest.id),
        notifications: list.items,
        flags,
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
    let flag = number("flag");
    let seen = match (number("one"), number("until")) {
        (Some(id), _) => Some(Seen::One(id)),
        (None, id) => id.map(Seen::Until),
    };
    if seen.is_none() && flag.is_none() {
        return Err(Fault::BadRequest("one, until or flag is a number".into()));
    }
    if let Some(seen) = seen {
        notifications::see(&context, member.id, seen).await?;
    }
    if let Some(flag) = flag {
        flags::see(&context, member.id, flag).await?;
    }
    let list = page.href("notifications");
    Ok(see_other(format!("{list}?done=notifications-seen")))
}
