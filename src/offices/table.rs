//! An organisation as tables: CSV as a spreadsheet writes it (RFC 4180), one table a file. Which table
//! it is, the first line tells: it names the columns, in any order.
//!
//! An empty cell says nothing: any category or district, no bound, no parent. The offices of a rule
//! stand apart by spaces or semicolons, the responsible one first.

use chrono::NaiveDate;
use validator::ValidationErrors;

use super::{
    OfficeError,
    entries::{Both, CategoryEntry, DistrictEntry, OfficeEntry, RepliesSend, RoutingEntry},
    import,
};
use crate::{config::Hours, mail::digest::Rhythm, privacy::Private, text_rules::refused};

/// What a table holds.
pub enum Table {
    Offices(Vec<OfficeEntry>),
    Categories(Vec<CategoryEntry>),
    Districts(Vec<DistrictEntry>),
    Rules(Vec<RoutingEntry>),
    Members(Vec<MemberLine>),
}

/// Somebody who is to work for an office.
pub struct MemberLine {
    /// In which line of the file.
    pub line: usize,
    pub office: String,
    /// The address of an account.
    pub email: Private<String>,
}

/// What tells a table.
struct Kind {
    named: &'static str,
    needed: &'static [&'static str],
    /// Columns that may be left out.
    more: &'static [&'static str],
    take: fn(&[Line<'_>]) -> Result<Table, OfficeError>,
}

/// Where a first line fits several as badly, the last is meant: it asks for the least.
static KINDS: [Kind; 5] = [
    Kind {
        named: "offices",
        needed: &["slug", "name_zh", "name_en", "email", "phone"],
        more: &["parent", "hours", "digest", "replies_send"],
        take: |lines| Ok(Table::Offices(all(lines, office)?)),
    },
    Kind {
        named: "categories",
        needed: &[
            "slug", "name_zh", "name_en", "hint_zh", "hint_en", "due_days",
        ],
        more: &[],
        take: |lines| Ok(Table::Categories(all(lines, category)?)),
    },
    Kind {
        named: "members",
        needed: &["office", "email"],
        more: &[],
        take: |lines| Ok(Table::Members(all(lines, member)?)),
    },
    Kind {
        named: "rules",
        needed: &["category", "district", "offices"],
        more: &["from", "until"],
        take: |lines| Ok(Table::Rules(all(lines, rule)?)),
    },
    Kind {
        named: "districts",
        needed: &["slug", "name_zh", "name_en"],
        more: &[],
        take: |lines| Ok(Table::Districts(all(lines, district)?)),
    },
];

impl Kind {
    fn has(&self, column: &str) -> bool {
        self.needed.contains(&column) || self.more.contains(&column)
    }

    fn fits(&self, head: &[String]) -> bool {
        self.needed
            .iter()
            .all(|needed| head.iter().any(|column| column == needed))
            && head.iter().all(|column| self.has(column))
    }
}

/// A line below the first.
struct Line<'a> {
    number: usize,
    head: &'a [String],
    cells: Vec<String>,
}

impl Line<'_> {
    /// What stands in a column; nothing where the line or the table has no such cell.
    fn text(&self, column: &str) -> String {
        let at = self.head.iter().position(|one| one == column);
        let cell = at.and_then(|at| self.cells.get(at));
        cell.map_or_else(String::new, |cell| cell.trim().to_owned())
    }

    fn optional(&self, column: &str) -> Option<String> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    fn both(&self, zh: &str, en: &str) -> Both {
        Both {
            zh: self.text(zh),
            en: self.text(en),
        }
    }

    fn day(&self, column: &str) -> Result<Option<NaiveDate>, OfficeError> {
        let Some(text) = self.optional(column) else {
            return Ok(None);
        };
        let day = text.parse::<NaiveDate>();
        day.map(Some)
            .map_err(|_| wrong(self.number, &format!("{column}: {text} is no day")))
    }

    fn hours(&self, column: &'static str) -> Result<Option<Hours>, OfficeError> {
        let hours = self.optional(column).map(|text| text.parse::<Hours>());
        let hours = hours.transpose();
        hours.map_err(|()| {
            let errors = refused(column, "office-hours");
            wrong(self.number, &import::in_words(&errors))
        })
    }

    fn digest(&self, column: &'static str) -> Result<Rhythm, OfficeError> {
        let Some(text) = self.optional(column) else {
            return Ok(Rhythm::default());
        };
        Rhythm::try_from(text).map_err(|why| wrong(self.number, &format!("{column}: {why}")))
    }

    fn replies_send(&self, column: &'static str) -> Result<RepliesSend, OfficeError> {
        let Some(text) = self.optional(column) else {
            return Ok(RepliesSend::default());
        };
        text.parse().map_err(|()| {
            wrong(
                self.number,
                &format!("{column}: {text} is neither draft nor at-once"),
            )
        })
    }

    /// The entry, where nothing is wrong with it by itself.
    fn checked<E>(
        &self,
        entry: E,
        check: fn(&E) -> Result<(), ValidationErrors>,
    ) -> Result<E, OfficeError> {
        match check(&entry) {
            Ok(()) => Ok(entry),
            Err(errors) => Err(wrong(self.number, &import::in_words(&errors))),
        }
    }
}

fn wrong(line: usize, what: &str) -> OfficeError {
    OfficeError::Import(format!("line {line}: {what}"))
}

/// Reads a table whole, or says in which line and column what is wrong.
pub fn read(text: &str) -> Result<Table, OfficeError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty());
    let (first, head) = lines
        .next()
        .ok_or_else(|| OfficeError::Import("the table is empty".into()))?;
    let head: Vec<String> = split(first, head)?
        .iter()
        .map(|name| name.trim().to_lowercase())
        .collect();
    let kind = kind(first, &head)?;
    let lines = lines
        .map(|(number, line)| {
            let cells = split(number, line)?;
            if cells.len() > head.len() {
                return Err(wrong(number, "has more cells than the first line"));
            }
            Ok(Line {
                number,
                head: &head,
                cells,
            })
        })
        .collect::<Result<Vec<Line<'_>>, OfficeError>>()?;
    (kind.take)(&lines)
}

/// Which table a first line begins.
fn kind(line: usize, head: &[String]) -> Result<&'static Kind, OfficeError> {
    for (at, column) in head.iter().enumerate() {
        if head[..at].contains(column) {
            return Err(wrong(line, &format!("the column {column} stands twice")));
        }
    }
    if let Some(kind) = KINDS.iter().find(|kind| kind.fits(head)) {
        return Ok(kind);
    }
    let likeness = |kind: &&Kind| head.iter().filter(|column| kind.has(column)).count();
    let Some(meant) = KINDS.iter().max_by_key(likeness) else {
        return Err(wrong(line, "no table has these columns"));
    };
    let named = meant.named;
    let unknown = head.iter().find(|column| !meant.has(column));
    Err(match unknown {
        Some(column) => wrong(
            line,
            &format!("there is no column {column} in a table of {named}"),
        ),
        None => wrong(
            line,
            &format!("it needs {} in a table of {named}", meant.needed.join(", ")),
        ),
    })
}

fn all<E>(
    lines: &[Line<'_>],
    entry: fn(&Line<'_>) -> Result<E, OfficeError>,
) -> Result<Vec<E>, OfficeError> {
    lines.iter().map(entry).collect()
}

fn office(line: &Line<'_>) -> Result<OfficeEntry, OfficeError> {
    let entry = OfficeEntry {
        slug: line.text("slug"),
        name: line.both("name_zh", "name_en"),
        email: line.text("email"),
        phone: line.text("phone"),
        parent: line.optional("parent"),
        hours: line.hours("hours")?,
        digest: line.digest("digest")?,
        replies_send: line.replies_send("replies_send")?,
    };
    line.checked(entry, OfficeEntry::check)
}

fn category(line: &Line<'_>) -> Result<CategoryEntry, OfficeError> {
    let entry = CategoryEntry {
        slug: line.text("slug"),
        name: line.both("name_zh", "name_en"),
        hint: line.both("hint_zh", "hint_en"),
        // What is no number is refused as one that is too small.
        due_days: line.text("due_days").parse().unwrap_or(0),
    };
    line.checked(entry, CategoryEntry::check)
}

fn district(line: &Line<'_>) -> Result<DistrictEntry, OfficeError> {
    let entry = DistrictEntry {
        slug: line.text("slug"),
        name: line.both("name_zh", "name_en"),
    };
    line.checked(entry, DistrictEntry::check)
}

fn rule(line: &Line<'_>) -> Result<RoutingEntry, OfficeError> {
    let offices = line.text("offices");
    let offices = offices.split([' ', ';']).filter(|slug| !slug.is_empty());
    let entry = RoutingEntry {
        category: line.optional("category"),
        district: line.optional("district"),
        offices: offices.map(str::to_owned).collect(),
        from: line.day("from")?,
        until: line.day("until")?,
    };
    line.checked(entry, RoutingEntry::check)
}

/// Whether an account has the address, only the database knows.
fn member(line: &Line<'_>) -> Result<MemberLine, OfficeError> {
    for column in ["office", "email"] {
        if line.text(column).is_empty() {
            return Err(wrong(line.number, &format!("{column}: is empty")));
        }
    }
    Ok(MemberLine {
        line: line.number,
        office: line.text("office"),
        email: Private::new(line.text("email")),
    })
}

fn split(number: usize, line: &str) -> Result<Vec<String>, OfficeError> {
    cells(line).ok_or_else(|| wrong(number, "a quotation mark is left open"))
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

    fn rules(text: &str) -> Vec<RoutingEntry> {
        match read(text) {
            Ok(Table::Rules(rules)) => rules,
            Ok(_) => panic!("another table"),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn a_table_is_read_line_by_line() {
        let text = "\u{feff}Offices,category,district,until\r\n\
                    roads indigenous,road-damage,namaxia,\r\n\
                    \r\n\
                    \"roads;police\",road-damage,,2026-12-31\r\n\
                    front-desk,,,\r\n";
        let rules = rules(text);
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
    fn the_first_line_tells_which_table_it_is() {
        let both = |zh: &str, en: &str| Both {
            zh: zh.into(),
            en: en.into(),
        };
        let text = "phone,slug,name_zh,name_en,email,parent,hours,replies_send\n\
                    07-1,parks,公園處,Parks,parks@city.example,works,\"1,3,6 09:00-20:00\",at-once\n\
                    07-2,works,工務局,Works,works@city.example,,,\n";
        let Ok(Table::Offices(offices)) = read(text) else {
            panic!("no offices");
        };
        let parks = OfficeEntry {
            slug: "parks".into(),
            name: both("公園處", "Parks"),
            email: "parks@city.example".into(),
            phone: "07-1".into(),
            parent: Some("works".into()),
            hours: "1,3,6 09:00-20:00".parse().ok(),
            digest: Rhythm::default(),
            replies_send: RepliesSend::AtOnce,
        };
        assert!(parks.hours.is_some() && offices[1].hours.is_none());
        assert_eq!(offices[0], parks);
        assert_eq!(offices[1].parent, None);

        let text = "slug,name_zh,name_en,hint_zh,hint_en,due_days\n\
                    trees,樹木,Trees,枯枝,\"Dead wood, leaves\",6\n";
        let Ok(Table::Categories(categories)) = read(text) else {
            panic!("no categories");
        };
        let trees = CategoryEntry {
            slug: "trees".into(),
            name: both("樹木", "Trees"),
            hint: both("枯枝", "Dead wood, leaves"),
            due_days: 6,
        };
        assert_eq!(categories, [trees]);

        let Ok(Table::Districts(districts)) = read("name_en,name_zh,slug\nQijin,旗津,qijin\n")
        else {
            panic!("no districts");
        };
        let qijin = DistrictEntry {
            slug: "qijin".into(),
            name: both("旗津", "Qijin"),
        };
        assert_eq!(districts, [qijin]);

        let Ok(Table::Members(members)) = read("office,email\n\nparks,a@city.example\n") else {
            panic!("no members");
        };
        assert_eq!((members[0].line, &*members[0].office), (3, "parks"));
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_line() {
        const OFFICES: &str = "slug,name_zh,name_en,email,phone\n";
        const CATEGORIES: &str = "slug,name_zh,name_en,hint_zh,hint_en,due_days\n";
        for (text, told) in [
            (String::new(), "empty"),
            (
                "category,district\n".into(),
                "line 1: it needs category, district, offices in a table of rules",
            ),
            (
                "category,district,offices,colour\n".into(),
                "line 1: there is no column colour",
            ),
            (
                "category,category,district,offices\n".into(),
                "line 1: the column category",
            ),
            (
                "slug,name_zh,name_en,email\n".into(),
                "line 1: it needs slug, name_zh, name_en, email, phone",
            ),
            (
                "slug,name_zh\n".into(),
                "line 1: it needs slug, name_zh, name_en in a table of districts",
            ),
            ("a,b\n".into(), "line 1: there is no column a"),
            (
                "category,district,offices\na,b,\"c\n".into(),
                "line 2: a quotation mark",
            ),
            (
                "category,district,offices\na,b,c,d\n".into(),
                "line 2: has more cells",
            ),
            (
                "category,district,offices,from\n\na,b,c,1.4.2026\n".into(),
                "line 3: from: 1.4.2026 is no day",
            ),
            (
                "category,district,offices\na,b,\n".into(),
                "line 2: offices: ",
            ),
            (
                format!("{OFFICES}parks,公園處,Parks,parks,07-1\n"),
                "line 2: email: ",
            ),
            (
                format!("{OFFICES}parks,公園處,,p@city.example,07-1\n"),
                "line 2: name_en: ",
            ),
            (
                format!("{OFFICES}parks,公園處,Parks,p@city.example\n"),
                "line 2: phone: ",
            ),
            (
                format!(
                    "slug,hours,{}parks,1-5 8-12,公園處,Parks,p@city.example,07-1\n",
                    &OFFICES[5..]
                ),
                "line 2: hours: ",
            ),
            (
                format!("{CATEGORIES}trees,樹木,Trees,枯枝,Leaves,soon\n"),
                "line 2: due_days: ",
            ),
            (
                "slug,name_zh,name_en\nqijin,旗津,Qijin\nQi jin,旗津,Qijin\n".into(),
                "line 3: slug: ",
            ),
            ("office,email\nparks,\n".into(), "line 2: email: is empty"),
        ] {
            let error = read(&text).err().expect(&text).to_string();
            assert!(error.contains(told), "{error}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in ".{0,200}") {
            read(&text).ok();
            for kind in &KINDS {
                let columns = [kind.needed, kind.more].concat().join(",");
                read(&format!("{columns}\n{text}")).ok();
            }
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
