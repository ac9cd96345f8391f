//! A database that is away: a clear 503, and service again when it is back, without a restart.

use plaza::{
    db::{DbError, schema::throttles},
    i18n::Lang,
};

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
