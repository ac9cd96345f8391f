//! The accounts of those who handle cases, by their addresses: an administrator or a city's file
//! names people so.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{AccountError, Role};
use crate::{
    context::Context,
    db::schema::accounts,
    privacy::{Private, sealed},
};

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
