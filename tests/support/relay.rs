//! A mail server that says what a test tells it, on a port of its own.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use plaza::config::{Mail, MailRoute};

#[derive(Default)]
struct Inner {
    /// What it answers in place of yes: by `greeting`, `.` for a whole mail, or the command's
    /// first word and what it is about.
    answers: HashMap<String, String>,
    /// Every command it was given.
    heard: Vec<String>,
    /// The recipients of the mails that it took.
    taken: Vec<String>,
    open: Vec<TcpStream>,
    /// How many mails it takes on one connection; as many as may be where this is nothing.
    most: Option<usize>,
}

/// Says this instead of an answer: nothing at all.
pub const SILENCE: &str = "";

#[derive(Clone)]
pub struct Relay {
    port: u16,
    inner: Arc<Mutex<Inner>>,
}

impl Relay {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let relay = Self {
            port: listener.local_addr().unwrap().port(),
            inner: Arc::default(),
        };
        let own = relay.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let own = own.clone();
                thread::spawn(move || own.talk(&stream).ok());
            }
        });
        relay
    }

    /// How Plaza is told of it; `who` and `how` are parts of the address.
    pub fn mail(&self, who: &str, how: &str, seconds: u64) -> Mail {
        Mail {
            route: MailRoute::Smtp(format!("smtp://{who}127.0.0.1:{}{how}", self.port)),
            from: "Plaza <plaza@plaza.test>".into(),
            timeout: Duration::from_secs(seconds),
            // One after the other, in their order.
            connections: 1,
            give_up_days: 5,
            alarm_minutes: 30,
            inbound: None,
            authserv_id: None,
            lmtp: None,
            largest: plaza::config::LARGEST_MAIL,
            dkim: None,
        }
    }

    /// Answers so from now on, and yes to all else.
    pub fn answer(&self, answers: &[(&str, &str)]) {
        let answers = answers.iter();
        self.inner.lock().unwrap().answers = answers
            .map(|(to, answer)| ((*to).to_owned(), (*answer).to_owned()))
            .collect();
    }

    /// Takes so many mails on one connection from now on.
    pub fn take_at_most(&self, mails: usize) {
        self.inner.lock().unwrap().most = Some(mails);
    }

    /// What it heard since it was asked last.
    pub fn heard(&self) -> Vec<String> {
        std::mem::take(&mut self.inner.lock().unwrap().heard)
    }

    /// To whom it took mails since it was asked last.
    pub fn taken(&self) -> Vec<String> {
        std::mem::take(&mut self.inner.lock().unwrap().taken)
    }

    /// Whether anybody has reached it.
    pub fn is_reached(&self) -> bool {
        !self.inner.lock().unwrap().open.is_empty()
    }

    /// Breaks all connections.
    pub fn hang_up(&self) {
        for stream in self.inner.lock().unwrap().open.drain(..) {
            stream.shutdown(std::net::Shutdown::Both).ok();
        }
    }

    /// What it was told to answer; `None` for yes.
    fn told(&self, line: &str) -> Option<String> {
        let answers = &self.inner.lock().unwrap().answers;
        let found = answers.iter().find(|(to, _)| line.starts_with(&**to));
        found.map(|(_, answer)| answer.clone())
    }

    fn talk(&self, stream: &TcpStream) -> std::io::Result<()> {
        self.inner.lock().unwrap().open.push(stream.try_clone()?);
        let mut out = stream.try_clone()?;
        let mut say = |answer: &str| match answer {
            SILENCE => Ok(()),
            answer => write!(out, "{answer}\r\n"),
        };
        say(&self.told("greeting").unwrap_or_else(|| "220 relay".into()))?;
        let mut lines = BufReader::new(stream).lines();
        let (mut to, mut taken) = (String::new(), 0);
        while let Some(line) = lines.next() {
            let line = line?;
            self.inner.lock().unwrap().heard.push(line.clone());
            let word = line.split([' ', ':']).next().unwrap_or_default();
            let most = self.inner.lock().unwrap().most;
            if word == "MAIL" && most.is_some_and(|most| taken >= most) {
                say("421 4.7.0 too many mails on this connection")?;
                return stream.shutdown(std::net::Shutdown::Both);
            }
            let mut yes = match word {
                "EHLO" => "250-relay\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME",
                "AUTH" => "235 welcome",
                "DATA" => "354 go on",
                _ => "250 yes",
            }
            .to_owned();
            if let Some(address) = line.strip_prefix("RCPT TO:") {
                to = address.trim_matches(['<', '>']).to_owned();
            }
            let told = self.told(&line);
            if word == "DATA" && told.is_none() {
                say(&yes)?;
                for line in lines.by_ref() {
                    if line? == "." {
                        break;
                    }
                }
                let told = self.told(".");
                if told.is_none() {
                    self.inner.lock().unwrap().taken.push(to.clone());
                    taken += 1;
                }
                yes = told.unwrap_or_else(|| "250 taken".into());
                say(&yes)?;
                continue;
            }
            say(&told.unwrap_or(yes))?;
            if word == "QUIT" {
                return Ok(());
            }
        }
        Ok(())
    }
}
