//! An office answers in the forum: only who works for it, and nothing else looks like it.

use actix_web::http::Method;
use plaza::accounts::Role;
use serde_json::json;

use super::register;
use crate::support::{Client, Plaza};

async fn city() -> (Plaza, Client, Client, i64) {
    let plaza = Plaza::city().await;
    plaza.add_boards().await;
    let parks = plaza.staff_of("parks").await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = author.topic("city", "行道樹", "什麼時候修剪？").await;
    (plaza, parks, author, topic)
}

#[actix_web::test]
async fn an_office_answers_and_everybody_sees_that_it_did() {
    let (plaza, parks, author, topic) = city().await;
    author.reply(topic, "我也想知道").await;
    let page = parks.get(&format!("/en/topics/{topic}")).await.expect(200);
    assert_eq!(
        page.texts("input[name=office]").len(),
        2,
        "oneself or the office"
    );
    let form = [
        ("body", "十月才修剪，只剪弱枝。"),
        ("office", "parks"),
        ("submission", "one-answer-of-the-office"),
    ];
    for _ in 0..2 {
        let sent = parks
            .post(&format!("/en/topics/{topic}/reply"), &form)
            .await;
        assert_eq!(sent.status, 303, "{}", sent.body);
    }
    let guest = plaza.client().await;
    let page = guest.get(&format!("/en/topics/{topic}")).await.expect(200);
    assert_eq!(
        page.texts("#official a"),
        ["An office has answered: Parks Management Office"]
    );
    assert_eq!(page.texts("article.official").len(), 1);
    let link = page.attribute("#official a", "href").unwrap();
    assert_eq!(
        guest.get(&link).await.location(),
        format!("{}?post=3#post-3", guest.address(topic, "en").await)
    );
    let shown = guest
        .get(&format!("/api/v1/topics/{topic}?lang=en"))
        .await
        .json();
    assert_eq!(shown["official_answers"][0]["post"], 3);
    assert_eq!(shown["posts"][2]["official"]["slug"], "parks");
    assert!(shown["posts"][1].get("official").is_none());
    let board = guest.get("/api/v1/boards/city").await.json();
    assert_eq!(board["topics"][0]["official"], true);
    let list = guest.get("/en/boards/city").await;
    assert_eq!(list.texts(".row-title .tag"), ["Answer of the office"]);
    assert_eq!(register(&guest).await, ["official-answer"], "twice is once");
}

#[actix_web::test]
async fn nobody_forges_an_official_answer() {
    let (plaza, parks, author, topic) = city().await;
    let path = format!("/api/v1/topics/{topic}/posts");
    for (client, office, status) in [
        (&author, "parks", 403),
        (&parks, "police", 403),
        (&parks, "no-such-office", 403),
        (&parks, "a\u{0}b", 403),
    ] {
        let body = json!({ "body": "十月", "office": office });
        client.post_json(&path, &body).await.expect(status);
    }
    let moderator = plaza.log_on_as(Role::Moderator, "公園處").await;
    moderator
        .reply(topic, "機關答覆：十月 <span class=\"tag ok\">官方</span>")
        .await;
    let administrator = plaza.log_on_as(Role::Administrator, "公園處 管理員").await;
    let body = json!({ "body": "十月", "office": "parks" });
    administrator.post_json(&path, &body).await.expect(403);
    let shown = plaza
        .client()
        .await
        .get(&format!("/zh/topics/{topic}"))
        .await;
    assert!(shown.texts("article.official").is_empty() && shown.texts("#official").is_empty());
    assert!(
        shown.texts(".post .tag").is_empty(),
        "{:?}",
        shown.texts(".post .tag")
    );
    // Nor does anybody stand there under an office's name.
    let guest = plaza.client().await;
    for name in ["公園處", "「公園處」", "版主"] {
        let body = json!({ "body": "十月", "guest": guest.as_guest(name, None).await });
        let path = "/api/v1/boards/open/topics";
        let mut body = body;
        body["title"] = json!("公告");
        let refused = guest.post_json(path, &body).await.expect(422).json();
        assert_eq!(
            refused["errors"][0]["code"], "name-reserved",
            "{name}: {refused}"
        );
    }
    let renamed = json!({ "name": "公園處", "name_is_personal": false });
    let renamed = author
        .json(Method::PUT, "/api/v1/account/name", &renamed)
        .await;
    assert_eq!(
        renamed.expect(422).json()["errors"][0]["code"],
        "name-reserved"
    );
    // A topic is opened by a person.
    let new = json!({ "title": "公告", "body": "十月", "office": "parks" });
    let made = parks
        .post_json("/api/v1/boards/city/topics", &new)
        .await
        .expect(201)
        .json();
    let opened = parks
        .get(&format!("/api/v1/topics/{}", made["id"]))
        .await
        .json();
    assert!(opened["posts"][0].get("official").is_none());
}

#[actix_web::test]
async fn an_official_answer_that_its_author_erases_is_no_answer() {
    let (plaza, parks, _, topic) = city().await;
    let body = json!({ "body": "十月才修剪", "office": "parks" });
    let post = parks
        .post_json(&format!("/api/v1/topics/{topic}/posts"), &body)
        .await
        .expect(201)
        .json()["id"]
        .clone();
    assert_eq!(
        parks
            .post(&format!("/zh/posts/{post}/erase"), &[])
            .await
            .status,
        303
    );
    let shown = plaza
        .client()
        .await
        .get(&format!("/api/v1/topics/{topic}"))
        .await
        .json();
    assert_eq!(shown["official_answers"], json!([]));
    assert_eq!(shown["replies"], 0);
}
