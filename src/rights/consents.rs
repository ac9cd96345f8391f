//! Taking back what an account agreed to. What a consent covered ends with it.

use super::RightsError;
use crate::{
    accounts::Member,
    context::Context,
    events::sign_up,
    forum::{flags, reading::tracking},
    privacy::{
        consent::{self, Subject},
        erasures::{self, Erased},
        ground::Ground,
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

/// Withdraws the account's own consent with this id; that of a sign-up cancels it.
pub async fn withdraw(context: &Context, member: &Member, id: i64) -> Result<Outcome, RightsError> {
    let (cx, account, ground) = (context.clone(), member.id, Ground::in_person(member));
    context
        .db
        .write(move |connection| {
            Ok(match consent::own(connection, account, id)? {
                None => Outcome::None,
                Some((Notice::Registration, _)) => Outcome::EraseInstead,
                Some((_, Some(id))) => match sign_up::withdraw(connection, &cx, id, &ground)? {
                    Some(_) => Outcome::Withdrawn,
                    None => Outcome::None,
                },
                Some((Notice::Flag, None)) => match flags::withdraw_words(connection, &cx, id)? {
                    true => Outcome::Withdrawn,
                    false => Outcome::None,
                },
                Some((Notice::Reading, None)) => {
                    tracking::forget(connection, &cx, account)?;
                    Outcome::Withdrawn
                }
                Some((notice, None)) => {
                    let subject = Subject::Account(account);
                    consent::withdraw(connection, cx.now(), subject, notice)?;
                    erasures::append::<RightsError>(connection, &cx, Erased::Consent { id })?;
                    Outcome::Withdrawn
                }
            })
        })
        .await
}
