//! An account's new e-mail address, with what other rooms hold of that address.

use super::RightsError;
use crate::{accounts::settings, context::Context, keys::Token, published::support};

/// Changes the address by its mailed link. What was supported by mail with the new address is the
/// account's from then on.
pub async fn confirm(context: &Context, token: Token) -> Result<(), RightsError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let account = settings::confirm_address(connection, &cx, &token)?;
            Ok(support::join(connection, &cx, account)?)
        })
        .await
}
