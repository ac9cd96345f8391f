//! Words are taken out of a post that waits: what is left stays held or is let out with it, and what was
//! never let out does not come back to where everybody reads it.

use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza};

const BODY: &str = "下午可以面交。這家店根本是騙子。書況很好。";
const LEFT: &str = "下午可以面交。書況很好。";
const AFTER: &str = "下午可以面交。【版主移除】書況很好。";
const REASON: &str = "沒有證據，會傷害店家";
const TAKE_OUT: &str = "/api/v1/posts/1/take-out";
const PAGE: &str = "/zh/posts/1/take-out";

struct Scene {
    plaza: Plaza,
    moderator: Client,
    other: Client,
    guest: Client,
}

/// A guest's topic that waits, its opening post number 1.
async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let signed = guest.as_guest("小樹", None).await;
    let body = json!({ "title": "二手書", "body": BODY, "guest": signed });
    let path = "/api/v1/boards/open/topics";
    let sent = guest.decide("POST", path, &body, |_| ("mine", "publish"));
    sent.await.expect(202);
    Scene {
        moderator: plaza.log_on_as(Role::Moderator, "版主甲").await,
        other: plaza.log_on_as(Role::Moderator, "版主乙").await,
        guest: plaza.client().await,
        plaza,
    }
}

impl Scene {
    /// What waits, as the queue has it.
    async fn item(&self) -> Value {
        let queue = self.moderator.get("/api/v1/review").await.expect(200);
        queue.json()["items"][0].clone()
    }

    /// Takes the words out of the text that waits.
    async fn take_out(&self, let_out: bool) -> Answer {
        let began = self.item().await["began"].clone();
        self.ask(json!({ "body": LEFT, "began": began, "let_out": let_out }))
            .await
    }

    async fn ask(&self, mut what: Value) -> Answer {
        what["ground"] = json!("R3");
        if what["began"].is_null() {
            what["began"] = json!("*");
        }
        what["reason"] = json!(REASON);
        self.moderator.post_json(TAKE_OUT, &what).await
    }

    /// The numbers of what was decided: first words were taken out, then it was approved.
    async fn decisions(&self) -> (i64, i64) {
        self.plaza.advance(TimeDelta::minutes(1));
        let path = "/api/v1/posts/1/decisions";
        let read = self.moderator.get(path).await.expect(200).json();
        let number = |at: usize| read["decisions"][at]["number"].as_i64().unwrap();
        assert_eq!(read["decisions"].as_array().unwrap().len(), 2);
        (number(0), number(1))
    }

    async fn undo(&self, number: i64) -> u16 {
        let path = format!("/api/v1/decisions/{number}/undo");
        let answer = self.other.post_json(&path, &json!({})).await;
        answer.status.as_u16()
    }

    /// What everybody reads; nothing while it waits.
    async fn read(&self) -> Option<String> {
        let topic = self.guest.get("/api/v1/topics/1").await;
        let read = topic.status.as_u16() == 200;
        read.then(|| {
            topic.json()["posts"][0]["body"]
                .as_str()
                .unwrap()
                .to_owned()
        })
    }
}

fn code(answer: Answer) -> String {
    let answer = answer.expect(409).json();
    answer["code"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn what_is_left_waits_on_and_the_words_come_back_only_to_what_waits() {
    let scene = scene().await;
    scene.take_out(false).await.expect(200);
    assert_eq!(scene.read().await, None);
    let item = scene.item().await;
    assert_eq!(item["post"]["body"], AFTER);
    let approve = json!({ "decision": "approve", "version": item["version"] });
    let path = format!("/api/v1/review/{}", item["id"]);
    scene.other.post_json(&path, &approve).await.expect(200);
    assert_eq!(scene.read().await.as_deref(), Some(AFTER));
    let (taken, approved) = scene.decisions().await;
    // Nobody looked at these words when the post was let out.
    assert_eq!(scene.undo(taken).await, 409);
    assert_eq!(scene.undo(approved).await, 200);
    assert_eq!(scene.undo(taken).await, 200);
    assert_eq!(scene.read().await, None);
    assert_eq!(scene.item().await["post"]["body"], BODY);
}

#[actix_web::test]
async fn what_is_left_is_let_out_with_it_unless_another_works_at_it_or_nobody_saw_it() {
    let scene = scene().await;
    let unseen = json!({ "body": LEFT, "let_out": true });
    let said = code(scene.ask(unseen).await);
    assert_eq!(said, "changed-meanwhile");
    let path = format!("/api/v1/review/{}/claim", scene.item().await["id"]);
    scene.other.post_json(&path, &json!({})).await.expect(200);
    let before = scene.plaza.dump();
    let said = code(scene.take_out(true).await);
    assert_eq!(said, "claimed");
    assert_eq!(scene.plaza.dump(), before);
    let path = path.replace("/claim", "/release");
    scene.other.post_json(&path, &json!({})).await.expect(200);
    scene.take_out(true).await.expect(200);
    assert_eq!(scene.read().await.as_deref(), Some(AFTER));
    assert_eq!(scene.item().await, Value::Null);
    let (taken, approved) = scene.decisions().await;
    assert_eq!(scene.undo(taken).await, 409);
    // It waits as it did before, without the words.
    assert_eq!(scene.undo(approved).await, 200);
    assert_eq!(scene.read().await, None);
    assert_eq!(scene.item().await["post"]["body"], AFTER);
}

#[actix_web::test]
async fn the_item_leads_to_it_and_the_page_lets_out() {
    let scene = scene().await;
    let item = scene.item().await["id"].clone();
    let page = scene.moderator.get(&format!("/zh/review/{item}")).await;
    let page = page.expect(200);
    let way = page.attribute("article a[data-key=t]", "href");
    assert_eq!(way.as_deref(), Some(PAGE));
    // What is held already is not held.
    assert_eq!(page.attribute("article a[data-key=h]", "href"), None);
    let page = scene.moderator.get(PAGE).await.expect(200);
    assert_eq!(page.texts("#f-body"), [BODY]);
    let stamp = page.hidden("stamp");
    let mut fields = vec![
        ("stamp", &*stamp),
        ("title", "二手書"),
        ("body", LEFT),
        ("ground", "R3"),
        ("reason", REASON),
        ("let_out", "yes"),
    ];
    let mut previewed = fields.clone();
    previewed.push(("preview", "yes"));
    let shown = scene.moderator.post(PAGE, &previewed).await.expect(200);
    assert_eq!(scene.read().await, None);
    assert!(shown.attribute("#f-let_out", "checked").is_some());
    let meant = shown.hidden("shown");
    fields.extend([("shown", &*meant), ("do", "yes")]);
    scene.moderator.post(PAGE, &fields).await.expect(303);
    assert_eq!(scene.read().await.as_deref(), Some(AFTER));
}

#[actix_web::test]
async fn from_a_public_post_the_item_leads_to_holding_too() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    author.topic("city", "路燈", "路燈不亮。").await;
    let reader = plaza.person("ahua", Role::Resident).await.client;
    let flag = json!({ "reason": "spam" });
    reader.post_json("/api/v1/posts/1/flags", &flag).await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let queue = moderator.get("/api/v1/review").await.expect(200).json();
    let path = format!("/zh/review/{}", queue["items"][0]["id"]);
    let page = moderator.get(&path).await.expect(200);
    let way = page.attribute("article a[data-key=h]", "href").unwrap();
    let chosen = moderator.get(&way).await.expect(200);
    let hold = "[name=act][value=hold]";
    let ticked = chosen.attribute(hold, "checked");
    assert!(ticked.is_some());
    assert!(page.attribute("article a[data-key=p]", "href").is_some());
}
