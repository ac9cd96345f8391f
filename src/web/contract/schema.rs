//! Whether a value is what a schema says: of JSON Schema as much as the API's document uses.

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use regex::Regex;
use serde_json::{Map, Number, Value};

/// The format of a time without an offset, in the city's own; no standard has one.
pub const LOCAL_TIME: &str = "local-date-time";

/// From here on a bound of a number says how it is kept, and nothing of what it counts.
const KEPT: i64 = i32::MAX as i64;

/// Which rule something breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// It is of another kind: a number where words are due.
    Type,
    /// It is not there.
    Required,
    /// It is none of those that there are.
    Choice,
    /// Too small or too large a number.
    Range,
    /// No such day, no such time.
    Format,
    /// Too short or too long a text, too few or too many entries.
    Length,
    /// Other characters, or in another order.
    Pattern,
}

impl Rule {
    /// Its stable code, which names its words too: `contract-CODE`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Required => "required",
            Self::Choice => "choice",
            Self::Range => "range",
            Self::Format => "format",
            Self::Length => "length",
            Self::Pattern => "pattern",
        }
    }
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// As `contact.email` or `decisions.0.answer`; empty for the whole.
    pub at: String,
    pub rule: Rule,
}

/// How closely it is looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// At what a program can read at all. How long a text may be, how large a number, and what stands in it, the
    /// room of its subject knows better, and says it in its own words.
    Form,
    /// At everything.
    Whole,
}

/// So many places are told of. Whoever sends a list of a million wrong entries gets no list as long.
const MOST: usize = 20;

/// What is wrong with a value, or the first of it; `document` holds the schemas that others refer to.
pub fn wrongs(document: &Value, look: Look, schema: &Value, value: &Value) -> Vec<Wrong> {
    let mut found = Vec::new();
    let checker = Checker { document, look };
    checker.check(schema, value, "", &mut found);
    found.truncate(MOST);
    found
}

/// The schema that `#/components/schemas/NAME` names.
pub fn named<'a>(document: &'a Value, reference: &str) -> Option<&'a Value> {
    document.pointer(reference.strip_prefix('#')?)
}

struct Checker<'a> {
    document: &'a Value,
    look: Look,
}

impl Checker<'_> {
    fn check(&self, schema: &Value, value: &Value, at: &str, found: &mut Vec<Wrong>) {
        if found.len() >= MOST {
            return;
        }
        let Value::Object(schema) = schema else {
            if *schema == Value::Bool(false) {
                found.push(wrong(at, Rule::Type));
            }
            return;
        };
        let before = found.len();
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str)
            && let Some(other) = named(self.document, reference)
        {
            self.check(other, value, at, found);
        }
        for part in each(schema, "allOf") {
            self.check(part, value, at, found);
        }
        for word in ["oneOf", "anyOf"] {
            if schema.contains_key(word) {
                self.check_any(each(schema, word), value, at, found);
            }
        }
        if found.len() > before {
            return;
        }
        if !has_type(schema, value) {
            found.push(wrong(at, Rule::Type));
            return;
        }
        let mut choices = each(schema, "enum").peekable();
        if choices.peek().is_some() && !choices.any(|one| one == value) {
            found.push(wrong(at, Rule::Choice));
            return;
        }
        if schema.get("const").is_some_and(|one| one != value) {
            found.push(wrong(at, Rule::Choice));
            return;
        }
        match value {
            Value::Number(number) => self.check_number(schema, number, at, found),
            Value::String(text) => self.check_text(schema, text, at, found),
            Value::Array(items) => self.check_items(schema, items, at, found),
            Value::Object(members) => self.check_members(schema, members, at, found),
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// One of several is enough. Where none is right, the one is told of that comes nearest.
    fn check_any<'s>(
        &self,
        schemas: impl Iterator<Item = &'s Value>,
        value: &Value,
        at: &str,
        found: &mut Vec<Wrong>,
    ) {
        let mut nearest: Option<Vec<Wrong>> = None;
        for schema in schemas {
            let mut here = Vec::new();
            self.check(schema, value, at, &mut here);
            if here.is_empty() {
                return;
            }
            if nearest
                .as_ref()
                .is_none_or(|other| distance(&here, at) < distance(other, at))
            {
                nearest = Some(here);
            }
        }
        found.extend(nearest.unwrap_or_else(|| vec![wrong(at, Rule::Choice)]));
    }

    /// A number that is greater than can be kept is none, whatever its room says of smaller ones.
    fn check_number(
        &self,
        schema: &Map<String, Value>,
        number: &Number,
        at: &str,
        found: &mut Vec<Wrong>,
    ) {
        let bound = |word: &str| match schema.get(word) {
            Some(Value::Number(bound)) => Some(bound),
            _ => None,
        };
        let is_kept = |most: &&Number| most.as_i64().is_some_and(|most| most >= KEPT);
        let most = bound("maximum").filter(|most| self.look == Look::Whole || is_kept(most));
        let least = bound("minimum").filter(|_| self.look == Look::Whole);
        if most.is_some_and(|most| less(most, number))
            || least.is_some_and(|least| less(number, least))
        {
            found.push(wrong(at, Rule::Range));
        }
    }

    fn check_text(
        &self,
        schema: &Map<String, Value>,
        text: &str,
        at: &str,
        found: &mut Vec<Wrong>,
    ) {
        let format = schema.get("format").and_then(Value::as_str).unwrap_or("");
        if (self.look == Look::Whole || format == LOCAL_TIME) && !has_pattern(schema, text) {
            found.push(wrong(at, Rule::Pattern));
            return;
        }
        let reads = match format {
            "date" => text.parse::<NaiveDate>().is_ok(),
            "date-time" => DateTime::parse_from_rfc3339(text).is_ok(),
            LOCAL_TIME => text.parse::<NaiveDateTime>().is_ok(),
            _ => true,
        };
        if !reads {
            found.push(wrong(at, Rule::Format));
        }
        if self.look == Look::Whole {
            let length = text.chars().count() as u64;
            check_length(schema, ("minLength", "maxLength"), length, at, found);
        }
    }

    fn check_items(
        &self,
        schema: &Map<String, Value>,
        items: &[Value],
        at: &str,
        found: &mut Vec<Wrong>,
    ) {
        if let Some(of) = schema.get("items") {
            for (place, item) in items.iter().enumerate() {
                self.check(of, item, &below(at, &place.to_string()), found);
            }
        }
        if self.look == Look::Whole {
            let length = items.len() as u64;
            check_length(schema, ("minItems", "maxItems"), length, at, found);
        }
    }

    fn check_members(
        &self,
        schema: &Map<String, Value>,
        members: &Map<String, Value>,
        at: &str,
        found: &mut Vec<Wrong>,
    ) {
        for name in each(schema, "required").filter_map(Value::as_str) {
            if !members.contains_key(name) {
                found.push(wrong(&below(at, name), Rule::Required));
            }
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, member) in members {
            let own = properties.and_then(|properties| properties.get(name));
            if let Some(of) = own.or_else(|| schema.get("additionalProperties")) {
                self.check(of, member, &below(at, name), found);
            }
        }
    }
}

fn wrong(at: &str, rule: Rule) -> Wrong {
    let at = at.to_owned();
    Wrong { at, rule }
}

fn below(at: &str, name: &str) -> String {
    if at.is_empty() {
        name.to_owned()
    } else {
        format!("{at}.{name}")
    }
}

/// The entries of a list in a schema or an operation; none where there is none.
pub fn each<'s>(
    schema: &'s Map<String, Value>,
    word: &str,
) -> impl Iterator<Item = &'s Value> + use<'s> {
    let list = schema.get(word).and_then(Value::as_array);
    list.into_iter().flatten()
}

/// What is wrong with the thing itself, or with the word that tells which of several it is, is far off.
fn distance(wrongs: &[Wrong], at: &str) -> usize {
    let far = |one: &&Wrong| one.at == at || one.rule == Rule::Choice;
    wrongs.len() + 100 * wrongs.iter().filter(far).count()
}

fn has_type(schema: &Map<String, Value>, value: &Value) -> bool {
    let is = |kind: &str| match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => is_integer(value),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    };
    match schema.get("type") {
        Some(Value::String(kind)) => is(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is),
        _ => true,
    }
}

/// Of a number with a point none, though it be whole: before handlers read it, it is written without.
fn is_integer(value: &Value) -> bool {
    value.as_i64().is_some() || value.as_u64().is_some()
}

fn whole(number: &Number) -> Option<i128> {
    let small = number.as_i64().map(i128::from);
    small.or_else(|| number.as_u64().map(i128::from))
}

fn less(one: &Number, other: &Number) -> bool {
    match (whole(one), whole(other)) {
        (Some(one), Some(other)) => one < other,
        _ => one.as_f64() < other.as_f64(),
    }
}

fn check_length(
    schema: &Map<String, Value>,
    (least, most): (&str, &str),
    length: u64,
    at: &str,
    found: &mut Vec<Wrong>,
) {
    let bound = |word: &str| schema.get(word).and_then(Value::as_u64);
    if bound(least).is_some_and(|least| length < least)
        || bound(most).is_some_and(|most| length > most)
    {
        found.push(wrong(at, Rule::Length));
    }
}

/// A pattern that cannot be read refuses nothing.
fn has_pattern(schema: &Map<String, Value>, text: &str) -> bool {
    let pattern = schema.get("pattern").and_then(Value::as_str);
    let pattern = pattern.and_then(|pattern| Regex::new(pattern).ok());
    pattern.is_none_or(|pattern| pattern.is_match(text))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Value {
        json!({ "components": { "schemas": {
            "Act": { "oneOf": [
                { "type": "object", "required": ["act", "reason"], "properties": {
                    "act": { "type": "string", "enum": ["close"] }, "reason": { "type": "string", "maxLength": 3 },
                } },
                { "type": "object", "required": ["act", "until"], "properties": {
                    "act": { "type": "string", "enum": ["extend"] }, "until": { "type": "string", "format": "date" },
                } },
            ] },
        } } })
    }

    fn said(look: Look, schema: &Value, value: &Value) -> Vec<(String, &'static str)> {
        let wrongs = wrongs(&document(), look, schema, value).into_iter();
        wrongs.map(|one| (one.at, one.rule.code())).collect()
    }

    fn nothing() -> Vec<(String, &'static str)> {
        Vec::new()
    }

    #[test]
    fn what_is_wrong_is_told_by_its_place() {
        let schema = json!({ "type": "object", "required": ["id", "acts"], "properties": {
            "id": { "type": "integer", "minimum": 1, "maximum": i64::MAX },
            "acts": { "type": "array", "items": { "$ref": "#/components/schemas/Act" }, "maxItems": 2 },
            "note": { "type": ["string", "null"] },
        } });
        let form = |value: Value| said(Look::Form, &schema, &value);
        let at = |at: &str, code: &'static str| vec![(at.to_owned(), code)];
        assert_eq!(
            form(json!({ "id": 1, "acts": [], "note": null, "more": 1 })),
            nothing()
        );
        assert_eq!(form(json!([1, []])), at("", "type"));
        assert_eq!(form(json!({ "acts": [] })), at("id", "required"));
        let whole = |value: Value| said(Look::Whole, &schema, &value);
        assert_eq!(form(json!({ "id": 0, "acts": [] })), nothing());
        assert_eq!(whole(json!({ "id": 0, "acts": [] })), at("id", "range"));
        assert_eq!(form(json!({ "id": 1.0, "acts": [] })), at("id", "type"));
        assert_eq!(
            whole(json!({ "id": u64::MAX, "acts": [] })),
            at("id", "range")
        );
        assert_eq!(
            form(json!({ "id": 1, "acts": [{ "act": "extend", "until": "2026-02-30" }] })),
            at("acts.0.until", "format")
        );
        assert_eq!(
            form(json!({ "id": 1, "acts": [{ "act": "close" }] })),
            at("acts.0.reason", "required")
        );
        assert_eq!(
            form(json!({ "id": 1, "acts": [{ "act": "close", "reason": "long enough" }] })),
            nothing()
        );
        let whole = said(
            Look::Whole,
            &schema,
            &json!({ "id": 1, "acts": [{ "act": "close", "reason": "long enough" }] }),
        );
        assert_eq!(whole, at("acts.0.reason", "length"));
    }

    #[test]
    fn of_a_million_wrong_entries_a_few_are_told() {
        let schema = json!({ "type": "array", "items": { "type": "string" } });
        let found = said(Look::Form, &schema, &json!(vec![1; 1000]));
        assert_eq!(found.len(), MOST);
        assert_eq!(found[MOST - 1], ((MOST - 1).to_string(), "type"));
        let either = json!({ "oneOf": [schema, { "type": "null" }] });
        assert_eq!(said(Look::Form, &either, &json!(vec![1; 1000])).len(), MOST);
    }

    #[test]
    fn a_pattern_that_cannot_be_read_refuses_nothing() {
        let by = |pattern: &str| json!({ "type": "string", "pattern": pattern });
        assert_eq!(said(Look::Whole, &by("^(?!x)"), &json!("y")), nothing());
        let other = said(Look::Whole, &by("^x"), &json!("y"));
        assert_eq!(other, vec![(String::new(), "pattern")]);
    }

    #[test]
    fn a_time_without_an_offset_has_its_own_form() {
        let schema = json!({ "type": "string", "format": LOCAL_TIME, "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$" });
        for (text, code) in [
            ("2026-03-02T10:00:00", None),
            ("2026-03-02T10:00:00Z", Some("pattern")),
            ("2026-02-31T10:00:00", Some("format")),
        ] {
            let found = said(Look::Form, &schema, &json!(text));
            assert_eq!(found.first().map(|(_, code)| *code), code, "{text}");
        }
    }
}
