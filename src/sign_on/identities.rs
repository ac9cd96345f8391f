//! Who logs on through the sign-on: an account, and what the provider calls its owner. One each.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{SignOnError, claims::Said};
use crate::{
    accounts::{
        Role,
        events::{self, Event},
        factors, password, password_off,
    },
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::{accounts, sign_on_identities},
    },
    privacy::{
        Private,
        sealed::{self, Column},
    },
};

/// An account that logs on here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    pub id: i64,
    pub account: i64,
    /// The role that a rule gave it and may take back.
    pub role_given: Option<Role>,
}

type Row = (i64, i64, Option<Role>);

/// Whose account belongs to somebody of the provider's.
pub(super) fn find(
    connection: &mut AnyConnection,
    context: &Context,
    subject: &Private<String>,
) -> Result<Option<Identity>, DbError> {
    let index = sealed::subject_index(&context.config.keys, subject);
    let row: Option<Row> = sign_on_identities::table
        .filter(sign_on_identities::subject_index.eq(index))
        .select((
            sign_on_identities::id,
            sign_on_identities::account_id,
            sign_on_identities::role_given,
        ))
        .first(connection)
        .optional()?;
    Ok(row.map(|(id, account, role_given)| Identity {
        id,
        account,
        role_given,
    }))
}

/// Links an account to whom the provider named; the same again is nothing. Fails with
/// [`SignOnError::LinkedOtherwise`] where either is linked to another.
pub(super) fn link(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    said: &Said,
) -> Result<Identity, SignOnError> {
    // Of two who link one account the second waits here, and sees the first.
    locks::hold(connection, Table::Accounts, [account].into())?;
    match find(connection, context, &said.subject)? {
        Some(identity) if identity.account == account => return Ok(identity),
        Some(_) => return Err(SignOnError::LinkedOtherwise),
        None => {}
    }
    let other: i64 = sign_on_identities::table
        .filter(sign_on_identities::account_id.eq(account))
        .count()
        .get_result(connection)?;
    if other > 0 {
        return Err(SignOnError::LinkedOtherwise);
    }
    let keys = &context.config.keys;
    let today = context.clock.today(context.config.city.time_zone);
    let id = diesel::insert_into(sign_on_identities::table)
        .values((
            sign_on_identities::account_id.eq(account),
            sign_on_identities::subject_sealed.eq(sealed::seal(
                keys,
                &context.random,
                Column::SignOnSubject,
                &said.subject,
            )),
            sign_on_identities::subject_index.eq(sealed::subject_index(keys, &said.subject)),
            sign_on_identities::linked_on.eq(today),
            sign_on_identities::last_used_on.eq(today),
        ))
        .returning(sign_on_identities::id)
        .get_result(connection)?;
    events::note(connection, context, account, Event::SignOnLinked)?;
    Ok(Identity {
        id,
        account,
        role_given: None,
    })
}

/// Notes the day, once a day.
pub(super) fn used(
    connection: &mut AnyConnection,
    context: &Context,
    identity: &Identity,
) -> Result<(), DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    let older = sign_on_identities::table
        .find(identity.id)
        .filter(sign_on_identities::last_used_on.lt(today));
    diesel::update(older)
        .set(sign_on_identities::last_used_on.eq(today))
        .execute(connection)?;
    Ok(())
}

/// Notes which role a rule gave.
pub(super) fn role_is_given(
    connection: &mut AnyConnection,
    identity: &Identity,
    role: Option<Role>,
) -> Result<(), DbError> {
    diesel::update(sign_on_identities::table.find(identity.id))
        .set(sign_on_identities::role_given.eq(role))
        .execute(connection)?;
    Ok(())
}

/// A link as the account's owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    pub linked_on: NaiveDate,
    pub last_used_on: NaiveDate,
    /// Whether the account can be logged on to without it.
    pub can_be_unlinked: bool,
}

/// How an account is linked; `None` where it is not.
pub async fn of_account(context: &Context, account: i64) -> Result<Option<Linked>, SignOnError> {
    super::configured(context)?;
    let worker = context.clone();
    context
        .db
        .read(move |connection| {
            let row: Option<(NaiveDate, NaiveDate)> = sign_on_identities::table
                .filter(sign_on_identities::account_id.eq(account))
                .select((
                    sign_on_identities::linked_on,
                    sign_on_identities::last_used_on,
                ))
                .first(connection)
                .optional()?;
            let Some((linked_on, last_used_on)) = row else {
                return Ok(None);
            };
            Ok(Some(Linked {
                linked_on,
                last_used_on,
                can_be_unlinked: has_other_way(connection, &worker, account)?,
            }))
        })
        .await
}

/// Whether the account has a passkey, or a password that its role may use.
fn has_other_way(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<bool, SignOnError> {
    if factors::kinds(connection, account)?.passkey {
        return Ok(true);
    }
    let hash: String = accounts::table
        .find(account)
        .select(accounts::password_hash)
        .first(connection)?;
    Ok(hash != password::NONE && !password_off::holds(connection, context, account)?)
}

/// Ends the link; what rules gave stays until somebody takes it, and who is logged on stays so. Twice is once. Fails with [`SignOnError::NoOtherWay`] where nobody could log on any more.
pub async fn unlink(context: &Context, account: i64) -> Result<(), SignOnError> {
    super::configured(context)?;
    let worker = context.clone();
    context
        .db
        .write(move |connection| {
            locks::hold(connection, Table::Accounts, [account].into())?;
            let own = sign_on_identities::table
                .filter(sign_on_identities::account_id.eq(account))
                .select(sign_on_identities::id)
                .first::<i64>(connection)
                .optional()?;
            let Some(own) = own else {
                return Ok(());
            };
            if !has_other_way(connection, &worker, account)? {
                return Err(SignOnError::NoOtherWay);
            }
            diesel::delete(sign_on_identities::table.find(own)).execute(connection)?;
            events::note(connection, &worker, account, Event::SignOnUnlinked)?;
            Ok(())
        })
        .await
}
