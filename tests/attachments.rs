//! Files in posts: made anew, looked through for personal data, served to whoever may read the
//! post, and gone when they shall be.

use actix_web::http::header;
use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    jobs::{collect_attachments, retention},
};
use serde_json::{Value, json};

use crate::support::{
    Client, PASSWORD, Plaza, decisions,
    files::{
        attachments, document, gif, holds, jpeg_that_says, loaded_document, moving, pdf,
        photograph, png, png_that_says, png_with, scan, stream, webp,
    },
};

const SECRET: &str = "GPS25.0340N121.5645E";
const PHONE: &str = "0912-345-678";
const ID: &str = "A123456789";

async fn resident() -> (Plaza, Client) {
    let plaza = Plaza::with_boards().await;
    let client = plaza.log_on_as(Role::Resident, "海海").await;
    (plaza, client)
}

/// Opens a topic with these files; what is found in them is answered by `decide`.
async fn topic_with(client: &Client, tokens: &[&str]) -> i64 {
    let body = json!({ "title": "照片", "body": "請看", "attachments": tokens });
    let made = client.post_json("/api/v1/boards/city/topics", &body).await;
    made.expect(201).json()["id"].as_i64().unwrap()
}

async fn topic(client: &Client, topic: i64) -> Value {
    client
        .get(&format!("/api/v1/topics/{topic}"))
        .await
        .expect(200)
        .json()
}

fn url(attachment: &Value, variant: usize) -> String {
    attachment["variants"][variant]["url"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn collect(plaza: &Plaza) {
    collect_attachments::once(&plaza.context).await.unwrap();
}

#[actix_web::test]
async fn pictures_are_made_anew_upright_in_sizes_and_without_their_metadata() {
    let (plaza, client) = resident().await;
    let photo = photograph(2400, 1000, SECRET);
    assert!(holds(&photo, SECRET));
    let tokens = [
        client.token("IMG_1.JPG", &photo).await,
        client.token("b.png", &png_with(SECRET)).await,
        client.token("c.webp", &webp(100, 50)).await,
        client.token("d.gif", &gif(30, 20, 3, SECRET)).await,
        client.token("e.gif", &gif(30, 20, 1, SECRET)).await,
    ];
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let id = topic_with(&client, &tokens).await;
    for (name, bytes) in plaza.objects() {
        assert!(!holds(&bytes, SECRET), "{name} holds it");
        assert!(!holds(&bytes, "Exif"), "{name} holds EXIF");
    }
    let guest = plaza.client().await;
    let files = attachments(&topic(&guest, id).await, 0);
    let kinds: Vec<&str> = files
        .iter()
        .map(|file| file["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["jpeg", "png", "jpeg", "gif", "png"]);
    // Turned upright: 1000 wide and 2400 high.
    assert_eq!(
        (&files[0]["width"], &files[0]["height"]),
        (&json!(1000), &json!(2400))
    );
    let mut widths = Vec::new();
    for (number, variant) in files[0]["variants"].as_array().unwrap().iter().enumerate() {
        let answer = guest.get(&url(&files[0], number)).await.expect(200);
        let image = image::load_from_memory(&answer.bytes).unwrap();
        assert_eq!(json!(image.width()), variant["width"]);
        widths.push(image.width());
        assert!(!holds(&answer.bytes, SECRET));
    }
    assert_eq!(widths, [320, 960, 1000]);
    assert_eq!(
        files[1]["variants"].as_array().unwrap().len(),
        1,
        "not made larger"
    );
    // What moves, moves in its largest; the other stands still.
    let moves = guest.get(&url(&files[3], 1)).await.expect(200);
    assert_eq!(
        moves.headers.get(header::CONTENT_TYPE).unwrap(),
        "image/gif"
    );
    assert_eq!(
        image::AnimationDecoder::into_frames(
            image::codecs::gif::GifDecoder::new(std::io::Cursor::new(moves.bytes)).unwrap()
        )
        .count(),
        3
    );
    let still = guest.get(&url(&files[3], 0)).await.expect(200);
    assert_eq!(
        still.headers.get(header::CONTENT_TYPE).unwrap(),
        "image/png"
    );
}

#[actix_web::test]
async fn a_file_is_served_as_what_it_is_and_can_do_nothing() {
    let (plaza, client) = resident().await;
    let picture = client.token("a.png", &png(40, 30)).await;
    let text = client.token("說明 1.html", "一二三".as_bytes()).await;
    let id = topic_with(&client, &[&picture, &text]).await;
    let guest = plaza.client().await;
    let files = attachments(&topic(&guest, id).await, 0);
    for (file, media_type, how) in [
        (&files[0], "image/png", "inline"),
        (&files[1], "text/plain; charset=utf-8", "attachment"),
    ] {
        let path = url(file, 0);
        let answer = guest.get(&path).await.expect(200);
        let header = |name: &str| answer.headers.get(name).unwrap().to_str().unwrap();
        assert_eq!(header("content-type"), media_type);
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(
            header("content-security-policy"),
            "default-src 'none'; sandbox"
        );
        assert_eq!(header("cache-control"), "public, no-cache");
        assert!(header("content-disposition").starts_with(how));
        // A copy asks again, and is told that nothing changed.
        let request = actix_web::test::TestRequest::get()
            .uri(&path)
            .insert_header(("if-none-match", header("etag").to_owned()));
        let again = guest.send(request).await.expect(304);
        assert!(again.bytes.is_empty());
        assert_eq!(
            again.headers.get("content-security-policy").unwrap(),
            "default-src 'none'; sandbox"
        );
    }
    let named = guest
        .header(&url(&files[1], 0), "content-disposition")
        .await;
    assert!(
        named.ends_with("filename*=UTF-8''%E8%AA%AA%E6%98%8E%201.txt"),
        "{named}"
    );
    for none in [
        "/attachments/0/large",
        "/attachments/-1/large",
        "/attachments/x/large",
        "/attachments/99999999999999999999/large",
        "/attachments/1/medium",
        "/attachments/1/file",
        "/attachments/1/..%2Flarge",
        "/attachments/2/large",
        "/attachments/2/text",
    ] {
        guest.get(none).await.expect(404);
    }
    // The access log tells that a file was read, and not which.
    plaza.advance(TimeDelta::hours(25));
    plaza::jobs::record::once(&plaza.context, &plaza.recorder)
        .await
        .unwrap();
    let log = plaza.access_log().join("\n");
    assert!(log.contains("GET /attachments/{id}/{name}"), "{log}");
    assert!(!log.contains("/attachments/1/"), "{log}");
}

#[actix_web::test]
async fn what_would_explode_or_pretends_is_refused_by_name() {
    let (plaza, client) = resident().await;
    let zip = b"PK\x03\x04whatever\0\0\0".to_vec();
    let truncated = png(400, 300)[..200].to_vec();
    let thousands = gif(1, 1, 3000, "");
    let large_gif = gif(2000, 2000, 40, "");
    let bomb = {
        use std::io::Write as _;
        let mut deflate = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        deflate.write_all(&vec![b' '; 80 * 1024 * 1024]).unwrap();
        deflate.finish().unwrap()
    };
    let with_stream = |dictionary: &str, content: &[u8]| {
        let mut file = pdf(
            &[
                "<< /Type /Catalog /Pages 2 0 R >>".into(),
                "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".into(),
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>".into(),
                stream(dictionary, &"@".repeat(content.len())),
            ],
            "",
        );
        let at = file
            .windows(8)
            .position(|part| part == b"@@@@@@@@")
            .unwrap();
        file[at..at + content.len()].copy_from_slice(content);
        file
    };
    let looped = pdf(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>".into(),
            "<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>".into(),
        ],
        "",
    );
    let locked = pdf(
        &["<< /Type /Catalog /Pages 2 0 R >>".into()],
        "/Enc#72ypt << /Filter /Standard >>",
    );
    for (name, bytes, code) in [
        (
            "a.png",
            png_that_says(50_000, 50_000),
            "file-too-many-pixels",
        ),
        (
            "a.png",
            png_that_says(15_000, 15_000),
            "file-too-many-pixels",
        ),
        ("a.png", png_that_says(0, 7), "file-damaged"),
        (
            "a.jpg",
            jpeg_that_says(65_000, 65_000),
            "file-too-many-pixels",
        ),
        ("a.gif", thousands, "file-too-many-frames"),
        ("a.gif", large_gif, "file-too-many-frames"),
        ("a.png", truncated, "file-damaged"),
        ("a.gif", b"GIF89a".to_vec(), "file-damaged"),
        ("a.jpg", b"\xff\xd8\xff".to_vec(), "file-damaged"),
        (
            "a.webp",
            b"RIFF\xff\xff\xff\xffWEBPVP8X".to_vec(),
            "file-damaged",
        ),
        (
            "a.png",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
            "file-unknown",
        ),
        (
            "a.jpg",
            b"<!doctype html><script>alert(1)</script>".to_vec(),
            "file-unknown",
        ),
        ("a.pdf", zip, "file-unknown"),
        ("a.txt", vec![0xa4, 0xa4, 0xa4, 0xe5], "file-unknown"),
        ("a.txt", Vec::new(), "file-empty"),
        ("a.txt", vec![b'a'; 500_000], "file-too-long"),
        ("a.png", vec![0x89; 11 * 1024 * 1024], "file-too-large"),
        ("a.pdf", b"%PDF-1.7 nothing".to_vec(), "file-damaged"),
        ("a.pdf", looped, "file-damaged"),
        ("a.pdf", locked, "file-locked"),
        (
            "a.pdf",
            with_stream("/Filter /FlateDecode", &bomb),
            "file-too-complex",
        ),
        (
            "a.pdf",
            with_stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", &bomb),
            "file-too-complex",
        ),
    ] {
        let refused = client.upload(name, &bytes).await.expect(422).json();
        assert_eq!(refused["errors"][0]["code"], code, "{name} {}", bytes.len());
        assert_eq!(refused["errors"][0]["field"], "file");
        let detail = refused["errors"][0]["detail"].as_str().unwrap();
        assert!(!detail.starts_with("invalid-"), "{detail}");
    }
    assert!(plaza.objects().is_empty(), "nothing of it is kept");
    // On the form the text stays, and the file is named.
    let fields = [("title", "題目"), ("body", "寫了很久")];
    let files = [("炸彈.png", &png_that_says(50_000, 50_000)[..])];
    let page = client
        .post_files("/zh/boards/city/new", &fields, &files)
        .await
        .expect(422);
    assert_eq!(page.texts("textarea"), ["寫了很久"]);
    let told = &page.texts("#e-files")[0];
    assert!(
        told.contains("炸彈.png") && told.contains("50百萬像素"),
        "{told}"
    );
    let huge = vec![b'x'; 70 * 1024 * 1024];
    let answer = client
        .post_files("/zh/boards/city/new", &fields, &[("a.txt", &huge)])
        .await;
    assert_eq!(
        answer.status.as_u16(),
        422,
        "it is read to its end and let go"
    );
    for body in ["", "--x", "no form at all"] {
        let request = actix_web::test::TestRequest::post()
            .uri("/zh/boards/city/new")
            .insert_header((header::CONTENT_TYPE, "multipart/form-data; boundary=x"))
            .insert_header(("sec-fetch-site", "same-origin"))
            .set_payload(body);
        let status = client.send(request).await.status.as_u16();
        assert!([400, 422].contains(&status), "{body:?}: {status}");
    }
}

#[actix_web::test]
async fn a_document_keeps_its_pages_and_nothing_else() {
    let (plaza, client) = resident().await;
    let loaded = loaded_document("Minutes of the meeting", SECRET);
    assert!(holds(&loaded, SECRET) && holds(&loaded, "JavaScript"));
    let token = client.token("minutes.pdf", &loaded).await;
    let id = topic_with(&client, &[&token]).await;
    let guest = plaza.client().await;
    let file = attachments(&topic(&guest, id).await, 0).remove(0);
    let answer = guest.get(&url(&file, 0)).await.expect(200);
    let mut clean = lopdf::Document::load_mem(&answer.bytes).unwrap();
    clean.decompress();
    let mut unfolded = Vec::new();
    clean.save_to(&mut unfolded).unwrap();
    for gone in [
        SECRET,
        "JavaScript",
        "app.alert",
        "OpenAction",
        "/AA",
        "Annot",
        "Metadata",
        "Embedded",
        "/Info",
        "AcroForm",
        "PieceInfo",
        "Producer",
        "LastModified",
    ] {
        assert!(!holds(&unfolded, gone), "{gone} is still in it");
    }
    assert_eq!(
        clean.extract_text(&[1]).unwrap().trim(),
        "Minutes of the meeting"
    );
    assert_eq!(
        guest.header(&url(&file, 0), "content-type").await,
        "application/pdf"
    );
    // The text beside it is for the program alone.
    assert!(
        plaza
            .objects()
            .iter()
            .any(|(name, _)| name.ends_with("/text"))
    );
    guest
        .get(&url(&file, 0).replace("/file", "/text"))
        .await
        .expect(404);
}

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
    for gone in [PHONE, ID, "345"] {
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
async fn a_guests_files_wait_with_the_post() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let token = guest.token("a.png", &png(40, 30)).await;
    let body = json!({
        "title": "早餐", "body": "在哪裡？", "guest": { "name": "小樹" }, "attachments": [token],
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
    let edit = [
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
            .insert_header(("idempotency-key", "once"))
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
async fn what_nobody_published_is_collected_and_so_is_what_no_row_names() {
    let (plaza, client) = resident().await;
    let kept = client.token("a.png", &png(10, 10)).await;
    topic_with(&client, &[&kept]).await;
    client.token("b.png", &png(400, 10)).await;
    client.token("c.pdf", &document("words")).await;
    assert_eq!(plaza.objects().len(), 1 + 2 + 2);
    collect(&plaza).await;
    assert_eq!(plaza.objects().len(), 5, "not yet");
    plaza.advance(TimeDelta::hours(25));
    collect(&plaza).await;
    collect(&plaza).await;
    let left = plaza.objects();
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(!plaza.dump().contains("b.png"));
    // A crash between object and row, and a file that is none of ours.
    let day = &left[0].0[..10];
    let store = &plaza.context.objects;
    store
        .put(&format!("{day}/orphan/large"), vec![1])
        .await
        .unwrap();
    store.put("other/thing", vec![1]).await.unwrap();
    let sweep = async || collect_attachments::sweep(&plaza.context).await.unwrap();
    sweep().await;
    assert_eq!(plaza.objects().len(), 3, "it may be on its way");
    plaza.advance(TimeDelta::days(3));
    sweep().await;
    let names: Vec<String> = plaza.objects().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.iter().any(|name| name == "other/thing"));
    client.get("/attachments/1/large").await.expect(200);
}

#[actix_web::test]
async fn after_an_erasure_no_copy_is_left() {
    let plaza = Plaza::with_boards().await;
    let person = plaza.person("haihai", Role::Resident).await;
    let client = person.client;
    let bytes = document("the words of the document");
    let one = client.token("one.pdf", &bytes).await;
    let kept = client.token("kept.png", &png(12, 10)).await;
    client.token("two.png", &png(10, 10)).await;
    topic_with(&client, &[&one]).await;
    let backup = plaza.backup();
    client.post("/zh/posts/1/erase", &[]).await.expect(303);
    client.get("/attachments/1/file").await.expect(404);
    collect(&plaza).await;
    let objects = plaza.objects();
    assert!(
        !objects
            .iter()
            .any(|(_, bytes)| holds(bytes, "words of the")),
        "a copy is left"
    );
    assert_eq!(objects.len(), 2);
    assert!(!plaza.dump().contains("one.pdf"));
    // A restored backup names it again; the journal makes it forget.
    if let Some(backup) = backup {
        let restored = plaza.restored(backup);
        let all = plaza::privacy::erasures::read(&plaza.context.config.erasure_journal).unwrap();
        plaza::rights::erase::replay(&restored, all).await.unwrap();
        collect_attachments::once(&restored).await.unwrap();
        let client = plaza.client_of(&restored).await;
        client.get("/attachments/1/file").await.expect(404);
    }
    // The posts may stay without the person; what was not published goes.
    let id = topic_with(&client, &[&kept]).await;
    let held = client.post("/zh/account/data/archive", &[]).await;
    assert_eq!(held.status.as_u16(), 200);
    assert!(
        holds(&held.bytes, "two.png") && holds(&held.bytes, "kept.png"),
        "it is told of"
    );
    let fields = [("posts", "keep"), ("password", PASSWORD)];
    client.post("/zh/account/erase", &fields).await.expect(303);
    collect(&plaza).await;
    let guest = plaza.client().await;
    let file = attachments(&topic(&guest, id).await, 0).remove(0);
    guest.get(&url(&file, 0)).await.expect(200);
    assert_eq!(plaza.objects().len(), 1);
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

#[actix_web::test]
async fn an_account_cannot_fill_the_store_with_what_it_never_publishes() {
    let (plaza, client) = resident().await;
    for _ in 0..50 {
        client.token("a.txt", b"hello").await;
    }
    let refused = client.upload("a.txt", b"hello").await.expect(429).json();
    assert_eq!(refused["code"], "too-many-attempts");
    let page = client
        .post_files(
            "/zh/boards/city/new",
            &[("title", "t"), ("body", "寫了很久")],
            &[("a.txt", b"hello")],
        )
        .await
        .expect(422);
    assert_eq!(page.texts("textarea"), ["寫了很久"]);
    let other = plaza.log_on_as(Role::Resident, "別人").await;
    other.token("a.txt", b"hello").await;
    plaza.advance(TimeDelta::hours(25));
    collect(&plaza).await;
    client.token("a.txt", b"hello").await;
}

#[actix_web::test]
async fn what_moves_stands_still_until_it_is_opened() {
    let (plaza, client) = resident().await;
    let token = client.token("cat.gif", &moving()).await;
    let id = topic_with(&client, &[&token]).await;
    let page = plaza
        .client()
        .await
        .get(&format!("/en/topics/{id}"))
        .await
        .expect(200);
    let image = page.attribute(".files img", "src").unwrap();
    assert_eq!(client.header(&image, "content-type").await, "image/png");
    let opened = page.attribute(".files a", "href").unwrap();
    assert_eq!(client.header(&opened, "content-type").await, "image/gif");
    assert_eq!(
        page.attribute(".files img", "alt").as_deref(),
        Some("Picture: cat.gif")
    );
}
