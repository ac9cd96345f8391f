//! What the forum keeps for one reader.

mod digest;
mod kept;
mod notifications;
mod paging;
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
pub async fn board_for(plaza: &Plaza, slug: &str, circle: Circle) {
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

/// A guest's answer, which a moderator has to look at.
async fn hold(guest: &Client, topic: i64, body: &str) {
    let body = json!({ "body": body, "guest": guest.as_guest("路過的人", None).await });
    let path = format!("/api/v1/topics/{topic}/posts");
    let held = guest.post_json(&path, &body).await;
    // The guest's nickname may be found to be a name; then it is no person's.
    if held.status == 422 {
        let none = |_: &str| ("none", "publish");
        guest.decide("POST", &path, &body, none).await.expect(202);
    } else {
        held.expect(202);
    }
}

/// The guest's post in a topic.
async fn of_guest(client: &Client, topic: i64) -> i64 {
    let shown = client.get(&format!("/api/v1/topics/{topic}")).await;
    let shown = shown.expect(200).json();
    let mut posts = shown["posts"].as_array().unwrap().iter();
    let found = posts.find(|post| post["author"]["guest"] == true);
    found.unwrap()["id"].as_i64().unwrap()
}

/// Lets everything that waits be seen.
async fn approve_all(moderator: &Client) {
    let mut approved = 0;
    loop {
        let queue = moderator.get("/en/review").await.expect(200);
        let Some(action) = queue.attribute("#approve", "action") else {
            assert!(approved > 0, "nothing waits: {}", queue.body);
            return;
        };
        let version = queue.hidden("version");
        let fields = [("decision", "approve"), ("version", version.as_str())];
        moderator.post(&action, &fields).await.expect(303);
        approved += 1;
    }
}

/// How many rows a table has.
async fn rows(plaza: &Plaza, table: &'static str) -> i64 {
    use plaza::db::{DbError, rows::Rows};
    let db = plaza.context.db.clone();
    let counted: Result<i64, DbError> = db
        .read(move |connection| {
            // Accounts of a test are few.
            let of = |id| Rows::with_id(table, "account_id", id);
            let all = (2..30).map(of).fold(of(1), |rows, more| rows.or(&more));
            all.count(connection)
        })
        .await;
    counted.unwrap()
}
