//! A mail server that is a process of its own: this program of tests, started once more. What it
//! keeps stands in a file, one line for each mail, before anybody is told.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use super::faults::{At, ENDLESS, FAULTS, Fault, How, Whom};

/// By which fault the process is told that it is the server.
const NAME: &str = "PLAZA_FAULTY_SMTP";
/// Where it writes down what it keeps.
const KEPT: &str = "PLAZA_FAULTY_SMTP_KEPT";

/// A server with a fault, until it is dropped.
pub struct Faulty {
    process: Child,
    kept: PathBuf,
    pub port: u16,
    _folder: tempfile::TempDir,
}

/// A mail that was kept.
pub struct Kept {
    pub to: String,
    pub message_id: String,
}

impl Faulty {
    pub fn start(fault: &Fault) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let kept = folder.path().join("kept");
        File::create(&kept).unwrap();
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args([
                "mail_faults::server::serve",
                "--exact",
                "--ignored",
                "--nocapture",
            ])
            .env(NAME, fault.name)
            .env(KEPT, &kept)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let words = process.stderr.take().unwrap();
        BufReader::new(words).read_line(&mut said).unwrap();
        let port = said.trim().strip_prefix("port ");
        let port = port.unwrap_or_else(|| panic!("the server says {said:?}"));
        Self {
            port: port.parse().unwrap(),
            process,
            kept,
            _folder: folder,
        }
    }

    /// The mails that it kept, in their order.
    pub fn kept(&self) -> Vec<Kept> {
        let text = fs::read_to_string(&self.kept).unwrap();
        let lines = text.lines().map(|line| {
            let (to, message_id) = line.split_once(' ').unwrap();
            Kept {
                to: to.to_owned(),
                message_id: message_id.to_owned(),
            }
        });
        lines.collect()
    }
}

impl Drop for Faulty {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// The server itself. It ends with whoever started it.
#[test]
#[ignore = "the process that the tests beside it talk to"]
fn serve() {
    let Ok(name) = std::env::var(NAME) else {
        return;
    };
    let mut faults = FAULTS.iter().chain([&ENDLESS]);
    let fault = faults.find(|fault| fault.name == name).unwrap();
    let server = Arc::new(Server {
        fault,
        kept: Mutex::new(File::create(std::env::var(KEPT).unwrap()).unwrap()),
        counts: Mutex::default(),
    });
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    eprintln!("port {}", listener.local_addr().unwrap().port());
    thread::spawn(end_with_parent);
    for (number, stream) in listener.incoming().map_while(Result::ok).enumerate() {
        let server = Arc::clone(&server);
        thread::spawn(move || {
            let talk = Talk::new(number, stream);
            talk.and_then(|mut talk| server.talk(&mut talk)).ok();
        });
    }
}

/// Its input ends when whoever started it does.
fn end_with_parent() {
    io::stdin().read_to_end(&mut Vec::new()).ok();
    std::process::exit(0)
}

#[derive(Default)]
struct Counts {
    /// How often whoever comes first was hit or let through.
    first: usize,
    /// How often each mail came to where it is hit.
    mails: HashMap<usize, usize>,
}

struct Server {
    fault: &'static Fault,
    kept: Mutex<File>,
    counts: Mutex<Counts>,
}

/// One connection.
struct Talk {
    number: usize,
    lines: BufReader<TcpStream>,
    out: TcpStream,
    /// Whom the present mail is for, and its number.
    to: String,
    mail: usize,
    /// How many mails it brought.
    brought: usize,
}

impl Talk {
    fn new(number: usize, stream: TcpStream) -> io::Result<Self> {
        Ok(Self {
            number,
            lines: BufReader::new(stream.try_clone()?),
            out: stream,
            to: String::new(),
            mail: 0,
            brought: 0,
        })
    }

    fn say(&mut self, words: &str) -> io::Result<()> {
        self.out.write_all(format!("{words}\r\n").as_bytes())
    }

    /// The next line; `None` when the client is gone.
    fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        let read = self.lines.read_line(&mut line)?;
        Ok((read > 0).then(|| line.trim_end().to_owned()))
    }
}

/// How an answer went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Went {
    Yes,
    No,
    /// The connection is at its end.
    Over,
}

impl Server {
    fn talk(&self, talk: &mut Talk) -> io::Result<()> {
        let mut went = self.answer(talk, At::Greeting, "220 faulty")?;
        while went != Went::Over {
            let Some(line) = talk.line()? else {
                return Ok(());
            };
            let word = line.split([' ', ':']).next().unwrap_or_default();
            went = match word {
                "EHLO" => self.answer(talk, At::Hello, self.hello())?,
                "STARTTLS" => self.answer(talk, At::StartTls, "454 not here")?,
                "AUTH" => self.answer(talk, At::LogOn, "235 yes")?,
                "MAIL" => self.answer(talk, At::Sender, "250 yes")?,
                "RCPT" => {
                    talk.to = between(&line, '<', '>');
                    talk.mail = between(&talk.to, 'm', '@').parse().unwrap_or_default();
                    self.answer(talk, At::Recipient, "250 yes")?
                }
                "DATA" => match self.answer(talk, At::Data, "354 go on")? {
                    Went::Yes => self.message(talk)?,
                    other => other,
                },
                "QUIT" => {
                    talk.say("221 bye")?;
                    Went::Over
                }
                _ => {
                    talk.say("250 yes")?;
                    Went::Yes
                }
            };
        }
        Ok(())
    }

    /// Takes a mail in.
    fn message(&self, talk: &mut Talk) -> io::Result<Went> {
        let mut message_id = String::new();
        loop {
            let Some(line) = talk.line()? else {
                return Ok(Went::Over);
            };
            if line == "." {
                break;
            }
            if let Some(id) = line.strip_prefix("Message-ID: ") {
                message_id = id.to_owned();
            }
        }
        let is_hit = self.hits(talk, At::Message);
        let refuses = is_hit && !self.fault.keeps;
        if !refuses {
            let line = format!("{} {message_id}\n", talk.to);
            self.kept.lock().unwrap().write_all(line.as_bytes())?;
        }
        talk.brought += 1;
        let went = self.say(talk, is_hit, "250 taken")?;
        let enough = self.fault.whom == Whom::Flapping && talk.brought == 5;
        Ok(if enough { Went::Over } else { went })
    }

    fn answer(&self, talk: &mut Talk, at: At, yes: &str) -> io::Result<Went> {
        let is_hit = self.hits(talk, at);
        self.say(talk, is_hit, yes)
    }

    fn say(&self, talk: &mut Talk, is_hit: bool, yes: &str) -> io::Result<Went> {
        if !is_hit {
            talk.say(yes)?;
            return Ok(Went::Yes);
        }
        match self.fault.how {
            How::Says(words) => {
                talk.say(words)?;
                Ok(Went::No)
            }
            How::SaysAndDrops(words) => {
                talk.say(words)?;
                Ok(Went::Over)
            }
            How::Drops => Ok(Went::Over),
            How::Resets => {
                talk.say(yes)?;
                // What was sent and is not read when a connection is closed resets it.
                talk.out.peek(&mut [0])?;
                Ok(Went::Over)
            }
            How::Hangs => {
                talk.lines.read_to_end(&mut Vec::new())?;
                Ok(Went::Over)
            }
            How::Drips => {
                for byte in format!("{yes}\r\n").into_bytes() {
                    talk.out.write_all(&[byte])?;
                    thread::sleep(Duration::from_millis(50));
                }
                Ok(Went::Yes)
            }
            How::DripsOn => loop {
                talk.out.write_all(b"2")?;
                thread::sleep(Duration::from_millis(50));
            },
        }
    }

    /// Whether the fault comes now; each question counts.
    fn hits(&self, talk: &Talk, at: At) -> bool {
        if at != self.fault.at {
            return false;
        }
        let mut counts = self.counts.lock().unwrap();
        match self.fault.whom {
            Whom::First(times) => {
                counts.first += 1;
                counts.first <= times
            }
            Whom::Each { nth, times } => {
                let came = counts.mails.entry(talk.mail).or_default();
                *came += 1;
                talk.mail.is_multiple_of(nth) && *came <= times
            }
            Whom::Flapping => !talk.number.is_multiple_of(2),
        }
    }

    /// What it offers.
    fn hello(&self) -> &'static str {
        if self.offers_tls() {
            "250-faulty\r\n250 STARTTLS"
        } else if self.fault.at == At::LogOn {
            "250-faulty\r\n250 AUTH PLAIN"
        } else {
            "250 faulty"
        }
    }

    /// While its STARTTLS does not work.
    fn offers_tls(&self) -> bool {
        let Whom::First(times) = self.fault.whom else {
            return false;
        };
        self.fault.at == At::StartTls && self.counts.lock().unwrap().first < times
    }
}

fn between(text: &str, begin: char, end: char) -> String {
    let after = text.split_once(begin).map_or("", |(_, after)| after);
    after.split(end).next().unwrap_or_default().to_owned()
}
