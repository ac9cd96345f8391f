//! Personal data in names, descriptions and texts of files: asked, masked, taken out, held, withheld.

use actix_web::http::header;
use chrono::TimeDelta;
use plaza::{accounts::Role, jobs::retention};
use serde_json::{Value, json};

use super::{ID, PHONE, collect, resident, topic, url};
use crate::support::{
    Plaza,
    files::{attachments, document, drawn, holds, png, scan, scan_with, stream},
};

#[actix_web::test]
async fn findings_in_a_document_are_published_knowingly_or_take_it_out() {
    let (plaza, client) = resident().await;
    let send = async |token: &str, whose: &'static str, choice: &'static str| {
        let body = json!({ "title": "公文", "body": "內文", "attachments": [token] });
        let path = "/api/v1/boards/city/topics";
        client
            .decide("POST", path, &body, |_| (whose, choice))
            .await
    };
    let bytes = document(&format!("Call me: {PHONE}"));
    let token = client.token("letter.pdf", &bytes).await;
    let asked = client
        .post_json(
            "/api/v1/boards/city/topics",
            &json!({ "title": "公文", "body": "內文", "attachments": [token] }),
        )
        .await
        .expect(422)
        .json();
    assert_eq!(asked["findings"][0]["field"], "attachment-1-text");
    assert_eq!(asked["findings"][0]["words"], PHONE);
    // Knowingly: it is marked wherever it is shown.
    let posted = send(&token, "mine", "publish").await.expect(201).json();
    let id = posted["id"].as_i64().unwrap();
    let guest = plaza.client().await;
    let shown = topic(&guest, id).await;
    assert_eq!(attachments(&shown, 0)[0]["scope"], "public");
    assert!(shown["posts"][0]["warning"].is_string());
    let page = guest.get(&format!("/zh/topics/{id}")).await.expect(200);
    assert_eq!(page.texts(".files .tag"), ["含有公開的個人資料"]);
    assert_eq!(page.texts(".post-warning").len(), 1);
    // Masked is taken out, for a document cannot be masked.
    for choice in ["mask", "take-out"] {
        let token = client.token("letter.pdf", &bytes).await;
        let posted = send(&token, "mine", choice).await.expect(201).json();
        let shown = topic(&guest, posted["id"].as_i64().unwrap()).await;
        assert!(attachments(&shown, 0).is_empty(), "{choice}");
    }
    // Somebody else's is looked at first; an identity number cannot be published at all.
    let token = client.token("letter.pdf", &bytes).await;
    send(&token, "other", "publish").await.expect(202);
    let id_number = document(&format!("Identity number {ID}"));
    let token = client.token("letter.pdf", &id_number).await;
    let refused = send(&token, "mine", "publish").await.expect(422).json();
    assert_eq!(refused["reason"], "not-publishable");
    // On the form there is no choice to mask it.
    let fields = [("title", "公文"), ("body", "內文")];
    let asked = client
        .post_files("/zh/boards/city/new", &fields, &[("letter.pdf", &bytes)])
        .await
        .expect(422);
    assert!(
        asked
            .attribute("[name=choice-0][value=mask]", "value")
            .is_none()
    );
    let chosen = asked.attribute("[name=choice-0][value=take-out]", "checked");
    assert!(chosen.is_some(), "the safest is chosen already");
    assert!(asked.texts(".finding .hint")[0].contains("letter.pdf"));
    let answers = [
        ("title", "公文"),
        ("body", "內文"),
        ("check", &asked.hidden("check")),
        ("at-0", &asked.hidden("at-0")),
        ("whose-0", "mine"),
        ("choice-0", "publish"),
        ("file-1", &asked.hidden("file-1")),
    ];
    let posted = client
        .post_files("/zh/boards/city/new", &answers, &[])
        .await
        .location();
    let page = guest.get(&posted).await.expect(200);
    assert_eq!(page.texts(".files a"), ["letter.pdf"]);
}

#[actix_web::test]
async fn a_text_file_is_masked_in_its_bytes_and_its_name() {
    let (plaza, client) = resident().await;
    let text = format!("電話{PHONE}\r\n身分證{ID}\r\n其他");
    let token = client
        .token("王小明0912-345-678.txt", text.as_bytes())
        .await;
    let body = json!({ "title": "名單", "body": "內文", "attachments": [token] });
    let path = "/api/v1/boards/city/topics";
    let posted = client
        .decide("POST", path, &body, |_| ("mine", "mask"))
        .await
        .expect(201)
        .json();
    collect(&plaza).await;
    let guest = plaza.client().await;
    let file = attachments(&topic(&guest, posted["id"].as_i64().unwrap()).await, 0).remove(0);
    let served = guest.get(&url(&file, 0)).await.expect(200);
    assert!(
        served.body.ends_with("\n其他") && served.body.contains('*'),
        "{}",
        served.body
    );
    assert!(!served.body.contains("345"), "{}", served.body);
    // With its hyphens, for a hash may hold any three figures.
    for gone in [PHONE, ID, "-345-"] {
        assert!(!served.body.contains(gone), "{gone} in {}", served.body);
        assert!(!file["name"].as_str().unwrap().contains(gone), "{file}");
        assert!(!plaza.dump().contains(gone), "{gone} is still stored");
        for (name, bytes) in plaza.objects() {
            assert!(!holds(&bytes, gone), "{gone} in {name}");
        }
    }
}

#[actix_web::test]
async fn what_cannot_be_read_waits_for_a_moderator_and_nobody_else_gets_it() {
    let (plaza, client) = resident().await;
    let token = client.upload("scan.pdf", &scan()).await.expect(201).json();
    assert_eq!(token["unread"], true);
    let token = token["token"].as_str().unwrap();
    let body = json!({ "title": "掃描", "body": "內文", "attachments": [token] });
    let held = client
        .post_json("/api/v1/boards/city/topics", &body)
        .await
        .expect(202)
        .json();
    let id = held["id"].as_i64().unwrap();
    let file = attachments(&topic(&client, id).await, 0).remove(0);
    let path = url(&file, 0);
    let (guest, other) = (
        plaza.client().await,
        plaza.log_on_as(Role::Resident, "別人").await,
    );
    guest.get(&path).await.expect(404);
    other.get(&path).await.expect(404);
    let own = client.get(&path).await.expect(200);
    assert_eq!(
        own.headers.get(header::CACHE_CONTROL).unwrap(),
        "private, no-store"
    );
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    moderator.get(&path).await.expect(200);
    let queue = moderator.get("/zh/review").await.expect(200);
    assert!(
        queue
            .texts(".tag")
            .contains(&"附件的文字無法讀取".to_owned())
    );
    assert_eq!(queue.texts(".files a"), ["scan.pdf"]);
    let version = queue.hidden("version");
    let fields = [("decision", "approve"), ("version", &*version)];
    moderator.post("/zh/review/1", &fields).await.expect(303);
    guest.get(&path).await.expect(200);
    // Looked at once, it does not wait again for another word in the text.
    let body = json!({ "title": "掃描", "body": "別的內文" });
    client
        .json("PATCH".parse().unwrap(), "/api/v1/posts/1", &body)
        .await
        .expect(200);
    assert_eq!(attachments(&topic(&guest, id).await, 0).len(), 1);
    // Hidden, it is gone for everybody else at once.
    let act = [
        ("act", "hide"),
        ("ground", "R1"),
        ("reason", "它威脅到鄰居"),
    ];
    moderator
        .post("/zh/posts/1/moderate", &act)
        .await
        .expect(303);
    guest.get(&path).await.expect(404);
}

#[actix_web::test]
async fn a_word_beside_a_scan_does_not_make_it_read() {
    let (_plaza, client) = resident().await;
    let text = |words: &str| format!("BT /F1 12 Tf 72 20 Td ({words}) Tj ET");
    let font = "/Font << /F1 5 0 R >>";
    let helvetica =
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    let unreadable = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] \
        /CharProcs << /a 7 0 R >> /Encoding << /Differences [97 /a] >> >>";
    let pattern = stream(
        "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 \
         /Resources << /Font << /F1 5 0 R >> >>",
        &text("aaa"),
    );
    let form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> >>",
        &text("aaa"),
    );
    let glyph = stream("", "0 0 d0 0 0 1 1 re f");
    let behind = |instructions: &str, resources: &str, part: &str| {
        let readable = text("Page").replace("F1", "F2");
        let instructions = format!("{readable} {instructions} 0 0 9 9 re f");
        let objects = [
            unreadable.into(),
            part.into(),
            glyph.clone(),
            helvetica.into(),
        ];
        let fonts = "/Font << /F1 5 0 R /F2 8 0 R >>";
        drawn(&instructions, &format!("{fonts} {resources}"), &objects)
    };
    let outlines = format!("{} {}", "0 0 1 1 re f ".repeat(150), text("Page 1"));
    let long = "words that everybody can read ".repeat(3);
    for (what, file, unread) in [
        ("an empty string", scan_with(&text(""), ""), true),
        ("a number", scan_with(&text("Page 1"), ""), true),
        ("a text", scan_with(&text(&long), ""), false),
        ("shapes", drawn(&outlines, font, &[helvetica.into()]), true),
        (
            "a pattern",
            behind("/Pattern cs /P scn", "/Pattern << /P 6 0 R >>", &pattern),
            true,
        ),
        (
            "a mask",
            behind(
                "/S gs",
                "/ExtGState << /S << /SMask << /S /Alpha /G 6 0 R >> >> >>",
                &form,
            ),
            true,
        ),
    ] {
        let taken = client.upload("a.pdf", &file).await.expect(201).json();
        assert_eq!(taken["unread"], unread, "{what}");
    }
    // What a pattern writes is read.
    let pattern = stream(
        "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9",
        &text(PHONE),
    );
    let objects = [helvetica.into(), pattern];
    let written = drawn(
        "/Pattern cs /P scn 0 0 9 9 re f",
        &format!("{font} /Pattern << /P 6 0 R >>"),
        &objects,
    );
    let token = client.token("a.pdf", &written).await;
    let body = json!({ "title": "t", "body": "b", "attachments": [token] });
    let path = "/api/v1/boards/city/topics";
    let asked = client.post_json(path, &body).await.expect(422).json();
    assert_eq!(asked["findings"][0]["words"], PHONE, "{asked}");
}

#[actix_web::test]
async fn what_an_appeal_brings_back_takes_no_other_files_place() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let other = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let words_of_a = format!("Call me: {PHONE}");
    let first = author.token("A.txt", words_of_a.as_bytes()).await;
    let body = json!({ "title": "t", "body": "b", "attachments": [first] });
    let knowingly = |_: &str| ("mine", "publish");
    author
        .decide("POST", "/api/v1/boards/city/topics", &body, knowingly)
        .await
        .expect(201);
    let mask = [
        ("act", "mask"),
        ("ground", "R1"),
        ("reason", "它威脅到鄰居"),
    ];
    moderator
        .post("/zh/posts/1/moderate", &mask)
        .await
        .expect(303);
    let patch = async |attachments: Value| {
        let body = json!({ "title": "t", "body": "b", "attachments": attachments });
        let method = "PATCH".parse().unwrap();
        author.json(method, "/api/v1/posts/1", &body).await
    };
    let places = async || {
        let files = attachments(&topic(&author, 1).await, 0);
        let named = files
            .iter()
            .map(|file| format!("{}{}", file["position"], file["name"].as_str().unwrap()));
        named.collect::<Vec<_>>()
    };
    assert!(places().await.is_empty(), "withheld");
    let second = author.token("B.txt", b"words of B").await;
    patch(json!([second])).await.expect(200);
    assert_eq!(places().await, ["2B.txt"]);
    assert!(
        plaza
            .sql("UPDATE attachments SET position = 1 WHERE id = 2;")
            .is_err(),
        "two in one place"
    );
    // On the form neither; and what is withheld counts.
    let mut fields = vec![("title", "t"), ("body", "b"), ("listed", "yes")];
    fields.extend([("file-1", "2"), ("preview", "yes")]);
    let small: [(&str, &[u8]); 4] = [("c.txt", b"c"); 4];
    let form = author
        .post_files("/zh/posts/1/edit", &fields, &small)
        .await
        .expect(422);
    assert_eq!(form.hidden("file-2"), "2");
    assert_eq!(form.attribute("input[name=file-1]", "value"), None);
    assert!(form.texts("#e-files")[0].contains("最多5"));
    let mut five = vec!["2".to_owned()];
    for _ in 0..4 {
        five.push(author.token("c.txt", b"c").await);
    }
    patch(json!(five)).await.expect(422);
    // Granted, both are what they were, also after another edit.
    let number = author.get("/zh/posts/1/decisions").await.hidden("number");
    let appeal = [("number", &*number), ("words", "那是我自己的")];
    author
        .post("/zh/posts/1/decisions", &appeal)
        .await
        .expect(303);
    let grant = [("decision", "grant"), ("answer", "好")];
    other.post("/zh/review/appeals/1", &grant).await.expect(303);
    assert_eq!(places().await, ["1A.txt", "2B.txt"]);
    let body = json!({ "title": "t", "body": "別的", "attachments": ["1", "2"] });
    author
        .decide("PATCH", "/api/v1/posts/1", &body, knowingly)
        .await
        .expect(200);
    collect(&plaza).await;
    for (path, words) in [
        ("/attachments/1/file", &*words_of_a),
        ("/attachments/2/file", "words of B"),
    ] {
        let served = author.get(path).await.expect(200);
        assert_eq!(served.body.trim_start_matches('\u{feff}'), words);
    }
}

#[actix_web::test]
async fn what_is_published_on_appeal_was_looked_at() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let other = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let token = author.token("scan.pdf", &scan()).await;
    let body = json!({ "title": "掃描", "body": "內文", "attachments": [token] });
    author
        .post_json("/api/v1/boards/city/topics", &body)
        .await
        .expect(202);
    let version = moderator.get("/zh/review").await.hidden("version");
    let reject = [
        ("decision", "reject"),
        ("version", &*version),
        ("ground", "R3"),
        ("reason", "看不清楚"),
    ];
    moderator.post("/zh/review/1", &reject).await.expect(303);
    let number = author.get("/zh/posts/1/decisions").await.hidden("number");
    let appeal = [("number", &*number), ("words", "請再看一次")];
    author
        .post("/zh/posts/1/decisions", &appeal)
        .await
        .expect(303);
    let grant = [("decision", "grant"), ("answer", "好")];
    other.post("/zh/review/appeals/1", &grant).await.expect(303);
    let body = json!({ "title": "掃描", "body": "別的內文" });
    author
        .json("PATCH".parse().unwrap(), "/api/v1/posts/1", &body)
        .await
        .expect(200);
}

#[actix_web::test]
async fn what_its_author_takes_out_is_gone_at_once() {
    let (plaza, client) = resident().await;
    // Answered.
    let letter = document(&format!("Call me: {PHONE}"));
    let token = client.token("letter.pdf", &letter).await;
    let body = json!({ "title": "公文", "body": "內文", "attachments": [token] });
    client
        .decide("POST", "/api/v1/boards/city/topics", &body, |_| {
            ("mine", "take-out")
        })
        .await
        .expect(201);
    collect(&plaza).await;
    assert!(plaza.objects().is_empty(), "{:?}", plaza.objects());
    assert!(!plaza.dump().contains("letter.pdf"));
    // Dropped on the form, before anything is published.
    let fields = [("title", "t"), ("body", "b"), ("preview", "yes")];
    let files: [(&str, &[u8]); 2] = [("one.txt", b"one"), ("two.txt", b"two")];
    let form = client
        .post_files("/zh/boards/city/new", &fields, &files)
        .await
        .expect(200);
    let (one, two) = (form.hidden("file-1"), form.hidden("file-2"));
    let mut again = fields.to_vec();
    again.extend([("file-1", &*one), ("drop-1", "yes"), ("file-2", &*two)]);
    let form = client
        .post_files("/zh/boards/city/new", &again, &[])
        .await
        .expect(200);
    assert_eq!(form.hidden("file-2"), two);
    collect(&plaza).await;
    let left: Vec<Vec<u8>> = plaza
        .objects()
        .into_iter()
        .map(|(_, bytes)| bytes)
        .collect();
    assert_eq!(left, [b"two"]);
    assert!(!plaza.dump().contains("one.txt"));
}

#[actix_web::test]
async fn masking_by_a_moderator_reaches_names_and_withholds_what_cannot_be_masked() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let other = plaza.log_on_as(Role::Moderator, "版主乙").await;
    let guest = plaza.client().await;
    let letter = document(&format!("Call me: {PHONE}"));
    let tokens = [
        author.token("letter.pdf", &letter).await,
        author.token("打0912-345-678.png", &png(10, 10)).await,
    ];
    let body = json!({ "title": "t", "body": "b", "attachments": tokens });
    author
        .decide("POST", "/api/v1/boards/city/topics", &body, |_| {
            ("mine", "publish")
        })
        .await
        .expect(201);
    let names = async || {
        let files = attachments(&topic(&guest, 1).await, 0);
        let named = files
            .iter()
            .map(|file| file["name"].as_str().unwrap().to_owned());
        named.collect::<Vec<_>>()
    };
    assert_eq!(names().await, ["letter.pdf", "打0912-345-678.png"]);
    let page = guest.get("/zh/topics/1").await.expect(200);
    assert_eq!(page.texts(".files .tag").len(), 1);
    // The picture's name stands for it where it is not seen, and beside it with its mark.
    assert_eq!(page.texts(".files figcaption mark"), [PHONE]);
    let mask = [
        ("act", "mask"),
        ("ground", "R1"),
        ("reason", "它威脅到鄰居"),
    ];
    moderator
        .post("/zh/posts/1/moderate", &mask)
        .await
        .expect(303);
    assert_eq!(names().await, ["打09**-***-*78.png"]);
    for client in [&guest, &author, &moderator] {
        client.get("/attachments/1/file").await.expect(404);
    }
    assert_eq!(topic(&guest, 1).await["posts"][0]["findings"], json!([]));
    // Granted, the appeal brings it back.
    let decided = author.get("/zh/posts/1/decisions").await.expect(200);
    let number = decided.hidden("number");
    let appeal = [("number", &*number), ("words", "那是我自己的")];
    author
        .post("/zh/posts/1/decisions", &appeal)
        .await
        .expect(303);
    collect(&plaza).await;
    let grant = [("decision", "grant"), ("answer", "好")];
    other.post("/zh/review/appeals/1", &grant).await.expect(303);
    assert_eq!(names().await, ["letter.pdf", "打0912-345-678.png"]);
    guest.get("/attachments/1/file").await.expect(200);
    // Once the time to appeal has ended, nothing is left of it.
    moderator
        .post("/zh/posts/1/moderate", &mask)
        .await
        .expect(303);
    collect(&plaza).await;
    assert!(
        plaza
            .objects()
            .iter()
            .any(|(name, _)| name.ends_with("/file"))
    );
    plaza.advance(TimeDelta::days(31));
    retention::once(&plaza.context).await.unwrap();
    collect(&plaza).await;
    assert!(
        !plaza
            .objects()
            .iter()
            .any(|(name, _)| name.ends_with("/file"))
    );
    assert!(!plaza.dump().contains("letter.pdf"));
}
