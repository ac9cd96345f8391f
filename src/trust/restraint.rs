//! What moderators imposed on an account: a warning, silence, or a suspension, each to the end of a
//! day. It ends by itself with that day: whoever asks compares, and no job is needed. A profile that is
//! hidden stays so until a moderator ends it.
//!
//! Imposing and ending are acts, which `moderation` does.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::{AnyConnection, DbError, one_of, schema::sanctions, text_enum};

text_enum! {
    /// What is imposed.
    #[schema(as = SanctionKind)]
    pub enum Kind {
        /// It is told, and counts; nothing else follows.
        Warn = "warn",
        /// It reads, follows and flags; it posts nothing.
        Silence = "silence",
        /// Nobody logs on with it.
        Suspend = "suspend",
        /// What it says of itself is seen by nobody but it and who decides about that.
        HideProfile = "hide-profile",
        /// It is asked to change what it says of itself. That counts; nothing else follows.
        AskProfile = "ask-profile",
    }
}

impl Kind {
    /// What is imposed on an account as such. A profile is hidden where it waits for review.
    pub const ALL: [Self; 3] = [Self::Warn, Self::Silence, Self::Suspend];

    /// Whether it holds to the end of a day; a warning is said once.
    pub const fn lasts(self) -> bool {
        matches!(self, Self::Silence | Self::Suspend)
    }
}

/// Something that was imposed.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Sanction {
    /// Of its entry in the ledger.
    pub number: i32,
    pub account: i64,
    pub kind: Kind,
    pub imposed_on: NaiveDate,
    pub last_day: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
    /// The entry of the ledger by which it was taken back, as a mistake.
    pub withdrawn: Option<i32>,
}

impl Sanction {
    /// Whether it holds on this day.
    pub fn holds(&self, today: NaiveDate) -> bool {
        let stands = self.ended_on.is_none() && self.withdrawn.is_none();
        let goes_on = match self.last_day {
            Some(last) => today <= last,
            None => self.kind == Kind::HideProfile,
        };
        stands && goes_on
    }

    /// As it is meant: what has no end has no last day, whatever the table holds.
    fn read(self) -> Self {
        match self.kind {
            Kind::HideProfile | Kind::AskProfile => Self {
                last_day: None,
                ..self
            },
            Kind::Warn | Kind::Silence | Kind::Suspend => self,
        }
    }
}

/// What the table holds as the last day of what has none, so that it holds on every day.
fn no_end() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(9999, 12, 31)
}

/// The last day on which a silence or a suspension holds that holds `today`; of several the latest.
pub fn holds(
    connection: &mut AnyConnection,
    account: i64,
    kind: Kind,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, DbError> {
    Ok(sanctions::table
        .filter(sanctions::account_id.eq(account))
        .filter(sanctions::kind.eq(kind))
        .filter(sanctions::ended_on.is_null())
        .filter(sanctions::withdrawn_number.is_null())
        .filter(sanctions::last_day.ge(today))
        .select(diesel::dsl::max(sanctions::last_day))
        .first(connection)?)
}

/// What a [`Sanction`] is read from.
macro_rules! columns {
    () => {
        (
            sanctions::ledger_number,
            sanctions::account_id,
            sanctions::kind,
            sanctions::imposed_on,
            sanctions::last_day,
            sanctions::ended_on,
            sanctions::withdrawn_number,
        )
    };
}

/// Everything that was imposed on an account, the newest first.
pub fn of_account(connection: &mut AnyConnection, account: i64) -> Result<Vec<Sanction>, DbError> {
    let all: Vec<Sanction> = sanctions::table
        .filter(sanctions::account_id.eq(account))
        .order(sanctions::ledger_number.desc())
        .select(columns!())
        .load(connection)?;
    Ok(all.into_iter().map(Sanction::read).collect())
}

/// The hide by which nobody else sees what this account says of itself, where one holds.
pub fn hides_profile(connection: &mut AnyConnection, account: i64) -> Result<Option<i32>, DbError> {
    let hidden = hidden_among(connection, &[account])?;
    Ok(hidden.last().map(|(_, number)| *number))
}

/// Those of these accounts whose profile is hidden, each with the number of the hide, in its order.
pub fn hidden_among(
    connection: &mut AnyConnection,
    accounts: &[i64],
) -> Result<Vec<(i64, i32)>, DbError> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sanctions::table
        .filter(one_of(sanctions::account_id, accounts.to_vec()))
        .filter(sanctions::kind.eq(Kind::HideProfile))
        .filter(sanctions::ended_on.is_null())
        .filter(sanctions::withdrawn_number.is_null())
        .order(sanctions::ledger_number)
        .select((sanctions::account_id, sanctions::ledger_number))
        .load(connection)?)
}

/// One of them; `None` where there is none of this number.
pub fn find(connection: &mut AnyConnection, number: i32) -> Result<Option<Sanction>, DbError> {
    let found: Option<Sanction> = sanctions::table
        .find(number)
        .select(columns!())
        .first(connection)
        .optional()?;
    Ok(found.map(Sanction::read))
}

/// Writes down what was imposed.
pub fn impose(connection: &mut AnyConnection, new: &Sanction) -> Result<(), DbError> {
    let last_day = match new.kind {
        Kind::HideProfile => no_end(),
        // The table wants a day of whatever is no warning: one that is long over.
        Kind::AskProfile => Some(NaiveDate::default()),
        Kind::Warn | Kind::Silence | Kind::Suspend => new.last_day,
    };
    diesel::insert_into(sanctions::table)
        .values((
            sanctions::ledger_number.eq(new.number),
            sanctions::account_id.eq(new.account),
            sanctions::kind.eq(new.kind),
            sanctions::imposed_on.eq(new.imposed_on),
            sanctions::last_day.eq(last_day),
        ))
        .execute(connection)?;
    Ok(())
}

/// Ends one that holds, by the entry `by` of the ledger; whether it did, for of two who end it the
/// second is late.
pub fn end(
    connection: &mut AnyConnection,
    number: i32,
    today: NaiveDate,
    by: i32,
) -> Result<bool, DbError> {
    let ended = diesel::update(
        sanctions::table
            .find(number)
            .filter(sanctions::ended_on.is_null())
            .filter(sanctions::withdrawn_number.is_null())
            .filter(sanctions::last_day.ge(today)),
    )
    .set((
        sanctions::ended_on.eq(today),
        sanctions::ended_number.eq(by),
    ))
    .execute(connection)?;
    Ok(ended > 0)
}

/// Lets what the entry `by` of the ledger ended hold again, unless it was taken back itself, or an appeal
/// against it was granted; gives whether there was any.
pub fn hold_again(connection: &mut AnyConnection, by: i32) -> Result<bool, DbError> {
    let held = diesel::update(
        sanctions::table
            .filter(sanctions::ended_number.assume_not_null().eq(by))
            .filter(sanctions::withdrawn_number.is_null())
            .filter(
                sanctions::granted
                    .is_null()
                    .or(sanctions::granted.assume_not_null().eq(false)),
            ),
    )
    .set((
        sanctions::ended_on.eq(None::<NaiveDate>),
        sanctions::ended_number.eq(None::<i32>),
    ))
    .execute(connection)?;
    Ok(held > 0)
}

/// Says of one that it was taken back, by the entry `by` of the ledger: it holds no more.
pub fn withdraw(connection: &mut AnyConnection, number: i32, by: i32) -> Result<(), DbError> {
    diesel::update(sanctions::table.find(number))
        .set(sanctions::withdrawn_number.eq(by))
        .execute(connection)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_holds_to_the_end_of_its_last_day() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).expect("a day");
        let silence = Sanction {
            number: 1,
            account: 1,
            kind: Kind::Silence,
            imposed_on: day(2),
            last_day: Some(day(4)),
            ended_on: None,
            withdrawn: None,
        };
        assert!(silence.holds(day(2)) && silence.holds(day(4)));
        assert!(!silence.holds(day(5)));
        let ended = Sanction {
            ended_on: Some(day(3)),
            ..silence.clone()
        };
        assert!(!ended.holds(day(3)));
        let withdrawn = Sanction {
            withdrawn: Some(2),
            ..silence.clone()
        };
        assert!(!withdrawn.holds(day(3)));
        let warning = Sanction {
            kind: Kind::Warn,
            last_day: None,
            ..silence.clone()
        };
        assert!(!warning.holds(day(2)));
        let hidden = Sanction {
            kind: Kind::HideProfile,
            last_day: no_end(),
            ..silence
        };
        let hidden = hidden.read();
        assert!(hidden.last_day.is_none() && hidden.holds(day(5)));
        let asked = Sanction {
            kind: Kind::AskProfile,
            last_day: Some(day(5)),
            ..hidden.clone()
        };
        let asked = asked.read();
        assert!(asked.last_day.is_none() && !asked.holds(day(2)));
        let shown = Sanction {
            ended_on: Some(day(3)),
            ..hidden
        };
        assert!(!shown.holds(day(3)));
    }
}
