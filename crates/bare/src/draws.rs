//! Numbers that are drawn: evenly, and by a Zipf law.

/// SplitMix64; good for nothing secret.
pub struct Draws(u64);

impl Draws {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub const fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `bound`, which is not 0.
    pub const fn below(&mut self, bound: usize) -> usize {
        (self.number() % bound as u64) as usize
    }

    fn share(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Places of which the n-th is drawn as often as 1/n says.
pub struct Zipf {
    /// Up to each place, together.
    sums: Vec<f64>,
}

impl Zipf {
    /// Over so many places, at least one.
    pub fn new(places: usize) -> Self {
        let mut sum = 0.0;
        let sums = (1..=places.max(1))
            .map(|place| {
                sum += 1.0 / place as f64;
                sum
            })
            .collect();
        Self { sums }
    }

    pub fn draw(&self, draws: &mut Draws) -> usize {
        let last = self.sums.len() - 1;
        let at = draws.share() * self.sums[last];
        self.sums.partition_point(|sum| *sum <= at).min(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_is_drawn_as_often_as_the_law_says() {
        let (zipf, mut draws) = (Zipf::new(100), Draws::new(1));
        let mut counts = [0_u32; 100];
        for _ in 0..100_000 {
            counts[zipf.draw(&mut draws)] += 1;
        }
        let whole: f64 = (1..=100).map(|place| 1.0 / f64::from(place)).sum();
        let expected = 100_000.0 / whole;
        assert!(
            (f64::from(counts[0]) / expected - 1.0).abs() < 0.05,
            "{counts:?}"
        );
        assert!(
            (f64::from(counts[9]) / (expected / 10.0) - 1.0).abs() < 0.15,
            "{counts:?}"
        );
        assert!(counts.iter().all(|count| *count > 0));
    }
}
