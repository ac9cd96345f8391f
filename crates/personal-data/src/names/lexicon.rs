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
