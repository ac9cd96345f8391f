//! `plaza serve` as the machine around it sees it: signals, slow clients, and a configuration that is read
//! again. The clients speak HTTP by hand, so that each byte and each end of a connection is seen.

use std::{
    fs,
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use actix_web::test::TestRequest;
use plaza::{context::Current, i18n::Lang};
use serde_json::Value;

use crate::support::{
    Plaza,
    command::{SECRET, command},
};

/// How long anything may take that is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "{what} did not come");
        thread::yield_now();
    }
}

/// The program, serving a test's city.
struct Serving {
    program: Child,
    address: SocketAddr,
    told: Arc<Mutex<Vec<Value>>>,
    file: PathBuf,
    _folder: tempfile::TempDir,
}

impl Serving {
    /// With these lines in `[server]`.
    fn start(plaza: &Plaza, server: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (secret, file) = (
            folder.path().join("secret"),
            folder.path().join("plaza.toml"),
        );
        fs::write(&secret, SECRET).unwrap();
        let text = plaza.configuration(&secret);
        let text = format!("listen = '127.0.0.1:0'\n{text}[server]\n{server}\n");
        fs::write(&file, text).unwrap();
        let mut program = command(&["serve", "--config", &file.display().to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (told, log) = (Arc::default(), program.stderr.take().unwrap());
        let lines: Arc<Mutex<Vec<Value>>> = Arc::clone(&told);
        thread::spawn(move || {
            for line in BufReader::new(log).lines() {
                let line = line.unwrap();
                let line = serde_json::from_str(&line).unwrap_or(Value::String(line));
                lines.lock().unwrap().push(line);
            }
        });
        let mut serving = Self {
            program,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            told,
            file,
            _folder: folder,
        };
        let fields = until("its address", || {
            let ended = serving.program.try_wait().unwrap();
            assert!(
                ended.is_none(),
                "it ended: {:?}",
                serving.told.lock().unwrap()
            );
            serving.heard("serving").into_iter().next()
        });
        serving.address = fields["listen"].as_str().unwrap().parse().unwrap();
        // Whoever answers hears signals, too.
        assert_eq!(serving.get("/healthz").unwrap().status, 200);
        serving
    }

    /// The fields of each line of its log with this message.
    fn heard(&self, message: &str) -> Vec<Value> {
        let told = self.told.lock().unwrap();
        let fields = told.iter().map(|line| &line["fields"]);
        let said = fields.filter(|fields| fields["message"] == message);
        said.cloned().collect()
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("sh")
            .args(["-c", &format!("kill -{name} {}", self.program.id())])
            .status();
        assert!(sent.unwrap().success(), "{name}");
    }

    fn ends(&mut self) -> ExitStatus {
        until("its end", || self.program.try_wait().unwrap())
    }

    fn get(&self, path: &str) -> io::Result<Heard> {
        let mut line = Line::open(self.address)?;
        line.ask(path)?;
        line.hear()
    }
}

/// Whatever fails leaves no program behind.
impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// One connection.
struct Line(BufReader<TcpStream>);

/// A whole answer.
struct Heard {
    status: u16,
    head: String,
    body: String,
}

impl Heard {
    fn ends_connection(&self) -> bool {
        self.head.contains("\r\nconnection: close\r\n")
    }
}

impl Line {
    fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self(BufReader::new(stream)))
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        self.0.get_mut().write_all(text.as_bytes())
    }

    fn ask(&mut self, path: &str) -> io::Result<()> {
        self.say(&format!("GET {path} HTTP/1.1\r\nHost: plaza.test\r\n\r\n"))
    }

    /// Posts the head of a form that holds so many bytes, and nothing of the form.
    fn announce(&mut self, path: &str, kind: &str, length: usize) -> io::Result<()> {
        self.say(&format!(
            "POST {path} HTTP/1.1\r\nHost: plaza.test\r\nContent-Type: {kind}\r\n\
             Content-Length: {length}\r\n\r\n"
        ))
    }

    /// Fails where the answer is not whole.
    fn hear(&mut self) -> io::Result<Heard> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.0.read_line(&mut head)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let head = head.to_ascii_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let mut body = Vec::new();
        match length {
            Some(length) => {
                body.resize(length.parse().unwrap(), 0);
                self.0.read_exact(&mut body)?;
            }
            None => {
                self.0.read_to_end(&mut body)?;
            }
        }
        Ok(Heard {
            status: head[9..12].parse().unwrap(),
            head,
            body: String::from_utf8(body).unwrap(),
        })
    }
}

/// Asks over one connection again and again, until it is told that the connection ends.
fn keep_asking(address: SocketAddr, path: &str, answered: &AtomicUsize) -> Result<(), String> {
    let mut line = Line::open(address).map_err(|error| error.to_string())?;
    loop {
        let heard = line.ask(path).and_then(|()| line.hear());
        let heard = heard.map_err(|error| format!("{path}: {error}"))?;
        if heard.status != 200 || heard.body.is_empty() {
            return Err(format!("{path}: {}", heard.head));
        }
        answered.fetch_add(1, Ordering::Relaxed);
        if heard.ends_connection() {
            return Ok(());
        }
    }
}

#[actix_web::test]
async fn who_is_told_to_stop_answers_every_request_first() {
    let plaza = Plaza::city().await;
    let mut serving = Serving::start(&plaza, "keep_alive_seconds = 3\ndrain_seconds = 3");
    let (address, answered) = (serving.address, Arc::new(AtomicUsize::new(0)));
    let clients: Vec<_> = (0..8)
        .map(|number| {
            let answered = Arc::clone(&answered);
            let path = ["/healthz", "/zh"][number % 2];
            thread::spawn(move || keep_asking(address, path, &answered))
        })
        .collect();
    // One whose body takes until after the signal.
    let mut slow = Line::open(address).unwrap();
    slow.announce("/api/v1/sessions", "application/json", 40)
        .unwrap();
    slow.say("{\"email\": \"nobody@").unwrap();
    until("a hundred answers", || {
        (answered.load(Ordering::Relaxed) > 100).then_some(())
    });

    serving.signal("TERM");
    let refused = until("the word that it ends", || {
        let heard = serving.get("/readyz").unwrap();
        (heard.status != 200).then_some(heard)
    });
    assert_eq!(refused.status, 503);
    assert!(
        refused.head.contains("\r\nretry-after: "),
        "{}",
        refused.head
    );
    // Whoever comes all the same is served.
    let late = serving.get("/zh").unwrap();
    assert_eq!(late.status, 200);
    assert!(late.ends_connection(), "{}", late.head);
    slow.say("b.example\", \"password\"").unwrap();
    let heard = slow.hear().unwrap();
    assert!((400..500).contains(&heard.status), "{}", heard.head);
    assert!(heard.ends_connection(), "{}", heard.head);
    for client in clients {
        client.join().unwrap().unwrap();
    }

    assert!(
        serving.ends().success(),
        "{:?}",
        serving.told.lock().unwrap()
    );
    let last = "every request that began was answered";
    until(last, || serving.heard(last).pop());
}

#[actix_web::test]
async fn who_is_told_twice_to_stop_ends_at_once() {
    let plaza = Plaza::city().await;
    let mut serving = Serving::start(&plaza, "drain_seconds = 3600");
    serving.signal("TERM");
    until("the word that it ends", || {
        (serving.get("/readyz").unwrap().status == 503).then_some(())
    });
    assert!(serving.program.try_wait().unwrap().is_none(), "it has time");
    serving.signal("TERM");
    assert_eq!(serving.ends().code(), Some(1));
}

#[actix_web::test]
async fn a_configuration_that_is_read_again_holds_at_once_or_not_at_all() {
    let plaza = Plaza::city().await;
    let mut serving = Serving::start(&plaza, "drain_seconds = 0");
    let old = fs::read_to_string(&serving.file).unwrap();
    let new = old.replace("phone = '07'", "phone = '07-555-0199'");
    assert_ne!(old, new);
    assert!(!serving.get("/zh").unwrap().body.contains("07-555-0199"));

    fs::write(&serving.file, new.replace("127.0.0.1:0", "127.0.0.1:9")).unwrap();
    serving.signal("HUP");
    let holds = "the configuration was read again and holds";
    until(holds, || serving.heard(holds).pop());
    assert!(serving.get("/zh").unwrap().body.contains("07-555-0199"));
    let waits = "the configuration has another value here: it needs a restart";
    let waiting = until(waits, || serving.heard(waits).pop());
    assert_eq!(waiting["key"], "listen");

    let worse = new.replace("07-555-0199", "07-555-0100");
    fs::write(&serving.file, format!("close_days = 'soon'\n{worse}")).unwrap();
    serving.signal("HUP");
    let wrong = "the configuration was read again and is wrong: all stays as it was";
    let told = until(wrong, || serving.heard(wrong).pop());
    assert!(
        told["error"].as_str().unwrap().contains("close_days"),
        "{told}"
    );
    let page = serving.get("/zh").unwrap().body;
    assert!(page.contains("07-555-0199") && !page.contains("07-555-0100"));

    serving.signal("TERM");
    assert!(serving.ends().success());
}

#[actix_web::test]
async fn who_is_too_slow_is_told_so_and_given_up() {
    let plaza = Plaza::city().await;
    let serving = Serving::start(&plaza, "body_seconds = 1\nhead_seconds = 1");
    let mut form = Line::open(serving.address).unwrap();
    let kind = "application/x-www-form-urlencoded";
    form.announce("/zh/log-on", kind, 1000).unwrap();
    form.say("email=a").unwrap();
    let mut program = Line::open(serving.address).unwrap();
    program
        .announce("/api/v1/sessions", "application/json", 1000)
        .unwrap();
    let mut head = Line::open(serving.address).unwrap();
    head.say("GET /zh HTTP/1.1\r\nHost: ").unwrap();

    let heard = form.hear().unwrap();
    assert_eq!(heard.status, 408);
    assert!(heard.body.contains(&Lang::Zh.t("face-error-408-title")));
    assert!(heard.ends_connection(), "{}", heard.head);
    let heard = program.hear().unwrap();
    let problem: Value = serde_json::from_str(&heard.body).unwrap();
    assert_eq!((heard.status, &problem["code"]), (408, &"too-slow".into()));
    let heard = head.hear().unwrap();
    assert_eq!(heard.status, 408);
    assert_eq!(serving.get("/zh").unwrap().status, 200);
}

#[actix_web::test]
async fn a_head_that_is_too_large_is_refused() {
    let plaza = Plaza::start_with(|config| config.server.head = 8 * 1024).await;
    let client = plaza.client().await;
    let asked = |path: &str, length: usize| {
        let header = ("x-anything", "a".repeat(length));
        client.send(TestRequest::get().uri(path).insert_header(header))
    };
    asked("/healthz", 7_000).await.expect(200);
    let page = asked("/zh", 9_000).await.expect(431);
    assert_eq!(page.texts("h1"), [Lang::Zh.t("face-error-431-title")]);
    let problem = asked("/api/v1/boards", 9_000).await.expect(431).json();
    assert_eq!(problem["code"], "head-too-large");
    let long = format!("/zh/search?q={}", "a".repeat(9_000));
    asked(&long, 1).await.expect(431);
}

#[actix_web::test]
async fn what_began_before_a_reload_ends_with_what_it_began_with() {
    let plaza = Plaza::start().await;
    let current = Current::from(plaza.context.clone());
    assert!(current.newer().is_none(), "it stands as at the start");
    let (before, changes) = (current.get(), current.changes());
    let mut config = (*before.config).clone();
    config.close_days = 7;
    current.put(before.configured(config));
    assert!(changes.has_changed().unwrap());
    assert_eq!(before.config.close_days, 30);
    assert_eq!(current.get().config.close_days, 7);
    assert_eq!(current.newer().unwrap().config.close_days, 7);
    // It is the same node, which ends as a whole.
    current.get().leave();
    assert!(before.is_leaving());
}
