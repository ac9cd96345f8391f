//! Wrong, oversized and hostile input: a clear answer, what was typed kept, nothing half-written.

use actix_web::{http::header, test::TestRequest};
use serde_json::{Value, json};

use super::{API_CASE, NEW, how_many_cases, typed};
use crate::support::Plaza;

fn suggestion() -> Value {
    json!({ "category": "road-damage", "district": "lingya", "title": "t", "body": "b" })
}

#[actix_web::test]
async fn a_field_that_cannot_be_stored_is_told_and_shown_again() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let megabyte = "長".repeat(350_000);
    for (field, value) in [
        ("title", "a\0b"),
        ("title", "two\nlines"),
        ("title", &megabyte),
        ("body", "a\0b"),
        ("body", &megabyte),
        ("place", &megabyte),
        ("name", "a\u{202e}b"),
        ("name", &megabyte),
        ("phone", &megabyte),
        ("email", &megabyte),
        ("email", "a@example.tw\nBcc: b@example.tw"),
        ("category", "dragons"),
        ("category", "a\0b"),
        ("district", &megabyte),
    ] {
        let mut fields = typed(&[(field, value)]);
        fields.push(("send", "yes"));
        let form = client.post(NEW, &fields).await.expect(422);
        assert_eq!(form.texts(&format!("#e-{field}")).len(), 1, "{field}");
        if !matches!(field, "category" | "district") {
            let body = form.texts("textarea[name=body]").swap_remove(0);
            let kept = if field == "body" {
                body
            } else {
                form.hidden(field)
            };
            assert_eq!(
                kept.chars().count(),
                value.chars().count(),
                "{field} is kept"
            );
        }
    }
    assert_eq!(how_many_cases(&plaza).await, 0);
    assert!(plaza.mails().await.is_empty());
}

#[actix_web::test]
async fn bytes_that_are_no_text_and_a_form_that_is_none() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let form = |payload: &'static [u8], kind: &'static str| {
        TestRequest::post()
            .uri(NEW)
            .insert_header((header::CONTENT_TYPE, kind))
            .insert_header(("sec-fetch-site", "same-origin"))
            .set_payload(payload)
    };
    client
        .send(form(
            b"title=%ff%fe&body=%ed%a0%80",
            "application/x-www-form-urlencoded",
        ))
        .await
        .expect(422);
    client
        .send(form(b"{}", "application/json"))
        .await
        .expect(400);
    let foreign = TestRequest::post()
        .uri(NEW)
        .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
        .insert_header(("sec-fetch-site", "cross-site"))
        .set_payload("send=yes");
    client.send(foreign).await.expect(403);
}

#[actix_web::test]
async fn a_form_without_its_id_is_never_anothers_case() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    for submission in ["", "1", "a\0b", "../../etc/passwd"] {
        let fields = typed(&[("submission", submission), ("send", "yes")]);
        client.post(NEW, &fields).await.expect(200);
    }
    assert_eq!(how_many_cases(&plaza).await, 4);
}

#[actix_web::test]
async fn a_program_is_told_what_is_wrong() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let megabyte = "x".repeat(1_000_000);
    for (field, value) in [
        ("category", json!("dragons")),
        ("district", json!("\0")),
        ("title", json!("")),
        ("title", json!("   ")),
        ("title", json!("a\u{0}b")),
        ("title", json!(megabyte)),
        ("body", json!(megabyte)),
        ("place", json!("p".repeat(201))),
    ] {
        let mut body = suggestion();
        body[field] = value;
        let problem = client
            .post_json("/api/v1/suggestions", &body)
            .await
            .expect(422)
            .json();
        assert_eq!(problem["code"], "invalid");
        assert_eq!(problem["errors"][0]["field"], field);
        assert!(problem["errors"][0]["detail"].as_str().unwrap().len() > 5);
    }
    let mut body = suggestion();
    body["contact"] = json!({ "email": "nobody" });
    let problem = client
        .post_json("/api/v1/suggestions", &body)
        .await
        .expect(422)
        .json();
    assert!(
        problem["errors"][0]["field"]
            .as_str()
            .unwrap()
            .contains("email")
    );

    for (field, value) in [
        ("title", json!(1)),
        ("title", json!(null)),
        ("body", json!(["b"])),
        ("contact", json!("me")),
        ("share_contact", json!("yes")),
        ("publish", json!(1)),
    ] {
        let mut body = suggestion();
        body[field] = value;
        let problem = client
            .post_json("/api/v1/suggestions", &body)
            .await
            .expect(400)
            .json();
        assert_eq!(problem["code"], "bad-request", "{field}");
    }
    let raw = |payload: &'static str| {
        TestRequest::post()
            .uri("/api/v1/suggestions")
            .insert_header((header::CONTENT_TYPE, "application/json"))
            .set_payload(payload)
    };
    for payload in [
        "",
        "{",
        "[]",
        "null",
        r#"{"category":"road-damage","district":"lingya","title":"\ud800","body":"b"}"#,
    ] {
        client.send(raw(payload)).await.expect(400);
    }
    assert_eq!(how_many_cases(&plaza).await, 0);
}

#[actix_web::test]
async fn a_number_that_is_none_is_no_case() {
    let plaza = Plaza::city().await;
    let client = plaza.client().await;
    let long = "9".repeat(3000);
    for reference in [
        "x",
        "\0",
        "KH-2026-000042-0",
        "號",
        "KH-2026-99999999999999999999-1",
        &long,
    ] {
        let body = json!({ "reference": reference, "password": "x" });
        let problem = client.post_json(API_CASE, &body).await.expect(404);
        assert_eq!(problem.json()["code"], "no-such-case", "{reference}");
    }
    for body in [
        json!({}),
        json!({ "password": "x" }),
        json!({ "reference": "KH-2026-000042-7", "password": 1 }),
        json!("x"),
    ] {
        client.post_json(API_CASE, &body).await.expect(400);
    }
    // A number in an address is none that anything stands at.
    let old = "/api/v1/suggestions/KH-2026-000042-7";
    let body = json!({ "password": "x" });
    for path in [old.to_owned(), format!("{old}/restrict")] {
        let nothing = client.post_json(&path, &body).await.expect(404);
        assert_eq!(nothing.json()["code"], "not-found");
    }
    for (reference, password) in [("a\0b", "x"), ("", ""), (long.as_str(), long.as_str())] {
        let fields = [("reference", reference), ("password", password)];
        client.post(super::CASE, &fields).await.expect(422);
    }
}
