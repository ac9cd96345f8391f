//! After a new pipeline older texts are made again: what it finds is marked, authors are told.

use chrono::TimeDelta;
use plaza::{accounts::Role, config::attachments::ObjectPlace, jobs::render_again};
use serde_json::json;

use crate::support::{Client, Plaza};

const PHONE: &str = "0912-345-678";
const EMAIL: &str = "wang.daming@mail.example";
const NUMBER: &str = "A123456789";

/// Puts words into a stored text as an older detector let them through.
fn slipped_through(plaza: &Plaza, post: i64, body: &str) {
    plaza
        .sql(&format!(
            "UPDATE posts SET body = '{body}', body_html = '<p>old</p>', pipeline = 1 WHERE id = {post};"
        ))
        .unwrap();
}

async fn run(plaza: &Plaza) {
    for _ in 0..10 {
        render_again::once(&plaza.context).await.unwrap();
    }
}

async fn post_of(client: &Client, topic: i64) -> i64 {
    let topic = client.get(&format!("/api/v1/topics/{topic}")).await.json();
    topic["posts"][0]["id"].as_i64().unwrap()
}

#[actix_web::test]
async fn what_is_newly_found_is_marked_and_its_author_told_once() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let other = plaza.person("other", Role::Resident).await.client;
    let body = json!({ "title": "書", "body": format!("寫信到{EMAIL}") });
    let topic = author
        .decide("POST", "/api/v1/boards/city/topics", &body, |_| {
            ("mine", "publish")
        })
        .await
        .expect(201)
        .json()["id"]
        .as_i64()
        .unwrap();
    let first = post_of(&author, topic).await;
    let second = author.reply(topic, "第二則").await;
    let clean = other.reply(topic, "沒有什麼").await;
    slipped_through(&plaza, first, &format!("寫信到{EMAIL}或打{PHONE}"));
    slipped_through(&plaza, second, &format!("打{PHONE}"));
    slipped_through(&plaza, clean, "**沒有**什麼");
    let mails = plaza.mails().await.len();
    run(&plaza).await;
    let page = plaza
        .client()
        .await
        .get(&format!("/zh/topics/{topic}"))
        .await
        .expect(200);
    assert_eq!(
        page.texts(&format!("#post-{first} mark.pd")),
        [EMAIL, PHONE]
    );
    assert_eq!(page.texts(&format!("#post-{second} mark.pd")), [PHONE]);
    assert_eq!(
        page.texts(&format!("#post-{second} .post-warning")).len(),
        1
    );
    assert_eq!(page.texts(&format!("#post-{clean} strong")), ["沒有"]);
    let told = author.get(&format!("/api/v1/posts/{first}")).await.json();
    assert_eq!(told["findings"].as_array().unwrap().len(), 2);
    assert_eq!(
        told["body"],
        format!("寫信到{EMAIL}或打{PHONE}"),
        "no word is changed"
    );
    // One mail for both, in its author's language, without a word of the text.
    let mails = plaza.mails().await.split_off(mails);
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(mails[0].to, "haihai@example.tw");
    assert!(
        mails[0].subject.contains("個人資料"),
        "{}",
        mails[0].subject
    );
    for part in [&mails[0].text, &mails[0].html] {
        assert!(
            part.contains(&format!("#post-{first}")) && part.contains(&format!("#post-{second}"))
        );
        assert!(!part.contains(PHONE), "{part}");
    }
    // Run again, by whomever: nothing more happens.
    let before = plaza.dump();
    run(&plaza).await;
    assert_eq!(plaza.dump(), before);
}

#[actix_web::test]
async fn what_may_not_be_published_waits_for_a_moderator() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let topic = author.topic("city", "題", "內文").await;
    let reply = author.reply(topic, "回覆").await;
    slipped_through(&plaza, reply, &format!("他的身分證是{NUMBER}"));
    run(&plaza).await;
    let guest = plaza.client().await;
    let seen = guest.get(&format!("/api/v1/topics/{topic}")).await.json();
    assert_eq!(seen["posts"].as_array().unwrap().len(), 1, "out of sight");
    assert_eq!(seen["replies"], 0);
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let queue = moderator.get("/zh/review").await.expect(200);
    assert_eq!(queue.texts(".post.held").len(), 1);
    assert!(queue.texts(".post.held")[0].contains("新的偵測發現的"));
    // The author masks it; then it can be approved.
    let masked = json!({ "body": format!("他的身分證是{NUMBER}") });
    author
        .decide("PATCH", &format!("/api/v1/posts/{reply}"), &masked, |_| {
            ("other", "mask")
        })
        .await
        .expect(202);
    let queue = moderator.get("/zh/review").await;
    let action = queue
        .attribute(".post.held form[action*='/review/']", "action")
        .unwrap();
    let fields = [
        ("decision", "approve"),
        ("version", &*queue.hidden("version")),
    ];
    moderator.post(&action, &fields).await.expect(303);
    let seen = guest.get(&format!("/api/v1/topics/{topic}")).await.json();
    assert_eq!(seen["replies"], 1);
    assert!(!plaza.dump().contains(NUMBER));
}

#[actix_web::test]
async fn a_moderator_masks_what_was_found_anew_and_lets_the_rest_out() {
    const REASON: &str = "身分證字號不能公開";
    for by_page in [true, false] {
        let plaza = Plaza::with_boards().await;
        let author = plaza.person("haihai", Role::Resident).await.client;
        let topic = author.topic("city", "題", "內文").await;
        let reply = author.reply(topic, "回覆").await;
        slipped_through(&plaza, reply, &format!("證號是{NUMBER}，請幫忙"));
        run(&plaza).await;
        let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
        let queue = moderator.get("/api/v1/review").await.expect(200).json();
        let item = &queue["items"][0];
        assert_eq!(item["kind"], "found-again");
        if by_page {
            let path = format!("/zh/review/{}?act=mask", item["id"]);
            let page = moderator.get(&path).await.expect(200);
            let form = ".post.held form[action*='/review/']";
            let action = page.attribute(form, "action").unwrap();
            let fields = [
                ("decision", "mask"),
                ("version", &*page.hidden("version")),
                ("ground", "R3"),
                ("reason", REASON),
            ];
            moderator.post(&action, &fields).await.expect(303);
        } else {
            let path = format!("/api/v1/review/{}", item["id"]);
            let body = json!({
                "decision": "mask", "version": item["version"], "ground": "R3", "reason": REASON,
            });
            moderator.post_json(&path, &body).await.expect(200);
        }
        let guest = plaza.client().await;
        let seen = guest.get(&format!("/api/v1/topics/{topic}")).await.json();
        assert_eq!(seen["replies"], 1, "it is let out");
        let body = seen["posts"][1]["body"].as_str().unwrap();
        assert!(
            body.starts_with("證號是") && body.ends_with("，請幫忙"),
            "{body}"
        );
        assert!(!plaza.dump().contains(NUMBER), "what is kept is sealed");
        let count = moderator.get("/api/v1/review/count").await.expect(200);
        assert_eq!(count.json()["count"], 0);
        let mails = plaza.mails().await;
        let mut own = mails.iter().filter(|mail| mail.to == "haihai@example.tw");
        assert!(own.any(|mail| mail.text.contains(REASON)), "{mails:?}");
        assert!(mails.iter().all(|mail| !mail.raw.contains(NUMBER)));
    }
}

#[actix_web::test]
async fn what_somebody_changes_meanwhile_is_not_written_over_and_answers_stay() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    // An answer of an earlier day: it is no personal data.
    let body = json!({ "title": "t", "body": format!("總機{PHONE}") });
    let topic = author
        .decide("POST", "/api/v1/boards/city/topics", &body, |_| {
            ("none", "publish")
        })
        .await
        .expect(201)
        .json()["id"]
        .as_i64()
        .unwrap();
    let mut posts = Vec::new();
    for n in 0..120 {
        posts.push(author.reply(topic, &format!("第{n}則")).await);
    }
    plaza.sql("UPDATE posts SET pipeline = 1;").unwrap();
    // Several batches, two at once as on two nodes, and an edit between them.
    render_again::once(&plaza.context).await.unwrap();
    plaza.advance(TimeDelta::hours(1));
    let last = *posts.last().unwrap();
    let edited = json!({ "body": "改過了" });
    let path = format!("/api/v1/posts/{last}");
    author
        .json("PATCH".parse().unwrap(), &path, &edited)
        .await
        .expect(200);
    let both = futures_util::join!(
        render_again::once(&plaza.context),
        render_again::once(&plaza.context)
    );
    both.0.unwrap();
    both.1.unwrap();
    run(&plaza).await;
    let told = author.get(&path).await.json();
    assert_eq!(told["html"], "<p>改過了</p>\n");
    let page = author.get(&format!("/zh/topics/{topic}")).await.expect(200);
    assert!(
        page.texts("mark.pd").is_empty(),
        "its author said that it is none"
    );
    assert!(page.texts(".post-body")[0].contains(PHONE));
    assert_eq!(plaza.mails().await.len(), 0);
}

/// Puts words into a post's first earlier version as an older detector let them through.
fn slipped_into_history(plaza: &Plaza, post: i64, column: &str, words: &str) {
    plaza
        .sql(&format!(
            "UPDATE posts SET pipeline = 1 WHERE id = {post}; \
             UPDATE post_revisions SET {column} = '{words}' WHERE post_id = {post} AND number = 1;"
        ))
        .unwrap();
}

#[actix_web::test]
async fn what_is_newly_found_in_an_earlier_version_is_told_or_held_as_in_the_present_one() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await.client;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let guest = plaza.client().await;
    let edit = async |post: i64, body: &str| {
        let body = json!({ "title": "題", "body": body });
        let path = format!("/api/v1/posts/{post}");
        author
            .json("PATCH".parse().unwrap(), &path, &body)
            .await
            .expect(200);
    };
    let topic = author.topic("city", "題", "內文").await;
    let opening = post_of(&author, topic).await;
    let told = author.reply(topic, "回覆").await;
    let held = author.reply(topic, "又一則").await;
    let mails = plaza.mails().await.len();
    plaza.advance(TimeDelta::hours(1));
    for post in [opening, told, held] {
        edit(post, "改過了").await;
    }
    slipped_into_history(&plaza, told, "body", &format!("打{PHONE}"));
    slipped_into_history(&plaza, held, "body", &format!("身分證是{NUMBER}"));
    run(&plaza).await;
    let versions = format!("/zh/posts/{told}/revisions?version=1");
    assert!(guest.get(&versions).await.expect(200).body.contains(PHONE));
    guest
        .get(&format!("/zh/posts/{held}/revisions?version=1"))
        .await
        .expect(404);
    let mails = plaza.mails().await.split_off(mails);
    assert_eq!(mails.len(), 1, "{mails:?}");
    for post in [told, held] {
        assert!(mails[0].text.contains(&format!("#post-{post}")));
    }
    let queue = moderator.get("/zh/review").await.expect(200);
    assert_eq!(queue.texts(".post.held").len(), 1);

    // What was marked and looked at is no news at the next pipeline.
    let approve = async || {
        let queue = moderator.get("/zh/review").await;
        let action = queue
            .attribute(".post.held form[action*='/review/']", "action")
            .unwrap();
        let version = queue.hidden("version");
        let fields = [("decision", "approve"), ("version", &*version)];
        moderator.post(&action, &fields).await.expect(303);
    };
    approve().await;
    let before = plaza.mails().await.len();
    plaza.sql("UPDATE posts SET pipeline = 1").unwrap();
    run(&plaza).await;
    assert_eq!(plaza.mails().await.len(), before);
    assert!(
        moderator
            .get("/zh/review")
            .await
            .texts(".post.held")
            .is_empty()
    );

    // An earlier title holds the post too.
    slipped_into_history(&plaza, opening, "title", &format!("身分證{NUMBER}"));
    run(&plaza).await;
    guest.get(&format!("/zh/topics/{topic}")).await.expect(404);
    assert_eq!(
        moderator.get("/zh/review").await.texts(".post.held").len(),
        1
    );
}

#[actix_web::test]
async fn files_are_looked_at_again_too() {
    let (plaza, mut posts) = (Plaza::with_boards().await, Vec::new());
    let author = plaza.person("haihai", Role::Resident).await.client;
    for name in ["one.txt", "two.txt"] {
        let token = author.token(name, "哈囉，你好嗎？".as_bytes()).await;
        let body = json!({ "title": "檔案", "body": "內文", "attachments": [token] });
        let made = author.post_json("/api/v1/boards/city/topics", &body).await;
        let topic = made.expect(201).json()["id"].as_i64().unwrap();
        posts.push((topic, post_of(&author, topic).await));
    }
    let [(first, post), (second, _)] = posts[..] else {
        panic!("two topics");
    };
    // A name and a text as an older detector let them through.
    plaza
        .sql(&format!(
            "UPDATE attachments SET name = '打{PHONE}.txt' WHERE id = 1; UPDATE posts SET pipeline = 1;"
        ))
        .unwrap();
    let ObjectPlace::Folder(store) = plaza.context.config.attachments.place.clone() else {
        panic!("tests keep files in a folder");
    };
    for (name, _) in plaza.objects() {
        std::fs::write(store.join(name), format!("打{PHONE}")).unwrap();
    }
    let mails = plaza.mails().await.len();
    run(&plaza).await;
    let guest = plaza.client().await;
    let page = guest.get(&format!("/zh/topics/{first}")).await.expect(200);
    assert_eq!(page.texts(".files mark"), [PHONE]);
    assert_eq!(page.texts(".files .tag"), ["含有公開的個人資料"]);
    let told = author.get(&format!("/api/v1/posts/{post}")).await.json();
    assert_eq!(told["findings"].as_array().unwrap().len(), 2);
    assert_eq!(plaza.mails().await.len(), mails + 1, "its author is told");
    // What may not be published at all waits.
    for (name, _) in plaza.objects() {
        std::fs::write(store.join(name), format!("打{PHONE}，他的身分證是{NUMBER}")).unwrap();
    }
    plaza.sql("UPDATE posts SET pipeline = 1;").unwrap();
    run(&plaza).await;
    guest.get(&format!("/zh/topics/{second}")).await.expect(404);
}
