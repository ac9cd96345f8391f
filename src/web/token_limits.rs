//! What each node holds of the calls of each token of the API, and what a program is told of them.
//!
//! Each answer says how much is left, in the fields of draft-ietf-httpapi-ratelimit-headers (10), so that a
//! program can go slower before it is refused. How many there are, `api_tokens` counts.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::{
    api_tokens::calls::{self, Calls, QUOTA, WINDOW},
    context::Context,
    db::DbError,
};

/// Of more tokens than these, those that nobody asks with are forgotten.
const MOST: usize = 50_000;

/// What this node holds for a token; nothing before its first call. Of many calls at once one takes the next portion.
type Held = Arc<tokio::sync::Mutex<Option<Calls>>>;

/// The calls of each token that this node holds.
#[derive(Default)]
pub(super) struct TokenLimits(Mutex<HashMap<i64, Held>>);

/// What a call leaves of the quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spent {
    /// Whether it was more than the quota: then nothing is done.
    pub refused: bool,
    /// Further calls until the window ends.
    left: i32,
    /// After how many seconds that is.
    pub seconds: i64,
}

impl TokenLimits {
    pub(super) async fn spend(&self, context: &Context, token: i64) -> Result<Spent, DbError> {
        let held = self.held(token);
        let mut held = held.lock().await;
        let now = context.now();
        let there = held.filter(|calls| calls.left(now).is_some());
        let mut calls = match there {
            Some(there) if there.held > 0 || there.rest == 0 => there,
            _ => calls::take(context, token, now).await?,
        };
        let refused = calls.held == 0;
        if !refused {
            calls.held -= 1;
        }
        *held = Some(calls);
        let milliseconds = calls.left(now).unwrap_or(0);
        Ok(Spent {
            refused,
            left: if refused { 0 } else { calls.held + calls.rest },
            seconds: (milliseconds + 999) / 1000,
        })
    }

    fn held(&self, token: i64) -> Held {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() > MOST {
            all.retain(|_, held| Arc::strong_count(held) > 1);
        }
        Arc::clone(all.entry(token).or_default())
    }
}

impl Spent {
    /// Tells the program: the policy, and what is left of it.
    pub(super) fn tell(self, headers: &mut HeaderMap) {
        let window = WINDOW.num_seconds();
        let policy = format!("\"token\";q={QUOTA};w={window}");
        let left = format!("\"token\";r={};t={}", self.left, self.seconds);
        for (name, value) in [("ratelimit-policy", policy), ("ratelimit", left)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }
}
