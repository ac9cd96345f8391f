//! The access log and the account's own events, as visits over HTTP fill them.

use std::{collections::BTreeSet, net::IpAddr};

use actix_web::test::TestRequest;
use chrono::TimeDelta;
use plaza::{accounts::Role, config::Config, jobs, keys::Token, privacy::counting::Counted};
use serde_json::Value;

use crate::support::{PASSWORD, Plaza};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async fn write_all(plaza: &Plaza) -> Vec<Value> {
    jobs::record::last(&plaza.context, &plaza.recorder)
        .await
        .unwrap();
    plaza
        .access_log()
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn clicked(lines: &[Value]) -> Vec<&str> {
    let mut clicked: Vec<&str> = lines
        .iter()
        .map(|line| line["clicked"].as_str().unwrap())
        .collect();
    clicked.sort_unstable();
    clicked
}

#[actix_web::test]
async fn a_public_page_is_told_by_its_path_and_all_else_by_its_route() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "somebody").await;
    let topic = author.topic("city", "A topic", "Text").await;
    write_all(&plaza).await;
    let before = plaza.access_log().len();

    let guest = plaza.client().await;
    let token = Token::draw(&plaza.context.random);
    guest
        .get(&format!("/en/topics/{topic}?q=secret"))
        .await
        .expect(200);
    guest
        .get(&format!("/en/t/{topic}/secret"))
        .await
        .expect(200);
    guest.get("/en/boards/secret").await.expect(404);
    guest
        .get(&format!("/en/register/{}", token.reveal()))
        .await
        .expect(410);
    guest.get("/secret/path").await.expect(404);
    guest.get("/api/v1/suggestions/SECRET").await;
    guest
        .post("/en/suggestions/case", &[("reference", "secret")])
        .await;
    guest.get("/healthz").await.expect(200);
    // Who wrote a post goes there, or who is named in it.
    guest.get("/en/posts/1/key").await.expect(200);
    guest.get("/en/posts/1/about-me").await.expect(200);
    author.get(&format!("/en/topics/{topic}")).await.expect(200);
    author.get("/en/account").await.expect(200);
    let odd = TestRequest::default().method("SECRET".parse().unwrap());
    guest.send(odd.uri("/en/rules")).await;

    let lines = write_all(&plaza).await.split_off(before);
    assert_eq!(
        clicked(&lines),
        [
            "(nothing)",
            "(nothing)",
            "(nothing)",
            &format!("/en/t/{topic}"),
            &format!("/en/t/{topic}"),
            "GET /{lang}/account",
            "GET /{lang}/boards/{slug}",
            "GET /{lang}/posts/{id}/about-me",
            "GET /{lang}/posts/{id}/key",
            "GET /{lang}/register/{token}",
            "GET /{lang}/t/{id}/{slug}",
            "GET /{lang}/t/{id}/{slug}",
            "GET /{lang}/topics/{id}",
            "GET /{lang}/topics/{id}",
            "POST /{lang}/suggestions/case",
        ]
    );
    for line in &lines {
        let fields: BTreeSet<_> = line.as_object().unwrap().keys().collect();
        assert!(
            fields
                .into_iter()
                .eq(["address", "browser", "clicked", "time"])
        );
        assert_eq!(line["time"], "2026-03-02T02:00Z");
    }
}

#[actix_web::test]
async fn addresses_are_told_cut_and_only_where_ten_networks_were_there() {
    let plaza = Plaza::start().await;
    for number in 0..9u8 {
        let client = plaza.client().await;
        client.come_from(IpAddr::from([203, 0, number, 77]), FIREFOX);
        client.get("/en/rules").await.expect(200);
    }
    plaza.advance(TimeDelta::hours(2));
    jobs::record::once(&plaza.context, &plaza.recorder)
        .await
        .unwrap();
    assert!(
        plaza.access_log().is_empty(),
        "nine networks wait for a tenth"
    );
    // Behind the proxy that is trusted, it is the address that the proxy names.
    let request = TestRequest::get()
        .uri("/en/rules")
        .peer_addr("127.0.0.9:1".parse().unwrap())
        .insert_header(("x-forwarded-for", "198.51.100.1, 2001:db8:7:7::1"));
    plaza.client().await.send(request).await.expect(200);
    jobs::record::once(&plaza.context, &plaza.recorder)
        .await
        .unwrap();
    let log = plaza.access_log().join("\n");
    assert_eq!(log.lines().count(), 10);
    for network in ["203.0.0.0/24", "203.0.8.0/24", "2001:db8:7::/48"] {
        assert!(log.contains(network), "{network} in {log}");
    }
    assert!(
        !log.contains("77") && !log.contains("198.51") && !log.contains("127.0"),
        "{log}"
    );

    // One visitor in a quiet night: written at the end, without an address.
    let client = plaza.client().await;
    client.come_from(IpAddr::from([203, 0, 113, 5]), FIREFOX);
    client.get("/en/rules").await.expect(200);
    plaza.advance(TimeDelta::hours(25));
    jobs::record::once(&plaza.context, &plaza.recorder)
        .await
        .unwrap();
    let log = plaza.access_log();
    assert_eq!(log.len(), 11);
    assert!(log[10].contains("\"address\":null"), "{}", log[10]);
}

#[actix_web::test]
async fn files_are_deleted_when_their_days_are_over() {
    let plaza = Plaza::start().await;
    plaza.client().await.get("/en").await.expect(200);
    assert_eq!(write_all(&plaza).await.len(), 1);
    plaza.advance(TimeDelta::days(30));
    jobs::record::once(&plaza.context, &plaza.recorder)
        .await
        .unwrap();
    assert_eq!(plaza.access_log().len(), 1);
    plaza.advance(TimeDelta::days(1));
    jobs::record::once(&plaza.context, &plaza.recorder)
        .await
        .unwrap();
    assert!(plaza.access_log().is_empty());
}

#[actix_web::test]
async fn log_ons_are_counted_without_anybody_in_them() {
    let plaza = Plaza::start().await;
    plaza.person("ming", Role::Resident).await;
    plaza.person("lin", Role::Resident).await;
    let client = plaza.client().await;
    let wrong = [("email", "ming@example.tw"), ("password", "wrong")];
    client.post("/en/log-on", &wrong).await.expect(422);
    write_all(&plaza).await;
    let counted = Counted::LogOns.as_str();
    let rows: Vec<String> = plaza
        .dump()
        .lines()
        .filter(|line| line.contains(counted))
        .map(|line| {
            line.replace(['\'', '"', '(', ')', ' '], "")
                .replace('|', ",")
        })
        .collect();
    assert_eq!(rows, ["2026-03-02,log-ons,,2"], "no row but the day's");
}

#[actix_web::test]
async fn an_owner_sees_what_happened_to_the_account_by_the_day_and_nobody_else_does() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Moderator).await;
    let lin = plaza.person("lin", Role::Resident).await;
    let fields = [("current", PASSWORD), ("password", "another long password")];
    ming.client
        .post("/en/account/password", &fields)
        .await
        .expect(303);
    let page = ming.client.get("/en/account").await.expect(200);
    assert_eq!(
        page.texts(".records:not([aria-labelledby]) div"),
        // And, of whoever works for the city, in which way they logged on.
        ["Password changed", "Logged on", "Role given", "Password"]
    );
    assert_eq!(page.texts(".records time")[0], "2 March 2026");
    let other = lin.client.get("/en/account").await.expect(200);
    assert_eq!(
        other.texts(".records:not([aria-labelledby]) div"),
        ["Logged on"]
    );

    plaza.advance(TimeDelta::days(366));
    jobs::retention::once(&plaza.context).await.unwrap();
    ming.client
        .log_on(&ming.email, "another long password")
        .await;
    let page = ming.client.get("/en/account").await.expect(200);
    assert_eq!(
        page.texts(".records:not([aria-labelledby]) div"),
        ["Logged on", "Password"]
    );
}

#[actix_web::test]
async fn a_log_that_cannot_be_written_is_kept_and_does_not_grow_for_ever() {
    let few = |config: &mut Config| config.access_log.as_mut().unwrap().records = 3;
    let plaza = Plaza::start_with(few).await;
    let (context, recorder) = (&plaza.context, &plaza.recorder);
    let settings = context.config.access_log.as_ref().unwrap();
    std::fs::write(&settings.folder, "in the way").unwrap();
    let client = plaza.client().await;
    for _ in 0..40 {
        client.get("/zh").await.expect(200);
        let _ = jobs::record::once(context, recorder).await;
    }
    assert!(jobs::record::once(context, recorder).await.is_err());
    std::fs::remove_file(&settings.folder).unwrap();
    jobs::record::once(context, recorder).await.unwrap();
    assert_eq!(plaza.access_log().len(), 30, "ten batches were kept");
    client.get("/zh").await.expect(200);
    jobs::record::last(context, recorder).await.unwrap();
    assert_eq!(plaza.access_log().len(), 31, "it goes on");
}
