//! Drafts of the next version, for the privacy officer: prepared, looked at, published.

use chrono::{Days, NaiveDate, TimeDelta};
use diesel::prelude::*;
use serde_json::{Map, json};
use validator::ValidationErrors;

use super::{Kind, PolicyError, Version, hash, today};
use crate::{
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{policy_drafts, policy_versions},
    },
    privacy::ledger::{self, About, Arrangement, OfCity},
    text_rules::{readable, refuse, refuse_length},
};

pub const LONGEST_TEXT: usize = 60_000;
pub const LONGEST_PARTICULARS: usize = 2_000;
/// How far ahead a revision may be announced, in days.
const FURTHEST: u64 = 366;

/// What a draft says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    /// [`Kind::Minor`] or [`Kind::Major`].
    pub kind: Kind,
    pub text_zh: String,
    pub text_en: String,
    pub particulars_zh: String,
    pub particulars_en: String,
    pub effective_on: Option<NaiveDate>,
}

/// A draft as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub id: i64,
    pub fields: Fields,
    pub updated_at: Timestamp,
}

type Row = (
    i64,
    Kind,
    String,
    String,
    String,
    String,
    Option<NaiveDate>,
    Timestamp,
);

impl Draft {
    fn of(row: Row) -> Self {
        let (id, kind, text_zh, text_en, particulars_zh, particulars_en, effective_on, updated_at) =
            row;
        Self {
            id,
            fields: Fields {
                kind,
                text_zh,
                text_en,
                particulars_zh,
                particulars_en,
                effective_on,
            },
            updated_at,
        }
    }
}

/// What is wrong with a draft that shall follow `last`, if it were published on `today`.
///
/// Codes: `required`, `length`, `characters`; `unchanged` where both texts are the last
/// version's; `particulars` where a major revision lacks them in a language; `date-past`,
/// `date-order` (before the last version takes effect), `date-far`.
pub fn check(fields: &Fields, last: &Version, today: NaiveDate) -> Result<(), ValidationErrors> {
    let mut errors = ValidationErrors::new();
    for (name, text) in [("text_zh", &fields.text_zh), ("text_en", &fields.text_en)] {
        if text.trim().is_empty() {
            refuse(&mut errors, name, "required");
        } else if text.chars().count() > LONGEST_TEXT {
            refuse_length(&mut errors, name, 1, LONGEST_TEXT);
        } else if !readable(text) {
            refuse(&mut errors, name, "characters");
        }
    }
    if fields.text_zh == last.text_zh && fields.text_en == last.text_en {
        refuse(&mut errors, "text_zh", "policy-unchanged");
    }
    for (name, text) in [
        ("particulars_zh", &fields.particulars_zh),
        ("particulars_en", &fields.particulars_en),
    ] {
        if fields.kind == Kind::Major && text.trim().is_empty() {
            refuse(&mut errors, name, "policy-particulars");
        } else if text.chars().count() > LONGEST_PARTICULARS {
            refuse_length(&mut errors, name, 0, LONGEST_PARTICULARS);
        } else if !readable(text) {
            refuse(&mut errors, name, "characters");
        }
    }
    if fields.kind == Kind::First {
        refuse(&mut errors, "kind", "choice");
    }
    let furthest = today.checked_add_days(Days::new(FURTHEST));
    match fields.effective_on {
        None => refuse(&mut errors, "effective_on", "policy-date"),
        Some(day) if day < today => refuse(&mut errors, "effective_on", "policy-date-past"),
        Some(day) if day < last.effective_on => {
            refuse(&mut errors, "effective_on", "policy-date-order");
        }
        Some(day) if furthest.is_some_and(|furthest| day > furthest) => {
            refuse(&mut errors, "effective_on", "policy-date-far");
        }
        Some(_) => {}
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

fn newest(connection: &mut AnyConnection) -> Result<Version, PolicyError> {
    policy_versions::table
        .order(policy_versions::number.desc())
        .select(Version::as_select())
        .first(connection)
        .optional()?
        .ok_or(PolicyError::NoSuchVersion)
}

/// Begins a draft with the newest version's texts, to take effect today; gives its id.
pub async fn begin(context: &Context) -> Result<i64, PolicyError> {
    let (now, today) = (context.now(), today(context));
    context
        .db
        .write(move |connection| {
            let last = newest(connection)?;
            Ok(diesel::insert_into(policy_drafts::table)
                .values((
                    policy_drafts::kind.eq(Kind::Minor),
                    policy_drafts::text_zh.eq(last.text_zh),
                    policy_drafts::text_en.eq(last.text_en),
                    policy_drafts::particulars_zh.eq(""),
                    policy_drafts::particulars_en.eq(""),
                    policy_drafts::effective_on.eq(today.max(last.effective_on)),
                    policy_drafts::updated_at.eq(now),
                ))
                .returning(policy_drafts::id)
                .get_result(connection)?)
        })
        .await
}

/// Every draft, the one worked on last first.
pub async fn drafts(context: &Context) -> Result<Vec<Draft>, PolicyError> {
    context
        .db
        .read(|connection| {
            let rows: Vec<Row> = policy_drafts::table
                .order(policy_drafts::updated_at.desc())
                .load(connection)?;
            Ok(rows.into_iter().map(Draft::of).collect())
        })
        .await
}

/// A draft and the version that it would follow.
pub async fn draft(context: &Context, id: i64) -> Result<(Draft, Version), PolicyError> {
    context
        .db
        .read(move |connection| {
            let draft = find(connection, id)?;
            Ok((draft, newest(connection)?))
        })
        .await
}

fn find(connection: &mut AnyConnection, id: i64) -> Result<Draft, PolicyError> {
    let row: Option<Row> = policy_drafts::table.find(id).first(connection).optional()?;
    row.map(Draft::of).ok_or(PolicyError::NoSuchDraft)
}

/// Keeps what was typed over the draft as it was `read`, whole or not; only what a database cannot
/// hold is refused. Gives the draft's new time.
pub async fn save(
    context: &Context,
    id: i64,
    read: Option<Timestamp>,
    fields: Fields,
) -> Result<Timestamp, PolicyError> {
    let now = context.now();
    context
        .db
        .write(move |connection| put(connection, now, id, read, fields))
        .await
}

/// The draft, which nobody changes before this transaction ends. [`PolicyError::Changed`] where it is
/// another than was read.
pub fn hold(
    connection: &mut AnyConnection,
    id: i64,
    read: Option<Timestamp>,
) -> Result<Draft, PolicyError> {
    diesel::update(policy_drafts::table.find(id))
        .set(policy_drafts::kind.eq(policy_drafts::kind))
        .execute(connection)?;
    let draft = find(connection, id)?;
    if read.is_some_and(|read| read != draft.updated_at) {
        return Err(PolicyError::Changed);
    }
    Ok(draft)
}

/// As [`save`], in a transaction that is open already.
pub fn put(
    connection: &mut AnyConnection,
    now: Timestamp,
    id: i64,
    read: Option<Timestamp>,
    fields: Fields,
) -> Result<Timestamp, PolicyError> {
    let mut errors = ValidationErrors::new();
    for (name, text, longest) in [
        ("text_zh", &fields.text_zh, LONGEST_TEXT),
        ("text_en", &fields.text_en, LONGEST_TEXT),
        (
            "particulars_zh",
            &fields.particulars_zh,
            LONGEST_PARTICULARS,
        ),
        (
            "particulars_en",
            &fields.particulars_en,
            LONGEST_PARTICULARS,
        ),
    ] {
        if text.chars().count() > longest {
            refuse_length(&mut errors, name, 0, longest);
        } else if !readable(text) {
            refuse(&mut errors, name, "characters");
        }
    }
    if fields.kind == Kind::First {
        refuse(&mut errors, "kind", "choice");
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let draft = hold(connection, id, read)?;
    // No two texts of a draft have the same time.
    let at = now.max(draft.updated_at + TimeDelta::milliseconds(1));
    diesel::update(policy_drafts::table.find(id))
        .set((
            policy_drafts::kind.eq(fields.kind),
            policy_drafts::text_zh.eq(fields.text_zh),
            policy_drafts::text_en.eq(fields.text_en),
            policy_drafts::particulars_zh.eq(fields.particulars_zh),
            policy_drafts::particulars_en.eq(fields.particulars_en),
            policy_drafts::effective_on.eq(fields.effective_on),
            policy_drafts::updated_at.eq(at),
        ))
        .execute(connection)?;
    Ok(at)
}

/// Throws a draft away as it was `read`; twice is no error.
pub async fn discard(
    context: &Context,
    id: i64,
    read: Option<Timestamp>,
) -> Result<(), PolicyError> {
    context
        .db
        .write(move |connection| {
            match hold(connection, id, read) {
                Ok(_) => {}
                Err(PolicyError::NoSuchDraft) => return Ok(()),
                Err(error) => return Err(error),
            }
            diesel::delete(policy_drafts::table.find(id)).execute(connection)?;
            Ok(())
        })
        .await
}

/// Makes a draft the next version, in the transaction of whoever is told of it; it stands in
/// the ledger. `by` is the officer's account.
///
/// Fails with [`PolicyError::Invalid`] by the rules of [`check`], and with
/// [`PolicyError::NoSuchDraft`] where somebody else was faster.
pub fn publish(
    connection: &mut AnyConnection,
    context: &Context,
    by: i64,
    id: i64,
) -> Result<Version, PolicyError> {
    let Fields {
        kind,
        text_zh,
        text_en,
        particulars_zh,
        particulars_en,
        effective_on,
    } = {
        let fields = find(connection, id)?.fields;
        check(&fields, &newest(connection)?, today(context))?;
        fields
    };
    // Two officers at once: the draft goes once, and the number is unique.
    if diesel::delete(policy_drafts::table.find(id)).execute(connection)? == 0 {
        return Err(PolicyError::NoSuchDraft);
    }
    // What a minor one would say of itself is told nowhere, so it is kept nowhere.
    let told = |particulars: String| match kind {
        Kind::Major => particulars,
        Kind::First | Kind::Minor => String::new(),
    };
    let version = Version {
        number: newest(connection)?.number + 1,
        kind,
        hash: hash(&text_zh, &text_en),
        text_zh,
        text_en,
        particulars_zh: told(particulars_zh),
        particulars_en: told(particulars_en),
        effective_on: effective_on.unwrap_or_else(|| today(context)),
        published_at: context.now(),
    };
    diesel::insert_into(policy_versions::table)
        .values((
            policy_versions::number.eq(version.number),
            policy_versions::kind.eq(version.kind),
            policy_versions::text_zh.eq(&version.text_zh),
            policy_versions::text_en.eq(&version.text_en),
            policy_versions::hash.eq(&version.hash),
            policy_versions::particulars_zh.eq(&version.particulars_zh),
            policy_versions::particulars_en.eq(&version.particulars_en),
            policy_versions::effective_on.eq(version.effective_on),
            policy_versions::published_at.eq(version.published_at),
        ))
        .execute(connection)?;
    let facts = Map::from_iter([
        ("version".to_owned(), json!(version.number)),
        ("kind".to_owned(), json!(version.kind)),
        ("sha256".to_owned(), json!(version.hash())),
    ]);
    let about = About {
        by: Some(by),
        ..About::default()
    };
    let act = Arrangement::City(OfCity::Policy);
    ledger::note(connection, context, act, None, about, facts)?;
    Ok(version)
}
