//! What moderators arrange about topics: each for a reason, once, in the register, and nobody's
//! words are changed.

mod appealed;
mod property;
mod regroup;

use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::{
    boards::{board, register},
    support::{Answer, Client, Plaza},
};

pub async fn arrange(client: &Client, topic: i64, act: &str, more: Value) -> Answer {
    let mut body = json!({ "act": act, "reason": "理由充分" });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    client
        .post_json(&format!("/api/v1/topics/{topic}/arrange"), &body)
        .await
}

pub async fn shown(client: &Client, topic: i64) -> Value {
    client
        .get(&format!("/api/v1/topics/{topic}"))
        .await
        .expect(200)
        .json()
}

async fn scene() -> (Plaza, Client, Client) {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    (plaza, author, moderator)
}

#[actix_web::test]
async fn a_pin_holds_a_topic_above_its_board_until_its_day() {
    let (plaza, author, moderator) = scene().await;
    let mut topics = Vec::new();
    for n in 0..7 {
        topics.push(author.topic("city", &format!("路燈{n}"), "不亮").await);
        plaza.advance(TimeDelta::minutes(1));
    }
    let past = arrange(
        &moderator,
        topics[0],
        "pin",
        json!({ "until": "2026-03-01" }),
    )
    .await;
    assert_eq!(past.expect(422).json()["errors"][0]["field"], "until");
    for _ in 0..2 {
        arrange(
            &moderator,
            topics[0],
            "pin",
            json!({ "until": "2026-03-04" }),
        )
        .await
        .expect(200);
    }
    let guest = plaza.client().await;
    let page = guest.get("/en/boards/city").await.expect(200);
    let titles = page.texts(".row.topic .row-title a");
    assert_eq!(titles.first().map(String::as_str), Some("路燈0"));
    assert_eq!(titles.len(), 7, "it stands once");
    assert_eq!(page.texts(".row-title .tag"), ["Pinned"]);
    let listed = guest.get("/api/v1/boards/city").await.json();
    assert_eq!(listed["pinned"][0]["id"], topics[0]);
    assert_eq!(listed["topics"].as_array().unwrap().len(), 6);
    assert_eq!(shown(&guest, topics[0]).await["pinned_until"], "2026-03-04");

    plaza.advance(TimeDelta::days(2));
    assert_eq!(
        shown(&guest, topics[0]).await["pinned"],
        true,
        "the last day"
    );
    plaza.advance(TimeDelta::days(1));
    assert_eq!(shown(&guest, topics[0]).await["pinned"], false);
    let listed = guest.get("/api/v1/boards/city").await.json();
    assert_eq!(listed["pinned"], json!([]));
    assert_eq!(listed["topics"].as_array().unwrap().len(), 7);

    for topic in &topics[1..6] {
        arrange(&moderator, *topic, "pin", json!({}))
            .await
            .expect(200);
    }
    let full = arrange(&moderator, topics[6], "pin", json!({})).await;
    assert_eq!(full.expect(422).json()["errors"][0]["code"], "pins-many");
    for _ in 0..2 {
        arrange(&moderator, topics[1], "unpin", json!({}))
            .await
            .expect(200);
    }
    arrange(&moderator, topics[6], "pin", json!({}))
        .await
        .expect(200);
    assert_eq!(
        register(&guest).await,
        [
            "topic-pinned",
            "topic-unpinned",
            "topic-pinned",
            "topic-pinned",
            "topic-pinned",
            "topic-pinned",
            "topic-pinned",
            "topic-pinned"
        ]
    );
}

#[actix_web::test]
async fn a_locked_topic_takes_no_answers_and_keeps_what_was_typed() {
    let (plaza, author, moderator) = scene().await;
    let topic = author.topic("open", "路燈", "不亮").await;
    let guest = plaza.client().await;
    for _ in 0..2 {
        arrange(&moderator, topic, "lock", json!({}))
            .await
            .expect(200);
    }
    let path = format!("/api/v1/topics/{topic}/posts");
    let answer = json!({ "body": "修好了", "guest": { "name": "路人" } });
    for client in [&author, &guest, &moderator] {
        let refused = client.post_json(&path, &answer).await.expect(409);
        assert_eq!(refused.json()["code"], "conflict");
    }
    let reply = format!("/en/topics/{topic}/reply");
    let refused = author
        .post(&reply, &[("body", "I typed this")])
        .await
        .expect(409);
    assert!(refused.body.contains("I typed this") && refused.body.contains("locked this topic"));
    let page = guest.get(&format!("/en/topics/{topic}")).await.expect(200);
    assert!(page.texts("form[data-compose]").is_empty());
    assert_eq!(page.texts(".title-row .tag"), ["Locked"]);
    arrange(&moderator, topic, "unlock", json!({}))
        .await
        .expect(200);
    author.post_json(&path, &answer).await.expect(201);
    assert_eq!(register(&guest).await, ["topic-unlocked", "topic-locked"]);
}

#[actix_web::test]
async fn a_topic_moves_to_a_board_with_the_same_readers_and_back() {
    let (plaza, author, moderator) = scene().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let closed = json!({ "read_by": "staff", "open_by": "staff", "answer_by": "staff" });
    admin
        .post_json("/api/v1/boards", &board("closed", closed))
        .await
        .expect(200);
    let topic = author.topic("city", "路燈", "不亮").await;
    arrange(&moderator, topic, "pin", json!({}))
        .await
        .expect(200);
    for _ in 0..2 {
        arrange(&moderator, topic, "move", json!({ "board": "open" }))
            .await
            .expect(200);
    }
    let moved = shown(&author, topic).await;
    assert_eq!(
        (&moved["board"]["slug"], &moved["pinned"]),
        (&json!("open"), &json!(false))
    );
    for (to, code) in [
        ("closed", "other-readers"),
        ("none", "choice"),
        ("a\u{0}", "choice"),
    ] {
        let refused = arrange(&moderator, topic, "move", json!({ "board": to })).await;
        assert_eq!(
            refused.expect(422).json()["errors"][0]["code"],
            code,
            "{to}"
        );
    }
    arrange(&moderator, topic, "move", json!({ "board": "city" }))
        .await
        .expect(200);
    assert_eq!(shown(&author, topic).await["board"]["slug"], "city");
    let entries = author.get("/api/v1/ledger").await.json()["entries"].clone();
    assert_eq!(entries[0]["act"], "topic-moved");
    // Which board it was the log of moderation tells, by the month.
    assert_eq!(entries[0]["facts"], json!({}));
    let log = author
        .get("/api/v1/moderation/log")
        .await
        .expect(200)
        .json();
    let lines = log["lines"].as_array().unwrap();
    let moved = lines.iter().find(|line| line["act"] == "topic-moved");
    assert!(moved.is_some(), "{log}");
    assert_eq!(entries[0]["ground"], "reason");
}

#[actix_web::test]
async fn a_reason_is_needed_sealed_and_read_by_the_author() {
    let (plaza, author, moderator) = scene().await;
    let topic = author.topic("city", "路燈", "不亮").await;
    for (reason, code) in [
        ("", "required"),
        ("  ", "required"),
        ("a\u{0}b", "characters"),
        (&"長".repeat(501), "length"),
    ] {
        let refused = arrange(&moderator, topic, "lock", json!({ "reason": reason })).await;
        let error = refused.expect(422).json()["errors"][0].clone();
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!("reason"), &json!(code))
        );
    }
    let page = format!("/en/topics/{topic}/arrange");
    let refused = moderator.post(&page, &[("act", "lock")]).await.expect(422);
    assert_eq!(refused.texts(".error-summary li").len(), 1);
    let refused = moderator
        .post(&page, &[("reason", "吵架")])
        .await
        .expect(422);
    assert!(refused.body.contains("吵架"), "what was typed is kept");
    let done = moderator
        .post(&page, &[("act", "lock"), ("reason", "吵起來了")])
        .await;
    assert_eq!(done.location(), format!("/en/t/{topic}?done=decided"));
    assert!(!plaza.dump().contains("吵起來了"), "the reason lies open");
    let own = author.get("/zh/posts/1/decisions").await.expect(200);
    assert!(own.body.contains("吵起來了"));
    assert_eq!(own.texts("form[action$=decisions]").len(), 1, "an appeal");
    let public = plaza.client().await.get("/zh/ledger").await.expect(200);
    assert!(!public.body.contains("吵起來了") && public.body.contains("一個主題被鎖定"));
    // Whoever is logged off meanwhile gets the reason back.
    let stranger = plaza.client().await;
    let kept = stranger
        .post(&page, &[("act", "lock"), ("reason", "很長的理由")])
        .await;
    assert!(kept.expect(401).body.contains("很長的理由"));
}

#[actix_web::test]
async fn nothing_is_arranged_about_what_is_not_published() {
    let (plaza, author, moderator) = scene().await;
    let topic = author.topic("city", "路燈", "不亮").await;
    let fields = [("act", "hide"), ("ground", "R2"), ("reason", "離題")];
    moderator.post("/zh/posts/1/moderate", &fields).await;
    for (act, more) in [
        ("pin", json!({})),
        ("lock", json!({})),
        ("move", json!({ "board": "open" })),
        ("tag", json!({ "tags": ["a"] })),
        ("merge", json!({ "topic": 99 })),
        ("split", json!({ "posts": [1], "title": "題" })),
    ] {
        let refused = arrange(&moderator, topic, act, more).await;
        assert!(
            [409, 422].contains(&refused.status.as_u16()),
            "{act}: {}",
            refused.body
        );
    }
    arrange(&moderator, 99, "lock", json!({})).await.expect(404);
    let strange = json!({ "act": "burn", "reason": "x" });
    let path = format!("/api/v1/topics/{topic}/arrange");
    moderator.post_json(&path, &strange).await.expect(400);
    assert_eq!(register(&moderator).await, ["post-hidden"]);
    assert_eq!(plaza.dump().matches("topic-").count(), 0);
}

#[actix_web::test]
async fn of_two_moderators_at_once_each_act_is_done_once() {
    let (plaza, author, one) = scene().await;
    let other = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let topic = author.topic("city", "路燈", "不亮").await;
    let second = author.topic("city", "又一盞", "也不亮").await;
    let post = author.reply(topic, "另一件事").await;
    let both = async |act: &str, more: Value| {
        let (a, b) = futures_util::join!(
            arrange(&one, topic, act, more.clone()),
            arrange(&other, topic, act, more.clone())
        );
        let statuses = [a.status.as_u16(), b.status.as_u16()];
        assert_eq!(statuses, [200, 200], "{act}: {} {}", a.body, b.body);
        assert_eq!(a.json(), b.json());
    };
    both("lock", json!({})).await;
    both("move", json!({ "board": "open" })).await;
    both("move", json!({ "board": "city" })).await;
    both("split", json!({ "posts": [post], "title": "另一件事" })).await;
    both("merge", json!({ "topic": second })).await;
    assert_eq!(
        register(&one).await,
        [
            "topic-merged",
            "topic-split",
            "topic-moved",
            "topic-moved",
            "topic-locked"
        ]
    );
}
