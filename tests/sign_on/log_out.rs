//! Logging off there as well, and being logged off from there.

use plaza::accounts::Role;
use serde_json::{Value, json};

use super::{STAFF, Scene, is_logged_on, onward, scene, scene_with, sign_on, who};
use crate::support::{Answer, Client, PASSWORD, provider::Signs};

async fn said_off(guest: &Client, token: &str) -> Answer {
    let path = "/sign-on/back-channel-logout";
    guest.post(path, &[("logout_token", token)]).await
}

async fn signed_on(scene: &Scene, subject: &str) -> Client {
    let client = scene.plaza.client().await;
    let who = who(subject, &["plaza-staff"]);
    sign_on(scene, &client, &who).await.expect(303);
    client
}

#[actix_web::test]
async fn who_signed_on_is_led_to_log_off_there_and_comes_back() {
    let scene = scene(&[STAFF]).await;
    let client = signed_on(&scene, "lin").await;
    let replay = client.cookie("plaza").unwrap();
    let page = client.post("/zh/log-off", &[]).await.expect(200);
    let address = onward(&page);
    assert_eq!(client.cookie("plaza"), None);
    client.set_cookie("plaza", &replay);
    assert!(!is_logged_on(&client).await, "the session stands");
    let url: url::Url = address.parse().unwrap();
    assert!(address.starts_with(&format!("{}/end?", scene.provider.issuer)));
    let asked: std::collections::HashMap<String, String> = url.query_pairs().into_owned().collect();
    assert_eq!(asked["client_id"], "plaza-test");
    assert_eq!(
        asked["post_logout_redirect_uri"],
        "http://plaza.test/sign-on/logged-off"
    );
    assert!(
        !asked.contains_key("id_token_hint"),
        "nothing of it is kept"
    );
    let back = format!("/sign-on/logged-off?state={}", asked["state"]);
    let arrived = client.get(&back).await;
    assert_eq!(arrived.location(), "/zh?done=signed-off");
    // What is not ours says nothing.
    for odd in ["", "?state=zh.00", "?state=", "?state=en"] {
        let arrived = client.get(&format!("/sign-on/logged-off{odd}")).await;
        assert!(!arrived.location().contains("done="), "{odd}");
    }
}

#[actix_web::test]
async fn nobody_is_led_there_who_logged_on_otherwise_or_where_it_is_switched_off_or_away() {
    let scene = scene(&[STAFF]).await;
    let ming = scene.plaza.person("ming", Role::Resident).await;
    let off = ming.client.post("/en/log-off", &[]).await;
    assert_eq!(off.location(), "/en?done=logged-off");
    let client = signed_on(&scene, "lin").await;
    scene.plaza.advance(chrono::TimeDelta::minutes(5));
    scene.provider.is_down(true);
    let off = client.post("/en/log-off", &[]).await;
    assert_eq!(off.location(), "/en?done=logged-off");
    assert!(!is_logged_on(&client).await);

    let without = scene_with(&[STAFF], |config| {
        config.sign_on.as_mut().unwrap().log_out = false;
    })
    .await;
    let client = signed_on(&without, "lin").await;
    let off = client.post("/en/log-off", &[]).await;
    assert_eq!(off.location(), "/en?done=logged-off");
}

#[actix_web::test]
async fn the_provider_ends_the_sessions_that_began_through_it_and_no_others() {
    let scene = scene(&[STAFF]).await;
    let (lin, chen) = (
        signed_on(&scene, "lin").await,
        signed_on(&scene, "chen").await,
    );
    let second = scene.plaza.client().await;
    let mut elsewhere = who("lin", &["plaza-staff"]);
    elsewhere["sid"] = "another-session".into();
    sign_on(&scene, &second, &elsewhere).await.expect(303);
    let guest = scene.plaza.client().await;
    let one = json!({ "sub": "lin", "sid": "session-of-lin" });
    let token = scene.provider.logout_token(&one, |_| {});
    let answer = said_off(&guest, &token).await.expect(200);
    assert_eq!(answer.headers.get("cache-control").unwrap(), "no-store");
    assert!(!is_logged_on(&lin).await);
    assert!(is_logged_on(&second).await && is_logged_on(&chen).await);
    // The same word again is none.
    let again = said_off(&guest, &token).await.expect(400);
    assert_eq!(again.json()["error"], "invalid_request");

    let all = scene
        .provider
        .logout_token(&json!({ "sub": "lin" }), |_| {});
    said_off(&guest, &all).await.expect(200);
    assert!(!is_logged_on(&second).await && is_logged_on(&chen).await);
    // Of somebody who is not known here it is taken, and ends nothing.
    let nobody = scene
        .provider
        .logout_token(&json!({ "sub": "nobody" }), |_| {});
    said_off(&guest, &nobody).await.expect(200);
    assert!(is_logged_on(&chen).await);
}

#[actix_web::test]
async fn it_also_ends_what_waits_for_its_second_step() {
    let scene = scene(&[STAFF]).await;
    let ming = scene.plaza.person("ming", Role::Staff).await;
    let page = ming.client.post("/en/account/sign-on/link", &[]).await;
    let there = who("ming", &["plaza-staff"]);
    let back = scene.provider.let_in(&onward(&page.expect(200)), &there);
    ming.client.get(&back).await.expect(303);
    let (app, _) = scene.plaza.protect(&ming.client).await;
    let client = scene.plaza.client().await;
    let pending = sign_on(&scene, &client, &there).await.expect(200);
    let pending = pending.hidden("pending");
    let guest = scene.plaza.client().await;
    let word = json!({ "sub": "ming", "sid": "session-of-ming" });
    let token = scene.provider.logout_token(&word, |_| {});
    said_off(&guest, &token).await.expect(200);
    let code = app.code(scene.plaza.context.now());
    let typed = [("pending", &*pending), ("code", &*code)];
    client.post("/en/log-on/second", &typed).await.expect(303);
    assert!(!is_logged_on(&client).await);
}

#[actix_web::test]
async fn each_session_that_a_second_step_led_to_is_known_and_no_other() {
    let scene = scene(&[STAFF]).await;
    let ming = scene.plaza.person("ming", Role::Staff).await;
    let page = ming.client.post("/en/account/sign-on/link", &[]).await;
    let there = who("ming", &["plaza-staff"]);
    let back = scene.provider.let_in(&onward(&page.expect(200)), &there);
    ming.client.get(&back).await.expect(303);
    ming.client.post("/en/log-off", &[]).await.expect(200);
    let by_hand = scene.plaza.client().await;
    by_hand.log_on(&ming.email, PASSWORD).await;
    let (app, _) = scene.plaza.protect(&by_hand).await;
    // Both wait for their second step before either goes on.
    let (one, other) = (scene.plaza.client().await, scene.plaza.client().await);
    let mut waiting = Vec::new();
    for client in [&one, &other] {
        let page = sign_on(&scene, client, &there).await.expect(200);
        waiting.push((client, page.hidden("pending")));
    }
    for (client, pending) in &waiting {
        scene.plaza.advance(chrono::TimeDelta::seconds(30));
        let code = app.code(scene.plaza.context.now());
        let typed = [("pending", &**pending), ("code", &*code)];
        client.post("/en/log-on/second", &typed).await.expect(303);
        assert!(is_logged_on(client).await);
    }
    let off = one.post("/en/log-off", &[]).await.expect(200);
    assert!(onward(&off).starts_with(&scene.provider.issuer));
    let guest = scene.plaza.client().await;
    let word = json!({ "sub": "ming", "sid": "session-of-ming" });
    let token = scene.provider.logout_token(&word, |_| {});
    said_off(&guest, &token).await.expect(200);
    assert!(!is_logged_on(&other).await, "it lives on");
    assert!(
        is_logged_on(&by_hand).await,
        "it did not begin at the provider"
    );
}

#[actix_web::test]
async fn a_word_that_does_not_hold_ends_nothing() {
    let scene = scene(&[STAFF]).await;
    let lin = signed_on(&scene, "lin").await;
    let guest = scene.plaza.client().await;
    let of = json!({ "sub": "lin", "sid": "session-of-lin" });
    let now = scene.plaza.context.now().utc().timestamp();
    for (claim, value) in [
        ("iss", json!("https://other.example")),
        ("aud", json!("other")),
        ("iat", json!(now - 3600)),
        ("exp", json!(now - 1)),
        ("nonce", json!("n")),
        ("events", json!({})),
        ("events", Value::Null),
        ("jti", Value::Null),
    ] {
        let token = scene.provider.logout_token(&of, |claims| {
            claims.insert(claim.to_owned(), value.clone());
        });
        said_off(&guest, &token).await.expect(400);
    }
    for signs in [Signs::Not, Signs::WithSecret, Signs::WithOther] {
        scene.provider.sign(signs);
        let token = scene.provider.logout_token(&of, |_| {});
        said_off(&guest, &token).await.expect(400);
    }
    scene.provider.mend();
    let token = scene.provider.logout_token(&of, |_| {});
    let (signed, _) = token.rsplit_once('.').unwrap();
    let long = "a".repeat(20_000);
    let forged = format!("{signed}.{}", "A".repeat(86));
    for odd in ["", "x", "a.b.c", "a.b.c.d", &*forged, &*long] {
        said_off(&guest, odd).await.expect(400);
    }
    assert!(is_logged_on(&lin).await);
    // Rotated meanwhile, it is believed.
    scene.provider.rotate();
    let token = scene.provider.logout_token(&of, |_| {});
    said_off(&guest, &token).await.expect(200);
    assert!(!is_logged_on(&lin).await);
    // An own session of the same account, by its password, is none of the provider's.
    scene.plaza.account("ming", Role::Staff).await;
    let ming = scene.plaza.client().await;
    ming.log_on("ming@example.tw", PASSWORD).await;
    let token = scene
        .provider
        .logout_token(&json!({ "sub": "ming" }), |_| {});
    said_off(&guest, &token).await.expect(200);
    assert!(is_logged_on(&ming).await);
}
