//! A batch of visits, and how it becomes lines that belong to nobody.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{pool::Pool, visit::Visit};
use crate::{clock::Random, config, db::Timestamp};

/// A batch with fewer networks tells none (policy, promise 4).
const FEWEST: usize = 10;

/// What has been noted since the last batch was written.
#[derive(Default)]
pub(super) struct Batch {
    visits: Vec<Visit>,
    /// When the first of them was noted.
    began: Option<Timestamp>,
}

/// A line of the log: exactly these four fields.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    address: Option<String>,
    time: String,
    browser: &'static str,
    clicked: String,
}

impl Batch {
    pub(super) fn add(&mut self, visit: Visit, now: Timestamp) {
        self.began.get_or_insert(now);
        self.visits.push(visit);
    }

    /// Takes a batch that could not be written back to the front.
    pub(super) fn put_back(&mut self, mut batch: Self) {
        batch.visits.append(&mut self.visits);
        *self = batch;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.visits.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.visits.len()
    }

    /// Whether it may be written: it lasted its time and holds enough networks, or it has waited
    /// its longest, or is too large to be kept.
    pub(super) fn is_due(&self, settings: &config::AccessLog, now: Timestamp) -> bool {
        let Some(began) = self.began else {
            return false;
        };
        let age = now.utc() - began.utc();
        let lasted = age >= settings.batch && self.has_enough();
        lasted || age >= settings.longest_batch || self.visits.len() >= settings.records
    }

    fn has_enough(&self) -> bool {
        let networks: BTreeSet<_> = self
            .visits
            .iter()
            .filter_map(|visit| visit.network)
            .collect();
        networks.len() >= FEWEST
    }

    /// Its lines: every column in an order of its own. Networks come from the pool, which keeps
    /// `kept` back; where the batch has too few, none is told and none goes there.
    pub(super) fn lines(&self, pool: &mut Pool, kept: usize, random: &Random) -> Vec<Line> {
        let tells_addresses = self.has_enough();
        if tells_addresses {
            pool.add(self.visits.iter().filter_map(|visit| visit.network));
        }
        let column = || shuffled(self.visits.len(), random);
        let (hours, browsers, clicks) = (column(), column(), column());
        (0..self.visits.len())
            .map(|at| {
                let network = tells_addresses.then(|| pool.draw(kept, random)).flatten();
                Line {
                    address: network.map(|network| network.to_string()),
                    time: self.visits[hours[at]].hour.clone(),
                    browser: self.visits[browsers[at]].browser,
                    clicked: self.visits[clicks[at]].clicked.clone(),
                }
            })
            .collect()
    }
}

/// The numbers below `length` in random order (Fisher and Yates).
fn shuffled(length: usize, random: &Random) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    for at in (1..length).rev() {
        let drawn = u64::from_be_bytes(random.bytes());
        let other = usize::try_from(drawn % (at as u64 + 1)).unwrap_or(at);
        order.swap(at, other);
    }
    order
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn settings() -> config::AccessLog {
        config::AccessLog {
            folder: "/nowhere".into(),
            batch: TimeDelta::hours(1),
            longest_batch: TimeDelta::hours(24),
            records: 500,
            pool: 0,
            days: 30,
        }
    }

    fn at(hours: i64) -> Timestamp {
        let start = Timestamp::from_milliseconds(1_772_416_800_000).expect("a time");
        start + TimeDelta::hours(hours)
    }

    /// So many visits of so many networks; visit n clicked /zh/topics/n.
    fn batch(visits: usize, networks: usize) -> Batch {
        let mut batch = Batch::default();
        for number in 0..visits {
            let address = format!("203.0.{}.9", number % networks).parse().ok();
            let clicked = format!("/zh/topics/{number}");
            batch.add(Visit::new(address, at(0), "Firefox", clicked), at(0));
        }
        batch
    }

    #[test]
    fn a_batch_waits_for_ten_networks_and_not_for_ever() {
        let (few, enough) = (batch(100, 9), batch(100, 10));
        assert!(!enough.is_due(&settings(), at(0)));
        assert!(enough.is_due(&settings(), at(1)));
        assert!(!few.is_due(&settings(), at(23)));
        assert!(few.is_due(&settings(), at(24)));
        assert!(batch(500, 1).is_due(&settings(), at(0)));
        assert!(!Batch::default().is_due(&settings(), at(99)));
    }

    #[test]
    fn fewer_than_ten_networks_are_written_without_addresses() {
        let random = Random::seeded(1);
        assert!(
            batch(200, 9)
                .lines(&mut Pool::default(), 0, &random)
                .iter()
                .all(|line| line.address.is_none())
        );
        assert!(
            batch(200, 10)
                .lines(&mut Pool::default(), 0, &random)
                .iter()
                .all(|line| line.address.is_some())
        );
    }

    #[test]
    fn nothing_is_lost_and_no_two_fields_of_a_line_stay_together() {
        let lines = batch(400, 200).lines(&mut Pool::default(), 0, &Random::seeded(1));
        let clicks: BTreeSet<_> = lines.iter().map(|line| &line.clicked).collect();
        assert_eq!(clicks.len(), 400);
        let together = lines
            .iter()
            .filter(|line| {
                let number: usize = line
                    .clicked
                    .trim_start_matches("/zh/topics/")
                    .parse()
                    .unwrap_or(0);
                line.address.as_deref() == Some(&format!("203.0.{}.0/24", number % 200))
            })
            .count();
        // By chance 2 of 400 fall together.
        assert!(together < 10, "{together} of 400 stayed together");
    }

    #[test]
    fn a_line_has_exactly_four_fields() {
        let lines = batch(1, 1).lines(&mut Pool::default(), 0, &Random::seeded(1));
        let line = serde_json::to_value(&lines[0]).expect("a line");
        let fields: BTreeSet<_> = line.as_object().expect("an object").keys().collect();
        assert!(
            fields
                .into_iter()
                .eq(["address", "browser", "clicked", "time"])
        );
    }
}
