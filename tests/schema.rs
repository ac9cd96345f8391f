//! The two migration folders make the same tables, columns, clauses and indices, and `schema.rs`
//! says so too.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// Table to its columns, each with its type and whether it must have a value.
type Tables = BTreeMap<String, BTreeSet<(String, String, bool)>>;

/// Reads the tables that a folder of migrations makes, in one naming of types.
fn made_by(folder: &str) -> Tables {
    let mut tables = Tables::new();
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("up.sql"))
        .collect();
    files.sort();
    for file in files {
        let sql = fs::read_to_string(&file).unwrap();
        // What is made anew in the same file.
        for gone in sql.split("DROP TABLE ").skip(1) {
            let (name, _) = gone.split_once(';').unwrap();
            tables.remove(name);
        }
        for change in sql.split("ALTER TABLE ").skip(1) {
            let Some((statement, _)) = change.split_once(';') else {
                continue;
            };
            if let Some((name, names)) = statement.split_once(" RENAME COLUMN ") {
                let (old, new) = names.split_once(" TO ").unwrap();
                let table = tables.get_mut(name).unwrap();
                let found = table.iter().find(|(column, ..)| column == old).cloned();
                let (_, kind, filled) = found.unwrap();
                table.retain(|(column, ..)| column != old);
                table.insert((new.to_owned(), kind, filled));
                continue;
            }
            if let Some((name, column)) = statement.split_once(" DROP COLUMN ") {
                let table = tables.get_mut(name).unwrap();
                table.retain(|(known, ..)| known != column);
                continue;
            }
            let Some((name, rest)) = statement.split_once(" ADD COLUMN ") else {
                continue;
            };
            let (column, kind) = rest.split_once(' ').unwrap();
            let filled = kind.contains("NOT NULL");
            let kind = kind.split(' ').next().unwrap().replace("BYTEA", "BLOB");
            let table = tables.entry(name.to_owned()).or_default();
            table.insert((column.to_owned(), kind, filled));
        }
        for table in sql.split("CREATE TABLE ").skip(1) {
            let (name, rest) = table.split_once(" (").unwrap();
            let columns = rest.split("\n)").next().unwrap();
            for line in columns
                .lines()
                .map(|line| line.trim().trim_end_matches(','))
                .filter(|line| !line.is_empty() && !line.starts_with("--"))
            {
                if ["PRIMARY KEY (", "UNIQUE", "CHECK", "FOREIGN"]
                    .iter()
                    .any(|start| line.starts_with(start))
                {
                    continue;
                }
                let mut words = line.split(' ');
                let (column, kind) = (words.next().unwrap(), words.next().unwrap());
                let kind = match kind {
                    "BYTEA" => "BLOB",
                    "INTEGER" if line.contains("AUTOINCREMENT") => "BIGINT",
                    kind => kind,
                };
                let filled = line.contains("NOT NULL") || line.contains("PRIMARY KEY");
                let table = tables.entry(name.to_owned()).or_default();
                table.insert((column.to_owned(), kind.to_owned(), filled));
            }
        }
    }
    tables
}

/// What diesel is told.
fn declared() -> Tables {
    let source = fs::read_to_string("src/db/schema.rs").unwrap();
    let mut tables = Tables::new();
    for table in source.split("table! {").skip(1) {
        let (name, rest) = table.trim_start().split_once(" (").unwrap();
        let columns = rest.split("\n}").next().unwrap();
        for line in columns.lines().filter(|line| line.contains(" -> ")) {
            let (column, kind) = line
                .trim()
                .trim_end_matches(',')
                .split_once(" -> ")
                .unwrap();
            let inner = kind
                .strip_prefix("Nullable<")
                .map(|kind| kind.trim_end_matches('>'));
            let sql = match inner.unwrap_or(kind) {
                "BigInt" => "BIGINT",
                "Integer" => "INTEGER",
                "Text" => "TEXT",
                "Bool" => "BOOLEAN",
                "Binary" => "BLOB",
                "Timestamp" => "TIMESTAMP",
                "Date" => "DATE",
                "Float" => "REAL",
                other => panic!("{other} has no SQL name here"),
            };
            tables.entry(name.to_owned()).or_default().insert((
                column.to_owned(),
                sql.to_owned(),
                inner.is_none(),
            ));
        }
    }
    tables
}

#[test]
fn both_folders_and_the_code_have_the_same_columns() {
    let mut sqlite = made_by("migrations/sqlite");
    assert!(sqlite.len() > 15, "the migrations were not read");
    assert_eq!(sqlite, made_by("migrations/postgres"));
    // What is left for the programs of the release before.
    for what in crate::migrations::retired().into_keys() {
        match what.split_once('.') {
            Some((table, column)) => {
                let columns = sqlite.get_mut(table).unwrap();
                let known = columns.len();
                columns.retain(|(name, ..)| name != column);
                assert!(columns.len() < known, "there is no {what}");
            }
            None => assert!(sqlite.remove(&what).is_some(), "there is no {what}"),
        }
    }
    assert_eq!(sqlite, declared());
}

/// What a folder's migrations say of tables, columns and indices, in their order and in one naming.
fn statements(folder: &str) -> Vec<String> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("up.sql"))
        .collect();
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let sql = fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = sql
            .lines()
            .map(|line| line.split("--").next().unwrap())
            .collect();
        for statement in lines.join("\n").split(';') {
            let words: Vec<&str> = statement.split_whitespace().collect();
            let shape = [
                "CREATE TABLE",
                "CREATE INDEX",
                "CREATE UNIQUE",
                "ALTER TABLE",
                "DROP TABLE",
                "DROP INDEX",
            ];
            let starts = words
                .get(..2)
                .is_some_and(|two| shape.contains(&&*two.join(" ")));
            // The index of words is each database's own.
            if starts && !words.contains(&"gin") {
                all.push(in_one_naming(&words.join(" ")));
            }
        }
    }
    all
}

fn in_one_naming(statement: &str) -> String {
    statement
        .replace("BYTEA", "BLOB")
        .replace("INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", "ID")
        .replace("BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY", "ID")
        .replace("PRIMARY KEY NOT NULL", "PRIMARY KEY")
        .replace(") WITHOUT ROWID", ")")
}

/// The table of a check that PostgreSQL adds to one; SQLite cannot add any.
fn checked_later(statement: &str) -> Option<&str> {
    let (table, rest) = statement.strip_prefix("ALTER TABLE ")?.split_once(' ')?;
    let added = rest.starts_with("ADD CONSTRAINT ") && rest.contains(" CHECK (");
    added.then_some(table)
}

#[test]
fn both_folders_say_the_same_of_columns_and_indices_clause_by_clause() {
    let sqlite = statements("migrations/sqlite");
    assert!(sqlite.len() > 200, "the migrations were not read");
    let mut postgres = statements("migrations/postgres");
    postgres.retain(|statement| checked_later(statement).is_none());
    for (one, other) in sqlite.iter().zip(&postgres) {
        assert_eq!(one, other);
    }
    assert_eq!(sqlite.len(), postgres.len());
}

#[test]
fn what_postgresql_checks_sqlite_holds_when_a_row_comes_and_when_it_changes() {
    let postgres = statements("migrations/postgres");
    let tables: Vec<&str> = postgres
        .iter()
        .filter_map(|statement| checked_later(statement))
        .collect();
    assert!(tables.len() > 4, "{tables:?}");
    let mut triggers = BTreeSet::new();
    let mut files: Vec<_> = fs::read_dir("migrations/sqlite")
        .unwrap()
        .map(|entry| entry.unwrap().path().join("up.sql"))
        .collect();
    files.sort();
    for file in files {
        let sql = fs::read_to_string(&file).unwrap();
        for trigger in sql.split("CREATE TRIGGER ").skip(1) {
            let mut words = trigger.split_whitespace();
            let name = words.next().unwrap();
            let (when, act) = (words.next().unwrap(), words.next().unwrap());
            let table = words.nth(1).unwrap();
            if when == "BEFORE" && name.ends_with("_by_consent") {
                triggers.insert((table.to_owned(), act.to_owned()));
            }
        }
    }
    for table in tables {
        for act in ["INSERT", "UPDATE"] {
            let held = triggers.contains(&(table.to_owned(), act.to_owned()));
            assert!(held, "SQLite holds {table} not on {act}");
        }
    }
}
