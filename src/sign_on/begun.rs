//! Which sessions began through the sign-on, so that its provider can end them. Of the provider's own session a hash
//! is kept.

use diesel::prelude::*;

use super::{SignOnError, claims::Said, identities::Identity};
use crate::{
    accounts::sessions,
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{sessions as all_sessions, sign_on_sessions},
    },
    keys::Token,
};

/// Notes that `session` began so. Where a second step comes before it there is none yet: it is then the account's next
/// after `begun_after`.
pub(super) fn note(
    connection: &mut AnyConnection,
    context: &Context,
    identity: &Identity,
    session: Option<i64>,
    begun_after: i64,
    said: &Said,
) -> Result<(), DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    diesel::insert_into(sign_on_sessions::table)
        .values((
            sign_on_sessions::account_id.eq(identity.account),
            sign_on_sessions::identity_id.eq(identity.id),
            sign_on_sessions::session_id.eq(session),
            sign_on_sessions::begun_after.eq(begun_after),
            sign_on_sessions::sid_hash.eq(said.sid.clone()),
            sign_on_sessions::last_day.eq(today + sessions::LIFE),
        ))
        .execute(connection)?;
    Ok(())
}

/// One that was noted.
type Row = (i64, i64, Option<i64>, i64);

/// The sessions that these rows are of: the one that is named, or the account's first after the number.
fn sessions_of(connection: &mut AnyConnection, rows: &[Row]) -> Result<Vec<i64>, DbError> {
    let accounts: Vec<i64> = rows.iter().map(|(_, account, ..)| *account).collect();
    let there: Vec<(i64, i64)> = all_sessions::table
        .filter(all_sessions::account_id.eq_any(accounts))
        .order(all_sessions::id)
        .select((all_sessions::id, all_sessions::account_id))
        .load(connection)?;
    let found = rows.iter().filter_map(|(_, account, session, after)| {
        session.or_else(|| {
            let mut later = there.iter();
            let next = later.find(|(id, of)| of == account && id > after);
            next.map(|(id, _)| *id)
        })
    });
    Ok(found.collect())
}

/// Whether the session of this token began through the sign-on.
pub(super) async fn is_of(context: &Context, token: &Token) -> Result<bool, SignOnError> {
    let token = token.clone();
    context
        .db
        .read(move |connection| {
            let Some(session) = sessions::of_token(connection, &token)? else {
                return Ok(false);
            };
            let account: i64 = all_sessions::table
                .find(session)
                .select(all_sessions::account_id)
                .first(connection)?;
            let rows: Vec<Row> = sign_on_sessions::table
                .filter(sign_on_sessions::account_id.eq(account))
                .select((
                    sign_on_sessions::id,
                    sign_on_sessions::account_id,
                    sign_on_sessions::session_id,
                    sign_on_sessions::begun_after,
                ))
                .load(connection)?;
            Ok(sessions_of(connection, &rows)?.contains(&session))
        })
        .await
}

/// Which sessions the provider ends.
pub(super) enum Which {
    /// Those of one of its own, by its hash.
    Session(Vec<u8>),
    /// All of somebody's.
    Identity(i64),
}

/// Ends them, and what would become one of them; gives how many there were.
pub(super) fn end(connection: &mut AnyConnection, which: Which) -> Result<usize, DbError> {
    let columns = (
        sign_on_sessions::id,
        sign_on_sessions::account_id,
        sign_on_sessions::session_id,
        sign_on_sessions::begun_after,
    );
    let rows: Vec<Row> = match which {
        Which::Session(sid) => sign_on_sessions::table
            .filter(sign_on_sessions::sid_hash.eq(sid))
            .select(columns)
            .load(connection)?,
        Which::Identity(identity) => sign_on_sessions::table
            .filter(sign_on_sessions::identity_id.eq(identity))
            .select(columns)
            .load(connection)?,
    };
    let ended = sessions_of(connection, &rows)?;
    let ended = sessions::end_each(connection, ended)?;
    let waiting = rows.iter().filter(|(_, _, session, _)| session.is_none());
    let waiting = waiting.map(|(_, account, ..)| *account).collect();
    sessions::end_waiting(connection, waiting)?;
    let rows: Vec<i64> = rows.into_iter().map(|(id, ..)| id).collect();
    diesel::delete(sign_on_sessions::table.filter(sign_on_sessions::id.eq_any(rows)))
        .execute(connection)?;
    Ok(ended)
}
