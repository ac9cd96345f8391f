//! Watched words as a file: CSV as a spreadsheet writes it, or TOML.

use std::{borrow::Cow, collections::HashSet};

use serde::Deserialize;
use validator::ValidationErrors;

use super::{Draft, MOST, Watched, apart};
use crate::{db::DbError, text_rules::is_formula};

/// The largest file, in bytes.
pub const LARGEST: usize = 1 << 20;
/// The columns of a table; the first three are needed.
const COLUMNS: [&str; 5] = ["kind", "words", "effect", "note", "retired"];
const NEEDED: usize = 3;
/// Stands before a cell that a spreadsheet would take for a formula.
const GUARD: char = '\'';

/// Why a file was not read. `line` is a line of a table, or which entry of a TOML file.
#[derive(Clone, Debug)]
pub enum Unreadable {
    TooLarge,
    /// It has more entries than can be kept.
    TooMany,
    /// The first line names other columns, or not all that are needed.
    Columns,
    /// It is neither CSV nor TOML there.
    Syntax {
        line: usize,
    },
    /// An entry watches for what an earlier one does.
    Twice {
        line: usize,
    },
    /// An entry breaks a rule.
    Entry {
        line: usize,
        errors: ValidationErrors,
    },
}

impl Unreadable {
    /// The key of its words.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::TooMany => "too-many",
            Self::Columns => "columns",
            Self::Syntax { .. } => "syntax",
            Self::Twice { .. } => "twice",
            Self::Entry { .. } => "entry",
        }
    }

    pub const fn line(&self) -> Option<usize> {
        match self {
            Self::TooLarge | Self::TooMany | Self::Columns => None,
            Self::Syntax { line } | Self::Twice { line } | Self::Entry { line, .. } => Some(*line),
        }
    }

    /// What is wrong with the entry.
    pub const fn errors(&self) -> Option<&ValidationErrors> {
        match self {
            Self::Entry { errors, .. } => Some(errors),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entries {
    watched: Vec<Entry>,
}

/// One of them as a file says it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    kind: String,
    words: String,
    effect: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    retired: bool,
}

impl Entry {
    /// As it was written; nothing is checked yet.
    pub fn draft(self) -> Draft {
        Draft {
            kind: self.kind.trim().parse().ok(),
            words: self.words.trim().to_owned(),
            effect: self.effect.trim().parse().ok(),
            note: self.note.trim().to_owned(),
            retired: self.retired,
        }
    }
}

/// As [`read`], on a thread of its own.
pub async fn brought(text: String) -> Result<Result<Vec<Draft>, Unreadable>, DbError> {
    apart(move || read(&text)).await
}

/// What a file names; each entry is one that could be kept.
pub fn read(text: &str) -> Result<Vec<Draft>, Unreadable> {
    if text.len() > LARGEST {
        return Err(Unreadable::TooLarge);
    }
    let text = text.trim_start_matches('\u{feff}');
    let is_toml = |line: &str| line.trim_start().starts_with("[[watched]]");
    let entries = if text.lines().any(is_toml) {
        from_toml(text)?
    } else {
        from_csv(text)?
    };
    // Each pattern is compiled to be checked: that is work for no more than can be kept.
    if entries.len() > MOST {
        return Err(Unreadable::TooMany);
    }
    let mut seen = HashSet::new();
    let mut drafts = Vec::with_capacity(entries.len());
    for (line, entry) in entries {
        let draft = entry.draft();
        if let Err(errors) = draft.checked() {
            return Err(Unreadable::Entry { line, errors });
        }
        if !seen.insert((draft.kind, draft.words.clone())) {
            return Err(Unreadable::Twice { line });
        }
        drafts.push(draft);
    }
    Ok(drafts)
}

fn from_toml(text: &str) -> Result<Vec<(usize, Entry)>, Unreadable> {
    let entries: Entries = toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        Unreadable::Syntax {
            line: before.unwrap_or_default().matches('\n').count() + 1,
        }
    })?;
    Ok((1..).zip(entries.watched).collect())
}

fn from_csv(text: &str) -> Result<Vec<(usize, Entry)>, Unreadable> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let head = reader.headers().map_err(|_| Unreadable::Columns)?.clone();
    let at = COLUMNS.map(|column| head.iter().position(|one| one == column));
    let known = head.iter().all(|one| COLUMNS.contains(&one));
    if !known || at.iter().take(NEEDED).any(Option::is_none) {
        return Err(Unreadable::Columns);
    }
    let [kind, words, effect, note, retired] = at;
    let mut entries = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| Unreadable::Syntax {
            line: error.position().map_or(1, line_of),
        })?;
        let line = record.position().map_or(1, line_of);
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default();
        let retired = match cell(retired) {
            "" | "no" => false,
            "yes" => true,
            _ => return Err(Unreadable::Syntax { line }),
        };
        let entry = Entry {
            kind: cell(kind).to_owned(),
            words: unguarded(cell(words)).to_owned(),
            effect: cell(effect).to_owned(),
            note: unguarded(cell(note)).to_owned(),
            retired,
        };
        entries.push((line, entry));
    }
    Ok(entries)
}

fn line_of(position: &csv::Position) -> usize {
    usize::try_from(position.line()).unwrap_or(usize::MAX)
}

/// Whether a cell would be a formula without the guards before it.
fn is_guarded(cell: &str) -> bool {
    is_formula(cell.trim_start_matches(GUARD))
}

/// The cell as a table holds it. One that begins so itself gets one more guard, so that [`unguarded`]
/// takes each back as it was.
fn guarded(cell: &str) -> Cow<'_, str> {
    if is_guarded(cell) {
        Cow::Owned(format!("{GUARD}{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

fn unguarded(cell: &str) -> &str {
    let behind = cell.strip_prefix(GUARD);
    behind.filter(|rest| is_guarded(rest)).unwrap_or(cell)
}

/// All of them as a table, which [`read`] reads again.
pub fn write(all: &[Watched]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut line = |cells: [&str; 5]| {
        writer
            .write_record(cells)
            .expect("as many cells in each line, written to memory");
    };
    line(COLUMNS);
    for one in all {
        let retired = if one.retired { "yes" } else { "no" };
        let (kind, effect) = (one.kind.as_str(), one.effect.as_str());
        let (words, note) = (guarded(&one.words), guarded(&one.note));
        line([kind, &words, effect, &note, retired]);
    }
    let written = writer.into_inner().expect("written to memory");
    String::from_utf8(written).expect("texts are UTF-8")
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;
    use crate::spam::watched::{Effect, Kind};

    /// What an administrator may watch for, much of which would be a formula in a spreadsheet.
    fn kept() -> impl Strategy<Value = Vec<Watched>> {
        let words = "['=+@\\[-]{0,3}(watched|賭場|line[*]id)[ \",=+@a-c-]{0,4}";
        let note = "['=+@-]{0,3}[ \",a-c賭場]{0,4}";
        let kind = select(Kind::ALL.to_vec());
        let one = (
            kind,
            words,
            select(Effect::ALL.to_vec()),
            note,
            any::<bool>(),
        );
        let one = one.prop_map(|(kind, words, effect, note, retired)| Watched {
            id: 1,
            kind,
            words: words.trim().to_owned(),
            effect,
            note: note.trim().to_owned(),
            retired,
            version: 1,
        });
        vec(one, 0..12).prop_map(|mut all| {
            let mut seen = HashSet::new();
            all.retain(|one| {
                let can_be_kept = Draft::from(one.clone()).checked().is_ok();
                can_be_kept && seen.insert((one.kind, one.words.clone()))
            });
            all
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_table_holds_no_formula_and_is_read_as_it_was(all in kept()) {
            let table = write(&all);
            let mut cells = csv::Reader::from_reader(table.as_bytes());
            for record in cells.records() {
                for cell in &record.expect("a table") {
                    prop_assert!(!is_formula(cell), "{}", cell);
                }
            }
            let same: Vec<Draft> = all.into_iter().map(Draft::from).collect();
            prop_assert_eq!(read(&table).expect("what was written"), same);
        }
    }

    #[test]
    fn a_guard_is_taken_away_where_one_was_put() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("'=1+1", "''=1+1"),
            ("-", "'-"),
            ("@a", "'@a"),
            ("'a", "'a"),
            ("''", "''"),
            ("賭場=", "賭場="),
            ("", ""),
        ] {
            assert_eq!(guarded(cell), written);
            assert_eq!(unguarded(written), cell);
        }
        // A table that somebody typed without a guard means what it says.
        assert_eq!(unguarded("=1+1"), "=1+1");
    }

    #[test]
    fn what_is_written_is_read_again() {
        let one = |id, kind, words: &str, effect, note: &str, retired| Watched {
            id,
            kind,
            words: words.to_owned(),
            effect,
            note: note.to_owned(),
            retired,
            version: 1,
        };
        let all = [
            one(
                1,
                Kind::Word,
                "賭場, 快來",
                Effect::Block,
                "他說\"快\"",
                false,
            ),
            one(2, Kind::Pattern, r"line\s*id", Effect::Hold, "", true),
        ];
        let read = read(&write(&all)).expect("what was written");
        let same: Vec<Draft> = all.iter().cloned().map(Draft::from).collect();
        assert_eq!(read, same);
    }

    #[test]
    fn toml_says_the_same() {
        let toml = "[[watched]]\nkind = \"pattern\"\nwords = 'line\\s*id'\neffect = \"flag\"\n";
        let csv = "words,effect,kind\nline\\s*id,flag,pattern\n";
        let drafts = read(toml).expect("good TOML");
        assert_eq!(drafts, read(csv).expect("a good table"));
        assert_eq!(drafts[0].words, r"line\s*id");
    }

    #[test]
    fn a_wrong_line_is_named() {
        for (text, code, line) in [
            ("kind,words\nword,x\n", "columns", None),
            ("kind,words,effect,price\n", "columns", None),
            ("kind,words,effect\nword,casino,burn\n", "entry", Some(2)),
            (
                "kind,words,effect\nword,賭場,hold\npattern,.,hold\n",
                "entry",
                Some(3),
            ),
            (
                "kind,words,effect\nword,賭場,hold\nword,賭場,flag\n",
                "twice",
                Some(3),
            ),
            (
                "kind,words,effect,retired\nword,x9,hold,maybe\n",
                "syntax",
                Some(2),
            ),
        ] {
            let error = read(text).expect_err(text);
            assert_eq!((error.code(), error.line()), (code, line), "{text}");
        }
        for broken in ["[[watched]]\nkind = \"word\"\n", "[[watched]]\nkind = \n"] {
            assert_eq!(read(broken).expect_err(broken).code(), "syntax");
        }
    }

    #[test]
    fn more_than_can_be_kept_is_refused_before_any_of_it_is_compiled() {
        // The first entry could not be kept, which is seen only when it is compiled.
        let entries = |count: usize| {
            let rest = (1..count).map(|n| format!("pattern,x{n}{{9}},hold\n"));
            let rest: String = rest.collect();
            format!("kind,words,effect\npattern,(,hold\n{rest}")
        };
        let code = |text: &str| read(text).expect_err("the first is broken").code();
        assert_eq!(code(&entries(MOST + 1)), "too-many");
        assert_eq!(code(&entries(MOST)), "entry");
        let entry = "[[watched]]\nkind = \"pattern\"\nwords = \"(\"\neffect = \"hold\"\n";
        assert_eq!(code(&entry.repeat(MOST + 1)), "too-many");
        assert_eq!(code(entry), "entry");
        let large = read(&"x".repeat(LARGEST + 1)).expect_err("too large");
        assert_eq!(large.code(), "too-large");
    }
}
