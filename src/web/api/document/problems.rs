//! Every status and every problem that an operation may answer with, beside its own.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;
use serde_json::{Map, Value, json};

use super::{Place, each_operation};
use crate::{
    i18n::Lang,
    web::{
        api::openapi_scopes::TOKEN,
        codes::{CODES, is_known},
        contract::schema::each,
    },
};

const PROBLEM: &str = "#/components/schemas/Problem";

/// An answer that means everywhere the same. Of those with one status an operation gives one.
struct Shared {
    /// Its name among the document's responses.
    name: &'static str,
    status: &'static str,
    codes: &'static [&'static str],
    /// What it says, beside its codes.
    description: &'static str,
    /// Which operations may give it.
    of: fn(&Inputs) -> bool,
}

/// What decides which answers an operation may give.
struct Inputs {
    changes: bool,
    has_path: bool,
    has_parameters: bool,
    has_body: bool,
    tokens: Tokens,
}

/// What a token of the API may do with an operation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tokens {
    /// Each may: it is read by everybody.
    Each,
    /// One with its scope.
    Scoped,
    Never,
}

impl Tokens {
    fn of(place: &Place<'_>, operation: &Map<String, Value>) -> Self {
        let ways: Vec<&Value> = each(operation, "security").collect();
        let is_open = |way: &&Value| way.as_object().is_some_and(Map::is_empty);
        if !place.changes() && (ways.is_empty() || ways.iter().any(is_open)) {
            Self::Each
        } else if ways.iter().any(|way| way.get(TOKEN).is_some()) {
            Self::Scoped
        } else {
            Self::Never
        }
    }
}

const SHARED: &[Shared] = &[
    Shared {
        name: "Unreadable",
        status: "400",
        codes: &["bad-request"],
        description: "`bad-request`: a parameter or the body is not as described; `errors` names each place",
        of: |inputs| inputs.has_parameters || inputs.has_body,
    },
    Shared {
        name: "TokenInvalid",
        status: "401",
        codes: &["token-invalid"],
        description: "`token-invalid`: there is no such token of the API, or it has ended",
        of: |_| true,
    },
    Shared {
        name: "ScopeMissing",
        status: "403",
        codes: &["scope-missing"],
        description: "`scope-missing`: the token of the API lacks the scope that `scope` names",
        of: |inputs| !inputs.changes && inputs.tokens == Tokens::Scoped,
    },
    Shared {
        name: "NotForTokens",
        status: "403",
        codes: &["not-for-tokens"],
        description: "`not-for-tokens`: no token of the API may do it",
        of: |inputs| !inputs.changes && inputs.tokens == Tokens::Never,
    },
    Shared {
        name: "CrossSiteOrScopeMissing",
        status: "403",
        codes: &["cross-site", "scope-missing"],
        description: "`cross-site`: a browser sent it from another site's page; `scope-missing`: the token of \
                      the API lacks the scope that `scope` names",
        of: |inputs| inputs.changes && inputs.tokens == Tokens::Scoped,
    },
    Shared {
        name: "CrossSiteOrNotForTokens",
        status: "403",
        codes: &["cross-site", "not-for-tokens"],
        description: "`cross-site`: a browser sent it from another site's page; `not-for-tokens`: no token of \
                      the API may do it",
        of: |inputs| inputs.changes && inputs.tokens == Tokens::Never,
    },
    Shared {
        name: "NotFound",
        status: "404",
        codes: &["not-found"],
        description: "`not-found`: nothing has such an address",
        of: |inputs| inputs.has_path,
    },
    Shared {
        name: "TooSlow",
        status: "408",
        codes: &["too-slow"],
        description: "`too-slow`: the body did not arrive in time",
        of: |inputs| inputs.has_body,
    },
    Shared {
        name: "TooLarge",
        status: "413",
        codes: &["too-large"],
        description: "`too-large`: the body has more than 4 MiB or 100,000 values, or a file more than the city takes",
        of: |inputs| inputs.has_body,
    },
    Shared {
        name: "WrongContent",
        status: "415",
        codes: &["unsupported-media-type"],
        description: "`unsupported-media-type`: the body is of another content type than described",
        of: |inputs| inputs.has_body,
    },
    Shared {
        name: "Invalid",
        status: "422",
        codes: &["invalid"],
        description: "`invalid`: a day or a time that there is not; `errors` names each place",
        of: |inputs| inputs.has_parameters || inputs.has_body,
    },
    Shared {
        name: "TooMany",
        status: "429",
        codes: &["too-many-attempts", "too-many-requests"],
        description: "`too-many-attempts`: so many are not taken in so short a time; `too-many-requests`: the \
                      token of the API asks too often",
        of: |_| true,
    },
    Shared {
        name: "HeadTooLarge",
        status: "431",
        codes: &["head-too-large"],
        description: "`head-too-large`: the address and the headers are too long",
        of: |_| true,
    },
    Shared {
        name: "Internal",
        status: "500",
        codes: &["internal"],
        description: "`internal`: the service failed; its operator finds the request by `X-Request-Id`",
        of: |_| true,
    },
    Shared {
        name: "Unavailable",
        status: "503",
        codes: &["busy", "unavailable"],
        description: "`busy` or `unavailable`: nothing of it was done",
        of: |_| true,
    },
    Shared {
        name: "NoRoom",
        status: "507",
        codes: &["no-room"],
        description: "`no-room`: nothing of it was done, for the disk takes nothing",
        of: |_| true,
    },
];

pub(super) fn complete(document: &mut Value) {
    let components = &mut document["components"];
    for (name, schema) in schemas() {
        components["schemas"][name] = schema;
    }
    for shared in SHARED {
        let codes = shared.codes.iter().copied().collect();
        components["responses"][shared.name] = json!({ "description": shared.description });
        if let Value::Object(response) = &mut components["responses"][shared.name] {
            describe(response, shared.status, &codes);
        }
    }
    each_operation(document, |place, operation| {
        let inputs = Inputs::of(place, operation);
        let responses = operation.entry("responses").or_insert_with(|| json!({}));
        if let Value::Object(responses) = responses {
            answers(responses, &inputs);
        }
    });
}

impl Inputs {
    fn of(place: &Place<'_>, operation: &Map<String, Value>) -> Self {
        let mut parameters = each(operation, "parameters");
        Self {
            changes: place.changes(),
            has_path: place.path.contains('{'),
            has_parameters: parameters.any(|one| one["in"] != "path"),
            has_body: operation.contains_key("requestBody"),
            tokens: Tokens::of(place, operation),
        }
    }
}

/// The schemas of what every problem has.
fn schemas() -> [(&'static str, Value); 3] {
    [
        (
            "Problem",
            json!({
                "type": "object",
                "description": "Why a request was not done (RFC 9457). Some have members of their own, which their answer names.",
                "required": ["type", "title", "status", "code"],
                "properties": {
                    "type": { "type": "string", "pattern": "^urn:plaza:problem:[a-z-]+$", "description": "`urn:plaza:problem:CODE`" },
                    "title": { "type": "string", "description": "In the language of `Accept-Language`; for people." },
                    "status": { "type": "integer", "format": "int32", "minimum": 400, "maximum": 599 },
                    "code": { "$ref": "#/components/schemas/ProblemCode" },
                    "detail": { "type": "string" },
                    "errors": { "type": "array", "items": { "$ref": "#/components/schemas/ProblemField" }, "description": "What is wrong with which field; with `invalid` and `bad-request`." },
                },
            }),
        ),
        (
            "ProblemCode",
            json!({
                "type": "string",
                "description": "What programs go by: it stays, while words may change. Other codes may be added.",
                "enum": CODES,
            }),
        ),
        (
            "ProblemField",
            json!({
                "type": "object",
                "required": ["field", "code", "detail"],
                "properties": {
                    "field": { "type": "string", "description": "The name of a parameter or of a field of the body, as `contact.email`; empty for the body itself." },
                    "code": { "type": "string", "description": "The rule that it breaks, such as `required` or `length`." },
                    "detail": { "type": "string", "description": "The same for people." },
                },
            }),
        ),
    ]
}

/// The operation's own answers made whole, and those that everybody gives.
fn answers(responses: &mut Map<String, Value>, inputs: &Inputs) {
    for (status, response) in &mut *responses {
        let Value::Object(response) = response else {
            continue;
        };
        if status == "308" {
            response.insert("headers".into(), json!({ "Location": {
                "description": "Where it stands now", "required": true, "schema": { "type": "string" },
            } }));
        } else if status.starts_with(['4', '5']) {
            let description = response.get("description").and_then(Value::as_str);
            let mut codes = codes_in(description.unwrap_or_default());
            let everywhere = SHARED.iter().filter(|shared| shared.status == status);
            let everywhere = everywhere.filter(|shared| (shared.of)(inputs));
            codes.extend(everywhere.flat_map(|shared| shared.codes.iter().copied()));
            describe(response, status, &codes);
        }
    }
    for shared in SHARED.iter().filter(|shared| (shared.of)(inputs)) {
        let response = json!({ "$ref": format!("#/components/responses/{}", shared.name) });
        responses.entry(shared.status).or_insert_with(|| response);
    }
}

/// The codes that a description names, in backticks.
pub(super) fn codes_in(description: &str) -> BTreeSet<&'static str> {
    static QUOTED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("`([a-z-]+)`").expect("a pattern that can be read"));
    let quoted = QUOTED.captures_iter(description);
    let words = quoted
        .filter_map(|found| found.get(1))
        .map(|word| word.as_str());
    let known = words.filter(|word| is_known(word));
    known
        .filter_map(|word| CODES.iter().copied().find(|code| *code == word))
        .collect()
}

/// The body, the headers and an example of a problem.
fn describe(response: &mut Map<String, Value>, status: &str, codes: &BTreeSet<&'static str>) {
    let schema = if codes.is_empty() {
        json!({ "$ref": PROBLEM })
    } else {
        json!({ "allOf": [
            { "$ref": PROBLEM },
            { "type": "object", "properties": { "code": { "type": "string", "enum": codes } } },
        ] })
    };
    let mut content = json!({ "schema": schema });
    // What is special there shows more than what any operation answers.
    let said = response.get("description").and_then(Value::as_str);
    let own = codes_in(said.unwrap_or_default());
    if let Some(code) = own.first().or(codes.first()) {
        content["example"] = example(status, code);
    }
    response.insert(
        "content".into(),
        json!({ "application/problem+json": content }),
    );
    let header = match status {
        "401" => ("WWW-Authenticate", json!({ "type": "string" }), "`Bearer`"),
        "429" | "503" | "507" => (
            "Retry-After",
            json!({ "type": "integer", "format": "int64", "minimum": 0 }),
            "After how many seconds it is worth trying again",
        ),
        _ => return,
    };
    let (name, schema, description) = header;
    let headers = response.entry("headers").or_insert_with(|| json!({}));
    headers[name] = json!({ "description": description, "required": true, "schema": schema });
}

fn example(status: &str, code: &str) -> Value {
    let words = |key: &str| Lang::En.t(key);
    let mut problem = json!({
        "type": format!("urn:plaza:problem:{code}"),
        "title": words(&format!("problem-{code}")),
        "status": status.parse::<u16>().unwrap_or_default(),
        "code": code,
    });
    match code {
        "invalid" => {
            problem["errors"] = json!([{ "field": "title", "code": "required", "detail": words("invalid-required") }]);
        }
        "bad-request" => {
            problem["errors"] =
                json!([{ "field": "id", "code": "type", "detail": words("contract-type") }]);
        }
        _ => {}
    }
    problem
}
