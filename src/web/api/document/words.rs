//! What stands in examples, by the names of fields and parameters.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value, json};

/// A number of this name, within its bounds.
pub(super) fn number(name: &str, schema: &Map<String, Value>) -> Value {
    let wanted = match name {
        "latitude" => return json!(22.6203),
        "longitude" => return json!(120.3120),
        "due_days" => 7,
        "year" => 2026,
        _ => 1,
    };
    let bound = |word: &str| schema.get(word).and_then(Value::as_i64);
    let least = bound("minimum").unwrap_or(wanted);
    let most = bound("maximum").unwrap_or(wanted);
    json!(wanted.max(least).min(most))
}

/// A text of this name; without one that is known, the first word that its description quotes.
pub(super) fn text(name: &str, about: &str, schema: &Map<String, Value>) -> Value {
    let format = schema.get("format").and_then(Value::as_str);
    let by_format = match format {
        Some("date") => Some("2026-03-02"),
        Some("date-time") => Some("2026-03-02T02:00:00Z"),
        Some("local-date-time") => Some("2026-03-02T10:00:00"),
        Some("email") => Some("lin@example.tw"),
        Some("password") => Some("correct horse battery"),
        _ => None,
    };
    let known = by_format
        .or_else(|| by_name(name))
        .or_else(|| quoted(about));
    json!(known.unwrap_or("…"))
}

fn by_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "slug" | "board" | "boards" => "getting-around",
        "office" | "parent" | "offices" => "maintenance",
        "category" => "road-damage",
        "district" => "lingya",
        "reference" | "references" | "case" | "cases" | "of" => "KH-2026-000042-7",
        "password" => "correct horse battery",
        "token" | "tokens" | "files" => "q3hZ0b4mR6yW1tKx8sVnPg",
        // `scripts/measure.d/api_hooks.py` knows it.
        "key" | "Idempotency-Key" => "0b5f6c0e-7a1d-4f7e-9a44",
        "If-Match" | "began" | "stamp" => "*",
        "If-None-Match" => r#""4.dGhlIHdob2xlIGFuc3dlcg""#,
        "email" | "address" => "lin@example.tw",
        "phone" => "07-3368333",
        "lang" | "language" => "en",
        "month" => "2026-02",
        "day" | "on" | "from" | "until" => "2026-03-02",
        "title" => "Street lights by the station",
        "title_zh" => "車站旁的路燈",
        "body" | "text" | "question" => "Three lights are out since Monday.",
        "name" => "海海",
        "name_zh" => "道路",
        "name_en" => "Roads",
        "description_zh" | "hint_zh" => "道路、路燈與人行道。",
        "description_en" | "hint_en" => "Roads, lights and pavements.",
        "words" | "reply" | "still_open" | "answer" | "note" => {
            "The light at the corner is still out."
        }
        "reason" | "because" => "It names somebody's telephone number.",
        "q" => "lights",
        "tag" | "tags" => "lights",
        "place" => "In front of the station",
        "url" => "/en/t/1",
        "html" | "title_html" => "<p>Three lights are out since Monday.</p>",
        "csv" => "西元日期,星期,是否放假,備註\n20260302,一,0,\n",
        "code" => "spring-2026",
        "target" => "/events",
        "purpose" => "How many come from the poster",
        "agency" => "Highway Bureau",
        "domain" => "example.tw",
        "description" => "All that moves in the city.",
        "field" => "body",
        _ => return None,
    })
}

/// The first of the words that a description offers in backticks.
fn quoted(about: &str) -> Option<&str> {
    static QUOTED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("`([a-z0-9-]+)`").expect("a pattern that can be read"));
    Some(QUOTED.captures(about)?.get(1)?.as_str())
}
