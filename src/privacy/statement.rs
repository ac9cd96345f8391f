//! Signed statements of where the chains stand: once a day, published, and mailed to the
//! privacy officer, so that a tail that is cut or a chain that is written anew contradicts
//! what others hold.
//!
//! A statement is plain text: a head of `name: value` lines, an empty line, and one line
//! `CHAIN NUMBER HASH` for every chain that grew. A case's chain is called by the beginning of
//! its first link's hash, which tells nobody whose case it is.

use std::{collections::BTreeMap, fmt::Write as _};

use chrono::NaiveDate;
use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use super::chain::Chain;
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{chain_links, chain_statements, chain_tips},
    },
};

/// The most chains in one statement; what is left waits for the next day's.
const MOST: i64 = 20_000;
const LEDGER: &str = "ledger";

/// A statement as published.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Statement {
    pub day: NaiveDate,
    pub body: String,
    pub signature: Vec<u8>,
}

impl Statement {
    /// The text with its signature, as it is published and mailed.
    pub fn published(&self) -> String {
        format!(
            "{}\nsignature: {}\n",
            self.body,
            hex::encode(&self.signature)
        )
    }

    /// Reads what [`Statement::published`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let (body, signature) = text.trim_end().rsplit_once("\nsignature: ")?;
        let statement = Self {
            day: NaiveDate::MIN,
            body: body.to_owned(),
            signature: hex::decode(signature).ok()?,
        };
        let day = statement.value("day")?.parse().ok()?;
        Some(Self { day, ..statement })
    }

    /// A value of the head.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.body
            .lines()
            .take_while(|line| !line.is_empty())
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// The heads: chain's name, number, hash.
    pub fn heads(&self) -> impl Iterator<Item = Option<(&str, i32, Vec<u8>)>> {
        let lines = self
            .body
            .lines()
            .skip_while(|line| !line.is_empty())
            .skip(1);
        lines.map(|line| {
            let mut words = line.split(' ');
            let (name, number, hash) = (words.next()?, words.next()?, words.next()?);
            Some((name, number.parse().ok()?, hex::decode(hash).ok()?))
        })
    }

    pub(super) fn digest(&self) -> String {
        hex::encode(Sha256::digest(self.body.as_bytes()))
    }
}

/// The name of a chain whose first link has this hash.
pub(super) fn name(chain: Chain, first: &[u8]) -> String {
    match chain {
        Chain::Ledger => LEDGER.to_owned(),
        Chain::Case(_) => hex::encode(&first[..first.len().min(8)]),
    }
}

/// Signs the heads of all chains that grew, unless that was done today or none did.
pub fn sign(
    connection: &mut AnyConnection,
    context: &Context,
) -> Result<Option<Statement>, DbError> {
    let day = context.clock.today(context.config.city.time_zone);
    let last: Option<Statement> = chain_statements::table
        .order(chain_statements::day.desc())
        .first(connection)
        .optional()?;
    if last.as_ref().is_some_and(|last| last.day >= day) {
        return Ok(None);
    }
    let heads = grown(connection)?;
    if heads.is_empty() {
        return Ok(None);
    }
    let keys = &context.config.keys;
    let mut body = format!(
        "statement: chain heads\ncity: {}\nday: {day}\nprevious: {}\npublic-key: {}\n\n",
        context.config.city.code,
        last.as_ref()
            .map_or_else(|| "none".to_owned(), Statement::digest),
        hex::encode(keys.public_key()),
    );
    for (chain, first, number, hash) in &heads {
        let name = name(Chain::of(*chain), first);
        writeln!(body, "{name} {number} {}", hex::encode(hash)).expect("a string takes all");
    }
    body.truncate(body.trim_end().len());
    let statement = Statement {
        day,
        signature: keys.sign(body.as_bytes()),
        body,
    };
    diesel::insert_into(chain_statements::table)
        .values((
            chain_statements::day.eq(statement.day),
            chain_statements::body.eq(&statement.body),
            chain_statements::signature.eq(&statement.signature),
        ))
        .execute(connection)?;
    // What was signed, and not where a chain stands by now: one statement for each length.
    let mut signed: BTreeMap<i32, Vec<i64>> = BTreeMap::new();
    for (chain, _, number, _) in heads {
        signed.entry(number).or_default().push(chain);
    }
    for (number, chains) in signed {
        diesel::update(chain_tips::table.filter(chain_tips::chain.eq_any(chains)))
            .set(chain_tips::signed.eq(number))
            .execute(connection)?;
    }
    Ok(Some(statement))
}

type Head = (i64, Vec<u8>, i32, Vec<u8>);

/// Chain, its first link's hash, its last number and that link's hash.
fn grown(connection: &mut AnyConnection) -> Result<Vec<Head>, DbError> {
    let (first, last) = diesel::alias!(chain_links as first, chain_links as last);
    let heads = chain_tips::table
        .inner_join(
            first.on(first
                .field(chain_links::chain)
                .eq(chain_tips::chain)
                .and(first.field(chain_links::number).eq(1))),
        )
        .inner_join(
            last.on(last
                .field(chain_links::chain)
                .eq(chain_tips::chain)
                .and(last.field(chain_links::number).eq(chain_tips::number))),
        )
        .filter(chain_tips::number.gt(chain_tips::signed))
        .order(chain_tips::chain)
        .limit(MOST)
        .select((
            chain_tips::chain,
            first.field(chain_links::hash),
            chain_tips::number,
            last.field(chain_links::hash),
        ))
        .load(connection)?;
    Ok(heads)
}

/// All statements, newest first: up to `limit` before `before`.
pub async fn list(
    context: &Context,
    before: Option<NaiveDate>,
    limit: i64,
) -> Result<Vec<Statement>, DbError> {
    context
        .db
        .read(move |connection| {
            let mut query = chain_statements::table
                .order(chain_statements::day.desc())
                .limit(limit)
                .into_boxed();
            if let Some(before) = before {
                query = query.filter(chain_statements::day.lt(before));
            }
            let statements = query.load(connection)?;
            Ok(statements)
        })
        .await
}

/// The statement of a day.
pub async fn of_day(context: &Context, day: NaiveDate) -> Result<Option<Statement>, DbError> {
    context
        .db
        .read(move |connection| {
            let statement = chain_statements::table
                .find(day)
                .first(connection)
                .optional()?;
            Ok(statement)
        })
        .await
}

/// The public key of this city's statements, in hexadecimal digits.
pub fn public_key(context: &Context) -> String {
    hex::encode(context.config.keys.public_key())
}
