//! What runs without a request: the runner, and one file a job.

pub mod deliver_mail;

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use crate::{context::Context, mail::Transport};

/// How often the jobs look for work.
const TICK: Duration = Duration::from_secs(1);

/// Runs all jobs until `stop` says so; a failed round is told and tried again.
pub async fn run(context: Context, transport: Transport, mut stop: watch::Receiver<bool>) {
    let transport = Arc::new(transport);
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = tick.tick() => {}
            _ = stop.changed() => return,
        }
        if let Err(error) = deliver_mail::once(&context, &transport).await {
            tracing::error!(%error, job = "deliver_mail", "a job failed and will be tried again");
        }
    }
}
