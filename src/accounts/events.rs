//! What happened to an account, for its owner to see: what, and on which day.
//!
//! It holds no address and no browser, and nothing that the access log holds (decision 1).

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::{
    context::Context,
    db::{AnyConnection, DbError, schema::account_events, text_enum},
};

text_enum! {
    /// An event. Its name stands in the words `account-event-…`.
    pub enum Event {
        LoggedOn = "logged-on",
        PasswordChanged = "password-changed",
        PasswordReset = "password-reset",
        AddressChanged = "address-changed",
        /// The public name, or whether it is marked as the own one.
        NameChanged = "name-changed",
        RoleGiven = "role-given",
        RoleEnded = "role-ended",
        /// A token of the API.
        TokenMade = "token-made",
        TokenEnded = "token-ended",
        /// A second factor was set up, or removed.
        FactorAdded = "factor-added",
        FactorRemoved = "factor-removed",
        /// A recovery code stood in for one; they were made anew.
        RecoveryUsed = "recovery-used",
        RecoveryRenewed = "recovery-renewed",
        /// Administrators, or whoever runs the server, ended all of them.
        FactorsReset = "factors-reset",
        /// The account of the city's own sign-on was linked, by which its owner logs on.
        SignOnLinked = "sign-on-linked",
        SignOnUnlinked = "sign-on-unlinked",
    }
}

/// How many days an event is kept; the inventory says so to the retention job.
pub const DAYS: i64 = 365;
/// Events that an owner is shown at most.
const SHOWN: i64 = 50;

/// Notes an event of today, in the transaction of its cause.
pub fn note(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    event: Event,
) -> Result<(), DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    diesel::insert_into(account_events::table)
        .values((
            account_events::account_id.eq(account),
            account_events::event.eq(event),
            account_events::day.eq(today),
        ))
        .execute(connection)?;
    Ok(())
}

/// An account's latest events, the newest first.
pub async fn list(context: &Context, account: i64) -> Result<Vec<(Event, NaiveDate)>, DbError> {
    context
        .db
        .read(move |connection| {
            let events = account_events::table
                .filter(account_events::account_id.eq(account))
                .order(account_events::id.desc())
                .limit(SHOWN)
                .select((account_events::event, account_events::day))
                .load(connection)?;
            Ok(events)
        })
        .await
}
