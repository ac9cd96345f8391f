//! What moderators arranged about somebody's topic: told by mail, with a reason of the operator's list
//! in the reader's language, and looked at again by somebody else where its author appeals.

use plaza::{accounts::Role, moderation::reasons};
use serde_json::{Value, json};

use super::{arrange, shown};
use crate::{
    boards::register,
    support::{Client, Plaza},
};

const POST: &str = "關於您的發言";
const TOPIC: &str = "關於您的主題";

struct Scene {
    plaza: Plaza,
    author: Client,
    first: Client,
    second: Client,
}

async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    Scene {
        author: plaza.person("haihai", Role::Resident).await.client,
        first: plaza.log_on_as(Role::Moderator, "版主甲").await,
        second: plaza.log_on_as(Role::Moderator, "版主乙").await,
        plaza,
    }
}

impl Scene {
    /// The mails under a subject that somebody got.
    async fn told(&self, name: &str, subject: &str) -> Vec<String> {
        let to = format!("{name}@example.tw");
        let mails = self.plaza.mails().await.into_iter();
        let mails = mails.filter(|mail| mail.to == to && mail.subject.contains(subject));
        mails.map(|mail| mail.text).collect()
    }

    /// The one appeal that waits is answered by the second moderator.
    async fn answer(&self, granted: bool) {
        let appeal = waiting(&self.second).await;
        let answer = json!({ "granted": granted, "answer": "看過了" });
        let path = format!("/api/v1/appeals/{appeal}");
        self.second.post_json(&path, &answer).await.expect(200);
    }
}

async fn waiting(moderator: &Client) -> Value {
    let waiting = moderator.get("/api/v1/appeals").await.expect(200).json();
    waiting["appeals"][0]["id"].clone()
}

/// Appeals against the last decision about a post that can be appealed against.
async fn appeal(author: &Client, post: i64) {
    let path = format!("/api/v1/posts/{post}/decisions");
    let decided = author.get(&path).await.expect(200).json();
    let mut decided = decided["decisions"].as_array().unwrap().iter();
    let last = decided.rfind(|one| one["may_appeal"] == true).unwrap();
    let appeal = json!({ "number": last["number"], "words": "請再看一次" });
    let path = format!("/api/v1/posts/{post}/appeals");
    author.post_json(&path, &appeal).await.expect(200);
}

async fn opening(client: &Client, topic: i64) -> i64 {
    shown(client, topic).await["posts"][0]["id"]
        .as_i64()
        .unwrap()
}

#[actix_web::test]
async fn a_lock_is_told_and_opened_where_somebody_else_grants_the_appeal() {
    let scene = scene().await;
    let topic = scene.author.topic("city", "路燈", "不亮").await;
    let post = opening(&scene.author, topic).await;
    arrange(&scene.first, topic, "lock", json!({}))
        .await
        .expect(200);
    let told = scene.told("haihai", POST).await;
    assert_eq!(told.len(), 1);
    for words in ["已鎖定", "理由充分", "申訴"] {
        assert!(told[0].contains(words), "{words}: {}", told[0]);
    }
    let page = scene.author.get(&format!("/zh/topics/{topic}")).await;
    let link = format!("/zh/posts/{post}/decisions");
    assert!(page.expect(200).body.contains(&link), "it leads there");
    appeal(&scene.author, post).await;
    let page = scene.second.get("/zh/review/appeals").await.expect(200);
    assert!(page.body.contains("一個主題被鎖定"), "{}", page.body);
    let path = format!("/api/v1/appeals/{}", waiting(&scene.first).await);
    let answer = json!({ "granted": true, "answer": "我自己看" });
    scene.first.post_json(&path, &answer).await.expect(403);
    scene.answer(true).await;
    let guest = scene.plaza.client().await;
    assert_eq!(
        register(&guest).await,
        ["topic-unlocked", "appeal-granted", "topic-locked"]
    );
    scene.author.reply(topic, "又可以寫了").await;
    let told = scene.told("haihai", POST).await;
    assert!(told.iter().any(|mail| mail.contains("可以再回覆")));
    // Who did it themselves is told nothing.
    let own = scene.first.topic("city", "公告", "請看").await;
    let before = scene.plaza.mails().await.len();
    arrange(&scene.first, own, "lock", json!({}))
        .await
        .expect(200);
    assert_eq!(scene.plaza.mails().await.len(), before);
}

#[actix_web::test]
async fn a_move_goes_back_unless_the_topic_was_moved_since() {
    let scene = scene().await;
    let topic = scene.author.topic("city", "路燈", "不亮").await;
    let post = opening(&scene.author, topic).await;
    let to = async |board: &str| {
        let moved = arrange(&scene.first, topic, "move", json!({ "board": board })).await;
        moved.expect(200);
    };
    to("open").await;
    appeal(&scene.author, post).await;
    scene.answer(true).await;
    let board = shown(&scene.author, topic).await["board"]["slug"].clone();
    assert_eq!(board, "city");
    let guest = scene.plaza.client().await;
    let acts = ["topic-moved", "appeal-granted", "topic-moved"];
    assert_eq!(register(&guest).await, acts);
    to("open").await;
    appeal(&scene.author, post).await;
    to("city").await;
    to("open").await;
    scene.answer(true).await;
    let board = shown(&scene.author, topic).await["board"]["slug"].clone();
    assert_eq!(board, "open", "what is newer stands");
    let told = scene.told("haihai", POST).await;
    assert!(told.iter().any(|mail| mail.contains("寫在理由裡")));
}

#[actix_web::test]
async fn of_a_merge_and_a_split_both_authors_are_told_and_whose_posts_moved_appeals() {
    let scene = scene().await;
    let neighbour = scene.plaza.person("linlin", Role::Resident).await.client;
    let stays = scene.author.topic("city", "路燈", "不亮").await;
    let goes = neighbour.topic("city", "路燈壞了", "很暗").await;
    let moved = opening(&neighbour, goes).await;
    let merged = arrange(&scene.first, goes, "merge", json!({ "topic": stays })).await;
    merged.expect(200);
    assert!(scene.told("linlin", POST).await[0].contains("併入"));
    assert!(scene.told("haihai", TOPIC).await[0].contains("理由充分"));
    assert!(scene.told("haihai", POST).await.is_empty());
    assert!(scene.told("linlin", TOPIC).await.is_empty());
    appeal(&neighbour, moved).await;
    scene.answer(true).await;
    let guest = scene.plaza.client().await;
    assert_eq!(register(&guest).await, ["appeal-granted", "topic-merged"]);
    let told = scene.told("linlin", POST).await;
    assert!(told.iter().any(|mail| mail.contains("寫在理由裡")));
    // What was split off is its first author's.
    let part = json!({ "posts": [moved], "title": "很暗的巷子" });
    let split = arrange(&scene.first, stays, "split", part).await;
    split.expect(200);
    assert_eq!(scene.told("haihai", TOPIC).await.len(), 2);
    appeal(&neighbour, moved).await;
    scene.answer(false).await;
    assert_eq!(register(&guest).await[0], "appeal-refused");
}

#[actix_web::test]
async fn what_takes_no_ground_names_a_reason_of_the_list_too() {
    let scene = scene().await;
    reasons::put_in(&scene.plaza.context).await.unwrap();
    let (author, moderator) = (&scene.author, &scene.first);
    let topic = author.topic("city", "路燈", "不亮").await;
    let post = opening(author, topic).await;
    // The thirteenth is for moving and splitting, the fifteenth for locking.
    for id in [13, 99] {
        let chosen = json!({ "reason_id": id });
        let refused = arrange(moderator, topic, "lock", chosen).await.expect(422);
        assert_eq!(refused.json()["errors"][0]["field"], "reason_id");
    }
    let bare = json!({ "reason_id": 15, "reason": "" });
    arrange(moderator, topic, "lock", bare).await.expect(200);
    let read = async |lang: &str| {
        let page = author.get(&format!("/{lang}/posts/{post}/decisions")).await;
        page.expect(200).texts("main").concat()
    };
    assert!(read("zh").await.contains("討論已經結束"));
    assert!(
        read("en")
            .await
            .contains("The discussion has come to its end")
    );
    let told = scene.told("haihai", POST).await;
    assert!(told[0].contains("討論已經結束"), "{}", told[0]);
    let page = format!("/zh/topics/{topic}/arrange");
    let offered = moderator.get(&page).await.expect(200);
    assert!(
        offered
            .texts("#f-reason_id option")
            .concat()
            .contains("討論已經結束")
    );
    let fields = [("act", "unlock"), ("reason", "再談"), ("reason_id", "13")];
    let refused = moderator.post(&page, &fields).await.expect(422);
    assert_eq!(refused.attribute("#f-reason", "value").unwrap(), "再談");
    let fields = [("act", "unlock"), ("reason_id", "15")];
    moderator.post(&page, &fields).await.expect(303);

    // The seventeenth is for bringing back, taking back and ending.
    let act = format!("/api/v1/posts/{post}/moderate");
    let hide = json!({ "act": "hide", "ground": "R3", "reason_id": 5 });
    moderator.post_json(&act, &hide).await.expect(200);
    let restore = json!({ "act": "restore" });
    let refused = moderator.post_json(&act, &restore).await.expect(422);
    assert_eq!(refused.json()["errors"][0]["field"], "reason");
    let restore = json!({ "act": "restore", "reason_id": 17 });
    moderator.post_json(&act, &restore).await.expect(200);
    assert!(read("en").await.contains("The decision was wrong"));
    moderator.post_json(&act, &hide).await.expect(200);
    let path = format!("/api/v1/posts/{post}/decisions");
    let last = async || {
        let decided = author.get(&path).await.expect(200).json();
        decided["decisions"]
            .as_array()
            .unwrap()
            .last()
            .unwrap()
            .clone()
    };
    let undo = format!("/api/v1/decisions/{}/undo", last().await["number"]);
    let unknown = json!({ "reason_id": 1000 });
    moderator.post_json(&undo, &unknown).await.expect(422);
    let why = json!({ "reason_id": 17 });
    moderator.post_json(&undo, &why).await.expect(200);
    assert_eq!(last().await["words"], "原來的決定有誤");

    let account = author.get("/api/v1/account").await.expect(200).json();
    let path = format!("/api/v1/people/{}/sanctions", account["id"]);
    let silence = json!({ "kind": "silence", "last_day": "2026-03-10", "reason_id": 2 });
    let imposed = moderator
        .post_json(&path, &silence)
        .await
        .expect(201)
        .json();
    let end = format!("/api/v1/sanctions/{}/end", imposed["number"]);
    moderator.post_json(&end, &json!({})).await.expect(422);
    moderator.post_json(&end, &why).await.expect(200);
    let mails = scene.plaza.mails().await;
    let last = mails.iter().rfind(|mail| mail.to == "haihai@example.tw");
    let last = &last.unwrap().text;
    assert!(last.contains("原來的決定有誤"), "{last}");
}
