//! An office answers in the forum: only who works for it, and nothing else looks like it.

use actix_web::http::Method;
use plaza::accounts::Role;
use serde_json::{Value, json};

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

const PHONE: &str = "0912-345-678";

/// What the register says was changed, the newest entry first.
async fn changed(client: &Client) -> Vec<Value> {
    let entries = client.get("/api/v1/ledger").await.json()["entries"].clone();
    let entries = entries.as_array().unwrap().iter();
    entries
        .map(|entry| entry["facts"]["changed"].clone())
        .collect()
}

/// An office's answer; the post's id.
async fn answered(parks: &Client, topic: i64) -> i64 {
    let body = json!({ "body": "十月才修剪", "office": "parks" });
    let path = format!("/api/v1/topics/{topic}/posts");
    let made = parks.post_json(&path, &body).await.expect(201).json();
    made["id"].as_i64().unwrap()
}

#[actix_web::test]
async fn the_city_publishes_nobodys_data_in_an_answer_nor_when_that_is_changed() {
    let (_plaza, parks, author, topic) = city().await;
    let answers = format!("/api/v1/topics/{topic}/posts");
    let with_phone = json!({ "body": format!("請打{PHONE}"), "office": "parks" });
    let mine = |_: &str| ("mine", "publish");
    let refused = parks.decide("POST", &answers, &with_phone, mine).await;
    assert_eq!(refused.expect(422).json()["reason"], "unanswered");
    // Whoever answers for themselves may.
    let own = json!({ "body": format!("請打{PHONE}") });
    parks.decide("POST", &answers, &own, mine).await.expect(201);
    let post = answered(&parks, topic).await;
    let path = format!("/api/v1/posts/{post}");
    for sent in [&own, &with_phone] {
        let refused = parks.decide("PATCH", &path, sent, mine).await;
        assert_eq!(refused.expect(422).json()["reason"], "unanswered");
    }
    // So does the form, which says why and keeps what was typed.
    let page = format!("/en/posts/{post}/edit");
    let began = parks.get(&page).await.expect(200).hidden("began");
    let body = format!("請打{PHONE}");
    let fields = [("began", began.as_str()), ("body", &body)];
    let asked = parks.post(&page, &fields).await.expect(422);
    assert!(
        asked
            .texts("#findings")
            .concat()
            .contains("nobody's personal data")
    );
    let (check, at) = (asked.hidden("check"), asked.hidden("at-0"));
    let answer = [
        ("check", check.as_str()),
        ("at-0", &at),
        ("whose-0", "mine"),
        ("choice-0", "publish"),
    ];
    let again = parks.post(&page, &[&fields[..], &answer].concat()).await;
    let again = again.expect(422);
    assert!(
        again
            .texts("#e-finding-0")
            .concat()
            .contains("The city cannot publish this")
    );
    assert_eq!(again.texts("#f-body"), [body.as_str()]);
    let shown = author
        .get(&format!("/api/v1/posts/{post}"))
        .await
        .expect(200);
    assert_eq!(shown.json()["body"], "十月才修剪", "nothing was changed");
    let none = parks.decide("PATCH", &path, &own, |_| ("none", "publish"));
    none.await.expect(200);
    let masked = parks.decide("PATCH", &path, &own, |_| ("mine", "mask"));
    let masked = masked.await.expect(200).json();
    assert_eq!(masked["held"], false);
    let shown = author
        .get(&format!("/api/v1/posts/{post}"))
        .await
        .expect(200);
    assert!(!shown.body.contains(PHONE));
}

#[actix_web::test]
async fn a_changed_answer_stands_in_the_register_as_the_answer_does() {
    let (_plaza, parks, author, topic) = city().await;
    let post = answered(&parks, topic).await;
    let edit = json!({ "body": "十一月才修剪" });
    for _ in 0..2 {
        parks
            .json(Method::PATCH, &format!("/api/v1/posts/{post}"), &edit)
            .await
            .expect(200);
    }
    assert_eq!(
        register(&author).await,
        ["official-answer"; 2],
        "twice is once"
    );
    assert_eq!(changed(&author).await, [json!("answer"), Value::Null]);
    let page = author.get("/en/ledger").await.expect(200);
    assert!(page.texts(".row-facts")[0].contains("Changed: the office's answer"));
    assert!(page.texts(".row-facts")[0].contains("parks"));
    // What somebody says for themselves does not.
    let own = parks.reply(topic, "我也等著看").await;
    let edit = json!({ "body": "我也很期待" });
    let path = format!("/api/v1/posts/{own}");
    parks.json(Method::PATCH, &path, &edit).await.expect(200);
    assert_eq!(register(&author).await.len(), 2);
}

#[actix_web::test]
async fn who_left_the_office_changes_no_word_that_carries_its_mark() {
    let (plaza, parks, author, topic) = city().await;
    let post = answered(&parks, topic).await;
    let own = parks.reply(topic, "我也等著看").await;
    let topic_page = format!("/en/topics/{topic}");
    let way = format!("a[href='/en/posts/{post}/edit']");
    let page = parks.get(&topic_page).await.expect(200);
    assert_eq!(page.texts(&way).len(), 1);
    let form = format!("/en/posts/{post}/edit");
    let began = parks.get(&form).await.expect(200).hidden("began");
    plaza.sql("DELETE FROM office_members").unwrap();
    let page = parks.get(&topic_page).await.expect(200);
    assert!(page.texts(&way).is_empty());
    let fields = [("began", began.as_str()), ("body", "從來不修剪")];
    parks.get(&form).await.expect(403);
    let refused = parks.post(&form, &fields).await.expect(403);
    assert!(
        refused.body.contains("從來不修剪"),
        "what was typed is kept"
    );
    let edit = json!({ "body": "從來不修剪" });
    let patch = async |post: i64| {
        let path = format!("/api/v1/posts/{post}");
        parks.json(Method::PATCH, &path, &edit).await
    };
    patch(post).await.expect(403);
    let shown = author
        .get(&format!("/api/v1/posts/{post}"))
        .await
        .expect(200);
    assert_eq!(shown.json()["body"], "十月才修剪");
    assert_eq!(register(&author).await, ["official-answer"]);
    // Their own words are theirs.
    patch(own).await.expect(200);
}

#[actix_web::test]
async fn a_boards_office_is_the_one_for_which_its_member_begins_to_answer() {
    let (plaza, parks, _, topic) = city().await;
    let other = plaza.staff_of("education").await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let chosen = async |client: &Client| {
        let page = client.get(&format!("/en/topics/{topic}")).await.expect(200);
        page.attribute("input[name=office][checked]", "value")
            .unwrap()
    };
    assert_eq!(chosen(&parks).await, "", "for oneself");
    let page = "/en/admin/boards/1";
    let form = admin.get(page).await.expect(200);
    let version = form.hidden("version");
    let fields = [
        ("version", version.as_str()),
        ("slug", "city"),
        ("name_zh", "市政大小事"),
        ("name_en", "City affairs"),
        ("description_zh", "說明"),
        ("description_en", "What it is for"),
        ("read_by", "everybody"),
        ("open_by", "members"),
        ("answer_by", "members"),
        ("office", "parks"),
    ];
    admin.post(page, &fields).await.expect(303);
    let form = admin.get(page).await.expect(200);
    let option = "#f-office option[selected]";
    assert_eq!(form.attribute(option, "value").as_deref(), Some("parks"));
    assert_eq!(chosen(&parks).await, "parks");
    assert_eq!(chosen(&other).await, "", "not a member of that office");
    // What was chosen otherwise stays so.
    let preview = [("preview", "yes"), ("body", "十月"), ("office", "")];
    let path = format!("/en/topics/{topic}/reply");
    let shown = parks.post(&path, &preview).await.expect(200);
    let checked = shown.attribute("input[name=office][checked]", "value");
    assert_eq!(checked.as_deref(), Some(""));
    // Nor does what was begun for oneself become the office's.
    let keep = [("draft", "keep"), ("body", "十月"), ("office", "")];
    parks.post(&path, &keep).await.expect(303);
    assert_eq!(chosen(&parks).await, "");
}
