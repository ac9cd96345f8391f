//! Which role an account has for the city, as whoever runs Plaza gives and takes it. An account has one;
//! there is always an administrator where there was one.
//!
//! Which boards a moderator has, `moderators` says, and which offices somebody works for, `offices`.

use diesel::prelude::*;
use serde_json::{Map, json};

use super::{ModerationError, moderators, role_given};
use crate::{
    accounts::{
        Role,
        events::{self, Event},
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

/// Gives a role to a resident's account; says whether it had another before: twice is once. A moderator decides
/// about all boards until an administrator chooses some.
pub async fn give(context: &Context, account: i64, role: Role) -> Result<bool, RoleError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            locks::hold(connection, Table::Accounts, [account].into())?;
            match role_of(connection, account)? {
                had if had == role => return Ok(false),
                Role::Resident => {}
                other => return Err(RoleError::Other(other)),
            }
            if role == Role::Moderator {
                moderators::appoint(connection, &cx, account, None, &Reach::Everywhere)?;
            } else {
                set(connection, account, role)?;
                events::note(connection, &cx, account, Event::RoleGiven)?;
                note(connection, &cx, OfOrganisation::Added, role)?;
                role_given::tell(connection, &cx, account, role, true)?;
            }
            Ok(true)
        })
        .await
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
            // Of two who take the last two administrators' roles the second waits here, and sees the first.
            let mut held = administrators(connection)?;
            held.push(account);
            locks::hold(connection, Table::Accounts, held.into_iter().collect())?;
            let had = role_of(connection, account)?;
            match had {
                Role::Resident => return Ok(None),
                Role::Moderator => {
                    moderators::dismiss(connection, &cx, account, None)?;
                    return Ok(Some(had));
                }
                Role::Administrator if administrators(connection)? == [account] => {
                    return Err(RoleError::Last);
                }
                Role::Staff | Role::PrivacyOfficer | Role::Administrator => {}
            }
            members::leave_all(connection, &cx, account)?;
            set(connection, account, Role::Resident)?;
            events::note(connection, &cx, account, Event::RoleEnded)?;
            note(connection, &cx, OfOrganisation::Removed, had)?;
            role_given::tell(connection, &cx, account, had, false)?;
            Ok(Some(had))
        })
        .await
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
) -> Result<(), DbError> {
    let fields = Map::from_iter([("what".to_owned(), json!(role.as_str()))]);
    let act = Arrangement::Organisation(act);
    ledger::note(connection, context, act, None, About::default(), fields)?;
    Ok(())
}
