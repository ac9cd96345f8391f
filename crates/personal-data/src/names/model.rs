//! The model file: read in place, nothing is copied.
//!
//! Little-endian. `PDNM`, a version, the lengths of five sections, then the sections:
//! characters (4 bytes each), Chinese words (buckets of 48), Latin words (buckets of 48),
//! transitions (4 bytes each), weights (buckets of eight rows of 8 bytes).

use super::{
    decode::may_follow,
    hash::position,
    lexicon::{Lexicon, Table},
};

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
    /// Factors for Chinese and for other tokens: from label, to label; 0 where it may not follow.
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
        // The last four bytes of the marks are the first row: no mark of its own.
        let index = position(&bucket[..24], fingerprint).filter(|index| *index < ROWS)?;
        let (rows, _) = bucket[2 * ROWS..].as_chunks::<4>();
        rows.get(index).map(|row| row.map(|b| b as i8))
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
        for side in &mut transitions {
            for (from, row) in side.iter_mut().enumerate() {
                for (to, factor) in row.iter_mut().enumerate() {
                    let weight = values.next()?;
                    if may_follow(from, to) {
                        *factor = weight.exp();
                    }
                }
            }
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    const BUILT_IN: &[u8] = include_bytes!("../../model/names.bin");

    /// A bucket of weights with these marks and rows.
    pub fn bucket(rows: &[(u16, Row)]) -> [u8; 64] {
        let mut bucket = [0; 64];
        for (index, (mark, row)) in rows.iter().enumerate() {
            bucket[2 * index..2 * index + 2].copy_from_slice(&mark.to_le_bytes());
            let at = 2 * ROWS + 4 * index;
            bucket[at..at + 4].copy_from_slice(&row.map(|weight| weight as u8));
        }
        bucket
    }

    /// A model file with two characters, one Chinese word and two buckets of Latin ones,
    /// and these weights.
    pub fn file(weights: [u8; 64]) -> Vec<u8> {
        let transitions: Vec<u8> = (0..2 * LABELS * LABELS)
            .flat_map(|index| (index as f32 / 10.0).to_le_bytes())
            .collect();
        let sections = [
            vec![1; 8],
            vec![2; 48],
            vec![3; 96],
            transitions,
            weights.to_vec(),
        ];
        let mut out = MAGIC.to_vec();
        out.extend(FORMAT.to_le_bytes());
        for section in &sections {
            out.extend((section.len() as u32).to_le_bytes());
        }
        out.extend(sections.concat());
        out
    }

    fn small() -> Vec<u8> {
        file(bucket(&[(9, [1, 2, 3, -4]), (8, [5, 6, 7, 8])]))
    }

    #[test]
    fn reads_what_is_there() {
        let file = small();
        let model = Model::read(&file).expect("a model");
        assert_eq!(model.lexicon.characters, [[1; 4]; 2]);
        assert_eq!(model.lexicon.han.buckets, [[2; 48]]);
        assert_eq!(model.lexicon.latin.buckets, [[3; 48]; 2]);
        assert_eq!(model.weights.get(9), Some([1, 2, 3, -4]));
        assert_eq!(model.weights.get(8), Some([5, 6, 7, 8]));
        assert_eq!(model.weights.get(7), None);
        for (side, table) in model.transitions.iter().enumerate() {
            for (from, row) in table.iter().enumerate() {
                for (to, factor) in row.iter().enumerate() {
                    let index = (side * LABELS + from) * LABELS + to;
                    let expected = if may_follow(from, to) {
                        (index as f32 / 10.0).exp()
                    } else {
                        0.0
                    };
                    assert_eq!(*factor, expected, "{side} {from} {to}");
                }
            }
        }
    }

    #[test]
    fn a_row_of_weights_is_no_mark() {
        // Behind ten marks the bucket goes on with the first row.
        let mut bucket = [0u8; 64];
        bucket[2 * ROWS..2 * ROWS + 2].copy_from_slice(&[5, 0]);
        let weights = Weights { buckets: &[bucket] };
        assert_eq!(weights.get(5), None);
        assert_eq!(Weights { buckets: &[] }.get(5), None);
    }

    #[test]
    fn a_file_that_was_cut_off_is_refused() {
        let file = small();
        for length in 0..file.len() {
            assert!(Model::read(&file[..length]).is_none(), "{length}");
        }
        for length in 0..200 {
            assert!(Model::read(&BUILT_IN[..length]).is_none(), "{length}");
        }
        assert!(Model::read(&BUILT_IN[..BUILT_IN.len() - 1]).is_none());
        assert!(Model::read(BUILT_IN).is_some());
    }

    #[test]
    fn a_foreign_file_is_refused() {
        for (at, byte) in [(0, b'p'), (3, b'X'), (4, FORMAT as u8 + 1), (7, 1)] {
            let mut file = small();
            file[at] = byte;
            assert!(Model::read(&file).is_none(), "{at}");
        }
        for at in 8..28 {
            let mut file = small();
            // A section that is longer than the file.
            file[at] = 0xff;
            let read = Model::read(&file);
            assert!(at % 4 == 0 || read.is_none(), "{at}");
        }
        let mut short = small();
        // Transitions without their last value.
        short[20] -= 4;
        assert!(Model::read(&short).is_none());
        for text in ["", "PDNM", "垃圾車沒有來", &"x".repeat(10_000)] {
            assert!(Model::read(text.as_bytes()).is_none());
        }
    }

    #[test]
    fn nothing_is_copied() {
        let file = small();
        let inside = file.as_ptr_range();
        let model = Model::read(&file).expect("a model");
        for place in [
            model.lexicon.characters.as_ptr().cast(),
            model.lexicon.han.buckets.as_ptr().cast(),
            model.weights.buckets.as_ptr().cast(),
        ] {
            assert!(inside.contains(&place));
        }
    }
}
