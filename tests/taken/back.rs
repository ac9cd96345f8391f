//! What else the words stood in, how they come back, and when they no more can.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::{accounts::Role, jobs::retention, privacy::verify};
use serde_json::json;

use super::{AFTER, BODY, LEFT, PHONE, POST, REASON, WORDS, scene, send};

#[actix_web::test]
async fn what_was_quoted_goes_as_well_and_all_of_it_comes_back_when_it_is_taken_back() {
    let scene = scene("二手書", BODY).await;
    let quoter = scene.plaza.person("xiaohe", Role::Resident).await.client;
    let reply = format!("> [quote:1:1]\n> 下午可以面交。{WORDS}\n\n真的嗎？");
    let (path, reply) = ("/api/v1/topics/1/posts", json!({ "body": reply }));
    send(&quoter, Method::POST, path, &reply).await.expect(201);
    let before = scene.posts().await;
    let number = scene.take_out(LEFT).await;
    let posts = scene.posts().await;
    assert_eq!(posts[0]["body"], AFTER);
    let quoted = "> [quote:1:1]\n> 下午可以面交。【版主移除】\n\n真的嗎？";
    assert_eq!(posts[1]["body"], quoted);
    assert!(!scene.plaza.dump().contains(WORDS));
    // Twice is once.
    for _ in 0..2 {
        assert_eq!(scene.undo(number).await, 200);
        assert_eq!(scene.posts().await, before, "as it was");
    }
    assert_eq!((scene.kept().await, scene.upheld().await), (0, 0));
    assert!(scene.mail().await.contains("已撤銷"));
    let register = scene.guest.get("/api/v1/ledger").await.expect(200).json();
    assert_eq!(register["entries"][0]["act"], "decision-undone");
    verify::all(&scene.plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
}

#[actix_web::test]
async fn a_granted_appeal_puts_the_words_back_and_leaves_what_the_author_wrote_since() {
    let untouched = scene("二手書", BODY).await;
    let number = untouched.take_out(LEFT).await;
    untouched.grant(number).await;
    assert_eq!(untouched.body().await, BODY);
    assert_eq!(untouched.upheld().await, 0);
    assert!(untouched.mail().await.contains("發言已恢復原狀"));
    drop(untouched);

    let changed = scene("二手書", BODY).await;
    let number = changed.take_out(LEFT).await;
    changed.edit("書已經賣掉了。").await;
    assert_eq!(changed.before().await, AFTER);
    changed.grant(number).await;
    assert_eq!(changed.body().await, "書已經賣掉了。");
    assert_eq!(changed.before().await, BODY);
    let mail = changed.mail().await;
    assert!(mail.contains("您後來寫的內容沒有更動"), "{mail}");
}

#[actix_web::test]
async fn when_the_time_to_appeal_has_ended_the_words_are_nowhere() {
    let scene = scene("二手書", BODY).await;
    let number = scene.take_out(LEFT).await;
    scene.plaza.advance(TimeDelta::days(31));
    retention::once(&scene.plaza.context).await.unwrap();
    assert_eq!(scene.kept().await, 0);
    let moderator = scene.plaza.log_on_as(Role::Moderator, "版主丙").await;
    let path = format!("/api/v1/decisions/{number}/undo");
    moderator.post_json(&path, &json!({})).await.expect(409);
    assert_eq!(scene.body().await, AFTER);
}

#[actix_web::test]
async fn what_is_personal_in_the_rest_stays_marked_and_can_be_masked() {
    let text = format!("打給我{PHONE}。{WORDS}");
    let scene = scene("二手書", &text).await;
    let taken = scene.take_out(&format!("打給我{PHONE}。")).await;
    let page = scene.guest.get("/zh/topics/1").await.expect(200);
    assert_eq!(page.texts(".post-body mark.pd"), [PHONE]);
    let mask = json!({ "act": "mask", "ground": "R3", "reason": REASON });
    let path = format!("{POST}/moderate");
    scene.moderator.post_json(&path, &mask).await.expect(200);
    let masked = scene.newest().await;
    // What is under another act comes back without what that one took.
    assert_eq!(scene.undo(taken).await, 200);
    let body = scene.body().await;
    assert!(body.contains(WORDS) && !body.contains(PHONE), "{body}");
    assert_eq!(scene.undo(masked).await, 200);
    assert_eq!(scene.body().await, text);
    let page = scene.guest.get("/zh/topics/1").await.expect(200);
    assert_eq!(page.texts(".post-body mark.pd"), [PHONE]);
}

#[actix_web::test]
async fn whoever_is_called_in_what_was_taken_out_is_mentioned_no_more() {
    let scene = scene("二手書", BODY).await;
    let quoter = scene.plaza.person("xiaohe", Role::Resident).await.client;
    scene.edit("面交。@xiaohe是騙子。書況很好。").await;
    let reply = "> [quote:1:2]\n> @xiaohe是騙子。\n\n真的嗎？";
    let (path, reply) = ("/api/v1/topics/1/posts", json!({ "body": reply }));
    send(&quoter, Method::POST, path, &reply).await.expect(201);
    let before = scene.posts().await;
    for post in 0..2 {
        assert_eq!(before[post]["mentions"][0]["name"], "xiaohe", "{before}");
    }
    let number = scene.take_out("面交。書況很好。").await;
    let taken = scene.posts().await;
    assert!(!taken.to_string().contains("@xiaohe"), "{taken}");
    for post in 0..2 {
        assert!(taken[post]["mentions"][0].is_null(), "{taken}");
    }
    assert_eq!(scene.undo(number).await, 200);
    assert_eq!(scene.posts().await, before, "as it was");
}
