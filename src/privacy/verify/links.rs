//! Every link, and what lies beside it: the records of case files and the ledger's payloads say
//! what their links say, and are what was committed to.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use serde::Deserialize;

use super::{Row, Verified, Wrong, row};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{cases, chain_erasures, chain_links, handling_records, ledger_payloads, posts},
    },
    privacy::{
        Private,
        chain::{self, Chain, Link},
        enclosed, erased, ledger,
        received::Given,
    },
};

/// How many links are read at once.
const PAGE: i64 = 1000;

/// A case's record. Of an erased payload neither account nor words nor salt are left.
#[derive(Queryable, Selectable)]
#[diesel(table_name = handling_records)]
struct Record {
    kind: String,
    office_id: Option<i64>,
    account_id: Option<i64>,
    body: Option<String>,
    at: Timestamp,
    salt: Option<Vec<u8>>,
}

/// What lies beside an entry of the ledger.
#[derive(Queryable, Selectable)]
#[diesel(table_name = ledger_payloads)]
struct Entry {
    post_id: Option<i64>,
    case_id: Option<i64>,
    on_day: NaiveDate,
    salt: Vec<u8>,
    payload_sealed: Vec<u8>,
    by_id: Option<i64>,
}

/// What lies beside a link; absent where it was erased.
struct Beside {
    record: Option<Record>,
    entry: Option<Entry>,
    /// The case itself, beside the first record of its file.
    given: Option<Given>,
    /// The files that came with the record.
    files: Vec<(Private<String>, Vec<u8>)>,
}

/// What the link of a case's record says openly.
#[derive(Default, Deserialize)]
struct Fields {
    #[serde(default)]
    office: Option<i64>,
    /// What the commitment of a file's first link covers; see [`Given`].
    #[serde(default)]
    payload: Option<u32>,
    /// How many files came with it; see [`enclosed`].
    #[serde(default)]
    files: Option<usize>,
}

pub(super) fn verify(
    connection: &mut AnyConnection,
    context: &Context,
    verified: &mut Verified,
    progress: &impl Fn(u64),
) -> Result<(), Wrong> {
    let mut after = (i64::MIN, 0);
    let mut last: Option<Link> = None;
    loop {
        let page = page(connection, after)?;
        let Some((end, ..)) = page.last() else {
            return Ok(());
        };
        after = (end.chain, end.number);
        let mut loose = Vec::new();
        for (link, beside, is_erased) in page {
            follows(&link, last.as_ref())?;
            if link.kind == erased::KIND {
                if !erased::stands(context, &link) {
                    return Err(Wrong::Unsigned(row(&link)));
                }
            } else {
                let found = match Chain::of(link.chain) {
                    Chain::Ledger => entry_stands(context, &link, beside.entry, &mut loose)?,
                    Chain::Case(case) => record_stands(&link, case, beside)?,
                };
                match found {
                    Found::Stands => verified.payloads += 1,
                    Found::Gone if is_erased => verified.erased += 1,
                    Found::Gone => return Err(Wrong::Vanished(row(&link))),
                }
            }
            verified.links += 1;
            last = Some(link);
        }
        are_gone(connection, &loose)?;
        progress(verified.links);
    }
}

/// A link, what lies beside it, and whether an erasure names it.
type Linked = (Link, Beside, bool);

fn page(connection: &mut AnyConnection, after: (i64, i32)) -> Result<Vec<Linked>, DbError> {
    type Joined = (
        Link,
        Option<Record>,
        Option<Entry>,
        Option<Given>,
        Option<i32>,
    );
    let rows: Vec<Joined> = chain_links::table
        .left_join(
            handling_records::table.on(handling_records::case_id
                .eq(chain_links::chain)
                .and(handling_records::number.eq(chain_links::number))),
        )
        .left_join(
            ledger_payloads::table.on(chain_links::chain
                .eq(Chain::Ledger.id())
                .and(ledger_payloads::number.eq(chain_links::number))),
        )
        .left_join(
            cases::table.on(cases::id
                .eq(chain_links::chain)
                .and(chain_links::number.eq(1))),
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
            Option::<Record>::as_select(),
            Option::<Entry>::as_select(),
            Option::<Given>::as_select(),
            chain_erasures::number.nullable(),
        ))
        .load(connection)?;
    let mut cases: Vec<i64> = rows.iter().map(|(link, ..)| link.chain).collect();
    cases.dedup();
    let mut files = enclosed::of(connection, cases)?;
    let linked = rows
        .into_iter()
        .map(|(link, record, entry, given, erased)| {
            let beside = Beside {
                record,
                entry,
                given,
                files: files.remove(&(link.chain, link.number)).unwrap_or_default(),
            };
            (link, beside, erased.is_some())
        });
    Ok(linked.collect())
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

/// Whether a link's payload is there; what is wrong with it is an error.
enum Found {
    Stands,
    Gone,
}

fn record_stands(link: &Link, case: i64, beside: Beside) -> Result<Found, Wrong> {
    let Some(record) = beside.record else {
        return Ok(Found::Gone);
    };
    let fields: Fields = serde_json::from_str(&link.fields).unwrap_or_default();
    if record.kind != link.kind || record.at != link.at || record.office_id != fields.office {
        return Err(Wrong::Unlike(row(link)));
    }
    let Some(salt) = record.salt else {
        return Ok(Found::Gone);
    };
    let written = chain::record_payload(record.account_id, record.body.as_deref());
    let payload = match fields.payload {
        // Of another kind, or from before: it commits to the record alone.
        None => written,
        Some(version) => {
            let given = beside.given.ok_or(Wrong::Caseless(case))?;
            let payload = given.payload_of(version, &written);
            payload.ok_or_else(|| Wrong::Payload(row(link)))?
        }
    };
    if fields.files.unwrap_or(0) != beside.files.len() {
        return Err(Wrong::Payload(row(link)));
    }
    let files = beside.files.iter();
    let payload = enclosed::payload(payload, files.map(|(name, hash)| (name, &**hash)));
    is_committed(link, &salt, &payload)
}

/// `loose` takes what an entry is of and no longer filed under: that must be gone.
fn entry_stands(
    context: &Context,
    link: &Link,
    entry: Option<Entry>,
    loose: &mut Vec<Loose>,
) -> Result<Found, Wrong> {
    let Some(entry) = entry else {
        return Ok(Found::Gone);
    };
    let plain =
        ledger::payload(context, &entry.payload_sealed).map_err(|_| Wrong::Payload(row(link)))?;
    let found = is_committed(link, &entry.salt, &plain)?;
    let payload: ledger::Payload =
        serde_json::from_slice(&plain).map_err(|_| Wrong::Payload(row(link)))?;
    if !is_day_of(entry.on_day, link.at) {
        return Err(Wrong::Misfiled(row(link)));
    }
    // Of residents it holds nothing, and of an account that was erased.
    if entry.by_id.is_some() && entry.by_id != payload.by {
        return Err(Wrong::Misfiled(row(link)));
    }
    for (filed, of, table) in [
        (entry.post_id, payload.post, Filed::Post),
        (entry.case_id, payload.case, Filed::Case),
    ] {
        match (filed, of) {
            (filed, of) if filed == of => {}
            (None, Some(id)) => loose.push((row(link), table, id)),
            _ => return Err(Wrong::Misfiled(row(link))),
        }
    }
    Ok(found)
}

fn is_committed(link: &Link, salt: &[u8], payload: &[u8]) -> Result<Found, Wrong> {
    if chain::commitment(salt, payload) == link.commitment {
        Ok(Found::Stands)
    } else {
        Err(Wrong::Payload(row(link)))
    }
}

/// Whether it was this day anywhere at that moment: the city's time zone may have been set anew.
fn is_day_of(day: NaiveDate, at: Timestamp) -> bool {
    let earliest = (at - TimeDelta::hours(12)).utc().date_naive();
    let latest = (at + TimeDelta::hours(14)).utc().date_naive();
    (earliest..=latest).contains(&day)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Filed {
    Post,
    Case,
}

/// An entry that is of this post or case, and filed under none.
type Loose = (Row, Filed, i64);

/// The database takes an entry's post or case away with their rows, and else nobody does.
fn are_gone(connection: &mut AnyConnection, loose: &[Loose]) -> Result<(), Wrong> {
    for table in [Filed::Post, Filed::Case] {
        let ids = loose.iter().filter(|(_, filed, _)| *filed == table);
        let ids: BTreeSet<i64> = ids.map(|(.., id)| *id).collect();
        if ids.is_empty() {
            continue;
        }
        let there: Vec<i64> = match table {
            Filed::Post => posts::table
                .filter(posts::id.eq_any(ids))
                .select(posts::id)
                .load(connection)?,
            Filed::Case => cases::table
                .filter(cases::id.eq_any(ids))
                .select(cases::id)
                .load(connection)?,
        };
        let wrong = |(_, filed, id): &&Loose| *filed == table && there.contains(id);
        if let Some((row, ..)) = loose.iter().find(wrong) {
            return Err(Wrong::Misfiled(*row));
        }
    }
    Ok(())
}
