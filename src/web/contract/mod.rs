//! The API's document, kept: what a request of it must be, is looked at before a handler sees it.
//!
//! Who may ask comes first, so that whoever may not learns nothing else; then the content type, the parameters
//! and the body, by the document's own schemas. What is wrong is told with its place: 400 `bad-request`, or 422
//! `invalid` where a text has the right form and there is no such day or number. How long a text may be and
//! what it says, the rooms judge, in their own words.

pub mod schema;

use std::sync::LazyLock;

use actix_web::{
    Error, HttpMessage as _, HttpRequest, HttpResponse, ResponseError as _,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::{StatusCode, header},
    middleware::Next,
    web::{Bytes, Data},
};
use serde_json::{Map, Value, json};

use super::{
    api::docs,
    extract,
    fault::{self, Fault},
    language, met,
    routes::{self, Audience, CATALOGUE, Route},
};
use crate::context::Context;
use schema::{Look, Rule, Wrong, wrongs};

/// What the document says that a request brings.
struct Operation {
    parameters: Vec<Parameter>,
    body: Option<Body>,
}

struct Parameter {
    name: &'static str,
    is_header: bool,
    is_required: bool,
    schema: &'static Value,
}

struct Body {
    is_required: bool,
    /// The schema of JSON; none where it is a form with files.
    json: Option<&'static Value>,
}

/// One for each route of the catalogue, in its order; none for what is not in the document.
static OPERATIONS: LazyLock<Vec<Option<Operation>>> =
    LazyLock::new(|| CATALOGUE.iter().map(operation).collect());

fn operation(route: &Route) -> Option<Operation> {
    let method = route.method.to_ascii_lowercase();
    let described = docs::openapi().get("paths")?.get(route.path)?.get(method)?;
    let parameters = described.get("parameters").and_then(Value::as_array);
    let parameters = parameters.into_iter().flatten().filter_map(parameter);
    Some(Operation {
        parameters: parameters.collect(),
        body: described.get("requestBody").map(|body| Body {
            is_required: body.get("required") == Some(&Value::Bool(true)),
            json: body.pointer("/content/application~1json/schema"),
        }),
    })
}

/// A parameter of the query or the head; those of a path are read where it is met.
fn parameter(described: &'static Value) -> Option<Parameter> {
    let place = described.get("in")?.as_str()?;
    matches!(place, "query" | "header").then_some(())?;
    Some(Parameter {
        name: described.get("name")?.as_str()?,
        is_header: place == "header",
        is_required: described.get("required") == Some(&Value::Bool(true)),
        schema: described.get("schema")?,
    })
}

pub(super) async fn hold<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let refused = match met_by(&request) {
        Some((route, _)) if routes::is_anothers(route, request.path()) => {
            Some(Fault::WrongMethod.error_response())
        }
        Some((route, operation)) => refuse(&mut request, route, operation).await,
        None => None,
    };
    match refused {
        Some(response) => Ok(request.into_response(response).map_into_right_body()),
        None => next
            .call(request)
            .await
            .map(ServiceResponse::map_into_left_body),
    }
}

fn met_by(request: &ServiceRequest) -> Option<(&'static Route, &'static Operation)> {
    if !request.path().starts_with("/api/v1/") {
        return None;
    }
    let route = met::route(request.request())?;
    let operation = OPERATIONS.get(routes::number(route)?)?.as_ref()?;
    Some((route, operation))
}

/// The answer to a request that is none of this operation's.
async fn refuse(
    request: &mut ServiceRequest,
    route: &Route,
    operation: &Operation,
) -> Option<HttpResponse> {
    if let Err(fault) = let_in(request.request(), route.audience).await {
        return Some(fault.error_response());
    }
    let mut found = wrong_parameters(request.request(), operation);
    if let Some(body) = &operation.body {
        match wrong_body(request, body).await {
            Ok(wrong) => found.extend(wrong),
            Err(fault) => return Some(fault.error_response()),
        }
    }
    (!found.is_empty()).then(|| told(request.request(), &found))
}

async fn let_in(request: &HttpRequest, audience: Audience) -> Result<(), Fault> {
    if matches!(audience, Audience::Anyone | Audience::Demo) {
        return Ok(());
    }
    let context = request.app_data::<Data<Context>>();
    let context = context.ok_or_else(|| Fault::Internal("no context".into()))?;
    let member = extract::member(request, context).await?;
    if extract::lets_in(audience, &member.ok_or(Fault::LogOnFirst)?) {
        Ok(())
    } else {
        Err(Fault::Forbidden)
    }
}

/// What is wrong, and the code that says how.
struct Told {
    at: String,
    code: &'static str,
    status: StatusCode,
}

impl From<Wrong> for Told {
    fn from(wrong: Wrong) -> Self {
        let reads = matches!(wrong.rule, Rule::Format);
        Self {
            at: wrong.at,
            code: wrong.rule.code(),
            status: if reads {
                StatusCode::UNPROCESSABLE_ENTITY
            } else {
                StatusCode::BAD_REQUEST
            },
        }
    }
}

impl Told {
    fn of(at: &str, rule: Rule) -> Self {
        let at = at.to_owned();
        Wrong { at, rule }.into()
    }

    /// A body that is no JSON at all.
    fn unreadable() -> Self {
        Self {
            at: String::new(),
            code: "json",
            status: StatusCode::BAD_REQUEST,
        }
    }
}

fn wrong_parameters(request: &HttpRequest, operation: &Operation) -> Vec<Told> {
    let query = url::form_urlencoded::parse(request.query_string().as_bytes());
    let query: Vec<_> = query.collect();
    let mut found = Vec::new();
    for parameter in &operation.parameters {
        let name = parameter.name;
        let given: Vec<Option<&str>> = if parameter.is_header {
            let headers = request.headers().get_all(name);
            headers.map(|value| value.to_str().ok()).collect()
        } else {
            let own = query.iter().filter(|(other, _)| other == name);
            own.map(|(_, value)| Some(&**value)).collect()
        };
        // Which header is missing, its handler says: of an edit that names no version, 428.
        if given.is_empty() && parameter.is_required && !parameter.is_header {
            found.push(Told::of(name, Rule::Required));
        }
        for text in given {
            match text.map(|text| wrong_text(parameter.schema, text)) {
                Some(None) => {}
                Some(Some(rule)) => found.push(Told::of(name, rule)),
                None => found.push(Told::of(name, Rule::Pattern)),
            }
        }
    }
    found
}

/// What is wrong with a text that is to be read as what the schema says.
fn wrong_text(schema: &Value, text: &str) -> Option<Rule> {
    let value = match schema.get("type").and_then(Value::as_str) {
        Some("integer") => text.parse::<i64>().map_or(Value::Null, Value::from),
        Some("boolean") => text.parse::<bool>().map_or(Value::Null, Value::from),
        _ => Value::from(text),
    };
    let found = wrongs(docs::openapi(), Look::Whole, schema, &value);
    found.first().map(|wrong| wrong.rule)
}

/// What is wrong with the body, which whoever comes next finds as it was.
async fn wrong_body(request: &mut ServiceRequest, body: &Body) -> Result<Vec<Told>, Fault> {
    let is_json = body.json.is_some();
    let content_type = request.content_type().to_ascii_lowercase();
    let fits = if is_json {
        content_type == "application/json" || content_type.ends_with("+json")
    } else {
        content_type == "multipart/form-data"
    };
    let Some(schema) = body.json else {
        return if fits {
            Ok(Vec::new())
        } else if content_type.is_empty() {
            Ok(vec![Told::of("", Rule::Required)])
        } else {
            Err(Fault::WrongContent)
        };
    };
    // What is packed, its handler unpacks and reads alone.
    if request.headers().contains_key(header::CONTENT_ENCODING) {
        return if fits {
            Ok(Vec::new())
        } else {
            Err(Fault::WrongContent)
        };
    }
    let bytes = request.extract::<Bytes>().await.map_err(unread)?;
    request.set_payload(Payload::from(bytes.clone()));
    if bytes.is_empty() {
        let lacks = body.is_required.then(|| Told::of("", Rule::Required));
        return Ok(lacks.into_iter().collect());
    }
    if !fits {
        return Err(Fault::WrongContent);
    }
    if values(&bytes) > MOST_VALUES {
        return Err(Fault::TooLarge);
    }
    let Ok(mut value) = serde_json::from_slice::<Value>(&bytes) else {
        return Ok(vec![Told::unreadable()]);
    };
    if write_whole(&mut value) {
        request.set_payload(Payload::from(value.to_string().into_bytes()));
    }
    let found = wrongs(docs::openapi(), Look::Form, schema, &value);
    Ok(found.into_iter().map(Told::from).collect())
}

/// So many values a body may hold: in memory each takes many times its bytes, and nobody needs as many.
const MOST_VALUES: usize = 100_000;

/// About how many values stand in JSON, by the marks outside its texts.
fn values(bytes: &[u8]) -> usize {
    let (mut is_text, mut is_escaped, mut marks) = (false, false, 0);
    for &byte in bytes {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_text => is_escaped = true,
            b'"' => is_text = !is_text,
            b',' | b'[' | b'{' if !is_text => marks += 1,
            _ => {}
        }
    }
    marks
}

/// Writes a number that is whole without its point, as handlers read it: JSON knows no difference. Whether there was
/// any.
fn write_whole(value: &mut Value) -> bool {
    /// From here on (2^53) one number with a point stands for several without.
    const MOST: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Number(number) => {
            let pointed = number.as_f64().filter(|_| number.is_f64());
            let whole = pointed.filter(|one| one.fract() == 0.0 && one.abs() < MOST);
            let Some(whole) = whole else {
                return false;
            };
            *value = Value::from(whole as i64);
            true
        }
        Value::Array(items) => items
            .iter_mut()
            .fold(false, |any, item| write_whole(item) | any),
        Value::Object(members) => members
            .values_mut()
            .fold(false, |any, member| write_whole(member) | any),
        _ => false,
    }
}

fn unread(error: Error) -> Fault {
    if error.as_response_error().status_code() == StatusCode::PAYLOAD_TOO_LARGE {
        Fault::TooLarge
    } else {
        Fault::BadRequest(error.to_string())
    }
}

/// The problem that names each place, in the asker's language.
fn told(request: &HttpRequest, found: &[Told]) -> HttpResponse {
    let lang = language::of_header(request);
    let errors: Vec<Value> = found
        .iter()
        .map(|told| {
            let detail = lang.t(&format!("contract-{}", told.code));
            json!({ "field": told.at, "code": told.code, "detail": detail })
        })
        .collect();
    let is_read = |told: &Told| told.status == StatusCode::UNPROCESSABLE_ENTITY;
    let (status, code) = if found.iter().all(is_read) {
        (StatusCode::UNPROCESSABLE_ENTITY, "invalid")
    } else {
        (StatusCode::BAD_REQUEST, "bad-request")
    };
    let members = Map::from_iter([("errors".to_owned(), Value::from(errors))]);
    fault::problem(request, status, code, members)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_beyond_all_that_are_kept_becomes_no_other() {
        let mut value = json!([3.0, -2e0, 3.5]);
        assert!(write_whole(&mut value));
        assert_eq!(value, json!([3, -2, 3.5]));
        for text in ["-9223372036854775809", "18446744073709551616", "1e300"] {
            let mut value: Value = serde_json::from_str(text).expect("a number");
            assert!(!write_whole(&mut value), "{text}");
            assert!(value.is_f64(), "{text}");
        }
    }

    #[test]
    fn values_are_counted_outside_texts_alone() {
        for (body, marks) in [
            ("1", 0),
            (r#"{"a":[1,2],"b":{}}"#, 5),
            (r#"{"a":"1,2,[{"}"#, 1),
            (r#"{"a":"\",[","b":"\\"}"#, 2),
        ] {
            assert_eq!(values(body.as_bytes()), marks, "{body}");
        }
    }
}
