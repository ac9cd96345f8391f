//! Open311 GeoReport v2, as programs of others meet it.

mod bad_input;
mod kept_private;
mod standard;

use actix_web::{
    http::{StatusCode, header},
    test::TestRequest,
};
use plaza::{
    accounts::Role,
    config::Open311,
    offices::{self, import::Organisation},
};
use quick_xml::{Reader, escape::unescape, events::Event};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::{
    published::approve,
    support::{Answer, Client, Plaza},
};

const KEY: &str = "xyz";
const REQUESTS: &str = "/open311/v2/requests";

/// A city with what the standard's examples name.
const LIKE_THE_STANDARDS: &str = r#"
    fallback = "works"
    routing = []
    [[offices]]
    slug = "works"
    name = { zh = "公共工程局", en = "Public Works" }
    email = "works@city.example"
    phone = "07-000-0001"
    [[categories]]
    slug = "001"
    name = { zh = "垃圾桶未收", en = "Cans left out 24x7" }
    hint = { zh = "清運後超過一天仍放在外面的垃圾桶。", en = "Garbage or recycling cans that have been left out for more than 24 hours after collection. Violators will be cited." }
    due_days = 5
    [[categories]]
    slug = "002"
    name = { zh = "施工蓋板移位", en = "Construction plate shifted" }
    hint = { zh = "覆蓋道路的鋼板移位。", en = "Metal construction plate covering the street or sidewalk has been moved." }
    due_days = 5
    [[categories]]
    slug = "003"
    name = { zh = "路緣破損", en = "Curb or curb ramp defect" }
    hint = { zh = "路緣或坡道破損。", en = "Sidewalk curb or ramp has problems such as cracking, missing pieces, holes, and/or chipped curb." }
    due_days = 5
    [[categories]]
    slug = "006"
    name = { zh = "人行道與路緣", en = "Sidewalk and Curb Issues" }
    hint = { zh = "人行道的問題。", en = "Anything about a sidewalk." }
    due_days = 5
    [[districts]]
    slug = "mission"
    name = { zh = "米慎區", en = "Mission" }
    [[districts]]
    slug = "sunset"
    name = { zh = "日落區", en = "Sunset" }
"#;

/// The standard's city: it is known as `city.gov`, and the program's key is `xyz`.
async fn city() -> (Plaza, Client) {
    let key = Sha256::digest(KEY.as_bytes()).into();
    let plaza = Plaza::start_with(|config| {
        config.open311 = Open311::new(Some("city.gov".into()), vec![key]);
    })
    .await;
    let organisation: Organisation = toml::from_str(LIKE_THE_STANDARDS).unwrap();
    offices::import::import(&plaza.context, organisation)
        .await
        .unwrap();
    plaza.publishes_suggestions().await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    (plaza, moderator)
}

/// An open element: its name, its text, its children.
type Element = (String, String, Vec<(String, Value)>);

/// An XML document as the standard's "Spark" convention has it in JSON, all values being texts.
fn spark(xml: &str) -> Value {
    assert!(
        xml.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>"),
        "{xml}"
    );
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<Element> = vec![Default::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                let name = String::from_utf8(tag.name().as_ref().to_vec()).unwrap();
                open.push((name, String::new(), Vec::new()));
            }
            Event::Empty(tag) => {
                let name = String::from_utf8(tag.name().as_ref().to_vec()).unwrap();
                open.last_mut().unwrap().2.push((name, json!("")));
            }
            Event::Text(text) => {
                let text = text.decode().unwrap();
                open.last_mut().unwrap().1.push_str(&text);
            }
            Event::GeneralRef(name) => {
                let whole = format!("&{};", name.decode().unwrap());
                open.last_mut()
                    .unwrap()
                    .1
                    .push_str(&unescape(&whole).unwrap());
            }
            Event::End(_) => {
                let (name, text, children) = open.pop().unwrap();
                open.last_mut()
                    .unwrap()
                    .2
                    .push((name, value(text, children)));
            }
            Event::Eof => break,
            Event::Decl(_) => {}
            other => panic!("{other:?}"),
        }
    }
    open.pop().unwrap().2.remove(0).1
}

fn value(text: String, children: Vec<(String, Value)>) -> Value {
    const ITEMS: [&str; 7] = [
        "service",
        "attribute",
        "value",
        "request",
        "error",
        "endpoint",
        "format",
    ];
    match children.first() {
        None => Value::String(text),
        Some((name, _)) if ITEMS.contains(&name.as_str()) => {
            children.into_iter().map(|(_, child)| child).collect()
        }
        Some(_) => Value::Object(children.into_iter().collect::<Map<_, _>>()),
    }
}

/// JSON as its XML would be read: all values are texts.
fn plain(json: &Value) -> Value {
    match json {
        Value::Null => json!(""),
        Value::Array(items) if items.is_empty() => json!(""),
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, value)| (name.clone(), plain(value)))
                .collect(),
        ),
        Value::String(_) => json.clone(),
        other => json!(other.to_string()),
    }
}

async fn in_english(client: &Client, path: &str) -> Answer {
    let request = TestRequest::get().uri(path);
    client
        .send(request.insert_header((header::ACCEPT_LANGUAGE, "en")))
        .await
}

/// What is answered in both forms, which say the same.
async fn get(client: &Client, path: &str, query: &str) -> (StatusCode, Value) {
    let json = in_english(client, &format!("{path}.json{query}")).await;
    let xml = in_english(client, &format!("{path}.xml{query}")).await;
    assert_eq!(json.status, xml.status, "{path}{query}");
    for (answer, kind) in [
        (&json, "application/json; charset=utf-8"),
        (&xml, "text/xml; charset=utf-8"),
    ] {
        assert_eq!(answer.headers.get("content-type").unwrap(), kind);
        assert_eq!(answer.headers.get("content-language").unwrap(), "en");
    }
    assert_eq!(spark(&xml.body), plain(&json.json()), "{path}{query}");
    (json.status, json.json())
}

async fn found(client: &Client, path: &str, query: &str) -> Value {
    let (status, value) = get(client, path, query).await;
    assert_eq!(status, 200, "{path}{query}: {value}");
    value
}

/// The standard's list of errors, its first description.
async fn refused(client: &Client, path: &str, query: &str, expected: u16) -> String {
    let (status, value) = get(client, path, query).await;
    assert_eq!(status.as_u16(), expected, "{path}{query}: {value}");
    description(&value, expected)
}

fn description(errors: &Value, status: u16) -> String {
    let list = errors.as_array().unwrap();
    assert!(!list.is_empty());
    for error in list {
        assert_eq!(error["code"], status, "{errors}");
        assert_eq!(error.as_object().unwrap().len(), 2, "{errors}");
    }
    let description = errors[0]["description"].as_str().unwrap();
    assert!(description.len() > 10, "{errors}");
    description.to_owned()
}

/// Sends a form's body, as it is.
async fn post_as(client: &Client, path: &str, kind: &str, body: impl Into<Vec<u8>>) -> Answer {
    let request = TestRequest::post()
        .uri(path)
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::ACCEPT_LANGUAGE, "en"))
        .set_payload(body.into());
    client.send(request).await
}

async fn post(client: &Client, path: &str, body: impl Into<Vec<u8>>) -> Answer {
    let kind = "application/x-www-form-urlencoded; charset=utf-8";
    post_as(client, path, kind, body).await
}

/// The key of the notice that the definition of a service shows.
async fn notice(client: &Client) -> String {
    let definition = found(client, "/open311/v2/services/001", "").await;
    let attributes = definition["attributes"].as_array().unwrap();
    let notice = attributes.iter().find(|one| one["code"] == "notice");
    notice.unwrap()["values"][0]["key"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// A body with these fields over those that are always needed.
async fn body(client: &Client, more: &[(&str, &str)]) -> String {
    let notice = notice(client).await;
    let mut fields = vec![
        ("api_key", KEY),
        ("service_code", "001"),
        ("address_string", "1234 5th street"),
        ("description", "A large sinkhole is destroying the street"),
        ("attribute[district]", "mission"),
        ("attribute[notice]", notice.as_str()),
    ];
    fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    fields.extend(more);
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

/// What a program that sent a suggestion is told.
struct Sent {
    token: String,
    reference: String,
    password: String,
}

impl Sent {
    fn of(request: &Value) -> Self {
        let notice = request["service_notice"].as_str().unwrap();
        let behind = |word: &str| {
            let (_, rest) = notice
                .split_once(word)
                .unwrap_or_else(|| panic!("{notice}"));
            rest.split([',', ' ', '.']).next().unwrap().to_owned()
        };
        assert!(request.get("service_request_id").is_none(), "{request}");
        Self {
            token: request["token"].as_str().unwrap().to_owned(),
            reference: behind("Received as "),
            password: behind("password "),
        }
    }

    fn key(&self) -> Value {
        json!({ "reference": self.reference, "password": self.password })
    }
}

async fn send(client: &Client, more: &[(&str, &str)]) -> Sent {
    let body = body(client, more).await;
    let answer = post(client, &format!("{REQUESTS}.json"), body).await;
    Sent::of(&answer.expect(201).json()[0])
}

/// Its resident publishes words of it, and waits for a moderator.
async fn ask_to_publish(client: &Client, sent: &Sent, title: &str, body: &str) {
    let read = client.get("/api/v1/notices/publication?lang=en").await;
    let mut words = sent.key();
    words["title"] = json!(title);
    words["body"] = json!(body);
    words["notice"] = read.expect(200).json()["hash"].clone();
    words["language"] = json!("en");
    let path = "/api/v1/suggestions/case/publish";
    let asked = client.post_json(path, &words).await;
    if asked.status == 202 {
        return;
    }
    // What is personal in it, its resident publishes knowingly.
    client
        .decide("POST", path, &words, |_| ("mine", "publish"))
        .await
        .expect(202);
}

async fn publish(client: &Client, moderator: &Client, sent: &Sent, title: &str, body: &str) {
    ask_to_publish(client, sent, title, body).await;
    approve(moderator).await;
}

/// The numbers of the requests that a query finds.
async fn numbers(client: &Client, query: &str) -> Vec<String> {
    let list = found(client, REQUESTS, query).await;
    let list = list.as_array().unwrap().iter();
    list.map(|one| one["service_request_id"].as_str().unwrap().to_owned())
        .collect()
}

async fn number_of(client: &Client, sent: &Sent) -> String {
    let path = format!("/open311/v2/tokens/{}", sent.token);
    let list = found(client, &path, "").await;
    list[0]["service_request_id"].as_str().unwrap().to_owned()
}
