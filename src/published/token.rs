//! What a program that sent a case is given instead of its number: a sealed value that leads to the
//! topic for as long as the case is published, and tells nobody else which case that is.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::of_case;
use crate::{context::Context, db::DbError};

/// Nothing of it is stored.
const PLACE: &str = "open311.token";

/// A token of this case; another each time, and each leads to the same.
pub fn of(context: &Context, case: i64) -> String {
    let keys = &context.config.keys;
    URL_SAFE_NO_PAD.encode(keys.seal(&context.random, PLACE, &case.to_be_bytes()))
}

/// The topic as which the case of a token is public now; `None` also where it is no token.
pub async fn topic(context: &Context, token: &str) -> Result<Option<i64>, DbError> {
    let opened = URL_SAFE_NO_PAD
        .decode(token)
        .ok()
        .and_then(|sealed| context.config.keys.open(PLACE, &sealed).ok())
        .and_then(|case| case.try_into().ok());
    let Some(case) = opened.map(i64::from_be_bytes) else {
        return Ok(None);
    };
    context
        .db
        .read(move |connection| of_case(connection, case))
        .await
}
