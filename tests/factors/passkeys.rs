//! Passkeys: added, beside a password and in its stead, and what is wrong with one.

use actix_web::http::Method;
use diesel::prelude::*;
use plaza::{
    accounts::{Role, factors::passkeys::MOST},
    db::{DbError, schema::passkeys},
};
use serde_json::{Value, json};

use super::{first_step, id_of, is_logged_on};
use crate::support::{Client, PASSWORD, Person, Plaza, authenticator::Device};

/// Adds a passkey to who is logged on there.
async fn add(client: &Client, device: &mut Device) -> Value {
    let proof = json!({ "password": PASSWORD });
    let proven = client.post_json("/api/v1/account/confirm", &proof).await;
    proven.expect(200);
    let nothing = json!({});
    let options = client.post_json("/api/v1/account/passkeys/options", &nothing);
    let options = options.await.expect(200).json();
    let passkey = device.create(&options);
    let body = json!({ "label": "辦公室電腦", "passkey": passkey });
    let added = client.post_json("/api/v1/account/passkeys", &body).await;
    added.expect(201).json()
}

async fn scene() -> (Plaza, Person, Device) {
    let plaza = Plaza::start().await;
    let ming = plaza.person("ming", Role::Staff).await;
    let mut device = Device::new(3);
    let added = add(&ming.client, &mut device).await;
    assert_eq!(added["recovery_codes"].as_array().unwrap().len(), 10);
    (plaza, ming, device)
}

/// What is to be signed for a log-on without a password.
async fn asked(client: &Client) -> Value {
    let path = "/api/v1/sessions/passkey/options";
    client.post_json(path, &json!({})).await.expect(200).json()
}

async fn log_on(client: &Client, signed: &Value) -> u16 {
    let signed = signed.to_string();
    let typed = [("passkey", &*signed)];
    let answer = client.post("/en/log-on/passkey", &typed).await;
    answer.status.as_u16()
}

#[actix_web::test]
async fn a_passkey_logs_on_without_a_password_and_each_signature_once() {
    let (plaza, _ming, mut device) = scene().await;
    assert!(!plaza.dump().contains("辦公室電腦"), "its name lies open");
    let visitor = plaza.client().await;
    let options = asked(&visitor).await;
    assert_eq!(options["allowCredentials"], json!([]), "whose there are");
    assert_eq!(options["userVerification"], "required");
    let signed = device.get(&options);
    assert_eq!(log_on(&visitor, &signed).await, 303);
    assert!(is_logged_on(&visitor).await);
    let shown = visitor
        .get("/api/v1/account/factors")
        .await
        .expect(200)
        .json();
    assert_eq!(shown["passkeys"][0]["label"], "辦公室電腦");
    assert_eq!(shown["passkeys"][0]["last_used_on"], "2026-03-02");
    let thief = plaza.client().await;
    assert_eq!(
        log_on(&thief, &signed).await,
        422,
        "a signature counts twice"
    );
    // A program does the same.
    let options = asked(&thief).await;
    let body = json!({ "passkey": device.get(&options) });
    let begun = thief.post_json("/api/v1/sessions/passkey", &body).await;
    thief.bear(begun.expect(201).json()["token"].as_str().unwrap());
    thief.get("/api/v1/account").await.expect(200);
}

#[actix_web::test]
async fn what_is_wrong_with_a_signature_lets_nobody_in() {
    let (plaza, _ming, mut device) = scene().await;
    let thief = plaza.client().await;
    for nothing in ["", "{}", "[]", "x", r#"{"id":"","response":{}}"#] {
        let typed = [("passkey", nothing)];
        let answer = thief.post("/en/log-on/passkey", &typed).await.expect(422);
        assert!(answer.texts(".error-summary a")[0].contains("passkey"));
    }
    // Another site, another host, a device that does not know who holds it, a challenge of Plaza's for something else.
    device.origin = "https://plaza.evil.example".to_owned();
    let signed = device.get(&asked(&thief).await);
    assert_eq!(log_on(&thief, &signed).await, 422);
    device.origin = "http://plaza.test".to_owned();
    device.host = "evil.example".to_owned();
    let signed = device.get(&asked(&thief).await);
    assert_eq!(log_on(&thief, &signed).await, 422);
    device.host = "plaza.test".to_owned();
    device.verifies = false;
    let signed = device.get(&asked(&thief).await);
    assert_eq!(log_on(&thief, &signed).await, 422);
    device.verifies = true;
    let pending = first_step(&thief, "ming@example.tw")
        .await
        .hidden("pending");
    let path = "/api/v1/sessions/second-step/options";
    let for_step = thief.post_json(path, &json!({ "pending": pending })).await;
    let signed = device.get(&for_step.expect(200).json());
    assert_eq!(log_on(&thief, &signed).await, 422);
    let drawn = json!({ "challenge": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" });
    assert_eq!(log_on(&thief, &device.get(&drawn)).await, 422);
    // Whose it is, it does not say, or it names somebody else.
    let own = device.handle.clone();
    for told in [None, Some("c29tZWJvZHk".to_owned())] {
        device.handle = told;
        let signed = device.get(&asked(&thief).await);
        assert_eq!(log_on(&thief, &signed).await, 422);
    }
    device.handle = own;
    // Another key, with the same name.
    let mut other = Device::new(4);
    other.count = 50;
    let signed = other.get(&asked(&thief).await);
    assert_eq!(log_on(&thief, &signed).await, 422);
    // Its own count goes back, as a copy's does.
    device.count = 0;
    let signed = device.get(&asked(&thief).await);
    assert_eq!(log_on(&thief, &signed).await, 422);
    // And ten minutes later.
    device.count = 60;
    let options = asked(&thief).await;
    plaza.advance(chrono::TimeDelta::minutes(10));
    assert_eq!(log_on(&thief, &device.get(&options)).await, 422);
    assert!(!is_logged_on(&thief).await);
    let signed = device.get(&asked(&thief).await);
    assert_eq!(log_on(&thief, &signed).await, 303);
}

#[actix_web::test]
async fn after_a_password_a_passkey_is_the_second_step_also_of_a_device_that_asks_nobody() {
    let (plaza, ming, mut device) = scene().await;
    device.verifies = false;
    let visitor = plaza.client().await;
    let page = first_step(&visitor, &ming.email).await.expect(200);
    let pending = page.hidden("pending");
    let path = "/api/v1/sessions/second-step/options";
    let options = visitor
        .post_json(path, &json!({ "pending": pending }))
        .await;
    let options = options.expect(200).json();
    assert_eq!(options["allowCredentials"].as_array().unwrap().len(), 1);
    let signed = device.get(&options).to_string();
    let typed = [("pending", &*pending), ("passkey", &*signed)];
    visitor.post("/en/log-on/second", &typed).await.expect(303);
    assert!(is_logged_on(&visitor).await);

    // Somebody else's does not do.
    plaza.account("ling", Role::Resident).await;
    let other = plaza.person("wang", Role::Resident).await;
    let (app, _) = plaza.protect(&other.client).await;
    let thief = plaza.client().await;
    let pending = first_step(&thief, &other.email).await.hidden("pending");
    let options = thief.post_json(path, &json!({ "pending": pending })).await;
    let signed = device.get(&options.expect(200).json()).to_string();
    let typed = [("pending", &*pending), ("passkey", &*signed)];
    thief.post("/en/log-on/second", &typed).await.expect(422);
    let code = app.code(plaza.context.now());
    let typed = [("pending", &*pending), ("code", &*code)];
    thief.post("/en/log-on/second", &typed).await.expect(303);
}

#[actix_web::test]
async fn it_proves_again_who_is_there_and_is_removed() {
    let (plaza, ming, mut device) = scene().await;
    plaza.advance(chrono::TimeDelta::minutes(11));
    let shown = ming
        .client
        .get("/api/v1/account/factors")
        .await
        .expect(200)
        .json();
    let path = format!("/api/v1/account/passkeys/{}", shown["passkeys"][0]["id"]);
    let remove = || ming.client.json(Method::DELETE, &path, &Value::Null);
    remove().await.expect(403);
    let nothing = json!({});
    let options = ming
        .client
        .post_json("/api/v1/account/confirm/options", &nothing);
    let options = options.await.expect(200).json();
    let proof = json!({ "passkey": device.get(&options) });
    let confirm = "/api/v1/account/confirm";
    ming.client.post_json(confirm, &proof).await.expect(200);
    // Nobody adds the same one twice, or without a name.
    let options = ming
        .client
        .post_json("/api/v1/account/passkeys/options", &nothing);
    let options = options.await.expect(200).json();
    assert_eq!(options["excludeCredentials"].as_array().unwrap().len(), 1);
    let again = json!({ "label": "另一把", "passkey": device.create(&options) });
    let add = "/api/v1/account/passkeys";
    ming.client.post_json(add, &again).await.expect(422);
    let unnamed = ming
        .client
        .post("/en/account/factors/passkeys", &[("label", "")])
        .await;
    assert!(
        unnamed
            .expect(422)
            .attribute(".error-summary a", "href")
            .unwrap()
            == "#f-label"
    );

    let stranger = plaza.person("wang", Role::Resident).await;
    let proof = json!({ "password": PASSWORD });
    stranger.client.post_json(confirm, &proof).await.expect(200);
    // Nor does anybody else add it.
    let own = device.handle.clone();
    let options = stranger
        .client
        .post_json("/api/v1/account/passkeys/options", &nothing);
    let options = options.await.expect(200).json();
    let theirs = json!({ "label": "我的", "passkey": device.create(&options) });
    stranger.client.post_json(add, &theirs).await.expect(422);
    device.handle = own;
    stranger
        .client
        .json(Method::DELETE, &path, &Value::Null)
        .await
        .expect(200);
    let shown = ming
        .client
        .get("/api/v1/account/factors")
        .await
        .expect(200)
        .json();
    assert_eq!(shown["passkeys"].as_array().unwrap().len(), 1);
    remove().await.expect(200);
    let thief = plaza.client().await;
    let signed = device.get(&asked(&thief).await);
    assert_eq!(log_on(&thief, &signed).await, 422);
    thief.log_on(&ming.email, PASSWORD).await;
}

#[actix_web::test]
async fn who_has_as_many_as_an_account_can_have_is_told_so() {
    let (plaza, ming, _) = scene().await;
    let id = id_of(&plaza, "ming").await;
    let filled = plaza.context.db.write(move |connection| {
        for number in 1..u8::try_from(MOST).unwrap() {
            let bytes = vec![number];
            diesel::insert_into(passkeys::table)
                .values((
                    passkeys::account_id.eq(id),
                    passkeys::credential_id.eq(&bytes),
                    passkeys::user_handle.eq(&bytes),
                    passkeys::public_key.eq(&bytes),
                    passkeys::algorithm.eq("EdDSA"),
                    passkeys::sign_count.eq(0_i64),
                    passkeys::label_sealed.eq(&bytes),
                    passkeys::added_on.eq(chrono::NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()),
                ))
                .execute(connection)?;
        }
        Ok::<_, DbError>(())
    });
    filled.await.unwrap();
    let path = "/api/v1/account/passkeys/options";
    let options = ming.client.post_json(path, &json!({})).await;
    let options = options.expect(200).json();
    assert_eq!(
        options["excludeCredentials"].as_array().unwrap().len(),
        MOST
    );
    let one_more = json!({ "label": "又一把", "passkey": Device::new(5).create(&options) });
    let told = ming.client.post_json("/api/v1/account/passkeys", &one_more);
    let told = told.await.expect(422).json();
    assert_eq!(told["errors"][0]["code"], "passkeys-full");
}
