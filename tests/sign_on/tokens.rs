//! What does not hold is not believed: tokens for others, of others, of another time or log-on, and answers that were
//! there before or belong to another browser.

use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::{Map, Value, json};

use super::{STAFF, begin, is_logged_on, own, scene, sign_on, who};
use crate::support::provider::Signs;

type Claims = Map<String, Value>;
/// What is made wrong of the claims.
type Spoil = Box<dyn Fn(&mut Claims) + Send>;

#[actix_web::test]
async fn a_token_is_believed_when_all_of_it_is_right() {
    let scene = scene(&[STAFF]).await;
    let now = scene.plaza.context.now().utc().timestamp();
    let lin = who("lin", &["plaza-staff"]);
    let wrong: [(&str, Spoil); 12] = [
        (
            "audience",
            Box::new(|claims| set(claims, "aud", json!("other"))),
        ),
        (
            "audiences",
            Box::new(|claims| set(claims, "aud", json!(["plaza-test", "other"]))),
        ),
        (
            "issuer",
            Box::new(|claims| set(claims, "iss", json!("https://other.example"))),
        ),
        ("nonce", Box::new(|claims| set(claims, "nonce", json!("n")))),
        (
            "no nonce",
            Box::new(|claims| {
                claims.remove("nonce");
            }),
        ),
        (
            "expired",
            Box::new(move |claims| set(claims, "exp", json!(now))),
        ),
        (
            "old",
            Box::new(move |claims| set(claims, "iat", json!(now - 3600))),
        ),
        (
            "of tomorrow",
            Box::new(move |claims| set(claims, "iat", json!(now + 3600))),
        ),
        (
            "for another client",
            Box::new(|claims| set(claims, "azp", json!("other"))),
        ),
        ("nobody", Box::new(|claims| set(claims, "sub", json!("")))),
        (
            "no audience",
            Box::new(|claims| {
                claims.remove("aud");
            }),
        ),
        (
            "no end",
            Box::new(|claims| {
                claims.remove("exp");
            }),
        ),
    ];
    for (what, change) in wrong {
        scene.provider.tamper(change);
        let client = scene.plaza.client().await;
        let answer = sign_on(&scene, &client, &lin).await;
        assert_eq!(answer.status, 502, "{what}: {}", answer.body);
        assert!(!is_logged_on(&client).await, "{what}");
        assert_eq!(client.cookie("plaza-sign-on"), None, "{what}");
    }
    scene.provider.mend();
    for (what, signs) in [
        ("without a signature", Signs::Not),
        ("by the client's secret", Signs::WithSecret),
        ("by a key of nobody's", Signs::WithOther),
    ] {
        scene.provider.sign(signs);
        let client = scene.plaza.client().await;
        let answer = sign_on(&scene, &client, &lin).await;
        assert_eq!(answer.status, 502, "{what}: {}", answer.body);
        assert!(!is_logged_on(&client).await, "{what}");
    }
    assert!(scene.plaza.rows_of("sign_on_identities").is_empty());
    assert!(scene.plaza.rows_of("accounts").is_empty());
    scene.provider.mend();
    let client = scene.plaza.client().await;
    sign_on(&scene, &client, &lin).await.expect(303);
    assert!(is_logged_on(&client).await);
}

fn set(claims: &mut Claims, name: &str, value: Value) {
    claims.insert(name.to_owned(), value);
}

#[actix_web::test]
async fn a_rotated_key_is_believed_at_once_and_keys_of_nobodys_are_asked_for_a_few_times() {
    let scene = scene(&[STAFF]).await;
    let lin = who("lin", &["plaza-staff"]);
    let first = scene.plaza.client().await;
    sign_on(&scene, &first, &lin).await.expect(303);
    let asked = scene.provider.asked("/jwks");
    scene.provider.rotate();
    let second = scene.plaza.client().await;
    sign_on(&scene, &second, &lin).await.expect(303);
    assert_eq!(scene.provider.asked("/jwks"), asked + 1);
    assert_eq!(own(&first).await["id"], own(&second).await["id"]);

    scene.provider.sign(Signs::WithOther);
    for _ in 0..10 {
        let client = scene.plaza.client().await;
        assert_eq!(sign_on(&scene, &client, &lin).await.status, 502);
    }
    let asked = scene.provider.asked("/jwks");
    assert!(asked < 10, "anybody can have it asked: {asked}");
}

#[actix_web::test]
async fn what_came_back_serves_once_and_in_its_own_browser() {
    let scene = scene(&[STAFF]).await;
    let lin = who("lin", &["plaza-staff"]);
    let (client, thief) = (scene.plaza.client().await, scene.plaza.client().await);
    let address = begin(&client).await;
    let back = scene.provider.let_in(&address, &lin);
    // Somebody else's browser, without a log-on of its own and with one.
    thief.get(&back).await.expect(410);
    begin(&thief).await;
    thief.get(&back).await.expect(410);
    assert!(!is_logged_on(&thief).await);
    client.get(&back).await.expect(303);
    assert!(is_logged_on(&client).await);
    // The same answer again, also with the cookie put back.
    client.get(&back).await.expect(410);

    // A code that was used: with a state of its own.
    let other = scene.plaza.client().await;
    let used = back
        .split(['?', '&'])
        .find(|part| part.starts_with("code="))
        .unwrap();
    let fresh = scene.provider.let_in(&begin(&other).await, &lin);
    let code = fresh
        .split(['?', '&'])
        .find(|part| part.starts_with("code="))
        .unwrap();
    let replayed = fresh.replace(code, used);
    other.get(&replayed).await.expect(410);
    assert!(!is_logged_on(&other).await);
    // And a code of another log-on, whose verifier is another.
    let (one, two) = (scene.plaza.client().await, scene.plaza.client().await);
    let stolen = scene.provider.let_in(&begin(&one).await, &lin);
    let stolen = stolen
        .split(['?', '&'])
        .find(|part| part.starts_with("code="))
        .unwrap();
    let own_answer = scene.provider.let_in(&begin(&two).await, &lin);
    let code = own_answer
        .split(['?', '&'])
        .find(|part| part.starts_with("code="))
        .unwrap();
    two.get(&own_answer.replace(code, stolen)).await.expect(410);
    assert!(!is_logged_on(&two).await);
}

#[actix_web::test]
async fn an_answer_of_another_issuer_one_that_is_late_and_a_no_let_nobody_in() {
    let scene = scene(&[STAFF]).await;
    let lin = who("lin", &["plaza-staff"]);
    let client = scene.plaza.client().await;
    let back = scene.provider.let_in(&begin(&client).await, &lin);
    let (before, _) = back.split_once("&iss=").unwrap();
    let mixed = format!("{before}&iss=https%3A%2F%2Fother.example");
    client.get(&mixed).await.expect(502);
    let back = scene.provider.let_in(&begin(&client).await, &lin);
    let (before, _) = back.split_once("&iss=").unwrap();
    client.get(before).await.expect(502);

    let back = scene.provider.let_in(&begin(&client).await, &lin);
    scene.plaza.advance(TimeDelta::minutes(11));
    client.get(&back).await.expect(410);

    let address = begin(&client).await;
    let back = scene.provider.let_in(&address, &lin);
    let state = back
        .split(['?', '&'])
        .find(|part| part.starts_with("state="))
        .unwrap();
    let issuer = back.split_once("&iss=").unwrap().1;
    let no = format!("/sign-on/callback?error=access_denied&{state}&iss={issuer}");
    let page = client.get(&no).await.expect(403);
    assert!(page.body.contains("You were not logged on"));
    for odd in [
        "",
        "?state=",
        "?state=x&code=y",
        "?state=%00&code=%00",
        "?code=x",
    ] {
        client
            .get(&format!("/sign-on/callback{odd}"))
            .await
            .expect(410);
    }
    assert!(!is_logged_on(&client).await);
    assert!(scene.plaza.rows_of("accounts").is_empty());
}

#[actix_web::test]
async fn what_keeps_everybody_out_is_no_no_of_somebodys() {
    let scene = super::scene_with(&[STAFF], |config| {
        config.sign_on.as_mut().unwrap().client_secret = Some("another".to_owned().into());
    })
    .await;
    let client = scene.plaza.client().await;
    let lin = who("lin", &["plaza-staff"]);
    sign_on(&scene, &client, &lin).await.expect(502);
    for (error, status) in [
        ("access_denied", 403),
        ("login_required", 403),
        ("invalid_scope", 502),
        ("unauthorized_client", 502),
        ("server_error", 503),
        ("temporarily_unavailable", 503),
    ] {
        let back = scene.provider.let_in(&begin(&client).await, &lin);
        let code = back
            .split(['?', '&'])
            .find(|part| part.starts_with("code="))
            .unwrap();
        let no = back.replace(code, &format!("error={error}"));
        client.get(&no).await.expect(status);
    }
    assert!(!is_logged_on(&client).await);
}

#[actix_web::test]
async fn what_the_provider_says_beside_the_token_counts_where_it_is_of_the_same_person() {
    let scene = scene(&[STAFF]).await;
    for claim in ["groups", "email", "email_verified"] {
        scene.provider.keep_apart(claim);
    }
    let client = scene.plaza.client().await;
    let lin = who("lin", &["plaza-staff"]);
    sign_on(&scene, &client, &lin).await.expect(303);
    assert_eq!(own(&client).await["role"], Role::Staff.as_str());
    scene
        .provider
        .tamper(|claims| set(claims, "sub", json!("boss")));
    let other = scene.plaza.client().await;
    sign_on(&scene, &other, &lin).await.expect(502);
    assert!(!is_logged_on(&other).await);
}
