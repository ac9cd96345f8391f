//! What the workers that deliver mails know of each other: which domains they are at, and whether the
//! relay can be used.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// How long no mail is tried after the relay could not be used, doubling up to the longest.
const SHORTEST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(120);

/// The workers of one node.
pub(super) struct Crew {
    /// How many may be at one domain: half of them and, of more than one, never all.
    most: usize,
    looking: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The domain that each busy worker is at.
    at: Vec<Vec<u8>>,
    /// While the relay cannot be used: the last pause, and until when it lasts.
    outage: Option<(Duration, Instant)>,
    /// How many pauses there were: what a worker began before one says nothing of the time after.
    pauses: u64,
    /// Whether a worker tries if the outage is over.
    is_tried: bool,
}

/// That a worker may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    pauses: u64,
    is_trial: bool,
}

impl Turn {
    /// Whether it tries if an outage is over.
    pub(super) const fn is_trial(self) -> bool {
        self.is_trial
    }
}

/// That a worker is at a domain, until this is dropped.
pub(super) struct Place<'a> {
    crew: &'a Crew,
    domain: Vec<u8>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = self.crew.lock();
        let found = state.at.iter().position(|domain| *domain == self.domain);
        if let Some(found) = found {
            state.at.swap_remove(found);
        }
    }
}

impl Crew {
    pub(super) fn of(workers: usize) -> Self {
        Self {
            most: workers.div_ceil(2),
            looking: tokio::sync::Mutex::default(),
            state: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until no other worker looks for a mail.
    pub(super) async fn looks(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.looking.lock().await
    }

    /// The domain at which as many are as may be: where one is not busy, there is no second such.
    pub(super) fn full(&self) -> Option<Vec<u8>> {
        let state = self.lock();
        let is_full = |domain: &&Vec<u8>| {
            let there = state.at.iter().filter(|other| other == domain).count();
            there >= self.most
        };
        state.at.iter().find(is_full).cloned()
    }

    pub(super) fn place(&self, domain: Vec<u8>) -> Place<'_> {
        self.lock().at.push(domain.clone());
        Place { crew: self, domain }
    }

    /// Whether a worker may send now: during an outage none, and after its pause one alone.
    pub(super) fn turn(&self, now: Instant) -> Option<Turn> {
        let mut state = self.lock();
        let is_trial = match state.outage {
            None => false,
            Some((_, until)) if now < until || state.is_tried => return None,
            Some(_) => {
                state.is_tried = true;
                true
            }
        };
        Some(Turn {
            pauses: state.pauses,
            is_trial,
        })
    }

    /// The relay could not be used. Says whether that begins an outage.
    pub(super) fn fell_out(&self, turn: Turn, now: Instant) -> bool {
        let mut state = self.lock();
        if turn.is_trial {
            state.is_tried = false;
        }
        if turn.pauses != state.pauses {
            return false;
        }
        let begins = state.outage.is_none();
        let pause = state.outage.map_or(SHORTEST_PAUSE, |(pause, _)| pause * 2);
        let pause = pause.min(LONGEST_PAUSE);
        state.outage = Some((pause, now + pause));
        state.pauses += 1;
        begins
    }

    /// The relay could be used, or there was nothing to send. Says whether that ends an outage.
    pub(super) fn came_through(&self, turn: Turn) -> bool {
        let mut state = self.lock();
        if turn.is_trial {
            state.is_tried = false;
        }
        turn.pauses == state.pauses && state.outage.take().is_some()
    }

    /// Nothing is known of the relay: another time tells.
    pub(super) fn came_to_nothing(&self, turn: Turn) {
        if turn.is_trial {
            self.lock().is_tried = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_doubles_once_however_many_fall_out_and_one_tries_after_it() {
        let crew = Crew::of(4);
        let mut now = Instant::now();
        let turn = |now| crew.turn(now).expect("a turn");
        let (one, other) = (turn(now), turn(now));
        assert!(!one.is_trial());
        assert!(crew.fell_out(one, now));
        assert!(!crew.fell_out(other, now), "it is told once");
        assert_eq!(crew.turn(now), None);
        now += SHORTEST_PAUSE;
        let trial = turn(now);
        assert!(trial.is_trial());
        assert_eq!(crew.turn(now), None, "one tries");
        assert!(!crew.fell_out(trial, now), "it was told");
        now += SHORTEST_PAUSE;
        assert_eq!(crew.turn(now), None, "the second pause is longer");
        now += SHORTEST_PAUSE;
        let trial = turn(now);
        crew.came_to_nothing(trial);
        let trial = turn(now);
        assert!(trial.is_trial(), "nothing is known yet");
        assert!(crew.came_through(trial));
        assert!(!turn(now).is_trial());
    }

    #[test]
    fn half_are_at_one_domain_and_of_several_never_all() {
        for workers in 1..=32 {
            let crew = Crew::of(workers);
            let mut places = Vec::new();
            while crew.full().is_none() {
                places.push(crew.place(b"slow".to_vec()));
            }
            assert!(workers == 1 || places.len() < workers, "{workers}");
            assert!(places.len() * 2 >= workers, "{workers}");
            places.pop();
            assert_eq!(crew.full(), None);
        }
    }
}
