//! Made on the page and by program, shown once, told by mail, and kept as a hash with days.

use actix_web::{http::header, test::TestRequest};
use chrono::TimeDelta;
use futures_util::future::join_all;
use plaza::{accounts::Role, api_tokens::Scope, jobs::retention};
use serde_json::{Value, json};

use super::{NAME, TOKENS, ask, bearing, program, token};
use crate::support::{Person, Plaza};

/// The fields of the page's form.
fn typed<'a>(submission: &'a str, scopes: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("submission", submission),
        ("name", NAME),
        ("expires_on", "2026-04-01"),
    ];
    fields.extend(scopes.iter().map(|scope| ("scope", *scope)));
    fields
}

#[actix_web::test]
async fn a_token_is_made_on_the_page_shown_once_and_acts_as_its_owner() {
    let plaza = Plaza::start().await;
    for (role, lang, kept) in [
        (Role::Resident, "zh", "說明"),
        (Role::Staff, "en", "About the API"),
    ] {
        let name = format!("{}-{lang}", role.as_str());
        let Person { client, .. } = plaza.person(&name, role).await;
        let path = format!("/{lang}/account/tokens");
        client.prove().await.expect(200);
        let page = client.get(&path).await.expect(200);
        assert!(page.body.contains(kept), "{}", page.body);
        let offered = page.texts("form [name=scope] + span code");
        let own: Vec<&str> = Scope::of(role).map(Scope::as_str).collect();
        assert_eq!(offered, own);
        let submission = page.hidden("submission");
        let fields = typed(&submission, &["account:read", "forum:read"]);
        let made = client.post(&path, &fields).await.expect(200);
        assert_eq!(made.headers.get(header::CACHE_CONTROL).unwrap(), "no-store");
        let text = made.texts(".keepsake code").remove(0);
        assert!(text.starts_with("plz_") && text.len() == 51, "{text}");
        // The same form once more makes none, and shows nothing.
        let again = client.post(&path, &fields).await.expect(303);
        let back = client.get(&again.location()).await.expect(200);
        assert!(!back.body.contains(&text));
        assert_eq!(back.texts(".row-title"), [NAME]);
        let program = bearing(&plaza, &text).await;
        let own = program.get("/api/v1/account").await.expect(200).json();
        assert_eq!(own["name"], name.as_str());
        assert!(!plaza.dump().contains(&text[4..47]), "it is kept as it is");
    }
}

#[actix_web::test]
async fn programs_make_list_and_end_them_in_a_session() {
    let plaza = Plaza::start().await;
    let Person { client, .. } = plaza.person("ming", Role::Resident).await;
    let (text, id) = token(&client, &["forum:write", "account:read"]).await;
    let listed = client.get(TOKENS).await.expect(200).json();
    let expected = json!([{
        "id": id, "name": NAME, "scopes": ["forum:write", "account:read"],
        "created_on": "2026-03-02", "expires_on": "2026-04-01", "last_used_on": null,
    }]);
    assert_eq!(listed["tokens"], expected);
    let offered = listed["scopes"].as_array().unwrap();
    assert_eq!(offered.len(), Scope::of(Role::Resident).count());
    assert!(
        offered
            .iter()
            .all(|one| one["effect"].as_str().unwrap().len() > 20)
    );

    let program = bearing(&plaza, &text).await;
    program.get("/api/v1/account").await.expect(200);
    let used = client.get(TOKENS).await.json()["tokens"][0]["last_used_on"].clone();
    assert_eq!(used, "2026-03-02");
    plaza.at("2026-03-04T09:00");
    program.get("/api/v1/account").await.expect(200);
    let rows = plaza.rows_of("api_tokens");
    program.get("/api/v1/account").await.expect(200);
    assert_eq!(plaza.rows_of("api_tokens"), rows);
    assert!(
        rows[0].contains("2026-03-04") && !rows[0].contains("09:00"),
        "{rows:?}"
    );

    let other = plaza.person("mei", Role::Resident).await;
    let path = format!("{TOKENS}/{id}");
    let delete = || TestRequest::delete().uri(&path);
    other.client.send(delete()).await.expect(204);
    program.get("/api/v1/account").await.expect(200);
    client.send(delete()).await.expect(204);
    client.send(delete()).await.expect(204);
    program.get("/api/v1/account").await.expect(401);
    assert_eq!(client.get(TOKENS).await.json()["tokens"], json!([]));
}

#[actix_web::test]
async fn one_key_makes_one_token_and_tells_the_same() {
    let plaza = Plaza::start().await;
    let Person { client, .. } = plaza.person("ming", Role::Resident).await;
    client.prove().await.expect(200);
    let body = json!({ "name": NAME, "scopes": ["forum:read"], "expires_on": "2026-04-01" });
    let send = async || {
        let request = TestRequest::post().uri(TOKENS);
        let request = request.insert_header(("idempotency-key", "calendar-sync-1"));
        let made = client.send(request.set_json(&body)).await;
        made.expect(201).json()
    };
    let (first, second) = (send().await, send().await);
    assert!(first["token"].is_string());
    assert_eq!(first, second, "who did not hear it asks again");
    assert_eq!(plaza.rows_of("api_tokens").len(), 1);
}

#[actix_web::test]
async fn its_owner_is_told_by_mail_and_in_the_account_and_the_register_names_nobody() {
    let plaza = Plaza::start().await;
    for (role, name) in [(Role::Resident, "ming"), (Role::Staff, "hua")] {
        let Person { client, email } = plaza.person(name, role).await;
        let before = client.get("/api/v1/ledger").await.json()["entries"].clone();
        let (text, id) = token(&client, &["forum:read"]).await;
        let mails = plaza.mails().await;
        let mail = mails.iter().rfind(|mail| mail.to == email).unwrap();
        assert!(mail.subject.contains("API權杖"), "{}", mail.subject);
        assert!(mail.text.contains("forum:read") && mail.text.contains("2026年4月1日"));
        assert!(!mail.raw.contains(&text) && !mail.text.contains(NAME));
        client.get(&mail.link("/account/tokens")).await.expect(200);
        let end = format!("/zh/account/tokens/{id}/end");
        client.post(&end, &[]).await.expect(303);
        let events = client
            .get("/zh/account")
            .await
            .texts("ol.records div")
            .concat();
        assert!(events.contains("建立API權杖") && events.contains("停用API權杖"));

        let after = client.get("/api/v1/ledger").await.json()["entries"].clone();
        let (before, after) = (before.as_array().unwrap(), after.as_array().unwrap());
        let new = after.len() - before.len();
        let acts: Vec<&Value> = after[..new].iter().map(|entry| &entry["act"]).collect();
        match role {
            Role::Resident => assert!(acts.is_empty(), "{acts:?}"),
            _ => assert_eq!(acts, ["token-ended", "token-made"]),
        }
        assert!(!json!(after).to_string().contains(name));
    }
}

#[actix_web::test]
async fn it_serves_to_the_end_of_its_last_day_and_then_its_row_goes() {
    let plaza = Plaza::start().await;
    let Person { client, email } = plaza.person("ming", Role::Resident).await;
    let program = program(&plaza, &client, &["account:read"]).await;
    plaza.at("2026-04-01T23:59");
    program.get("/api/v1/account").await.expect(200);
    retention::once(&plaza.context).await.unwrap();
    assert_eq!(plaza.rows_of("api_tokens").len(), 1);
    plaza.advance(TimeDelta::minutes(1));
    let refused = program.get("/api/v1/account").await.expect(401);
    assert_eq!(refused.json()["code"], "token-invalid");
    client.log_on(&email, crate::support::PASSWORD).await;
    assert_eq!(client.get(TOKENS).await.json()["tokens"], json!([]));
    retention::once(&plaza.context).await.unwrap();
    assert!(plaza.rows_of("api_tokens").is_empty());
}

#[actix_web::test]
async fn an_owner_is_shown_what_is_held_and_nobody_else_reads_the_name() {
    let plaza = Plaza::start().await;
    let Person { client, .. } = plaza.person("hua", Role::Staff).await;
    ask(&client, &["desk:read"]).await.expect(201);
    let data = client.get("/api/v1/account/data").await.expect(200).body;
    assert!(data.contains(NAME) && data.contains("desk:read"));
    for role in [Role::Administrator, Role::PrivacyOfficer, Role::Moderator] {
        let other = plaza.log_on_as(role, "somebody").await;
        for path in [
            "/zh/admin/tokens",
            "/api/v1/admin/tokens",
            TOKENS,
            "/zh/account/tokens",
        ] {
            assert!(!other.get(path).await.body.contains(NAME), "{path}");
        }
    }
}

#[actix_web::test]
async fn of_some_at_once_with_one_key_each_is_told_the_token() {
    let plaza = Plaza::start().await;
    let Person { client, .. } = plaza.person("ming", Role::Resident).await;
    client.prove().await.expect(200);
    let body = json!({ "name": NAME, "scopes": ["forum:read"], "expires_on": "2026-04-01" });
    let send = || {
        let request = TestRequest::post().uri(TOKENS);
        let request = request.insert_header(("idempotency-key", "calendar-sync-2"));
        client.send(request.set_json(&body))
    };
    let all = join_all((0..4).map(|_| send())).await;
    let mut all: Vec<_> = all
        .into_iter()
        .map(|made| made.expect(201).json())
        .collect();
    all.push(send().await.expect(201).json());
    for made in &all {
        assert!(made["token"].is_string(), "{made}");
        assert_eq!(made, &all[0]);
    }
    assert_eq!(plaza.rows_of("api_tokens").len(), 1);
}
