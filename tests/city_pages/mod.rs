//! Pages of the city's own: written, looked through, published, read, and kept in versions.

mod foot;
mod kept;
mod read;

use plaza::accounts::Role;
use serde_json::{Value, json};

use crate::support::{Client, Plaza};

const API: &str = "/api/v1/admin/pages";
const PAGES: &str = "/en/admin/pages";

async fn scene() -> (Plaza, Client, Client) {
    let plaza = Plaza::start().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let guest = plaza.client().await;
    (plaza, admin, guest)
}

/// A page as a program sends it, in Chinese alone.
fn page(slug: &str, title: &str, body: &str) -> Value {
    json!({ "slug": slug, "title_zh": title, "body_zh": body })
}

/// Begins a page; gives its number.
async fn begin(admin: &Client, page: &Value) -> i64 {
    let begun = admin.post_json(API, page).await.expect(201).json();
    begun["id"].as_i64().unwrap()
}

/// Begins a page and publishes it.
async fn published(admin: &Client, page: &Value) -> i64 {
    let id = begin(admin, page).await;
    publish(admin, id, 1).await;
    id
}

async fn publish(admin: &Client, id: i64, number: i32) {
    let body = json!({ "number": number });
    let path = format!("{API}/{id}/publish");
    admin.post_json(&path, &body).await.expect(200);
}

/// Puts a page into the foot, or takes it out.
async fn in_foot(admin: &Client, id: i64, position: i32, in_foot: bool) {
    let opened = admin.get(&format!("{API}/{id}")).await.expect(200).json();
    let place = json!({
        "position": position, "in_foot": in_foot, "in_sitemap": true,
        "changes": opened["page"]["changes"],
    });
    let path = format!("{API}/{id}/place");
    let method = actix_web::http::Method::PUT;
    admin.json(method, &path, &place).await.expect(200);
}
