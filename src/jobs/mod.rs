//! What runs without a request: the runner, and one file a job.

pub mod deliver_mail;
pub mod expire;

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use crate::{context::Context, mail::Transport};

/// How often the jobs look for work.
const TICK: Duration = Duration::from_secs(1);
/// How often what has expired is deleted.
const EXPIRY: Duration = Duration::from_secs(3600);

/// Runs all jobs until `stop` says so; a failed round is told and tried again.
pub async fn run(context: Context, transport: Transport, mut stop: watch::Receiver<bool>) {
    let transport = Arc::new(transport);
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut expiry = tokio::time::interval(EXPIRY);
    expiry.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = tick.tick() => {}
            _ = expiry.tick() => {
                if let Err(error) = expire::once(&context).await {
                    tracing::error!(%error, job = "expire", "a job failed and will be tried again");
                }
                continue;
            }
            _ = stop.changed() => return,
        }
        if let Err(error) = deliver_mail::once(&context, &transport).await {
            tracing::error!(%error, job = "deliver_mail", "a job failed and will be tried again");
        }
    }
}
