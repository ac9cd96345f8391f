//! Appeals are answered within a clock: working days of the city, told to the author, kept with the
//! appeal, and moderators are reminded on the day.

use plaza::{
    accounts::Role,
    config::{Config, Review},
    context::Context,
    jobs::remind_moderators,
};
use scraper::Selector;
use serde_json::json;

use crate::support::{Answer, Client, PASSWORD, Plaza};

/// Hides a topic's opening post and appeals against it.
async fn appealed(author: &Client, moderator: &Client, title: &str) {
    let topic = author.topic("city", title, "很暗。").await;
    hidden_and_appealed(author, moderator, topic, title).await;
}

async fn hidden_and_appealed(author: &Client, moderator: &Client, topic: i64, words: &str) {
    let shown = author.get(&format!("/api/v1/topics/{topic}")).await;
    let post = shown.expect(200).json()["posts"][0]["id"].clone();
    let hide = json!({ "act": "hide", "ground": "R3", "reason": "離題" });
    let path = format!("/api/v1/posts/{post}/moderate");
    moderator.post_json(&path, &hide).await.expect(200);
    let decided = author.get(&format!("/api/v1/posts/{post}/decisions")).await;
    let number = decided.expect(200).json()["decisions"][0]["number"].clone();
    let appeal = json!({ "number": number, "words": words });
    let path = format!("/api/v1/posts/{post}/appeals");
    author.post_json(&path, &appeal).await.expect(200);
}

#[actix_web::test]
async fn the_day_is_told_kept_and_reminded_of() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let first = plaza.person("first", Role::Moderator).await.client;
    let second = plaza.person("second", Role::Moderator).await.client;
    // Thursday; ten working days later is Thursday 19 March.
    plaza.at("2026-03-05T11:00");
    appealed(&author, &first, "路燈").await;
    plaza.at("2026-03-06T11:00");
    appealed(&author, &first, "水溝").await;
    let own = author.get("/zh/posts/1/decisions").await.expect(200);
    assert!(own.body.contains("最晚會在"), "{}", own.body);
    let own = author.get("/api/v1/posts/1/decisions").await.expect(200);
    assert_eq!(own.json()["decisions"][0]["due"], "2026-03-19");
    let waiting = second.get("/api/v1/appeals").await.expect(200).json();
    let due: Vec<&str> = waiting["appeals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["due"].as_str().unwrap())
        .collect();
    assert_eq!(due, ["2026-03-19", "2026-03-20"]);

    let reminders = async || {
        remind_moderators::once(&plaza.context).await.unwrap();
        let mails = plaza.mails().await.into_iter();
        let mails = mails.filter(|mail| mail.subject.contains("申訴該答覆了"));
        let to: Vec<String> = mails.map(|mail| mail.to).collect();
        to
    };
    plaza.at("2026-03-18T12:00");
    second.log_on("second@example.tw", PASSWORD).await;
    assert!(reminders().await.is_empty());
    // Who decided cannot answer, and is not reminded.
    plaza.at("2026-03-19T12:00");
    assert_eq!(reminders().await, ["second@example.tw"]);
    assert_eq!(reminders().await.len(), 1, "once a day");
    let page = second.get("/zh/review/appeals").await.expect(200);
    assert_eq!(page.texts(".due").len(), 2);
    assert!(page.attribute(".due.soon", "class").is_some());
    plaza.at("2026-03-20T12:00");
    let page = second.get("/zh/review/appeals").await.expect(200);
    assert!(page.attribute(".due.late", "class").is_some());
    assert_eq!(reminders().await.len(), 2);
    // Answered, nothing is due any more.
    for appeal in waiting["appeals"].as_array().unwrap() {
        let path = format!("/api/v1/appeals/{}", appeal["id"]);
        let answer = json!({ "granted": false, "answer": "維持" });
        second.post_json(&path, &answer).await.expect(200);
    }
    plaza.at("2026-03-23T12:00");
    author.log_on("haihai@example.tw", PASSWORD).await;
    assert_eq!(reminders().await.len(), 2);
    let own = author.get("/api/v1/posts/1/decisions").await.expect(200);
    assert!(own.json()["decisions"][0]["due"].is_null());
}

#[actix_web::test]
async fn where_no_moderator_may_answer_administrators_are_reminded() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let only = plaza.person("only", Role::Moderator).await.client;
    plaza.person("admin", Role::Administrator).await;
    plaza.at("2026-03-05T11:00");
    appealed(&author, &only, "路燈").await;
    let reminded = async || {
        remind_moderators::once(&plaza.context).await.unwrap();
        let mails = plaza.mails().await.into_iter();
        let mails = mails.filter(|mail| mail.subject.contains("申訴該答覆了"));
        let to: Vec<(String, String)> = mails.map(|mail| (mail.to, mail.text)).collect();
        to
    };
    plaza.at("2026-03-18T12:00");
    assert!(reminded().await.is_empty());
    plaza.at("2026-03-19T12:00");
    let told = reminded().await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, "admin@example.tw");
    assert!(told[0].1.contains("沒有版主可以答覆"), "{}", told[0].1);
    assert_eq!(reminded().await.len(), 1, "once a day");
    // Once somebody else can answer it, that is who is reminded.
    plaza.person("second", Role::Moderator).await;
    plaza.at("2026-03-20T12:00");
    let told = reminded().await;
    assert_eq!(told.len(), 2);
    assert_eq!(told[1].0, "second@example.tw");
}

#[actix_web::test]
async fn what_was_promised_does_not_move_with_the_configuration() {
    let mut plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    appealed(&author, &moderator, "路燈").await;
    let old = plaza.context.clone();
    let config = Config {
        review: Review {
            appeal_days: 1,
            ..old.config.review
        },
        ..(*old.config).clone()
    };
    let parts = (old.db.clone(), old.clock.clone(), old.random.clone());
    plaza.context = Context::new(parts.0, parts.1, parts.2, config);
    let other = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let waiting = other.get("/api/v1/appeals").await.expect(200).json();
    // Ten working days after Monday, 2 March.
    assert_eq!(waiting["appeals"][0]["due"], "2026-03-16");
}

/// Masks and hides the post, so that both can be appealed against; gives their numbers.
async fn masked_and_hidden(moderator: &Client, post: i64) -> Vec<String> {
    for act in ["mask", "hide"] {
        let body = json!({ "act": act, "ground": "R3", "reason": "陌生人會打這支電話" });
        let path = format!("/api/v1/posts/{post}/moderate");
        moderator.post_json(&path, &body).await.expect(200);
    }
    let decided = moderator
        .get(&format!("/api/v1/posts/{post}/decisions"))
        .await;
    let decided = decided.expect(200).json();
    let decided = decided["decisions"].as_array().unwrap().iter();
    let decided = decided.filter(|one| one["act"] != "post-approved");
    decided.map(|one| one["number"].to_string()).collect()
}

/// That each id stands once, and that what was sent against `of` stands there alone, with its error, to
/// which the summary leads.
fn stands_apart(page: &Answer, of: &str, other: &str, typed: &str) {
    let html = page.html();
    let all = Selector::parse("[id]").unwrap();
    let mut ids: Vec<&str> = html
        .select(&all)
        .filter_map(|one| one.value().id())
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id stands twice: {}", page.body);
    assert_eq!(page.texts(&format!("textarea#f-words-{of}")), [typed]);
    assert_eq!(page.texts(&format!("textarea#f-words-{other}")), [""]);
    assert_eq!(page.texts(&format!("#e-words-{of}")).len(), 1);
    assert_eq!(page.texts(".field-error").len(), 1);
    let way = page.attribute(".error-summary a", "href");
    assert_eq!(way, Some(format!("#f-words-{of}")));
}

#[actix_web::test]
async fn what_was_typed_against_one_of_two_decisions_stays_with_it() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let body = json!({ "title": "二手書", "body": "打給我0912-345-678" });
    let path = "/api/v1/boards/city/topics";
    let made = author
        .decide("POST", path, &body, |_| ("mine", "publish"))
        .await;
    made.expect(201);
    let numbers = masked_and_hidden(&moderator, 1).await;
    let (first, second) = (&*numbers[0], &*numbers[1]);
    let long = "長".repeat(2001);
    for (of, other) in [(first, second), (second, first)] {
        let fields = [("number", of), ("words", &*long)];
        let again = author.post("/zh/posts/1/decisions", &fields).await;
        stands_apart(&again.expect(422), of, other, &long);
    }
    // Sent, the one is taken, and the other can still be sent.
    let fields = [("number", second), ("words", "這是我自己的電話")];
    let sent = author.post("/zh/posts/1/decisions", &fields).await;
    sent.expect(303);
    let page = author.get("/zh/posts/1/decisions").await.expect(200);
    assert_eq!(page.hidden("number"), first);
    assert_eq!(page.texts("textarea[name=words]"), [""]);
}

#[actix_web::test]
async fn behind_a_guests_key_each_decision_has_a_field_of_its_own_too() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let body = json!({
        "title": "二手書", "body": "打給我0912-345-678",
        "guest": guest.as_guest("王小明", None).await,
    });
    let path = "/api/v1/boards/open/topics";
    let made = guest
        .decide("POST", path, &body, |_| ("mine", "publish"))
        .await;
    let key = made.expect(202).json()["key"].as_str().unwrap().to_owned();
    let queue = moderator.get("/zh/review").await.expect(200);
    let action = queue.attribute("article form[action*='/review/']", "action");
    let version = queue.hidden("version");
    let approve = [("decision", "approve"), ("version", &*version)];
    moderator.post(&action.unwrap(), &approve).await.expect(303);
    let numbers = masked_and_hidden(&moderator, 1).await;
    let (mask, hide) = (&*numbers[0], &*numbers[1]);
    let long = "長".repeat(2001);
    for (of, other) in [(mask, hide), (hide, mask)] {
        let fields = [
            ("key", &*key),
            ("act", "appeal"),
            ("number", of),
            ("words", &*long),
        ];
        let again = guest.post("/zh/posts/1/key", &fields).await;
        stands_apart(&again.expect(422), of, other, &long);
    }
}

#[actix_web::test]
async fn more_appeals_than_a_page_holds_go_on_behind_its_link() {
    let plaza = Plaza::with_boards().await;
    // Who works for the city has no limits.
    let author = plaza.person("staff", Role::Staff).await.client;
    let first = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let second = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let mut topics = Vec::new();
    for title in 0..21 {
        let title = format!("路燈{title}");
        topics.push((author.topic("city", &title, "很暗。").await, title));
    }
    for (topic, title) in &topics {
        hidden_and_appealed(&author, &first, *topic, title).await;
    }
    let one = second.get("/api/v1/appeals").await.expect(200).json();
    assert_eq!(one["appeals"].as_array().unwrap().len(), 20);
    let next = one["next"].as_str().unwrap();
    let two = second.get(&format!("/api/v1/appeals?after={next}")).await;
    let two = two.expect(200).json();
    let left = two["appeals"].as_array().unwrap();
    assert_eq!((left.len(), &two["next"]), (1, &json!(null)));
    assert_eq!(left[0]["words"], "路燈20");

    let page = second.get("/zh/review/appeals").await.expect(200);
    assert_eq!(page.texts("article").len(), 20);
    let on = page.attribute("a[rel=next]", "href").unwrap();
    let page = second.get(&on).await.expect(200);
    assert_eq!(page.texts("article").len(), 1);
    assert!(page.attribute("a[rel=next]", "href").is_none());
    // An answer that is not taken is shown again where it was typed.
    let action = page.attribute("article form", "action").unwrap();
    let (long, after) = ("長".repeat(2001), page.hidden("after"));
    let fields = [
        ("after", &*after),
        ("decision", "refuse"),
        ("answer", &*long),
    ];
    let again = second.post(&action, &fields).await.expect(422);
    let typed = again.attribute("input[name=answer]", "value");
    assert_eq!(typed.as_deref(), Some(&*long));
}

/// Appeals against the newest decision about post 1.
async fn appealed_newest(author: &Client) {
    let decided = author.get("/api/v1/posts/1/decisions").await.expect(200);
    let decided = decided.json()["decisions"].as_array().unwrap().clone();
    let number = &decided.last().unwrap()["number"];
    let appeal = json!({ "number": number, "words": "請再看看" });
    let path = "/api/v1/posts/1/appeals";
    author.post_json(path, &appeal).await.expect(200);
}

/// Nothing of the only appeal is there for a moderator.
async fn is_not_for(moderator: &Client) {
    let waiting = moderator.get("/api/v1/appeals").await.expect(200).json();
    assert_eq!(waiting["appeals"], json!([]));
    let page = moderator.get("/zh/review/appeals").await.expect(200);
    assert!(page.texts("article").is_empty());
    let queue = moderator.get("/api/v1/review?kind=appeal").await;
    assert_eq!(queue.expect(200).json()["items"], json!([]));
    let granted = json!({ "granted": true, "answer": "看過了" });
    let path = "/api/v1/appeals/1";
    moderator.post_json(path, &granted).await.expect(404);
    let fields = [("decision", "grant"), ("answer", "看過了")];
    let path = "/zh/review/appeals/1";
    moderator.post(path, &fields).await.expect(404);
}

#[actix_web::test]
async fn what_a_second_person_approved_a_third_looks_at_again_and_no_moderator() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let moderator = plaza.person("first", Role::Moderator).await.client;
    let other = plaza.person("second", Role::Moderator).await.client;
    let approver = plaza.person("approver", Role::Administrator).await.client;
    let chief = plaza.person("chief", Role::Administrator).await.client;
    author.topic("city", "路燈", "很暗。").await;
    let investigations = "/api/v1/posts/1/investigations";
    let body = json!({ "act": "hide", "agency": "地檢署", "document": "115偵字第1號" });
    let asked = moderator.post_json(investigations, &body).await;
    let id = asked.json()["id"].as_i64().unwrap();
    let path = format!("/api/v1/officer/approvals/{id}");
    let approve = json!({ "approved": true });
    approver.post_json(&path, &approve).await.expect(200);
    let path = format!("{investigations}/{id}");
    let hide = json!({ "act": "hide" });
    moderator.post_json(&path, &hide).await.expect(200);
    appealed_newest(&author).await;
    is_not_for(&other).await;

    // Ten working days after Monday, 2 March.
    plaza.at("2026-03-16T12:00");
    remind_moderators::once(&plaza.context).await.unwrap();
    let mails = plaza.mails().await.into_iter();
    let mails = mails.filter(|mail| mail.subject.contains("申訴該答覆了"));
    let to: Vec<String> = mails.map(|mail| mail.to).collect();
    assert!(to.contains(&"chief@example.tw".to_owned()), "{to:?}");
    assert!(!to.contains(&"second@example.tw".to_owned()), "{to:?}");

    let granted = json!({ "granted": true, "answer": "文件已經撤回" });
    approver.log_on("approver@example.tw", PASSWORD).await;
    chief.log_on("chief@example.tw", PASSWORD).await;
    let path = "/api/v1/appeals/1";
    let same = approver.post_json(path, &granted).await.expect(403);
    assert_eq!(same.json()["code"], "second-person");
    let page = chief.get("/zh/review/appeals").await.expect(200);
    assert!(page.texts("article .note")[0].contains("第二人核可"));
    let queue = chief.get("/api/v1/review?kind=appeal").await;
    assert_eq!(queue.expect(200).json()["count"], 1);
    let topic = "/api/v1/topics/1";
    let guest = plaza.client().await;
    guest.get(topic).await.expect(404);
    chief.post_json(path, &granted).await.expect(200);
    guest.get(topic).await.expect(200);
}

#[actix_web::test]
async fn what_the_officer_did_in_confidence_no_moderator_undoes_by_an_appeal() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let body = json!({ "title": "二手書", "body": "打給我0912-345-678" });
    let path = "/api/v1/boards/city/topics";
    let made = author
        .decide("POST", path, &body, |_| ("mine", "publish"))
        .await;
    made.expect(201);
    let guest = plaza.client().await;
    let fields = [("words", "電話是我的"), ("email", "me@private.example")];
    let asked = guest.post("/zh/posts/1/about-me", &fields).await;
    asked.expect(303);
    let mails = plaza.mails().await;
    let mail = mails.iter().rfind(|mail| mail.to == fields[1].1).unwrap();
    let confirm = mail.link("/about-me/");
    guest.post(&confirm, &[]).await.expect(200);
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let mask = [("decision", "mask"), ("words", "處理好了")];
    let path = "/zh/officer/requests/1";
    officer.post(path, &mask).await.expect(303);
    appealed_newest(&author).await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    is_not_for(&moderator).await;
    let chief = plaza.log_on_as(Role::Administrator, "管理員").await;
    let waiting = chief.get("/api/v1/appeals").await.expect(200).json();
    assert!(waiting["appeals"][0]["because"].is_null(), "{waiting}");
    let refused = json!({ "granted": false, "answer": "維持" });
    let path = "/api/v1/appeals/1";
    chief.post_json(path, &refused).await.expect(200);
    let decided = author.get("/api/v1/posts/1/decisions").await.expect(200);
    let decided = decided.json()["decisions"].as_array().unwrap().clone();
    assert!(decided.iter().any(|one| one["appeal"] == "refused"));
}
