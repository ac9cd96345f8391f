//! The API of accounts and sessions.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{PASSWORD, Plaza};

#[actix_web::test]
async fn a_program_registers_confirms_logs_on_and_off() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    let body = json!({
        "email": "ming@example.tw", "password": PASSWORD, "name": "Ming",
        "name_is_personal": false, "language": "en",
    });
    let asked = client
        .post_json("/api/v1/accounts", &body)
        .await
        .expect(202);
    assert_eq!(asked.json(), json!({ "status": "confirmation-mailed" }));
    let link = plaza.mails().await[0].link("/en/register/");
    let token = json!({ "token": link.rsplit('/').next().unwrap() });
    client
        .post_json("/api/v1/accounts/confirm", &token)
        .await
        .expect(200);
    let again = client
        .post_json("/api/v1/accounts/confirm", &token)
        .await
        .expect(410);
    assert_eq!(again.json()["code"], "gone");

    let credentials = json!({ "email": "ming@example.tw", "password": PASSWORD });
    let session = client
        .post_json("/api/v1/sessions", &credentials)
        .await
        .expect(201);
    assert_eq!(session.json()["expires"], "2026-03-15T16:00:00Z");
    assert_eq!(session.headers.get("cache-control").unwrap(), "no-store");
    assert_eq!(client.cookie("plaza"), None, "a program gets no cookie");
    let token = session.json()["token"].as_str().unwrap().to_owned();
    client.get("/api/v1/account").await.expect(401);
    client.bear(&token);
    let own = client.get("/api/v1/account").await.expect(200).json();
    assert_eq!(own["email"], "ming@example.tw");
    assert_eq!(own["name"], "Ming");
    assert_eq!(own["name_is_personal"], false);
    assert_eq!(own["role"], "resident");
    assert_eq!(own["language"], "en");
    assert_eq!(own["rules_version"], "2026-01-01");
    assert_eq!(own.get("password_hash"), None);

    client
        .json(Method::DELETE, "/api/v1/sessions", &Value::Null)
        .await
        .expect(204);
    let ended = client.get("/api/v1/account").await.expect(401);
    assert_eq!(ended.json()["code"], "unauthorized");
    assert_eq!(ended.headers.get("www-authenticate").unwrap(), "Bearer");
    client
        .json(Method::DELETE, "/api/v1/sessions/current", &Value::Null)
        .await
        .expect(401);
}

#[actix_web::test]
async fn the_defaults_of_a_registration_are_the_careful_ones() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    let body = json!({ "email": "ming@example.tw", "password": PASSWORD, "name": "王小明" });
    client
        .post_json("/api/v1/accounts", &body)
        .await
        .expect(202);
    let mail = &plaza.mails().await[0];
    assert_eq!(
        mail.subject, "請確認您的註冊",
        "Chinese where nothing asks for another"
    );
    let token = json!({ "token": mail.link("/register/").rsplit('/').next().unwrap() });
    client
        .post_json("/api/v1/accounts/confirm", &token)
        .await
        .expect(200);
    let credentials = json!({ "email": "ming@example.tw", "password": PASSWORD });
    let session = client
        .post_json("/api/v1/sessions", &credentials)
        .await
        .expect(201);
    client.bear(session.json()["token"].as_str().unwrap());
    let own = client.get("/api/v1/account").await.json();
    assert_eq!(own["name_is_personal"], true);
}

#[actix_web::test]
async fn wrong_credentials_look_alike_until_too_many() {
    let plaza = Plaza::start().await;
    plaza.account("known", Role::Resident).await;
    let client = plaza.client().await;
    let wrong = |email: &str| json!({ "email": email, "password": "a wrong password" });
    for _ in 0..5 {
        let known = client
            .post_json("/api/v1/sessions", &wrong("known@example.tw"))
            .await
            .expect(401);
        let nobody = client
            .post_json("/api/v1/sessions", &wrong("nobody@example.tw"))
            .await
            .expect(401);
        assert_eq!(known.json()["code"], "wrong-credentials");
        assert_eq!(known.json()["title"], "電子郵件地址或密碼不正確。");
        assert_eq!(known.body, nobody.body);
    }
    for email in ["known@example.tw", "nobody@example.tw"] {
        let body = json!({ "email": email, "password": PASSWORD });
        let blocked = client
            .post_json("/api/v1/sessions", &body)
            .await
            .expect(429);
        assert_eq!(blocked.json()["code"], "too-many-attempts");
        assert_eq!(blocked.headers.get("retry-after").unwrap(), "60");
    }
}

#[actix_web::test]
async fn nobody_stays_blocked_because_the_clock_was_set_back() {
    let plaza = Plaza::start().await;
    plaza.account("known", Role::Resident).await;
    let client = plaza.client().await;
    let log_on = async |password: &str| {
        let body = json!({ "email": "known@example.tw", "password": password });
        client.post_json("/api/v1/sessions", &body).await.status
    };
    for _ in 0..5 {
        assert_eq!(log_on("a wrong password").await, 401);
    }
    assert_eq!(log_on(PASSWORD).await, 429);
    plaza.advance(TimeDelta::days(-1));
    assert_eq!(log_on(PASSWORD).await, 201);
}

#[actix_web::test]
async fn registration_and_reset_answer_alike_for_known_and_unknown_addresses() {
    let plaza = Plaza::start().await;
    plaza.account("known", Role::Resident).await;
    let client = plaza.client().await;
    for (path, status) in [
        ("/api/v1/accounts", "confirmation-mailed"),
        ("/api/v1/password/reset-requests", "reset-mailed"),
    ] {
        let body = |email: &str| json!({ "email": email, "password": PASSWORD });
        let known = client
            .post_json(path, &body("known@example.tw"))
            .await
            .expect(202);
        let nobody = client
            .post_json(path, &body("nobody@example.tw"))
            .await
            .expect(202);
        assert_eq!(known.json(), json!({ "status": status }));
        assert_eq!(known.body, nobody.body);
    }
    let subjects: Vec<_> = plaza
        .mails()
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect();
    assert_eq!(subjects, ["您已經有帳號了", "請確認您的註冊", "設定新密碼"]);
}

#[actix_web::test]
async fn the_document_describes_what_is_there() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    let document = client.get("/api/v1/openapi.json").await.expect(200).json();
    for (method, path) in [
        ("post", "/api/v1/accounts"),
        ("get", "/api/v1/account"),
        ("post", "/api/v1/sessions"),
        ("delete", "/api/v1/sessions"),
        ("post", "/api/v1/password/reset-requests"),
    ] {
        assert!(
            document["paths"][path][method].is_object(),
            "{method} {path}"
        );
    }
    let text = document.to_string();
    assert!(text.contains("\"NewAccount\"") && text.contains("\"session\""));
}
