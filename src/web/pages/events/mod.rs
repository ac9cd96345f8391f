//! Events: announcements, signing up for them, and campaign links.

pub mod announce;
pub mod campaigns;
pub mod cancel;
pub mod feeds;
pub mod list;
pub mod participants;
pub mod show;
pub mod sign_up;

pub use campaigns::is_target as is_campaign_target;

use crate::{db::Timestamp, web::page::Page};

/// When an event is, as people say it.
fn when(page: &Page, starts: Timestamp, ends: Timestamp) -> String {
    let (from, to) = (page.local(starts), page.local(ends));
    let (first, last) = (page.date(from.date()), page.date(to.date()));
    let clock = |time: chrono::NaiveDateTime| time.format("%H:%M").to_string();
    if from.date() == to.date() {
        format!("{first} {}–{}", clock(from), clock(to))
    } else {
        format!("{first} {} – {last} {}", clock(from), clock(to))
    }
}
