//! A client that speaks HTTP/1.1 over a connection of its own and waits on its thread: what a load
//! needs, and a test that runs in process does not.

use std::{
    io::{self, BufRead as _, BufReader, ErrorKind, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use serde_json::Value;

/// Whoever waits longer for an answer takes the service for dead.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// A connection that was idle for longer may be closed at the other end.
const FRESH: Duration = Duration::from_secs(2);

/// Somebody who asks, one thing after the other.
pub struct Http {
    address: SocketAddr,
    /// The address that the proxy names: limits go by it.
    from: String,
    bearer: Option<String>,
    kept: Option<(BufReader<TcpStream>, Instant)>,
}

/// A whole answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Http {
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            from: "10.0.0.1".to_owned(),
            bearer: None,
            kept: None,
        }
    }

    /// Comes from the network address with this number from now on.
    pub fn come_from(&mut self, number: usize) {
        let part = |shift: usize| (number >> shift) & 0xff;
        self.from = format!("10.{}.{}.{}", part(16), part(8), part(0));
    }

    /// Sends this token along from now on.
    pub fn bear(&mut self, token: &str) {
        self.bearer = Some(token.to_owned());
    }

    /// Ends the connection: the next request begins another.
    pub fn hang_up(&mut self) {
        self.kept = None;
    }

    pub fn get(&mut self, path: &str) -> io::Result<Reply> {
        self.send("GET", path, &[], &[])
    }

    /// Sends JSON as a program does, with these headers beside.
    pub fn json(
        &mut self,
        method: &str,
        path: &str,
        body: &Value,
        headers: &[(&str, &str)],
    ) -> io::Result<Reply> {
        let all = [&[("Content-Type", "application/json")][..], headers].concat();
        self.send(method, path, &all, body.to_string().as_bytes())
    }

    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<Reply> {
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nHost: plaza.test\r\nX-Forwarded-For: {}\r\n\
             Content-Length: {}\r\n",
            self.from,
            body.len()
        );
        if let Some(bearer) = &self.bearer {
            request.push_str(&format!("Authorization: Bearer {bearer}\r\n"));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        let kept = self.kept.take();
        let fresh = kept.filter(|(_, used)| used.elapsed() < FRESH);
        let mut stream = match fresh {
            Some((stream, _)) => stream,
            None => BufReader::new(connect(self.address)?),
        };
        stream
            .get_mut()
            .write_all(&[request.as_bytes(), body].concat())?;
        let reply = read(&mut stream)?;
        if reply.header("connection") != Some("close") {
            self.kept = Some((stream, Instant::now()));
        }
        Ok(reply)
    }
}

/// A connection that waits for nothing without end.
pub fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut named = self.headers.iter().filter(|(known, _)| known == name);
        named.next().map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// What it says in JSON; `null` where it says nothing of the kind.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Whether it says that what was asked cannot be done now and may be asked for again.
    pub fn says_later(&self) -> bool {
        matches!(self.status, 503 | 507)
    }

    /// The answer, if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }
}

fn broken(why: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, why.to_owned())
}

fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Reply> {
    let first = line(stream)?;
    let status = first.split(' ').nth(1).and_then(|word| word.parse().ok());
    let mut reply = Reply {
        status: status.ok_or_else(|| broken("no status"))?,
        headers: Vec::new(),
        body: Vec::new(),
    };
    loop {
        let line = line(stream)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(|| broken("no header"))?;
        let named = (name.to_ascii_lowercase(), value.trim().to_owned());
        reply.headers.push(named);
    }
    let length = reply.header("content-length");
    let length = length.and_then(|length| length.parse::<usize>().ok());
    reply.body = match (reply.status, reply.header("transfer-encoding"), length) {
        (204 | 304, ..) => Vec::new(),
        (_, Some("chunked"), _) => chunks(stream)?,
        (_, _, Some(length)) => bytes(stream, length)?,
        _ => return Err(broken("no length")),
    };
    Ok(reply)
}

/// The next line without its end; an error where the other side has ended.
fn line(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 || !line.ends_with('\n') {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end().to_owned())
}

fn bytes(stream: &mut BufReader<TcpStream>, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn chunks(stream: &mut BufReader<TcpStream>) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let length = usize::from_str_radix(&line(stream)?, 16).map_err(|_| broken("no chunk"))?;
        body.extend(bytes(stream, length)?);
        line(stream)?;
        if length == 0 {
            return Ok(body);
        }
    }
}
