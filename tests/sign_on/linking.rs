//! An account is linked to who proves both, at the provider and here.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::{accounts::Role, keys::Keys, privacy::rotation, sign_on::identities};
use serde_json::json;

use super::{
    STAFF, is_logged_on, onward, open_to_residents, own, scene, scene_with, sign_on, who,
    who_was_asked,
};
use crate::support::{Client, PASSWORD, Plaza, provider::Provider};

async fn accounts(plaza: &Plaza) -> usize {
    plaza.rows_of("accounts").len()
}

#[actix_web::test]
async fn an_account_with_the_same_address_is_proven_by_its_password() {
    let scene = scene(&[STAFF]).await;
    let lin = scene.plaza.account("lin", Role::Resident).await;
    let client = scene.plaza.client().await;
    let staff = who("lin", &["plaza-staff"]);
    let asked = sign_on(&scene, &client, &staff).await.expect(303);
    assert_eq!(asked.location(), "/en/log-on/prove");
    assert!(!is_logged_on(&client).await);
    let page = client.get("/en/log-on/prove").await.expect(200);
    assert!(!page.body.contains("lin@"), "an address is shown");
    let typed = |password: &'static str| [("password", password)];
    let wrong = client
        .post("/en/log-on/prove", &typed("wrong and long"))
        .await;
    assert!(wrong.expect(422).body.contains("not your present password"));
    assert!(scene.plaza.rows_of("sign_on_identities").is_empty());
    // Another browser has nothing to prove.
    let other = scene.plaza.client().await;
    other
        .post("/en/log-on/prove", &typed(PASSWORD))
        .await
        .expect(410);

    client
        .post("/en/log-on/prove", &typed(PASSWORD))
        .await
        .expect(303);
    let account = own(&client).await;
    assert_eq!(
        (account["id"].as_i64(), &account["role"]),
        (Some(lin), &json!("staff"))
    );
    assert_eq!(accounts(&scene.plaza).await, 1, "a second account");
    client
        .post("/en/log-on/prove", &typed(PASSWORD))
        .await
        .expect(410);
    // From then on without the password.
    let next = scene.plaza.client().await;
    sign_on(&scene, &next, &staff).await.expect(303);
    assert_eq!(own(&next).await["id"], account["id"]);
}

#[actix_web::test]
async fn a_guessed_password_is_blocked_here_as_anywhere() {
    let scene = scene(&[STAFF]).await;
    scene.plaza.account("lin", Role::Resident).await;
    let client = scene.plaza.client().await;
    sign_on(&scene, &client, &who("lin", &["plaza-staff"]))
        .await
        .expect(303);
    let wrong = [("password", "wrong and long")];
    for _ in 0..5 {
        client.post("/en/log-on/prove", &wrong).await.expect(422);
    }
    let right = [("password", PASSWORD)];
    client.post("/en/log-on/prove", &right).await.expect(429);
    assert!(!is_logged_on(&client).await);
}

#[actix_web::test]
async fn whoever_is_logged_on_links_their_account_and_ends_that_where_a_password_remains() {
    let scene = scene(&[STAFF]).await;
    let lin = scene.plaza.person("lin", Role::Staff).await;
    lin.client.get("/api/v1/account/sign-on").await.expect(404);
    let page = lin.client.post("/en/account/sign-on/link", &[]).await;
    let address = onward(&page.expect(200));
    // Who they are there has another address: they proved both.
    let there = who("lin-of-works", &["plaza-staff"]);
    let back = scene.provider.let_in(&address, &there);
    let linked = lin.client.get(&back).await;
    assert_eq!(linked.location(), "/en/account/sign-on?done=sign-on-linked");
    let page = lin.client.get("/en/account/sign-on").await.expect(200);
    assert_eq!(page.texts("form button.danger"), ["End the link"]);
    let by_it = scene.plaza.client().await;
    sign_on(&scene, &by_it, &there).await.expect(303);
    assert_eq!(own(&by_it).await["email"], "lin@example.tw");

    // Nobody else gets that person, and the account no second one.
    let chen = scene.plaza.person("chen", Role::Staff).await;
    let page = chen.client.post("/en/account/sign-on/link", &[]).await;
    let back = scene.provider.let_in(&onward(&page), &there);
    chen.client.get(&back).await.expect(409);
    let page = lin.client.post("/en/account/sign-on/link", &[]).await;
    let back = scene
        .provider
        .let_in(&onward(&page), &who("another", &["plaza-staff"]));
    lin.client.get(&back).await.expect(409);
    // Whoever logged off meanwhile links nothing.
    let page = chen.client.post("/en/account/sign-on/link", &[]).await;
    let back = scene
        .provider
        .let_in(&onward(&page), &who("chen", &["plaza-staff"]));
    chen.client.post("/en/log-off", &[]).await.expect(303);
    chen.client.get(&back).await.expect(410);

    let ended = lin.client.post("/en/account/sign-on/unlink", &[]).await;
    assert_eq!(
        ended.location(),
        "/en/account/sign-on?done=sign-on-unlinked"
    );
    assert!(scene.plaza.rows_of("sign_on_identities").is_empty());
    let path = "/api/v1/account/sign-on";
    let twice = lin.client.json(Method::DELETE, path, &json!({})).await;
    twice.expect(200);
}

/// Sets a password by the mailed link and logs on by it.
async fn with_password(plaza: &Plaza, email: &str) -> Client {
    let client = plaza.client().await;
    let form = [("email", email)];
    client.post("/en/password/forgot", &form).await.expect(303);
    let mails = plaza.mails().await;
    let mut mails = mails.iter();
    let mail = mails.find(|mail| mail.to == email && mail.text.contains("/password/"));
    let link = mail.unwrap().link("/password/");
    let new = [("password", PASSWORD)];
    client.post(&link, &new).await.expect(303);
    client.log_on(email, PASSWORD).await;
    client
}

#[actix_web::test]
async fn with_the_link_goes_what_its_rules_gave() {
    let scene = scene(&[STAFF, ("groups=plaza-staff", None, Some("public-works"))]).await;
    let first = scene.plaza.client().await;
    sign_on(&scene, &first, &who("lin", &["plaza-staff"]))
        .await
        .expect(303);
    assert_eq!(scene.plaza.rows_of("office_members").len(), 1);
    let client = with_password(&scene.plaza, "lin@example.tw").await;
    assert_eq!(own(&client).await["role"], "staff");
    let page = client.get("/en/account/sign-on").await.expect(200);
    assert!(page.body.contains("Your role comes from City sign-on"));
    let ended = client.post("/en/account/sign-on/unlink", &[]).await;
    ended.expect(303);
    assert_eq!(own(&client).await["role"], "resident");
    assert!(scene.plaza.rows_of("office_members").is_empty());
}

#[actix_web::test]
async fn after_a_change_of_the_provider_an_account_is_linked_anew() {
    let mut scene = scene(&[STAFF]).await;
    let first = scene.plaza.client().await;
    let lin = who("lin", &["plaza-staff"]);
    sign_on(&scene, &first, &lin).await.expect(303);
    let id = own(&first).await["id"].clone();
    with_password(&scene.plaza, "lin@example.tw").await;

    let next = Provider::start();
    let rules = [STAFF];
    scene
        .plaza
        .reconfigure(|config| next.configure(config, &rules));
    next.goes_by(&scene.plaza.context.clock);
    scene.provider = next;
    // Who it is there is proven anew, and what the rules gave stays theirs to take.
    let newcomer = scene.plaza.client().await;
    let asked = sign_on(&scene, &newcomer, &lin).await;
    assert_eq!(asked.location(), "/en/log-on/prove");
    let proof = [("password", PASSWORD)];
    let proven = newcomer.post("/en/log-on/prove", &proof).await;
    proven.expect(303);
    assert_eq!(own(&newcomer).await["id"], id);
    assert_eq!(scene.plaza.rows_of("sign_on_identities").len(), 1);
    let late = scene.plaza.client().await;
    sign_on(&scene, &late, &who("lin", &[])).await.expect(403);
    late.log_on("lin@example.tw", PASSWORD).await;
    assert_eq!(own(&late).await["role"], "resident");
}

#[actix_web::test]
async fn a_link_without_which_nobody_could_log_on_stays() {
    let scene = scene(&[STAFF]).await;
    let client = scene.plaza.client().await;
    let lin = who_was_asked(&scene, "lin", &["plaza-staff"]);
    sign_on(&scene, &client, &lin).await.expect(303);
    let refused = client.post("/en/account/sign-on/unlink", &[]).await;
    assert!(refused.expect(409).body.contains("set one first"));
    assert_eq!(scene.plaza.rows_of("sign_on_identities").len(), 1);
    // No password is none: an empty one, or what stands in its place, opens nothing.
    for typed in ["", "none"] {
        let guest = scene.plaza.client().await;
        let fields = [("email", "lin@example.tw"), ("password", typed)];
        guest.post("/en/log-on", &fields).await.expect(422);
    }
    // Once a password is set by a mailed link it can go.
    let guest = scene.plaza.client().await;
    let email = [("email", "lin@example.tw")];
    guest.post("/en/password/forgot", &email).await.expect(303);
    let mails = scene.plaza.mails().await;
    let mail = mails
        .iter()
        .rfind(|mail| mail.text.contains("/password/"))
        .unwrap();
    let password = [("password", "a password of mine")];
    guest
        .post(&mail.link("/password/"), &password)
        .await
        .expect(303);
    let lin = scene.plaza.client().await;
    lin.log_on("lin@example.tw", "a password of mine").await;
    lin.post("/en/account/sign-on/unlink", &[])
        .await
        .expect(303);
    assert!(scene.plaza.rows_of("sign_on_identities").is_empty());
}

#[actix_web::test]
async fn whoever_runs_the_server_lets_somebody_in_whom_the_provider_calls_otherwise_now() {
    let scene = scene_with(&[STAFF], |config| {
        config.sign_on.as_mut().unwrap().passwords_off = vec!["staff".to_owned()];
    })
    .await;
    let client = scene.plaza.client().await;
    let lin = who("lin", &["plaza-staff"]);
    sign_on(&scene, &client, &lin).await.expect(303);
    let id = own(&client).await["id"].clone();
    let mut anew = lin.clone();
    anew["sub"] = json!("lin-made-anew");
    let there = scene.plaza.client().await;
    let led = sign_on(&scene, &there, &anew).await.expect(303).location();
    assert_eq!(led, "/en/log-on/prove", "an address alone opens nothing");

    let account = id.as_i64().unwrap();
    let until = identities::reopen(&scene.plaza.context, account).await;
    assert_eq!(until.unwrap().unwrap().to_string(), "2026-03-05");
    // Somebody with another address is not meant.
    let stranger = scene.plaza.client().await;
    let chen = who("chen", &["plaza-staff"]);
    sign_on(&scene, &stranger, &chen).await.expect(303);
    assert_ne!(own(&stranger).await["id"], id);
    let led = sign_on(&scene, &there, &anew).await.expect(303).location();
    assert_eq!(led, "/en?done=logged-on");
    assert_eq!(own(&there).await["id"], id);
    // It counts once, and who the provider called so before is somebody else now.
    let before = scene.plaza.client().await;
    let led = sign_on(&scene, &before, &lin).await.expect(303).location();
    assert_eq!(led, "/en/log-on/prove");
    let guest = scene.plaza.client().await;
    let register = guest.get("/en/ledger").await.expect(200).body;
    assert!(register.contains("opened again"), "{register}");
}

#[actix_web::test]
async fn somebody_is_known_again_after_a_new_secret() {
    let mut scene = open_to_residents().await;
    let client = scene.plaza.client().await;
    let lin = who("lin", &["plaza-staff"]);
    sign_on(&scene, &client, &lin).await.expect(303);
    let id = own(&client).await["id"].clone();
    scene.plaza.rekey(Keys::of([9; 32], [[7; 32]]));
    let context = &scene.plaza.context;
    let keys = &context.config.keys;
    let resealed = rotation::reseal(&context.db, keys, &context.random, |_, _, _| {}).await;
    resealed.unwrap();
    scene.plaza.rekey(Keys::new([9; 32]));
    let again = scene.plaza.client().await;
    sign_on(&scene, &again, &lin).await.expect(303);
    assert_eq!(own(&again).await["id"], id);
    let held = again.get("/api/v1/account/data").await.expect(200).body;
    assert!(held.contains("sign_on_identities"), "{held}");
}

#[actix_web::test]
async fn a_suspended_account_gets_in_by_no_way() {
    let scene = open_to_residents().await;
    let client = scene.plaza.client().await;
    let ming = who("ming", &[]);
    super::join(&scene, &client, &ming).await;
    let id = own(&client).await["id"].clone();
    let moderator = scene.plaza.log_on_as(Role::Moderator, "版主").await;
    let path = format!("/api/v1/people/{id}/sanctions");
    let body = json!({ "kind": "suspend", "last_day": "2026-03-20", "reason": "多次張貼廣告" });
    moderator.post_json(&path, &body).await.expect(201);
    let again = scene.plaza.client().await;
    let page = sign_on(&scene, &again, &ming).await.expect(403);
    assert!(page.body.contains("20 March 2026"), "{}", page.body);
    assert!(!is_logged_on(&again).await && !is_logged_on(&client).await);
}

#[actix_web::test]
async fn a_second_factor_of_ones_own_is_asked_for_where_the_provider_asked_for_none() {
    let scene = open_to_residents().await;
    scene.plaza.account("lin", Role::Resident).await;
    let client = scene.plaza.client().await;
    let lin = who("lin", &[]);
    sign_on(&scene, &client, &lin).await.expect(303);
    let proof = [("password", PASSWORD)];
    client.post("/en/log-on/prove", &proof).await.expect(303);
    scene.plaza.protect(&client).await;
    scene.plaza.advance(TimeDelta::minutes(11));
    let renew = "/en/account/factors/codes";
    let next = [("next", "/en/account/factors")];
    let page = client.post("/en/account/sign-on/confirm", &next).await;
    let back = scene.provider.let_in(&onward(&page), &lin);
    let led = client.get(&back).await.expect(303).location();
    let way = "/en/account/confirm?next=%2Fen%2Faccount%2Ffactors&done=factor-needed";
    assert_eq!(led, way);
    assert!(client.get(way).await.body.contains("no second factor"));
    client.post(renew, &[]).await.expect(403);

    let mut strong = lin.clone();
    strong["amr"] = json!(["mfa"]);
    let page = client.post("/en/account/sign-on/confirm", &next).await;
    let back = scene.provider.let_in(&onward(&page), &strong);
    let led = client.get(&back).await.location();
    assert_eq!(led, "/en/account/factors?done=confirmed");
    client.post(renew, &[]).await.expect(200);
}
