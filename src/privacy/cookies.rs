//! The register of everything that Plaza may keep on a reader's device, and what a reader chose.
//!
//! Nothing outside the register is ever set; the cookies page is made from it. Setting and
//! reading them over HTTP is `web::cookies`.

use chrono::TimeDelta;

use crate::db::text_enum;

text_enum! {
    /// What a reader chose (policy, promise 9). Without a choice it is `Refuse`, and a
    /// refusal stores nothing, so it is the absence of a choice.
    pub enum Mode {
        Refuse = "refuse",
        /// Each optional cookie asks first.
        Notify = "notify",
        Accept = "accept",
    }
}

impl Mode {
    pub const ALL: [Self; 3] = [Self::Accept, Self::Notify, Self::Refuse];
}

text_enum! {
    /// A cookie, or what is kept like one. Its purpose stands in the words `cookie-NAME-purpose`.
    pub enum Cookie {
        /// Keeps a person logged on.
        Session = "session",
        /// Binds a log-on by the city's own sign-on to the browser in which it began.
        SignOn = "sign-on",
        /// Remembers the choice, where it is not a refusal.
        Choice = "choice",
        /// Counts visitors of a day. Its value is the day, the same for everybody: nobody can be
        /// told from anybody, and two days cannot be joined.
        Counting = "counting",
        /// What a guest has begun to write. It is no cookie: a script keeps it in the browser's own
        /// storage, and it is never sent here.
        Draft = "draft",
    }
}

/// Why a cookie may be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Whoever logs on asks for it by that, whatever the choice; it goes at log-off.
    LogOn,
    /// Any choice but refusing.
    Choice,
    /// Accepting all, or a yes to this one.
    Consent,
}

/// How long a cookie stays, at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// Until log-off, at most so many days.
    LogOff {
        days: i64,
    },
    Days(i64),
    Minutes(i64),
    /// Until midnight in the city's time zone.
    Midnight,
}

impl Cookie {
    /// The register.
    pub const ALL: [Self; 5] = [
        Self::Session,
        Self::SignOn,
        Self::Choice,
        Self::Counting,
        Self::Draft,
    ];

    /// Its name; `__Host-` binds it to this host over TLS (RFC 6265bis).
    pub const fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Session, true) => "__Host-plaza",
            (Self::Session, false) => "plaza",
            (Self::SignOn, true) => "__Host-plaza-sign-on",
            (Self::SignOn, false) => "plaza-sign-on",
            (Self::Choice, true) => "__Host-plaza-choice",
            (Self::Choice, false) => "plaza-choice",
            (Self::Counting, true) => "__Host-plaza-day",
            (Self::Counting, false) => "plaza-day",
            (Self::Draft, _) => "plaza-draft",
        }
    }

    pub const fn needs(self) -> Needs {
        match self {
            Self::Session | Self::SignOn => Needs::LogOn,
            Self::Choice => Needs::Choice,
            Self::Counting | Self::Draft => Needs::Consent,
        }
    }

    pub const fn life(self) -> Life {
        match self {
            Self::Session => Life::LogOff { days: 14 },
            Self::SignOn => Life::Minutes(10),
            Self::Choice => Life::Days(180),
            Self::Counting => Life::Midnight,
            Self::Draft => Life::Days(7),
        }
    }

    /// The longest that it stays.
    pub const fn longest(self) -> TimeDelta {
        match self.life() {
            Life::LogOff { days } | Life::Days(days) => TimeDelta::days(days),
            Life::Minutes(minutes) => TimeDelta::minutes(minutes),
            Life::Midnight => TimeDelta::days(1),
        }
    }

    /// Those that a reader is asked about.
    pub fn optional() -> impl Iterator<Item = Self> {
        Self::ALL
            .into_iter()
            .filter(|cookie| cookie.needs() == Needs::Consent)
    }
}

/// A reader's choice as the choice cookie carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    mode: Mode,
    /// It was made while the browser sent `Sec-GPC: 1`, so it stands against that signal.
    against_signal: bool,
    /// Answers that were given in the mode `Notify`.
    answers: Vec<(Cookie, bool)>,
}

impl Choice {
    pub const REFUSED: Self = Self {
        mode: Mode::Refuse,
        against_signal: false,
        answers: Vec::new(),
    };

    /// A choice just made; `signal` says whether the browser sent `Sec-GPC: 1` with it.
    pub const fn made(mode: Mode, signal: bool) -> Self {
        Self {
            mode,
            against_signal: signal,
            answers: Vec::new(),
        }
    }

    /// Reads a choice cookie; whatever is no choice is none. A choice that was made without
    /// Global Privacy Control does not stand against it.
    pub fn read(cookie: Option<&str>, signal: bool) -> Self {
        let choice = cookie.and_then(Self::parse).unwrap_or(Self::REFUSED);
        if signal && !choice.against_signal {
            return Self::REFUSED;
        }
        choice
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let mode: Mode = parts.next()?.parse().ok()?;
        let mut choice = Self::made(mode, false);
        for part in parts {
            if part == "gpc" {
                choice.against_signal = true;
                continue;
            }
            let (answer, cookie) = part.split_once('-')?;
            let cookie = cookie.parse().ok()?;
            choice.answers.push((cookie, answer == "yes"));
        }
        (mode != Mode::Refuse && choice.answers.len() <= Cookie::ALL.len()).then_some(choice)
    }

    /// What the choice cookie holds; `None` for a refusal, which stores nothing.
    pub fn value(&self) -> Option<String> {
        if self.mode == Mode::Refuse {
            return None;
        }
        let mut text = self.mode.as_str().to_owned();
        if self.against_signal {
            text.push_str(".gpc");
        }
        for (cookie, yes) in &self.answers {
            let answer = if *yes { "yes" } else { "no" };
            text.push_str(&format!(".{answer}-{}", cookie.as_str()));
        }
        Some(text)
    }

    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// The answer to the question about one cookie; it counts in the mode `Notify` alone.
    pub fn answered(mut self, cookie: Cookie, yes: bool) -> Self {
        if self.mode == Mode::Notify && cookie.needs() == Needs::Consent {
            self.answers.retain(|(other, _)| *other != cookie);
            self.answers.push((cookie, yes));
        }
        self
    }

    /// Whether a cookie may be on the reader's device.
    pub fn permits(&self, cookie: Cookie) -> bool {
        match (cookie.needs(), self.mode) {
            (Needs::LogOn, _) | (_, Mode::Accept) => true,
            (_, Mode::Refuse) => false,
            (Needs::Choice, Mode::Notify) => true,
            (Needs::Consent, Mode::Notify) => self.answers.contains(&(cookie, true)),
        }
    }

    /// The optional cookie that waits for an answer, on whatever page. A draft is asked about
    /// where it would be kept.
    pub fn asks(&self) -> Option<Cookie> {
        Cookie::optional().find(|cookie| *cookie != Cookie::Draft && self.waits_for(*cookie))
    }

    /// Whether the reader wants to be asked about this one and has not answered.
    pub fn waits_for(&self, cookie: Cookie) -> bool {
        self.mode == Mode::Notify
            && cookie.needs() == Needs::Consent
            && self.answers.iter().all(|(other, _)| *other != cookie)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_choice_permits_nothing() {
        for cookie in [
            None,
            Some(""),
            Some("refuse"),
            Some("refuse.yes-counting"),
            Some("Accept"),
            Some("notify.yes"),
            Some("notify.yes-else"),
            Some("accept;x"),
        ] {
            let choice = Choice::read(cookie, false);
            assert_eq!(choice, Choice::REFUSED, "{cookie:?}");
            assert_eq!(choice.value(), None);
            assert!(!choice.permits(Cookie::Choice) && !choice.permits(Cookie::Counting));
        }
    }

    #[test]
    fn a_choice_is_read_as_it_was_written() {
        let asked = Choice::made(Mode::Notify, false);
        assert_eq!(asked.asks(), Some(Cookie::Counting));
        assert!(!asked.permits(Cookie::Counting));
        for choice in [
            Choice::made(Mode::Accept, false),
            Choice::made(Mode::Accept, true),
            asked.clone().answered(Cookie::Counting, true),
            asked.clone().answered(Cookie::Counting, false),
            asked,
        ] {
            let value = choice.value();
            assert_eq!(Choice::read(value.as_deref(), false), choice, "{value:?}");
        }
    }

    #[test]
    fn an_answer_is_kept_and_can_be_changed() {
        let choice = Choice::made(Mode::Notify, false).answered(Cookie::Counting, true);
        assert!(choice.permits(Cookie::Counting) && choice.asks().is_none());
        let choice = choice.answered(Cookie::Counting, false);
        assert!(!choice.permits(Cookie::Counting) && choice.asks().is_none());
        // The choice itself is no optional cookie: an answer cannot make it one.
        assert_eq!(choice.clone().answered(Cookie::Session, false), choice);
    }

    #[test]
    fn the_signal_refuses_unless_the_choice_was_made_against_it() {
        let before = Choice::made(Mode::Accept, false).value();
        assert_eq!(Choice::read(before.as_deref(), true), Choice::REFUSED);
        let against = Choice::made(Mode::Accept, true).value();
        assert_eq!(Choice::read(against.as_deref(), true).mode(), Mode::Accept);
    }
}
