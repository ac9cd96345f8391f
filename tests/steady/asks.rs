//! The city that is asked, and what people ask of it.

use std::io;

use chrono::Utc;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    config::Config,
    db::{
        DbError,
        schema::{cases, posts},
    },
};
use serde_json::{Value, json};

use super::http::{Http, Reply};
use crate::support::{PASSWORD, Plaza, files::multipart};

const MODERATOR: &str = "keeper";

/// A city with a topic and people who have accounts.
pub struct Town {
    pub plaza: Plaza,
    pub people: usize,
    pub topic: i64,
}

impl Town {
    pub async fn with(people: usize) -> Self {
        Self::with_on(people, |_| {}).await
    }

    /// As [`Town::with`], with another configuration.
    pub async fn with_on(people: usize, adapt: impl FnOnce(&mut Config)) -> Self {
        let mut plaza = Plaza::city_with(adapt).await;
        plaza.hash_as_a_city();
        // The program goes by the system's clock.
        plaza.advance(Utc::now() - plaza.context.now().utc());
        plaza.add_boards().await;
        for number in 0..people {
            plaza.account(&name(number), Role::Resident).await;
        }
        plaza.account(MODERATOR, Role::Moderator).await;
        let author = plaza.log_on_as(Role::Resident, "開版的人").await;
        let topic = author.topic("city", "路燈", "哪裡的路燈不亮？").await;
        Self {
            plaza,
            people,
            topic,
        }
    }

    /// How many replies and how many cases there are, in whatever state.
    pub async fn counts(&self) -> (i64, i64) {
        let counted = self.plaza.context.db.read(|connection| {
            let replies = posts::table.filter(posts::opens_topic.eq(false));
            Ok::<_, DbError>((
                replies.count().get_result::<i64>(connection)?,
                cases::table.count().get_result::<i64>(connection)?,
            ))
        });
        counted.await.unwrap()
    }

    /// What its database is called.
    pub fn database(&self) -> &'static str {
        if self.plaza.on_postgres() {
            "PostgreSQL"
        } else {
            "SQLite"
        }
    }

    /// The page that most people open.
    pub async fn page(&self) -> String {
        let reader = self.plaza.client().await;
        reader.address(self.topic, "zh").await
    }
}

/// The name of the person with this number.
pub fn name(number: usize) -> String {
    format!("person{number}")
}

pub fn log_in(http: &mut Http, name: &str) -> io::Result<Reply> {
    let body = json!({ "email": format!("{name}@example.tw"), "password": PASSWORD });
    http.json("POST", "/api/v1/sessions", &body, &[])
}

pub fn log_in_as_moderator(http: &mut Http) -> io::Result<Reply> {
    log_in(http, MODERATOR)
}

/// Replies to a topic; the same `key` twice makes one reply.
pub fn reply(http: &mut Http, topic: i64, body: &str, key: &str) -> io::Result<Reply> {
    reply_with(http, topic, &json!({ "body": body }), key)
}

/// As [`reply`], with all that a program can say.
pub fn reply_with(http: &mut Http, topic: i64, body: &Value, key: &str) -> io::Result<Reply> {
    let path = format!("/api/v1/topics/{topic}/posts");
    http.json("POST", &path, body, &[("Idempotency-Key", key)])
}

pub fn edit(http: &mut Http, post: i64, body: &str) -> io::Result<Reply> {
    let path = format!("/api/v1/posts/{post}");
    let body = json!({ "body": body });
    http.json("PATCH", &path, &body, &[("If-Match", "*")])
}

/// Submits a suggestion; the same `key` twice makes one case.
pub fn suggest(http: &mut Http, title: &str, key: &str) -> io::Result<Reply> {
    let body = json!({
        "category": "road-damage", "district": "lingya", "title": title, "body": "請派人來看一看。",
    });
    let path = "/api/v1/suggestions";
    http.json("POST", path, &body, &[("Idempotency-Key", key)])
}

pub fn follow(http: &mut Http, reference: &str, password: &str) -> io::Result<Reply> {
    let key = json!({ "reference": reference, "password": password });
    http.json("POST", "/api/v1/suggestions/case", &key, &[])
}

/// Takes a post out of sight, for a reason of the operator's list.
pub fn hide(http: &mut Http, post: i64, reason: i64) -> io::Result<Reply> {
    let path = format!("/api/v1/posts/{post}/moderate");
    let body = json!({
        "act": "hide", "ground": "R3", "reason_id": reason, "reason": "它威脅到鄰居",
    });
    http.json("POST", &path, &body, &[])
}

/// The first reason of the list that can be given for hiding a post.
pub fn reason_to_hide(http: &mut Http) -> io::Result<Option<i64>> {
    let reasons = http.get("/api/v1/reasons")?.json();
    let fits = |reason: &&Value| {
        let acts = reason["acts"].as_array();
        let hides = acts.is_some_and(|acts| acts.is_empty() || acts.contains(&json!("hide")));
        hides && reason["retired"] == false
    };
    let found = reasons.as_array().and_then(|all| all.iter().find(fits));
    Ok(found.and_then(|reason| reason["id"].as_i64()))
}

/// Sends a file for a post.
pub fn upload(http: &mut Http, name: &str, bytes: &[u8]) -> io::Result<Reply> {
    let (kind, body) = multipart(&[("alt", "")], "file", &[(name, bytes)]);
    http.send(
        "POST",
        "/api/v1/attachments",
        &[("Content-Type", &kind)],
        &body,
    )
}

/// Takes one's own post back for good.
pub fn erase(http: &mut Http, post: i64) -> io::Result<Reply> {
    http.send("DELETE", &format!("/api/v1/posts/{post}"), &[], &[])
}
