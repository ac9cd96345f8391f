//! `docs/promises.md` is true: every promise and every decision stands in it, with tests that
//! exist or the reason why it is open. Whether they ran is looked at by `scripts/test`, after them.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What stands before the list of decisions.
const DECISIONS: &str = "\n## The decisions\n";

/// The two lists: promises and decisions.
fn lists() -> [Vec<Row>; 2] {
    let list = fs::read_to_string("docs/promises.md").unwrap();
    let (promises, decisions) = list
        .split_once(DECISIONS)
        .expect("the decisions are listed");
    [rows(promises), rows(decisions)]
}

/// A row of the list.
struct Row {
    number: String,
    says: String,
    /// The tests that prove it, or why it is open.
    proofs: String,
}

/// The rows of a list.
fn rows(list: &str) -> Vec<Row> {
    let cells = list.lines().filter_map(|line| {
        let cells: Vec<&str> = line
            .strip_prefix('|')?
            .strip_suffix('|')?
            .split('|')
            .collect();
        let number = cells.first()?.trim();
        let is_row = number.starts_with(|first: char| first.is_ascii_digit());
        assert!(!is_row || cells.len() == 4, "{line} has not four cells");
        is_row.then(|| Row {
            number: number.to_owned(),
            says: cells[1].trim().to_owned(),
            proofs: cells[3].trim().to_owned(),
        })
    });
    cells.collect()
}

/// What stands between backquotes.
fn names(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// What stands outside backquotes.
fn words(cell: &str) -> String {
    cell.split('`').step_by(2).collect()
}

/// Where a module's source may be.
fn files(folder: &str, module: &[&str]) -> [PathBuf; 2] {
    let path = Path::new(folder).join(module.join("/"));
    [path.with_extension("rs"), path.join("mod.rs")]
}

/// Whether `source` has a test function of this name.
fn has_test(source: &str, name: &str) -> bool {
    let Some(at) = source.find(&format!("fn {name}(")) else {
        return false;
    };
    // The attributes stand between the function and the end of what is before it.
    let before = source[..at].rsplit(['}', ';']).next().unwrap_or("");
    ["#[test]", "#[actix_web::test]"]
        .iter()
        .any(|attribute| before.contains(attribute))
}

/// Why a name is no test; nothing when it is one.
fn missing(name: &str) -> Option<String> {
    if let Some((file, title)) = name.split_once(".test.mjs: ") {
        let path = format!("tests/browser/{file}.test.mjs");
        let source = fs::read_to_string(&path).unwrap_or_default();
        let found = source.contains(&format!("test('{title}'"));
        return (!found).then(|| format!("{path} has no test '{title}'"));
    }
    if name.ends_with(".rs") {
        let source = fs::read_to_string(name).unwrap_or_default();
        let found = source.contains("```compile_fail");
        return (!found).then(|| format!("{name} has no example that must not compile"));
    }
    let mut module: Vec<&str> = name.split("::").collect();
    let test = module.pop()?;
    let folder = if module.last() == Some(&"tests") {
        module.pop();
        "src"
    } else {
        "tests"
    };
    let sources = files(folder, &module);
    let found = sources
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .any(|source| has_test(&source, test));
    (!found).then(|| format!("there is no test {name}"))
}

#[test]
fn every_promise_and_decision_has_its_tests_or_says_why_it_is_open() {
    let [promises, decisions] = lists();
    let numbers =
        |rows: &[Row]| -> Vec<String> { rows.iter().map(|row| row.number.clone()).collect() };
    let mut wanted: Vec<String> = (1..=20).map(|number: u8| number.to_string()).collect();
    wanted.insert(12, "12a".to_owned());
    assert_eq!(numbers(&promises), wanted);
    let wanted: Vec<String> = (1..=9).map(|number: u8| number.to_string()).collect();
    assert_eq!(numbers(&decisions), wanted);
    assert!(promises[0].says.starts_with("it covers the city's site"));
    let said: BTreeSet<&str> = promises
        .iter()
        .chain(&decisions)
        .map(|row| &*row.says)
        .collect();
    let rows = promises.len() + decisions.len();
    assert_eq!(said.len(), rows, "something stands in two rows");
    for row in promises.iter().chain(&decisions) {
        let (number, cell) = (&row.number, &row.proofs);
        let open = cell.rsplit_once("open: ").map(|(_, reason)| reason.trim());
        assert!(
            open.is_none_or(|reason| reason.len() > 10),
            "promise {number} is open without a reason"
        );
        assert!(
            open.is_some() || !names(cell).is_empty(),
            "nothing proves promise {number}, and it does not say that it is open"
        );
        assert!(
            open.is_some() || !words(cell).contains("open"),
            "promise {number} says open in another way than `open: reason`"
        );
    }
}

#[test]
fn every_test_that_a_promise_names_exists() {
    let lists = lists();
    let rows = lists.iter().flatten();
    let named: BTreeSet<&str> = rows.flat_map(|row| names(&row.proofs)).collect();
    assert!(named.len() > 200, "the names were not read");
    let missing: Vec<String> = named.into_iter().filter_map(missing).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_name_that_is_no_test_is_seen() {
    for name in [
        "promises::there_is_no_such_test",
        "promises::missing",
        "no_such_module::every_promise_and_decision_has_its_tests_or_says_why_it_is_open",
        "keys::tests::no_such_test",
        "pages.test.mjs: no such title",
        "src/clock.rs",
    ] {
        assert!(missing(name).is_some(), "{name} passed for a test");
    }
    let own = "promises::a_name_that_is_no_test_is_seen";
    assert_eq!(missing(own), None);
}
