//! Roles and offices as the rules give them, each time that somebody signs on: given, and taken back where the
//! rule fits no more. What people gave by hand is taken by people; but where a rule gives a role, that role holds, for
//! an account has one.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{
    SignOnError,
    claims::Granted,
    identities::{self, Identity},
};
use crate::{
    accounts::Role,
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Gate},
        schema::{accounts, office_members, offices, sign_on_offices},
    },
    moderation::roles::{self, Cause, RoleError},
    offices::members,
};

/// The name of the cause where no rule fits any more.
const NONE_FITS: &str = "-";

/// Where an account stands.
struct Stands {
    role: Role,
    /// Offices that it works for: ids.
    member_of: Vec<i64>,
    /// Offices that rules gave it: ids and slugs.
    given: BTreeMap<i64, String>,
    /// Offices that rules give now: ids, each with its slug and the rule's name.
    wanted: BTreeMap<i64, (String, String)>,
}

/// Brings an account's role and offices to what the rules say. Call it before anything is held.
pub(super) fn apply(
    connection: &mut AnyConnection,
    context: &Context,
    identity: &Identity,
    granted: &Granted,
) -> Result<(), SignOnError> {
    let stands = read(connection, identity, granted)?;
    if is_settled(identity, granted, &stands) {
        return Ok(());
    }
    // Whoever is about to be told of a case is told before, or not at all.
    locks::alone(connection, Gate::Routing)?;
    role(connection, context, identity, granted)?;
    let stands = read(connection, identity, granted)?;
    if stands.role.is_staff() {
        join(connection, context, identity, &stands)?;
    }
    leave(connection, context, identity, &stands)
}

fn read(
    connection: &mut AnyConnection,
    identity: &Identity,
    granted: &Granted,
) -> Result<Stands, DbError> {
    let role: Role = accounts::table
        .find(identity.account)
        .select(accounts::role)
        .first(connection)?;
    let member_of: Vec<i64> = office_members::table
        .filter(office_members::account_id.eq(identity.account))
        .select(office_members::office_id)
        .load(connection)?;
    let given: Vec<(i64, String)> = sign_on_offices::table
        .inner_join(offices::table)
        .filter(sign_on_offices::identity_id.eq(identity.id))
        .select((offices::id, offices::slug))
        .load(connection)?;
    let slugs = granted.offices.iter().map(|(slug, _)| slug.clone());
    let slugs: Vec<String> = slugs.collect();
    let found: Vec<(i64, String)> = offices::table
        .filter(offices::slug.eq_any(slugs))
        .select((offices::id, offices::slug))
        .load(connection)?;
    if found.len() < granted.offices.len() {
        tracing::warn!("a rule of the sign-on gives an office that there is not");
    }
    let rule_of = |slug: &str| {
        let mut all = granted.offices.iter();
        let found = all.find(|(known, _)| known == slug);
        found.map_or_else(String::new, |(_, rule)| rule.clone())
    };
    let wanted = found.into_iter().map(|(id, slug)| {
        let rule = rule_of(&slug);
        (id, (slug, rule))
    });
    Ok(Stands {
        role,
        member_of,
        given: given.into_iter().collect(),
        wanted: wanted.collect(),
    })
}

fn is_settled(identity: &Identity, granted: &Granted, stands: &Stands) -> bool {
    let role = match (&granted.role, identity.role_given) {
        (Some((role, _)), _) => *role == stands.role,
        (None, given) => given.is_none(),
    };
    let joined = |id: &i64| stands.member_of.contains(id);
    let given = |id: &i64| stands.wanted.contains_key(id);
    role && stands.wanted.keys().all(joined) && stands.given.keys().all(given)
}

/// Gives and takes the role. The last administrator keeps it: a claim that lacks must not leave a city without one.
fn role(
    connection: &mut AnyConnection,
    context: &Context,
    identity: &Identity,
    granted: &Granted,
) -> Result<(), SignOnError> {
    let account = identity.account;
    let had: Role = accounts::table
        .find(account)
        .select(accounts::role)
        .first(connection)?;
    match &granted.role {
        Some((role, _)) if *role == had => return Ok(()),
        Some(_) => {}
        None if identity.role_given == Some(had) => {}
        // People took what the rule gave; what they give from now on is theirs.
        None => return Ok(identities::role_is_given(connection, identity, None)?),
    }
    let rule = granted
        .role
        .as_ref()
        .map_or(NONE_FITS, |(_, rule)| rule.as_str());
    let cause = Cause::Rule(rule);
    let changed = match &granted.role {
        Some((role, _)) => roles::exchange_in(connection, context, account, *role, cause),
        None => roles::take_in(connection, context, account, cause).map(|_| ()),
    };
    match changed {
        Ok(()) => {}
        Err(RoleError::Last) => {
            tracing::warn!("the sign-on would take the last administrator's role, who keeps it");
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    }
    let given = granted.role.as_ref().map(|(role, _)| *role);
    identities::role_is_given(connection, identity, given)?;
    Ok(())
}

// A person's offices are few, and each is an entry of the ledger.
fn join(
    connection: &mut AnyConnection,
    context: &Context,
    identity: &Identity,
    stands: &Stands,
) -> Result<(), SignOnError> {
    for (id, (slug, rule)) in &stands.wanted {
        if stands.member_of.contains(id) {
            continue;
        }
        let office = (*id, slug.as_str());
        members::set_by_rule(connection, context, identity.account, office, true, rule)?;
        if !stands.given.contains_key(id) {
            diesel::insert_into(sign_on_offices::table)
                .values((
                    sign_on_offices::identity_id.eq(identity.id),
                    sign_on_offices::office_id.eq(*id),
                ))
                .execute(connection)?;
        }
    }
    Ok(())
}

fn leave(
    connection: &mut AnyConnection,
    context: &Context,
    identity: &Identity,
    stands: &Stands,
) -> Result<(), SignOnError> {
    for (id, slug) in &stands.given {
        if stands.wanted.contains_key(id) {
            continue;
        }
        let office = (*id, slug.as_str());
        members::set_by_rule(
            connection,
            context,
            identity.account,
            office,
            false,
            NONE_FITS,
        )?;
        diesel::delete(sign_on_offices::table.find((identity.id, *id))).execute(connection)?;
    }
    Ok(())
}
