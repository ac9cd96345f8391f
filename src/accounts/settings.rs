//! What a person sees and changes of their own account.

use chrono::NaiveDate;
use diesel::prelude::*;
use validator::ValidationErrors;

use super::{
    AccountError, Password, Role,
    events::{self, Event},
    mails, name, password, password_off,
    registration::{check_email, forget, language_at, trimmed},
    sessions,
    throttle::{self, may_mail},
    tokens::{self, Purpose},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        schema::accounts,
    },
    i18n::Lang,
    keys::Token,
    mail::{
        outbox,
        suppression::{self, Reason},
    },
    privacy::{
        Private,
        sealed::{self, Column},
    },
};

/// What an account holds, for its owner.
pub struct Own {
    pub id: i64,
    pub name: String,
    pub name_is_personal: bool,
    pub email: Private<String>,
    pub role: Role,
    pub language: Lang,
    pub rules_version: String,
    pub created_at: Timestamp,
    /// The day from which another name can be chosen; `None` when that is today.
    pub name_waits_until: Option<NaiveDate>,
    /// Since which day mails to the address come back.
    pub mails_came_back: Option<NaiveDate>,
}

type OwnRow = (
    i64,
    (String, bool, Option<NaiveDate>),
    (Vec<u8>, Vec<u8>),
    Role,
    Lang,
    String,
    Timestamp,
);

/// The account `id`; call it for whoever is logged on as that account, or to write to them.
pub async fn own(context: &Context, id: i64) -> Result<Own, AccountError> {
    let (row, mails_came_back): (OwnRow, _) = context
        .db
        .read(move |connection| {
            let row: OwnRow = accounts::table
                .find(id)
                .select((
                    accounts::id,
                    (
                        accounts::name,
                        accounts::name_is_personal,
                        accounts::name_changed_on,
                    ),
                    (accounts::email_sealed, accounts::email_index),
                    accounts::role,
                    accounts::language,
                    accounts::rules_version,
                    accounts::created_at,
                ))
                .first(connection)?;
            let (_, index) = &row.2;
            let came_back = suppression::came_back(connection, index)?;
            Ok::<_, DbError>((row, came_back))
        })
        .await?;
    let (
        id,
        (name, name_is_personal, changed_on),
        (sealed, _),
        role,
        language,
        rules_version,
        created_at,
    ) = row;
    let today = context.clock.today(context.config.city.time_zone);
    Ok(Own {
        id,
        name,
        name_is_personal,
        name_waits_until: name::waits_until(changed_on, today),
        email: sealed::open(&context.config.keys, Column::AccountEmail, &sealed)?,
        role,
        language,
        rules_version,
        created_at,
        mails_came_back,
    })
}

/// Changes the public name, by the rules of a registration: an empty one becomes a nickname that
/// Plaza makes up. It holds at once wherever the name stands.
///
/// Another name can be chosen once in [`name::DAYS`] days; [`AccountError::NameTooSoon`] before.
/// Taking back a name that is the own one, for a made-up nickname, and changing the mark alone
/// never wait. Field of [`AccountError::Invalid`]: `name`. `along` is told the new name and its
/// mark, in the same transaction, while the old one is still stored.
pub async fn change_name(
    context: &Context,
    account: i64,
    typed: &str,
    is_personal: bool,
    lang: Lang,
    along: impl FnOnce(&mut AnyConnection, &str, bool) -> Result<(), AccountError> + Send + 'static,
) -> Result<(), AccountError> {
    let mut errors = ValidationErrors::new();
    name::check(typed, &mut errors);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    name::check_not_reserved(context, typed).await?;
    let takes_back = typed.trim().is_empty();
    let new = name::settle(context, typed, is_personal, lang);
    let worker = context.clone();
    context
        .db
        .write(move |connection| {
            // The row is the lock: of two forms at once the later sees what the earlier did.
            locks::hold(connection, Table::Accounts, [account].into())?;
            let (old, was_personal, changed_on): (String, bool, Option<NaiveDate>) =
                accounts::table
                    .find(account)
                    .select((
                        accounts::name,
                        accounts::name_is_personal,
                        accounts::name_changed_on,
                    ))
                    .first(connection)?;
            let is_other = old != new.text;
            if !is_other && was_personal == new.is_personal {
                return Ok(());
            }
            let today = worker.clock.today(worker.config.city.time_zone);
            if is_other
                && !(takes_back && was_personal)
                && let Some(from) = name::waits_until(changed_on, today)
            {
                return Err(AccountError::NameTooSoon { from });
            }
            along(connection, &new.text, new.is_personal)?;
            diesel::update(accounts::table.find(account))
                .set((
                    accounts::name.eq(new.text),
                    accounts::name_is_personal.eq(new.is_personal),
                    accounts::name_changed_on.eq(if is_other { Some(today) } else { changed_on }),
                ))
                .execute(connection)?;
            Ok(events::note(
                connection,
                &worker,
                account,
                Event::NameChanged,
            )?)
        })
        .await
}

/// Whether the account has a password that its role may use. Who logs on by the city's own sign-on needs none, and
/// proves by that who they are.
pub async fn has_password(context: &Context, account: i64) -> Result<bool, AccountError> {
    let worker = context.clone();
    context
        .db
        .read(move |connection| {
            let hash: String = accounts::table
                .find(account)
                .select(accounts::password_hash)
                .first(connection)?;
            let is_off = password_off::holds(connection, &worker, account)?;
            Ok(hash != password::NONE && !is_off)
        })
        .await
}

/// A password that was right a moment ago.
pub struct Right {
    account: i64,
    hash: String,
    field: &'static str,
}

impl Right {
    /// Holds the account's row; fails as [`ask_again`] does where another password was set since. What is done after
    /// it in the transaction is not done by who knew the one before.
    pub fn still(&self, connection: &mut AnyConnection) -> Result<(), AccountError> {
        if password::still(connection, self.account, &self.hash)? {
            return Ok(());
        }
        Err(wrong(self.field))
    }
}

fn wrong(field: &'static str) -> AccountError {
    let mut errors = ValidationErrors::new();
    crate::text_rules::refuse(&mut errors, field, "wrong-password");
    errors.into()
}

/// Asks for the account's password once more; failures are counted as at log-on, by account.
pub async fn ask_again(
    context: &Context,
    account: i64,
    field: &'static str,
    typed: &Password,
) -> Result<Right, AccountError> {
    let key = throttle::key(context, "password", &account.to_be_bytes());
    throttle::count(context, key.clone()).await?;
    let stored: String = context
        .db
        .read(move |connection| {
            let stored = accounts::table
                .find(account)
                .select(accounts::password_hash)
                .first(connection)?;
            Ok::<_, DbError>(stored)
        })
        .await?;
    let looked = password::matches(typed, Some(&stored)).await;
    if !throttle::looked_at(context, &key, looked).await? {
        return Err(wrong(field));
    }
    context
        .db
        .write(move |connection| throttle::forgive(connection, &key))
        .await?;
    Ok(Right {
        account,
        hash: stored,
        field,
    })
}

/// Changes the password when `current` is right; ends every session but that of `kept`,
/// every token of a program, and voids every mailed link.
///
/// Fields of [`AccountError::Invalid`]: `current`, `password`. [`AccountError::PasswordOff`] where the account's role
/// has none.
pub async fn change_password(
    context: &Context,
    account: i64,
    current: &Password,
    new: &Password,
    kept: Option<&Token>,
) -> Result<(), AccountError> {
    let worker = context.clone();
    context
        .db
        .read(move |connection| password_off::check(connection, &worker, account))
        .await?;
    let mut errors = ValidationErrors::new();
    new.check(&mut errors, "password");
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let right = ask_again(context, account, "current", current).await?;
    let hash = password::hash(context, new).await?;
    let (kept, worker) = (kept.map(Token::hash), context.clone());
    context
        .db
        .write(move |connection| {
            right.still(connection)?;
            diesel::update(accounts::table.find(account))
                .set(accounts::password_hash.eq(hash))
                .execute(connection)?;
            sessions::end_all(connection, account, kept.as_deref())?;
            sessions::end_programs(connection, account)?;
            events::note(connection, &worker, account, Event::PasswordChanged)?;
            Ok(tokens::void(connection, account)?)
        })
        .await
}

/// Mails a link to the new address; nothing changes before it is used. When another
/// account has that address, its owner is told by mail and the asker is not. Without a `password` the caller has seen
/// that who has none proved just now who they are.
///
/// Fields of [`AccountError::Invalid`]: `email`, `password`.
pub async fn change_address(
    context: &Context,
    account: i64,
    email: Private<String>,
    password: Option<&Password>,
) -> Result<(), AccountError> {
    let mut errors = ValidationErrors::new();
    check_email(&email, &mut errors);
    let email = trimmed(email);
    let own = own(context, account).await?;
    if email == own.email {
        crate::text_rules::refuse(&mut errors, "email", "same-address");
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let right = match password {
        Some(password) => Some(ask_again(context, account, "password", password).await?),
        None => None,
    };
    let worker = context.clone();
    context
        .db
        .write(move |connection| {
            if let Some(right) = right {
                right.still(connection)?;
            }
            let index = sealed::email_index(&worker.config.keys, &email);
            if !may_mail(connection, &worker, &email)? {
                return Ok(());
            }
            // One's own address in other capitals reaches the same mailbox and may be changed so.
            let other = language_at(connection, &index)?
                .filter(|_| sealed::email_index(&worker.config.keys, &own.email) != index);
            let letter = match other {
                Some(lang) => mails::already_registered(&worker, lang, email),
                None => {
                    let purpose = Purpose::ChangeAddress;
                    let token = tokens::issue(connection, &worker, account, purpose, Some(&email))?;
                    mails::address_change(&worker, own.language, email, &token)
                }
            };
            outbox::enqueue(connection, &worker, &letter)?;
            Ok(())
        })
        .await
}

/// Whether a link to a new address still works; [`AccountError::Gone`] otherwise.
pub async fn look_at_address(context: &Context, token: &Token) -> Result<(), AccountError> {
    tokens::look(context, token, Purpose::ChangeAddress).await
}

/// Changes the address, voids every other link, and tells the old address; gives the account. What the
/// account stopped stays so, and what waits for it and can be done without goes to the new address. In
/// the caller's transaction, who brings what rooms above hold of the new address to it.
pub fn confirm_address(
    connection: &mut AnyConnection,
    context: &Context,
    token: &Token,
) -> Result<i64, AccountError> {
    use diesel::result::{DatabaseErrorKind::UniqueViolation, Error};
    let (token, now, keys) = (token.hash(), context.now(), &context.config.keys);
    let claim = tokens::take(connection, context, &token, Purpose::ChangeAddress, now)?;
    let email = claim.email.ok_or(AccountError::Gone)?;
    let (old, old_index, lang): (Vec<u8>, Vec<u8>, Lang) = accounts::table
        .find(claim.account)
        .select((
            accounts::email_sealed,
            accounts::email_index,
            accounts::language,
        ))
        .first(connection)?;
    let index = sealed::email_index(keys, &email);
    let sealed = sealed::seal(keys, &context.random, Column::AccountEmail, &email);
    let changed = diesel::update(accounts::table.find(claim.account))
        .set((
            accounts::email_sealed.eq(sealed),
            accounts::email_index.eq(&index),
        ))
        .execute(connection);
    match changed {
        // Somebody registered with it since the link was mailed.
        Err(Error::DatabaseError(UniqueViolation, _)) => return Err(AccountError::Gone),
        other => other?,
    };
    tokens::void(connection, claim.account)?;
    events::note(connection, context, claim.account, Event::AddressChanged)?;
    forget(connection, &index)?;
    suppression::lift(connection, &index, Reason::HardBounce)?;
    if old_index != index {
        suppression::follow(connection, &old_index, &index)?;
        outbox::follow(connection, context, &old_index, &email)?;
    }
    let old = sealed::open(keys, Column::AccountEmail, &old)?;
    let letter = mails::address_changed(context, lang, old);
    outbox::enqueue(connection, context, &letter)?;
    Ok(claim.account)
}
