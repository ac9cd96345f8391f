//! The words of a page, packed once, with room for what each reader gets of their own.
//!
//! A form that a guest fills in carries random values that serve one form: they are cut out, and
//! others put in for each reader. In packed words they stand as what deflate calls stored blocks, so that
//! nothing is packed again; the pieces between them refer to nothing outside themselves.

use std::io::Write as _;

use bytes::Bytes;
use flate2::{
    Compression, Crc,
    write::{DeflateEncoder, GzEncoder},
};

/// What a form takes along that is nobody else's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The id by which it is known when it is sent twice.
    Submission,
    /// When it was made, signed.
    Made,
    /// The challenge for a proof of work.
    Proof,
}

/// What is shorter might stand in a page by chance.
const SHORTEST: usize = 16;
/// What a stored block can hold.
const LONGEST: usize = 0xffff;
/// gzip's head: deflate, no name, no time, an unknown system.
const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
/// The empty block that ends deflate's words.
const END: [u8; 2] = [3, 0];

/// The words of a page.
#[derive(Debug)]
pub struct Body {
    words: Words,
    slots: Vec<Slot>,
    packed: bool,
}

#[derive(Debug)]
enum Words {
    /// The same for everybody.
    Whole(Bytes),
    Pieces(Vec<Piece>),
}

/// Words up to a slot or to the end, as they are sent.
#[derive(Debug)]
struct Piece {
    sent: Vec<u8>,
    sum: Crc,
    /// Which slot comes after it.
    slot: Option<usize>,
}

impl Body {
    /// Of a page's text, in which the values of the slots stand as they are given. None where one does
    /// not stand there: then it is not known what would be given to others.
    pub fn new(text: &str, slots: &[(Slot, String)], packed: bool) -> Option<Self> {
        let places = places(text, slots)?;
        let words = if places.is_empty() {
            Words::Whole(if packed {
                gzip(text)?
            } else {
                text.to_owned().into()
            })
        } else {
            Words::Pieces(pieces(text, &places, packed)?)
        };
        Some(Self {
            words,
            slots: slots.iter().map(|(slot, _)| *slot).collect(),
            packed,
        })
    }

    /// About how many bytes it keeps.
    pub fn len(&self) -> usize {
        match &self.words {
            Words::Whole(bytes) => bytes.len(),
            Words::Pieces(pieces) => pieces.iter().map(|piece| piece.sent.len() + 64).sum(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What has to be given for each reader, in this order.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Whether it is sent packed.
    pub const fn is_packed(&self) -> bool {
        self.packed
    }

    /// The words as they are sent, with a value for each of the slots.
    pub fn with(&self, values: &[String]) -> Bytes {
        let pieces = match &self.words {
            Words::Whole(bytes) => return bytes.clone(),
            Words::Pieces(pieces) => pieces,
        };
        let value = |slot: Option<usize>| {
            let value = slot.and_then(|slot| values.get(slot));
            value.map_or("", String::as_str)
        };
        if self.packed {
            return packed(pieces, value).into();
        }
        let mut sent = Vec::with_capacity(self.len() + 1024);
        for piece in pieces {
            sent.extend_from_slice(&piece.sent);
            sent.extend_from_slice(value(piece.slot).as_bytes());
        }
        sent.into()
    }
}

/// Where the values stand: from, to, and which slot it is.
fn places(text: &str, slots: &[(Slot, String)]) -> Option<Vec<(usize, usize, usize)>> {
    let mut places = Vec::new();
    for (slot, (_, value)) in slots.iter().enumerate() {
        if value.len() < SHORTEST {
            return None;
        }
        let before = places.len();
        let found = text.match_indices(value.as_str());
        places.extend(found.map(|(at, value)| (at, at + value.len(), slot)));
        if places.len() == before {
            return None;
        }
    }
    places.sort_unstable();
    let apart = places.windows(2).all(|two| two[0].1 <= two[1].0);
    apart.then_some(places)
}

fn pieces(text: &str, places: &[(usize, usize, usize)], packed: bool) -> Option<Vec<Piece>> {
    let mut pieces = Vec::with_capacity(places.len() + 1);
    let mut from = 0;
    for (at, end, slot) in places {
        pieces.push(Piece::new(&text[from..*at], Some(*slot), packed)?);
        from = *end;
    }
    pieces.push(Piece::new(&text[from..], None, packed)?);
    Some(pieces)
}

impl Piece {
    fn new(text: &str, slot: Option<usize>, packed: bool) -> Option<Self> {
        let mut sum = Crc::new();
        sum.update(text.as_bytes());
        let sent = if packed {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(text.as_bytes()).ok()?;
            // Ends with whole bytes, and without saying that nothing follows.
            encoder.flush().ok()?;
            std::mem::take(encoder.get_mut())
        } else {
            text.as_bytes().to_vec()
        };
        Some(Self { sent, sum, slot })
    }
}

fn gzip(text: &str) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

fn packed<'a>(pieces: &[Piece], value: impl Fn(Option<usize>) -> &'a str) -> Vec<u8> {
    let length: usize = pieces.iter().map(|piece| piece.sent.len()).sum();
    let mut sent = Vec::with_capacity(length + 2048);
    sent.extend_from_slice(&HEAD);
    let mut sum = Crc::new();
    for piece in pieces {
        sent.extend_from_slice(&piece.sent);
        sum.combine(&piece.sum);
        for part in value(piece.slot).as_bytes().chunks(LONGEST) {
            // No more than a stored block holds, so it fits.
            let length = u16::try_from(part.len()).unwrap_or(u16::MAX);
            sent.push(0);
            sent.extend_from_slice(&length.to_le_bytes());
            sent.extend_from_slice(&(!length).to_le_bytes());
            sent.extend_from_slice(part);
            let mut own = Crc::new();
            own.update(part);
            sum.combine(&own);
        }
    }
    sent.extend_from_slice(&END);
    sent.extend_from_slice(&sum.sum().to_le_bytes());
    sent.extend_from_slice(&sum.amount().to_le_bytes());
    sent
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::bufread::GzDecoder;
    use proptest::prelude::*;

    use super::*;

    fn unpacked(bytes: &[u8]) -> String {
        let mut text = String::new();
        let mut decoder = GzDecoder::new(bytes);
        decoder.read_to_string(&mut text).expect("whole gzip");
        let rest = decoder.into_inner();
        assert!(rest.is_empty(), "one member and nothing after it");
        text
    }

    fn slots(values: &[&str]) -> Vec<(Slot, String)> {
        let kinds = [Slot::Submission, Slot::Made, Slot::Proof];
        let pairs = kinds.into_iter().zip(values);
        pairs
            .map(|(slot, value)| (slot, (*value).to_owned()))
            .collect()
    }

    const ONE: &str = "aaaaaaaaaaaaaaaaaaaa";
    const TWO: &str = "bbbbbbbbbbbbbbbbbbbb";

    #[test]
    fn each_reader_gets_values_of_their_own() {
        let text = format!("<p>{ONE}</p><p>words</p><i>{TWO}</i><b>{ONE}</b>");
        for packed in [false, true] {
            let body = Body::new(&text, &slots(&[ONE, TWO]), packed).expect("both stand there");
            assert_eq!(body.slots(), [Slot::Submission, Slot::Made]);
            let sent = body.with(&["一".to_owned(), String::new()]);
            let sent = match packed {
                true => unpacked(&sent),
                false => String::from_utf8(sent.to_vec()).expect("text"),
            };
            assert_eq!(sent, "<p>一</p><p>words</p><i></i><b>一</b>");
        }
    }

    #[test]
    fn a_value_that_does_not_stand_there_or_might_by_chance_lets_nothing_be_kept() {
        assert!(Body::new("words", &slots(&[ONE]), false).is_none());
        assert!(Body::new("words short", &slots(&["short"]), false).is_none());
        assert!(Body::new(ONE, &slots(&[ONE, ONE]), false).is_none());
    }

    proptest! {
        #[test]
        fn packed_words_are_the_words(
            parts in proptest::collection::vec("\\PC{0,300}", 1..4),
            values in proptest::collection::vec("\\PC{0,40}", 2),
        ) {
            let text = parts.join(&format!("{ONE}-{TWO}"));
            let given = if parts.len() > 1 { slots(&[ONE, TWO]) } else { Vec::new() };
            let body = Body::new(&text, &given, true).expect("they stand there");
            let sent = unpacked(&body.with(&values));
            let whole = text.replace(ONE, &values[0]).replace(TWO, &values[1]);
            prop_assert_eq!(sent, whole);
        }
    }

    #[test]
    fn a_long_value_needs_several_blocks() {
        let body = Body::new(&format!("<{ONE}>"), &slots(&[ONE]), true).expect("it stands there");
        let long = "x".repeat(200_000);
        assert_eq!(
            unpacked(&body.with(std::slice::from_ref(&long))),
            format!("<{long}>")
        );
    }
}
