//! Recovery codes: ten, shown once, each good once in place of a second factor that is not at hand.

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;

use super::{AccountError, What, kinds, tell, totp::base32};
use crate::{
    accounts::events::{self, Event},
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::recovery_codes,
    },
};

/// How many there are.
pub const CODES: usize = 10;
/// 80 random bits: nobody finds one from its hash, so that needs no slow one.
const BYTES: usize = 10;

/// Makes them anew; the earlier ones open nothing any more. In four groups of four, to be written down.
pub(super) fn make(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<Vec<String>, AccountError> {
    forget(connection, account)?;
    let mut codes = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        let code = base32(&context.random.bytes::<BYTES>());
        diesel::insert_into(recovery_codes::table)
            .values((
                recovery_codes::account_id.eq(account),
                recovery_codes::code_hash.eq(hash(account, &code)),
            ))
            .execute(connection)?;
        let groups: Vec<&str> = [0, 4, 8, 12].map(|at| &code[at..at + 4]).to_vec();
        codes.push(groups.join("-"));
    }
    Ok(codes)
}

/// Makes them anew at their owner's wish. [`AccountError::NotNow`] where there is no second factor that they
/// could stand for.
pub async fn renew(context: &Context, account: i64) -> Result<Vec<String>, AccountError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            locks::hold(connection, Table::Accounts, [account].into())?;
            if !kinds(connection, account)?.any() {
                return Err(AccountError::NotNow);
            }
            events::note(connection, &cx, account, Event::RecoveryRenewed)?;
            tell(connection, &cx, account, What::Renewed)?;
            make(connection, &cx, account)
        })
        .await
}

/// Whose code it is stands in the hash: equal ones of two people tell nothing.
fn hash(account: i64, code: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(b"recovery code");
    hash.update(account.to_be_bytes());
    hash.update(code.as_bytes());
    hash.finalize().to_vec()
}

/// As it was written, whatever the case and whatever stands between the groups. Letters that look like digits of
/// the alphabet's are none of it, so nothing is guessed.
fn plain(typed: &str) -> String {
    let letters = typed.nfkc().filter(|letter| letter.is_ascii_alphanumeric());
    letters
        .take(2 * BYTES)
        .collect::<String>()
        .to_ascii_uppercase()
}

/// Takes a code: it is gone, and its owner is told. `false` where there is none such.
pub(super) fn take(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    typed: &str,
) -> Result<bool, AccountError> {
    let own = recovery_codes::table
        .filter(recovery_codes::account_id.eq(account))
        .filter(recovery_codes::code_hash.eq(hash(account, &plain(typed))));
    if diesel::delete(own).execute(connection)? == 0 {
        return Ok(false);
    }
    events::note(connection, context, account, Event::RecoveryUsed)?;
    let left = left(connection, account)?;
    tell(connection, context, account, What::RecoveryUsed { left })?;
    Ok(true)
}

/// How many are left.
pub(super) fn left(connection: &mut AnyConnection, account: i64) -> Result<i64, DbError> {
    Ok(recovery_codes::table
        .filter(recovery_codes::account_id.eq(account))
        .count()
        .get_result(connection)?)
}

/// Deletes all of an account.
pub(super) fn forget(connection: &mut AnyConnection, account: i64) -> Result<(), DbError> {
    let own = recovery_codes::table.filter(recovery_codes::account_id.eq(account));
    diesel::delete(own).execute(connection)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        for typed in [
            "ABCD-2345-EFGH-67AB",
            "abcd 2345 efgh 67ab",
            " ＡＢＣＤ－2345–efgh\u{3000}67ab ",
        ] {
            assert_eq!(plain(typed), "ABCD2345EFGH67AB", "{typed}");
        }
        assert_ne!(hash(1, "A"), hash(2, "A"));
    }
}
