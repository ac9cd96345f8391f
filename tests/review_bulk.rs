//! One decision about many: what is foreseen is what becomes of each.

use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{Client, Plaza};

const PHONE: &str = "0912-345-678";
const BULK: &str = "/api/v1/review/bulk";

struct Scene {
    plaza: Plaza,
    one: Client,
    other: Client,
    /// A topic of a resident who published it, and of whom other things wait.
    topic: i64,
    author: Client,
}

/// A queue in which each sort of item waits.
async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let topic = author.topic("city", "路燈", "路燈不亮。").await;
    let scene = Scene {
        one: plaza.log_on_as(Role::Moderator, "版主甲").await,
        other: plaza.log_on_as(Role::Moderator, "版主乙").await,
        plaza,
        topic,
        author,
    };
    for title in ["早餐店", "午餐店", "晚餐店", "宵夜店"] {
        let guest = scene.plaza.client().await;
        let signed = guest.as_guest("1234", None).await;
        let body = json!({ "title": title, "body": "內文", "guest": signed });
        let path = "/api/v1/boards/open/topics";
        guest.post_json(path, &body).await.expect(202);
    }
    scene.write("他的電話是", "other", 202).await;
    let marked = scene.write("打給我", "mine", 201).await;
    let plain = scene.author.reply(topic, "還是不亮。").await;
    let reader = scene.plaza.log_on_as(Role::Resident, "讀者").await;
    for post in [marked, plain] {
        let path = format!("/api/v1/posts/{post}/flags");
        let body = json!({ "reason": "spam" });
        reader.post_json(&path, &body).await.expect(202);
    }
    // What is public waits for two reasons at once.
    let imported = format!(
        "INSERT INTO review_items (kind, post_id, state, created_at, urgency) \
         SELECT 'imported', id, 'open', created_at, 10 FROM posts WHERE id = {plain}"
    );
    scene.plaza.sql(&imported).unwrap();
    scene
}

impl Scene {
    /// A reply of the author with a telephone; gives its number.
    async fn write(&self, words: &str, whose: &'static str, status: u16) -> i64 {
        let body = json!({ "body": format!("{words}{PHONE}") });
        let path = format!("/api/v1/topics/{}/posts", self.topic);
        let publish = |_: &str| (whose, "publish");
        let written = self.author.decide("POST", &path, &body, publish).await;
        written.expect(status).json()["id"].as_i64().unwrap()
    }

    async fn waiting(&self) -> Vec<Value> {
        let list = self.one.get("/api/v1/review").await.expect(200).json();
        list["items"].as_array().unwrap().clone()
    }

    /// All that waits and is then changed, claimed or decided, and an item that is none.
    async fn chosen(&self) -> Vec<Value> {
        let mut chosen: Vec<Value> = self
            .waiting()
            .await
            .iter()
            .map(|item| json!({ "id": item["id"], "version": item["version"] }))
            .collect();
        let guests = |item: &&Value| item["kind"] == "guest-post";
        let guests: Vec<Value> = self
            .waiting()
            .await
            .iter()
            .filter(guests)
            .cloned()
            .collect();
        let path = format!("/api/v1/review/{}", guests[1]["id"]);
        let approve = json!({ "decision": "approve", "version": guests[1]["version"] });
        self.other.post_json(&path, &approve).await.expect(200);
        let path = format!("/api/v1/review/{}/claim", guests[2]["id"]);
        self.other.post_json(&path, &json!({})).await.expect(200);
        for one in &mut chosen {
            if one["id"] == guests[3]["id"] {
                one["version"] = json!(7);
            }
        }
        chosen.push(json!({ "id": 999, "version": 1 }));
        chosen
    }
}

/// What becomes of an item of which this was foreseen.
fn becomes(foreseen: &str) -> &str {
    match foreseen {
        "publish" | "stay" | "dismiss" | "reject" | "hide" | "remind" | "mask" => "done",
        "mask-and-publish" => "done",
        "together" => "decided-before",
        other => other,
    }
}

fn results(answer: &Value) -> Vec<(i64, &str)> {
    let all = answer.as_array().unwrap().iter();
    all.map(|one| (one["id"].as_i64().unwrap(), one["result"].as_str().unwrap()))
        .collect()
}

#[actix_web::test]
async fn what_is_foreseen_is_what_becomes_of_each() {
    for (decision, seen) in [
        (
            "approve",
            ["publish", "publish", "dismiss", "dismiss", "stay"],
        ),
        ("reject", ["reject", "reject", "hide", "hide", "together"]),
        (
            "mask",
            ["cannot", "mask-and-publish", "mask", "cannot", "cannot"],
        ),
    ] {
        let scene = scene().await;
        let chosen = scene.chosen().await;
        let mut body = json!({ "decision": decision, "items": chosen, "preview": true });
        let before = scene.plaza.dump();
        let preview = scene.one.post_json(BULK, &body).await.expect(200).json();
        assert_eq!(scene.plaza.dump(), before, "a look changes nothing");
        let foreseen = results(&preview);
        let ends = [
            "decided-before",
            "claimed",
            "changed-meanwhile",
            "not-found",
        ];
        let live: Vec<&str> = foreseen
            .iter()
            .map(|(_, result)| *result)
            .filter(|result| !ends.contains(result))
            .collect();
        assert_eq!(live, seen, "{decision}");
        for end in ends {
            let such = foreseen.iter().filter(|(_, result)| *result == end);
            assert_eq!(such.count(), 1, "{decision} {end}");
        }
        body["preview"] = json!(false);
        body["ground"] = json!("R5");
        body["reason"] = json!("這是廣告");
        let done = scene.one.post_json(BULK, &body).await.expect(200).json();
        let expected: Vec<(i64, &str)> = foreseen
            .iter()
            .map(|(id, result)| (*id, becomes(result)))
            .collect();
        assert_eq!(results(&done), expected, "{decision}");
        let mut titles = done.as_array().unwrap().iter().map(|one| &one["title"]);
        assert!(titles.any(|title| title == "早餐店"));
        // Sent again, nothing is done twice.
        let again = scene.one.post_json(BULK, &body).await.expect(200).json();
        assert!(results(&again).iter().all(|(_, result)| *result != "done"));
    }
}

#[actix_web::test]
async fn who_gets_a_mail_is_foreseen() {
    let scene = scene().await;
    let chosen = scene.chosen().await;
    let before = scene.plaza.mails().await.len();
    let mut body = json!({ "decision": "reject", "items": chosen, "preview": true });
    let preview = scene.one.post_json(BULK, &body).await.expect(200).json();
    let all = preview.as_array().unwrap().iter();
    let told = all.filter(|one| one["told"] == true).count();
    assert_eq!(told, 3, "the resident's, and no guest's: {preview}");
    body["preview"] = json!(false);
    body["ground"] = json!("R5");
    body["reason"] = json!("這是廣告");
    scene.one.post_json(BULK, &body).await.expect(200);
    assert_eq!(scene.plaza.mails().await.len() - before, told);
}

#[actix_web::test]
async fn the_fault_of_one_loses_no_word_about_the_others() {
    let scene = scene().await;
    let other = scene.plaza.person("amei", Role::Resident).await.client;
    let body = json!({ "body": format!("她的電話是{PHONE}") });
    let path = format!("/api/v1/topics/{}/posts", scene.topic);
    let held = other.decide("POST", &path, &body, |_| ("other", "publish"));
    held.await.expect(202);
    // An address that cannot be opened: whoever has it cannot be told.
    let broken = "UPDATE accounts SET email_sealed = email_index WHERE name = 'haihai'";
    scene.plaza.sql(broken).unwrap();
    let of_others = |item: &&Value| item["kind"] == "personal-data-of-others";
    let chosen: Vec<Value> = scene
        .waiting()
        .await
        .iter()
        .filter(of_others)
        .map(|item| json!({ "id": item["id"], "version": item["version"] }))
        .collect();
    let body = json!({
        "decision": "reject", "items": chosen, "ground": "R5", "reason": "這是廣告",
    });
    let done = scene.one.post_json(BULK, &body).await.expect(200).json();
    let said: Vec<&str> = results(&done).into_iter().map(|(_, said)| said).collect();
    assert_eq!(said, ["failed", "done"]);
    // It waits as before.
    let waiting = scene.waiting().await;
    assert!(waiting.iter().any(|item| item["id"] == chosen[0]["id"]));
    let page = scene.one.get("/zh/review").await.expect(200);
    let value = format!("{}:{}", chosen[0]["id"], chosen[0]["version"]);
    assert!(page.body.contains(&value), "{value}");
    let fields = [
        ("item", &*value),
        ("act", "reject"),
        ("ground", "R5"),
        ("reason", "這是廣告"),
        ("carry-out", "yes"),
    ];
    let told = scene.one.post("/zh/review/bulk", &fields).await.expect(200);
    assert!(told.body.contains("處理這一項時發生錯誤"), "{}", told.body);
}

#[actix_web::test]
async fn without_a_ground_or_with_too_many_nothing_is_decided() {
    let scene = scene().await;
    let items: Vec<Value> = scene
        .waiting()
        .await
        .iter()
        .map(|item| json!({ "id": item["id"], "version": item["version"] }))
        .collect();
    let many: Vec<Value> = (1..=51)
        .map(|id| json!({ "id": id, "version": 1 }))
        .collect();
    let before = scene.plaza.dump();
    for (body, field) in [
        (json!({ "decision": "reject", "items": items }), "ground"),
        (
            json!({ "decision": "mask", "items": items, "ground": "R5", "reason": " " }),
            "reason",
        ),
        (json!({ "decision": "reject", "items": [] }), "ground"),
        (json!({ "decision": "approve", "items": [] }), "items"),
        (json!({ "decision": "approve", "items": many }), "items"),
        (
            json!({ "decision": "approve", "items": many, "preview": true }),
            "items",
        ),
    ] {
        let refused = scene.one.post_json(BULK, &body).await.expect(422).json();
        assert_eq!(refused["errors"][0]["field"], field, "{body}");
        assert_ne!(refused["errors"][0]["detail"], "", "{body}");
    }
    assert_eq!(scene.plaza.dump(), before);
    let twice = json!({ "decision": "approve", "items": [items[0], items[0]] });
    let done = scene.one.post_json(BULK, &twice).await.expect(200).json();
    assert_eq!(done.as_array().unwrap().len(), 1);
}
