//! Addresses that get no mail which one can do without: mails to them came back, or whoever reads
//! them wants none.
//!
//! Only a keyed hash of the address is kept, with the reason, what it covers and the day.
//! [`outbox::enqueue`](super::outbox::enqueue) asks, and again who leases a mail and who sends it, which may
//! be days later; nobody else has to.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Class, LetterKind};
use crate::{
    context::Context,
    db::{AnyConnection, DbError, schema::suppressed_addresses as rows, text_enum},
};

/// Why an address gets fewer mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its server says that there is no such address: nothing goes there that one can do without.
    HardBounce,
    /// Its reader wants no more mails of this kind.
    Unsubscribed(LetterKind),
}

text_enum! {
    /// A reason as it is stored and counted.
    pub enum Cause {
        HardBounce = "hard-bounce",
        Unsubscribed = "unsubscribed",
    }
}

impl Cause {
    pub const ALL: [Self; 2] = [Self::HardBounce, Self::Unsubscribed];
}

/// What a row says that covers every mail which one can do without.
const ALL: &str = "all";

impl Reason {
    const fn cause(self) -> Cause {
        match self {
            Self::HardBounce => Cause::HardBounce,
            Self::Unsubscribed(_) => Cause::Unsubscribed,
        }
    }

    /// Which mails are not sent.
    const fn covers(self) -> &'static str {
        match self {
            Self::HardBounce => ALL,
            Self::Unsubscribed(kind) => kind.as_str(),
        }
    }
}

/// Sends an address no more such mails, by its blind index; the reason holds from today on.
///
/// Of two at once each may leave a row. They say the same, and [`lift`] ends both.
pub fn suppress(
    connection: &mut AnyConnection,
    context: &Context,
    index: &[u8],
    reason: Reason,
) -> Result<(), DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    let known = rows::table
        .filter(rows::email_index.eq(index))
        .filter(rows::reason.eq(reason.cause()))
        .filter(rows::covers.eq(reason.covers()));
    let again = diesel::update(known)
        .set(rows::since.eq(today))
        .execute(connection)?;
    if again == 0 {
        diesel::insert_into(rows::table)
            .values((
                rows::email_index.eq(index),
                rows::reason.eq(reason.cause()),
                rows::covers.eq(reason.covers()),
                rows::since.eq(today),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Ends a reason: its address gets such mails again. Call it where somebody showed that they read
/// its mails, or asked for mails of that kind.
pub fn lift(connection: &mut AnyConnection, index: &[u8], reason: Reason) -> Result<(), DbError> {
    let known = rows::table
        .filter(rows::email_index.eq(index))
        .filter(rows::reason.eq(reason.cause()))
        .filter(rows::covers.eq(reason.covers()));
    diesel::delete(known).execute(connection)?;
    Ok(())
}

/// Whether a mail of this kind is not to be sent to an address.
pub(super) fn withholds(
    connection: &mut AnyConnection,
    index: &[u8],
    kind: LetterKind,
) -> Result<bool, DbError> {
    let withheld = withheld(connection, vec![(0, kind, index.to_vec())])?;
    Ok(!withheld.is_empty())
}

/// Of mails that wait, each with its kind and its address's blind index, those that are not to be sent.
pub(super) fn withheld(
    connection: &mut AnyConnection,
    mails: Vec<(i64, LetterKind, Vec<u8>)>,
) -> Result<Vec<i64>, DbError> {
    if mails.is_empty() {
        return Ok(Vec::new());
    }
    let indices: Vec<Vec<u8>> = mails.iter().map(|(.., index)| index.clone()).collect();
    let known: Vec<(Vec<u8>, String)> = rows::table
        .filter(rows::email_index.eq_any(indices))
        .select((rows::email_index, rows::covers))
        .load(connection)?;
    let is_withheld = |kind: LetterKind, index: &[u8]| {
        let covers = |covered: &str| covered == ALL || covered == kind.as_str();
        kind.class() == Class::Optional
            && known
                .iter()
                .any(|(of, covered)| of == index && covers(covered))
    };
    let withheld = mails
        .into_iter()
        .filter(|(_, kind, index)| is_withheld(*kind, index));
    Ok(withheld.map(|(id, ..)| id).collect())
}

/// What somebody stopped at one address stays so at their new one.
pub fn follow(connection: &mut AnyConnection, old: &[u8], new: &[u8]) -> Result<(), DbError> {
    let stopped = rows::table
        .filter(rows::email_index.eq(old))
        .filter(rows::reason.eq(Cause::Unsubscribed));
    diesel::update(stopped)
        .set(rows::email_index.eq(new))
        .execute(connection)?;
    Ok(())
}

/// Since which day mails to an address are known to come back.
pub fn came_back(
    connection: &mut AnyConnection,
    index: &[u8],
) -> Result<Option<NaiveDate>, DbError> {
    Ok(rows::table
        .filter(rows::email_index.eq(index))
        .filter(rows::reason.eq(Cause::HardBounce))
        .order(rows::since.desc())
        .select(rows::since)
        .first(connection)
        .optional()?)
}

/// The least figure that is told: fewer addresses could be somebody.
const TOLD: i64 = 10;

/// How many addresses there are of each reason, as far as that is told; none is told apart from few.
pub async fn counted(context: &Context) -> Result<Vec<(Cause, Option<i64>)>, DbError> {
    let counts = context
        .db
        .read(|connection| {
            let counts: Vec<(Cause, i64)> = rows::table
                .group_by(rows::reason)
                .select((rows::reason, diesel::dsl::count_star()))
                .load(connection)?;
            Ok::<_, DbError>(counts)
        })
        .await?;
    let of = |cause| {
        let found = counts.iter().find(|(one, _)| *one == cause);
        found
            .map(|(_, count)| *count)
            .filter(|count| *count >= TOLD)
    };
    Ok(Cause::ALL.map(|cause| (cause, of(cause))).to_vec())
}
