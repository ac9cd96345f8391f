//! What moderators decide is learned, and unlearned when it is undone.

use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{DbError, schema::spam_lessons},
    keys::Keys,
    moderation::reasons,
    spam::{self, bayes::Lesson},
};
use serde_json::json;

use super::{answer, items, score};
use crate::support::{Client, Plaza};

/// What residents write, and moderators approve.
const GOOD: [&str; 6] = [
    "巷口的路燈已經三天沒有亮了，謝謝。",
    "公園的路燈也沒有亮，小朋友會跌倒。",
    "垃圾車今天晚了半個小時，是改時間了嗎？",
    "謝謝里長幫忙聯絡，水溝通了。",
    "圖書館的冷氣很冷，可以調高一點嗎？謝謝。",
    "這條路的人行道終於鋪好了，路燈也亮了。",
];
const BAD: &str = "小額信貸快速撥款免保人，請看";

/// Decides about the only item that waits.
async fn decide(moderator: &Client, decision: &str) {
    let items = items(moderator).await;
    assert_eq!(items.len(), 1, "{items:?}");
    let answer = json!({
        "decision": decision, "version": items[0]["version"], "ground": "R5", "reason": "這是廣告",
    });
    let path = format!("/api/v1/review/{}", items[0]["id"]);
    moderator.post_json(&path, &answer).await.expect(200);
}

/// Reports a post as spam.
async fn flag(reader: &Client, post: i64) {
    let page = format!("/zh/posts/{post}/flag");
    let form = reader.get(&page).await.expect(200);
    let (submission, notice) = (form.hidden("submission"), form.hidden("notice"));
    let fields = [
        ("submission", submission.as_str()),
        ("notice", notice.as_str()),
        ("reason", "spam"),
        ("words", ""),
    ];
    reader.post(&page, &fields).await.expect(303);
}

struct Scene {
    plaza: Plaza,
    moderator: Client,
    topic: i64,
    /// What was hidden as spam.
    bad: Vec<i64>,
}

/// What a guest says, which waits; gives its id.
async fn guest_says(guest: &Client, topic: i64, text: &str) -> i64 {
    let path = format!("/api/v1/topics/{topic}/posts");
    let body = json!({ "body": text, "guest": guest.as_guest("小樹", None).await });
    let held = guest.decide("POST", &path, &body, |_| ("mine", "publish"));
    held.await.expect(202).json()["post"].as_i64().unwrap()
}

/// A city in which six posts were approved: its moderator, who asked, and where.
async fn begun() -> (Plaza, Client, Client, i64) {
    let plaza = Plaza::start_with(|config| config.spam.hold_at = 30).await;
    plaza.add_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let asker = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = asker.topic("open", "鄰里", "大家來說說。").await;
    let guest = plaza.client().await;
    for text in GOOD {
        guest_says(&guest, topic, text).await;
        decide(&moderator, "approve").await;
    }
    (plaza, moderator, asker, topic)
}

/// A city in which six posts were approved and five hidden as spam.
async fn taught() -> Scene {
    let (plaza, moderator, asker, topic) = begun().await;
    let mut bad = Vec::new();
    for number in 0..5 {
        let author = plaza
            .log_on_as(Role::Resident, &format!("帳號{number}"))
            .await;
        let post = author
            .reply(topic, &format!("{BAD} https://loan{number}.example"))
            .await;
        flag(&asker, post).await;
        decide(&moderator, "reject").await;
        bad.push(post);
    }
    Scene {
        plaza,
        moderator,
        topic,
        bad,
    }
}

#[actix_web::test]
async fn what_was_decided_about_such_texts_decides_about_the_next() {
    let scene = taught().await;
    let Scene { plaza, topic, .. } = &scene;
    let author = plaza.log_on_as(Role::Resident, "新人").await;
    let next = format!("{BAD} https://money.example");
    let held = answer(&author, *topic, &next).await.expect(202).json();
    assert_eq!(items(&scene.moderator).await[0]["kind"], "spam-score");
    let (number, reasons) = score(plaza, held["id"].as_i64().unwrap()).await;
    assert!(number >= 30, "{number}");
    assert_eq!(reasons, ["links", "new-account", "learned"]);
    let good = answer(&author, *topic, "路燈亮了，謝謝里長。").await;
    let good = good.expect(201).json();
    let (number, reasons) = score(plaza, good["id"].as_i64().unwrap()).await;
    assert_eq!(number, 0, "what was learned speaks for it");
    assert_eq!(reasons, ["new-account", "learned"]);
}

#[actix_web::test]
async fn what_is_undone_was_not_learned() {
    let scene = taught().await;
    let Scene { plaza, topic, .. } = &scene;
    for post in scene.bad.clone() {
        let cx = plaza.context.clone();
        let undone = plaza
            .context
            .db
            .write(move |connection| spam::unlearn(connection, &cx, post));
        undone.await.unwrap();
    }
    let author = plaza.log_on_as(Role::Resident, "新人").await;
    let next = format!("{BAD} https://money.example");
    answer(&author, *topic, &next).await.expect(201);
    // A decision that is taken twice counts once.
    let (first, cx) = (scene.bad[0], plaza.context.clone());
    let learned = plaza.context.db.write(move |connection| {
        for _ in 0..50 {
            spam::learn(connection, &cx, first, Lesson::Spam)?;
        }
        Ok::<_, DbError>(())
    });
    learned.await.unwrap();
    let another = format!("{BAD} https://cash.example");
    answer(&author, *topic, &another).await.expect(201);
}

#[actix_web::test]
async fn what_is_brought_back_was_not_learned() {
    let scene = taught().await;
    for post in &scene.bad {
        let restore = json!({ "act": "restore", "reason": "這不是廣告" });
        let path = format!("/api/v1/posts/{post}/moderate");
        let done = scene.moderator.post_json(&path, &restore).await;
        done.expect(200);
    }
    let author = scene.plaza.log_on_as(Role::Resident, "新人").await;
    let next = format!("{BAD} https://money.example");
    answer(&author, scene.topic, &next).await.expect(201);
}

/// Whether something was learned from a decision about a post.
async fn teaches(plaza: &Plaza, post: i64) -> bool {
    let lessons: Result<i64, DbError> = plaza
        .context
        .db
        .read(move |connection| {
            let of_post = spam_lessons::table.filter(spam_lessons::post_id.eq(post));
            Ok(of_post.count().get_result(connection)?)
        })
        .await;
    lessons.unwrap() > 0
}

#[actix_web::test]
async fn what_guests_advertise_teaches_by_the_reason_for_which_it_is_rejected() {
    let (plaza, moderator, _, topic) = begun().await;
    reasons::put_in(&plaza.context).await.unwrap();
    let guest = plaza.client().await;
    for number in 0..5 {
        let text = format!("{BAD} https://loan{number}.example");
        let post = guest_says(&guest, topic, &text).await;
        let items = items(&moderator).await;
        assert_eq!(items[0]["kind"], "guest-post");
        // The fifth of the list is advertising.
        let answer = json!({
            "decision": "reject", "version": items[0]["version"], "ground": "R5", "reason": "",
            "reason_id": 5,
        });
        let path = format!("/api/v1/review/{}", items[0]["id"]);
        moderator.post_json(&path, &answer).await.expect(200);
        assert!(teaches(&plaza, post).await, "{number}");
    }
    let author = plaza.log_on_as(Role::Resident, "新人").await;
    let next = format!("{BAD} https://money.example");
    let held = answer(&author, topic, &next).await.expect(202).json();
    let (_, reasons) = score(&plaza, held["id"].as_i64().unwrap()).await;
    assert_eq!(reasons, ["links", "new-account", "learned"]);
}

#[actix_web::test]
async fn hiding_teaches_by_a_reason_that_says_it_is_spam_and_by_no_other() {
    let plaza = Plaza::with_boards().await;
    reasons::put_in(&plaza.context).await.unwrap();
    let administrator = plaza.log_on_as(Role::Administrator, "管理員").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let asker = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = asker.topic("open", "鄰里", "大家來說說。").await;
    // The second of the list is an attack, the fifth advertising.
    let hidden = async |reason: i64, text: &str| {
        let post = asker.reply(topic, text).await;
        let hide = json!({ "act": "hide", "ground": "R3", "reason": "", "reason_id": reason });
        let path = format!("/api/v1/posts/{post}/moderate");
        moderator.post_json(&path, &hide).await.expect(200);
        teaches(&plaza, post).await
    };
    assert!(hidden(5, "便宜的包包快來買").await);
    assert!(!hidden(2, "你真笨").await);
    // What a reason says of it is the administrator's.
    let page = administrator.get("/en/admin/reasons/2").await.expect(200);
    assert!(page.attribute("#f-teaches_spam", "checked").is_none());
    let version = page.hidden("version");
    let fields = [
        ("words_zh", "一再張貼連結"),
        ("words_en", "Links again and again"),
        ("position", "20"),
        ("teaches_spam", "yes"),
        ("version", version.as_str()),
    ];
    let kept = administrator.post("/en/admin/reasons/2", &fields).await;
    kept.expect(303);
    let page = administrator.get("/en/admin/reasons/2").await.expect(200);
    assert!(page.attribute("#f-teaches_spam", "checked").is_some());
    assert!(hidden(2, "請看這裡，請看那裡").await);
}

#[actix_web::test]
async fn undoing_a_mask_or_a_hold_takes_no_lesson_of_an_approval() {
    let plaza = Plaza::with_boards().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let asker = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = asker.topic("open", "鄰里", "大家來說說。").await;
    let guest = plaza.client().await;
    let body = json!({
        "body": "路燈壞了可以打0912-345-678，謝謝。",
        "guest": guest.as_guest("小樹", None).await,
    });
    let path = format!("/api/v1/topics/{topic}/posts");
    let held = guest.decide("POST", &path, &body, |_| ("mine", "publish"));
    let post = held.await.expect(202).json()["post"].as_i64().unwrap();
    decide(&moderator, "approve").await;
    assert!(teaches(&plaza, post).await);
    let path = format!("/api/v1/posts/{post}/moderate");
    for act in ["mask", "hold"] {
        let body = json!({ "act": act, "ground": "R3", "reason": "別人的電話" });
        moderator.post_json(&path, &body).await.expect(200);
        moderator.post("/zh/review/undo", &[]).await.expect(303);
        assert!(teaches(&plaza, post).await, "{act}");
    }
    // The approval's own undoing takes it.
    moderator.post("/zh/review/undo", &[]).await.expect(303);
    assert!(!teaches(&plaza, post).await);
}

#[actix_web::test]
async fn with_another_key_it_begins_anew() {
    let mut scene = taught().await;
    scene.plaza.rekey(Keys::of([9; 32], [[7; 32]]));
    let author = scene.plaza.log_on_as(Role::Resident, "新人").await;
    let next = format!("{BAD} https://money.example");
    answer(&author, scene.topic, &next).await.expect(201);
}
