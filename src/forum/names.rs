//! Public names of accounts, looked through for watched words before they stand anywhere. A name is public
//! at once, so what is held in a text is refused in one.

use diesel::prelude::*;

use super::submission::field;
use crate::{
    accounts::{
        AccountError, LONGEST_NAME,
        registration::{self, Registration},
    },
    context::Context,
    db::{AnyConnection, DbError, schema::accounts},
    spam::{self, Wanted, watched::Said},
};

/// Registers, as [`registration::register`] does.
pub async fn register(context: &Context, registration: Registration) -> Result<(), AccountError> {
    look(context, None, &registration.name).await?;
    registration::register(context, registration).await
}

/// Refuses a name with a watched word that its account's present one does not have.
pub async fn look(context: &Context, account: Option<i64>, name: &str) -> Result<(), AccountError> {
    // What is too long is refused for that.
    if name.chars().count() > LONGEST_NAME {
        return Ok(());
    }
    let said = |name: &str| Said {
        field: field::NAME,
        source: String::new(),
        seen: name.to_owned(),
    };
    let mut before = Vec::new();
    if let Some(account) = account {
        let present = move |connection: &mut AnyConnection| {
            let name: Option<String> = accounts::table
                .find(account)
                .select(accounts::name)
                .first(connection)
                .optional()?;
            Ok::<_, DbError>(name)
        };
        let present = context.db.read(present).await?;
        before.extend(present.as_deref().map(said));
    }
    let wanted = Wanted {
        beside: vec![said(name)],
        before,
        ..Wanted::default()
    };
    match spam::judge(context, wanted).await?.refusal_at_once() {
        Some(errors) => Err(errors.into()),
        None => Ok(()),
    }
}
