//! Drafts: kept with the account by a button or a program, brought back, gone once published; a
//! guest's is the browser's own, and only where that may be.

use actix_web::{
    http::{Method, StatusCode},
    test::TestRequest,
};
use chrono::TimeDelta;
use diesel::prelude::*;
use futures_util::future::join;
use plaza::{
    accounts::Role,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{drafts, posts},
    },
    forum::drafts::DAYS,
    i18n::Lang,
    jobs::{collect_attachments, retention},
};
use serde_json::{Value, json};

use crate::{
    arrange::arrange,
    boards::{board, change},
    support::{
        Answer, Client, PASSWORD, Plaza,
        files::{attachments, holds, png},
    },
};

/// Stands in every draft, and may be read by nobody else.
const WORDS: &str = "zqbegun 我打算這樣寫";

async fn put(client: &Client, place: &str, body: &Value) -> Answer {
    let path = format!("/api/v1/drafts/{place}");
    client.json(Method::PUT, &path, body).await
}

async fn draft(client: &Client, place: &str) -> Answer {
    client.get(&format!("/api/v1/drafts/{place}")).await
}

async fn count(client: &Client) -> usize {
    let all = client.get("/api/v1/drafts").await.expect(200).json();
    all["drafts"].as_array().unwrap().len()
}

async fn stored(plaza: &Plaza) -> i64 {
    let counted = |connection: &mut AnyConnection| {
        Ok::<_, DbError>(drafts::table.count().get_result(connection)?)
    };
    plaza.context.db.read(counted).await.unwrap()
}

async fn posts(plaza: &Plaza) -> i64 {
    let counted = |connection: &mut AnyConnection| {
        Ok::<_, DbError>(posts::table.count().get_result(connection)?)
    };
    plaza.context.db.read(counted).await.unwrap()
}

struct Scene {
    plaza: Plaza,
    writer: Client,
    topic: i64,
    post: i64,
}

/// A topic of somebody else's, with an answer of the writer's.
async fn scene() -> Scene {
    let plaza = Plaza::with_boards().await;
    let other = plaza.log_on_as(Role::Resident, "小美").await;
    let topic = other.topic("city", "路燈", "很暗。").await;
    let writer = plaza.log_on_as(Role::Resident, "海海").await;
    let post = writer.reply(topic, "真的很暗。").await;
    Scene {
        plaza,
        writer,
        topic,
        post,
    }
}

impl Scene {
    /// Each place: its name, the form's address, and where the form is sent to.
    fn places(&self) -> [(String, String, String); 3] {
        let Self { topic, post, .. } = self;
        [
            (
                "board/city".to_owned(),
                "/en/boards/city/new".to_owned(),
                "/en/boards/city/new".to_owned(),
            ),
            (
                format!("topic/{topic}"),
                format!("/en/topics/{topic}?page=last"),
                format!("/en/topics/{topic}/reply"),
            ),
            (
                format!("post/{post}"),
                format!("/en/posts/{post}/edit"),
                format!("/en/posts/{post}/edit"),
            ),
        ]
    }
}

fn body(page: &Answer) -> String {
    page.texts("textarea[name=body]")
        .remove(0)
        .trim()
        .to_owned()
}

#[actix_web::test]
async fn a_draft_is_kept_by_a_button_brought_back_and_gone_once_published() {
    let scene = scene().await;
    let writer = &scene.writer;
    for (place, form, action) in scene.places() {
        let fields = [
            ("title", "題目"),
            ("body", WORDS),
            ("tags", "路燈"),
            ("draft", "keep"),
        ];
        let before = posts(&scene.plaza).await;
        let blank = writer.get(&form).await.expect(200);
        let began = blank.attribute("[name=began]", "value").unwrap_or_default();
        for _ in 0..2 {
            let kept = writer.post(&action, &fields).await.expect(303).location();
            assert!(kept.contains("done=draft-kept"), "{kept}");
        }
        assert_eq!(count(writer).await, 1, "twice is once");
        assert_eq!(posts(&scene.plaza).await, before, "nothing is published");
        let page = writer.get(&form).await.expect(200);
        assert_eq!(body(&page), WORDS, "{place}");
        assert!(page.body.contains("This is your draft of"), "{place}");
        if place.starts_with("board") {
            let title = page.attribute("[name=title]", "value");
            assert_eq!(title.as_deref(), Some("題目"));
            let tags = page.attribute("[name=tags]", "value");
            assert_eq!(tags.as_deref(), Some("路燈"));
        }
        assert!(!scene.plaza.dump().contains("zqbegun"), "it lies sealed");
        // Its own page leads there.
        let own = writer.get("/en/account/drafts").await.expect(200);
        assert!(own.texts(".row .lines")[0].contains(WORDS));
        let href = own.attribute(".row a.button", "href").unwrap();
        let gone_on = writer.get(href.split('#').next().unwrap()).await;
        assert_eq!(body(&gone_on.expect(200)), WORDS, "{place}");
        // Published under a form of its own, it is no draft any more.
        let published = [("title", "題目"), ("body", "這樣寫"), ("began", &*began)];
        writer.post(&action, &published).await.expect(303);
        assert_eq!(count(writer).await, 0, "{place}");
        draft(writer, &place).await.expect(404);
        assert_ne!(body(&writer.get(&form).await.expect(200)), WORDS);
    }
}

#[actix_web::test]
async fn a_program_keeps_reads_and_discards_drafts() {
    let scene = scene().await;
    let writer = &scene.writer;
    for (place, ..) in scene.places() {
        let new = json!({ "body": WORDS, "title": "題目", "began": "abc" });
        let kept = put(writer, &place, &new).await.expect(200).json();
        assert_eq!(kept["body"], WORDS);
        let read = draft(writer, &place).await.expect(200);
        assert_eq!(read.headers.get("cache-control").unwrap(), "no-store");
        assert_eq!(read.json(), kept);
        put(writer, &place, &json!({ "body": "another" }))
            .await
            .expect(200);
        assert_eq!(draft(writer, &place).await.json()["body"], "another");
        // With nothing in it there is none.
        let blank = json!({ "body": " \n", "title": "" });
        put(writer, &place, &blank).await.expect(204);
        draft(writer, &place).await.expect(404);
        put(writer, &place, &new).await.expect(200);
        let path = format!("/api/v1/drafts/{place}");
        for _ in 0..2 {
            writer
                .json(Method::DELETE, &path, &json!({}))
                .await
                .expect(204);
        }
        draft(writer, &place).await.expect(404);
    }
    let long = json!({ "body": "字".repeat(60_001) });
    let refused = put(writer, "board/city", &long).await.expect(422).json();
    assert_eq!(refused["errors"][0]["field"], "body");
    let files: Vec<Value> = (1..=6)
        .map(|position| json!({ "handle": "x", "position": position }))
        .collect();
    let many = json!({ "body": "b", "attachments": files });
    put(writer, "board/city", &many).await.expect(422);
    for none in ["board/none", "topic/999", "post/999", "topic/x", "else/1"] {
        put(writer, none, &json!({ "body": "b" })).await.expect(404);
    }
    // Another's post is not edited.
    put(writer, "post/1", &json!({ "body": "b" }))
        .await
        .expect(403);
    let guest = scene.plaza.client().await;
    put(&guest, "board/city", &json!({ "body": "b" }))
        .await
        .expect(401);
    guest.get("/api/v1/drafts").await.expect(401);
    assert_eq!(count(writer).await, 0);
}

#[actix_web::test]
async fn a_draft_is_its_writers_alone() {
    let scene = scene().await;
    let Scene {
        plaza,
        writer,
        topic,
        ..
    } = &scene;
    let place = format!("topic/{topic}");
    put(writer, &place, &json!({ "body": WORDS }))
        .await
        .expect(200);
    let own = writer.get("/en/account/drafts").await;
    let discard = own.attribute(".row form", "action").unwrap();
    for role in [Role::Resident, Role::Moderator, Role::Administrator] {
        let other = plaza.log_on_as(role, "別人").await;
        assert_eq!(count(&other).await, 0);
        draft(&other, &place).await.expect(404);
        for page in ["/en/account/drafts", &format!("/en/topics/{topic}")] {
            assert!(!other.get(page).await.expect(200).body.contains("zqbegun"));
        }
        other.post(&discard, &[]).await.expect(303);
    }
    assert_eq!(count(writer).await, 1, "nobody else discards it");
    writer.post(&discard, &[]).await.expect(303);
    assert_eq!(count(writer).await, 0);
    // The form's own button does as well.
    let fields = [("body", WORDS), ("draft", "keep")];
    let action = format!("/en/topics/{topic}/reply");
    writer.post(&action, &fields).await.expect(303);
    let fields = [("body", WORDS), ("draft", "discard")];
    let gone = writer.post(&action, &fields).await.expect(303).location();
    assert!(gone.contains("done=draft-discarded"), "{gone}");
    assert_eq!(count(writer).await, 0);
}

#[actix_web::test]
async fn two_forms_at_once_keep_one_draft() {
    let scene = scene().await;
    for _ in 0..5 {
        let (one, two) = (json!({ "body": "one" }), json!({ "body": "two" }));
        let (one, two) = join(
            put(&scene.writer, "board/city", &one),
            put(&scene.writer, "board/city", &two),
        )
        .await;
        one.expect(200);
        two.expect(200);
        assert_eq!(count(&scene.writer).await, 1);
        let path = "/api/v1/drafts/board/city";
        scene
            .writer
            .json(Method::DELETE, path, &json!({}))
            .await
            .expect(204);
    }
}

#[actix_web::test]
async fn the_files_of_a_draft_wait_as_long_as_it_does() {
    let scene = scene().await;
    let Scene {
        plaza,
        writer,
        topic,
        ..
    } = &scene;
    let action = format!("/en/topics/{topic}/reply");
    let fields = [("body", "看![長椅](attachment:1)"), ("draft", "keep")];
    let files = [("bench.png", &png(10, 10)[..])];
    writer
        .post_files(&action, &fields, &files)
        .await
        .expect(303);
    plaza.advance(TimeDelta::days(3));
    collect_attachments::once(&plaza.context).await.unwrap();
    assert_eq!(plaza.objects().len(), 1, "collected under its draft");
    let page = writer.get(&format!("/en/topics/{topic}?page=last")).await;
    let handle = page.expect(200).hidden("file-1");
    let sent = [
        ("body", "看![長椅](attachment:1)"),
        ("file-1", &*handle),
        ("alt-1", "長椅"),
    ];
    writer.post_files(&action, &sent, &[]).await.expect(303);
    let shown = writer.get(&format!("/api/v1/topics/{topic}")).await.json();
    assert_eq!(attachments(&shown, 2)[0]["name"], "bench.png");
    // What is discarded, or has had its time, leaves nothing.
    for ends_by_itself in [false, true] {
        let token = writer.token("note.txt", b"hello").await;
        let files = json!([{ "handle": token, "position": 1 }]);
        let body = json!({ "body": WORDS, "attachments": files });
        put(writer, "board/city", &body).await.expect(200);
        if ends_by_itself {
            plaza.advance(TimeDelta::days(DAYS));
        } else {
            let path = "/api/v1/drafts/board/city";
            writer
                .json(Method::DELETE, path, &json!({}))
                .await
                .expect(204);
            plaza.advance(TimeDelta::days(2));
        }
        retention::once(&plaza.context).await.unwrap();
        collect_attachments::once(&plaza.context).await.unwrap();
        assert_eq!(plaza.objects().len(), 1, "{ends_by_itself}");
    }
}

#[actix_web::test]
async fn a_file_that_is_gone_is_told_and_the_words_stay() {
    let scene = scene().await;
    let files = json!([{ "handle": "no such token", "position": 1 }]);
    let new = json!({ "body": WORDS, "attachments": files });
    put(&scene.writer, "board/city", &new).await.expect(200);
    let page = scene.writer.get("/en/boards/city/new").await.expect(200);
    assert_eq!(body(&page), WORDS);
    assert_eq!(page.texts("#e-files").len(), 1);
}

#[actix_web::test]
async fn drafts_go_with_their_post_and_their_account_and_are_taken_along() {
    let plaza = Plaza::with_boards().await;
    let writer = plaza.person("haihai", Role::Resident).await.client;
    writer.topic("city", "路燈", "很暗。").await;
    put(&writer, "post/1", &json!({ "body": WORDS }))
        .await
        .expect(200);
    writer.post("/zh/posts/1/erase", &[]).await.expect(303);
    assert_eq!(count(&writer).await, 0, "the words of an erased post");
    put(&writer, "board/city", &json!({ "body": WORDS }))
        .await
        .expect(200);
    let held = writer.get("/api/v1/account/data").await.expect(200).json();
    assert!(
        held["drafts"][0]["words_sealed"]
            .as_str()
            .unwrap()
            .contains(WORDS)
    );
    let archive = writer.post("/zh/account/data/archive", &[]).await;
    assert!(holds(&archive.expect(200).bytes, "zqbegun"));
    let fields = [("posts", "keep"), ("password", PASSWORD)];
    writer.post("/zh/account/erase", &fields).await.expect(303);
    assert_eq!(stored(&plaza).await, 0);
}

#[actix_web::test]
async fn a_draft_follows_its_topic_and_outlives_its_place() {
    let scene = scene().await;
    let Scene {
        plaza,
        writer,
        topic,
        ..
    } = &scene;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    plaza.advance(TimeDelta::minutes(1));
    let later = writer.topic("city", "路燈壞了", "真的。").await;
    put(writer, &format!("topic/{later}"), &json!({ "body": WORDS }))
        .await
        .expect(200);
    let merged = arrange(&moderator, *topic, "merge", json!({ "topic": later })).await;
    merged.expect(200);
    let page = writer.get(&format!("/en/topics/{topic}?page=last")).await;
    assert_eq!(body(&page.expect(200)), WORDS);
    let own = writer.get("/en/account/drafts").await.expect(200);
    let href = own.attribute(".row a.button", "href").unwrap();
    assert!(href.contains(&format!("/topics/{topic}?")), "{href}");
    let action = format!("/en/topics/{topic}/reply");
    writer
        .post(&action, &[("body", "寫好了")])
        .await
        .expect(303);
    assert_eq!(count(writer).await, 0);
    // Where the board is closed to them, they still have their words.
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let new = board("later", json!({}));
    admin.post_json("/api/v1/boards", &new).await.expect(200);
    put(writer, "board/later", &json!({ "body": WORDS }))
        .await
        .expect(200);
    let closed = json!({ "read_by": "staff", "open_by": "staff", "answer_by": "staff" });
    change(&admin, "later", closed).await.expect(200);
    let own = writer.get("/en/account/drafts").await.expect(200);
    assert!(own.texts(".row .lines")[0].contains(WORDS));
    assert!(own.texts(".row a.button").is_empty());
    assert!(!own.body.contains("New board"), "it tells of the board");
}

#[actix_web::test]
async fn what_is_kept_of_a_guests_text_is_said_and_is_the_readers_choice() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let form = "/en/boards/open/new";
    let keeper = |page: &Answer| {
        page.attribute("form[data-draft]", "data-draft-keeper")
            .unwrap()
    };
    let choose = async |choice: &str| {
        let fields = [("choice", choice), ("back", form)];
        guest.post("/en/cookies", &fields).await.expect(303)
    };
    // No choice, and a refusal: nowhere. What was kept goes.
    let page = guest.get(form).await.expect(200);
    assert_eq!(keeper(&page), "nobody");
    assert!(page.body.contains(&Lang::En.t("draft-nobody")));
    assert!(
        page.texts("button[name=draft]").is_empty(),
        "it is no account's"
    );
    let refused = choose("refuse").await;
    assert_eq!(
        refused.headers.get("clear-site-data").unwrap(),
        "\"storage\""
    );
    // Accepted: in the browser; and not against Global Privacy Control.
    let accepted = choose("accept").await;
    assert!(accepted.headers.get("clear-site-data").is_none());
    let page = guest.get(form).await.expect(200);
    assert_eq!(keeper(&page), "browser");
    assert!(!page.body.contains(&Lang::En.t("draft-nobody")));
    let signal = TestRequest::get().uri(form).insert_header(("sec-gpc", "1"));
    let page = guest.send(signal).await.expect(200);
    assert_eq!(keeper(&page), "nobody");
    assert_eq!(page.headers.get("clear-site-data").unwrap(), "\"storage\"");
    // Asked first: by name, purpose and life, and there alone.
    choose("notify").await;
    let page = guest.get(form).await.expect(200);
    assert_eq!(keeper(&page), "nobody");
    let question = page.texts("[data-draft-asks]").remove(0);
    for part in ["draft-question", "cookie-draft-purpose"] {
        assert!(question.contains(&Lang::En.t(part)), "{question}");
    }
    assert!(question.contains("7 days"), "{question}");
    let board = guest.get("/en/boards/open").await.expect(200);
    assert!(board.texts("[data-draft-asks]").is_empty());
    for (answer, kept) in [("yes", "browser"), ("no", "nobody")] {
        let fields = [("cookie", "draft"), ("answer", answer), ("back", form)];
        guest.post("/en/cookies", &fields).await.expect(303);
        let page = guest.get(form).await.expect(200);
        assert_eq!(keeper(&page), kept);
        assert!(page.texts("[data-draft-asks]").is_empty(), "asked twice");
    }
    // It stands in the register.
    let register = guest.get("/en/cookies").await.expect(200);
    assert!(
        register
            .texts("table code")
            .contains(&"plaza-draft".to_owned())
    );
}

#[actix_web::test]
async fn a_guests_button_keeps_nothing_on_the_server() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let fields = [("title", "t"), ("body", WORDS), ("draft", "keep")];
    let answer = guest.post("/en/boards/open/new", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(body(&answer), WORDS);
    assert_eq!(stored(&plaza).await, 0);
    assert!(!plaza.dump().contains("zqbegun"));
}

#[actix_web::test]
async fn an_account_has_a_bounded_number_of_drafts() {
    let scene = scene().await;
    let writer = &scene.writer;
    put(writer, "board/open", &json!({ "body": "b" }))
        .await
        .expect(200);
    let many = |connection: &mut AnyConnection| {
        let first =
            drafts::table.select((drafts::account_id, drafts::words_sealed, drafts::kept_at));
        let (account, words, at): (i64, Vec<u8>, Timestamp) = first.first(connection)?;
        for topic in 1000..1099_i64 {
            diesel::insert_into(drafts::table)
                .values((
                    drafts::account_id.eq(account),
                    drafts::place.eq("topic"),
                    drafts::place_id.eq(topic),
                    drafts::words_sealed.eq(&words),
                    drafts::kept_at.eq(at),
                ))
                .execute(connection)?;
        }
        Ok::<_, DbError>(())
    };
    scene.plaza.context.db.write(many).await.unwrap();
    let refused = put(writer, "board/city", &json!({ "body": "b" }))
        .await
        .expect(422);
    assert_eq!(refused.json()["errors"][0]["code"], "drafts-too-many");
    let fields = [("title", "t"), ("body", WORDS), ("draft", "keep")];
    let page = writer
        .post("/en/boards/city/new", &fields)
        .await
        .expect(422);
    assert_eq!(body(&page), WORDS);
}
