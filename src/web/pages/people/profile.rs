//! Somebody's profile.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    forum::{
        cursor::From,
        reading::profiles::{self, Profile, Written},
    },
    web::{
        fault::Fault,
        page::{Page, html},
        pages::forum::Parameters,
    },
};

#[derive(Template)]
#[template(path = "pages/people/profile.html")]
struct ProfilePage {
    page: Page,
    profile: Profile,
    posts: Option<Vec<Written>>,
    mine: bool,
    newer: Option<String>,
    older: Option<String>,
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, i64)>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let parameter = |name: &str| query.get(name).map(String::as_str);
    let from = From::parse(parameter("after"), parameter("before"));
    let mut profile = profiles::find(&context, path.1, page.account.as_ref(), from).await?;
    let href = page.href(&format!("people/{}", profile.id));
    let list = profile.posts.take();
    let (newer, older) = list
        .as_ref()
        .map_or((None, None), |list| (list.before, list.after));
    html(&ProfilePage {
        newer: newer.map(|id| format!("{href}?before={id}")),
        older: older.map(|id| format!("{href}?after={id}")),
        posts: list.map(|list| list.items),
        mine: page
            .account
            .as_ref()
            .is_some_and(|member| member.id == profile.id),
        profile,
        page,
    })
}
