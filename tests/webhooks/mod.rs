//! Webhooks, with a real receiver: what is told to whom, how it fares, and who keeps where it goes.

mod faults;
mod kept;
mod payload;
mod private;

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    config::{Config, Webhooks},
    context::Context,
    db::{DbError, schema::webhook_deliveries},
    jobs::deliver_webhooks,
    webhooks::Kind,
};
use ring::hmac;
use serde_json::{Value, json};

use crate::support::{
    Client, Plaza,
    receiver::{Heard, Receiver},
};

pub const API: &str = "/api/v1/admin/webhooks";

/// Endpoints of this machine are allowed, and are waited for so many seconds.
pub fn allowing(seconds: u64) -> impl FnOnce(&mut Config) {
    move |config: &mut Config| {
        config.webhooks = Webhooks {
            allow_private: vec!["127.0.0.1".into()],
            timeout: Duration::from_secs(seconds),
        };
    }
}

/// A city with boards, its administrator, and a program that takes everything.
struct Scene {
    plaza: Plaza,
    admin: Client,
    receiver: Receiver,
}

async fn scene() -> Scene {
    scene_waiting(20).await
}

/// As [`scene`], where a program is waited for so many seconds.
async fn scene_waiting(seconds: u64) -> Scene {
    let plaza = Plaza::city_with(allowing(seconds)).await;
    plaza.add_boards().await;
    Scene {
        admin: plaza.log_on_as(Role::Administrator, "管理員").await,
        receiver: Receiver::start(),
        plaza,
    }
}

/// Adds an endpoint that is told of these kinds; gives its number and its secret.
pub async fn hook(admin: &Client, url: &str, kinds: &[&str]) -> (i64, String) {
    let body = json!({ "url": url, "description": "", "kinds": kinds });
    let made = admin.post_json(API, &body).await.expect(201).json();
    let secret = made["secret"].as_str().unwrap().to_owned();
    (made["id"].as_i64().unwrap(), secret)
}

/// As [`hook`], of all that there is.
pub async fn hook_all(admin: &Client, url: &str) -> (i64, String) {
    hook(admin, url, &Kind::ALL.map(Kind::as_str)).await
}

/// Delivers what is due, until nothing is.
pub async fn deliver(context: &Context) {
    while deliver_webhooks::once(context).await.unwrap() {}
}

/// How many deliveries there are, in any state.
async fn written(plaza: &Plaza) -> i64 {
    let count = plaza.context.db.read(|connection| {
        let count: i64 = webhook_deliveries::table.count().get_result(connection)?;
        Ok::<_, DbError>(count)
    });
    count.await.unwrap()
}

/// The deliveries to an endpoint, the newest first.
pub async fn deliveries(admin: &Client, id: i64) -> Vec<Value> {
    let path = format!("{API}/{id}/deliveries");
    let found = admin.get(&path).await.expect(200).json();
    found["deliveries"].as_array().unwrap().clone()
}

/// The kinds that a program was told of, in no order that counts.
fn kinds(receiver: &Receiver) -> Vec<String> {
    let mut kinds = receiver.kinds();
    kinds.sort();
    kinds
}

async fn endpoint(admin: &Client, id: i64) -> Value {
    admin.get(&format!("{API}/{id}")).await.expect(200).json()
}

/// Which of its signatures is good with a secret, by another hand than the program's.
fn signed(heard: &Heard, secret: &str) -> bool {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap());
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key.unwrap());
    let mut said = Vec::new();
    for part in ["webhook-id", "webhook-timestamp"] {
        said.extend(heard.header(part).bytes());
        said.push(b'.');
    }
    said.extend(&heard.body);
    let mut signatures = heard.header("webhook-signature").split(' ');
    signatures.any(|signature| {
        let signature = STANDARD.decode(signature.strip_prefix("v1,").unwrap());
        hmac::verify(&key, &said, &signature.unwrap()).is_ok()
    })
}
