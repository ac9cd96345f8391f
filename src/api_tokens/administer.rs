//! What administrators, and whoever runs Plaza, see of others' tokens: those of the city's own people, by
//! number, and never what their owners call them. Residents' are counted: administrators see no more of
//! residents than anybody does.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Scopes, TokenError, note};
use crate::{
    accounts::{
        Role,
        events::{self, Event},
    },
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{accounts, api_tokens},
    },
    privacy::ledger::OfToken,
};

/// How many stand on a page.
const PAGE: usize = 100;

/// A token of somebody who works for the city.
pub struct Held {
    pub id: i64,
    pub account: i64,
    /// The public name of who has it.
    pub holder: String,
    pub role: Role,
    pub scopes: Scopes,
    pub created_on: NaiveDate,
    pub expires_on: NaiveDate,
    pub last_used_on: Option<NaiveDate>,
}

/// The tokens of the city's own people, the newest first.
pub struct Holders {
    pub tokens: Vec<Held>,
    /// The number to go on before, where there are more.
    pub next: Option<i64>,
    /// How many tokens residents have.
    pub residents: i64,
}

/// Token, account, public name and role; scopes; made, until, last used.
type Row = (
    i64,
    i64,
    String,
    Role,
    String,
    NaiveDate,
    NaiveDate,
    Option<NaiveDate>,
);

/// A page of them: those before the token of this number, or the newest.
pub async fn of_the_city(context: &Context, before: Option<i64>) -> Result<Holders, DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    let (rows, residents): (Vec<Row>, i64) = context
        .db
        .read(move |connection| {
            let rows: Vec<Row> = api_tokens::table
                .inner_join(accounts::table)
                .filter(accounts::role.ne(Role::Resident))
                .filter(api_tokens::expires_on.ge(today))
                .filter(api_tokens::id.lt(before.unwrap_or(i64::MAX)))
                .order(api_tokens::id.desc())
                .limit(PAGE as i64 + 1)
                .select((
                    api_tokens::id,
                    accounts::id,
                    accounts::name,
                    accounts::role,
                    api_tokens::scopes,
                    api_tokens::created_on,
                    api_tokens::expires_on,
                    api_tokens::last_used_on,
                ))
                .load(connection)?;
            let residents: i64 = api_tokens::table
                .inner_join(accounts::table)
                .filter(accounts::role.eq(Role::Resident))
                .filter(api_tokens::expires_on.ge(today))
                .count()
                .get_result(connection)?;
            Ok::<_, DbError>((rows, residents))
        })
        .await?;
    let more = rows.len() > PAGE;
    let tokens: Vec<Held> = rows.into_iter().take(PAGE).map(held).collect();
    Ok(Holders {
        next: tokens.last().filter(|_| more).map(|last| last.id),
        tokens,
        residents,
    })
}

fn held((id, account, holder, role, scopes, created_on, expires_on, last_used_on): Row) -> Held {
    Held {
        id,
        account,
        holder,
        role,
        scopes: Scopes::stored(&scopes),
        created_on,
        expires_on,
        last_used_on,
    }
}

/// Ends a token of one of the city's own people; `by` is the administrator, nobody on the command line.
/// [`TokenError::NotFound`] for a resident's, and where there is none.
pub async fn end(context: &Context, token: i64, by: Option<i64>) -> Result<(), TokenError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let found: Option<(i64, Role)> = api_tokens::table
                .inner_join(accounts::table)
                .filter(api_tokens::id.eq(token))
                .filter(accounts::role.ne(Role::Resident))
                .select((accounts::id, accounts::role))
                .first(connection)
                .optional()?;
            let (account, role) = found.ok_or(TokenError::NotFound)?;
            if diesel::delete(api_tokens::table.find(token)).execute(connection)? > 0 {
                ended(connection, &cx, (account, role), by)?;
            }
            Ok(())
        })
        .await
}

/// Ends all tokens of an account, whoever's it is; gives how many there were.
pub async fn end_all(context: &Context, account: i64) -> Result<usize, TokenError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let role: Option<Role> = accounts::table
                .find(account)
                .select(accounts::role)
                .first(connection)
                .optional()?;
            let role = role.ok_or(TokenError::NotFound)?;
            let all = api_tokens::table.filter(api_tokens::account_id.eq(account));
            let count = diesel::delete(all).execute(connection)?;
            if count > 0 {
                ended(connection, &cx, (account, role), None)?;
            }
            Ok(count)
        })
        .await
}

fn ended(
    connection: &mut AnyConnection,
    context: &Context,
    (account, role): (i64, Role),
    by: Option<i64>,
) -> Result<(), DbError> {
    events::note(connection, context, account, Event::TokenEnded)?;
    note(connection, context, OfToken::Ended, role, by)
}
