//! A profile that breaks a rule: its owner is asked to change it. Nothing in Plaza takes from
//! others what somebody shows of themselves but its owner; a moderator changes none of it.

use serde_json::Map;

use super::{ModerationError, against, told};
use crate::{
    context::Context,
    db::{AnyConnection, DbError},
    forum::reading::profile_texts,
    privacy::{
        ground::Ground,
        ledger::{self, About, Act},
    },
    trust,
};

/// What a profile shows now; `None` where that is nothing.
pub(super) fn stamp(connection: &mut AnyConnection, account: i64) -> Result<Option<i64>, DbError> {
    let text = profile_texts::of_accounts(connection, &[account])?.pop();
    Ok(text.map(|text| text.stamp()))
}

/// Asks the owner by mail to change the profile, and says why. It stands in the ledger; gives its number.
pub(super) fn remind(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    by: i64,
    ground: &Ground,
) -> Result<i32, ModerationError> {
    trust::hold(connection, account)?;
    told::of_profile(connection, context, account, ground)?;
    let about = About {
        post: None,
        case: None,
        by: Some(by),
    };
    let act = Act::ProfileReminded;
    let number = ledger::append(connection, context, act, ground, about, Map::new())?;
    if against::is_fault(ground) {
        trust::upheld(connection, account, number)?;
    }
    Ok(number)
}
