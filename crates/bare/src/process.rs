//! A server as a process: started, waited for, looked at, ended.

use std::{
    fs::{self, File},
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};

use crate::{asks, http::Connection};

/// Ends with the value.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// How long it took from its start to its first good answer.
    pub began_in: Duration,
}

/// An address that nobody has at this moment.
pub fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

impl Server {
    /// Starts a program that is to listen there, and waits until it answers `path`. What it says goes to
    /// `log`.
    pub async fn start(
        mut command: Command,
        address: SocketAddr,
        path: &str,
        log: &Path,
    ) -> anyhow::Result<Self> {
        let said = File::create(log).with_context(|| log.display().to_string())?;
        command
            .stdin(Stdio::null())
            .stdout(Stdio::from(said.try_clone()?))
            .stderr(Stdio::from(said));
        let began = Instant::now();
        let child = command.spawn().context("a server does not start")?;
        let mut server = Self {
            child,
            address,
            began_in: Duration::ZERO,
        };
        let request = asks::get(path, address, None);
        loop {
            let answered = async {
                let mut connection = Connection::open(address).await?;
                connection.ask(&request).await
            };
            // A server that is there and says no is not ready yet.
            if answered.await.is_ok_and(|status| status == 200) {
                server.began_in = began.elapsed();
                return Ok(server);
            }
            let ended = server.child.try_wait()?.is_some();
            if ended || began.elapsed() > Duration::from_secs(120) {
                let said = fs::read_to_string(log).unwrap_or_default();
                bail!("a server does not answer at {address}:\n{said}");
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Waits until what it does by itself is done, such as once a day the open data: a figure is of what is
    /// asked for. Fails where that has not ended within half an hour.
    pub async fn rest(&self) -> anyhow::Result<()> {
        const LOOK: Duration = Duration::from_secs(2);
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(1800) {
            let before = self.processor()?;
            tokio::time::sleep(LOOK).await;
            if self.processor()? - before < LOOK / 50 {
                return Ok(());
            }
        }
        bail!("a server has not come to rest")
    }

    /// The processor time that it has taken, on all threads.
    pub fn processor(&self) -> anyhow::Result<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        ticks(&stat).context("/proc says no processor time")
    }

    /// What it has in memory now and had at most, in MiB.
    pub fn resident(&self) -> anyhow::Result<(f64, f64)> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let of = |name| mebibytes(&status, name).context("/proc says no memory");
        Ok((of("VmRSS:")?, of("VmHWM:")?))
    }
}

impl Drop for Server {
    /// Lets it end what it has begun, but not for ever.
    fn drop(&mut self) {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status();
        let asked = Instant::now();
        while told.is_ok() && asked.elapsed() < Duration::from_secs(40) {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Of `/proc/PID/stat`: utime and stime are the 12th and 13th behind the program's name, in hundredths of a
/// second, as Linux counts for programs.
fn ticks(stat: &str) -> Option<Duration> {
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
}

fn mebibytes(status: &str, name: &str) -> Option<f64> {
    let line = status.lines().find(|line| line.starts_with(name))?;
    let kibibytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_proc_says_is_read() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 1 0 5 1 1 1";
        assert_eq!(ticks(stat), Some(Duration::from_secs(3)));
        assert_eq!(ticks("7 (a) S 1"), None);
        let status = "Name:\ta\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\n";
        assert_eq!(mebibytes(status, "VmRSS:"), Some(100.0));
        assert_eq!(mebibytes(status, "VmHWM:"), Some(200.0));
        assert_eq!(mebibytes(status, "VmSwap:"), None);
    }
}
