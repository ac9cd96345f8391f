//! Whose a round of a job is: rows, so that of all nodes one does it, and none is lost with a node that
//! is killed.
//!
//! Times are those of `Context::now`, on PostgreSQL the database's own (`Clock::Shared`): nodes whose clocks
//! differ agree on them. A node that stands still for longer than its lease cannot know that another has
//! taken its round over; so whatever a job does, it does where the row still says that it is to be done.

use std::{collections::BTreeMap, time::Duration};

use chrono::TimeDelta;
use diesel::{
    Connection as _,
    prelude::*,
    result::{DatabaseErrorKind::UniqueViolation, Error},
};
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use super::{
    JOBS, Job, Name,
    rhythm::{Rhythm, Turn},
};
use crate::{
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::jobs},
    metrics::Shared,
};

/// How long a round is one node's; a crash frees it after that. While the round goes on, it is prolonged.
pub const LEASE: TimeDelta = TimeDelta::seconds(30);
/// How often it is prolonged.
const PROLONGED: Duration = Duration::from_secs(10);

/// One running Plaza, as the rows name it: its process and something random, for processes of several
/// machines have the same number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node(String);

impl Node {
    pub fn new(context: &Context) -> Self {
        let random = hex::encode(context.random.bytes::<6>());
        Self(format!("{}-{random}", std::process::id()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How a job stands in the database.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Standing {
    /// A program of another version has jobs that this one does not know.
    pub name: String,
    /// The node that does a round now, or was cut off in one.
    pub holder: Option<String>,
    pub leased_until: Option<Timestamp>,
    pub due_at: Timestamp,
    pub began_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// How many rounds failed, one after the other.
    pub failures: i32,
}

impl Standing {
    /// Whether a node does a round now. A lease that ends too late is of a time when the clock was wrong.
    fn is_held(&self, now: Timestamp) -> bool {
        self.leased_until
            .is_some_and(|until| until > now && until <= now + LEASE)
    }

    /// The same for whoever watches over the service. What looks for work is due while there is some.
    fn shared(&self, rhythm: Rhythm, turn: Turn, now: Timestamp) -> Shared {
        let due = match (rhythm, turn) {
            (Rhythm::Work(_), Turn::Now) => Some(now),
            (Rhythm::Work(_), _) => None,
            (_, Turn::Later(at)) => Some(at),
            _ => Some(self.due_at),
        };
        Shared {
            every: rhythm.period(),
            due,
            began: self.began_at,
            has_ended: self.ended_at.is_some(),
            in_a_row: u32::try_from(self.failures).unwrap_or_default(),
        }
    }
}

/// Reads how all jobs stand.
pub fn standing(connection: &mut AnyConnection) -> Result<Vec<Standing>, DbError> {
    Ok(jobs::table
        .order(jobs::name)
        .select((
            jobs::name,
            jobs::holder,
            jobs::leased_until,
            jobs::due_at,
            jobs::began_at,
            jobs::ended_at,
            jobs::failures,
        ))
        .load(connection)?)
}

/// A job whose round somebody has to do.
pub type Due = (&'static Job, Standing);
/// A job with how it stands, where it is known.
type Looked = (&'static Job, Option<Standing>);

/// The jobs whose round somebody has to do now, as they stood when that was looked. The look goes to the
/// readers: where nothing is due, nothing is written.
pub async fn due(context: &Context) -> Result<Vec<Due>, DbError> {
    let (due, later) = look(context).await?;
    if later.is_empty() {
        return Ok(due);
    }
    for ((job, stands), at) in later {
        put_off(context, job.name, stands, at).await?;
    }
    // Of those that nobody knew some are due at once.
    Ok(look(context).await?.0)
}

/// Those that are due, and those that are due at another time than is written.
async fn look(context: &Context) -> Result<(Vec<Due>, Vec<(Looked, Timestamp)>), DbError> {
    let cx = context.clone();
    context
        .db
        .read(move |connection| {
            let mut known: BTreeMap<String, Standing> = standing(connection)?
                .into_iter()
                .map(|one| (one.name.clone(), one))
                .collect();
            let (mut due, mut later) = (Vec::new(), Vec::new());
            for job in &JOBS {
                let stands = known.remove(job.name.as_str());
                let turn = turn(connection, job, stands.as_ref(), cx.now())?;
                if let Some(stands) = &stands {
                    let shared = stands.shared(job.rhythm, turn, cx.now());
                    cx.metrics.runs.stands(job.name.as_str(), shared);
                }
                match turn {
                    Turn::Now => due.extend(stands.map(|stands| (job, stands))),
                    Turn::Later(at) => later.push(((job, stands), at)),
                    Turn::Wait => {}
                }
            }
            Ok((due, later))
        })
        .await
}

fn turn(
    connection: &mut AnyConnection,
    job: &Job,
    stands: Option<&Standing>,
    now: Timestamp,
) -> Result<Turn, DbError> {
    let Some(stands) = stands else {
        return Ok(Turn::Later(job.rhythm.first(now)));
    };
    if stands.is_held(now) {
        return Ok(Turn::Wait);
    }
    let turn = job.rhythm.turn(stands.due_at, now);
    if let (Turn::Now, Rhythm::Work(look)) = (turn, job.rhythm)
        && !look(connection, now)?
    {
        return Ok(Turn::Wait);
    }
    Ok(turn)
}

/// Writes when a job is due next, where it is not known or was missed.
async fn put_off(
    context: &Context,
    name: Name,
    stands: Option<Standing>,
    at: Timestamp,
) -> Result<(), DbError> {
    context
        .db
        .write(move |connection| {
            let Some(stands) = stands else {
                return insert(connection, name, at);
            };
            // The old time is the lock: another node may have been faster.
            diesel::update(
                jobs::table
                    .find(name)
                    .filter(jobs::due_at.eq(stands.due_at)),
            )
            .set(jobs::due_at.eq(at))
            .execute(connection)?;
            Ok(())
        })
        .await
}

/// In a savepoint: another node may have made the row meanwhile.
fn insert(connection: &mut AnyConnection, name: Name, at: Timestamp) -> Result<(), DbError> {
    let made = connection.transaction(|connection| {
        diesel::insert_into(jobs::table)
            .values((
                jobs::name.eq(name),
                jobs::due_at.eq(at),
                jobs::failures.eq(0),
            ))
            .execute(connection)
    });
    match made {
        Ok(_) | Err(Error::DatabaseError(UniqueViolation, _)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// A round that is a node's.
#[derive(Debug)]
pub struct Lease {
    name: Name,
    node: Node,
    /// By this it is known, with the node.
    until: Timestamp,
    failures: i32,
}

/// Takes a round; `None` where another node has it, or has done it since it was looked.
pub async fn take(
    context: &Context,
    node: &Node,
    job: &Job,
    seen: &Standing,
) -> Result<Option<Lease>, DbError> {
    let (cx, node, name) = (context.clone(), node.clone(), job.name);
    let (due_at, failures) = (seen.due_at, seen.failures);
    context
        .db
        .write(move |connection| {
            let now = cx.now();
            let until = now + LEASE;
            let free = jobs::leased_until
                .is_null()
                .or(jobs::leased_until.le(now))
                .or(jobs::leased_until.gt(until));
            // The time for which it was due is the lock.
            let mine = jobs::table.find(name).filter(jobs::due_at.eq(due_at));
            let taken = diesel::update(mine.filter(free))
                .set((
                    jobs::holder.eq(node.as_str()),
                    jobs::leased_until.eq(until),
                    jobs::began_at.eq(now),
                ))
                .execute(connection)?;
            Ok((taken > 0).then_some(Lease {
                name,
                node,
                until,
                failures,
            }))
        })
        .await
}

/// Has it for longer; `false` where another node has it.
pub async fn prolong(context: &Context, lease: &mut Lease) -> Result<bool, DbError> {
    let (cx, name) = (context.clone(), lease.name);
    let (node, was) = (lease.node.clone(), lease.until);
    let prolonged = context
        .db
        .write(move |connection| {
            let until = cx.now() + LEASE;
            let mine = jobs::table
                .find(name)
                .filter(jobs::holder.eq(node.as_str()))
                .filter(jobs::leased_until.eq(was));
            let prolonged = diesel::update(mine)
                .set(jobs::leased_until.eq(until))
                .execute(connection)?;
            Ok::<_, DbError>((prolonged > 0).then_some(until))
        })
        .await?;
    if let Some(until) = prolonged {
        lease.until = until;
    }
    Ok(prolonged.is_some())
}

/// Gives a round back and says when the next is due: by the job's rhythm, at once where there is more to
/// do, and soon where it failed. Says nothing of a round that another node has taken over.
pub async fn end(
    context: &Context,
    lease: Lease,
    job: &Job,
    left: &Result<Round, String>,
) -> Result<(), DbError> {
    let (cx, rhythm) = (context.clone(), job.rhythm);
    let (left, failures) = match left {
        Ok(round) => (Some(*round), 0),
        Err(_) => (None, lease.failures.saturating_add(1)),
    };
    context
        .db
        .write(move |connection| {
            let now = cx.now();
            let due = match left {
                Some(Round::Done) => rhythm.next(now),
                Some(Round::More) => now,
                None => rhythm.again(now),
            };
            let mine = jobs::table
                .find(lease.name)
                .filter(jobs::holder.eq(lease.node.as_str()))
                .filter(jobs::leased_until.eq(lease.until));
            diesel::update(mine)
                .set((
                    jobs::holder.eq(None::<String>),
                    jobs::leased_until.eq(None::<Timestamp>),
                    jobs::due_at.eq(due),
                    jobs::ended_at.eq(now),
                    jobs::failures.eq(failures),
                ))
                .execute(connection)?;
            Ok(())
        })
        .await
}

/// What a round left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    Done,
    /// There is more to do.
    More,
}

impl From<()> for Round {
    fn from((): ()) -> Self {
        Self::Done
    }
}

/// Of whoever says whether there may be more.
impl From<bool> for Round {
    fn from(more: bool) -> Self {
        if more { Self::More } else { Self::Done }
    }
}

/// Does a round and prolongs its lease meanwhile. `None` where another node has taken it over: it is broken off,
/// between two transactions.
pub async fn keep(
    context: &Context,
    lease: &mut Lease,
    round: impl Future<Output = Result<Round, String>>,
) -> Option<Result<Round, String>> {
    let mut round = std::pin::pin!(round);
    let mut beat = interval_at(Instant::now() + PROLONGED, PROLONGED);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            left = &mut round => return Some(left),
            _ = beat.tick() => {}
        }
        match prolong(context, lease).await {
            Ok(true) => {}
            Ok(false) => return None,
            // It is tried again: the lease may last until then.
            Err(error) => {
                let job = lease.name.as_str();
                tracing::warn!(%error, job, "a job's lease could not be prolonged");
            }
        }
    }
}
