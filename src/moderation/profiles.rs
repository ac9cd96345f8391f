//! A profile that breaks a rule: its owner is asked to change it, or what it says is hidden from others.
//! Nobody but its owner changes a word of it.

use serde_json::Map;

use super::{ModerationError, against, sanctions, told};
use crate::{
    context::Context,
    db::{AnyConnection, DbError},
    forum::reading::profile_texts,
    privacy::{
        ground::Ground,
        ledger::{self, About, Act},
    },
    review,
    trust::{
        self,
        restraint::{self, Kind, Sanction},
    },
};

/// What a profile shows now; `None` where that is nothing.
pub(super) fn stamp(connection: &mut AnyConnection, account: i64) -> Result<Option<i64>, DbError> {
    let text = profile_texts::of_accounts(connection, &[account])?.pop();
    Ok(text.map(|text| text.stamp()))
}

/// Asks the owner by mail to change the profile, and says why. It stands in the ledger, and with what is
/// imposed on the account, where its owner appeals; gives its number.
pub(super) fn remind(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    by: i64,
    ground: &Ground,
) -> Result<i32, ModerationError> {
    trust::hold(connection, account)?;
    told::of_profile(connection, context, account, ground)?;
    let act = Act::ProfileReminded;
    let number = ledger::append(connection, context, act, ground, done_by(by), Map::new())?;
    impose(connection, context, Kind::AskProfile, (number, account))?;
    if against::is_fault(ground) {
        trust::upheld(connection, account, number)?;
    }
    Ok(number)
}

fn impose(
    connection: &mut AnyConnection,
    context: &Context,
    kind: Kind,
    (number, account): (i32, i64),
) -> Result<(), DbError> {
    let sanction = Sanction {
        number,
        account,
        kind,
        imposed_on: sanctions::today(context),
        last_day: None,
        ended_on: None,
        withdrawn: None,
    };
    restraint::impose(connection, &sanction)
}

/// Hides what an account says of itself, as something that is imposed on it: it reads why and appeals
/// where it does against anything of that sort. Gives the number in the ledger, and the item by which flags
/// waited meanwhile, which are answered too.
///
/// [`ModerationError::NotNow`] for who does not decide about the account.
pub(super) fn hide(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    by: i64,
    ground: &Ground,
) -> Result<(i32, Option<i64>), ModerationError> {
    if !sanctions::decidable(connection, by, vec![account])?.contains(&account) {
        return Err(ModerationError::NotNow);
    }
    trust::hold(connection, account)?;
    let about = review::About::Profile(account);
    let answered = review::flags_of(connection, about)?;
    review::reject_all_of(connection, context, about, Some(by))?;
    told::of_profile_hidden(connection, context, account, ground)?;
    let before = restraint::hides_profile(connection, account)?;
    let act = Act::ProfileHidden;
    let number = ledger::append(connection, context, act, ground, done_by(by), Map::new())?;
    let today = sanctions::today(context);
    // What was hidden already stays so by the newer decision, against which there is an appeal of its own.
    if let Some(before) = before {
        restraint::end(connection, before, today, number)?;
    }
    impose(connection, context, Kind::HideProfile, (number, account))?;
    if against::is_fault(ground) {
        trust::upheld(connection, account, number)?;
    }
    Ok((number, answered))
}

/// Lets everybody see what an account says instead of what was hidden, once the entry `number` of the ledger
/// says that it was approved, and tells the owner.
pub(super) fn approved(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    number: i32,
) -> Result<(), DbError> {
    // It waits also where the hide was taken back meanwhile.
    if let Some(hide) = restraint::hides_profile(connection, account)? {
        restraint::end(connection, hide, sanctions::today(context), number)?;
    }
    match told::of_profile_approved(connection, context, account) {
        Err(ModerationError::Db(error)) => Err(error),
        Err(_) => {
            // The decision stands all the same.
            tracing::error!("an account's address cannot be opened");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// Whether a hide holds.
pub(super) fn is_hidden(connection: &mut AnyConnection, account: i64) -> Result<bool, DbError> {
    Ok(restraint::hides_profile(connection, account)?.is_some())
}

const fn done_by(moderator: i64) -> About {
    About {
        post: None,
        case: None,
        by: Some(moderator),
    }
}
