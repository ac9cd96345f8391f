//! Edits: what leaves a mark and when, and two that cross.

use actix_web::{http::header, test::TestRequest};
use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::json;

use crate::support::{Answer, Client, Plaza};

const PHONE: &str = "0912-345-678";

async fn scene() -> (Plaza, Client, i64, i64) {
    let plaza = Plaza::with_boards().await;
    let client = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = client.topic("city", "路燈", "路燈壞了。").await;
    let shown = client.get(&format!("/api/v1/topics/{topic}")).await.json();
    let post = shown["posts"][0]["id"].as_i64().unwrap();
    (plaza, client, topic, post)
}

async fn edit(client: &Client, post: i64, body: &str) -> Answer {
    let body = json!({ "title": "路燈", "body": body });
    let path = format!("/api/v1/posts/{post}");
    client.json("PATCH".parse().unwrap(), &path, &body).await
}

/// Whether the post says that it was edited, and how many versions there are.
async fn marked(client: &Client, topic: i64, post: i64) -> (bool, usize) {
    let page = client.get(&format!("/zh/topics/{topic}")).await.expect(200);
    let link = format!("#post-{post} .post-actions a[href$='/revisions']");
    let versions = client
        .get(&format!("/api/v1/posts/{post}/revisions"))
        .await
        .json();
    let count = versions["versions"].as_array().unwrap().len();
    (!page.texts(&link).is_empty(), count)
}

#[actix_web::test]
async fn a_slip_put_right_at_once_leaves_no_mark_and_a_later_edit_does() {
    let (plaza, client, topic, post) = scene().await;
    plaza.advance(TimeDelta::minutes(9));
    edit(&client, post, "路燈壞了！").await.expect(200);
    assert_eq!(marked(&client, topic, post).await, (false, 1));
    plaza.advance(TimeDelta::minutes(1));
    edit(&client, post, "路燈又壞了！").await.expect(200);
    assert_eq!(marked(&client, topic, post).await, (true, 2));
    // Once it is marked, each edit is a version, however fast.
    edit(&client, post, "路燈又壞了！！").await.expect(200);
    assert_eq!(marked(&client, topic, post).await, (true, 3));
    let first = client
        .get(&format!("/api/v1/posts/{post}/revisions?version=1"))
        .await
        .json();
    assert_eq!(
        first["body"][0]["text"], "路燈壞了！",
        "the slip stands nowhere"
    );
}

#[actix_web::test]
async fn what_somebody_has_quoted_is_not_changed_unseen() {
    let (plaza, client, topic, post) = scene().await;
    let other = plaza.log_on_as(Role::Resident, "別人").await;
    other
        .reply(topic, &format!("> [quote:{post}:1]\n> 路燈壞了\n\n對"))
        .await;
    edit(&client, post, "我沒說過路燈的事。").await.expect(200);
    assert_eq!(marked(&client, topic, post).await, (true, 2));
}

#[actix_web::test]
async fn the_window_is_the_operators() {
    let plaza = Plaza::start_with(|config| config.edit_minutes = 0).await;
    plaza.add_boards().await;
    let client = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = client.topic("city", "路燈", "路燈壞了。").await;
    edit(&client, 1, "路燈壞了！").await.expect(200);
    assert_eq!(marked(&client, topic, 1).await, (true, 2));
}

#[actix_web::test]
async fn of_two_tabs_the_second_gets_both_versions_and_loses_nothing() {
    let (plaza, client, topic, post) = scene().await;
    plaza.advance(TimeDelta::hours(1));
    let path = format!("/zh/posts/{post}/edit");
    let one = client.get(&path).await.expect(200);
    let two = client.get(&path).await.expect(200);
    let send = async |began: &str, body: &str| {
        let fields = [("began", began), ("title", "路燈"), ("body", body)];
        client.post(&path, &fields).await
    };
    send(&one.hidden("began"), "路燈壞了，在一心路。")
        .await
        .expect(303);
    let mine = "路燈壞了，已經三天。";
    for (lang, words) in [("zh", "您的內容"), ("en", "Your text")] {
        let path = path.replace("/zh/", &format!("/{lang}/"));
        let fields = [
            ("began", &*two.hidden("began")),
            ("title", "路燈"),
            ("body", mine),
        ];
        let told = client.post(&path, &fields).await.expect(409);
        assert_eq!(told.texts("textarea"), [mine]);
        assert!(
            told.texts("h2").contains(&words.to_owned()),
            "{:?}",
            told.texts("h2")
        );
        assert!(
            told.texts(".diff del").join("").contains("一心路"),
            "{}",
            told.body
        );
        assert!(told.texts(".diff ins").join("").contains("三天"));
        assert!(told.texts(".source")[0].contains("一心路"));
    }
    let now = client.get(&format!("/api/v1/posts/{post}")).await.json();
    assert_eq!(now["body"], "路燈壞了，在一心路。", "nothing was saved");
    // Seen and decided: sent again it is saved, and the other's text is a version.
    let told = send(&two.hidden("began"), mine).await.expect(409);
    send(&told.hidden("began"), mine).await.expect(303);
    let now = client.get(&format!("/api/v1/posts/{post}")).await.json();
    assert_eq!(now["body"], mine);
    assert_eq!(marked(&client, topic, post).await, (true, 3));
    // The same text from an old form is no conflict: a click twice.
    send(&two.hidden("began"), mine).await.expect(303);
}

#[actix_web::test]
async fn an_edit_that_began_before_a_moderators_mask_does_not_undo_it_unseen() {
    let plaza = Plaza::with_boards().await;
    let client = plaza.log_on_as(Role::Resident, "海海").await;
    let body = json!({ "title": "書", "body": format!("打{PHONE}") });
    client
        .decide("POST", "/api/v1/boards/city/topics", &body, |_| {
            ("mine", "publish")
        })
        .await
        .expect(201);
    let form = client.get("/zh/posts/1/edit").await.expect(200);
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let act = [
        ("act", "mask"),
        ("ground", "R3"),
        ("reason", "陌生人會打這支電話"),
    ];
    moderator
        .post("/zh/posts/1/moderate", &act)
        .await
        .expect(303);
    let text = format!("打{PHONE}，謝謝");
    let fields = [
        ("began", &*form.hidden("began")),
        ("title", "書"),
        ("body", &text),
    ];
    let told = client.post("/zh/posts/1/edit", &fields).await.expect(409);
    assert_eq!(told.texts("textarea"), [text]);
    assert!(!plaza.dump().contains(PHONE));
}

#[actix_web::test]
async fn an_edit_that_does_not_say_what_it_began_from_changes_nothing() {
    let (plaza, client, _, post) = scene().await;
    let before = plaza.dump();
    let page = format!("/zh/posts/{post}/edit");
    let fields = [("title", "路燈"), ("body", "路燈亮了。")];
    let told = client.post(&page, &fields).await.expect(409);
    assert_eq!(told.texts("textarea"), ["路燈亮了。"]);
    let path = format!("/api/v1/posts/{post}");
    let request = TestRequest::patch()
        .uri(&path)
        .set_json(json!({ "title": "路燈", "body": "路燈亮了。" }));
    let refused = client.send(request).await.expect(428);
    assert_eq!(refused.json()["code"], "precondition-required");
    assert_eq!(plaza.dump(), before);
    let began = told.hidden("began");
    let fields = [
        ("began", &*began),
        ("title", "路燈"),
        ("body", "路燈亮了。"),
    ];
    client.post(&page, &fields).await.expect(303);
}

#[actix_web::test]
async fn a_program_says_which_text_it_edits() {
    let (_plaza, client, _, post) = scene().await;
    let path = format!("/api/v1/posts/{post}");
    let tag = |answer: &Answer| {
        let tag = answer.headers.get(header::ETAG).unwrap();
        tag.to_str().unwrap().to_owned()
    };
    let first = tag(&client.get(&path).await.expect(200));
    let send = async |tag: &str, body: &str| {
        let request = TestRequest::patch()
            .uri(&path)
            .insert_header((header::IF_MATCH, tag.to_owned()))
            .set_json(json!({ "title": "路燈", "body": body }));
        client.send(request).await
    };
    send(&first, "路燈亮了。").await.expect(200);
    let second = tag(&client.get(&path).await);
    assert_ne!(first, second);
    for stale in [&*first, "\"other\"", "W/\"x\"", "x", ""] {
        let refused = send(stale, "路燈暗了。").await.expect(412);
        let problem = refused.json();
        assert_eq!(problem["code"], "changed-meanwhile", "{stale}");
        assert_eq!(problem["present"]["body"], "路燈亮了。");
        // Of the text alone: the rest of a tag is of the whole answer.
        let stamp = tag(&refused).trim_matches('"').to_owned();
        assert!(second.starts_with(&format!("\"{stamp}.")), "{second}");
        let pieces = problem["difference"]["body"].as_array().unwrap();
        let changed: Vec<&str> = pieces
            .iter()
            .map(|one| one["change"].as_str().unwrap())
            .collect();
        assert_eq!(changed, ["same", "removed", "added", "same"]);
    }
    send(&format!("{first}, {second}"), "路燈暗了。")
        .await
        .expect(200);
    send("*", "路燈亮了。").await.expect(200);
    let both = futures_util::join!(send("*", "甲。"), send("*", "乙。"));
    both.0.expect(200);
    both.1.expect(200);
}

#[actix_web::test]
async fn a_preview_while_somebody_writes_shows_marks_questions_and_whose_words_are_quoted() {
    let (plaza, client, topic, post) = scene().await;
    let other = plaza.log_on_as(Role::Resident, "別人").await;
    let body = format!("> [quote:{post}:1]\n> 路燈壞了\n\n打{PHONE}問@海海");
    let fields = [("body", &*body), ("preview", "yes"), ("live", "yes")];
    let path = format!("/zh/topics/{topic}/reply");
    let page = other.post(&path, &fields).await.expect(200);
    assert_eq!(page.texts("[data-review] .quote-of"), ["海海寫道："]);
    assert_eq!(page.texts("[data-review] mark.found")[0], PHONE);
    assert_eq!(page.texts("[data-review] .mention"), ["@海海"]);
    assert_eq!(page.texts("[data-review] fieldset.finding").len(), 1);
    assert!(!page.hidden("check").is_empty());
    // A guest who writes long makes many looks, and is not held back for it.
    let guest = plaza.client().await;
    let open = client.topic("open", "t", "b").await;
    let page = guest.get(&format!("/zh/topics/{open}")).await.expect(200);
    let notice = page.hidden("notice");
    let fields = [
        ("name", "小樹"),
        ("notice", &*notice),
        ("body", "內文"),
        ("preview", "yes"),
        ("live", "yes"),
    ];
    for _ in 0..200 {
        guest
            .post(&format!("/zh/topics/{open}/reply"), &fields)
            .await
            .expect(200);
    }
}

#[actix_web::test]
async fn the_difference_of_two_versions_is_the_same_in_the_api_with_its_marks() {
    let (plaza, client, _, post) = scene().await;
    plaza.advance(TimeDelta::hours(1));
    let body = json!({ "title": "路燈", "body": format!("路燈壞了。打{PHONE}") });
    let path = format!("/api/v1/posts/{post}");
    client
        .decide("PATCH", &path, &body, |_| ("mine", "publish"))
        .await
        .expect(200);
    let told = client
        .get(&format!("{path}/revisions?lang=en"))
        .await
        .expect(200)
        .json();
    let body = told["body"].as_array().unwrap();
    assert_eq!(body[0], json!({ "change": "same", "text": "路燈壞了。" }));
    let mark = body.iter().find(|piece| piece["text"] == PHONE).unwrap();
    assert_eq!(
        (&mark["change"], &mark["kind"]),
        (&json!("added"), &json!("PHONE"))
    );
    assert_eq!(mark["scope"], "public");
    assert!(told["warning"].as_str().unwrap().contains("privacy policy"));
    assert_eq!(told["number"], 2);
    client
        .get(&format!("{path}/revisions?version=9"))
        .await
        .expect(404);
    client.get("/api/v1/posts/999/revisions").await.expect(404);
    client.get("/api/v1/posts/999").await.expect(404);
}

#[actix_web::test]
async fn an_edit_during_a_merge_never_writes_over_anothers_title() {
    let plaza = Plaza::with_boards().await;
    let (author, other) = (
        plaza.log_on_as(Role::Resident, "海海").await,
        plaza.log_on_as(Role::Resident, "別人").await,
    );
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    for n in 0..3 {
        let stays = other.topic("city", &format!("公園{n}"), "公園很大。").await;
        plaza.advance(TimeDelta::minutes(1));
        let goes = author.topic("city", "路燈", "路燈壞了。").await;
        plaza.advance(TimeDelta::minutes(1));
        let shown = author.get(&format!("/api/v1/topics/{goes}")).await.json();
        let post = shown["posts"][0]["id"].as_i64().unwrap();
        // It takes the detector longer than a merge.
        let long = "路燈又壞了，請派人來看。".repeat(800);
        let edited = json!({ "title": "別人的題目", "body": long });
        let path = format!("/api/v1/posts/{post}");
        let more = json!({ "act": "merge", "reason": "同一件事", "topic": stays });
        let arrange = format!("/api/v1/topics/{goes}/arrange");
        let (edited, merged) = futures_util::join!(
            author.json("PATCH".parse().unwrap(), &path, &edited),
            moderator.post_json(&arrange, &more),
        );
        merged.expect(200);
        assert!(
            [200, 412].contains(&edited.status.as_u16()),
            "{}",
            edited.body
        );
        let shown = other.get(&format!("/api/v1/topics/{stays}")).await.json();
        assert_eq!(shown["title"], format!("公園{n}"));
    }
}
