//! The built program, which serves a test's city in a process of its own.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::{SocketAddr, TcpListener},
    process::{self, Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

use plaza::config::Config;
use serde_json::Value;

use super::{figures::until, http::Http};
use crate::support::{
    Plaza,
    command::{command, good},
};

/// The longest that a start may take, beside other tests.
const START: Duration = Duration::from_secs(90);
/// The longest that requests which have begun may keep it.
const END: Duration = Duration::from_secs(60);

/// Keeps the signal away that would end a process which writes past a limit on file sizes: its writes
/// fail then, and it goes on.
pub const WITHSTANDS_LIMITS: &str = "trap '' XFSZ;";

/// A program that can be started again on the same data, at the same address.
pub struct Program {
    pub address: SocketAddr,
    /// Its configuration.
    file: String,
    /// What its shell does before it becomes the program.
    before: String,
    mails: String,
    process: Option<Child>,
    log: Arc<Mutex<String>>,
    _settings: tempfile::TempDir,
}

impl Program {
    /// Serves this city.
    pub fn serve(plaza: &Plaza) -> Self {
        Self::serve_after(plaza, "")
    }

    /// As [`Self::serve`], in a shell that did `before` first.
    pub fn serve_after(plaza: &Plaza, before: &str) -> Self {
        Self::serve_on(plaza, &plaza.context.config, before)
    }

    /// Serves what lies in the database and with the attachments of this configuration.
    pub fn serve_on(plaza: &Plaza, config: &Config, before: &str) -> Self {
        let settings = tempfile::tempdir().unwrap();
        let file = plaza.configure_on(settings.path(), config);
        let address = free_address();
        let text = fs::read_to_string(&file).unwrap();
        let text = format!(
            "listen = '{address}'\ntrusted_proxies = ['127.0.0.1']\nconnections = 8\n{text}\
             [review]\nfirst_posts = 0\nlimits = false\n[spam]\nhold_at = 100\n\
             [server]\ndrain_seconds = 0\n"
        );
        fs::write(&file, text).unwrap();
        let mut program = Self {
            address,
            file,
            before: before.to_owned(),
            mails: format!("folder:{}", settings.path().join("mails").display()),
            process: None,
            log: Arc::default(),
            _settings: settings,
        };
        program.start();
        program
    }

    /// Starts it and waits until it answers.
    pub fn start(&mut self) {
        let plain = command(&["serve", "--config", &self.file]);
        let mut shell = Command::new("sh");
        shell
            .arg("-c")
            .arg(format!("{} exec \"$0\" \"$@\"", self.before))
            .arg(plain.get_program())
            .args(plain.get_args());
        for (name, value) in plain.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        // No mail leaves this machine.
        shell.env("PLAZA_MAIL__URL", &self.mails);
        shell.stdin(Stdio::null()).stdout(Stdio::null());
        let mut process = shell.stderr(Stdio::piped()).spawn().unwrap();
        let words = BufReader::new(process.stderr.take().unwrap());
        let log = Arc::clone(&self.log);
        thread::spawn(move || {
            for line in words.lines().map_while(Result::ok) {
                log.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        self.process = Some(process);
        until("/healthz answers", START, || {
            assert!(self.runs(), "it ended by itself");
            let answer = self.client().get("/healthz").ok()?;
            (answer.status == 200).then_some(())
        });
    }

    pub fn client(&self) -> Http {
        Http::new(self.address)
    }

    pub fn id(&self) -> u32 {
        self.process.as_ref().map_or(0, Child::id)
    }

    /// Whether it has not ended.
    pub fn runs(&mut self) -> bool {
        let process = self.process.as_mut();
        process.is_some_and(|process| process.try_wait().unwrap().is_none())
    }

    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// How many files it has open.
    pub fn open_files(&self) -> usize {
        fs::read_dir(format!("/proc/{}/fd", self.id())).map_or(0, Iterator::count)
    }

    /// Lets the size of its files be limited to so many bytes, or by nothing.
    pub fn limit_files(&self, bytes: Option<u64>) {
        let soft = bytes.map_or("unlimited".to_owned(), |bytes| bytes.to_string());
        let (id, limit) = (self.id().to_string(), format!("--fsize={soft}:"));
        let words = ["--pid", &id, &limit];
        let done = Command::new("prlimit").args(words).output().unwrap();
        assert!(done.status.success(), "prlimit: {done:?}");
    }

    /// Ends it as a power cut does.
    pub fn kill(&mut self) {
        let mut process = self.process.take().unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
    }

    /// Ends it as an operator does, and holds it to a clean end.
    pub fn stop(&mut self) {
        let ask = format!("kill -TERM {}", self.id());
        let asked = Command::new("sh").args(["-c", &ask]).status().unwrap();
        assert!(asked.success(), "it was gone before");
        let process = self.process.as_mut().unwrap();
        let status = until("SIGTERM ends it", END, || process.try_wait().unwrap());
        self.process = None;
        let log = self.log();
        assert!(status.success(), "{status}\n{log}");
        assert!(!log.contains("panicked at"), "{log}");
    }

    /// What `plaza verify` says of its city, which must be good.
    pub fn verify(&self) -> Value {
        let told = good(&["verify", "--config", &self.file, "--json"]);
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(told["good"], true, "{told}");
        told
    }

    /// The path of its configuration, for other commands on the same city.
    pub fn configuration(&self) -> &str {
        &self.file
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            process.kill().ok();
            process.wait().ok();
        }
        if thread::panicking() {
            eprintln!("what the program said:\n{}", self.log());
        }
    }
}

/// An address that nobody has, below those from which the system draws: while the program is away,
/// nobody else is given it.
pub fn free_address() -> SocketAddr {
    static TRIED: AtomicU32 = AtomicU32::new(0);
    let mut ports = (0..12_000).map(|_| {
        let tried = TRIED.fetch_add(1, Ordering::SeqCst);
        let number = process::id().wrapping_mul(31).wrapping_add(tried);
        20_000 + u16::try_from(number % 12_000).unwrap()
    });
    let free = ports.find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok());
    SocketAddr::from(([127, 0, 0, 1], free.unwrap()))
}
