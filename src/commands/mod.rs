//! The commands: one file each. They build the ground, start the rooms above it,
//! and speak to whoever sits at the terminal (in English, like their help).

pub mod backup;
pub mod config_check;
pub mod deliver;
pub mod demo;
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
pub mod seed;
mod seed_answers;
mod seed_mails;
mod seed_reviews;
pub mod serve;
mod systemd;
pub mod verify;

use std::{io::IsTerminal as _, path::PathBuf, sync::OnceLock};

use tracing_subscriber::{
    EnvFilter, Registry,
    reload::{Handle, Layer},
    util::SubscriberInitExt as _,
};

use self::running::serve_until_stopped;

/// Where the configuration stands.
#[derive(clap::Args)]
pub struct ConfigFile {
    /// The configuration file
    #[arg(long, env = "PLAZA_CONFIG", default_value = "plaza.toml")]
    pub config: PathBuf,
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

/// Tells on standard error how far long work has come: each hundredth step and the last.
fn steps(what: &'static str) -> impl FnMut(usize, usize) {
    move |done, of| {
        if done.is_multiple_of(100) || done == of {
            eprintln!("{done} of {of} {what}");
        }
    }
}
