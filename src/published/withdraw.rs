//! Taking back what was published of a case: its words go as a withdrawn post's do, everywhere they
//! were taken to; what others answered stays under a tombstone.

use chrono::Months;
use diesel::prelude::*;
use serde_json::{Map, json};

use super::PublishedError;
use crate::{
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{cases, posts, published_suggestions, topics},
    },
    forum::{State, erase::posts as erase_posts},
    privacy::{
        consent::{self, Subject},
        erasures::{self, Erased},
        ground::Ground,
        inventory::{Class, Schedule},
        ledger::{self, About, Act},
        notices::Notice,
    },
    suggestions::{
        RecordKind,
        follow::Own,
        record::{self, Details},
    },
    webhooks::{self, Event},
};

/// Takes it back for the resident, who opened the case. Twice is once.
pub async fn withdraw(context: &Context, own: &Own) -> Result<(), PublishedError> {
    let (cx, case, ground) = (context.clone(), own.id, Ground::in_person(own));
    context
        .db
        .write(move |connection| erase_now(connection, &cx, case, &ground))
        .await
}

/// As [`erase`], with a line in the journal: nothing may follow in the transaction.
fn erase_now(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    ground: &Ground,
) -> Result<(), PublishedError> {
    if take(connection, context, case)? {
        write_down(connection, context, case, ground)?;
    }
    Ok(())
}

/// Ends the consent and erases what it covered, in the caller's transaction, whose last act it is
/// but for the journal. Gives whether there was anything: also for a restored backup, which the
/// journal makes forget it again.
pub fn erase(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    ground: &Ground,
) -> Result<bool, PublishedError> {
    let taken = take(connection, context, case)?;
    if taken {
        note(connection, context, case, ground)?;
    }
    Ok(taken)
}

/// As [`erase`], without the ledger: whoever does more in the transaction calls [`note`] at its end,
/// where there was anything.
pub fn take(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
) -> Result<bool, PublishedError> {
    let Some(opening) = super::opening(connection, case)? else {
        return Ok(false);
    };
    let was_public: Option<i64> = published_suggestions::table
        .find(case)
        .filter(published_suggestions::published_at.is_not_null())
        .select(published_suggestions::topic_id)
        .first(connection)
        .optional()?;
    erase_posts(connection, context, vec![opening.post])?;
    // Of two at once the second waited for the post, and finds the row gone.
    if diesel::delete(published_suggestions::table.find(case)).execute(connection)? == 0 {
        return Ok(false);
    }
    let subject = Subject::Case(case);
    consent::withdraw(connection, context.now(), subject, Notice::Publication)?;
    let kind = RecordKind::PublicationWithdrawn;
    record::append(connection, context, case, kind, Details::default())?;
    if let Some(topic) = was_public {
        webhooks::happened(connection, context, Event::SuggestionWithdrawn(topic))?;
    }
    Ok(true)
}

/// Writes into the ledger that it was taken back.
pub fn note(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    ground: &Ground,
) -> Result<(), PublishedError> {
    let about = About {
        case: Some(case),
        ..About::default()
    };
    let fields = Map::from_iter([("erased".to_owned(), json!("publication"))]);
    ledger::append(connection, context, Act::Erased, ground, about, fields)?;
    Ok(())
}

/// As [`note`], and last of all a line in the journal.
pub(super) fn write_down(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    ground: &Ground,
) -> Result<(), PublishedError> {
    note(connection, context, case, ground)?;
    erasures::append(connection, context, Erased::Publication { case })
}

/// How many are erased in one transaction when their cases have had their time.
const BATCH: i64 = 50;

/// Erases the words of cases whose time in the records schedule ends, before the cases go with what
/// ties both; `now` is the moment by which those go. The ground is that of the schedule.
pub async fn with_their_cases(
    context: &Context,
    schedule: &Schedule,
    now: Timestamp,
    _ground: &Ground,
) -> Result<(), PublishedError> {
    let months = Months::new(schedule.years(Class::Cases).saturating_mul(12));
    let Some(until) = now.utc().checked_sub_months(months) else {
        return Ok(());
    };
    let mut last = 0;
    loop {
        let due: Vec<i64> = context
            .db
            .read(move |connection| {
                Ok::<_, PublishedError>(
                    published_suggestions::table
                        .inner_join(cases::table)
                        .inner_join(topics::table.inner_join(posts::table))
                        .filter(cases::ended_at.le(Timestamp::from(until)))
                        .filter(posts::opens_topic.eq(true))
                        .filter(posts::state.ne_all([State::Erased, State::Withdrawn]))
                        .filter(posts::id.gt(last))
                        .order(posts::id)
                        .limit(BATCH)
                        .select(posts::id)
                        .load(connection)?,
                )
            })
            .await?;
        let Some(end) = due.last() else {
            return Ok(());
        };
        last = *end;
        let cx = context.clone();
        context
            .db
            .write(move |connection| Ok::<_, PublishedError>(erase_posts(connection, &cx, due)?))
            .await?;
    }
}
