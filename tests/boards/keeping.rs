//! Administrators keep boards: new, changed, ordered, archived; each in the register.

use actix_web::http::Method;
use plaza::{accounts::Role, privacy::verify};
use serde_json::json;

use super::{board, change, register};
use crate::support::{Client, Plaza};

async fn names(client: &Client) -> Vec<String> {
    let boards = client.get("/api/v1/boards").await.json()["boards"].clone();
    let boards = boards.as_array().unwrap().iter();
    boards
        .map(|board| board["slug"].as_str().unwrap().to_owned())
        .collect()
}

#[actix_web::test]
async fn a_board_is_added_changed_ordered_and_archived_on_pages() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let guest = plaza.client().await;
    let page = "/en/admin/boards/new";
    let fields = [
        ("slug", "ideas"),
        ("name_zh", "點子"),
        ("name_en", "Ideas"),
        ("description_zh", "什麼都可以想"),
        ("description_en", "Think of anything"),
        ("read_by", "everybody"),
        ("open_by", "members"),
        ("answer_by", "everybody"),
    ];
    let wrong = [&fields[1..], &[("slug", "No Slug")]].concat();
    let refused = admin.post(page, &wrong).await.expect(422);
    assert_eq!(refused.texts(".error-summary li").len(), 1);
    assert_eq!(
        refused.attribute("#f-name_en", "value").as_deref(),
        Some("Ideas"),
        "what was typed is kept"
    );
    for _ in 0..2 {
        let added = admin.post(page, &fields).await;
        assert_eq!(added.location(), "/en/admin/boards?done=board-kept");
    }
    assert_eq!(names(&guest).await, ["city", "open", "ideas"]);
    assert_eq!(register(&guest).await, ["board-added"], "twice is once");

    for (to, expected) in [
        ("up", ["city", "ideas", "open"]),
        ("up", ["ideas", "city", "open"]),
        ("up", ["ideas", "city", "open"]),
        ("down", ["city", "ideas", "open"]),
    ] {
        let path = "/en/admin/boards/3/order";
        assert_eq!(admin.post(path, &[("to", to)]).await.status, 303);
        assert_eq!(names(&guest).await, expected, "{to}");
    }
    admin
        .post("/en/admin/boards/3/order", &[("to", "left")])
        .await
        .expect(400);
    let home = guest.get("/en").await.expect(200);
    let shown = home.texts("section[aria-labelledby='boards'] .row-title");
    assert_eq!(shown, ["City affairs", "Ideas", "Neighbourhood life"]);

    let archive = "/en/admin/boards/1/archive";
    for _ in 0..2 {
        assert_eq!(
            admin.post(archive, &[("archived", "yes")]).await.status,
            303
        );
    }
    assert_eq!(names(&guest).await, ["ideas", "open", "city"], "below");
    let list = admin.get("/en/admin/boards").await.expect(200);
    assert_eq!(list.texts("main h2"), ["Archived boards"]);
    assert_eq!(admin.post(archive, &[("archived", "no")]).await.status, 303);
    assert_eq!(names(&guest).await, ["city", "ideas", "open"]);
    assert_eq!(
        register(&guest).await,
        [
            "board-unarchived",
            "board-archived",
            "board-ordered",
            "board-ordered",
            "board-ordered",
            "board-added"
        ]
    );
    assert!(!guest.get("/en/ledger").await.body.contains("管理員"));
    verify::all(&plaza.context, Vec::new(), |_| {})
        .await
        .unwrap();
}

#[actix_web::test]
async fn an_archived_board_is_read_and_nobody_writes_in_it() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = author.topic("open", "走失的貓", "橘色的").await;
    let path = "/api/v1/boards/open/archived";
    let archived = admin
        .json(Method::PUT, path, &json!({ "archived": true }))
        .await;
    assert_eq!(archived.expect(200).json()["status"], "archived");
    let new = json!({ "title": "再一隻", "body": "也是橘色的" });
    author
        .post_json("/api/v1/boards/open/topics", &new)
        .await
        .expect(409);
    admin
        .post_json("/api/v1/boards/open/topics", &new)
        .await
        .expect(409);
    let answers = format!("/api/v1/topics/{topic}/posts");
    author
        .post_json(&answers, &json!({ "body": "找到了" }))
        .await
        .expect(409);
    let refused = author
        .post(&format!("/en/topics/{topic}/reply"), &[("body", "找到了")])
        .await
        .expect(409);
    assert!(refused.body.contains("archived") && refused.body.contains("找到了"));
    let read = plaza
        .client()
        .await
        .get(&format!("/en/topics/{topic}"))
        .await
        .expect(200);
    assert!(read.body.contains("橘色的") && read.texts("form[data-compose]").is_empty());
    // One's own words are still one's own.
    author
        .json(
            Method::PATCH,
            "/api/v1/posts/1",
            &json!({ "title": "貓", "body": "找到了" }),
        )
        .await
        .expect(200);
    admin
        .json(Method::PUT, path, &json!({ "archived": false }))
        .await
        .expect(200);
    author
        .post_json(&answers, &json!({ "body": "謝謝大家" }))
        .await
        .expect(201);
}

#[actix_web::test]
async fn a_boards_old_names_lead_to_it_and_are_taken() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let guest = plaza.client().await;
    change(&admin, "open", json!({ "slug": "neighbours" }))
        .await
        .expect(200);
    let led = guest.get_once("/en/boards/open?after=1-1").await;
    assert_eq!(led.status, 308);
    assert_eq!(led.location(), "/en/boards/neighbours?after=1-1");
    assert_eq!(
        guest.get_once("/api/v1/boards/open").await.location(),
        "/api/v1/boards/neighbours"
    );
    let feed = guest.get_once("/feeds/en/boards/open.atom").await;
    assert_eq!(feed.location(), "/feeds/en/boards/neighbours.atom");
    guest.get(&feed.location()).await.expect(200);
    let taken = admin
        .post_json("/api/v1/boards", &board("open", json!({})))
        .await;
    assert_eq!(taken.expect(422).json()["errors"][0]["code"], "slug-taken");
    let taken = change(&admin, "city", json!({ "slug": "open" })).await;
    assert_eq!(taken.expect(422).json()["errors"][0]["field"], "slug");
    // Its own old name it may have back.
    change(&admin, "neighbours", json!({ "slug": "open" }))
        .await
        .expect(200);
    guest.get("/en/boards/open").await.expect(200);
    assert_eq!(
        guest.get_once("/en/boards/neighbours").await.location(),
        "/en/boards/open"
    );
}

#[actix_web::test]
async fn of_two_administrators_the_second_learns_of_the_first() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "甲").await;
    let other = plaza.log_on_as(Role::Administrator, "乙").await;
    let page = admin.get("/en/admin/boards/1").await.expect(200);
    let (version, slug) = (page.hidden("version"), page.hidden("slug"));
    let form = |name: &'static str| {
        [
            ("version", version.clone()),
            ("slug", slug.clone()),
            ("name_zh", "市政".to_owned()),
            ("name_en", name.to_owned()),
            ("description_zh", "說明".to_owned()),
            ("description_en", "Text".to_owned()),
        ]
    };
    let send = async |client: &Client, name| {
        let form = form(name);
        let fields: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
        client.post("/en/admin/boards/1", &fields).await
    };
    assert_eq!(send(&admin, "First").await.status, 303);
    assert_eq!(send(&admin, "First").await.status, 303, "twice is once");
    let second = send(&other, "Second").await.expect(409);
    assert_eq!(
        second.attribute("#f-name_en", "value").as_deref(),
        Some("Second")
    );
    assert_ne!(second.hidden("version"), version);
    let now = other.get("/api/v1/boards/city?lang=en").await.json();
    assert_eq!(now["name"], "First");
    assert_eq!(register(&admin).await, ["board-changed"]);
}

#[actix_web::test]
async fn a_board_is_not_opened_to_more_than_it_was_written_for() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    change(
        &admin,
        "open",
        json!({ "guest_posting": false, "read_by": "staff" }),
    )
    .await
    .expect(422);
    let closed = json!({
        "guest_posting": false, "read_by": "staff", "open_by": "staff", "answer_by": "staff",
    });
    change(&admin, "open", closed).await.expect(200);
    let wider = json!({ "read_by": "everybody" });
    change(&admin, "open", wider.clone()).await.expect(200);
    admin.topic("open", "開會時間", "星期三下午兩點").await;
    change(&admin, "open", json!({ "read_by": "staff" }))
        .await
        .expect(200);
    let refused = change(&admin, "open", wider).await.expect(422).json();
    assert_eq!(refused["errors"][0]["code"], "board-widened");
}

#[actix_web::test]
async fn the_citys_texts_pass_the_detector_and_publish_nobody() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let new = board(
        "help",
        json!({ "description_zh": "請打0912-345-678給王小明" }),
    );
    let asked = admin
        .post_json("/api/v1/boards", &new)
        .await
        .expect(422)
        .json();
    assert_eq!(asked["code"], "personal-data-undecided");
    let published = admin
        .decide("POST", "/api/v1/boards", &new, |_| ("mine", "publish"))
        .await;
    published.expect(422);
    let masked = admin
        .decide("POST", "/api/v1/boards", &new, |_| ("other", "mask"))
        .await;
    assert_eq!(masked.status, 200, "{}", masked.body);
    assert!(!plaza.dump().contains("345-678"));
}

#[actix_web::test]
async fn only_who_may_opens_and_answers() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let member = plaza.log_on_as(Role::Resident, "海海").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let guest = plaza.client().await;
    let news = board(
        "news",
        json!({ "open_by": "staff", "answer_by": "members", "guest_posting": true }),
    );
    admin.post_json("/api/v1/boards", &news).await.expect(200);
    let new = json!({ "title": "停水", "body": "星期五", "guest": { "name": "路人" } });
    let topics = "/api/v1/boards/news/topics";
    member.post_json(topics, &new).await.expect(403);
    guest.post_json(topics, &new).await.expect(403);
    let page = member.get("/en/boards/news/new").await.expect(200);
    assert!(page.texts("form[data-compose]").is_empty() && page.body.contains("own people"));
    let refused = member
        .post(
            "/en/boards/news/new",
            &[("title", "a"), ("body", "I typed this")],
        )
        .await
        .expect(403);
    assert!(refused.body.contains("I typed this"));
    let topic = moderator.topic("news", "停水", "星期五").await;
    let answers = format!("/api/v1/topics/{topic}/posts");
    let answer = json!({ "body": "幾點？", "guest": { "name": "路人" } });
    guest.post_json(&answers, &answer).await.expect(401);
    member.post_json(&answers, &answer).await.expect(201);
    // Without a script and without a session the form says what to do.
    let page = guest.get(&format!("/en/topics/{topic}")).await.expect(200);
    assert!(page.body.contains("/en/log-on"));
}

#[actix_web::test]
async fn a_topic_that_was_written_for_few_is_on_no_board_that_was_opened_to_more_meanwhile() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let guest = plaza.client().await;
    // It takes the detector longer than a change of the board.
    let long = "只給自己人看的事。".repeat(1200);
    for by_form in [false, true] {
        // Which is first is the machine's choice; that the change falls between the look at the board
        // and the writing is by far the likeliest.
        let mut refused = false;
        for n in 0..8 {
            let slug = format!("few-{by_form}-{n}");
            let few = json!({ "read_by": "staff", "open_by": "staff", "answer_by": "staff" });
            let made = admin.post_json("/api/v1/boards", &board(&slug, few)).await;
            made.expect(200);
            let path = format!("/api/v1/boards/{slug}/topics");
            let text = json!({ "title": "內部的事", "body": long });
            let wide = json!({ "read_by": "everybody" });
            let page = format!("/zh/boards/{slug}/new");
            let fields = [("title", "內部的事"), ("body", &*long)];
            let open = async || match by_form {
                false => moderator.post_json(&path, &text).await,
                true => moderator.post(&page, &fields).await,
            };
            let (opened, changed) = futures_util::join!(open(), change(&admin, &slug, wide));
            let listed = guest.get(&format!("/api/v1/boards/{slug}")).await;
            refused = opened.status == 409;
            if refused {
                assert!(!by_form || opened.body.contains("只給自己人看的事"));
                assert_eq!(listed.json()["topics"], json!([]));
                break;
            }
            // Either all of the one came first, or all of the other.
            assert!([201, 303].contains(&opened.status.as_u16()));
            let wide_first = listed.status == 200 && changed.status == 200;
            assert!(wide_first || listed.status == 404 && changed.status != 200);
        }
        assert!(refused, "no change fell between the look and the writing");
    }
}

#[actix_web::test]
async fn boards_at_the_same_place_are_moved_one_place_as_well() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let guest = plaza.client().await;
    let new = board("ideas", json!({}));
    admin.post_json("/api/v1/boards", &new).await.expect(200);
    // Two nodes added boards at the same moment.
    plaza.sql("UPDATE boards SET position = 1").unwrap();
    for (id, to, expected) in [
        (3, "up", ["city", "ideas", "open"]),
        (1, "down", ["ideas", "city", "open"]),
    ] {
        let path = format!("/en/admin/boards/{id}/order");
        admin.post(&path, &[("to", to)]).await.expect(303);
        assert_eq!(names(&guest).await, expected, "{id} {to}");
    }
}
