//! Tokens of the API: made, shown once, used within their scopes and their owner's role, and ended.

mod administered;
mod ended;
mod limits;
mod made;
mod matrix;
mod refused;

use actix_web::{dev::ResourceDef, http::Method};
use plaza::{
    accounts::Role,
    api_tokens::Scope,
    web::routes::{CATALOGUE, Route},
};
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza};

pub const TOKENS: &str = "/api/v1/account/tokens";
/// What the tests call their tokens; nobody but their owner reads it.
const NAME: &str = "里民通知同步";

/// Asks for a token with these scopes.
pub async fn ask(client: &Client, scopes: &[&str]) -> Answer {
    let body = json!({ "name": NAME, "scopes": scopes, "expires_on": "2026-04-01" });
    client.prove().await;
    client.post_json(TOKENS, &body).await
}

/// A token with these scopes, and its number.
pub async fn token(client: &Client, scopes: &[&str]) -> (String, i64) {
    let made = ask(client, scopes).await.expect(201).json();
    let text = made["token"].as_str().unwrap().to_owned();
    (text, made["id"].as_i64().unwrap())
}

/// A program that carries a token.
pub async fn bearing(plaza: &Plaza, token: &str) -> Client {
    let program = plaza.client().await;
    program.bear(token);
    program
}

/// A program that acts as whoever is logged on in `client`.
pub async fn program(plaza: &Plaza, client: &Client, scopes: &[&str]) -> Client {
    let (token, _) = token(client, scopes).await;
    bearing(plaza, &token).await
}

/// The names of all scopes that a role can give.
pub fn all_of(role: Role) -> Vec<&'static str> {
    Scope::of(role).map(Scope::as_str).collect()
}

/// The route of the catalogue that a request meets.
pub fn route_of(method: &Method, path: &str) -> &'static Route {
    let path = path.split('?').next().unwrap();
    let mut all = CATALOGUE.iter();
    all.find(|route| {
        route.method == method.as_str() && ResourceDef::new(route.pattern()).is_match(path)
    })
    .unwrap_or_else(|| panic!("no route {method} {path}"))
}

fn code(answer: &Answer) -> Value {
    answer.json()["code"].clone()
}
