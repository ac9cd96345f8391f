//! Sends requests from many clients at once, as fast as they are answered or at a constant rate.
//!
//! At a constant rate each request has its moment. Where all clients still wait for answers when it comes,
//! the time that it waits counts as its own: a server that stalls cannot hide it by slowing the clients.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::bail;

use crate::{draws::Draws, http::Connection};

/// A request, and the status that a good answer has.
#[derive(Clone)]
pub struct Asked {
    pub bytes: Arc<[u8]>,
    pub expects: u16,
}

/// Draws the next request of a client.
pub type Asking = Arc<dyn Fn(&mut Draws, usize) -> Asked + Send + Sync>;

#[derive(Clone, Copy)]
pub struct How {
    pub clients: usize,
    pub lasts: Duration,
    /// Requests a second over all clients; none as fast as they are answered.
    pub rate: Option<f64>,
    pub seed: u64,
}

/// What came of it.
#[derive(Default)]
pub struct Told {
    pub seconds: f64,
    /// How long each good answer took, in microseconds, in order.
    micros: Vec<u32>,
    failed: u64,
    /// What the first bad answer was.
    first: Option<String>,
}

impl Told {
    pub const fn done(&self) -> u64 {
        self.micros.len() as u64
    }

    pub fn a_second(&self) -> f64 {
        self.done() as f64 / self.seconds
    }

    /// In milliseconds, that so many answers of a thousand took at most.
    pub fn within(&self, of_a_thousand: usize) -> f64 {
        let last = self.micros.len().saturating_sub(1);
        let at = (self.micros.len() * of_a_thousand / 1000).min(last);
        self.micros
            .get(at)
            .map_or(0.0, |micros| f64::from(*micros) / 1000.0)
    }

    fn add(&mut self, other: Self) {
        self.micros.extend(other.micros);
        self.failed += other.failed;
        self.first = self.first.take().or(other.first);
    }

    /// A figure of answers that were refused would be none.
    fn checked(self) -> anyhow::Result<Self> {
        if self.done() == 0 || self.failed * 1000 > self.done() {
            let first = self.first.unwrap_or_default();
            bail!(
                "{} of {} requests failed; the first: {first}",
                self.failed,
                self.failed + self.micros.len() as u64
            );
        }
        Ok(self)
    }
}

pub async fn run(address: SocketAddr, asking: &Asking, how: How) -> anyhow::Result<Told> {
    let began = Instant::now();
    let next = Arc::new(AtomicU64::new(0));
    let clients: Vec<_> = (0..how.clients)
        .map(|client| {
            let client = Client {
                address,
                asking: Arc::clone(asking),
                how,
                number: client,
                began,
                next: Arc::clone(&next),
            };
            tokio::spawn(client.run())
        })
        .collect();
    let mut all = Told::default();
    for client in clients {
        all.add(client.await?);
    }
    all.seconds = began.elapsed().as_secs_f64();
    all.micros.sort_unstable();
    all.checked()
}

struct Client {
    address: SocketAddr,
    asking: Asking,
    how: How,
    number: usize,
    began: Instant,
    next: Arc<AtomicU64>,
}

impl Client {
    async fn run(self) -> Told {
        let mut told = Told::default();
        let mut draws = Draws::new(self.how.seed ^ ((self.number as u64 + 1) << 32));
        let mut connection = None;
        while let Some(due) = self.due().await {
            let asked = (self.asking)(&mut draws, self.number);
            match self.ask(&mut connection, &asked).await {
                Ok(status) if status == asked.expects => {
                    let took = due.elapsed().as_micros();
                    told.micros.push(u32::try_from(took).unwrap_or(u32::MAX));
                }
                Ok(status) => {
                    told.failed += 1;
                    told.first.get_or_insert_with(|| {
                        let line = String::from_utf8_lossy(&asked.bytes);
                        let line = line.lines().next().unwrap_or_default().to_owned();
                        format!("{line}: {status} instead of {}", asked.expects)
                    });
                }
                Err(error) => {
                    told.failed += 1;
                    told.first.get_or_insert_with(|| error.to_string());
                }
            }
        }
        told
    }

    /// The moment from which the next request counts; none when the time is over.
    async fn due(&self) -> Option<Instant> {
        let end = self.began + self.how.lasts;
        let Some(rate) = self.how.rate else {
            let now = Instant::now();
            return (now < end).then_some(now);
        };
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let due = self.began + Duration::from_secs_f64(number as f64 / rate);
        if due >= end {
            return None;
        }
        if Instant::now() >= due {
            return Some(due);
        }
        tokio::time::sleep_until(due.into()).await;
        // That the timer is late is no fault of the server's.
        Some(Instant::now())
    }

    /// A connection that was left alone for long may be closed: then the same once more on a new one.
    async fn ask(&self, kept: &mut Option<Connection>, asked: &Asked) -> std::io::Result<u16> {
        if let Some(mut connection) = kept.take()
            && let Ok(status) = connection.ask(&asked.bytes).await
        {
            *kept = Some(connection).filter(|connection| !connection.closes());
            return Ok(status);
        }
        let mut connection = Connection::open(self.address).await?;
        let status = connection.ask(&asked.bytes).await?;
        *kept = Some(connection).filter(|connection| !connection.closes());
        Ok(status)
    }
}
