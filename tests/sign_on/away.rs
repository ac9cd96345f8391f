//! The provider is away or out of order: a clear page in both languages, and who has a password still gets in.

use plaza::accounts::Role;
use serde_json::json;

use super::{STAFF, begin, is_logged_on, scene, sign_on, who};
use crate::support::PASSWORD;

#[actix_web::test]
async fn while_the_provider_is_away_a_page_says_so_and_administrators_get_in_by_password() {
    let scene = scene(&[STAFF]).await;
    scene.plaza.account("head", Role::Administrator).await;
    scene.provider.is_down(true);
    let guest = scene.plaza.client().await;
    for (lang, words) in [("en", "cannot be reached"), ("zh", "目前連不上")] {
        let page = guest.post(&format!("/{lang}/log-on/sign-on"), &[]).await;
        let page = page.expect(503);
        assert!(page.texts("h1")[0].contains(words), "{}", page.body);
        assert!(page.headers.get("retry-after").is_some());
        let way = format!("main a[href='/{lang}/log-on']");
        assert_eq!(page.texts(&way).len(), 1, "no way on");
    }
    assert_eq!(guest.cookie("plaza-sign-on"), None);
    guest.log_on("head@example.tw", PASSWORD).await;
    assert!(is_logged_on(&guest).await);

    scene.provider.is_down(false);
    let client = scene.plaza.client().await;
    let lin = who("lin", &["plaza-staff"]);
    sign_on(&scene, &client, &lin).await.expect(303);
    // Between the way there and the way back.
    let late = scene.plaza.client().await;
    let back = scene.provider.let_in(&begin(&late).await, &lin);
    scene.provider.is_down(true);
    late.get(&back).await.expect(503);
    assert!(!is_logged_on(&late).await);
    // Who is logged on stays so.
    assert!(is_logged_on(&client).await);
}

#[actix_web::test]
async fn a_provider_that_calls_itself_otherwise_is_not_believed() {
    let scene = scene(&[STAFF]).await;
    let issuer = scene.provider.issuer.clone();
    scene
        .provider
        .describe("issuer", json!("https://other.example"));
    let guest = scene.plaza.client().await;
    let page = guest.post("/en/log-on/sign-on", &[]).await.expect(502);
    assert!(!page.body.contains("other.example"), "its words are shown");
    scene.provider.describe("issuer", json!(issuer));
    scene
        .provider
        .describe("jwks_uri", json!(format!("{issuer}/nothing")));
    guest.post("/en/log-on/sign-on", &[]).await.expect(502);
}

#[actix_web::test]
async fn a_provider_of_this_network_is_asked_only_where_that_is_allowed() {
    let scene = super::scene_with(&[STAFF], |config| {
        config.sign_on.as_mut().unwrap().allow_private = false;
    })
    .await;
    let guest = scene.plaza.client().await;
    guest.post("/en/log-on/sign-on", &[]).await.expect(503);
    assert_eq!(scene.provider.asked("/.well-known/openid-configuration"), 0);
}
