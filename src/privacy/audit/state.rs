//! How the ledger's chain stands, as a page can tell at once: up to which entry the newest statement signed
//! it, and whether what follows is unbroken. `verify` looks at all of it.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{chain_links, chain_statements, chain_tips},
    },
    keys,
    privacy::{chain::Link, statement::Statement},
};

/// How many entries behind the signed one are looked at: those of many days.
const TAIL: i64 = 5_000;
/// How the ledger is called in a statement.
const LEDGER: &str = "ledger";

/// How the chain stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The number of the newest entry.
    pub newest: i32,
    /// Up to which entry a statement signed, and of which day it is.
    pub signed: Option<(i32, NaiveDate)>,
    /// The entry up to which the statement and the hashes agree.
    pub verified: i32,
    /// The first entry that is not as it was signed, or does not follow the one before it.
    pub wrong: Option<i32>,
}

pub(super) fn of(connection: &mut AnyConnection, context: &Context) -> Result<State, DbError> {
    let tip: Option<(i32, i32)> = chain_tips::table
        .find(0)
        .select((chain_tips::number, chain_tips::signed))
        .first(connection)
        .optional()?;
    let (newest, signed) = tip.unwrap_or_default();
    let mut state = State {
        newest,
        ..State::default()
    };
    let mut last: Option<Link> = None;
    if signed > 0 {
        let Some((day, link)) = signed_link(connection, context, signed)? else {
            state.wrong = Some(signed);
            return Ok(state);
        };
        state.signed = Some((signed, day));
        state.verified = signed;
        last = Some(link);
    }
    let tail: Vec<Link> = chain_links::table
        .filter(chain_links::chain.eq(0))
        .filter(chain_links::number.gt(signed))
        .order(chain_links::number)
        .limit(TAIL)
        .select(chain_links::all_columns)
        .load(connection)?;
    let is_whole = i64::try_from(tail.len()).is_ok_and(|length| length < TAIL);
    for link in tail {
        let (number, hash) = last
            .as_ref()
            .map_or((0, &[][..]), |last| (last.number, &*last.hash));
        let follows = link.number == number + 1 && link.previous == hash;
        if !follows || link.computed() != link.hash {
            state.wrong = Some(number + 1);
            return Ok(state);
        }
        state.verified = link.number;
        last = Some(link);
    }
    if is_whole && state.verified < newest {
        state.wrong = Some(state.verified + 1);
    }
    Ok(state)
}

/// The entry that was signed last, and the day; `None` where it is not as it was signed.
fn signed_link(
    connection: &mut AnyConnection,
    context: &Context,
    number: i32,
) -> Result<Option<(NaiveDate, Link)>, DbError> {
    let statement: Option<Statement> = chain_statements::table
        .filter(chain_statements::body.like(format!("%\n{LEDGER} {number} %")))
        .order(chain_statements::day.desc())
        .first(connection)
        .optional()?;
    let link: Option<Link> = chain_links::table
        .find((0, number))
        .select(chain_links::all_columns)
        .first(connection)
        .optional()?;
    let (Some(statement), Some(link)) = (statement, link) else {
        return Ok(None);
    };
    let is_signed =
        |key: &Vec<u8>| keys::is_signed(key, statement.body.as_bytes(), &statement.signature);
    let is_the_citys = context.config.keys.public_keys().iter().any(is_signed);
    let is_the_link = statement
        .heads()
        .flatten()
        .any(|(name, at, hash)| name == LEDGER && at == number && hash == link.hash);
    let is_whole = link.computed() == link.hash;
    Ok((is_the_citys && is_the_link && is_whole).then_some((statement.day, link)))
}
