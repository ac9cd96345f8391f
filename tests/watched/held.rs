//! What is watched for and public, and is held then for another reason: it comes back when nothing holds
//! it any more.

use plaza::accounts::Role;
use serde_json::{Value, json};

use super::{Scene, scene, send, waiting, watch};
use crate::support::Client;

const BODY: &str = "有人找過代辦貸款嗎？急用。";
const LEFT: &str = "有人找過代辦貸款嗎？";
const BULK: &str = "/api/v1/review/bulk";

/// A topic that is public and waits for its watched word, held by a moderator since; gives its post.
async fn held(scene: &Scene) -> i64 {
    let (admin, moderator, author) = scene.people();
    watch(admin, "word", "代辦貸款", "flag").await;
    let topic = send(author, "問一下", BODY).await.expect(201).json();
    let path = format!("/api/v1/topics/{}", topic["id"]);
    let shown = author.get(&path).await.expect(200).json();
    let post = shown["posts"][0]["id"].as_i64().unwrap();
    let hold = json!({ "act": "hold", "ground": "R3", "reason": "要再看一次" });
    let path = format!("/api/v1/posts/{post}/moderate");
    moderator.post_json(&path, &hold).await.expect(200);
    assert_eq!(waiting(moderator).await, ["watched-word", "held-again"]);
    post
}

/// The item that waits for this reason.
async fn item(moderator: &Client, kind: &str) -> Value {
    let queue = moderator.get("/api/v1/review").await.expect(200).json();
    let mut items = queue["items"].as_array().unwrap().iter();
    items.find(|item| item["kind"] == kind).unwrap().clone()
}

async fn approve(moderator: &Client, item: &Value) {
    let path = format!("/api/v1/review/{}", item["id"]);
    let body = json!({ "decision": "approve", "version": item["version"] });
    moderator.post_json(&path, &body).await.expect(200);
}

/// What approving these at once would do to each.
async fn foreseen(moderator: &Client, items: &[&Value]) -> Vec<String> {
    let chosen = items
        .iter()
        .map(|item| json!({ "id": item["id"], "version": item["version"] }));
    let chosen: Vec<Value> = chosen.collect();
    let body = json!({ "decision": "approve", "items": chosen, "preview": true });
    let told = moderator.post_json(BULK, &body).await.expect(200).json();
    let told = told.as_array().unwrap().iter();
    told.map(|one| one["result"].as_str().unwrap().to_owned())
        .collect()
}

#[actix_web::test]
async fn what_two_items_hold_is_let_out_by_the_last_of_them() {
    let scene = scene().await;
    let post = held(&scene).await;
    let other = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    let guest = scene.plaza.client().await;
    let read = format!("/api/v1/posts/{post}");
    let (watched, again) = (
        item(&other, "watched-word").await,
        item(&other, "held-again").await,
    );
    assert_eq!(foreseen(&other, &[&watched]).await, ["wait-on"]);
    let both = foreseen(&other, &[&watched, &again]).await;
    assert_eq!(both, ["wait-on", "publish"]);
    let path = format!("/zh/review/{}", watched["id"]);
    let page = other.get(&path).await.expect(200);
    assert!(page.body.contains("全部處理完才會發表"));
    let path = format!("/api/v1/review/{}", watched["id"]);
    let shown = other.get(&path).await.expect(200).json();
    assert_eq!(shown["also"], json!(["held-again"]));

    approve(&other, &watched).await;
    guest.get(&read).await.expect(404);
    assert_eq!(waiting(&other).await, ["held-again"]);
    // That is taken back like any decision.
    other.post("/zh/review/undo", &[]).await.expect(303);
    assert_eq!(waiting(&other).await, ["watched-word", "held-again"]);
    guest.get(&read).await.expect(404);

    approve(&other, &watched).await;
    approve(&other, &again).await;
    guest.get(&read).await.expect(200);
    assert!(waiting(&other).await.is_empty());
    // The one that let it out stands on the one before it.
    let decisions = format!("/api/v1/posts/{post}/decisions");
    let decisions = other.get(&decisions).await.expect(200).json();
    let mut decisions = decisions["decisions"].as_array().unwrap().iter();
    let stands = |one: &&Value| one["act"] == "post-approved" && one["undone"] == false;
    let first = decisions.find(stands).unwrap();
    let path = format!("/api/v1/decisions/{}/undo", first["number"]);
    let refused = other.post_json(&path, &json!({})).await.expect(409);
    assert_eq!(refused.json()["code"], "newer-decision");
    guest.get(&read).await.expect(200);
}

#[actix_web::test]
async fn who_lets_out_what_is_left_decides_all_that_holds_it_or_nothing() {
    let scene = scene().await;
    let post = held(&scene).await;
    let other = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    let again = item(&other, "held-again").await;
    let claim = format!("/api/v1/review/{}/claim", again["id"]);
    other.post_json(&claim, &json!({})).await.expect(200);
    let take_out = json!({
        "body": LEFT, "began": again["began"], "let_out": true, "ground": "R3",
        "reason": "和問題無關",
    });
    let path = format!("/api/v1/posts/{post}/take-out");
    let before = scene.plaza.dump();
    let refused = scene.moderator.post_json(&path, &take_out).await;
    assert_eq!(refused.expect(409).json()["code"], "claimed");
    assert_eq!(scene.plaza.dump(), before);
    let release = format!("/api/v1/review/{}/release", again["id"]);
    other.post_json(&release, &json!({})).await.expect(200);
    scene
        .moderator
        .post_json(&path, &take_out)
        .await
        .expect(200);
    assert!(waiting(&other).await.is_empty());
    let guest = scene.plaza.client().await;
    let read = format!("/api/v1/posts/{post}");
    let shown = guest.get(&read).await.expect(200).json();
    assert!(!shown["body"].as_str().unwrap().contains("急用"));
}
