//! What came of a mail that was leased: it was taken, it is tried again, or never more.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{
    Ended, Lease, Leased, LetterKind, State,
    claim::{Claim, Claims, leased},
};
use crate::{
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::outbox},
    mail::{
        status,
        suppression::{self, Reason},
    },
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
};

/// How many days a mail of [`LetterKind::UNKEPT`] is kept that is tried no more, and the mark of one that
/// was taken; the inventory says so.
const UNKEPT_DAYS: TimeDelta = TimeDelta::days(7);
/// The longest wait between two attempts, without its jitter.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(4);

/// Records that the server took these mails, all in one transaction. Those of [`LetterKind::UNKEPT`] go at
/// once, but for the mark of those of [`LetterKind::MARKED`] and of those that answer a request.
pub async fn sent(context: &Context, mails: Vec<Claim>) -> Result<(), DbError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            for claims in Claims::hold(connection, &mails)? {
                taken(connection, &cx, &claims)?;
            }
            Ok(())
        })
        .await
}

/// Of what there is none among these mails, nothing is asked of the database.
fn taken(
    connection: &mut AnyConnection,
    context: &Context,
    claims: &Claims,
) -> Result<(), DbError> {
    if claims.any(|kind| LetterKind::ANSWERS.contains(kind)) {
        forget_who(connection, claims)?;
    }
    let is_marked =
        |kind: &LetterKind| LetterKind::MARKED.contains(kind) || LetterKind::ANSWERS.contains(kind);
    if claims.any(is_marked) {
        mark(connection, context, claims)?;
    }
    if claims.any(|kind| LetterKind::UNKEPT.contains(kind)) {
        let unkept = outbox::kind.eq_any(LetterKind::UNKEPT);
        diesel::delete(outbox::table.filter(leased!(claims)).filter(unkept)).execute(connection)?;
    }
    if claims.any(|kind| !LetterKind::UNKEPT.contains(kind)) {
        diesel::update(outbox::table.filter(leased!(claims)))
            .set((
                outbox::state.eq(State::Sent),
                outbox::lease.eq(None::<Lease>),
                outbox::finished_at.eq(context.now()),
                outbox::reply_sealed.eq(None::<Vec<u8>>),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Of the mails that answer a request what they answer is enough, to tell it there if one comes back.
fn forget_who(connection: &mut AnyConnection, claims: &Claims) -> Result<(), DbError> {
    let answers = outbox::table
        .filter(leased!(claims))
        .filter(outbox::request_id.is_not_null());
    diesel::update(answers)
        .set(outbox::recipient_index.eq(None::<Vec<u8>>))
        .execute(connection)?;
    Ok(())
}

/// Leaves of the mails of [`LetterKind::MARKED`] what tells whose each was if it comes back: its number, and
/// its recipient by the blind index; of those that answer a request, which.
fn mark(connection: &mut AnyConnection, context: &Context, claims: &Claims) -> Result<(), DbError> {
    let (keys, random) = (&context.config.keys, &context.random);
    let nothing = |column| sealed::seal(keys, random, column, &Private::new(String::new()));
    let marked = outbox::kind
        .eq_any(LetterKind::MARKED)
        .or(outbox::request_id.is_not_null());
    diesel::update(outbox::table.filter(leased!(claims)).filter(marked))
        .set((
            outbox::state.eq(State::Sent),
            outbox::lease.eq(None::<Lease>),
            outbox::finished_at.eq(context.now()),
            outbox::recipient_sealed.eq(nothing(Column::OutboxRecipient)),
            outbox::content_sealed.eq(nothing(Column::OutboxContent)),
            outbox::reply_sealed.eq(None::<Vec<u8>>),
            outbox::domain_mark.eq(None::<Vec<u8>>),
        ))
        .execute(connection)?;
    Ok(())
}

/// Records that a mail was refused for good, with the server's words.
pub async fn refused(
    context: &Context,
    mail: Leased,
    words: Private<String>,
) -> Result<(), DbError> {
    end(context, mail, &words, Ended::Refused).await
}

/// Puts a mail back after a failure that may pass, later each time, with what was said; after too many
/// days it is tried no more.
pub async fn retry(context: &Context, mail: Leased, words: Private<String>) -> Result<(), DbError> {
    let days = context.config.mail.give_up_days;
    let patience = TimeDelta::days(days.into());
    let since = mail.tried_since;
    let is_over = since.is_some_and(|since| since + patience <= context.now());
    if is_over && mail.attempts >= least_attempts(days) {
        tracing::error!(outbox = mail.id, "a mail was given up: nobody takes it");
        return end(context, mail, &words, Ended::Late).await;
    }
    let at = context.now() + wait_after(mail.attempts, jitter(context));
    let words = seal(context, &words);
    back(context, mail, at, words).await
}

/// Puts mails back that nobody has tried, all in one transaction and each in its place: the relay takes none,
/// or whoever holds them does not come to them. Since when each is tried in vain stays as it was, or a relay
/// that comes and goes would begin its days anew each time.
pub async fn put_back(context: &Context, mails: Vec<Claim>) -> Result<(), DbError> {
    if mails.is_empty() {
        return Ok(());
    }
    untried(context, mails, Place::Own).await
}

/// As [`put_back`], behind all that are due: where it may be this mail for which the relay takes none, or these
/// have to wait for others, the next that are tried are others.
pub async fn put_behind(context: &Context, mails: Vec<Claim>) -> Result<(), DbError> {
    if mails.is_empty() {
        return Ok(());
    }
    untried(context, mails, Place::Last).await
}

/// Where a mail waits that is put back.
#[derive(Clone, Copy)]
enum Place {
    Own,
    Last,
}

async fn untried(context: &Context, mails: Vec<Claim>, place: Place) -> Result<(), DbError> {
    for mail in &mails {
        // Nobody begins it any more.
        mail.begin(context);
    }
    let now = context.now();
    context
        .db
        .write(move |connection| {
            for claims in Claims::hold(connection, &mails)? {
                take_back(connection, &claims, now)?;
                diesel::update(outbox::table.filter(leased!(claims)))
                    .set((
                        outbox::attempts.eq(outbox::attempts - 1),
                        outbox::lease.eq(None::<Lease>),
                    ))
                    .execute(connection)?;
                // Last, for by this the lease was known.
                let these = outbox::table.filter(leased!(claims));
                match place {
                    Place::Own => diesel::update(these)
                        .set(outbox::next_attempt_at.eq(outbox::due_at.assume_not_null()))
                        .execute(connection)?,
                    Place::Last => diesel::update(these)
                        .set(outbox::next_attempt_at.eq(now))
                        .execute(connection)?,
                };
            }
            Ok(())
        })
        .await
}

fn seal(context: &Context, words: &Private<String>) -> Vec<u8> {
    let (keys, random) = (&context.config.keys, &context.random);
    sealed::seal(keys, random, Column::OutboxReply, words)
}

/// Records that a mail is tried no more. Where a refusal says that there is no such address, nothing
/// goes there any more that one can do without.
async fn end(
    context: &Context,
    mail: Leased,
    words: &Private<String>,
    why: Ended,
) -> Result<(), DbError> {
    let is_nowhere = why == Ended::Refused
        && status::no_such_address(words.reveal(Viewer::Plaza, Purpose::Delivery));
    let nowhere = is_nowhere.then(|| sealed::email_index(&context.config.keys, &mail.to));
    let (now, words, cx) = (context.now(), seal(context, words), context.clone());
    let claims = Claims::from(mail.claim());
    context
        .db
        .write(move |connection| {
            if let Some(index) = nowhere {
                suppression::suppress(connection, &cx, &index, Reason::HardBounce)?;
            }
            let recalled =
                outbox::table.filter(leased!(claims).and(outbox::lease.eq(Lease::Recalled)));
            if diesel::delete(recalled).execute(connection)? > 0 {
                return Ok(());
            }
            diesel::update(outbox::table.filter(leased!(claims)))
                .set((
                    outbox::state.eq(State::Dead),
                    outbox::ended.eq(why),
                    outbox::lease.eq(None::<Lease>),
                    outbox::finished_at.eq(now),
                    outbox::reply_sealed.eq(words),
                ))
                .execute(connection)?;
            Ok(())
        })
        .await
}

/// How often a mail was tried at least when it is given up after so many days. While the relay takes none,
/// nobody tries; without that it is tried more often in that time.
fn least_attempts(days: u32) -> i32 {
    // The waits grow to four hours in the first twelve attempts, which take six hours; then there are
    // five a day at least.
    10 + 4 * i32::try_from(days).unwrap_or(i32::MAX / 8)
}

/// `words` are what the server said, sealed.
async fn back(
    context: &Context,
    mail: Leased,
    at: Timestamp,
    words: Vec<u8>,
) -> Result<(), DbError> {
    let (now, claims) = (context.now(), Claims::from(mail.claim()));
    context
        .db
        .write(move |connection| {
            if take_back(connection, &claims, now)? > 0 {
                return Ok(());
            }
            let first = outbox::tried_since.is_null();
            diesel::update(outbox::table.filter(leased!(claims)).filter(first))
                .set(outbox::tried_since.eq(now))
                .execute(connection)?;
            diesel::update(outbox::table.filter(leased!(claims)))
                .set((
                    outbox::due_at.eq(at),
                    outbox::reply_sealed.eq(words),
                    outbox::next_attempt_at.eq(at),
                    outbox::lease.eq(None::<Lease>),
                ))
                .execute(connection)?;
            Ok(())
        })
        .await
}

/// Those that were recalled on their way are due at once, to be taken back; gives how many there are.
fn take_back(
    connection: &mut AnyConnection,
    claims: &Claims,
    now: Timestamp,
) -> Result<usize, DbError> {
    let recalled = outbox::table.filter(leased!(claims).and(outbox::lease.eq(Lease::Recalled)));
    Ok(diesel::update(recalled)
        .set(outbox::next_attempt_at.eq(now))
        .execute(connection)?)
}

/// Gives up what waits to be sent: a backup does not say which letters have left since it was
/// made. Gives how many there are.
pub fn give_up(connection: &mut AnyConnection, now: Timestamp) -> Result<usize, DbError> {
    let waiting = outbox::table.filter(outbox::state.eq(State::Queued));
    Ok(diesel::update(waiting)
        .set((
            outbox::state.eq(State::Dead),
            outbox::ended.eq(Ended::Restored),
            outbox::finished_at.eq(now),
        ))
        .execute(connection)?)
}

/// The mails of [`LetterKind::UNKEPT`] that have been tried no more for a week, and the marks as old.
pub fn unkept_long(
    connection: &mut AnyConnection,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<i64>, DbError> {
    Ok(outbox::table
        .filter(outbox::kind.eq_any(LetterKind::UNKEPT))
        .filter(outbox::state.eq_any([State::Dead, State::Sent]))
        .filter(outbox::finished_at.le(now - UNKEPT_DAYS))
        .limit(limit)
        .select(outbox::id)
        .load(connection)?)
}

/// A share of the wait, 0 to 255 of 1024, so that mails that failed together do not return together.
fn jitter(context: &Context) -> i32 {
    i32::from(context.random.bytes::<1>()[0])
}

/// 5, 10, 20, 40 … seconds after the first, second … attempt, up to [`LONGEST_WAIT`]; the jitter comes
/// on top.
fn wait_after(attempts: i32, jitter: i32) -> TimeDelta {
    let doublings = attempts.clamp(1, 16) - 1;
    let wait = (TimeDelta::seconds(5) * 2_i32.pow(doublings.unsigned_abs())).min(LONGEST_WAIT);
    wait + wait * jitter / 1024
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::{LONGEST_WAIT, least_attempts, wait_after};

    #[test]
    fn the_wait_doubles_and_ends() {
        assert_eq!(wait_after(1, 0), TimeDelta::seconds(5));
        assert_eq!(wait_after(4, 0), TimeDelta::seconds(40));
        assert_eq!(wait_after(1000, 0), LONGEST_WAIT);
        assert!(wait_after(4, 255) < TimeDelta::seconds(50));
    }

    #[test]
    fn without_an_outage_a_mail_was_tried_often_enough_when_its_days_are_over() {
        for days in 1..=30 {
            let (mut tried, mut attempts) = (TimeDelta::zero(), 1);
            while tried < TimeDelta::days(days.into()) {
                tried += wait_after(attempts, 255);
                attempts += 1;
            }
            assert!(attempts >= least_attempts(days), "{days} days");
        }
    }

    proptest! {
        #[test]
        fn jitter_adds_up_to_a_quarter_and_no_wait_is_shorter_than_the_one_before(
            attempts in 1..100_000_i32, jitter in 0..256_i32,
        ) {
            let (least, wait) = (wait_after(attempts, 0), wait_after(attempts, jitter));
            prop_assert!(least <= wait && wait < least + least / 4);
            prop_assert!(least >= TimeDelta::seconds(5) && least <= LONGEST_WAIT);
            prop_assert!(wait_after(attempts + 1, 0) >= least);
        }
    }
}
