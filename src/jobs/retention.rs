//! Deletes what has had its time, as the data inventory and the operator's schedule say.

use crate::{
    context::Context,
    db::DbError,
    forum::flags,
    mail::outbox,
    privacy::{
        approval, consent,
        ground::{Consented, Ground},
        inventory::{self, Due, Now, Over, Rules, Schedule},
    },
    published::{PublishedError, withdraw},
    requests, spam,
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
    Db(#[from] DbError),
}

fn now(context: &Context) -> Now {
    Now {
        moment: context.now(),
        today: context.clock.today(context.config.city.time_zone),
    }
}

/// What the rooms say is over.
const OVER: [Over; 5] = [
    Over {
        table: "data_requests",
        ids: requests::unconfirmed,
    },
    Over {
        table: "outbox",
        ids: outbox::unkept_long,
    },
    Over {
        table: "approvals",
        ids: approval::over,
    },
    Over {
        table: "flags",
        ids: flags::lost,
    },
    Over {
        table: "consents",
        ids: consent::unclaimed,
    },
];

/// What a round would delete now, table by table; nothing is changed.
pub async fn dry_run(context: &Context) -> Result<Vec<Due>, RetentionError> {
    let schedule = Schedule::new(&context.config.retention)?;
    let now = now(context);
    context
        .db
        .read(move |connection| Ok(inventory::due(connection, &rules(&schedule), now)?))
        .await
}

fn rules(schedule: &Schedule) -> Rules<'_> {
    Rules {
        schedule,
        over: &OVER,
    }
}

/// Deletes it once; gives what was deleted. What only recognises repeated submissions and repeated
/// texts is forgotten too, and not counted: it is no row.
pub async fn once(context: &Context) -> Result<Vec<Due>, RetentionError> {
    upkeep::forget(context).await?;
    spam::forget_old_likeness(context).await?;
    // The look goes to the readers: where nothing is due, SQLite's one writer is left alone.
    if dry_run(context).await?.is_empty() {
        return Ok(Vec::new());
    }
    let ground = Ground::OwnersConsent(Consented::Schedule);
    let schedule = Schedule::new(&context.config.retention)?;
    // One moment for both: no case goes whose words were not looked for.
    let now = now(context);
    withdraw::with_their_cases(context, &schedule, now.moment, &ground).await?;
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let rules = rules(&schedule);
            Ok(inventory::delete_due(
                connection, &cx, &rules, now, &ground,
            )?)
        })
        .await
}
