//! What can be wrong with a mail server: where it happens, how, and to whom.

use std::time::Duration;

/// The answer of the server at which it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    Greeting,
    Hello,
    StartTls,
    LogOn,
    Sender,
    Recipient,
    Data,
    /// After the whole mail.
    Message,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It answers so.
    Says(&'static str),
    /// It answers so and closes the connection.
    SaysAndDrops(&'static str),
    /// It closes the connection without an answer.
    Drops,
    /// It answers yes, and the connection is reset while the client writes.
    Resets,
    /// It says nothing more.
    Hangs,
    /// It answers yes, byte by byte.
    Drips,
    /// It begins an answer, byte by byte, and never ends it.
    DripsOn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// So many times whoever comes first; then it is well.
    First(usize),
    /// Of the mails each of this number and its multiples, so many times.
    Each { nth: usize, times: usize },
    /// Every second connection; and each other ends after five mails.
    Flapping,
}

/// One fault of a server that is well otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    pub name: &'static str,
    pub at: At,
    pub how: How,
    pub whom: Whom,
    /// Whether it has kept the mail by then.
    pub keeps: bool,
    /// How long Plaza gives it for a mail.
    pub patience: Duration,
}

const fn fault(name: &'static str, at: At, how: How, whom: Whom) -> Fault {
    Fault {
        name,
        at,
        how,
        whom,
        keeps: false,
        patience: Duration::from_secs(20),
    }
}

/// One for which Plaza has to wait until its patience ends.
const fn slow(name: &'static str, at: At, how: How, whom: Whom) -> Fault {
    Fault {
        patience: Duration::from_secs(5),
        ..fault(name, at, how, whom)
    }
}

/// One that comes when the mail is kept.
const fn kept(fault: Fault) -> Fault {
    Fault {
        keeps: true,
        ..fault
    }
}

const FIRST: Whom = Whom::First(3);
const EACH: Whom = Whom::Each { nth: 1, times: 2 };
const FOURTH: Whom = Whom::Each { nth: 4, times: 1 };
/// For what takes seconds each time.
const RARELY: Whom = Whom::Each { nth: 200, times: 1 };
/// For good.
const THIRD: Whom = Whom::Each {
    nth: 3,
    times: usize::MAX,
};

/// It meets each mail once, and Plaza is impatient: many answers that never end.
pub const ENDLESS: Fault = Fault {
    patience: Duration::from_millis(500),
    ..fault(
        "endless drips",
        At::Recipient,
        How::DripsOn,
        Whom::Each { nth: 1, times: 1 },
    )
};

pub const FAULTS: &[Fault] = &[
    fault(
        "greylisting",
        At::Recipient,
        How::Says("451 4.7.1 greylisted, come again"),
        Whom::Each { nth: 1, times: 1 },
    ),
    fault(
        "4xx at the greeting",
        At::Greeting,
        How::Says("421 4.3.2 not now"),
        FIRST,
    ),
    fault(
        "4xx at EHLO",
        At::Hello,
        How::Says("421 4.3.2 not now"),
        FIRST,
    ),
    fault(
        "4xx at AUTH",
        At::LogOn,
        How::Says("454 4.7.0 not now"),
        FIRST,
    ),
    fault(
        "4xx at MAIL",
        At::Sender,
        How::Says("451 4.3.0 not now"),
        FIRST,
    ),
    fault(
        "4xx at RCPT",
        At::Recipient,
        How::Says("450 4.2.0 not now"),
        EACH,
    ),
    fault(
        "4xx at DATA",
        At::Data,
        How::Says("451 4.3.0 not now"),
        EACH,
    ),
    fault(
        "4xx after DATA",
        At::Message,
        How::Says("451 4.3.0 not now"),
        EACH,
    ),
    fault(
        "5xx at the greeting",
        At::Greeting,
        How::Says("554 5.3.2 no service"),
        FIRST,
    ),
    fault(
        "5xx at EHLO",
        At::Hello,
        How::Says("550 5.3.0 go away"),
        FIRST,
    ),
    fault(
        "5xx at STARTTLS",
        At::StartTls,
        How::Says("554 5.7.3 TLS is not for you"),
        FIRST,
    ),
    fault(
        "5xx at AUTH",
        At::LogOn,
        How::Says("535 5.7.8 not this password"),
        FIRST,
    ),
    fault(
        "5xx at MAIL",
        At::Sender,
        How::Says("550 5.1.8 not this sender"),
        FIRST,
    ),
    fault(
        "5xx at RCPT",
        At::Recipient,
        How::Says("550 5.7.1 not this one"),
        THIRD,
    ),
    fault(
        "5xx at DATA",
        At::Data,
        How::Says("554 5.3.0 not this one"),
        THIRD,
    ),
    fault(
        "5xx after DATA",
        At::Message,
        How::Says("554 5.7.1 not this one"),
        THIRD,
    ),
    slow("hangs at the greeting", At::Greeting, How::Hangs, FIRST),
    slow("hangs at MAIL", At::Sender, How::Hangs, FIRST),
    slow("hangs at EHLO", At::Hello, How::Hangs, Whom::First(1)),
    slow(
        "hangs at STARTTLS",
        At::StartTls,
        How::Hangs,
        Whom::First(1),
    ),
    slow("hangs at AUTH", At::LogOn, How::Hangs, Whom::First(1)),
    slow("hangs at DATA", At::Data, How::Hangs, RARELY),
    slow("hangs at RCPT", At::Recipient, How::Hangs, RARELY),
    slow("hangs after DATA", At::Message, How::Hangs, RARELY),
    kept(slow("keeps and hangs", At::Message, How::Hangs, RARELY)),
    fault(
        "slow drip",
        At::Recipient,
        How::Drips,
        Whom::Each { nth: 100, times: 1 },
    ),
    slow("drip without an end", At::Recipient, How::DripsOn, RARELY),
    fault("reset during the mail", At::Data, How::Resets, FOURTH),
    fault("dropped at RCPT", At::Recipient, How::Drops, FOURTH),
    fault("dropped after DATA", At::Message, How::Drops, FOURTH),
    kept(fault("kept, then dropped", At::Message, How::Drops, FOURTH)),
    kept(fault(
        "accepted, then dropped",
        At::Message,
        How::SaysAndDrops("250 taken"),
        Whom::Each { nth: 2, times: 1 },
    )),
    fault("flapping", At::Greeting, How::Drops, Whom::Flapping),
    fault(
        "STARTTLS refused",
        At::StartTls,
        How::Says("454 4.7.0 TLS is not available"),
        FIRST,
    ),
    fault(
        "STARTTLS broken",
        At::StartTls,
        How::SaysAndDrops("220 go ahead"),
        FIRST,
    ),
    fault(
        "full queue at MAIL",
        At::Sender,
        How::Says("452 4.3.1 queue is full"),
        FIRST,
    ),
    fault(
        "full queue after DATA",
        At::Message,
        How::Says("452 4.3.1 queue is full"),
        EACH,
    ),
];

impl Fault {
    /// Whether it says nothing about a mail: then all wait as they are.
    pub fn is_the_relays(&self) -> bool {
        matches!(
            self.at,
            At::Greeting | At::Hello | At::StartTls | At::LogOn | At::Sender
        )
    }

    /// Who logs on, as a part of the server's address.
    pub fn who(&self) -> &'static str {
        if self.at == At::LogOn {
            "plaza:secret@"
        } else {
            ""
        }
    }

    /// Whether a mail can arrive twice: it was kept, and its sender could not be told.
    pub fn can_double(&self) -> bool {
        self.keeps && matches!(self.how, How::Drops | How::Hangs)
    }

    /// Of so many mails, how many are refused for good.
    pub fn refuses(&self, mails: usize) -> usize {
        match (self.how, self.whom) {
            (How::Says(words), Whom::Each { nth, .. }) if words.starts_with('5') => {
                mails.div_ceil(nth)
            }
            _ => 0,
        }
    }
}
