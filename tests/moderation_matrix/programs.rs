//! The same table for programs with a token: with all scopes of its role it is refused what the role is, and
//! does what the role may but for what takes a person; without the scope it does nothing.

use std::collections::BTreeMap;

use plaza::{accounts::Role, db::DatabaseUrl};

use super::{
    acts::{self, Request},
    city::{City, ROLES},
    table,
};
use crate::{
    api_tokens::{all_of, program, route_of},
    support::{Client, dump::tables},
};

/// Who has which role; a guest has no account, and so no token.
fn role_of(name: &str) -> Option<Role> {
    Some(match name {
        "guest" => return None,
        "here" | "there" | "everywhere" => Role::Moderator,
        "staff" => Role::Staff,
        "officer" => Role::PrivacyOfficer,
        "admin" => Role::Administrator,
        _ => Role::Resident,
    })
}

/// A program of each, with scopes as chosen for its role; each has called once today.
async fn programs(
    city: &City,
    scopes: impl Fn(Role) -> Vec<&'static str>,
) -> BTreeMap<&'static str, Client> {
    let mut programs = BTreeMap::new();
    for name in ROLES {
        let Some(role) = role_of(name) else { continue };
        let program = program(&city.plaza, city.client(name), &scopes(role)).await;
        program.get("/api/v1/categories").await.expect(200);
        programs.insert(name, program);
    }
    programs
}

/// Whether it is no token's to ask, whatever its scopes.
fn takes_a_person(request: &Request) -> bool {
    let (method, path) = request.asked();
    route_of(&method, path).scope.is_none()
}

/// Every row, but for how often a token called.
fn rows(url: &DatabaseUrl) -> BTreeMap<String, Vec<String>> {
    let mut tables = tables(url);
    tables.remove("throttles");
    tables.remove("page_generations");
    tables
}

#[actix_web::test]
async fn a_token_with_every_scope_is_refused_what_its_role_is_and_without_the_scope_all() {
    let city = City::new().await;
    let whole = programs(&city, all_of).await;
    let bare = programs(&city, |_| vec!["suggestions:read"]).await;
    let url = &city.plaza.context.config.database_url;
    for row in table() {
        let thing = city.thing(row.thing).await;
        let before = rows(url);
        let [_, request] = acts::requests(row.act, &thing);
        for (name, refused) in &row.cells {
            if role_of(name).is_none() {
                continue;
            }
            let what = format!("{} {} as {name}: {request:?}", row.act, row.thing);
            let status = request.send(&bare[name]).await.status.as_u16();
            assert_eq!(status, 403, "{what}, without the scope");
            let Some(refused) = refused else { continue };
            let expected = match takes_a_person(&request) {
                true => 403,
                false => *refused,
            };
            let status = request.send(&whole[name]).await.status.as_u16();
            assert_eq!(status, expected, "{what}");
        }
        let same = rows(url) == before;
        assert!(same, "{} {} changed something", row.act, row.thing);
    }
}

#[actix_web::test]
async fn a_token_with_every_scope_does_what_its_role_may() {
    let city = City::new().await;
    let whole = programs(&city, all_of).await;
    for row in table() {
        for (name, refused) in &row.cells {
            if refused.is_some() || role_of(name).is_none() {
                continue;
            }
            let thing = city.thing(row.thing).await;
            let [_, request] = acts::requests(row.act, &thing);
            let what = format!("{} {} as {name}: {request:?}", row.act, row.thing);
            let answer = request.send(&whole[name]).await;
            if takes_a_person(&request) {
                assert_eq!(answer.status.as_u16(), 403, "{what}");
                continue;
            }
            assert!(
                answer.status.is_success(),
                "{what}: {} {}",
                answer.status,
                answer.body
            );
            if row.act == "pin" {
                // A board holds few pins.
                let [_, again] = acts::requests("unpin", &thing);
                again.send(city.client("admin")).await.expect(200);
            }
        }
    }
}
