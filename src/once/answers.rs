//! A program that asks again with the same `Idempotency-Key` is answered as it was: for a day, to the
//! same account, at the same address, and for the same words.
//!
//! An answer may hold what only its asker may read: a session's token, a case's password. It is sealed with a key that
//! is made of the program's own key, which is kept nowhere. What is known of a request is by keyed hashes.
//!
//! That something is done once, whatever ends in between, is no matter of this room: of what does so in its own
//! transaction (`Submission`, a case, a post) this keeps the answer alone. Of all else a row says that it was
//! begun; where no answer came to it, nobody knows whether it was done, and it is not done again by itself.

use chrono::TimeDelta;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::first;
use crate::{
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::request_answers},
    keys::{Keys, Use},
};

/// How long an answer is kept, in hours.
pub const HOURS: i64 = 24;
/// How long something may be on its way until nobody waits for its answer, in minutes.
const RUNS: i64 = 5;
/// What sealed answers are bound to.
const PLACE: &str = "request_answers.answer";

/// An answer as it left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// What stands above the body, in one line of JSON.
#[derive(Serialize, Deserialize)]
struct Head {
    status: u16,
    headers: Vec<(String, String)>,
}

impl Answer {
    fn written(&self) -> Option<Vec<u8>> {
        let head = Head {
            status: self.status,
            headers: self.headers.clone(),
        };
        let mut written = serde_json::to_vec(&head).ok()?;
        written.push(b'\n');
        written.extend_from_slice(&self.body);
        Some(written)
    }

    fn read(written: &[u8]) -> Option<Self> {
        let end = written.iter().position(|byte| *byte == b'\n')?;
        let head: Head = serde_json::from_slice(&written[..end]).ok()?;
        Some(Self {
            status: head.status,
            headers: head.headers,
            body: written[end + 1..].to_vec(),
        })
    }
}

/// What became of a request before it came again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Before {
    /// Nobody asked, or what was asked was refused.
    Nothing,
    /// It is on its way.
    Running,
    /// It was begun and not answered: nobody knows whether it was done.
    Unknown,
    /// The key was used for other words.
    Otherwise,
    Answered(Answer),
}

/// A request that carries a key.
#[derive(Clone)]
pub struct Asked {
    mark: Vec<u8>,
    said: Vec<u8>,
    /// What seals its answer.
    own: Keys,
}

type Row = (Vec<u8>, Timestamp, Option<Vec<u8>>);

impl Asked {
    /// `said` is all that the request says beside its address. Keys are an account's own; of those who have none,
    /// two who happen to choose the same key ask for two things, unless they say the very same.
    pub fn new(context: &Context, key: &str, by: Option<i64>, address: &str, said: &[u8]) -> Self {
        let keys = &context.config.keys;
        let account = by.map_or_else(String::new, |by| by.to_string());
        let asked = [key.as_bytes(), account.as_bytes(), address.as_bytes()];
        let mac = |what: &'static [u8], more: &[u8]| {
            let [key, account, address] = asked;
            keys.mac(Use::Answer, &[what, key, account, address, more])
        };
        let bound: &[u8] = if by.is_some() { b"" } else { said };
        Self {
            mark: mac(b"mark", bound).to_vec(),
            said: mac(b"said", said).to_vec(),
            own: Keys::new(mac(b"seal", said)),
        }
    }

    /// What became of it before; nothing is written.
    pub async fn before(&self, context: &Context) -> Result<Before, DbError> {
        let mark = self.mark.clone();
        let row = context
            .db
            .read(move |connection| find(connection, &mark))
            .await?;
        Ok(self.judged(row, context.now()))
    }

    /// As [`Asked::before`]; where it is nothing, says from now on that it is on its way.
    pub async fn begin(&self, context: &Context) -> Result<Before, DbError> {
        let before = self.before(context).await?;
        if before != Before::Nothing {
            return Ok(before);
        }
        let (mark, said, now) = (self.mark.clone(), self.said.clone(), context.now());
        let row = context
            .db
            .write(move |connection| claim(connection, &mark, &said, now))
            .await?;
        Ok(self.judged(row, now))
    }

    /// Keeps what it was answered, unless an answer is kept that is not over: whoever asks again hears the first.
    pub async fn keep(&self, context: &Context, answer: &Answer) -> Result<(), DbError> {
        let Some(written) = answer.written() else {
            return Ok(());
        };
        let sealed = self.own.seal(&context.random, PLACE, &written);
        let (mark, said, now) = (self.mark.clone(), self.said.clone(), context.now());
        context
            .db
            .write(move |connection| {
                forget_over(connection, &mark, now)?;
                let unanswered = request_answers::table
                    .find(&mark)
                    .filter(request_answers::answer.is_null());
                let changed = diesel::update(unanswered)
                    .set((
                        request_answers::said.eq(&said),
                        request_answers::begun_at.eq(now),
                        request_answers::answer.eq(Some(&sealed)),
                    ))
                    .execute(connection)?;
                if changed > 0 {
                    return Ok(());
                }
                // Nobody said that it was begun, or of two at once the other's answer is kept already.
                first(connection, |connection| {
                    diesel::insert_into(request_answers::table)
                        .values((
                            request_answers::mark.eq(&mark),
                            request_answers::said.eq(&said),
                            request_answers::begun_at.eq(now),
                            request_answers::answer.eq(Some(&sealed)),
                        ))
                        .execute(connection)
                })?;
                Ok::<(), DbError>(())
            })
            .await
    }

    /// It was refused, or failed: its key is as good as new.
    pub async fn forget(&self, context: &Context) -> Result<(), DbError> {
        let mark = self.mark.clone();
        context
            .db
            .write(move |connection| {
                let unanswered = request_answers::table
                    .find(&mark)
                    .filter(request_answers::answer.is_null());
                diesel::delete(unanswered).execute(connection)?;
                Ok::<(), DbError>(())
            })
            .await
    }

    fn judged(&self, row: Option<Row>, now: Timestamp) -> Before {
        let Some((said, begun_at, answer)) = row.filter(|row| !is_over(row.1, now)) else {
            return Before::Nothing;
        };
        if said != self.said {
            return Before::Otherwise;
        }
        match answer {
            Some(sealed) => {
                let opened = self.own.open(PLACE, &sealed).ok();
                let answer = opened.and_then(|written| Answer::read(&written));
                answer.map_or(Before::Unknown, Before::Answered)
            }
            None if now < begun_at + TimeDelta::minutes(RUNS) => Before::Running,
            None => Before::Unknown,
        }
    }
}

/// Whether it was so long ago that the same key is another request.
fn is_over(begun_at: Timestamp, now: Timestamp) -> bool {
    begun_at + TimeDelta::hours(HOURS) <= now
}

fn find(connection: &mut AnyConnection, mark: &[u8]) -> Result<Option<Row>, DbError> {
    Ok(request_answers::table
        .find(mark)
        .select((
            request_answers::said,
            request_answers::begun_at,
            request_answers::answer,
        ))
        .first(connection)
        .optional()?)
}

/// Forgets what was asked with the same key so long ago that it is another request now.
fn forget_over(connection: &mut AnyConnection, mark: &[u8], now: Timestamp) -> Result<(), DbError> {
    let over = request_answers::table
        .find(mark)
        .filter(request_answers::begun_at.le(now - TimeDelta::hours(HOURS)));
    diesel::delete(over).execute(connection)?;
    Ok(())
}

/// Says that it is on its way; gives the row of whoever was first, where somebody was.
fn claim(
    connection: &mut AnyConnection,
    mark: &[u8],
    said: &[u8],
    now: Timestamp,
) -> Result<Option<Row>, DbError> {
    forget_over(connection, mark, now)?;
    let is_first = first(connection, |connection| {
        diesel::insert_into(request_answers::table)
            .values((
                request_answers::mark.eq(mark),
                request_answers::said.eq(said),
                request_answers::begun_at.eq(now),
            ))
            .execute(connection)
    })?;
    if is_first {
        return Ok(None);
    }
    // What was refused at this moment was there all the same: who is second asks once more.
    let there = find(connection, mark)?;
    Ok(there.or_else(|| Some((said.to_vec(), now, None))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_as_it_was_written() {
        let answer = Answer {
            status: 201,
            headers: vec![("location".into(), "/x\u{f1}".into())],
            body: b"{\n\"a\": 1}\n\n\xff".to_vec(),
        };
        let written = answer.written().expect("it can be written");
        assert_eq!(Answer::read(&written), Some(answer));
        for odd in ["", "\n", "{}", "{}\n", "{\"status\": 1}\nx"] {
            assert_eq!(Answer::read(odd.as_bytes()), None, "{odd}");
        }
    }
}
