//! The data inventory: it knows every table and column of the database that the tests run on.

use std::collections::BTreeSet;

use plaza::{
    db::{DbError, rows},
    privacy::{
        inventory::{self, Basis, Owner, Retention, Scope},
        sealed::Column,
    },
};

use crate::support::Plaza;

#[actix_web::test]
async fn every_column_of_the_database_has_its_entry_and_every_entry_its_column() {
    let plaza = Plaza::start().await;
    let real = plaza.context.db.read(rows::columns).await;
    let real: Result<_, DbError> = real;
    let real: BTreeSet<(String, String)> = real
        .unwrap()
        .into_iter()
        .flat_map(|(table, columns)| columns.into_keys().map(move |name| (table.clone(), name)))
        .collect();
    assert!(real.len() > 100, "the database's columns were not read");
    let listed: BTreeSet<(String, String)> = inventory::tables()
        .flat_map(|table| {
            let named = |(name, _): &(&str, _)| (table.name.to_owned(), (*name).to_owned());
            table.columns.iter().map(named).collect::<Vec<_>>()
        })
        .collect();
    let missing: Vec<_> = real.difference(&listed).collect();
    let invented: Vec<_> = listed.difference(&real).collect();
    assert!(missing.is_empty(), "columns without an entry: {missing:?}");
    assert!(
        invented.is_empty(),
        "entries without a column: {invented:?}"
    );
}

#[test]
fn what_a_table_says_of_a_person_has_a_file_and_an_end() {
    for table in inventory::tables() {
        let name = table.name;
        let personal = !table.kinds().is_empty();
        assert_eq!(
            personal || table.file.is_some(),
            table.file.is_some(),
            "{name} has no file"
        );
        if personal {
            assert_ne!(
                table.retention,
                Retention::Service,
                "{name} is kept for ever"
            );
        }
        let column = match table.retention {
            Retention::Days { column, .. } | Retention::Years { column, .. } => Some(column),
            Retention::With(parent) => {
                assert!(
                    inventory::table(parent).is_some(),
                    "{name} goes with {parent}"
                );
                None
            }
            Retention::Service | Retention::Owner => None,
        };
        let owner = match table.owner {
            Owner::Account(column) | Owner::Case(column) => Some(column),
            Owner::Row { column, table } => {
                assert!(inventory::table(table).is_some(), "{name} is of {table}");
                Some(column)
            }
            Owner::NamedBy {
                table,
                column,
                only,
            } => {
                let by = inventory::table(table).unwrap();
                assert!(
                    by.scope(column).is_some() && by.scope(only).is_some(),
                    "{name}"
                );
                None
            }
            Owner::Nobody => None,
        };
        for column in column.into_iter().chain(owner) {
            assert!(table.scope(column).is_some(), "{name} has no {column}");
        }
    }
}

#[test]
fn a_name_that_says_sealed_is_sealed_and_nothing_else_is_opened() {
    for table in inventory::tables() {
        for (column, scope) in table.columns {
            let sealed = Column::find(table.name, column).is_some();
            assert_eq!(
                column.ends_with("_sealed"),
                sealed,
                "{}.{column}: its name and privacy::sealed disagree",
                table.name
            );
            assert!(
                !sealed || matches!(scope, Scope::Sealed(_)),
                "{}.{column} is sealed and not said to be",
                table.name
            );
        }
    }
    for column in Column::ALL {
        let (table, name) = column.name();
        let known = inventory::table(table).and_then(|table| table.scope(name));
        assert!(known.is_some(), "{table}.{name} is in no inventory");
    }
}

#[test]
fn only_what_its_owner_published_goes_to_everybody() {
    for file in inventory::files() {
        let public = file.recipients.contains(&inventory::Recipient::Public);
        assert_eq!(public, file.basis == Basis::Published, "{}", file.slug);
        assert!(!file.recipients.is_empty(), "{}", file.slug);
        assert!(
            !file.kinds().is_empty(),
            "{} holds nothing personal",
            file.slug
        );
    }
}
