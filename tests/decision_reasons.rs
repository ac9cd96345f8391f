//! The operator's list of reasons: kept by administrators, named by decisions, read by authors in
//! their own language and in the words of that day.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::{accounts::Role, moderation::reasons};
use serde_json::{Value, json};

use crate::support::{Client, Plaza};

const PAGE: &str = "/en/admin/reasons";
const LIST: &str = "/api/v1/admin/reasons";

/// A city whose list is the one that a new city begins with, and a post: number 1.
async fn scene() -> (Plaza, Client, Client) {
    let plaza = Plaza::with_boards().await;
    reasons::put_in(&plaza.context).await.unwrap();
    let author = plaza.person("haihai", Role::Resident).await.client;
    author.topic("city", "路燈", "很暗。").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    (plaza, author, moderator)
}

fn hide(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut fields = vec![("act", "hide"), ("ground", "R3")];
    fields.extend(more);
    fields
}

async fn decided(author: &Client, lang: &str) -> String {
    let page = author.get(&format!("/{lang}/posts/1/decisions")).await;
    page.expect(200).texts("main").concat()
}

#[actix_web::test]
async fn a_decision_names_a_reason_and_its_author_reads_it_in_their_language() {
    let (plaza, author, moderator) = scene().await;
    let path = "/zh/posts/1/moderate";
    for lacking in [
        hide(&[("reason", "天天貼")]),
        hide(&[("reason", "天天貼"), ("reason_id", "99")]),
    ] {
        let refused = moderator.post(path, &lacking).await.expect(422);
        assert!(refused.texts(".field-error")[0].contains("從清單選擇理由"));
        assert_eq!(refused.attribute("#f-reason", "value").unwrap(), "天天貼");
    }
    // The fifth is advertising.
    let fields = hide(&[("reason", "天天貼"), ("reason_id", "5")]);
    moderator.post(path, &fields).await.expect(303);
    let zh = decided(&author, "zh").await;
    assert!(zh.contains("廣告或垃圾訊息：天天貼"), "{zh}");
    let en = decided(&author, "en").await;
    assert!(en.contains("Advertising or spam: 天天貼"), "{en}");
    let mails = plaza.mails().await;
    let mail = mails.iter().rfind(|mail| mail.subject.contains("發言"));
    let mail = &mail.unwrap().text;
    assert!(mail.contains("廣告或垃圾訊息：天天貼"), "{mail}");
    // Its words are as they stood that day, and a reason that is retired is chosen no more.
    let administrator = plaza.log_on_as(Role::Administrator, "管理員").await;
    let change = json!({ "words_zh": "買賣", "words_en": "Trade", "retired": true, "version": 1 });
    let one = format!("{LIST}/5");
    let changed = administrator.json(Method::PUT, &one, &change).await;
    changed.expect(200);
    assert!(decided(&author, "en").await.contains("Advertising or spam"));
    author.topic("city", "路燈又壞了", "很暗。").await;
    let again = moderator.post("/zh/posts/2/moderate", &fields).await;
    again.expect(422);
    // A reason says enough by itself.
    let bare = hide(&[("reason_id", "2")]);
    let done = moderator.post("/zh/posts/2/moderate", &bare).await;
    done.expect(303);
    let read = author.get("/api/v1/posts/2/decisions").await.expect(200);
    assert_eq!(read.json()["decisions"][0]["words"], "人身攻擊或辱罵");
    // In the register stands none of it.
    let register = plaza.client().await.get("/zh/ledger").await.expect(200);
    assert!(!register.body.contains("人身攻擊"), "{}", register.body);
}

#[actix_web::test]
async fn a_reason_is_given_for_what_it_is_for() {
    let (_plaza, author, moderator) = scene().await;
    // The last one is for holding alone.
    let body = json!({ "act": "hide", "ground": "R3", "reason": "", "reason_id": 11 });
    let path = "/api/v1/posts/1/moderate";
    let refused = moderator.post_json(path, &body).await.expect(422).json();
    assert_eq!(refused["errors"][0]["field"], "reason_id");
    let body = json!({ "act": "hold", "ground": "R3", "reason_id": 11 });
    moderator.post_json(path, &body).await.expect(200);
    let own = author.get("/api/v1/posts/1/decisions").await.expect(200);
    assert_eq!(own.json()["decisions"][0]["words"], "需要再確認內容");
    // A complaint says what it says, whatever is chosen beside it.
    let body = json!({
        "act": "mask", "ground": "protect", "reason_id": 1, "complained_by": "mail",
        "complained_on": "2026-03-02",
    });
    let refused = moderator.post_json(path, &body).await.expect(422).json();
    assert_eq!(refused["errors"][0]["field"], "reason");
}

#[actix_web::test]
async fn in_the_queue_a_reason_is_named_too_and_the_author_of_what_was_held_reads_it() {
    let (_plaza, author, moderator) = scene().await;
    let body = json!({ "body": "他的電話是0912-345-678" });
    let path = "/api/v1/topics/1/posts";
    let held = author.decide("POST", path, &body, |_| ("other", "publish"));
    held.await.expect(202);
    let queue = moderator.get("/api/v1/review").await.expect(200).json();
    let item = &queue["items"][0];
    let one = format!("/api/v1/review/{}", item["id"]);
    let mut answer = json!({
        "decision": "reject", "version": item["version"], "ground": "R3", "reason": "",
    });
    let refused = moderator.post_json(&one, &answer).await.expect(422).json();
    assert_eq!(refused["errors"][0]["field"], "reason_id");
    answer["reason_id"] = json!(1);
    moderator.post_json(&one, &answer).await.expect(200);
    let topic = author.get("/zh/topics/1").await.expect(200).body;
    assert!(topic.contains("公開他人的個人資料"), "{topic}");
}

#[actix_web::test]
async fn administrators_keep_the_list_and_nobody_overwrites_anothers_change() {
    let plaza = Plaza::with_boards().await;
    let administrator = plaza.log_on_as(Role::Administrator, "管理員").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let empty = administrator.get(PAGE).await.expect(200);
    assert!(empty.body.contains("No reasons yet"));
    moderator.get(PAGE).await.expect(403);
    moderator
        .post(&format!("{PAGE}/new"), &[])
        .await
        .expect(403);
    let body = json!({ "words_zh": "甲", "words_en": "A", "position": 1 });
    moderator.post_json(LIST, &body).await.expect(403);
    let fields = [
        ("words_zh", "離題"),
        ("words_en", "Off topic"),
        ("acts", "hide"),
        ("acts", "reject"),
        ("position", "10"),
    ];
    let new = format!("{PAGE}/new");
    for (name, value, field) in [
        ("words_zh", "", "words_zh"),
        ("words_en", &*"x".repeat(121), "words_en"),
        ("position", "ten", "position"),
        ("position", "1001", "position"),
    ] {
        let wrong = fields.map(|(field, typed)| (field, if field == name { value } else { typed }));
        let refused = administrator.post(&new, &wrong).await.expect(422);
        assert!(refused.attribute(&format!("#e-{field}"), "id").is_some());
    }
    administrator.post(&new, &fields).await.expect(303);
    // The same words twice would be one choice too many.
    let twice = administrator.post(&new, &fields).await.expect(422);
    assert!(twice.body.contains("a reason of these words"));
    let read = moderator.get("/api/v1/reasons").await.expect(200).json();
    let kept: &Value = &read[0];
    assert_eq!(kept["acts"], json!(["reject", "hide"]));
    let one = format!("{PAGE}/{}", kept["id"]);
    let page = administrator.get(&one).await.expect(200);
    let version = page.hidden("version");
    let mut change = fields.to_vec();
    change.push(("version", &version));
    change[1] = ("words_en", "Beside the topic");
    administrator.post(&one, &change).await.expect(303);
    change[1] = ("words_en", "Elsewhere");
    let late = administrator.post(&one, &change).await.expect(409);
    assert!(late.body.contains("Elsewhere") && late.body.contains("Somebody else"));
    let read = moderator.get("/api/v1/reasons").await.expect(200).json();
    assert_eq!(read[0]["words_en"], "Beside the topic");
    // Nothing of what a city begins with comes back once there is a list.
    reasons::put_in(&plaza.context).await.unwrap();
    let read = moderator.get("/api/v1/reasons").await.expect(200).json();
    assert_eq!(read.as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn what_is_imposed_on_an_account_names_a_reason_too_which_its_owner_reads_in_their_language()
{
    let (plaza, author, moderator) = scene().await;
    let own = author.get("/api/v1/account").await.expect(200).json();
    let (id, page) = (&own["id"], format!("/zh/people/{}/standing", own["id"]));
    let api = format!("/api/v1/people/{id}/sanctions");
    let offered = moderator.get(&page).await.expect(200);
    let options = offered.texts("#f-reason_id option").join(" ");
    // What is for holding alone is not offered.
    assert!(options.contains("廣告或垃圾訊息") && !options.contains("需要再確認內容"));
    for lacking in [
        vec![("kind", "warn"), ("reason", "天天貼")],
        vec![("kind", "warn"), ("reason", "天天貼"), ("reason_id", "11")],
        // For a warning it is one, for a suspension none.
        vec![
            ("kind", "suspend"),
            ("last_day", "2026-03-04"),
            ("reason", "天天貼"),
            ("reason_id", "6"),
        ],
    ] {
        let refused = moderator.post(&page, &lacking).await.expect(422);
        assert!(refused.texts("#e-reason_id")[0].contains("從清單選擇理由"));
        assert_eq!(refused.attribute("#f-reason", "value").unwrap(), "天天貼");
    }
    let body = json!({ "kind": "warn", "reason": "天天貼" });
    let refused = moderator.post_json(&api, &body).await.expect(422).json();
    assert_eq!(refused["errors"][0]["field"], "reason_id");

    let fields = [("kind", "warn"), ("reason", "天天貼"), ("reason_id", "5")];
    moderator.post(&page, &fields).await.expect(303);
    let mails = plaza.mails().await;
    let mail = &mails.last().unwrap().text;
    assert!(mail.contains("廣告或垃圾訊息：天天貼"), "{mail}");
    let zh = author.get("/zh/account/standing").await.expect(200);
    assert!(zh.body.contains("廣告或垃圾訊息：天天貼"), "{}", zh.body);
    let en = author.get("/en/account/standing").await.expect(200);
    assert!(
        en.body.contains("Advertising or spam: 天天貼"),
        "{}",
        en.body
    );
    // A reason says enough by itself.
    let body = json!({ "kind": "warn", "reason_id": 2 });
    moderator.post_json(&api, &body).await.expect(201);
    let path = "/api/v1/account/standing";
    let standing = author.get(path).await.expect(200).json();
    assert_eq!(standing["sanctions"][0]["because"], "人身攻擊或辱罵");
    // It stands as it stood that day.
    let administrator = plaza.log_on_as(Role::Administrator, "管理員").await;
    let change = json!({ "words_zh": "買賣", "words_en": "Trade", "retired": true, "version": 1 });
    let one = format!("{LIST}/5");
    let changed = administrator.json(Method::PUT, &one, &change).await;
    changed.expect(200);
    let zh = author.get("/zh/account/standing").await.expect(200);
    assert!(zh.body.contains("廣告或垃圾訊息：天天貼"));
    // In the register stands none of it.
    let register = plaza.client().await.get("/zh/ledger").await.expect(200);
    assert!(!register.body.contains("人身攻擊"), "{}", register.body);
}

/// Hides the post and takes that back; gives what its author is mailed of the latter.
async fn told(plaza: &Plaza, moderator: &Client, why: &[(&str, &str)]) -> String {
    plaza.advance(TimeDelta::minutes(1));
    let fields = hide(&[("reason_id", "5")]);
    let path = "/zh/posts/1/moderate";
    moderator.post(path, &fields).await.expect(303);
    plaza.advance(TimeDelta::minutes(1));
    moderator.post("/zh/review/undo", why).await.expect(303);
    let mails = plaza.mails().await;
    let mail = mails.iter().rfind(|mail| mail.subject.contains("發言"));
    mail.unwrap().text.clone()
}

#[actix_web::test]
async fn what_is_taken_back_without_a_word_has_the_reason_that_the_list_keeps_for_it() {
    let (plaza, author, moderator) = scene().await;
    let (wrong, nothing) = ("原來的決定有誤", "沒有另外寫理由");
    let mail = told(&plaza, &moderator, &[]).await;
    assert!(mail.contains(wrong) && !mail.contains(nothing), "{mail}");
    assert!(decided(&author, "zh").await.contains(wrong));
    assert!(
        decided(&author, "en")
            .await
            .contains("The decision was wrong")
    );
    // Whoever says why is heard alone.
    let own = [("reason", "看錯了")];
    let mail = told(&plaza, &moderator, &own).await;
    assert!(mail.contains("看錯了") && !mail.contains(wrong), "{mail}");
    // A list that keeps none for it makes none up.
    let administrator = plaza.log_on_as(Role::Administrator, "管理員").await;
    let retired = json!({
        "words_zh": wrong, "words_en": "The decision was wrong", "retired": true, "version": 1,
    });
    let path = format!("{LIST}/17");
    let changed = administrator.json(Method::PUT, &path, &retired).await;
    changed.expect(200);
    let mail = told(&plaza, &moderator, &[]).await;
    assert!(mail.contains(nothing) && !mail.contains(wrong), "{mail}");
}
