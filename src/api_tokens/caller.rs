//! Who calls with a token.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Scopes, Secret};
use crate::{
    accounts::{Member, Role, preferences::Appearance},
    context::Context,
    db::{
        DbError,
        schema::{account_preferences, accounts, api_tokens},
    },
    i18n::Lang,
};

/// A program that acts as somebody.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Of the token.
    pub token: i64,
    /// The account, with the role that it has now.
    pub member: Member,
    pub scopes: Scopes,
}

/// Token, day of its last use, scopes; then the account.
type Row = (
    i64,
    Option<NaiveDate>,
    String,
    i64,
    String,
    Role,
    Lang,
    Option<Appearance>,
);

/// Whose token it is; `None` where it is unknown, was ended or has expired.
///
/// Notes the day of use, once a day.
pub async fn caller(context: &Context, secret: &Secret) -> Result<Option<Caller>, DbError> {
    let hash = secret.hash();
    let today = context.clock.today(context.config.city.time_zone);
    let row: Option<Row> = context
        .db
        .read(move |connection| {
            let row = api_tokens::table
                .inner_join(accounts::table.left_join(account_preferences::table))
                .filter(api_tokens::token_hash.eq(hash))
                .filter(api_tokens::expires_on.ge(today))
                .select((
                    api_tokens::id,
                    api_tokens::last_used_on,
                    api_tokens::scopes,
                    accounts::id,
                    accounts::name,
                    accounts::role,
                    accounts::language,
                    account_preferences::appearance.nullable(),
                ))
                .first(connection)
                .optional()?;
            Ok::<_, DbError>(row)
        })
        .await?;
    let Some((token, last_used_on, scopes, id, name, role, language, appearance)) = row else {
        return Ok(None);
    };
    if last_used_on.is_none_or(|day| day < today) {
        let noted = context
            .db
            .write(move |connection| {
                diesel::update(api_tokens::table.find(token))
                    .set(api_tokens::last_used_on.eq(today))
                    .execute(connection)?;
                Ok::<_, DbError>(())
            })
            .await;
        match noted {
            // What is there can be read, though the disk takes nothing.
            Err(DbError::NoRoom(_)) => {}
            noted => noted?,
        }
    }
    Ok(Some(Caller {
        token,
        scopes: Scopes::stored(&scopes),
        member: Member {
            appearance: appearance.unwrap_or_default(),
            ..Member::new(id, name, role, language)
        },
    }))
}
