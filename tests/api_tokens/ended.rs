//! What ends a token: whatever logs its account off for good.

use plaza::{
    accounts::{Member, Role},
    api_tokens::{self, NewToken, TokenError},
    i18n::Lang,
    keys::Token,
    privacy::Private,
};
use serde_json::json;

use super::{TOKENS, ask, code, program};
use crate::support::{Client, PASSWORD, Person, Plaza};

const NEW: &str = "another horse battery";

/// A person with a token that works.
async fn with_token(plaza: &Plaza, name: &str, role: Role) -> (Person, Client) {
    let person = plaza.person(name, role).await;
    let program = program(plaza, &person.client, &["account:read"]).await;
    program.get("/api/v1/account").await.expect(200);
    (person, program)
}

async fn is_over(plaza: &Plaza, program: &Client) {
    for path in ["/api/v1/account", "/api/v1/boards", "/zh/account", "/zh"] {
        let refused = program.get(path).await.expect(401);
        if path.starts_with("/api/") {
            assert_eq!(code(&refused), "token-invalid", "{path}");
        }
    }
    assert!(plaza.rows_of("api_tokens").is_empty());
}

#[actix_web::test]
async fn a_new_password_ends_the_tokens_and_so_does_a_reset() {
    let plaza = Plaza::start().await;
    let (person, program) = with_token(&plaza, "ming", Role::Resident).await;
    let page = person.client.get("/zh/account/password").await;
    assert!(page.body.contains("API權杖也會失效"));
    let fields = [("current", PASSWORD), ("password", NEW)];
    let changed = person.client.post("/zh/account/password", &fields).await;
    changed.expect(303);
    is_over(&plaza, &program).await;

    let (person, program) = with_token(&plaza, "mei", Role::Resident).await;
    let guest = plaza.client().await;
    let email = [("email", person.email.as_str())];
    guest.post("/zh/password/forgot", &email).await.expect(303);
    let mails = plaza.mails().await;
    let mail = mails.iter().rfind(|mail| mail.to == person.email).unwrap();
    let set = [("password", NEW)];
    guest.post(&mail.link("/reset/"), &set).await.expect(303);
    is_over(&plaza, &program).await;
}

#[actix_web::test]
async fn logging_off_elsewhere_leaves_them() {
    let plaza = Plaza::start().await;
    let (person, program) = with_token(&plaza, "ming", Role::Resident).await;
    let others = "/zh/account/sessions/others/end";
    person.client.post(others, &[]).await.expect(303);
    person.client.post("/zh/log-off", &[]).await.expect(303);
    program.get("/api/v1/account").await.expect(200);
}

#[actix_web::test]
async fn a_suspension_ends_them() {
    let plaza = Plaza::start().await;
    let (person, program) = with_token(&plaza, "ming", Role::Resident).await;
    let own = person.client.get("/api/v1/account").await.json()["id"].clone();
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let path = format!("/api/v1/people/{own}/sanctions");
    let body = json!({ "kind": "suspend", "last_day": "2026-03-09", "reason": "一再洗版" });
    moderator.post_json(&path, &body).await.expect(201);
    is_over(&plaza, &program).await;
}

#[actix_web::test]
async fn they_go_with_the_account() {
    let plaza = Plaza::start().await;
    let (person, program) = with_token(&plaza, "ming", Role::Resident).await;
    let fields = [("password", PASSWORD), ("posts", "keep")];
    let erased = person.client.post("/zh/account/erase", &fields).await;
    erased.expect(303);
    is_over(&plaza, &program).await;
}

#[actix_web::test]
async fn a_session_that_a_new_password_ended_makes_no_token() {
    let plaza = Plaza::start().await;
    let owner = plaza.person("ming", Role::Resident).await;
    let stolen = plaza.client().await;
    stolen.log_on(&owner.email, PASSWORD).await;
    let session = Token::parse(&stolen.cookie("plaza").unwrap()).unwrap();
    let id = stolen.get("/api/v1/account").await.json()["id"]
        .as_i64()
        .unwrap();
    ask(&stolen, &["account:read"]).await.expect(201);
    let fields = [("current", PASSWORD), ("password", NEW)];
    let changed = owner.client.post("/zh/account/password", &fields).await;
    changed.expect(303);
    assert!(plaza.rows_of("api_tokens").is_empty());
    let body = json!({ "name": "x", "scopes": ["account:read"], "expires_on": "2026-04-01" });
    stolen.post_json(TOKENS, &body).await.expect(401);
    // Also where it was looked at a moment before the password changed.
    let member = Member::new(id, "ming".to_owned(), Role::Resident, Lang::Zh);
    let new = NewToken {
        name: Private::new("x".to_owned()),
        scopes: vec!["account:read".to_owned()],
        expires_on: "2026-04-01".parse().ok(),
    };
    let late = api_tokens::make(&plaza.context, &member, &session, new, Some("late")).await;
    assert!(matches!(late, Err(TokenError::NoSession)));
    assert!(plaza.rows_of("api_tokens").is_empty());
}

#[actix_web::test]
async fn a_token_does_what_the_role_may_at_that_moment() {
    let plaza = Plaza::start().await;
    let admin = plaza.log_on_as(Role::Administrator, "head").await;
    let moderator = plaza.person("hua", Role::Moderator).await;
    let id = moderator.client.get("/api/v1/account").await.json()["id"].clone();
    let scopes = ["moderation:read", "account:read"];
    let program = program(&plaza, &moderator.client, &scopes).await;
    program.get("/api/v1/review").await.expect(200);
    admin
        .post(&format!("/zh/admin/moderators/{id}/end"), &[])
        .await
        .expect(303);
    let refused = program.get("/api/v1/review").await.expect(403);
    assert_eq!(code(&refused), "forbidden");
    program.get("/api/v1/account").await.expect(200);
}
