//! The city's mail server, spoken to step by step, so that it is known what was refused: one mail,
//! or the city itself. Which mail is next, and what becomes of it, is not this file's business.
//!
//! lettre's blocking connection is used on purpose: the asynchronous one bounds connecting only,
//! and a pooled connection that timed out could take a stale reply for an acceptance.

use std::{
    net::ToSocketAddrs as _,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use lettre::{
    address::Envelope,
    transport::smtp::{
        Error,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{SmtpConnection, Tls, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
        response::Response,
    },
};
use percent_encoding::percent_decode_str;
use url::Url;

use super::{
    Failure, TransportError,
    line::{Kept, Line, Whole, part, wait},
    transport::Step,
};
use crate::privacy::Private;

/// How long a connection is kept for the next mail.
const IDLE: Duration = Duration::from_secs(10);
/// How long it is believed, unasked, that the server is still there.
const FRESH: Duration = Duration::from_secs(1);
/// Each step until a server takes mails has up to three exchanges, with one time-out each.
const EXCHANGES: u32 = 3;
/// How many mails are handed over at once, those included that a server never ends with.
const MOST: usize = 64;

/// Where mails are handed over, and how.
pub(super) struct Relay {
    host: String,
    port: u16,
    hello: ClientId,
    tls: Tls,
    credentials: Option<Credentials>,
    /// The longest that one mail may take, whatever the server does.
    timeout: Duration,
    /// Connections that wait for a next mail, each with when it was used last: the newest behind.
    lines: Mutex<Vec<(Line, Instant)>>,
    under_way: AtomicUsize,
}

impl Relay {
    /// Reads a URL as lettre writes them: `smtp://`, `smtps://`, `?tls=required`, and the name
    /// that Plaza says of itself as the path.
    pub(super) fn new(url: &str, timeout: Duration) -> Result<Self, TransportError> {
        let wrong = |what: &str| TransportError::Url(what.to_owned());
        let url = Url::parse(url).map_err(|error| wrong(&error.to_string()))?;
        let host = url.host_str().ok_or_else(|| wrong("it names no server"))?;
        let secure =
            || TlsParameters::new(host.to_owned()).map_err(|error| wrong(&error.to_string()));
        let asked = url.query_pairs().find(|(name, _)| name == "tls");
        let (port, tls) = match (url.scheme(), asked.as_ref().map(|(_, how)| &**how)) {
            ("smtp", None) => (25, Tls::None),
            ("smtp", Some("opportunistic")) => (587, Tls::Opportunistic(secure()?)),
            ("smtp", Some("required")) => (587, Tls::Required(secure()?)),
            ("smtps", _) => (465, Tls::Wrapper(secure()?)),
            _ => return Err(wrong("tls is neither required nor opportunistic")),
        };
        let decoded = |text: &str| {
            let text = percent_decode_str(text).decode_utf8();
            text.map(String::from)
                .map_err(|_| wrong("user or password is no text"))
        };
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(
                decoded(url.username())?,
                decoded(password)?,
            )),
            None => None,
        };
        let name = url.path().trim_matches('/');
        Ok(Self {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(port),
            hello: match name {
                "" => ClientId::default(),
                name => ClientId::Domain(name.to_owned()),
            },
            tls,
            credentials,
            timeout,
            lines: Mutex::default(),
            under_way: AtomicUsize::new(0),
        })
    }

    /// Hands one mail over; blocks up to twice the time-out, whatever the server does.
    ///
    /// lettre bounds the wait for each piece of an answer, not for the answer: of one that comes byte
    /// by byte it would hear for ever. Such a mail is left to its thread, and tried again; what that
    /// still hands over has the same Message-ID.
    pub(super) fn send(
        self: &Arc<Self>,
        envelope: &Envelope,
        message: Vec<u8>,
    ) -> Result<(), Failure> {
        if self.under_way.load(Ordering::Relaxed) >= MOST {
            return Err(Failure::Relay(Step::Connection, None));
        }
        let line = match self.take() {
            Some(line) => line,
            None => Line::begin().map_err(|_| Failure::Relay(Step::Connection, None))?,
        };
        let (envelope, place) = (envelope.clone(), Place::of(self));
        let job = move |kept: &mut Option<Kept>| {
            let sent = place.0.send_one(kept, &envelope, &message);
            drop(place);
            sent
        };
        let Some(sent) = line.carry(job, self.timeout * 2) else {
            let words = "its answer came too slowly";
            return Err(Failure::Later(Private::new(words.to_owned())));
        };
        if sent.is_ok() {
            self.lock().push((line, Instant::now()));
        }
        sent
    }

    fn send_one(
        &self,
        kept: &mut Option<Kept>,
        envelope: &Envelope,
        message: &[u8],
    ) -> Result<(), Failure> {
        let deadline = Instant::now() + self.timeout;
        let mut connection = self.begin(kept.take(), envelope, message, deadline)?;
        let sent = hand_over(&mut connection, envelope, message, deadline);
        if sent.is_ok() {
            let used = Instant::now();
            *kept = Some(Kept { connection, used });
        } else {
            // Whatever it still says belongs to this mail.
            wait(&mut connection, left(deadline));
            connection.abort();
        }
        sent
    }

    /// A connection on which the server has taken the mail's sender. What fails on one that was kept says
    /// nothing yet: the server may take so many mails on each. A fresh one tells. Nothing of the mail has
    /// left by then but its sender, so it is neither lost nor doubled.
    fn begin(
        &self,
        kept: Option<Kept>,
        envelope: &Envelope,
        message: &[u8],
        deadline: Instant,
    ) -> Result<SmtpConnection, Failure> {
        if let Some(Kept {
            mut connection,
            used,
        }) = kept
        {
            wait(&mut connection, left(deadline) / EXCHANGES);
            let is_there = used.elapsed() < FRESH || connection.test_connected();
            if is_there && announce(&mut connection, envelope, message).is_ok() {
                return Ok(connection);
            }
            part(connection);
        }
        let mut fresh = self.reach(deadline)?;
        wait(&mut fresh, left(deadline));
        match announce(&mut fresh, envelope, message) {
            Ok(()) => Ok(fresh),
            Err(failure) => {
                part(fresh);
                Err(failure)
            }
        }
    }

    /// The connection that was used last; those that have waited too long are given up.
    fn take(&self) -> Option<Line> {
        let mut lines = self.lock();
        lines.retain(|(_, used)| used.elapsed() < IDLE);
        lines.pop().map(|(line, _)| line)
    }

    /// A panic while sending leaves nothing half done here.
    fn lock(&self) -> MutexGuard<'_, Vec<(Line, Instant)>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// As far as a mail would get before it is named: connection, greeting, TLS and log-on. Blocks up to the
    /// time-out, and longer where an answer comes byte by byte.
    pub(super) fn probe(&self) -> Result<Reached, Failure> {
        let connection = self.reach(Instant::now() + self.timeout)?;
        let reached = Reached {
            host: self.host.clone(),
            port: self.port,
            is_encrypted: connection.is_encrypted(),
            is_logged_on: self.credentials.is_some(),
        };
        part(connection);
        Ok(reached)
    }

    /// A connection that takes mails: whatever fails here is no mail's fault.
    fn reach(&self, deadline: Instant) -> Result<SmtpConnection, Failure> {
        let mut connection = self.greet(deadline)?;
        let secured = match &self.tls {
            Tls::Required(parameters) => Some(parameters),
            Tls::Opportunistic(parameters) if connection.can_starttls() => Some(parameters),
            _ => None,
        };
        if let Some(parameters) = secured {
            wait(&mut connection, left(deadline) / EXCHANGES);
            connection
                .starttls(parameters, &self.hello)
                .map_err(|error| away(Step::Tls, &error))?;
        }
        if let Some(credentials) = &self.credentials {
            wait(&mut connection, left(deadline) / EXCHANGES);
            connection
                .auth(DEFAULT_MECHANISMS, credentials)
                .map_err(|error| away(Step::LogOn, &error))?;
        }
        Ok(connection)
    }

    fn greet(&self, deadline: Instant) -> Result<SmtpConnection, Failure> {
        let wrapped = match &self.tls {
            Tls::Wrapper(parameters) => Some(parameters),
            _ => None,
        };
        let addresses = (&*self.host, self.port).to_socket_addrs();
        let mut failure = Failure::Relay(Step::Connection, None);
        for address in addresses.map_err(|_| Failure::Relay(Step::Connection, None))? {
            if Instant::now() >= deadline {
                break;
            }
            let each = left(deadline) / EXCHANGES;
            match SmtpConnection::connect(address, Some(each), &self.hello, wrapped, None) {
                Ok(connection) => return Ok(connection),
                Err(error) if error.status().is_some() => {
                    failure = away(Step::Greeting, &error);
                }
                Err(_) => {}
            }
        }
        Err(failure)
    }
}

/// A mail server that was spoken to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    pub host: String,
    pub port: u16,
    pub is_encrypted: bool,
    /// With the user and the password that are configured.
    pub is_logged_on: bool,
}

/// A mail's place among those that are being handed over, until it is dropped: in a panic too.
struct Place(Arc<Relay>);

impl Place {
    fn of(relay: &Arc<Relay>) -> Self {
        relay.under_way.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(relay))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What is left of a mail's time; never nothing, which would mean for ever.
fn left(deadline: Instant) -> Duration {
    deadline
        .saturating_duration_since(Instant::now())
        .max(Duration::from_millis(10))
}

fn away(step: Step, error: &Error) -> Failure {
    Failure::Relay(step, error.status().map(u16::from))
}

/// A 5xx ends this mail; all else may pass.
fn this_mail(error: &Error) -> Failure {
    if error.is_permanent() {
        Failure::Refused(Private::new(error.to_string()))
    } else {
        Failure::Later(Private::new(error.to_string()))
    }
}

/// Names the mail's sender, in the time that was set.
fn announce(
    connection: &mut SmtpConnection,
    envelope: &Envelope,
    message: &[u8],
) -> Result<(), Failure> {
    let mut options = Vec::new();
    let server = connection.server_info();
    let mut addresses = envelope.to().iter().chain(envelope.from());
    if addresses.any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
        if !server.supports_feature(Extension::SmtpUtfEight) {
            let words = "the mail server takes no address like this one";
            return Err(Failure::Refused(Private::new(words.to_owned())));
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    if !message.is_ascii() && server.supports_feature(Extension::EightBitMime) {
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    connection
        .command(Mail::new(envelope.from().cloned(), options))
        .map_err(|error| away(Step::Sender, &error))?;
    Ok(())
}

/// Hands over the mail whose sender was named.
fn hand_over(
    connection: &mut SmtpConnection,
    envelope: &Envelope,
    message: &[u8],
    deadline: Instant,
) -> Result<(), Failure> {
    for to in envelope.to() {
        wait(connection, left(deadline));
        connection
            .command(Rcpt::new(to.clone(), Vec::new()))
            .map_err(|error| this_mail(&error))?;
    }
    wait(connection, left(deadline));
    let ready = connection
        .command(Data)
        .map_err(|error| this_mail(&error))?;
    in_step(&ready, 3)?;
    wait(connection, left(deadline));
    // What is no text (nothing that Plaza writes) goes as lettre writes it.
    let taken = match std::str::from_utf8(message) {
        Ok(text) => connection.command(Whole(text)),
        Err(_) => connection.message(message),
    };
    in_step(&taken.map_err(|error| this_mail(&error))?, 2)
}

/// Whether an answer is of the class that belongs here (RFC 5321, section 4.2.1): of a server that said one
/// too many, the answer to `DATA` must not pass for the one to the mail.
fn in_step(answer: &Response, class: u16) -> Result<(), Failure> {
    if u16::from(answer.code()) / 100 == class {
        return Ok(());
    }
    let words = "its answer belongs to another command";
    Err(Failure::Later(Private::new(words.to_owned())))
}
