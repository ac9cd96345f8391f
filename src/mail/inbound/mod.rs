//! What comes in by mail: what a message is. What becomes of it, `suggestions::inbound` says.
//!
//! A message is anybody's: nothing in it is believed but what the city's own mail server wrote above
//! it (`proof`), and the address that it came to (`mail::tag`).

mod automatic;
mod bounds;
mod new_text;
mod notice;
mod others;
mod proof;
mod report;
mod signature;

use mail_parser::{
    Header, HeaderName, Message, MessageParser, MessagePart, MimeHeaders as _, PartType,
};

use crate::{config::Inbound, privacy::Private};

pub use self::{automatic::Automatic, bounds::HEADERS as LONGEST_HEADERS, report::Report};

/// Who sent a message whereto, as the mail server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Empty for what nobody is to answer, such as a bounce.
    pub from: String,
    pub to: String,
}

impl Envelope {
    fn is_from_nobody(&self) -> bool {
        matches!(self.from.trim(), "" | "<>" | "MAILER-DAEMON")
    }

    /// Whether it came to the address of return, with a tag or without.
    pub fn is_for(&self, inbound: &Inbound) -> bool {
        let to = self.to.trim().to_ascii_lowercase();
        let Some((local, domain)) = to.rsplit_once('@') else {
            return false;
        };
        let name = local.split_once('+').map_or(local, |(name, _)| name);
        name == inbound.local && domain == inbound.domain
    }
}

/// What a message is read with: what the configuration says of the mail server and of Plaza.
#[derive(Clone, Debug)]
pub struct Trusted {
    /// The name by which the city's mail server signs its findings (RFC 8601); without one nothing
    /// is proven.
    pub server: Option<String>,
    /// The host that Plaza's own Message-IDs end with.
    pub host: String,
}

/// A file that came with a message.
pub struct Enclosed {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A message, read.
pub struct Incoming {
    /// Whether it was taken apart; what was not is built so that a person has to look at it.
    pub is_whole: bool,
    /// The address of its one author, where it names one.
    pub from: Option<Private<String>>,
    /// Whether the mail server found that its author's domain sent it (DMARC).
    pub is_proven: bool,
    pub subject: Private<String>,
    /// All that it says; of what was not taken apart all that stands below its headers, as it came.
    pub text: Private<String>,
    /// What its author wrote now: without quotes, signature, and the line above a quote.
    pub new_text: Private<String>,
    /// Whether what others wrote may stand among the new words all the same.
    pub may_hold_others: bool,
    pub files: Vec<Enclosed>,
    pub automatic: Option<Automatic>,
    /// Whether its subject is as that of an out-of-office note may be.
    pub may_be_note: bool,
    pub report: Option<Report>,
    /// By this and its words it is known when it comes again.
    pub message_id: String,
}

/// Kinds of parts that say something of a message, and are none of its files.
const SAYING: [(&str, &str); 6] = [
    ("application", "pgp-signature"),
    ("application", "pkcs7-signature"),
    ("application", "x-pkcs7-signature"),
    ("message", "delivery-status"),
    ("message", "disposition-notification"),
    ("text", "rfc822-headers"),
];

/// Reads a message; `None` for what is none at all.
pub fn read(raw: &[u8], envelope: &Envelope, trusted: &Trusted) -> Option<Incoming> {
    let top = raw.get(..bounds::HEADERS).unwrap_or(raw);
    let top = MessageParser::default().parse_headers(top);
    if !bounds::hold(raw) {
        return Some(unopened(raw, &top?, envelope, trusted));
    }
    let message = MessageParser::default().parse(raw)?;
    // Who wrote it stands at the top alone, whatever lies within.
    let top = top.as_ref().unwrap_or(&message);
    let text = text(&message);
    let headers = Headers::of(top);
    let report = report::read(&message, &headers, &text, envelope.is_from_nobody());
    let said = said((top, &headers), text, envelope, trusted);
    // Nothing tells in HTML what is quoted.
    let is_html = message.text_bodies().any(MessagePart::is_text_html);
    Some(Incoming {
        may_hold_others: is_html || said.may_hold_others,
        files: message.attachments().filter_map(enclosed).collect(),
        report,
        ..said
    })
}

/// A message that is built beyond all bounds: its words as they came. Its files cannot be told apart, and
/// the whole as a file would take along what servers wrote above it.
fn unopened(raw: &[u8], top: &Message<'_>, envelope: &Envelope, trusted: &Trusted) -> Incoming {
    let last = top.headers().last();
    let end = last.map_or(0, |header| header.offset_end as usize);
    let below = raw.get(end..).unwrap_or_default();
    let below = below.get(..4 * LONGEST).unwrap_or(below);
    let text = plain(String::from_utf8_lossy(below).trim());
    Incoming {
        is_whole: false,
        ..said((top, &Headers::of(top)), text, envelope, trusted)
    }
}

/// What the top of a message and its text say.
fn said(
    (top, headers): (&Message<'_>, &Headers),
    text: String,
    envelope: &Envelope,
    trusted: &Trusted,
) -> Incoming {
    let from = author(top);
    let is_proven = match (&from, &trusted.server) {
        (Some(from), Some(server)) => proof::is_proven(headers, server, from),
        _ => false,
    };
    let subject = top.subject().unwrap_or_default().trim();
    let from_nobody = envelope.is_from_nobody();
    let new_text = new_text::of(&text);
    Incoming {
        is_whole: true,
        from: from.map(Private::new),
        is_proven,
        subject: Private::new(subject.to_owned()),
        may_be_note: automatic::may_be_note(subject),
        may_hold_others: others::may_stand_in(&new_text),
        new_text: Private::new(new_text),
        text: Private::new(text),
        files: Vec::new(),
        automatic: automatic::recognise(headers, subject, from_nobody, &trusted.host),
        report: None,
        message_id: headers.first("message-id").unwrap_or_default().to_owned(),
    }
}

/// The headers of a message from the top, each with its value unfolded.
struct Headers(Vec<(String, String)>);

impl Headers {
    fn of(message: &Message<'_>) -> Self {
        // None is passed over, whatever its bytes are: the topmost of a name is the one that counts.
        let value = |header: &Header<'_>| {
            let (start, end) = (header.offset_start as usize, header.offset_end as usize);
            let bytes = message.raw_message.get(start..end).unwrap_or_default();
            let value = String::from_utf8_lossy(bytes);
            value.replace(['\r', '\n'], "").trim().to_owned()
        };
        let all = message.headers().iter();
        Self(
            all.map(|header| (header.name.as_str().to_ascii_lowercase(), value(header)))
                .collect(),
        )
    }

    /// Those of a name, which is in lower case, the topmost first.
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let these = self.0.iter().filter(move |(known, _)| known == name);
        these.map(|(_, value)| value.as_str())
    }

    fn first<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.all(name).next()
    }
}

/// The address of its author; `None` where there are several, or several lines that name one.
fn author(message: &Message<'_>) -> Option<String> {
    let mut all = message.header_values(HeaderName::From);
    let (first, second) = (all.next()?, all.next());
    let mut addresses = first.as_address()?.iter();
    let (address, further) = (addresses.next()?, addresses.next());
    if second.is_some() || further.is_some() {
        return None;
    }
    let address = address.address.as_deref()?.trim();
    address.contains('@').then(|| address.to_owned())
}

/// The longest text that is looked at, in characters; a longer one is cut.
const LONGEST: usize = 200_000;

/// All texts of a message, one below the other; of HTML what a reader sees.
fn text(message: &Message<'_>) -> String {
    let parts = (0..message.text_body_count()).filter_map(|at| message.body_text(at));
    let all: Vec<String> = parts.map(|part| part.trim().to_owned()).collect();
    plain(&all.join("\n\n"))
}

/// A text as it is looked at.
fn plain(text: &str) -> String {
    let seen = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let plain = text.replace("\r\n", "\n").replace('\r', "\n");
    plain.chars().filter(seen).take(LONGEST).collect()
}

fn enclosed(part: &MessagePart<'_>) -> Option<Enclosed> {
    let is_saying = |(main, sub): &(&str, &str)| part.is_content_type(main, sub);
    if SAYING.iter().any(is_saying) || part.contents().is_empty() {
        return None;
    }
    let ending = match part.body {
        PartType::Message(_) => "message.eml",
        PartType::Text(_) => "text.txt",
        PartType::Html(_) => "text.html",
        _ => "file",
    };
    Some(Enclosed {
        name: part.attachment_name().unwrap_or(ending).to_owned(),
        bytes: part.contents().to_vec(),
    })
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::privacy::{Purpose, Viewer};

    pub fn envelope(from: &str) -> Envelope {
        Envelope {
            from: from.to_owned(),
            to: "plaza@mail.city.example".to_owned(),
        }
    }

    pub fn trusted() -> Trusted {
        Trusted {
            server: Some("mx.city.example".to_owned()),
            host: "plaza.city.example".to_owned(),
        }
    }

    pub fn incoming(raw: &str, from: &str) -> Incoming {
        let raw = raw.replace('\n', "\r\n");
        read(raw.as_bytes(), &envelope(from), &trusted()).expect("a message")
    }

    fn shown(words: &Private<String>) -> &str {
        words.reveal(Viewer::Plaza, Purpose::Storage)
    }

    #[test]
    fn what_is_for_plaza_has_its_name_and_domain() {
        let inbound = Inbound {
            local: "plaza".to_owned(),
            domain: "mail.city.example".to_owned(),
        };
        for (to, is_for) in [
            ("plaza@mail.city.example", true),
            ("Plaza+o1abc@Mail.City.Example", true),
            ("plaza+@mail.city.example", true),
            ("plaza2@mail.city.example", false),
            ("plaza@city.example", false),
            ("plaza", false),
            ("", false),
        ] {
            let to = to.to_owned();
            let envelope = Envelope {
                from: String::new(),
                to: to.clone(),
            };
            assert_eq!(envelope.is_for(&inbound), is_for, "{to}");
        }
    }

    #[test]
    fn a_message_is_taken_apart() {
        let read = incoming(
            "From: =?utf-8?B?546L5bCP5piO?= <ming@office.example>\nSubject: Re: KH\nMessage-ID: <1@office.example>\n\
             MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\
             Content-Type: text/plain; charset=big5\nContent-Transfer-Encoding: base64\n\npaSn6aT5\n--b\n\
             Content-Type: text/plain; name=notes.txt\nContent-Disposition: attachment; filename=notes.txt\n\nNotes\n--b--\n",
            "ming@office.example",
        );
        assert_eq!(read.from.as_ref().map(shown), Some("ming@office.example"));
        assert_eq!(shown(&read.subject), "Re: KH");
        // Big5, as many programs in Taiwan still write it.
        let expected = encoding_rs::BIG5
            .decode(&[0xa5, 0xa4, 0xa7, 0xe9, 0xa4, 0xf9])
            .0;
        assert_eq!(shown(&read.text), expected);
        assert_eq!(read.files.len(), 1);
        assert_eq!(read.files[0].name, "notes.txt");
        assert_eq!(read.files[0].bytes.trim_ascii_end(), b"Notes");
        assert!(!read.is_proven && read.automatic.is_none() && read.report.is_none());
    }

    #[test]
    fn findings_that_no_text_can_hold_are_not_passed_over() {
        let raw = |first: &[u8]| {
            let pass: &[u8] =
                b"\r\nAuthentication-Results: mx.city.example; dmarc=pass header.from=office.example\r\n\
                  From: ming@office.example\r\n\r\nHi\r\n";
            [first, pass].concat()
        };
        for (first, is_proven) in [
            (&b"Subject: \xff"[..], true),
            (&b"Authentication-Results: mx.city.example; dmarc=pass header.from=office.example smtp.helo=\xff"[..], false),
            (&b"Authentication-Results: mx.city.example; dmarc=fail header.from=\xff"[..], false),
        ] {
            let read = read(&raw(first), &envelope("ming@office.example"), &trusted());
            assert_eq!(read.expect("a message").is_proven, is_proven);
        }
    }

    #[test]
    fn what_is_built_beyond_all_bounds_keeps_its_words_and_its_author() {
        let chain = "Content-Type: message/rfc822\n\n".repeat(50_000);
        let top = "From: ming@office.example\nSubject: Re: KH\nMessage-ID: <1@office.example>\n";
        let parts = "--b\nContent-Type: multipart/x; boundary=nowhere\n\n".repeat(20_000);
        let parts = format!("Content-Type: multipart/mixed; boundary=b\n\n{parts}");
        for body in [chain, parts] {
            let raw = format!("{top}{body}The hole is filled.\n");
            let read = incoming(&raw, "ming@office.example");
            assert!(!read.is_whole && read.report.is_none());
            assert_eq!(read.from.as_ref().map(shown), Some("ming@office.example"));
            assert_eq!(shown(&read.subject), "Re: KH");
            assert_eq!(read.message_id, "<1@office.example>");
            assert!(shown(&read.text).starts_with(body.lines().nth(2).expect("a third line")));
            assert!(read.files.is_empty());
        }
        // A short one is kept with all its words.
        let chain = "Content-Type: message/rfc822\n\n".repeat(100);
        let read = incoming(&format!("{top}{chain}The hole is filled.\n"), "");
        assert!(shown(&read.text).ends_with("The hole is filled."));
    }

    /// Whom a message comes from stands at its top, whatever lies within.
    #[test]
    fn nothing_within_passes_for_the_top() {
        let within = "Authentication-Results: mx.city.example; dmarc=pass header.from=office.example\n\
                      From: ming@office.example\n\nHi\n";
        let nested = "Content-Type: message/rfc822\n\n";
        let twice = format!("{nested}{nested}{within}");
        let twice = twice.as_str();
        for parts in [
            vec![within],
            vec![twice],
            vec![twice, within],
            vec![twice, twice],
            vec![within, twice, twice, twice],
        ] {
            let parts: Vec<String> = parts.iter().map(|part| format!("--b\n{part}\n")).collect();
            let raw = format!(
                "From: mallory@elsewhere.example\nContent-Type: multipart/mixed; boundary=b\n\n{}--b--\n",
                parts.concat()
            );
            let read = incoming(&raw, "mallory@elsewhere.example");
            assert_eq!(
                read.from.as_ref().map(shown),
                Some("mallory@elsewhere.example")
            );
            assert!(!read.is_proven, "{raw}");
        }
    }

    #[test]
    fn what_nothing_tells_from_others_words_is_said_so() {
        for (kind, words, may) in [
            ("text/plain", "We fixed it.", false),
            ("text/html", "<p>We fixed it.</p>", true),
            (
                "text/plain",
                "See below.\n\n--- Forwarded message ---\nNo.",
                true,
            ),
        ] {
            let raw = format!("From: ming@office.example\nContent-Type: {kind}\n\n{words}\n");
            let read = incoming(&raw, "ming@office.example");
            assert_eq!(read.may_hold_others, may, "{words}");
        }
        let both = "From: ming@office.example\nContent-Type: multipart/alternative; boundary=b\n\n\
                    --b\nContent-Type: text/plain\n\nWe fixed it.\n--b\nContent-Type: text/html\n\n<p>We fixed it.</p>\n--b--\n";
        assert!(!incoming(both, "ming@office.example").may_hold_others);
    }

    #[test]
    fn who_names_two_authors_has_none() {
        for raw in [
            "From: a@office.example, b@office.example\n\nHi\n",
            "From: a@office.example\nFrom: b@office.example\n\nHi\n",
            "From: nobody\n\nHi\n",
            "Subject: none\n\nHi\n",
        ] {
            assert!(incoming(raw, "a@office.example").from.is_none(), "{raw}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_bytes_make_it_panic(raw in proptest::collection::vec(any::<u8>(), 0..2_000)) {
            let _ = read(&raw, &envelope(""), &trusted());
        }

        #[test]
        fn nor_does_any_text_below_headers(head in "[ -~\n]{0,200}", body in any::<String>()) {
            let raw = format!("From: a@office.example\n{head}\n\n{body}");
            let _ = read(raw.as_bytes(), &envelope(""), &trusted());
        }
    }
}
