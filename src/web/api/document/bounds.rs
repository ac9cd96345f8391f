//! Bounds of what a request brings: those of numbers follow from how they are kept, those of texts and lists
//! from the words that describe them, so that both say the same.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;
use serde_json::{Map, Value, json};

use super::each_operation;
use crate::{
    text_rules::LONGEST_EMAIL,
    web::contract::schema::{each, named},
};

pub(super) fn complete(document: &mut Value) {
    each_operation(document, |_, operation| {
        if let Some(Value::Array(parameters)) = operation.get_mut("parameters") {
            parameters.iter_mut().for_each(parameter);
        }
        let body = operation.get_mut("requestBody");
        let body = body.and_then(|body| body.pointer_mut("/content/application~1json/schema"));
        if let Some(schema) = body {
            without_nothing(schema);
        }
    });
    numbers(document);
    let asked = asked(document);
    let schemas = document.pointer_mut("/components/schemas");
    for (name, schema) in schemas.and_then(Value::as_object_mut).into_iter().flatten() {
        if asked.contains(name.as_str()) {
            texts(schema);
        }
    }
}

/// What a parameter of this name is everywhere.
fn parameter(parameter: &mut Value) {
    let place = parameter["in"].as_str().unwrap_or_default().to_owned();
    let name = parameter["name"].as_str().unwrap_or_default().to_owned();
    let schema = &mut parameter["schema"];
    without_nothing(schema);
    let Value::Object(schema) = schema else {
        return;
    };
    let is_text = schema.get("type") == Some(&json!("string"));
    match (place.as_str(), name.as_str()) {
        ("query", "lang") => {
            schema.insert("enum".into(), json!(["zh", "en"]));
        }
        ("query", "page") if is_text => {
            schema.insert("enum".into(), json!(["last"]));
        }
        ("header", "Idempotency-Key") => {
            schema.insert("minLength".into(), json!(8));
            schema.insert("maxLength".into(), json!(200));
            schema.insert("pattern".into(), json!("^[!-~][ -~]{6,198}[!-~]$"));
        }
        ("path", _) if is_text => {
            schema.entry("minLength").or_insert(json!(1));
        }
        _ => {}
    }
}

/// What may be left out is not sent as nothing: no parameter can be, and a body is not there at all.
fn without_nothing(schema: &mut Value) {
    let one = match schema.get_mut("type") {
        Some(Value::Array(kinds)) => {
            kinds.retain(|kind| kind != "null");
            (kinds.len() == 1).then(|| kinds[0].clone())
        }
        _ => None,
    };
    if let Some(one) = one {
        schema["type"] = one;
    }
    let one = match schema.get_mut("oneOf") {
        Some(Value::Array(kinds)) => {
            kinds.retain(|kind| kind["type"] != "null");
            (kinds.len() == 1).then(|| kinds[0].clone())
        }
        _ => None,
    };
    if let Some(one) = one {
        *schema = one;
    }
}

/// The least and the greatest number that is kept in so many bits.
fn numbers(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if is_of(members, "integer") {
                let is_short = members.get("format") == Some(&json!("int32"));
                let (least, most) = if is_short {
                    (i64::from(i32::MIN), i64::from(i32::MAX))
                } else {
                    (i64::MIN, i64::MAX)
                };
                members.entry("minimum").or_insert(json!(least));
                members.entry("maximum").or_insert(json!(most));
            }
            members.values_mut().for_each(numbers);
        }
        Value::Array(items) => items.iter_mut().for_each(numbers),
        _ => {}
    }
}

/// The schemas of which bodies of requests are made.
fn asked(document: &mut Value) -> BTreeSet<String> {
    let mut open = Vec::new();
    each_operation(document, |_, operation| {
        if let Some(body) = operation.get("requestBody") {
            references(body, &mut open);
        }
    });
    let mut found = BTreeSet::new();
    while let Some(reference) = open.pop() {
        let name = reference.rsplit('/').next().unwrap_or_default().to_owned();
        if found.insert(name)
            && let Some(schema) = named(document, &reference)
        {
            references(schema, &mut open);
        }
    }
    found
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.extend(
                members
                    .get("$ref")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
            );
            members.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

/// The bounds that the words beside the fields of a schema, and of those within it, say.
fn texts(schema: &mut Value) {
    let Value::Object(schema) = schema else {
        return;
    };
    for word in ["allOf", "oneOf", "anyOf"] {
        if let Some(Value::Array(parts)) = schema.get_mut(word) {
            parts.iter_mut().for_each(texts);
        }
    }
    let required: BTreeSet<String> = each(schema, "required")
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    let Some(Value::Object(fields)) = schema.get_mut("properties") else {
        return;
    };
    let mut bounds: Vec<(String, Said)> = Vec::new();
    for (name, field) in &*fields {
        let description = field["description"].as_str().unwrap_or_default();
        let Some(said) = Said::of(description) else {
            continue;
        };
        // "1 to 60 characters each" stands beside the first of two languages.
        let twin = name.strip_suffix("_zh").map(|stem| format!("{stem}_en"));
        if let Some(twin) = twin.filter(|_| description.contains("each")) {
            bounds.push((twin, said));
        }
        bounds.push((name.clone(), said));
    }
    for (name, said) in bounds {
        if let Some(Value::Object(field)) = fields.get_mut(&name) {
            said.bind(field, required.contains(&name));
        }
    }
    for field in fields.values_mut().filter_map(Value::as_object_mut) {
        if field.get("format") == Some(&json!("email")) {
            field.entry("maxLength").or_insert(json!(LONGEST_EMAIL));
        }
    }
}

/// Bounds as words say them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Said {
    least: Option<i64>,
    most: i64,
    /// Of characters; else of whatever the field is.
    of_characters: bool,
}

/// `1 to 10,000 characters`, `From -90 to 90`, `One to six slugs`.
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:^|[^\w-])(-?[\d,]+|one|two)(?:, [a-z ]+,)? to (-?[\d,]+|six)\b( characters| letters| of a)?",
    )
    .expect("a pattern that can be read")
});

/// `At most 2000 characters`, `up to five tokens`.
static MOST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:at most|up to) ([\d,]+|five|six)\b( characters)?")
        .expect("a pattern that can be read")
});

fn number(word: &str) -> Option<i64> {
    match word.to_ascii_lowercase().as_str() {
        "one" => Some(1),
        "two" => Some(2),
        "five" => Some(5),
        "six" => Some(6),
        digits => digits.replace(',', "").parse().ok(),
    }
}

impl Said {
    fn of(description: &str) -> Option<Self> {
        let (found, least) = match RANGE.captures(description) {
            Some(found) => {
                let least = number(found.get(1)?.as_str())?;
                (found, Some(least))
            }
            None => (MOST.captures(description)?, None),
        };
        let most = found.get(if least.is_some() { 2 } else { 1 })?;
        let unit = found.get(if least.is_some() { 3 } else { 2 });
        Some(Self {
            least,
            most: number(most.as_str())?,
            of_characters: unit.is_some(),
        })
    }

    /// A field that may be left out may be empty as well.
    fn bind(self, field: &mut Map<String, Value>, is_required: bool) {
        let (least, most) = if is_of(field, "string") && self.of_characters {
            ("minLength", "maxLength")
        } else if is_of(field, "array") && !self.of_characters {
            ("minItems", "maxItems")
        } else if (is_of(field, "integer") || is_of(field, "number")) && !self.of_characters {
            // Those of how it is kept are wider.
            field.remove("minimum");
            field.remove("maximum");
            ("minimum", "maximum")
        } else {
            return;
        };
        let is_number = least == "minimum";
        if let Some(bound) = self.least.filter(|_| is_required || is_number) {
            field.entry(least).or_insert(json!(bound));
        }
        field.entry(most).or_insert(json!(self.most));
    }
}

/// Whether a schema is of this type, or of it and others.
fn is_of(schema: &Map<String, Value>, kind: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(one)) => one == kind,
        Some(Value::Array(kinds)) => kinds.iter().any(|one| one == kind),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_read_from_words() {
        let said = |least, most, of_characters| {
            Some(Said {
                least,
                most,
                of_characters,
            })
        };
        for (words, expected) in [
            ("1 to 10,000 characters.", said(Some(1), 10_000, true)),
            ("2 to 40 of a–z, 0–9 and hyphens.", said(Some(2), 40, true)),
            (
                "Markdown, at most 20,000 characters.",
                said(None, 20_000, true),
            ),
            ("Of a topic: at most five.", said(None, 5, false)),
            ("Up to five tokens of `/x`.", said(None, 5, false)),
            (
                "One to six slugs, the responsible office first.",
                said(Some(1), 6, false),
            ),
            ("From -90 to 90.", said(Some(-90), 90, false)),
            (
                "From 1, very dissatisfied, to 5, very satisfied.",
                said(Some(1), 5, false),
            ),
            ("Which is meant by it.", None),
        ] {
            assert_eq!(Said::of(words), expected, "{words}");
        }
    }
}
