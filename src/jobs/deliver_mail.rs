//! Delivers what waits in the outbox: a task of its own, so that a server which hangs keeps no
//! other job waiting. Several mails are sent at once, each by a worker with a connection to the
//! relay; while the mails of any domains are slow, half of the workers are left for the others. Mails are leased
//! some at a time (`hand`, `crew`), and what was taken is recorded some at a time (`record`).

mod crew;
mod hand;
mod record;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{
    sync::watch,
    task::{JoinHandle, JoinSet},
};
use tracing::Instrument as _;

use self::{
    crew::Crew,
    record::{Broken, Recorder},
};
use super::{TICK, every};
use crate::{
    context::Context,
    db::DbError,
    mail::{
        Failure, Step, Transport,
        outbox::{self, Claim, Leased},
        paused,
    },
    metrics::relay::Outcome,
};

/// For each connection, how many mails may be begun and not recorded: as many a crash may repeat.
const UNRECORDED: usize = 2;
/// After how long it is tried again to record what the server took.
const RECORD_PAUSE: Duration = Duration::from_millis(250);
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

/// Why a worker does not go on.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Unrecorded(#[from] Broken),
}

impl From<Fault> for DbError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Db(error) => error,
            Fault::Unrecorded(Broken) => Self::Panicked,
        }
    }
}

/// What the workers of one delivery share.
#[derive(Clone)]
struct Work {
    context: Context,
    transport: Arc<Transport>,
    crew: Arc<Crew>,
    recorder: Recorder<Claim>,
    stop: watch::Receiver<bool>,
}

impl Work {
    /// Also gives the task that records what was taken.
    fn begin(
        context: Context,
        transport: Arc<Transport>,
        stop: watch::Receiver<bool>,
    ) -> (Self, JoinHandle<()>) {
        let crew = Arc::new(Crew::of(&transport));
        let rooms = transport.connections() * UNRECORDED;
        let cx = context.clone();
        let (recorder, recording) =
            Recorder::start(rooms, RECORD_PAUSE, move |taken| record(cx.clone(), taken));
        let work = Self {
            context,
            transport,
            crew,
            recorder,
            stop,
        };
        (work, recording)
    }

    /// When all workers have ended: what is in hand is put back, and the rest is recorded.
    async fn end(self, recording: JoinHandle<()>) {
        self.crew.put_down(&self.context).await;
        drop(self);
        if let Err(error) = recording.await {
            tracing::error!(%error, "the task that records which mails were taken has broken");
        }
    }
}

/// Delivers until `stop` says so; the mails that are being sent then are sent.
pub async fn run(context: Context, transport: Arc<Transport>, stop: watch::Receiver<bool>) {
    // What was noted before is not known now: the first that is tried tells.
    went_on(&context).await;
    let (work, recording) = Work::begin(context, transport, stop);
    let mut workers = JoinSet::new();
    for _ in 0..work.transport.connections() {
        workers.spawn(worker(work.clone()));
    }
    while let Some(ended) = workers.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "a worker that delivers mails has broken");
        }
    }
    work.end(recording).await;
}

/// Each worker looks for itself: one that waits for a slow server keeps no other waiting.
async fn worker(mut work: Work) {
    let mut tick = every(TICK);
    loop {
        tokio::select! {
            biased;
            _ = work.stop.changed() => {
                // Others need not wait for those that are still being sent.
                work.crew.put_down(&work.context).await;
                return;
            }
            _ = tick.tick() => {}
        }
        // After an outage one mail is sent before others are.
        let Some(turn) = work.crew.turn(Instant::now()) else {
            continue;
        };
        match named_round(&work, turn.is_trial()).await {
            Ok(Round::RelayAway(step, code)) => {
                if work.crew.fell_out(turn, Instant::now()) {
                    let now = work.context.now();
                    work.context.metrics.relay.fell_out(now, step.as_str());
                    tracing::error!(
                        step = step.as_str(),
                        code,
                        "mails could not be delivered yet: the mail server cannot be used"
                    );
                }
            }
            Ok(round) => {
                if work.crew.came_through(turn) {
                    went_on(&work.context).await;
                    if round != Round::Done {
                        tracing::info!("mails leave again");
                    }
                }
                // While there is something to send, nobody waits for the next look.
                if round == Round::More {
                    tick.reset_immediately();
                }
            }
            Err(Fault::Unrecorded(error)) => {
                // What would be sent now would be sent for ever.
                tracing::error!(%error, "no mails are delivered any more: restart Plaza");
                work.crew.put_down(&work.context).await;
                return;
            }
            Err(Fault::Db(error)) => {
                work.crew.came_to_nothing(turn);
                tracing::error!(%error, "mails could not be looked for");
            }
        }
    }
}

/// Tries mails whose time has come, as many at once as the transport has connections.
///
/// A crash between the server's acceptance and the row's end sends that mail
/// again, with the same Message-ID; nothing is ever lost.
pub async fn once(
    context: &Context,
    transport: &Arc<Transport>,
    stop: &watch::Receiver<bool>,
) -> Result<Round, DbError> {
    let (work, recording) = Work::begin(context.clone(), Arc::clone(transport), stop.clone());
    let mut workers = JoinSet::new();
    for _ in 0..transport.connections() {
        let work = work.clone();
        workers.spawn(async move { round(&work, false).await.map_err(DbError::from) });
    }
    let mut left = Ok(Round::Done);
    while let Some(ended) = workers.join_next().await {
        match ended.unwrap_or(Err(DbError::Panicked)) {
            Ok(Round::Done) => {}
            Ok(Round::More) if !matches!(left, Ok(Round::Done)) => {}
            other if left.is_ok() => left = other,
            _ => {}
        }
    }
    work.end(recording).await;
    if !matches!(left, Ok(Round::RelayAway(..))) {
        went_on(context).await;
    }
    left
}

/// A round in a span of its own, whose random name stands in all that is logged of it.
async fn named_round(work: &Work, is_trial: bool) -> Result<Round, Fault> {
    let run = work.context.metrics.ids.draw();
    let span = tracing::info_span!("job", job = "deliver_mail", run = run.as_str());
    round(work, is_trial).instrument(span).await
}

/// Notes that nothing keeps mails from leaving, as far as is known.
async fn went_on(context: &Context) {
    context.metrics.relay.came_through();
    if let Err(error) = paused::end(context).await {
        tracing::warn!(%error, "it is not written down that mails leave");
    }
}

/// What one worker does until nothing is due, or it has sent [`BATCH`]; on a trial one.
async fn round(work: &Work, is_trial: bool) -> Result<Round, Fault> {
    let (context, crew) = (&work.context, &work.crew);
    let most = if is_trial { 1 } else { BATCH };
    for _ in 0..most {
        let room = work.recorder.room().await?;
        if *work.stop.borrow() {
            return Ok(Round::More);
        }
        let Some((result, mail)) = send_next(work, is_trial).await? else {
            return Ok(Round::Done);
        };
        match result {
            Ok(()) => {
                let handed_over = work.recorder.record(mail.claim(), room);
                context.metrics.mails.one(Outcome::Sent);
                handed_over.inspect_err(|_| tell_unrecorded(mail.claim()))?;
            }
            Err(Failure::Refused(words)) => {
                context.metrics.mails.one(Outcome::Refused);
                tracing::error!(outbox = mail.id, "a mail was refused for good");
                outbox::refused(context, mail, words).await?;
            }
            Err(Failure::Later(words)) => {
                context.metrics.mails.one(Outcome::Delayed);
                tracing::warn!(
                    outbox = mail.id,
                    attempts = mail.attempts,
                    "a mail could not be delivered yet"
                );
                outbox::retry(context, mail, words).await?;
            }
            Err(Failure::Relay(step, code, words)) => {
                crew.put_down_with(context, mail.claim(), step).await?;
                if let Err(error) = paused::note(context, step, code, &words).await {
                    tracing::warn!(%error, "it is not written down that no mail leaves");
                }
                return Ok(Round::RelayAway(step, code));
            }
        }
    }
    Ok(Round::More)
}

/// Sends the next mail that nobody has taken back, and says how that ended; `None` where none is due.
async fn send_next(
    work: &Work,
    is_trial: bool,
) -> Result<Option<(Result<(), Failure>, Leased)>, DbError> {
    while let Some((mail, place)) = work.crew.next(&work.context, is_trial).await? {
        let (context, crew) = (work.context.clone(), Arc::clone(&work.crew));
        let transport = Arc::clone(&work.transport);
        // On one thread: nothing waits between the look whether it may be sent and the sending.
        let sent = crate::threads::blocking(move || {
            let may = crew.may_begin(&context, mail.claim())?;
            let begun = Instant::now();
            let sent = may.then(|| transport.send(&mail));
            Ok::<_, DbError>((sent.map(|sent| (sent, begun.elapsed())), mail))
        });
        let sent = sent.await.map_err(|_| DbError::Panicked)?;
        // What the relay did not do says nothing of a domain.
        if let Ok((Some((result, time)), _)) = &sent
            && !matches!(result, Err(Failure::Relay(..)))
        {
            place.took(*time);
        }
        drop(place);
        match sent? {
            (Some((result, _)), mail) => return Ok(Some((result, mail))),
            (None, mail) => outbox::put_back(&work.context, vec![mail.claim()]).await?,
        }
    }
    Ok(None)
}

/// Records that the server took these mails; gives those that have to be recorded still. One that cannot be
/// keeps no other from it, and is tried again as long as its lease lasts: then it goes out again.
async fn record(context: Context, taken: Vec<Claim>) -> Vec<Claim> {
    let Err(error) = outbox::sent(&context, taken.clone()).await else {
        return Vec::new();
    };
    tracing::warn!(%error, "mails were taken and could not be recorded together");
    let left = each(&context, taken).await;
    let now = context.now();
    let (lasting, over): (Vec<Claim>, Vec<Claim>) =
        left.into_iter().partition(|claim| claim.lasts(now));
    over.into_iter().for_each(tell_unrecorded);
    lasting
}

fn tell_unrecorded(claim: Claim) {
    tracing::error!(
        outbox = claim.id,
        "a mail was taken and is not recorded: it goes out again"
    );
}

/// Records each by itself; gives those that could not be. While the database is away none is asked for
/// after another: each would wait for it.
async fn each(context: &Context, taken: Vec<Claim>) -> Vec<Claim> {
    let (mut left, mut is_away) = (Vec::new(), false);
    for claim in taken {
        if is_away {
            left.push(claim);
            continue;
        }
        if let Err(error) = outbox::sent(context, vec![claim]).await {
            tracing::warn!(outbox = claim.id, %error, "a mail was taken and could not be recorded yet");
            is_away = matches!(error, DbError::Unavailable(_));
            left.push(claim);
        }
    }
    left
}
