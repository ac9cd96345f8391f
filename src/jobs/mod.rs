//! What runs without a request: the runner, and one file a job. Of what is done for all nodes one does each
//! round (`lease`, at the times of `rhythm`); what is each node's own, each does.

pub mod accept_unconfirmed;
pub mod close_answered;
pub mod collect_attachments;
pub mod count_supports;
pub mod deliver_mail;
pub mod deliver_webhooks;
pub mod freeze_statistics;
pub mod index_texts;
pub mod lease;
pub mod make_open_data;
pub mod note_unreached;
pub mod read_calendar;
pub mod read_clock;
pub mod read_foot;
pub mod read_officials;
pub mod read_policy;
pub mod read_settings;
pub mod record;
pub mod remind_inbox;
pub mod remind_moderators;
pub mod remind_offices;
pub mod render_again;
pub mod require_factors;
pub mod retention;
pub mod rhythm;
mod round;
pub mod send_digests;
pub mod settle_polls;
pub mod sign_heads;
pub mod tell_assignees;
pub mod watch_mail;
pub mod watch_offices;
pub mod write_breach_letters;

use std::{fmt::Display, sync::Arc, time::Duration};

use futures_util::future::BoxFuture;
use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{Interval, MissedTickBehavior},
};
use tracing::Instrument as _;

use self::{
    lease::{Node, Round},
    retention::RetentionError,
    rhythm::Rhythm,
    round::round,
};
use crate::{
    context::{Context, Current},
    db::{AnyConnection, DbError, Timestamp, text_enum},
    forum::{again, reading::profiles},
    mail::Transport,
    privacy::Recorder,
    rights::breach,
    search, threads,
};

/// How often the jobs look for work.
const TICK: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const TEN_MINUTES: Duration = Duration::from_secs(600);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// How often what was noted of visits is looked at.
const RECORDS: Duration = Duration::from_secs(10);
/// How often it is looked whether administrators set something on another node.
const SETTINGS: Duration = Duration::from_secs(2);
/// How often the database is asked what time it is.
const CLOCK: Duration = Duration::from_secs(10);

text_enum! {
    /// What one node does for all.
    pub enum Name {
        CountSupports = "count_supports",
        RenderAgain = "render_again",
        WriteBreachLetters = "write_breach_letters",
        AcceptUnconfirmed = "accept_unconfirmed",
        CloseAnswered = "close_answered",
        RemindOffices = "remind_offices",
        RemindModerators = "remind_moderators",
        RemindInbox = "remind_inbox",
        RequireFactors = "require_factors",
        SettlePolls = "settle_polls",
        SendDigests = "send_digests",
        FreezeStatistics = "freeze_statistics",
        MakeOpenData = "make_open_data",
        CollectAttachments = "collect_attachments",
        SweepAttachments = "sweep_attachments",
        WatchOffices = "watch_offices",
        NoteUnreached = "note_unreached",
        TellAssignees = "tell_assignees",
        SignHeads = "sign_heads",
        IndexTexts = "index_texts",
        DeliverWebhooks = "deliver_webhooks",
        Retention = "retention",
    }
}

/// A job that one node does for all.
pub struct Job {
    pub name: Name,
    pub rhythm: Rhythm,
    round: fn(Context) -> BoxFuture<'static, Result<Round, String>>,
}

macro_rules! job {
    ($name:ident, $rhythm:expr, $once:path) => {
        Job {
            name: Name::$name,
            rhythm: $rhythm,
            round: |context| Box::pin(async move { left($once(&context).await) }),
        }
    };
}

/// All of them, in the order in which they have their turn. What is counted at full hours comes first, and what
/// may take long last.
pub static JOBS: [Job; 22] = [
    job!(CountSupports, Rhythm::Hourly, count_supports::once),
    job!(RenderAgain, Rhythm::Work(is_old), render_again::once),
    job!(
        WriteBreachLetters,
        Rhythm::Work(|connection, _| breach::waits(connection)),
        write_breach_letters::once
    ),
    job!(
        AcceptUnconfirmed,
        Rhythm::Each(MINUTE),
        accept_unconfirmed::once
    ),
    job!(TellAssignees, Rhythm::Each(MINUTE), tell_assignees::once),
    job!(RequireFactors, Rhythm::Each(MINUTE), require_factors::once),
    job!(SettlePolls, Rhythm::Each(MINUTE), settle_polls::once),
    job!(SendDigests, Rhythm::Each(MINUTE), send_digests::once),
    job!(WatchOffices, Rhythm::Each(MINUTE), watch_offices::once),
    job!(NoteUnreached, Rhythm::Each(MINUTE), note_unreached::once),
    job!(
        CollectAttachments,
        Rhythm::Each(MINUTE),
        collect_attachments::once
    ),
    job!(
        RemindOffices,
        Rhythm::Each(TEN_MINUTES),
        remind_offices::once
    ),
    job!(
        RemindModerators,
        Rhythm::Each(TEN_MINUTES),
        remind_moderators::once
    ),
    job!(RemindInbox, Rhythm::Each(TEN_MINUTES), remind_inbox::once),
    job!(SignHeads, Rhythm::Each(TEN_MINUTES), sign_heads::once),
    job!(CloseAnswered, Rhythm::Each(HOUR), close_answered::once),
    job!(
        FreezeStatistics,
        Rhythm::Each(HOUR),
        freeze_statistics::once
    ),
    job!(Retention, Rhythm::Each(HOUR), delete_due),
    job!(IndexTexts, Rhythm::Each(HOUR), index_texts::round),
    job!(MakeOpenData, Rhythm::Each(MINUTE), make_open_data::once),
    job!(
        DeliverWebhooks,
        Rhythm::Work(deliver_webhooks::waits),
        deliver_webhooks::once
    ),
    job!(
        SweepAttachments,
        Rhythm::Each(DAY),
        collect_attachments::sweep
    ),
];

/// Whether a text of an older pipeline is to be made again.
fn is_old(connection: &mut AnyConnection, _: Timestamp) -> Result<bool, DbError> {
    Ok(again::waits(connection)? || profiles::waits(connection)?)
}

async fn delete_due(context: &Context) -> Result<(), RetentionError> {
    retention::once(context).await.map(drop)
}

fn left<T: Into<Round>, E: Display>(result: Result<T, E>) -> Result<Round, String> {
    result.map(Into::into).map_err(|error| error.to_string())
}

/// Runs all jobs until `stop` says so; a failed round is told and tried again. Mails and events are delivered
/// beside the others: how long that takes is the choice of those who take them, up to a time-out.
///
/// The last round writes what `recorder` still holds: call `stop` when no request runs any more. Each round
/// goes by the configuration that stands when it begins.
pub async fn run(
    current: impl Into<Current>,
    transport: Transport,
    recorder: Recorder,
    stop: watch::Receiver<bool>,
) {
    let current = current.into();
    let mails = tokio::spawn(deliver(current.clone(), transport, stop.clone()));
    let node = Node::new(&current.get());
    tracing::info!(node = node.as_str(), "jobs are done as this node");
    let rest = |name: Name| name != Name::DeliverWebhooks;
    let others = |name: Name| name == Name::DeliverWebhooks;
    let events = tokio::spawn(for_all(current.clone(), node.clone(), others, stop.clone()));
    let for_all = tokio::spawn(for_all(current.clone(), node, rest, stop.clone()));
    let warm = threads::blocking(search::warm_up);
    of_this_node(&current, &recorder, stop).await;
    for (task, ended) in [
        ("that delivers mails", mails.await),
        ("that delivers events", events.await),
        ("of the jobs for all nodes", for_all.await),
        ("that reads the dictionary", warm.await),
    ] {
        if let Err(error) = ended {
            tracing::error!(%error, "the task {task} has broken");
        }
    }
    if let Err(error) = record::last(&current.get(), &recorder).await {
        tracing::error!(%error, "what was noted of visits last is lost");
    }
}

/// Delivers mails until `stop` says so; after a reload as the new configuration says.
async fn deliver(current: Current, transport: Transport, mut stop: watch::Receiver<bool>) {
    let (mut changes, mut transport) = (current.changes(), Arc::new(transport));
    loop {
        let (end, ended) = watch::channel(false);
        let delivering = deliver_mail::run(current.get(), Arc::clone(&transport), ended);
        let mut delivering = std::pin::pin!(delivering);
        let is_over = tokio::select! {
            () = &mut delivering => return,
            _ = stop.changed() => true,
            changed = changes.changed() => changed.is_err(),
        };
        // What is being sent is sent; the rest is put back.
        end.send(true).ok();
        delivering.await;
        if is_over {
            return;
        }
        match Transport::new(&current.get().config.mail) {
            Ok(new) => transport = Arc::new(new),
            Err(error) => tracing::error!(%error, "mails go on as they did"),
        }
    }
}

/// What every node does for itself: it keeps up with what others changed, and writes what it holds.
async fn of_this_node(current: &Current, recorder: &Recorder, mut stop: watch::Receiver<bool>) {
    let (mut calendar, mut officials, mut foot) = (every(MINUTE), every(MINUTE), every(MINUTE));
    let (mut clock, mut records) = (every(CLOCK), every(RECORDS));
    let (mut late_mail, mut watch) = (every(MINUTE), watch_mail::Watch::default());
    let (mut settings, mut policy) = (every(SETTINGS), every(SETTINGS));
    loop {
        tokio::select! {
            _ = clock.tick() => { let cx = current.get(); round(&cx, "read_clock", CLOCK, read_clock::once(&cx)).await.ok(); }
            _ = settings.tick() => { let cx = current.get(); round(&cx, "read_settings", SETTINGS, read_settings::once(current)).await.ok(); }
            _ = policy.tick() => { let cx = current.get(); round(&cx, "read_policy", SETTINGS, read_policy::once(&cx)).await.ok(); }
            _ = calendar.tick() => { let cx = current.get(); round(&cx, "read_calendar", MINUTE, read_calendar::once(&cx)).await.ok(); }
            _ = officials.tick() => { let cx = current.get(); round(&cx, "read_officials", MINUTE, read_officials::once(&cx)).await.ok(); }
            _ = foot.tick() => { let cx = current.get(); round(&cx, "read_foot", MINUTE, read_foot::once(&cx)).await.ok(); }
            _ = records.tick() => { let cx = current.get(); round(&cx, "record", RECORDS, record::once(&cx, recorder)).await.ok(); }
            _ = late_mail.tick() => { let cx = current.get(); round(&cx, "watch_mail", MINUTE, watch.once(&cx)).await.ok(); }
            _ = stop.changed() => return,
        }
    }
}

/// Does what is due of those jobs for all nodes that are `mine`, each round that no other node has.
async fn for_all(
    current: Current,
    node: Node,
    mine: fn(Name) -> bool,
    mut stop: watch::Receiver<bool>,
) {
    let (mut tick, mut is_away) = (every(TICK), false);
    loop {
        tokio::select! {
            biased;
            _ = stop.changed() => return,
            _ = tick.tick() => {}
        }
        // Told once: it is looked each second.
        let was_away = is_away;
        is_away = match pass_of(&current, &node, mine, &stop).await {
            Ok(_) => false,
            Err(error) => {
                if !was_away {
                    tracing::error!(%error, "no jobs can be looked for");
                }
                true
            }
        };
        if was_away && !is_away {
            tracing::info!("jobs are looked for again");
        }
    }
}

/// Does all rounds that are due and that no other node has, one after the other; gives which they were. Each
/// goes by what stands when it begins.
pub async fn pass(
    current: &Current,
    node: &Node,
    stop: &watch::Receiver<bool>,
) -> Result<Vec<Name>, DbError> {
    pass_of(current, node, |_| true, stop).await
}

/// As [`pass`], of some jobs alone.
async fn pass_of(
    current: &Current,
    node: &Node,
    mine: fn(Name) -> bool,
    stop: &watch::Receiver<bool>,
) -> Result<Vec<Name>, DbError> {
    let mut done = Vec::new();
    for (job, seen) in lease::due(&current.get()).await? {
        if !mine(job.name) {
            continue;
        }
        if *stop.borrow() {
            break;
        }
        let Some(mut lease) = lease::take(&current.get(), node, job, &seen).await? else {
            continue;
        };
        // Only now: the rounds before it may have taken long, and what it deletes is gone.
        let context = current.get();
        let (name, every) = (job.name.as_str(), job.rhythm.period());
        let work = round(&context, name, every, apart((job.round)(context.clone())));
        let Some(left) = lease::keep(&context, &mut lease, work).await else {
            tracing::warn!(
                job = job.name.as_str(),
                "another node has taken a round over"
            );
            continue;
        };
        done.push(job.name);
        lease::end(&context, lease, job, &left).await?;
    }
    Ok(done)
}

/// A round in a task of its own: where it panics, the other jobs go on.
async fn apart(round: BoxFuture<'static, Result<Round, String>>) -> Result<Round, String> {
    let mut task = Apart(tokio::spawn(round.in_current_span()));
    let left = (&mut task.0).await;
    // What a panic says may be somebody's words.
    left.unwrap_or_else(|_| Err("it panicked".to_owned()))
}

/// A task that ends with this.
struct Apart(JoinHandle<Result<Round, String>>);

impl Drop for Apart {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn every(period: Duration) -> Interval {
    let mut interval = tokio::time::interval(period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}
