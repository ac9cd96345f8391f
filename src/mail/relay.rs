//! The city's mail server, spoken to step by step, so that it is known what was refused: one mail,
//! or the city itself. Which mail is next, and what becomes of it, is not this file's business.
//!
//! All of a mail is over within the time-out (`connection`), and a connection on which anything failed takes
//! no other mail: what it still said could pass for another's acceptance.

use std::{
    net::ToSocketAddrs as _,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use lettre::{
    address::Envelope,
    transport::smtp::{
        authentication::Credentials,
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
        response::Response,
    },
};
use percent_encoding::percent_decode_str;
use url::Url;

use super::{
    Failure, TransportError,
    connection::{Connection, Error, Secure},
    transport::Step,
};
use crate::privacy::Private;

/// How long a connection is kept for the next mail.
const IDLE: Duration = Duration::from_secs(10);
/// How long it is believed, unasked, that the server is still there.
const FRESH: Duration = Duration::from_secs(1);
/// A connection that was kept has a part of a mail's time to show that it still works, and each of a
/// server's addresses one: the next is tried in what is left.
const PARTS: u32 = 3;

/// Whether what is said is hidden from those on the way.
enum Tls {
    Never,
    IfOffered(Secure),
    Required(Secure),
    /// From the first word on.
    Around(Secure),
}

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
    kept: Mutex<Vec<(Connection, Instant)>>,
}

impl Relay {
    /// Reads a URL as lettre writes them: `smtp://`, `smtps://`, `?tls=required`, and the name
    /// that Plaza says of itself as the path.
    pub(super) fn new(url: &str, timeout: Duration) -> Result<Self, TransportError> {
        let wrong = |what: &str| TransportError::Url(what.to_owned());
        let url = Url::parse(url).map_err(|error| wrong(&error.to_string()))?;
        let host = url.host_str().ok_or_else(|| wrong("it names no server"))?;
        let host = host.trim_matches(['[', ']']);
        let secure =
            || Secure::new(host).ok_or_else(|| wrong("no certificate could hold that name"));
        let asked = url.query_pairs().find(|(name, _)| name == "tls");
        let (port, tls) = match (url.scheme(), asked.as_ref().map(|(_, how)| &**how)) {
            ("smtp", None) => (25, Tls::Never),
            ("smtp", Some("opportunistic")) => (587, Tls::IfOffered(secure()?)),
            ("smtp", Some("required")) => (587, Tls::Required(secure()?)),
            ("smtps", _) => (465, Tls::Around(secure()?)),
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
            host: host.to_owned(),
            port: url.port().unwrap_or(port),
            hello: match name {
                "" => ClientId::default(),
                name => ClientId::Domain(name.to_owned()),
            },
            tls,
            credentials,
            timeout,
            kept: Mutex::default(),
        })
    }

    /// Hands one mail over; blocks up to the time-out, whatever the server does. The connection of a mail that
    /// failed is closed.
    pub(super) fn send(&self, envelope: &Envelope, message: &[u8]) -> Result<(), Failure> {
        let deadline = Instant::now() + self.timeout;
        let mut connection = self.begin(envelope, message, deadline)?;
        hand_over(&mut connection, envelope, message)?;
        self.lock().push((connection, Instant::now()));
        Ok(())
    }

    /// A connection on which the server has taken the mail's sender. What fails on one that was kept says
    /// nothing yet: the server may take so many mails on each. A fresh one tells. Nothing of the mail has
    /// left by then but its sender, so it is neither lost nor doubled.
    fn begin(
        &self,
        envelope: &Envelope,
        message: &[u8],
        deadline: Instant,
    ) -> Result<Connection, Failure> {
        if let Some((mut connection, used)) = self.take() {
            connection.until(part_of(deadline));
            let is_there = used.elapsed() < FRESH || connection.is_there();
            if is_there && announce(&mut connection, envelope, message).is_ok() {
                connection.until(deadline);
                return Ok(connection);
            }
        }
        let mut fresh = self.reach(deadline)?;
        announce(&mut fresh, envelope, message)?;
        Ok(fresh)
    }

    /// The connection that was used last; those that have waited too long are given up.
    fn take(&self) -> Option<(Connection, Instant)> {
        let mut kept = self.lock();
        kept.retain(|(_, used)| used.elapsed() < IDLE);
        kept.pop()
    }

    /// A panic while sending leaves nothing half done here.
    fn lock(&self) -> MutexGuard<'_, Vec<(Connection, Instant)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// As far as a mail would get before it is named: connection, greeting, TLS and log-on. Blocks up to the
    /// time-out, whatever the server does.
    pub(super) fn probe(&self) -> Result<Reached, Failure> {
        let connection = self.reach(Instant::now() + self.timeout)?;
        Ok(Reached {
            host: self.host.clone(),
            port: self.port,
            is_encrypted: connection.is_secure(),
            is_logged_on: self.credentials.is_some(),
        })
    }

    /// A connection that takes mails: whatever fails here is no mail's fault.
    fn reach(&self, deadline: Instant) -> Result<Connection, Failure> {
        let mut connection = self.greet(deadline)?;
        connection.until(deadline);
        let secure = match &self.tls {
            Tls::Required(secure) => Some(secure),
            Tls::IfOffered(secure) if connection.offers(Extension::StartTls) => Some(secure),
            _ => None,
        };
        if let Some(secure) = secure {
            connection
                .start_tls(secure, &self.hello)
                .map_err(|error| away(Step::Tls, &error))?;
        }
        if let Some(credentials) = &self.credentials {
            connection
                .log_on(credentials)
                .map_err(|error| away(Step::LogOn, &error))?;
        }
        Ok(connection)
    }

    fn greet(&self, deadline: Instant) -> Result<Connection, Failure> {
        let around = match &self.tls {
            Tls::Around(secure) => Some(secure),
            _ => None,
        };
        let unreached = |words: String| Failure::Relay(Step::Connection, None, Private::new(words));
        let addresses = (&*self.host, self.port).to_socket_addrs();
        let addresses = addresses.map_err(|error| unreached(error.to_string()))?;
        let mut failure = unreached("none of its addresses was reached in time".to_owned());
        for address in addresses {
            if Instant::now() >= deadline {
                break;
            }
            match Connection::begin(address, part_of(deadline), &self.hello, around) {
                Ok(connection) => return Ok(connection),
                Err(error) if error.code().is_some() => {
                    failure = away(Step::Greeting, &error);
                }
                // What a server said says more than that another was not reached.
                Err(_) if matches!(failure, Failure::Relay(Step::Greeting, ..)) => {}
                Err(error) => failure = away(Step::Connection, &error),
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

/// When a part of what is left until then is over.
fn part_of(deadline: Instant) -> Instant {
    let now = Instant::now();
    now + deadline.saturating_duration_since(now) / PARTS
}

fn away(step: Step, error: &Error) -> Failure {
    Failure::Relay(step, error.code(), Private::new(error.to_string()))
}

/// A 5xx ends this mail; all else may pass.
fn this_mail(error: &Error) -> Failure {
    if error.is_permanent() {
        Failure::Refused(Private::new(error.to_string()))
    } else {
        Failure::Later(Private::new(error.to_string()))
    }
}

/// Names the mail's sender.
fn announce(
    connection: &mut Connection,
    envelope: &Envelope,
    message: &[u8],
) -> Result<(), Failure> {
    let mut options = Vec::new();
    let mut addresses = envelope.to().iter().chain(envelope.from());
    if addresses.any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
        if !connection.offers(Extension::SmtpUtfEight) {
            let words = "the mail server takes no address like this one";
            return Err(Failure::Refused(Private::new(words.to_owned())));
        }
        options.push(MailParameter::SmtpUtfEight);
    }
    if !message.is_ascii() && connection.offers(Extension::EightBitMime) {
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    connection
        .command(Mail::new(envelope.from().cloned(), options))
        .map_err(|error| away(Step::Sender, &error))?;
    Ok(())
}

/// Hands over the mail whose sender was named.
fn hand_over(
    connection: &mut Connection,
    envelope: &Envelope,
    message: &[u8],
) -> Result<(), Failure> {
    for to in envelope.to() {
        connection
            .command(Rcpt::new(to.clone(), Vec::new()))
            .map_err(|error| this_mail(&error))?;
    }
    let ready = connection
        .command(Data)
        .map_err(|error| this_mail(&error))?;
    in_step(&ready, 3)?;
    let taken = connection.message(message);
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
