//! Sealing everything anew after a new secret: batch by batch, so that it can be cut off and
//! taken up again; what is left to do can be seen from the values themselves.
//!
//! The blind indices beside a sealed address are made anew with it, and so is that of an address that is
//! suppressed or that a digest went to, as far as it stands sealed anywhere. Keyed hashes whose source is stored nowhere
//! (counted failures, submissions of the last day, other suppressed addresses) end by themselves.

use diesel::prelude::*;

use super::{
    Private, Purpose, Viewer, inventory,
    sealed::{self, Column},
};
use crate::{
    clock::Random,
    context::Context,
    db::{
        AnyConnection, Db, DbError,
        rows::{SealedColumn, SealedRow},
        schema::{accounts, outbox, suppressed_addresses},
    },
    keys::{CannotOpen, Keys},
};

/// How many values one transaction seals.
const BATCH: i64 = 200;

/// How a migration marks what lay in the open when its column came to be sealed.
const OPEN: &[u8] = b"plain:";
/// The columns of which that can be.
const ONCE_OPEN: [Column; 4] = [
    Column::AppealAnswer,
    Column::RequestExtension,
    Column::DecisionReason,
    Column::DeclineReason,
];

/// Seals what lay in the open before its column was sealed. Safe to run at every start, and on
/// several nodes at once.
pub async fn seal_open(context: &Context) -> Result<(), DbError> {
    for column in ONCE_OPEN {
        let place = place(column);
        // The look goes to the readers: where nothing is open, SQLite's one writer is left alone.
        let look = move |connection: &mut AnyConnection| place.marked(connection, OPEN, BATCH);
        while !context.db.read(look).await?.is_empty() {
            let cx = context.clone();
            context
                .db
                .write(move |connection| {
                    for SealedRow { id, bytes } in place.marked(connection, OPEN, BATCH)? {
                        let words = String::from_utf8_lossy(&bytes[OPEN.len()..]).into_owned();
                        let words = Private::new(words);
                        let sealed = sealed::seal(&cx.config.keys, &cx.random, column, &words);
                        place.replace(connection, id, &bytes, &sealed, &[])?;
                    }
                    Ok::<_, DbError>(())
                })
                .await?;
        }
    }
    Ok(())
}

/// Why it stopped; what was done stays done.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    #[error("{table}.{column}, row {id}: {error}; the secret that sealed it is missing")]
    Sealed {
        table: &'static str,
        column: &'static str,
        id: i64,
        error: CannotOpen,
    },
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Whether anything is sealed with another secret than the current one.
pub fn is_unfinished(connection: &mut AnyConnection, keys: &Keys) -> Result<bool, DbError> {
    for column in Column::ALL {
        if place(*column).waiting(connection, &keys.version())? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How many accounts are looked at: one of them may be damaged.
const OLDEST: i64 = 3;

/// Whether the city was sealed with none of these secrets: none of its oldest accounts can be opened.
pub fn is_anothers(connection: &mut AnyConnection, keys: &Keys) -> Result<bool, DbError> {
    let oldest: Vec<Vec<u8>> = accounts::table
        .order(accounts::id)
        .limit(OLDEST)
        .select(accounts::email_sealed)
        .load(connection)?;
    let opens = |sealed: &Vec<u8>| sealed::open(keys, Column::AccountEmail, sealed).is_ok();
    Ok(!oldest.is_empty() && !oldest.iter().any(opens))
}

/// Seals every value anew that is sealed with another secret than the current one; tells
/// `progress` after each batch of a column how many of it are done and how many there were.
pub async fn reseal(
    db: &Db,
    keys: &Keys,
    random: &Random,
    mut progress: impl FnMut(Column, i64, i64),
) -> Result<(), RotationError> {
    for column in Column::ALL {
        let version = keys.version();
        let all = db
            .read(move |connection| place(*column).waiting(connection, &version))
            .await?;
        let (mut done, mut after) = (0, 0);
        while done < all {
            let (keys, random) = (keys.clone(), random.clone());
            let (sealed, last) = db
                .write(move |connection| batch(connection, &keys, &random, *column, after))
                .await?;
            let Some(last) = last else { break };
            (done, after) = (done + sealed, last);
            progress(*column, done, all);
        }
    }
    Ok(())
}

/// Seals the next values after the row `after`; gives how many, and the last row seen.
fn batch(
    connection: &mut AnyConnection,
    keys: &Keys,
    random: &Random,
    column: Column,
    after: i64,
) -> Result<(i64, Option<i64>), RotationError> {
    let place = place(column);
    let rows = place.next(connection, &keys.version(), after, BATCH)?;
    let (mut sealed, mut last) = (0, None);
    for SealedRow { id, bytes } in rows {
        let value = sealed::open(keys, column, &bytes).map_err(|error| RotationError::Sealed {
            table: place.table,
            column: place.column,
            id,
            error,
        })?;
        let anew = sealed::seal(keys, random, column, &value);
        let indices: Vec<Vec<u8>> = place
            .indices
            .iter()
            .map(|index| match *index {
                DOMAIN => sealed::domain_mark(keys, &value),
                SUBJECT => sealed::subject_index(keys, &value),
                _ => sealed::email_index(keys, &value),
            })
            .collect();
        // Where the address itself is gone, its index says who it was; it follows with another row.
        let indices = if value.reveal(Viewer::Plaza, Purpose::Storage).is_empty() {
            Vec::new()
        } else {
            indices
        };
        place.replace(connection, id, &bytes, &anew, &indices)?;
        if !indices.is_empty() && !place.indices.contains(&SUBJECT) {
            follow(connection, keys, &value)?;
        }
        (sealed, last) = (sealed + 1, Some(id));
    }
    Ok((sealed, last))
}

/// The blind index of an address's domain.
const DOMAIN: &str = "domain_mark";
/// That of what the city's sign-on calls somebody, which is no address.
const SUBJECT: &str = "subject_index";

/// An address that is suppressed, or that a digest went to, stands there by its index alone, which
/// follows.
fn follow(
    connection: &mut AnyConnection,
    keys: &Keys,
    email: &Private<String>,
) -> Result<(), DbError> {
    let older = keys.each().skip(1);
    let older: Vec<Vec<u8>> = older
        .map(|keys| sealed::email_index(&keys, email))
        .collect();
    let index = sealed::email_index(keys, email);
    let sent = outbox::table.filter(outbox::recipient_index.eq_any(older.clone()));
    diesel::update(sent)
        .set(outbox::recipient_index.eq(&index))
        .execute(connection)?;
    let known = suppressed_addresses::table.filter(suppressed_addresses::email_index.eq_any(older));
    diesel::update(known)
        .set(suppressed_addresses::email_index.eq(index))
        .execute(connection)?;
    Ok(())
}

/// Where a sealed column stands. Beside a sealed address `X_sealed` may stand its blind index
/// `X_index`, and its domain's.
fn place(column: Column) -> SealedColumn {
    let (table, name) = column.name();
    let indices: &'static [&'static str] = match name {
        "email_sealed" => &["email_index"],
        "recipient_sealed" => &["recipient_index", DOMAIN],
        "subject_sealed" => &[SUBJECT],
        _ => &[],
    };
    let known = inventory::table(table);
    let has_index = known.is_some_and(|table| {
        let mut indices = indices.iter();
        indices.all(|index| table.scope(index).is_some())
    });
    SealedColumn {
        table,
        // The ledger's payloads are told apart by their number in the chain.
        id: match column {
            Column::LedgerPayload => "number",
            _ => "id",
        },
        column: name,
        indices: if has_index { indices } else { &[] },
    }
}
