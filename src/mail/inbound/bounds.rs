//! How a message may be built to be taken apart: of so many parts, so deep in each other, with headers of
//! such a length.
//!
//! The library that takes messages apart puts each message that lies in another inside it and knows no
//! end of that, so that a long chain of them would end the whole program when it is let go; and what ends
//! a part it may seek through all that follows, part for part. So each message is first gone through by the
//! library's own steps, of which nothing is kept. What is beyond the bounds is not handed to it.

use mail_parser::{
    ContentType, Encoding, GetHeader as _, Header, HeaderName, HeaderValue, MessageParser,
    parsers::MessageStream,
};

/// How long the headers of a message and of all its parts are together, in bytes: the library compares
/// what stands in them with each other.
pub const HEADERS: usize = 256 * 1024;
/// Of how many parts it is.
const PARTS: usize = 250;
/// How deep they lie in each other.
const DEPTH: usize = 32;
/// How long what stands between parts is, in bytes; more than twice what RFC 2046 allows.
const BOUNDARY: usize = 200;
/// How many times what should stand between parts is nowhere.
const MISSED: usize = 8;

/// Whether a message can be taken apart.
pub(super) fn hold(raw: &[u8]) -> bool {
    room_left(raw).is_ok()
}

fn room_left(raw: &[u8]) -> Result<Room, Beyond> {
    let mut room = Room {
        headers: HEADERS,
        parts: PARTS,
        missed: MISSED,
    };
    Walk::new(raw, false).run(&mut room)?;
    Ok(room)
}

/// A bound is passed.
struct Beyond;

/// What may still come.
struct Room {
    headers: usize,
    parts: usize,
    missed: usize,
}

fn take(room: &mut usize, used: usize) -> Result<(), Beyond> {
    *room = room.checked_sub(used).ok_or(Beyond)?;
    Ok(())
}

/// What a part is, as far as it matters for those within it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Message,
    /// Of several, each of them a message if it says nothing else.
    Digest,
    Other,
}

impl Kind {
    fn of(said: Option<&ContentType<'_>>, above: Self) -> Self {
        match said.map(|said| (said.ctype(), said.subtype())) {
            Some(("multipart", Some("digest"))) => Self::Digest,
            Some(("message", Some("rfc822" | "global"))) => Self::Message,
            None if above == Self::Digest => Self::Message,
            _ => Self::Other,
        }
    }
}

/// What the headers of a part say of how it is built.
struct Head {
    kind: Kind,
    /// What stands between its own parts, where it is of several.
    boundary: Option<Vec<u8>>,
    encoding: Encoding,
}

impl Head {
    fn of(headers: Vec<Header<'_>>, above: Kind) -> Self {
        let said = headers.header_value(&HeaderName::ContentType);
        let said = said.and_then(|value| value.as_content_type());
        let several = said.filter(|said| said.ctype() == "multipart");
        let boundary = several.and_then(|said| said.attribute("boundary"));
        let encoding = headers.header_value(&HeaderName::ContentTransferEncoding);
        let is = |name: &str| match encoding {
            Some(HeaderValue::Text(known)) => known.eq_ignore_ascii_case(name),
            _ => false,
        };
        Self {
            kind: Kind::of(said, above),
            boundary: boundary.map(|boundary| boundary.as_bytes().to_vec()),
            encoding: if is("base64") {
                Encoding::Base64
            } else if is("quoted-printable") {
                Encoding::QuotedPrintable
            } else {
                Encoding::None
            },
        }
    }
}

/// Where the parts that come next lie.
struct Level {
    kind: Kind,
    /// What ends each of them.
    boundary: Option<Vec<u8>>,
}

/// A message that is gone through.
struct Walk<'x> {
    data: &'x [u8],
    stream: MessageStream<'x>,
    level: Level,
    /// Those that this level lies in, and whether it is a message's in that.
    above: Vec<(Level, bool)>,
    /// Whether it lay encoded in another: then what lies in it is held as often as it holds messages.
    is_encoded: bool,
}

impl<'x> Walk<'x> {
    fn new(data: &'x [u8], is_encoded: bool) -> Self {
        Self {
            data,
            stream: MessageStream::new(data),
            level: Level {
                kind: Kind::Message,
                boundary: None,
            },
            above: Vec::new(),
            is_encoded,
        }
    }

    fn run(mut self, room: &mut Room) -> Result<(), Beyond> {
        while let Some(head) = self.head(room)? {
            let is_entered = self.enter(&head, room)?;
            if is_entered {
                continue;
            }
            self.pass(&head, room)?;
            if !self.go_on() {
                break;
            }
        }
        Ok(())
    }

    /// The next part's; none at the end of all.
    fn head(&mut self, room: &mut Room) -> Result<Option<Head>, Beyond> {
        let rest = self.data.get(self.stream.offset()..).unwrap_or_default();
        let near = &rest[..rest.len().min(room.headers)];
        let (mut stream, mut headers) = (MessageStream::new(near), Vec::new());
        if !stream.parse_headers(&MessageParser::default(), &mut headers) {
            return if near.len() < rest.len() {
                Err(Beyond)
            } else {
                Ok(None)
            };
        }
        take(&mut room.headers, stream.offset())?;
        take(&mut room.parts, 1)?;
        self.stream.skip_bytes(stream.offset());
        Ok(Some(Head::of(headers, self.level.kind)))
    }

    /// Goes on with what lies in a part, where anything does.
    fn enter(&mut self, head: &Head, room: &mut Room) -> Result<bool, Beyond> {
        if let Some(boundary) = &head.boundary {
            if boundary.len() > BOUNDARY {
                return Err(Beyond);
            }
            if self.stream.seek_next_part(boundary) {
                self.down(head.kind, Some(boundary.clone()), false)?;
                self.stream.skip_crlf();
                return Ok(true);
            }
            take(&mut room.missed, 1)?;
        }
        if head.kind != Kind::Message || head.encoding != Encoding::None {
            return Ok(false);
        }
        // Behind a part that is nothing but a message in a message, the library puts what follows into
        // that, and may take it for the whole.
        let is_bare = self.level.kind == Kind::Message && self.level.boundary.is_some();
        if self.is_encoded || is_bare {
            return Err(Beyond);
        }
        let boundary = self.level.boundary.take();
        self.down(Kind::Message, boundary, true)?;
        Ok(true)
    }

    fn down(
        &mut self,
        kind: Kind,
        boundary: Option<Vec<u8>>,
        is_message: bool,
    ) -> Result<(), Beyond> {
        if self.above.len() >= DEPTH {
            return Err(Beyond);
        }
        let level = Level { kind, boundary };
        let above = std::mem::replace(&mut self.level, level);
        self.above.push((above, is_message));
        Ok(())
    }

    /// Passes over what a part says. Of a message that lies in it encoded, all is looked at.
    fn pass(&mut self, head: &Head, room: &mut Room) -> Result<(), Beyond> {
        let boundary = self.level.boundary.as_deref().unwrap_or_default();
        let (end, bytes) = match head.encoding {
            Encoding::Base64 => self.stream.decode_base64_mime(boundary),
            Encoding::QuotedPrintable => self.stream.decode_quoted_printable_mime(boundary),
            Encoding::None => self.stream.mime_part(boundary),
        };
        // So the library says that it is not encoded as it should be, or that nothing ends it.
        if end == usize::MAX {
            let boundary = self.level.boundary.as_deref();
            let (_, is_found) = self.stream.seek_part_end(boundary);
            if !is_found {
                self.level.boundary = None;
            }
        } else if head.kind == Kind::Message {
            if self.is_encoded {
                return Err(Beyond);
            }
            Walk::new(&bytes, true).run(room)?;
        }
        Ok(())
    }

    /// Goes on behind a part, and up where those beside it are over; gives whether anything follows.
    fn go_on(&mut self) -> bool {
        if self.level.boundary.is_none() {
            return self.stream.offset() < self.data.len();
        }
        loop {
            if self.level.kind == Kind::Message {
                let Some((mut above, true)) = self.above.pop() else {
                    return false;
                };
                above.boundary = self.level.boundary.take();
                self.level = above;
            }
            if !self.stream.is_multipart_end() {
                return true;
            }
            let Some((above, _)) = self.above.pop() else {
                return false;
            };
            self.level = above;
            let Some(boundary) = &self.level.boundary else {
                return false;
            };
            if self.stream.seek_next_part_offset(boundary).is_none() {
                return false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    use mail_parser::{Message, PartType};
    use proptest::prelude::*;

    use super::*;

    const CHAIN: &str = "Content-Type: message/rfc822\n\n";

    fn encoded(message: &str) -> String {
        let message = STANDARD.encode(message);
        format!("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{message}\n")
    }

    /// Of so many parts, each beside the others.
    fn beside(parts: usize, part: &str) -> String {
        let part = format!("--b\n{part}\n");
        let parts = part.repeat(parts);
        format!("Content-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n")
    }

    #[test]
    fn what_people_write_holds() {
        let plain = "Subject: x\n\nHi\n";
        let forwarded = format!("{CHAIN}{}", beside(3, plain));
        for raw in [
            String::new(),
            plain.to_owned(),
            beside(200, "Content-Type: text/plain\n\nHi"),
            forwarded.clone(),
            format!("{CHAIN}{forwarded}"),
            beside(10, &forwarded),
            encoded(&beside(3, plain)),
            beside(3, &encoded(plain)),
            // What looks so in a text is none.
            format!("Subject: x\n\n{}", CHAIN.repeat(1_000)),
            // Cut off.
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHi".to_owned(),
            format!("Subject: x\n\n{}", "a".repeat(2 * HEADERS)),
        ] {
            assert!(hold(raw.as_bytes()), "{raw:.200}");
            assert!(hold(raw.replace('\n', "\r\n").as_bytes()), "{raw:.200}");
        }
    }

    #[test]
    fn what_would_not_end_is_beyond_the_bounds() {
        let digest = "Content-Type: multipart/digest; boundary=b\n\n--b\n\n";
        let missed = "Content-Type: multipart/x; boundary=nowhere\n\nHi";
        let long = "b".repeat(BOUNDARY + 1);
        for raw in [
            CHAIN.repeat(DEPTH + 1),
            "C onTent-type:\tMESSAGE/rfc822\n\n".repeat(DEPTH + 1),
            "Content-Type: message/global\n\n".repeat(30_000),
            digest.repeat(DEPTH),
            (0..=DEPTH)
                .map(|at| format!("Content-Type: multipart/mixed; boundary=b{at}x\n\n--b{at}x\n"))
                .collect(),
            beside(2, &format!("{CHAIN}{CHAIN}Subject: x\n\nHi")),
            encoded(&CHAIN.repeat(30_000)),
            encoded(&format!("{CHAIN}Subject: x\n\nHi\n")),
            encoded(&encoded("Subject: x\n\nHi\n")),
            beside(PARTS, "\nHi"),
            beside(MISSED + 1, missed),
            format!("Content-Type: multipart/mixed; boundary={long}\n\n--{long}\n\nHi\n"),
            format!("Subject: {}\n\nHi\n", "a".repeat(HEADERS)),
            beside(100, &format!("Subject: {}\n\nHi", "a".repeat(HEADERS / 50))),
        ] {
            assert!(!hold(raw.as_bytes()), "{raw:.200}");
            assert!(!hold(raw.replace('\n', "\r\n").as_bytes()), "{raw:.200}");
        }
    }

    /// How many parts there are, and how deep messages lie in each other.
    fn built(message: &Message<'_>) -> (usize, usize) {
        let within = message.parts.iter().filter_map(|part| match &part.body {
            PartType::Message(message) => Some(built(message)),
            _ => None,
        });
        let own = (message.parts.len(), 1);
        within.fold(own, |(parts, depth), (more, below)| {
            (parts + more, depth.max(below + 1))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_library_finds_no_more_than_was_counted(pieces in proptest::collection::vec(0..14_usize, 0..60)) {
            let encoded = encoded("Content-Type: multipart/mixed; boundary=c\n\n--c\n\nHi\n--c--\n");
            let pieces = pieces.into_iter().map(|piece| match piece {
                0 | 1 => CHAIN,
                2 => "Content-Type: multipart/mixed; boundary=b\n\n--b\n",
                3 => "Content-Type: multipart/digest; boundary=c\n\n--c\n",
                4 => "Content-Type: multipart/alternative; boundary=never\n",
                5 => "--b\n",
                6 => "--c\n",
                7 => "--b--\n",
                8 => "--c--\n",
                9 => "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n",
                10 => encoded.as_str(),
                11 => "Subject: x\n",
                12 => "\n",
                _ => "Hi =\u{e9}\n",
            });
            let raw: String = pieces.collect();
            if let Ok(room) = room_left(raw.as_bytes()) {
                let message = MessageParser::default().parse(raw.as_bytes());
                let (parts, depth) = message.as_ref().map_or((0, 0), built);
                // What has no end of its headers is counted as a part by the library alone.
                prop_assert!(parts <= 2 * (PARTS - room.parts) + 1, "{raw}");
                prop_assert!(depth <= DEPTH + 2, "{raw}");
            }
        }
    }
}
