//! What is said on one connection (RFC 2033): which line may follow which, and what a message is. Reads
//! and writes nothing itself.

use crate::{config::Inbound, mail::inbound::Envelope};

/// To how many one message goes at most.
const MOST_RECIPIENTS: usize = 100;

/// What follows a line.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// To be said, with its end of line.
    Reply(String),
    /// The message comes now, once this is said.
    Data(&'static str),
    /// To be said, and then nothing more.
    End(&'static str),
}

/// One connection.
pub struct Session {
    inbound: Inbound,
    largest: usize,
    is_greeted: bool,
    from: Option<String>,
    to: Vec<String>,
}

fn reply(words: &str) -> Step {
    Step::Reply(format!("{words}\r\n"))
}

impl Session {
    pub fn new(inbound: Inbound, largest: usize) -> Self {
        Self {
            inbound,
            largest,
            is_greeted: false,
            from: None,
            to: Vec::new(),
        }
    }

    /// What is said first.
    pub fn greeting(&self) -> String {
        format!("220 {} LMTP Plaza\r\n", self.inbound.domain)
    }

    /// To whom the message goes, each with who sent it; the next message begins anew.
    pub fn take(&mut self) -> Vec<Envelope> {
        let from = self.from.take().unwrap_or_default();
        let to = std::mem::take(&mut self.to).into_iter();
        to.map(|to| Envelope {
            from: from.clone(),
            to,
        })
        .collect()
    }

    fn reset(&mut self) {
        (self.from, self.to) = (None, Vec::new());
    }

    /// A command, without its end of line.
    pub fn line(&mut self, line: &str) -> Step {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb.trim().to_ascii_uppercase().as_str() {
            "LHLO" => self.greet(rest.trim()),
            "MAIL" => self.mail(rest),
            "RCPT" => self.recipient(rest),
            "DATA" => self.data(),
            "RSET" => {
                self.reset();
                reply("250 2.0.0 begin anew")
            }
            "NOOP" => reply("250 2.0.0 nothing done"),
            "VRFY" => reply("252 2.5.1 try it"),
            "QUIT" => Step::End("221 2.0.0 until later\r\n"),
            "HELO" | "EHLO" => reply("500 5.5.1 this is LMTP; say LHLO"),
            _ => reply("500 5.5.2 not understood"),
        }
    }

    fn greet(&mut self, name: &str) -> Step {
        if name.is_empty() {
            return reply("501 5.5.4 say LHLO and your name");
        }
        self.reset();
        self.is_greeted = true;
        let said = [
            format!("250-{}", self.inbound.domain),
            "250-PIPELINING".to_owned(),
            "250-ENHANCEDSTATUSCODES".to_owned(),
            "250-8BITMIME".to_owned(),
            "250-SMTPUTF8".to_owned(),
            format!("250 SIZE {}", self.largest),
        ];
        reply(&said.join("\r\n"))
    }

    fn mail(&mut self, rest: &str) -> Step {
        if !self.is_greeted || self.from.is_some() {
            return reply("503 5.5.1 not now");
        }
        let Some((from, more)) = path(rest, "FROM:") else {
            return reply("501 5.5.4 say MAIL FROM:<address>");
        };
        let size = more.split_whitespace().find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.eq_ignore_ascii_case("SIZE")
                .then(|| value.parse::<usize>())
        });
        match size {
            Some(Err(_)) => return reply("501 5.5.4 SIZE is a number"),
            Some(Ok(size)) if size > self.largest => {
                return reply("552 5.3.4 the message is larger than is taken");
            }
            _ => {}
        }
        self.from = Some(from);
        reply("250 2.1.0 sender taken")
    }

    fn recipient(&mut self, rest: &str) -> Step {
        let Some(from) = self.from.clone() else {
            return reply("503 5.5.1 say MAIL first");
        };
        let Some((to, _)) = path(rest, "TO:") else {
            return reply("501 5.5.4 say RCPT TO:<address>");
        };
        let envelope = Envelope { from, to };
        if !envelope.is_for(&self.inbound) {
            return reply("550 5.1.1 no mail for this address is taken here");
        }
        if self.to.len() >= MOST_RECIPIENTS {
            return reply("452 4.5.3 too many recipients");
        }
        self.to.push(envelope.to);
        reply("250 2.1.5 recipient taken")
    }

    fn data(&self) -> Step {
        if self.to.is_empty() {
            return reply("503 5.5.1 no recipient was taken");
        }
        Step::Data("354 end with a dot on a line of its own\r\n")
    }
}

/// The address between angle brackets behind `word`, and what follows; a bracket between quotes is
/// part of the address.
fn path(rest: &str, word: &str) -> Option<(String, String)> {
    let rest = rest.trim_start();
    let (said, rest) = rest.split_at_checked(word.len())?;
    if !said.eq_ignore_ascii_case(word) {
        return None;
    }
    let rest = rest.trim_start().strip_prefix('<')?;
    let (mut quoted, mut escaped) = (false, false);
    for (at, character) in rest.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            '>' if !quoted => {
                return Some((rest[..at].to_owned(), rest[at + 1..].to_owned()));
            }
            _ => {}
        }
    }
    None
}

/// The message as it comes: without the dots that were put before its own, up to the last.
pub struct Data {
    bytes: Vec<u8>,
    largest: usize,
    /// Whether the piece before ended a line, as only CR and LF together do.
    begins_line: bool,
    /// Whether the piece before ended in CR: a long line may be parted before its LF.
    ends_in_cr: bool,
    is_too_large: bool,
}

impl Data {
    pub fn new(largest: usize) -> Self {
        Self {
            bytes: Vec::new(),
            largest,
            begins_line: true,
            ends_in_cr: false,
            is_too_large: false,
        }
    }

    /// Takes a line with its end, or a piece of a long one; gives whether it was the last.
    pub fn push(&mut self, piece: &[u8]) -> bool {
        if self.begins_line && piece == b".\r\n" {
            return true;
        }
        let whole = piece;
        let piece = match whole {
            [b'.', rest @ ..] if self.begins_line => rest,
            all => all,
        };
        self.begins_line = whole.ends_with(b"\r\n") || (self.ends_in_cr && whole == b"\n");
        self.ends_in_cr = whole.ends_with(b"\r");
        if self.bytes.len() + piece.len() > self.largest {
            self.is_too_large = true;
            self.bytes = Vec::new();
        }
        if !self.is_too_large {
            self.bytes.extend_from_slice(piece);
        }
        false
    }

    /// The message; `None` where it is larger than is taken.
    pub fn whole(self) -> Option<Vec<u8>> {
        (!self.is_too_large).then_some(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn session() -> Session {
        let inbound = Inbound {
            local: "plaza".to_owned(),
            domain: "mail.city.example".to_owned(),
        };
        Session::new(inbound, 1_000)
    }

    /// The number that a line is answered with.
    fn says(session: &mut Session, line: &str) -> String {
        match session.line(line) {
            Step::Reply(words) => words[..3].to_owned(),
            Step::Data(words) | Step::End(words) => words[..3].to_owned(),
        }
    }

    #[test]
    fn a_message_is_handed_in_line_by_line() {
        let mut session = session();
        for (line, number) in [
            ("MAIL FROM:<a@office.example>", "503"),
            ("EHLO mx", "500"),
            ("LHLO", "501"),
            ("lhlo mx.city.example", "250"),
            ("RCPT TO:<plaza@mail.city.example>", "503"),
            ("DATA", "503"),
            ("MAIL FROM:a@office.example", "501"),
            ("MAIL FROM:<a@office.example> SIZE=1001", "552"),
            ("MAIL FROM:<a@office.example> SIZE=x", "501"),
            (
                "MAIL FROM:<a@office.example> SIZE=1000 BODY=8BITMIME",
                "250",
            ),
            ("MAIL FROM:<b@office.example>", "503"),
            ("RCPT TO:<plaza@elsewhere.example>", "550"),
            ("RCPT TO:<>", "550"),
            ("DATA", "503"),
            ("rcpt to: <Plaza+o1a@mail.city.example>", "250"),
            ("RCPT TO:<plaza@mail.city.example>", "250"),
            ("NOOP", "250"),
            ("VRFY plaza", "252"),
            ("TURN", "500"),
            ("市府", "500"),
            ("DATA", "354"),
        ] {
            assert_eq!(says(&mut session, line), number, "{line}");
        }
        let taken = session.take();
        let to: Vec<&str> = taken.iter().map(|one| one.to.as_str()).collect();
        assert_eq!(
            to,
            ["Plaza+o1a@mail.city.example", "plaza@mail.city.example"]
        );
        assert!(taken.iter().all(|one| one.from == "a@office.example"));
        assert_eq!(says(&mut session, "DATA"), "503", "the next begins anew");
        assert_eq!(says(&mut session, "MAIL FROM:<>"), "250");
        assert_eq!(says(&mut session, "RSET"), "250");
        assert_eq!(
            says(&mut session, "RCPT TO:<plaza@mail.city.example>"),
            "503"
        );
        assert_eq!(says(&mut session, "QUIT"), "221");
    }

    #[test]
    fn a_message_has_so_many_recipients_at_most() {
        let mut session = session();
        says(&mut session, "LHLO mx");
        says(&mut session, "MAIL FROM:<>");
        for _ in 0..MOST_RECIPIENTS {
            assert_eq!(
                says(&mut session, "RCPT TO:<plaza@mail.city.example>"),
                "250"
            );
        }
        assert_eq!(
            says(&mut session, "RCPT TO:<plaza@mail.city.example>"),
            "452"
        );
    }

    #[test]
    fn a_bracket_between_quotes_is_part_of_an_address() {
        let read = path("FROM:<\"a>b\"@c.example> SIZE=1", "FROM:");
        let expected = ("\"a>b\"@c.example".to_owned(), " SIZE=1".to_owned());
        assert_eq!(read, Some(expected));
        for wrong in ["", "FROM", "FROM:", "FROM:<a", "FROM:a>", "市:<a>"] {
            assert_eq!(path(wrong, "FROM:"), None, "{wrong}");
        }
    }

    fn whole(pieces: &[&[u8]], largest: usize) -> (bool, Option<Vec<u8>>) {
        let mut data = Data::new(largest);
        let ended = pieces.iter().any(|piece| data.push(piece));
        (ended, data.whole())
    }

    #[test]
    fn only_a_dot_between_whole_ends_of_lines_ends_a_message() {
        let (ended, message) = whole(&[b"A: b\r\n", b"\r\n", b"..x\r\n", b"y\r\n", b".\r\n"], 99);
        assert!(ended);
        assert_eq!(message.as_deref(), Some(&b"A: b\r\n\r\n.x\r\ny\r\n"[..]));
        let smuggled: [[&[u8]; 2]; 4] = [
            [b"x\n", b".\r\n"],
            [b"x\r\n", b".\n"],
            [b"x", b".\r\n"],
            [b"x\r\n", b"..\r\n"],
        ];
        for smuggled in &smuggled {
            assert!(!whole(smuggled, 99).0, "{smuggled:?}");
        }
        assert_eq!(
            whole(&[b"12345\r\n", b"67890\r\n", b".\r\n"], 13),
            (true, None)
        );
        assert_eq!(whole(&[b".\r\n"], 13), (true, Some(Vec::new())));
        // A line that is parted between CR and LF is a line all the same.
        let parted: [&[u8]; 3] = [b"x\r", b"\n", b".\r\n"];
        assert_eq!(whole(&parted, 13), (true, Some(b"x\r\n".to_vec())));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_sent_by_the_rules_arrives_as_it_was(lines in proptest::collection::vec(("[.a]{0,4}", 0..7_usize), 0..20)) {
            let mut data = Data::new(10_000);
            for (line, at) in &lines {
                let dot = if line.starts_with('.') { "." } else { "" };
                let stuffed = format!("{dot}{line}\r\n");
                // In two pieces, wherever they part.
                let (first, second) = stuffed.split_at((*at).min(stuffed.len()));
                for piece in [first, second].into_iter().filter(|piece| !piece.is_empty()) {
                    prop_assert!(!data.push(piece.as_bytes()));
                }
            }
            prop_assert!(data.push(b".\r\n"));
            let sent: String = lines.iter().map(|(line, _)| format!("{line}\r\n")).collect();
            prop_assert_eq!(data.whole(), Some(sent.into_bytes()));
        }

        #[test]
        fn no_line_makes_it_panic(lines in proptest::collection::vec(any::<String>(), 0..20)) {
            let mut session = session();
            for line in lines {
                let _ = session.line(&line);
                let _ = session.line(&format!("MAIL FROM:{line}"));
                let _ = session.line(&format!("RCPT TO:<{line}"));
            }
        }
    }
}
