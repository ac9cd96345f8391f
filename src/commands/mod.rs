//! The commands: one file each. They build the ground, start the rooms above it,
//! and speak to whoever sits at the terminal (in English, like their help).

pub mod admin;
pub mod backup;
pub mod bench_data;
pub mod config_check;
pub mod deliver;
pub mod demo;
pub mod doctor;
pub mod erasures;
pub mod export;
pub mod import;
pub mod import_offices;
pub mod index;
pub mod keys;
pub mod log;
pub mod mail;
pub mod migrate;
pub mod prepare;
pub mod reload;
pub mod retention;
mod running;
pub mod sbom;
pub mod seed;
mod seed_answers;
mod seed_mails;
mod seed_reviews;
pub mod serve;
mod systemd;
pub mod verify;

use std::{
    cell::Cell,
    fmt::Display,
    io::IsTerminal as _,
    path::PathBuf,
    sync::OnceLock,
    time::{Duration, Instant},
};

use chrono::Utc;
use tracing_subscriber::{
    EnvFilter, Registry,
    reload::{Handle, Layer},
    util::SubscriberInitExt as _,
};

use self::running::serve_until_stopped;
use crate::{
    clock::Clock,
    db::{Db, DbError},
};

/// Where the configuration stands.
#[derive(clap::Args)]
pub struct ConfigFile {
    /// The configuration file
    #[arg(long, env = "PLAZA_CONFIG", default_value = "plaza.toml")]
    pub config: PathBuf,
}

/// In which form a command says on standard output what became of it. How far long work has come, and what
/// went wrong, stands on standard error.
#[derive(clap::Args, Clone, Copy)]
pub struct Answer {
    /// Answer in one line of JSON
    #[arg(long)]
    pub json: bool,
}

impl Answer {
    fn give(self, words: impl FnOnce() -> String, json: impl FnOnce() -> serde_json::Value) {
        if self.json {
            println!("{}", json());
        } else {
            println!("{}", words());
        }
    }
}

/// Logs go to standard error: readable on a terminal, JSON anywhere else.
/// `PLAZA_LOG` chooses what is told (`info`, `plaza=debug`).
fn start_log(default: &str) {
    let (filter, handle) = Layer::new(told(default));
    let json = !std::io::stderr().is_terminal();
    log::subscriber(filter, json, std::io::stderr).init();
    FILTER.set(handle).ok();
}

/// By which what is told can be changed.
static FILTER: OnceLock<Handle<EnvFilter, Registry>> = OnceLock::new();

/// What `PLAZA_LOG` says, else this.
fn told(default: &str) -> EnvFilter {
    EnvFilter::try_from_env("PLAZA_LOG").unwrap_or_else(|_| EnvFilter::new(default))
}

/// Tells this from now on, unless `PLAZA_LOG` says otherwise.
fn tell_log(wanted: &str) {
    let Some(handle) = FILTER.get() else { return };
    if let Err(error) = handle.reload(told(wanted)) {
        tracing::warn!(%error, "the log goes on as it did");
    }
}

/// Tells on standard error how far work has come whose end is not known: on a terminal in one line that
/// changes, anywhere else a line now and then.
struct Progress {
    what: &'static str,
    on_terminal: bool,
    told: Cell<Instant>,
}

impl Progress {
    /// How often a log is told.
    const OFTEN: Duration = Duration::from_secs(10);

    fn of(what: &'static str) -> Self {
        Self {
            what,
            on_terminal: std::io::stderr().is_terminal(),
            told: Cell::new(Instant::now()),
        }
    }

    fn at(&self, done: impl Display) {
        let what = self.what;
        if self.on_terminal {
            eprint!("\r{done} {what}");
        } else if self.told.get().elapsed() >= Self::OFTEN {
            self.told.set(Instant::now());
            eprintln!("{done} {what}");
        }
    }
}

impl Drop for Progress {
    /// What follows stands in a line of its own.
    fn drop(&mut self) {
        if self.on_terminal {
            eprintln!();
        }
    }
}

/// Tells on standard error how far long work has come: each hundredth step and the last.
fn steps(what: &'static str) -> impl FnMut(usize, usize) {
    move |done, of| {
        if done.is_multiple_of(100) || done == of {
            eprintln!("{done} of {of} {what}");
        }
    }
}

/// The clock by which a city is served: the database's, so that all its nodes agree.
async fn clock(db: &Db) -> Result<Clock, DbError> {
    let said = db.time().await?;
    if let Some(said) = said {
        let seconds = (Utc::now() - said.at.utc()).num_seconds().abs();
        if seconds > 5 {
            tracing::warn!(
                seconds,
                "this machine's clock is not the database's, by which Plaza goes: let both be set by NTP"
            );
        }
    }
    Ok(Clock::of_database(said))
}
