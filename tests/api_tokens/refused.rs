//! Bad input: tokens that are none, scopes that do not exist, and what no token may do.

use actix_web::{http::header, test::TestRequest};
use plaza::{
    accounts::Role,
    clock::Random,
    keys::Token,
    web::routes::{Audience, CATALOGUE},
};
use serde_json::{Value, json};

use super::{NAME, TOKENS, all_of, ask, bearing, code, program, token};
use crate::{
    catalogue::{sample_path, send},
    support::{Person, Plaza},
};

#[actix_web::test]
async fn what_is_no_token_is_refused_whatever_else_comes_with_it() {
    let plaza = Plaza::start().await;
    let Person { client, .. } = plaza.person("ming", Role::Resident).await;
    let (right, _) = token(&client, &["account:read"]).await;
    let unknown = plaza::api_tokens::Secret::draw(&Random::seeded(9)).reveal();
    let swapped = format!("{}{}", &right[..47], &unknown[47..]);
    for text in ["plz_", "plz_x", &right[..50], &swapped, &unknown, "plz_字"] {
        for path in ["/api/v1/account", "/api/v1/boards", "/api/v1/openapi.json"] {
            // The browser's session counts for nothing beside it.
            let request = TestRequest::get().uri(path);
            let value = header::HeaderValue::from_bytes(format!("Bearer {text}").as_bytes());
            let request = request.insert_header((header::AUTHORIZATION, value.unwrap()));
            let answer = client.send(request).await;
            // What is no text at all says nothing of a token.
            if text.is_ascii() {
                let answer = answer.expect(401);
                assert_eq!(code(&answer), "token-invalid", "{text} {path}");
                let challenge = answer.headers.get(header::WWW_AUTHENTICATE).unwrap();
                assert_eq!(challenge, "Bearer error=\"invalid_token\"");
            }
        }
    }
    // The scheme's name is written as one likes.
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let request = TestRequest::get().uri("/api/v1/account");
        let value = format!("{scheme} {right}");
        let request = request.insert_header((header::AUTHORIZATION, value));
        plaza.client().await.send(request).await.expect(200);
    }
    let basic = TestRequest::get().uri("/api/v1/account");
    let basic = basic.insert_header((header::AUTHORIZATION, format!("Basic {right}")));
    plaza.client().await.send(basic).await.expect(401);
    // A session's token is still one, and a token of the API opens no session.
    let cookie = plaza.client().await;
    cookie.set_cookie("plaza", &right);
    cookie.get("/api/v1/account").await.expect(401);
    assert!(Token::parse(&right).is_none());
}

#[actix_web::test]
async fn a_token_that_got_lost_on_the_way_is_none_and_nobodys_session() {
    let plaza = Plaza::start().await;
    let Person { client, .. } = plaza.person("ming", Role::Resident).await;
    let guest = plaza.client().await;
    for empty in ["Bearer", "Bearer ", "bearer   "] {
        for client in [&client, &guest] {
            for path in ["/api/v1/account", "/api/v1/boards"] {
                let request = TestRequest::get().uri(path);
                let request = request.insert_header((header::AUTHORIZATION, empty));
                let answer = client.send(request).await.expect(401);
                assert_eq!(code(&answer), "token-invalid", "{empty:?} {path}");
            }
        }
    }
    // What a proxy asks for is no matter of Plaza's.
    for other in ["Basic", "Basic bWluZzp4", "Bearerx"] {
        let request = TestRequest::get().uri("/api/v1/account");
        let request = request.insert_header((header::AUTHORIZATION, other));
        client.send(request).await.expect(200);
    }
}

#[actix_web::test]
async fn a_scope_is_named_that_does_not_exist_and_what_else_is_wrong_too() {
    let plaza = Plaza::start().await;
    let Person { client, .. } = plaza.person("hua", Role::Moderator).await;
    let before = plaza.rows_of("api_tokens");
    let long = "名".repeat(61);
    client.prove().await.expect(200);
    let right = json!({ "name": NAME, "scopes": ["forum:read"], "expires_on": "2026-04-01" });
    for (field, value, wrong, said) in [
        (
            "scopes",
            json!(["forum:read", "forum:all"]),
            "no-such-scope",
            "forum:all",
        ),
        (
            "scopes",
            json!(["Forum:read"]),
            "no-such-scope",
            "Forum:read",
        ),
        (
            "scopes",
            json!(["forum:read forum:write"]),
            "no-such-scope",
            "forum:write",
        ),
        ("scopes", json!([""]), "no-such-scope", "「」"),
        (
            "scopes",
            json!(["desk:read"]),
            "scope-beyond-role",
            "desk:read",
        ),
        (
            "scopes",
            json!(["admin:write"]),
            "scope-beyond-role",
            "admin:write",
        ),
        ("scopes", json!([]), "scopes-none", ""),
        ("name", json!(""), "length", "60"),
        ("name", json!("  "), "length", "60"),
        ("name", json!(long), "length", "60"),
        ("name", json!("a\u{202e}b"), "characters", ""),
        ("name", json!("a\nb"), "characters", ""),
        ("name", json!("a\0b"), "characters", ""),
        (
            "expires_on",
            json!("2026-03-01"),
            "token-expiry",
            "2027年3月2日",
        ),
        (
            "expires_on",
            json!("2027-03-03"),
            "token-expiry",
            "2027年3月2日",
        ),
        ("expires_on", json!("9999-12-31"), "token-expiry", ""),
    ] {
        let mut body = right.clone();
        body[field] = value;
        let refused = client.post_json(TOKENS, &body).await.expect(422).json();
        let errors = refused["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 1, "{refused}");
        assert_eq!(errors[0]["field"], field);
        assert_eq!(errors[0]["code"], wrong, "{body}");
        assert!(
            errors[0]["detail"].as_str().unwrap().contains(said),
            "{refused}"
        );
    }
    for (field, value) in [
        ("expires_on", Value::Null),
        ("scopes", json!("forum:read")),
        ("name", json!(7)),
    ] {
        let mut body = right.clone();
        body[field] = value;
        client.post_json(TOKENS, &body).await.expect(400);
    }
    let mut body = right.clone();
    body["expires_on"] = json!("tomorrow");
    client.post_json(TOKENS, &body).await.expect(422);
    let much =
        json!({ "name": "x", "scopes": vec!["y".repeat(9_000); 100], "expires_on": "2026-04-01" });
    let refused = client.post_json(TOKENS, &much).await.expect(422);
    assert!(refused.body.len() < 2_000, "{}", refused.body.len());
    assert_eq!(plaza.rows_of("api_tokens"), before);
    for day in ["2026-03-02", "2027-03-02"] {
        let mut body = right.clone();
        body["expires_on"] = json!(day);
        client.post_json(TOKENS, &body).await.expect(201);
    }
}

#[actix_web::test]
async fn the_page_shows_the_form_again_with_what_was_typed() {
    let plaza = Plaza::start().await;
    let Person { client, .. } = plaza.person("ming", Role::Resident).await;
    client.prove().await.expect(200);
    let fields = [
        ("name", "<b>備份</b>"),
        ("scope", "forum:write"),
        ("scope", "admin:write"),
        ("expires_on", "2026-04-01"),
    ];
    for lang in ["zh", "en"] {
        let path = format!("/{lang}/account/tokens");
        let again = client.post(&path, &fields).await.expect(422);
        let typed = again.attribute("#f-name", "value").unwrap();
        assert_eq!(typed, "<b>備份</b>");
        let ticked = again.attribute("[name=scope][checked]", "value").unwrap();
        assert_eq!(ticked, "forum:write");
        let chosen = again.attribute("option[selected]", "value").unwrap();
        assert_eq!(chosen, "2026-04-01");
        let summary = again.texts(".error-summary li").concat();
        assert!(summary.contains("admin:write"), "{summary}");
    }
    assert!(plaza.rows_of("api_tokens").is_empty());
}

#[actix_web::test]
async fn an_account_has_twenty_at_most() {
    let plaza = Plaza::start().await;
    let Person { client, .. } = plaza.person("ming", Role::Resident).await;
    for _ in 0..20 {
        ask(&client, &["forum:read"]).await.expect(201);
    }
    let refused = ask(&client, &["forum:read"]).await.expect(422).json();
    assert_eq!(refused["errors"][0]["code"], "tokens-most");
    assert_eq!(plaza.rows_of("api_tokens").len(), 20);
}

/// What a person who is there does: no scope reaches it. Whoever gives one of these a scope says so here.
const FOR_PEOPLE: [(&str, &str); 45] = [
    ("DELETE", "/api/v1/account/factors"),
    ("DELETE", "/api/v1/account/factors/app"),
    ("DELETE", "/api/v1/account/passkeys/{id}"),
    ("DELETE", "/api/v1/account/sign-on"),
    ("DELETE", "/api/v1/account/tokens/{id}"),
    ("DELETE", "/api/v1/admin/factor-resets/{id}"),
    ("DELETE", "/api/v1/admin/moderators/{id}"),
    ("DELETE", "/api/v1/admin/offices/{slug}/members/{id}"),
    ("DELETE", "/api/v1/admin/tokens/{id}"),
    ("DELETE", "/api/v1/sessions"),
    ("DELETE", "/api/v1/sessions/current"),
    ("GET", "/api/v1/account/data"),
    ("GET", "/api/v1/account/factors"),
    ("GET", "/api/v1/account/tokens"),
    ("GET", "/api/v1/admin/factor-resets"),
    ("GET", "/api/v1/admin/factors"),
    ("GET", "/api/v1/admin/moderators/{id}"),
    ("GET", "/api/v1/admin/tokens"),
    ("POST", "/api/v1/account/confirm"),
    ("POST", "/api/v1/account/confirm/options"),
    ("POST", "/api/v1/account/data-requests"),
    ("POST", "/api/v1/account/erase"),
    ("POST", "/api/v1/account/factors/app"),
    ("POST", "/api/v1/account/factors/app/confirm"),
    ("POST", "/api/v1/account/factors/codes"),
    ("POST", "/api/v1/account/passkeys"),
    ("POST", "/api/v1/account/passkeys/options"),
    ("POST", "/api/v1/account/tokens"),
    ("POST", "/api/v1/admin/factor-resets"),
    ("POST", "/api/v1/admin/factor-resets/{id}/approve"),
    ("POST", "/api/v1/admin/moderators"),
    ("POST", "/api/v1/admin/offices/{slug}/members"),
    ("POST", "/api/v1/admin/webhooks"),
    ("POST", "/api/v1/admin/webhooks/{id}/secret"),
    ("POST", "/api/v1/officer/agreements"),
    ("POST", "/api/v1/officer/agreements/{id}/end"),
    ("POST", "/api/v1/officer/approvals"),
    ("POST", "/api/v1/officer/approvals/{id}"),
    ("POST", "/api/v1/officer/breaches/{id}/send"),
    ("POST", "/api/v1/officer/disclosures"),
    ("POST", "/api/v1/officer/policy/{id}/publish"),
    ("POST", "/api/v1/posts/{id}/investigations"),
    ("POST", "/api/v1/posts/{id}/investigations/{number}"),
    ("PUT", "/api/v1/admin/moderators/{id}/boards"),
    ("PUT", "/api/v1/officer/agreements/{id}"),
];

#[test]
fn what_needs_an_account_and_no_token_reaches_is_written_down() {
    let of_people = CATALOGUE.iter().filter(|route| {
        let of_api = route.path.starts_with("/api/v1/");
        of_api && route.scope.is_none() && route.audience != Audience::Anyone
    });
    let mut of_people: Vec<(&str, &str)> =
        of_people.map(|route| (route.method, route.path)).collect();
    of_people.sort_unstable();
    assert_eq!(of_people, FOR_PEOPLE);
}

#[actix_web::test]
async fn what_takes_a_person_no_token_does() {
    let plaza = Plaza::demo_city().await;
    let mut programs = Vec::new();
    for (name, role) in [
        ("head", Role::Administrator),
        ("officer", Role::PrivacyOfficer),
    ] {
        let Person { client, .. } = plaza.person(name, role).await;
        programs.push(program(&plaza, &client, &all_of(role)).await);
    }
    // Nor does a token do what anybody may who carries none.
    let more = [
        ("POST", "/api/v1/sessions"),
        ("POST", "/api/v1/password/reset-requests"),
    ];
    for (method, path) in FOR_PEOPLE.into_iter().chain(more) {
        let mut all = CATALOGUE.iter();
        let route = all.find(|route| route.method == method && route.path == path);
        let route = route.unwrap_or_else(|| panic!("no route {method} {path}"));
        for program in &programs {
            let refused = send(program, route, &sample_path(route, &plaza)).await;
            let refused = refused.expect(403);
            assert_eq!(code(&refused), "not-for-tokens", "{method} {path}");
        }
    }
    // Pages and Open311 are no different: what anybody reads is read, and nothing is done.
    let program = &programs[0];
    let page = program.get("/zh").await.expect(200);
    assert!(
        page.texts("a[href='/zh/account']").is_empty(),
        "somebody is logged on"
    );
    for path in ["/zh/account", "/zh/admin/boards", "/zh/account/password"] {
        program.get(path).await.expect(403);
    }
    for path in [
        "/zh/account/password",
        "/zh/account/tokens",
        "/open311/v2/requests.json",
    ] {
        program.post(path, &[]).await.expect(403);
    }
    program.get("/api/v1/nothing-here").await.expect(404);
    // Written otherwise, an address gives nothing that it does not give as it stands.
    for path in [
        "/api/v1/%61ccount/tokens",
        "/api/v1/account/%74okens",
        "/zh/%61ccount",
    ] {
        let status = program.get(path).await.status.as_u16();
        assert!([401, 403, 404].contains(&status), "{path}: {status}");
    }
    let guest = plaza.client().await;
    guest.get("/api/v1/account/tokens").await.expect(401);
}

#[actix_web::test]
async fn what_is_asked_of_a_token_that_lacks_its_scope_names_it() {
    let plaza = Plaza::start().await;
    let Person { client, .. } = plaza.person("hua", Role::Staff).await;
    let (text, _) = token(&client, &["desk:read"]).await;
    let program = bearing(&plaza, &text).await;
    let refused = program.post_json("/api/v1/desk/acts", &json!({})).await;
    let refused = refused.expect(403);
    let problem = refused.json();
    assert_eq!(problem["code"], "scope-missing");
    assert_eq!(problem["scope"], "desk:write");
    assert!(!problem["title"].as_str().unwrap().starts_with("problem-"));
    let challenge = refused.headers.get(header::WWW_AUTHENTICATE).unwrap();
    let challenge = challenge.to_str().unwrap();
    assert!(challenge.contains("insufficient_scope") && challenge.contains("\"desk:write\""));
    program.get("/api/v1/desk/cases").await.expect(200);
}
