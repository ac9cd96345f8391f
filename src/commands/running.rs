//! A city that is served, from its first request to its last: what signals do, and the order in which it
//! ends so that no request is lost.
//!
//! 1. `/readyz` says no, each answer gives its connection up, and the door for mail closes. All else goes on
//!    for `server.drain_seconds`, so that a proxy asks another node.
//! 2. Nobody new is let in; requests that have begun are answered.
//! 3. The jobs end their round, and what was noted of visits is written.

use std::{net::TcpListener, path::Path, time::Duration};

use actix_web::dev::ServerHandle;
use anyhow::Context as _;
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};

use super::{reload, systemd};
use crate::{
    context::{Context, Current},
    jobs,
    lmtp::Door,
    mail::Transport,
    privacy::Recorder,
    web::{self, sockets},
};

/// How long whoever was let in last may take to say what they want.
const LAST_WORDS: Duration = Duration::from_millis(250);

/// What a signal asks for.
enum Asked {
    /// SIGHUP, where there is a file.
    Reload,
    /// SIGTERM: with time for a proxy to learn of it.
    Stop,
    /// SIGINT, which somebody at a terminal sends.
    StopSoon,
    /// SIGQUIT.
    StopAtOnce,
}

struct Signals {
    terminate: Signal,
    interrupt: Signal,
    quit: Signal,
    hang_up: Option<Signal>,
}

impl Signals {
    fn listen(reloads: bool) -> std::io::Result<Self> {
        let hang_up = reloads.then(|| signal(SignalKind::hangup())).transpose()?;
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            hang_up,
        })
    }

    async fn next(&mut self) -> Asked {
        let Self {
            terminate,
            interrupt,
            quit,
            hang_up,
        } = self;
        let hang_up = async {
            match hang_up {
                Some(signal) => signal.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = terminate.recv() => Asked::Stop,
            _ = interrupt.recv() => Asked::StopSoon,
            _ = quit.recv() => Asked::StopAtOnce,
            _ = hang_up => Asked::Reload,
        }
    }
}

/// Serves until the process is told to stop. `file` is read again at SIGHUP, where there is one.
pub(super) async fn serve_until_stopped(
    context: Context,
    listener: TcpListener,
    file: Option<&Path>,
) -> anyhow::Result<()> {
    let transport = Transport::new(&context.config.mail).context("mail")?;
    let opened = context.objects.open().await;
    opened.context("attachments.store")?;
    let url = &context.config.database_url;
    context.db.join_nodes(url).context("database_url")?;
    let door = Door::open(&context).await;
    let door = door.context("mail.lmtp: choose another address or port")?;
    let mut signals = Signals::listen(file.is_some()).context("signals")?;
    let (leave, leaving) = watch::channel(false);
    let (stop, stopped) = watch::channel(false);
    let current = Current::from(context.clone());
    let metrics = open_metrics(&current)?;
    let recorder = Recorder::new(&context.config);
    // What closes this closes the server's own.
    let entrance = listener.try_clone()?;
    let server = web::serve(current.clone(), recorder.clone(), listener)?;
    let door = door.map(|door| tokio::spawn(door.serve(current.clone(), leaving)));
    let jobs = tokio::spawn(jobs::run(current.clone(), transport, recorder, stopped));
    let handle = server.handle();
    let mut serving = actix_web::rt::spawn(server);
    systemd::tell("READY=1");
    let has_time = loop {
        let asked = tokio::select! {
            ended = &mut serving => {
                ended.context("the server has broken")??;
                anyhow::bail!("the server has ended by itself");
            }
            asked = signals.next() => asked,
        };
        match asked {
            Asked::Reload => {
                if let Some(file) = file {
                    reload::tell(&current, file).await;
                }
            }
            Asked::Stop => break true,
            Asked::StopSoon => break false,
            Asked::StopAtOnce => end_at_once(),
        }
    };
    tracing::info!("stopping");
    systemd::tell("STOPPING=1");
    context.leave();
    leave.send(true).ok();
    actix_web::rt::spawn(end_when_told_again(signals));
    if has_time {
        tokio::time::sleep(context.config.server.drain).await;
    }
    handle.pause().await;
    if let Err(error) = sockets::close(&entrance) {
        tracing::debug!(%error, "the entrance could not be closed by itself");
    }
    tokio::time::sleep(LAST_WORDS).await;
    handle.stop(true).await;
    serving.await.context("the server has broken")??;
    tracing::info!("every request that began was answered");
    stop.send(true).ok();
    if let Some(door) = door {
        door.await.context("the door for mail")?;
    }
    let ended = jobs.await.context("the jobs");
    if let Some(metrics) = metrics {
        metrics.stop(true).await;
    }
    ended
}

/// Opens the door for Prometheus, where the configuration asks for one.
fn open_metrics(current: &Current) -> anyhow::Result<Option<ServerHandle>> {
    let Some(listen) = current.get().config.metrics.listen else {
        return Ok(None);
    };
    let listener = TcpListener::bind(listen)
        .with_context(|| format!("metrics.listen = {listen}: choose another address or port"))?;
    let listen = listener.local_addr()?;
    let server = web::serve_metrics(current.clone(), listener)?;
    let handle = server.handle();
    actix_web::rt::spawn(server);
    tracing::info!(%listen, "the metrics are at /metrics");
    Ok(Some(handle))
}

/// Who says it twice does not want to wait: nothing that was acknowledged is lost by that either.
async fn end_when_told_again(mut signals: Signals) {
    loop {
        if !matches!(signals.next().await, Asked::Reload) {
            end_at_once();
        }
    }
}

fn end_at_once() -> ! {
    tracing::warn!("told to end at once");
    std::process::exit(1);
}
