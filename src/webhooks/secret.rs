//! The secrets that sign what is delivered: made, shown once, sealed, and exchanged.

use std::fmt;

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{
    Done, WebhookError,
    endpoints::{hold, note},
    signature,
};
use crate::{
    context::Context,
    db::schema::webhook_endpoints,
    keys::CannotOpen,
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
};

/// How long the secret before signs as well, once there is a new one.
pub const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// What signs, for whoever runs the endpoint; shown once. `Debug` tells nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// For the answer to who made it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// A new endpoint, or a secret that was exchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub id: i64,
    pub secret: Secret,
}

/// A new secret, and the same sealed.
pub(super) fn new(context: &Context) -> (Secret, Vec<u8>) {
    let secret = signature::new_secret(&context.random);
    let private = Private::new(secret.clone());
    let keys = &context.config.keys;
    let sealed = sealed::seal(keys, &context.random, Column::WebhookSecret, &private);
    (Secret(secret), sealed)
}

/// The secret that an endpoint has, for whoever made it.
pub(super) fn opened(context: &Context, sealed: &[u8]) -> Result<Secret, CannotOpen> {
    let secret = sealed::open(&context.config.keys, Column::WebhookSecret, sealed)?;
    let secret = secret.reveal(Viewer::Plaza, Purpose::Administration);
    Ok(Secret(secret.clone()))
}

/// Makes a new secret; the one before signs as well for [`OVERLAP`]. Exchanged again meanwhile, the first goes. So does
/// one that cannot be opened: by this it is got rid of.
pub async fn rotate(context: &Context, by: i64, id: i64) -> Result<Made, WebhookError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            hold(connection, id)?;
            let old: Option<Vec<u8>> = webhook_endpoints::table
                .find(id)
                .select(webhook_endpoints::secret_sealed)
                .first(connection)
                .optional()?;
            let old = old.ok_or(WebhookError::NotFound)?;
            let keys = &cx.config.keys;
            let old = sealed::open(keys, Column::WebhookSecret, &old).ok();
            let old = old.map(|old| sealed::seal(keys, &cx.random, Column::WebhookOldSecret, &old));
            let until = old.is_some().then(|| cx.now() + OVERLAP);
            let (secret, sealed) = new(&cx);
            diesel::update(webhook_endpoints::table.find(id))
                .set((
                    webhook_endpoints::secret_sealed.eq(sealed),
                    webhook_endpoints::old_secret_sealed.eq(old),
                    webhook_endpoints::old_secret_until.eq(until),
                    webhook_endpoints::version.eq(webhook_endpoints::version + 1),
                ))
                .execute(connection)?;
            note(connection, &cx, by, id, Done::SecretExchanged)?;
            Ok(Made { id, secret })
        })
        .await
}
