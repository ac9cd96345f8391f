//! What one node changes is so on the others: at once where it protects somebody, and within a minute what
//! a node keeps in memory.

use std::time::{Duration, Instant};

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    clock::{Clock, Random},
    context::Context,
    db::{Said, Timestamp},
    jobs::{read_calendar, read_clock, read_officials},
    offices::days,
};
use serde_json::json;

use super::beside;
use crate::support::{Client, PASSWORD, Plaza, command::refused};

/// The longest that what protects somebody takes to be everywhere.
const AT_ONCE: Duration = Duration::from_secs(1);

/// Asks until the answer is as it should be, for a second at most.
async fn soon(what: &str, is: impl AsyncFn() -> bool) {
    let until = Instant::now() + AT_ONCE;
    while !is().await {
        assert!(Instant::now() < until, "not within a second: {what}");
    }
}

async fn shows(client: &Client, page: &str, words: &str) -> bool {
    client.get(page).await.body.contains(words)
}

#[actix_web::test]
async fn what_is_hidden_or_masked_on_one_node_is_gone_from_the_other() {
    let plaza = Plaza::with_boards().await;
    let other = beside(&plaza, 2).await;
    let author = plaza.log_on_as(Role::Resident, "haihai").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let topic = author.topic("city", "路燈", "路燈不亮。").await;
    let reply = author.reply(topic, "wombat quokka").await;
    let guest = plaza.client_of(&other).await;
    let page = format!("/zh/topics/{topic}");
    let (found, posts) = ("/zh/search?q=wombat", format!("/api/v1/topics/{topic}"));
    for place in [page.as_str(), found, &posts] {
        assert!(shows(&guest, place, "quokka").await, "{place}");
    }

    let fields = [("act", "hide"), ("ground", "R2"), ("reason", "離題")];
    let path = format!("/zh/posts/{reply}/moderate");
    moderator.post(&path, &fields).await.expect(303);
    for place in [page.as_str(), found, &posts] {
        soon("a hidden post is gone", async || {
            !shows(&guest, place, "quokka").await
        })
        .await;
    }
}

#[actix_web::test]
async fn whoever_is_suspended_or_logs_off_on_one_node_is_so_on_the_other() {
    let plaza = Plaza::with_boards().await;
    let other = beside(&plaza, 2).await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let here = plaza.person("haihai", Role::Resident).await;
    let own = here.client.get("/api/v1/account").await.expect(200);
    let id = own.json()["id"].as_i64().unwrap();
    // A session is no node's: what was begun here goes on there.
    let there = plaza.client_of(&other).await;
    there.set_cookie("plaza", &here.client.cookie("plaza").unwrap());
    there.get("/api/v1/account").await.expect(200);

    here.client.post("/zh/log-off", &[]).await.expect(303);
    soon("a session that ended is ended", async || {
        there.get("/api/v1/account").await.status == 401
    })
    .await;

    let there = plaza.client_of(&other).await;
    there.log_on(&here.email, PASSWORD).await;
    there.get("/api/v1/account").await.expect(200);
    let path = format!("/api/v1/people/{id}/sanctions");
    let body = json!({ "kind": "suspend", "last_day": "2026-03-04", "reason": "多次張貼廣告" });
    moderator.post_json(&path, &body).await.expect(201);
    soon("whoever is suspended is logged off", async || {
        there.get("/api/v1/account").await.status == 401
    })
    .await;
}

#[actix_web::test]
async fn attempts_at_one_account_count_together_on_all_nodes() {
    let plaza = Plaza::start().await;
    let other = beside(&plaza, 2).await;
    let person = plaza.person("haihai", Role::Resident).await;
    let nodes = [plaza.client().await, plaza.client_of(&other).await];
    let wrong = json!({ "email": person.email, "password": "nobody knows it" });
    let mut refused = 0;
    for attempt in 0..6 {
        let node = &nodes[attempt % 2];
        let answer = node.post_json("/api/v1/sessions", &wrong).await;
        refused += usize::from(answer.status == 429);
    }
    assert_eq!(refused, 1, "the sixth, on whichever node");
    let right = json!({ "email": person.email, "password": PASSWORD });
    for node in &nodes {
        node.post_json("/api/v1/sessions", &right).await.expect(429);
    }
}

#[actix_web::test]
async fn contacts_and_days_that_one_node_changes_are_known_to_the_other_within_a_minute() {
    let plaza = Plaza::city().await;
    let other = beside(&plaza, 2).await;
    read_officials::once(&other).await.unwrap();
    let text = "請撥(07)799-5678轉1234，或寫信到pavement.new@kcg.example。";
    let found = || other.detector().find(text).len();
    let before = found();
    assert!(before > 0, "nobody's contact is no finding");

    let administrator = plaza.log_on_as(Role::Administrator, "管理員").await;
    let path = "/api/v1/admin/offices/maintenance";
    let all = administrator.get("/api/v1/admin/organisation").await;
    let all = all.expect(200).json();
    let mut offices = all["offices"].as_array().unwrap().iter();
    let office = offices.find(|one| one["slug"] == "maintenance");
    let mut office = office.unwrap().clone();
    office["phone"] = json!("(07)799-5678#1234");
    office["email"] = json!("pavement.new@kcg.example");
    let changed = administrator.json(Method::PUT, path, &office).await;
    assert!(changed.status.is_success(), "{}", changed.body);
    let here = plaza.context.detector().find(text).len();
    assert!(here < before, "the node that changed it knows it");
    assert_eq!(found(), before);
    read_officials::once(&other).await.unwrap();
    assert_eq!(found(), here);

    let file = "西元日期,星期,是否放假,備註\n20260303,二,2,颱風\n";
    let changed = days::read(file.as_bytes()).unwrap();
    let typhoon = "2026-03-03".parse().unwrap();
    assert!(other.calendar().works(typhoon));
    days::import(&plaza.context, None, None, changed, false)
        .await
        .unwrap();
    assert!(!plaza.context.calendar().works(typhoon));
    read_calendar::once(&other).await.unwrap();
    assert!(!other.calendar().works(typhoon));
}

#[actix_web::test]
async fn a_node_whose_clock_is_wrong_goes_by_the_databases() {
    let plaza = Plaza::start().await;
    let db = plaza.context.db.clone();
    let Some(said) = db.time().await.unwrap() else {
        assert!(!plaza.on_postgres(), "PostgreSQL has a clock");
        return;
    };
    // A node that began with another time: an hour is far more than a lease.
    let hour = TimeDelta::hours(1);
    let wrong = Clock::of_database(Some(Said {
        at: said.at + hour,
        ..said
    }));
    let config = (*plaza.context.config).clone();
    let node = Context::new(db.clone(), wrong, Random::seeded(2), config);
    let off = |now: Timestamp, then: Timestamp| (now.utc() - then.utc()).abs();
    assert!(off(node.now(), said.at + hour) < TimeDelta::minutes(1));
    read_clock::once(&node).await.unwrap();
    let says = db.time().await.unwrap().unwrap().at;
    let left = off(node.now(), says);
    assert!(left < TimeDelta::seconds(5), "{left} off");
    // A test's own clock is its own.
    let still = plaza.context.now();
    read_clock::once(&plaza.context).await.unwrap();
    assert_eq!(plaza.context.now(), still);
}

#[actix_web::test]
async fn a_node_with_another_secret_does_not_start() {
    let plaza = Plaza::city().await;
    let folder = tempfile::tempdir().unwrap();
    let file = plaza.configure_on(folder.path(), &plaza.context.config);
    plaza.account("haihai", Role::Resident).await;
    let secret = folder.path().join("secret");
    std::fs::write(secret, "CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=").unwrap();
    let said = refused(&["serve", "--config", &file]);
    assert!(said.contains("sealed with another secret"), "{said}");
}
