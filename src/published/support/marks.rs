//! The marks of addresses: hashes by a key that each suggestion has for itself, so that nobody
//! sees from two marks that one person supports two suggestions.

use diesel::prelude::*;

use super::SupportError;
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{support_keys, support_marks},
    },
    keys::CannotOpen,
    privacy::{
        Private,
        sealed::{self, Column},
    },
};

fn make(
    context: &Context,
    key_sealed: &[u8],
    address: &Private<String>,
) -> Result<Vec<u8>, CannotOpen> {
    let keys = &context.config.keys;
    sealed::email_mark(keys, Column::SupportKey, key_sealed, address)
}

fn key_of(connection: &mut AnyConnection, topic: i64) -> QueryResult<Option<Vec<u8>>> {
    support_keys::table
        .filter(support_keys::topic_id.eq(topic))
        .select(support_keys::key_sealed)
        .first(connection)
        .optional()
}

/// Writes an address's mark at a suggestion whose topic is held, with the hash of the link that
/// takes it back: one that was mailed before is worth nothing any more.
pub(super) fn put(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
    address: &Private<String>,
    token_hash: Vec<u8>,
) -> Result<(), SupportError> {
    let key = match key_of(connection, topic)? {
        Some(key) => key,
        None => {
            let (keys, random) = (&context.config.keys, &context.random);
            let key = sealed::new_key(keys, random, Column::SupportKey);
            diesel::insert_into(support_keys::table)
                .values((
                    support_keys::topic_id.eq(topic),
                    support_keys::key_sealed.eq(&key),
                ))
                .execute(connection)?;
            key
        }
    };
    let mark = make(context, &key, address)?;
    diesel::delete(support_marks::table.find(&mark)).execute(connection)?;
    diesel::insert_into(support_marks::table)
        .values((
            support_marks::mark.eq(mark),
            support_marks::topic_id.eq(topic),
            support_marks::token_hash.eq(token_hash),
        ))
        .execute(connection)?;
    Ok(())
}

/// Whether an address has its mark at a suggestion.
pub(super) fn is_marked(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
    address: &Private<String>,
) -> Result<bool, SupportError> {
    let Some(key) = key_of(connection, topic)? else {
        return Ok(false);
    };
    let found: i64 = support_marks::table
        .find(make(context, &key, address)?)
        .count()
        .get_result(connection)?;
    Ok(found > 0)
}

/// Erases an address's mark at a suggestion, if there is one.
pub(super) fn erase(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
    address: &Private<String>,
) -> Result<(), SupportError> {
    if let Some(key) = key_of(connection, topic)? {
        let mark = make(context, &key, address)?;
        diesel::delete(support_marks::table.find(mark)).execute(connection)?;
    }
    Ok(())
}

/// How many marks are looked for at a time.
const BATCH: usize = 500;

/// Erases the marks of an account's address at all suggestions, where the account goes.
pub fn erase_of(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<(), SupportError> {
    let address = super::address_of(connection, context, account)?;
    let all: Vec<Vec<u8>> = support_keys::table
        .select(support_keys::key_sealed)
        .load(connection)?;
    for keys in all.chunks(BATCH) {
        let marks = keys.iter().map(|key| make(context, key, &address));
        let marks: Vec<Vec<u8>> = marks.collect::<Result<_, _>>()?;
        diesel::delete(support_marks::table.filter(support_marks::mark.eq_any(marks)))
            .execute(connection)?;
    }
    Ok(())
}
