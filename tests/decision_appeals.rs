//! Appeals are answered within a clock: working days of the city, told to the author, kept with the
//! appeal, and moderators are reminded on the day.

use plaza::{
    accounts::Role,
    config::{Config, Review},
    context::Context,
    jobs::remind_moderators,
};
use serde_json::json;

use crate::support::{Client, PASSWORD, Plaza};

/// Hides a topic's opening post and appeals against it.
async fn appealed(author: &Client, moderator: &Client, title: &str) {
    let topic = author.topic("city", title, "很暗。").await;
    let shown = author.get(&format!("/api/v1/topics/{topic}")).await;
    let post = shown.expect(200).json()["posts"][0]["id"].clone();
    let hide = json!({ "act": "hide", "ground": "R3", "reason": "離題" });
    let path = format!("/api/v1/posts/{post}/moderate");
    moderator.post_json(&path, &hide).await.expect(200);
    let decided = author.get(&format!("/api/v1/posts/{post}/decisions")).await;
    let number = decided.expect(200).json()["decisions"][0]["number"].clone();
    let appeal = json!({ "number": number, "words": title });
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
