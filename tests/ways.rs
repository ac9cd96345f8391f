//! Ways on from a page: the other language, logging on and coming back, and only its head.

use actix_web::{dev::ResourceDef, test::TestRequest};
use plaza::{
    accounts::Role,
    web::routes::{Audience, CATALOGUE},
};

use crate::{
    catalogue::sample_path,
    support::{Answer, Client, PASSWORD, Plaza},
};

fn other_language(answer: &Answer) -> String {
    answer.attribute(".language a", "href").unwrap()
}

#[actix_web::test]
async fn the_other_language_shows_the_same_page() {
    let plaza = Plaza::with_boards().await;
    let resident = plaza.log_on_as(Role::Resident, "小樹").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let topic = resident.topic("city", "題目", "內文").await;
    let guest = plaza.client().await;
    for (path, other) in [
        ("/en/search?q=rain&done=x&token=y", "/zh/search?q=rain"),
        (
            "/en/search?q=a%26b&after=2026-01-01",
            "/zh/search?q=a%26b&after=2026-01-01",
        ),
        ("/en/events?past", "/zh/events?past="),
        (
            "/en/privacy/compare?from=1&to=1",
            "/zh/privacy/compare?from=1&to=1",
        ),
        ("/en/log-on?next=%2Fen%2Faccount", "/zh/log-on"),
        ("/en", "/zh"),
    ] {
        let page = guest.get(path).await.expect(200);
        assert_eq!(other_language(&page), other, "{path}");
        guest.get(other).await.expect(200);
    }
    // A refused form at an address of its own: the page on which it stood.
    for (client, action, other) in [
        (&resident, "/en/account/data/request", "/zh/account/data"),
        (&moderator, "/en/review/77", "/zh/review/77"),
        (&resident, "/en/log-on", "/zh/log-on"),
    ] {
        let refused = client
            .post(action, &[("words", ""), ("decision", "reject")])
            .await;
        assert!(
            refused.status.is_client_error(),
            "{action}: {}",
            refused.status
        );
        assert_eq!(other_language(&refused), other, "{action}");
        client.get(other).await;
    }
    let reply = format!("/en/topics/{topic}/reply");
    let refused = resident.post(&reply, &[("body", "")]).await.expect(422);
    let other = other_language(&refused);
    assert_eq!(other, format!("/zh/topics/{topic}"));
    resident.get(&other).await.expect(200);
}

#[actix_web::test]
async fn whoever_logs_on_first_comes_back_with_all_of_the_address() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Moderator).await;
    let guest = plaza.client().await;
    let log_on = |answer: &Answer| answer.attribute("main a[href*='/log-on']", "href").unwrap();
    let page = guest.get("/en/review?after=3").await.expect(401);
    assert!(page.texts(".lead")[0].contains("come straight to it"));
    let way = log_on(&page);
    assert_eq!(way, "/en/log-on?next=%2Fen%2Freview%3Fafter%3D3");
    let next = guest.get(&way).await.expect(200).hidden("next");
    let typed = [
        ("email", &*ming.email),
        ("password", PASSWORD),
        ("next", &*next),
    ];
    let led = guest
        .post("/en/log-on", &typed)
        .await
        .expect(303)
        .location();
    assert!(led.starts_with("/en/review?after=3"), "{led}");

    // A form is not sent again by itself, and no page says so.
    let guest = plaza.client().await;
    let form = guest
        .post("/en/review/3", &[("decision", "approve")])
        .await
        .expect(401);
    assert!(!form.texts(".lead")[0].contains("straight"));
    assert_eq!(log_on(&form), "/en/log-on?next=%2Fen%2Freview%2F3");
}

async fn head(client: &Client, path: &str) -> Answer {
    let head = TestRequest::default().method(actix_web::http::Method::HEAD);
    client.send(head.uri(path)).await
}

#[actix_web::test]
async fn the_head_of_every_page_can_be_had() {
    let plaza = Plaza::demo_city().await;
    let guest = plaza.client().await;
    for route in CATALOGUE {
        let path = sample_path(route, &plaza);
        if route.method == "GET" {
            let (whole, head) = (guest.get_once(&path).await, head(&guest, &path).await);
            assert_eq!(head.status, whole.status, "{path}");
            let kind = |answer: &Answer| answer.headers.get("content-type").cloned();
            assert_eq!(kind(&head), kind(&whole), "{path}");
        } else if route.audience != Audience::Demo {
            let alone = !CATALOGUE.iter().any(|other| {
                other.method == "GET" && ResourceDef::new(other.pattern()).is_match(&path)
            });
            let status = head(&guest, &path).await.status.as_u16();
            assert!(
                !alone || [404, 405, 302].contains(&status),
                "{path}: {status}"
            );
        }
    }
}

#[actix_web::test]
async fn a_head_is_no_visit_and_no_reading() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "作者").await;
    let guest = plaza.client().await;
    let topic = author.topic("city", "題目", "內文").await;
    let address = author.address(topic, "zh").await;
    let looked = async || {
        plaza.recorder.tally.store(&plaza.context).await.unwrap();
        plaza.dump()
    };
    let before = looked().await;
    for client in [&author, &guest] {
        head(client, &address).await.expect(200);
    }
    assert!(looked().await == before, "a head was counted");
    guest.get(&address).await.expect(200);
    assert!(looked().await != before, "a page is counted");
}

#[actix_web::test]
async fn a_wrong_date_in_a_search_is_a_mistake_in_a_form() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    let path = "/en/search?q=rain&before=never&after=tomorrow";
    let refused = guest.get(path).await.expect(422);
    let named = refused.texts(".error-summary a");
    assert_eq!(named.len(), 2);
    let first = refused.attribute(".error-summary a", "href").unwrap();
    let place = |id: &str| refused.body.find(&format!("id=\"f-{id}\"")).unwrap();
    let expected = if place("after") < place("before") {
        "#f-after"
    } else {
        "#f-before"
    };
    assert_eq!(first, expected);
    guest
        .get("/en/search?q=rain&before=2026-01-01")
        .await
        .expect(200);
}

#[actix_web::test]
async fn events_that_were_are_found_whatever_else_stands_in_the_address() {
    let plaza = Plaza::start().await;
    let guest = plaza.client().await;
    let title = |answer: &Answer| answer.texts("main").remove(0);
    let past = title(&guest.get("/en/events?past").await.expect(200));
    for path in [
        "/en/events?past=",
        "/en/events?done=x&past",
        "/en/events?past&utm=1",
    ] {
        assert_eq!(title(&guest.get(path).await.expect(200)), past, "{path}");
    }
    assert_ne!(title(&guest.get("/en/events").await.expect(200)), past);
}
