//! The marks of addresses: hashes by a key that each suggestion has for itself, so that nobody
//! sees from two marks that one person supports two suggestions.

use diesel::prelude::*;

use super::SupportError;
use crate::{
    context::Context,
    db::{
        AnyConnection,
        locks::{self, Table},
        schema::{accounts, support_keys, support_marks, support_requests, supports},
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

/// The mark of an address at a suggestion whose topic is held, whether it stands there or not. The
/// suggestion has its key from the first address on that is asked about, so that a mark is the same
/// in every copy of the database that holds the address.
pub(super) fn of(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
    address: &Private<String>,
) -> Result<Vec<u8>, SupportError> {
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
    Ok(make(context, &key, address)?)
}

/// Writes an address's mark at a suggestion whose topic is held, with the hash of the link that
/// takes it back: one that was mailed before is worth nothing any more.
pub(super) fn put(
    connection: &mut AnyConnection,
    topic: i64,
    mark: Vec<u8>,
    link_hash: Vec<u8>,
) -> Result<(), SupportError> {
    diesel::delete(support_marks::table.find(&mark)).execute(connection)?;
    diesel::insert_into(support_marks::table)
        .values((
            support_marks::mark.eq(mark),
            support_marks::topic_id.eq(topic),
            support_marks::link_hash.eq(link_hash),
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

/// Erases an address's mark at a suggestion; gives whether there was one.
pub(super) fn erase(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
    address: &Private<String>,
) -> Result<bool, SupportError> {
    let Some(key) = key_of(connection, topic)? else {
        return Ok(false);
    };
    let mark = make(context, &key, address)?;
    Ok(diesel::delete(support_marks::table.find(mark)).execute(connection)? > 0)
}

/// Erases a mark that was erased before a backup was restored, and the addresses whose mark it is
/// and that wait there to be confirmed. Gives whether there was any.
pub(super) fn erase_again(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
    mark: &[u8],
) -> Result<bool, SupportError> {
    let Some(key) = key_of(connection, topic)? else {
        return Ok(false);
    };
    let waiting: Vec<(i64, Vec<u8>)> = support_requests::table
        .filter(support_requests::topic_id.eq(topic))
        .select((support_requests::id, support_requests::email_sealed))
        .load(connection)?;
    let mut theirs = Vec::new();
    for (id, email) in waiting {
        let email = sealed::open(&context.config.keys, Column::SupportEmail, &email)?;
        if make(context, &key, &email)? == mark {
            theirs.push(id);
        }
    }
    let erased =
        diesel::delete(support_requests::table.filter(support_requests::id.eq_any(theirs)))
            .execute(connection)?
            + diesel::delete(support_marks::table.find(mark)).execute(connection)?;
    Ok(erased > 0)
}

/// How many marks are looked for at a time.
const BATCH: usize = 500;

/// What would be the marks of an account's address at all suggestions.
fn all_of(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<Vec<Vec<u8>>, SupportError> {
    let address = super::address_of(connection, context, account)?;
    let keys: Vec<Vec<u8>> = support_keys::table
        .select(support_keys::key_sealed)
        .load(connection)?;
    let marks = keys.iter().map(|key| make(context, key, &address));
    Ok(marks.collect::<Result<_, _>>()?)
}

/// The topics of the suggestions at which an account's address has its mark.
pub fn topics_of(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<Vec<i64>, SupportError> {
    let mut topics = Vec::new();
    for marks in all_of(connection, context, account)?.chunks(BATCH) {
        let found: Vec<i64> = support_marks::table
            .filter(support_marks::mark.eq_any(marks.to_vec()))
            .select(support_marks::topic_id)
            .load(connection)?;
        topics.extend(found);
    }
    topics.sort_unstable();
    Ok(topics)
}

/// Erases an account's address where it waits to be confirmed, and its marks at all suggestions,
/// where the account goes.
pub fn erase_of(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<(), SupportError> {
    let own = accounts::table
        .filter(accounts::id.eq(account))
        .select(accounts::email_index);
    // First: whoever confirms at the same time was first and has a mark now, or finds it gone.
    diesel::delete(support_requests::table.filter(support_requests::email_index.eq_any(own)))
        .execute(connection)?;
    for marks in all_of(connection, context, account)?.chunks(BATCH) {
        diesel::delete(support_marks::table.filter(support_marks::mark.eq_any(marks.to_vec())))
            .execute(connection)?;
    }
    Ok(())
}

/// Erases the marks of an account's address where the account itself supports: it has this address
/// only now, and one person counts once. The account is held.
pub fn join(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<(), SupportError> {
    let own = supports::table.filter(supports::account_id.eq(account));
    let topics: Vec<i64> = own.select(supports::topic_id).load(connection)?;
    locks::hold(connection, Table::Topics, topics.iter().copied().collect())?;
    for marks in all_of(connection, context, account)?.chunks(BATCH) {
        diesel::delete(
            support_marks::table
                .filter(support_marks::topic_id.eq_any(own.select(supports::topic_id)))
                .filter(support_marks::mark.eq_any(marks.to_vec())),
        )
        .execute(connection)?;
    }
    Ok(())
}
