//! What administrators set on pages: seen where it counts, refused where it is wrong, on record, and taken
//! back; what the file says holds over it, and every node goes by it.

mod look;
mod nodes;
mod personal;
mod record;
mod refused;
mod seen;

use actix_web::http::Method;
use plaza::{accounts::Role, config::Config, context::Current};
use serde_json::{Value, json};

use crate::support::{Answer, Client, Plaza};

const LIST: &str = "/api/v1/admin/settings";

/// A city that is served, an administrator and a guest.
struct City {
    plaza: Plaza,
    current: Current,
    administrator: Client,
    guest: Client,
}

impl City {
    async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    async fn start_with(adapt: impl FnOnce(&mut Config)) -> Self {
        let plaza = Plaza::start_with(adapt).await;
        plaza.add_boards().await;
        let current = Current::from(plaza.context.clone());
        let here = plaza.log_on_as(Role::Administrator, "管理員").await;
        let administrator = plaza.client_on(&current).await;
        administrator.set_cookie("plaza", &here.cookie("plaza").unwrap());
        let guest = plaza.client_on(&current).await;
        Self {
            plaza,
            current,
            administrator,
            guest,
        }
    }

    /// The version of a setting's newest change.
    async fn version(&self, key: &str) -> i64 {
        self.setting(key).await["version"].as_i64().unwrap()
    }

    async fn setting(&self, key: &str) -> Value {
        let one = self.administrator.get(&format!("{LIST}/{key}")).await;
        one.expect(200).json()["setting"].clone()
    }

    async fn history(&self, key: &str) -> Vec<Value> {
        let one = self.administrator.get(&format!("{LIST}/{key}")).await;
        let one = one.expect(200).json();
        one["history"].as_array().unwrap().clone()
    }

    async fn put(&self, key: &str, value: Value) -> Answer {
        let body = json!({ "value": value, "version": self.version(key).await, "reason": "" });
        let path = format!("{LIST}/{key}");
        self.administrator.json(Method::PUT, &path, &body).await
    }

    async fn undo(&self, key: &str) -> Answer {
        let body = json!({ "version": self.version(key).await });
        let path = format!("{LIST}/{key}/undo");
        self.administrator.post_json(&path, &body).await
    }

    /// What a guest reads at an address.
    async fn page(&self, path: &str) -> String {
        self.guest.get(path).await.expect(200).body
    }
}

/// What answers every finding of a refusal in the same way.
fn answers(asked: &Value, choice: &str, whose: Option<&str>) -> Value {
    assert_eq!(asked["code"], "personal-data-undecided", "{asked}");
    let answer = |finding: &Value| {
        json!({
            "field": finding["field"], "start": finding["start"], "end": finding["end"],
            "whose": whose, "choice": choice,
        })
    };
    let findings = asked["findings"].as_array().unwrap().iter();
    findings.map(answer).collect()
}

/// The refused fields with their codes.
fn codes(answer: &Answer) -> Vec<(String, String)> {
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    let text = |error: &Value, name: &str| error[name].as_str().unwrap().to_owned();
    let pair = |error: &Value| (text(error, "field"), text(error, "code"));
    errors.iter().map(pair).collect()
}
