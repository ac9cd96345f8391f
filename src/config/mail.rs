//! `[mail]`: where mails go and whom they come from.

use std::{fmt, net::SocketAddr, path::PathBuf, time::Duration};

use serde::Deserialize;

use super::error::{ConfigError, Faults, problem};

#[derive(Clone, Debug)]
pub struct Mail {
    pub route: MailRoute,
    /// The address that Plaza's mails come from.
    pub from: String,
    /// The longest that the server may take over one mail.
    pub timeout: Duration,
    /// How many mails are sent at once, each over a connection of its own: two at least, for one domain that
    /// is slow takes half.
    pub connections: usize,
    /// After how many days in which nobody took it a mail is tried no more.
    pub give_up_days: u32,
    /// How many minutes a mail may be due and unsent before it is told.
    pub alarm_minutes: u32,
    /// Absent: nothing that comes back is told apart, and replies go to `from`.
    pub inbound: Option<Inbound>,
    /// The name by which the city's mail server signs what it found out about a message (RFC 8601).
    /// Absent: no reply proves whose it is, and a person looks at each.
    pub authserv_id: Option<String>,
    /// Where a mail server on this machine hands in what comes back, by LMTP.
    pub lmtp: Option<SocketAddr>,
    /// The largest message that is taken, in bytes.
    pub largest: usize,
    /// Absent: whoever takes the mails signs them, or nobody does.
    pub dkim: Option<Dkim>,
}

/// With what the mails are signed (RFC 6376): the public half stands in the domain's name server, at
/// `selector._domainkey.domain`.
#[derive(Clone, Debug)]
pub struct Dkim {
    pub selector: String,
    pub domain: String,
    /// The private half, which is read when Plaza starts.
    pub key_file: PathBuf,
}

/// Where replies and bounces come back: the city's mail server gives Plaza what is for
/// `local+ANYTHING@domain`. Both are in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbound {
    pub local: String,
    pub domain: String,
}

/// Where mails go.
#[derive(Clone, PartialEq, Eq)]
pub enum MailRoute {
    /// An SMTP server as lettre's URLs name one: `smtp://`, `smtps://`, `?tls=required`.
    Smtp(String),
    /// A folder that holds each mail as a file, for the demo and for trying things out.
    Folder(PathBuf),
}

/// Names no password.
impl fmt::Debug for MailRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Smtp(_) => f.write_str("smtp"),
            Self::Folder(path) => write!(f, "folder:{}", path.display()),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMail {
    url: String,
    from: String,
    #[serde(default = "timeout_seconds")]
    timeout_seconds: u64,
    #[serde(default = "connections")]
    connections: u32,
    #[serde(default = "give_up_days")]
    give_up_days: u32,
    #[serde(default = "alarm_minutes")]
    alarm_minutes: u32,
    inbound: Option<String>,
    authserv_id: Option<String>,
    lmtp: Option<String>,
    #[serde(default = "largest_mib")]
    largest_mib: usize,
    dkim: Option<RawDkim>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDkim {
    selector: String,
    domain: String,
    key_file: PathBuf,
}

/// 25 MiB, as most mail servers take.
pub const LARGEST: usize = largest_mib() * MIB;
const MIB: usize = 1024 * 1024;

const fn largest_mib() -> usize {
    25
}

const fn timeout_seconds() -> u64 {
    45
}

const fn connections() -> u32 {
    4
}

const fn give_up_days() -> u32 {
    5
}

const fn alarm_minutes() -> u32 {
    30
}

impl RawMail {
    pub(super) fn check(self, faults: &mut Faults) -> Option<Mail> {
        let route = faults.keep(mail_route(&self.url));
        let from = faults.keep(mail_from(self.from));
        let timeout = faults.keep(timeout(self.timeout_seconds));
        let connections = faults.keep(within(
            ("mail.connections", self.connections),
            (2, 32),
            "write how many mails are sent at once, of which one domain never takes all, or leave it out \
             for 4",
        ));
        let give_up_days = faults.keep(within(
            ("mail.give_up_days", self.give_up_days),
            (1, 30),
            "write after how many days a mail is given up, or leave it out for 5",
        ));
        let alarm_minutes = faults.keep(within(
            ("mail.alarm_minutes", self.alarm_minutes),
            (1, 1440),
            "write how many minutes mails may be late before the log says so, or leave it out for 30",
        ));
        let has_inbound = self.inbound.is_some();
        let lmtp = faults.optional(self.lmtp.map(|text| lmtp(&text, has_inbound)));
        let inbound = faults.optional(self.inbound.map(inbound));
        let authserv_id = faults.optional(self.authserv_id.map(authserv_id));
        let largest = faults.keep(largest(self.largest_mib));
        let dkim = match self.dkim {
            None => Some(None),
            Some(raw) => raw.check(faults).map(Some),
        };
        Some(Mail {
            route: route?,
            from: from?,
            timeout: timeout?,
            connections: connections? as usize,
            give_up_days: give_up_days?,
            alarm_minutes: alarm_minutes?,
            lmtp: lmtp?,
            inbound: inbound?,
            authserv_id: authserv_id?,
            largest: largest?,
            dkim: dkim?,
        })
    }
}

impl RawDkim {
    fn check(self, faults: &mut Faults) -> Option<Dkim> {
        let wrong = |key: &str, value: &str, remedy: &str| {
            let value = Some(value.to_owned());
            problem(key, value, "is no name of a name server", remedy)
        };
        let label = |label: &str| {
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
            (1..=63).contains(&label.len()) && label.chars().all(plain)
        };
        let is_name = |name: &str| name.len() <= 200 && name.split('.').all(label);
        if !is_name(&self.selector) {
            let remedy = "write letters, digits and -, such as plaza2026";
            faults.note(wrong("mail.dkim.selector", &self.selector, remedy));
        }
        let domain = idna::domain_to_ascii(&self.domain);
        let domain = domain.ok().filter(|domain| is_name(domain));
        if domain.is_none() {
            let remedy = "write the domain of mail.from, such as city.example";
            faults.note(wrong("mail.dkim.domain", &self.domain, remedy));
        }
        let domain = domain.filter(|_| is_name(&self.selector))?;
        Some(Dkim {
            selector: self.selector,
            domain,
            key_file: self.key_file,
        })
    }
}

/// Shorter than the lease of a mail, and than what is left of a service's time to stop once the
/// last requests are answered.
fn timeout(seconds: u64) -> Result<Duration, ConfigError> {
    if (1..=50).contains(&seconds) {
        return Ok(Duration::from_secs(seconds));
    }
    Err(problem(
        "mail.timeout_seconds",
        None,
        "is not between 1 and 50",
        "write how many seconds one mail may take, or leave it out for 45",
    ))
}

fn within(
    (key, given): (&'static str, u32),
    (least, most): (u32, u32),
    remedy: &str,
) -> Result<u32, ConfigError> {
    if (least..=most).contains(&given) {
        return Ok(given);
    }
    let wrong = format!("is not between {least} and {most}");
    Err(problem(key, Some(given.to_string()), &wrong, remedy))
}

fn largest(mib: usize) -> Result<usize, ConfigError> {
    if (1..=100).contains(&mib) {
        return Ok(mib * MIB);
    }
    Err(problem(
        "mail.largest_mib",
        Some(mib.to_string()),
        "is not between 1 and 100",
        "write how many MiB one message may have, or leave it out for 25",
    ))
}

fn authserv_id(text: String) -> Result<String, ConfigError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return Ok(text);
    }
    Err(problem(
        "mail.authserv_id",
        Some(text),
        "is not the name of a server",
        "write the name that stands first in the Authentication-Results of your own mail server, as \
         mx.city.example",
    ))
}

/// The door has no password: it opens on this machine alone.
fn lmtp(text: &str, has_inbound: bool) -> Result<SocketAddr, ConfigError> {
    let wrong =
        |what: &str, remedy: &str| problem("mail.lmtp", Some(text.to_owned()), what, remedy);
    let address: SocketAddr = text.parse().map_err(|_| {
        wrong(
            "is not an address with a port",
            "write it as 127.0.0.1:2424 or [::1]:2424",
        )
    })?;
    if !address.ip().is_loopback() {
        return Err(wrong(
            "is not an address of this machine alone",
            "write it as 127.0.0.1:2424, and let the mail server on this machine hand in what comes",
        ));
    }
    if !has_inbound {
        return Err(wrong(
            "takes nothing without an address of return",
            "write mail.inbound as well, as plaza@mail.city.example",
        ));
    }
    Ok(address)
}

/// Reads a mail URL: an SMTP server or a folder.
pub fn mail_route(url: &str) -> Result<MailRoute, ConfigError> {
    if let Some(path) = url.strip_prefix("folder:") {
        return Ok(MailRoute::Folder(path.into()));
    }
    if url.starts_with("smtp://") || url.starts_with("smtps://") {
        return Ok(MailRoute::Smtp(url.to_owned()));
    }
    Err(problem(
        "mail.url",
        None,
        "begins with neither smtp://, smtps:// nor folder:",
        "write smtps://user:password@mail.example or smtp://127.0.0.1:25",
    ))
}

fn mail_from(from: String) -> Result<String, ConfigError> {
    if from.parse::<lettre::message::Mailbox>().is_err() || from.contains(['\r', '\n', '\0']) {
        return Err(problem(
            "mail.from",
            Some(from),
            "is not an e-mail address",
            "write it as Plaza <plaza@city.example>",
        ));
    }
    Ok(from)
}

/// The longest local part: what `mail::tag` adds to it may have 44 octets, of 64 in all.
const LONGEST_LOCAL: usize = 20;

fn inbound(text: String) -> Result<Inbound, ConfigError> {
    let address = text.rsplit_once('@').and_then(|(local, domain)| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        let short = (1..=LONGEST_LOCAL).contains(&local.len()) && local.chars().all(plain);
        let domain = idna::domain_to_ascii(domain).ok()?;
        lettre::Address::new(local, &domain).ok()?;
        short.then(|| Inbound {
            local: local.to_ascii_lowercase(),
            domain,
        })
    });
    address.ok_or_else(|| {
        problem(
            "mail.inbound",
            Some(text),
            "is not an address of at most 20 letters, digits, dots, - and _ before its @",
            "write one whose mail server gives Plaza what comes for it, also with + and anything \
             after the name, as plaza@mail.city.example",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::error::checked;

    #[test]
    fn one_mail_takes_between_one_and_fifty_seconds() {
        for seconds in [1, timeout_seconds(), 50] {
            let taken = timeout(seconds).expect("a time that fits");
            assert_eq!(taken.as_secs(), seconds);
        }
        for seconds in [0, 51, u64::MAX] {
            assert!(timeout(seconds).is_err(), "{seconds}");
        }
    }

    #[test]
    fn numbers_have_bounds_and_defaults() {
        let raw = |more: &str| {
            let text = format!("url = \"smtp://relay\"\nfrom = \"a@city.example\"\n{more}");
            let raw: RawMail = toml::from_str(&text).expect("a table");
            checked(|faults| raw.check(faults))
        };
        let mail = raw("").expect("the defaults");
        let numbers = (mail.connections, mail.give_up_days, mail.alarm_minutes);
        assert_eq!(numbers, (4, 5, 30));
        for (key, bad) in [
            ("connections", [1, 33]),
            ("give_up_days", [0, 31]),
            ("alarm_minutes", [0, 1441]),
        ] {
            for bad in bad {
                let error = raw(&format!("{key} = {bad}")).expect_err("out of bounds");
                assert_eq!(error.key, format!("mail.{key}"));
            }
            let least = bad[0] + 1;
            raw(&format!("{key} = {least}")).expect("the least");
        }
    }

    #[test]
    fn what_comes_back_has_an_address_that_leaves_room_for_a_tag() {
        for (text, local, domain) in [
            ("plaza@mail.city.example", "plaza", "mail.city.example"),
            ("Plaza_1.x-y@City.Example", "plaza_1.x-y", "city.example"),
            ("twenty-letters.in.it@a.tw", "twenty-letters.in.it", "a.tw"),
            ("plaza@城市.example", "plaza", "xn--uis47l.example"),
        ] {
            let read = inbound(text.to_owned()).expect("an address");
            assert_eq!(read.local, local);
            assert_eq!(read.domain, domain);
        }
        for text in [
            "",
            "plaza",
            "@city.example",
            "plaza@",
            "plaza+tag@city.example",
            "Plaza <plaza@city.example>",
            "twenty-one-letters.in@city.example",
            "市府@city.example",
            "pla\r\nza@city.example",
            "plaza@city .example",
            ".plaza@city.example",
        ] {
            let error = inbound(text.to_owned()).expect_err(text);
            assert_eq!(error.key, "mail.inbound");
        }
    }

    #[test]
    fn a_signature_names_where_its_key_stands() {
        let check = |selector: &str, domain: &str| {
            let raw = RawDkim {
                selector: selector.to_owned(),
                domain: domain.to_owned(),
                key_file: "/etc/plaza/dkim.pem".into(),
            };
            checked(|faults| raw.check(faults))
        };
        for (selector, domain, read) in [
            ("plaza", "city.example", "city.example"),
            ("2026.plaza-1", "City.Example", "city.example"),
            ("plaza", "城市.example", "xn--uis47l.example"),
        ] {
            let dkim = check(selector, domain).expect("a key's place");
            assert_eq!((&*dkim.selector, &*dkim.domain), (selector, read));
        }
        for (selector, domain, key) in [
            ("", "city.example", "mail.dkim.selector"),
            ("a;b", "city.example", "mail.dkim.selector"),
            ("a\r\nb", "city.example", "mail.dkim.selector"),
            ("plaza.", "city.example", "mail.dkim.selector"),
            ("plaza", "", "mail.dkim.domain"),
            ("plaza", "city.example; s=x", "mail.dkim.domain"),
            ("plaza", "@city.example", "mail.dkim.domain"),
        ] {
            let error = check(selector, domain).expect_err(key);
            assert_eq!(error.key, key);
        }
    }

    #[test]
    fn the_door_for_mail_opens_on_this_machine_alone() {
        for good in ["127.0.0.1:2424", "[::1]:24"] {
            assert!(lmtp(good, true).is_ok(), "{good}");
        }
        for wrong in [
            "",
            "2424",
            "localhost:2424",
            "0.0.0.0:2424",
            "192.0.2.1:2424",
        ] {
            let error = lmtp(wrong, true).expect_err(wrong);
            assert_eq!(error.key, "mail.lmtp");
        }
        assert!(
            lmtp("127.0.0.1:2424", false).is_err(),
            "no address of return"
        );
    }

    #[test]
    fn what_is_taken_has_a_largest_size_and_a_server_a_name() {
        assert_eq!(largest(largest_mib()).expect("a size"), LARGEST);
        for mib in [0, 101, usize::MAX] {
            assert_eq!(largest(mib).expect_err("no size").key, "mail.largest_mib");
        }
        assert!(authserv_id("mx.city.example".to_owned()).is_ok());
        for wrong in ["", "mx city", "mx;", "市府"] {
            let error = authserv_id(wrong.to_owned()).expect_err(wrong);
            assert_eq!(error.key, "mail.authserv_id");
        }
    }
}
