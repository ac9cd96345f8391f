//! The commands: one file each. They build the ground, start the rooms above it,
//! and speak to whoever sits at the terminal (in English, like their help).

pub mod config_check;
pub mod demo;
pub mod erasures;
pub mod keys;
pub mod migrate;
pub mod retention;
pub mod seed;
pub mod serve;
pub mod verify;

use std::{io::IsTerminal as _, net::TcpListener, path::PathBuf};

use anyhow::Context as _;
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

use crate::{context::Context, jobs, mail::Transport, web};

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
    let filter = EnvFilter::try_from_env("PLAZA_LOG").unwrap_or_else(|_| EnvFilter::new(default));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        log.compact().init();
    } else {
        log.json().init();
    }
}

/// Serves until the process is told to stop; then every request that began is
/// answered and the jobs end their round.
async fn serve_until_stopped(context: Context, listener: TcpListener) -> anyhow::Result<()> {
    let transport = Transport::new(&context.config.mail).context("mail")?;
    let (stop, stopped) = watch::channel(false);
    let jobs = tokio::spawn(jobs::run(context.clone(), transport, stopped));
    web::serve(context, listener)?.await?;
    tracing::info!("stopping");
    stop.send(true).ok();
    jobs.await.context("the jobs")
}
