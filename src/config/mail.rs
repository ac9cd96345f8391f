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
    /// How many mails are sent at once, each over a connection of its own.
    pub connections: usize,
    /// After how many days in which nobody took it a mail is tried no more.
    pub give_up_days: u32,
    /// How many minutes a mail may be due and unsent before it is told.
    pub alarm_minutes: u32,
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
    pub(super) fn check(self) -> Result<Mail, ConfigError> {
        Ok(Mail {
            route: mail_route(&self.url)?,
            from: mail_from(self.from)?,
            timeout: timeout(self.timeout_seconds)?,
            connections: within(
                ("mail.connections", self.connections),
                (1, 32),
                "write how many mails are sent at once, or leave it out for 4",
            )? as usize,
            give_up_days: within(
                ("mail.give_up_days", self.give_up_days),
                (1, 30),
                "write after how many days a mail is given up, or leave it out for 5",
            )?,
            alarm_minutes: within(
                ("mail.alarm_minutes", self.alarm_minutes),
                (1, 1440),
                "write how many minutes mails may be late before the log says so, or leave it out \
                 for 30",
            )?,
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
    fn numbers_have_bounds_and_defaults() {
        let raw = |more: &str| {
            let text = format!("url = \"smtp://relay\"\nfrom = \"a@city.example\"\n{more}");
            toml::from_str::<RawMail>(&text).expect("a table").check()
        };
        let mail = raw("").expect("the defaults");
        let numbers = (mail.connections, mail.give_up_days, mail.alarm_minutes);
        assert_eq!(numbers, (4, 5, 30));
        for (key, bad) in [
            ("connections", [0, 33]),
            ("give_up_days", [0, 31]),
            ("alarm_minutes", [0, 1441]),
        ] {
            for bad in bad {
                let error = raw(&format!("{key} = {bad}")).expect_err("out of bounds");
                assert_eq!(error.key, format!("mail.{key}"));
            }
            raw(&format!("{key} = 1")).expect("the least");
        }
    }
}
