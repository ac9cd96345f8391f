//! A city's offices, categories, districts and routing: kept on pages and by programs, taken over from
//! files, and watched for mail that does not arrive.

mod failing;
mod importing;
mod keeping;
mod rules;

use actix_web::http::Method;
use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{Client, Plaza};

const API: &str = "/api/v1/admin";

async fn administrator(plaza: &Plaza) -> Client {
    plaza.log_on_as(Role::Administrator, "admin").await
}

async fn organisation(admin: &Client) -> Value {
    let path = format!("{API}/organisation");
    admin.get(&path).await.expect(200).json()
}

/// One of a list by its slug.
fn one<'a>(all: &'a Value, list: &str, slug: &str) -> &'a Value {
    let mut list = all[list].as_array().unwrap().iter();
    let found = list.find(|one| one["slug"] == slug);
    found.unwrap_or_else(|| panic!("no {slug} in {list:?}"))
}

/// The rule for these slugs (`""`: any) from a day (`""`: always).
fn rule<'a>(all: &'a Value, category: &str, district: &str, from: &str) -> &'a Value {
    let is = |value: &Value, text: &str| value.as_str().unwrap_or_default() == text;
    let mut rules = all["rules"].as_array().unwrap().iter();
    let found = rules.find(|one| {
        is(&one["category"], category) && is(&one["district"], district) && is(&one["from"], from)
    });
    found.unwrap_or_else(|| panic!("no rule for {category} in {district} from {from}"))
}

async fn add_rule(admin: &Client, body: &Value) {
    let path = format!("{API}/rules");
    admin.post_json(&path, body).await.expect(200);
}

/// Suggests something without contact; gives the receipt.
async fn suggest(client: &Client, category: &str, district: &str) -> Value {
    let body = json!({ "category": category, "district": district, "title": "t", "body": "b" });
    let path = "/api/v1/suggestions";
    client.post_json(path, &body).await.expect(201).json()
}

/// The slugs of the offices of a receipt.
fn offices(receipt: &Value) -> Vec<&str> {
    let offices = receipt["offices"].as_array().unwrap().iter();
    offices
        .map(|office| office["slug"].as_str().unwrap())
        .collect()
}

async fn put(client: &Client, path: &str, body: &Value, status: u16) -> Value {
    let path = format!("{API}/{path}");
    let answer = client.json(Method::PUT, &path, body).await;
    answer.expect(status).json()
}
