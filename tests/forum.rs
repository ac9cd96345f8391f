//! Boards, topics, posts, edits: by form and by API.

use actix_web::{http::header, test::TestRequest};
use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    forum::{
        seed::{self, SeedPost},
        submission::Author,
    },
    i18n::Lang,
};
use serde_json::{Value, json};

use crate::support::{Client, Plaza, decisions};

const EMAIL: &str = "wang.daming@mail.example";
const PHONE: &str = "0912-345-678";

async fn resident() -> (Plaza, Client) {
    let plaza = Plaza::with_boards().await;
    let client = plaza.log_on_as(Role::Resident, "海海").await;
    (plaza, client)
}

#[actix_web::test]
async fn the_home_page_shows_boards_and_what_is_new() {
    let (plaza, client) = resident().await;
    let empty = client.get("/en").await.expect(200);
    assert_eq!(empty.texts(".empty-title"), ["No topics yet"]);
    let old = client
        .topic("city", "Street lamps", "They are out again.")
        .await;
    plaza.advance(TimeDelta::minutes(5));
    client.topic("open", "走失的貓", "橘色的").await;
    plaza.advance(TimeDelta::minutes(5));
    client.reply(old, "Which street?").await;
    let home = client.get("/en").await.expect(200);
    assert_eq!(
        home.texts(".row.topic .row-title"),
        ["Street lamps", "走失的貓"]
    );
    assert_eq!(
        home.attribute(".row.topic:nth-child(2) a", "lang")
            .as_deref(),
        Some("zh-TW")
    );
    let facts = home.texts("#boards ~ .rows .row-facts");
    assert!(facts[0].contains("1 topic"), "{facts:?}");
    assert!(facts[1].contains("Guests may post"), "{facts:?}");
    let home = client.get("/zh").await.expect(200);
    assert!(home.texts(".row-facts")[0].contains("1則回覆"));
}

#[actix_web::test]
async fn a_topic_is_opened_and_answered_by_form() {
    let (_plaza, client) = resident().await;
    let new = client.get("/zh/boards/open/new").await.expect(200);
    assert!(
        new.texts("#f-name").is_empty(),
        "an account needs no guest's name"
    );
    let posted = client
        .post(
            "/zh/boards/open/new",
            &[
                ("submission", &new.hidden("submission")),
                ("title", "早餐店"),
                ("body", "六點以前**開**的？\r\n\r\n謝謝"),
            ],
        )
        .await
        .location();
    let page = client.get(&posted).await.expect(200);
    assert_eq!(page.texts("h1"), ["早餐店"]);
    assert_eq!(page.texts(".post-body strong"), ["開"]);
    assert_eq!(page.texts(".post-body p").len(), 2);
    let answer = client
        .post(
            &page.attribute("#reply ~ form", "action").unwrap(),
            &[
                ("submission", &page.hidden("submission")),
                ("body", "果貿社區"),
            ],
        )
        .await
        .location();
    let page = client
        .get(answer.split('#').next().unwrap())
        .await
        .expect(200);
    assert_eq!(
        page.texts(".post-body"),
        ["六點以前開的？\n謝謝", "果貿社區"]
    );
    assert!(
        page.attribute(&format!("#{}", answer.split('#').nth(1).unwrap()), "class")
            .is_some()
    );
}

#[actix_web::test]
async fn what_is_wrong_is_said_beside_its_field_and_everything_stays() {
    let (plaza, client) = resident().await;
    let long = "字".repeat(121);
    let refused = client
        .post("/zh/boards/city/new", &[("title", &long), ("body", " ")])
        .await
        .expect(422);
    assert_eq!(refused.texts(".error-summary a").len(), 2);
    assert_eq!(refused.attribute("#f-title", "value"), Some(long));
    assert_eq!(
        refused.attribute("#f-title", "aria-invalid").as_deref(),
        Some("true")
    );
    for (title, body) in [
        ("a\0b", "unkept"),
        ("two\nlines", "unkept"),
        ("title", "a\0b"),
        ("title", "a\u{1b}[2J"),
        ("title\u{202e}", "unkept"),
        ("", "unkept"),
        ("title", ""),
    ] {
        client
            .post("/zh/boards/city/new", &[("title", title), ("body", body)])
            .await
            .expect(422);
        let problem = client
            .post_json(
                "/api/v1/boards/city/topics",
                &json!({ "title": title, "body": body }),
            )
            .await
            .expect(422)
            .json();
        assert_eq!(problem["code"], "invalid");
        assert!(
            problem["errors"][0]["field"].is_string() && problem["errors"][0]["detail"].is_string()
        );
    }
    let megabyte = "a".repeat(1_000_000);
    client
        .post(
            "/zh/boards/city/new",
            &[("title", "t"), ("body", &megabyte)],
        )
        .await
        .expect(422);
    assert_eq!(plaza.dump().matches("unkept").count(), 0);
}

#[actix_web::test]
async fn hostile_requests_get_a_clear_answer() {
    let (plaza, client) = resident().await;
    let topic = client.topic("city", "t", "b").await;
    for body in [
        json!({ "title": 1, "body": "b" }),
        json!({ "title": "t", "body": ["b"] }),
        json!({ "title": "t" }),
        json!([]),
        json!({ "title": "t", "body": "b", "decisions": "none" }),
        json!({ "title": "t", "body": "b", "decisions": [{ "field": "body", "start": -1, "end": 2, "choice": "mask" }] }),
        json!({ "title": "t", "body": "b", "decisions": [{ "field": "body", "start": 0, "end": 2, "choice": "keep" }] }),
        json!({ "title": "t", "body": "b", "guest": 1 }),
    ] {
        let problem = client
            .post_json("/api/v1/boards/city/topics", &body)
            .await
            .expect(400)
            .json();
        assert_eq!(problem["code"], "bad-request", "{body}");
    }
    let missing_title = client
        .post_json("/api/v1/boards/city/topics", &json!({ "body": "b" }))
        .await
        .expect(422)
        .json();
    assert_eq!(missing_title["errors"][0]["field"], "title");
    for raw in [
        "{\"title\":\"\\ud800\",\"body\":\"b\"}",
        "{\"title\":",
        "",
        "\u{0}",
    ] {
        let request = TestRequest::post()
            .uri("/api/v1/boards/city/topics")
            .insert_header((header::CONTENT_TYPE, "application/json"))
            .set_payload(raw.to_owned());
        client.send(request).await.expect(400);
    }
    let body = json!({ "title": "t", "body": "b" });
    for board in ["none", "%00", "a%2Fb", "%ED%A0%80", "' OR 1=1"] {
        let board = board.replace(' ', "%20");
        client.get(&format!("/zh/boards/{board}")).await.expect(404);
        client
            .get(&format!("/api/v1/boards/{board}"))
            .await
            .expect(404);
        let answer = client
            .post_json(&format!("/api/v1/boards/{board}/topics"), &body)
            .await
            .expect(404);
        assert_eq!(answer.json()["code"], "not-found");
    }
    for id in [
        "0",
        "-1",
        "x",
        "99999999999999999999",
        "9223372036854775807",
    ] {
        for path in [
            format!("/zh/topics/{id}"),
            format!("/api/v1/topics/{id}"),
            format!("/zh/posts/{id}/revisions"),
            format!("/zh/posts/{id}/edit"),
        ] {
            client.get(&path).await.expect(404);
        }
        client
            .post_json(
                &format!("/api/v1/topics/{id}/posts"),
                &json!({ "body": "b" }),
            )
            .await
            .expect(404);
    }
    for query in [
        "after=x",
        "after=-1-1",
        "before=99999999999999999999999-1",
        "after=%00",
        "after=1-9223372036854775808",
        "quote=x",
        "quote=999",
        "page=last",
        "version=x",
    ] {
        client
            .get(&format!("/zh/boards/city?{query}"))
            .await
            .expect(200);
        client
            .get(&format!("/zh/topics/{topic}?{query}"))
            .await
            .expect(200);
        // A program is told that there is no such place.
        let is_place = query.starts_with("after") || query.starts_with("before");
        for list in ["boards/city", &format!("topics/{topic}")] {
            client
                .get(&format!("/api/v1/{list}?{query}"))
                .await
                .expect(if is_place { 400 } else { 200 });
        }
    }
    // A form of another site is refused.
    let request = TestRequest::post()
        .uri("/zh/boards/city/new")
        .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
        .insert_header(("sec-fetch-site", "cross-site"))
        .set_payload("title=evil&body=evil");
    client.send(request).await.expect(403);
    assert!(!plaza.dump().contains("evil"));
}

#[actix_web::test]
async fn guests_post_where_a_board_allows_it_and_wait_for_review() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let closed = guest.get("/zh/boards/city/new").await.expect(200);
    assert!(closed.texts("main .note")[0].contains("需要帳號"));
    assert!(closed.texts("textarea").is_empty());
    let refused = guest
        .post(
            "/zh/boards/city/new",
            &[("title", "t"), ("body", "寫了很久")],
        )
        .await
        .expect(401);
    assert_eq!(
        refused.texts("textarea"),
        ["寫了很久"],
        "what was typed stays"
    );
    guest
        .post_json(
            "/api/v1/boards/city/topics",
            &json!({ "title": "t", "body": "b", "guest": { "name": "x" } }),
        )
        .await
        .expect(401);
    guest
        .post_json(
            "/api/v1/boards/open/topics",
            &json!({ "title": "t", "body": "b" }),
        )
        .await
        .expect(401);
    let form = guest.get("/zh/boards/open/new").await.expect(200);
    assert!(form.texts("main .note")[0].contains("都會公開"));
    let notice = form.hidden("notice");
    let nameless = guest
        .post(
            "/zh/boards/open/new",
            &[("title", "早餐"), ("body", "哪裡有？"), ("notice", &notice)],
        )
        .await
        .expect(422);
    assert_eq!(nameless.texts("#e-name").len(), 1);
    let typed = [
        ("title", "早餐"),
        ("body", ""),
        ("name", "陳小樹"),
        ("email", "no address"),
        ("notice", &notice),
    ];
    let kept = guest.post("/zh/boards/open/new", &typed).await.expect(422);
    assert_eq!(kept.texts(".error-summary a").len(), 2);
    for (field, value) in [
        ("title", "早餐"),
        ("name", "陳小樹"),
        ("email", "no address"),
    ] {
        let shown = kept.attribute(&format!("#f-{field}"), "value");
        assert_eq!(shown.as_deref(), Some(value));
    }
    let body = json!({
        "title": "早餐", "body": "哪裡有？", "guest": guest.as_guest("陳小樹", Some(EMAIL)).await,
    });
    let held = guest
        .decide("POST", "/api/v1/boards/open/topics", &body, |_| {
            ("mine", "publish")
        })
        .await
        .expect(202)
        .json();
    assert_eq!(held["held"], true);
    assert!(!guest.get("/zh/boards/open").await.body.contains("早餐"));
    let asked = guest
        .post(
            "/zh/boards/open/new",
            &[
                ("title", "午餐"),
                ("body", "哪裡有？"),
                ("name", "小樹"),
                ("notice", &notice),
            ],
        )
        .await
        .expect(422);
    let posted = guest
        .post(
            "/zh/boards/open/new",
            &[
                ("title", "午餐"),
                ("body", "哪裡有？"),
                ("name", "小樹"),
                ("notice", &notice),
                ("check", &asked.hidden("check")),
                ("at-0", &asked.hidden("at-0")),
                ("whose-0", "none"),
                ("choice-0", "publish"),
            ],
        )
        .await
        .expect(200);
    assert_eq!(posted.texts("h1"), ["您的發言等候審核"]);
}

#[actix_web::test]
async fn the_same_submission_makes_one_post() {
    let (plaza, client) = resident().await;
    let topic = client.topic("city", "t", "b").await;
    let path = format!("/api/v1/topics/{topic}/posts");
    let send = async |client: &Client, key: &str, text: &str| {
        let request = TestRequest::post()
            .uri(&path)
            .insert_header(("idempotency-key", key.to_owned()))
            .set_json(json!({ "body": text }));
        client.send(request).await.expect(201).json()["id"].clone()
    };
    let first = send(&client, "the first", "收到").await;
    assert_eq!(send(&client, "the first", "收到").await, first);
    assert_ne!(send(&client, "the second", "收到").await, first);
    // The key is its author's own.
    let other = plaza.log_on_as(Role::Resident, "別人").await;
    assert_ne!(send(&other, "the first", "收到").await, first);
    let both =
        futures_util::future::join_all((0..6).map(|_| send(&client, "the third", "同時"))).await;
    assert!(both.iter().all(|id| *id == both[0]), "{both:?}");
    let page = client.get(&format!("/zh/topics/{topic}")).await;
    assert_eq!(
        page.texts(".post-body")
            .iter()
            .filter(|text| *text == "同時")
            .count(),
        1
    );
    let board = client.get("/api/v1/boards/city").await.json();
    assert_eq!(board["topics"][0]["replies"], 4);
    // A form that is sent twice leads to the same topic.
    let form = [
        ("submission", "abcdefgh"),
        ("title", "一次"),
        ("body", "就好"),
    ];
    let one = client.post("/zh/boards/city/new", &form).await.location();
    assert_eq!(
        client.post("/zh/boards/city/new", &form).await.location(),
        one
    );
}

#[actix_web::test]
async fn pages_lose_no_row_and_show_none_twice() {
    let (plaza, client) = resident().await;
    let mut topics = Vec::new();
    for n in 0..60 {
        topics.push(client.topic("city", &format!("主題{n}"), "內文").await);
        // Some within the same millisecond.
        if n % 3 == 0 {
            plaza.advance(TimeDelta::seconds(1));
        }
    }
    let mut seen: Vec<i64> = Vec::new();
    let mut path = "/api/v1/boards/city".to_owned();
    loop {
        let page = client.get(&path).await.expect(200).json();
        seen.extend(
            page["topics"]
                .as_array()
                .unwrap()
                .iter()
                .map(|topic| topic["id"].as_i64().unwrap()),
        );
        // Meanwhile others write.
        plaza.advance(TimeDelta::seconds(1));
        client.topic("city", "新的", "內文").await;
        match page["next"].as_str() {
            Some(next) => path = format!("/api/v1/boards/city?after={next}"),
            None => break,
        }
    }
    topics.reverse();
    assert_eq!(seen, topics);
    // And back again, on the pages.
    let second = client
        .get("/zh/boards/city")
        .await
        .attribute("a[rel=next]", "href")
        .unwrap();
    let back = client
        .get(&second)
        .await
        .attribute("a[rel=prev]", "href")
        .unwrap();
    let first = client.get(&back).await.expect(200);
    assert_eq!(
        first.texts(".row-title"),
        client.get("/zh/boards/city").await.texts(".row-title")
    );
    assert!(first.attribute("a[rel=prev]", "href").is_none());

    let topic = topics[0];
    let mut posts = Vec::new();
    for n in 0..50 {
        posts.push(client.reply(topic, &format!("回覆{n}")).await);
    }
    let mut seen: Vec<i64> = Vec::new();
    let mut path = format!("/api/v1/topics/{topic}");
    let mut late = 0;
    loop {
        let page = client.get(&path).await.expect(200).json();
        seen.extend(
            page["posts"]
                .as_array()
                .unwrap()
                .iter()
                .map(|post| post["id"].as_i64().unwrap()),
        );
        if late < 2 {
            posts.push(client.reply(topic, "晚到").await);
            late += 1;
        }
        match page["next"].as_i64() {
            Some(next) => path = format!("/api/v1/topics/{topic}?after={next}"),
            None => break,
        }
    }
    assert_eq!(seen[1..], posts);
    let last = client
        .get(&format!("/zh/topics/{topic}?page=last"))
        .await
        .expect(200);
    assert_eq!(last.texts(".post").len(), 20);
    assert!(last.attribute("a[rel=next]", "href").is_none());
}

#[actix_web::test]
async fn an_edit_keeps_the_old_version_and_shows_what_changed() {
    let (plaza, client) = resident().await;
    let topic = client
        .topic("city", "路燈", "路燈壞了。The lamp is broken.")
        .await;
    let topic_page = client.get(&format!("/zh/topics/{topic}")).await;
    let edit = topic_page
        .attribute(".post-actions a[href$='/edit']", "href")
        .unwrap();
    let form = client.get(&edit).await.expect(200);
    assert_eq!(form.texts("textarea"), ["路燈壞了。The lamp is broken."]);
    let began = form.hidden("began");
    plaza.advance(TimeDelta::hours(2));
    let back = client
        .post(
            &edit,
            &[
                ("began", &*began),
                ("title", "巷口的路燈"),
                ("body", "路燈又壞了。The lamp is dark."),
            ],
        )
        .await
        .location();
    let page = client
        .get(back.split('#').next().unwrap())
        .await
        .expect(200);
    let page = if page.texts("h1").is_empty() {
        client.get(&format!("/zh/topics/{topic}")).await
    } else {
        page
    };
    assert_eq!(page.texts("h1"), ["巷口的路燈"]);
    let revisions = page
        .attribute(".post-actions a[href$='/revisions']", "href")
        .unwrap();
    let shown = client.get(&revisions).await.expect(200);
    assert!(
        shown.texts("ins")[0].contains("巷口的"),
        "{:?}",
        shown.texts("ins")
    );
    assert!(
        shown
            .texts(".diff del")
            .iter()
            .any(|text| text.contains("broken"))
    );
    assert!(
        shown
            .texts(".diff ins")
            .iter()
            .any(|text| text.contains("又"))
    );
    assert_eq!(shown.texts(".rows .row").len(), 2);
    let first = client
        .get(&format!("{revisions}?version=1"))
        .await
        .expect(200);
    assert!(first.texts(".diff")[1].contains("The lamp is broken."));
    client
        .get(&format!("{revisions}?version=7"))
        .await
        .expect(404);
    client
        .get(&format!("{revisions}?version=-2147483648"))
        .await
        .expect(404);
    // Nothing changed: no further version.
    client
        .post(
            &edit,
            &[
                ("title", "巷口的路燈"),
                ("body", "路燈又壞了。The lamp is dark."),
            ],
        )
        .await
        .location();
    assert_eq!(client.get(&revisions).await.texts(".rows .row").len(), 2);
    // Only its author edits.
    let other = plaza.log_on_as(Role::Resident, "別人").await;
    other.get(&edit).await.expect(403);
    other
        .post(&edit, &[("title", "x"), ("body", "x")])
        .await
        .expect(403);
    plaza.client().await.get(&edit).await.expect(401);
}

#[actix_web::test]
async fn masking_later_reaches_the_older_versions() {
    let (plaza, client) = resident().await;
    let body =
        json!({ "title": "貓", "body": format!("請打{PHONE}或寫信到{EMAIL}，我家的貓走失了") });
    let publish = |_: &str| ("mine", "publish");
    let id = client
        .decide("POST", "/api/v1/boards/city/topics", &body, publish)
        .await
        .expect(201)
        .json()["id"]
        .as_i64()
        .unwrap();
    let post = client.get(&format!("/api/v1/topics/{id}")).await.json()["posts"][0]["id"]
        .as_i64()
        .unwrap();
    let path = format!("/api/v1/posts/{post}");
    plaza.advance(TimeDelta::hours(1));
    let second =
        json!({ "title": "貓", "body": format!("找到了！之前請打**{PHONE}**或寫信到{EMAIL}") });
    client
        .decide("PATCH", &path, &second, publish)
        .await
        .expect(200);
    assert!(
        client
            .get(&format!("/zh/posts/{post}/revisions?version=1"))
            .await
            .body
            .contains(PHONE)
    );
    plaza.advance(TimeDelta::hours(1));
    // The link under the post leads to the findings, masking chosen already.
    let page = client.get(&format!("/zh/topics/{id}")).await;
    let mask = page
        .attribute(".post-warning a[href*='mask']", "href")
        .unwrap();
    let form = client.get(&mask).await.expect(200);
    assert_eq!(form.texts("input[value=mask][checked]").len(), 2);
    let masked = client
        .decide("PATCH", &path, &second, |kind| match kind {
            "PHONE" => ("mine", "mask"),
            _ => ("mine", "publish"),
        })
        .await;
    masked.expect(200);
    let dump = plaza.dump();
    assert!(!dump.contains(PHONE), "{dump}");
    assert!(dump.contains(EMAIL));
    for version in [1, 2, 3] {
        let page = client
            .get(&format!("/zh/posts/{post}/revisions?version={version}"))
            .await
            .expect(200);
        assert!(!page.body.contains(PHONE));
        assert!(
            page.texts(".diff mark.pd").contains(&EMAIL.to_owned()),
            "{}",
            page.body
        );
    }
    // Written out of the text by hand, it is gone from older versions too.
    plaza.advance(TimeDelta::hours(1));
    let gone = json!({ "title": "貓", "body": "找到了！" });
    client
        .json("PATCH".parse().unwrap(), &path, &gone)
        .await
        .expect(200);
    assert!(!plaza.dump().contains(EMAIL));
}

#[actix_web::test]
async fn an_edit_that_publishes_others_takes_the_post_out_of_sight() {
    let (plaza, client) = resident().await;
    let topic = client.topic("city", "鄰居", "很吵").await;
    let reply = client.reply(topic, "真的").await;
    plaza.advance(TimeDelta::hours(1));
    let body = json!({ "body": format!("他的電話是{PHONE}") });
    client
        .decide("PATCH", &format!("/api/v1/posts/{reply}"), &body, |_| {
            ("other", "publish")
        })
        .await
        .expect(202);
    let reader = plaza.client().await;
    let seen = reader.get(&format!("/api/v1/topics/{topic}")).await.json();
    assert_eq!(seen["replies"], 0);
    assert_eq!(seen["posts"].as_array().unwrap().len(), 1);
    let own = client.get(&format!("/zh/topics/{topic}")).await;
    assert_eq!(own.texts(".post.held").len(), 1);
}

#[actix_web::test]
async fn boards_answer_in_the_language_asked_for() {
    let (_plaza, client) = resident().await;
    let boards = client.get("/api/v1/boards?lang=en").await.json();
    assert_eq!(boards["boards"][0]["name"], "City affairs");
    assert_eq!(boards["boards"][0]["slug"], "city");
    assert_eq!(boards["boards"][1]["guest_posting"], true);
    assert_eq!(
        client.get("/api/v1/boards").await.json()["boards"][0]["name"],
        "市政大小事"
    );
    client.get("/api/v1/boards/none").await.expect(404);
}

#[actix_web::test]
async fn a_seeded_city_passes_the_same_check() {
    let plaza = Plaza::with_boards().await;
    let member = plaza.member(Role::Resident, "林佳穎", true).await;
    let at = plaza.context.now() - TimeDelta::days(3);
    let post = |author, body: &str, publish: &[&str]| SeedPost {
        nickname: false,
        author,
        at,
        language: Lang::Zh,
        body: body.to_owned(),
        publish: publish.iter().map(|words| (*words).to_owned()).collect(),
    };
    let topic = seed::topic(
        &plaza.context,
        "open",
        "走失一隻橘貓",
        post(
            Author::Account(member),
            &format!("請打 {PHONE}，或寫信到 {EMAIL}。"),
            &[PHONE],
        ),
    )
    .await
    .unwrap();
    let guest = Author::Guest {
        name: "對面的鄰居".into(),
        public_email: String::new(),
    };
    seed::reply(&plaza.context, topic, post(guest, "放用過的貓砂", &[]))
        .await
        .unwrap();
    let page = plaza
        .client()
        .await
        .get(&format!("/zh/topics/{topic}"))
        .await
        .expect(200);
    assert_eq!(page.texts(".post-body mark.pd"), [PHONE]);
    assert_eq!(page.texts(".post-author mark.pd"), ["林佳穎", "對面的鄰居"]);
    assert!(!plaza.holds(EMAIL));
    assert!(page.texts("time")[0].contains("3天前"));
}

#[actix_web::test]
async fn decisions_of_another_text_do_not_fit() {
    let (_plaza, client) = resident().await;
    let path = "/api/v1/boards/city/topics";
    let one = json!({ "title": "t", "body": format!("寫信到{EMAIL}") });
    let two = json!({ "title": "t", "body": "寫信到wang.daming@mail.invalid" });
    let asked = client.post_json(path, &one).await.expect(422).json();
    let mut mixed: Value = two.clone();
    mixed["check"] = asked["check"].clone();
    mixed["decisions"] = decisions(&asked, |_| ("mine", "publish"));
    assert_eq!(
        client.post_json(path, &mixed).await.expect(422).json()["reason"],
        "changed"
    );
}
