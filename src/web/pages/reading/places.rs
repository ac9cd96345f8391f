//! Watching and muting a topic or a board, letting a board count as read, and the way to the
//! first post that was not read.

use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Path},
};

use super::back;
use crate::{
    context::Context,
    forum::{
        ForumError, address,
        reading::{
            tracking,
            watches::{self, Level},
        },
        topics,
    },
    web::{extract::LoggedOn, fault::Fault, form::Form, page::Page},
};

/// What a form chooses, and the words that say so.
fn chosen(form: &Form) -> Result<(Option<Level>, &'static str), Fault> {
    match form.get("level") {
        "none" => Ok((None, "watch-none")),
        level => match level.parse() {
            Ok(Level::Watching) => Ok((Some(Level::Watching), "watch-watching")),
            Ok(Level::Muted) => Ok((Some(Level::Muted), "watch-muted")),
            Err(()) => Err(Fault::BadRequest("level is watching, muted or none".into())),
        },
    }
}

pub async fn watch_topic(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (level, done) = chosen(&form)?;
    watches::set_topic(&context, &member, path.1, level).await?;
    let otherwise = format!("t/{}", path.1);
    Ok(back(&page, &context, &form, &otherwise, "", done))
}

pub async fn watch_board(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (level, done) = chosen(&form)?;
    watches::set_board(&context, &member, &path.1, level).await?;
    let otherwise = format!("boards/{}", path.1);
    Ok(back(&page, &context, &form, &otherwise, "", done))
}

pub async fn board_is_read(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let reader = (&member).into();
    let done = if tracking::board_is_read(&context, member.id, &path.1, reader).await? {
        "board-read"
    } else {
        "reading-is-off"
    };
    let otherwise = format!("boards/{}", path.1);
    Ok(back(&page, &context, &form, &otherwise, "", done))
}

/// To the first post that was not read; to the end of the topic where all was, and to its
/// beginning where that is not remembered.
pub async fn unread(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let (cx, id) = (Context::clone(&context), path.1);
    let (topic, unread) = context
        .db
        .read(move |connection| {
            let topic = topics::in_full(connection, &cx, id, &member)?;
            let unread = tracking::of_topic(connection, member.id, &topic, &[])?;
            Ok::<_, ForumError>((topic, unread))
        })
        .await?;
    let topic = page.href(&topic.path());
    let address = match unread.map(|unread| unread.first) {
        Some(Some(post)) => format!("{topic}{}", address::to_post(post)),
        Some(None) => format!("{topic}?page=last"),
        None => topic,
    };
    Ok(HttpResponse::Found()
        .insert_header((header::LOCATION, address))
        .finish())
}
