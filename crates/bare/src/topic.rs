//! B: a topic's page as it would be with nothing around it: no session, no middleware, no words of a
//! language, nobody's rights looked up. Two indexed reads on the blocking pool, rendered with askama.

use std::{cell::RefCell, net::SocketAddr, path::PathBuf};

use actix_web::{App, HttpResponse, HttpServer, web};
use anyhow::Context as _;
use askama::Template;
use diesel::{connection::SimpleConnection as _, prelude::*};

diesel::table! {
    topics (id) {
        id -> BigInt,
        title -> Text,
        title_html -> Text,
        reply_count -> Integer,
    }
}

diesel::table! {
    posts (id) {
        id -> BigInt,
        topic_id -> BigInt,
        account_id -> Nullable<BigInt>,
        guest_name -> Nullable<Text>,
        body_html -> Text,
        state -> Text,
        // As the file keeps it.
        created_at -> Text,
    }
}

diesel::table! {
    accounts (id) {
        id -> BigInt,
        name -> Text,
    }
}

diesel::joinable!(posts -> accounts (account_id));
diesel::allow_tables_to_appear_in_same_query!(posts, accounts);

/// As many posts has a page of Plaza's.
const PAGE: i64 = 20;

#[derive(Template)]
#[template(path = "topic.html")]
struct Page {
    title: String,
    title_html: String,
    replies: i32,
    posts: Vec<Post>,
}

struct Post {
    id: i64,
    author: String,
    made: String,
    body_html: String,
}

thread_local! {
    /// Each thread of the pool opens one.
    static CONNECTION: RefCell<Option<SqliteConnection>> = const { RefCell::new(None) };
}

pub fn serve(listen: SocketAddr, database: PathBuf) -> anyhow::Result<()> {
    anyhow::ensure!(database.is_file(), "{} is no file", database.display());
    actix_web::rt::System::new().block_on(async move {
        let database = web::Data::new(database);
        let server = HttpServer::new(move || {
            App::new()
                .app_data(database.clone())
                .route("/{id}", web::get().to(get))
        });
        Ok(server.bind(listen)?.run().await?)
    })
}

async fn get(id: web::Path<i64>, database: web::Data<PathBuf>) -> HttpResponse {
    let id = id.into_inner();
    let read = web::block(move || {
        CONNECTION.with_borrow_mut(|kept| {
            if kept.is_none() {
                *kept = Some(open(&database)?);
            }
            let connection = kept.as_mut().context("it was just opened")?;
            page(connection, id)
        })
    });
    let rendered = match read.await {
        Ok(Ok(page)) => page.render().ok(),
        _ => None,
    };
    match rendered {
        Some(html) => HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .body(html),
        None => HttpResponse::InternalServerError().finish(),
    }
}

fn open(database: &std::path::Path) -> anyhow::Result<SqliteConnection> {
    let mut connection = SqliteConnection::establish(&database.to_string_lossy())?;
    connection.batch_execute(
        "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; PRAGMA cache_size = -16000;",
    )?;
    Ok(connection)
}

fn page(connection: &mut SqliteConnection, id: i64) -> anyhow::Result<Page> {
    let (title, title_html, replies): (String, String, i32) = topics::table
        .find(id)
        .select((topics::title, topics::title_html, topics::reply_count))
        .first(connection)?;
    type Row = (i64, Option<String>, Option<String>, String, String);
    let rows: Vec<Row> = posts::table
        .left_join(accounts::table)
        .filter(posts::topic_id.eq(id))
        .filter(posts::state.eq("published"))
        .order((posts::created_at, posts::id))
        .limit(PAGE)
        .select((
            posts::id,
            accounts::name.nullable(),
            posts::guest_name,
            posts::created_at,
            posts::body_html,
        ))
        .load(connection)?;
    let posts = rows
        .into_iter()
        .map(|(id, name, guest, made, body_html)| Post {
            id,
            author: name.or(guest).unwrap_or_default(),
            made,
            body_html,
        })
        .collect();
    Ok(Page {
        title,
        title_html,
        replies,
        posts,
    })
}
