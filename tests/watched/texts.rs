//! What happens to a text, or a profile, that holds a watched word.

use actix_web::http::Method;
use plaza::accounts::Role;
use serde_json::json;

use super::{API, PAGE, Scene, TOPICS, error, scene, send, waiting, watch};
use crate::{
    review::approve,
    support::{Plaza, files::png},
};

#[actix_web::test]
async fn a_refused_word_is_named_to_its_author_and_the_text_stays() {
    let scene = scene().await;
    let Scene {
        plaza: _plaza,
        admin,
        author,
        ..
    } = &scene;
    watch(admin, "word", "線上娛樂城", "block").await;
    let refused = send(author, "路燈", "快來**線上**娱乐城！")
        .await
        .expect(422);
    let told = error(&refused);
    assert_eq!(told["field"], "body");
    assert_eq!(told["code"], "watched-word");
    assert!(
        told["detail"].as_str().unwrap().contains("線上娱乐城"),
        "{told}"
    );
    let told = error(&send(author, "線上娛樂城", "內文").await.expect(422));
    assert_eq!(told["field"], "title");

    let form = author.get("/en/boards/city/new").await.expect(200);
    let fields = [
        ("submission", form.hidden("submission")),
        ("title", "路燈".to_owned()),
        ("body", "快來線上娛樂城！".to_owned()),
    ];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let again = author
        .post("/en/boards/city/new", &fields)
        .await
        .expect(422);
    assert!(again.texts("#e-body")[0].contains("線上娛樂城"));
    assert_eq!(again.texts("#f-body"), ["快來線上娛樂城！"]);
    let board = author.get("/api/v1/boards/city").await.json();
    assert_eq!(board["topics"], json!([]), "nothing was published");
    send(author, "路燈", "沒有那個字詞").await.expect(201);
}

#[actix_web::test]
async fn a_word_is_masked_by_its_author_who_sends_it_so_or_otherwise() {
    let scene = scene().await;
    let Scene {
        plaza: _plaza,
        admin,
        author,
        ..
    } = &scene;
    watch(admin, "word", "線上娛樂城", "mask").await;
    let form = author.get("/en/boards/city/new").await.expect(200);
    let submission = form.hidden("submission");
    let fields = [
        ("submission", submission.as_str()),
        ("title", "線上娛樂城的廣告"),
        ("body", "信箱裡都是線上娛樂城，**線上娛樂城**。"),
    ];
    let again = author
        .post("/en/boards/city/new", &fields)
        .await
        .expect(422);
    assert!(
        again.texts("#e-body")[0].contains("masked"),
        "{}",
        again.body
    );
    let title = again.attribute("#f-title", "value").unwrap();
    let body = again.texts("#f-body").remove(0);
    assert_eq!(title, "線○○○○的廣告");
    assert_eq!(body, "信箱裡都是線○○○○，**線○○○○**。");
    let board = author.get("/api/v1/boards/city").await.json();
    assert_eq!(board["topics"], json!([]), "nothing was published");
    let fields = [
        ("submission", submission.as_str()),
        ("title", title.as_str()),
        ("body", body.as_str()),
    ];
    let sent = author.post("/en/boards/city/new", &fields).await;
    let page = author.get(&sent.expect(303).location()).await.expect(200);
    assert_eq!(page.texts("h1"), ["線○○○○的廣告"]);
    // A program is told which word it is, and one that formatting parts is no word to mask.
    let told = error(&send(author, "廣告", "都是線上娛樂城").await.expect(422));
    assert_eq!(told["code"], "watched-mask");
    let told = error(&send(author, "廣告", "都是線上**娛樂城**").await.expect(422));
    assert_eq!(told["code"], "watched-word");
}

#[actix_web::test]
async fn what_is_held_becomes_public_when_a_moderator_approves_it() {
    let scene = scene().await;
    let (admin, moderator, author) = scene.people();
    watch(admin, "pattern", r"加line\s*id", "hold").await;
    send(author, "賣東西", "請加ＬＩＮＥ ID").await.expect(202);
    assert_eq!(waiting(moderator).await, ["watched-word"]);
    let page = moderator.get("/en/review").await.expect(200);
    assert!(page.body.contains("A watched word"));
    let queue = moderator.get("/api/v1/review").await.expect(200).json();
    let path = format!("/api/v1/review/{}", queue["items"][0]["id"]);
    let item = moderator.get(&path).await.expect(200).json();
    let mut reasons = item["spam"]["reasons"].as_array().unwrap().iter();
    let named = reasons.find(|reason| reason["code"] == "watched");
    assert_eq!(named.unwrap()["word"], r"加line\s*id");
    approve(moderator).await;
    let board = author.get("/api/v1/boards/city").await.json();
    assert_eq!(board["topics"][0]["title"], "賣東西");
}

#[actix_web::test]
async fn what_is_flagged_is_public_at_once_and_looked_at_once() {
    let scene = scene().await;
    let (admin, moderator, author) = scene.people();
    watch(admin, "word", "代辦貸款", "flag").await;
    let topic = send(author, "問一下", "有人找過代辦貸款嗎？")
        .await
        .expect(201)
        .json();
    let board = author.get("/api/v1/boards/city").await.json();
    assert_eq!(board["topics"][0]["id"], topic["id"]);
    assert_eq!(waiting(moderator).await, ["watched-word"]);
    approve(moderator).await;
    assert!(waiting(moderator).await.is_empty());
    let board = author.get("/api/v1/boards/city").await.json();
    assert_eq!(board["topics"][0]["id"], topic["id"], "it stays public");
}

#[actix_web::test]
async fn an_edit_is_looked_through_for_what_is_new_in_it() {
    let scene = scene().await;
    let (admin, moderator, author) = scene.people();
    let topic = author.topic("city", "路燈", "路燈不亮。").await;
    let post = author.reply(topic, "娛樂城旁的路燈不亮。").await;
    watch(admin, "word", "娛樂城", "block").await;
    watch(admin, "word", "貸款", "hold").await;
    let path = format!("/api/v1/posts/{post}");
    let edit = async |body: &str| {
        let text = json!({ "body": body });
        author.json(Method::PATCH, &path, &text).await
    };
    edit("娛樂城旁的路燈還是不亮。").await.expect(200);
    edit("娛樂城旁的路燈，快去娛樂城。").await.expect(422);
    edit("娛樂城旁的路燈，順便問貸款。").await.expect(202);
    assert_eq!(waiting(moderator).await, ["watched-word"]);
}

#[actix_web::test]
async fn a_profile_is_looked_through_and_a_suggestion_is_not() {
    let plaza = Plaza::city().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    watch(&admin, "word", "娛樂城", "block").await;
    watch(&admin, "word", "貸款", "flag").await;
    let profile = async |about: &str| {
        let body = json!({ "about": about, "since": false, "count": false, "posts": false });
        author
            .json(Method::PUT, "/api/v1/account/profile", &body)
            .await
    };
    assert_eq!(
        error(&profile("快來娛樂城").await.expect(422))["field"],
        "about"
    );
    profile("我懂貸款").await.expect(200);
    profile("我懂貸款，也懂路燈").await.expect(200);
    assert_eq!(waiting(&moderator).await, ["watched-word"], "once");
    let suggestion = json!({
        "category": "road-damage", "district": "lingya",
        "title": "娛樂城門口", "body": "娛樂城門口的人行道破了，貸款也沒用。",
    });
    author
        .post_json("/api/v1/suggestions", &suggestion)
        .await
        .expect(201);
}

#[actix_web::test]
async fn what_becomes_public_beside_a_text_is_looked_through_too() {
    let scene = scene().await;
    let (admin, moderator, author) = scene.people();
    // A file that was there before stands in no edit's way.
    let there = author.token("casino.png", &png(40, 30)).await;
    let old = json!({ "title": "照片", "body": "請看", "attachments": [there] });
    let old = author.post_json(TOPICS, &old).await.expect(201).json();
    watch(admin, "word", "casino", "mask").await;
    watch(admin, "word", "貸款", "hold").await;
    let path = format!("/api/v1/topics/{}", old["id"]);
    let post = author.get(&path).await.expect(200).json()["posts"][0]["id"].clone();
    let path = format!("/api/v1/posts/{post}");
    let edit = json!({ "body": "請看照片" });
    author.json(Method::PATCH, &path, &edit).await.expect(200);

    let refused = async |more: serde_json::Value| {
        let mut topic = json!({ "title": "路燈", "body": "很暗。" });
        let fields = more.as_object().unwrap().clone();
        topic.as_object_mut().unwrap().extend(fields);
        let told = error(&author.post_json(TOPICS, &topic).await.expect(422));
        // None of it can be masked by a form.
        assert_eq!(told["code"], "watched-word", "{told}");
        told["field"].clone()
    };
    assert_eq!(refused(json!({ "tags": ["casino"] })).await, "tags");
    let named = author.token("big-casino.png", &png(40, 30)).await;
    let named = json!({ "attachments": [named] });
    assert_eq!(refused(named).await, "files");
    let described = author.token("a.png", &png(40, 30)).await;
    let described = json!({
        "attachments": [described], "descriptions": { described.as_str(): "The casino" },
    });
    assert_eq!(refused(described).await, "files");
    let held = json!({ "title": "路燈", "body": "很暗。", "tags": ["貸款"] });
    author.post_json(TOPICS, &held).await.expect(202);
    assert_eq!(waiting(moderator).await, ["watched-word"]);

    let guest = scene.plaza.client().await;
    let signed = guest.as_guest("小樹", Some("win@casino.example")).await;
    let body = json!({ "title": "路燈", "body": "很暗。", "guest": signed });
    let path = "/api/v1/boards/open/topics";
    let sent = guest.decide("POST", path, &body, |_| ("mine", "publish"));
    let told = error(&sent.await.expect(422));
    assert_eq!(
        (&told["field"], &told["code"]),
        (&json!("email"), &json!("watched-word"))
    );
}

#[actix_web::test]
async fn an_accounts_name_holds_no_watched_word() {
    let scene = scene().await;
    let Scene {
        plaza: _plaza,
        admin,
        author,
        ..
    } = &scene;
    let rename = async |name: &str| {
        let body = json!({ "name": name, "name_is_personal": false });
        author
            .json(Method::PUT, "/api/v1/account/name", &body)
            .await
    };
    watch(admin, "word", "貸款", "hold").await;
    watch(admin, "word", "代辦", "flag").await;
    watch(admin, "word", "海海", "block").await;
    let told = error(&rename("貸款找我").await.expect(422));
    assert_eq!(
        (&told["field"], &told["code"]),
        (&json!("name"), &json!("watched-word"))
    );
    // The name that somebody has is theirs.
    rename("海海").await.expect(200);
    rename("代辦小樹").await.expect(200);

    let guest = scene.plaza.client().await;
    let mut fields = [
        ("email", "tree@example.tw"),
        ("name", "貸款找我"),
        ("name_is_personal", "no"),
        ("password", "correct horse battery"),
    ];
    let refused = guest.post("/en/register", &fields).await.expect(422);
    assert!(refused.texts("#e-name")[0].contains("貸款"));
    assert_eq!(
        refused.attribute("#f-name", "value").as_deref(),
        Some("貸款找我")
    );
    assert!(
        scene
            .plaza
            .mails()
            .await
            .iter()
            .all(|mail| mail.to != "tree@example.tw")
    );
    fields[1] = ("name", "小樹");
    guest.post("/en/register", &fields).await.expect(303);
}

#[actix_web::test]
async fn what_is_retired_is_watched_for_no_longer() {
    let scene = scene().await;
    let Scene {
        plaza: _plaza,
        admin,
        author,
        ..
    } = &scene;
    let id = watch(admin, "word", "娛樂城", "block").await;
    send(author, "路燈", "娛樂城").await.expect(422);
    let retired = json!({
        "kind": "word", "words": "娛樂城", "effect": "block", "retired": true, "version": 1,
    });
    let path = format!("{API}/{id}");
    admin.json(Method::PUT, &path, &retired).await.expect(200);
    send(author, "路燈", "娛樂城").await.expect(201);
    // Whoever read it before that is told.
    let stale = json!({ "kind": "word", "words": "賭場", "effect": "block", "version": 1 });
    admin.json(Method::PUT, &path, &stale).await.expect(409);
    let fields = [
        ("words", "賭場"),
        ("kind", "word"),
        ("effect", "block"),
        ("version", "1"),
    ];
    let page = format!("{PAGE}/{id}");
    let kept = admin.post(&page, &fields).await.expect(409);
    assert_eq!(kept.attribute("#f-words", "value").as_deref(), Some("賭場"));
    assert_eq!(kept.hidden("version"), "2");
}
