//! That the city's mail server cannot be used: what it did not do, with its own words, and since when. For
//! administrators and whoever runs Plaza, who see no log. No mail is at fault: all of them wait.

use diesel::prelude::*;

use super::Step;
use crate::{
    context::Context,
    db::{DbError, Timestamp, schema::mail_pauses as rows},
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
};

/// Why no mail leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paused {
    pub step: Step,
    /// The server's code, where it gave one.
    pub code: Option<i32>,
    /// What the server said, or the network; `None` where it cannot be opened with today's secrets.
    pub words: Option<String>,
    pub since: Timestamp,
    /// When it was tried last.
    pub tried_at: Timestamp,
}

/// Notes that the mail server could not be used now; since when stays as it was.
///
/// Of two nodes at once each may leave a row. The one that tried last is shown, and [`end`] ends both.
pub async fn note(
    context: &Context,
    step: Step,
    code: Option<u16>,
    words: &Private<String>,
) -> Result<(), DbError> {
    let (keys, random) = (&context.config.keys, &context.random);
    let words = sealed::seal(keys, random, Column::MailPauseWords, words);
    let (now, code) = (context.now(), code.map(i32::from));
    context
        .db
        .write(move |connection| {
            let known = diesel::update(rows::table)
                .set((
                    rows::step.eq(step),
                    rows::code.eq(code),
                    rows::words_sealed.eq(&words),
                    rows::tried_at.eq(now),
                ))
                .execute(connection)?;
            if known == 0 {
                diesel::insert_into(rows::table)
                    .values((
                        rows::step.eq(step),
                        rows::code.eq(code),
                        rows::words_sealed.eq(&words),
                        rows::since.eq(now),
                        rows::tried_at.eq(now),
                    ))
                    .execute(connection)?;
            }
            Ok(())
        })
        .await
}

/// Notes that it can be used again, or that nobody knows yet.
pub async fn end(context: &Context) -> Result<(), DbError> {
    context
        .db
        .write(|connection| {
            diesel::delete(rows::table).execute(connection)?;
            Ok(())
        })
        .await
}

/// Why no mail leaves now; nothing where the mail server can be used, as far as is known.
pub async fn standing(context: &Context) -> Result<Option<Paused>, DbError> {
    type Row = (Step, Option<i32>, Vec<u8>, Timestamp, Timestamp);
    let row: Option<Row> = context
        .db
        .read(|connection| {
            let last = rows::table.order(rows::tried_at.desc()).select((
                rows::step,
                rows::code,
                rows::words_sealed,
                rows::since,
                rows::tried_at,
            ));
            Ok::<_, DbError>(last.first(connection).optional()?)
        })
        .await?;
    let keys = &context.config.keys;
    Ok(row.map(|(step, code, words, since, tried_at)| {
        let words = sealed::open(keys, Column::MailPauseWords, &words).ok();
        Paused {
            step,
            code,
            words: words.map(|words| words.reveal(Viewer::Plaza, Purpose::Delivery).clone()),
            since,
            tried_at,
        }
    }))
}
