//! Delivers what waits in the outbox.

use std::sync::Arc;

use crate::{
    context::Context,
    db::DbError,
    mail::{Failure, Transport, outbox},
};

/// How many mails are leased at a time.
const BATCH: i64 = 20;

/// Tries every mail whose time has come, once.
///
/// A crash between the server's acceptance and the row's end sends that mail
/// again, with the same Message-ID; nothing is ever lost.
pub async fn once(context: &Context, transport: &Arc<Transport>) -> Result<(), DbError> {
    loop {
        let mails = outbox::due(context, BATCH).await?;
        if mails.is_empty() {
            return Ok(());
        }
        for mail in mails {
            let transport = Arc::clone(transport);
            let sent = tokio::task::spawn_blocking(move || (transport.send(&mail), mail)).await;
            let (result, mail) = sent.map_err(|_| DbError::Panicked)?;
            match result {
                Ok(()) => outbox::sent(context, mail.id).await?,
                Err(Failure::Refused(words)) => {
                    tracing::error!(outbox = mail.id, "a mail was refused for good");
                    outbox::refused(context, mail.id, words).await?;
                }
                Err(Failure::Later) => {
                    tracing::warn!(
                        outbox = mail.id,
                        attempts = mail.attempts,
                        "a mail could not be delivered yet"
                    );
                    outbox::retry(context, &mail).await?;
                }
            }
        }
    }
}
