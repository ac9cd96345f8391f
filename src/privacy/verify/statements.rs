//! The signed statements: each is the city's, follows the one before it, and signed heads that
//! are still there.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{Verified, Wrong};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{chain_links, chain_statements},
    },
    keys,
    privacy::{
        chain::Chain,
        statement::{self, Statement},
    },
};

/// Checks each statement, and gives how many links they cover.
pub(super) fn verify(
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
