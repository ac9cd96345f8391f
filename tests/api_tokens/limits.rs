//! How often a token may call, and what it is told of that.

use actix_web::http::header;
use chrono::TimeDelta;
use plaza::{accounts::Role, context::Current};

use super::{bearing, code, token};
use crate::support::{Answer, Person, Plaza};

fn said<'a>(answer: &'a Answer, name: &str) -> &'a str {
    let value = answer.headers.get(name);
    value
        .unwrap_or_else(|| panic!("no {name}"))
        .to_str()
        .unwrap()
}

#[actix_web::test]
async fn a_token_may_call_so_often_a_minute_and_each_answer_says_how_it_stands() {
    let plaza = Plaza::start().await;
    let Person { client, .. } = plaza.person("ming", Role::Resident).await;
    let (text, _) = token(&client, &["account:read"]).await;
    let program = bearing(&plaza, &text).await;
    // Whatever is answered is counted, also what is refused.
    for (call, path, status) in [
        (1, "/api/v1/account", 200),
        (2, "/api/v1/drafts", 403),
        (3, "/api/v1/nothing-here", 404),
        (4, "/api/v1/boards", 200),
    ] {
        let answer = program.get(path).await.expect(status);
        assert_eq!(said(&answer, "ratelimit-policy"), "\"token\";q=600;w=60");
        let left = format!("\"token\";r={};t=60", 600 - call);
        assert_eq!(said(&answer, "ratelimit"), left);
    }
    for _ in 4..600 {
        program.get("/api/v1/account").await.expect(200);
    }
    plaza.advance(TimeDelta::seconds(20));
    let over = program.get("/api/v1/account").await.expect(429);
    assert_eq!(code(&over), "too-many-requests");
    assert_eq!(said(&over, "ratelimit"), "\"token\";r=0;t=40");
    assert_eq!(said(&over, header::RETRY_AFTER.as_str()), "40");
    // Nor does another node answer it.
    let node = Current::from(plaza.node(|_| {}).await);
    let elsewhere = plaza.client_on(&node).await;
    elsewhere.bear(&text);
    let over = elsewhere.get("/api/v1/account").await.expect(429);
    assert_eq!(said(&over, "ratelimit"), "\"token\";r=0;t=40");
    // The account itself is held up by nothing.
    client.get("/api/v1/account").await.expect(200);
    plaza.advance(TimeDelta::seconds(40));
    let again = program.get("/api/v1/account").await.expect(200);
    assert_eq!(said(&again, "ratelimit"), "\"token\";r=599;t=60");
    // Of what is left, this node holds 19.
    let other = elsewhere.get("/api/v1/account").await.expect(200);
    assert_eq!(said(&other, "ratelimit"), "\"token\";r=579;t=60");
}

#[actix_web::test]
async fn who_carries_no_token_is_told_nothing_of_it() {
    let plaza = Plaza::start().await;
    let Person { client, .. } = plaza.person("ming", Role::Resident).await;
    let guest = plaza.client().await;
    for visitor in [&client, &guest] {
        let answer = visitor.get("/api/v1/boards").await.expect(200);
        assert!(!answer.headers.contains_key("ratelimit"));
    }
    guest.bear("plz_nothing");
    let refused = guest.get("/api/v1/boards").await.expect(401);
    assert!(!refused.headers.contains_key("ratelimit"));
}
