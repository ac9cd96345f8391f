//! One reader who opens a page again and again, and clients that hold connections and give or take
//! next to nothing.

use std::{
    fs,
    io::{self, ErrorKind, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    process::{self, Command},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{
    figures::Times,
    http::{Http, connect},
    program::Program,
};

/// Between two pages of the reader.
const PAUSE: Duration = Duration::from_millis(20);
/// After so many pages the reader comes on a new connection, as another would.
const PAGES: usize = 10;
/// How often a slow client moves.
const MOVES: Duration = Duration::from_millis(250);

/// Opens a page until it is told to end, and holds that everybody gets it.
pub struct Reader {
    http: Http,
    page: String,
}

impl Reader {
    pub fn of(program: &Program, page: &str) -> Self {
        Self {
            http: program.client(),
            page: page.to_owned(),
        }
    }

    /// How long each page took, as long as `goes_on` says.
    #[track_caller]
    pub fn read_while(&mut self, mut goes_on: impl FnMut() -> bool) -> Times {
        let mut times = Times::default();
        while goes_on() {
            if times.count().is_multiple_of(PAGES) {
                self.http.hang_up();
            }
            let begun = Instant::now();
            let reply = self.http.get(&self.page);
            times.note(begun.elapsed());
            reply.expect("a page for a reader").expect(200);
            thread::sleep(PAUSE);
        }
        times
    }

    #[track_caller]
    pub fn read_for(&mut self, time: Duration) -> Times {
        let end = Instant::now() + time;
        self.read_while(|| Instant::now() < end)
    }
}

/// What a slow client is slow with.
#[derive(Clone, Copy)]
pub enum Slow {
    Head,
    Body,
    /// It takes its answers byte by byte.
    Answer,
}

struct Client {
    slow: Slow,
    stream: TcpStream,
}

/// Slow clients, until they are dropped. One that is shown out comes again.
pub struct SlowClients {
    ends: Arc<AtomicBool>,
    shown_out: Arc<AtomicUsize>,
    open: Arc<AtomicUsize>,
    thread: Option<JoinHandle<()>>,
}

impl SlowClients {
    /// So many, of each kind as many; `large` is what those ask for who take answers, so often that the
    /// kernel cannot keep all of it for them.
    pub fn come(address: SocketAddr, count: usize, kinds: &[Slow], large: &str) -> Self {
        let mut clients = Self {
            ends: Arc::default(),
            shown_out: Arc::default(),
            open: Arc::default(),
            thread: None,
        };
        let kinds: Vec<Slow> = kinds.iter().copied().cycle().take(count).collect();
        let (ends, large) = (Arc::clone(&clients.ends), large.to_owned());
        let shown_out = Arc::clone(&clients.shown_out);
        let open = Arc::clone(&clients.open);
        clients.thread = Some(thread::spawn(move || {
            let mut all: Vec<Option<Client>> = kinds.iter().map(|_| None).collect();
            while !ends.load(Ordering::SeqCst) {
                for (place, slow) in all.iter_mut().zip(&kinds) {
                    let stays = place.as_mut().is_some_and(Client::goes_on);
                    if stays {
                        continue;
                    }
                    if place.take().is_some() {
                        shown_out.fetch_add(1, Ordering::SeqCst);
                    }
                    *place = Client::come(address, *slow, &large).ok();
                }
                let here = all.iter().flatten().count();
                open.store(here, Ordering::SeqCst);
                thread::sleep(MOVES);
            }
        }));
        clients
    }

    /// How many hold a connection.
    pub fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }

    /// How often one was shown out.
    pub fn shown_out(&self) -> usize {
        self.shown_out.load(Ordering::SeqCst)
    }

    /// All go.
    pub fn go(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.ends.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

impl Drop for SlowClients {
    fn drop(&mut self) {
        self.end();
    }
}

impl Client {
    fn come(address: SocketAddr, slow: Slow, large: &str) -> io::Result<Self> {
        let mut stream = connect(address)?;
        let begin = match slow {
            Slow::Head => "GET /zh HTTP/1.1\r\nHost: plaza.test\r\nX-Slow: ".to_owned(),
            Slow::Body => "POST /api/v1/sessions HTTP/1.1\r\nHost: plaza.test\r\n\
                           Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{"
                .to_owned(),
            Slow::Answer => format!("GET {large} HTTP/1.1\r\nHost: plaza.test\r\n\r\n").repeat(24),
        };
        stream.write_all(begin.as_bytes())?;
        stream.set_nonblocking(true)?;
        Ok(Self { slow, stream })
    }

    /// Gives or takes one byte; whether it is still let.
    fn goes_on(&mut self) -> bool {
        let waits = |error: &io::Error| error.kind() == ErrorKind::WouldBlock;
        let is_answered = match self.stream.read(&mut [0]) {
            Ok(0) => return false,
            Ok(_) => true,
            Err(error) if waits(&error) => false,
            Err(_) => return false,
        };
        match self.slow {
            Slow::Answer => true,
            // Whoever is answered before the end is not waited for any more.
            Slow::Head | Slow::Body if is_answered => false,
            Slow::Head | Slow::Body => match self.stream.write(b" ") {
                Ok(_) => true,
                Err(error) => waits(&error),
            },
        }
    }
}

/// Lets this process have as many files open as it may; most systems let it have few at first.
pub fn open_many_files() {
    let limits = fs::read_to_string("/proc/self/limits").unwrap();
    let files = limits
        .lines()
        .find(|line| line.starts_with("Max open files"));
    let hard = files
        .and_then(|line| line.split_whitespace().nth(4))
        .unwrap();
    let (id, limit) = (process::id().to_string(), format!("--nofile={hard}:"));
    let words = ["--pid", &id, &limit];
    let done = Command::new("prlimit").args(words).output().unwrap();
    assert!(done.status.success(), "prlimit: {done:?}");
}

/// What a program's shell says for the same.
pub const OPENS_MANY_FILES: &str = "ulimit -n $(ulimit -H -n);";
