//! A PostgreSQL server of a test's own, which can be ended as by a power cut. It keeps what it
//! commits, as servers do; the one that other tests share does not.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use plaza::{clock::Random, db::DatabaseUrl};

use super::program::free_address;

/// One of PostgreSQL's programs, which Debian keeps apart from the path.
pub fn program(name: &str) -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut found: Vec<PathBuf> = versions
        .map(|version| version.unwrap().path().join("bin").join(name))
        .filter(|program| program.exists())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| name.into())
}

/// A server, until it is dropped.
pub struct Server {
    home: tempfile::TempDir,
    port: u16,
    password: String,
}

impl Server {
    pub fn start() -> Self {
        let home = tempfile::tempdir().unwrap();
        let server = Self {
            port: free_address().port(),
            password: hex::encode(Random::System.bytes::<16>()),
            home,
        };
        let password = server.path("password");
        fs::write(&password, &server.password).unwrap();
        if is_root() {
            let mut give = Command::new("chown");
            give.args(["-R", "postgres:"]).arg(server.home.path());
            assert!(give.status().unwrap().success(), "chown to postgres");
        }
        let password = format!("--pwfile={}", password.display());
        let words = [
            "--username=plaza",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            &password,
        ];
        let made = server.run("initdb", &words);
        assert!(made, "initdb; see its words above");
        server.come_back();
        server
    }

    pub fn url(&self) -> DatabaseUrl {
        let (password, port) = (&self.password, self.port);
        let url = format!("postgres://plaza:{password}@127.0.0.1:{port}/postgres");
        url.parse().unwrap()
    }

    /// Ends without finishing anything; what was committed is in its log.
    pub fn crash(&self) {
        let ended = self.run(
            "pg_ctl",
            &["stop", "--mode=immediate", "--wait", "--silent"],
        );
        assert!(ended, "the server did not end");
    }

    pub fn come_back(&self) {
        let (port, home) = (self.port, self.home.path().display());
        let options = format!("--options=-p {port} -k {home} -c listen_addresses=127.0.0.1");
        let log = format!("--log={}", self.path("server.log").display());
        let words = [
            "start",
            "--wait",
            "--timeout=60",
            "--silent",
            &options,
            &log,
        ];
        let started = self.run("pg_ctl", &words);
        let said = fs::read_to_string(self.path("server.log")).unwrap_or_default();
        assert!(started, "the server did not start: {said}");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Runs a program on the server's data, as a user who may: PostgreSQL refuses root.
    fn run(&self, name: &str, words: &[&str]) -> bool {
        let program = program(name);
        let mut command = if is_root() {
            let mut other = Command::new("runuser");
            other.args(["-u", "postgres", "--"]).arg(program);
            other
        } else {
            Command::new(program)
        };
        let data = format!("--pgdata={}", self.path("data").display());
        command.current_dir("/").arg(data).args(words);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command.status().unwrap().success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.run(
            "pg_ctl",
            &["stop", "--mode=immediate", "--wait", "--silent"],
        );
    }
}

/// Whether this process may do everything.
pub fn is_root() -> bool {
    fs::metadata(Path::new("/proc/self")).is_ok_and(|own| own.uid() == 0)
}
