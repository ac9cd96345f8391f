//! Mailed links of an account: single-use, expiring, hashed at rest.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::AccountError;
use crate::{
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::account_tokens, text_enum},
    keys::Token,
    privacy::{
        Private,
        sealed::{self, Column},
    },
};

text_enum! {
    /// What a link lets its holder do.
    #[schema(as = TokenPurpose)]
    pub(super) enum Purpose {
        ResetPassword = "reset-password",
        ChangeAddress = "change-address",
        /// That mails reach the account's address again.
        ConfirmAddress = "confirm-address",
        /// No more digests; it opens nothing.
        StopDigest = "stop-digest",
        /// As that, of offices' cases.
        StopStaffDigest = "stop-staff-digest",
        /// No more mails about revisions of the policy; it opens nothing.
        StopPolicyMails = "stop-policy-mails",
    }
}

impl Purpose {
    /// What proves nothing of who uses it.
    const STOPS: [Self; 3] = [
        Self::StopDigest,
        Self::StopStaffDigest,
        Self::StopPolicyMails,
    ];

    const fn life(self) -> TimeDelta {
        match self {
            Self::ResetPassword => TimeDelta::hours(1),
            Self::ChangeAddress | Self::ConfirmAddress => TimeDelta::hours(24),
            Self::StopDigest | Self::StopStaffDigest | Self::StopPolicyMails => TimeDelta::days(60),
        }
    }
}

/// What a link was made for: the account, and the new address if it is to change.
pub(super) struct Claim {
    pub account: i64,
    pub email: Option<Private<String>>,
}

/// Makes a link for `account`.
pub(super) fn issue(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    purpose: Purpose,
    email: Option<&Private<String>>,
) -> Result<Token, DbError> {
    let token = Token::draw(&context.random);
    let keys = &context.config.keys;
    let now = context.now();
    diesel::insert_into(account_tokens::table)
        .values((
            account_tokens::account_id.eq(account),
            account_tokens::purpose.eq(purpose),
            account_tokens::token_hash.eq(token.hash()),
            account_tokens::email_sealed
                .eq(email
                    .map(|email| sealed::seal(keys, &context.random, Column::TokenEmail, email))),
            account_tokens::email_index.eq(email.map(|email| sealed::email_index(keys, email))),
            account_tokens::created_at.eq(now),
            account_tokens::expires_at.eq(now + purpose.life()),
        ))
        .execute(connection)?;
    Ok(token)
}

/// Looks whether a link still works, and changes nothing.
pub(super) async fn look(
    context: &Context,
    token: &Token,
    purpose: Purpose,
) -> Result<(), AccountError> {
    whose(context, token, purpose).await.map(drop)
}

/// As [`look`]; gives the account that the link is of.
pub(super) async fn whose(
    context: &Context,
    token: &Token,
    purpose: Purpose,
) -> Result<i64, AccountError> {
    let (hash, now) = (token.hash(), context.now());
    let found: Option<i64> = context
        .db
        .read(move |connection| {
            let found = account_tokens::table
                .filter(account_tokens::token_hash.eq(hash))
                .filter(account_tokens::purpose.eq(purpose))
                .filter(account_tokens::expires_at.gt(now))
                .select(account_tokens::account_id)
                .first(connection)
                .optional()?;
            Ok::<_, DbError>(found)
        })
        .await?;
    found.ok_or(AccountError::Gone)
}

/// Uses a link up: of two clicks at the same moment one gets it.
pub(super) fn take(
    connection: &mut AnyConnection,
    context: &Context,
    hash: &[u8],
    purpose: Purpose,
    now: Timestamp,
) -> Result<Claim, AccountError> {
    let row: Option<(i64, Option<Vec<u8>>)> = diesel::delete(
        account_tokens::table
            .filter(account_tokens::token_hash.eq(hash))
            .filter(account_tokens::purpose.eq(purpose))
            .filter(account_tokens::expires_at.gt(now)),
    )
    .returning((account_tokens::account_id, account_tokens::email_sealed))
    .get_result(connection)
    .optional()?;
    let (account, sealed) = row.ok_or(AccountError::Gone)?;
    let email = sealed
        .map(|sealed| sealed::open(&context.config.keys, Column::TokenEmail, &sealed))
        .transpose()?;
    Ok(Claim { account, email })
}

/// Makes every link of `account` worthless that proves who uses it.
pub(super) fn void(connection: &mut AnyConnection, account: i64) -> Result<(), DbError> {
    diesel::delete(
        account_tokens::table
            .filter(account_tokens::account_id.eq(account))
            .filter(account_tokens::purpose.ne_all(Purpose::STOPS)),
    )
    .execute(connection)?;
    Ok(())
}

/// Makes all links of `account` for one purpose worthless.
pub(super) fn void_all(
    connection: &mut AnyConnection,
    account: i64,
    purpose: Purpose,
) -> Result<(), DbError> {
    diesel::delete(
        account_tokens::table
            .filter(account_tokens::account_id.eq(account))
            .filter(account_tokens::purpose.eq(purpose)),
    )
    .execute(connection)?;
    Ok(())
}
