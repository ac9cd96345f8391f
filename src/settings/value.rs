//! What a setting can be set to: read in one way, whether a form, a program or the database says it, and
//! refused by the field that is wrong.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use validator::{ValidationError, ValidationErrors};

use super::{Bounds, Key};
use crate::{
    config::{Banner, Colour, Config, LEAST_TEXT, Languages, Logo, Maintenance, Scheme},
    db::Timestamp,
    i18n::Lang,
    text_rules::{plain_line, refuse, refuse_length},
};

/// The longest name of the city in one language, the longest text of a banner, and the longest description
/// of a logo, in characters.
pub const LONGEST_NAME: usize = 60;
pub const LONGEST_TEXT: usize = 300;
pub const LONGEST_ALT: usize = 120;

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

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Name {
    name_zh: String,
    name_en: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Colours {
    accent: String,
    accent_dark: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    picture: String,
    ending: String,
    width: u32,
    height: u32,
    alt_zh: String,
    alt_en: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Said {
    text_zh: String,
    text_en: String,
    from: Option<String>,
    until: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Away {
    begins: String,
    ends: String,
}

impl Value {
    /// Reads what somebody sets it to. Each field that is wrong is refused by its name; `value` is the name
    /// of one that has a single field.
    pub fn read(key: Key, json: &Json) -> Result<Self, ValidationErrors> {
        match key {
            Key::Name => name(form(json)?),
            Key::Colours => colours(&form(json)?),
            Key::Logo => logo(form(json)?),
            Key::Languages => languages(json),
            Key::Banner => banner(form(json)?),
            Key::Maintenance => maintenance(&form(json)?),
            Key::Limits => json
                .as_bool()
                .map(Self::Switch)
                .ok_or_else(|| refused("value", "setting-form")),
            Key::EditMinutes
            | Key::FirstPosts
            | Key::HoldAt
            | Key::RemindHours
            | Key::AppealDays
            | Key::ConfirmationDays
            | Key::RemindDays
            | Key::CloseDays
            | Key::ReopenDays
            | Key::RetentionCases
            | Key::RetentionDecisions
            | Key::RetentionRequests => number(key, json),
        }
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

fn moment(text: &str) -> Option<Timestamp> {
    let read = DateTime::parse_from_rfc3339(text).ok()?;
    Some(read.to_utc().into())
}

fn form<T: DeserializeOwned>(json: &Json) -> Result<T, ValidationErrors> {
    T::deserialize(json).map_err(|_| refused("value", "setting-form"))
}

fn refused(field: &'static str, code: &'static str) -> ValidationErrors {
    let mut errors = ValidationErrors::new();
    refuse(&mut errors, field, code);
    errors
}

fn ended<T>(errors: ValidationErrors, value: T) -> Result<T, ValidationErrors> {
    if errors.is_empty() {
        Ok(value)
    } else {
        Err(errors)
    }
}

/// One line of so many characters that are seen as they are.
fn line(errors: &mut ValidationErrors, field: &'static str, text: &str, least: usize, most: usize) {
    let length = text.chars().count();
    if length < least {
        refuse(errors, field, "required");
    } else if length > most {
        refuse_length(errors, field, least, most);
    } else if !plain_line(text) {
        refuse(errors, field, "characters");
    }
}

fn name(typed: Name) -> Result<Value, ValidationErrors> {
    let mut errors = ValidationErrors::new();
    let (zh, en) = (typed.name_zh.trim(), typed.name_en.trim());
    for (field, text) in [("name_zh", zh), ("name_en", en)] {
        // It stands in titles, in mails and in their heads, everywhere as it is.
        if text.contains(['<', '>']) {
            refuse(&mut errors, field, "setting-markup");
        } else {
            line(&mut errors, field, text, 1, LONGEST_NAME);
        }
    }
    let (zh, en) = (zh.to_owned(), en.to_owned());
    ended(errors, Value::Name { zh, en })
}

fn colours(typed: &Colours) -> Result<Value, ValidationErrors> {
    let mut errors = ValidationErrors::new();
    let mut read = |field: &'static str, text: &str, scheme: Scheme| {
        let Ok(colour) = text.trim().parse::<Colour>() else {
            refuse(&mut errors, field, "setting-colour");
            return scheme.accent();
        };
        let contrast = scheme.contrast(colour);
        if !contrast.is_enough() {
            // Rounded down: what is a little too little must not look like enough.
            let found = (contrast.text * 100.0).floor() / 100.0;
            let mut error = ValidationError::new("setting-contrast");
            error.add_param(Cow::Borrowed("word"), &format!("{found:.2}"));
            error.add_param(Cow::Borrowed("min"), &format!("{LEAST_TEXT}"));
            errors.add(field, error);
        }
        colour
    };
    let light = read("accent", &typed.accent, Scheme::Light);
    let dark = read("accent_dark", &typed.accent_dark, Scheme::Dark);
    ended(errors, Value::Colours { light, dark })
}

fn logo(stored: Stored) -> Result<Value, ValidationErrors> {
    let mut errors = ValidationErrors::new();
    let is_hash =
        stored.picture.len() == 64 && stored.picture.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hash || !matches!(&*stored.ending, "png" | "jpg") {
        refuse(&mut errors, "value", "setting-form");
    }
    for (field, text) in [("alt_zh", &stored.alt_zh), ("alt_en", &stored.alt_en)] {
        line(&mut errors, field, text, 0, LONGEST_ALT);
    }
    let logo = Logo {
        picture: stored.picture,
        ending: stored.ending,
        width: stored.width,
        height: stored.height,
        alt_zh: stored.alt_zh,
        alt_en: stored.alt_en,
    };
    ended(errors, Value::Logo(logo))
}

fn languages(json: &Json) -> Result<Value, ValidationErrors> {
    let named: Option<Vec<Lang>> = Vec::deserialize(json).ok();
    let named = named.ok_or_else(|| refused("value", "setting-form"))?;
    if named.is_empty() {
        return Err(refused("value", "setting-no-language"));
    }
    let offered = Languages::new(named).map(Value::Languages);
    offered.ok_or_else(|| refused("value", "setting-form"))
}

fn number(key: Key, json: &Json) -> Result<Value, ValidationErrors> {
    let Bounds { least, most } = key.bounds().unwrap_or(Bounds {
        least: 0,
        most: u32::MAX,
    });
    let number = json.as_u64().and_then(|number| u32::try_from(number).ok());
    let code = match number {
        Some(number) if (least..=most).contains(&number) => return Ok(Value::Number(number)),
        Some(number) if number < least && key.class().is_some() => "setting-years",
        _ => "setting-number",
    };
    let mut error = ValidationError::new(code);
    error.add_param(Cow::Borrowed("min"), &least);
    error.add_param(Cow::Borrowed("max"), &most);
    let mut errors = ValidationErrors::new();
    errors.add("value", error);
    Err(errors)
}

/// The moment that a field says, where it says any.
fn at(errors: &mut ValidationErrors, field: &'static str, text: Option<&str>) -> Option<Timestamp> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    let read = moment(text);
    if read.is_none() {
        refuse(errors, field, "setting-time");
    }
    read
}

fn banner(typed: Said) -> Result<Value, ValidationErrors> {
    let mut errors = ValidationErrors::new();
    // It is one line, however it was typed.
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (zh, en) = (one_line(&typed.text_zh), one_line(&typed.text_en));
    line(&mut errors, "text_zh", &zh, 1, LONGEST_TEXT);
    line(&mut errors, "text_en", &en, 1, LONGEST_TEXT);
    let from = at(&mut errors, "from", typed.from.as_deref());
    let until = at(&mut errors, "until", typed.until.as_deref());
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        refuse(&mut errors, "until", "setting-order");
    }
    ended(
        errors,
        Value::Banner(Banner {
            zh,
            en,
            from,
            until,
        }),
    )
}

fn maintenance(typed: &Away) -> Result<Value, ValidationErrors> {
    let mut errors = ValidationErrors::new();
    let begins = at(&mut errors, "begins", Some(&typed.begins));
    let ends = at(&mut errors, "ends", Some(&typed.ends));
    for (field, text) in [("begins", &typed.begins), ("ends", &typed.ends)] {
        if text.trim().is_empty() {
            refuse(&mut errors, field, "required");
        }
    }
    let (Some(begins), Some(ends)) = (begins, ends) else {
        return Err(errors);
    };
    if ends <= begins {
        refuse(&mut errors, "ends", "setting-order");
    }
    ended(errors, Value::Maintenance(Maintenance { begins, ends }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes of the refused fields.
    fn wrong(key: Key, json: Json) -> Vec<(String, String)> {
        let errors = Value::read(key, &json).expect_err("it is wrong");
        let mut all: Vec<(String, String)> = errors
            .field_errors()
            .into_iter()
            .map(|(field, errors)| (field.to_string(), errors[0].code.to_string()))
            .collect();
        all.sort();
        all
    }

    fn one(field: &str, code: &str) -> Vec<(String, String)> {
        vec![(field.to_owned(), code.to_owned())]
    }

    #[test]
    fn what_is_written_is_read_again() {
        for (key, json) in [
            (
                Key::Name,
                json!({ "name_zh": "高雄市", "name_en": "Kaohsiung" }),
            ),
            (
                Key::Colours,
                json!({ "accent": "#7a1f5c", "accent_dark": "#f0a8d8" }),
            ),
            (
                Key::Logo,
                json!({ "picture": "ab".repeat(32), "ending": "png", "width": 320, "height": 80,
                    "alt_zh": "市徽", "alt_en": "" }),
            ),
            (Key::Languages, json!(["en", "zh"])),
            (Key::Limits, json!(false)),
            (Key::EditMinutes, json!(0)),
            (Key::RetentionCases, json!(10)),
            (
                Key::Banner,
                json!({ "text_zh": "停水", "text_en": "No water", "from": null,
                    "until": "2026-03-04T00:00:00Z" }),
            ),
            (
                Key::Maintenance,
                json!({ "begins": "2026-03-04T00:00:00Z", "ends": "2026-03-04T01:00:00Z" }),
            ),
        ] {
            let value = Value::read(key, &json).expect("a good value");
            assert_eq!(value.write(), json, "{key:?}");
            assert_eq!(Value::stored(key, &json.to_string()), Some(value.clone()));
            assert!(!value.brief().is_empty());
        }
    }

    #[test]
    fn what_is_wrong_is_refused_by_its_field() {
        let name = |zh: &str, en: &str| json!({ "name_zh": zh, "name_en": en });
        assert_eq!(
            wrong(Key::Name, name("高雄市", "")),
            one("name_en", "required")
        );
        assert_eq!(
            wrong(Key::Name, name(&"高".repeat(61), "Kaohsiung")),
            one("name_zh", "length")
        );
        assert_eq!(
            wrong(Key::Name, name("高雄市", "<b>Kaohsiung</b>")),
            one("name_en", "setting-markup")
        );
        assert_eq!(
            wrong(Key::Name, name("高\n雄", "Kaohsiung")),
            one("name_zh", "characters")
        );
        let colours = |light: &str, dark: &str| json!({ "accent": light, "accent_dark": dark });
        assert_eq!(
            wrong(Key::Colours, colours("teal", "#7accd3")),
            one("accent", "setting-colour")
        );
        assert_eq!(
            wrong(Key::Colours, colours("#0b6570", "#0b6570")),
            one("accent_dark", "setting-contrast")
        );
        assert_eq!(
            wrong(Key::Languages, json!([])),
            one("value", "setting-no-language")
        );
        for json in [json!(["fr"]), json!(["zh", "zh"]), json!("zh"), json!(null)] {
            assert_eq!(wrong(Key::Languages, json), one("value", "setting-form"));
        }
        for json in [
            json!(-1),
            json!(1441),
            json!("10"),
            json!(1.5),
            json!(u64::MAX),
        ] {
            assert_eq!(
                wrong(Key::EditMinutes, json),
                one("value", "setting-number")
            );
        }
        assert_eq!(
            wrong(Key::RetentionCases, json!(4)),
            one("value", "setting-years")
        );
        assert_eq!(
            wrong(Key::RetentionCases, json!(101)),
            one("value", "setting-number")
        );
        let said = |from: &str, until: &str| json!({ "text_zh": "停水", "text_en": "No water", "from": from, "until": until });
        assert_eq!(
            wrong(
                Key::Banner,
                said("2026-03-04T00:00:00Z", "2026-03-04T00:00:00Z")
            ),
            one("until", "setting-order")
        );
        assert_eq!(
            wrong(Key::Banner, said("soon", "")),
            one("from", "setting-time")
        );
        assert_eq!(
            wrong(Key::Maintenance, json!({ "begins": "", "ends": "later" })),
            [one("begins", "required"), one("ends", "setting-time")].concat()
        );
        assert_eq!(
            wrong(Key::Limits, json!("yes")),
            one("value", "setting-form")
        );
        assert_eq!(
            wrong(Key::Name, json!({ "name": "x" })),
            one("value", "setting-form")
        );
    }

    #[test]
    fn what_the_database_has_of_another_program_is_not_taken() {
        for (key, text) in [
            (Key::EditMinutes, "\"ten\""),
            (Key::EditMinutes, "{"),
            (
                Key::Colours,
                "{\"accent\":\"#ffffff\",\"accent_dark\":\"#ffffff\"}",
            ),
            (
                Key::Logo,
                "{\"picture\":\"../x\",\"ending\":\"svg\",\"width\":1,\"height\":1,\"alt_zh\":\"\",\"alt_en\":\"\"}",
            ),
            (Key::RetentionCases, "1"),
        ] {
            assert_eq!(Value::stored(key, text), None, "{text}");
        }
    }
}
