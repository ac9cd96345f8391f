//! Everything that a database holds, as text: for tests that something is stored nowhere.

use std::collections::BTreeMap;

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

/// How the rows of a table are asked for.
#[derive(QueryableByName)]
struct Select {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    line: String,
}

/// Every table of a database, with its rows in the order of their words.
pub fn tables(url: &DatabaseUrl) -> BTreeMap<String, Vec<String>> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
            let selects = sql_query(
                "SELECT t.name AS name, \
                 'SELECT ' || group_concat('quote(\"' || c.name || '\")', ' || '' | '' || ') \
                 || ' AS line FROM ' || t.name AS line \
                 FROM sqlite_master t JOIN pragma_table_info(t.name) c \
                 WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' GROUP BY t.name",
            );
            let selects = selects.load(&mut connection).unwrap();
            rows(selects, |select| {
                sql_query(select).load(&mut connection).unwrap()
            })
        }
        DatabaseUrl::Postgres(url) => {
            let mut connection = PgConnection::establish(url).unwrap();
            let selects = sql_query(
                "SELECT tablename::text AS name, \
                 'SELECT t::text AS line FROM ' || tablename || ' t' AS line \
                 FROM pg_tables WHERE schemaname = 'public'",
            );
            let selects = selects.load(&mut connection).unwrap();
            rows(selects, |select| {
                sql_query(select).load(&mut connection).unwrap()
            })
        }
    }
}

fn rows(
    selects: Vec<Select>,
    mut load: impl FnMut(String) -> Vec<Line>,
) -> BTreeMap<String, Vec<String>> {
    assert!(selects.len() > 10, "the tables were not found");
    let mut tables = BTreeMap::new();
    for Select { name, line } in selects {
        let lines = load(line).into_iter().map(|line| line.line);
        let mut lines: Vec<String> = lines.collect();
        // A row that was touched and not changed stands elsewhere in PostgreSQL.
        lines.sort();
        tables.insert(name, lines);
    }
    tables
}

impl Plaza {
    /// Every row of every table, in the order of their words; but for the counts of changes, which
    /// grow where a row is written as it was.
    pub fn dump(&self) -> String {
        let tables = tables(&self.context.config.database_url).into_iter();
        let lines = tables.filter(|(name, _)| name != "page_generations");
        let lines = lines.flat_map(|(_, lines)| lines);
        let mut lines: Vec<String> = lines.map(|line| line + "\n").collect();
        lines.sort();
        lines.concat()
    }

    /// Every row of one table, with all its columns.
    pub fn rows_of(&self, table: &str) -> Vec<String> {
        let lines: Vec<Line> = match &self.context.config.database_url {
            DatabaseUrl::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
                let select: Line = sql_query(format!(
                    "SELECT 'SELECT ' || group_concat('quote(\"' || name || '\")', ' || '' | '' || ') \
                     || ' AS line FROM {table}' AS line FROM pragma_table_info('{table}')"
                ))
                .get_result(&mut connection)
                .unwrap();
                sql_query(select.line).load(&mut connection).unwrap()
            }
            DatabaseUrl::Postgres(url) => {
                let mut connection = PgConnection::establish(url).unwrap();
                sql_query(format!("SELECT t::text AS line FROM {table} t"))
                    .load(&mut connection)
                    .unwrap()
            }
        };
        lines.into_iter().map(|line| line.line).collect()
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

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    condition: String,
}

impl Plaza {
    /// Every column, as `table.column`, in which one of these words stands readable. A word is of
    /// letters and digits.
    pub fn columns_with(&self, words: &[String]) -> Vec<(String, String)> {
        let sqlite = "SELECT t.name || '.' || c.name AS name, \
             'instr(CAST(\"' || c.name || '\" AS TEXT), ''WORD'') > 0' AS condition \
             FROM sqlite_master t JOIN pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'";
        let postgres = "SELECT table_name || '.' || column_name AS name, \
             CASE data_type WHEN 'bytea' THEN 'position(''WORD''::bytea in \"' || column_name || '\") > 0' \
             ELSE 'position(''WORD'' in \"' || column_name || '\"::text) > 0' END AS condition \
             FROM information_schema.columns WHERE table_schema = 'public'";
        let select = |column: &Column, word: &str| {
            let (table, _) = column.name.split_once('.').unwrap();
            let condition = column.condition.replace("WORD", word);
            format!("SELECT 'x' AS line FROM {table} WHERE {condition}")
        };
        let mut found = Vec::new();
        let mut look = |columns: Vec<Column>, load: &mut dyn FnMut(String) -> usize| {
            assert!(columns.len() > 50, "the columns were not found");
            for column in columns {
                for word in words {
                    if load(select(&column, word)) > 0 {
                        found.push((word.clone(), column.name.clone()));
                    }
                }
            }
        };
        match &self.context.config.database_url {
            DatabaseUrl::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
                let columns = sql_query(sqlite).load(&mut connection).unwrap();
                look(columns, &mut |query| {
                    let rows: Vec<Line> = sql_query(query).load(&mut connection).unwrap();
                    rows.len()
                });
            }
            DatabaseUrl::Postgres(url) => {
                let mut connection = PgConnection::establish(url).unwrap();
                let columns = sql_query(postgres).load(&mut connection).unwrap();
                look(columns, &mut |query| {
                    let rows: Vec<Line> = sql_query(query).load(&mut connection).unwrap();
                    rows.len()
                });
            }
        }
        found
    }
}
