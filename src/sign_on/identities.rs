//! Who logs on through the sign-on: an account, and what the provider calls its owner. One each.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use serde_json::{Map, json};

use super::{
    SignOnError,
    claims::{Granted, Said},
    grants,
};
use crate::{
    accounts::{
        Role,
        events::{self, Event},
        factors, password, password_off,
    },
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Gate, Table},
        schema::{accounts, sign_on_identities},
    },
    privacy::{
        Private, Purpose, Viewer,
        ledger::{self, About, Arrangement, OfOrganisation},
        sealed::{self, Column},
    },
};

/// How long a link stays open.
const REOPENED: Days = Days::new(3);

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

/// Links an account to whom the provider named; the same again is nothing, and in the place of somebody of a provider
/// that the city had before, or whose link was opened again, comes who it is now. Fails with [`SignOnError::LinkedOtherwise`] where either is linked to
/// another.
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
    let before = before(connection, context, account)?;
    let keys = &context.config.keys;
    let today = context.clock.today(context.config.city.time_zone);
    let (random, column) = (&context.random, Column::SignOnSubject);
    let new = (
        sign_on_identities::account_id.eq(account),
        sign_on_identities::subject_sealed.eq(sealed::seal(keys, random, column, &said.subject)),
        sign_on_identities::subject_index.eq(sealed::subject_index(keys, &said.subject)),
        sign_on_identities::linked_on.eq(today),
        sign_on_identities::last_used_on.eq(today),
        sign_on_identities::reopened_until.eq(None::<NaiveDate>),
    );
    let identity = match before {
        // What rules gave is theirs to take as before.
        Some(identity) => {
            diesel::update(sign_on_identities::table.find(identity.id))
                .set(new)
                .execute(connection)?;
            identity
        }
        None => {
            let id = diesel::insert_into(sign_on_identities::table)
                .values(new)
                .returning(sign_on_identities::id)
                .get_result(connection)?;
            Identity {
                id,
                account,
                role_given: None,
            }
        }
    };
    events::note(connection, context, account, Event::SignOnLinked)?;
    Ok(identity)
}

/// How the account was linked at another provider, or before its link was opened again. Fails with
/// [`SignOnError::LinkedOtherwise`] where it is linked at this one.
fn before(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<Option<Identity>, SignOnError> {
    let row: Option<(i64, Option<Role>, Vec<u8>)> = sign_on_identities::table
        .filter(sign_on_identities::account_id.eq(account))
        .select((
            sign_on_identities::id,
            sign_on_identities::role_given,
            sign_on_identities::subject_sealed,
        ))
        .first(connection)
        .optional()?;
    let Some((id, role_given, subject)) = row else {
        return Ok(None);
    };
    if is_of_issuer(context, &subject)? && !is_reopened(connection, context, account)? {
        return Err(SignOnError::LinkedOtherwise);
    }
    Ok(Some(Identity {
        id,
        account,
        role_given,
    }))
}

/// Whether whoever comes next with the account's address is its owner.
pub(super) fn is_reopened(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<bool, DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    let reopened: i64 = sign_on_identities::table
        .filter(sign_on_identities::account_id.eq(account))
        .filter(sign_on_identities::reopened_until.ge(today))
        .count()
        .get_result(connection)?;
    Ok(reopened > 0)
}

/// Whether a subject as it lies sealed is of the provider that the city has now.
fn is_of_issuer(context: &Context, subject: &[u8]) -> Result<bool, SignOnError> {
    let subject = sealed::open(&context.config.keys, Column::SignOnSubject, subject)?;
    let subject = subject.reveal(Viewer::Plaza, Purpose::Storage);
    Ok(super::configured(context)?.is_of_issuer(subject))
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
    /// Whether a rule gave the account's role, which ends with the link.
    pub gives_role: bool,
}

/// How an account is linked; `None` where it is not, or at a provider that the city had before.
pub async fn of_account(context: &Context, account: i64) -> Result<Option<Linked>, SignOnError> {
    super::configured(context)?;
    let worker = context.clone();
    context
        .db
        .read(move |connection| {
            type Row = (NaiveDate, NaiveDate, Option<Role>, Vec<u8>);
            let row: Option<Row> = sign_on_identities::table
                .filter(sign_on_identities::account_id.eq(account))
                .select((
                    sign_on_identities::linked_on,
                    sign_on_identities::last_used_on,
                    sign_on_identities::role_given,
                    sign_on_identities::subject_sealed,
                ))
                .first(connection)
                .optional()?;
            let Some((linked_on, last_used_on, role_given, subject)) = row else {
                return Ok(None);
            };
            if !is_of_issuer(&worker, &subject)? {
                return Ok(None);
            }
            Ok(Some(Linked {
                linked_on,
                last_used_on,
                can_be_unlinked: has_other_way(connection, &worker, account)?,
                gives_role: role_given.is_some(),
            }))
        })
        .await
}

/// Whether the account has a passkey or a password, and a role that may use them.
fn has_other_way(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<bool, SignOnError> {
    if password_off::holds(connection, context, account)? {
        return Ok(false);
    }
    if factors::kinds(connection, account)?.passkey {
        return Ok(true);
    }
    let hash: String = accounts::table
        .find(account)
        .select(accounts::password_hash)
        .first(connection)?;
    Ok(hash != password::NONE)
}

/// Opens an account's link again, by whoever runs the server, who knows that the provider calls its owner otherwise now:
/// until the end of the day that it gives, whoever signs on with the account's address is taken for them. `None` where
/// nobody was ever linked. Of what rules gave nothing changes before.
pub async fn reopen(context: &Context, account: i64) -> Result<Option<NaiveDate>, SignOnError> {
    super::configured(context)?;
    let worker = context.clone();
    context
        .db
        .write(move |connection| {
            locks::hold(connection, Table::Accounts, [account].into())?;
            let today = worker.clock.today(worker.config.city.time_zone);
            let last_day = today + REOPENED;
            let own = sign_on_identities::table.filter(sign_on_identities::account_id.eq(account));
            let reopened = diesel::update(own)
                .set(sign_on_identities::reopened_until.eq(Some(last_day)))
                .execute(connection)?;
            if reopened == 0 {
                return Ok(None);
            }
            let fields = Map::from_iter([("what".to_owned(), json!("sign-on-link"))]);
            let act = Arrangement::Organisation(OfOrganisation::Changed);
            ledger::note(connection, &worker, act, None, About::default(), fields)?;
            Ok(Some(last_day))
        })
        .await
}

/// Ends the link, and takes back what rules gave: nobody would take it any more. Who is logged on stays so. Twice is
/// once. Fails with [`SignOnError::NoOtherWay`] where nobody could log on any more.
pub async fn unlink(context: &Context, account: i64) -> Result<(), SignOnError> {
    super::configured(context)?;
    let worker = context.clone();
    context
        .db
        .write(move |connection| {
            // Before anything is held.
            locks::alone(connection, Gate::Routing)?;
            locks::hold(connection, Table::Accounts, [account].into())?;
            let own: Option<(i64, Option<Role>)> = sign_on_identities::table
                .filter(sign_on_identities::account_id.eq(account))
                .select((sign_on_identities::id, sign_on_identities::role_given))
                .first(connection)
                .optional()?;
            let Some((id, role_given)) = own else {
                return Ok(());
            };
            if !has_other_way(connection, &worker, account)? {
                return Err(SignOnError::NoOtherWay);
            }
            let own = Identity {
                id,
                account,
                role_given,
            };
            grants::apply(connection, &worker, &own, &Granted::default())?;
            diesel::delete(sign_on_identities::table.find(id)).execute(connection)?;
            events::note(connection, &worker, account, Event::SignOnUnlinked)?;
            Ok(())
        })
        .await
}
