//! Taking decisions back, holding for review again and bringing back: what becomes of the post, who is
//! told, and when it is refused.

use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{Client, Plaza};

struct Scene {
    plaza: Plaza,
    author: Client,
    moderator: Client,
    other: Client,
    guest: Client,
}

/// A topic with a reply, post 2, of an author with an address.
async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let topic = author.topic("city", "路燈", "很暗。").await;
    author.reply(topic, "還是很暗。").await;
    Scene {
        moderator: plaza.log_on_as(Role::Moderator, "版主甲").await,
        other: plaza.log_on_as(Role::Moderator, "版主乙").await,
        guest: plaza.client().await,
        author,
        plaza,
    }
}

impl Scene {
    async fn act(&self, act: &str) -> u16 {
        self.plaza.advance(TimeDelta::minutes(1));
        let body = json!({ "act": act, "ground": "R3", "reason": "離題" });
        let answer = self.moderator.post_json("/api/v1/posts/2/moderate", &body);
        answer.await.status.as_u16()
    }

    async fn decisions(&self, reader: &Client) -> Vec<Value> {
        let read = reader.get("/api/v1/posts/2/decisions").await.expect(200);
        read.json()["decisions"].as_array().unwrap().clone()
    }

    async fn newest(&self) -> i64 {
        let all = self.decisions(&self.moderator).await;
        all.last().unwrap()["number"].as_i64().unwrap()
    }

    async fn undo(&self, number: i64) -> u16 {
        self.plaza.advance(TimeDelta::minutes(1));
        let path = format!("/zh/decisions/{number}/undo");
        let answer = self.other.post(&path, &[("reason", "看錯了")]).await;
        answer.status.as_u16()
    }

    async fn replies(&self) -> i64 {
        let topic = self.guest.get("/api/v1/topics/1").await.expect(200).json();
        topic["replies"].as_i64().unwrap()
    }

    /// The last mail to the author.
    async fn mail(&self) -> String {
        let mails = self.plaza.mails().await;
        let last = mails.iter().rfind(|mail| mail.to == "haihai@example.tw");
        last.unwrap().text.clone()
    }
}

#[actix_web::test]
async fn a_hidden_post_comes_back_when_the_decision_is_taken_back() {
    let scene = scene().await;
    assert_eq!(scene.act("hide").await, 200);
    assert_eq!(scene.replies().await, 0);
    let number = scene.newest().await;
    // Twice is once.
    for _ in 0..2 {
        assert_eq!(scene.undo(number).await, 303);
        assert_eq!(scene.replies().await, 1);
    }
    let mail = scene.mail().await;
    assert!(mail.contains("已撤銷") && mail.contains("看錯了"), "{mail}");
    let page = scene.author.get("/zh/posts/2/decisions").await.expect(200);
    let page = page.texts("main").concat();
    for words in ["離題", "已撤銷", "版主撤銷對一則發言的決定", "看錯了"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // What was taken back is appealed against no more.
    let own = scene.decisions(&scene.author).await;
    assert_eq!(
        (&own[0]["undone"], &own[0]["may_appeal"]),
        (&json!(true), &json!(false))
    );
    let appeal = json!({ "number": number, "words": "請再看看" });
    let path = "/api/v1/posts/2/appeals";
    scene.author.post_json(path, &appeal).await.expect(409);
    // The register says so, and of which.
    let register = scene.guest.get("/api/v1/ledger").await.expect(200).json();
    assert_eq!(register["entries"][0]["act"], "decision-undone");
    scene
        .author
        .post("/zh/decisions/1/undo", &[])
        .await
        .expect(403);
    scene
        .guest
        .post("/zh/decisions/1/undo", &[])
        .await
        .expect(401);
    scene
        .other
        .post("/zh/decisions/99/undo", &[])
        .await
        .expect(404);
}

#[actix_web::test]
async fn what_a_newer_decision_stands_on_is_taken_back_after_it() {
    let scene = scene().await;
    assert_eq!(scene.act("hide").await, 200);
    let hidden = scene.newest().await;
    assert_eq!(scene.act("restore").await, 200);
    assert_eq!(scene.replies().await, 1);
    assert!(scene.mail().await.contains("大家又看得到了"));
    let path = format!("/zh/decisions/{hidden}/undo");
    let refused = scene.other.post(&path, &[("reason", "看錯了")]).await;
    let refused = refused.expect(409);
    assert!(refused.texts(".field-error")[0].contains("後來還有別的決定"));
    let typed = refused.attribute(&format!("#f-undo-{hidden}"), "value");
    assert_eq!(typed.unwrap(), "看錯了");
    // What was brought back is taken away on a ground alone.
    let restored = scene.newest().await;
    assert_eq!(scene.undo(restored).await, 409);
    assert_eq!(scene.act("restore").await, 409, "it is not hidden");
    assert_eq!(scene.replies().await, 1);
}

#[actix_web::test]
async fn a_post_that_is_held_again_waits_and_comes_back_only_as_it_was_seen() {
    let scene = scene().await;
    assert_eq!(scene.act("hold").await, 200);
    assert_eq!(scene.replies().await, 0);
    assert!(scene.mail().await.contains("暫停公開"));
    let queue = scene.other.get("/zh/review").await.expect(200);
    assert!(queue.body.contains("版主暫停公開，重新審核"));
    let number = scene.newest().await;
    assert_eq!(scene.undo(number).await, 303);
    assert_eq!(scene.replies().await, 1);
    let queue = scene.other.get("/api/v1/review").await.expect(200).json();
    assert_eq!(queue["count"], 0);
    // Changed while it was held, it must be looked at first.
    assert_eq!(scene.act("hold").await, 200);
    let number = scene.newest().await;
    scene.plaza.advance(TimeDelta::minutes(1));
    let change = json!({ "body": "現在亮了。" });
    let patch = actix_web::http::Method::PATCH;
    let edited = scene.author.json(patch, "/api/v1/posts/2", &change).await;
    assert!(edited.status.is_success(), "{}", edited.body);
    assert_eq!(scene.undo(number).await, 409);
    assert_eq!(scene.replies().await, 0);
    // Without a ground nothing is held.
    let body = json!({ "act": "hold", "reason": "離題" });
    let path = "/api/v1/posts/1/moderate";
    scene.moderator.post_json(path, &body).await.expect(422);
}

#[actix_web::test]
async fn an_approval_and_a_rejection_are_taken_back_into_the_queue() {
    let scene = scene().await;
    let body = json!({ "body": "他的電話是0912-345-678" });
    let path = "/api/v1/topics/1/posts";
    let held = scene
        .author
        .decide("POST", path, &body, |_| ("other", "publish"));
    let id = held.await.expect(202).json()["id"].as_i64().unwrap();
    let other = "/zh/review/undo";
    // Somebody who decided nothing takes nothing back.
    scene.other.post(other, &[]).await.expect(404);
    for decision in ["approve", "reject", "approve"] {
        scene.plaza.advance(TimeDelta::minutes(1));
        let queue = scene.moderator.get("/api/v1/review").await.expect(200);
        let queue = queue.json();
        assert_eq!(queue["count"], 1, "{decision}: {queue}");
        let item = &queue["items"][0];
        assert_eq!(item["kind"], "personal-data-of-others");
        let answer = json!({
            "decision": decision, "version": item["version"], "ground": "R3", "reason": "離題",
        });
        let one = format!("/api/v1/review/{}", item["id"]);
        scene.moderator.post_json(&one, &answer).await.expect(200);
        let replies = if decision == "approve" { 2 } else { 1 };
        assert_eq!(scene.replies().await, replies);
        let undone = scene.moderator.post("/zh/review/undo", &[]).await;
        assert!(undone.expect(303).location().contains("done=undone"));
        assert_eq!(scene.replies().await, 1);
    }
    // Its author reads that it waits, and no reason why it was turned down.
    let path = format!("/api/v1/posts/{id}/decisions");
    let decided = scene.author.get(&path).await.expect(200).json();
    let acts: Vec<&str> = decided["decisions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["act"].as_str().unwrap())
        .collect();
    assert_eq!(
        acts,
        [
            "post-waits-again",
            "post-rejected",
            "decision-undone",
            "post-waits-again"
        ]
    );
    assert!(scene.mail().await.contains("又在等候版主審核"));
    let again = scene.moderator.post("/zh/review/undo", &[]).await;
    again.expect(404);
}

#[actix_web::test]
async fn whose_role_ended_a_minute_ago_takes_nothing_back() {
    let scene = scene().await;
    assert_eq!(scene.act("hide").await, 200);
    let number = scene.newest().await;
    let ended = "UPDATE accounts SET role = 'resident' WHERE name = '版主乙'";
    scene.plaza.sql(ended).unwrap();
    assert_eq!(scene.undo(number).await, 403);
    assert_eq!(scene.replies().await, 0);
}

/// Hides what has this stamp.
fn fields(stamp: &str) -> [(&str, &str); 4] {
    [
        ("act", "hide"),
        ("ground", "R3"),
        ("reason", "離題"),
        ("stamp", stamp),
    ]
}

#[actix_web::test]
async fn nothing_is_done_to_what_changed_since_it_was_looked_at() {
    let scene = scene().await;
    let path = "/zh/posts/2/moderate";
    let seen = scene.moderator.get(path).await.expect(200).hidden("stamp");
    let tag = scene.moderator.header("/api/v1/posts/2", "etag").await;
    scene.plaza.advance(TimeDelta::minutes(11));
    let change = json!({ "body": "現在亮了。" });
    let patch = actix_web::http::Method::PATCH;
    let edited = scene.author.json(patch, "/api/v1/posts/2", &change).await;
    edited.expect(200);
    let anew = scene.moderator.post(path, &fields(&seen)).await.expect(409);
    assert!(anew.texts(".field-error")[0].contains("內容改過了"));
    assert!(anew.texts(".post-body")[0].contains("現在亮了"));
    assert_eq!(anew.attribute("#f-reason", "value").unwrap(), "離題");
    let body = json!({
        "act": "hold", "ground": "R3", "reason": "離題", "began": tag.trim_matches('"'),
    });
    let late = scene.moderator.post_json("/api/v1/posts/2/moderate", &body);
    assert_eq!(late.await.expect(409).json()["code"], "changed-meanwhile");
    assert_eq!(scene.replies().await, 1);
    let seen = anew.hidden("stamp");
    scene.moderator.post(path, &fields(&seen)).await.expect(303);
    assert_eq!(scene.replies().await, 0);
}

#[actix_web::test]
async fn nobody_takes_back_what_was_decided_about_their_own_post() {
    let scene = scene().await;
    let id = scene.other.reply(1, "我也覺得很暗。").await;
    let hide = json!({ "act": "hide", "ground": "R3", "reason": "離題" });
    let path = format!("/api/v1/posts/{id}/moderate");
    scene.moderator.post_json(&path, &hide).await.expect(200);
    let decisions = format!("/api/v1/posts/{id}/decisions");
    let own = scene.other.get(&decisions).await.expect(200).json();
    let number = &own["decisions"][0]["number"];
    let undo = format!("/api/v1/decisions/{number}/undo");
    scene.other.post_json(&undo, &json!({})).await.expect(403);
    let restore = json!({ "act": "restore", "reason": "看錯了" });
    scene.other.post_json(&path, &restore).await.expect(403);
    scene
        .moderator
        .post_json(&undo, &json!({}))
        .await
        .expect(200);
    assert_eq!(scene.replies().await, 2);
}

#[actix_web::test]
async fn the_last_decision_is_named_and_none_before_it_is_taken_back_in_its_stead() {
    let scene = scene().await;
    let third = scene.author.reply(1, "第三則也很暗。").await;
    let hide = json!({ "act": "hide", "ground": "R3", "reason": "離題" });
    let path = format!("/api/v1/posts/{third}/moderate");
    scene.moderator.post_json(&path, &hide).await.expect(200);
    assert_eq!(scene.act("hide").await, 200);
    assert_eq!(scene.replies().await, 0);
    let number = scene.newest().await;
    let offered = "form[action$='/review/undo'] input[name=number]";
    let list = scene.moderator.get("/zh/review").await.expect(200);
    let named = list.texts("#last-decision").concat();
    assert!(named.contains("一則發言被隱藏") && named.contains("路燈"));
    assert_eq!(list.attribute(offered, "value"), Some(number.to_string()));
    assert_eq!(list.attribute("#last-decision", "data-key"), None);

    // Somebody else answers the appeal: that is said, and the decision before it stands.
    let appeal = json!({ "number": number, "words": "請再看看" });
    let path = "/api/v1/posts/2/appeals";
    scene.author.post_json(path, &appeal).await.expect(200);
    let last = "/zh/review/undo";
    let is_barred = async |why: &str, code: &str| {
        let list = scene.moderator.get("/zh/review").await.expect(200);
        assert_eq!(list.attribute(offered, "value"), None);
        let named = list.texts("[data-key=u]").concat();
        assert!(named.contains(why), "{named}");
        let refused = scene.moderator.post(last, &[]).await.expect(409);
        assert!(refused.texts(".field-error").concat().contains(why));
        // The form has no page of its own: its other language leads to the queue.
        let other = refused.attribute("li.language a", "href");
        assert_eq!(other.as_deref(), Some("/en/review"));
        let api = "/api/v1/review/undo";
        let named = scene.moderator.get(api).await.expect(200).json();
        assert_eq!(
            (&named["number"], &named["post"]),
            (&json!(number), &json!(2))
        );
        assert_eq!(
            (&named["name"], &named["refused"]),
            (&json!("路燈"), &json!(code))
        );
        let refused = scene.moderator.post_json(api, &json!({})).await;
        assert_eq!(refused.expect(409).json()["code"], code);
        assert_eq!(scene.replies().await, if why == "申訴" { 0 } else { 1 });
    };
    is_barred("申訴", "appealed").await;

    // So it is with what another decision stands on.
    let waiting = scene.other.get("/api/v1/appeals").await.expect(200).json();
    let path = format!("/api/v1/appeals/{}", waiting["appeals"][0]["id"]);
    let refused = json!({ "granted": false, "answer": "維持" });
    scene.other.post_json(&path, &refused).await.expect(200);
    let restore = json!({ "act": "restore", "reason": "還是看錯了" });
    let path = "/api/v1/posts/2/moderate";
    scene.other.post_json(path, &restore).await.expect(200);
    assert_eq!(scene.replies().await, 1);
    is_barred("後來還有別的決定", "newer-decision").await;
}

#[actix_web::test]
async fn what_is_public_and_was_approved_waits_again_and_stays_public() {
    let scene = scene().await;
    let waits = "INSERT INTO review_items (kind, post_id, state, created_at, urgency) \
                 SELECT 'imported', id, 'open', created_at, 10 FROM posts WHERE id = 2";
    scene.plaza.sql(waits).unwrap();
    let decided = scene.decisions(&scene.author).await;
    let waiting = async || {
        let queue = scene.moderator.get("/api/v1/review").await.expect(200);
        queue.json()["items"].as_array().unwrap().clone()
    };
    let item = waiting().await[0].clone();
    let path = format!("/api/v1/review/{}", item["id"]);
    let approve = json!({ "decision": "approve", "version": item["version"] });
    scene.moderator.post_json(&path, &approve).await.expect(200);
    assert!(waiting().await.is_empty());
    let number = scene.newest().await;
    scene.plaza.mails().await;
    let told = scene.plaza.mails().await.len();
    // Twice is once; somebody else may, as with any decision.
    for _ in 0..2 {
        let path = format!("/api/v1/decisions/{number}/undo");
        let undone = scene.other.post_json(&path, &json!({})).await.expect(200);
        assert_eq!(undone.json(), json!({ "number": number, "post": 2 }));
        assert_eq!(waiting().await.len(), 1);
        assert_eq!(waiting().await[0]["id"], item["id"]);
    }
    assert_eq!(scene.replies().await, 1);
    // Its author was told of neither.
    assert_eq!(scene.plaza.mails().await.len(), told);
    assert_eq!(scene.decisions(&scene.author).await, decided);
    let all = scene.decisions(&scene.moderator).await;
    let acts: Vec<&str> = all.iter().map(|one| one["act"].as_str().unwrap()).collect();
    assert_eq!(acts, ["post-approved", "review-reopened"]);
    assert_eq!(all[0]["undone"], true);
}

#[actix_web::test]
async fn what_was_taken_back_is_on_nobodys_record() {
    let scene = scene().await;
    let body = json!({ "body": "他的電話是0912-345-678" });
    let path = "/api/v1/topics/1/posts";
    let held = scene
        .author
        .decide("POST", path, &body, |_| ("other", "publish"));
    held.await.expect(202);
    // What a moderator is told of who wrote what waits.
    let against = async || {
        let queue = scene.other.get("/api/v1/review").await.expect(200).json();
        let path = format!("/api/v1/review/{}", queue["items"][0]["id"]);
        let item = scene.other.get(&path).await.expect(200).json();
        item["author"]["against"].clone()
    };
    let hidden = json!([{ "act": "post-hidden", "count": 1 }]);
    assert_eq!(against().await, json!([]));
    assert_eq!(scene.act("hide").await, 200);
    assert_eq!(against().await, hidden);
    assert_eq!(scene.undo(scene.newest().await).await, 303);
    assert_eq!(against().await, json!([]));
    // Nor is what an appeal undid.
    assert_eq!(scene.act("hide").await, 200);
    assert_eq!(against().await, hidden);
    let appeal = json!({ "number": scene.newest().await, "words": "請再看看" });
    let path = "/api/v1/posts/2/appeals";
    scene.author.post_json(path, &appeal).await.expect(200);
    let waiting = scene.other.get("/api/v1/appeals").await.expect(200).json();
    let path = format!("/api/v1/appeals/{}", waiting["appeals"][0]["id"]);
    let granted = json!({ "granted": true, "answer": "沒有離題" });
    scene.other.post_json(&path, &granted).await.expect(200);
    assert_eq!(against().await, json!([]));
    // Nor what a moderator brought back without an appeal.
    assert_eq!(scene.act("hide").await, 200);
    assert_eq!(against().await, hidden);
    assert_eq!(scene.act("restore").await, 200);
    assert_eq!(against().await, json!([]));
}
