//! What readers keep of topics that are split, merged or moved: as far as they had read, nobody is told
//! anew, and nobody misses what they have not read.

use diesel::{
    dsl::sql,
    expression::SqlLiteral,
    prelude::*,
    sql_types::{BigInt, Bool},
};

use crate::db::{
    AnyConnection, DbError,
    schema::{reading_trackers, topic_reads, watches},
};

/// Some posts of `topic` stand in the new topic `part`: its readers and watchers are the same.
pub fn split(connection: &mut AnyConnection, topic: i64, part: i64) -> Result<(), DbError> {
    topic_reads::table
        .filter(topic_reads::topic_id.eq(topic))
        .select((
            topic_reads::account_id,
            part.into_sql::<BigInt>(),
            topic_reads::position,
        ))
        .insert_into(topic_reads::table)
        .into_columns((
            topic_reads::account_id,
            topic_reads::topic_id,
            topic_reads::position,
        ))
        .execute(connection)?;
    watches::table
        .filter(watches::topic_id.eq(topic))
        .select((
            watches::account_id,
            part.into_sql::<BigInt>().nullable(),
            watches::level,
        ))
        .insert_into(watches::table)
        .into_columns((watches::account_id, watches::topic_id, watches::level))
        .execute(connection)?;
    Ok(())
}

/// How far an account has read in a topic, as SQL: its place there, or what counts as read of the
/// topic's board, or of everything. `account` is the column that names the account.
fn place(topic: i64, account: &str) -> String {
    format!(
        "COALESCE((SELECT r.position FROM topic_reads r \
         WHERE r.account_id = {account} AND r.topic_id = {topic}), {})",
        whole(
            &format!("(SELECT o.board_id FROM topics o WHERE o.id = {topic})"),
            account
        )
    )
}

/// As [`place`], of a topic on this board in which the account has none.
fn whole(board: &str, account: &str) -> String {
    format!(
        "COALESCE((SELECT b.position FROM board_reads b \
         WHERE b.account_id = {account} AND b.board_id = {board}), \
         (SELECT k.position FROM reading_trackers k WHERE k.account_id = {account}))"
    )
}

/// The topic goes to another board: what counts as read of that is not read of it. Call it before.
pub fn moves(connection: &mut AnyConnection, topic: i64, to: i64) -> Result<(), DbError> {
    let account = "reading_trackers.account_id";
    let (here, there) = (place(topic, account), whole(&to.to_string(), account));
    let differs = sql::<Bool>(&format!("{here} <> {there}"));
    put_where_none(connection, topic, &here, differs)
}

/// Gives those a place in a topic who have none, and of whom a condition holds.
fn put_where_none(
    connection: &mut AnyConnection,
    topic: i64,
    place: &str,
    condition: SqlLiteral<Bool>,
) -> Result<(), DbError> {
    let known = topic_reads::table
        .filter(topic_reads::topic_id.eq(topic))
        .select(topic_reads::account_id);
    reading_trackers::table
        .filter(reading_trackers::account_id.ne_all(known))
        .filter(condition)
        .select((
            reading_trackers::account_id,
            topic.into_sql::<BigInt>(),
            sql::<BigInt>(place),
        ))
        .insert_into(topic_reads::table)
        .into_columns((
            topic_reads::account_id,
            topic_reads::topic_id,
            topic_reads::position,
        ))
        .execute(connection)?;
    Ok(())
}

/// The posts of the topic `goes` stand in `stays`: everybody has read as far as in the one where
/// they had read less. Who watched or muted the one that goes does so with the other, unless they
/// chose something about that.
pub fn merge(connection: &mut AnyConnection, stays: i64, goes: i64) -> Result<(), DbError> {
    let account = "reading_trackers.account_id";
    let (other, own) = (place(goes, account), place(stays, account));
    let less = sql::<Bool>(&format!("{other} < {own}"));
    put_where_none(connection, stays, &other, less)?;
    let other = place(goes, "topic_reads.account_id");
    let less = sql::<Bool>(&format!("{other} < topic_reads.position"));
    diesel::update(
        topic_reads::table
            .filter(topic_reads::topic_id.eq(stays))
            .filter(less),
    )
    .set(topic_reads::position.eq(sql::<BigInt>(&other)))
    .execute(connection)?;
    diesel::delete(topic_reads::table.filter(topic_reads::topic_id.eq(goes)))
        .execute(connection)?;
    let chose_nothing =
        sql::<Bool>("account_id NOT IN (SELECT w.account_id FROM watches w WHERE w.topic_id = ")
            .bind::<BigInt, _>(stays)
            .sql(")");
    diesel::update(
        watches::table
            .filter(watches::topic_id.eq(goes))
            .filter(chose_nothing),
    )
    .set(watches::topic_id.eq(stays))
    .execute(connection)?;
    diesel::delete(watches::table.filter(watches::topic_id.eq(goes))).execute(connection)?;
    Ok(())
}
