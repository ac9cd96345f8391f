//! `[mail]`: where mails go and whom they come from.

use std::{fmt, path::PathBuf, time::Duration};

use serde::Deserialize;

use super::error::{ConfigError, problem};

#[derive(Clone, Debug)]
pub struct Mail {
    pub route: MailRoute,
    /// The address that Plaza's mails come from.
    pub from: String,
    /// The longest that the server may take over one mail.
    pub timeout: Duration,
    /// Absent: nothing that comes back is told apart, and replies go to `from`.
    pub inbound: Option<Inbound>,
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
    inbound: Option<String>,
}

const fn timeout_seconds() -> u64 {
    45
}

impl RawMail {
    pub(super) fn check(self) -> Result<Mail, ConfigError> {
        Ok(Mail {
            route: mail_route(&self.url)?,
            from: mail_from(self.from)?,
            timeout: timeout(self.timeout_seconds)?,
            inbound: self.inbound.map(inbound).transpose()?,
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
}
