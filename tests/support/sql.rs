//! What somebody with the database's own password could do: SQL past Plaza.

use diesel::{
    Connection as _, PgConnection, QueryableByName, RunQueryDsl as _, SqliteConnection,
    connection::SimpleConnection as _, sql_query, sql_types::BigInt,
};
use plaza::db::DatabaseUrl;

use super::Plaza;

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = BigInt)]
    waiting: i64,
}

impl Plaza {
    /// Runs SQL as the database's owner; an error is the database's word. This node hears of it, as of
    /// what another writes.
    pub fn sql(&self, sql: &str) -> Result<(), String> {
        let ran = match &self.context.config.database_url {
            DatabaseUrl::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
                connection.batch_execute(&format!("PRAGMA busy_timeout = 5000; {sql}"))
            }
            DatabaseUrl::Postgres(url) => PgConnection::establish(url).unwrap().batch_execute(sql),
        };
        self.context.db.hear();
        ran.map_err(|error| error.to_string())
    }

    /// Somebody else does `sql` at the same moment as this asks: on PostgreSQL it is done and not
    /// yet committed until `asking` waits for it; SQLite, where one writes at a time, does it before.
    pub async fn at_once<T>(&self, sql: &str, asking: impl Future<Output = T>) -> T {
        self.crossing(sql, "", asking).await
    }

    /// As [`Plaza::at_once`]; what somebody else does `then`, they do when this waits for them.
    pub async fn crossing<T>(&self, sql: &str, then: &str, asking: impl Future<Output = T>) -> T {
        let DatabaseUrl::Postgres(url) = &self.context.config.database_url else {
            self.sql(&format!("{sql}; {then}")).unwrap();
            return asking.await;
        };
        let mut other = PgConnection::establish(url).unwrap();
        let mut watch = PgConnection::establish(url).unwrap();
        other.batch_execute(&format!("BEGIN; {sql}")).unwrap();
        let commit = async {
            let waits = "SELECT count(*) AS waiting FROM pg_locks l JOIN pg_database d \
                         ON d.datname = current_database() WHERE NOT l.granted \
                         AND (l.database IS NULL OR l.database = d.oid) AND l.pid IN \
                         (SELECT pid FROM pg_stat_activity WHERE datname = current_database())";
            let mut looked = 0;
            loop {
                let found: Waiting = sql_query(waits).get_result(&mut watch).unwrap();
                if found.waiting > 0 {
                    break;
                }
                looked += 1;
                assert!(looked < 20_000, "nobody waited");
                tokio::task::yield_now().await;
            }
            other.batch_execute(&format!("{then}; COMMIT")).unwrap();
        };
        let (answer, ()) = futures_util::join!(asking, commit);
        self.context.db.hear();
        answer
    }

    /// Takes the triggers away that protect a table, as an owner of the database can.
    pub fn unguard(&self, table: &str) {
        let triggers: &[(&str, &[&str])] = &[
            (
                "chain_links",
                &["chain_links_stay", "chain_links_stay_whole"],
            ),
            (
                "chain_statements",
                &["chain_statements_stay", "chain_statements_stay_whole"],
            ),
            (
                "handling_records",
                &["handling_records_stay", "handling_records_stay_whole"],
            ),
            (
                "ledger_payloads",
                &["ledger_payloads_stay", "ledger_payloads_stay_filed"],
            ),
            ("cases", &["cases_stay", "cases_stay_whole"]),
        ];
        let (_, names) = triggers.iter().find(|(name, _)| *name == table).unwrap();
        for name in *names {
            let on = if self.on_postgres() {
                format!(" ON {table}")
            } else {
                String::new()
            };
            self.sql(&format!("DROP TRIGGER IF EXISTS {name}{on}"))
                .unwrap();
        }
    }
}
