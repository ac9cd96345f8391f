//! The accounts of those who handle cases, by their addresses: an administrator or a city's file
//! names people so.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{AccountError, Member, Role};
use crate::{
    context::Context,
    db::{AnyConnection, schema::accounts},
    i18n::Lang,
    keys::Keys,
    privacy::{Private, sealed},
};

/// As [`at`], where each address is to have one; else the places in the list, counted from 1, of
/// those that have none.
pub async fn all_at(
    context: &Context,
    addresses: Vec<Private<String>>,
) -> Result<Result<Vec<i64>, Vec<usize>>, AccountError> {
    let found = at(context, addresses).await?;
    let missing: Vec<usize> = (1..)
        .zip(&found)
        .filter(|(_, account)| account.is_none())
        .map(|(place, _)| place)
        .collect();
    if missing.is_empty() {
        return Ok(Ok(found.into_iter().flatten().collect()));
    }
    Ok(Err(missing))
}

/// The account at each address, in their order; `None` where none that handles cases has it.
pub async fn at(
    context: &Context,
    addresses: Vec<Private<String>>,
) -> Result<Vec<Option<i64>>, AccountError> {
    let keys = context.config.keys.clone();
    context
        .db
        .read(move |connection| {
            let indices: Vec<Vec<u8>> = addresses
                .iter()
                .map(|address| sealed::email_index(&keys, address))
                .collect();
            let handling = Role::ALL.into_iter().filter(|role| role.is_staff());
            let known: Vec<(Vec<u8>, i64)> = accounts::table
                .filter(accounts::email_index.eq_any(indices.clone()))
                .filter(accounts::role.eq_any(handling.collect::<Vec<_>>()))
                .select((accounts::email_index, accounts::id))
                .load(connection)?;
            let known: HashMap<Vec<u8>, i64> = known.into_iter().collect();
            Ok(indices
                .iter()
                .map(|index| known.get(index).copied())
                .collect())
        })
        .await
}

/// Who handles cases and has this address, in whichever form its domain is written.
pub fn member_at(
    connection: &mut AnyConnection,
    keys: &Keys,
    address: &Private<String>,
) -> QueryResult<Option<Member>> {
    let handling = Role::ALL.into_iter().filter(|role| role.is_staff());
    let row: Option<(i64, String, Role, Lang)> = accounts::table
        .filter(accounts::email_index.eq_any(sealed::email_indices(keys, address)))
        .filter(accounts::role.eq_any(handling.collect::<Vec<_>>()))
        .order(accounts::id)
        .select((
            accounts::id,
            accounts::name,
            accounts::role,
            accounts::language,
        ))
        .first(connection)
        .optional()?;
    Ok(row.map(|(id, name, role, language)| Member::new(id, name, role, language)))
}
