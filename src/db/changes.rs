//! Which pages that are kept in memory still hold. What public pages show is numbered anew at each
//! change, by triggers in the transaction of the change (`page_generations`), so that a number and what
//! it stands for become visible at one moment.
//!
//! Whoever keeps a page takes a [`Stamp`] before reading what it shows, and shows it as long as a stamp
//! that is taken now is the same. The numbers are looked up again once a transaction has ended in this
//! process, once another node told of one, and when they are older than [`Changes::longest`]. Where
//! they cannot be looked up, there are none, and nothing that is kept is shown.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use diesel::{QueryableByName, prelude::*, sql_query, sql_types::BigInt};

use super::{AnyConnection, DbError, connection::Manager, schema::page_generations};

/// The numbers that topics share; the migration's triggers count on it.
const TOPICS: usize = 1024;
/// Where theirs begin: before them stand what any page may show, and the events.
const FIRST_TOPIC: usize = 2;
/// What another process writes into the same file is seen after this at the latest.
const ON_SQLITE: Duration = Duration::from_millis(1);
/// What another node writes is seen after this at the latest, also when its word is lost.
const ON_POSTGRES: Duration = Duration::from_millis(500);
/// How long nobody asks again after the database gave no numbers.
const PAUSE: Duration = Duration::from_millis(500);

/// What a page shows, beside what any page may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Nothing: words of the city, the policy.
    City,
    /// What was announced.
    Events,
    /// Topics and posts of all boards, as lists and feeds do.
    Lists,
    /// One topic.
    Topic(i64),
}

/// What a page showed was numbered so; another stamp of the same part means that it may show something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    any: i64,
    part: i64,
}

impl Stamp {
    /// Whether all that was stamped then holds no more.
    pub const fn is_past(self, now: Self) -> bool {
        self.any != now.any
    }
}

/// All numbers as they were at one moment.
#[derive(Debug)]
pub struct Numbers(Vec<i64>);

impl Numbers {
    pub(super) fn read(connection: &mut AnyConnection) -> Result<Self, DbError> {
        let rows: Vec<(i32, i64)> = page_generations::table
            .select((page_generations::part, page_generations::number))
            .load(connection)?;
        let mut numbers = vec![None; FIRST_TOPIC + TOPICS];
        for (part, number) in rows {
            if let Some(sum) = usize::try_from(part)
                .ok()
                .and_then(|at| numbers.get_mut(at))
            {
                *sum = Some(sum.unwrap_or(0) + number);
            }
        }
        // Of a row that is not there no trigger could tell anything.
        let whole: Option<Vec<i64>> = numbers.into_iter().collect();
        Ok(Self(whole.ok_or(diesel::result::Error::NotFound)?))
    }

    /// As they would be where each is the same.
    #[cfg(test)]
    pub fn all(number: i64) -> Self {
        Self(vec![number; FIRST_TOPIC + TOPICS])
    }

    pub fn stamp(&self, part: Part) -> Stamp {
        let topics = &self.0[FIRST_TOPIC..];
        let part = match part {
            Part::City => 0,
            Part::Events => self.0[1],
            Part::Lists => topics.iter().sum(),
            Part::Topic(id) => topics[(id.unsigned_abs() % TOPICS as u64) as usize],
        };
        Stamp {
            any: self.0[0],
            part,
        }
    }
}

/// When the numbers were looked up, and what was known to have ended by then.
#[derive(Clone, Copy)]
pub(super) struct Look {
    ended: u64,
    heard: u64,
    at: Instant,
}

struct Known {
    look: Look,
    /// None where the database gave none.
    numbers: Option<Arc<Numbers>>,
}

pub(super) struct Changes {
    /// Transactions that ended in this process, each counted before its caller learns of it.
    ended: AtomicU64,
    /// How often others told that something changed.
    heard: AtomicU64,
    known: Mutex<Option<Known>>,
    /// One looks at a time; the others wait for what it finds.
    pub(super) looking: tokio::sync::Mutex<()>,
    file: Option<Mutex<File>>,
    longest: Duration,
}

impl Changes {
    pub(super) fn of_file(manager: Manager) -> Self {
        Self::new(Some(Mutex::new(File::new(manager))), ON_SQLITE)
    }

    pub(super) fn of_server() -> Self {
        Self::new(None, ON_POSTGRES)
    }

    fn new(file: Option<Mutex<File>>, longest: Duration) -> Self {
        Self {
            ended: AtomicU64::new(0),
            heard: AtomicU64::new(0),
            known: Mutex::new(None),
            looking: tokio::sync::Mutex::new(()),
            file,
            longest,
        }
    }

    /// A transaction has ended here, whatever became of it.
    pub(super) fn ended(&self) {
        self.ended.fetch_add(1, Ordering::SeqCst);
    }

    /// How many have.
    pub(super) fn count(&self) -> u64 {
        self.ended.load(Ordering::SeqCst)
    }

    /// Somebody else has changed something.
    pub(super) fn hear(&self) {
        self.heard.fetch_add(1, Ordering::SeqCst);
    }

    /// The numbers, if they need no new look; within, none if a look has just failed.
    pub(super) fn fresh(&self) -> Option<Option<Arc<Numbers>>> {
        let known = held(&self.known);
        let Known { look, numbers } = known.as_ref()?;
        let is_fresh = match numbers {
            Some(_) => {
                look.ended == self.count()
                    && look.heard == self.heard.load(Ordering::SeqCst)
                    && look.at.elapsed() < self.longest
            }
            None => look.at.elapsed() < PAUSE,
        };
        is_fresh.then(|| numbers.clone())
    }

    /// Begins a look. What ends from now on asks for another.
    pub(super) fn begin(&self) -> Look {
        Look {
            ended: self.count(),
            heard: self.heard.load(Ordering::SeqCst),
            at: Instant::now(),
        }
    }

    /// What SQLite's file says, by a connection of its own; none where there is no file.
    pub(super) fn in_file(&self) -> Option<Result<Arc<Numbers>, DbError>> {
        self.file.as_ref().map(|file| held(file).look())
    }

    /// Ends a look with what was found.
    pub(super) fn settle(
        &self,
        mut look: Look,
        found: Result<Arc<Numbers>, DbError>,
    ) -> Option<Arc<Numbers>> {
        let numbers = match found {
            Ok(numbers) => Some(numbers),
            Err(error) => {
                tracing::debug!(%error, "no page that is kept is shown");
                look.at = Instant::now();
                None
            }
        };
        *held(&self.known) = Some(Known {
            look,
            numbers: numbers.clone(),
        });
        numbers
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A connection to SQLite's file that only sees whether any other has written.
struct File {
    manager: Manager,
    connection: Option<AnyConnection>,
    seen: Option<(i64, Arc<Numbers>)>,
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = BigInt)]
    data_version: i64,
}

impl File {
    fn new(manager: Manager) -> Self {
        Self {
            manager,
            connection: None,
            seen: None,
        }
    }

    fn look(&mut self) -> Result<Arc<Numbers>, DbError> {
        let found = self.look_with();
        if found.is_err() {
            // Versions are comparable on one connection alone.
            self.connection = None;
            self.seen = None;
        }
        found
    }

    fn look_with(&mut self) -> Result<Arc<Numbers>, DbError> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(self.manager.connect_watch()?),
        };
        // First the version: what is written after it makes another one.
        let version: Version = match connection {
            AnyConnection::Sqlite(sqlite) => sql_query("PRAGMA data_version").get_result(sqlite)?,
            AnyConnection::Postgres(_) => return Err(diesel::result::Error::NotFound.into()),
        };
        if let Some((seen, numbers)) = &self.seen
            && *seen == version.data_version
        {
            return Ok(Arc::clone(numbers));
        }
        let numbers = Arc::new(Numbers::read(connection)?);
        self.seen = Some((version.data_version, Arc::clone(&numbers)));
        Ok(numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(of: impl Fn(usize) -> i64) -> Numbers {
        Numbers((0..FIRST_TOPIC + TOPICS).map(of).collect())
    }

    #[test]
    fn a_change_ends_the_stamps_of_its_part_and_of_lists_alone() {
        let parts = [Part::City, Part::Events, Part::Lists, Part::Topic(5)];
        let before = numbers(|_| 1);
        for (changed, ended) in [
            (0, [true, true, true, true]),
            (1, [false, true, false, false]),
            (FIRST_TOPIC + 5, [false, false, true, true]),
            (FIRST_TOPIC + 6, [false, false, true, false]),
        ] {
            let after = numbers(|at| if at == changed { 2 } else { 1 });
            let found = parts.map(|part| before.stamp(part) != after.stamp(part));
            assert_eq!(found, ended, "{changed}");
        }
    }

    #[test]
    fn topics_have_their_numbers_where_the_triggers_put_them() {
        let counted = numbers(|at| i64::try_from(at).expect("small"));
        for topic in [1, 1023, 1024, 1025, 1_000_000] {
            assert_eq!(counted.stamp(Part::Topic(topic)).part, 2 + topic % 1024);
        }
    }
}
