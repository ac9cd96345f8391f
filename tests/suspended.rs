//! Whoever is suspended appeals against decisions about posts and about the account with address and
//! password, and is let in by none of it.

use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Client, PASSWORD, Plaza};

const PAGE: &str = "/zh/log-on/appeal";
const LIST: &str = "/api/v1/account/suspension/decisions";
const APPEAL: &str = "/api/v1/account/suspension/appeal";
const WORDS: &str = "那是我家門口的路燈";

struct Scene {
    plaza: Plaza,
    /// Who decides about the appeals.
    other: Client,
    guest: Client,
    email: String,
    /// Of the hidden topic and of the warning.
    hidden: String,
    warned: String,
}

/// Somebody whose topic was hidden, who was warned, and who is suspended for longer than there is time to
/// appeal.
async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let person = plaza.person("haihai", Role::Resident).await;
    let own = person.client.get("/api/v1/account").await.expect(200);
    let whom = own.json()["id"].clone();
    person.client.topic("city", "路燈", "很暗。").await;
    let hide = json!({ "act": "hide", "ground": "R3", "reason": "離題" });
    let path = "/api/v1/posts/1/moderate";
    moderator.post_json(path, &hide).await.expect(200);
    for (kind, last_day) in [("warn", None), ("suspend", Some("2026-05-01"))] {
        let path = format!("/api/v1/people/{whom}/sanctions");
        let body = json!({ "kind": kind, "last_day": last_day, "reason": "多次張貼廣告" });
        moderator.post_json(&path, &body).await.expect(201);
    }
    let guest = plaza.client().await;
    let open = list(&guest, &person.email).await.expect(200).json();
    assert_eq!(open["posts"].as_array().unwrap().len(), 1, "{open}");
    assert_eq!(open["posts"][0]["title"], "路燈");
    assert_eq!(open["posts"][0]["act"], "post-hidden");
    let imposed = open["imposed"].as_array().unwrap();
    let kinds: Vec<&Value> = imposed.iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["suspend", "warn"]);
    Scene {
        other: plaza.log_on_as(Role::Moderator, "版主乙").await,
        hidden: open["posts"][0]["number"].to_string(),
        warned: open["imposed"][1]["number"].to_string(),
        email: person.email,
        guest,
        plaza,
    }
}

async fn list(client: &Client, email: &str) -> Answer {
    let body = json!({ "email": email, "password": PASSWORD });
    client.post_json(LIST, &body).await
}

impl Scene {
    async fn send(&self, others: &str, against: &str, password: &str) -> Answer {
        let fields = [
            ("email", &*self.email),
            ("password", password),
            ("others", others),
            ("against", against),
            ("words", WORDS),
        ];
        self.guest.post(PAGE, &fields).await
    }

    /// By program.
    async fn appeal(&self, number: &str, words: &str) -> Answer {
        let number: i64 = number.parse().unwrap();
        let body = json!({
            "email": self.email, "password": PASSWORD, "number": number, "words": words,
        });
        self.guest.post_json(APPEAL, &body).await
    }

    async fn waiting(&self, path: &str, name: &str) -> Vec<Value> {
        let waiting = self.other.get(path).await.expect(200).json();
        waiting[name].as_array().unwrap().clone()
    }
}

#[actix_web::test]
async fn a_decision_about_a_post_is_appealed_against_with_address_and_password() {
    let scene = scene().await;
    let page = scene.send("list", "", PASSWORD).await.expect(200);
    let open = page.texts("main label.tick");
    assert_eq!(open.len(), 3, "{open:?}");
    let of_post = open.iter().find(|one| one.contains("離題")).unwrap();
    assert!(of_post.contains("路燈") && of_post.contains("一則發言被隱藏"));
    // Nothing is sent where nothing was chosen, or to whom the account is not.
    let unchosen = scene.send("send", "", PASSWORD).await.expect(422);
    assert_eq!(unchosen.texts("#e-against").len(), 1);
    assert_eq!(unchosen.texts("textarea[name=words]"), [WORDS]);
    let wrong = scene.send("send", &scene.hidden, "wrong and long").await;
    let wrong = wrong.expect(422);
    assert_eq!(wrong.texts("textarea[name=words]"), [WORDS]);
    assert_eq!(wrong.hidden("against"), scene.hidden);
    assert!(wrong.texts("main label.tick").is_empty());
    let path = "/api/v1/appeals";
    assert!(scene.waiting(path, "appeals").await.is_empty());
    // Sent twice, it is one.
    for _ in 0..2 {
        let sent = scene.send("send", &scene.hidden, PASSWORD).await;
        sent.expect(303);
    }
    assert!(scene.guest.cookie("plaza").is_none(), "somebody was let in");
    let page = scene.send("list", "", PASSWORD).await.expect(200);
    assert_eq!(page.texts("main label.tick").len(), 2);
    let waiting = scene.waiting(path, "appeals").await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0]["words"], WORDS);
    // Granted, the topic is back.
    let topic = "/api/v1/topics/1";
    scene.guest.get(topic).await.expect(404);
    let path = format!("{path}/{}", waiting[0]["id"]);
    let granted = json!({ "granted": true, "answer": "沒有離題" });
    scene.other.post_json(&path, &granted).await.expect(200);
    scene.guest.get(topic).await.expect(200);
}

#[actix_web::test]
async fn a_warning_is_appealed_against_and_nothing_that_is_anothers() {
    let scene = scene().await;
    let long = "長".repeat(501);
    scene.appeal(&scene.warned, &long).await.expect(422);
    scene.appeal(&scene.warned, WORDS).await.expect(202);
    let path = "/api/v1/sanctions/appeals";
    let waiting = scene.waiting(path, "waiting").await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0]["number"].to_string(), scene.warned);
    // What is about somebody else's post is not there; nor is a list for who can log on.
    let another = scene.plaza.person("other", Role::Resident).await;
    let topic = another.client.topic("city", "水溝", "塞住了。").await;
    let shown = another.client.get(&format!("/api/v1/topics/{topic}")).await;
    let post = shown.expect(200).json()["posts"][0]["id"].clone();
    let hide = json!({ "act": "hide", "ground": "R3", "reason": "離題" });
    let path = format!("/api/v1/posts/{post}/moderate");
    scene.other.post_json(&path, &hide).await.expect(200);
    let decided = format!("/api/v1/posts/{post}/decisions");
    let decided = another.client.get(&decided).await.expect(200).json();
    let number = decided["decisions"][0]["number"].to_string();
    scene.appeal(&number, WORDS).await.expect(404);
    scene.appeal("9999", WORDS).await.expect(404);
    list(&scene.guest, &another.email).await.expect(409);
}

#[actix_web::test]
async fn what_is_a_month_old_is_not_listed_any_more() {
    let scene = scene().await;
    scene.plaza.advance(TimeDelta::days(31));
    let page = scene.send("list", "", PASSWORD).await.expect(200);
    assert!(page.texts("main label.tick").is_empty());
    assert!(page.texts("main .note")[0].contains("期限已過"));
    scene.appeal(&scene.hidden, WORDS).await.expect(409);
    let late = scene.appeal(&scene.warned, WORDS).await.expect(409);
    assert_eq!(late.json()["code"], "appeal-over");
}
