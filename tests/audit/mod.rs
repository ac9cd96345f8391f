//! What administrators read of the city's own acts: the register with who acted, and who logged on when.

mod register;
mod sign_ins;

use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza};

const API: &str = "/api/v1/admin/audit";
const PAGE: &str = "/en/admin/audit";

/// A city in which two administrators, a moderator and a resident have acted.
struct Scene {
    plaza: Plaza,
    admin: Client,
    /// The number of the account of the other administrator.
    other: i64,
    topic: i64,
}

async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員甲").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let other = plaza.account("second", Role::Administrator).await;
    let second = plaza.client().await;
    second
        .log_on("second@example.tw", crate::support::PASSWORD)
        .await;
    watch(&admin, "娛樂城").await;
    watch(&second, "賭場").await;
    let topic = author.topic("city", "路燈", "壞了好幾天。").await;
    let pin = json!({ "act": "pin", "reason": "寫給王小明看的" });
    let path = format!("/api/v1/topics/{topic}/arrange");
    moderator.post_json(&path, &pin).await.expect(200);
    let post = author.reply(topic, "我也看到了。").await;
    let nothing = json!({});
    let path = format!("/api/v1/posts/{post}");
    author
        .json(actix_web::http::Method::DELETE, &path, &nothing)
        .await
        .expect(204);
    Scene {
        plaza,
        admin,
        other,
        topic,
    }
}

/// One entry of the ledger, by an administrator.
async fn watch(admin: &Client, words: &str) {
    let body = json!({ "kind": "word", "words": words, "effect": "flag" });
    let path = "/api/v1/admin/watched";
    admin.post_json(path, &body).await.expect(201);
}

fn entries(answer: &Answer) -> Vec<Value> {
    answer.json()["entries"].as_array().unwrap().clone()
}

fn acts(answer: &Answer) -> Vec<String> {
    let act = |entry: &Value| entry["act"].as_str().unwrap().to_owned();
    entries(answer).iter().map(act).collect()
}
