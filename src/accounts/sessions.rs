//! Sessions: random tokens, hashed in a table, revocable, with the day and no browser or address.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{Member, Role};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{accounts, sessions},
        text_enum,
    },
    i18n::Lang,
    keys::Token,
};

text_enum! {
    /// What carries a session's token.
    pub enum SessionKind {
        /// A browser's cookie.
        Cookie = "cookie",
        /// An `Authorization: Bearer` header.
        Bearer = "bearer",
    }
}

/// How long a session lives without being ended.
pub const LIFE: TimeDelta = TimeDelta::days(14);

/// Begins a session and gives the token that its owner keeps.
pub fn begin(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    kind: SessionKind,
) -> Result<Token, DbError> {
    let token = Token::draw(&context.random);
    let today = context.clock.today(context.config.city.time_zone);
    diesel::insert_into(sessions::table)
        .values((
            sessions::account_id.eq(account),
            sessions::token_hash.eq(token.hash()),
            sessions::kind.eq(kind),
            sessions::created_on.eq(today),
            sessions::last_used_on.eq(today),
            sessions::expires_at.eq(context.now() + LIFE),
        ))
        .execute(connection)?;
    Ok(token)
}

/// Who a token belongs to; `None` when it is unknown, ended or expired.
pub async fn member(context: &Context, token: &Token) -> Result<Option<Member>, DbError> {
    let (hash, now) = (token.hash(), context.now());
    let row: Option<(i64, String, Role, Lang)> = context
        .db
        .read(move |connection| {
            let row = sessions::table
                .inner_join(accounts::table)
                .filter(sessions::token_hash.eq(hash))
                .filter(sessions::expires_at.gt(now))
                .select((
                    accounts::id,
                    accounts::name,
                    accounts::role,
                    accounts::language,
                ))
                .first(connection)
                .optional()?;
            Ok::<_, DbError>(row)
        })
        .await?;
    Ok(row.map(|(id, name, role, language)| Member::new(id, name, role, language)))
}

/// Ends the session of a token, on the server; ending it twice is no error.
pub async fn end(context: &Context, token: &Token) -> Result<(), DbError> {
    let hash = token.hash();
    context
        .db
        .write(move |connection| {
            diesel::delete(sessions::table.filter(sessions::token_hash.eq(hash)))
                .execute(connection)?;
            Ok(())
        })
        .await
}
