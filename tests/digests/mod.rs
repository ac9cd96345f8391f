//! Digests of an office's cases, for its members; and what moderators are reminded of.

mod choices;
mod forum;
mod moderators;
mod offices;
mod opposite;
mod own;
mod own_property;
mod property;
mod steps;

use std::collections::BTreeSet;

use actix_web::http::Method;
use plaza::{accounts::Role, jobs::send_digests, offices as organisation};
use serde_json::{Value, json};

use crate::support::{Arrived, Client, PASSWORD, Plaza};

const CHOICES: &str = "/api/v1/account/digests";
const OFFICE: &str = "maintenance";

/// Somebody more who works for the maintenance office; the mailbox is `NAME@example.tw`.
async fn colleague(plaza: &Plaza, name: &str) -> i64 {
    let account = plaza.account(name, Role::Staff).await;
    organisation::join(&plaza.context, account, OFFICE)
        .await
        .unwrap();
    account
}

/// Logged on anew: whoever moves the clock ends sessions.
async fn client_of(plaza: &Plaza, name: &str) -> Client {
    let client = plaza.client().await;
    client.log_on(&format!("{name}@example.tw"), PASSWORD).await;
    client
}

/// Chooses about the maintenance office; `null` is as the office.
async fn choose(client: &Client, own: Value) {
    let body = json!({ "office": OFFICE, "own": own });
    client.json(Method::PUT, CHOICES, &body).await.expect(200);
}

fn daily() -> Value {
    json!({ "rhythm": "daily", "hour": 8 })
}

/// A new case of the maintenance office: its number and password, as a program sends them.
async fn suggest(resident: &Client) -> Value {
    let body = json!({
        "category": "road-damage", "district": "lingya",
        "title": "Lin Chia-ying fell", "body": "A hole before the bus stop.",
    });
    let sent = resident.post_json("/api/v1/suggestions", &body).await;
    let sent = sent.expect(201).json();
    json!({ "reference": sent["reference"], "password": sent["password"] })
}

fn reference(case: &Value) -> &str {
    case["reference"].as_str().unwrap()
}

/// Its resident writes something more.
async fn add(resident: &Client, case: &Value) {
    let mut body = case.clone();
    body["reply"] = json!("And one more hole.");
    let path = "/api/v1/suggestions/case/reply";
    resident.post_json(path, &body).await.expect(200);
}

/// Gives the case to another office, on behalf of `who` works for the one that has it.
async fn reassign(who: &Client, case: i64, to: &str) {
    let path = format!("/api/v1/desk/cases/{case}/acts");
    let body = json!({ "act": "reassign", "office": to, "reason": "它的業務" });
    who.post_json(&path, &body).await.expect(200);
}

/// The digests of cases that arrived so far.
async fn arrived(plaza: &Plaza) -> Vec<Arrived> {
    let mails = plaza.mails().await.into_iter();
    mails
        .filter(|mail| mail.subject.starts_with("案件摘要"))
        .collect()
}

/// As [`arrived`], after those that are due were written.
async fn digests(plaza: &Plaza) -> Vec<Arrived> {
    send_digests::once(&plaza.context).await.unwrap();
    arrived(plaza).await
}

/// What a digest tells: the heading without its number, the case, and how often it happened.
fn told(mail: &Arrived) -> Vec<(String, String, usize)> {
    let mut told = Vec::new();
    let mut heading = String::new();
    for line in mail.text.lines() {
        if let Some((words, _)) = line
            .strip_suffix('）')
            .and_then(|line| line.split_once('（'))
        {
            heading = words.to_owned();
        } else if line.starts_with("KH-") {
            let mut parts = line.split('　');
            let reference = parts.next().unwrap().to_owned();
            let times = parts.next_back().and_then(|last| last.strip_suffix('次'));
            let times = times.map_or(1, |times| times.trim().parse().unwrap());
            told.push((heading.clone(), reference, times));
        }
    }
    told
}

/// Those of `all` that were not `seen` before, which remembers them.
fn new_ones(all: Vec<Arrived>, seen: &mut BTreeSet<String>) -> Vec<Arrived> {
    all.into_iter()
        .filter(|mail| seen.insert(mail.raw.clone()))
        .collect()
}

/// Makes the outbox refuse digests of this kind, after what they tell was taken; or takes that back.
fn refuse(plaza: &Plaza, kind: &str, refuses: bool) {
    let sql = match (plaza.on_postgres(), refuses) {
        (false, true) => format!(
            "CREATE TRIGGER no_digest BEFORE INSERT ON outbox WHEN NEW.kind = '{kind}' \
             BEGIN SELECT RAISE(ABORT, 'no digest'); END"
        ),
        (false, false) => "DROP TRIGGER no_digest".to_owned(),
        (true, true) => format!(
            "CREATE FUNCTION no_digest() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'no digest'; END $$; \
             CREATE TRIGGER no_digest BEFORE INSERT ON outbox FOR EACH ROW \
             WHEN (NEW.kind = '{kind}') EXECUTE FUNCTION no_digest()"
        ),
        (true, false) => "DROP TRIGGER no_digest ON outbox; DROP FUNCTION no_digest()".to_owned(),
    };
    plaza.sql(&sql).unwrap();
}

/// How often a property begins a city anew; more in `scripts/measure digests`.
fn runs() -> u32 {
    std::env::var("DIGEST_RUNS").map_or(6, |runs| runs.parse().unwrap())
}
