//! What an account is told of the flags that it gave: how each ended, or that one which had ended waits
//! again; and no words of others.

use diesel::prelude::*;

use super::Outcome;
use crate::{
    accounts::Member,
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::flags},
    review::About,
};

/// As many are told of, the newest.
const MOST: i64 = 50;
const SHOWN: usize = 50;

/// A flag that has ended, or had and waits again: [`Outcome::Open`].
#[derive(Clone, Debug)]
pub struct Told {
    pub id: i64,
    /// `None` where there is no trace of it any more.
    pub about: Option<About>,
    pub outcome: Outcome,
    /// When it ended or was opened anew.
    pub settled_at: Timestamp,
    pub seen: bool,
}

/// What became of a member's flags, the latest first.
pub async fn told(context: &Context, member: &Member) -> Result<Vec<Told>, DbError> {
    type Row = (i64, Option<i64>, Option<i64>, Outcome, Timestamp, bool);
    let account = member.id;
    let rows: Vec<Row> = context
        .db
        .read(move |connection| {
            let mut rows: Vec<Row> = flags::table
                .filter(flags::account_id.eq(account))
                .filter(flags::settled_at.is_not_null())
                .order((flags::settled_at.desc(), flags::id.desc()))
                .limit(MOST)
                .select((
                    flags::id,
                    flags::post_id,
                    flags::profile_id,
                    flags::outcome,
                    flags::settled_at.assume_not_null(),
                    flags::seen,
                ))
                .load(connection)?;
            let reopened: Vec<Row> = flags::table
                .filter(flags::account_id.eq(account))
                .filter(flags::settled_at.is_null())
                .filter(flags::reopened_at.is_not_null())
                .order((flags::reopened_at.desc(), flags::id.desc()))
                .limit(MOST)
                .select((
                    flags::id,
                    flags::post_id,
                    flags::profile_id,
                    flags::outcome,
                    flags::reopened_at.assume_not_null(),
                    flags::seen,
                ))
                .load(connection)?;
            rows.extend(reopened);
            Ok::<_, DbError>(rows)
        })
        .await?;
    let mut rows = rows;
    rows.sort_by_key(|(id, .., at, _)| std::cmp::Reverse((*at, *id)));
    rows.truncate(SHOWN);
    Ok(rows
        .into_iter()
        .map(|(id, post, profile, outcome, settled_at, seen)| Told {
            id,
            about: About::of(post, profile),
            outcome,
            settled_at,
            seen,
        })
        .collect())
}

/// Of how many of an account's flags it has not seen what became of them.
pub(in crate::forum) fn unseen(
    connection: &mut AnyConnection,
    account: i64,
) -> Result<usize, DbError> {
    let some: Vec<i64> = flags::table
        .filter(flags::account_id.eq(account))
        .filter(
            flags::settled_at
                .is_not_null()
                .or(flags::reopened_at.is_not_null()),
        )
        .filter(flags::seen.eq(false))
        .limit(MOST)
        .select(flags::id)
        .load(connection)?;
    Ok(some.len())
}

/// Lets the end of this flag of the account's, and all before it, count as seen; what ends while
/// somebody looks stays new.
pub async fn see(context: &Context, account: i64, flag: i64) -> Result<(), DbError> {
    let until: Option<(Option<Timestamp>, Option<Timestamp>)> = context
        .db
        .read(move |connection| {
            let own = flags::table
                .find(flag)
                .filter(flags::account_id.eq(account));
            let news = (flags::settled_at, flags::reopened_at);
            let ended = own.select(news).first(connection);
            Ok::<_, DbError>(ended.optional()?)
        })
        .await?;
    let until = until.and_then(|(settled, reopened)| settled.or(reopened));
    let Some(until) = until else {
        return Ok(());
    };
    let new = move || {
        flags::table
            .filter(flags::account_id.eq(account))
            .filter(flags::seen.eq(false))
            .filter(
                flags::settled_at
                    .assume_not_null()
                    .le(until)
                    .or(flags::settled_at
                        .is_null()
                        .and(flags::reopened_at.assume_not_null().le(until))),
            )
    };
    let look = move |connection: &mut AnyConnection| Ok(new().count().get_result(connection)?);
    context
        .db
        .write_if_any(look, move |connection| {
            diesel::update(new())
                .set(flags::seen.eq(true))
                .execute(connection)?;
            Ok(())
        })
        .await
}
