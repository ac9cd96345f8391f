//! Proving again who one is, before what is dangerous.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::json;

use crate::support::{PASSWORD, Plaza};

#[actix_web::test]
async fn ten_minutes_after_the_log_on_it_is_asked_for_and_what_was_typed_is_given_back() {
    let plaza = Plaza::with_boards().await;
    let head = plaza.person("head", Role::Administrator).await.client;
    plaza.account("helper", Role::Resident).await;
    let path = "/en/admin/moderators";
    let typed = [("email", "helper@example.tw"), ("reach", "everywhere")];
    plaza.advance(TimeDelta::minutes(10));
    let before = plaza.dump();
    let asked = head.post(path, &typed).await.expect(403);
    assert!(asked.body.contains("helper@example.tw"), "lost");
    assert_eq!(plaza.dump(), before);
    let way = asked.attribute("main a[href*='account/confirm']", "href");
    let way = way.unwrap();
    assert_eq!(way, "/en/account/confirm?next=%2Fen%2Fadmin%2Fmoderators");
    let next = head.get(&way).await.expect(200).hidden("next");
    let confirm = "/en/account/confirm";
    let wrong = [("password", "quite another one"), ("next", &*next)];
    let again = head.post(confirm, &wrong).await.expect(422);
    assert_eq!(again.hidden("next"), path);
    head.post(path, &typed).await.expect(403);
    let right = [("password", PASSWORD), ("next", &*next)];
    let led = head.post(confirm, &right).await.expect(303).location();
    assert_eq!(led, format!("{path}?done=confirmed"));
    head.post(path, &typed).await.expect(303);

    // It is this session's alone.
    plaza.advance(TimeDelta::minutes(9));
    let elsewhere = plaza.client().await;
    elsewhere.log_on("head@example.tw", PASSWORD).await;
    plaza.advance(TimeDelta::minutes(1));
    head.post(path, &typed).await.expect(403);
    elsewhere.post(path, &typed).await.expect(303);
    // Nobody is led to another site.
    let away = [("password", PASSWORD), ("next", "https://evil.example/")];
    let led = head.post(confirm, &away).await.expect(303).location();
    assert_eq!(led, "/en/account?done=confirmed");
}

#[actix_web::test]
async fn a_program_is_told_to_prove_it_and_does() {
    let plaza = Plaza::with_boards().await;
    let head = plaza.person("head", Role::Administrator).await.client;
    let officer = plaza.person("officer", Role::PrivacyOfficer).await.client;
    plaza.advance(TimeDelta::minutes(11));
    let agreement = json!({
        "recipient": "水利局", "recipient_kind": "agency", "purpose": "會勘", "fields": ["title"],
        "starts_on": "2026-03-12", "ends_on": "2026-03-20",
    });
    for (client, method, path, body) in [
        (
            &head,
            Method::POST,
            "/api/v1/admin/moderators",
            json!({ "email": "a@example.tw" }),
        ),
        (
            &head,
            Method::DELETE,
            "/api/v1/admin/moderators/9",
            json!({}),
        ),
        (
            &head,
            Method::PUT,
            "/api/v1/admin/moderators/9/boards",
            json!({}),
        ),
        (
            &head,
            Method::POST,
            "/api/v1/admin/factor-resets",
            json!({ "email": "a@example.tw" }),
        ),
        (
            &head,
            Method::POST,
            "/api/v1/account/factors/app",
            json!({}),
        ),
        (
            &officer,
            Method::POST,
            "/api/v1/officer/agreements",
            agreement,
        ),
        (
            &officer,
            Method::POST,
            "/api/v1/officer/agreements/1/end",
            json!({}),
        ),
        (
            &officer,
            Method::POST,
            "/api/v1/officer/approvals/1",
            json!({ "approved": true }),
        ),
        (
            &officer,
            Method::POST,
            "/api/v1/officer/disclosures",
            json!({ "reference": "", "fields": [] }),
        ),
    ] {
        let answer = client.json(method, path, &body).await;
        let told = answer.expect(403).json();
        assert_eq!(told["code"], "confirm-first", "{path}");
    }
    let confirm = "/api/v1/account/confirm";
    let wrong = json!({ "password": "quite another one" });
    let told = head.post_json(confirm, &wrong).await.expect(422).json();
    assert_eq!(told["errors"][0]["field"], "password");
    head.post_json(confirm, &json!({})).await.expect(422);
    let right = json!({ "password": PASSWORD });
    head.post_json(confirm, &right).await.expect(200);
    let path = "/api/v1/admin/moderators/9";
    head.json(Method::DELETE, path, &json!({}))
        .await
        .expect(200);
}

#[actix_web::test]
async fn with_a_second_factor_that_is_what_is_asked_for() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let (app, codes) = plaza.protect(&ming.client).await;
    plaza.advance(TimeDelta::minutes(11));
    let change = [("current", PASSWORD), ("password", "another good one")];
    let path = "/en/account/password";
    ming.client.post(path, &change).await.expect(403);
    let confirm = "/api/v1/account/confirm";
    let password = json!({ "password": PASSWORD });
    ming.client.post_json(confirm, &password).await.expect(409);
    let page = ming.client.get("/en/account/confirm").await.expect(200);
    assert_eq!(page.texts("label[for='f-code']").len(), 1);
    assert!(page.texts("label[for='f-password']").is_empty());
    let code = app.code(plaza.context.now());
    let typed = [("code", &*code), ("next", "/en/account/password")];
    let led = ming.client.post("/en/account/confirm", &typed).await;
    assert_eq!(led.location(), "/en/account/password?done=confirmed");
    ming.client
        .post("/en/account/confirm", &typed)
        .await
        .expect(422);
    ming.client.post(path, &change).await.expect(303);
    // A recovery code does, once.
    plaza.advance(TimeDelta::minutes(11));
    let code = json!({ "code": codes[0] });
    ming.client.post_json(confirm, &code).await.expect(200);
    ming.client.post_json(confirm, &code).await.expect(422);
}

#[actix_web::test]
async fn the_moment_of_a_residents_proof_goes_with_the_next_day() {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Resident).await;
    let kept = |plaza: &Plaza| plaza.rows_of("sessions")[0].contains(':');
    assert!(!kept(&plaza), "a log-on left its moment");
    let proof = json!({ "password": PASSWORD });
    let proven = ming
        .client
        .post_json("/api/v1/account/confirm", &proof)
        .await;
    proven.expect(200);
    assert!(kept(&plaza));
    plaza.advance(TimeDelta::days(1));
    ming.client.get("/en/account").await.expect(200);
    assert!(!kept(&plaza));
}
