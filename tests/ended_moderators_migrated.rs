//! A database of before: what moderators decided there keeps its place and its number, and their accounts
//! go.

use diesel::{
    Connection as _, PgConnection, QueryableByName, RunQueryDsl as _, SqliteConnection,
    connection::SimpleConnection as _, sql_query, sql_types::BigInt,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};
use plaza::db::DatabaseUrl;

use crate::support::Plaza;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
/// The first that knows of moderators whose account is gone.
const CHANGE: &str = "2026-04-27";

/// Of the accounts 1 to 4 the second and the third moderate, and the last gives data out. Of two appeals the
/// newer is gone already.
const BEFORE: &str = "
INSERT INTO consents (basis, notice, notice_version, policy_version, given_at) VALUES
    ('consent', 'registration', 0, 0, '2026-03-01 00:00:00');
INSERT INTO accounts (name, name_is_personal, email_sealed, email_index, password_hash, role, language, rules_version, created_at, consent_id) VALUES
    ('a', FALSE, 'a', 'a', 'x', 'resident', 'zh', '1', '2026-03-01 00:00:00', 1),
    ('b', FALSE, 'b', 'b', 'x', 'resident', 'zh', '1', '2026-03-01 00:00:00', 1),
    ('c', FALSE, 'c', 'c', 'x', 'resident', 'zh', '1', '2026-03-01 00:00:00', 1),
    ('d', FALSE, 'd', 'd', 'x', 'administrator', 'zh', '1', '2026-03-01 00:00:00', 1);
INSERT INTO boards (slug, name_zh, name_en, description_zh, description_en, guest_posting, position) VALUES
    ('city', '市政', 'City', '', '', FALSE, 1);
INSERT INTO topics (board_id, title, title_html, language, state, reply_count, created_at, active_at) VALUES
    (1, 't', 't', 'zh', 'published', 0, '2026-03-01 00:00:00', '2026-03-01 00:00:00');
INSERT INTO posts (topic_id, opens_topic, account_id, guest_name_is_personal, body, body_html, pipeline, language, state, created_at) VALUES
    (1, TRUE, 1, FALSE, 'b', 'b', 1, 'zh', 'published', '2026-03-01 00:00:00');
INSERT INTO review_items (kind, post_id, state, created_at, decided_at, decided_by) VALUES
    ('flag', 1, 'rejected', '2026-03-01 00:00:00', '2026-03-02 00:00:00', 2);
INSERT INTO flags (item_id, number, by_member, post_id, reason, outcome, created_at, seen) VALUES
    (1, 1, FALSE, 1, 'spam', 'acted', '2026-03-01 00:00:00', FALSE);
INSERT INTO post_decisions (number, post_id, act, moderator_id, item_id, was, became, firm, decided_at) VALUES
    (1, 1, 'post-hidden', 2, 1, 'published', 'hidden', FALSE, '2026-03-02 00:00:00');
INSERT INTO appeals (ledger_number, post_id, moderator_id, words_sealed, state, created_at, decided_by, decided_at) VALUES
    (1, 1, 2, 'words', 'refused', '2026-03-02 00:00:00', 3, '2026-03-03 00:00:00'),
    (2, 1, 2, 'words', 'open', '2026-03-02 00:00:00', NULL, NULL);
DELETE FROM appeals WHERE ledger_number = 2;
INSERT INTO appeal_looks (appeal_id, account_id, day) VALUES (1, 3, '2026-03-03');
INSERT INTO approvals (agency, document, act, requested_by, requested_at, approved_by, approved_at, told) VALUES
    ('p', 'n', 'disclose KH text', 2, '2026-03-02 00:00:00', 3, '2026-03-03 00:00:00', TRUE);
INSERT INTO agreements (recipient, recipient_kind, purpose, fields, policy_version, starts_on, ends_on, made_by, created_at, ended_at, ended_by) VALUES
    ('r', 'agency', 'p', 'text', '1', '2026-03-01', '2026-04-01', 4, '2026-03-01 00:00:00', '2026-03-02 00:00:00', 4);
INSERT INTO breaches (found_at, happened_zh, happened_en, done_zh, done_en, files, whom, prepared_by, created_at, sent_by, sent_at, reported_at, reported_by) VALUES
    ('2026-03-02 00:00:00', 'h', 'h', 'd', 'd', 'posts', 'cases', 4, '2026-03-02 00:00:00', 4, '2026-03-02 00:00:00', '2026-03-02 00:00:00', 4);
INSERT INTO disclosures (approval_id, ledger_number, fields, on_day, told, made_by) VALUES
    (1, 3, 'text', '2026-03-04', TRUE, 4);
";

/// What goes at last, and what comes then.
const AFTER: &str = "
DELETE FROM accounts WHERE name IN ('b', 'c', 'd');
INSERT INTO appeals (ledger_number, post_id, words_sealed, state, created_at) VALUES
    (4, 1, 'words', 'open', '2026-03-05 00:00:00');
";

/// Each finds one row.
const FOUND: [&str; 11] = [
    "review_items WHERE id = 1 AND decided_by IS NULL AND decided_at IS NOT NULL AND by_moderator",
    "flags WHERE item_id = 1",
    "post_decisions WHERE item_id = 1 AND moderator_id IS NULL",
    "appeals WHERE id = 1 AND moderator_id IS NULL AND decided_by IS NULL AND state = 'refused'",
    "appeals WHERE id = 3 AND ledger_number = 4",
    "appeal_looks WHERE appeal_id = 1 AND account_id IS NULL",
    "approvals WHERE id = 1 AND requested_by IS NULL AND approved_by IS NULL AND told",
    "disclosures WHERE approval_id = 1 AND made_by IS NULL",
    "agreements WHERE purpose = 'p' AND made_by IS NULL AND ended_by IS NULL",
    "breaches WHERE whom = 'cases' AND prepared_by IS NULL AND sent_by IS NULL AND reported_by IS NULL",
    "accounts WHERE name = 'a'",
];

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Runs all up to the change, fills the tables, runs the rest, and counts what was found then. A macro,
/// for connections to the two databases have no type in common.
macro_rules! counted {
    ($connection:expr, $migrations:expr) => {{
        let connection = $connection;
        for one in connection.pending_migrations($migrations).unwrap() {
            if one.name().to_string().as_str() < CHANGE {
                connection.run_migration(&one).unwrap();
            }
        }
        connection.batch_execute(BEFORE).unwrap();
        connection.run_pending_migrations($migrations).unwrap();
        connection.batch_execute(AFTER).unwrap();
        FOUND.map(|found| {
            let query = format!("SELECT count(*) AS count FROM {found}");
            let row: Count = sql_query(query).get_result(connection).unwrap();
            (found, row.count)
        })
    }};
}

#[actix_web::test]
async fn what_was_decided_before_keeps_its_number_and_loses_its_moderator() {
    let plaza = Plaza::start().await;
    let nothing = plaza.nothing();
    let counted = match nothing.url() {
        DatabaseUrl::Sqlite(path) => {
            let mut sqlite = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
            sqlite.batch_execute("PRAGMA foreign_keys = ON").unwrap();
            counted!(&mut sqlite, SQLITE)
        }
        DatabaseUrl::Postgres(url) => {
            let mut postgres = PgConnection::establish(url).unwrap();
            counted!(&mut postgres, POSTGRES)
        }
    };
    for (found, count) in counted {
        assert_eq!(count, 1, "{found}");
    }
}
