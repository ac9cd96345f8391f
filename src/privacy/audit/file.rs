//! Entries as a file, CSV or JSON, part by part: whoever writes one has no more than a part in memory.

use serde_json::{Map, Value, json};

use super::Audited;
use crate::{db::text_enum, text_rules::is_formula};

text_enum! {
    /// How a file is written.
    pub enum Format {
        Csv = "csv",
        Json = "json",
    }
}

impl Format {
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// How many rows stand in a part.
pub const PART: usize = 500;

/// The columns of the register.
pub const COLUMNS: [&str; 11] = [
    "number",
    "at",
    "act",
    "subject",
    "ground",
    "rule",
    "rules_version",
    "by",
    "by_name",
    "facts",
    "form",
];

/// What stands before all rows.
pub fn begin(format: Format, columns: &[&str]) -> String {
    match format {
        Format::Csv => line(columns.iter().map(|column| (*column).to_owned())),
        Format::Json => "[".to_owned(),
    }
}

/// Some rows, each with a value for each column; `is_first` where none stands before them.
pub fn part(format: Format, columns: &[&str], rows: Vec<Vec<Value>>, is_first: bool) -> String {
    let mut written = String::new();
    for (n, row) in rows.into_iter().enumerate() {
        match format {
            Format::Csv => written.push_str(&line(row.iter().map(cell))),
            Format::Json => {
                let names = columns.iter().map(|column| (*column).to_owned());
                let object: Map<String, Value> = names.zip(row).collect();
                if n > 0 || !is_first {
                    written.push(',');
                }
                written.push('\n');
                written.push_str(&Value::Object(object).to_string());
            }
        }
    }
    written
}

/// What stands behind all rows.
pub const fn end(format: Format) -> &'static str {
    match format {
        Format::Csv => "",
        Format::Json => "\n]\n",
    }
}

/// An entry as a row; its time is a day where it says no moment.
pub fn row(audited: &Audited, zone: chrono_tz::Tz) -> Vec<Value> {
    let entry = &audited.entry;
    let at = match audited.is_moment {
        true => entry
            .at
            .utc()
            .to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        false => entry.at.day_in(zone).to_string(),
    };
    let facts: Map<String, Value> = entry
        .facts
        .iter()
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    vec![
        json!(entry.number),
        json!(at),
        json!(entry.act.as_str()),
        json!(audited.subject.as_str()),
        json!(entry.ground),
        json!(entry.rule),
        json!(entry.rules_version),
        json!(audited.by.as_ref().map(|by| by.id)),
        json!(audited.by.as_ref().map(|by| &by.name)),
        Value::Object(facts),
        json!(audited.form.as_str()),
    ]
}

fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(facts) => {
            let said = |(name, value): (&String, &Value)| {
                let value = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                format!("{name}={value}")
            };
            facts.iter().map(said).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    };
    // A spreadsheet would reckon it.
    if is_formula(&text) {
        format!("'{text}")
    } else {
        text
    }
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(cells)
        .expect("one line, written to memory");
    let written = writer.into_inner().expect("written to memory");
    String::from_utf8(written).expect("texts are UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_parts_is_one_file() {
        let columns = ["a", "b"];
        let rows = [
            vec![json!(1), json!("=1+1")],
            vec![json!(null), json!("x,\"y\"")],
        ];
        for format in [Format::Csv, Format::Json] {
            let mut file = begin(format, &columns);
            for (n, row) in rows.iter().enumerate() {
                file.push_str(&part(format, &columns, vec![row.clone()], n == 0));
            }
            file.push_str(end(format));
            match format {
                Format::Csv => assert_eq!(file, "a,b\n1,'=1+1\n,\"x,\"\"y\"\"\"\n"),
                Format::Json => {
                    let read: Value = serde_json::from_str(&file).expect("JSON");
                    assert_eq!(
                        read,
                        json!([{ "a": 1, "b": "=1+1" }, { "a": null, "b": "x,\"y\"" }])
                    );
                }
            }
        }
        let none = begin(Format::Json, &columns) + end(Format::Json);
        assert_eq!(
            serde_json::from_str::<Value>(&none).expect("JSON"),
            json!([])
        );
    }
}
