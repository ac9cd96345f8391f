//! Which files a post has: what its form keeps, how many, and what an edit leaves.

use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::{Value, json};

use super::{collect, resident, topic, topic_with, url};
use crate::support::{
    Plaza, decisions,
    files::{File, attachments, png},
};

#[actix_web::test]
async fn a_guests_files_wait_with_the_post() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let token = guest.token("a.png", &png(40, 30)).await;
    let body = json!({
        "title": "早餐", "body": "在哪裡？", "guest": guest.as_guest("小樹", None).await, "attachments": [token],
    });
    guest
        .decide("POST", "/api/v1/boards/open/topics", &body, |_| {
            ("none", "publish")
        })
        .await
        .expect(202);
    guest.get("/attachments/1/large").await.expect(404);
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    moderator.get("/attachments/1/large").await.expect(200);
    // On a board for accounts a guest's files are not even taken in.
    let fields = [("title", "t"), ("body", "b")];
    let before = plaza.objects().len();
    let files = [("a.png", &png(40, 30)[..])];
    guest
        .post_files("/zh/boards/city/new", &fields, &files)
        .await
        .expect(401);
    assert_eq!(plaza.objects().len(), before);
}

#[actix_web::test]
async fn a_form_keeps_its_files_asks_what_they_show_and_shows_them_in_the_text() {
    let (plaza, client) = resident().await;
    let text = [("title", "長椅"), ("body", "看![新的長椅](attachment:1)")];
    let files = [("bench.png", &png(400, 300)[..]), ("note.txt", b"hello")];
    let asked = client
        .post_files("/en/boards/city/new", &text, &files)
        .await
        .expect(422);
    assert!(asked.texts("#e-alt-1")[0].contains("what it shows"));
    assert!(asked.texts("#e-files").is_empty());
    let picture = asked.attribute("fieldset img", "src").unwrap();
    assert!(picture.starts_with("data:image/png;base64,"), "{picture}");
    assert!(!plaza.dump().contains("長椅"), "nothing is published");
    let (one, two) = (asked.hidden("file-1"), asked.hidden("file-2"));
    let mut fields = text.to_vec();
    fields.extend([
        ("file-1", &*one),
        ("alt-1", " A red \n bench "),
        ("file-2", &two),
    ]);
    let preview: Vec<_> = fields.iter().copied().chain([("preview", "yes")]).collect();
    let shown = client
        .post_files("/en/boards/city/new", &preview, &[])
        .await
        .expect(200);
    let src = shown.attribute(".preview img", "src").unwrap();
    assert!(src.starts_with("data:image/png"), "{src}");
    assert_eq!(
        shown.attribute("#f-alt-1", "value").as_deref(),
        Some("A red bench")
    );
    let posted = client
        .post_files("/en/boards/city/new", &fields, &[])
        .await
        .location();
    let page = plaza.client().await.get(&posted).await.expect(200);
    let image = |name: &str| page.attribute(".post-body a img", name).unwrap();
    assert_eq!(image("src"), "/attachments/1/small");
    assert_eq!(image("alt"), "新的長椅");
    assert_eq!((&*image("width"), &*image("height")), ("400", "300"));
    assert!(image("srcset").contains("/attachments/1/large 400w"));
    assert_eq!(
        page.texts(".files li").len(),
        1,
        "only what the text does not show"
    );
    assert!(page.texts(".files li")[0].contains("note.txt"));
    let live = json!({ "body": text[1].1 });
    let live = client.post_json("/api/v1/preview", &live).await;
    let live = live.expect(200).json();
    assert_eq!(
        live["html"], "<p>看新的長椅</p>\n",
        "it asks for no picture"
    );
    let api = topic(&client, 1).await;
    let html = api["posts"][0]["html"].as_str().unwrap();
    assert!(html.contains("src=\"/attachments/1/small\""), "{html}");
    // Taken out in an edit, its words stay in the text and it is nowhere else.
    let form = client.get("/en/posts/1/edit").await.expect(200);
    assert_eq!(form.hidden("file-1"), "1");
    let began = form.hidden("began");
    let edit = [
        ("began", &*began),
        ("title", "長椅"),
        ("body", "看![新的長椅](attachment:1)"),
        ("file-1", "1"),
        ("drop-1", "yes"),
        ("file-2", "2"),
    ];
    client
        .post_files("/en/posts/1/edit", &edit, &[])
        .await
        .expect(303);
    let page = client.get(&posted).await.expect(200);
    assert_eq!(page.texts(".post-body"), ["看新的長椅"]);
    client.get("/attachments/1/large").await.expect(404);
    client.get("/attachments/2/file").await.expect(200);
    collect(&plaza).await;
    assert_eq!(plaza.objects().len(), 1, "{:?}", plaza.objects());
}

#[actix_web::test]
async fn a_post_has_five_files_at_most_each_of_its_own() {
    let (plaza, client) = resident().await;
    let picture = png(10, 10);
    let six: Vec<(&str, &[u8])> = (0..6).map(|_| ("a.png", &picture[..])).collect();
    let fields = [("title", "t"), ("body", "b")];
    let page = client
        .post_files("/zh/boards/city/new", &fields, &six)
        .await
        .expect(422);
    assert!(
        page.texts("#e-files")[0].contains("最多5"),
        "{:?}",
        page.texts("#e-files")
    );
    assert_eq!(page.hidden("file-5").len(), 43);
    let mut tokens = Vec::new();
    for _ in 0..6 {
        tokens.push(client.token("a.png", &picture).await);
    }
    let six: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let body = json!({ "title": "t", "body": "b", "attachments": six });
    let path = "/api/v1/boards/city/topics";
    let refused = client.post_json(path, &body).await.expect(422).json();
    assert_eq!(refused["errors"][0]["field"], "files");
    // Named twice it is one; of another post, of nobody, or after a day it is none.
    let id = topic_with(&client, &[six[0], six[0]]).await;
    assert_eq!(attachments(&topic(&client, id).await, 0).len(), 1);
    for gone in [
        six[0],
        "1",
        "",
        "none",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        let body = json!({ "title": "另一則", "body": "b", "attachments": [gone] });
        let refused = client.post_json(path, &body).await.expect(422).json();
        assert_eq!(refused["errors"][0]["code"], "files-gone", "{gone}");
    }
    plaza.advance(TimeDelta::hours(25));
    let body = json!({ "title": "另一則", "body": "b", "attachments": [six[1]] });
    client.post_json(path, &body).await.expect(422);
    assert!(!plaza.dump().contains("另一則"));
}

#[actix_web::test]
async fn the_same_submission_with_a_file_is_one_post() {
    let (plaza, client) = resident().await;
    let token = client
        .token("王小明.txt", "電話0912-345-678".as_bytes())
        .await;
    let body = json!({ "title": "t", "body": "b", "attachments": [token] });
    let path = "/api/v1/boards/city/topics";
    let asked = client.post_json(path, &body).await.expect(422).json();
    let mut answered = body.clone();
    answered["check"] = asked["check"].clone();
    answered["decisions"] = decisions(&asked, |_| ("mine", "mask"));
    let send = async || {
        let request = actix_web::test::TestRequest::post()
            .uri(path)
            .insert_header(("idempotency-key", "once-and-no-more"))
            .set_json(&answered);
        client.send(request).await.expect(201).json()["id"].clone()
    };
    let first = send().await;
    assert_eq!(
        send().await,
        first,
        "also when its text was masked meanwhile"
    );
    let both = futures_util::future::join_all((0..4).map(|_| send())).await;
    assert!(both.iter().all(|id| *id == first), "{both:?}");
    collect(&plaza).await;
    let file = attachments(&topic(&client, first.as_i64().unwrap()).await, 0).remove(0);
    let served = client.get(&url(&file, 0)).await.expect(200);
    assert!(!served.body.contains("345"));
}

#[actix_web::test]
async fn an_edit_names_what_stays() {
    let (_plaza, client) = resident().await;
    let (one, two) = (
        client.token("a.png", &png(10, 10)).await,
        client.token("b.txt", b"hello").await,
    );
    let id = topic_with(&client, &[&one, &two]).await;
    let patch = async |attachments: Value| {
        let mut body = json!({ "title": "照片", "body": "請看" });
        if !attachments.is_null() {
            body["attachments"] = attachments;
        }
        client
            .json("PATCH".parse().unwrap(), "/api/v1/posts/1", &body)
            .await
    };
    let names = async || {
        let files = attachments(&topic(&client, id).await, 0);
        let named = files
            .iter()
            .map(|file| format!("{}{}", file["position"], file["name"].as_str().unwrap()));
        named.collect::<Vec<_>>()
    };
    patch(Value::Null).await.expect(200);
    assert_eq!(names().await, ["1a.png", "2b.txt"]);
    let third = client.token("c.txt", b"hi").await;
    patch(json!(["2", third])).await.expect(200);
    assert_eq!(names().await, ["1c.txt", "2b.txt"]);
    patch(json!(["1"])).await.expect(422);
    let other = client.topic("city", "t", "b").await;
    assert!(other > id);
    let stolen = json!({ "title": "t", "body": "b", "attachments": ["3"] });
    client
        .json("PATCH".parse().unwrap(), "/api/v1/posts/2", &stolen)
        .await
        .expect(422);
    patch(json!([])).await.expect(200);
    assert!(names().await.is_empty());
}

#[actix_web::test]
async fn what_an_edit_takes_out_stays_out_after_a_preview() {
    let (_plaza, client) = resident().await;
    let tokens = [
        client.token("a.png", &png(10, 10)).await,
        client.token("b.txt", b"hello").await,
    ];
    topic_with(&client, &[&tokens[0], &tokens[1]]).await;
    let form = client.get("/en/posts/1/edit").await.expect(200);
    let (one, two, listed) = (
        form.hidden("file-1"),
        form.hidden("file-2"),
        form.hidden("listed"),
    );
    let began = form.hidden("began");
    let mut fields = vec![
        ("began", &*began),
        ("title", "照片"),
        ("body", "請看看"),
        ("listed", &*listed),
        ("file-1", &*one),
        ("drop-1", "yes"),
        ("file-2", &*two),
        ("preview", "yes"),
    ];
    let again = client
        .post_files("/en/posts/1/edit", &fields, &[])
        .await
        .expect(200);
    assert_eq!(again.attribute("input[name=file-1]", "value"), None);
    assert_eq!(again.hidden("file-2"), two);
    fields.retain(|(name, _)| !matches!(*name, "file-1" | "drop-1" | "preview"));
    client
        .post_files("/en/posts/1/edit", &fields, &[])
        .await
        .expect(303);
    let files = attachments(&topic(&client, 1).await, 0);
    assert_eq!(files.len(), 1);
    assert_eq!(files[0]["name"], "b.txt");
}

#[actix_web::test]
async fn of_two_tabs_the_second_does_not_undo_unseen_what_the_first_did_to_the_files() {
    let (_plaza, client) = resident().await;
    let token = client.token("a.png", &png(10, 10)).await;
    topic_with(&client, &[&token]).await;
    let path = "/en/posts/1/edit";
    let tabs = [client.get(path).await, client.get(path).await];
    let [one, two] = tabs.map(|form| form.expect(200).hidden("began"));
    let fields = |began: &str, alt: &str| {
        [
            ("began", began.to_owned()),
            ("title", "照片".to_owned()),
            ("body", "請看".to_owned()),
            ("listed", "yes".to_owned()),
            ("file-1", "1".to_owned()),
            ("alt-1", alt.to_owned()),
        ]
    };
    let send = async |began: &str, alt: &str, files: &[File<'_>]| {
        let fields = fields(began, alt);
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        client.post_files(path, &fields, files).await
    };
    send(&one, "", &[("b.txt", b"hello")]).await.expect(303);
    let names = async || {
        let files = attachments(&topic(&client, 1).await, 0);
        let name = |file: &Value| file["name"].as_str().unwrap().to_owned();
        files.iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(names().await, ["a.png", "b.txt"]);
    // The other tab knows nothing of the second file.
    let told = send(&two, "", &[]).await.expect(409);
    assert_eq!(told.texts("details .files li"), ["a.png", "b.txt"]);
    assert_eq!(names().await, ["a.png", "b.txt"]);
    // Other words for the picture are another state, too; seen, it is saved.
    let three = told.hidden("began");
    send(&three, "A bench", &[]).await.expect(303);
    assert_eq!(names().await, ["a.png"]);
    send(&three, "A chair", &[]).await.expect(409);
}

#[actix_web::test]
async fn a_look_while_somebody_writes_lets_no_file_go() {
    let (_plaza, client) = resident().await;
    let token = client.token("a.png", &png(10, 10)).await;
    let new = "/zh/boards/city/new";
    let form = client.get(new).await.expect(200);
    let submission = form.hidden("submission");
    let mut fields = vec![
        ("submission", &*submission),
        ("title", "照片"),
        ("body", "請看看"),
        ("file-1", &*token),
        ("drop-1", "yes"),
        ("preview", "yes"),
        ("live", "yes"),
    ];
    client.post_files(new, &fields, &[]).await.expect(200);
    // Its writer changed their mind about taking it out.
    fields.retain(|(name, _)| !matches!(*name, "drop-1" | "preview" | "live"));
    client.post_files(new, &fields, &[]).await.expect(303);
    assert_eq!(attachments(&topic(&client, 1).await, 0).len(), 1);
}

#[actix_web::test]
async fn a_program_describes_a_picture_that_stands_there_as_the_form_does() {
    let (_plaza, client) = resident().await;
    let picture = client.token("a.png", &png(10, 10)).await;
    let id = topic_with(&client, &[&picture]).await;
    let file = async || attachments(&topic(&client, id).await, 0).remove(0);
    let patch = |descriptions: Value| json!({ "title": "照片", "body": "請看", "descriptions": descriptions });
    let path = "/api/v1/posts/1";
    let method = || "PATCH".parse().unwrap();
    let described = patch(json!({ "1": "  一張長椅 " }));
    client.json(method(), path, &described).await.expect(200);
    assert_eq!(file().await["alt"], "一張長椅");
    // What is not named stays, and so does the file.
    client
        .json(method(), path, &patch(json!({})))
        .await
        .expect(200);
    assert_eq!(file().await["alt"], "一張長椅");
    // It passes the same check as every text.
    let with_phone = patch(json!({ "1": "電話0912-345-678" }));
    let asked = client
        .json(method(), path, &with_phone)
        .await
        .expect(422)
        .json();
    assert_eq!(asked["findings"][0]["field"], "attachment-1-alt");
    let mask = client.decide("PATCH", path, &with_phone, |_| ("mine", "mask"));
    mask.await.expect(200);
    assert!(!file().await["alt"].as_str().unwrap().contains("345"));
    for unknown in ["2", "x", ""] {
        let unknown = patch(json!({ unknown: "別人的照片" }));
        client.json(method(), path, &unknown).await.expect(422);
    }
    // As a new one comes, by its token.
    let second = client.token("b.png", &png(12, 10)).await;
    let mut body = patch(json!({ &second: "又一張" }));
    body["attachments"] = json!(["1", second]);
    client.json(method(), path, &body).await.expect(200);
    let files = attachments(&topic(&client, id).await, 0);
    assert_eq!(files[1]["alt"], "又一張");
}
