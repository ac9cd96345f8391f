//! Pages that are kept where others write as well: another process on the same file, other nodes on
//! one PostgreSQL.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use actix_web::http::Method;
use plaza::db::Part;
use serde_json::json;

use super::{counts, plain, scene};
use crate::support::Plaza;

/// By then what was taken away is gone from every node.
const SOON: Duration = Duration::from_secs(1);

#[actix_web::test]
async fn what_another_node_takes_away_is_gone_here_though_it_told_nothing() {
    let (plaza, author, [lamps, _]) = scene().await;
    let other = plain(&plaza).await;
    let elsewhere = plaza.client_of(&other).await;
    elsewhere.set_cookie("plaza", &author.cookie("plaza").unwrap());
    let guest = plaza.client().await;
    let path = format!("/en/topics/{lamps}");
    for number in 0..5 {
        let words = format!("number {number}");
        let post = author.reply(lamps, &words).await;
        // Kept, and given as it is.
        for _ in 0..2 {
            assert!(guest.get(&path).await.expect(200).body.contains(&words));
        }
        let kept = counts(&plaza).0;
        let post = format!("/api/v1/posts/{post}");
        let erased = elsewhere.json(Method::DELETE, &post, &json!({})).await;
        assert!(erased.status.is_success(), "{}", erased.body);
        let since = Instant::now();
        while guest.get(&path).await.expect(200).body.contains(&words) {
            assert!(since.elapsed() < SOON, "it is still given");
        }
        assert!(kept > 0);
    }
}

#[actix_web::test]
async fn the_node_that_writes_gives_nothing_old_at_the_next_request() {
    let (plaza, author, [lamps, _]) = scene().await;
    let guest = plaza.client().await;
    let path = format!("/en/topics/{lamps}");
    for number in 0..10 {
        let words = format!("number {number}");
        let post = author.reply(lamps, &words).await;
        assert!(guest.get(&path).await.expect(200).body.contains(&words));
        let post = format!("/api/v1/posts/{post}");
        author.json(Method::DELETE, &post, &json!({})).await;
        assert!(!guest.get(&path).await.expect(200).body.contains(&words));
    }
}

#[actix_web::test]
async fn a_page_that_was_made_before_a_change_is_not_kept_as_one_of_after() {
    let (plaza, author, [lamps, _]) = scene().await;
    let before = plaza.context.db.numbers().await.unwrap();
    author.reply(lamps, "Which street?").await;
    let after = plaza.context.db.numbers().await.unwrap();
    for part in [Part::Topic(lamps), Part::Lists] {
        assert_ne!(before.stamp(part), after.stamp(part), "{part:?}");
    }
    for part in [Part::Topic(lamps + 1), Part::City, Part::Events] {
        assert_eq!(before.stamp(part), after.stamp(part), "{part:?}");
    }
}

/// How long a change takes to be seen here that another node makes.
async fn seen_after(plaza: &Plaza, other: &plaza::context::Context) -> Duration {
    // From a fresh look on, so that none is due soon by itself.
    plaza.context.db.hear();
    let before = plaza.context.db.numbers().await.unwrap();
    let written = other.db.write(|connection| {
        use diesel::prelude::*;
        use plaza::db::{DbError, schema::boards};
        diesel::update(boards::table)
            .set(boards::position.eq(boards::position + 1))
            .execute(connection)?;
        Ok::<_, DbError>(())
    });
    written.await.unwrap();
    let since = Instant::now();
    loop {
        let now = plaza.context.db.numbers().await.unwrap();
        if now.stamp(Part::City) != before.stamp(Part::City) {
            return since.elapsed();
        }
        assert!(since.elapsed() < SOON, "it is not seen");
        tokio::task::yield_now().await;
    }
}

#[actix_web::test]
async fn nodes_hear_of_each_other_before_they_would_look() {
    let (plaza, ..) = scene().await;
    let other = plain(&plaza).await;
    for node in [&plaza.context, &other] {
        node.db.join_nodes(&node.config.database_url).unwrap();
    }
    let mut fastest = SOON;
    // Its connections are made meanwhile.
    for _ in 0..20 {
        fastest = fastest.min(seen_after(&plaza, &other).await);
        if fastest < Duration::from_millis(400) {
            return;
        }
    }
    panic!("no sooner than after {fastest:?}");
}

#[actix_web::test]
async fn where_nobody_can_tell_whether_it_holds_nothing_kept_is_given() {
    let (plaza, ..) = scene().await;
    let guest = plaza.client().await;
    for _ in 0..2 {
        guest.get_once("/en").await.expect(200);
    }
    assert_eq!(counts(&plaza), (1, 1));
    if plaza.on_postgres() {
        let away = plaza.take_database_away();
        let since = Instant::now();
        loop {
            let asked = since.elapsed();
            if guest.get_once("/en").await.status == 503 {
                break;
            }
            assert!(asked < SOON, "it is given long after anybody could look");
        }
        drop(away);
    } else {
        plaza.sql("DELETE FROM page_generations").unwrap();
        let given = counts(&plaza).0;
        guest.get_once("/en").await.expect(200);
        assert_eq!(counts(&plaza).0, given);
        assert!(plaza.context.db.numbers().await.is_none());
    }
}

#[actix_web::test]
async fn one_look_serves_all_who_ask_until_something_ends() {
    let (plaza, author, [lamps, _]) = scene().await;
    let db = &plaza.context.db;
    let one = db.numbers().await.unwrap();
    if plaza.on_postgres() {
        let other = db.numbers().await.unwrap();
        assert!(Arc::ptr_eq(&one, &other));
    }
    author.reply(lamps, "Which street?").await;
    let other = db.numbers().await.unwrap();
    assert!(!Arc::ptr_eq(&one, &other));
}
