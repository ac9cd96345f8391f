//! Flags: given by anybody, looked at by moderators, and ended once.

mod acted;
mod decided;
mod given;
mod hidden;
mod kept;
mod profiles;
mod undone;

use plaza::accounts::Role;
use serde_json::Value;

use crate::support::{Client, Plaza};

const WORDS: &str = "第二段是廣告，店名就在裡面";
const PHONE: &str = "0912-345-678";
const FORM: &str = "/zh/posts/1/flag";
const API: &str = "/api/v1/posts/1/flags";

struct Scene {
    plaza: Plaza,
    /// Who wrote posts 1 and 2: a topic and an answer.
    author: Client,
    reader: Client,
    moderator: Client,
    guest: Client,
    topic: i64,
}

async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let topic = author.topic("city", "路燈", "路燈不亮。").await;
    author.reply(topic, "還是不亮。").await;
    Scene {
        reader: plaza.person("reader", Role::Resident).await.client,
        moderator: plaza.log_on_as(Role::Moderator, "版主甲").await,
        guest: plaza.client().await,
        author,
        topic,
        plaza,
    }
}

/// Fills in the form at `page` as it stands there, and sends it.
pub async fn flag(client: &Client, page: &str, reason: &str, words: &str) -> String {
    let form = client.get(page).await.expect(200);
    let (submission, notice) = (form.hidden("submission"), form.hidden("notice"));
    let fields = [
        ("submission", submission.as_str()),
        ("notice", &notice),
        ("reason", reason),
        ("words", words),
    ];
    client.post(page, &fields).await.expect(303).location()
}

async fn queue(moderator: &Client) -> Value {
    moderator.get("/api/v1/review").await.expect(200).json()
}

/// The only item that waits: its number and the version that is shown.
pub async fn item(moderator: &Client) -> (i64, String) {
    let queue = queue(moderator).await;
    assert_eq!(queue["count"], 1, "{queue}");
    let item = &queue["items"][0];
    (item["id"].as_i64().unwrap(), item["version"].to_string())
}

const GROUND: [(&str, &str); 2] = [("ground", "R5"), ("reason", "這是廣告")];

/// Decides about the only item, as the page does.
async fn decide(moderator: &Client, decision: &str) -> String {
    let (item, version) = item(moderator).await;
    let mut fields = GROUND.to_vec();
    fields.extend([("decision", decision), ("version", &version)]);
    let path = format!("/zh/review/{item}");
    moderator.post(&path, &fields).await.expect(303).location()
}

/// Whether what an account wrote in flags is kept, or the consent to that stands; both or none.
async fn words_are_kept(client: &Client) -> bool {
    let held = client.get("/api/v1/account/data").await.json();
    let mut given = held["flags"].as_array().unwrap().iter();
    let kept = given.any(|flag| flag.get("words_sealed").is_some());
    let list = client.get("/api/v1/account/consents").await.json();
    let mut consents = list["consents"].as_array().unwrap().iter();
    let stands = consents.any(|one| one["notice"] == "flag" && one["withdrawn_at"] == Value::Null);
    assert_eq!(kept, stands, "{list}");
    kept
}

/// How an account's flags ended, as it is told.
async fn told(client: &Client) -> Vec<String> {
    let list = client.get("/api/v1/notifications").await.expect(200).json();
    let flags = list["flags"].as_array().unwrap().clone();
    let outcome = |flag: &Value| flag["outcome"].as_str().unwrap().to_owned();
    flags.iter().map(outcome).collect()
}
