//! Rows of any table, found, read, counted and deleted by name: for what goes by the data
//! inventory instead of by a room's own queries.
//!
//! Names of tables and columns are the program's own; no user's text becomes SQL here.

use std::{collections::BTreeMap, fmt::Write as _};

use chrono::NaiveDate;
use diesel::{
    QueryableByName, RunQueryDsl as _, sql_query,
    sql_types::{BigInt, Binary, Integer, Text},
};

use super::{AnyConnection, DbError, Timestamp};

/// What a column holds, alike on both databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Bytes,
    Bool,
    Date,
    /// Everything else: it reads as text.
    Plain,
}

/// The columns of every table in the database that is open.
pub type Columns = BTreeMap<String, BTreeMap<String, Sort>>;

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    sort: String,
}

/// Reads which tables and columns there really are; an index, whatever it is made of, is none.
pub fn columns(connection: &mut AnyConnection) -> Result<Columns, DbError> {
    let query = sql_query(match connection {
        AnyConnection::Sqlite(_) => {
            "SELECT t.name AS table_name, c.name AS column_name, upper(c.type) AS sort \
             FROM pragma_table_list t JOIN pragma_table_info(t.name) c \
             WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        }
        AnyConnection::Postgres(_) => {
            "SELECT c.table_name::text AS table_name, c.column_name::text AS column_name, \
             upper(c.data_type::text) AS sort FROM information_schema.columns c \
             JOIN information_schema.tables t USING (table_schema, table_name) \
             WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'"
        }
    });
    let rows: Vec<ColumnRow> = match connection {
        AnyConnection::Sqlite(sqlite) => query.load(sqlite),
        AnyConnection::Postgres(postgres) => query.load(postgres),
    }?;
    let mut columns = Columns::new();
    for row in rows {
        let sort = match row.sort.as_str() {
            "BLOB" | "BYTEA" => Sort::Bytes,
            "BOOLEAN" => Sort::Bool,
            "DATE" => Sort::Date,
            _ => Sort::Plain,
        };
        columns
            .entry(row.table_name)
            .or_default()
            .insert(row.column_name, sort);
    }
    Ok(columns)
}

/// One value as it was read.
#[derive(Clone, PartialEq, Eq)]
pub enum Cell {
    Null,
    Text(String),
    Bytes(Vec<u8>),
}

/// Some rows of one table.
#[derive(Clone)]
pub struct Rows {
    table: &'static str,
    condition: String,
}

impl Rows {
    /// Whose `column` is this id.
    pub fn with_id(table: &'static str, column: &'static str, id: i64) -> Self {
        Self::those(table, format!("\"{column}\" = {id}"))
    }

    /// With these ids.
    pub fn with_ids(table: &'static str, ids: &[i64]) -> Self {
        let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
        Self::those(table, format!("\"id\" IN ({})", ids.join(", ")))
    }

    /// Whose time in `column` is `moment` or before.
    pub fn until(table: &'static str, column: &'static str, moment: Timestamp) -> Self {
        let moment = moment.utc().naive_utc().format("%F %T%.f");
        Self::those(table, format!("\"{column}\" <= '{moment}'"))
    }

    /// Whose day in `column` lies before `day`.
    pub fn before(table: &'static str, column: &'static str, day: NaiveDate) -> Self {
        Self::those(table, format!("\"{column}\" < '{}'", day.format("%F")))
    }

    /// The rows of `table` that name one of these rows' id in `column`.
    pub fn naming(&self, table: &'static str, column: &'static str) -> Self {
        self.sharing(table, column, "id")
    }

    /// The rows of `table` that hold in `column` what one of these rows holds in `own`.
    pub fn sharing(&self, table: &'static str, column: &'static str, own: &'static str) -> Self {
        let (parent, condition) = (self.table, &self.condition);
        Self::those(
            table,
            format!("\"{column}\" IN (SELECT \"{own}\" FROM \"{parent}\" WHERE {condition})"),
        )
    }

    /// The rows of `table` whose id those of these rows that have `only` set name in `column`.
    pub fn named(&self, table: &'static str, column: &'static str, only: &'static str) -> Self {
        let (child, condition) = (self.table, &self.condition);
        Self::those(
            table,
            format!(
                "\"id\" IN (SELECT \"{column}\" FROM \"{child}\" WHERE \"{only}\" AND ({condition}))"
            ),
        )
    }

    /// These rows and those others of the same table.
    pub fn or(self, other: &Self) -> Self {
        Self {
            condition: format!("({}) OR ({})", self.condition, other.condition),
            ..self
        }
    }

    pub fn table(&self) -> &'static str {
        self.table
    }

    fn those(table: &'static str, condition: String) -> Self {
        Self { table, condition }
    }

    pub fn count(&self, connection: &mut AnyConnection) -> Result<i64, DbError> {
        #[derive(QueryableByName)]
        struct Counted {
            #[diesel(sql_type = BigInt)]
            counted: i64,
        }
        let query = sql_query(format!(
            "SELECT count(*) AS counted FROM \"{}\" WHERE {}",
            self.table, self.condition
        ));
        let row: Counted = match connection {
            AnyConnection::Sqlite(sqlite) => query.get_result(sqlite),
            AnyConnection::Postgres(postgres) => query.get_result(postgres),
        }?;
        Ok(row.counted)
    }

    /// Gives how many there were. Fails when other rows still point to them.
    pub fn delete(&self, connection: &mut AnyConnection) -> Result<i64, DbError> {
        execute(
            connection,
            format!("DELETE FROM \"{}\" WHERE {}", self.table, self.condition),
        )
    }

    /// Of rows that name an object of the store in `object`: notes it for the job that deletes it.
    pub fn discard_objects(&self, connection: &mut AnyConnection) -> Result<(), DbError> {
        let (table, condition) = (self.table, &self.condition);
        let noted = execute(
            connection,
            format!(
                "INSERT INTO attachment_discards (object) \
                 SELECT DISTINCT \"object\" FROM \"{table}\" WHERE {condition} \
                 ON CONFLICT DO NOTHING"
            ),
        );
        noted.map(drop)
    }

    /// Of rows that a chain committed to by their `number`: puts on record that each is
    /// erased, on `ground`; only then can they go. `chain` is the column that names the chain,
    /// or its number. Gives chain and number of each that was not on record before.
    pub fn record_erasures(
        &self,
        connection: &mut AnyConnection,
        chain: &'static str,
        moment: Timestamp,
        ground: &'static str,
    ) -> Result<Vec<(i64, i32)>, DbError> {
        #[derive(QueryableByName)]
        struct Recorded {
            #[diesel(sql_type = BigInt)]
            chain: i64,
            #[diesel(sql_type = Integer)]
            number: i32,
        }
        let at = moment.utc().naive_utc().format("%F %T%.f");
        let (table, condition) = (self.table, &self.condition);
        let query = sql_query(format!(
            "INSERT INTO chain_erasures (chain, number, ground, at) \
             SELECT {chain}, number, '{ground}', '{at}' FROM \"{table}\" WHERE ({condition}) \
             AND NOT EXISTS (SELECT 1 FROM chain_erasures e \
             WHERE e.chain = {chain} AND e.number = \"{table}\".number) \
             RETURNING chain, number"
        ));
        let recorded: Vec<Recorded> = match connection {
            AnyConnection::Sqlite(sqlite) => query.load(sqlite),
            AnyConnection::Postgres(postgres) => query.load(postgres),
        }?;
        Ok(recorded
            .into_iter()
            .map(|row| (row.chain, row.number))
            .collect())
    }

    /// The values of `columns`, row by row, in the order of the first column.
    pub fn read(
        &self,
        connection: &mut AnyConnection,
        columns: &[(&'static str, Sort)],
    ) -> Result<Vec<Vec<Cell>>, DbError> {
        #[derive(QueryableByName)]
        struct Line {
            #[diesel(sql_type = Text)]
            line: String,
        }
        let is_sqlite = matches!(connection, AnyConnection::Sqlite(_));
        let mut values = String::new();
        for (at, (column, sort)) in columns.iter().enumerate() {
            if at > 0 {
                values.push_str(", ");
            }
            let written = match (sort, is_sqlite) {
                (Sort::Bytes, true) => write!(
                    values,
                    "CASE WHEN \"{column}\" IS NOT NULL THEN hex(\"{column}\") END"
                ),
                (Sort::Bytes, false) => write!(values, "encode(\"{column}\", 'hex')"),
                (Sort::Bool, true) => write!(
                    values,
                    "CASE \"{column}\" WHEN 0 THEN 'false' WHEN 1 THEN 'true' END"
                ),
                (_, true) => write!(values, "CAST(\"{column}\" AS TEXT)"),
                (_, false) => write!(values, "\"{column}\"::text"),
            };
            written.expect("a string takes what is written into it");
        }
        let (array, text) = if is_sqlite {
            ("json_array", "")
        } else {
            ("json_build_array", "::text")
        };
        let order = columns.first().map_or("1", |(first, _)| first);
        let query = sql_query(format!(
            "SELECT {array}({values}){text} AS line FROM \"{}\" WHERE {} ORDER BY \"{order}\"",
            self.table, self.condition
        ));
        let lines: Vec<Line> = match connection {
            AnyConnection::Sqlite(sqlite) => query.load(sqlite),
            AnyConnection::Postgres(postgres) => query.load(postgres),
        }?;
        lines
            .iter()
            .map(|line| cells(&line.line, columns))
            .collect::<Option<_>>()
            .ok_or_else(|| {
                DbError::Query(diesel::result::Error::DeserializationError(
                    "a row could not be read".into(),
                ))
            })
    }
}

fn execute(connection: &mut AnyConnection, sql: String) -> Result<i64, DbError> {
    let query = sql_query(sql);
    let changed = match connection {
        AnyConnection::Sqlite(sqlite) => query.execute(sqlite),
        AnyConnection::Postgres(postgres) => query.execute(postgres),
    }?;
    Ok(i64::try_from(changed).unwrap_or(i64::MAX))
}

fn cells(line: &str, columns: &[(&'static str, Sort)]) -> Option<Vec<Cell>> {
    let values: Vec<Option<String>> = serde_json::from_str(line).ok()?;
    let with_sorts = values.into_iter().zip(columns);
    with_sorts
        .map(|(value, (_, sort))| match (value, sort) {
            (None, _) => Some(Cell::Null),
            (Some(hex), Sort::Bytes) => hex::decode(hex).ok().map(Cell::Bytes),
            (Some(text), _) => Some(Cell::Text(text)),
        })
        .collect()
}

/// A column of sealed values in a table.
#[derive(Clone, Copy, Debug)]
pub struct SealedColumn {
    pub table: &'static str,
    /// The whole number that tells its rows apart.
    pub id: &'static str,
    pub column: &'static str,
    /// The columns of keyed hashes that are made anew with it.
    pub indices: &'static [&'static str],
}

/// One sealed value.
#[derive(QueryableByName)]
pub struct SealedRow {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Binary)]
    pub bytes: Vec<u8>,
}

/// Bytes as SQL writes them.
pub(super) fn literal(connection: &AnyConnection, bytes: &[u8]) -> String {
    let hex = hex::encode(bytes);
    match connection {
        AnyConnection::Sqlite(_) => format!("x'{hex}'"),
        AnyConnection::Postgres(_) => format!("'\\x{hex}'::bytea"),
    }
}

impl SealedColumn {
    /// The values that begin otherwise than with `version`.
    fn others(&self, connection: &AnyConnection, version: &[u8]) -> String {
        let literal = literal(connection, version);
        let (column, length) = (self.column, version.len());
        format!(
            "\"{column}\" IS NOT NULL AND length(\"{column}\") > 0 \
             AND substr(\"{column}\", 1, {length}) <> {literal}"
        )
    }

    /// The values that begin with `mark`, by id, at most `limit`.
    pub fn marked(
        &self,
        connection: &mut AnyConnection,
        mark: &[u8],
        limit: i64,
    ) -> Result<Vec<SealedRow>, DbError> {
        let (id, column, length) = (self.id, self.column, mark.len());
        let query = sql_query(format!(
            "SELECT CAST(\"{id}\" AS BIGINT) AS id, \"{column}\" AS bytes FROM \"{}\" \
             WHERE substr(\"{column}\", 1, {length}) = {} ORDER BY \"{id}\" LIMIT {limit}",
            self.table,
            literal(connection, mark)
        ));
        Ok(match connection {
            AnyConnection::Sqlite(sqlite) => query.load(sqlite),
            AnyConnection::Postgres(postgres) => query.load(postgres),
        }?)
    }

    /// How many values begin otherwise than with `version`.
    pub fn waiting(&self, connection: &mut AnyConnection, version: &[u8]) -> Result<i64, DbError> {
        let condition = self.others(connection, version);
        Rows::those(self.table, condition).count(connection)
    }

    /// The next of them after the row `after`, by id, at most `limit`.
    pub fn next(
        &self,
        connection: &mut AnyConnection,
        version: &[u8],
        after: i64,
        limit: i64,
    ) -> Result<Vec<SealedRow>, DbError> {
        let id = self.id;
        let query = sql_query(format!(
            "SELECT CAST(\"{id}\" AS BIGINT) AS id, \"{}\" AS bytes FROM \"{}\" \
             WHERE {} AND \"{id}\" > {after} ORDER BY \"{id}\" LIMIT {limit}",
            self.column,
            self.table,
            self.others(connection, version)
        ));
        Ok(match connection {
            AnyConnection::Sqlite(sqlite) => query.load(sqlite),
            AnyConnection::Postgres(postgres) => query.load(postgres),
        }?)
    }

    /// Puts `anew` where `old` still stands, with its indices in their order.
    pub fn replace(
        &self,
        connection: &mut AnyConnection,
        row: i64,
        old: &[u8],
        anew: &[u8],
        indices: &[Vec<u8>],
    ) -> Result<(), DbError> {
        let Self {
            table, column, id, ..
        } = self;
        let mut changes = vec![(*column, anew)];
        let indices = indices.iter().map(Vec::as_slice);
        changes.extend(self.indices.iter().copied().zip(indices));
        // The sealed value last: it is what tells that the row is done.
        for (name, bytes) in changes.into_iter().rev() {
            let query = sql_query(format!(
                "UPDATE \"{table}\" SET \"{name}\" = $1 WHERE \"{id}\" = {row} AND \"{column}\" = $2"
            ))
            .bind::<Binary, _>(bytes)
            .bind::<Binary, _>(old);
            match connection {
                AnyConnection::Sqlite(sqlite) => query.execute(sqlite),
                AnyConnection::Postgres(postgres) => query.execute(postgres),
            }?;
        }
        Ok(())
    }
}
