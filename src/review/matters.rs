//! What is decided in a room of its own and waits in the queue as well: appeals, and what people ask
//! about their data. The room puts it in, says by when it is to be answered, and ends it.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Decision, Kind, LATE, OPEN, Reports, urgency};
use crate::db::{AnyConnection, DbError, Timestamp, schema::review_items};

/// What is decided in a room of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// The appeal with this id, against what was decided about a post.
    Appeal(i64),
    /// The appeal against what was imposed on an account, by the number of that in the ledger.
    SanctionAppeal(i32),
    /// The request with this id, of somebody who is named in a post.
    Request(i64),
}

/// The three columns of a matter, of which one is filled.
type Columns = (Option<i64>, Option<i32>, Option<i64>);

impl Matter {
    pub const fn kind(self) -> Kind {
        match self {
            Self::Appeal(_) => Kind::Appeal,
            Self::SanctionAppeal(_) => Kind::SanctionAppeal,
            Self::Request(_) => Kind::Request,
        }
    }

    /// As the columns hold it.
    pub(super) fn of((appeal, sanction, request): Columns) -> Option<Self> {
        appeal
            .map(Self::Appeal)
            .or(sanction.map(Self::SanctionAppeal))
            .or(request.map(Self::Request))
    }

    const fn columns(self) -> Columns {
        match self {
            Self::Appeal(id) => (Some(id), None, None),
            Self::SanctionAppeal(number) => (None, Some(number), None),
            Self::Request(id) => (None, None, Some(id)),
        }
    }

    /// How urgent it is before its day has come.
    const fn urgency(self) -> i32 {
        let none = Reports {
            sources: 0,
            personal: 0,
            unlawful: 0,
        };
        urgency(self.kind(), none)
    }
}

/// The open item of a matter. A macro, for the type of the filter cannot be written.
macro_rules! of {
    ($matter:expr) => {{
        let (appeal, sanction, request) = $matter.columns();
        let (of_appeal, of_sanction, of_request) = (
            review_items::appeal_id.assume_not_null(),
            review_items::sanction_number.assume_not_null(),
            review_items::request_id.assume_not_null(),
        );
        review_items::table
            .filter(review_items::state.eq(OPEN))
            .filter(
                of_appeal
                    .eq(appeal.unwrap_or(-1))
                    .or(of_sanction.eq(sanction.unwrap_or(-1)))
                    .or(of_request.eq(request.unwrap_or(-1))),
            )
    }};
}

/// Puts a matter into the queue, to be answered on `due` at the latest and not by who is `barred`; call
/// it in the transaction that brings it there.
pub fn enqueue(
    connection: &mut AnyConnection,
    now: Timestamp,
    matter: Matter,
    due: NaiveDate,
    barred: Option<i64>,
) -> Result<(), DbError> {
    let (appeal, sanction, request) = matter.columns();
    diesel::insert_into(review_items::table)
        .values((
            review_items::kind.eq(matter.kind()),
            review_items::appeal_id.eq(appeal),
            review_items::sanction_number.eq(sanction),
            review_items::request_id.eq(request),
            review_items::state.eq(OPEN),
            review_items::created_at.eq(now),
            review_items::urgency.eq(matter.urgency()),
            review_items::due_on.eq(due),
            review_items::barred_id.eq(barred),
        ))
        .execute(connection)?;
    Ok(())
}

/// It is answered later than was said.
pub fn put_off(
    connection: &mut AnyConnection,
    matter: Matter,
    due: NaiveDate,
) -> Result<(), DbError> {
    diesel::update(of!(matter))
        .set((
            review_items::due_on.eq(due),
            review_items::urgency.eq(matter.urgency()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Ends what waits about a matter, with its decision; without `by` where nobody decided it.
pub fn end(
    connection: &mut AnyConnection,
    now: Timestamp,
    matter: Matter,
    decision: Decision,
    by: Option<i64>,
) -> Result<(), DbError> {
    diesel::update(of!(matter))
        .set((
            review_items::state.eq(decision),
            review_items::decided_at.eq(now),
            review_items::decided_by.eq(by),
            review_items::claimed_by.eq(None::<i64>),
            review_items::claimed_until.eq(None::<Timestamp>),
        ))
        .execute(connection)?;
    Ok(())
}

/// How many items are more urgent today than they say, or have no day yet.
pub fn unweighed(connection: &mut AnyConnection, today: NaiveDate) -> Result<i64, DbError> {
    let has_come = review_items::due_on
        .is_not_null()
        .and(review_items::due_on.assume_not_null().le(today))
        .and(review_items::urgency.lt(LATE));
    let undated = review_items::due_on
        .is_null()
        .and(review_items::kind.eq_any([Kind::Appeal, Kind::SanctionAppeal]));
    Ok(review_items::table
        .filter(review_items::state.eq(OPEN))
        .filter(has_come.or(undated))
        .count()
        .get_result(connection)?)
}

/// Weighs what is to be answered today, or was to be before.
pub fn weigh(connection: &mut AnyConnection, today: NaiveDate) -> Result<(), DbError> {
    diesel::update(
        review_items::table
            .filter(review_items::state.eq(OPEN))
            .filter(review_items::due_on.assume_not_null().le(today))
            .filter(review_items::urgency.lt(LATE)),
    )
    .set(review_items::urgency.eq(LATE))
    .execute(connection)?;
    Ok(())
}

/// The appeals that waited before the queue had them and came without a day: each with its moment.
pub fn undated(connection: &mut AnyConnection) -> Result<Vec<(Matter, Timestamp)>, DbError> {
    let rows: Vec<(Option<i64>, Option<i32>, Timestamp)> = review_items::table
        .filter(review_items::state.eq(OPEN))
        .filter(review_items::due_on.is_null())
        .filter(review_items::kind.eq_any([Kind::Appeal, Kind::SanctionAppeal]))
        .select((
            review_items::appeal_id,
            review_items::sanction_number,
            review_items::created_at,
        ))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .filter_map(|(appeal, sanction, at)| Some((Matter::of((appeal, sanction, None))?, at)))
        .collect())
}

/// Says of such an appeal by when it is answered; and by whom not, where that was not known.
pub fn date(
    connection: &mut AnyConnection,
    matter: Matter,
    due: NaiveDate,
    barred: Option<i64>,
) -> Result<(), DbError> {
    diesel::update(of!(matter))
        .set(review_items::due_on.eq(due))
        .execute(connection)?;
    if barred.is_some() {
        diesel::update(of!(matter))
            .set(review_items::barred_id.eq(barred))
            .execute(connection)?;
    }
    Ok(())
}
