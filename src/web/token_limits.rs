//! How often a token of the API may call: so many requests a minute, counted from its first of them.
//!
//! Each answer says how much is left, in the fields of draft-ietf-httpapi-ratelimit-headers (10), so that a
//! program can go slower before it is refused.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::db::Timestamp;

/// Requests of a token in a window.
pub(super) const QUOTA: u32 = 600;
/// The window, in seconds.
const WINDOW: i64 = 60;
/// Of more tokens than these, those whose window is over are forgotten.
const MOST: usize = 50_000;

/// The calls of each token in its window.
#[derive(Default)]
pub(super) struct TokenLimits(Mutex<HashMap<i64, Window>>);

#[derive(Clone, Copy)]
struct Window {
    began: i64,
    used: u32,
}

impl Window {
    /// In milliseconds until it ends; `None` once it has, or where the clock went back to before it.
    fn left(self, now: i64) -> Option<i64> {
        let passed = now - self.began;
        let left = WINDOW * 1000 - passed;
        (passed >= 0 && left > 0).then_some(left)
    }
}

/// What a call leaves of the quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spent {
    /// Whether it was more than the quota: then nothing is done.
    pub refused: bool,
    /// Further calls until the window ends.
    pub left: u32,
    /// After how many seconds that is.
    pub seconds: i64,
}

impl TokenLimits {
    pub(super) fn spend(&self, token: i64, now: Timestamp) -> Spent {
        let now = now.milliseconds();
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() > MOST {
            windows.retain(|_, window| window.left(now).is_some());
        }
        let new = Window {
            began: now,
            used: 0,
        };
        let window = windows.entry(token).or_insert(new);
        if window.left(now).is_none() {
            *window = new;
        }
        let refused = window.used >= QUOTA;
        if !refused {
            window.used += 1;
        }
        let milliseconds = window.left(now).unwrap_or(0);
        Spent {
            refused,
            left: QUOTA - window.used,
            seconds: (milliseconds + 999) / 1000,
        }
    }
}

impl Spent {
    /// Tells the program: the policy, and what is left of it.
    pub(super) fn tell(self, headers: &mut HeaderMap) {
        let policy = format!("\"token\";q={QUOTA};w={WINDOW}");
        let left = format!("\"token\";r={};t={}", self.left, self.seconds);
        for (name, value) in [("ratelimit-policy", policy), ("ratelimit", left)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn a_window_begins_with_the_first_call_and_each_token_has_its_own() {
        let limits = TokenLimits::default();
        let start = Timestamp::from_milliseconds(1_000_000).expect("a moment");
        let at = |milliseconds| start + TimeDelta::milliseconds(milliseconds);
        let first = limits.spend(1, start);
        let whole = Spent {
            refused: false,
            left: QUOTA - 1,
            seconds: WINDOW,
        };
        assert_eq!(first, whole);
        for _ in 1..QUOTA {
            assert!(!limits.spend(1, at(500)).refused);
        }
        let refused = limits.spend(1, at(59_001));
        assert_eq!(
            (refused.refused, refused.left, refused.seconds),
            (true, 0, 1)
        );
        assert!(!limits.spend(2, at(59_001)).refused);
        assert_eq!(limits.spend(1, at(60_000)), whole);
        // A clock that was set back begins a window of its own.
        assert_eq!(limits.spend(1, start), whole);
    }
}
