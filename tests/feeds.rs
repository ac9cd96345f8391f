//! What leaves the site for other programs: the forum's Atom feeds, the sitemap, robots.txt.

use plaza::accounts::Role;
use serde_json::json;

use crate::support::Plaza;

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
    let held = json!({ "body": "訪客的話", "guest": { "name": "路人甲" } });
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
    // Eleven pages, two boards and a topic, in both languages.
    assert_eq!(pages, 28);
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
