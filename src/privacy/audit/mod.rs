//! The register as administrators go through it: who of the city's people did what and when, narrowed to
//! what is looked for, and taken out as a file, which stands in the register itself.
//!
//! Administrators see no more of residents than anybody. The words beside an entry stay sealed, whom it
//! concerns is not named, and what somebody did about their own data has its day and no moment.

pub mod file;
pub mod state;
mod subject;

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use serde_json::{Map, json};

pub use self::subject::Subject;
use self::{file::Format, state::State};
use super::{
    actors::RESIDENT,
    chain::Link,
    ledger::{self, About, Act, Arrangement, Entry},
    moderated,
};
use crate::{
    clock::day_begins,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{accounts, chain_links, ledger_payloads},
        text_enum,
    },
    once::Submission,
};

/// The most of the city's people who are offered to choose from.
pub const MOST_PEOPLE: i64 = 1000;

/// What is looked for; of what is left out, all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub act: Option<Act>,
    pub subject: Option<Subject>,
    /// The account of who did it.
    pub by: Option<i64>,
    /// The post that it is about.
    pub post: Option<i64>,
    /// The first day, and the last one.
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

text_enum! {
    /// In which form an entry is shown.
    pub enum Form {
        /// It says all openly.
        Open = "open",
        /// Its words, and whom it concerns, lie sealed beside it, and are opened for nobody here.
        Sealed = "sealed",
        /// What lay sealed beside it was erased, on a ground.
        Erased = "erased",
    }
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub id: i64,
    pub name: String,
}

/// An entry as administrators read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audited {
    pub entry: Entry,
    pub subject: Subject,
    /// Who of the city's people did it.
    pub by: Option<Actor>,
    pub form: Form,
    /// Whether the entry's time is a moment, or the beginning of its day.
    pub is_moment: bool,
    /// Whether it has not the hash that its content makes.
    pub is_altered: bool,
}

/// A page of entries, who can be chosen, and how the chain stands.
pub struct Found {
    pub entries: Vec<Audited>,
    /// Before which number there are more.
    pub next: Option<i32>,
    pub people: Vec<Actor>,
    pub state: State,
}

/// The entries that are looked for, newest first, up to `limit` before the number `before`; with all that
/// a page about them shows.
pub async fn list(
    context: &Context,
    filter: Filter,
    before: Option<i32>,
    limit: usize,
) -> Result<Found, DbError> {
    let cx = context.clone();
    context
        .db
        .read(move |connection| {
            let (entries, next) = entries(connection, &cx, &filter, before, limit)?;
            Ok(Found {
                entries,
                next,
                people: people(connection)?,
                state: state::of(connection, &cx)?,
            })
        })
        .await
}

/// As [`list`], of the entries alone, and before which number there are more: a part of a file.
pub async fn part(
    context: &Context,
    filter: Filter,
    before: i32,
    limit: usize,
) -> Result<(Vec<Audited>, Option<i32>), DbError> {
    let cx = context.clone();
    context
        .db
        .read(move |connection| entries(connection, &cx, &filter, Some(before), limit))
        .await
}

/// What is taken out as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exported {
    Register,
    SignIns,
}

impl Exported {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::SignIns => "sign-ins",
        }
    }
}

/// Notes that a file is taken out, before it is; gives the number of that entry. The same `submission`
/// twice is noted once, unless what is taken out is `narrowed` otherwise.
pub async fn note(
    context: &Context,
    by: i64,
    submission: &str,
    (what, format): (Exported, Format),
    narrowed: &str,
) -> Result<i32, DbError> {
    let said = ["audit", what.as_str(), format.as_str(), narrowed];
    let submission = Submission::new(context, submission, Some(by), &said);
    let cx = context.clone();
    let number = context
        .db
        .write(move |connection| {
            submission.once(connection, &cx, |connection| {
                let about = About {
                    by: Some(by),
                    ..About::default()
                };
                let fields = Map::from_iter([
                    ("what".to_owned(), json!(what.as_str())),
                    ("format".to_owned(), json!(format.as_str())),
                ]);
                let number =
                    ledger::note(connection, &cx, Arrangement::Audit, None, about, fields)?;
                Ok::<i64, DbError>(number.into())
            })
        })
        .await?;
    Ok(i32::try_from(number).unwrap_or(i32::MAX))
}

/// The city's people, by their names: who can be chosen to look for.
pub fn people(connection: &mut AnyConnection) -> Result<Vec<Actor>, DbError> {
    let rows: Vec<(i64, String)> = accounts::table
        .filter(accounts::role.ne(RESIDENT))
        .order((accounts::name, accounts::id))
        .limit(MOST_PEOPLE)
        .select((accounts::id, accounts::name))
        .load(connection)?;
    let rows = rows.into_iter();
    Ok(rows.map(|(id, name)| Actor { id, name }).collect())
}

fn entries(
    connection: &mut AnyConnection,
    context: &Context,
    filter: &Filter,
    before: Option<i32>,
    limit: usize,
) -> Result<(Vec<Audited>, Option<i32>), DbError> {
    let mut links = links(connection, context, filter, before, limit)?;
    let is_more = links.len() > limit;
    links.truncate(limit);
    let next = links.last().filter(|_| is_more).map(|link| link.number);
    let numbers: Vec<i32> = links.iter().map(|link| link.number).collect();
    let beside: Vec<(i32, Option<i64>)> = ledger_payloads::table
        .filter(ledger_payloads::number.eq_any(numbers))
        .select((ledger_payloads::number, ledger_payloads::by_id))
        .load(connection)?;
    let beside: HashMap<i32, Option<i64>> = beside.into_iter().collect();
    let mut ids: Vec<i64> = beside.values().copied().flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    let names: Vec<(i64, String)> = accounts::table
        .filter(accounts::id.eq_any(ids))
        .select((accounts::id, accounts::name))
        .load(connection)?;
    let names: HashMap<i64, String> = names.into_iter().collect();
    let zone = context.config.city.time_zone;
    let shown = links.into_iter().filter_map(|link| {
        // A node of a newer release may have written acts that this one has no name for.
        let act: Act = link.kind.parse().ok()?;
        let payload = beside.get(&link.number);
        let by = payload.copied().flatten().and_then(|id| {
            let name = names.get(&id)?.clone();
            Some(Actor { id, name })
        });
        let at = match by {
            Some(_) => link.at,
            None => day_begins(link.at.day_in(zone), zone),
        };
        let mut entry = ledger::entry(link.number, act, &link.fields, at);
        // As in the public register: a board and a moment would tell whose post it was.
        if moderated::sort_of(act).is_some() {
            let is_board = |name: &str| moderated::BOARDS.contains(&name);
            entry.facts.retain(|(name, _)| !is_board(name));
        }
        Some(Audited {
            subject: Subject::of(act),
            form: match payload {
                Some(_) => Form::Sealed,
                None if act == Act::PayloadsErased => Form::Open,
                None => Form::Erased,
            },
            is_moment: by.is_some(),
            is_altered: link.computed() != link.hash,
            entry,
            by,
        })
    });
    Ok((shown.collect(), next))
}

/// One more than `limit`, which tells whether there are more.
fn links(
    connection: &mut AnyConnection,
    context: &Context,
    filter: &Filter,
    before: Option<i32>,
    limit: usize,
) -> Result<Vec<Link>, DbError> {
    let mut query = chain_links::table
        .filter(chain_links::chain.eq(0))
        .filter(chain_links::number.lt(before.unwrap_or(i32::MAX)))
        .order(chain_links::number.desc())
        .limit(i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1)
        .select(chain_links::all_columns)
        .into_boxed();
    if let Some(act) = filter.act {
        query = query.filter(chain_links::kind.eq(act));
    }
    if let Some(subject) = filter.subject {
        query = query.filter(chain_links::kind.eq_any(subject.acts()));
    }
    if let Some(by) = filter.by {
        query = query.filter(
            chain_links::number.eq_any(
                ledger_payloads::table
                    .filter(ledger_payloads::by_id.eq(by))
                    .select(ledger_payloads::number),
            ),
        );
    }
    if let Some(post) = filter.post {
        query = query.filter(
            chain_links::number.eq_any(
                ledger_payloads::table
                    .filter(ledger_payloads::post_id.eq(post))
                    .select(ledger_payloads::number),
            ),
        );
    }
    if let Some(from) = from(context, filter.from) {
        query = query.filter(chain_links::at.ge(from));
    }
    if let Some(behind) = behind(context, filter.until) {
        query = query.filter(chain_links::at.lt(behind));
    }
    Ok(query.load(connection)?)
}

/// When the first day begins.
pub fn from(context: &Context, day: Option<NaiveDate>) -> Option<Timestamp> {
    Some(day_begins(day?, context.config.city.time_zone))
}

/// When the last day is over.
pub fn behind(context: &Context, day: Option<NaiveDate>) -> Option<Timestamp> {
    let next = day?.checked_add_days(Days::new(1))?;
    Some(day_begins(next, context.config.city.time_zone))
}
