//! Verifying the chains: the first row that is wrong, by name.
//!
//! Looks at every link, every payload that is still there, every erasure and every signed
//! statement; statements that others kept (mailed, printed) can be given beside. Reads only.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{
    chain::{self, Chain, Link},
    erased, ledger,
    statement::{self, Statement},
};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{
            chain_erasures, chain_links, chain_statements, handling_records, ledger_payloads,
        },
    },
    keys,
};

/// How many links are read at once.
const PAGE: i64 = 1000;

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
            links(connection, &cx, &mut verified, &progress)?;
            unchained(connection)?;
            if let Some((chain, number)) = erased::unnamed(connection, &cx)? {
                return Err(Wrong::Unnamed(Row { chain, number }));
            }
            let covered = statements(connection, &cx, &kept, &mut verified)?;
            // Beside a running server statements may be signed that cover links read by nobody yet.
            verified.unsigned = verified.links.saturating_sub(covered);
            Ok(verified)
        })
        .await
}

/// What lies beside a link: of a case's record who acted, the words and the salt; of an entry
/// of the ledger salt and sealed payload. Absent where it was erased.
type Beside = (
    (Option<i64>, Option<String>, Option<Vec<u8>>),
    (Option<Vec<u8>>, Option<Vec<u8>>),
);

fn links(
    connection: &mut AnyConnection,
    context: &Context,
    verified: &mut Verified,
    progress: &impl Fn(u64),
) -> Result<(), Wrong> {
    let mut after = (i64::MIN, 0);
    let mut last: Option<Link> = None;
    loop {
        let page: Vec<(Link, Beside, Option<i32>)> = chain_links::table
            .left_join(
                handling_records::table.on(handling_records::case_id
                    .eq(chain_links::chain)
                    .and(handling_records::number.eq(chain_links::number))),
            )
            .left_join(
                ledger_payloads::table.on(chain_links::chain
                    .eq(0)
                    .and(ledger_payloads::number.eq(chain_links::number))),
            )
            .left_join(
                chain_erasures::table.on(chain_erasures::chain
                    .eq(chain_links::chain)
                    .and(chain_erasures::number.eq(chain_links::number))),
            )
            .filter(
                chain_links::chain.gt(after.0).or(chain_links::chain
                    .eq(after.0)
                    .and(chain_links::number.gt(after.1))),
            )
            .order((chain_links::chain, chain_links::number))
            .limit(PAGE)
            .select((
                chain_links::all_columns,
                (
                    (
                        handling_records::account_id.nullable(),
                        handling_records::body.nullable(),
                        handling_records::salt.nullable(),
                    ),
                    (
                        ledger_payloads::salt.nullable(),
                        ledger_payloads::payload_sealed.nullable(),
                    ),
                ),
                chain_erasures::number.nullable(),
            ))
            .load(connection)?;
        let Some((end, ..)) = page.last() else {
            return Ok(());
        };
        after = (end.chain, end.number);
        for (link, beside, erased) in page {
            follows(&link, last.as_ref())?;
            if link.kind == erased::KIND {
                if !erased::stands(context, &link) {
                    return Err(Wrong::Unsigned(row(&link)));
                }
            } else {
                payload_stands(context, &link, beside, erased.is_some(), verified)?;
            }
            verified.links += 1;
            last = Some(link);
        }
        progress(verified.links);
    }
}

fn row(link: &Link) -> Row {
    Row {
        chain: Chain::of(link.chain),
        number: link.number,
    }
}

fn follows(link: &Link, last: Option<&Link>) -> Result<(), Wrong> {
    if link.computed() != link.hash {
        return Err(Wrong::Altered(row(link)));
    }
    let before = last.filter(|last| last.chain == link.chain);
    let (number, hash) = before.map_or((0, &[][..]), |last| (last.number, &last.hash));
    if link.number != number + 1 || link.previous != hash {
        return Err(Wrong::Broken(row(link)));
    }
    Ok(())
}

fn payload_stands(
    context: &Context,
    link: &Link,
    (record, entry): Beside,
    erased: bool,
    verified: &mut Verified,
) -> Result<(), Wrong> {
    let held = match Chain::of(link.chain) {
        Chain::Ledger => match entry {
            (Some(salt), Some(sealed)) => Some((
                salt,
                ledger::payload(context, &sealed).map_err(ledger::LedgerError::from)?,
            )),
            _ => None,
        },
        Chain::Case(_) => {
            let (account, body, salt) = record;
            salt.map(|salt| (salt, chain::record_payload(account, body.as_deref())))
        }
    };
    match held {
        Some((salt, payload)) if chain::commitment(&salt, &payload) == link.commitment => {
            verified.payloads += 1;
            Ok(())
        }
        Some(_) => Err(Wrong::Payload(row(link))),
        None if erased => {
            verified.erased += 1;
            Ok(())
        }
        None => Err(Wrong::Vanished(row(link))),
    }
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

/// Checks each statement, and gives how many links they cover.
fn statements(
    connection: &mut AnyConnection,
    context: &Context,
    kept: &[Statement],
    verified: &mut Verified,
) -> Result<u64, Wrong> {
    let stored: Vec<Statement> = chain_statements::table
        .order(chain_statements::day)
        .load(connection)?;
    for kept in kept {
        let same = stored.iter().find(|stored| stored.day == kept.day);
        if same.is_none_or(|stored| stored.body != kept.body) {
            return Err(Wrong::Statement {
                day: kept.day,
                problem:
                    "it is not the one that was published; the database's is missing or another"
                        .into(),
            });
        }
    }
    let firsts: Vec<(i64, Vec<u8>)> = chain_links::table
        .filter(chain_links::number.eq(1))
        .select((chain_links::chain, chain_links::hash))
        .load(connection)?;
    let chains: HashMap<String, i64> = firsts
        .into_iter()
        .map(|(chain, first)| (statement::name(Chain::of(chain), &first), chain))
        .collect();
    let mut previous = "none".to_owned();
    let mut covered: HashMap<i64, i32> = HashMap::new();
    for statement in stored {
        well_signed(context, &statement, &previous)?;
        previous = statement.digest();
        for (chain, number) in heads_stand(connection, &statement, &chains)? {
            covered.insert(chain, number);
        }
        verified.statements += 1;
    }
    Ok(covered
        .into_values()
        .map(|number| u64::from(number.unsigned_abs()))
        .sum())
}

fn well_signed(context: &Context, statement: &Statement, previous: &str) -> Result<(), Wrong> {
    let wrong = |problem: &str| Wrong::Statement {
        day: statement.day,
        problem: problem.into(),
    };
    let ours = context.config.keys.public_keys();
    let signed =
        |key: &Vec<u8>| keys::is_signed(key, statement.body.as_bytes(), &statement.signature);
    if !ours.iter().any(signed) {
        return Err(wrong("the signature is not that of this city's key"));
    }
    if statement.value("day").and_then(|day| day.parse().ok()) != Some(statement.day) {
        return Err(wrong("it was signed for another day"));
    }
    if statement.value("previous") != Some(previous) {
        return Err(wrong(
            "it does not follow the statement before it; one is missing",
        ));
    }
    Ok(())
}

/// Every head of a statement is still there, as it was signed.
fn heads_stand(
    connection: &mut AnyConnection,
    statement: &Statement,
    chains: &HashMap<String, i64>,
) -> Result<Vec<(i64, i32)>, Wrong> {
    let day = statement.day;
    let mut signed = Vec::new();
    for head in statement.heads() {
        let (name, number, hash) = head.ok_or_else(|| Wrong::Statement {
            day,
            problem: "a line cannot be read".into(),
        })?;
        let Some(chain) = chains.get(name) else {
            return Err(Wrong::Cut {
                day,
                chain: name.to_owned(),
                number,
            });
        };
        signed.push((name.to_owned(), *chain, number, hash));
    }
    let mut stand = Vec::new();
    for part in signed.chunks(500) {
        let ids: Vec<i64> = part.iter().map(|(_, chain, ..)| *chain).collect();
        let numbers: Vec<i32> = part.iter().map(|(.., number, _)| *number).collect();
        let rows: HashMap<(i64, i32), Vec<u8>> = chain_links::table
            .filter(chain_links::chain.eq_any(ids))
            .filter(chain_links::number.eq_any(numbers))
            .select((chain_links::chain, chain_links::number, chain_links::hash))
            .load::<(i64, i32, Vec<u8>)>(connection)?
            .into_iter()
            .map(|(chain, number, hash)| ((chain, number), hash))
            .collect();
        for (name, chain, number, hash) in part {
            let (chain_name, number) = (name.clone(), *number);
            match rows.get(&(*chain, number)) {
                None => {
                    return Err(Wrong::Cut {
                        day,
                        chain: chain_name,
                        number,
                    });
                }
                Some(now) if now != hash => {
                    return Err(Wrong::Recomputed {
                        day,
                        chain: chain_name,
                        number,
                    });
                }
                Some(_) => stand.push((*chain, number)),
            }
        }
    }
    Ok(stand)
}
