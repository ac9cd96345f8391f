//! C: the least that keeps what is sent before it says so: one thread inserts a row for each request that
//! arrived, commits once for all of them (`synchronous=FULL`), and only then answers.

use std::{net::SocketAddr, path::Path, sync::mpsc, thread};

use actix_web::{App, HttpResponse, HttpServer, http::header, web};
use diesel::{connection::SimpleConnection as _, prelude::*};
use tokio::sync::oneshot;

diesel::table! {
    replies (id) {
        id -> BigInt,
        body -> Text,
    }
}

/// As many share a commit with Plaza, and wait for one, at most.
const SHARED: usize = 64;
const WAITING: usize = 1024;

struct Reply {
    body: String,
    kept: oneshot::Sender<()>,
}

pub fn serve(listen: SocketAddr, database: &Path) -> anyhow::Result<()> {
    let mut connection = SqliteConnection::establish(&database.to_string_lossy())?;
    connection.batch_execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; \
         CREATE TABLE IF NOT EXISTS replies (id INTEGER PRIMARY KEY NOT NULL, body TEXT NOT NULL);",
    )?;
    let (replies, arriving) = mpsc::sync_channel(WAITING);
    thread::Builder::new().spawn(move || write(&mut connection, &arriving))?;
    actix_web::rt::System::new().block_on(async move {
        let replies = web::Data::new(replies);
        let server = HttpServer::new(move || {
            App::new()
                .app_data(replies.clone())
                .route("/up", web::get().to(HttpResponse::Ok))
                .route("/", web::post().to(post))
        });
        Ok(server.bind(listen)?.run().await?)
    })
}

async fn post(replies: web::Data<mpsc::SyncSender<Reply>>, body: String) -> HttpResponse {
    let (kept, answer) = oneshot::channel();
    if replies.try_send(Reply { body, kept }).is_err() || answer.await.is_err() {
        return HttpResponse::ServiceUnavailable().finish();
    }
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, "/"))
        .finish()
}

fn write(connection: &mut SqliteConnection, arriving: &mpsc::Receiver<Reply>) {
    while let Ok(first) = arriving.recv() {
        let mut batch = vec![first];
        batch.extend(arriving.try_iter().take(SHARED - 1));
        let written = connection.immediate_transaction(|connection| {
            for reply in &batch {
                diesel::insert_into(replies::table)
                    .values(replies::body.eq(&reply.body))
                    .execute(connection)?;
            }
            QueryResult::Ok(())
        });
        // Whoever is not told that it is kept, is told that it is not: the channel closes.
        if written.is_ok() {
            for reply in batch {
                let _ = reply.kept.send(());
            }
        }
    }
}
