//! Deletes what has had its time, as the data inventory and the operator's schedule say.

use crate::{
    context::Context,
    db::DbError,
    forum::flags,
    mail::outbox,
    privacy::{
        approval, consent,
        ground::{Consented, Ground},
        inventory::{self, Due, Now, Schedule},
    },
    published::{PublishedError, withdraw},
    requests::{self, RequestError},
    suggestions::{SuggestionError, upkeep},
};

/// Why a round was not done.
#[derive(Debug, thiserror::Error)]
pub enum RetentionError {
    #[error(transparent)]
    Schedule(#[from] crate::config::ConfigError),
    #[error(transparent)]
    Suggestions(#[from] SuggestionError),
    #[error(transparent)]
    Published(#[from] PublishedError),
    #[error(transparent)]
    Requests(#[from] RequestError),
    #[error(transparent)]
    Db(#[from] DbError),
}

fn now(context: &Context) -> Now {
    Now {
        moment: context.now(),
        today: context.clock.today(context.config.city.time_zone),
    }
}

/// What a round would delete now, table by table; nothing is changed.
pub async fn dry_run(context: &Context) -> Result<Vec<Due>, RetentionError> {
    let schedule = Schedule::new(&context.config.retention)?;
    let now = now(context);
    context
        .db
        .read(move |connection| Ok(inventory::due(connection, &schedule, now)?))
        .await
}

/// Deletes it once, and what recognised repeated submissions; gives what was deleted.
pub async fn once(context: &Context) -> Result<Vec<Due>, RetentionError> {
    let ground = || Ground::OwnersConsent(Consented::Schedule);
    upkeep::forget(context).await?;
    requests::forget(context, &ground()).await?;
    outbox::forget_refused(context, &ground()).await?;
    approval::forget(context, &ground()).await?;
    flags::forget_lost(context, &ground()).await?;
    // The look goes to the readers: where nothing is due, SQLite's one writer is left alone.
    let mut deleted = Vec::new();
    if !dry_run(context).await?.is_empty() {
        let schedule = Schedule::new(&context.config.retention)?;
        // One moment for both: no case goes whose words were not looked for.
        let now = now(context);
        withdraw::with_their_cases(context, &schedule, now.moment, &ground()).await?;
        let (cx, ground) = (context.clone(), ground());
        deleted = context
            .db
            .write(move |connection| {
                let deleted = inventory::delete_due(connection, &cx, &schedule, now, &ground)?;
                Ok::<_, RetentionError>(deleted)
            })
            .await?;
    }
    consent::forget_unclaimed(context, &ground()).await?;
    Ok(deleted)
}
