//! Requests: how many of each route were answered how, and how long that took.

use std::time::Duration;

use super::count::{Counts, Histogram, Level, SECONDS, words};

words! {
    /// The class of an answer's status.
    pub enum Class {
        Informed = "1xx",
        Done = "2xx",
        Elsewhere = "3xx",
        Refused = "4xx",
        Failed = "5xx",
    }
}

impl Class {
    pub const fn of(status: u16) -> Self {
        match status {
            ..200 => Self::Informed,
            200..300 => Self::Done,
            300..400 => Self::Elsewhere,
            400..500 => Self::Refused,
            500.. => Self::Failed,
        }
    }
}

/// Stands for everything that the catalogue does not know.
pub const NOTHING: (&str, &str) = ("any", "(nothing)");

/// A route with its numbers.
pub struct Answered {
    pub method: &'static str,
    pub template: &'static str,
    pub classes: Counts<Class>,
    pub took: Histogram,
}

impl Answered {
    fn of((method, template): (&'static str, &'static str)) -> Self {
        Self {
            method,
            template,
            classes: Counts::default(),
            took: Histogram::new(SECONDS),
        }
    }
}

/// The numbers of all routes.
pub struct Requests {
    /// Those that are being answered.
    pub in_flight: Level,
    /// One for each route, and the last for what is none.
    routes: Box<[Answered]>,
}

impl Requests {
    pub(super) fn of(routes: Vec<(&'static str, &'static str)>) -> Self {
        let all = routes.into_iter().chain([NOTHING]);
        Self {
            in_flight: Level::new(),
            routes: all.map(Answered::of).collect(),
        }
    }

    /// Notes an answer of the route with this number; `None` where the catalogue knows none.
    pub fn note(&self, route: Option<usize>, status: u16, took: Duration) {
        let last = self.routes.len() - 1;
        let answered = &self.routes[route.unwrap_or(last).min(last)];
        answered.classes.one(Class::of(status));
        answered.took.took(took);
    }

    /// The routes that were asked for at all.
    pub fn asked(&self) -> impl Iterator<Item = &Answered> {
        self.routes
            .iter()
            .filter(|answered| answered.classes.all().any(|(_, count)| count > 0))
    }
}
