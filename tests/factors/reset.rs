//! Letting in who lost everything: two administrators, or whoever runs the server.

use actix_web::http::Method;
use chrono::TimeDelta;
use plaza::accounts::Role;
use serde_json::json;

use super::{first_step, id_of, is_logged_on, register};
use crate::{
    api_tokens::program,
    support::{PASSWORD, Person, Plaza},
};

struct Scene {
    plaza: Plaza,
    first: Person,
    second: Person,
    /// Who lost everything.
    clerk: Person,
    id: i64,
}

async fn scene() -> Scene {
    let plaza = Plaza::start().await;
    let first = plaza.person("first", Role::Administrator).await;
    let second = plaza.person("second", Role::Administrator).await;
    let clerk = plaza.person("clerk", Role::Staff).await;
    plaza.protect(&clerk.client).await;
    let id = id_of(&plaza, "clerk").await;
    plaza.mails().await;
    Scene {
        plaza,
        first,
        second,
        clerk,
        id,
    }
}

const RESETS: &str = "/api/v1/admin/factor-resets";

#[actix_web::test]
async fn one_asks_another_agrees_and_the_password_lets_in_again() {
    let scene = scene().await;
    let ask = [("email", "clerk@example.tw")];
    let program = program(&scene.plaza, &scene.clerk.client, &["desk:read"]).await;
    program.get("/api/v1/desk/cases").await.expect(200);
    let known = scene.plaza.mails().await.len();
    let path = "/en/admin/factors";
    scene.first.client.post(path, &ask).await.expect(303);
    scene.first.client.post(path, &ask).await.expect(303);
    let mails = scene.plaza.mails().await;
    let told: Vec<&str> = mails[known..].iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.contains(&"clerk@example.tw") && told.contains(&"second@example.tw"));

    // Neither who asked nor whose it is; a page without the button, and no way around it.
    let approve = format!("{path}/{}/approve", scene.id);
    let page = scene.first.client.get(path).await.expect(200);
    assert_eq!(
        page.attribute(&format!("form[action='{approve}']"), "action"),
        None
    );
    let refused = scene.first.client.post(&approve, &[]).await.expect(403);
    assert!(refused.texts(".error-summary a")[0].contains("Another administrator"));
    let api = format!("{RESETS}/{}/approve", scene.id);
    let told = scene.first.client.post_json(&api, &json!({})).await;
    assert_eq!(told.expect(403).json()["code"], "second-person");
    assert!(is_logged_on(&scene.clerk.client).await);

    let page = scene.second.client.get(path).await.expect(200);
    assert!(
        page.attribute(&format!("form[action='{approve}']"), "action")
            .is_some()
    );
    scene.second.client.post(&approve, &[]).await.expect(303);
    scene.second.client.post(&approve, &[]).await.expect(404);
    assert!(!is_logged_on(&scene.clerk.client).await);
    let ended = program.get("/api/v1/desk/cases").await.expect(401);
    assert_eq!(ended.json()["code"], "token-invalid");
    let clerk = scene.plaza.client().await;
    clerk.log_on("clerk@example.tw", PASSWORD).await;
    let page = clerk.get("/en/account").await.expect(200);
    assert!(page.body.contains("The city ended all second factors"));
    let last = scene.plaza.mails().await.pop().unwrap();
    assert_eq!(last.to, "clerk@example.tw");

    let told = register(&scene.plaza).await;
    assert!(told.contains("factor-reset") && told.contains("second-factors"));
    assert!(!told.contains("clerk"), "whose it is: {told}");
}

#[actix_web::test]
async fn a_request_is_declined_ends_by_itself_and_is_of_an_account_that_has_factors() {
    let scene = scene().await;
    let ask = |email: &str| json!({ "email": email });
    let (first, second) = (&scene.first.client, &scene.second.client);
    for (email, code) in [
        ("nobody@example.tw", "factor-account"),
        ("first@example.tw", "factor-own"),
        ("second@example.tw", "factor-none"),
        ("", "factor-account"),
    ] {
        let told = first.post_json(RESETS, &ask(email)).await.expect(422);
        assert_eq!(told.json()["errors"][0]["code"], code, "{email}");
    }
    first
        .post_json(RESETS, &ask("clerk@example.tw"))
        .await
        .expect(202);
    let waiting = second.get(RESETS).await.expect(200).json();
    assert_eq!(waiting[0]["asked_by_name"], "first");
    let one = format!("{RESETS}/{}", scene.id);
    second
        .json(Method::DELETE, &one, &json!({}))
        .await
        .expect(200);
    second
        .json(Method::DELETE, &one, &json!({}))
        .await
        .expect(404);
    let asked = first_step(&scene.plaza.client().await, "clerk@example.tw").await;
    asked.expect(200).hidden("pending");

    first
        .post_json(RESETS, &ask("clerk@example.tw"))
        .await
        .expect(202);
    scene.plaza.advance(TimeDelta::days(3));
    scene.plaza.prove_all().await;
    let approve = format!("{one}/approve");
    second.post_json(&approve, &json!({})).await.expect(404);
    assert_eq!(second.get(RESETS).await.expect(200).json(), json!([]));
    // Asked anew, by the other this time.
    second
        .post_json(RESETS, &ask("clerk@example.tw"))
        .await
        .expect(202);
    first.post_json(&approve, &json!({})).await.expect(200);
    let people = first.get("/api/v1/admin/factors").await.expect(200).json();
    assert!(
        people
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["has_factor"] == false)
    );
}
