//! Delivers what waits in the outbox: a task of its own, so that a server which hangs keeps no
//! other job waiting. Several mails are sent at once, each by a worker with a connection to the
//! relay; while a domain's mails are slow, half of the workers are left for the others.

mod crew;

use std::{sync::Arc, time::Instant};

use tokio::{sync::watch, task::JoinSet};

use self::crew::{Crew, Place};
use super::{TICK, every};
use crate::{
    context::Context,
    db::DbError,
    mail::{Failure, Step, Transport, outbox},
};

/// How many mails a worker sends in a round.
const BATCH: usize = 20;

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

/// Delivers until `stop` says so; the mails that are being sent then are sent.
pub async fn run(context: Context, transport: Arc<Transport>, stop: watch::Receiver<bool>) {
    let crew = Arc::new(Crew::of(transport.connections()));
    let mut workers = JoinSet::new();
    for _ in 0..transport.connections() {
        let (context, transport) = (context.clone(), Arc::clone(&transport));
        workers.spawn(worker(context, transport, Arc::clone(&crew), stop.clone()));
    }
    while let Some(ended) = workers.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "a worker that delivers mails has broken");
        }
    }
}

/// Each worker looks for itself: one that waits for a slow server keeps no other waiting.
async fn worker(
    context: Context,
    transport: Arc<Transport>,
    crew: Arc<Crew>,
    mut stop: watch::Receiver<bool>,
) {
    let mut tick = every(TICK);
    loop {
        tokio::select! {
            biased;
            _ = stop.changed() => return,
            _ = tick.tick() => {}
        }
        // After an outage one mail is sent before others are.
        let Some(turn) = crew.turn(Instant::now()) else {
            continue;
        };
        let most = if turn.is_trial() { 1 } else { BATCH };
        match round(&context, &transport, &crew, &stop, most).await {
            Ok(Round::RelayAway(step, code)) => {
                if crew.fell_out(turn, Instant::now()) {
                    tracing::error!(
                        step = step.as_str(),
                        code,
                        "mails could not be delivered yet: the mail server cannot be used"
                    );
                }
            }
            Ok(round) => {
                if crew.came_through(turn) && round != Round::Done {
                    tracing::info!("mails leave again");
                }
                // While there is something to send, nobody waits for the next look.
                if round == Round::More {
                    tick.reset_immediately();
                }
            }
            Err(error) => {
                crew.came_to_nothing(turn);
                tracing::error!(%error, "mails could not be looked for");
            }
        }
    }
}

/// Tries mails whose time has come, as many at once as the transport has connections, each leased
/// right before it is sent.
///
/// A crash between the server's acceptance and the row's end sends that mail
/// again, with the same Message-ID; nothing is ever lost.
pub async fn once(
    context: &Context,
    transport: &Arc<Transport>,
    stop: &watch::Receiver<bool>,
) -> Result<Round, DbError> {
    let crew = Arc::new(Crew::of(transport.connections()));
    let mut workers = JoinSet::new();
    for _ in 0..transport.connections() {
        let (context, transport) = (context.clone(), Arc::clone(transport));
        let (crew, stop) = (Arc::clone(&crew), stop.clone());
        workers.spawn(async move { round(&context, &transport, &crew, &stop, BATCH).await });
    }
    let mut left = Round::Done;
    while let Some(ended) = workers.join_next().await {
        match ended.map_err(|_| DbError::Panicked)?? {
            away @ Round::RelayAway(..) => left = away,
            Round::More if left == Round::Done => left = Round::More,
            Round::More | Round::Done => {}
        }
    }
    Ok(left)
}

/// What one worker does until nothing is due, or it has sent so many.
async fn round(
    context: &Context,
    transport: &Arc<Transport>,
    crew: &Crew,
    stop: &watch::Receiver<bool>,
    most: usize,
) -> Result<Round, DbError> {
    for _ in 0..most {
        if *stop.borrow() {
            return Ok(Round::More);
        }
        let Some((mail, place)) = next(context, crew).await? else {
            return Ok(Round::Done);
        };
        let transport = Arc::clone(transport);
        let sent = tokio::task::spawn_blocking(move || (transport.send(&mail), mail)).await;
        drop(place);
        let (result, mail) = sent.map_err(|_| DbError::Panicked)?;
        match result {
            Ok(()) => outbox::sent(context, mail).await?,
            Err(Failure::Refused(words)) => {
                tracing::error!(outbox = mail.id, "a mail was refused for good");
                outbox::refused(context, mail, words).await?;
            }
            Err(Failure::Later(words)) => {
                tracing::warn!(
                    outbox = mail.id,
                    attempts = mail.attempts,
                    "a mail could not be delivered yet"
                );
                outbox::retry(context, mail, words).await?;
            }
            Err(Failure::Relay(step, code)) => {
                outbox::put_back(context, mail).await?;
                return Ok(Round::RelayAway(step, code));
            }
        }
    }
    Ok(Round::More)
}

/// The next mail, and the worker's place at its domain until that is dropped.
async fn next<'a>(
    context: &Context,
    crew: &'a Crew,
) -> Result<Option<(outbox::Leased, Place<'a>)>, DbError> {
    // One looks at a time: two that did would not know of each other's domain.
    let _looking = crew.looks().await;
    let Some(mail) = outbox::next_but(context, crew.full()).await? else {
        return Ok(None);
    };
    let place = crew.place(mail.domain.clone());
    Ok(Some((mail, place)))
}
