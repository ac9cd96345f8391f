//! From what was collected to what stands in the files: without persons, part by part.

use std::collections::HashMap;

use personal_data::Detector;
use serde_json::{Map, Value, json};

use super::{
    collect::{Figure, Words},
    generalise::{Published, SHARED},
    layout::{Part, Rows},
    people::People,
};
use crate::{
    text::{Field, Format, css_name, findings::find},
    text_rules::is_formula,
};

/// Stands where a column had to go.
const ANY: &str = "*";
/// How often a text is looked at again: what is taken out may bring more to light.
const ROUNDS: usize = 4;

/// Rows of one kind, and the files in which they stand.
#[derive(Debug)]
pub(super) struct Set {
    csv: &'static str,
    json: &'static str,
    columns: &'static [&'static str],
}

pub(super) const SUGGESTIONS: Set = Set {
    csv: "suggestions.csv",
    json: "suggestions.json",
    columns: &["period", "category", "district", "language", "suggestions"],
};

pub(super) const FORUM: Set = Set {
    csv: "forum.csv",
    json: "forum.json",
    columns: &[
        "period", "board", "language", "kind", "author", "title", "text",
    ],
};

/// What follows in a file on all that was written of it before.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub file: &'static str,
    pub content: String,
}

impl Set {
    /// How its files begin.
    pub fn head(&self) -> Vec<Piece> {
        let rows = format!(r#"{{"shared_by_at_least":{SHARED},"generalised":"{ANY}","rows":["#);
        self.pieces(self.columns.join(",") + "\r\n", rows)
    }

    /// Rows in their order; `first` says that there are none before. Nothing where there are none.
    pub fn rows(&self, mut rows: Vec<Vec<String>>, first: bool) -> Vec<Piece> {
        if rows.is_empty() {
            return Vec::new();
        }
        rows.sort();
        let comma = if first { "" } else { "," };
        let json = comma.to_owned() + &json_rows(self.columns, &rows);
        self.pieces(csv(&rows), json)
    }

    /// How they end.
    pub fn tail(&self) -> Vec<Piece> {
        let content = "]}".to_owned();
        vec![Piece {
            file: self.json,
            content,
        }]
    }

    fn pieces(&self, csv: String, json: String) -> Vec<Piece> {
        let both = [(self.csv, csv), (self.json, json)];
        let pieces = both.map(|(file, content)| Piece { file, content });
        Vec::from(pieces)
    }
}

/// The rows of a month's figures.
pub(super) fn figures(figures: &[Figure]) -> Vec<Vec<String>> {
    figures.iter().map(counted).collect()
}

/// The rows of a part of the forum; of a post that is not among the `words` there is none.
pub(super) fn forum(
    part: Part,
    words: Vec<Words>,
    people: &People,
    detector: &Detector,
) -> Vec<Vec<String>> {
    let mut words: HashMap<i64, Words> =
        words.into_iter().map(|words| (words.post, words)).collect();
    let mut all = Vec::new();
    for (said, rows) in part {
        let row = |texts: [String; 2]| {
            let mut cells = cells(&said);
            cells.extend(texts);
            cells
        };
        match rows {
            Rows::Posts(posts) => {
                let there = posts.iter().filter_map(|post| words.remove(post));
                all.extend(there.map(|words| row(texts(&words, people, detector))));
            }
            Rows::Bare(count) => all.extend((0..count).map(|_| row(Default::default()))),
        }
    }
    all
}

fn counted(figure: &Figure) -> Vec<String> {
    let said = [&figure.category, &figure.district, &figure.language];
    let said = said.map(|value| value.clone().unwrap_or_else(|| ANY.to_owned()));
    let mut cells = vec![figure.month.clone()];
    cells.extend(said);
    cells.push(figure.suggestions.to_string());
    cells
}

fn cells(published: &Published) -> Vec<String> {
    let mut cells = vec![published.period.clone()];
    let columns = published.columns.iter();
    cells.extend(columns.map(|value| value.clone().unwrap_or_else(|| ANY.to_owned())));
    cells
}

/// Title and text without persons.
fn texts(words: &Words, people: &People, detector: &Detector) -> [String; 2] {
    let title = words.title.as_deref().unwrap_or_default();
    [
        without_persons(title, Format::Plain, people, detector),
        without_persons(&words.body, Format::Markdown, people, detector),
    ]
}

/// A text in which the kind stands for each finding, whoever it is; empty when that has no end.
fn without_persons(words: &str, format: Format, people: &People, detector: &Detector) -> String {
    let mut text = words.to_owned();
    for name in people.standing_in(words) {
        if text.contains(name) {
            text = text.replace(name, "[person]");
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
fn csv(rows: &[Vec<String>]) -> String {
    let mut out = String::new();
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

/// The rows as the members of an array.
fn json_rows(header: &[&str], rows: &[Vec<String>]) -> String {
    let rows = rows.iter().map(|row| {
        let members = header
            .iter()
            .zip(row)
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(name, cell)| ((*name).to_owned(), json!(cell)));
        Value::Object(Map::from_iter(members)).to_string()
    });
    rows.collect::<Vec<String>>().join(",")
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
        let people = People::new(["豆漿豆漿".to_owned()]);
        let clean = without_persons(text, Format::Markdown, &people, &Detector::new());
        for gone in ["陳小美", "0912", "345-678", "mei@", "豆漿"] {
            assert!(!clean.contains(gone), "{clean}");
        }
        assert!(
            clean.contains("[phone]") && clean.contains("也會來"),
            "{clean}"
        );
    }

    #[test]
    fn many_pieces_are_the_same_csv_and_json_as_one() {
        let row = |n: u32| {
            let cells = [format!("2026-{n:02}"), "*".into(), "a,\"b".into()];
            let rest = [String::new(), "12".into()];
            [cells.to_vec(), rest.to_vec()].concat()
        };
        let whole = |pieces: Vec<Vec<Piece>>, file: &str| {
            let pieces = pieces.into_iter().flatten();
            let of = pieces.filter(|piece| piece.file == file);
            of.map(|piece| piece.content).collect::<String>()
        };
        let set = SUGGESTIONS;
        let one = || {
            vec![
                set.head(),
                set.rows(vec![row(2), row(1), row(3)], true),
                set.tail(),
            ]
        };
        let many = || {
            vec![
                set.head(),
                set.rows(vec![row(1)], true),
                set.rows(Vec::new(), false),
                set.rows(vec![row(3), row(2)], false),
                set.tail(),
            ]
        };
        for file in [set.csv, set.json] {
            assert_eq!(whole(many(), file), whole(one(), file));
        }
        let json: Value = serde_json::from_str(&whole(many(), set.json)).expect("JSON");
        assert_eq!(json["shared_by_at_least"], SHARED);
        assert_eq!(json["rows"].as_array().map(Vec::len), Some(3));
        assert_eq!(json["rows"][2]["period"], "2026-03");
        let empty = whole(vec![set.head(), set.tail()], set.json);
        let json: Value = serde_json::from_str(&empty).expect("JSON");
        assert_eq!(json["rows"], json!([]));
    }
}
