//! A silence holds wherever an account would publish words, not in posts alone: in its profile, and
//! where a suggestion is published. What is public already it can always take back.

use actix_web::http::Method;
use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::{
    suggestions::suggest,
    support::{Client, Plaza},
};

const PROFILE: &str = "/api/v1/account/profile";

/// Silences the account of this client to the end of 4 March.
async fn silence(moderator: &Client, client: &Client) {
    let own = client.get("/api/v1/account").await.expect(200).json();
    let path = format!("/api/v1/people/{}/sanctions", own["id"]);
    let body = json!({ "kind": "silence", "last_day": "2026-03-04", "reason": "多次張貼廣告" });
    moderator.post_json(&path, &body).await.expect(201);
}

fn profile(about: &str, count: bool) -> Value {
    json!({ "about": about, "since": true, "count": count, "posts": true })
}

#[actix_web::test]
async fn who_is_silenced_shows_no_new_words_in_a_profile_and_takes_the_old_ones_away() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let person = plaza.person("haihai", Role::Resident).await.client;
    let put = async |about: &str, count: bool| {
        person
            .json(Method::PUT, PROFILE, &profile(about, count))
            .await
    };
    put("我喜歡爬山", true).await.expect(200);
    silence(&moderator, &person).await;
    let refused = put("來我的店買東西", true).await.expect(422).json();
    assert_eq!(refused["errors"][0]["field"], "about");
    assert_eq!(refused["errors"][0]["code"], "silenced-profile");
    let said = refused["errors"][0]["detail"].as_str().unwrap();
    assert!(said.contains("2026年3月4日"), "{said}");
    let fields = [("about", "來我的店買東西"), ("since", "yes")];
    let again = person.post("/zh/account/profile", &fields).await;
    let again = again.expect(422);
    assert_eq!(again.texts("#f-about"), ["來我的店買東西"]);
    assert!(again.texts("#e-about")[0].contains("自我介紹"));
    let shown = person.get(PROFILE).await.expect(200).json();
    assert_eq!(shown["about"], "我喜歡爬山");
    // With the words that stand, less can be shown; and they can go.
    put("我喜歡爬山", false).await.expect(200);
    put("", false).await.expect(200);
    put("我喜歡爬山", true).await.expect(422);
    plaza.at("2026-03-05T00:00");
    put("我喜歡爬山", true).await.expect(200);
}

#[actix_web::test]
async fn who_is_silenced_publishes_no_suggestion_while_the_suggestion_goes_on() {
    let plaza = Plaza::city().await;
    plaza.publishes_suggestions().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let person = plaza.person("haihai", Role::Resident).await.client;
    silence(&moderator, &person).await;
    let words = [
        ("title", "A hole before the bus stop"),
        ("body", "Two hands wide."),
    ];
    let case = suggest(&person, &words).await;
    let read = person.get("/api/v1/notices/publication?lang=en").await;
    let notice = read.expect(200).json()["hash"].clone();
    let publish = async |title: &str| {
        let shown = person
            .post_json(
                "/api/v1/suggestions/case/publication",
                &json!({ "reference": case.reference, "password": case.password }),
            )
            .await
            .expect(200)
            .json();
        let body = json!({
            "reference": case.reference, "password": case.password, "title": title,
            "body": "Two hands wide.", "notice": notice, "language": "en",
            "began": shown["stamp"].as_str().unwrap_or_default(),
        });
        let path = "/api/v1/suggestions/case/publish";
        person.post_json(path, &body).await
    };
    let refused = publish("A hole").await.expect(422).json();
    assert_eq!(refused["errors"][0]["field"], "body");
    assert_eq!(refused["errors"][0]["code"], "silenced-suggestion");
    plaza.at("2026-03-05T00:00");
    publish("A hole").await.expect(202);
    // What waits or stands is not changed either, and can be taken back.
    let moderator = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let own = person.get("/api/v1/account").await.expect(200).json();
    let path = format!("/api/v1/people/{}/sanctions", own["id"]);
    let body = json!({ "kind": "silence", "last_day": "2026-03-09", "reason": "又來了" });
    moderator.post_json(&path, &body).await.expect(201);
    let refused = publish("Buy at my shop").await.expect(422).json();
    assert_eq!(refused["errors"][0]["code"], "silenced-suggestion");
    let key = json!({ "reference": case.reference, "password": case.password });
    let path = "/api/v1/suggestions/case/unpublish";
    person.post_json(path, &key).await.expect(200);
}
