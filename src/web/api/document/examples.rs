//! An example of each parameter, each body and each answer, made from its schema.

use serde_json::{Map, Value, json};

use super::{each_operation, words};
use crate::web::contract::schema::{each, named};

/// So many schemas deep an example shows what there is; below that it is left empty.
const DEEPEST: usize = 20;

pub(super) fn complete(document: &mut Value) {
    let whole = document.clone();
    each_operation(document, |_, operation| {
        if let Some(Value::Array(parameters)) = operation.get_mut("parameters") {
            parameters
                .iter_mut()
                .for_each(|one| of_parameter(&whole, one));
        }
        if let Some(body) = operation.get_mut("requestBody") {
            of_contents(&whole, body, true);
        }
        if let Some(Value::Object(responses)) = operation.get_mut("responses") {
            let good = responses
                .iter_mut()
                .filter(|(status, _)| status.starts_with('2'));
            good.for_each(|(_, response)| of_contents(&whole, response, false));
        }
    });
}

/// What names a place in a list is the list's own and comes with its `Link`: there is no example of it.
fn is_place(parameter: &Value) -> bool {
    let schema = &parameter["schema"];
    let is_free = schema["type"] == "string" && schema["format"].is_null();
    is_free && matches!(parameter["name"].as_str(), Some("after" | "before"))
}

fn of_parameter(whole: &Value, parameter: &mut Value) {
    if is_place(parameter) {
        return;
    }
    let name = parameter["name"].as_str().unwrap_or_default().to_owned();
    let about = parameter["description"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let maker = Maker {
        whole,
        is_request: true,
    };
    let made = maker.one(&parameter["schema"], (&name, &about), 0);
    if let Value::Object(parameter) = parameter
        && !parameter.contains_key("example")
    {
        parameter.insert("example".into(), made);
    }
}

/// Of a body in JSON; a file is its own example.
fn of_contents(whole: &Value, of: &mut Value, is_request: bool) {
    let maker = Maker { whole, is_request };
    if let Some(Value::Object(content)) = of.pointer_mut("/content/application~1json")
        && let Some(schema) = content.get("schema")
        && !content.contains_key("example")
    {
        let made = maker.one(schema, ("", ""), 0);
        content.insert("example".into(), made);
    }
}

struct Maker<'a> {
    whole: &'a Value,
    /// What may be left out of a request, its example leaves out.
    is_request: bool,
}

impl Maker<'_> {
    /// An example of what has this name, of which this is said.
    fn one(&self, schema: &Value, (name, about): (&str, &str), depth: usize) -> Value {
        let Value::Object(schema) = schema else {
            return Value::Null;
        };
        for given in ["example", "const"] {
            if let Some(given) = schema.get(given) {
                return given.clone();
            }
        }
        let said = schema.get("description").and_then(Value::as_str);
        let about = said.unwrap_or(about);
        if let Some(first) = each(schema, "enum").next() {
            return first.clone();
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            return match named(self.whole, reference).filter(|_| depth < DEEPEST) {
                Some(other) => self.one(other, (name, about), depth + 1),
                None => Value::Null,
            };
        }
        for word in ["oneOf", "anyOf"] {
            let is_something = |one: &&Value| one["type"] != "null";
            if let Some(one) = each(schema, word).find(is_something) {
                return self.one(one, (name, about), depth);
            }
        }
        let parts: Vec<Value> = each(schema, "allOf")
            .map(|part| self.one(part, (name, about), depth))
            .collect();
        if !parts.is_empty() {
            let members = parts.into_iter().filter_map(|part| match part {
                Value::Object(members) => Some(members),
                _ => None,
            });
            return members.flatten().collect::<Map<_, _>>().into();
        }
        match kind(schema) {
            "object" => self.members(schema, depth),
            "array" => {
                let item = schema
                    .get("items")
                    .map(|of| self.one(of, (name, about), depth + 1));
                let least = schema.get("minItems").and_then(Value::as_u64);
                let item = item.filter(|_| depth < DEEPEST || least.is_some());
                let times = least.map_or(1, |least| least.max(1) as usize);
                item.map_or_else(|| json!([]), |item| Value::from(vec![item; times]))
            }
            "boolean" => Value::Bool(true),
            "integer" | "number" => words::number(name, schema),
            "null" => Value::Null,
            _ => words::text(name, about, schema),
        }
    }

    fn members(&self, schema: &Map<String, Value>, depth: usize) -> Value {
        let Some(Value::Object(fields)) = schema.get("properties") else {
            return json!({});
        };
        let required: Vec<&str> = each(schema, "required").filter_map(Value::as_str).collect();
        let shown = fields.iter().filter(|(name, _)| {
            !self.is_request || required.is_empty() || required.contains(&name.as_str())
        });
        let made = shown.map(|(name, field)| {
            let example = self.one(field, (name, ""), depth + 1);
            (name.clone(), example)
        });
        made.collect::<Map<_, _>>().into()
    }
}

/// The type of a schema; the first that is something.
fn kind(schema: &Map<String, Value>) -> &str {
    match schema.get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => {
            let mut kinds = kinds.iter().filter_map(Value::as_str);
            kinds.find(|kind| *kind != "null").unwrap_or("null")
        }
        _ if schema.contains_key("properties") => "object",
        _ => "null",
    }
}
