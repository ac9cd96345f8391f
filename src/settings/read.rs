//! What somebody sets, read in one way, whether a form, a program or the database says it, and refused by the
//! field that is wrong.

use std::borrow::Cow;

use chrono::{DateTime, Datelike as _, SubsecRound as _};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value as Json;
use validator::{ValidationError, ValidationErrors};

use super::{Bounds, Key, Value};
use crate::{
    config::{Banner, Colour, LEAST_TEXT, Languages, Logo, Maintenance, Scheme},
    db::Timestamp,
    i18n::Lang,
    text_rules::{plain_line, refuse, refuse_length, refused},
};

/// The longest name of the city in one language, the longest text of a banner, and the longest description
/// of a logo, in characters.
pub const LONGEST_NAME: usize = 60;
pub const LONGEST_TEXT: usize = 300;
pub const LONGEST_ALT: usize = 120;

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

/// Reads what a setting is set to. Each field that is wrong is refused by its name; `value` is the name of
/// one that has a single field.
pub(super) fn read(key: Key, json: &Json) -> Result<Value, ValidationErrors> {
    match key {
        Key::Name => name(form(json)?),
        Key::Colours => colours(&form(json)?),
        Key::Logo => logo(form(json)?),
        Key::Languages => languages(json),
        Key::Banner => banner(form(json)?),
        Key::Maintenance => maintenance(&form(json)?),
        Key::Limits => json
            .as_bool()
            .map(Value::Switch)
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

/// A moment to the second, which can be read again as it is written.
fn moment(text: &str) -> Option<Timestamp> {
    let read = DateTime::parse_from_rfc3339(text).ok()?;
    let read = read.to_utc().trunc_subsecs(0);
    (0..=9999).contains(&read.year()).then(|| read.into())
}

fn form<T: DeserializeOwned>(json: &Json) -> Result<T, ValidationErrors> {
    T::deserialize(json).map_err(|_| refused("value", "setting-form"))
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
    use serde_json::json;

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
    fn what_is_taken_is_read_again_from_where_it_is_kept() {
        let within_a_second = json!({ "text_zh": "停水", "text_en": "No water",
            "from": "2026-03-04T00:00:00.2Z", "until": "2026-03-04T00:00:00.8Z" });
        assert_eq!(
            wrong(Key::Banner, within_a_second),
            one("until", "setting-order")
        );
        // Behind the last year that has four digits.
        let away =
            json!({ "begins": "9999-12-31T20:00:00-05:00", "ends": "9999-12-31T21:00:00-05:00" });
        assert_eq!(
            wrong(Key::Maintenance, away),
            [one("begins", "setting-time"), one("ends", "setting-time")].concat()
        );
        let away =
            json!({ "begins": "2026-03-04T00:00:00.7+08:00", "ends": "2026-03-04T01:00:00Z" });
        let value = Value::read(Key::Maintenance, &away).expect("a good value");
        let kept = value.write().to_string();
        assert_eq!(Value::stored(Key::Maintenance, &kept), Some(value));
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
