//! Writes the model file, as `names::model` reads it.

use personal_data::names::model::{FORMAT, LABELS, MAGIC, ROWS, STEPS, Weights};

/// Buckets of weights; chosen so that the file stays under 4,000,000 bytes.
const BUCKETS: usize = 35_500;

/// The file's bytes. Of the features the strongest are kept.
pub fn write(
    characters: &[u8],
    han: &[u8],
    latin: &[u8],
    transitions: &[[[f32; LABELS]; LABELS]; 2],
    rows: Vec<Row>,
) -> Vec<u8> {
    let transitions: Vec<u8> = transitions
        .iter()
        .flatten()
        .flatten()
        .flat_map(|weight| weight.to_le_bytes())
        .collect();
    let weights = pack(rows);
    let sections = [characters, han, latin, &transitions, &weights];
    let mut out = Vec::new();
    out.extend(MAGIC);
    out.extend(FORMAT.to_le_bytes());
    for section in sections {
        out.extend((section.len() as u32).to_le_bytes());
    }
    for section in sections {
        out.extend(section);
    }
    out
}

/// A feature as it may stand in the file.
pub struct Row {
    pub key: u64,
    pub weights: [f32; 4],
    /// How often the training met it.
    pub met: u32,
}

impl Row {
    fn size(&self) -> f32 {
        self.weights.iter().map(|w| w.abs()).fold(0.0, f32::max)
    }

    /// How much is lost without it: a small weight that is often met tells more than a large
    /// one of a rare feature.
    fn worth(&self) -> f32 {
        self.size() * libm::logf(1.0 + self.met as f32)
    }
}

fn pack(mut rows: Vec<Row>) -> Vec<u8> {
    rows.retain(|row| row.size() * STEPS >= 0.5);
    rows.sort_by(|a, b| b.worth().total_cmp(&a.worth()).then(a.key.cmp(&b.key)));
    let mut buckets = vec![[0u8; 64]; BUCKETS];
    let mut filled = vec![0usize; BUCKETS];
    let mut kept = 0;
    for row in &rows {
        let (bucket, fingerprint) = Weights::place(row.key, BUCKETS);
        let at = filled[bucket];
        if at == ROWS {
            continue;
        }
        filled[bucket] += 1;
        kept += 1;
        let bucket = &mut buckets[bucket];
        bucket[at * 2..at * 2 + 2].copy_from_slice(&fingerprint.to_le_bytes());
        for (place, weight) in bucket[2 * ROWS + at * 4..].iter_mut().zip(row.weights) {
            *place = libm::roundf(weight * STEPS).clamp(-127.0, 127.0) as i8 as u8;
        }
    }
    println!("{kept} of {} weights kept", rows.len());
    buckets.into_flattened()
}
