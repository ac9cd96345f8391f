//! To which mails a list, or what is done with all of it, is narrowed.

use chrono::TimeDelta;

use crate::{
    context::Context,
    db::Timestamp,
    mail::LetterKind,
    privacy::{Private, sealed},
};

/// No mail is older than ten years.
const MOST_HOURS: u32 = 10 * 366 * 24;

/// What the list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    pub kind: Option<LetterKind>,
    /// The recipients' domain.
    pub domain: Option<String>,
    /// Written so many hours ago, or before.
    pub hours: Option<u32>,
}

impl Narrow {
    /// The blind index of the domain.
    pub(super) fn mark(&self, context: &Context) -> Option<Vec<u8>> {
        let domain = self.domain.clone().map(Private::new)?;
        Some(sealed::domain_mark(&context.config.keys, &domain))
    }

    /// When they were written at the latest.
    pub(super) fn until(&self, context: &Context) -> Option<Timestamp> {
        let hours = self.hours?.min(MOST_HOURS);
        Some(context.now() - TimeDelta::hours(hours.into()))
    }
}

/// Narrows a boxed query to the mails that stand so and are asked for. What is recalled on its way is none of
/// them. A macro, for a list, numbers and a count are queries of different types.
macro_rules! narrowed {
    ($query:expr, $standing:expr, $narrow:expr, $context:expr) => {{
        let (standing, narrow) = ($standing, $narrow);
        let state = match standing {
            Standing::Waiting | Standing::Delayed => State::Queued,
            Standing::Dead => State::Dead,
        };
        let mut query = $query
            .filter(outbox::state.eq(state))
            .filter(outbox::lease.is_null().or(outbox::lease.eq(Lease::Taken)));
        query = match standing {
            Standing::Waiting => query.filter(outbox::tried_since.is_null()),
            Standing::Delayed => query.filter(outbox::tried_since.is_not_null()),
            Standing::Dead => query,
        };
        if let Some(kind) = narrow.kind {
            query = query.filter(outbox::kind.eq(kind));
        }
        if let Some(mark) = narrow.mark($context) {
            query = query.filter(outbox::domain_mark.eq(mark));
        }
        if let Some(until) = narrow.until($context) {
            query = query.filter(outbox::created_at.le(until));
        }
        query
    }};
}
pub(super) use narrowed;
