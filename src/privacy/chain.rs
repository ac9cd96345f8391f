//! Chains of what was done: append-only, each link bound to the one before it.
//!
//! A link holds a kind, fields that are not personal, and a commitment (the hash of a random
//! salt and a payload). The payload lies elsewhere and can be erased, which needs a row that
//! names its ground, and a signed link (see `erased`); the chain stays whole. Triggers on both databases keep links from being
//! changed or removed. `statement` signs the heads, `verify` checks all of it. What is
//! recorded, the rooms know: `ledger` for the site, a case's file for a case.

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::{
    clock::Random,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{chain_links, chain_tips},
    },
};

/// Which chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chain {
    /// The site's own ledger.
    Ledger,
    /// The file of the case with this id.
    Case(i64),
}

impl Chain {
    pub(super) const fn id(self) -> i64 {
        match self {
            Self::Ledger => 0,
            Self::Case(case) => case,
        }
    }

    /// The chain with this id.
    pub(super) const fn of(id: i64) -> Self {
        if id == 0 {
            Self::Ledger
        } else {
            Self::Case(id)
        }
    }
}

/// The random bytes that keep a commitment from being guessed.
pub type Salt = [u8; 16];

/// One link as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = chain_links)]
pub(super) struct Link {
    pub chain: i64,
    pub number: i32,
    pub kind: String,
    pub fields: String,
    pub commitment: Vec<u8>,
    pub previous: Vec<u8>,
    pub hash: Vec<u8>,
    pub at: Timestamp,
}

impl Link {
    /// The hash that the link ought to have: over all else, each part bound by its length.
    pub(super) fn computed(&self) -> Vec<u8> {
        let (chain, number) = (self.chain.to_be_bytes(), self.number.to_be_bytes());
        let at = self.at.milliseconds().to_be_bytes();
        let parts: [&[u8]; 7] = [
            &chain,
            &number,
            self.kind.as_bytes(),
            self.fields.as_bytes(),
            &self.commitment,
            &self.previous,
            &at,
        ];
        digest(&parts)
    }
}

fn digest(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// The commitment to `payload`.
pub fn commitment(salt: &[u8], payload: &[u8]) -> Vec<u8> {
    digest(&[salt, payload])
}

/// Where a link stands, and the salt of its commitment, to be kept beside the payload.
pub struct Appended {
    pub number: i32,
    pub salt: Salt,
}

/// Appends a link. `fields` holds nothing personal; `payload` is committed to, not stored.
///
/// Whoever appends to the same chain at the same time waits for this transaction's end.
pub fn append(
    connection: &mut AnyConnection,
    random: &Random,
    now: Timestamp,
    chain: Chain,
    kind: &str,
    fields: String,
    payload: &[u8],
) -> Result<Appended, DbError> {
    let salt: Salt = random.bytes();
    let commitment = commitment(&salt, payload);
    let number = write(connection, now, chain, kind, fields, commitment)?;
    Ok(Appended { number, salt })
}

/// Appends a link that says all in its fields and has no payload.
pub(super) fn append_bare(
    connection: &mut AnyConnection,
    now: Timestamp,
    chain: Chain,
    kind: &str,
    fields: String,
) -> Result<(), DbError> {
    write(connection, now, chain, kind, fields, commitment(&[], &[])).map(drop)
}

fn write(
    connection: &mut AnyConnection,
    now: Timestamp,
    chain: Chain,
    kind: &str,
    fields: String,
    commitment: Vec<u8>,
) -> Result<i32, DbError> {
    let number = next(connection, chain)?;
    let previous: Option<Vec<u8>> = chain_links::table
        .find((chain.id(), number - 1))
        .select(chain_links::hash)
        .first(connection)
        .optional()?;
    let mut link = Link {
        chain: chain.id(),
        number,
        kind: kind.to_owned(),
        fields,
        commitment,
        previous: previous.unwrap_or_default(),
        hash: Vec::new(),
        at: now,
    };
    link.hash = link.computed();
    diesel::insert_into(chain_links::table)
        .values(link)
        .execute(connection)?;
    Ok(number)
}

/// Takes the chain's next number; the tip's row is the lock.
fn next(connection: &mut AnyConnection, chain: Chain) -> Result<i32, DbError> {
    let moved: Option<i32> = diesel::update(chain_tips::table.find(chain.id()))
        .set(chain_tips::number.eq(chain_tips::number + 1))
        .returning(chain_tips::number)
        .get_result(connection)
        .optional()?;
    if let Some(number) = moved {
        return Ok(number);
    }
    diesel::insert_into(chain_tips::table)
        .values((
            chain_tips::chain.eq(chain.id()),
            chain_tips::number.eq(1),
            chain_tips::signed.eq(0),
        ))
        .execute(connection)?;
    Ok(1)
}

/// What a case's record commits to: who acted, and the words.
pub fn record_payload(account: Option<i64>, body: Option<&str>) -> Vec<u8> {
    let account = account.map_or_else(Vec::new, |account| account.to_be_bytes().to_vec());
    let body = body.map(str::as_bytes);
    let mut payload = vec![account.len() as u8];
    payload.extend(account);
    payload.push(u8::from(body.is_some()));
    payload.extend(body.unwrap_or_default());
    payload
}
