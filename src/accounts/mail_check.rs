//! An account to whose address mails came back: its owner asks for one more, and the link in it
//! shows that they arrive again.

use diesel::prelude::*;

use super::{
    AccountError, mails, settings,
    throttle::may_mail,
    tokens::{self, Purpose},
};
use crate::{
    context::Context,
    db::schema::accounts,
    keys::Token,
    mail::{
        outbox,
        suppression::{self, Reason},
    },
};

/// Mails the link to the account's address. Gives `false` where no mail came back, and then mails
/// nothing. An address that was mailed too often is not mailed now; the answer is the same.
pub async fn ask(context: &Context, account: i64) -> Result<bool, AccountError> {
    let own = settings::own(context, account).await?;
    if own.mails_came_back.is_none() {
        return Ok(false);
    }
    let worker = context.clone();
    context
        .db
        .write(move |connection| {
            if may_mail(connection, &worker, &own.email)? {
                let purpose = Purpose::ConfirmAddress;
                let token = tokens::issue(connection, &worker, account, purpose, None)?;
                let letter = mails::address_check(&worker, own.language, own.email, &token);
                outbox::enqueue(connection, &worker, &letter)?;
            }
            Ok::<_, AccountError>(())
        })
        .await?;
    Ok(true)
}

/// Whether a link still works; [`AccountError::Gone`] otherwise.
pub async fn look(context: &Context, token: &Token) -> Result<(), AccountError> {
    tokens::look(context, token, Purpose::ConfirmAddress).await
}

/// Sends mails to the account's address again; with the link all others like it are used up.
pub async fn confirm(context: &Context, token: &Token) -> Result<(), AccountError> {
    let (token, now, worker) = (token.hash(), context.now(), context.clone());
    context
        .db
        .write(move |connection| {
            let purpose = Purpose::ConfirmAddress;
            let claim = tokens::take(connection, &worker, &token, purpose, now)?;
            tokens::void_all(connection, claim.account, purpose)?;
            // Another address voids the links of the one before: this is the one that was mailed.
            let index: Vec<u8> = accounts::table
                .find(claim.account)
                .select(accounts::email_index)
                .first(connection)?;
            Ok(suppression::lift(connection, &index, Reason::HardBounce)?)
        })
        .await
}
