//! Everything that a database holds, as text: for tests that something is stored nowhere.

use diesel::{
    Connection as _, PgConnection, QueryableByName, RunQueryDsl as _, SqliteConnection, sql_query,
    sql_types::Text,
};
use plaza::db::DatabaseUrl;

use super::Plaza;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

impl Plaza {
    /// Every row of every table.
    pub fn dump(&self) -> String {
        let lines: Vec<Line> = match &self.context.config.database_url {
            DatabaseUrl::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
                let tables: Vec<Line> = sql_query(
                    "SELECT 'SELECT ' || group_concat('quote(\"' || c.name || '\")', ' || '' | '' || ') \
                     || ' AS line FROM ' || t.name AS line \
                     FROM sqlite_master t JOIN pragma_table_info(t.name) c \
                     WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' GROUP BY t.name",
                )
                .load(&mut connection)
                .unwrap();
                assert!(tables.len() > 10, "the tables were not found");
                tables
                    .iter()
                    .flat_map(|select| {
                        sql_query(&select.line)
                            .load::<Line>(&mut connection)
                            .unwrap()
                    })
                    .collect()
            }
            DatabaseUrl::Postgres(url) => {
                let mut connection = PgConnection::establish(url).unwrap();
                let tables: Vec<Line> = sql_query(
                    "SELECT 'SELECT t::text AS line FROM ' || tablename || ' t' AS line \
                     FROM pg_tables WHERE schemaname = 'public'",
                )
                .load(&mut connection)
                .unwrap();
                assert!(tables.len() > 10, "the tables were not found");
                tables
                    .iter()
                    .flat_map(|select| {
                        sql_query(&select.line)
                            .load::<Line>(&mut connection)
                            .unwrap()
                    })
                    .collect()
            }
        };
        lines.into_iter().map(|line| line.line + "\n").collect()
    }

    /// Every row, and on SQLite also the bytes of the file and of its log.
    pub fn holds(&self, words: &str) -> bool {
        let in_rows = self.dump().contains(words);
        let in_files = match &self.context.config.database_url {
            DatabaseUrl::Postgres(_) => false,
            DatabaseUrl::Sqlite(path) => ["", "-wal"].iter().any(|ending| {
                let path = format!("{}{ending}", path.display());
                let bytes = std::fs::read(path).unwrap_or_default();
                bytes
                    .windows(words.len())
                    .any(|window| window == words.as_bytes())
            }),
        };
        in_rows || in_files
    }
}
