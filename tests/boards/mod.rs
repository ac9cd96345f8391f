//! Boards: who may read and write, how administrators keep them and take changes back, and that what few may
//! read is found nowhere.

mod closed;
mod keeping;
mod official;
mod past;
mod tags;

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client};

/// A board as an administrator sends it; `more` stands over the defaults.
pub fn board(slug: &str, more: Value) -> Value {
    let mut board = json!({
        "slug": slug, "name_zh": "新看板", "name_en": "New board",
        "description_zh": "說明", "description_en": "What it is for",
    });
    for (name, value) in more.as_object().unwrap() {
        board[name] = value.clone();
    }
    board
}

/// Changes a board as it stands: what `more` names, and nothing else.
pub async fn change(admin: &Client, slug: &str, more: Value) -> Answer {
    let path = format!("/api/v1/boards/{slug}");
    let zh = admin
        .get(&format!("{path}?lang=zh"))
        .await
        .expect(200)
        .json();
    let en = admin
        .get(&format!("{path}?lang=en"))
        .await
        .expect(200)
        .json();
    let mut board = json!({
        "slug": slug, "name_zh": zh["name"], "name_en": en["name"],
        "description_zh": zh["description"], "description_en": en["description"],
    });
    for name in [
        "read_by",
        "open_by",
        "answer_by",
        "guest_posting",
        "office",
        "version",
    ] {
        board[name] = zh[name].clone();
    }
    for (name, value) in more.as_object().unwrap() {
        board[name] = value.clone();
    }
    admin.json(Method::PUT, &path, &board).await
}

/// The acts in the register, the newest first.
pub async fn register(client: &Client) -> Vec<String> {
    let entries = client.get("/api/v1/ledger").await.json()["entries"].clone();
    let entries = entries.as_array().unwrap().iter();
    entries
        .map(|entry| entry["act"].as_str().unwrap().to_owned())
        .collect()
}
