//! Rules as a table: CSV as a spreadsheet writes it (RFC 4180), with a first line that names the
//! columns `category`, `district`, `offices`, `from` and `until` in any order.
//!
//! An empty category or district means any; offices stand apart by spaces or semicolons, the
//! responsible one first; an empty day means no bound.

use super::{OfficeError, entries::RoutingEntry};

const COLUMNS: [&str; 5] = ["category", "district", "offices", "from", "until"];

/// Reads a table whole, or says in which line what is wrong.
pub fn read(text: &str) -> Result<Vec<RoutingEntry>, OfficeError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty());
    let wrong = |line: usize, what: &str| OfficeError::Import(format!("line {line}: {what}"));
    let (first, head) = lines
        .next()
        .ok_or_else(|| OfficeError::Import("the table is empty".into()))?;
    let head = cells(head).ok_or_else(|| wrong(first, "a quotation mark is left open"))?;
    let mut places = [None; COLUMNS.len()];
    for (at, name) in head.iter().enumerate() {
        let name = name.trim().to_lowercase();
        let column = COLUMNS.iter().position(|known| *known == name);
        let Some(column) = column else {
            return Err(wrong(first, &format!("there is no column {name}")));
        };
        if places[column].replace(at).is_some() {
            return Err(wrong(first, &format!("the column {name} stands twice")));
        }
    }
    if places[..3].contains(&None) {
        return Err(wrong(first, "it needs category, district and offices"));
    }
    lines
        .map(|(number, line)| {
            let cells =
                cells(line).ok_or_else(|| wrong(number, "a quotation mark is left open"))?;
            if cells.len() > head.len() {
                return Err(wrong(number, "has more cells than the first line"));
            }
            let cell = |column: usize| -> &str {
                let found = places[column].and_then(|at| cells.get(at));
                found.map_or("", |cell| cell.trim())
            };
            let slug = |column| Some(cell(column)).filter(|slug| !slug.is_empty());
            let day = |column| {
                slug(column)
                    .map(|text| text.parse())
                    .transpose()
                    .map_err(|_| wrong(number, &format!("{} is no day", cell(column))))
            };
            let offices = cell(2).split([' ', ';']).filter(|slug| !slug.is_empty());
            Ok(RoutingEntry {
                category: slug(0).map(str::to_owned),
                district: slug(1).map(str::to_owned),
                offices: offices.map(str::to_owned).collect(),
                from: day(3)?,
                until: day(4)?,
            })
        })
        .collect()
}

/// The cells of a line; `None` where a quoted one does not end on it.
fn cells(line: &str) -> Option<Vec<String>> {
    let (mut all, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => all.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    all.push(cell);
    (!quoted).then_some(all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_table_is_read_line_by_line() {
        let text = "\u{feff}Offices,category,district,until\r\n\
                    roads indigenous,road-damage,namaxia,\r\n\
                    \r\n\
                    \"roads;police\",road-damage,,2026-12-31\r\n\
                    front-desk,,,\r\n";
        let rules = read(text).expect("a table");
        let labels: Vec<String> = rules.iter().map(RoutingEntry::label).collect();
        assert_eq!(
            labels,
            [
                "road-damage in namaxia",
                "road-damage in any district",
                "any category in any district"
            ]
        );
        assert_eq!(rules[0].offices, ["roads", "indigenous"]);
        assert_eq!(rules[1].offices, ["roads", "police"]);
        assert_eq!(rules[1].until, "2026-12-31".parse().ok());
        assert_eq!(rules[2].from, None);
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_line() {
        for (text, told) in [
            ("", "empty"),
            ("category,district\n", "line 1: it needs"),
            (
                "category,district,offices,colour\n",
                "line 1: there is no column colour",
            ),
            (
                "category,category,district,offices\n",
                "line 1: the column category",
            ),
            (
                "category,district,offices\na,b,\"c\n",
                "line 2: a quotation mark",
            ),
            (
                "category,district,offices\na,b,c,d\n",
                "line 2: has more cells",
            ),
            (
                "category,district,offices,from\n\na,b,c,1.4.2026\n",
                "line 3: 1.4.2026 is no day",
            ),
        ] {
            let error = read(text).expect_err(text).to_string();
            assert!(error.contains(told), "{error}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in ".{0,200}") {
            read(&text).ok();
            read(&format!("category,district,offices,from\n{text}")).ok();
        }

        #[test]
        fn what_is_quoted_comes_back(words in proptest::collection::vec("[a-z,\" ]{0,8}", 1..6)) {
            let quoted: Vec<String> = words
                .iter()
                .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
                .collect();
            prop_assert_eq!(cells(&quoted.join(",")), Some(words));
        }
    }
}
