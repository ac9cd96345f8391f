//! How everybody reads them: in both languages, harmless whatever stands in them, from the foot and the
//! sitemap, and no page that is kept in memory longer than it is right.

use serde_json::json;

use super::{API, begin, in_foot, page, publish, published, scene};
use crate::support::Client;

const FOOT: &str = "footer a[href*='/pages/']";

async fn foot(client: &Client, path: &str) -> Vec<String> {
    client.get(path).await.expect(200).texts(FOOT)
}

#[actix_web::test]
async fn a_language_that_lacks_is_shown_in_the_other_with_a_word() {
    let (_plaza, admin, guest) = scene().await;
    published(&admin, &page("guide", "洽公指南", "帶身分證件。")).await;
    let both = json!({
        "slug": "both", "title_zh": "兩種", "body_zh": "中文。", "title_en": "Both", "body_en": "English.",
    });
    published(&admin, &both).await;
    let zh = guest.get("/zh/pages/guide").await.expect(200);
    assert!(zh.texts("main .note").is_empty());
    assert_eq!(zh.attribute("h1", "lang"), None);
    let en = guest.get("/en/pages/guide").await.expect(200);
    assert_eq!(en.texts("main .note"), ["This page is in Chinese only."]);
    assert_eq!(en.attribute("h1", "lang").as_deref(), Some("zh-TW"));
    assert_eq!(
        en.attribute("main .post-body", "lang").as_deref(),
        Some("zh-TW")
    );
    let api = guest
        .get("/api/v1/pages/guide?lang=en")
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&api["language"], &api["title"]),
        (&json!("zh"), &json!("洽公指南"))
    );
    for (lang, title) in [("zh", "兩種"), ("en", "Both")] {
        let read = guest.get(&format!("/{lang}/pages/both")).await.expect(200);
        assert_eq!(read.texts("h1"), [title]);
        assert!(read.texts("main .note").is_empty());
        let canonical = read.attribute("link[rel=canonical]", "href").unwrap();
        assert_eq!(canonical, format!("http://plaza.test/{lang}/pages/both"));
    }
    for path in ["/en/pages/none", "/en/pages/%00", "/en/pages/guide/more"] {
        guest.get(path).await.expect(404);
    }
}

#[actix_web::test]
async fn hostile_markdown_runs_nothing_and_leads_out_with_a_word() {
    let (_plaza, admin, guest) = scene().await;
    let body = "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1)) \
                [out](https://evil.example/)\n\n<style>body{display:none}</style>\n\n# One\n\n###### Six\n\n\
                ![p](https://evil.example/p.png)";
    let text = json!({
        "slug": "hostile", "title_en": "<b>Bold</b> & \"quoted\"", "body_en": body,
    });
    let id = published(&admin, &text).await;
    let preview = admin
        .get(&format!("/en/admin/pages/{id}"))
        .await
        .expect(200);
    let read = guest.get("/en/pages/hostile").await.expect(200);
    assert_eq!(read.texts("h1"), ["<b>Bold</b> & \"quoted\""]);
    for shown in [&preview, &read] {
        for selector in [
            "main script",
            "main style",
            "main img[src*=evil]",
            "main [onerror]",
        ] {
            assert!(shown.texts(selector).is_empty(), "{selector}");
        }
        assert!(
            shown
                .attribute("main a[href^=javascript]", "href")
                .is_none()
        );
        assert!(
            shown
                .attribute("main a[href^='https://evil']", "href")
                .is_none()
        );
        assert!(
            shown
                .attribute("main a[href*='/leaving']", "href")
                .is_some()
        );
    }
    assert_eq!(
        read.texts("main h1").len(),
        1,
        "the page's own heading alone"
    );
}

#[actix_web::test]
async fn the_foot_leads_to_them_in_their_order_and_at_once() {
    let (plaza, admin, guest) = scene().await;
    let one = published(&admin, &page("one", "第一", "內容")).await;
    let two = json!({
        "slug": "two", "title_zh": "第二", "body_zh": "內容", "title_en": "Second", "body_en": "Text",
    });
    let two = published(&admin, &two).await;
    let draft = begin(&admin, &page("draft", "草稿", "內容")).await;
    for path in ["/zh", "/en/privacy", "/zh/pages/one"] {
        assert!(foot(&guest, path).await.is_empty(), "{path}");
    }
    in_foot(&admin, one, 2, true).await;
    in_foot(&admin, two, 1, true).await;
    in_foot(&admin, draft, 3, true).await;
    for path in ["/zh", "/zh/privacy", "/zh/pages/one", "/zh/no-such-page"] {
        let page = guest.get(path).await;
        assert_eq!(page.texts(FOOT), ["第二", "第一"], "{path}");
    }
    assert_eq!(foot(&guest, "/en").await, ["Second", "第一"]);
    let home = guest.get("/en").await;
    let lang = home.attribute("footer a[href='/en/pages/one']", "lang");
    assert_eq!(lang.as_deref(), Some("zh-TW"));

    // Another node keeps its pages until it has read the foot anew.
    let node = plaza.node(|_| {}).await;
    let other = plaza.client_of(&node).await;
    assert_eq!(foot(&other, "/zh").await, ["第二", "第一"]);
    let withdraw = format!("{API}/{one}/withdraw");
    admin.post_json(&withdraw, &json!({})).await.expect(200);
    assert_eq!(foot(&guest, "/zh").await, ["第二"]);
    plaza::jobs::read_foot::once(&node).await.unwrap();
    assert_eq!(foot(&other, "/zh").await, ["第二"]);
    publish(&admin, draft, 1).await;
    assert_eq!(foot(&guest, "/zh").await, ["第二", "草稿"]);
}

#[actix_web::test]
async fn the_sitemap_names_what_is_published_and_meant_for_it() {
    let (_plaza, admin, guest) = scene().await;
    let id = published(&admin, &page("guide", "指南", "內容")).await;
    begin(&admin, &page("draft", "草稿", "內容")).await;
    let sitemap = guest.get("/sitemap-pages.xml").await.expect(200).body;
    let address = "<loc>http://plaza.test/en/pages/guide</loc><lastmod>2026-03-02</lastmod>";
    assert!(sitemap.contains(address), "{sitemap}");
    assert!(!sitemap.contains("pages/draft"));
    let place = json!({ "position": 1, "in_sitemap": false, "changes": 1 });
    let path = format!("{API}/{id}/place");
    let method = actix_web::http::Method::PUT;
    admin.json(method, &path, &place).await.expect(200);
    let sitemap = guest.get("/sitemap-pages.xml").await.expect(200).body;
    assert!(!sitemap.contains("pages/guide"));
}

#[actix_web::test]
async fn a_kept_page_is_given_until_another_version_is_published() {
    let (plaza, admin, guest) = scene().await;
    let id = published(&admin, &page("guide", "指南", "第一版。")).await;
    let read = async || guest.get_once("/zh/pages/guide").await.expect(200).body;
    let first = read().await;
    let before = plaza.context.kept.counts();
    assert_eq!(read().await, first);
    let after = plaza.context.kept.counts();
    assert_eq!(
        (after.0, after.1),
        (before.0 + 1, before.1),
        "as it was kept"
    );
    let change = json!({ "slug": "guide", "title_zh": "指南", "body_zh": "第二版。", "newest": 1 });
    let path = format!("{API}/{id}");
    let method = actix_web::http::Method::PUT;
    admin.json(method, &path, &change).await.expect(200);
    assert!(read().await.contains("第一版。"));
    publish(&admin, id, 2).await;
    assert!(read().await.contains("第二版。"));
    let withdraw = format!("{API}/{id}/withdraw");
    admin.post_json(&withdraw, &json!({})).await.expect(200);
    guest.get_once("/zh/pages/guide").await.expect(404);
}
