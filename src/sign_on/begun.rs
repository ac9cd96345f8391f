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

/// What a sign-on led to.
pub(super) enum Led {
    /// A session, by its id.
    Session(i64),
    /// A second step that is still to come, by its hash: the session that it leads to knows it.
    Step(Vec<u8>),
}

/// Notes that it began so.
pub(super) fn note(
    connection: &mut AnyConnection,
    context: &Context,
    identity: &Identity,
    led: Led,
    said: &Said,
) -> Result<(), DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    let (session, step) = match led {
        Led::Session(session) => (Some(session), None),
        Led::Step(step) => (None, Some(step)),
    };
    diesel::insert_into(sign_on_sessions::table)
        .values((
            sign_on_sessions::account_id.eq(identity.account),
            sign_on_sessions::identity_id.eq(identity.id),
            sign_on_sessions::session_id.eq(session),
            sign_on_sessions::step_hash.eq(step),
            sign_on_sessions::sid_hash.eq(said.sid.clone()),
            sign_on_sessions::last_day.eq(today + sessions::LIFE),
        ))
        .execute(connection)?;
    Ok(())
}

/// Whether the session of this token began through the sign-on.
pub(super) async fn is_of(context: &Context, token: &Token) -> Result<bool, SignOnError> {
    let token = token.clone();
    context
        .db
        .read(move |connection| {
            let own = || all_sessions::table.filter(all_sessions::token_hash.eq(token.hash()));
            let begun: i64 = sign_on_sessions::table
                .filter(
                    sign_on_sessions::session_id
                        .eq_any(own().select(all_sessions::id.nullable()))
                        .or(sign_on_sessions::step_hash
                            .eq_any(own().select(all_sessions::step_hash))),
                )
                .count()
                .get_result(connection)?;
            Ok(begun > 0)
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
    type Row = (i64, Option<i64>, Option<Vec<u8>>);
    let columns = (
        sign_on_sessions::id,
        sign_on_sessions::session_id,
        sign_on_sessions::step_hash,
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
    let steps: Vec<Vec<u8>> = rows.iter().filter_map(|row| row.2.clone()).collect();
    let mut ended: Vec<i64> = rows.iter().filter_map(|row| row.1).collect();
    let stepped: Vec<i64> = all_sessions::table
        .filter(all_sessions::step_hash.eq_any(steps.clone()))
        .select(all_sessions::id)
        .load(connection)?;
    ended.extend(stepped);
    let ended = sessions::end_each(connection, ended)?;
    sessions::end_waiting(connection, steps)?;
    let rows: Vec<i64> = rows.into_iter().map(|(id, ..)| id).collect();
    diesel::delete(sign_on_sessions::table.filter(sign_on_sessions::id.eq_any(rows)))
        .execute(connection)?;
    Ok(ended)
}
