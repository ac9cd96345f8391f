//! Roles and offices as the rules give and take them, each time.

use plaza::{
    accounts::Role,
    moderation::roles,
    offices::{self, members},
};
use serde_json::Value;

use super::{ADMINISTRATORS, STAFF, is_logged_on, own, scene, sign_on, who};
use crate::support::{Client, Plaza};

/// What the public register says of who works for the city: what, and by which rule.
async fn register(guest: &Client) -> Vec<(String, String, String)> {
    let register = guest.get("/api/v1/ledger").await.expect(200).json();
    let entries = register["entries"].as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let of_rules = entries
        .iter()
        .filter(|entry| !entry["facts"]["sign_on"].is_null());
    let mut found: Vec<_> = of_rules
        .map(|entry| {
            let facts = &entry["facts"];
            (
                text(&entry["act"]),
                text(&facts["what"]),
                text(&facts["sign_on"]),
            )
        })
        .collect();
    found.reverse();
    found
}

async fn colleagues(plaza: &Plaza, office: &str) -> usize {
    let all = members::of_office(&plaza.context, office).await;
    all.unwrap().len()
}

#[actix_web::test]
async fn a_role_and_offices_come_with_the_claims_and_go_with_them() {
    let scene = scene(&[
        STAFF,
        ("unit=works", None, Some("public-works")),
        ("unit=nowhere", None, Some("no-such-office")),
        ("groups=plaza-moderators", Some("moderator"), None),
    ])
    .await;
    let guest = scene.plaza.client().await;
    let client = scene.plaza.client().await;
    let mut lin = who("lin", &["plaza-staff"]);
    lin["unit"] = "works".into();
    sign_on(&scene, &client, &lin).await.expect(303);
    assert_eq!(own(&client).await["role"], "staff");
    assert_eq!(colleagues(&scene.plaza, "public-works").await, 1);
    let given = [
        ("organisation-added", "staff", "rule-1"),
        ("organisation-added", "member", "rule-2"),
    ];
    let given = given.map(|(act, what, rule)| (act.to_owned(), what.to_owned(), rule.to_owned()));
    assert_eq!(register(&guest).await, given);
    // The same again is nothing new.
    let again = scene.plaza.client().await;
    sign_on(&scene, &again, &lin).await.expect(303);
    assert_eq!(register(&guest).await.len(), 2);

    // What somebody gave by hand stays, what a rule gave goes.
    let id = own(&client).await["id"].as_i64().unwrap();
    offices::join(&scene.plaza.context, id, "finance")
        .await
        .unwrap();
    lin["unit"] = "nowhere".into();
    let moved = scene.plaza.client().await;
    sign_on(&scene, &moved, &lin).await.expect(303);
    assert_eq!(colleagues(&scene.plaza, "public-works").await, 0);
    assert_eq!(colleagues(&scene.plaza, "finance").await, 1);

    lin["groups"] = vec!["plaza-moderators"].into();
    let changed = scene.plaza.client().await;
    sign_on(&scene, &changed, &lin).await.expect(303);
    assert_eq!(own(&changed).await["role"], "moderator");
    assert_eq!(
        colleagues(&scene.plaza, "finance").await,
        0,
        "a moderator works for none"
    );

    // No rule fits any more: the role goes, and nobody is let in; what began through it ends.
    lin["groups"] = Value::Array(Vec::new());
    let refused = scene.plaza.client().await;
    let page = sign_on(&scene, &refused, &lin).await.expect(403);
    assert!(page.body.contains("You may not log on here yet"));
    for session in [&client, &again, &moved, &changed, &refused] {
        assert!(!is_logged_on(session).await);
    }
    let last = register(&guest).await.pop().unwrap();
    assert_eq!(
        (&*last.0, &*last.1, &*last.2),
        ("organisation-removed", "moderator", "-")
    );
    let mails = scene.plaza.mails().await;
    assert!(mails.iter().all(|mail| mail.to == "lin@example.tw"));
    assert!(
        mails.len() >= 4,
        "who has the role is told: {}",
        mails.len()
    );
}

#[actix_web::test]
async fn offices_that_people_gave_stay_where_a_rule_changes_the_role_between_those_that_have_some()
{
    let scene = scene(&[
        STAFF,
        ("groups=plaza-officers", Some("privacy_officer"), None),
    ])
    .await;
    let client = scene.plaza.client().await;
    let mut lin = who("lin", &["plaza-staff"]);
    sign_on(&scene, &client, &lin).await.expect(303);
    let id = own(&client).await["id"].as_i64().unwrap();
    offices::join(&scene.plaza.context, id, "finance")
        .await
        .unwrap();
    lin["groups"] = vec!["plaza-officers"].into();
    let changed = scene.plaza.client().await;
    sign_on(&scene, &changed, &lin).await.expect(303);
    assert_eq!(own(&changed).await["role"], "privacy_officer");
    assert_eq!(colleagues(&scene.plaza, "finance").await, 1);
}

#[actix_web::test]
async fn a_role_that_people_gave_is_not_the_rules_to_take() {
    let scene = super::scene_with(&[STAFF], |config| {
        config.sign_on.as_mut().unwrap().residents = true;
    })
    .await;
    let officer = scene.plaza.person("officer", Role::PrivacyOfficer).await;
    let page = officer.client.post("/en/account/sign-on/link", &[]).await;
    let address = super::onward(&page.expect(200));
    let back = scene.provider.let_in(&address, &who("officer", &[]));
    officer.client.get(&back).await.expect(303);
    assert_eq!(own(&officer.client).await["role"], "privacy_officer");
    let again = scene.plaza.client().await;
    sign_on(&scene, &again, &who("officer", &[]))
        .await
        .expect(303);
    assert_eq!(own(&again).await["role"], "privacy_officer");
}

#[actix_web::test]
async fn the_last_administrator_is_never_locked_out_by_a_claim_that_lacks() {
    let scene = super::scene_with(&[ADMINISTRATORS, STAFF], |config| {
        config.sign_on.as_mut().unwrap().passwords_off = vec!["administrator".to_owned()];
    })
    .await;
    let client = scene.plaza.client().await;
    sign_on(&scene, &client, &who("head", &["plaza-admins"]))
        .await
        .expect(303);
    assert_eq!(own(&client).await["role"], "administrator");
    // Not by none, and not by another role.
    let none: &[&str] = &[];
    for groups in [none, &["plaza-staff"]] {
        let again = scene.plaza.client().await;
        sign_on(&scene, &again, &who("head", groups))
            .await
            .expect(303);
        assert_eq!(own(&again).await["role"], "administrator");
    }
    // Beside another the rules hold.
    let second = scene.plaza.client().await;
    sign_on(&scene, &second, &who("second", &["plaza-admins"]))
        .await
        .expect(303);
    let again = scene.plaza.client().await;
    sign_on(&scene, &again, &who("head", &["plaza-staff"]))
        .await
        .expect(303);
    assert_eq!(own(&again).await["role"], "staff");
}

#[actix_web::test]
async fn administrators_by_hand_are_not_locked_out_by_a_claim_that_lacks() {
    let scene = super::scene_with(&[ADMINISTRATORS], |config| {
        config.sign_on.as_mut().unwrap().passwords_off = vec!["administrator".to_owned()];
    })
    .await;
    let heads = ["head", "second"];
    let (one, two) = (
        scene.plaza.person(heads[0], Role::Administrator).await,
        scene.plaza.person(heads[1], Role::Administrator).await,
    );
    for (name, head) in heads.iter().zip([one, two]) {
        let page = head.client.post("/en/account/sign-on/link", &[]).await;
        let address = super::onward(&page.expect(200));
        let back = scene
            .provider
            .let_in(&address, &who(name, &["plaza-admins"]));
        head.client.get(&back).await.expect(303);
    }
    // Somebody called the group otherwise: both have no password, and the role is theirs by hand.
    for name in heads {
        let client = scene.plaza.client().await;
        sign_on(&scene, &client, &who(name, &["city-admins"]))
            .await
            .expect(303);
        assert_eq!(own(&client).await["role"], "administrator");
    }
}

/// The role of the only account.
async fn only_role(plaza: &Plaza) -> Role {
    use diesel::prelude::*;
    use plaza::db::{DbError, schema::accounts};
    let found = plaza.context.db.read(|connection| {
        let role = accounts::table.select(accounts::role).first(connection)?;
        Ok::<Role, DbError>(role)
    });
    found.await.unwrap()
}

#[actix_web::test]
async fn what_people_gave_after_they_took_a_rules_role_is_theirs() {
    let scene = scene(&[STAFF]).await;
    let context = &scene.plaza.context;
    let client = scene.plaza.client().await;
    sign_on(&scene, &client, &who("lin", &["plaza-staff"]))
        .await
        .expect(303);
    let id = own(&client).await["id"].as_i64().unwrap();
    roles::take(context, id).await.unwrap();
    let none = who("lin", &[]);
    let guest = scene.plaza.client().await;
    sign_on(&scene, &guest, &none).await.expect(403);
    roles::give(context, id, Role::Staff).await.unwrap();
    sign_on(&scene, &guest, &none).await.expect(403);
    assert_eq!(only_role(&scene.plaza).await, Role::Staff);
}

#[actix_web::test]
async fn nobody_gets_in_without_a_rule_or_an_address() {
    let scene = scene(&[STAFF]).await;
    let client = scene.plaza.client().await;
    sign_on(&scene, &client, &who("ming", &["others"]))
        .await
        .expect(403);
    let mut unknown = who("lin", &["plaza-staff"]);
    unknown["email_verified"] = false.into();
    let page = sign_on(&scene, &client, &unknown).await.expect(403);
    assert!(page.texts("h1")[0].contains("tells no e-mail address"));
    unknown["email_verified"] = true.into();
    unknown["email"] = "no address".into();
    sign_on(&scene, &client, &unknown).await.expect(403);
    assert!(scene.plaza.rows_of("accounts").is_empty());
}
