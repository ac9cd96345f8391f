//! What happens to cases by time alone.

use std::sync::Arc;

use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::{Map, json};

use super::{
    Confirmation, RecordKind, SuggestionError, close,
    record::{self, Details},
    route::route,
};
use crate::{
    context::Context,
    db::{AnyConnection, schema::cases},
    mail::{LetterKind, outbox},
    privacy::{
        ground::Ground,
        ledger::{self, About, Act},
    },
};

/// How long a repeated submission gets the same answer.
const SUBMISSION_LIFE: TimeDelta = TimeDelta::hours(24);
/// How many cases one round accepts.
const BATCH: i64 = 100;

/// Accepts cases whose address nobody confirmed in time: without the address, which is
/// erased, and routed from now on like any other. The ground is that of the schedule. One that
/// cannot be routed keeps none of the others waiting; its error is given at the end.
pub async fn accept_unconfirmed(context: &Context, ground: Ground) -> Result<(), SuggestionError> {
    let now = context.now();
    // Of cases whose end a program of before did not store.
    let late = now - TimeDelta::days(context.config.confirmation_days.into());
    let (ground, mut failed) = (Arc::new(ground), Ok(()));
    let mut after = 0;
    loop {
        let waiting: Vec<i64> = context
            .db
            .read(move |connection| {
                Ok::<_, SuggestionError>(
                    cases::table
                        .filter(cases::confirmation.eq(Confirmation::Pending))
                        .filter(
                            cases::confirm_until.le(now).or(cases::confirm_until
                                .is_null()
                                .and(cases::created_at.le(late))),
                        )
                        .filter(cases::id.gt(after))
                        .order(cases::id)
                        .limit(BATCH)
                        .select(cases::id)
                        .load(connection)?,
                )
            })
            .await?;
        let Some(last) = waiting.last() else {
            return failed;
        };
        after = *last;
        for case in waiting {
            let (cx, ground) = (context.clone(), Arc::clone(&ground));
            let accepted = context
                .db
                .write(move |connection| accept(connection, &cx, case, &ground))
                .await;
            if let Err(error) = accepted {
                tracing::error!(case, %error, "a case could not be accepted");
                failed = Err(error);
            }
        }
    }
}

fn accept(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    ground: &Ground,
) -> Result<(), SuggestionError> {
    let still_waits = diesel::update(
        cases::table
            .find(case)
            .filter(cases::confirmation.eq(Confirmation::Pending)),
    )
    .set((
        cases::confirmation.eq(Confirmation::Expired),
        cases::contact_email_sealed.eq(None::<Vec<u8>>),
    ))
    .execute(connection)?;
    if still_waits == 0 {
        return Ok(());
    }
    // The mail that asked for the confirmation holds the address as well.
    outbox::erase(connection, case, &[LetterKind::SuggestionConfirmation])?;
    record::append(
        connection,
        context,
        case,
        RecordKind::AcceptedUnconfirmed,
        Details::default(),
    )?;
    let about = About {
        case: Some(case),
        ..About::default()
    };
    let fields = Map::from_iter([("erased".to_owned(), json!("contact"))]);
    route(connection, context, case)?;
    ledger::append(connection, context, Act::Erased, ground, about, fields)?;
    Ok(())
}

/// Closes the cases that were answered long enough ago.
pub async fn close_answered(context: &Context) -> Result<(), SuggestionError> {
    let days = TimeDelta::days(context.config.close_days.into());
    close::answered_before(context, context.now() - days).await
}

/// Forgets what recognised repeated submissions a day after them.
pub async fn forget(context: &Context) -> Result<(), SuggestionError> {
    let now = context.now();
    let old = move || {
        cases::table
            .filter(cases::submission.is_not_null())
            .filter(cases::created_at.le(now - SUBMISSION_LIFE))
    };
    let look = move |connection: &mut AnyConnection| Ok(old().count().get_result(connection)?);
    context
        .db
        .write_if_any(look, move |connection| {
            diesel::update(old())
                .set((
                    cases::submission.eq(None::<Vec<u8>>),
                    cases::submission_digest.eq(None::<Vec<u8>>),
                ))
                .execute(connection)?;
            Ok(())
        })
        .await
}
