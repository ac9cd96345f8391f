//! What an account agreed to, and taking it back.

use diesel::prelude::*;

use crate::{
    context::Context,
    db::{DbError, schema::consents},
    privacy::{
        consent::{self, Subject},
        notices::Notice,
    },
};

/// What came of taking a consent back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Whatever it covered has ended.
    Withdrawn,
    /// The account itself stands on it: it ends when the account is erased.
    EraseInstead,
    /// It is not the account's, or was withdrawn before.
    None,
}

/// Withdraws the account's own consent with this id.
pub async fn withdraw(context: &Context, account: i64, id: i64) -> Result<Outcome, DbError> {
    let now = context.now();
    context
        .db
        .write(move |connection| {
            let notice: Option<Notice> = consents::table
                .find(id)
                .filter(consents::account_id.eq(account))
                .filter(consents::withdrawn_at.is_null())
                .select(consents::notice)
                .first(connection)
                .optional()?;
            match notice {
                None => Ok(Outcome::None),
                Some(Notice::Registration) => Ok(Outcome::EraseInstead),
                Some(notice) => {
                    consent::withdraw(connection, now, Subject::Account(account), notice)?;
                    Ok(Outcome::Withdrawn)
                }
            }
        })
        .await
}
