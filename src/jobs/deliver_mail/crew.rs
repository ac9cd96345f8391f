//! What the workers that deliver mails share: the mails in hand, which domains they are at, and whether
//! the relay can be used.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use chrono::TimeDelta;

use super::hand::Hand;
use crate::{
    context::Context,
    db::{DbError, Timestamp},
    mail::{Step, Transport, outbox},
};

/// How many mails may be in hand for each worker.
const IN_HAND: usize = 8;
/// How many mails may be in hand at most for each worker, those included that wait for a slow domain.
const WITH_SLOW: usize = IN_HAND * 4;
/// A domain whose last mail took longer is slow.
const QUICK: Duration = Duration::from_secs(3);
/// Of how many domains it is remembered whether they are slow.
const REMEMBERED: usize = 10_000;
/// The longest that it takes to record what became of a mail.
const RECORDING: TimeDelta = TimeDelta::seconds(10);

/// How long no mail is tried after the relay could not be used, doubling up to the longest.
const SHORTEST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(120);

/// The workers of one node.
pub(super) struct Crew {
    /// How many may be at one domain, and at all together that are slow: half of them and, of more than
    /// one, never all.
    most: usize,
    /// How many may be at domains together that are not known to be quick: of three and more, all but one.
    doubted: usize,
    /// How many mails may be in hand that can be begun.
    in_hand: usize,
    /// How many mails may be in hand.
    with_slow: usize,
    /// What is left of a lease at least when its mail is begun: nobody else sends it meanwhile.
    longest: TimeDelta,
    leasing: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    hand: Hand,
    /// The domain that each busy worker is at.
    at: Vec<Vec<u8>>,
    /// Of each domain to which a mail was sent, whether the last was quick.
    quick: HashMap<Vec<u8>, bool>,
    /// While the relay cannot be used: the last pause, and until when it lasts.
    outage: Option<(Duration, Instant)>,
    /// How many pauses there were: what a worker began before one says nothing of the time after.
    pauses: u64,
    /// Whether a worker tries if the outage is over.
    is_tried: bool,
}

impl State {
    fn learn(&mut self, domain: &[u8], took: Duration) {
        if self.quick.len() >= REMEMBERED && !self.quick.contains_key(domain) {
            self.quick.clear();
        }
        self.quick.insert(domain.to_vec(), took <= QUICK);
    }

    /// `None` where nothing was sent to it yet.
    fn is_quick(&self, domain: &[u8]) -> Option<bool> {
        self.quick.get(domain).copied()
    }

    fn slow(&self) -> impl Iterator<Item = &Vec<u8>> {
        let slow = self.quick.iter().filter(|(_, is_quick)| !**is_quick);
        slow.map(|(domain, _)| domain)
    }
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

impl Place<'_> {
    /// Remembers how long a mail to its domain took.
    pub(super) fn took(&self, time: Duration) {
        self.crew.lock().learn(&self.domain, time);
    }
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
    /// Of as many as the transport has connections.
    pub(super) fn of(transport: &Transport) -> Self {
        let longest = TimeDelta::from_std(transport.longest()).expect("a time-out is short");
        Self::new(transport.connections(), longest + RECORDING)
    }

    fn new(workers: usize, longest: TimeDelta) -> Self {
        Self {
            most: workers.div_ceil(2),
            doubted: workers.max(3) - 1,
            in_hand: workers * IN_HAND,
            with_slow: workers * WITH_SLOW,
            longest,
            leasing: tokio::sync::Mutex::default(),
            state: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next mail, and the worker's place at its domain until that is dropped; `None` where none is due
    /// to whose domain one more may go. On a trial no other is leased with it.
    pub(super) async fn next(
        &self,
        context: &Context,
        is_trial: bool,
    ) -> Result<Option<(outbox::Leased, Place<'_>)>, DbError> {
        let outlived = self.lock().hand.outlived(self.until(context));
        outbox::put_back(context, outlived).await?;
        // One leases before the hand is empty, while the others go on with what is there.
        if !is_trial
            && self.is_low()
            && let Ok(_leasing) = self.leasing.try_lock()
        {
            self.lease(context, self.in_hand).await?;
            return Ok(self.take(context));
        }
        if let Some(taken) = self.take(context) {
            return Ok(Some(taken));
        }
        // Two that leased at a time would not know of each other's mails.
        let _leasing = self.leasing.lock().await;
        if let Some(taken) = self.take(context) {
            return Ok(Some(taken));
        }
        let most = if is_trial { 1 } else { self.in_hand };
        self.lease(context, most).await?;
        Ok(self.take(context))
    }

    /// Until when the lease of a mail has to last that is begun now.
    fn until(&self, context: &Context) -> Timestamp {
        context.now() + self.longest
    }

    /// Whether a mail may be begun now. It may have been taken back while it was in hand, and the look may
    /// take long. Blocks.
    pub(super) fn may_begin(
        &self,
        context: &Context,
        claim: outbox::Claim,
    ) -> Result<bool, DbError> {
        let look = context
            .db
            .read_here(|connection| outbox::stands(connection, claim));
        Ok(look? && claim.lasts(self.until(context)))
    }

    fn is_low(&self) -> bool {
        self.can_begin(&self.lock()) * 4 < self.in_hand
    }

    /// How many mails in hand are to domains to which one more may go.
    fn can_begin(&self, state: &State) -> usize {
        let counts = state.hand.by_domain().into_iter();
        counts
            .filter(|(domain, _)| !self.is_full(state, domain))
            .map(|(_, count)| count)
            .sum()
    }

    /// Takes in hand what is due, until so many are there that can be begun; at most half of what may be in
    /// hand to one domain, and none to where as many as may be are.
    async fn lease(&self, context: &Context, most: usize) -> Result<(), DbError> {
        outbox::put_behind(context, self.stuck()).await?;
        let wanted = {
            let state = self.lock();
            let of_one = self.in_hand.div_ceil(2);
            let room = self.with_slow.saturating_sub(state.hand.len());
            let can_begin = self.can_begin(&state);
            let mut has = state.hand.by_domain();
            let known: HashSet<&Vec<u8>> = state.at.iter().chain(state.slow()).collect();
            let full: Vec<Vec<u8>> = known
                .into_iter()
                .chain(has.keys())
                .filter(|domain| self.is_full(&state, domain))
                .cloned()
                .collect();
            has.extend(full.into_iter().map(|domain| (domain, of_one)));
            outbox::Wanted {
                most: most.saturating_sub(can_begin).min(room),
                of_one,
                has,
            }
        };
        let mails = outbox::lease(context, wanted).await?;
        for mail in &mails {
            mail.claim().hold(context);
        }
        self.lock().hand.add(mails);
        Ok(())
    }

    /// All that is in hand, where no more may be and none of it can be begun: mails to many domains, of which
    /// nobody knows whether they are quick, keep none from one that is.
    fn stuck(&self) -> Vec<outbox::Claim> {
        let mut state = self.lock();
        if state.hand.len() < self.with_slow || self.can_begin(&state) > 0 {
            return Vec::new();
        }
        state.hand.empty()
    }

    /// The first mail in hand whose lease lasts long enough, and to whose domain one more may go.
    fn take(&self, context: &Context) -> Option<(outbox::Leased, Place<'_>)> {
        let until = self.until(context);
        let mut state = self.lock();
        let mut hand = std::mem::take(&mut state.hand);
        let taken = loop {
            match hand.take(until, |domain| !self.is_full(&state, domain)) {
                // An administrator has done something else with it.
                Some(mail) if !mail.claim().begin(context) => {}
                other => break other,
            }
        };
        state.hand = hand;
        let mail = taken?;
        let place = self.place(&mut state, mail.domain.clone());
        Some((mail, place))
    }

    /// Whether as many are at a domain as may be, or at those together that are slow or may be. Nobody knows
    /// how many are at one that is unknown.
    fn is_full(&self, state: &State, domain: &[u8]) -> bool {
        if domain.is_empty() {
            return false;
        }
        let (mut there, mut slow, mut doubted) = (0, 0, 0);
        for at in state.at.iter().filter(|at| !at.is_empty()) {
            let is_quick = state.is_quick(at);
            there += usize::from(*at == domain);
            slow += usize::from(is_quick == Some(false));
            doubted += usize::from(is_quick != Some(true));
        }
        let is_crowded = match state.is_quick(domain) {
            Some(true) => false,
            Some(false) => slow >= self.most || doubted >= self.doubted,
            None => doubted >= self.doubted,
        };
        is_crowded || there >= self.most
    }

    fn place(&self, state: &mut State, domain: Vec<u8>) -> Place<'_> {
        state.at.push(domain.clone());
        Place { crew: self, domain }
    }

    /// Puts back all that is in hand, and one that could not be sent since the relay did not do this step.
    pub(super) async fn put_down_with(
        &self,
        context: &Context,
        claim: outbox::Claim,
        step: Step,
    ) -> Result<(), DbError> {
        let mut claims = self.lock().hand.empty();
        // Each mail has a sender of its own, of which a server may refuse one alone.
        if step == Step::Sender {
            outbox::put_back(context, claims).await?;
            return outbox::put_behind(context, vec![claim]).await;
        }
        claims.push(claim);
        outbox::put_back(context, claims).await
    }

    /// Puts back all that is in hand.
    pub(super) async fn put_down(&self, context: &Context) {
        let claims = self.lock().hand.empty();
        if let Err(error) = outbox::put_back(context, claims).await {
            tracing::error!(%error, "mails could not be put back: they wait until their leases end");
        }
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
        let crew = Crew::new(4, TimeDelta::zero());
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
    fn half_are_at_slow_domains_and_of_several_never_all() {
        for workers in 1..=32 {
            let crew = Crew::new(workers, TimeDelta::zero());
            for (domain, took) in [
                ("slow", QUICK * 2),
                ("slow, too", QUICK * 2),
                ("other", QUICK),
            ] {
                crew.lock().learn(domain.as_bytes(), took);
            }
            let mut places = Vec::new();
            while !crew.is_full(&crew.lock(), b"slow") {
                let place = crew.place(&mut crew.lock(), b"slow".to_vec());
                places.push(place);
            }
            assert!(workers == 1 || places.len() < workers, "{workers}");
            assert!(places.len() * 2 >= workers, "{workers}");
            assert!(crew.is_full(&crew.lock(), b"slow, too"), "{workers}");
            assert!(!crew.is_full(&crew.lock(), b"other"));
            places.pop();
            assert!(!crew.is_full(&crew.lock(), b"slow"));
            assert!(!crew.is_full(&crew.lock(), b"slow, too"));
        }
    }

    #[test]
    fn of_three_and_more_one_is_left_by_all_domains_that_may_be_slow() {
        for workers in 3..=32 {
            let crew = Crew::new(workers, TimeDelta::zero());
            crew.lock().learn(b"quick", QUICK);
            let mut places = Vec::new();
            for number in 0..100_u8 {
                if !crew.is_full(&crew.lock(), &[number]) {
                    let place = crew.place(&mut crew.lock(), vec![number]);
                    places.push(place);
                }
            }
            assert_eq!(places.len(), workers - 1);
            assert!(!crew.is_full(&crew.lock(), b"quick"));
        }
    }
}
