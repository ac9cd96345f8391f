//! Every operation with odd input, as everybody: what comes back is what the document says.

use std::collections::BTreeSet;

use actix_web::{
    http::{Method, header},
    test::TestRequest,
};
use plaza::accounts::Role;
use serde_json::{Value, json};

use super::{Operation, faults};
use crate::{
    api_tokens::{bearing, program},
    catalogue::sample_path,
    support::{Answer, Client, Plaza},
};

/// Operations after which their caller is nobody any more: nobody alone asks for them.
const LAST: [&str; 3] = [
    "sessions_delete",
    "sessions_delete_current",
    "rights_erase_account",
];

/// What is sent, beside the method.
struct Sent {
    path: String,
    content_type: Option<&'static str>,
    body: Option<String>,
    header: Option<(&'static str, &'static str)>,
}

impl Sent {
    fn to(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            content_type: None,
            body: None,
            header: None,
        }
    }

    fn json(path: &str, body: &Value) -> Self {
        Self::text(path, "application/json", &body.to_string())
    }

    fn text(path: &str, content_type: &'static str, body: &str) -> Self {
        Self {
            content_type: Some(content_type),
            body: Some(body.to_owned()),
            ..Self::to(path)
        }
    }
}

/// An example that fits, and many bodies that do not.
fn bodies(example: &Value) -> Vec<Value> {
    let mut all = vec![
        example.clone(),
        json!({}),
        json!([]),
        json!(null),
        json!("x"),
        json!([example]),
    ];
    let Value::Object(members) = example else {
        return all;
    };
    let odd = [
        json!(null),
        json!({ "odd": 1 }),
        json!([[]]),
        json!(-1),
        json!(9_000_000_000_000_000_000_u64),
        json!(1.5),
        json!(true),
        json!(""),
        json!("a\0b"),
        json!("\u{202e}\u{3164}"),
        json!("x".repeat(30_000)),
    ];
    for name in members.keys() {
        let mut without = members.clone();
        without.remove(name);
        all.push(without.into());
        for value in &odd {
            let mut other = members.clone();
            other.insert(name.clone(), value.clone());
            all.push(other.into());
        }
    }
    let mut more = members.clone();
    more.insert("nobody_knows_this".to_owned(), json!(1));
    all.push(more.into());
    all
}

fn all_of(operation: &Operation, sample: &str) -> Vec<Sent> {
    let mut all = vec![Sent::to(sample)];
    for wrong in [
        "x",
        "-1",
        "999999999999999999999999",
        "%00",
        "%E7%99%BD",
        "a%2Fb",
    ] {
        let mut steps: Vec<&str> = operation.path.split('/').collect();
        let mut gaps = steps.iter_mut().filter(|step| step.starts_with('{'));
        if let Some(gap) = gaps.next() {
            *gap = wrong;
            // What else the path takes stays as it is.
            gaps.for_each(|gap| *gap = "1");
            all.push(Sent::to(&steps.join("/")));
        }
    }
    if operation.response("304").is_some() {
        all.push(Sent {
            header: Some(("if-none-match", "*")),
            ..Sent::to(sample)
        });
    }
    for parameter in operation.parameters() {
        if parameter["in"] != "query" {
            continue;
        }
        let name = parameter["name"].as_str().unwrap();
        let long = "9".repeat(3000);
        for value in [
            "",
            "x",
            "-1",
            "1",
            "99999999999999999999",
            "%00",
            "%FF",
            "2026-02-30",
            long.as_str(),
        ] {
            all.push(Sent::to(&format!("{sample}?{name}={value}")));
        }
        all.push(Sent::to(&format!("{sample}?{name}=1&{name}=2")));
    }
    if let Some(body) = operation.body() {
        let example = &body["example"];
        all.extend(bodies(example).iter().map(|body| Sent::json(sample, body)));
        let right = example.to_string();
        for content_type in ["text/plain", "application/x-www-form-urlencoded"] {
            all.push(Sent::text(sample, content_type, &right));
        }
        for torn in [
            "",
            "{",
            "\u{feff}{}",
            "{\"a\":1e999}",
            "{\"a\":\"\\ud800\"}",
        ] {
            all.push(Sent::text(sample, "application/json", torn));
        }
        all.push(Sent {
            header: Some(("idempotency-key", "short")),
            ..Sent::json(sample, example)
        });
    }
    all
}

async fn ask(client: &Client, method: &str, sent: &Sent) -> Answer {
    let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
    let mut request = TestRequest::default().uri(&sent.path);
    if method == Method::PATCH {
        request = request.insert_header((header::IF_MATCH, "*"));
    }
    if let Some(content_type) = sent.content_type {
        request = request.insert_header((header::CONTENT_TYPE, content_type));
    }
    if let Some(header) = sent.header {
        request = request.insert_header(header);
    }
    if let Some(body) = &sent.body {
        request = request.set_payload(body.clone());
    }
    client.send(request.method(method)).await
}

/// What an answer has that the document does not say of it.
fn undocumented(operation: &Operation, answer: &Answer) -> Option<String> {
    let status = answer.status.as_u16().to_string();
    let Some(response) = operation.response(&status) else {
        return Some(format!("{status} is not described: {}", answer.body));
    };
    if status.starts_with('5') {
        return Some(format!("{status}: {}", answer.body));
    }
    let headers = response["headers"].as_object().into_iter().flatten();
    for (name, _) in headers.filter(|(_, one)| one["required"] == true) {
        if !answer.headers.contains_key(name.as_str()) {
            return Some(format!("{status} without {name}"));
        }
    }
    let content_type = answer.headers.get(header::CONTENT_TYPE);
    let content_type = content_type.map_or("", |value| value.to_str().unwrap());
    let media_type = content_type.split(';').next().unwrap();
    let Some(content) = response["content"].as_object() else {
        let has_body = !answer.body.is_empty();
        return has_body.then(|| format!("{status} has a body: {}", answer.body));
    };
    let Some(described) = content.get(media_type) else {
        return Some(format!("{status} is {media_type}: {}", answer.body));
    };
    if !media_type.ends_with("json") {
        return None;
    }
    let found = faults(&described["schema"], &answer.json());
    let short: String = answer.body.chars().take(400).collect();
    (!found.is_empty()).then(|| format!("{status} is not as described, {found:?}: {short}"))
}

/// Asks for everything as somebody.
async fn everything(role: Option<Role>) {
    let plaza = Plaza::demo_city().await;
    let client = match role {
        Some(role) => plaza.log_on_as(role, "somebody").await,
        None => plaza.client().await,
    };
    let mut wrong = Vec::new();
    let mut asked = 0;
    for operation in Operation::all() {
        let id = operation.described["operationId"].as_str().unwrap();
        if role.is_some() && LAST.contains(&id) {
            continue;
        }
        let sample = sample_path(operation.route(), &plaza);
        for sent in all_of(&operation, &sample) {
            let answer = ask(&client, operation.method, &sent).await;
            asked += 1;
            if let Some(found) = undocumented(&operation, &answer) {
                let body: String = sent.body.unwrap_or_default().chars().take(200).collect();
                wrong.push(format!(
                    "{} at {} with {body}: {found}",
                    operation.what(),
                    sent.path
                ));
            }
        }
    }
    assert!(asked > 2000, "{asked}");
    let shown: Vec<&str> = wrong.iter().take(40).map(String::as_str).collect();
    assert!(
        wrong.is_empty(),
        "{} answers:\n{}",
        wrong.len(),
        shown.join("\n")
    );
}

#[actix_web::test]
async fn whatever_nobody_in_particular_sends() {
    everything(None).await;
}

#[actix_web::test]
async fn whatever_a_resident_sends() {
    everything(Some(Role::Resident)).await;
}

#[actix_web::test]
async fn whatever_a_moderator_sends() {
    everything(Some(Role::Moderator)).await;
}

#[actix_web::test]
async fn whatever_somebody_of_an_office_sends() {
    everything(Some(Role::Staff)).await;
}

#[actix_web::test]
async fn whatever_the_privacy_officer_sends() {
    everything(Some(Role::PrivacyOfficer)).await;
}

#[actix_web::test]
async fn whatever_an_administrator_sends() {
    everything(Some(Role::Administrator)).await;
}

/// As each operation refuses a token of the API that serves no more, that has another scope, and that asks too often.
#[actix_web::test]
async fn whatever_a_token_may_not() {
    let plaza = Plaza::demo_city().await;
    let administrator = plaza.log_on_as(Role::Administrator, "somebody").await;
    let ended = bearing(&plaza, "plz_nothing").await;
    let reads = program(&plaza, &administrator, &["account:read"]).await;
    let mut wrong = Vec::new();
    let mut codes = BTreeSet::new();
    // All of it three times is more than a token may ask in a minute.
    for caller in [&ended, &reads, &reads, &reads] {
        for operation in Operation::all() {
            let sample = sample_path(operation.route(), &plaza);
            let answer = ask(caller, operation.method, &Sent::to(&sample)).await;
            if let Some(found) = undocumented(&operation, &answer) {
                wrong.push(format!("{}: {found}", operation.what()));
            }
            if answer.status.is_client_error() {
                codes.extend(answer.json()["code"].as_str().map(str::to_owned));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for code in [
        "token-invalid",
        "scope-missing",
        "not-for-tokens",
        "too-many-requests",
    ] {
        assert!(codes.contains(code), "{code}: {codes:?}");
    }
}

/// At each address, what leads nowhere there says what would.
#[actix_web::test]
async fn another_method_is_told_which_there_are() {
    let plaza = Plaza::demo_city().await;
    let client = plaza.client().await;
    for operation in Operation::all() {
        let sample = sample_path(operation.route(), &plaza);
        for method in ["TRACE", "PROPFIND"] {
            let answer = ask(&client, method, &Sent::to(&sample)).await.expect(405);
            let allow = answer.headers.get(header::ALLOW).unwrap();
            let allow: Vec<&str> = allow.to_str().unwrap().split(", ").collect();
            let method = operation.method.to_uppercase();
            assert!(allow.contains(&&*method), "{sample}: {allow:?}");
            assert_eq!(answer.json()["code"], "method-not-allowed");
        }
    }
}
