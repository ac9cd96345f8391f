//! Watched words: who keeps them, and what happens to a text that holds one.

mod file;
mod held;
mod kept;
mod texts;

use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza};

const API: &str = "/api/v1/admin/watched";
const PAGE: &str = "/en/admin/watched";
const TRY: &str = "/en/admin/watched/try";
const TOPICS: &str = "/api/v1/boards/city/topics";

struct Scene {
    plaza: Plaza,
    admin: Client,
    moderator: Client,
    author: Client,
}

impl Scene {
    /// Administrator, moderator and author.
    fn people(&self) -> (&Client, &Client, &Client) {
        (&self.admin, &self.moderator, &self.author)
    }
}

async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    Scene {
        admin: plaza.log_on_as(Role::Administrator, "管理員").await,
        moderator: plaza.log_on_as(Role::Moderator, "版主甲").await,
        author: plaza.log_on_as(Role::Resident, "海海").await,
        plaza,
    }
}

/// Watches for something; gives its id.
async fn watch(admin: &Client, kind: &str, words: &str, effect: &str) -> i64 {
    let body = json!({ "kind": kind, "words": words, "effect": effect, "note": "廣告" });
    let added = admin.post_json(API, &body).await.expect(201).json();
    added["id"].as_i64().unwrap()
}

async fn send(author: &Client, title: &str, body: &str) -> Answer {
    let topic = json!({ "title": title, "body": body });
    author.post_json(TOPICS, &topic).await
}

/// What waits for moderators: each item's kind.
async fn waiting(moderator: &Client) -> Vec<String> {
    let queue = moderator.get("/api/v1/review").await.expect(200).json();
    let items = queue["items"].as_array().unwrap();
    let kind = |item: &Value| item["kind"].as_str().unwrap().to_owned();
    items.iter().map(kind).collect()
}

fn error(answer: &Answer) -> Value {
    answer.json()["errors"][0].clone()
}
