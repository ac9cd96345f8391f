//! What changes what a page may show is numbered, in every table; a table or a column that is new is
//! either, or it is said here that no kept page shows it.

use std::{collections::BTreeSet, fs};

use diesel::{
    Connection as _, PgConnection, QueryableByName, RunQueryDsl as _, SqliteConnection, sql_query,
    sql_types::Text,
};
use plaza::db::DatabaseUrl;

use crate::support::Plaza;

/// No page that is kept shows anything of these: what goes on inside, what is somebody's own, what the
/// desk and the moderators work with.
const UNSEEN: &[&str] = &[
    "account_boards",
    "account_events",
    "account_preferences",
    "account_standing",
    "account_tokens",
    "answer_drafts",
    "answer_templates",
    "api_tokens",
    "appeal_looks",
    "approvals",
    "authenticators",
    "attachment_discards",
    "board_changes",
    "board_reads",
    "bookmarks",
    "breach_cases",
    "breach_marks",
    "breaches",
    "campaign_days",
    "campaign_links",
    "case_assignees",
    "case_questions",
    "case_ratings",
    "case_tokens",
    "case_watch_news",
    "case_watches",
    "chain_erasures",
    "chain_links",
    "chain_statements",
    "chain_tips",
    "consents",
    "daily_counts",
    "detector_feedback",
    "digest_pending",
    "disclosures",
    "drafts",
    "erasure_lines",
    "event_looks",
    "factor_graces",
    "factor_resets",
    "flag_looks",
    "flags",
    "found_again",
    "imported",
    "item_decisions",
    "jobs",
    "ledger_payloads",
    "looks",
    "mail_pauses",
    "notifications",
    "open_data_files",
    "open_data_makings",
    "open_data_parts",
    "outbox",
    "page_generations",
    "passkey_challenges",
    "passkeys",
    "policy_dismissals",
    "policy_drafts",
    "poll_marks",
    // The counts of votes stand on the polls' own pages, which are not kept.
    "poll_options",
    "reading_trackers",
    "recovery_codes",
    "registrations",
    "request_answers",
    "request_looks",
    "retention_reports",
    "sealed_originals",
    "sealed_quotes",
    "search_texts",
    "second_steps",
    "sessions",
    "sign_ins",
    // A logo's bytes never change, and its address stands in `settings`.
    "setting_pictures",
    "sign_on_attempts",
    "sign_on_identities",
    "sign_on_logouts",
    "sign_on_offices",
    "sign_on_sessions",
    "spam_counts",
    "spam_lessons",
    "spam_scores",
    "spent_forms",
    "submissions",
    "support_keys",
    "support_marks",
    "support_requests",
    "suppressed_addresses",
    "throttles",
    "topic_reads",
    "unplaced_looks",
    "unplaced_mails",
    "upheld_decisions",
    "watched_words",
    "watches",
    "webhook_deliveries",
    "webhook_endpoints",
    "webhook_kinds",
];

/// Changes of these alone show on the pages of their own topic and in lists.
const OF_ITS_TOPIC: [(&str, &[&str]); 2] = [
    ("topics", &["id", "reply_count", "active_at"]),
    (
        "posts",
        &[
            "id",
            "pipeline",
            "submission",
            "guest_consent_id",
            "guest_key_hash",
            "was_public",
            "appeared",
        ],
    ),
];

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Table and act of each trigger that numbers a change.
fn numbered(plaza: &Plaza) -> BTreeSet<(String, String)> {
    let lines: Vec<Row> = match &plaza.context.config.database_url {
        DatabaseUrl::Sqlite(path) => {
            let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
            let triggers = "SELECT tbl_name || ' ' || CASE WHEN sql LIKE '%AFTER INSERT ON%' THEN \
                 'INSERT' WHEN sql LIKE '%AFTER UPDATE ON%' THEN 'UPDATE' ELSE 'DELETE' END AS line \
                 FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%UPDATE page_generations%'";
            sql_query(triggers).load(&mut connection).unwrap()
        }
        DatabaseUrl::Postgres(url) => {
            let mut connection = PgConnection::establish(url).unwrap();
            let triggers = "SELECT event_object_table::text || ' ' || event_manipulation::text AS line \
                 FROM information_schema.triggers WHERE trigger_name LIKE 'pages\\_changed%'";
            sql_query(triggers).load(&mut connection).unwrap()
        }
    };
    let pairs = lines.iter().map(|row| row.line.split_once(' ').unwrap());
    pairs
        .map(|(table, act)| (table.to_owned(), act.to_owned()))
        .collect()
}

/// The tables that diesel knows, with their columns.
fn tables() -> Vec<(String, Vec<String>)> {
    let source = fs::read_to_string("src/db/schema.rs").unwrap();
    let tables = source.split("table! {").skip(1).map(|table| {
        let (name, rest) = table.trim_start().split_once(" (").unwrap();
        let columns = rest.split("\n}").next().unwrap().lines();
        let columns = columns.filter_map(|line| Some(line.trim().split_once(" -> ")?.0.to_owned()));
        (name.to_owned(), columns.collect())
    });
    tables.collect()
}

#[actix_web::test]
async fn every_change_that_a_page_may_show_is_numbered() {
    let plaza = Plaza::start().await;
    let numbered = numbered(&plaza);
    let tables = tables();
    assert!(tables.len() > 100, "the tables were not found");
    for (table, _) in &tables {
        let acts: Vec<&str> = ["INSERT", "UPDATE", "DELETE"]
            .into_iter()
            .filter(|act| numbered.contains(&(table.clone(), (*act).to_owned())))
            .collect();
        let unseen = UNSEEN.contains(&table.as_str());
        let right = if unseen { 0 } else { 3 };
        assert_eq!(acts.len(), right, "{table} is numbered on {acts:?}");
    }
    for table in UNSEEN {
        assert!(tables.iter().any(|(name, _)| name == table), "{table}");
    }
}

#[test]
fn of_topics_and_posts_all_columns_are_compared_but_for_those_that_show_there_alone() {
    let tables = tables();
    let folder = "2026-05-05-000000_page_generations/up.sql";
    for database in ["sqlite", "postgres"] {
        let sql = fs::read_to_string(format!("migrations/{database}/{folder}")).unwrap();
        let sql = sql.to_lowercase();
        for (table, quiet) in OF_ITS_TOPIC {
            let start = format!("after update on {table}");
            let trigger = sql.split(&start).nth(1).unwrap();
            let trigger = trigger.split("create ").next().unwrap();
            let (_, columns) = tables.iter().find(|(name, _)| name == table).unwrap();
            for column in columns {
                let compared = |row: &str| {
                    trigger
                        .split(|c: char| c != '.' && c != '_' && !c.is_ascii_alphanumeric())
                        .any(|word| word == format!("{row}.{column}"))
                };
                let both = compared("new") && compared("old");
                let is_quiet = quiet.contains(&column.as_str());
                assert_ne!(both, is_quiet, "{database}: {table}.{column}");
            }
        }
    }
}

#[actix_web::test]
async fn twenty_who_write_at_once_all_end_and_are_numbered() {
    let plaza = Plaza::with_boards().await;
    let writes = (0..20).map(|number| {
        plaza.context.db.write(move |connection| {
            use diesel::prelude::*;
            use plaza::db::{DbError, schema::polls};
            let day: chrono::NaiveDate = "2026-03-02".parse().unwrap();
            let now: plaza::db::Timestamp = chrono::DateTime::<chrono::Utc>::UNIX_EPOCH.into();
            diesel::insert_into(polls::table)
                .values((
                    polls::title_zh.eq(format!("{number}")),
                    polls::title_en.eq(""),
                    polls::question_zh.eq(""),
                    polls::question_en.eq(""),
                    polls::opens_on.eq(day),
                    polls::closes_on.eq(day),
                    polls::created_at.eq(now),
                ))
                .execute(connection)?;
            Ok::<_, DbError>(())
        })
    });
    let before = plaza.context.db.numbers().await.unwrap();
    for written in futures_util::future::join_all(writes).await {
        written.unwrap();
    }
    let after = plaza.context.db.numbers().await.unwrap();
    let part = plaza::db::Part::City;
    assert_ne!(before.stamp(part), after.stamp(part));
}
