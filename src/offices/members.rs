//! Who works for an office.

use diesel::prelude::*;

use super::{OfficeError, administer};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        locks::{self, Gate},
        schema::{accounts, digest_pending, office_members, offices},
    },
    privacy::ledger::OfOrganisation,
};

/// Somebody who works for an office, by the public name.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Colleague {
    /// The account.
    pub id: i64,
    pub name: String,
}

/// Those of the office of this slug, in the order of their accounts.
pub async fn of_office(context: &Context, office: &str) -> Result<Vec<Colleague>, OfficeError> {
    let office = office.to_owned();
    context
        .db
        .read(move |connection| {
            Ok(office_members::table
                .inner_join(offices::table)
                .inner_join(accounts::table)
                .filter(offices::slug.eq(office))
                .order(accounts::id)
                .select((accounts::id, accounts::name))
                .load(connection)?)
        })
        .await
}

/// Makes an account a member; says whether it was none before.
pub(super) fn join(
    connection: &mut AnyConnection,
    account: i64,
    office: &str,
) -> Result<bool, OfficeError> {
    let id = super::by_slug(connection, office)?
        .ok_or_else(|| OfficeError::Import(format!("there is no office {office}")))?;
    if super::of_member(connection, account)?.contains(&id) {
        return Ok(false);
    }
    diesel::insert_into(office_members::table)
        .values((
            office_members::office_id.eq(id),
            office_members::account_id.eq(account),
        ))
        .execute(connection)?;
    Ok(true)
}

/// Forgets what waits for the digests of those who get the office's as the office chose.
pub(super) fn forget_waiting(
    connection: &mut AnyConnection,
    office: i64,
) -> Result<(), OfficeError> {
    let followers = office_members::table
        .filter(office_members::office_id.eq(office))
        .filter(office_members::digest.is_null())
        .select(office_members::account_id);
    let waiting = digest_pending::table
        .filter(digest_pending::office_id.eq(office))
        .filter(digest_pending::account_id.eq_any(followers));
    diesel::delete(waiting).execute(connection)?;
    Ok(())
}

/// Adds one on behalf of an administrator; twice is once.
pub async fn add(
    context: &Context,
    by: i64,
    office: &str,
    account: i64,
) -> Result<(), OfficeError> {
    let (cx, office) = (context.clone(), office.to_owned());
    context
        .db
        .write(move |connection| {
            super::by_slug(connection, &office)?.ok_or(OfficeError::NotFound)?;
            if join(connection, account, &office)? {
                let act = OfOrganisation::Added;
                administer::note_member(connection, &cx, Some(by), act, &office)?;
            }
            Ok(())
        })
        .await
}

/// Takes one away; twice is once.
pub async fn remove(
    context: &Context,
    by: i64,
    office: &str,
    account: i64,
) -> Result<(), OfficeError> {
    let (cx, office) = (context.clone(), office.to_owned());
    context
        .db
        .write(move |connection| {
            // Whoever is about to be told of a case is told before, or not at all.
            locks::alone(connection, Gate::Routing)?;
            let id = super::by_slug(connection, &office)?.ok_or(OfficeError::NotFound)?;
            let gone = diesel::delete(office_members::table.find((id, account)));
            if gone.execute(connection)? > 0 {
                let act = OfOrganisation::Removed;
                administer::note_member(connection, &cx, Some(by), act, &office)?;
            }
            Ok(())
        })
        .await
}

/// Makes an account a member of an office, or none any more, as a rule of the city's own sign-on says; twice is
/// once, and an office that there is not is none. Call it behind [`Gate::Routing`], alone.
pub fn set_by_rule(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    (office, slug): (i64, &str),
    is_member: bool,
    rule: &str,
) -> Result<(), OfficeError> {
    let act = if is_member {
        if !join(connection, account, slug)? {
            return Ok(());
        }
        OfOrganisation::Added
    } else {
        let gone = diesel::delete(office_members::table.find((office, account)));
        if gone.execute(connection)? == 0 {
            return Ok(());
        }
        OfOrganisation::Removed
    };
    administer::note_member_by_rule(connection, context, act, slug, rule)
}

/// Takes an account away from every office that it works for, as its role ends, on behalf of whoever runs
/// Plaza. Call it behind [`Gate::Routing`], alone.
pub fn leave_all(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<(), OfficeError> {
    let left: Vec<String> = office_members::table
        .inner_join(offices::table)
        .filter(office_members::account_id.eq(account))
        .order(offices::id)
        .select(offices::slug)
        .load(connection)?;
    let own = office_members::table.filter(office_members::account_id.eq(account));
    diesel::delete(own).execute(connection)?;
    for office in left {
        administer::note_member(connection, context, None, OfOrganisation::Removed, &office)?;
    }
    Ok(())
}
