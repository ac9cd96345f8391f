//! What leaves the site for other programs: the forum's Atom feeds, the sitemap, robots.txt.

use plaza::accounts::Role;
use serde_json::json;

use crate::{boards::change, support::Plaza};

#[actix_web::test]
async fn feeds_hold_what_everybody_may_read_with_its_labels_in_both_languages() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_named(Role::Resident, "林美玲", true).await;
    let first = author
        .topic("city", "公車站牌", "站牌<斜了> & 沒人修")
        .await;
    author.topic("open", "別的看板", "不在這裡").await;
    let body = json!({ "body": "請寄到mei@example.tw" });
    author
        .decide(
            "POST",
            &format!("/api/v1/topics/{first}/posts"),
            &body,
            |_| ("mine", "publish"),
        )
        .await
        .expect(201);
    let guest = plaza.client().await;
    let held = json!({ "body": "訪客的話", "guest": guest.as_guest("路人甲", None).await });
    let open = guest.get("/api/v1/boards/open").await.json()["topics"][0]["id"].clone();
    guest
        .decide(
            "POST",
            &format!("/api/v1/topics/{open}/posts"),
            &held,
            |_| ("none", "publish"),
        )
        .await;

    let feed = guest.get("/feeds/zh/forum.atom").await.expect(200);
    let kind = feed.headers.get("content-type").unwrap().to_str().unwrap();
    assert!(kind.starts_with("application/atom+xml"), "{kind}");
    let feed = feed.body;
    assert_eq!(feed.matches("<entry").count(), 3, "{feed}");
    assert!(feed.contains("&#60;mark class=&#34;pd&#34;") && feed.contains("mei@example.tw"));
    assert!(feed.contains("這則發言含有作者自行公開的個人資料"));
    assert!(feed.contains("term=\"email\"") && feed.contains("term=\"person\""));
    assert!(
        feed.contains("&#38;lt;斜了&#38;gt;"),
        "escaped once more: {feed}"
    );
    assert!(!feed.contains("訪客的話"), "what is held is in no feed");
    let english = guest.get("/feeds/en/forum.atom").await.expect(200).body;
    assert!(english.contains("This post contains personal data that its author made public"));

    let board = guest
        .get("/feeds/zh/boards/city.atom")
        .await
        .expect(200)
        .body;
    assert_eq!(board.matches("<entry").count(), 2);
    let topic = guest.get(&format!("/feeds/en/topics/{first}.atom")).await;
    let topic = topic.expect(200).body;
    assert_eq!(topic.matches("<entry").count(), 2);
    // The newest first.
    assert!(topic.find("mei@example.tw") < topic.find("沒人修"));
    for missing in [
        "/feeds/zh/boards/nothing.atom",
        "/feeds/zh/topics/999.atom",
        "/feeds/fr/forum.atom",
    ] {
        guest.get(missing).await.expect(404);
    }
}

#[actix_web::test]
async fn what_is_masked_or_hidden_is_gone_from_the_feeds_and_the_sitemap_at_once() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "阿德").await;
    let body = json!({ "title": "二手書", "body": "打給我0911-222-333" });
    author
        .decide("POST", "/api/v1/boards/city/topics", &body, |_| {
            ("mine", "publish")
        })
        .await
        .expect(201);
    let guest = plaza.client().await;
    let feed = "/feeds/zh/topics/1.atom";
    assert!(guest.get(feed).await.body.contains("0911-222-333"));
    assert!(
        guest
            .get("/sitemap-topics-1.xml")
            .await
            .body
            .contains("/zh/t/1/%E4%BA%8C%E6%89%8B%E6%9B%B8<")
    );
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let act = |act| {
        [
            ("act", act),
            ("ground", "protect"),
            ("complained_by", "telephone"),
            ("complained_on", "2026-03-01"),
            ("reason", "她要求"),
        ]
    };
    moderator
        .post("/zh/posts/1/moderate", &act("mask"))
        .await
        .expect(303);
    let masked = guest.get(feed).await.expect(200).body;
    assert!(!masked.contains("0911-222-333") && masked.contains("二手書"));
    moderator
        .post("/zh/posts/1/moderate", &act("hide"))
        .await
        .expect(303);
    guest.get(feed).await.expect(404);
    let all = guest.get("/feeds/zh/forum.atom").await.expect(200).body;
    assert!(!all.contains("二手書"));
    guest.get("/sitemap-topics-1.xml").await.expect(404);
}

#[actix_web::test]
async fn the_sitemap_leads_to_pages_that_are_there_in_both_languages() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "阿德").await;
    let topic = author.topic("city", "公車站牌", "斜了").await;
    let guest = plaza.client().await;
    let robots = guest.get("/robots.txt").await.expect(200).body;
    assert!(
        robots.contains("Sitemap: http://plaza.test/sitemap.xml"),
        "{robots}"
    );
    let index = guest.get("/sitemap.xml").await.expect(200).body;
    let mut pages = 0;
    for list in index.split("<loc>").skip(1) {
        let list = list.split('<').next().unwrap();
        let list = guest
            .get(list.strip_prefix("http://plaza.test").unwrap())
            .await;
        for page in list.expect(200).body.split("<loc>").skip(1) {
            let page = page.split('<').next().unwrap();
            guest
                .get_once(page.strip_prefix("http://plaza.test").unwrap())
                .await
                .expect(200);
            pages += 1;
        }
    }
    // Sixteen pages, two boards and a topic, in both languages.
    assert_eq!(pages, 38);
    assert!(
        guest
            .get("/sitemap-topics-1.xml")
            .await
            .body
            .contains(&format!("/en/t/{topic}/"))
    );
    for wrong in [
        "/sitemap-topics-2.xml",
        "/sitemap-topics-0.xml",
        "/sitemap-topics-9223372036854775807.xml",
    ] {
        guest.get(wrong).await.expect(404);
    }
}

#[actix_web::test]
async fn what_stands_in_a_topics_title_is_labelled_wherever_the_title_is_repeated() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "阿德").await;
    let other = plaza.log_on_as(Role::Resident, "小美").await;
    let guest = plaza.client().await;
    let body = json!({ "title": "打給0911-222-333", "body": "二手書" });
    let made = author
        .decide("POST", "/api/v1/boards/city/topics", &body, |_| {
            ("mine", "publish")
        })
        .await
        .expect(201);
    let topic = made.json()["id"].as_i64().unwrap();
    let reply = other.reply(topic, "請問腳踏車還在嗎").await;
    let plain = other.topic("city", "公園", "腳踏車可以進去嗎").await;
    let warning = "This post contains personal data that its author made public";
    for feed in [
        "/feeds/en/forum.atom",
        &format!("/feeds/en/topics/{topic}.atom"),
    ] {
        let feed = guest.get(feed).await.expect(200).body;
        for entry in feed.split("<entry").skip(1) {
            let marked = entry.contains("0911-222-333");
            assert_eq!(entry.contains(warning), marked, "{entry}");
            assert_eq!(entry.contains("term=\"phone\""), marked, "{entry}");
        }
    }
    // The feed of the topic has the title itself.
    let head = async |topic: i64| {
        let feed = guest.get(&format!("/feeds/en/topics/{topic}.atom")).await;
        let feed = feed.expect(200).body;
        feed.split("<entry").next().unwrap().to_owned()
    };
    let own = head(topic).await;
    assert!(
        own.contains("term=\"phone\"") && own.contains(warning),
        "{own}"
    );
    assert!(!head(plain).await.contains("<category"));
    let found = guest
        .get("/api/v1/search?q=%E8%85%B3%E8%B8%8F%E8%BB%8A&lang=en")
        .await;
    for hit in found.expect(200).json()["hits"].as_array().unwrap() {
        let warned = hit["warning"]
            .as_str()
            .is_some_and(|words| words.contains(warning));
        assert_eq!(warned, hit["post"] == reply, "{hit}");
    }
}

#[actix_web::test]
async fn what_was_held_is_news_when_it_is_let_out() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "阿德").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let guest = plaza.client().await;
    let topic = author.topic("open", "公園", "公園的樹。").await;
    let signed = guest.as_guest("路人甲", None).await;
    let held = json!({ "body": "訪客的話", "guest": signed });
    let path = format!("/api/v1/topics/{topic}/posts");
    let none = |_: &str| ("none", "publish");
    guest.decide("POST", &path, &held, none).await.expect(202);
    for n in 0..45 {
        author.reply(topic, &format!("第{n}則")).await;
    }
    let feed = async || guest.get("/feeds/zh/forum.atom").await.expect(200).body;
    assert!(!feed().await.contains("訪客的話"));
    let queue = moderator.get("/zh/review").await.expect(200);
    let version = queue.hidden("version");
    let approve = [("decision", "approve"), ("version", &*version)];
    moderator.post("/zh/review/1", &approve).await.expect(303);
    let feed = feed().await;
    let first = feed.split("<entry").nth(1).unwrap();
    assert!(first.contains("訪客的話"), "{first}");
}

#[actix_web::test]
async fn a_mention_is_labelled_and_an_offices_answer_is_an_offices() {
    let plaza = Plaza::city().await;
    plaza.add_boards().await;
    let parks = plaza.staff_of("parks").await;
    let author = plaza.log_on_named(Role::Resident, "林美玲", true).await;
    let other = plaza.log_on_as(Role::Resident, "小樹").await;
    let topic = author.topic("city", "行道樹", "什麼時候修剪").await;
    other.reply(topic, "@林美玲 我也想知道").await;
    let body = json!({ "body": "十月才修剪", "office": "parks" });
    let path = format!("/api/v1/topics/{topic}/posts");
    parks.post_json(&path, &body).await.expect(201);
    let guest = plaza.client().await;
    for feed in ["/feeds/en/forum.atom", "/feeds/en/topics/1.atom"] {
        let feed = guest.get(feed).await.expect(200).body;
        let entries: Vec<&str> = feed.split("<entry").skip(1).collect();
        let entry = |words: &str| {
            let mut entries = entries.iter();
            *entries.find(|entry| entry.contains(words)).unwrap()
        };
        let called = entry("我也想知道");
        assert!(called.contains("People called with @"), "{called}");
        assert!(called.contains("term=\"person\""), "{called}");
        let official = entry("十月才修剪");
        assert!(
            official.contains("<author><name>Parks Management Office</name></author>"),
            "{official}"
        );
        assert!(official.contains("Official answer: Parks Management Office"));
        assert!(!official.contains("<category"), "{official}");
        for entry in [called, entry("什麼時候修剪")] {
            assert!(!entry.contains("Official answer"), "{entry}");
        }
    }
}

#[actix_web::test]
async fn a_topics_page_leads_to_its_feed_where_everybody_reads_it() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "阿德").await;
    let topic = author.topic("city", "公園", "公園的樹").await;
    let page = async || author.get(&format!("/en/topics/{topic}")).await.expect(200);
    let link = "link[rel=alternate][type='application/atom+xml']";
    let feed = format!("/feeds/en/topics/{topic}.atom");
    let shown = page().await;
    assert_eq!(shown.attribute(link, "href").as_deref(), Some(&*feed));
    assert_eq!(shown.texts(&format!("main a[href='{feed}']")).len(), 1);
    plaza.client().await.get(&feed).await.expect(200);
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let few = json!({ "read_by": "members", "open_by": "members", "answer_by": "members" });
    change(&admin, "city", few).await.expect(200);
    let shown = page().await;
    assert!(shown.attribute(link, "href").is_none() && !shown.body.contains(&feed));
    plaza.client().await.get(&feed).await.expect(404);
}
