//! Programs of the last release go on while newer migrations run, and after: a migration adds, and takes away
//! only what a release has stopped to use.
//!
//! Only PostgreSQL's are looked at: of a SQLite file there is one program.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// What an earlier program may stumble over is said to be harmless to it by a comment that begins so.
const REASON: &str = "-- The program before:";

/// The lines of a list in `migrations/` that are no comments.
fn list(name: &str) -> Vec<String> {
    let text = fs::read_to_string(format!("migrations/{name}")).unwrap();
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

/// The last migration of the last release.
fn released() -> String {
    let all = list("released");
    let [last] = &all[..] else {
        panic!("migrations/released names not one migration: {all:?}");
    };
    last.clone()
}

/// What no program names any more, with the newest migration that there was when that began.
pub fn retired() -> BTreeMap<String, String> {
    let lines = list("retired").into_iter();
    lines
        .map(|line| {
            let (what, since) = line.split_once(' ').unwrap();
            (what.to_owned(), since.trim().to_owned())
        })
        .collect()
}

/// Name and text of PostgreSQL's migrations, in their order.
fn migrations() -> Vec<(String, String)> {
    let folders = fs::read_dir("migrations/postgres").unwrap();
    let mut all: Vec<_> = folders
        .map(|folder| {
            let folder = folder.unwrap();
            let sql = fs::read_to_string(folder.path().join("up.sql")).unwrap();
            (folder.file_name().into_string().unwrap(), sql)
        })
        .collect();
    all.sort();
    all
}

/// The statements of a text, each in one line and without its comments; bodies of functions stay whole.
fn statements(sql: &str) -> Vec<String> {
    let lines = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or_default());
    let text = lines.collect::<Vec<_>>().join(" ");
    let (mut all, mut one) = (Vec::new(), String::new());
    for (n, part) in text.split("$$").enumerate() {
        if n % 2 == 1 {
            one.push_str("$$ $$");
            continue;
        }
        let mut pieces = part.split(';');
        one.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            all.push(std::mem::replace(&mut one, piece.to_owned()));
        }
    }
    all.push(one);
    let words = |one: &String| one.split_whitespace().collect::<Vec<_>>().join(" ");
    all.iter()
        .map(words)
        .filter(|one| !one.is_empty())
        .collect()
}

/// What a migration may do to a program that does not know of it.
#[derive(Debug, PartialEq, Eq)]
enum Touch {
    /// It meets none of what that knows.
    Adds,
    /// It may be harmless; a comment says why.
    Asks,
    /// It takes this away: a table, or a column of one.
    Takes(String),
    /// Whatever that program does next fails.
    Breaks,
}

/// What a statement does. `new` are the tables that the program of before does not know.
fn touch(statement: &str, new: &BTreeSet<String>) -> Touch {
    let words: Vec<&str> = statement.split(' ').collect();
    let word = |at: usize| words.get(at).copied().unwrap_or_default();
    let is_new = |name: &str| new.contains(name.split('(').next().unwrap_or_default());
    match (word(0), word(1)) {
        ("CREATE", "TABLE" | "SEQUENCE" | "INDEX" | "FUNCTION") => Touch::Adds,
        ("DROP", "INDEX") => Touch::Adds,
        ("CREATE", "UNIQUE" | "TRIGGER") => {
            let mut after = words.iter().skip_while(|word| **word != "ON").skip(1);
            match after.next() {
                Some(table) if is_new(table) => Touch::Adds,
                _ => Touch::Asks,
            }
        }
        ("DROP", "TABLE") if is_new(word(2)) => Touch::Adds,
        ("DROP", "TABLE") => Touch::Takes(word(2).to_owned()),
        ("ALTER", "TABLE") if is_new(word(2)) => Touch::Adds,
        ("ALTER", "TABLE") => alter(word(2), &words[3..]),
        ("INSERT", "INTO") if is_new(word(2)) => Touch::Adds,
        ("UPDATE", table) if is_new(table) => Touch::Adds,
        // Data that is there already, functions that are other ones now, and all that is not thought of here.
        _ => Touch::Asks,
    }
}

/// What is done to a table that the program of before knows.
fn alter(table: &str, rest: &[&str]) -> Touch {
    let has = |one: &str| rest.contains(&one);
    match rest {
        ["ADD", "COLUMN", ..] if has("UNIQUE") || has("PRIMARY") => Touch::Breaks,
        ["ADD", "COLUMN", ..] if has("NOT") && !has("DEFAULT") => Touch::Breaks,
        ["ADD", "COLUMN", ..] => Touch::Adds,
        ["ALTER", "COLUMN", _, "DROP", "NOT", "NULL"] => Touch::Adds,
        ["ALTER", "COLUMN", _, "SET", "DEFAULT", ..] => Touch::Adds,
        ["DROP", "CONSTRAINT", ..] => Touch::Adds,
        ["ADD", "CONSTRAINT", ..] => Touch::Asks,
        ["DROP", "COLUMN", column] => Touch::Takes(format!("{table}.{column}")),
        // Renamed, of another type, never empty from now on.
        _ => Touch::Breaks,
    }
}

/// What is wrong with a migration, in words.
fn faults(
    (name, sql): (&str, &str),
    new: &mut BTreeSet<String>,
    released: &str,
    retired: &BTreeMap<String, String>,
) -> Vec<String> {
    let contracts = plaza::db::migrate::takes_away(name);
    let reasons = sql.matches(REASON).count();
    let (mut wrong, mut asks) = (Vec::new(), false);
    for statement in statements(sql) {
        if let Some(table) = statement.strip_prefix("CREATE TABLE ") {
            let table = table.split([' ', '(']).next().unwrap_or_default();
            new.insert(table.to_owned());
        }
        match touch(&statement, new) {
            Touch::Adds => {}
            Touch::Asks => asks = true,
            Touch::Breaks => wrong.push(format!("{name} breaks the program before: {statement}")),
            Touch::Takes(_) if !contracts => {
                wrong.push(format!(
                    "{name} takes away and is no contract_: {statement}"
                ));
            }
            Touch::Takes(what) => {
                let since = retired.get(&what);
                if since.is_none_or(|since| since.as_str() > released) {
                    wrong.push(format!("{name}: the last release uses {what}"));
                }
            }
        }
    }
    if asks && reasons == 0 {
        wrong.push(format!(
            "{name} does not say why it does no harm: a comment `{REASON} …`"
        ));
    }
    wrong
}

#[test]
fn programs_of_the_last_release_go_on_with_every_newer_migration() {
    let (all, released, retired) = (migrations(), released(), retired());
    assert!(
        all.iter().any(|(name, _)| *name == released),
        "there is no migration {released}"
    );
    let mut new = BTreeSet::new();
    let newer = all.iter().filter(|(name, _)| *name > released);
    let wrong: Vec<String> = newer
        .flat_map(|(name, sql)| faults((name, sql), &mut new, &released, &retired))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with this SQL in a migration of this name, after a release that had stopped to use
/// `accounts.nickname` before, and not `accounts.name`.
fn wrong(name: &str, sql: &str) -> usize {
    let retired = BTreeMap::from([
        (
            "accounts.nickname".to_owned(),
            "2026-01-01-000000_a".to_owned(),
        ),
        (
            "accounts.title".to_owned(),
            "2026-03-01-000000_c".to_owned(),
        ),
    ]);
    faults(
        (name, sql),
        &mut BTreeSet::new(),
        "2026-02-01-000000_b",
        &retired,
    )
    .len()
}

#[test]
fn what_a_program_of_before_would_stumble_over_is_found() {
    for harmless in [
        "CREATE TABLE more (id BIGINT);\nALTER TABLE more DROP COLUMN id;",
        "CREATE TABLE more (id BIGINT); CREATE UNIQUE INDEX by_id ON more (id);",
        "CREATE INDEX by_name ON accounts (name);",
        "ALTER TABLE accounts ADD COLUMN more TEXT;",
        "ALTER TABLE accounts ADD COLUMN more TEXT NOT NULL DEFAULT '';",
        "ALTER TABLE accounts ALTER COLUMN name DROP NOT NULL; -- DROP TABLE accounts;",
        "CREATE FUNCTION one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DROP TABLE x; END $$;",
        "-- The program before: writes no two of a name.\n\
         CREATE UNIQUE INDEX by_name ON accounts (name);",
        "-- The program before: it fires for its changes as well.\n\
         CREATE TRIGGER told AFTER INSERT ON accounts EXECUTE FUNCTION one();",
    ] {
        assert_eq!(wrong("2026-03-01-000000_more", harmless), 0, "{harmless}");
    }
    for harm in [
        "ALTER TABLE accounts ADD COLUMN more TEXT NOT NULL;",
        "ALTER TABLE accounts ADD COLUMN more TEXT UNIQUE;",
        "ALTER TABLE accounts ALTER COLUMN name SET NOT NULL;",
        "ALTER TABLE accounts ALTER COLUMN name TYPE BYTEA;",
        "ALTER TABLE accounts RENAME COLUMN name TO named;",
        "ALTER TABLE accounts RENAME TO people;",
        "ALTER TABLE accounts DROP COLUMN nickname;",
        "DROP TABLE accounts;",
        "ALTER TABLE accounts ADD CONSTRAINT named CHECK (name <> '');",
        "CREATE UNIQUE INDEX by_name ON accounts (name);",
        "CREATE TRIGGER told AFTER INSERT ON accounts EXECUTE FUNCTION one();",
        "UPDATE accounts SET name = '';",
        "CREATE OR REPLACE FUNCTION one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN END $$;",
        "-- The program before: has no name for it.\nALTER TABLE accounts DROP COLUMN name;",
    ] {
        assert_eq!(wrong("2026-03-01-000000_more", harm), 1, "{harm}");
    }
    let contract = "2026-03-01-000000_contract_names";
    let gone = "ALTER TABLE accounts DROP COLUMN nickname;";
    assert_eq!(
        wrong(contract, gone),
        0,
        "the release had stopped to use it"
    );
    for used in ["name", "title"] {
        let gone = format!("ALTER TABLE accounts DROP COLUMN {used};");
        assert_eq!(wrong(contract, &gone), 1, "the release uses {used}");
    }
}
