//! What is held about an account or in a case, read as the inventory says: nothing that a
//! table gains later can be left out of it.

use super::{APART, Apart, Kind, Owner, Scope, Table, table, tables};
use crate::{
    db::{
        AnyConnection, DbError,
        rows::{self, Cell, Rows, Sort},
    },
    keys::{CannotOpen, Keys},
    privacy::{
        Private,
        sealed::{self, Column},
    },
};

/// Whose rows are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    Account(i64),
    Case(i64),
}

/// All rows of a table that belong to somebody; at least one.
pub struct Held {
    pub table: &'static Table,
    pub rows: Vec<Row>,
}

/// The columns of one row that hold something, in the inventory's order.
pub type Row = Vec<(&'static str, Value)>;

/// What a column holds.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// As it was given; a sealed value is opened.
    Given(Private<String>),
    /// A hash that proves something and says nothing.
    Proof,
    /// What a mail says: whoever is logged on is not shown the links by which only the mailbox
    /// proves who it is.
    Mailed,
}

/// Why it could not be read.
#[derive(Debug, thiserror::Error)]
pub enum HeldError {
    #[error(transparent)]
    Sealed(#[from] CannotOpen),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// All that is held about an account. Call it for its owner, or on a ground.
pub fn held(
    connection: &mut AnyConnection,
    keys: &Keys,
    account: i64,
) -> Result<Vec<Held>, HeldError> {
    held_from(connection, keys, Root::Account(account))
}

/// As [`held`], for an account or a case.
pub fn held_from(
    connection: &mut AnyConnection,
    keys: &Keys,
    root: Root,
) -> Result<Vec<Held>, HeldError> {
    let real = rows::columns(connection)?;
    let mut all = Vec::new();
    for table in tables() {
        let Some(found) = rows_of(table, root) else {
            continue;
        };
        let sorts = real.get(table.name);
        let columns: Vec<(&'static str, Sort)> = table
            .columns
            .iter()
            .filter(|(name, _)| !is_apart(table, name))
            .filter_map(|(name, _)| Some((*name, *sorts?.get(*name)?)))
            .collect();
        let read = found.read(connection, &columns)?;
        let rows: Vec<Row> = read
            .into_iter()
            .filter_map(|cells| without_apart(table, &columns, cells))
            .map(|cells| row(keys, table, &columns, cells))
            .collect::<Result<_, _>>()?;
        if !rows.is_empty() {
            all.push(Held { table, rows });
        }
    }
    Ok(all)
}

fn apart_of(table: &Table) -> impl Iterator<Item = &'static Apart> {
    let name = table.name;
    APART.iter().filter(move |apart| apart.table == name)
}

/// Whether a column is left out, whatever the row, for a reason that its row's owner is told.
fn is_apart(table: &Table, column: &str) -> bool {
    apart_of(table)
        .filter(|apart| apart.rows.is_empty() && !apart.seen_by_owner)
        .any(|apart| apart.columns.contains(&column))
}

/// A row without what is left out of such rows; `None` where that is all of it.
fn without_apart(
    table: &Table,
    columns: &[(&'static str, Sort)],
    mut cells: Vec<Cell>,
) -> Option<Vec<Cell>> {
    let at = |name: &str| columns.iter().position(|(column, _)| *column == name);
    for apart in apart_of(table).filter(|apart| !apart.rows.is_empty()) {
        let is_such = apart.rows.iter().all(|(column, value)| {
            let cell = at(column).and_then(|at| cells.get(at));
            matches!(cell, Some(Cell::Text(text)) if text == value)
        });
        if !is_such {
            continue;
        }
        if apart.columns.is_empty() {
            return None;
        }
        for place in apart.columns.iter().filter_map(|column| at(column)) {
            if let Some(cell) = cells.get_mut(place) {
                *cell = Cell::Null;
            }
        }
    }
    Some(cells)
}

/// The rows of `table` that belong to `root`; `None` when none can.
pub(super) fn rows_of(of: &'static Table, root: Root) -> Option<Rows> {
    let ways = of.owner.ways().iter();
    ways.filter_map(|way| rows_by(*way, of, root))
        .reduce(|rows, more| rows.or(&more))
}

fn rows_by(way: Owner, of: &'static Table, root: Root) -> Option<Rows> {
    match (way, root) {
        (Owner::Account(column), Root::Account(id)) | (Owner::Case(column), Root::Case(id)) => {
            Some(Rows::with_id(of.name, column, id))
        }
        (
            Owner::Beside {
                column,
                table: other,
                own,
            },
            _,
        ) => Some(rows_of(table(other)?, root)?.sharing(of.name, column, own)),
        (Owner::Mailbox(column), Root::Account(id)) => {
            Some(Rows::with_id("accounts", "id", id).sharing(of.name, column, "email_index"))
        }
        (
            Owner::Row {
                column,
                table: parent,
            },
            _,
        ) => Some(rows_of(table(parent)?, root)?.naming(of.name, column)),
        (
            Owner::NamedBy {
                table: child,
                column,
                only,
            },
            _,
        ) => Some(rows_of(table(child)?, root)?.named(of.name, column, only)),
        (
            Owner::Nobody
            | Owner::Account(_)
            | Owner::Mailbox(_)
            | Owner::Case(_)
            | Owner::Words { .. }
            | Owner::Any(_),
            _,
        ) => None,
    }
}

fn row(
    keys: &Keys,
    table: &'static Table,
    columns: &[(&'static str, Sort)],
    cells: Vec<Cell>,
) -> Result<Row, CannotOpen> {
    let mut row = Row::new();
    for ((name, _), cell) in columns.iter().zip(cells) {
        let value = match (cell, Column::find(table.name, name), table.scope(name)) {
            (Cell::Null, ..) => continue,
            (_, Some(Column::OutboxContent), _) => Value::Mailed,
            (_, _, Some(Scope::Covered(Kind::Proof) | Scope::Sealed(Kind::Proof))) => Value::Proof,
            (Cell::Bytes(sealed), Some(column), _) => {
                Value::Given(sealed::open(keys, column, &sealed)?)
            }
            (_, _, Some(Scope::Sealed(_))) | (Cell::Bytes(_), ..) => Value::Proof,
            (Cell::Text(text), ..) => Value::Given(Private::new(text)),
        };
        row.push((*name, value));
    }
    Ok(row)
}
