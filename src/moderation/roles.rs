//! Which role an account has for the city, as whoever runs Plaza gives and takes it. An account has one;
//! there is always an administrator where there was one.
//!
//! Which boards a moderator has, `moderators` says, and which offices somebody works for, `offices`.

use diesel::prelude::*;
use serde_json::{Map, Value, json};

use super::{ModerationError, moderators, role_given};
use crate::{
    accounts::{
        Role,
        events::{self, Event},
        factors::grace,
    },
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Gate, Table},
        schema::accounts,
    },
    offices::{OfficeError, members},
    privacy::ledger::{self, About, Arrangement, OfOrganisation},
    review::Reach,
};

/// Why no role was given or taken.
#[derive(Debug, thiserror::Error)]
pub enum RoleError {
    #[error("there is no such account")]
    NoAccount,
    /// An account has one role.
    #[error("the account has the role {} already; take that first", .0.as_str())]
    Other(Role),
    #[error("nobody else is an administrator; give the role to somebody else first")]
    Last,
    #[error(transparent)]
    Moderation(#[from] ModerationError),
    #[error(transparent)]
    Office(#[from] OfficeError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for RoleError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// By whom or by what a role is given or taken.
#[derive(Clone, Copy, Debug)]
pub enum Cause<'a> {
    /// An administrator, or nobody where whoever runs Plaza does it.
    Person(Option<i64>),
    /// A rule of the city's own sign-on, by its name.
    Rule(&'a str),
}

impl Cause<'_> {
    pub(super) const fn by(self) -> Option<i64> {
        match self {
            Self::Person(by) => by,
            Self::Rule(_) => None,
        }
    }

    /// Says in the ledger's fields which rule it was.
    pub(super) fn add_to(self, fields: &mut Map<String, Value>) {
        if let Self::Rule(rule) = self {
            fields.insert("sign_on".to_owned(), json!(rule));
        }
    }
}

/// Gives a role to a resident's account; says whether it had another before: twice is once. A moderator decides
/// about all boards until an administrator chooses some.
pub async fn give(context: &Context, account: i64, role: Role) -> Result<bool, RoleError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| give_in(connection, &cx, account, role, Cause::Person(None)))
        .await
}

/// As [`give`], in a transaction that is open already.
pub fn give_in(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    role: Role,
    cause: Cause<'_>,
) -> Result<bool, RoleError> {
    locks::hold(connection, Table::Accounts, [account].into())?;
    match role_of(connection, account)? {
        had if had == role => return Ok(false),
        Role::Resident => {}
        other => return Err(RoleError::Other(other)),
    }
    if role == Role::Moderator {
        moderators::appoint(connection, context, account, cause, &Reach::Everywhere)?;
    } else {
        set(connection, account, role)?;
        grace::at_role(connection, context, account, role)?;
        events::note(connection, context, account, Event::RoleGiven)?;
        note(connection, context, OfOrganisation::Added, role, cause)?;
        role_given::tell(connection, context, account, role, true)?;
    }
    Ok(true)
}

/// Takes the role away, and with it boards and offices; gives which it was. The account is a resident's again,
/// also in the sessions that go on.
pub async fn take(context: &Context, account: i64) -> Result<Option<Role>, RoleError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            // Whoever is about to be told of a case is told before, or not at all.
            locks::alone(connection, Gate::Routing)?;
            take_in(connection, &cx, account, Cause::Person(None))
        })
        .await
}

/// As [`take`], in a transaction that is open already and went through [`Gate::Routing`] alone before it held
/// anything.
pub fn take_in(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    cause: Cause<'_>,
) -> Result<Option<Role>, RoleError> {
    // Of two who take the last two administrators' roles the second waits here, and sees the first.
    let mut held = administrators(connection)?;
    held.push(account);
    locks::hold(connection, Table::Accounts, held.into_iter().collect())?;
    let had = role_of(connection, account)?;
    match had {
        Role::Resident => return Ok(None),
        Role::Moderator => {
            moderators::dismiss(connection, context, account, cause)?;
            return Ok(Some(had));
        }
        Role::Administrator if administrators(connection)? == [account] => {
            return Err(RoleError::Last);
        }
        Role::Staff | Role::PrivacyOfficer | Role::Administrator => {}
    }
    members::leave_all(connection, context, account)?;
    lay_down(connection, context, account, had, cause)?;
    Ok(Some(had))
}

/// Puts one role in another's stead, in a transaction as that of [`take_in`]: between roles that work for offices the
/// account's offices stay.
pub fn exchange_in(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    role: Role,
    cause: Cause<'_>,
) -> Result<(), RoleError> {
    let mut held = administrators(connection)?;
    held.push(account);
    locks::hold(connection, Table::Accounts, held.into_iter().collect())?;
    let had = role_of(connection, account)?;
    if !had.is_staff() || !role.is_staff() {
        take_in(connection, context, account, cause)?;
    } else if had == Role::Administrator && administrators(connection)? == [account] {
        return Err(RoleError::Last);
    } else {
        lay_down(connection, context, account, had, cause)?;
    }
    give_in(connection, context, account, role, cause)?;
    Ok(())
}

fn lay_down(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    had: Role,
    cause: Cause<'_>,
) -> Result<(), RoleError> {
    set(connection, account, Role::Resident)?;
    events::note(connection, context, account, Event::RoleEnded)?;
    note(connection, context, OfOrganisation::Removed, had, cause)?;
    role_given::tell(connection, context, account, had, false)?;
    Ok(())
}

fn role_of(connection: &mut AnyConnection, account: i64) -> Result<Role, RoleError> {
    let role: Option<Role> = accounts::table
        .find(account)
        .select(accounts::role)
        .first(connection)
        .optional()?;
    role.ok_or(RoleError::NoAccount)
}

fn administrators(connection: &mut AnyConnection) -> QueryResult<Vec<i64>> {
    accounts::table
        .filter(accounts::role.eq(Role::Administrator))
        .order(accounts::id)
        .select(accounts::id)
        .load(connection)
}

fn set(connection: &mut AnyConnection, account: i64, role: Role) -> QueryResult<()> {
    diesel::update(accounts::table.find(account))
        .set(accounts::role.eq(role))
        .execute(connection)?;
    Ok(())
}

/// In the ledger without who it is, as all who work for the city stand there.
fn note(
    connection: &mut AnyConnection,
    context: &Context,
    act: OfOrganisation,
    role: Role,
    cause: Cause<'_>,
) -> Result<(), DbError> {
    let mut fields = Map::from_iter([("what".to_owned(), json!(role.as_str()))]);
    cause.add_to(&mut fields);
    let about = About {
        by: cause.by(),
        ..About::default()
    };
    let act = Arrangement::Organisation(act);
    ledger::note(connection, context, act, None, about, fields)?;
    Ok(())
}
