//! The model file: read in place, nothing is copied.
//!
//! Little-endian. `PDNM`, a version, the lengths of five sections, then the sections:
//! characters (4 bytes each), Chinese words (buckets of 48), Latin words (buckets of 48),
//! transitions (4 bytes each), weights (buckets of eight rows of 8 bytes).

use super::lexicon::{Lexicon, Table};

/// Labels: outside, begin, inside, end, single.
pub const LABELS: usize = 5;
/// Begins the file.
pub const MAGIC: [u8; 4] = *b"PDNM";
/// Of the file's layout, tokens and features.
pub const FORMAT: u32 = 1;
/// A stored weight of one is this many steps.
pub const STEPS: f32 = 16.0;

/// Rows in a bucket of 64 bytes: two bytes of fingerprint and four weights each.
pub const ROWS: usize = 10;

/// Weights of a feature for the labels but the first, in steps.
pub type Row = [i8; 4];

pub struct Model<'a> {
    pub lexicon: Lexicon<'a>,
    /// For Chinese and for other tokens: from label, to label.
    pub transitions: [[[f32; LABELS]; LABELS]; 2],
    pub weights: Weights<'a>,
}

#[derive(Clone, Copy)]
pub struct Weights<'a> {
    buckets: &'a [[u8; 64]],
}

impl<'a> Weights<'a> {
    #[inline(always)]
    pub fn place(key: u64, buckets: usize) -> (usize, u16) {
        let bucket = ((key >> 32) as usize * buckets) >> 32;
        (bucket, (key as u16).max(1))
    }

    /// The row of a feature.
    #[inline(always)]
    pub fn get(&self, key: u64) -> Option<Row> {
        let (bucket, fingerprint) = Self::place(key, self.buckets.len());
        let bucket = self.buckets.get(bucket)?;
        let (marks, rows) = bucket.split_at(2 * ROWS);
        let wanted = fingerprint.to_le_bytes();
        let index = marks.as_chunks::<2>().0.iter().position(|mark| *mark == wanted)?;
        rows.as_chunks::<4>().0.get(index).map(|row| row.map(|b| b as i8))
    }
}

impl<'a> Model<'a> {
    /// Reads a model file; `None` if it is none of this format.
    pub fn read(file: &'a [u8]) -> Option<Self> {
        let (head, mut rest) = file.split_at_checked(28)?;
        let (words, _) = head.as_chunks::<4>();
        if words[0] != MAGIC || u32::from_le_bytes(words[1]) != FORMAT {
            return None;
        }
        let mut section = |index: usize| {
            let length = u32::from_le_bytes(words[2 + index]) as usize;
            let (section, after) = rest.split_at_checked(length)?;
            rest = after;
            Some(section)
        };
        let characters = section(0)?.as_chunks::<4>().0;
        let han = section(1)?.as_chunks::<48>().0;
        let latin = section(2)?.as_chunks::<48>().0;
        let steps = section(3)?.as_chunks::<4>().0;
        let buckets = section(4)?.as_chunks::<64>().0;
        let mut transitions = [[[0.0; LABELS]; LABELS]; 2];
        let mut values = steps.iter().map(|bytes| f32::from_le_bytes(*bytes));
        for weight in transitions.iter_mut().flatten().flatten() {
            *weight = values.next()?;
        }
        Some(Model {
            lexicon: Lexicon {
                characters,
                han: Table { buckets: han },
                latin: Table { buckets: latin },
            },
            transitions,
            weights: Weights { buckets },
        })
    }
}
