//! A forgotten password: a link by mail, a new password, and every session ended.

use diesel::{Connection as _, prelude::*};
use validator::ValidationErrors;

use super::{
    AccountError, Password,
    events::{self, Event},
    log_on, mails, password, password_off,
    registration::{check_email, trimmed},
    sessions,
    throttle::{self, may_mail},
    tokens::{self, Purpose},
};
use crate::{
    context::Context,
    db::schema::accounts,
    i18n::Lang,
    keys::Token,
    mail::{
        outbox,
        suppression::{self, Reason},
    },
    privacy::{Private, sealed},
};

/// Mails a link that works for an hour, if the address has an account. `lang` is the
/// asker's; the mail speaks the account's. Fails with [`AccountError::Invalid`] only.
pub async fn request(
    context: &Context,
    email: Private<String>,
    lang: Lang,
) -> Result<(), AccountError> {
    let mut errors = ValidationErrors::new();
    check_email(&email, &mut errors);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let (email, worker) = (trimmed(email), context.clone());
    context
        .db
        .write(move |connection| {
            let index = sealed::email_index(&worker.config.keys, &email);
            if !may_mail(connection, &worker, &email)? {
                return Ok(());
            }
            let account: Option<(i64, Lang)> = accounts::table
                .filter(accounts::email_index.eq(index))
                .select((accounts::id, accounts::language))
                .first(connection)
                .optional()?;
            let Some((id, lang)) = account else {
                // The mail is written and taken back, so that no account costs the same time as one.
                let letter = mails::reset(&worker, lang, email, &Token::draw(&worker.random));
                let _ = connection.transaction(|connection| {
                    outbox::enqueue(connection, &worker, &letter)?;
                    Err::<(), _>(AccountError::Gone)
                });
                return Ok(());
            };
            let token = tokens::issue(connection, &worker, id, Purpose::ResetPassword, None)?;
            let letter = mails::reset(&worker, lang, email, &token);
            outbox::enqueue(connection, &worker, &letter)?;
            Ok(())
        })
        .await
}

/// Whether a link still works; [`AccountError::Gone`] otherwise, and [`AccountError::PasswordOff`] where the
/// account's role has no passwords.
pub async fn look(context: &Context, token: &Token) -> Result<(), AccountError> {
    let account = tokens::whose(context, token, Purpose::ResetPassword).await?;
    let worker = context.clone();
    context
        .db
        .read(move |connection| password_off::check(connection, &worker, account))
        .await
}

/// Sets the new password, ends every session and every token of a program, and voids every other link of the
/// account.
pub async fn reset(context: &Context, token: &Token, new: &Password) -> Result<(), AccountError> {
    look(context, token).await?;
    let mut errors = ValidationErrors::new();
    new.check(&mut errors, "password");
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let hash = password::hash(context, new).await?;
    let (token, now, worker) = (token.hash(), context.now(), context.clone());
    context
        .db
        .write(move |connection| {
            let claim = tokens::take(connection, &worker, &token, Purpose::ResetPassword, now)?;
            // The account's row first: a log-on with the old password waits for it or is ended below.
            let index: Vec<u8> = diesel::update(accounts::table.find(claim.account))
                .set(accounts::password_hash.eq(hash))
                .returning(accounts::email_index)
                .get_result(connection)?;
            sessions::end_all(connection, claim.account, None)?;
            sessions::end_programs(connection, claim.account)?;
            events::note(connection, &worker, claim.account, Event::PasswordReset)?;
            tokens::void(connection, claim.account)?;
            suppression::lift(connection, &index, Reason::HardBounce)?;
            throttle::forgive(connection, &log_on::throttle_key(&worker, &index))?;
            Ok::<_, AccountError>(())
        })
        .await
}
