//! Trying many anew at once: all that the list is narrowed to, say once a mail server takes what it had
//! refused to everybody.

use diesel::{dsl::count_star, prelude::*};

use super::{Narrow, Standing, UnsentError, narrow::narrowed, retry};
use crate::{
    context::Context,
    db::{DbError, schema::outbox},
    mail::outbox::{Ended, Lease, State},
};

/// So many a page or the API tries anew at once, that nobody waits long for the answer.
pub const MOST_AT_ONCE: i64 = 1000;

/// What became of many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retried {
    /// So many wait to be sent again.
    pub done: i64,
    /// So many stay as they were: they are being sent, say, or have left meanwhile.
    pub left: i64,
}

/// Mails that were not given up by hand, nor come of a restored backup.
macro_rules! taken_by_nobody {
    () => {
        outbox::table.filter(
            outbox::ended
                .is_null()
                .or(outbox::ended.eq_any(Ended::NOT_TAKEN)),
        )
    };
}

/// How many mails [`retry_all`] would try anew. What nobody has tried yet is none of them, nor what somebody
/// gave up, or a restored backup: those are tried anew one by one.
pub async fn count_all(
    context: &Context,
    standing: Standing,
    narrow: Narrow,
) -> Result<i64, DbError> {
    if standing == Standing::Waiting {
        return Ok(0);
    }
    let cx = context.clone();
    context
        .db
        .read(move |connection| {
            let query = taken_by_nobody!().select(count_star()).into_boxed();
            Ok(narrowed!(query, standing, &narrow, &cx).first(connection)?)
        })
        .await
}

/// Tries mails anew, from now on, the oldest first and at most so many, each as [`retry`] does it alone. What
/// could not be tried anew stays as it was.
pub async fn retry_all(
    context: &Context,
    by: Option<i64>,
    standing: Standing,
    narrow: Narrow,
    most: i64,
) -> Result<Retried, UnsentError> {
    let mut retried = Retried::default();
    for id in numbers(context, standing, narrow, most).await? {
        match retry(context, by, id).await {
            Ok(()) => retried.done += 1,
            Err(UnsentError::Db(error)) => return Err(error.into()),
            Err(_) => retried.left += 1,
        }
    }
    Ok(retried)
}

/// Those that [`count_all`] counts.
async fn numbers(
    context: &Context,
    standing: Standing,
    narrow: Narrow,
    most: i64,
) -> Result<Vec<i64>, DbError> {
    if standing == Standing::Waiting {
        return Ok(Vec::new());
    }
    let cx = context.clone();
    context
        .db
        .read(move |connection| {
            let query = taken_by_nobody!()
                .order(outbox::id)
                .limit(most)
                .select(outbox::id)
                .into_boxed();
            Ok(narrowed!(query, standing, &narrow, &cx).load(connection)?)
        })
        .await
}
