//! `[server]`: how much a node takes on at a time, how long it waits for slow clients, what it keeps in memory,
//! and how it ends.

use std::{num::NonZeroUsize, thread::available_parallelism, time::Duration};

use serde::Deserialize;

use super::{
    error::{ConfigError, Faults, problem},
    size::Size,
};

/// Little beside the program itself; who sees mostly misses gives more (docs/watching.md).
const PAGE_CACHE: u64 = 16 << 20;
/// Less holds hardly a page.
const LEAST_CACHE: u64 = 1 << 20;

/// The limits of a node's server. They hold until it is started again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// How many threads answer.
    pub workers: usize,
    /// How many connections are open at once; further ones wait in the kernel.
    pub connections: usize,
    /// How many connections may wait in the kernel.
    pub backlog: i32,
    /// The largest head of a request: its address and its headers, in bytes.
    pub head: usize,
    /// How long the head of a connection's first request may take.
    pub head_wait: Duration,
    /// How long a body may take, beside the time that `body_rate` gives it.
    pub body_wait: Duration,
    /// For each so many bytes that have come, a body may take a second more.
    pub body_rate: u32,
    /// How long an answer may lie here of which its reader takes nothing.
    pub answer_wait: Duration,
    /// How long a connection may wait for its next request.
    pub keep_alive: Duration,
    /// How long it is still served after somebody said stop, so that a proxy learns of it.
    pub drain: Duration,
    /// How long requests that have begun may take after that.
    pub stop_wait: Duration,
    /// How many bytes of whole pages are kept for readers who are not logged on; with 0 none are.
    pub page_cache: u64,
    /// What the log tells, where `PLAZA_LOG` does not say it. This alone changes with a reload.
    pub log: String,
}

impl Default for Server {
    fn default() -> Self {
        RawServer::default().known(PAGE_CACHE)
    }
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RawServer {
    workers: usize,
    connections: usize,
    backlog: u32,
    head_kib: usize,
    head_seconds: u64,
    body_seconds: u64,
    body_rate: u32,
    answer_seconds: u64,
    keep_alive_seconds: u64,
    drain_seconds: Option<u64>,
    stop_seconds: u64,
    page_cache: Size,
    log: String,
}

impl Default for RawServer {
    fn default() -> Self {
        Self {
            // As many as there are processors.
            workers: 0,
            connections: 4096,
            backlog: 1024,
            head_kib: 32,
            head_seconds: 5,
            body_seconds: 20,
            body_rate: 2000,
            answer_seconds: 60,
            keep_alive_seconds: 5,
            // As long as a connection may wait.
            drain_seconds: None,
            stop_seconds: 30,
            page_cache: Size::Bytes(PAGE_CACHE),
            log: "info".to_owned(),
        }
    }
}

impl RawServer {
    /// Each key by itself, so that all that is wrong is told.
    pub(super) fn check(self, faults: &mut Faults) -> Option<Server> {
        let all = [
            within("workers", self.workers as u64, 0, 256),
            within("connections", self.connections as u64, 16, 1_000_000),
            within("backlog", self.backlog.into(), 16, 65_535),
            within("head_kib", self.head_kib as u64, 4, 128),
            within("head_seconds", self.head_seconds, 1, 120),
            within("body_seconds", self.body_seconds, 1, 3600),
            within("body_rate", self.body_rate.into(), 1, 1_000_000_000),
            within("answer_seconds", self.answer_seconds, 5, 3600),
            within("keep_alive_seconds", self.keep_alive_seconds, 1, 600),
            within("drain_seconds", self.drain(), 0, 3600),
            within("stop_seconds", self.stop_seconds, 1, 3600),
            self.lasts_long_enough(),
            self.tells(),
        ];
        let page_cache = faults.keep(self.pages());
        let all = faults.each(all.into_iter());
        all.and(page_cache).map(|page_cache| self.known(page_cache))
    }

    /// Connections that wait learn of the end before they are closed, or nobody waits for that.
    fn lasts_long_enough(&self) -> Result<(), ConfigError> {
        if !(1..self.keep_alive_seconds).contains(&self.drain()) {
            return Ok(());
        }
        Err(problem(
            "server.drain_seconds",
            Some(self.drain().to_string()),
            "is less than server.keep_alive_seconds, so that a connection could be closed while \
             a request is on its way",
            "choose 0, or as many seconds at least",
        ))
    }

    fn tells(&self) -> Result<(), ConfigError> {
        match tracing_subscriber::EnvFilter::try_new(&self.log) {
            Ok(_) => Ok(()),
            Err(error) => Err(problem(
                "server.log",
                Some(self.log.clone()),
                &format!("says not what to tell: {error}"),
                "write info, warn, or plaza=debug,info",
            )),
        }
    }

    /// For how many bytes of pages there is room.
    fn pages(&self) -> Result<u64, ConfigError> {
        let bytes = self.page_cache.bytes();
        let bytes = bytes.filter(|bytes| *bytes == 0 || *bytes >= LEAST_CACHE);
        bytes.ok_or_else(|| {
            problem(
                "server.page_cache",
                Some(self.page_cache.shown()),
                "is neither 0 nor a size of 1 MiB or more",
                "write it as \"32 MiB\", or 0 to keep no pages",
            )
        })
    }

    fn drain(&self) -> u64 {
        self.drain_seconds.unwrap_or(self.keep_alive_seconds)
    }

    fn known(self, page_cache: u64) -> Server {
        let processors = || available_parallelism().map_or(2, NonZeroUsize::get);
        Server {
            workers: match self.workers {
                0 => processors().min(256),
                number => number,
            },
            connections: self.connections,
            backlog: i32::try_from(self.backlog).unwrap_or(i32::MAX),
            head: self.head_kib * 1024,
            head_wait: Duration::from_secs(self.head_seconds),
            body_wait: Duration::from_secs(self.body_seconds),
            body_rate: self.body_rate,
            answer_wait: Duration::from_secs(self.answer_seconds),
            keep_alive: Duration::from_secs(self.keep_alive_seconds),
            drain: Duration::from_secs(self.drain()),
            stop_wait: Duration::from_secs(self.stop_seconds),
            page_cache,
            log: self.log,
        }
    }
}

fn within(key: &str, value: u64, least: u64, most: u64) -> Result<(), ConfigError> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(problem(
        &format!("server.{key}"),
        Some(value.to_string()),
        "is out of the range in which a server works",
        &format!("choose a number from {least} to {most}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::Server;
    use crate::config::tests::{SMALLEST, load};

    fn server(lines: &str) -> Result<Server, String> {
        let read = load(&format!("{SMALLEST}\n[server]\n{lines}"));
        read.map(|config| config.server).map_err(|error| error.key)
    }

    #[test]
    fn the_limits_stand_where_nobody_writes_any() {
        let config = load(SMALLEST).expect("a complete file");
        assert_eq!(config.server, Server::default());
        assert!(config.server.workers >= 1);
        assert!(config.server.drain >= config.server.keep_alive);
        let changed = server("workers = 3\nhead_kib = 8\ndrain_seconds = 0").expect("good");
        assert_eq!((changed.workers, changed.head), (3, 8192));
        assert!(changed.drain.is_zero());
    }

    #[test]
    fn what_no_server_could_keep_is_refused() {
        for (wrong, key) in [
            ("workers = 257", "server.workers"),
            ("connections = 3", "server.connections"),
            ("backlog = 0", "server.backlog"),
            ("head_kib = 500", "server.head_kib"),
            ("head_seconds = 0", "server.head_seconds"),
            ("body_seconds = 0", "server.body_seconds"),
            ("body_rate = 0", "server.body_rate"),
            ("answer_seconds = 1", "server.answer_seconds"),
            ("keep_alive_seconds = 0", "server.keep_alive_seconds"),
            ("drain_seconds = 4", "server.drain_seconds"),
            ("drain_seconds = 3601", "server.drain_seconds"),
            (
                "keep_alive_seconds = 30\ndrain_seconds = 20",
                "server.drain_seconds",
            ),
            ("stop_seconds = 0", "server.stop_seconds"),
            ("log = \"plaza=loud\"", "server.log"),
        ] {
            assert_eq!(server(wrong).err().as_deref(), Some(key), "{wrong}");
        }
        assert!(server("keep_alive_seconds = 30\ndrain_seconds = 30").is_ok());
        let longer = server("keep_alive_seconds = 30").expect("good");
        assert_eq!(longer.drain, longer.keep_alive);
    }

    #[test]
    fn pages_are_kept_in_so_many_bytes_or_not_at_all() {
        let kept = |lines: &str| server(lines).map(|server| server.page_cache);
        assert_eq!(kept(""), Ok(16 << 20));
        assert_eq!(kept("page_cache = \"8 MiB\""), Ok(8 << 20));
        assert_eq!(kept("page_cache = 0"), Ok(0));
        for wrong in ["\"8 MB\"", "\"\"", "\"100 KiB\"", "1000"] {
            let key = kept(&format!("page_cache = {wrong}"));
            assert_eq!(key, Err("server.page_cache".to_owned()), "{wrong}");
        }
        assert!(kept("page_cache = -1").is_err());
        assert!(kept("page_cashe = 0").is_err());
    }
}
