//! Dictionaries as the model file holds them: what is known of a character, a Chinese
//! word, a word in Latin letters.

use super::hash::position;

/// First character of the table of characters.
pub const FIRST: u32 = 0x3400;
/// One past its last.
pub const LAST: u32 = 0xa000;

/// Read-only views into a model file.
#[derive(Clone, Copy)]
pub struct Lexicon<'a> {
    /// For each character from [`FIRST`] its Simplified form and its buckets.
    pub characters: &'a [[u8; 4]],
    pub han: Table<'a>,
    pub latin: Table<'a>,
}

/// Words by fingerprint: buckets of sixteen, two bytes of fingerprint and one of value each.
#[derive(Clone, Copy)]
pub struct Table<'a> {
    pub buckets: &'a [[u8; 48]],
}

/// A table that is being made.
pub struct TableMaker {
    buckets: Vec<Vec<(u16, u8)>>,
}

fn place(key: u64, buckets: usize) -> (usize, u16) {
    let spread = key.wrapping_mul(0xd6e8_feb8_6659_fd93);
    let bucket = ((spread >> 32) as usize * buckets) >> 32;
    // Zero is the empty place.
    let fingerprint = (spread as u16).max(1);
    (bucket, fingerprint)
}

impl TableMaker {
    pub fn new(expected: usize) -> Self {
        TableMaker {
            buckets: vec![Vec::new(); (expected / 12).max(1)],
        }
    }

    /// Adds a word; the first value of a key stands. Returns whether there was room.
    pub fn add(&mut self, key: u64, value: u8) -> bool {
        let (bucket, fingerprint) = place(key, self.buckets.len());
        let bucket = &mut self.buckets[bucket];
        if bucket.iter().any(|(f, _)| *f == fingerprint) {
            return true;
        }
        let room = bucket.len() < 16;
        if room {
            bucket.push((fingerprint, value));
        }
        room
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.buckets.len() * 48);
        for bucket in &self.buckets {
            let mut bytes = [0; 48];
            for (index, (fingerprint, value)) in bucket.iter().enumerate() {
                bytes[index * 2..index * 2 + 2].copy_from_slice(&fingerprint.to_le_bytes());
                bytes[32 + index] = *value;
            }
            out.extend(bytes);
        }
        out
    }
}

impl Table<'_> {
    /// The value of a key, 0 if it is not there.
    #[inline]
    pub fn get(&self, key: u64) -> u8 {
        if self.buckets.is_empty() {
            return 0;
        }
        let (bucket, fingerprint) = place(key, self.buckets.len());
        let bucket = &self.buckets[bucket];
        position(&bucket[..32], fingerprint).map_or(0, |index| bucket[32 + index])
    }
}

impl Lexicon<'_> {
    /// The Simplified form and the buckets of a character.
    #[inline]
    pub fn character(&self, c: char) -> (u32, u32) {
        let code = u32::from(c);
        match code
            .checked_sub(FIRST)
            .and_then(|index| self.characters.get(index as usize))
        {
            Some([a, b, c, d]) => (
                u32::from(u16::from_le_bytes([*a, *b])),
                u32::from(u16::from_le_bytes([*c, *d])),
            ),
            None => (code, 0),
        }
    }

    pub fn word(&self, key: u64) -> u32 {
        u32::from(self.latin.get(key))
    }
}

/// The buckets of a character, three bits each, as they are packed.
pub mod bucket {
    /// How much the character is a surname.
    pub const SURNAME: u32 = 0;
    /// The first of two given characters.
    pub const FIRST: u32 = 3;
    /// The second of two given characters.
    pub const SECOND: u32 = 6;
    /// The only given character.
    pub const ONLY: u32 = 9;
    /// A character with which foreign names are written.
    pub const SOUND: u32 = 12;

    #[inline(always)]
    pub fn of(info: u32, which: u32) -> u64 {
        u64::from(info >> which & 7)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(bytes: &[u8]) -> Table<'_> {
        let (buckets, rest) = bytes.as_chunks();
        assert_eq!(rest, [0; 0]);
        Table { buckets }
    }

    #[test]
    fn what_was_put_in_is_found() {
        let key = |index: u64| index.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let value = |index: u64| (index % 255) as u8 + 1;
        let mut maker = TableMaker::new(2_000);
        let put: Vec<u64> = (0..2_000)
            .filter(|&index| maker.add(key(index), value(index)))
            .collect();
        // Hardly a bucket runs over.
        assert!(put.len() > 1_950, "{}", put.len());
        let bytes = maker.bytes();
        let table = table(&bytes);
        // Two keys may share a fingerprint; the first stands.
        let wrong = put
            .iter()
            .filter(|&&index| table.get(key(index)) != value(index))
            .count();
        assert!(wrong <= 2, "{wrong}");
        let strangers = (2_000..12_000).filter(|&index| table.get(key(index)) != 0);
        assert!(strangers.count() < 20);
    }

    #[test]
    fn the_first_value_stands() {
        let mut maker = TableMaker::new(1);
        assert!(maker.add(77, 1));
        // However often a word is put in, it takes one place.
        assert!((0..20).all(|_| maker.add(77, 2)));
        assert!(maker.add(79, 3));
        assert_eq!(table(&maker.bytes()).get(77), 1);
        assert_eq!(table(&maker.bytes()).get(78), 0);
    }

    #[test]
    fn a_bucket_holds_sixteen() {
        let mut maker = TableMaker::new(1);
        let put: Vec<bool> = (1..=17).map(|key| maker.add(key, key as u8)).collect();
        assert_eq!(put, [vec![true; 16], vec![false]].concat());
        let bytes = maker.bytes();
        let found: Vec<u8> = (1..=17).map(|key| table(&bytes).get(key)).collect();
        assert_eq!(found, (1..=16).chain([0]).collect::<Vec<u8>>());
    }

    #[test]
    fn an_empty_table_knows_nothing() {
        assert_eq!(Table { buckets: &[] }.get(5), 0);
        let bytes = TableMaker::new(100).bytes();
        for key in 0..1_000 {
            assert_eq!(table(&bytes).get(key), 0);
        }
    }

    #[test]
    fn characters_beyond_the_table_stand_for_themselves() {
        let lexicon = Lexicon {
            characters: &[[0x34, 0x12, 0x78, 0x56]],
            han: Table { buckets: &[] },
            latin: Table { buckets: &[] },
        };
        assert_eq!(lexicon.character('\u{3400}'), (0x1234, 0x5678));
        for c in ['a', '\u{33ff}', '\u{3401}', '\u{20000}', '\u{10ffff}'] {
            assert_eq!(lexicon.character(c), (u32::from(c), 0));
        }
    }

    #[test]
    fn buckets_of_three_bits() {
        let info = 0b111_101_010_001_110;
        let read = [
            bucket::SURNAME,
            bucket::FIRST,
            bucket::SECOND,
            bucket::ONLY,
            bucket::SOUND,
        ]
        .map(|which| bucket::of(info, which));
        assert_eq!(read, [0b110, 0b001, 0b010, 0b101, 0b111]);
    }
}
