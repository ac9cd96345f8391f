//! What becomes of flags where something was changed in what they are about: by a moderator from the
//! post's own page, or by its author.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::json;

use super::{PHONE, Scene, WORDS, flag, item, queue, scene, told, words_are_kept};

const FLAGGED: &str = "/zh/posts/3/flag";

impl Scene {
    /// A post with the author's telephone, number 3.
    async fn with_phone(&self) {
        let path = format!("/api/v1/topics/{}/posts", self.topic);
        let body = json!({ "body": format!("打給我{PHONE}。") });
        let ours = |_: &str| ("mine", "publish");
        let written = self.author.decide("POST", &path, &body, ours).await;
        written.expect(201);
    }
}

#[actix_web::test]
async fn who_takes_words_out_of_what_was_flagged_has_acted_on_the_flags() {
    let scene = scene().await;
    scene
        .author
        .reply(scene.topic, "還是不亮。管理員是笨蛋。")
        .await;
    flag(&scene.reader, FLAGGED, "insult", WORDS).await;
    let (item, _) = item(&scene.moderator).await;
    let began = queue(&scene.moderator).await["items"][0]["began"].clone();
    let take_out = json!({
        "body": "還是不亮。", "began": began, "ground": "R3", "reason": "辱罵",
    });
    let path = "/api/v1/posts/3/take-out";
    scene.moderator.post_json(path, &take_out).await.expect(200);
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    assert_eq!(told(&scene.reader).await, ["acted"]);
    assert!(!words_are_kept(&scene.reader).await);
    let rival = scene.plaza.log_on_as(Role::Moderator, "版主乙").await;
    let late = rival.get(&format!("/api/v1/review/{item}")).await;
    assert_eq!(late.expect(409).json()["by"], "版主甲");
}

#[actix_web::test]
async fn who_masks_what_was_flagged_has_acted_on_the_flags() {
    let scene = scene().await;
    scene.with_phone().await;
    flag(&scene.reader, FLAGGED, "personal-data", WORDS).await;
    let mask = json!({ "act": "mask", "ground": "R3", "reason": "別人的電話" });
    let path = "/api/v1/posts/3/moderate";
    scene.moderator.post_json(path, &mask).await.expect(200);
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    assert_eq!(told(&scene.reader).await, ["acted"]);
    // Where there is nothing to mask, nothing ends.
    flag(&scene.reader, FLAGGED, "personal-data", WORDS).await;
    let nothing = scene.moderator.post_json(path, &mask).await.expect(409);
    assert_eq!(nothing.json()["code"], "nothing-to-mask");
    assert_eq!(queue(&scene.moderator).await["count"], 1);
}

#[actix_web::test]
async fn a_mask_of_what_waits_for_another_reason_leaves_open_flags_to_be_read() {
    let scene = scene().await;
    scene.with_phone().await;
    flag(&scene.reader, FLAGGED, "spam", WORDS).await;
    let waits = "INSERT INTO review_items (kind, post_id, state, created_at, urgency) \
                 SELECT 'imported', id, 'open', created_at, 10 FROM posts WHERE id = 3";
    scene.plaza.sql(waits).unwrap();
    let waiting = queue(&scene.moderator).await;
    let mut items = waiting["items"].as_array().unwrap().iter();
    let imported = items.find(|item| item["kind"] == "imported").unwrap();
    let mask = json!({
        "decision": "mask", "version": imported["version"], "ground": "R3", "reason": "別人的電話",
    });
    let path = format!("/api/v1/review/{}", imported["id"]);
    scene.moderator.post_json(&path, &mask).await.expect(200);
    let waiting = queue(&scene.moderator).await;
    assert_eq!(waiting["count"], 1);
    assert!(waiting["items"][0]["flags"].to_string().contains(WORDS));
    assert!(words_are_kept(&scene.reader).await);
}

#[actix_web::test]
async fn no_edit_of_whom_they_are_about_takes_words_out_of_open_flags_that_repeat_nothing() {
    let scene = scene().await;
    let other = scene.plaza.person("other", Role::Resident).await.client;
    scene.with_phone().await;
    flag(&scene.reader, FLAGGED, "spam", WORDS).await;
    let repeated = format!("他寫了{PHONE}");
    flag(&other, FLAGGED, "personal-data", &repeated).await;
    scene.plaza.advance(TimeDelta::minutes(1));
    let body = json!({ "body": "不用打給我。" });
    let path = "/api/v1/posts/3";
    let edited = scene.author.json(Method::PATCH, path, &body).await;
    edited.expect(200);
    assert!(words_are_kept(&scene.reader).await);
    assert!(!words_are_kept(&other).await);
    let waiting = queue(&scene.moderator).await;
    assert_eq!(waiting["items"][0]["flagged"], 2);
    assert!(waiting["items"][0]["flags"].to_string().contains(WORDS));
}
