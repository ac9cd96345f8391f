//! A database that is away: a clear 503, and service again when it is back, without a restart.

use std::sync::mpsc;

use actix_web::{ResponseError as _, http::StatusCode};
use diesel::connection::SimpleConnection as _;
use plaza::{
    db::{AnyConnection, DbError, schema::throttles},
    i18n::Lang,
    web::fault::Fault,
};
use tokio::sync::oneshot;

use crate::support::Plaza;

#[actix_web::test]
async fn a_database_that_is_away_is_told_and_comes_back() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    client.get("/readyz").await.expect(200);
    let away = plaza.take_database_away();
    let answer = client.get("/readyz").await;
    if plaza.on_postgres() {
        let answer = answer.expect(503);
        assert_eq!(answer.headers.get("retry-after").unwrap(), "30");
        assert_eq!(answer.texts("h1"), [Lang::Zh.t("face-error-503-title")]);
    }
    let written: Result<(), DbError> = write(&plaza).await;
    assert!(
        matches!(written, Err(DbError::Unavailable(_))),
        "{written:?}"
    );
    drop(away);
    client.get("/readyz").await.expect(200);
    write(&plaza).await.unwrap();
}

async fn write(plaza: &Plaza) -> Result<(), DbError> {
    use diesel::prelude::*;
    plaza
        .context
        .db
        .write(|connection| {
            diesel::delete(throttles::table).execute(connection)?;
            Ok(())
        })
        .await
}

#[actix_web::test]
async fn a_change_that_fails_or_panics_harms_no_other() {
    use diesel::prelude::*;
    let plaza = Plaza::start().await;
    let db = &plaza.context.db;
    let now = plaza.context.now();
    let row = move |key: u8| {
        (
            throttles::key.eq(vec![key]),
            throttles::failures.eq(1),
            throttles::updated_at.eq(now),
        )
    };
    let good = db.write(move |connection| -> Result<(), DbError> {
        diesel::insert_into(throttles::table)
            .values(row(1))
            .execute(connection)?;
        Ok(())
    });
    let refused = db.write(move |connection| -> Result<(), DbError> {
        diesel::insert_into(throttles::table)
            .values(row(2))
            .execute(connection)?;
        Err(DbError::Migration("refused".into()))
    });
    let panics = db.write(move |connection| -> Result<(), DbError> {
        diesel::insert_into(throttles::table)
            .values(row(3))
            .execute(connection)?;
        panic!("a bug");
    });
    let (good, refused, panicked) = futures_util::join!(good, refused, panics);
    good.unwrap();
    assert!(matches!(refused, Err(DbError::Migration(_))));
    assert!(matches!(panicked, Err(DbError::Panicked)));
    let kept: Vec<Vec<u8>> = db
        .read(|connection| -> Result<_, DbError> {
            Ok(throttles::table.select(throttles::key).load(connection)?)
        })
        .await
        .unwrap();
    assert_eq!(kept, [[1]]);
}

#[actix_web::test]
async fn who_finds_everything_busy_is_told_to_come_back_soon() {
    let plaza = Plaza::start_with(|config| config.connections = 1).await;
    let client = plaza.client().await;
    let (go_on, held) = mpsc::channel::<()>();
    let (has, begun) = oneshot::channel();
    let db = plaza.context.db.clone();
    let holder = actix_web::rt::spawn(async move {
        let hold = move |_: &mut AnyConnection| -> Result<(), DbError> {
            has.send(()).ok();
            held.recv().ok();
            Ok(())
        };
        db.read(hold).await
    });
    begun.await.unwrap();
    let page = client.get("/readyz").await.expect(503);
    assert_eq!(page.texts("h1"), [Lang::Zh.t("face-error-busy-title")]);
    assert_eq!(page.headers.get("retry-after").unwrap(), "5");
    let answer = client.get("/api/v1/boards").await.expect(503);
    assert_eq!(answer.headers.get("retry-after").unwrap(), "5");
    assert_eq!(answer.json()["code"], "busy");
    let written = [("body", "想說的話"), ("email", "ming@example.tw")];
    let page = client
        .post("/zh/topics/1/reply", &written)
        .await
        .expect(503);
    assert!(
        page.body.contains("想說的話"),
        "what was typed is given back"
    );
    assert!(!page.body.contains("ming@example.tw"));
    drop(go_on);
    holder.await.unwrap().unwrap();
    client.get("/readyz").await.expect(200);
}

#[actix_web::test]
async fn a_node_that_ends_soon_says_so_and_serves_on() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    plaza.context.leave();
    let answer = client.get("/readyz").await.expect(503);
    assert!(answer.headers.contains_key("retry-after"));
    client.get("/healthz").await.expect(200);
    client.get("/zh").await.expect(200);
}

/// SQLite then ends the transaction under the change, with those of others in it.
#[actix_web::test]
async fn a_full_disk_is_told_truly_and_got_over_without_a_restart() {
    let plaza = Plaza::start().await;
    if plaza.on_postgres() {
        return;
    }
    let (db, now) = (&plaza.context.db, plaza.context.now());
    let add = move |key: Vec<u8>| {
        db.write(move |connection| -> Result<(), DbError> {
            use diesel::prelude::*;
            diesel::insert_into(throttles::table)
                .values((
                    throttles::key.eq(key),
                    throttles::failures.eq(1),
                    throttles::updated_at.eq(now),
                ))
                .execute(connection)?;
            Ok(())
        })
    };
    // The file may be as large as it is, and no larger.
    let full = db.write(|connection| -> Result<(), DbError> {
        Ok(connection.batch_execute("PRAGMA max_page_count = 1")?)
    });
    full.await.unwrap();
    let large = vec![9; 4 * 1024 * 1024];
    let (first, refused, last) = futures_util::join!(add(vec![1]), add(large), add(vec![2]));
    assert!(matches!(refused, Err(DbError::NoRoom(_))), "{refused:?}");
    let kept: Vec<Vec<u8>> = db
        .read(|connection| -> Result<_, DbError> {
            use diesel::prelude::*;
            let keys = throttles::table.select(throttles::key);
            Ok(keys.order(throttles::key).load(connection)?)
        })
        .await
        .unwrap();
    for (key, told) in [(1, first), (2, last)] {
        assert_eq!(kept.contains(&vec![key]), told.is_ok(), "{key}: {told:?}");
    }
    assert!(kept.len() <= 2);
    // There is room again.
    add(vec![3]).await.unwrap();
    add(vec![4; 64 * 1024]).await.unwrap();
}

#[test]
fn no_room_is_another_answer_than_busy() {
    let status = |error| Fault::Database(error).status_code();
    let full = DbError::NoRoom("database or disk is full".into());
    assert_eq!(status(full), StatusCode::INSUFFICIENT_STORAGE);
    let away = DbError::Unavailable("away".into());
    assert_eq!(status(away), StatusCode::SERVICE_UNAVAILABLE);
}
