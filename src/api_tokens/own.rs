//! What an owner sees of tokens, and ends.

use diesel::prelude::*;

use super::{COLUMNS, Listed, Row, TokenError, note};
use crate::{
    accounts::{
        Member,
        events::{self, Event},
    },
    context::Context,
    db::{DbError, schema::api_tokens},
    privacy::ledger::OfToken,
};

/// An account's tokens that still serve, the newest first.
pub async fn list(context: &Context, account: i64) -> Result<Vec<Listed>, DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    let rows: Vec<Row> = context
        .db
        .read(move |connection| {
            let rows = api_tokens::table
                .filter(api_tokens::account_id.eq(account))
                .filter(api_tokens::expires_on.ge(today))
                .order(api_tokens::id.desc())
                .select(COLUMNS)
                .load(connection)?;
            Ok::<_, DbError>(rows)
        })
        .await?;
    Ok(rows.into_iter().map(Listed::from).collect())
}

/// Ends one of an account's own tokens; another account's, or one that has ended, is left alone.
pub async fn end_own(context: &Context, member: &Member, token: i64) -> Result<(), TokenError> {
    let (cx, account, role) = (context.clone(), member.id, member.role);
    context
        .db
        .write(move |connection| {
            let own = api_tokens::table
                .find(token)
                .filter(api_tokens::account_id.eq(account));
            if diesel::delete(own).execute(connection)? > 0 {
                events::note(connection, &cx, account, Event::TokenEnded)?;
                note(connection, &cx, OfToken::Ended, role, Some(account))?;
            }
            Ok(())
        })
        .await
}
