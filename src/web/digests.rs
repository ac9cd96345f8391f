//! How often somebody gets a digest, as pages ask for it and tell it, and the link that ends some.

use super::{fault::Fault, form::Form, page::Page};
use crate::{
    accounts::{AccountError, preferences},
    context::Context,
    keys::Token,
    mail::digest::{Often, Rhythm},
    suggestions::digest::choices,
};

/// What says that the office's choice holds.
pub const AS_OFFICE: &str = "office";

/// A choice as its three fields hold it.
pub struct Typed {
    pub rhythm: String,
    pub weekday: String,
    pub hour: String,
}

impl Typed {
    /// What was kept, with a day and an hour to begin with where it has none.
    pub fn of(kept: Option<Rhythm>) -> Self {
        let rhythm = kept.unwrap_or_default();
        Self {
            rhythm: kept
                .map_or(AS_OFFICE, |kept| kept.often().as_str())
                .to_owned(),
            weekday: rhythm.weekday().unwrap_or(1).to_string(),
            hour: rhythm.hour().unwrap_or(8).to_string(),
        }
    }

    /// The fields whose names end so.
    pub fn of_form(form: &Form, end: &str) -> Self {
        let field = |name: &str| form.trimmed(&format!("{name}{end}"));
        Self {
            rhythm: field("rhythm"),
            weekday: field("weekday"),
            hour: field("hour"),
        }
    }

    /// `None` where it makes no choice.
    pub fn read(&self) -> Option<Rhythm> {
        let (weekday, hour) = (self.weekday.parse().ok(), self.hour.parse().ok());
        Rhythm::new(self.rhythm.parse().ok()?, weekday, hour)
    }
}

/// What can be chosen; of an office nobody's pause.
pub fn rhythms(page: &Page, of_member: bool) -> Vec<(&'static str, String)> {
    Often::ALL
        .into_iter()
        .filter(|often| of_member || *often != Often::Paused)
        .map(|often| (often.as_str(), word(page, often)))
        .collect()
}

fn word(page: &Page, often: Often) -> String {
    page.t(&format!("digests-rhythm-{}", often.as_str()))
}

pub fn weekdays(page: &Page) -> Vec<(u32, String)> {
    (1..=7)
        .map(|day| (day, page.t(&format!("weekday-{day}"))))
        .collect()
}

pub fn hours() -> Vec<(u32, String)> {
    (0..24).map(|hour| (hour, format!("{hour}:00"))).collect()
}

/// How often, as a sentence says it.
pub fn in_words(page: &Page, rhythm: Rhythm) -> String {
    match rhythm {
        Rhythm::None | Rhythm::Paused | Rhythm::AtOnce => word(page, rhythm.often()),
        Rhythm::Daily { hour } => page.ta("digests-daily-from", "hour", hour),
        Rhythm::Weekly { weekday, hour } => {
            let day = page.t(&format!("weekday-{weekday}"));
            page.ta2("digests-weekly-from", "day", day, "hour", hour)
        }
    }
}

/// Ends the digests that a link stops: those of the forum, or of an account's offices.
/// [`Fault::Gone`] where it was used or has expired.
pub async fn stop(context: &Context, token: &Token) -> Result<(), Fault> {
    match preferences::stop_digest(context, token).await {
        Err(AccountError::Gone) => Ok(choices::stop(context, token).await?),
        done => Ok(done?),
    }
}
