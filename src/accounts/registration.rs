//! How an account comes to be: asked for, confirmed from its mailbox, or made by an administrator.
//!
//! Nobody learns from the answers whether an address has an account; its owner
//! learns it by mail.

use chrono::TimeDelta;
use diesel::prelude::*;
use validator::{Validate, ValidationErrors};

use super::{
    AccountError, Password, RULES_VERSION, Role,
    events::{self, Event},
    mails,
    name::{self, PublicName},
    password,
    throttle::may_mail,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{accounts, registrations},
    },
    i18n::Lang,
    keys::Token,
    mail::{
        outbox,
        suppression::{self, Reason},
    },
    privacy::{
        Private, Purpose, Viewer, consent,
        notices::Notice,
        sealed::{self, Column},
    },
    text_rules,
};

/// How long a registration waits for its confirmation.
pub const LIFE: TimeDelta = TimeDelta::hours(24);

/// What a person registers with.
pub struct Registration {
    pub email: Private<String>,
    pub password: Password,
    /// The public name; empty for a nickname that Plaza makes up.
    pub name: String,
    /// Whether the name is the person's own and no nickname.
    pub name_is_personal: bool,
    pub language: Lang,
}

impl Validate for Registration {
    fn validate(&self) -> Result<(), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        check_email(&self.email, &mut errors);
        name::check(&self.name, &mut errors);
        self.password.check(&mut errors, "password");
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}

pub(super) fn check_email(email: &Private<String>, errors: &mut ValidationErrors) {
    let email = email.reveal(Viewer::Plaza, Purpose::Storage).trim();
    if email.is_empty() {
        text_rules::refuse(errors, "email", "required");
    } else if !text_rules::email(email) {
        text_rules::refuse(errors, "email", "email");
    }
}

pub(super) fn trimmed(email: Private<String>) -> Private<String> {
    email.map(|email| email.trim().to_owned())
}

/// The language of the account at an address, if there is one.
pub(super) fn language_at(
    connection: &mut AnyConnection,
    index: &[u8],
) -> Result<Option<Lang>, DbError> {
    Ok(accounts::table
        .filter(accounts::email_index.eq(index))
        .select(accounts::language)
        .first(connection)
        .optional()?)
}

/// Keeps the registration for a day and mails its link; when the address has an
/// account, the mail says that instead. Fails with [`AccountError::Invalid`] only.
pub async fn register(context: &Context, registration: Registration) -> Result<(), AccountError> {
    registration.validate()?;
    name::check_not_reserved(context, &registration.name).await?;
    let hash = password::hash(context, &registration.password).await?;
    let (lang, email) = (registration.language, trimmed(registration.email));
    let name = name::settle(
        context,
        &registration.name,
        registration.name_is_personal,
        lang,
    );
    let worker = context.clone();
    context
        .db
        .write(move |connection| {
            let keys = &worker.config.keys;
            let index = sealed::email_index(keys, &email);
            if !may_mail(connection, &worker, &email)? {
                return Ok(());
            }
            let letter = match language_at(connection, &index)? {
                Some(lang) => mails::already_registered(&worker, lang, email),
                None => {
                    let token = Token::draw(&worker.random);
                    keep(connection, &worker, &token, &email, name, hash, lang)?;
                    mails::registration(&worker, lang, email, &token)
                }
            };
            outbox::enqueue(connection, &worker, &letter)?;
            Ok(())
        })
        .await
}

fn keep(
    connection: &mut AnyConnection,
    context: &Context,
    token: &Token,
    email: &Private<String>,
    name: PublicName,
    password_hash: String,
    lang: Lang,
) -> Result<(), DbError> {
    let (keys, now) = (&context.config.keys, context.now());
    let basis = consent::Basis::Consent;
    let consent = consent::give(connection, context, Notice::Registration, lang, basis)?;
    diesel::insert_into(registrations::table)
        .values((
            registrations::token_hash.eq(token.hash()),
            registrations::name.eq(name.text),
            registrations::name_is_personal.eq(name.is_personal),
            registrations::email_sealed.eq(sealed::seal(
                keys,
                &context.random,
                Column::RegistrationEmail,
                email,
            )),
            registrations::email_index.eq(sealed::email_index(keys, email)),
            registrations::password_hash.eq(password_hash),
            registrations::language.eq(lang),
            registrations::rules_version.eq(RULES_VERSION),
            registrations::consent_id.eq(consent),
            registrations::created_at.eq(now),
            registrations::expires_at.eq(now + LIFE),
        ))
        .execute(connection)?;
    Ok(())
}

/// What waits behind a registration's link, for its owner to recognise.
pub struct Pending {
    pub name: String,
    pub asked_at: Timestamp,
}

/// What a link would confirm; [`AccountError::Gone`] when nothing.
pub async fn pending(context: &Context, token: &Token) -> Result<Pending, AccountError> {
    let (hash, now) = (token.hash(), context.now());
    let row: Option<(String, Timestamp)> = context
        .db
        .read(move |connection| {
            let row = registrations::table
                .filter(registrations::token_hash.eq(hash))
                .filter(registrations::expires_at.gt(now))
                .select((registrations::name, registrations::created_at))
                .first(connection)
                .optional()?;
            Ok::<_, DbError>(row)
        })
        .await?;
    let (name, asked_at) = row.ok_or(AccountError::Gone)?;
    Ok(Pending { name, asked_at })
}

/// One row of `registrations` as it becomes an account.
type Kept = (
    String,
    bool,
    Vec<u8>,
    Vec<u8>,
    String,
    Lang,
    String,
    Option<i64>,
);

/// Makes the account. Every other registration for its address is void from then on.
pub async fn confirm(context: &Context, token: &Token) -> Result<(), AccountError> {
    let (hash, now, worker) = (token.hash(), context.now(), context.clone());
    context
        .db
        .write(move |connection| {
            let kept: Option<Kept> = registrations::table
                .filter(registrations::token_hash.eq(hash))
                .filter(registrations::expires_at.gt(now))
                .select((
                    registrations::name,
                    registrations::name_is_personal,
                    registrations::email_sealed,
                    registrations::email_index,
                    registrations::password_hash,
                    registrations::language,
                    registrations::rules_version,
                    registrations::consent_id,
                ))
                .first(connection)
                .optional()?;
            let (
                text,
                is_personal,
                sealed,
                index,
                password_hash,
                language,
                rules_version,
                consent,
            ) = kept.ok_or(AccountError::Gone)?;
            let email = sealed::open(&worker.config.keys, Column::RegistrationEmail, &sealed)?;
            let account = Ready {
                email: &email,
                name: PublicName { text, is_personal },
                password_hash,
                role: Role::Resident,
                language,
                rules_version,
                consent: consent.ok_or(AccountError::Gone)?,
            };
            match insert(connection, &worker, account) {
                // Two clicks at the same moment, or two registrations of one address: one was first.
                Err(AccountError::AddressTaken) => return Err(AccountError::Gone),
                other => other?,
            };
            suppression::lift(connection, &index, Reason::HardBounce)?;
            forget(connection, &index)
        })
        .await
}

/// Voids whatever waits to be confirmed for an address that has an account now.
pub(super) fn forget(connection: &mut AnyConnection, index: &[u8]) -> Result<(), AccountError> {
    diesel::delete(registrations::table.filter(registrations::email_index.eq(index)))
        .execute(connection)?;
    Ok(())
}

/// An account that an administrator or the demo makes, confirmed by being made.
pub struct NewAccount {
    pub email: Private<String>,
    pub password: Password,
    /// The public name; empty for a nickname that Plaza makes up.
    pub name: String,
    pub name_is_personal: bool,
    pub role: Role,
    pub language: Lang,
}

/// Makes an account with a role and gives its id. No mail is sent.
///
/// Fails with [`AccountError::Invalid`] by the rules of a registration, and with
/// [`AccountError::AddressTaken`].
pub async fn create(context: &Context, new: NewAccount) -> Result<i64, AccountError> {
    let (role, language) = (new.role, new.language);
    let rules = Registration {
        email: trimmed(new.email),
        password: new.password,
        name: new.name,
        name_is_personal: new.name_is_personal,
        language,
    };
    rules.validate()?;
    let password_hash = password::hash(context, &rules.password).await?;
    let name = name::settle(context, &rules.name, rules.name_is_personal, language);
    let worker = context.clone();
    context
        .db
        .write(move |connection| {
            let notice = Notice::Registration;
            let basis = consent::Basis::Duty;
            let account = Ready {
                consent: consent::give(connection, &worker, notice, language, basis)?,
                email: &rules.email,
                name,
                password_hash,
                role,
                language,
                rules_version: RULES_VERSION.to_owned(),
            };
            let id = insert(connection, &worker, account)?;
            if role != Role::Resident {
                events::note(connection, &worker, id, Event::RoleGiven)?;
            }
            forget(
                connection,
                &sealed::email_index(&worker.config.keys, &rules.email),
            )?;
            Ok(id)
        })
        .await
}

/// An account of somebody whom the city's own sign-on named: it knows that the address is theirs.
pub struct ByName {
    pub email: Private<String>,
    /// The public name; empty for a nickname that Plaza makes up.
    pub name: String,
    pub name_is_personal: bool,
    pub language: Lang,
    /// Whether its owner agreed at the notice, or the city makes it for its own people.
    pub basis: consent::Basis,
}

impl ByName {
    /// Fails with [`AccountError::Invalid`] by the rules of a registration.
    pub async fn check(&self, context: &Context) -> Result<(), AccountError> {
        let mut errors = ValidationErrors::new();
        check_email(&self.email, &mut errors);
        name::check(&self.name, &mut errors);
        if !errors.is_empty() {
            return Err(errors.into());
        }
        name::check_not_reserved(context, &self.name).await
    }
}

/// Makes a resident's account without a password, in the caller's transaction; gives its id. Call it with what
/// passed [`ByName::check`]. Fails with [`AccountError::AddressTaken`].
pub fn make(
    connection: &mut AnyConnection,
    context: &Context,
    new: &ByName,
) -> Result<i64, AccountError> {
    let lang = new.language;
    let notice = Notice::Registration;
    let index = sealed::email_index(&context.config.keys, &new.email);
    // On PostgreSQL a refused row would end the transaction.
    if language_at(connection, &index)?.is_some() {
        return Err(AccountError::AddressTaken);
    }
    let account = Ready {
        consent: consent::give(connection, context, notice, lang, new.basis)?,
        email: &new.email,
        name: name::settle(context, &new.name, new.name_is_personal, lang),
        password_hash: password::NONE.to_owned(),
        role: Role::Resident,
        language: lang,
        rules_version: RULES_VERSION.to_owned(),
    };
    let id = insert(connection, context, account)?;
    suppression::lift(connection, &index, Reason::HardBounce)?;
    forget(connection, &index)?;
    Ok(id)
}

struct Ready<'a> {
    email: &'a Private<String>,
    name: PublicName,
    password_hash: String,
    role: Role,
    language: Lang,
    rules_version: String,
    /// What it is held by.
    consent: i64,
}

fn insert(
    connection: &mut AnyConnection,
    context: &Context,
    account: Ready<'_>,
) -> Result<i64, AccountError> {
    use diesel::result::{DatabaseErrorKind::UniqueViolation, Error};
    let keys = &context.config.keys;
    let inserted = diesel::insert_into(accounts::table)
        .values((
            accounts::name.eq(account.name.text),
            accounts::name_is_personal.eq(account.name.is_personal),
            accounts::email_sealed.eq(sealed::seal(
                keys,
                &context.random,
                Column::AccountEmail,
                account.email,
            )),
            accounts::email_index.eq(sealed::email_index(keys, account.email)),
            accounts::password_hash.eq(account.password_hash),
            accounts::role.eq(account.role),
            accounts::language.eq(account.language),
            accounts::rules_version.eq(account.rules_version),
            accounts::consent_id.eq(account.consent),
            accounts::created_at.eq(context.now()),
        ))
        .returning(accounts::id)
        .get_result(connection);
    let id = match inserted {
        Err(Error::DatabaseError(UniqueViolation, _)) => return Err(AccountError::AddressTaken),
        other => other?,
    };
    consent::bind(connection, account.consent, consent::Subject::Account(id))?;
    Ok(id)
}
