//! Wrong, oversized and hostile input: a clear answer, and nothing half-written.

use actix_web::{http::header, test::TestRequest};
use plaza::accounts::Role;
use serde_json::json;

use crate::support::{Answer, Client, PASSWORD, Plaza};

async fn raw(client: &Client, path: &str, body: impl Into<actix_web::web::Bytes>) -> Answer {
    let request = TestRequest::post()
        .uri(path)
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .set_payload(body);
    client.send(request).await
}

#[actix_web::test]
async fn forms_with_hostile_fields_are_refused_in_words() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    let megabyte = "a".repeat(1_000_000);
    for (field, value) in [
        ("email", "a\0@example.tw"),
        ("email", "a@example.tw\r\nBcc: b@example.tw"),
        ("email", "a@[127.0.0.1]"),
        ("email", megabyte.as_str()),
        ("name", "a\0b"),
        ("name", "a\u{202e}b"),
        ("name", "a\nb"),
        ("name", megabyte.as_str()),
        ("password", "long enough\0"),
        ("password", megabyte.as_str()),
    ] {
        let mut fields = vec![
            ("email", "ming@example.tw"),
            ("name", "Ming"),
            ("password", PASSWORD),
        ];
        fields
            .iter_mut()
            .find(|(name, _)| *name == field)
            .unwrap()
            .1 = value;
        let answer = client.post("/zh/register", &fields).await.expect(422);
        assert_eq!(answer.texts(".error-summary li").len(), 1, "{field}");
        assert!(
            answer.attribute(&format!("#e-{field}"), "class").is_some(),
            "{field}"
        );
    }
    // Log-on takes anything, since what is wrong is simply wrong.
    for (email, password) in [
        ("a\0@example.tw", "a\0"),
        (megabyte.as_str(), megabyte.as_str()),
        ("", ""),
    ] {
        let fields = [("email", email), ("password", password)];
        client.post("/zh/log-on", &fields).await.expect(422);
    }
    client
        .post("/zh/password/forgot", &[("email", &megabyte)])
        .await
        .expect(422);
    let huge = "a".repeat(5_000_000);
    client
        .post("/zh/register", &[("email", &huge)])
        .await
        .expect(413);
    assert!(plaza.mails().await.is_empty());
}

#[actix_web::test]
async fn json_with_hostile_fields_is_refused_with_a_code() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    let body = json!({ "email": "nobody", "password": "short", "name": "a\0b" });
    let answer = client
        .post_json("/api/v1/accounts", &body)
        .await
        .expect(422)
        .json();
    assert_eq!(answer["code"], "invalid");
    let codes: Vec<_> = answer["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| {
            (
                error["field"].as_str().unwrap(),
                error["code"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        codes,
        [
            ("email", "email"),
            ("name", "characters"),
            ("password", "length")
        ]
    );
    assert!(
        answer["errors"][2]["detail"]
            .as_str()
            .unwrap()
            .contains("128")
    );

    for wrong in [
        r#"{"email": 1, "password": "correct horse battery"}"#,
        r#"{"email": ["a@example.tw"], "password": "correct horse battery"}"#,
        r#"{"email": "a@example.tw", "password": null}"#,
        r#"{"email": "a@example.tw"}"#,
        r#"{"email": "a@example.tw", "password": "correct horse battery", "language": "fr"}"#,
        r#"{"email": "a@example.tw", "password": "correct horse battery", "name": "\ud800"}"#,
        r#"{"email": "\udfff@example.tw", "password": "correct horse battery"}"#,
        "[]",
        "null",
        "",
        "{",
    ] {
        let answer = raw(&client, "/api/v1/accounts", wrong)
            .await
            .expect(400)
            .json();
        assert_eq!(answer["code"], "bad-request", "{wrong}");
    }
    for path in [
        "/api/v1/sessions",
        "/api/v1/accounts/confirm",
        "/api/v1/password/reset-requests",
    ] {
        raw(&client, path, "[1]").await.expect(400);
        raw(&client, path, vec![b'"', 0xff, 0xfe, b'"'])
            .await
            .expect(400);
        raw(&client, path, "[".repeat(100_000)).await.expect(400);
    }
    let nul = json!({ "token": "a\0b" });
    client
        .post_json("/api/v1/accounts/confirm", &nul)
        .await
        .expect(410);
    let nul = json!({ "email": "a\0b", "password": "\0" });
    client.post_json("/api/v1/sessions", &nul).await.expect(401);
    let large = json!({ "email": "a".repeat(1_000_000), "password": PASSWORD });
    client
        .post_json("/api/v1/accounts", &large)
        .await
        .expect(422);
    assert!(plaza.mails().await.is_empty());
}

#[actix_web::test]
async fn tokens_that_are_none_are_nobodys() {
    let plaza = Plaza::start().await;
    plaza.account("ming", Role::Resident).await;
    let client = plaza.client().await;
    for token in ["", "x", "%00", "AAAA", &"A".repeat(10_000)] {
        client.bear(token);
        client.get("/api/v1/account").await.expect(401);
    }
    client.bear(&"A".repeat(100_000));
    client.get("/api/v1/account").await.expect(431);
    let client = plaza.client().await;
    client.set_cookie("plaza", "not-a-token");
    client.get("/en/account").await.expect(401);
    client.get("/en").await.expect(200);
}
