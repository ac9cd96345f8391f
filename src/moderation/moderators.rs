//! Who moderates which boards: an administrator gives the role, chooses the boards and ends it. What a
//! moderator then finds, `review::Reach` says.

use diesel::prelude::*;
use serde_json::{Map, json};

use super::{
    ModerationError,
    arrange::invalid,
    role_mails::{self, Role as Told},
    roles::Cause,
};
use crate::{
    accounts::{
        Member, Role,
        events::{self, Event},
        factors::grace,
    },
    context::Context,
    db::{
        AnyConnection,
        locks::{self, Table},
        schema::{accounts, boards, moderator_boards},
    },
    privacy::{
        Private,
        ledger::{self, About, Arrangement, OfOrganisation},
        sealed,
    },
    review::Reach,
};

/// Somebody who moderates, by the public name. Administrators moderate every board and are not listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moderator {
    /// The account.
    pub id: i64,
    pub name: String,
    pub reach: Reach,
}

impl Moderator {
    /// What a form names, so that nothing is changed that was not seen.
    pub fn stamp(&self) -> String {
        match &self.reach {
            Reach::Everywhere => "everywhere".to_owned(),
            Reach::Boards(boards) => {
                let boards: Vec<String> = boards.iter().map(i64::to_string).collect();
                boards.join(",")
            }
        }
    }
}

/// All of them, in the order of their accounts.
pub async fn list(context: &Context) -> Result<Vec<Moderator>, ModerationError> {
    context
        .db
        .read(|connection| {
            let known: Vec<(i64, String)> = accounts::table
                .filter(accounts::role.eq(Role::Moderator))
                .order(accounts::id)
                .select((accounts::id, accounts::name))
                .load(connection)?;
            let chosen: Vec<(i64, i64)> = moderator_boards::table
                .order((moderator_boards::account_id, moderator_boards::board_id))
                .select((moderator_boards::account_id, moderator_boards::board_id))
                .load(connection)?;
            let reach = |account: i64| {
                let own = chosen.iter().filter(|(of, _)| *of == account);
                let own: Vec<i64> = own.map(|(_, board)| *board).collect();
                if own.is_empty() {
                    Reach::Everywhere
                } else {
                    Reach::Boards(own)
                }
            };
            Ok(known
                .into_iter()
                .map(|(id, name)| Moderator {
                    reach: reach(id),
                    id,
                    name,
                })
                .collect())
        })
        .await
}

/// The moderator with this account.
pub async fn find(context: &Context, id: i64) -> Result<Moderator, ModerationError> {
    context
        .db
        .read(move |connection| by_id(connection, id))
        .await
}

fn by_id(connection: &mut AnyConnection, id: i64) -> Result<Moderator, ModerationError> {
    let name: Option<String> = accounts::table
        .find(id)
        .filter(accounts::role.eq(Role::Moderator))
        .select(accounts::name)
        .first(connection)
        .optional()?;
    Ok(Moderator {
        id,
        name: name.ok_or(ModerationError::NotFound)?,
        reach: Reach::of(connection, id)?,
    })
}

/// Gives the role to the resident whose account has this address; who has it already keeps their
/// boards. Fields of [`ModerationError::Invalid`]: `email`, `boards`.
pub async fn give(
    context: &Context,
    administrator: &Member,
    email: Private<String>,
    chosen: Reach,
) -> Result<(), ModerationError> {
    let (cx, by) = (context.clone(), administrator.id);
    context
        .db
        .write(move |connection| {
            let index = sealed::email_index(&cx.config.keys, &email);
            let found: Option<(i64, Role)> = accounts::table
                .filter(accounts::email_index.eq(index))
                .select((accounts::id, accounts::role))
                .first(connection)
                .optional()?;
            // Who handles cases does not moderate as well: an account has one role.
            let account = match found {
                Some((_, Role::Moderator)) => return Ok(()),
                Some((id, Role::Resident)) => id,
                _ => return Err(invalid("email", "moderator-unknown")),
            };
            let chosen = known(connection, chosen)?;
            appoint(connection, &cx, account, Cause::Person(Some(by)), &chosen)
        })
        .await
}

/// Gives the role to a resident's account; to another it does nothing.
pub(super) fn appoint(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    cause: Cause<'_>,
    chosen: &Reach,
) -> Result<(), ModerationError> {
    if change_role(connection, account, Role::Resident, Role::Moderator)? {
        put(connection, account, chosen)?;
        grace::at_role(connection, context, account, Role::Moderator)?;
        events::note(connection, context, account, Event::RoleGiven)?;
        let act = OfOrganisation::Added;
        note(connection, context, cause, act, Some(chosen))?;
        role_mails::tell(connection, context, account, Told::Given(chosen))?;
    }
    Ok(())
}

/// Ends the role, and with it what was chosen; twice is once. The account is a resident's again, also
/// in the sessions that go on.
pub async fn end(
    context: &Context,
    administrator: &Member,
    moderator: i64,
) -> Result<(), ModerationError> {
    let (cx, by) = (context.clone(), administrator.id);
    context
        .db
        .write(move |connection| dismiss(connection, &cx, moderator, Cause::Person(Some(by))))
        .await
}

/// Ends the role of a moderator; of somebody else it does nothing.
pub(super) fn dismiss(
    connection: &mut AnyConnection,
    context: &Context,
    moderator: i64,
    cause: Cause<'_>,
) -> Result<(), ModerationError> {
    if change_role(connection, moderator, Role::Moderator, Role::Resident)? {
        put(connection, moderator, &Reach::Everywhere)?;
        events::note(connection, context, moderator, Event::RoleEnded)?;
        note(connection, context, cause, OfOrganisation::Removed, None)?;
        role_mails::tell(connection, context, moderator, Told::Ended)?;
    }
    Ok(())
}

/// Whether the account had this role, and has the other now; of two administrators at once one is told so.
fn change_role(
    connection: &mut AnyConnection,
    account: i64,
    from: Role,
    to: Role,
) -> QueryResult<bool> {
    let had = accounts::table
        .filter(accounts::id.eq(account))
        .filter(accounts::role.eq(from));
    let changed = diesel::update(had)
        .set(accounts::role.eq(to))
        .execute(connection)?;
    Ok(changed > 0)
}

/// Chooses the boards of a moderator; the same again is nothing. `seen` is the
/// [`Moderator::stamp`] that was looked at, where there was a look: [`ModerationError::Changed`] when
/// it is another by now. Field of [`ModerationError::Invalid`]: `boards`.
pub async fn choose(
    context: &Context,
    administrator: &Member,
    moderator: i64,
    seen: Option<String>,
    chosen: Reach,
) -> Result<(), ModerationError> {
    let (cx, by) = (context.clone(), administrator.id);
    context
        .db
        .write(move |connection| {
            // Of two administrators the second waits here, and sees what the first chose.
            locks::hold(connection, Table::Accounts, [moderator].into())?;
            let there = by_id(connection, moderator)?;
            let chosen = known(connection, chosen)?;
            if there.reach == chosen {
                return Ok(());
            }
            if seen.is_some_and(|seen| seen != there.stamp()) {
                return Err(ModerationError::Changed);
            }
            put(connection, moderator, &chosen)?;
            let act = OfOrganisation::Changed;
            let cause = Cause::Person(Some(by));
            note(connection, &cx, cause, act, Some(&chosen))?;
            role_mails::tell(connection, &cx, moderator, Told::Changed(&chosen))
        })
        .await
}

/// The same boards in their order, each once; there is one at least, and all of them are known.
fn known(connection: &mut AnyConnection, chosen: Reach) -> Result<Reach, ModerationError> {
    let Reach::Boards(mut ids) = chosen else {
        return Ok(chosen);
    };
    ids.sort_unstable();
    ids.dedup();
    let found: Vec<i64> = boards::table
        .filter(boards::id.eq_any(ids.clone()))
        .order(boards::id)
        .select(boards::id)
        .load(connection)?;
    if ids.is_empty() || found != ids {
        return Err(invalid("boards", "boards-chosen"));
    }
    Ok(Reach::Boards(ids))
}

fn put(connection: &mut AnyConnection, moderator: i64, chosen: &Reach) -> QueryResult<()> {
    let own = moderator_boards::table.filter(moderator_boards::account_id.eq(moderator));
    diesel::delete(own).execute(connection)?;
    for board in chosen.boards().unwrap_or_default() {
        diesel::insert_into(moderator_boards::table)
            .values((
                moderator_boards::account_id.eq(moderator),
                moderator_boards::board_id.eq(*board),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// In the ledger without who it is, as all who work for the city stand there, and without the names
/// of boards, which not everybody may know.
fn note(
    connection: &mut AnyConnection,
    context: &Context,
    cause: Cause<'_>,
    act: OfOrganisation,
    chosen: Option<&Reach>,
) -> Result<(), ModerationError> {
    let mut fields = Map::from_iter([("what".to_owned(), json!("moderator"))]);
    if let Some(chosen) = chosen {
        let boards = match chosen.boards() {
            Some(boards) => boards.len().to_string(),
            None => "all".to_owned(),
        };
        fields.insert("boards".to_owned(), json!(boards));
    }
    cause.add_to(&mut fields);
    let about = About {
        by: cause.by(),
        ..About::default()
    };
    let act = Arrangement::Organisation(act);
    ledger::note(connection, context, act, None, about, fields)?;
    Ok(())
}
