//! A program to which events are delivered, on a port of its own: it answers as a test tells it, and remembers
//! what it was asked.

use std::{
    collections::{BTreeMap, VecDeque},
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// How it answers.
#[derive(Clone, Debug)]
pub enum How {
    Status(u16),
    /// It stands elsewhere.
    Moved(String),
    /// Never.
    Silence,
    /// With this status, and then it never ends.
    Endless(u16),
}

/// What it was asked.
#[derive(Clone, Debug)]
pub struct Heard {
    pub path: String,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Heard {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.unwrap_or_else(|| panic!("no {name} in {:?}", self.headers))
    }
}

struct Inner {
    /// One for each request, in their order; then always the last.
    next: VecDeque<How>,
    always: How,
    heard: Vec<Heard>,
    /// Whom it never answers.
    open: Vec<TcpStream>,
}

#[derive(Clone)]
pub struct Receiver {
    pub port: u16,
    inner: Arc<Mutex<Inner>>,
}

impl Receiver {
    /// One that takes everything.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let receiver = Self {
            port: listener.local_addr().unwrap().port(),
            inner: Arc::new(Mutex::new(Inner {
                next: VecDeque::new(),
                always: How::Status(204),
                heard: Vec::new(),
                open: Vec::new(),
            })),
        };
        let own = receiver.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let own = own.clone();
                thread::spawn(move || own.talk(stream));
            }
        });
        receiver
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hook", self.port)
    }

    /// From now on always like this.
    pub fn answer(&self, how: How) {
        self.inner.lock().unwrap().always = how;
    }

    /// The next requests one after the other like these.
    pub fn answer_next(&self, next: &[How]) {
        let mut inner = self.inner.lock().unwrap();
        inner.next.extend(next.iter().cloned());
    }

    pub fn heard(&self) -> Vec<Heard> {
        self.inner.lock().unwrap().heard.clone()
    }

    pub fn kinds(&self) -> Vec<String> {
        self.heard().iter().map(Heard::kind).collect()
    }

    fn talk(&self, mut stream: TcpStream) -> Option<()> {
        let heard = read(&stream)?;
        let how = {
            let mut inner = self.inner.lock().unwrap();
            inner.heard.push(heard);
            let always = inner.always.clone();
            inner.next.pop_front().unwrap_or(always)
        };
        match how {
            How::Status(status) => answer(&mut stream, status, ""),
            How::Moved(to) => answer(&mut stream, 307, &format!("Location: {to}\r\n")),
            How::Silence => {
                self.inner.lock().unwrap().open.push(stream);
                Some(())
            }
            How::Endless(status) => {
                write!(stream, "HTTP/1.1 {status} So\r\n\r\n").ok()?;
                while stream.write_all(&[b'x'; 8192]).is_ok() {}
                Some(())
            }
        }
    }
}

fn answer(stream: &mut TcpStream, status: u16, more: &str) -> Option<()> {
    let head = "Content-Length: 0\r\nConnection: close";
    write!(stream, "HTTP/1.1 {status} So\r\n{more}{head}\r\n\r\n").ok()
}

/// Nothing where what came is no request, such as the beginning of TLS.
fn read(stream: &TcpStream) -> Option<Heard> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length")?.parse().ok()?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Heard {
        path,
        headers,
        body,
    })
}
