//! Agreements: who may be given which data of a case, for what, from when until when. They are
//! public, and name nobody.

use chrono::NaiveDate;
use diesel::prelude::*;
use validator::ValidationErrors;

use super::{DisclosureError, Fields};
use crate::{
    accounts::Member,
    began::{self, Began},
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::agreements, text_enum},
    once::Submission,
    privacy::policy::{self, PolicyError},
    text::{self, Format, official},
    text_rules::{plain_line, readable, refuse, refuse_length},
};

pub const LONGEST_RECIPIENT: usize = 120;
pub const LONGEST_PURPOSE: usize = 500;
/// Agreements that a page lists, the newest first.
const LISTED: i64 = 200;

text_enum! {
    /// What sort of third party it is, as the public register says it.
    pub enum RecipientKind {
        /// Another public agency.
        Agency = "agency",
        /// Who works for the city by contract.
        Contractor = "contractor",
        /// A university or research institute.
        Research = "research",
        Other = "other",
    }
}

impl RecipientKind {
    pub const ALL: [Self; 4] = [Self::Agency, Self::Contractor, Self::Research, Self::Other];
}

/// An agreement as the privacy officer types it, trimmed.
#[derive(Clone, Debug, Default)]
pub struct NewAgreement {
    pub recipient: String,
    pub kind: Option<RecipientKind>,
    pub purpose: String,
    pub fields: Option<Fields>,
    /// The first and the last day; `None` when it is no date.
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
}

/// An agreement as made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    pub id: i64,
    pub recipient: String,
    pub kind: RecipientKind,
    pub purpose: String,
    pub fields: Fields,
    /// Which privacy policy it was made under.
    pub policy_version: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// When it was ended before its time.
    pub ended_at: Option<Timestamp>,
}

/// Where an agreement stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    NotYet,
    Valid,
    Expired,
    Ended,
}

impl Standing {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotYet => "not-yet",
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::Ended => "ended",
        }
    }
}

impl Agreement {
    pub fn standing(&self, today: NaiveDate) -> Standing {
        if self.ended_at.is_some() {
            Standing::Ended
        } else if today < self.starts_on {
            Standing::NotYet
        } else if today > self.ends_on {
            Standing::Expired
        } else {
            Standing::Valid
        }
    }

    /// Says what can be changed of it: equal for equal words, fields and days.
    pub fn stamp(&self) -> String {
        let (fields, starts_on) = (self.fields.code(), self.starts_on.to_string());
        let ends_on = self.ends_on.to_string();
        began::stamp([
            self.recipient.as_str(),
            self.kind.as_str(),
            self.purpose.as_str(),
            fields.as_str(),
            starts_on.as_str(),
            ends_on.as_str(),
        ])
    }
}

type Row = (
    i64,
    String,
    RecipientKind,
    String,
    String,
    String,
    NaiveDate,
    NaiveDate,
    Option<Timestamp>,
);
type Columns = (
    agreements::id,
    agreements::recipient,
    agreements::recipient_kind,
    agreements::purpose,
    agreements::fields,
    agreements::policy_version,
    agreements::starts_on,
    agreements::ends_on,
    agreements::ended_at,
);
const COLUMNS: Columns = (
    agreements::id,
    agreements::recipient,
    agreements::recipient_kind,
    agreements::purpose,
    agreements::fields,
    agreements::policy_version,
    agreements::starts_on,
    agreements::ends_on,
    agreements::ended_at,
);

/// `None` for a row whose fields this program does not know.
fn agreement(row: Row) -> Option<Agreement> {
    let (id, recipient, kind, purpose, fields, policy_version, starts_on, ends_on, ended_at) = row;
    Some(Agreement {
        id,
        recipient,
        kind,
        purpose,
        fields: Fields::parse(&fields)?,
        policy_version,
        starts_on,
        ends_on,
        ended_at,
    })
}

/// The number of the policy's version that is in force.
async fn policy_version(context: &Context) -> Result<String, DisclosureError> {
    match policy::current(context).await {
        Ok(version) => Ok(version.number.to_string()),
        Err(PolicyError::Db(error)) => Err(error.into()),
        Err(_) => Err(DisclosureError::NotFound),
    }
}

/// What breaks a rule of an agreement, each field with the code of its message.
fn check(new: &NewAgreement, today: NaiveDate) -> Result<(), ValidationErrors> {
    let mut errors = ValidationErrors::new();
    if new.recipient.is_empty() {
        refuse(&mut errors, "recipient", "required");
    } else if new.recipient.chars().count() > LONGEST_RECIPIENT {
        refuse_length(&mut errors, "recipient", 0, LONGEST_RECIPIENT);
    } else if !plain_line(&new.recipient) {
        refuse(&mut errors, "recipient", "characters");
    }
    if new.kind.is_none() {
        refuse(&mut errors, "kind", "choice");
    }
    if new.purpose.is_empty() {
        refuse(&mut errors, "purpose", "required");
    } else if new.purpose.chars().count() > LONGEST_PURPOSE {
        refuse_length(&mut errors, "purpose", 0, LONGEST_PURPOSE);
    } else if !readable(&new.purpose) {
        refuse(&mut errors, "purpose", "characters");
    }
    if new.fields.is_none() {
        refuse(&mut errors, "field-contact-name", "fields");
    }
    if new.starts_on.is_none() {
        refuse(&mut errors, "starts", "date");
    }
    match (new.starts_on, new.ends_on) {
        (_, None) => refuse(&mut errors, "ends", "date"),
        (_, Some(ends)) if ends < today => refuse(&mut errors, "ends", "past"),
        (Some(starts), Some(ends)) if ends < starts => refuse(&mut errors, "ends", "before-start"),
        _ => {}
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

/// An agreement in which nothing breaks a rule.
#[derive(AsChangeset, Insertable)]
#[diesel(table_name = agreements)]
struct Whole {
    recipient: String,
    recipient_kind: RecipientKind,
    purpose: String,
    fields: String,
    policy_version: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
}

async fn whole(context: &Context, new: NewAgreement) -> Result<Whole, DisclosureError> {
    check(&new, context.clock.today(context.config.city.time_zone))?;
    let texts = [("recipient", &new.recipient), ("purpose", &new.purpose)]
        .map(|(name, text)| text::Field::new(name, Format::Plain, text.as_str()));
    let mut errors = ValidationErrors::new();
    for name in official::with_personal_data(context, texts.into()).await? {
        refuse(&mut errors, name, "personal-data");
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let (Some(kind), Some(fields), Some(starts_on), Some(ends_on)) =
        (new.kind, new.fields, new.starts_on, new.ends_on)
    else {
        return Err(DisclosureError::NotFound);
    };
    Ok(Whole {
        recipient: new.recipient,
        recipient_kind: kind,
        purpose: new.purpose,
        fields: fields.code(),
        policy_version: policy_version(context).await?,
        starts_on,
        ends_on,
    })
}

/// Makes an agreement; gives its id. The same `submission` twice is one agreement.
pub async fn make(
    context: &Context,
    by: &Member,
    submission: &str,
    new: NewAgreement,
) -> Result<i64, DisclosureError> {
    let said = ["agreement", &format!("{new:?}")];
    let submission = Submission::new(context, submission, Some(by.id), &said);
    let whole = whole(context, new).await?;
    let (cx, by) = (context.clone(), by.id);
    context
        .db
        .write(move |connection| {
            submission.once(connection, &cx, |connection| {
                let id = diesel::insert_into(agreements::table)
                    .values((
                        whole,
                        agreements::made_by.eq(by),
                        agreements::created_at.eq(cx.now()),
                    ))
                    .returning(agreements::id)
                    .get_result(connection)?;
                Ok(id)
            })
        })
        .await
}

/// Replaces what an agreement says before it is in force; then it is made by who replaced it,
/// under today's policy. [`DisclosureError::InForce`] where data may have gone under it, or it
/// was ended; [`DisclosureError::Changed`] where it says something else than the change `began` from.
pub async fn change(
    context: &Context,
    by: &Member,
    id: i64,
    new: NewAgreement,
    began: Began,
) -> Result<(), DisclosureError> {
    let whole = whole(context, new).await?;
    let today = context.clock.today(context.config.city.time_zone);
    let by = by.id;
    context
        .db
        .write(move |connection| {
            let there = hold(connection, id)?;
            if there.standing(today) != Standing::NotYet {
                return Err(DisclosureError::InForce);
            }
            if began.is_not(&there.stamp()) {
                return Err(DisclosureError::Changed);
            }
            diesel::update(agreements::table.find(id))
                .set((whole, agreements::made_by.eq(by)))
                .execute(connection)?;
            Ok(())
        })
        .await
}

/// Ends an agreement at once, or withdraws one that is not in force yet. Twice is once.
pub async fn end(context: &Context, by: &Member, id: i64) -> Result<(), DisclosureError> {
    let (by, now) = (by.id, context.now());
    context
        .db
        .write(move |connection| {
            let ended = diesel::update(
                agreements::table
                    .find(id)
                    .filter(agreements::ended_at.is_null()),
            )
            .set((agreements::ended_at.eq(now), agreements::ended_by.eq(by)))
            .execute(connection)?;
            if ended == 0 {
                find(connection, id)?;
            }
            Ok(())
        })
        .await
}

/// The agreement of this number.
pub async fn one(context: &Context, id: i64) -> Result<Agreement, DisclosureError> {
    context
        .db
        .read(move |connection| find(connection, id))
        .await
}

/// The newest agreements.
pub async fn list(context: &Context) -> Result<Vec<Agreement>, DbError> {
    page(context, None, LISTED).await
}

/// Up to `limit` agreements that were made before the one with the id `before`, newest first,
/// whether in force, to come or past.
pub async fn page(
    context: &Context,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Agreement>, DbError> {
    context
        .db
        .read(move |connection| {
            let rows: Vec<Row> = agreements::table
                .filter(agreements::id.lt(before.unwrap_or(i64::MAX)))
                .order(agreements::id.desc())
                .limit(limit)
                .select(COLUMNS)
                .load(connection)?;
            Ok(rows.into_iter().filter_map(agreement).collect())
        })
        .await
}

pub(super) fn find(connection: &mut AnyConnection, id: i64) -> Result<Agreement, DisclosureError> {
    let row: Option<Row> = agreements::table
        .find(id)
        .select(COLUMNS)
        .first(connection)
        .optional()?;
    row.and_then(agreement).ok_or(DisclosureError::NotFound)
}

/// As [`find`], and nobody ends it before this transaction does.
pub(super) fn hold(connection: &mut AnyConnection, id: i64) -> Result<Agreement, DisclosureError> {
    diesel::update(agreements::table.find(id))
        .set(agreements::purpose.eq(agreements::purpose))
        .execute(connection)?;
    find(connection, id)
}
