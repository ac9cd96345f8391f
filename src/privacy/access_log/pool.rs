//! Where networks wait before they are told, so that when one is told says little of when it was
//! there (a pool mix, after Chaum's mixes).

use super::visit::Network;
use crate::clock::Random;

/// The networks of visits whose lines were written, and that were not told yet.
#[derive(Clone, Default)]
pub(super) struct Pool(Vec<Network>);

impl Pool {
    pub(super) fn add(&mut self, networks: impl Iterator<Item = Network>) {
        self.0.extend(networks);
    }

    /// One of them at random; `None` while no more than `kept` would stay behind.
    pub(super) fn draw(&mut self, kept: usize, random: &Random) -> Option<Network> {
        if self.0.len() <= kept {
            return None;
        }
        let drawn = u64::from_be_bytes(random.bytes());
        let at = usize::try_from(drawn % self.0.len() as u64).unwrap_or(0);
        Some(self.0.swap_remove(at))
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    #[test]
    fn a_network_comes_out_late_and_none_comes_out_twice() {
        let random = Random::seeded(1);
        let mut pool = Pool::default();
        let network = |number: u8| Network::from(IpAddr::from([203, 0, number, 1]));
        pool.add((0..100).map(network));
        let first: Vec<_> = std::iter::from_fn(|| pool.draw(40, &random)).collect();
        assert_eq!(first.len(), 60);
        pool.add((100..200).map(network));
        let mut all = first.clone();
        let second: Vec<_> = std::iter::from_fn(|| pool.draw(40, &random)).collect();
        let late = second
            .iter()
            .filter(|told| (0..100).any(|old| network(old) == **told));
        assert!(late.count() > 5, "what waited does not come out");
        all.extend(second);
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 160);
    }
}
