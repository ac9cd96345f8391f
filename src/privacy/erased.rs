//! What makes an erasure provable: for every payload that is erased, a link of the same chain
//! names it with the ground, signed with the city's key, which lies outside the database.
//!
//! An erasure row lets a payload go (see the triggers); without such a link it proves nothing,
//! and `verify` names it.

use std::{collections::HashMap, ops::RangeInclusive};

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::chain::{self, Chain, Link};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{chain_erasures, chain_links},
    },
    keys,
};

/// The kind of such a link. It has no payload of its own.
pub(super) const KIND: &str = "payloads-erased";
/// How many erasures are looked at at once.
const PAGE: i64 = 1000;

/// The fields of such a link.
#[derive(Serialize, Deserialize)]
struct Fields {
    ground: String,
    /// `1-3,7`: the numbers of the links whose payloads are erased.
    numbers: String,
    signature: String,
}

/// Appends to `chain` that the payloads of these links are erased on this ground. Call it in
/// the transaction that erases them.
pub(super) fn append(
    connection: &mut AnyConnection,
    context: &Context,
    chain: Chain,
    numbers: &[i32],
    ground: &str,
) -> Result<(), DbError> {
    let numbers = written(numbers);
    let signed = signed_text(chain, &numbers, ground);
    let fields = Fields {
        ground: ground.to_owned(),
        signature: hex::encode(context.config.keys.sign(signed.as_bytes())),
        numbers,
    };
    let fields = serde_json::to_string(&fields).expect("texts make JSON");
    chain::append_bare(connection, context.now(), chain, KIND, fields)
}

/// The numbers of links, and the ground on which their payloads are erased.
type Named = (Vec<RangeInclusive<i32>>, String);

fn signed_text(chain: Chain, numbers: &str, ground: &str) -> String {
    format!(
        "payloads erased\nchain: {}\nnumbers: {numbers}\nground: {ground}\n",
        chain.id()
    )
}

/// Numbers as ranges, in order.
fn written(numbers: &[i32]) -> String {
    let mut numbers = numbers.to_vec();
    numbers.sort_unstable();
    numbers.dedup();
    let mut ranges: Vec<RangeInclusive<i32>> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some(last) if *last.end() == number - 1 => *last = *last.start()..=number,
            _ => ranges.push(number..=number),
        }
    }
    let words = ranges
        .iter()
        .map(|range| match (range.start(), range.end()) {
            (one, other) if one == other => one.to_string(),
            (first, last) => format!("{first}-{last}"),
        });
    words.collect::<Vec<_>>().join(",")
}

fn read(numbers: &str) -> Option<Vec<RangeInclusive<i32>>> {
    numbers
        .split(',')
        .map(|range| {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            Some(first.parse().ok()?..=last.parse().ok()?)
        })
        .collect()
}

/// What a link names: the numbers, the ground; `None` when it does not carry the signature of
/// one of the city's keys.
fn named(public_keys: &[Vec<u8>], chain: Chain, fields: &str) -> Option<Named> {
    let fields: Fields = serde_json::from_str(fields).ok()?;
    let text = signed_text(chain, &fields.numbers, &fields.ground);
    let signature = hex::decode(&fields.signature).ok()?;
    let good = |key: &Vec<u8>| keys::is_signed(key, text.as_bytes(), &signature);
    if !public_keys.iter().any(good) {
        return None;
    }
    Some((read(&fields.numbers)?, fields.ground))
}

/// Whether a link is one of these as Plaza writes it: signed, and without a payload.
pub(super) fn stands(context: &Context, link: &Link) -> bool {
    let public_keys = context.config.keys.public_keys();
    link.commitment == chain::commitment(&[], &[])
        && named(&public_keys, Chain::of(link.chain), &link.fields).is_some()
}

/// The first erasure on record that no later link of its chain names with its ground.
pub(super) fn unnamed(
    connection: &mut AnyConnection,
    context: &Context,
) -> Result<Option<(Chain, i32)>, DbError> {
    let public_keys = context.config.keys.public_keys();
    let mut after = (i64::MIN, 0);
    loop {
        let page: Vec<(i64, i32, String)> = chain_erasures::table
            .filter(
                chain_erasures::chain.gt(after.0).or(chain_erasures::chain
                    .eq(after.0)
                    .and(chain_erasures::number.gt(after.1))),
            )
            .order((chain_erasures::chain, chain_erasures::number))
            .limit(PAGE)
            .select((
                chain_erasures::chain,
                chain_erasures::number,
                chain_erasures::ground,
            ))
            .load(connection)?;
        let (Some(first), Some(last)) = (page.first(), page.last()) else {
            return Ok(None);
        };
        after = (last.0, last.1);
        let links: Vec<(i64, i32, String)> = chain_links::table
            .filter(chain_links::chain.between(first.0, last.0))
            .filter(chain_links::kind.eq(KIND))
            .select((chain_links::chain, chain_links::number, chain_links::fields))
            .load(connection)?;
        let mut by_chain: HashMap<i64, Vec<(i32, Named)>> = HashMap::new();
        for (chain, number, fields) in links {
            if let Some(named) = named(&public_keys, Chain::of(chain), &fields) {
                by_chain.entry(chain).or_default().push((number, named));
            }
        }
        for (chain, number, ground) in page {
            let is_named = by_chain.get(&chain).is_some_and(|links| {
                links.iter().any(|(later, (numbers, because))| {
                    *later > number
                        && *because == ground
                        && numbers.iter().any(|range| range.contains(&number))
                })
            });
            if !is_named {
                return Ok(Some((Chain::of(chain), number)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// What is written names just those numbers.
        #[test]
        fn numbers_are_read_as_they_were_written(numbers in proptest::collection::vec(1_i32..60, 1..30)) {
            let ranges = read(&written(&numbers)).expect("ranges");
            for number in 1..60 {
                let named = ranges.iter().any(|range| range.contains(&number));
                prop_assert_eq!(named, numbers.contains(&number));
            }
        }
    }

    #[test]
    fn nonsense_names_nothing() {
        for wrong in ["", "x", "1-", "1,,2"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
