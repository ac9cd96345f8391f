//! Delivers what waits in the outbox: a task of its own, so that a server which hangs keeps no
//! other job waiting.

use std::{sync::Arc, time::Duration};

use tokio::{sync::watch, time::Instant};

use super::{TICK, every};
use crate::{
    context::Context,
    db::DbError,
    mail::{Failure, Step, Transport, outbox},
};

/// How many mails a round sends.
const BATCH: usize = 20;
/// How long no mail is tried after the relay could not be used, doubling up to the longest.
const SHORTEST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(120);

/// What a round left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// Nothing is due.
    Done,
    /// There may be more, or it was told to stop.
    More,
    /// No mail can leave now, for this reason and with this code of the server; all of them wait.
    RelayAway(Step, Option<u16>),
}

/// Delivers until `stop` says so; the mail that is being sent then is sent.
pub async fn run(context: Context, transport: Arc<Transport>, mut stop: watch::Receiver<bool>) {
    let mut tick = every(TICK);
    let mut outage: Option<(Duration, Instant)> = None;
    loop {
        tokio::select! {
            _ = tick.tick() => {}
            _ = stop.changed() => return,
        }
        if outage.is_some_and(|(_, until)| Instant::now() < until) {
            continue;
        }
        match once(&context, &transport, &stop).await {
            Ok(Round::RelayAway(step, code)) => {
                let pause = outage.map_or(SHORTEST_PAUSE, |(pause, _)| pause * 2);
                if outage.is_none() {
                    tracing::error!(
                        step = step.as_str(),
                        code,
                        "mails could not be delivered yet: the mail server cannot be used"
                    );
                }
                let pause = pause.min(LONGEST_PAUSE);
                outage = Some((pause, Instant::now() + pause));
            }
            Ok(round) => {
                if outage.take().is_some() && round != Round::Done {
                    tracing::info!("mails leave again");
                }
            }
            Err(error) => tracing::error!(%error, "mails could not be looked for"),
        }
    }
}

/// Tries up to [`BATCH`] mails whose time has come, each leased right before it is sent.
///
/// A crash between the server's acceptance and the row's end sends that mail
/// again, with the same Message-ID; nothing is ever lost.
pub async fn once(
    context: &Context,
    transport: &Arc<Transport>,
    stop: &watch::Receiver<bool>,
) -> Result<Round, DbError> {
    for _ in 0..BATCH {
        if *stop.borrow() {
            return Ok(Round::More);
        }
        let Some(mail) = outbox::next(context).await? else {
            return Ok(Round::Done);
        };
        let transport = Arc::clone(transport);
        let sent = tokio::task::spawn_blocking(move || (transport.send(&mail), mail)).await;
        let (result, mail) = sent.map_err(|_| DbError::Panicked)?;
        match result {
            Ok(()) => outbox::sent(context, mail).await?,
            Err(Failure::Refused(words)) => {
                tracing::error!(outbox = mail.id, "a mail was refused for good");
                outbox::refused(context, mail, words).await?;
            }
            Err(Failure::Later) => {
                tracing::warn!(
                    outbox = mail.id,
                    attempts = mail.attempts,
                    "a mail could not be delivered yet"
                );
                outbox::retry(context, mail).await?;
            }
            Err(Failure::Relay(step, code)) => {
                outbox::put_back(context, mail).await?;
                return Ok(Round::RelayAway(step, code));
            }
        }
    }
    Ok(Round::More)
}
