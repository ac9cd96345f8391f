//! A connection to the mail server that ends in time, whatever the server does: each read and each write,
//! those of TLS too, has what is left until one moment. What is said on it is `relay`'s business.
//!
//! lettre knows the commands and reads the answers. Its own connection bounds the wait for each piece of an
//! answer, not for the answer: of one that comes byte by byte it hears for ever.

use std::{
    fmt,
    io::{self, BufRead as _, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    sync::Arc,
    time::{Duration, Instant},
};

use lettre::transport::smtp::{
    authentication::{Credentials, DEFAULT_MECHANISMS},
    commands::{Auth, Ehlo, Noop, Quit, Starttls},
    extension::{ClientId, Extension, ServerInfo},
    response::Response,
};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned, pki_types::ServerName};

/// How long a farewell may take to leave; the answer to it is not waited for.
const FAREWELL: Duration = Duration::from_secs(1);
/// The longest answer that is heard.
const ANSWER: u64 = 100_000;
/// How many questions a server may ask of who logs on.
const QUESTIONS: usize = 10;

/// With whom TLS is spoken, and whose word is believed about that.
pub(super) struct Secure {
    name: ServerName<'static>,
    config: Arc<ClientConfig>,
}

impl Secure {
    /// `None` where this is no name that a certificate could hold.
    pub(super) fn new(host: &str) -> Option<Self> {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        Self::trusting(host, roots)
    }

    fn trusting(host: &str, roots: RootCertStore) -> Option<Self> {
        let name = ServerName::try_from(host.to_owned()).ok()?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .ok()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let config = Arc::new(config);
        Some(Self { name, config })
    }
}

/// Why a command came to nothing.
pub(super) enum Error {
    /// The server said no.
    Said(Response),
    /// It said nothing in time, or nothing that can be understood, or is gone.
    Broken(io::Error),
}

impl Error {
    /// The server's code, where it gave one.
    pub(super) fn code(&self) -> Option<u16> {
        match self {
            Self::Said(answer) => Some(u16::from(answer.code())),
            Self::Broken(_) => None,
        }
    }

    pub(super) fn is_permanent(&self) -> bool {
        self.code().is_some_and(|code| code / 100 == 5)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Broken(error)
    }
}

/// As it stands beside a mail; `status` reads the first again.
impl fmt::Display for Error {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said(answer) => {
                let how = if self.is_permanent() {
                    "permanent"
                } else {
                    "transient"
                };
                write!(to, "{how} error ({}): {}", answer.code(), words(answer))
            }
            Self::Broken(error) => match error.kind() {
                io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => {
                    to.write_str("its answer came too slowly")
                }
                _ => write!(to, "network error: {error}"),
            },
        }
    }
}

/// An answer's lines as one; the status that each of them repeats stands once.
fn words(answer: &Response) -> String {
    let status = answer.first_word().filter(|word| is_status(word));
    let mut words = String::new();
    for (at, line) in answer.message().enumerate() {
        if at == 0 {
            words.push_str(line);
            continue;
        }
        let repeats = |status: &str| line.strip_prefix(status)?.strip_prefix(' ');
        words.push(' ');
        words.push_str(status.and_then(repeats).unwrap_or(line));
    }
    words
}

/// Whether it is an enhanced status code (RFC 3463).
fn is_status(word: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    word.split('.').count() == 3 && word.split('.').all(is_number)
}

/// A socket of which every read and write is over at this moment.
struct Timed {
    socket: TcpStream,
    deadline: Instant,
}

impl Timed {
    fn left(&self) -> io::Result<Duration> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        Ok(left)
    }
}

impl Read for Timed {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.socket.set_read_timeout(Some(self.left()?))?;
        self.socket.read(to)
    }
}

impl Write for Timed {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        self.socket.set_write_timeout(Some(self.left()?))?;
        self.socket.write(from)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.socket.flush()
    }
}

enum Stream {
    Plain(Timed),
    Secure(Box<StreamOwned<ClientConnection, Timed>>),
}

impl Stream {
    fn secure(timed: Timed, secure: &Secure) -> io::Result<Self> {
        let config = Arc::clone(&secure.config);
        let client =
            ClientConnection::new(config, secure.name.clone()).map_err(io::Error::other)?;
        Ok(Self::Secure(Box::new(StreamOwned::new(client, timed))))
    }

    fn timed(&mut self) -> &mut Timed {
        match self {
            Self::Plain(timed) => timed,
            Self::Secure(stream) => &mut stream.sock,
        }
    }
}

impl Read for Stream {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(timed) => timed.read(to),
            Self::Secure(stream) => stream.read(to),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(timed) => timed.write(from),
            Self::Secure(stream) => stream.write(from),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(timed) => timed.flush(),
            Self::Secure(stream) => stream.flush(),
        }
    }
}

/// Says farewell when it is dropped, unless it is broken.
pub(super) struct Connection {
    stream: BufReader<Stream>,
    /// What the server offers; nothing before it was greeted.
    server: Option<ServerInfo>,
    is_broken: bool,
}

impl Connection {
    /// Reaches a server, and exchanges greetings.
    pub(super) fn begin(
        address: SocketAddr,
        deadline: Instant,
        hello: &ClientId,
        secure: Option<&Secure>,
    ) -> Result<Self, Error> {
        let left = deadline.saturating_duration_since(Instant::now());
        let left = left.max(Duration::from_millis(1));
        let socket = TcpStream::connect_timeout(&address, left)?;
        let timed = Timed { socket, deadline };
        let stream = match secure {
            Some(secure) => Stream::secure(timed, secure)?,
            None => Stream::Plain(timed),
        };
        let mut connection = Self {
            stream: BufReader::new(stream),
            server: None,
            is_broken: false,
        };
        connection.hear()?;
        connection.say_hello(hello)?;
        Ok(connection)
    }

    fn say_hello(&mut self, hello: &ClientId) -> Result<(), Error> {
        let answer = self.command(Ehlo::new(hello.clone()))?;
        let server = ServerInfo::from_response(&answer).map_err(io::Error::other)?;
        self.server = Some(server);
        Ok(())
    }

    /// All that is said from now on is over at this moment.
    pub(super) fn until(&mut self, deadline: Instant) {
        self.stream.get_mut().timed().deadline = deadline;
    }

    pub(super) fn offers(&self, extension: Extension) -> bool {
        let server = self.server.as_ref();
        server.is_some_and(|server| server.supports_feature(extension))
    }

    /// Goes on in TLS. What the server said before that is heard no more.
    pub(super) fn start_tls(&mut self, secure: &Secure, hello: &ClientId) -> Result<(), Error> {
        if !self.offers(Extension::StartTls) {
            return Err(io::Error::other("the server offers no TLS").into());
        }
        self.command(Starttls)?;
        let timed = self.stream.get_mut().timed();
        let deadline = timed.deadline;
        // From here on nothing can be said in clear.
        let socket = timed.socket.try_clone();
        self.is_broken = true;
        let timed = Timed {
            socket: socket?,
            deadline,
        };
        self.stream = BufReader::new(Stream::secure(timed, secure)?);
        self.is_broken = false;
        self.say_hello(hello)
    }

    pub(super) fn log_on(&mut self, who: &Credentials) -> Result<(), Error> {
        let server = self.server.as_ref();
        let how = server.and_then(|server| server.get_auth_mechanism(DEFAULT_MECHANISMS));
        let how = how.ok_or_else(|| io::Error::other("the server offers no way to log on"))?;
        let first = Auth::new(how, who.clone(), None).map_err(io::Error::other)?;
        let mut answer = self.command(first)?;
        for _ in 0..QUESTIONS {
            if !answer.has_code(334) {
                return Ok(());
            }
            let next = Auth::new_from_response(how, who.clone(), &answer);
            answer = self.command(next.map_err(io::Error::other)?)?;
        }
        Err(io::Error::other("the server asks too much").into())
    }

    /// Whether the server is still there.
    pub(super) fn is_there(&mut self) -> bool {
        self.command(Noop).is_ok()
    }

    pub(super) fn command(&mut self, command: impl fmt::Display) -> Result<Response, Error> {
        self.say(command.to_string().as_bytes())
    }

    /// Hands a mail over, after `DATA`.
    pub(super) fn message(&mut self, message: &[u8]) -> Result<Response, Error> {
        self.say(&whole(message))
    }

    fn say(&mut self, what: &[u8]) -> Result<Response, Error> {
        let stream = self.stream.get_mut();
        if let Err(error) = stream.write_all(what).and_then(|()| stream.flush()) {
            self.is_broken = true;
            return Err(error.into());
        }
        self.hear()
    }

    fn hear(&mut self) -> Result<Response, Error> {
        match self.answer() {
            Ok(answer) if answer.is_positive() => Ok(answer),
            Ok(answer) => Err(Error::Said(answer)),
            Err(error) => {
                self.is_broken = true;
                Err(error.into())
            }
        }
    }

    /// What the server says, to the last of its lines.
    fn answer(&mut self) -> io::Result<Response> {
        let (mut said, mut from) = (Vec::new(), 0);
        loop {
            let room = ANSWER.saturating_sub(from as u64);
            let mut stream = Read::by_ref(&mut self.stream).take(room);
            stream.read_until(b'\n', &mut said)?;
            let line = said.get(from..).unwrap_or_default();
            if !line.ends_with(b"\n") {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let is_last = line.get(3) != Some(&b'-');
            // A number may stand alone (RFC 5321, 4.2), but for the library something follows it.
            if line.len() == 5 && line.ends_with(b"\r\n") && is_last {
                said.insert(from + 3, b' ');
            }
            if is_last {
                break;
            }
            from = said.len();
        }
        let said = String::from_utf8_lossy(&said);
        said.parse().map_err(|_| io::ErrorKind::InvalidData.into())
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if !self.is_broken {
            self.until(Instant::now() + FAREWELL);
            let stream = self.stream.get_mut();
            let farewell = stream.write_all(Quit.to_string().as_bytes());
            farewell.and_then(|()| stream.flush()).ok();
        }
    }
}

/// A mail and its end, in one piece. Written apart, the end would not leave before the mail was
/// acknowledged, over which a server's system takes up to 40 ms where nothing is answered.
fn whole(mail: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(mail.len() + 64);
    for (at, byte) in mail.iter().enumerate() {
        // A point that begins a line is doubled (RFC 5321, 4.5.2).
        if *byte == b'.' && (at == 0 || mail[..at].ends_with(b"\r\n")) {
            whole.push(b'.');
        }
        whole.push(*byte);
    }
    whole.extend_from_slice(b"\r\n.\r\n");
    whole
}

#[cfg(test)]
mod secured;

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> Response {
        text.parse().expect("an answer")
    }

    #[test]
    fn a_point_that_begins_a_line_is_doubled_and_one_alone_ends_the_mail() {
        for (mail, all) in [
            ("", "\r\n.\r\n"),
            ("one.\r\n two", "one.\r\n two\r\n.\r\n"),
            (".", "..\r\n.\r\n"),
            ("a\r\n.\r\n.\r\nb\r\n", "a\r\n..\r\n..\r\nb\r\n\r\n.\r\n"),
            ("a\r\n..b\r\n.", "a\r\n...b\r\n..\r\n.\r\n"),
            ("a\n.b\r.c", "a\n.b\r.c\r\n.\r\n"),
        ] {
            assert_eq!(whole(mail.as_bytes()), all.as_bytes(), "{mail:?}");
        }
    }

    #[test]
    fn a_refusal_has_the_servers_words_and_its_status_once() {
        for (said, told) in [
            ("550 5.1.1 no\r\n", "permanent error (550): 5.1.1 no"),
            (
                "550-5.7.25 not from\r\n550 5.7.25 there\r\n",
                "permanent error (550): 5.7.25 not from there",
            ),
            (
                "450-come again\r\n450 later\r\n",
                "transient error (450): come again later",
            ),
        ] {
            assert_eq!(Error::Said(answer(said)).to_string(), told);
        }
    }

    /// How a greeting ends that comes so, byte by byte and again and again.
    fn heard(bytes: &'static [u8]) -> Result<(), Error> {
        let server = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = server.local_addr().expect("an address");
        let talk = std::thread::spawn(move || {
            let (mut stream, _) = server.accept().expect("a client");
            // Each byte alone would be in time.
            for byte in bytes.iter().cycle() {
                if stream.write_all(&[*byte]).is_err() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        let deadline = Instant::now() + Duration::from_millis(200);
        let ended = Connection::begin(address, deadline, &ClientId::default(), None);
        let ended = ended.map(drop);
        talk.join().expect("it ends with the connection");
        ended
    }

    #[test]
    fn an_answer_that_never_ends_is_over_in_time_and_its_connection_closed() {
        for drip in [&b"2"[..], b"220-yes\r\n"] {
            let Err(error) = heard(drip) else {
                panic!("it was greeted");
            };
            assert_eq!(error.to_string(), "its answer came too slowly");
        }
    }
}
