//! Verifying the chains: the first row that is wrong, by name.
//!
//! Looks at every link, every payload that is still there, every erasure, every case without its
//! file or file without its case, and every signed statement; statements that others kept (mailed,
//! printed) can be given beside. Whether a case stands where its file leads, `suggestions` knows.
//! Reads only.

mod links;
mod statements;

use diesel::prelude::*;

use super::{
    chain::{Chain, Link},
    erased, ledger,
    statement::Statement,
};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{cases, chain_erasures, chain_links, handling_records},
    },
};

/// What was looked at, when all was well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    pub links: u64,
    pub payloads: u64,
    pub erased: u64,
    pub statements: u64,
    /// Links that no statement covers yet: a tail of so many could still be cut unseen.
    pub unsigned: u64,
}

/// The first row that is wrong.
#[derive(Debug, thiserror::Error)]
pub enum Wrong {
    #[error("{0}: the row does not have the hash that its content makes; it was altered")]
    Altered(Row),
    #[error("{0}: the row does not follow the one before it; rows were taken out or put in")]
    Broken(Row),
    #[error("{0}: the payload is another than the one that was committed to; it was altered")]
    Payload(Row),
    #[error("{0}: the payload is gone, and no erasure with its ground is on record")]
    Vanished(Row),
    #[error("{0}: an erasure is on record that no signed link of its chain names; it was put in")]
    Unnamed(Row),
    #[error("{0}: the row names erased payloads without the city's signature; it was put in")]
    Unsigned(Row),
    #[error("{0}: the record has no link in the case's chain; it was put in")]
    Unchained(Row),
    #[error("{0}: the record's kind, office or time is not its link's; it was altered")]
    Unlike(Row),
    #[error(
        "{0}: it is filed under another post, case, day or person than it is of; it was altered"
    )]
    Misfiled(Row),
    #[error("file of case {0}: its case is gone, and no erasure with its ground is on record")]
    Caseless(i64),
    #[error("case {0}: it has no file; it was put in, or its file was taken out")]
    Fileless(i64),
    #[error("statement of {day}: {problem}")]
    Statement {
        day: chrono::NaiveDate,
        problem: String,
    },
    #[error(
        "statement of {day}: it signed {chain} up to row {number}, and that row is missing; \
         the tail was cut, or the chain written anew"
    )]
    Cut {
        day: chrono::NaiveDate,
        chain: String,
        number: i32,
    },
    #[error(
        "statement of {day}: it signed another row {number} of {chain}; the chain was written anew"
    )]
    Recomputed {
        day: chrono::NaiveDate,
        chain: String,
        number: i32,
    },
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
}

impl From<diesel::result::Error> for Wrong {
    fn from(error: diesel::result::Error) -> Self {
        Self::Ledger(error.into())
    }
}

impl From<crate::db::DbError> for Wrong {
    fn from(error: crate::db::DbError) -> Self {
        Self::Ledger(error.into())
    }
}

/// A row of a chain, as people look it up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub chain: Chain,
    pub number: i32,
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.chain {
            Chain::Ledger => write!(f, "ledger, row {}", self.number),
            Chain::Case(case) => write!(f, "file of case {case}, record {}", self.number),
        }
    }
}

/// Verifies everything. `kept` are statements from outside the database; `progress` is told
/// how many links were read.
pub async fn all(
    context: &Context,
    kept: Vec<Statement>,
    progress: impl Fn(u64) + Send + 'static,
) -> Result<Verified, Wrong> {
    let cx = context.clone();
    context
        .db
        .read(move |connection| {
            let mut verified = Verified::default();
            links::verify(connection, &cx, &mut verified, &progress)?;
            unchained(connection)?;
            caseless(connection)?;
            fileless(connection)?;
            if let Some((chain, number)) = erased::unnamed(connection, &cx)? {
                return Err(Wrong::Unnamed(Row { chain, number }));
            }
            let covered = statements::verify(connection, &cx, &kept, &mut verified)?;
            // Beside a running server statements may be signed that cover links read by nobody yet.
            verified.unsigned = verified.links.saturating_sub(covered);
            Ok(verified)
        })
        .await
}

/// A record that was written past the chain.
fn unchained(connection: &mut AnyConnection) -> Result<(), Wrong> {
    let found: Option<(i64, i32)> = handling_records::table
        .left_join(
            chain_links::table.on(chain_links::chain
                .eq(handling_records::case_id)
                .and(chain_links::number.eq(handling_records::number))),
        )
        .filter(chain_links::number.nullable().is_null())
        .order((handling_records::case_id, handling_records::number))
        .select((handling_records::case_id, handling_records::number))
        .first(connection)
        .optional()?;
    found.map_or(Ok(()), |(case, number)| {
        Err(Wrong::Unchained(Row {
            chain: Chain::Case(case),
            number,
        }))
    })
}

/// The file of a case that was taken away without an erasure. The links of a case whose time
/// was over stay, and all that had a payload are named as erased.
fn caseless(connection: &mut AnyConnection) -> Result<(), Wrong> {
    let found: Option<i64> = chain_links::table
        .left_join(cases::table.on(cases::id.eq(chain_links::chain)))
        .left_join(
            chain_erasures::table.on(chain_erasures::chain
                .eq(chain_links::chain)
                .and(chain_erasures::number.eq(chain_links::number))),
        )
        .filter(chain_links::chain.ne(Chain::Ledger.id()))
        .filter(chain_links::kind.ne(erased::KIND))
        .filter(cases::id.nullable().is_null())
        .filter(chain_erasures::number.nullable().is_null())
        .order(chain_links::chain)
        .select(chain_links::chain)
        .first(connection)
        .optional()?;
    found.map_or(Ok(()), |case| Err(Wrong::Caseless(case)))
}

/// A case that was written past Plaza.
fn fileless(connection: &mut AnyConnection) -> Result<(), Wrong> {
    let found: Option<i64> = cases::table
        .left_join(
            chain_links::table.on(chain_links::chain
                .eq(cases::id)
                .and(chain_links::number.eq(1))),
        )
        .filter(chain_links::number.nullable().is_null())
        .order(cases::id)
        .select(cases::id)
        .first(connection)
        .optional()?;
    found.map_or(Ok(()), |case| Err(Wrong::Fileless(case)))
}

fn row(link: &Link) -> Row {
    Row {
        chain: Chain::of(link.chain),
        number: link.number,
    }
}
