//! From collected rows to files: generalised, without persons, in an order that tells no time.

use chrono::{Datelike as _, NaiveDate};
use personal_data::Detector;
use serde_json::{Map, Value, json};

use super::{
    File,
    collect::{Collected, Figure, PostRow},
    generalise::{Known, Published, SHARED, generalise},
};
use crate::{
    text::{Field, Format, css_name, findings::find},
    text_rules::is_formula,
};

const SUGGESTIONS: [&str; 5] = ["period", "category", "district", "language", "suggestions"];
const FORUM: [&str; 7] = [
    "period", "board", "language", "kind", "author", "title", "text",
];
/// Stands where a column had to go.
const ANY: &str = "*";
/// How often a text is looked at again: what is taken out may bring more to light.
const ROUNDS: usize = 4;

pub(super) fn files(collected: &Collected, detector: &Detector, today: NaiveDate) -> Vec<File> {
    let year_closed = |year: &str| year.parse().is_ok_and(|year: i32| year < today.year());
    let mut suggestions: Vec<Vec<String>> = collected.suggestions.iter().map(counted).collect();
    suggestions.sort();
    let known: Vec<Known> = collected
        .posts
        .iter()
        .map(|post| post.known.clone())
        .collect();
    // Who writes goes first, then what kind, then the language, then the board.
    let generalised = generalise(&known, &[3, 2, 1, 0], year_closed);
    let mut forum: Vec<Vec<String>> = generalised
        .into_iter()
        .zip(&collected.posts)
        .filter_map(|(published, post)| {
            let published = published?;
            let texts = if published.is_whole() {
                texts(post, &collected.people, detector)
            } else {
                [String::new(), String::new()]
            };
            let mut cells = cells(published);
            cells.extend(texts);
            Some(cells)
        })
        .collect();
    forum.sort();
    vec![
        File {
            name: "suggestions.csv",
            content: csv(&SUGGESTIONS, &suggestions),
        },
        File {
            name: "suggestions.json",
            content: json_text(&SUGGESTIONS, &suggestions),
        },
        File {
            name: "forum.csv",
            content: csv(&FORUM, &forum),
        },
        File {
            name: "forum.json",
            content: json_text(&FORUM, &forum),
        },
    ]
}

fn counted(figure: &Figure) -> Vec<String> {
    let said = [&figure.category, &figure.district, &figure.language];
    let said = said.map(|value| value.clone().unwrap_or_else(|| ANY.to_owned()));
    let mut cells = vec![figure.month.clone()];
    cells.extend(said);
    cells.push(figure.suggestions.to_string());
    cells
}

fn cells(published: Published) -> Vec<String> {
    let mut cells = vec![published.period];
    let columns = published.columns.into_iter();
    cells.extend(columns.map(|value| value.unwrap_or_else(|| ANY.to_owned())));
    cells
}

/// Title and text without persons.
fn texts(post: &PostRow, people: &[String], detector: &Detector) -> [String; 2] {
    let title = post.title.as_deref().unwrap_or_default();
    [
        without_persons(title, Format::Plain, people, detector),
        without_persons(&post.body, Format::Markdown, people, detector),
    ]
}

/// A text in which the kind stands for each finding, whoever it is; empty when that has no end.
fn without_persons(text: &str, format: Format, people: &[String], detector: &Detector) -> String {
    let mut text = text.to_owned();
    for name in people {
        if text.contains(name.as_str()) {
            text = text.replace(name.as_str(), "[person]");
        }
    }
    for _ in 0..ROUNDS {
        let field = Field::new("text", format, text);
        let found = find(&field, detector);
        if found.is_empty() {
            return field.source;
        }
        let mut clean = String::with_capacity(field.source.len());
        let mut done = 0;
        for one in found {
            clean.push_str(&field.source[done..one.range.start]);
            clean.push('[');
            clean.push_str(&css_name(one.kind));
            clean.push(']');
            done = one.range.end;
        }
        clean.push_str(&field.source[done..]);
        text = clean;
    }
    String::new()
}

/// RFC 4180, and nothing that a spreadsheet would take for a formula.
fn csv(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = header.join(",");
    out.push_str("\r\n");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| csv_cell(cell)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

fn csv_cell(cell: &str) -> String {
    let formula = is_formula(cell);
    let guard = if formula { "'" } else { "" };
    if formula || cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{guard}{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

fn json_text(header: &[&str], rows: &[Vec<String>]) -> String {
    let rows: Vec<Value> = rows
        .iter()
        .map(|row| {
            let members = header
                .iter()
                .zip(row)
                .filter(|(_, cell)| !cell.is_empty())
                .map(|(name, cell)| ((*name).to_owned(), json!(cell)));
            Value::Object(Map::from_iter(members))
        })
        .collect();
    json!({ "shared_by_at_least": SHARED, "generalised": ANY, "rows": rows }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_and_is_no_formula() {
        assert_eq!(csv_cell("plain"), "plain");
        assert_eq!(csv_cell("a,\"b\"\nc"), "\"a,\"\"b\"\"\nc\"");
        assert_eq!(csv_cell("=1+1"), "\"'=1+1\"");
    }

    #[test]
    fn a_person_is_gone_wherever_they_stand() {
        let text = "我是陳小美，電話0912-345-678，豆漿豆漿也會來。寄到 mei@example.tw 給豆漿豆漿";
        let people = ["豆漿豆漿".to_owned()];
        let clean = without_persons(text, Format::Markdown, &people, &Detector::new());
        for gone in ["陳小美", "0912", "345-678", "mei@", "豆漿"] {
            assert!(!clean.contains(gone), "{clean}");
        }
        assert!(
            clean.contains("[phone]") && clean.contains("也會來"),
            "{clean}"
        );
    }
}
