//! The commands: one file each. They build the ground, start the rooms above it,
//! and speak to whoever sits at the terminal (in English, like their help).

pub mod backup;
pub mod bench_data;
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
pub mod retention;
pub mod seed;
mod seed_answers;
mod seed_mails;
mod seed_reviews;
pub mod serve;
pub mod verify;

use std::{io::IsTerminal as _, net::TcpListener, path::PathBuf};

use anyhow::Context as _;
use tokio::sync::watch;
use tracing_subscriber::{EnvFilter, util::SubscriberInitExt as _};

use crate::{context::Context, jobs, lmtp::Door, mail::Transport, privacy::Recorder, web};

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
    let json = !std::io::stderr().is_terminal();
    log::subscriber(filter, json, std::io::stderr).init();
}

/// Tells on standard error how far long work has come: each hundredth step and the last.
fn steps(what: &'static str) -> impl FnMut(usize, usize) {
    move |done, of| {
        if done.is_multiple_of(100) || done == of {
            eprintln!("{done} of {of} {what}");
        }
    }
}

/// Serves until the process is told to stop; then every request that began is
/// answered and the jobs end their round.
async fn serve_until_stopped(context: Context, listener: TcpListener) -> anyhow::Result<()> {
    let transport = Transport::new(&context.config.mail).context("mail")?;
    let opened = context.objects.open().await;
    opened.context("attachments.store")?;
    let (stop, stopped) = watch::channel(false);
    let door = Door::open(&context).await;
    let door = door.context("mail.lmtp: choose another address or port")?;
    let door = door.map(|door| tokio::spawn(door.serve(context.clone(), stopped.clone())));
    let recorder = Recorder::new(&context.config);
    let jobs = tokio::spawn(jobs::run(
        context.clone(),
        transport,
        recorder.clone(),
        stopped,
    ));
    web::serve(context, recorder, listener)?.await?;
    tracing::info!("stopping");
    stop.send(true).ok();
    if let Some(door) = door {
        door.await.context("the door for mail")?;
    }
    jobs.await.context("the jobs")
}
