//! As much of CBOR (RFC 8949) as an authenticator writes: whole numbers, bytes, texts, lists and maps of a length that
//! stands before them (CTAP2's canonical form). Anything else, what is too deep, and what ends early is refused.

/// One value; bytes and texts lie where they were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    Number(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    List(Vec<Value<'a>>),
    Map(Vec<(Value<'a>, Value<'a>)>),
    /// `true`, `false` or `null`.
    Simple,
}

/// Lists and maps within each other: an attestation has three.
const DEEPEST: u8 = 6;
/// Entries of one list or map.
const MOST: u64 = 64;

/// The first value of `bytes`, and what follows it.
pub fn read(bytes: &[u8]) -> Option<(Value<'_>, &[u8])> {
    value(bytes, DEEPEST)
}

impl<'a> Value<'a> {
    /// What a map holds under a text.
    pub fn named(&self, name: &str) -> Option<&Self> {
        self.find(&Value::Text(name))
    }

    /// What a map holds under a number, as keys of COSE do.
    pub fn numbered(&self, number: i64) -> Option<&Self> {
        self.find(&Value::Number(number))
    }

    fn find(&self, key: &Value<'_>) -> Option<&Self> {
        let Self::Map(entries) = self else {
            return None;
        };
        let found = entries.iter().find(|(known, _)| known == key);
        found.map(|(_, value)| value)
    }

    pub fn bytes(&self) -> Option<&'a [u8]> {
        match self {
            Self::Bytes(bytes) => Some(*bytes),
            _ => None,
        }
    }

    pub fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

fn value(bytes: &[u8], depth: u8) -> Option<(Value<'_>, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    let (kind, short) = (first >> 5, first & 31);
    if kind == 7 {
        return (20..=22).contains(&short).then_some((Value::Simple, rest));
    }
    let (number, rest) = argument(short, rest)?;
    let whole = i64::try_from(number).ok()?;
    match kind {
        0 => Some((Value::Number(whole), rest)),
        1 => Some((Value::Number(-1 - whole), rest)),
        2 => {
            let (content, rest) = rest.split_at_checked(usize::try_from(number).ok()?)?;
            Some((Value::Bytes(content), rest))
        }
        3 => {
            let (content, rest) = rest.split_at_checked(usize::try_from(number).ok()?)?;
            Some((Value::Text(std::str::from_utf8(content).ok()?), rest))
        }
        4 | 5 if number <= MOST => {
            let depth = depth.checked_sub(1)?;
            let mut rest = rest;
            let mut next = || {
                let (found, after) = value(rest, depth)?;
                rest = after;
                Some(found)
            };
            let found = if kind == 4 {
                let all: Option<Vec<Value<'_>>> = (0..number).map(|_| next()).collect();
                Value::List(all?)
            } else {
                let all: Option<Vec<(Value<'_>, Value<'_>)>> =
                    (0..number).map(|_| Some((next()?, next()?))).collect();
                Value::Map(all?)
            };
            Some((found, rest))
        }
        _ => None,
    }
}

/// The number that stands in the first byte, or in the one, two, four or eight after it.
fn argument(short: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    let length = match short {
        0..=23 => return Some((u64::from(short), rest)),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return None,
    };
    let (digits, rest) = rest.split_at_checked(length)?;
    let number = digits
        .iter()
        .fold(0_u64, |number, digit| (number << 8) | u64::from(*digit));
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_authenticators_write_is_read() {
        // {1: 2, 3: -7, "a": [h'0102', true]} and one byte more.
        let bytes = [
            0xa3, 0x01, 0x02, 0x03, 0x26, 0x61, b'a', 0x82, 0x42, 1, 2, 0xf5, 9,
        ];
        let (found, rest) = read(&bytes).expect("a map");
        assert_eq!(rest, [9]);
        assert_eq!(found.numbered(1).and_then(Value::number), Some(2));
        assert_eq!(found.numbered(3).and_then(Value::number), Some(-7));
        let list = found.named("a").cloned();
        let whole = Value::List(vec![Value::Bytes(&[1, 2]), Value::Simple]);
        assert_eq!(list, Some(whole));
        assert_eq!(
            read(&[0x19, 0x01, 0x00]),
            Some((Value::Number(256), &[][..]))
        );
    }

    #[test]
    fn what_is_damaged_or_endless_is_refused() {
        for bytes in [
            &[][..],
            &[0x42, 1],
            &[0x5f],
            &[0x61, 0xff],
            &[0xbf],
            &[0xfb, 0, 0, 0, 0, 0, 0, 0, 0],
            &[0xc0, 0x60],
            &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x98, 65],
            &[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x81; 64],
        ] {
            assert_eq!(read(bytes), None, "{bytes:?}");
        }
    }
}
