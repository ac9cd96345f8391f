//! Bookmarks and reactions.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    boards::{Parameters, lang},
    paged::{self, Ways},
    topics::AuthorShown,
};
use crate::{
    context::Context,
    forum::reading::{
        bookmarks::{self, Bookmark},
        reactions::{self, Kind, Totals},
    },
    i18n::Lang,
    web::{extract::LoggedOn, fault::Fault, page::unstored},
};

#[derive(Serialize, ToSchema)]
pub struct BookmarkShown {
    id: i64,
    /// The post's id.
    post: i64,
    /// Absent, with all that follows, where the post cannot be seen any more.
    topic: Option<i64>,
    title: Option<String>,
    /// The title with the marks on public personal data.
    title_html: Option<String>,
    author: Option<AuthorShown>,
    url: Option<String>,
}

impl BookmarkShown {
    fn of(bookmark: Bookmark, lang: Lang) -> Self {
        let post = bookmark.post;
        Self {
            id: bookmark.id,
            post: bookmark.of,
            url: post
                .is_some()
                .then(|| format!("/{}/posts/{}", lang.as_str(), bookmark.of)),
            topic: post.as_ref().map(|post| post.topic),
            author: post.as_ref().map(|post| AuthorShown::of(&post.author)),
            title: post.as_ref().map(|post| post.title.clone()),
            title_html: post.map(|post| post.title_html),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct Bookmarks {
    bookmarks: Vec<BookmarkShown>,
    /// Ask again with `after` set to this for older ones.
    next: Option<i64>,
    /// Ask again with `before` set to this for newer ones.
    previous: Option<i64>,
}

/// The account's bookmarks, the last kept first.
#[utoipa::path(get, path = "/api/v1/bookmarks", operation_id = "bookmarks_list", tag = "reading", security(("session" = [])),
    params(("after" = Option<i64>, Query, description = "`next` of the page before"), ("before" = Option<i64>, Query, description = "`previous` of the page after"),
        ("page" = Option<String>, Query, description = "`last` for the last page"), ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = Bookmarks), (status = 401, description = "`unauthorized`")))]
pub async fn bookmarks(
    request: HttpRequest,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let (from, limit) = (paged::place(&query)?, paged::limit(&query)?);
    let page = bookmarks::list(&context, &member, from).await?;
    let page = page.at_most(limit, &from);
    let ways = Ways::of(&page);
    let shown = HttpResponse::Ok().json(Bookmarks {
        next: page.after,
        previous: page.before,
        bookmarks: page
            .items
            .into_iter()
            .map(|bookmark| BookmarkShown::of(bookmark, lang))
            .collect(),
    });
    Ok(ways.on(&request, unstored(shown)))
}

/// Keep a bookmark of a post.
#[utoipa::path(put, path = "/api/v1/posts/{id}/bookmark", operation_id = "bookmarks_put", tag = "reading", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 204, description = "Kept"), (status = 401, description = "`unauthorized`"), (status = 404, description = "`not-found`")))]
pub async fn bookmark(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    bookmarks::set(&context, &member, *id, true).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Take a bookmark away.
#[utoipa::path(delete, path = "/api/v1/posts/{id}/bookmark", operation_id = "bookmarks_delete", tag = "reading", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 204, description = "Taken away, or there was none"), (status = 401, description = "`unauthorized`")))]
pub async fn forget_bookmark(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    bookmarks::set(&context, &member, *id, false).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// How many accounts reacted to a post in one way; which, nobody is told.
#[derive(Serialize, ToSchema)]
pub struct ReactionShown {
    /// `agree`, `thanks` or `helpful`.
    kind: Kind,
    count: i64,
    /// Whether the asker is one of them.
    mine: bool,
}

impl ReactionShown {
    /// Those that there are.
    pub(super) fn all(totals: &Totals) -> Vec<Self> {
        let there = Kind::ALL.into_iter().filter(|kind| totals.count(*kind) > 0);
        there
            .map(|kind| Self {
                kind,
                count: totals.count(kind),
                mine: totals.is_mine(kind),
            })
            .collect()
    }
}

/// The reaction that an address names.
fn kind(word: &str) -> Result<Kind, Fault> {
    word.parse().map_err(|()| Fault::NotFound)
}

/// React to a post. `kind` is `agree`, `thanks` or `helpful`; each once.
#[utoipa::path(put, path = "/api/v1/posts/{id}/reactions/{kind}", operation_id = "reactions_put", tag = "reading", security(("session" = [])),
    params(("id" = i64, Path), ("kind" = String, Path)),
    responses((status = 204, description = "Given"), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`: one's own post"), (status = 404, description = "`not-found`"),
        (status = 409, description = "`conflict`: the topic is locked or the board archived")))]
pub async fn react(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(i64, String)>,
) -> Result<HttpResponse, Fault> {
    reactions::set(&context, &member, path.0, kind(&path.1)?, true).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Take a reaction back.
#[utoipa::path(delete, path = "/api/v1/posts/{id}/reactions/{kind}", operation_id = "reactions_delete", tag = "reading", security(("session" = [])),
    params(("id" = i64, Path), ("kind" = String, Path)),
    responses((status = 204, description = "Taken back, or there was none"), (status = 401, description = "`unauthorized`"), (status = 404, description = "`not-found`: no such kind")))]
pub async fn take_back(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(i64, String)>,
) -> Result<HttpResponse, Fault> {
    reactions::set(&context, &member, path.0, kind(&path.1)?, false).await?;
    Ok(HttpResponse::NoContent().finish())
}
