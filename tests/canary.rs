//! Secrets that nobody can guess are put into every header, parameter and body of every route,
//! and then looked for wherever something is written: traces, metrics, access log, error pages, the whole
//! database outside the columns where they belong.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    sync::{Arc, Mutex, OnceLock},
    time::Duration,
};

use actix_web::{
    http::{Method, header},
    test::TestRequest,
};
use plaza::{
    accounts::Role,
    commands::log,
    jobs, offices,
    operations::scrape::scrape,
    web::routes::{CATALOGUE, Route},
};
use serde_json::{Map, Value, json};
use tracing_subscriber::{EnvFilter, fmt::MakeWriter, util::SubscriberInitExt as _};

use crate::{
    catalogue::sample_path,
    support::{
        Answer, Client, PASSWORD, Plaza,
        alone::{alone, is_alone},
        files::multipart,
        organisation,
    },
};

/// All that this process traces from now on.
#[derive(Clone, Default)]
pub struct Traces(Arc<Mutex<Vec<u8>>>);

impl io::Write for Traces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Traces {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// From here on all that the process does is traced, down to each letter that a parser of HTML meets: what that
/// costs no other test should pay.
pub fn traces() -> Traces {
    assert!(is_alone(), "all tests of this process would be traced");
    static TRACES: OnceLock<Traces> = OnceLock::new();
    TRACES
        .get_or_init(|| {
            let traces = Traces::default();
            // As `plaza serve` writes them when it is asked for all that there is.
            log::subscriber(EnvFilter::new("trace"), true, traces.clone()).init();
            traces
        })
        .clone()
}

impl Traces {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

/// A word for one place, which stands nowhere else: letters and digits, so that no filter, no
/// escaping and no detector changes it.
fn word(place: &str) -> String {
    let place: String = place.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("zqkanari{}zq", place.to_ascii_lowercase())
}

/// Names of headers that a request may bring along; all that could be written somewhere.
const HEADERS: &[&str] = &[
    "user-agent",
    "referer",
    "accept-language",
    "from",
    "forwarded",
    "x-forwarded-for",
    "x-real-ip",
    "x-request-id",
    "x-correlation-id",
    "traceparent",
    "via",
    "idempotency-key",
    "if-none-match",
    "x-anything",
];

/// Every name of a form's field or a query's parameter that the code asks for.
fn names() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut folders = vec![std::path::PathBuf::from("src/web")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(path).unwrap();
            for call in [
                ".get(\"",
                ".trimmed(\"",
                ".text(\"",
                ".has(\"",
                "parameter(\"",
            ] {
                for piece in source.split(call).skip(1) {
                    names.insert(piece.split('"').next().unwrap().to_owned());
                }
            }
        }
    }
    for name in [
        "done",
        "next",
        "q",
        "to",
        "check",
        "utm_source",
        "email",
        "password",
    ] {
        names.insert(name.to_owned());
    }
    assert!(names.len() > 25, "the fields were not found: {names:?}");
    names
}

/// A canary for a field, in the shape that it asks for.
fn value(place: &str, field: &str) -> String {
    let word = word(&format!("{place}{field}"));
    match field {
        "email" | "guest_email" => format!("{word}@example.tw"),
        _ => word,
    }
}

/// What a text must be for a program to be understood, where a canary is not: a choice, a day, a
/// slug that is known, the notice of today.
fn understood(schema: &Value, field: &str) -> Option<Value> {
    if let Some(first) = schema["enum"].as_array().and_then(|all| all.first()) {
        return Some(first.clone());
    }
    match (schema["format"].as_str(), field) {
        (Some("date"), _) => Some(json!("2026-03-14")),
        (Some("date-time"), _) => Some(json!("2026-03-14T19:00:00Z")),
        (Some("local-date-time"), _) => Some(json!("2026-03-14T19:00:00")),
        (_, "category") => Some(json!("road-damage")),
        (_, "district") => Some(json!("lingya")),
        (_, "notice") => Some(json!("")),
        _ => None,
    }
}

/// A body by the schema of the API's document: a canary in every text that can hold one.
fn body(schema: &Value, document: &Value, field: &str) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        let target = document.pointer(&name[1..]).unwrap();
        return body(target, document, field);
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let parts = parts.iter().map(|part| body(part, document, field));
        let members = parts.filter_map(|part| part.as_object().cloned());
        return Value::Object(members.flatten().collect());
    }
    for several in ["oneOf", "anyOf"] {
        let shapes = schema[several].as_array();
        let is_said = |shape: &&Value| shape["type"] != "null";
        if let Some(shape) = shapes.and_then(|all| all.iter().rfind(is_said)) {
            return body(shape, document, field);
        }
    }
    if let Some(understood) = understood(schema, field) {
        return understood;
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds[0].as_str().unwrap_or("string"),
        kind => kind.as_str().unwrap_or("object"),
    };
    match kind {
        "object" => {
            let properties = schema["properties"].as_object();
            let members: Map<String, Value> = properties
                .into_iter()
                .flatten()
                .map(|(name, schema)| (name.clone(), body(schema, document, name)))
                .collect();
            Value::Object(members)
        }
        "array" => json!([]),
        "boolean" => json!(false),
        "integer" | "number" => json!(1),
        _ => json!(value("json", field)),
    }
}

/// What a query's parameter must be for a program to be understood, where a canary is not.
fn asked(document: &Value, operation: &Value, name: &str) -> Option<String> {
    let mut parameters = operation["parameters"].as_array()?.iter();
    let own = parameters.find(|one| one["in"] == "query" && one["name"] == name)?;
    let schema = match own["schema"]["$ref"].as_str() {
        Some(target) => document.pointer(&target[1..])?,
        None => &own["schema"],
    };
    if schema["type"] == "integer" {
        return Some("1".to_owned());
    }
    let is_free = schema["enum"].is_null() && schema["format"].is_null();
    let understood = understood(schema, name).filter(|_| !is_free)?;
    understood.as_str().map(str::to_owned)
}

fn with_headers(mut request: TestRequest) -> TestRequest {
    for name in HEADERS {
        request = request.insert_header((*name, word(&format!("header{name}"))));
    }
    request
        .insert_header(("sec-fetch-site", "same-origin"))
        .cookie(actix_web::cookie::Cookie::new("other", word("cookie")))
        .cookie(actix_web::cookie::Cookie::new(
            "plaza-choice",
            word("choice"),
        ))
}

/// The canaries of a route's request, each in its place.
fn request(route: &Route, path: &str, names: &BTreeSet<String>, document: &Value) -> TestRequest {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    let operation = &document["paths"][route.path][route.method.to_lowercase()];
    for name in names {
        let asked = asked(document, operation, name);
        query.append_pair(name, &asked.unwrap_or_else(|| value("query", name)));
        form.append_pair(name, &value("form", name));
    }
    let method: Method = route.method.parse().unwrap();
    let is_get = method == Method::GET;
    let request = with_headers(TestRequest::default())
        .method(method)
        .uri(&format!("{path}?{}", query.finish()));
    if is_get {
        return request;
    }
    if path.starts_with("/api/") {
        let content = &operation["requestBody"]["content"];
        let form = &content["multipart/form-data"]["schema"];
        if !form.is_null() {
            return with_file(request, &body(form, document, ""));
        }
        let schema = &content["application/json"]["schema"];
        return request.set_json(body(schema, document, ""));
    }
    request
        .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
        .set_payload(form.finish())
}

/// A form with a file, of which every word is a canary.
fn with_file(request: TestRequest, fields: &Value) -> TestRequest {
    let text = |name: &str| fields[name].as_str().unwrap();
    let name = format!("{}.txt", word("jsonname"));
    let file = (&*name, text("file").as_bytes());
    let (kind, body) = multipart(&[("alt", text("alt"))], "file", &[file]);
    request
        .insert_header((header::CONTENT_TYPE, kind))
        .set_payload(body)
}

/// A path whose parameters are canaries themselves.
fn strange_path(route: &Route) -> String {
    let mut path = String::new();
    for part in route.path.replace("{lang}", "en").split('/').skip(1) {
        path.push('/');
        match part.strip_prefix('{') {
            Some(name) => path.push_str(&word(&format!("path{name}"))),
            None => path.push_str(part),
        }
    }
    path
}

fn holds(answer: &Answer, word: &str) -> bool {
    let in_headers = answer
        .headers
        .iter()
        .any(|(_, value)| String::from_utf8_lossy(value.as_bytes()).contains(word));
    in_headers || answer.body.contains(word)
}

/// Who asks: nobody, and one of each role.
async fn visitors(plaza: &Plaza) -> Vec<Client> {
    let mut visitors = vec![plaza.client().await];
    for role in [Role::Resident, Role::PrivacyOfficer, Role::Administrator] {
        visitors.push(plaza.log_on_as(role, "somebody").await);
    }
    visitors
}

/// Behind these nobody is logged on any more.
fn ends_session(route: &Route) -> bool {
    let sessions = route.method == "DELETE" && route.path.contains("/sessions");
    sessions || route.path.ends_with("/log-off")
}

/// The columns of a person's own words: published, or the case that they were sent as.
fn belongs(field: &str, column: &str) -> bool {
    let (table, column) = column.split_once('.').unwrap();
    match table {
        // A public text, its title and a guest's public name.
        "topics" | "posts" | "post_revisions" => {
            ["title", "body", "name"].contains(&field)
                && ["title", "body", "guest_name"]
                    .iter()
                    .any(|own| column.starts_with(own))
                // The words of a topic's address, without what is personal in its title.
                || (field, table, column) == ("title", "topics", "slug")
        }
        // What search keeps of it, and SQLite's index over that.
        "search_texts" | "search_index" | "search_index_data" => ["title", "body"].contains(&field),
        "cases" => ["title", "body", "place"].contains(&field) && column.starts_with(field),
        "registrations" | "accounts" => field == "name" && column == "name",
        // The city's own organisation, as administrators keep it.
        "offices" | "categories" | "districts" => {
            field == column
                && (["slug", "email", "phone"].contains(&field)
                    || field.starts_with("name_")
                    || field.starts_with("hint_"))
        }
        // The register says which of it was changed.
        "chain_links" => (field, column) == ("slug", "fields"),
        // Words of nobody, for offices to begin with.
        "answer_templates" => ["name", "body"].contains(&field) && column == field,
        // Words of nobody, for moderators to choose from.
        "decision_reasons" => ["words_zh", "words_en"].contains(&field) && column == field,
        // What administrators watch for, which is about nobody.
        "watched_words" => ["words", "note"].contains(&field) && column == field,
        // Words of the city, for everybody.
        "city_pages" => (field, column) == ("slug", "slug"),
        "city_page_revisions" => {
            let texts = ["title_zh", "title_en", "body_zh", "body_en"];
            texts.contains(&field)
                && (column == field || column == field.replace("body_", "body_html_"))
        }
        // What an office and a resident say to each other is the case's file.
        "handling_records" => {
            ["answer", "reason", "reply", "still_open", "words"].contains(&field)
                && column == "body"
        }
        // Who investigates, and its document: a second person must read them.
        "approvals" => ["agency", "document"].contains(&field) && column == field,
        // Of a file that waits for its post.
        "attachments" => ["name", "alt"].contains(&field) && column == field,
        _ => false,
    }
}

#[actix_web::test]
async fn what_a_request_brings_along_is_found_in_no_sink() {
    if !alone("canary::what_a_request_brings_along_is_found_in_no_sink") {
        return;
    }
    let traces = traces();
    let plaza = Plaza::start_with(|config| config.slow_query = Duration::ZERO).await;
    plaza::commands::seed::city_if_empty(&plaza.context)
        .await
        .unwrap();
    let document = plaza
        .client()
        .await
        .get("/api/v1/openapi.json")
        .await
        .json();
    let names = names();
    let brought: Vec<String> = HEADERS
        .iter()
        .map(|name| word(&format!("header{name}")))
        .chain([word("cookie"), word("choice")])
        .collect();
    let queries: Vec<String> = names
        .iter()
        .map(|name| word(&format!("query{name}")))
        .collect();
    let mut reached: BTreeMap<&str, BTreeSet<u16>> = BTreeMap::new();
    for client in visitors(&plaza).await {
        let (last, first): (Vec<&Route>, Vec<&Route>) =
            CATALOGUE.iter().partition(|route| ends_session(route));
        for route in first.into_iter().chain(last) {
            for path in [sample_path(route, &plaza), strange_path(route)] {
                let what = format!("{} {path}", route.method);
                let answer = client.send(request(route, &path, &names, &document)).await;
                assert!(answer.status.as_u16() < 500, "{what}: {}", answer.body);
                let operation = &document["paths"][route.path][route.method.to_lowercase()];
                if !operation["requestBody"].is_null() {
                    let statuses = reached.entry(route.path).or_default();
                    statuses.insert(answer.status.as_u16());
                }
                for secret in &brought {
                    assert!(!holds(&answer, secret), "{what} tells {secret}");
                }
                // A search that is refused shows its form again, with what was looked for in it.
                let forms = [
                    "/{lang}/search",
                    "/{lang}/admin/audit",
                    "/{lang}/admin/audit/sign-ins",
                ];
                let is_form = forms.contains(&route.path);
                if answer.status.is_client_error() && route.method == "GET" && !is_form {
                    for secret in &queries {
                        assert!(
                            !holds(&answer, secret),
                            "the error page of {what} tells {secret}"
                        );
                    }
                }
            }
        }
    }
    // A body that is not understood proves nothing of the handler behind it.
    assert!(reached.len() > 15, "no API route was met");
    let understood = |status: &u16| ![400, 401, 403, 405, 415].contains(status);
    // What no passkey signed opens nothing, whatever else it says.
    reached.remove("/api/v1/sessions/passkey");
    reached.retain(|_, statuses| !statuses.iter().any(understood));
    assert!(
        reached.is_empty(),
        "no body reached the handler: {reached:?}"
    );
    let _ = plaza.mails().await;
    jobs::retention::once(&plaza.context).await.unwrap();
    jobs::record::last(&plaza.context, &plaza.recorder)
        .await
        .unwrap();

    let log = plaza.access_log().join("\n");
    assert!(log.lines().count() > 300, "the access log was not written");
    assert!(!log.contains("zqkanari"), "{}", near(&log));
    let traced = traces.text();
    for expected in ["a slow query", "answered", "/{lang}/boards/{slug}"] {
        assert!(traced.contains(expected), "the traces lack {expected}");
    }
    assert!(!traced.contains("zqkanari"), "{}", near(&traced));
    let metrics = scrape(&plaza.context).await;
    assert!(metrics.lines().count() > 1000, "nothing was counted");
    assert!(!metrics.contains("zqkanari"), "{}", near(&metrics));

    let form = |name: &String| [word(&format!("form{name}")), word(&format!("json{name}"))];
    let words: Vec<String> = ["zqkanari".to_owned()].to_vec();
    let columns: BTreeSet<String> = plaza
        .columns_with(&words)
        .into_iter()
        .map(|(_, column)| column)
        .collect();
    let everything: Vec<String> = names
        .iter()
        .flat_map(form)
        .chain(brought)
        .chain(queries)
        .collect();
    for (found, column) in plaza.columns_with(&everything) {
        let field = names
            .iter()
            .find(|name| form(name).contains(&found))
            .map_or("none of a body", String::as_str);
        assert!(belongs(field, &column), "{column} holds {field} ({found})");
    }
    println!("canaries stand readable in {columns:?} alone");
}

/// The words around the first canary.
fn near(text: &str) -> String {
    let Some(at) = text.find("zqkanari") else {
        return String::new();
    };
    text[..at]
        .chars()
        .rev()
        .take(300)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect::<String>()
        + &text[at..].chars().take(100).collect::<String>()
}

/// What covered data and secrets are given for real, from registration to a case that is followed.
#[actix_web::test]
async fn secrets_of_whole_journeys_are_found_in_no_sink() {
    if !alone("canary::secrets_of_whole_journeys_are_found_in_no_sink") {
        return;
    }
    let traces = traces();
    let plaza = Plaza::start_with(|config| config.slow_query = Duration::ZERO).await;
    offices::import::import(&plaza.context, organisation())
        .await
        .unwrap();
    let client = plaza.client().await;
    let email = format!("{}@example.tw", word("mailbox"));
    let password = word("password");
    let mut secrets = vec![word("mailbox"), password.clone()];
    let fields = [
        ("email", email.as_str()),
        ("name", ""),
        ("name_is_personal", ""),
        ("password", &password),
        ("rules", "yes"),
    ];
    client.post("/en/register", &fields).await.expect(303);
    let link = plaza.mails().await[0].link("/register/");
    secrets.push(link.rsplit('/').next().unwrap().to_owned());
    client.get(&link).await.expect(200);
    client.post(&link, &[]).await.expect(303);
    let wrong = word("wrongpassword");
    client
        .post("/en/log-on", &[("email", &email), ("password", &wrong)])
        .await
        .expect(422);
    client.log_on(&email, &password).await;
    secrets.extend([wrong, client.cookie("plaza").unwrap()]);
    client
        .post("/en/password/forgot", &[("email", &email)])
        .await
        .expect(303);
    let reset = plaza.mails().await.last().unwrap().link("/password/reset/");
    secrets.push(reset.rsplit('/').next().unwrap().to_owned());
    client.get(&reset).await.expect(200);

    // What is published belongs to the forum's tables, and to no log.
    plaza.add_boards().await;
    let published = [word("topictitle"), word("topicbody")];
    client.topic("city", &published[0], &published[1]).await;
    let contact = word("contact");
    let suggestion = json!({
        "category": "road-damage", "district": "lingya",
        "title": word("casetitle"), "body": word("casebody"),
        "share_contact": true,
        "contact": { "name": contact.clone(), "email": format!("{contact}@example.tw") },
    });
    let made = client.post_json("/api/v1/suggestions", &suggestion).await;
    assert!(made.status.is_success(), "{}", made.body);
    let made = made.json();
    let mails = plaza.mails().await;
    let asked = mails.iter().find(|mail| mail.to.starts_with(&contact));
    let confirm = asked
        .expect("the contact was given")
        .link("/suggestions/confirm/");
    secrets.push(confirm.rsplit('/').next().unwrap().to_owned());
    client.get(&confirm).await.expect(200);
    client.post(&confirm, &[]).await.expect(200);
    // The office opens the case, and a data request and a sign-up are made.
    let staff = plaza.staff_of("maintenance").await;
    let show = [("show-contact", "yes")];
    let opened = staff.post("/en/desk/1", &show).await.expect(200);
    assert!(opened.body.contains(&contact), "the contact was not shared");
    let (named, words) = (word("named"), word("requestwords"));
    let address = format!("{named}@example.tw");
    let about_me = [("email", address.as_str()), ("words", &words)];
    client
        .post("/en/posts/1/about-me", &about_me)
        .await
        .expect(303);
    let link = plaza.mails().await.last().unwrap().link("/about-me/");
    secrets.push(link.rsplit('/').next().unwrap().to_owned());
    client.get(&link).await.expect(200);
    client.post(&link, &[]).await.expect(200);
    let officer = plaza.log_on_as(Role::PrivacyOfficer, "officer").await;
    let queue = officer.get("/en/officer/requests").await.expect(200);
    assert!(queue.body.contains(&words), "the request does not wait");
    let event = json!({
        "zh": { "title": "園遊會", "body": "歡迎來玩。", "place": "市府廣場" },
        "starts_at": "2026-05-14T19:00:00", "ends_at": "2026-05-14T21:00:00",
        "sign_up": { "until": "2026-05-13", "erase_on": "2026-05-31" },
    });
    staff.post_json("/api/v1/events", &event).await.expect(201);
    let notice = client.get("/zh/events/1/sign-up").await.hidden("notice");
    let comes = word("comes");
    let address = format!("{comes}@example.tw");
    let fields = [
        ("name", comes.as_str()),
        ("email", &address),
        ("notice", &notice),
    ];
    client
        .post("/zh/events/1/sign-up", &fields)
        .await
        .expect(303);
    let list = staff.get("/zh/events/1/sign-ups").await.expect(200);
    assert!(list.body.contains(&comes), "nobody signed up");
    // Somebody supports a suggestion, and confirms it by the mailed link.
    let topic = plaza.published_suggestion().await.topic;
    let supports = word("supports");
    let address = format!("{supports}@example.tw");
    let form = format!("/zh/topics/{topic}/support/mail");
    let fields = [("email", address.as_str())];
    client.post(&form, &fields).await.expect(303);
    let link = plaza.mails().await.pop().unwrap();
    let link = link.link("/suggestions/support/");
    secrets.push(link.rsplit('/').next().unwrap().to_owned());
    client.get(&link).await.expect(200);
    client.post(&link, &[]).await.expect(200);
    secrets.extend([named, words, comes, supports]);
    let case_password = made["password"].as_str().unwrap().to_owned();
    let reference = made["reference"].as_str().unwrap();
    let follow = [("reference", reference), ("password", &case_password)];
    client
        .post("/en/suggestions/case", &follow)
        .await
        .expect(200);
    secrets.extend([contact, case_password]);

    // A guest is given a key with a post, and uses it and mistypes it.
    let guest = plaza.client().await;
    let text = json!({ "title": "t", "body": "b", "guest": guest.as_guest("guest", None).await });
    let path = "/api/v1/boards/open/topics";
    let given = guest.decide("POST", path, &text, |_| ("none", "publish"));
    let given = given.await.expect(202).json();
    let (key, wrong_key) = (given["key"].as_str().unwrap().to_owned(), word("wrongkey"));
    let own = format!("/en/posts/{}/key", given["post"]);
    for (key, act, status) in [
        (&wrong_key, "", 422),
        (&key, "", 200),
        (&key, "edit", 200),
        (&key, "erase", 200),
    ] {
        let fields = [("key", &**key), ("act", act)];
        guest.post(&own, &fields).await.expect(status);
    }
    secrets.extend([key, wrong_key]);
    assert_ne!(password, PASSWORD);

    jobs::record::last(&plaza.context, &plaza.recorder)
        .await
        .unwrap();
    let (log, traced) = (plaza.access_log().join("\n"), traces.text());
    let metrics = scrape(&plaza.context).await;
    let own = [word("casetitle"), word("casebody")];
    for secret in secrets.iter().chain(&own).chain(&published) {
        assert!(!log.contains(secret), "the access log holds {secret}");
        assert!(
            !traced.contains(secret),
            "the traces hold {secret}: {}",
            near(&traced)
        );
        assert!(!metrics.contains(secret), "the metrics hold {secret}");
    }
    assert!(
        !log.contains(reference),
        "the access log holds a case's number"
    );
    for secret in &secrets {
        assert!(!plaza.holds(secret), "the database holds {secret}");
    }
    let columns = plaza.columns_with(&published);
    assert!(columns.len() >= 4, "the topic was not stored");
    for (_, column) in columns {
        assert!(
            belongs("title", &column),
            "{column} holds the text of a topic"
        );
    }
    for (_, column) in plaza.columns_with(&own) {
        assert!(
            column.starts_with("cases."),
            "{column} holds the text of a case"
        );
    }
}
