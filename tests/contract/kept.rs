//! What a request must be, `web::contract` looks at before its handler sees it.

use std::io::Write as _;

use actix_web::{
    http::{Method, header},
    test::TestRequest,
};
use flate2::{Compression, write::GzEncoder};
use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza};

const CHECK: &str = "/api/v1/personal-data/check";

async fn typed(client: &Client, path: &str, content_type: &str, body: Vec<u8>) -> Answer {
    let request = TestRequest::post()
        .uri(path)
        .insert_header((header::CONTENT_TYPE, content_type));
    client.send(request.set_payload(body)).await
}

/// The places and the rules that a problem names.
fn named(problem: &Value) -> Vec<(String, String)> {
    let errors = problem["errors"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    errors
        .inspect(|error| assert!(error["detail"].as_str().unwrap().len() > 5, "{error}"))
        .map(|error| (text(&error["field"]), text(&error["code"])))
        .collect()
}

fn one(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

#[actix_web::test]
async fn a_body_of_another_form_is_told_where_it_differs() {
    let plaza = Plaza::demo_city().await;
    let client = plaza.client().await;
    for (body, field, code) in [
        (json!(["wang@example.tw"]), "", "type"),
        (json!("wang@example.tw"), "", "type"),
        (json!({}), "text", "required"),
        (json!({ "text": 1 }), "text", "type"),
        (json!({ "text": null }), "text", "type"),
    ] {
        let problem = client.post_json(CHECK, &body).await.expect(400).json();
        assert_eq!(problem["code"], "bad-request", "{body}");
        assert_eq!(named(&problem), one(field, code), "{body}");
    }
    for torn in ["{", "nothing", "{\"text\":\"\\ud800\"}"] {
        let answer = typed(&client, CHECK, "application/json", torn.into()).await;
        assert_eq!(named(&answer.expect(400).json()), one("", "json"), "{torn}");
    }
    let nested = json!({
        "category": "road-damage", "district": "lingya", "title": "題目", "body": "內文",
        "contact": { "email": 1 },
    });
    let answer = client.post_json("/api/v1/suggestions", &nested).await;
    let problem = answer.expect(400).json();
    assert_eq!(named(&problem), one("contact.email", "type"));
}

#[actix_web::test]
async fn the_words_are_in_the_askers_language() {
    let plaza = Plaza::demo_city().await;
    let client = plaza.client().await;
    let mut said = Vec::new();
    for language in ["zh-TW", "en"] {
        let request = TestRequest::post()
            .uri(CHECK)
            .insert_header((header::ACCEPT_LANGUAGE, language))
            .set_json(json!({}));
        let problem = client.send(request).await.expect(400).json();
        said.push(problem["errors"][0]["detail"].as_str().unwrap().to_owned());
    }
    assert_eq!(said, ["缺少這一項。", "This is missing."]);
}

#[actix_web::test]
async fn a_parameter_of_another_form_is_told_by_its_name() {
    let plaza = Plaza::demo_city().await;
    let client = plaza.client().await;
    for (path, field, code) in [
        ("/api/v1/topics/1?after=x", "after", "type"),
        ("/api/v1/topics/1?after=", "after", "type"),
        ("/api/v1/topics/1?post=99999999999999999999", "post", "type"),
        ("/api/v1/boards?lang=fr", "lang", "choice"),
        ("/api/v1/topics/1?page=first", "page", "choice"),
    ] {
        let problem = client.get(path).await.expect(400).json();
        assert_eq!(named(&problem), one(field, code), "{path}");
    }
    let request = TestRequest::post()
        .uri("/api/v1/enquiries")
        .insert_header(("idempotency-key", "short"))
        .set_json(json!({ "about": "policy", "body": "內文" }));
    let problem = client.send(request).await.expect(400).json();
    assert_eq!(
        problem["code"], "bad-request",
        "a key is 8 to 200 characters"
    );
    // What the document does not name, nobody reads.
    client.get("/api/v1/boards?unknown=1").await.expect(200);
}

#[actix_web::test]
async fn a_day_that_there_is_not_is_a_mistake_like_others() {
    let plaza = Plaza::demo_city().await;
    let administrator = plaza.log_on_as(Role::Administrator, "somebody").await;
    let event =
        |starts_at: &str| json!({ "starts_at": starts_at, "ends_at": "2026-03-02T11:00:00" });
    for (starts_at, status, code) in [
        ("2026-02-31T10:00:00", 422, "format"),
        ("2026-03-02T10:00:00Z", 400, "pattern"),
        ("tomorrow", 400, "pattern"),
    ] {
        let answer = administrator
            .post_json("/api/v1/events", &event(starts_at))
            .await;
        let problem = answer.expect(status).json();
        assert_eq!(named(&problem), one("starts_at", code), "{starts_at}");
    }
}

#[actix_web::test]
async fn another_content_type_is_not_read() {
    let plaza = Plaza::demo_city().await;
    let client = plaza.client().await;
    let body = || br#"{"text":"wang@example.tw"}"#.to_vec();
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/xml",
    ] {
        let problem = typed(&client, CHECK, content_type, body())
            .await
            .expect(415);
        assert_eq!(problem.json()["code"], "unsupported-media-type");
    }
    for content_type in ["application/json; charset=utf-8", "Application/JSON"] {
        typed(&client, CHECK, content_type, body())
            .await
            .expect(200);
    }
    let none = TestRequest::post().uri(CHECK).set_payload(body());
    client.send(none).await.expect(415);
    let nothing = client.send(TestRequest::post().uri(CHECK)).await;
    assert_eq!(named(&nothing.expect(400).json()), one("", "required"));
    let file = typed(
        &client,
        "/api/v1/suggestions/files",
        "image/png",
        vec![1, 2],
    )
    .await;
    file.expect(415);
}

#[actix_web::test]
async fn a_body_reaches_its_handler_as_it_came() {
    let plaza = Plaza::demo_city().await;
    let client = plaza.client().await;
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(br#"{"text":"wang@example.tw"}"#).unwrap();
    let request = TestRequest::post()
        .uri(CHECK)
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .insert_header((header::CONTENT_ENCODING, "gzip"))
        .set_payload(packed.finish().unwrap());
    let found = client.send(request).await.expect(200).json();
    assert_eq!(found["findings"].as_array().unwrap().len(), 1, "{found}");
    let large = json!({ "text": "x".repeat(5 * 1024 * 1024) });
    let refused = client.post_json(CHECK, &large).await.expect(413).json();
    assert_eq!(refused["code"], "too-large");
    let many = json!({ "text": "x", "more": vec![0; 100_001] });
    let refused = client.post_json(CHECK, &many).await.expect(413).json();
    assert_eq!(refused["code"], "too-large");
}

/// Whoever may not ask learns nothing else, whatever they send.
#[actix_web::test]
async fn who_may_not_is_told_that_first() {
    let plaza = Plaza::demo_city().await;
    let guest = plaza.client().await;
    let resident = plaza.log_on_as(Role::Resident, "somebody").await;
    for (method, path) in [
        (Method::POST, "/api/v1/admin/reasons"),
        (Method::PUT, "/api/v1/admin/reasons/1"),
        (Method::POST, "/api/v1/officer/agreements"),
    ] {
        let odd = json!([1]);
        guest.json(method.clone(), path, &odd).await.expect(401);
        resident.json(method, path, &odd).await.expect(403);
    }
}

/// A literal address has its own methods: none of the address with an id in its place.
#[actix_web::test]
async fn a_word_is_no_id() {
    let plaza = Plaza::demo_city().await;
    let moderator = plaza.log_on_as(Role::Moderator, "somebody").await;
    let answer = moderator
        .post_json("/api/v1/review/count", &json!({}))
        .await;
    let answer = answer.expect(405);
    assert_eq!(answer.headers.get(header::ALLOW).unwrap(), "GET, HEAD");
}

#[actix_web::test]
async fn a_whole_number_may_have_a_point() {
    let plaza = Plaza::demo_city().await;
    let administrator = plaza.log_on_as(Role::Administrator, "somebody").await;
    let whole = |position: &str| {
        format!(
            r#"{{"words_zh":"第{position}項","words_en":"At {position}","position":{position}}}"#
        )
        .into_bytes()
    };
    let path = "/api/v1/admin/reasons";
    for (position, status) in [("3.0", 201), ("3e0", 201), ("3.5", 400), ("1e300", 400)] {
        let answer = typed(&administrator, path, "application/json", whole(position)).await;
        assert_eq!(
            answer.status.as_u16(),
            status,
            "{position}: {}",
            answer.body
        );
    }
}

/// What no database keeps is nobody's name, at whatever address.
#[actix_web::test]
async fn a_nul_finds_nothing() {
    let plaza = Plaza::demo_city().await;
    let administrator = plaza.log_on_as(Role::Administrator, "somebody").await;
    for what in ["offices", "categories", "districts"] {
        let path = format!("/api/v1/admin/{what}/a%00b/retired");
        let body = json!({ "retired": true });
        administrator
            .json(Method::PUT, &path, &body)
            .await
            .expect(404);
    }
    let finding = json!({ "verdict": "not-personal", "field": "a\0b", "start": 1, "end": 2 });
    let told = administrator
        .post_json("/api/v1/posts/1/feedback", &finding)
        .await;
    assert_eq!(told.expect(200).json()["status"], "gone");
    let asked = json!({ "act": "hide", "agency": "a\0b", "document": "2026-1" });
    let refused = administrator
        .post_json("/api/v1/posts/1/investigations", &asked)
        .await;
    assert_eq!(
        named(&refused.expect(422).json()),
        one("agency", "required")
    );
}
