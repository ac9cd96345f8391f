//! Files in posts: made anew, looked through for personal data, served to whoever may read the
//! post, and gone when they shall be.

mod chosen;
mod findings;
mod kept;
mod taken;

use plaza::{accounts::Role, jobs::collect_attachments};
use serde_json::{Value, json};

use crate::support::{Client, Plaza};

const SECRET: &str = "GPS25.0340N121.5645E";
const PHONE: &str = "0912-345-678";
const ID: &str = "A123456789";

async fn resident() -> (Plaza, Client) {
    let plaza = Plaza::with_boards().await;
    let client = plaza.log_on_as(Role::Resident, "海海").await;
    (plaza, client)
}

/// Opens a topic with these files; what is found in them is answered by `decide`.
async fn topic_with(client: &Client, tokens: &[&str]) -> i64 {
    let body = json!({ "title": "照片", "body": "請看", "attachments": tokens });
    let made = client.post_json("/api/v1/boards/city/topics", &body).await;
    made.expect(201).json()["id"].as_i64().unwrap()
}

async fn topic(client: &Client, topic: i64) -> Value {
    client
        .get(&format!("/api/v1/topics/{topic}"))
        .await
        .expect(200)
        .json()
}

fn url(attachment: &Value, variant: usize) -> String {
    attachment["variants"][variant]["url"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn collect(plaza: &Plaza) {
    collect_attachments::once(&plaza.context).await.unwrap();
}
