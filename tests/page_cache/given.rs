//! Who gets a page that is kept: anybody of whom nothing is known, and nobody else.

use std::io::Read as _;

use actix_web::{
    http::{Method, header},
    test::TestRequest,
};
use diesel::prelude::*;
use flate2::read::GzDecoder;
use plaza::{
    accounts::Role,
    db::{DbError, schema::daily_counts},
    jobs,
    web::routes::{Audience, CATALOGUE},
};
use serde_json::Value;

use super::{counts, pages, scene, words};
use crate::support::{Client, Plaza};

#[actix_web::test]
async fn a_page_is_made_for_the_first_who_asks_and_given_to_all_after() {
    let (plaza, _, topics) = scene().await;
    let pages = pages(&plaza, &topics).await;
    for path in &pages {
        let first = plaza.client().await.get_once(path).await.expect(200);
        let second = plaza.client().await.get_once(path).await.expect(200);
        assert_eq!(words(&first), words(&second), "{path}");
        for name in [header::CONTENT_TYPE, header::VARY] {
            assert_eq!(first.headers.get(&name), second.headers.get(&name));
        }
        let policy = header::CONTENT_SECURITY_POLICY;
        assert!(second.headers.contains_key(policy), "{path}");
    }
    let all = u64::try_from(pages.len()).unwrap();
    assert_eq!(counts(&plaza), (all, all));
}

#[actix_web::test]
async fn both_languages_have_pages_of_their_own() {
    let (plaza, ..) = scene().await;
    let guest = plaza.client().await;
    for _ in 0..2 {
        let zh = guest.get_once("/zh/boards/city").await.expect(200);
        assert_eq!(zh.texts("h1"), ["市政大小事"]);
        let en = guest.get_once("/en/boards/city").await.expect(200);
        assert_eq!(en.texts("h1"), ["City affairs"]);
    }
    assert_eq!(counts(&plaza), (2, 2));
}

#[actix_web::test]
async fn whoever_is_known_gets_no_kept_page_and_leaves_none() {
    let (plaza, author, _) = scene().await;
    let path = "/en/boards/city";
    let choosing = plaza.client().await;
    choosing.set_cookie("plaza-choice", "notify");
    let program = plaza.client().await;
    program.bear("no-session-of-anybody-that-there-is");
    let signal = || TestRequest::get().uri(path).insert_header(("sec-gpc", "1"));
    let guest = plaza.client().await;
    for kept in [(0, 0), (0, 1)] {
        let own = author.get_once(path).await.expect(200);
        assert!(own.body.contains("海海") && own.body.contains("/log-off"));
        choosing.get_once(path).await.expect(200);
        program.get_once(path).await;
        let heeded = guest.send(signal()).await.expect(200);
        assert!(heeded.body.contains("asks not to be tracked"));
        assert_eq!(counts(&plaza), kept);
        if kept == (0, 0) {
            let page = guest.get_once(path).await.expect(200);
            assert!(!page.body.contains("/log-off"));
        }
    }
    let page = guest.get_once(path).await.expect(200);
    assert!(!page.body.contains("/log-off"));
    assert_eq!(counts(&plaza), (1, 1));
}

#[actix_web::test]
async fn a_page_that_confirms_something_is_nobody_elses() {
    let (plaza, ..) = scene().await;
    let guest = plaza.client().await;
    for path in [
        "/en?done=logged-off",
        "/en?after=1",
        "/en/events?past",
        "/en?",
    ] {
        for _ in 0..2 {
            guest.get_once(path).await.expect(200);
        }
    }
    assert_eq!(counts(&plaza), (0, 0));
    let plain = guest.get_once("/en").await.expect(200);
    assert!(plain.texts(".notice").is_empty());
}

#[actix_web::test]
async fn made_up_addresses_fill_no_memory() {
    let plaza = Plaza::start_with(|config| config.server.page_cache = 1 << 20).await;
    plaza.add_boards().await;
    let guest = plaza.client().await;
    for number in 0..120 {
        let path = format!("/en/boards/city?after={number}-{number}");
        guest.get_once(&path).await.expect(200);
        let path = format!("/en/boards/city?made-up={number}");
        guest.get_once(&path).await.expect(200);
    }
    let long = format!("/en/boards/city?after={}", "1".repeat(400));
    guest.get_once(&long).await.expect(200);
    assert_eq!(counts(&plaza), (0, 120));
    let bytes = plaza.context.kept.bytes();
    assert!((1..=1 << 20).contains(&bytes), "{bytes}");
}

#[actix_web::test]
async fn nothing_is_kept_where_it_is_turned_off() {
    let plaza = Plaza::start_with(|config| config.server.page_cache = 0).await;
    let guest = plaza.client().await;
    let first = guest.get_once("/en").await.expect(200);
    assert!(!first.headers.contains_key(header::ETAG));
    guest.get_once("/en").await.expect(200);
    assert_eq!(counts(&plaza), (0, 0));
}

fn unpacked(bytes: &[u8]) -> String {
    let mut text = String::new();
    GzDecoder::new(bytes).read_to_string(&mut text).unwrap();
    text
}

#[actix_web::test]
async fn who_takes_it_packed_gets_the_same_words_packed() {
    let (plaza, _, [_, cats]) = scene().await;
    let guest = plaza.client().await;
    let with_form = guest.address(cats, "en").await;
    let with_form = with_form.trim_start_matches("http://plaza.test").to_owned();
    for path in ["/en".to_owned(), with_form] {
        let flat = guest.get_once(&path).await.expect(200);
        for _ in 0..2 {
            let request = TestRequest::get().uri(&path);
            let packed = request.insert_header((header::ACCEPT_ENCODING, "br, gzip"));
            let mut packed = guest.send(packed).await.expect(200);
            let encoding = packed.headers.get(header::CONTENT_ENCODING).unwrap();
            assert_eq!(encoding, "gzip");
            assert!(packed.bytes.len() * 2 < flat.bytes.len(), "{path}");
            packed.body = unpacked(&packed.bytes);
            assert_eq!(words(&packed), words(&flat), "{path}");
        }
        let refused = TestRequest::get().uri(&path);
        let refused = refused.insert_header((header::ACCEPT_ENCODING, "gzip;q=0"));
        let refused = guest.send(refused).await.expect(200);
        assert!(!refused.headers.contains_key(header::CONTENT_ENCODING));
    }
}

/// How often a route's page was counted.
async fn viewed(plaza: &Plaza, route: &str) -> i64 {
    let recorded = jobs::record::once(&plaza.context, &plaza.recorder).await;
    recorded.unwrap();
    let route = route.to_owned();
    let counted = plaza.context.db.read(move |connection| {
        let counts = daily_counts::table
            .filter(daily_counts::route.eq(route))
            .select(daily_counts::count);
        Ok::<Vec<i64>, DbError>(counts.load(connection)?)
    });
    counted.await.unwrap().into_iter().sum()
}

#[actix_web::test]
async fn whoever_has_the_page_is_told_so_and_counted_all_the_same() {
    let (plaza, author, [lamps, _]) = scene().await;
    let guest = plaza.client().await;
    let first = guest.get_once("/en").await.expect(200);
    let tag = first.headers.get(header::ETAG).unwrap().clone();
    let again = async || {
        let request = TestRequest::get().uri("/en");
        let request = request.insert_header((header::IF_NONE_MATCH, tag.clone()));
        guest.send(request).await
    };
    let same = again().await.expect(304);
    assert!(same.bytes.is_empty());
    assert_eq!(same.headers.get(header::ETAG), Some(&tag));
    assert!(same.headers.contains_key(header::VARY));
    assert_eq!(counts(&plaza), (1, 1));
    assert_eq!(viewed(&plaza, "/{lang}").await, 2);
    plaza.advance(chrono::TimeDelta::seconds(1));
    author.reply(lamps, "Which street?").await;
    let other = again().await.expect(200);
    assert_ne!(other.body, first.body);
    assert_ne!(other.headers.get(header::ETAG), Some(&tag));
}

#[actix_web::test]
async fn what_is_kept_stands_in_the_access_log_like_any_page() {
    let (plaza, ..) = scene().await;
    let clicked = async || {
        let written = jobs::record::last(&plaza.context, &plaza.recorder).await;
        written.unwrap();
        let lines = plaza.access_log().into_iter();
        let lines = lines.map(|line| serde_json::from_str::<Value>(&line).unwrap());
        lines
            .filter(|line| line["clicked"] == "/en/boards/city")
            .count()
    };
    let guest = plaza.client().await;
    for _ in 0..3 {
        guest.get_once("/en/boards/city").await.expect(200);
    }
    assert_eq!(counts(&plaza), (2, 1));
    assert_eq!(clicked().await, 3);
}

#[actix_web::test]
async fn who_asks_for_the_head_gets_that_of_the_page_and_leaves_none() {
    let (plaza, ..) = scene().await;
    let guest = plaza.client().await;
    let head = || TestRequest::default().method(Method::HEAD).uri("/en");
    guest.send(head()).await.expect(200);
    assert_eq!(counts(&plaza), (0, 0));
    let page = guest.get_once("/en").await.expect(200);
    let answer = guest.send(head()).await.expect(200);
    assert_eq!(counts(&plaza), (1, 1));
    for name in [header::ETAG, header::CONTENT_TYPE] {
        assert_eq!(answer.headers.get(&name), page.headers.get(&name));
    }
}

#[actix_web::test]
async fn two_guests_who_answer_on_one_kept_page_both_answer() {
    let (plaza, _, [_, cats]) = scene().await;
    let (one, other) = (plaza.client().await, plaza.client().await);
    let read = async |guest: &Client| {
        let page = guest.get(&format!("/en/topics/{cats}")).await.expect(200);
        assert!(
            !page.headers.contains_key(header::ETAG),
            "a form is sent once"
        );
        page
    };
    let pages = [read(&one).await, read(&other).await];
    assert_eq!(counts(&plaza), (1, 1));
    plaza.advance(chrono::TimeDelta::seconds(9));
    let mut keys = Vec::new();
    for (guest, page) in [&one, &other].into_iter().zip(&pages) {
        let own = ["submission", "made", "notice"].map(|name| page.hidden(name));
        let typed = [
            ("submission", &*own[0]),
            ("made", &*own[1]),
            ("notice", &*own[2]),
            ("body", "我看到了。"),
            ("name", "1234"),
        ];
        let path = format!("/en/topics/{cats}/reply");
        let posted = guest.post(&path, &typed).await.expect(200);
        keys.push(posted.texts(".keepsake code").remove(0));
    }
    assert_ne!(keys[0], keys[1], "each has a post of their own");
    let proofs = pages.map(|page| {
        let proof = page.attribute("input[name=proof]", "data-proof").unwrap();
        serde_json::from_str::<Value>(&proof).unwrap()["challenge"].clone()
    });
    assert_ne!(proofs[0], proofs[1]);
}

#[actix_web::test]
async fn no_page_of_few_may_be_kept() {
    let kept = CATALOGUE.iter().filter(|route| route.cached.is_some());
    let mut count = 0;
    for route in kept {
        assert!(
            route.method == "GET" && !route.path.contains("{token}"),
            "{route:?}"
        );
        assert_eq!(route.audience, Audience::Anyone);
        assert!(!route.path.starts_with("/api/"), "{route:?}");
        count += 1;
    }
    assert!(count > 20);
    let (plaza, ..) = scene().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    moderator.get_once("/en").await.expect(200);
    assert_eq!(counts(&plaza), (0, 0));
}
