//! Flags about what somebody shows of themselves.

use actix_web::http::Method;
use serde_json::json;

use super::{GROUND, PHONE, WORDS, decide, flag, item, queue, scene, told, words_are_kept};
use crate::support::{Client, PASSWORD};

/// Shows this text as one's profile; gives its number.
pub async fn profile(author: &Client, about: &str) -> i64 {
    let body = json!({ "about": about });
    let path = "/api/v1/account/profile";
    author.json(Method::PUT, path, &body).await.expect(200);
    let post = author.get("/api/v1/posts/1").await.expect(200).json();
    post["author"]["profile"].as_i64().unwrap()
}

#[actix_web::test]
async fn a_profile_is_flagged_and_its_owner_is_asked_to_change_it() {
    let scene = scene().await;
    let id = profile(&scene.author, "買藥找我。").await;
    let page = scene
        .guest
        .get(&format!("/zh/people/{id}"))
        .await
        .expect(200);
    let form = page.attribute("a[href$='/flag']", "href").unwrap();
    let shown = scene.guest.get(&form).await.expect(200);
    assert_eq!(shown.texts("article .post-body"), ["買藥找我。"]);
    let own = scene.author.get(&format!("/zh/people/{id}")).await;
    assert!(own.attribute("a[href$='/flag']", "href").is_none());
    flag(&scene.reader, &form, "spam", WORDS).await;
    let api = format!("/api/v1/people/{id}/flags");
    let again = scene
        .reader
        .post_json(&api, &json!({ "reason": "spam" }))
        .await;
    assert_eq!(again.expect(200).json()["status"], "flagged-before");
    let list = scene.moderator.get("/zh/review").await.expect(200);
    assert_eq!(list.texts("article .post-body"), ["買藥找我。"]);
    assert!(list.texts("main").concat().contains(WORDS));
    let waiting = &queue(&scene.moderator).await["items"][0];
    assert_eq!(waiting["profile"]["id"], id);
    // What it showed before is not decided about now.
    let (item, before) = item(&scene.moderator).await;
    profile(&scene.author, "買好藥找我。").await;
    let action = format!("/zh/review/{item}");
    for decision in ["approve", "reject"] {
        let mut fields = GROUND.to_vec();
        fields.extend([("decision", decision), ("version", &*before)]);
        scene.moderator.post(&action, &fields).await.expect(409);
    }
    scene.plaza.mails().await;
    decide(&scene.moderator, "reject").await;
    assert_eq!(told(&scene.reader).await, ["asked"]);
    let list = scene.reader.get("/zh/notifications").await.expect(200);
    assert!(list.texts("main").concat().contains("請本人修改"));
    let mails = scene.plaza.mails().await;
    let mail = mails.last().unwrap();
    assert_eq!(mail.to, "haihai@example.tw");
    assert!(
        mail.text.contains("這是廣告") && !mail.text.contains(WORDS),
        "{}",
        mail.text
    );
    assert!(mail.text.contains("/zh/account/profile"));
    assert!(mail.text.contains("不符合討論區規則"), "{}", mail.text);
    let own = scene.author.get("/zh/account/profile").await.expect(200);
    let name = own.attribute("main a[href$='/account/name']", "href");
    assert_eq!(name.as_deref(), Some("/zh/account/name"));
    let register = scene.guest.get("/api/v1/ledger").await.json();
    assert_eq!(register["entries"][0]["act"], "profile-reminded");
    let shown = scene
        .guest
        .get(&format!("/zh/people/{id}"))
        .await
        .expect(200);
    assert!(
        shown.body.contains("買好藥找我。"),
        "a moderator changes none of it"
    );
    // Flagged anew and taken down by its owner, it waits no more.
    scene
        .guest
        .post_json(&api, &json!({ "reason": "spam" }))
        .await
        .expect(202);
    assert_eq!(queue(&scene.moderator).await["count"], 1);
    let path = "/api/v1/account/profile";
    scene
        .author
        .json(Method::DELETE, path, &json!({}))
        .await
        .expect(204);
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    scene.guest.get(&form).await.expect(404);
    assert!(
        !words_are_kept(&scene.reader).await,
        "nothing is shown any more"
    );
}

#[actix_web::test]
async fn a_flagged_profile_that_goes_with_its_account_ends_its_flags() {
    let scene = scene().await;
    let id = profile(&scene.author, "買藥找我。").await;
    let form = format!("/zh/people/{id}/flag");
    flag(&scene.reader, &form, "spam", WORDS).await;
    assert!(words_are_kept(&scene.reader).await);
    let given = scene.reader.get("/api/v1/account/data").await.json();
    assert_eq!(given["flags"][0]["profile_id"], id.to_string());
    let own = scene.author.get("/api/v1/account/data").await.json();
    assert!(own.get("flags").is_none() && own.get("review_items").is_none());
    let fields = [("posts", "keep"), ("password", PASSWORD)];
    scene
        .author
        .post("/zh/account/erase", &fields)
        .await
        .expect(303);
    assert_eq!(queue(&scene.moderator).await["count"], 0);
    assert_eq!(told(&scene.reader).await, ["gone"]);
    scene.reader.get("/zh/notifications").await.expect(200);
    assert!(!words_are_kept(&scene.reader).await);
}

#[actix_web::test]
async fn a_phone_number_that_a_profile_shows_no_longer_goes_from_its_flags() {
    let scene = scene().await;
    let body = json!({ "about": format!("打給我{PHONE}。") });
    let ours = |_: &str| ("mine", "publish");
    let path = "/api/v1/account/profile";
    let shown = scene.author.decide("PUT", path, &body, ours).await;
    shown.expect(200);
    let post = scene.guest.get("/api/v1/posts/1").await.json();
    let form = format!("/zh/people/{}/flag", post["author"]["profile"]);
    flag(&scene.reader, &form, "spam", PHONE).await;
    let still = json!({ "about": format!("請打給我{PHONE}。") });
    let shown = scene.author.decide("PUT", path, &still, ours).await;
    shown.expect(200);
    assert!(words_are_kept(&scene.reader).await, "it is shown still");
    profile(&scene.author, "不用打給我。").await;
    assert!(!words_are_kept(&scene.reader).await);
    assert_eq!(queue(&scene.moderator).await["count"], 1);
}

#[actix_web::test]
async fn a_complaint_about_a_profile_is_no_breach_of_the_rules() {
    let scene = scene().await;
    let id = profile(&scene.author, "買藥找我。").await;
    flag(&scene.reader, &format!("/zh/people/{id}/flag"), "other", "").await;
    let (item, version) = item(&scene.moderator).await;
    let answer = json!({
        "decision": "reject", "version": version.parse::<i64>().unwrap(), "ground": "protect",
        "reason": "這是別人的名字", "complained_by": "mail", "complained_on": "2026-01-01",
    });
    let path = format!("/api/v1/review/{item}");
    let done = scene.moderator.post_json(&path, &answer).await;
    assert_eq!(done.status, 200, "{}", done.body);
    let mails = scene.plaza.mails().await;
    let text = &mails.last().unwrap().text;
    assert!(
        text.contains("別人的權利") && text.contains("這是別人的名字"),
        "{text}"
    );
    assert!(!text.contains("不符合討論區規則"), "{text}");
}
