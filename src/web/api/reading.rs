//! What a program does for one reader: how far they have read, what they watch, what they are told.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::{
    Status,
    boards::{Parameters, lang},
    invalid,
    paged::{self, Ways},
    topics::AuthorShown,
};
use crate::{
    accounts::AccountError,
    context::Context,
    forum::{
        flags::{self, Outcome, Told},
        reading::{
            notifications::{self, Kind, Notification, Seen},
            tracking,
            watches::{self, Level, Watched, What},
        },
        topics,
    },
    i18n::Lang,
    keys::Token,
    privacy::notices::Notice,
    review::About,
    text_rules::refuse,
    web::{digests, extract::LoggedOn, fault::Fault, language, page::unstored},
};

/// The post that somebody is told of, as it is shown now.
#[derive(Serialize, ToSchema)]
pub struct ToldShown {
    id: i64,
    topic: i64,
    title: String,
    /// The title with the marks on public personal data.
    title_html: String,
    language: Lang,
    author: AuthorShown,
    url: String,
}

#[derive(Serialize, ToSchema)]
pub struct NotificationShown {
    id: i64,
    /// `mention`, `quote`, `reply` or `watched`.
    kind: Kind,
    day: chrono::NaiveDate,
    seen: bool,
    /// Absent where the post cannot be seen any more.
    post: Option<ToldShown>,
}

impl NotificationShown {
    fn of(notification: Notification, lang: Lang) -> Self {
        Self {
            id: notification.id,
            kind: notification.kind,
            day: notification.day,
            seen: notification.seen,
            post: notification.post.map(|post| ToldShown {
                id: post.id,
                topic: post.topic,
                title: post.title,
                title_html: post.title_html,
                language: post.language,
                author: AuthorShown::of(&post.author),
                url: format!("/{}/posts/{}", lang.as_str(), post.id),
            }),
        }
    }
}

/// How a flag ended that the account gave.
#[derive(Serialize, ToSchema)]
pub struct FlagTold {
    id: i64,
    /// What was flagged: a post, or the profile of this account. Neither where there is no trace of
    /// it any more.
    post: Option<i64>,
    profile: Option<i64>,
    /// `dismissed`, `acted`, `asked` where the owner of a profile was asked to change it, `gone` where
    /// it is not there any more, or `open` where that was taken back and it waits again.
    outcome: Outcome,
    at: chrono::DateTime<chrono::Utc>,
    seen: bool,
}

impl FlagTold {
    fn of(told: Told) -> Self {
        let (post, profile) = told.about.map_or((None, None), About::columns);
        Self {
            id: told.id,
            post,
            profile,
            outcome: told.outcome,
            at: told.settled_at.utc(),
            seen: told.seen,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct Notifications {
    /// How many were not seen; more than a hundred are not counted.
    unseen: usize,
    notifications: Vec<NotificationShown>,
    /// How the account's flags ended, the latest first, on every page.
    flags: Vec<FlagTold>,
    /// Ask again with `after` set to this for older ones.
    next: Option<i64>,
    /// Ask again with `before` set to this for newer ones.
    previous: Option<i64>,
}

/// What the account is told, the newest first.
#[utoipa::path(get, path = "/api/v1/notifications", operation_id = "notifications_list", tag = "reading", security(("session" = [])),
    params(("after" = Option<i64>, Query, description = "`next` of the page before"), ("before" = Option<i64>, Query, description = "`previous` of the page after"),
        ("page" = Option<String>, Query, description = "`last` for the last page"), ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = Notifications), (status = 401, description = "`unauthorized`")))]
pub async fn notifications(
    request: HttpRequest,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let (from, limit) = (paged::place(&query)?, paged::limit(&query)?);
    let page = notifications::list(&context, &member, from).await?;
    let page = page.at_most(limit, &from);
    let ways = Ways::of(&page);
    let reader = member.clone();
    let unseen = context
        .db
        .read(move |connection| notifications::unseen(connection, &reader));
    let shown = Notifications {
        unseen: unseen.await?,
        next: page.after,
        previous: page.before,
        flags: flags::told(&context, &member)
            .await?
            .into_iter()
            .map(FlagTold::of)
            .collect(),
        notifications: page
            .items
            .into_iter()
            .map(|notification| NotificationShown::of(notification, lang))
            .collect(),
    };
    let shown = unstored(HttpResponse::Ok().json(shown));
    Ok(ways.on(&request, shown))
}

/// Which notifications were seen: one, or one and all before it; and the end of a flag with all
/// before it.
#[derive(Deserialize, ToSchema)]
pub struct SeenBody {
    one: Option<i64>,
    until: Option<i64>,
    flag: Option<i64>,
}

/// Let notifications count as seen.
#[utoipa::path(post, path = "/api/v1/notifications/seen", operation_id = "notifications_see", tag = "reading", request_body = SeenBody, security(("session" = [])),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"),
        (status = 422, description = "`invalid`: none is named")))]
pub async fn see(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<SeenBody>,
) -> Result<HttpResponse, Fault> {
    let seen = match (body.one, body.until) {
        (Some(id), _) => Some(Seen::One(id)),
        (None, id) => id.map(Seen::Until),
    };
    if seen.is_none() && body.flag.is_none() {
        let mut errors = ValidationErrors::new();
        refuse(&mut errors, "one", "required");
        return Ok(invalid(&request, &errors));
    }
    if let Some(seen) = seen {
        notifications::see(&context, member.id, seen).await?;
    }
    if let Some(flag) = body.flag {
        flags::see(&context, member.id, flag).await?;
    }
    Ok(HttpResponse::Ok().json(Status::of("seen")))
}

/// What is chosen about a topic or a board.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct Watch {
    /// `watching`: told of every new post. `muted`: told of nothing. None: of mentions, quotes and
    /// answers.
    level: Option<Level>,
}

/// Watch or mute a topic, or take it back.
#[utoipa::path(put, path = "/api/v1/topics/{id}/watch", operation_id = "topics_watch", tag = "reading", request_body = Watch, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Watch), (status = 308, description = "It was merged into another topic"), (status = 401, description = "`unauthorized`"), (status = 404, description = "`not-found`")))]
pub async fn watch_topic(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<Watch>,
) -> Result<HttpResponse, Fault> {
    watches::set_topic(&context, &member, *id, body.level).await?;
    Ok(HttpResponse::Ok().json(body.into_inner()))
}

/// Watch or mute a board, or take it back. What is chosen about a topic goes before it.
#[utoipa::path(put, path = "/api/v1/boards/{slug}/watch", operation_id = "boards_watch", tag = "reading", request_body = Watch, security(("session" = [])),
    params(("slug" = String, Path)),
    responses((status = 200, body = Watch), (status = 308, description = "By a name that it had before"), (status = 401, description = "`unauthorized`"), (status = 404, description = "`not-found`")))]
pub async fn watch_board(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    slug: Path<String>,
    body: Json<Watch>,
) -> Result<HttpResponse, Fault> {
    watches::set_board(&context, &member, &slug, body.level).await?;
    Ok(HttpResponse::Ok().json(body.into_inner()))
}

/// A place about which something was chosen.
#[derive(Serialize, ToSchema)]
pub struct WatchShown {
    id: i64,
    level: Level,
    /// The topic's id; absent where it is a board, or cannot be seen any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// The board's slug.
    #[serde(skip_serializing_if = "Option::is_none")]
    board: Option<String>,
}

impl WatchShown {
    fn of(watched: Watched) -> Self {
        let (topic, title, board) = match watched.what {
            Some(What::Topic { id, title, .. }) => (Some(id), Some(title), None),
            Some(What::Board(board)) => (None, None, Some(board.slug)),
            None => (None, None, None),
        };
        Self {
            id: watched.id,
            level: watched.level,
            topic,
            title,
            board,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct Watches {
    watches: Vec<WatchShown>,
    /// Ask again with `after` set to this for older ones.
    next: Option<i64>,
    /// Ask again with `before` set to this for newer ones.
    previous: Option<i64>,
}

/// What the account watches and mutes, the last chosen first.
#[utoipa::path(get, path = "/api/v1/account/watches", operation_id = "watches_list", tag = "reading", security(("session" = [])),
    params(("after" = Option<i64>, Query, description = "`next` of the page before"), ("before" = Option<i64>, Query, description = "`previous` of the page after"),
        ("page" = Option<String>, Query, description = "`last` for the last page")),
    responses((status = 200, body = Watches), (status = 401, description = "`unauthorized`")))]
pub async fn watches(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let (from, limit) = (paged::place(&query)?, paged::limit(&query)?);
    let page = watches::list(&context, &member, from).await?;
    let page = page.at_most(limit, &from);
    let ways = Ways::of(&page);
    let shown = HttpResponse::Ok().json(Watches {
        next: page.after,
        previous: page.before,
        watches: page.items.into_iter().map(WatchShown::of).collect(),
    });
    Ok(ways.on(&request, unstored(shown)))
}

/// Take one choice back, also about what cannot be seen any more.
#[utoipa::path(delete, path = "/api/v1/account/watches/{id}", operation_id = "watches_delete", tag = "reading", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 204, description = "Taken back"), (status = 401, description = "`unauthorized`")))]
pub async fn forget_watch(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    watches::forget(&context, member.id, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Whether it is remembered how far the account has read.
#[derive(Serialize, ToSchema)]
pub struct ReadingShown {
    remembered: bool,
}

/// Whether it is remembered how far you have read.
#[utoipa::path(get, path = "/api/v1/account/reading", operation_id = "reading_get", tag = "reading", security(("session" = [])),
    responses((status = 200, body = ReadingShown), (status = 401, description = "`unauthorized`")))]
pub async fn get(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let remembered = tracking::is_on(&context, member.id).await?;
    Ok(unstored(
        HttpResponse::Ok().json(ReadingShown { remembered }),
    ))
}

#[derive(Deserialize, ToSchema)]
pub struct ReadingBody {
    /// `false` erases all that was remembered.
    remembered: bool,
    /// The hash of the notice that was read; see `/api/v1/notices/reading`.
    #[serde(default)]
    notice: String,
    /// The language in which it was read; what the request asks for without one.
    language: Option<Lang>,
}

/// Ask that it be remembered how far the account has read, or erase it and remember no more.
#[utoipa::path(put, path = "/api/v1/account/reading", operation_id = "reading_put", tag = "reading", request_body = ReadingBody, security(("session" = [])),
    responses((status = 200, body = ReadingShown), (status = 401, description = "`unauthorized`"), (status = 422, description = "`notice-changed`")))]
pub async fn put(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<ReadingBody>,
) -> Result<HttpResponse, Fault> {
    let lang = body
        .language
        .unwrap_or_else(|| language::of_header(&request));
    let stands = || Notice::Reading.still_stands(&body.notice, lang, &context.config);
    if body.remembered && !stands() {
        return Err(Fault::NoticeChanged);
    }
    let remembered = body.remembered;
    tracking::set(&context, member.id, remembered, lang).await?;
    Ok(HttpResponse::Ok().json(ReadingShown { remembered }))
}

/// The posts of a topic that somebody was shown.
#[derive(Deserialize, ToSchema)]
pub struct ShownBody {
    posts: Vec<i64>,
}

/// Posts that a program names at once.
const MOST_SHOWN: usize = 100;

/// Say that posts of a topic were shown: they count as read as far as all before them does. A
/// program that only fetches a topic reads nothing.
#[utoipa::path(post, path = "/api/v1/topics/{id}/read", operation_id = "topics_read", tag = "reading", request_body = ShownBody, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 308, description = "It was merged into another topic"), (status = 401, description = "`unauthorized`"), (status = 404, description = "`not-found`")))]
pub async fn topic_is_read(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<ShownBody>,
) -> Result<HttpResponse, Fault> {
    let topic = topics::find(&context, *id, &member).await?;
    let posts: Vec<i64> = body.posts.iter().take(MOST_SHOWN).copied().collect();
    tracking::shown(&context, member.id, &topic, &posts).await?;
    notifications::see(&context, member.id, Seen::Posts(posts)).await?;
    Ok(HttpResponse::Ok().json(Status::of("read")))
}

/// Let everything on a board count as read.
#[utoipa::path(post, path = "/api/v1/boards/{slug}/read", operation_id = "boards_read", tag = "reading", security(("session" = [])),
    params(("slug" = String, Path)),
    responses((status = 200, description = "`read`, or `off` where nothing is remembered", body = Status), (status = 308, description = "By a name that it had before"), (status = 401, description = "`unauthorized`"), (status = 404, description = "`not-found`")))]
pub async fn board_is_read(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    slug: Path<String>,
) -> Result<HttpResponse, Fault> {
    let reader = (&member).into();
    let status = if tracking::board_is_read(&context, member.id, &slug, reader).await? {
        "read"
    } else {
        "off"
    };
    Ok(HttpResponse::Ok().json(Status::of(status)))
}

#[derive(Deserialize, ToSchema)]
pub struct StopBody {
    /// Of the link in a digest.
    token: String,
}

/// Stop the digests by the link in one of them.
#[utoipa::path(post, path = "/api/v1/digest/stop", operation_id = "digest_stop", tag = "reading", request_body = StopBody, security(()),
    responses((status = 200, body = Status), (status = 410, description = "`gone`: it was used, or has expired")))]
pub async fn stop_digest(
    context: Data<Context>,
    body: Json<StopBody>,
) -> Result<HttpResponse, Fault> {
    let token = Token::parse(&body.token).ok_or(AccountError::Gone)?;
    digests::stop(&context, &token).await?;
    Ok(HttpResponse::Ok().json(Status::of("stopped")))
}
