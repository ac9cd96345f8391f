//! What readers keep of topics that are split or merged: as far as they had read, nobody is told
//! anew, and nobody misses what they have not read.

use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{BigInt, Bool},
};

use crate::db::{
    AnyConnection, DbError,
    schema::{topic_reads, watches},
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

/// The posts of the topic `goes` stand in `stays`: who had read in both has read as far as in the
/// one where they had read less. Who watched or muted the one that goes does so with the other,
/// unless they chose something about that.
pub fn merge(connection: &mut AnyConnection, stays: i64, goes: i64) -> Result<(), DbError> {
    let least = sql::<BigInt>(
        "(SELECT min(r.position) FROM topic_reads r \
         WHERE r.account_id = topic_reads.account_id AND r.topic_id IN (",
    )
    .bind::<BigInt, _>(stays)
    .sql(", ")
    .bind::<BigInt, _>(goes)
    .sql("))");
    diesel::update(topic_reads::table.filter(topic_reads::topic_id.eq(stays)))
        .set(topic_reads::position.eq(least))
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
