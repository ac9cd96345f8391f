//! What a setting can be set to: how it is written, how it is said in the register, and how it is laid over
//! a configuration. What is wrong with what somebody says, `read` says.

use chrono::SecondsFormat;
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use validator::ValidationErrors;

use super::{Key, read};
use crate::{
    config::{Banner, Colour, Config, Languages, Logo, Maintenance, Scheme},
    db::Timestamp,
    text::{Field, Format, publication::Publication},
    text_rules::refused,
};

/// What a setting is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Name { zh: String, en: String },
    Colours { light: Colour, dark: Colour },
    Logo(Logo),
    Languages(Languages),
    Number(u32),
    Switch(bool),
    Banner(Banner),
    Maintenance(Maintenance),
}

impl Value {
    /// Reads what somebody sets it to. Each field that is wrong is refused by its name; `value` is the name
    /// of one that has a single field.
    pub fn read(key: Key, json: &Json) -> Result<Self, ValidationErrors> {
        read::read(key, json)
    }

    /// What the database says, where this program can read it and would take it.
    pub(super) fn stored(key: Key, text: &str) -> Option<Self> {
        let json: Json = serde_json::from_str(text).ok()?;
        Self::read(key, &json).ok()
    }

    /// As [`Value::read`] reads it.
    pub fn write(&self) -> Json {
        match self {
            Self::Name { zh, en } => json!({ "name_zh": zh, "name_en": en }),
            Self::Colours { light, dark } => {
                json!({ "accent": light.to_string(), "accent_dark": dark.to_string() })
            }
            Self::Logo(logo) => json!({
                "picture": logo.picture, "ending": logo.ending, "width": logo.width,
                "height": logo.height, "alt_zh": logo.alt_zh, "alt_en": logo.alt_en,
            }),
            Self::Languages(languages) => json!(languages.offered()),
            Self::Number(number) => json!(number),
            Self::Switch(is_on) => json!(is_on),
            Self::Banner(banner) => json!({
                "text_zh": banner.zh, "text_en": banner.en, "from": banner.from.map(written),
                "until": banner.until.map(written),
            }),
            Self::Maintenance(away) => {
                json!({ "begins": written(away.begins), "ends": written(away.ends) })
            }
        }
    }

    /// In a few words that name nobody: for the register. Of a text its hash stands there, for what somebody
    /// writes by mistake must be able to go.
    pub(super) fn brief(&self) -> String {
        match self {
            Self::Name { zh, en } => format!("{zh} / {en}"),
            Self::Colours { light, dark } => format!("{light} / {dark}"),
            Self::Languages(languages) => {
                let names: Vec<&str> = languages
                    .offered()
                    .iter()
                    .map(|lang| lang.as_str())
                    .collect();
                names.join(", ")
            }
            Self::Number(number) => number.to_string(),
            Self::Switch(is_on) => is_on.to_string(),
            Self::Maintenance(away) => {
                format!("{} – {}", written(away.begins), written(away.ends))
            }
            Self::Logo(_) | Self::Banner(_) => {
                let hash = Sha256::digest(self.write().to_string().as_bytes());
                format!("sha256:{}", hex::encode(hash))
            }
        }
    }

    /// Refuses what would be over before it was seen.
    pub(super) fn is_ahead(&self, now: Timestamp) -> Result<(), ValidationErrors> {
        match self {
            Self::Banner(banner) if banner.until.is_some_and(|until| until <= now) => {
                Err(refused("until", "setting-past"))
            }
            Self::Maintenance(away) if away.is_over(now) => Err(refused("ends", "setting-past")),
            _ => Ok(()),
        }
    }

    /// The texts that everybody reads, by the names of their fields.
    pub(super) fn texts(&self) -> Vec<Field> {
        let texts = match self {
            Self::Banner(banner) => [("text_zh", &banner.zh), ("text_en", &banner.en)],
            Self::Logo(logo) => [("alt_zh", &logo.alt_zh), ("alt_en", &logo.alt_en)],
            // A city's name is nobody's, and the others have no words.
            _ => return Vec::new(),
        };
        let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
        texts
            .map(|(name, text)| Field::new(name, Format::Plain, text.as_str()))
            .collect()
    }

    /// The same with the texts as they may be published.
    pub(super) fn published(mut self, publication: &Publication) -> Self {
        for text in &publication.texts {
            let own = match (&mut self, text.field) {
                (Self::Banner(banner), "text_zh") => &mut banner.zh,
                (Self::Banner(banner), "text_en") => &mut banner.en,
                (Self::Logo(logo), "alt_zh") => &mut logo.alt_zh,
                (Self::Logo(logo), "alt_en") => &mut logo.alt_en,
                _ => continue,
            };
            own.clone_from(&text.source);
        }
        self
    }

    /// What a configuration says of a setting; `None` where there is nothing of it.
    pub(super) fn of(key: Key, config: &Config) -> Option<Self> {
        let review = &config.review;
        let number = match key {
            Key::Name => {
                let (zh, en) = (config.city.name_zh.clone(), config.city.name_en.clone());
                return Some(Self::Name { zh, en });
            }
            Key::Colours => {
                return Some(Self::Colours {
                    light: config.look.accent(Scheme::Light),
                    dark: config.look.accent(Scheme::Dark),
                });
            }
            Key::Logo => return config.look.logo.clone().map(Self::Logo),
            Key::Languages => return Some(Self::Languages(config.languages.clone())),
            Key::Banner => return config.notices.banner.clone().map(Self::Banner),
            Key::Maintenance => return config.notices.maintenance.map(Self::Maintenance),
            Key::Limits => return Some(Self::Switch(review.limits)),
            Key::EditMinutes => config.edit_minutes,
            Key::FirstPosts => review.first_posts,
            Key::HoldAt => u32::try_from(config.spam.hold_at).unwrap_or_default(),
            Key::RemindHours => review.remind_hours,
            Key::AppealDays => review.appeal_days,
            Key::ConfirmationDays => config.confirmation_days,
            Key::RemindDays => config.remind_days,
            Key::CloseDays => config.close_days,
            Key::ReopenDays => config.reopen_days,
            Key::RetentionCases | Key::RetentionDecisions | Key::RetentionRequests => {
                key.class()?.years(&config.retention)
            }
        };
        Some(Self::Number(number))
    }

    /// Lets it hold.
    pub(super) fn apply(self, key: Key, config: &mut Config) {
        match self {
            Self::Name { zh, en } => (config.city.name_zh, config.city.name_en) = (zh, en),
            Self::Colours { light, dark } => {
                (config.look.accent, config.look.accent_dark) = (Some(light), Some(dark));
            }
            Self::Logo(logo) => config.look.logo = Some(logo),
            Self::Languages(languages) => config.languages = languages,
            Self::Switch(is_on) => config.review.limits = is_on,
            Self::Banner(banner) => config.notices.banner = Some(banner),
            Self::Maintenance(away) => config.notices.maintenance = Some(away),
            Self::Number(number) => match key {
                Key::EditMinutes => config.edit_minutes = number,
                Key::FirstPosts => config.review.first_posts = number,
                Key::HoldAt => config.spam.hold_at = i32::try_from(number).unwrap_or(i32::MAX),
                Key::RemindHours => config.review.remind_hours = number,
                Key::AppealDays => config.review.appeal_days = number,
                Key::ConfirmationDays => config.confirmation_days = number,
                Key::RemindDays => config.remind_days = number,
                Key::CloseDays => config.close_days = number,
                Key::ReopenDays => config.reopen_days = number,
                // Of the others none is read as a number, but for the years.
                other => {
                    if let Some(class) = other.class() {
                        config.retention.insert(class.name().to_owned(), number);
                    }
                }
            },
        }
    }
}

/// A moment as it is stored and as programs write it (RFC 3339).
fn written(at: Timestamp) -> String {
    at.utc().to_rfc3339_opts(SecondsFormat::Secs, true)
}
