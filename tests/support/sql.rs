//! What somebody with the database's own password could do: SQL past Plaza.

use diesel::{Connection as _, PgConnection, SqliteConnection, connection::SimpleConnection as _};
use plaza::db::DatabaseUrl;

use super::Plaza;

impl Plaza {
    /// Runs SQL as the database's owner; an error is the database's word.
    pub fn sql(&self, sql: &str) -> Result<(), String> {
        let ran = match &self.context.config.database_url {
            DatabaseUrl::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
                connection.batch_execute(&format!("PRAGMA busy_timeout = 5000; {sql}"))
            }
            DatabaseUrl::Postgres(url) => PgConnection::establish(url).unwrap().batch_execute(sql),
        };
        ran.map_err(|error| error.to_string())
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
