//! What is learned of a page while it is made: until when its words hold, and what in it is its reader's
//! own.

use std::{
    future::{Ready, ready},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload};
use chrono::{DateTime, Days, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

use crate::{
    db::Timestamp,
    kept::{LONGEST, Slot},
    web::fault::Fault,
};

/// Learns of one page; clones learn of the same. Of a page that nobody keeps it learns for nothing.
#[derive(Clone, Default)]
pub struct Making(Arc<Mutex<Learned>>);

#[derive(Default)]
struct Learned {
    until: Option<Timestamp>,
    /// As they are written in the page.
    own: Vec<(Slot, String)>,
}

impl Making {
    /// From `now` to the end of the day at most: what a page says of today goes with it.
    pub(super) fn new(now: Timestamp, zone: Tz) -> Self {
        let making = Self::default();
        let longest = TimeDelta::from_std(LONGEST).unwrap_or_default();
        making.until(now + longest);
        let tomorrow = now.day_in(zone) + Days::new(1);
        making.until_local(zone, tomorrow.and_time(NaiveTime::MIN));
        making
    }

    /// From this moment on the page would say something else.
    pub(in crate::web) fn until(&self, moment: Timestamp) {
        let mut learned = self.learned();
        let sooner = learned.until.is_none_or(|until| moment < until);
        if sooner {
            learned.until = Some(moment);
        }
    }

    /// As [`Self::until`], by the city's clocks.
    pub(in crate::web) fn until_local(&self, zone: Tz, moment: NaiveDateTime) {
        let shown = |moment| zone.from_local_datetime(&moment).earliest();
        // An hour that clocks leave out begins an hour earlier.
        let at = shown(moment).or_else(|| shown(moment - TimeDelta::hours(1)));
        self.until(at.map_or_else(begun, |at| at.to_utc().into()));
    }

    /// A value that stands in this reader's page alone.
    pub(in crate::web) fn is_own(&self, slot: Slot, value: &str) {
        self.learned().own.push((slot, written(value)));
    }

    /// When it stops to hold.
    pub(super) fn held_until(&self) -> Timestamp {
        // What learns of a page that is kept was made with a moment.
        self.learned().until.unwrap_or_else(begun)
    }

    pub(super) fn own(&self) -> Vec<(Slot, String)> {
        self.learned().own.clone()
    }

    /// The values for the reader for whom the page is made.
    pub(super) fn values(&self) -> Vec<String> {
        let learned = self.learned();
        let values = learned.own.iter().map(|(_, value)| value.clone());
        values.collect()
    }

    fn learned(&self) -> MutexGuard<'_, Learned> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What learns of the page that answers a request.
    pub(in crate::web) fn of(request: &HttpRequest) -> Self {
        request
            .extensions()
            .get::<Self>()
            .cloned()
            .unwrap_or_default()
    }
}

impl FromRequest for Making {
    type Error = Fault;
    type Future = Ready<Result<Self, Fault>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

/// A moment at which nothing holds any more.
fn begun() -> Timestamp {
    DateTime::<Utc>::UNIX_EPOCH.into()
}

/// A value as a template writes it into an attribute.
pub(super) fn written(value: &str) -> String {
    value
        .replace('&', "&#38;")
        .replace('"', "&#34;")
        .replace('\'', "&#39;")
        .replace('<', "&#60;")
        .replace('>', "&#62;")
}

#[cfg(test)]
mod tests {
    use askama::Template;

    use super::*;

    fn time(hour: u32, minute: u32) -> Timestamp {
        let at = Utc.with_ymd_and_hms(2026, 3, 2, hour, minute, 0);
        at.single().expect("a moment").into()
    }

    #[test]
    fn a_page_holds_until_the_first_moment_at_which_it_would_say_something_else() {
        let zone = Tz::Asia__Taipei;
        let making = Making::new(time(10, 0), zone);
        assert_eq!(making.held_until(), time(10, 10));
        making.until(time(10, 5));
        making.until(time(10, 7));
        assert_eq!(making.held_until(), time(10, 5));
        let late = Making::new(time(15, 55), zone);
        assert_eq!(late.held_until(), time(16, 0), "midnight in Taipei");
    }

    #[derive(Template)]
    #[template(source = "{{ value }}", ext = "html")]
    struct Written<'a> {
        value: &'a str,
    }

    #[test]
    fn values_are_written_as_templates_write_them() {
        for value in ["plain-1_2", "{\"a\":\"b?c=1&\"}", "<'>&amp;"] {
            let page = Written { value }.render().expect("a template");
            assert_eq!(written(value), page);
        }
    }
}
