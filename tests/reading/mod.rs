//! What the forum keeps for one reader.

mod digest;
mod kept;
mod notifications;
mod profiles;
mod tracking;

use actix_web::http::Method;
use plaza::forum::{
    boards::{self, NewBoard},
    reader::Circle,
};
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza};

/// What an account is told, the newest first: kind and post.
async fn told(client: &Client) -> Vec<(String, Option<i64>)> {
    let list = client.get("/api/v1/notifications").await.expect(200).json();
    list["notifications"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let kind = one["kind"].as_str().unwrap().to_owned();
            (kind, one["post"]["id"].as_i64())
        })
        .collect()
}

async fn unseen(client: &Client) -> i64 {
    let list = client.get("/api/v1/notifications").await.expect(200).json();
    list["unseen"].as_i64().unwrap()
}

async fn put(client: &Client, path: &str, body: &Value) -> Answer {
    client.json(Method::PUT, path, body).await
}

/// Watches or mutes; `place` is `topics/ID` or `boards/SLUG`.
async fn watch(client: &Client, place: &str, level: Option<&str>) {
    let body = json!({ "level": level });
    put(client, &format!("/api/v1/{place}/watch"), &body)
        .await
        .expect(200);
}

/// A board that only some read and write.
async fn board_for(plaza: &Plaza, slug: &str, circle: Circle) {
    let board = NewBoard {
        slug: slug.into(),
        name_zh: slug.into(),
        name_en: slug.into(),
        read_by: circle,
        open_by: circle,
        answer_by: circle,
        ..NewBoard::default()
    };
    boards::add(&plaza.context, board).await.unwrap();
}

/// A guest's answer, which a moderator has to look at; gives its post.
async fn held(guest: &Client, topic: i64, body: &str) -> i64 {
    let body = json!({ "body": body, "name": "路過的人" });
    let path = format!("/api/v1/topics/{topic}/posts");
    let held = guest.post_json(&path, &body).await.expect(202);
    held.json()["id"].as_i64().unwrap()
}

/// Lets everything that waits be seen.
async fn approve_all(moderator: &Client) {
    let queue = moderator.get("/en/review").await.expect(200);
    let html = queue.html();
    let select = |css: &str| scraper::Selector::parse(css).unwrap();
    let (forms, approve) = (
        select("form[action*='/review/']"),
        select("[value=approve]"),
    );
    let version = select("input[name=version]");
    let all: Vec<(String, String)> = html
        .select(&forms)
        .filter(|form| form.select(&approve).next().is_some())
        .filter_map(|form| {
            let version = form.select(&version).next()?.value().attr("value")?;
            Some((form.value().attr("action")?.to_owned(), version.to_owned()))
        })
        .collect();
    assert!(!all.is_empty(), "nothing waits: {}", queue.body);
    for (action, version) in all {
        let fields = [("decision", "approve"), ("version", version.as_str())];
        let done = moderator.post(&action, &fields).await;
        assert!(!done.status.is_client_error(), "{}", done.body);
    }
}
