//! The data inventory: it knows every table and column of the database that the tests run on.

use std::collections::BTreeSet;

use plaza::{
    config::MailRoute,
    db::{DbError, rows},
    privacy::{
        Purpose, Viewer,
        inventory::{self, Basis, Owner, PLAIN, Plain, Retention, Scope, Value},
        sealed::Column,
    },
};

use serde_json::Value as Json;

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
        // Each has a purpose, a basis and recipients: by its file, or by its place beside the files.
        let beside = PLAIN.iter().flat_map(Plain::tables);
        let beside = beside.filter(|plain| plain.name == name).count();
        let places = usize::from(table.file.is_some()) + beside;
        assert_eq!(places, 1, "{name} has no purpose, or more than one");
        let column = match table.retention {
            Retention::Days { column, .. }
            | Retention::DaysAtMost { column, .. }
            | Retention::Years { column, .. } => Some(column),
            Retention::With(parent) => {
                assert!(
                    inventory::table(parent).is_some(),
                    "{name} goes with {parent}"
                );
                None
            }
            Retention::Service | Retention::Owner | Retention::Room(_) => None,
        };
        let ways = table.owner.ways().iter();
        let ways = ways.filter_map(|way| match *way {
            Owner::Account(column) | Owner::Mailbox(column) | Owner::Case(column) => Some(column),
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
            Owner::Beside { column, table, own } => {
                let beside = inventory::table(table).unwrap();
                assert!(beside.scope(own).is_some(), "{table} has no {own}");
                Some(column)
            }
            Owner::Words { table, column, key } => {
                let by = inventory::table(table).unwrap();
                assert!(by.scope(column).is_some(), "{table} has no {column}");
                Some(key)
            }
            Owner::Nobody => None,
            Owner::Any(_) => panic!("{name} has ways within ways"),
        });
        for column in column.into_iter().chain(ways) {
            assert!(table.scope(column).is_some(), "{name} has no {column}");
        }
    }
}

#[test]
fn a_name_that_says_sealed_is_sealed_and_nothing_else_is_opened() {
    for table in inventory::tables() {
        for (column, scope) in table.columns {
            let sealed = Column::find(table.name, column).is_some();
            assert!(
                sealed || !column.ends_with("_sealed"),
                "{}.{column} is not in privacy::sealed",
                table.name
            );
            // What signs the city's events is the operator's own.
            let of_nobody = table.name == "webhook_endpoints";
            assert!(
                !sealed || of_nobody || matches!(scope, Scope::Sealed(_)),
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

#[actix_web::test]
async fn the_page_and_the_api_list_every_file_in_both_languages() {
    let plaza = Plaza::start().await;
    let client = plaza.client().await;
    for lang in ["zh", "en"] {
        let page = client.get(&format!("/{lang}/privacy/files")).await;
        assert_eq!(page.status, 200);
        let api = client
            .get(&format!("/api/v1/privacy/files?lang={lang}"))
            .await;
        let api: Json = serde_json::from_str(&api.body).unwrap();
        let files = api["files"].as_array().unwrap();
        assert_eq!(files.len(), inventory::files().len());
        let shown = page.texts("main").join(" ");
        for (file, told) in inventory::files().iter().zip(files) {
            assert_eq!(told["slug"], file.slug);
            for member in ["name", "basis", "purpose"] {
                let words = told[member].as_str().unwrap();
                assert!(
                    !words.starts_with("file-"),
                    "{words} has no words in {lang}"
                );
                assert!(shown.contains(words), "{words} is not on the page");
            }
            for list in ["kinds", "retention", "recipients"] {
                let list = told[list].as_array().unwrap();
                assert!(!list.is_empty(), "{} lacks something", file.slug);
                for words in list {
                    let words = words.as_str().unwrap();
                    assert!(
                        !words.starts_with("file-"),
                        "{words} has no words in {lang}"
                    );
                    assert!(shown.contains(words), "{words} is not on the page");
                }
            }
        }
        assert!(
            shown.contains(&plaza.context.config.city.phone),
            "no contact"
        );
    }
}

#[actix_web::test]
async fn what_lies_outside_the_database_and_beside_the_files_is_listed_too() {
    for (log, folder) in [(true, true), (true, false), (false, true)] {
        let plaza = Plaza::start_with(|config| {
            match config.access_log.as_mut() {
                Some(access_log) if log => access_log.days = 47,
                _ => config.access_log = None,
            }
            if !folder {
                config.mail.route = MailRoute::Smtp("smtp://127.0.0.1:25".to_owned());
            }
        })
        .await;
        let client = plaza.client().await;
        for (lang, network, kept) in [
            ("zh", "網路（截短過的IP位址）", "每天一個檔案，保存47天。"),
            (
                "en",
                "network (a shortened IP address)",
                "Each day's file, 47 days.",
            ),
        ] {
            let page = client.get(&format!("/{lang}/privacy/files")).await;
            let told = client
                .get(&format!("/api/v1/privacy/files?lang={lang}"))
                .await
                .expect(200)
                .json();
            let find = |slug: &str| {
                let files = told["files"].as_array().unwrap();
                files.iter().find(|file| file["slug"] == slug)
            };
            for (slug, is_kept) in [
                ("access-log", log),
                ("erasure-journal", true),
                ("mail-folder", folder),
            ] {
                assert_eq!(find(slug).is_some(), is_kept, "{slug}");
                let heading = page.texts(&format!("#file-{slug}"));
                assert_eq!(heading.len(), usize::from(is_kept), "{slug}");
            }
            if log {
                let file = find("access-log").unwrap();
                let kinds = file["kinds"].as_array().unwrap();
                assert!(kinds.contains(&network.into()), "{kinds:?}");
                assert_eq!(file["retention"], serde_json::json!([kept]));
                let main = page.texts("main").concat();
                assert!(main.contains(network) && main.contains(kept));
            }
            let others = told["others"].as_array().unwrap();
            assert_eq!(others.len(), PLAIN.len());
            for other in others {
                for words in [&other["name"], &other["purpose"], &other["basis"]] {
                    let words = words.as_str().unwrap();
                    let missing = words.starts_with("file-");
                    assert!(!missing, "{words} has no words in {lang}");
                    assert!(page.texts("main").concat().contains(words), "{words}");
                }
                for list in [&other["retention"], &other["recipients"]] {
                    assert!(!list.as_array().unwrap().is_empty(), "{other}");
                }
            }
        }
    }
}

#[actix_web::test]
async fn what_is_held_about_an_account_is_read_whole_opened_and_nobody_elses() {
    let plaza = Plaza::demo_city().await;
    let find = |name: &'static str| {
        let db = plaza.context.db.clone();
        async move {
            db.read(move |connection| {
                use diesel::prelude::*;
                use plaza::db::schema::accounts;
                let id = accounts::table
                    .filter(accounts::name.eq(name))
                    .select(accounts::id)
                    .first::<i64>(connection)?;
                Ok::<_, DbError>(id)
            })
            .await
            .unwrap()
        }
    };
    let maya = find("Maya Lindqvist").await;
    let keys = plaza.context.config.keys.clone();
    let held = plaza
        .context
        .db
        .read(move |connection| inventory::held(connection, &keys, maya))
        .await
        .unwrap();
    let mut values = Vec::new();
    for held in &held {
        for (column, value) in held.rows.iter().flatten() {
            let shown = match value {
                Value::Given(value) => value.reveal(Viewer::Plaza, Purpose::Storage).as_str(),
                Value::Proof | Value::Mailed => "-",
            };
            values.push(format!("{}.{column}={shown}", held.table.name));
        }
    }
    let has = |wanted: &str| values.iter().any(|value| value == wanted);
    assert!(
        has("accounts.email_sealed=maya@plaza.example"),
        "{values:?}"
    );
    assert!(has("accounts.name=Maya Lindqvist"));
    assert!(has("accounts.name_is_personal=true"));
    assert!(has("accounts.password_hash=-") && has("accounts.email_index=-"));
    assert!(
        has("topics.title=Where do batteries and old phones go?"),
        "{values:?}"
    );
    let posts = |words: &str| {
        values
            .iter()
            .any(|value| value.starts_with("posts.body=") && value.contains(words))
    };
    assert!(posts("A few of us read picture books"));
    assert!(!posts("Hold them up in a clear bag"), "another's post");
    assert!(
        values
            .iter()
            .any(|value| value.starts_with("post_findings."))
    );
    assert!(!values.iter().any(|value| value.contains("tom@plaza")));
}
