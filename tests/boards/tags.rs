//! Tags: chosen at opening and by moderators, in one spelling, and no place for persons.

use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::json;

use super::register;
use crate::support::Plaza;

#[actix_web::test]
async fn an_author_chooses_tags_and_each_has_its_page() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let form = [
        ("title", "轉乘"),
        ("body", "等太久"),
        ("tags", "#輕軌、YouBike 輕軌"),
    ];
    let made = author.post("/zh/boards/city/new", &form).await;
    assert_eq!(made.location(), "/zh/t/1");
    let guest = plaza.client().await;
    let page = guest.get("/zh/topics/1").await.expect(200);
    assert_eq!(page.texts("a[rel=tag]"), ["#youbike", "#輕軌"]);
    let href = page.attribute("a[rel=tag]:last-of-type", "href").unwrap();
    let list = guest.get(&href).await.expect(200);
    assert_eq!(list.texts("h1"), ["#輕軌"]);
    assert_eq!(list.texts(".row.topic").len(), 1);
    let all = guest.get("/api/v1/tags").await.json();
    assert_eq!(
        all["tags"],
        json!([{ "tag": "youbike", "topics": 1 }, { "tag": "輕軌", "topics": 1 }])
    );
    assert_eq!(
        guest.get("/api/v1/tags/YouBike").await.json()["topics"][0]["id"],
        1
    );
    guest.get("/zh/tags/none").await.expect(404);
    guest.get("/zh/tags/%00").await.expect(404);
}

#[actix_web::test]
async fn a_tag_that_names_somebody_is_refused_and_stored_nowhere() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    for (tags, code) in [
        (json!(["王小明"]), "tag-personal"),
        (json!(["0912345678"]), "tag-personal"),
        (json!(["0912", "345", "678"]), "tag-personal"),
        (json!(["a", "b", "c", "d", "e", "f"]), "tags-many"),
        (json!(["<script>"]), "tag-characters"),
        (json!(["a".repeat(25)]), "tag-long"),
    ] {
        let new = json!({ "title": "題目", "body": "內文", "tags": tags });
        let refused = author.post_json("/api/v1/boards/city/topics", &new).await;
        let refused = refused.expect(422).json();
        assert_eq!(refused["errors"][0]["code"], code, "{tags}");
    }
    let form = [("title", "題目"), ("body", "內文"), ("tags", "王小明 路燈")];
    let again = author.post("/zh/boards/city/new", &form).await.expect(422);
    assert_eq!(
        again.attribute("#f-tags", "value").as_deref(),
        Some("王小明 路燈"),
        "what was typed is kept"
    );
    assert!(!plaza.dump().contains("王小明"));
}

#[actix_web::test]
async fn a_tags_page_goes_on_from_where_it_ended() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    for n in 0..30 {
        let new = json!({ "title": format!("路燈{n}"), "body": "不亮", "tags": ["路燈"] });
        author
            .post_json("/api/v1/boards/city/topics", &new)
            .await
            .expect(201);
        plaza.advance(TimeDelta::minutes(1));
    }
    let guest = plaza.client().await;
    let first = guest.get("/api/v1/tags/%E8%B7%AF%E7%87%88").await.json();
    let next = first["next"].as_str().unwrap();
    let path = format!("/api/v1/tags/%E8%B7%AF%E7%87%88?after={next}");
    let second = guest.get(&path).await.json();
    let ids = |page: &serde_json::Value| -> Vec<i64> {
        let topics = page["topics"].as_array().unwrap().iter();
        topics.map(|topic| topic["id"].as_i64().unwrap()).collect()
    };
    let all = [ids(&first), ids(&second)].concat();
    assert_eq!(all, (1..=30).rev().collect::<Vec<i64>>());
    assert!(second["next"].is_null());
    let page = guest.get("/zh/tags/%E8%B7%AF%E7%87%88").await.expect(200);
    let older = page.attribute("a[rel=next]", "href").unwrap();
    let page = guest.get(&older).await.expect(200);
    assert_eq!(page.texts(".row.topic").len(), 5);
}

#[actix_web::test]
async fn moderators_change_tags_for_a_reason() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let topic = author.topic("city", "路燈", "不亮").await;
    let path = format!("/api/v1/topics/{topic}/arrange");
    let tag = json!({ "act": "tag", "tags": ["路燈"], "reason": "好找" });
    author.post_json(&path, &tag).await.expect(403);
    for _ in 0..2 {
        moderator.post_json(&path, &tag).await.expect(200);
    }
    assert_eq!(register(&moderator).await, ["topic-tagged"]);
    let personal = json!({ "act": "tag", "tags": ["王小明"], "reason": "好找" });
    let refused = moderator
        .post_json(&path, &personal)
        .await
        .expect(422)
        .json();
    assert_eq!(refused["errors"][0]["code"], "tag-personal");
    let shown = moderator
        .get(&format!("/api/v1/topics/{topic}"))
        .await
        .json();
    assert_eq!(shown["tags"], json!(["路燈"]));
    // An erased topic has none.
    assert_eq!(author.post("/zh/posts/1/erase", &[]).await.status, 303);
    assert!(!plaza.dump().contains("路燈"), "{}", plaza.dump());
}
