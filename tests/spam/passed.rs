//! A score that a moderator let pass is a pass for that text, and for no other in its place.

use actix_web::http::Method;
use plaza::accounts::Role;
use serde_json::json;

use super::{ADVERT, answer, items};
use crate::support::{Client, Plaza};

/// As long as the other advert and as full of links.
const OTHER: &str = "線上遊戲首次儲值送一千點，客服全年無休，三分鐘到帳，加入會員馬上領取，邀請朋友再抽大獎 \
    https://four.example/a https://five.example/b https://six.example/c";

/// Lets the only thing pass that waits.
async fn approve(moderator: &Client) {
    let items = items(moderator).await;
    assert_eq!(items.len(), 1, "{items:?}");
    let answer = json!({ "decision": "approve", "version": items[0]["version"] });
    let path = format!("/api/v1/review/{}", items[0]["id"]);
    moderator.post_json(&path, &answer).await.expect(200);
}

#[actix_web::test]
async fn a_text_that_was_let_through_is_no_pass_for_another_in_its_place() {
    let plaza = Plaza::start_with(|config| config.spam.hold_at = 30).await;
    plaza.add_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let asker = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = asker.topic("city", "請問", "哪裡可以買包包？").await;
    let author = plaza.log_on_as(Role::Resident, "甲").await;
    let guest = plaza.client().await;
    let held = answer(&author, topic, ADVERT).await.expect(202).json();
    approve(&moderator).await;
    let path = format!("/api/v1/posts/{}", held["id"]);
    let change = async |body: &str| {
        let body = json!({ "body": body });
        author.json(Method::PATCH, &path, &body).await
    };
    // Other spaces and signs are the same text, which was looked at.
    change(&ADVERT.replace('，', "！ ")).await.expect(200);
    guest.get(&path).await.expect(200);
    change(OTHER).await.expect(202);
    guest.get(&path).await.expect(404);
    assert_eq!(items(&moderator).await[0]["kind"], "spam-score");
    // What is let through by now is the other.
    approve(&moderator).await;
    guest.get(&path).await.expect(200);
    change(ADVERT).await.expect(202);
}
