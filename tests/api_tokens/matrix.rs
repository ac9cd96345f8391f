//! Role by route by scope: a token does what its role may where it has the route's scope, and nothing without.

use std::collections::BTreeSet;

use plaza::{
    accounts::Role,
    api_tokens::Scope,
    web::routes::{Audience, CATALOGUE, Route},
};
use serde_json::{Value, json};

use super::{all_of, code, program};
use crate::{
    catalogue::{sample_path, send},
    support::{Client, Person, Plaza},
};

/// The routes of the API; the document alone, which says so of them, is left out.
fn api() -> impl Iterator<Item = &'static Route> {
    let of_api = |route: &&Route| route.path.starts_with("/api/v1/");
    CATALOGUE.iter().filter(of_api)
}

fn allowed(audience: Audience) -> &'static [Role] {
    match audience {
        Audience::Anyone | Audience::Member => &Role::ALL,
        Audience::Moderator => &[Role::Moderator, Role::Administrator],
        Audience::Reviewer => &[Role::Moderator, Role::PrivacyOfficer, Role::Administrator],
        Audience::Staff => &[Role::Staff, Role::PrivacyOfficer, Role::Administrator],
        Audience::PrivacyOfficer => &[Role::PrivacyOfficer],
        Audience::Approver => &[Role::PrivacyOfficer, Role::Administrator],
        Audience::Administrator => &[Role::Administrator],
        Audience::Demo => &[],
    }
}

/// What a token is told that may not, before anybody looks at what was sent: `None` where it may go on.
async fn refusal(plaza: &Plaza, program: &Client, route: &Route) -> Option<(Value, Value)> {
    let answer = send(program, route, &sample_path(route, plaza)).await;
    let status = answer.status.as_u16();
    let what = format!("{} {}", route.method, route.path);
    assert!(
        status < 500 && status != 401 || asks_for_more(route),
        "{what}: {status} {}",
        answer.body
    );
    assert_ne!(status, 429, "{what}");
    if status != 403 {
        return None;
    }
    let code = code(&answer);
    let scope = answer.json()["scope"].clone();
    Some((code, scope))
}

/// These answer 401 to somebody who is let in: a word that opens nothing.
fn asks_for_more(route: &Route) -> bool {
    ["/topics", "/posts", "/sessions"]
        .iter()
        .any(|end| route.path.ends_with(end))
}

async fn with_all(plaza: &Plaza, role: Role) -> Client {
    let Person { client, .. } = plaza.person(&format!("all-{}", role.as_str()), role).await;
    program(plaza, &client, &all_of(role)).await
}

#[actix_web::test]
async fn with_every_scope_of_its_role_a_token_does_what_the_role_may() {
    let plaza = Plaza::demo_city().await;
    for role in Role::ALL {
        let program = with_all(&plaza, role).await;
        for route in api() {
            let what = format!("{} {} as {role:?}", route.method, route.path);
            let refused = refusal(&plaza, &program, route).await;
            let may = allowed(route.audience).contains(&role);
            let expected = match route.scope {
                None if route.is_read_by_anyone() => None,
                None => Some((json!("not-for-tokens"), Value::Null)),
                Some(scope) if !scope.is_for(role) => Some((json!("scope-missing"), json!(scope))),
                Some(_) if may => None,
                Some(_) => Some((json!("forbidden"), Value::Null)),
            };
            // What is let in may still be refused for what it is about.
            let is_about = refused.as_ref().is_some_and(|(code, _)| {
                let known = ["forbidden", "scope-missing", "not-for-tokens"];
                !known.iter().any(|known| code == known)
            });
            let own = route.audience == Audience::Member || route.audience == Audience::Anyone;
            let is_anothers = own && refused == Some((json!("forbidden"), Value::Null));
            if expected.is_none() && (is_about || is_anothers) {
                continue;
            }
            assert_eq!(refused, expected, "{what}");
        }
    }
}

#[actix_web::test]
async fn a_token_of_an_administrator_without_scope_is_refused_on_every_route_that_needs_one() {
    let plaza = Plaza::demo_city().await;
    let Person { client, .. } = plaza.person("head", Role::Administrator).await;
    for scope in Scope::ALL {
        let program = program(&plaza, &client, &[scope.as_str()]).await;
        for route in api() {
            let what = format!("{} {} with {}", route.method, route.path, scope.as_str());
            let Some(needed) = route.scope else { continue };
            if needed == scope || route.is_read_by_anyone() {
                continue;
            }
            let refused = refusal(&plaza, &program, route).await;
            let expected = Some((json!("scope-missing"), json!(needed)));
            assert_eq!(refused, expected, "{what}");
        }
    }
}

#[actix_web::test]
async fn without_the_scope_what_everybody_reads_is_read_as_a_guest_reads_it() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.person("head", Role::Administrator).await.client;
    let board = json!({
        "slug": "inside", "name_zh": "內部", "name_en": "Inside", "description_zh": "說明",
        "description_en": "Text", "read_by": "staff", "open_by": "staff", "answer_by": "staff",
        "guest_posting": false, "takes_suggestions": false,
    });
    admin.post_json("/api/v1/boards", &board).await.expect(200);
    let staff = plaza.person("hua", Role::Staff).await.client;
    staff.get("/api/v1/boards/inside").await.expect(200);
    let with = program(&plaza, &staff, &["forum:read"]).await;
    with.get("/api/v1/boards/inside").await.expect(200);
    let without = program(&plaza, &staff, &["desk:read"]).await;
    without.get("/api/v1/boards/inside").await.expect(404);
    let listed = without.get("/api/v1/boards").await.expect(200);
    assert!(!listed.body.contains("inside"));
    without.get("/zh/boards/inside").await.expect(404);
}

#[test]
fn each_scope_is_of_use_and_none_goes_beyond_its_role() {
    let asked: BTreeSet<Scope> = api().filter_map(|route| route.scope).collect();
    assert_eq!(
        asked,
        BTreeSet::from(Scope::ALL),
        "a scope that no route asks for"
    );
    for route in CATALOGUE {
        let Some(scope) = route.scope else { continue };
        let what = format!("{} {}", route.method, route.path);
        assert!(
            route.path.starts_with("/api/v1/"),
            "{what} is no route of the API"
        );
        let mut roles = allowed(route.audience).iter();
        assert!(roles.all(|role| scope.is_for(*role)), "{what}: {scope:?}");
        // Who looks and who changes are two, but for what is sent to be looked at.
        let changes = scope.as_str().ends_with(":write");
        assert!(route.method != "GET" || !changes, "{what}: {scope:?}");
    }
    let changing = api().filter(|route| !matches!(route.method, "GET" | "POST"));
    for route in changing {
        let reads = route
            .scope
            .is_some_and(|scope| scope.as_str().ends_with(":read"));
        assert!(!reads, "{} {} changes something", route.method, route.path);
    }
}

#[test]
fn the_document_has_the_scopes_of_the_catalogue() {
    let document = serde_json::to_value(plaza::web::api::docs::openapi()).unwrap();
    let schemes = &document["components"]["securitySchemes"];
    for scheme in ["session", "token"] {
        assert_eq!(schemes[scheme]["scheme"], "bearer");
        assert!(schemes[scheme]["description"].as_str().unwrap().len() > 40);
    }
    for route in api().filter(|route| !route.path.ends_with("openapi.json")) {
        let what = format!("{} {}", route.method, route.path);
        let operation = &document["paths"][route.path][route.method.to_lowercase()];
        let security = operation["security"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let by_token = security.iter().find(|one| one.get("token").is_some());
        let scopes = route.scope.map(|scope| json!({ "token": [scope] }));
        assert_eq!(by_token, scopes.as_ref(), "{what}");
        let is_anyones = route.audience == Audience::Anyone;
        let free = security.is_empty() || security.contains(&json!({}));
        assert_eq!(free, is_anyones, "{what}");
        let by_session = security.contains(&json!({ "session": [] }));
        assert!(by_session || is_anyones, "{what}");
    }
}
