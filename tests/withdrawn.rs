//! What was imposed on an account by mistake, taken back: it counts no more, and that is told.

use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Person, Plaza};

const REASON: &str = "認錯人了";

struct Scene {
    plaza: Plaza,
    person: Person,
    whom: i64,
    moderator: Client,
    other: Client,
}

async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let person = plaza.person("haihai", Role::Resident).await;
    let own = person.client.get("/api/v1/account").await.expect(200);
    Scene {
        whom: own.json()["id"].as_i64().unwrap(),
        moderator: plaza.log_on_as(Role::Moderator, "版主甲").await,
        other: plaza.log_on_as(Role::Moderator, "版主乙").await,
        person,
        plaza,
    }
}

impl Scene {
    /// Imposes something; gives its number.
    async fn impose(&self, kind: &str) -> Value {
        let path = format!("/api/v1/people/{}/sanctions", self.whom);
        let last_day = (kind != "warn").then_some("2026-03-04");
        let body = json!({ "kind": kind, "last_day": last_day, "reason": "張貼廣告" });
        let imposed = self.moderator.post_json(&path, &body).await.expect(201);
        imposed.json()["number"].clone()
    }

    async fn withdraw(&self, number: &Value) -> Answer {
        let path = format!("/api/v1/sanctions/{number}/withdraw");
        let body = json!({ "reason": REASON });
        self.other.post_json(&path, &body).await
    }

    async fn standing(&self) -> Value {
        let own = self.person.client.get("/api/v1/account/standing").await;
        own.expect(200).json()
    }
}

#[actix_web::test]
async fn a_mistaken_warning_is_taken_back_with_a_reason_and_counts_no_more() {
    let scene = scene().await;
    let number = scene.impose("warn").await;
    assert_eq!(scene.standing().await["upheld"], 1);
    let page = format!("/zh/people/{}/standing", scene.whom);
    let shown = scene.other.get(&page).await.expect(200);
    let form = shown.attribute("form[action$='/withdraw']", "action");
    let (form, number) = (form.unwrap(), number.to_string());
    let field = format!("withdraw-{number}");
    let without = [("number", &*number), (&*field, " ")];
    let asked = scene.other.post(&form, &without).await.expect(422);
    assert_eq!(asked.texts(".field-error").len(), 1);
    let why = [("number", &*number), (&*field, REASON)];
    // Twice is once.
    for _ in 0..2 {
        scene.other.post(&form, &why).await.expect(303);
    }
    let standing = scene.standing().await;
    assert_eq!(standing["upheld"], 0);
    let warning = &standing["sanctions"][0];
    assert_eq!(
        (&warning["withdrawn"], &warning["may_appeal"]),
        (&json!(true), &json!(false))
    );
    let mails = scene.plaza.mails().await;
    let told = mails.iter().filter(|mail| mail.to == scene.person.email);
    let told: Vec<_> = told.filter(|mail| mail.text.contains(REASON)).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].text.contains("撤回"), "{}", told[0].text);
    let own = scene.person.client.get("/zh/account/standing").await;
    assert!(own.expect(200).texts("main").concat().contains("撤回"));
    let shown = scene.other.get(&page).await.expect(200);
    assert!(
        shown
            .attribute("form[action$='/withdraw']", "action")
            .is_none()
    );
    let guest = scene.plaza.client().await;
    let register = guest.get("/api/v1/ledger").await.expect(200);
    assert!(!register.body.contains(REASON));
    let entries = register.json()["entries"].as_array().unwrap().clone();
    let acts = entries.iter().map(|entry| entry["act"].as_str().unwrap());
    let withdrawn = acts.filter(|act| *act == "sanction-withdrawn");
    assert_eq!(withdrawn.count(), 1);
    // Nobody appeals against what was taken back.
    let path = format!("/api/v1/sanctions/{number}/appeal");
    let appeal = json!({ "words": "不是我" });
    let late = scene.person.client.post_json(&path, &appeal).await;
    late.expect(409);
}

#[actix_web::test]
async fn a_silence_ends_when_it_is_taken_back_and_one_that_has_ended_counts_no_more() {
    let scene = scene().await;
    let topic = scene.moderator.topic("city", "公告", "請大家回覆").await;
    let path = format!("/api/v1/topics/{topic}/posts");
    let reply = json!({ "body": "我想說" });
    let own = &scene.person.client;
    let number = scene.impose("silence").await;
    own.post_json(&path, &reply).await.expect(422);
    scene.withdraw(&number).await.expect(200);
    own.post_json(&path, &reply).await.expect(201);
    assert_eq!(scene.standing().await["upheld"], 0);

    let number = scene.impose("silence").await;
    let end = format!("/api/v1/sanctions/{number}/end");
    let ended = json!({ "reason": "他道歉了" });
    scene.moderator.post_json(&end, &ended).await.expect(200);
    assert_eq!(scene.standing().await["upheld"], 1, "it was right");
    scene.withdraw(&number).await.expect(200);
    assert_eq!(scene.standing().await["upheld"], 0);
    scene.moderator.post_json(&end, &ended).await.expect(409);
}

#[actix_web::test]
async fn what_an_appeal_waits_about_somebody_else_answers() {
    let scene = scene().await;
    let number = scene.impose("warn").await;
    let path = format!("/api/v1/sanctions/{number}/appeal");
    let appeal = json!({ "words": "不是我" });
    let own = &scene.person.client;
    own.post_json(&path, &appeal).await.expect(202);
    let refused = scene.withdraw(&number).await.expect(409);
    assert_eq!(refused.json()["code"], "appealed");
    let page = format!("/zh/people/{}/standing", scene.whom);
    let shown = scene.other.get(&page).await.expect(200);
    assert!(
        shown
            .attribute("form[action$='/withdraw']", "action")
            .is_none()
    );
    assert_eq!(scene.standing().await["upheld"], 1);
    // Answered and refused, it can be taken back still; granted, it was.
    let answer = format!("/api/v1/sanctions/{number}/answer");
    let no = json!({ "granted": false, "answer": "看過了" });
    scene.other.post_json(&answer, &no).await.expect(200);
    scene.withdraw(&number).await.expect(200);
    assert_eq!(scene.standing().await["upheld"], 0);

    let number = scene.impose("warn").await;
    let path = format!("/api/v1/sanctions/{number}/appeal");
    own.post_json(&path, &appeal).await.expect(202);
    let answer = format!("/api/v1/sanctions/{number}/answer");
    let yes = json!({ "granted": true, "answer": "確實不是" });
    scene.other.post_json(&answer, &yes).await.expect(200);
    scene.withdraw(&number).await.expect(409);
    assert_eq!(scene.standing().await["upheld"], 0);
}
