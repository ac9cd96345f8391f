//! The fields of a setting: what stands in them, what is made of what was typed, and how a value is said
//! in words.

use chrono::{NaiveDateTime, TimeZone as _};
use chrono_tz::Tz;
use serde_json::{Value as Json, json};

use crate::{
    db::Timestamp,
    i18n::Lang,
    settings::{Key, Value},
    text::Field,
    web::{form::Form, page::Page},
};

/// How a browser writes a moment of the city's clocks.
const LOCAL: &str = "%Y-%m-%dT%H:%M";

/// What stands in the fields of a setting.
#[derive(Default)]
pub(super) struct Typed {
    pub name_zh: String,
    pub name_en: String,
    pub accent: String,
    pub accent_dark: String,
    pub alt_zh: String,
    pub alt_en: String,
    pub text_zh: String,
    pub text_en: String,
    pub from: String,
    pub until: String,
    pub begins: String,
    pub ends: String,
    /// A number, or "yes".
    pub value: String,
    /// The languages that are ticked.
    pub offered: Vec<String>,
    /// The one of readers who ask for none.
    pub first: String,
    pub reason: String,
}

impl Typed {
    pub(super) fn of_form(form: &Form) -> Self {
        let field = |field: &str| form.trimmed(field);
        Self {
            name_zh: field("name_zh"),
            name_en: field("name_en"),
            accent: field("accent"),
            accent_dark: field("accent_dark"),
            alt_zh: field("alt_zh"),
            alt_en: field("alt_en"),
            text_zh: field("text_zh"),
            text_en: field("text_en"),
            from: field("from"),
            until: field("until"),
            begins: field("begins"),
            ends: field("ends"),
            value: field("value"),
            offered: form.all("offered"),
            first: field("first"),
            reason: form.text("reason"),
        }
    }

    /// The same with other texts: those that applying the answers left.
    pub(super) fn with(mut self, fields: &[Field]) -> Self {
        for text in fields {
            let own = match text.name {
                "text_zh" => &mut self.text_zh,
                "text_en" => &mut self.text_en,
                "alt_zh" => &mut self.alt_zh,
                "alt_en" => &mut self.alt_en,
                _ => continue,
            };
            own.clone_from(&text.source);
        }
        self
    }

    pub(super) fn of(value: Option<&Value>, page: &Page) -> Self {
        let local = |at: Timestamp| page.local(at).format(LOCAL).to_string();
        let maybe = |at: Option<Timestamp>| at.map(local).unwrap_or_default();
        let empty = Self::default();
        match value {
            None => empty,
            Some(Value::Name { zh, en }) => Self {
                name_zh: zh.clone(),
                name_en: en.clone(),
                ..empty
            },
            Some(Value::Colours { light, dark }) => Self {
                accent: light.to_string(),
                accent_dark: dark.to_string(),
                ..empty
            },
            Some(Value::Logo(logo)) => Self {
                alt_zh: logo.alt_zh.clone(),
                alt_en: logo.alt_en.clone(),
                ..empty
            },
            Some(Value::Languages(languages)) => {
                let names = languages.offered().iter();
                Self {
                    offered: names.map(|lang| lang.as_str().to_owned()).collect(),
                    first: languages.first().as_str().to_owned(),
                    ..empty
                }
            }
            Some(Value::Number(number)) => Self {
                value: number.to_string(),
                ..empty
            },
            Some(Value::Switch(is_on)) => Self {
                value: if *is_on { "yes" } else { "" }.to_owned(),
                ..empty
            },
            Some(Value::Banner(banner)) => Self {
                text_zh: banner.zh.clone(),
                text_en: banner.en.clone(),
                from: maybe(banner.from),
                until: maybe(banner.until),
                ..empty
            },
            Some(Value::Maintenance(away)) => Self {
                begins: local(away.begins),
                ends: local(away.ends),
                ..empty
            },
        }
    }

    /// What was typed as a program would say it; what cannot be read stays as it is, and is refused there.
    pub(super) fn json(&self, key: Key, zone: Tz) -> Json {
        let at = |text: &str| moment(text, zone);
        match key {
            Key::Name => json!({ "name_zh": self.name_zh, "name_en": self.name_en }),
            Key::Colours => json!({ "accent": self.accent, "accent_dark": self.accent_dark }),
            Key::Languages => {
                let mut offered: Vec<&String> = self.offered.iter().collect();
                offered.sort_by_key(|lang| **lang != self.first);
                json!(offered)
            }
            Key::Banner => json!({
                "text_zh": self.text_zh, "text_en": self.text_en, "from": at(&self.from),
                "until": at(&self.until),
            }),
            Key::Maintenance => json!({ "begins": at(&self.begins), "ends": at(&self.ends) }),
            Key::Limits => json!(self.value == "yes"),
            _ => match self.value.parse::<u64>() {
                Ok(number) => json!(number),
                Err(_) => json!(self.value),
            },
        }
    }

    pub(super) fn is_offered(&self, lang: Lang) -> bool {
        self.offered.iter().any(|offered| offered == lang.as_str())
    }
}

/// A moment of the city's clocks as programs write it. Of an hour that comes twice it is the first, and
/// what is no moment stays as it was typed.
fn moment(text: &str, zone: Tz) -> String {
    let local = NaiveDateTime::parse_from_str(text, LOCAL)
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"));
    let moment = local
        .ok()
        .and_then(|local| zone.from_local_datetime(&local).earliest());
    moment.map_or_else(|| text.to_owned(), |moment| moment.to_rfc3339())
}

/// What a setting is set to, as a page says it.
pub(super) fn in_words(page: &Page, key: Key, value: Option<&Value>) -> String {
    let maybe = |at: Option<Timestamp>, words: &str| {
        let said = at.map(|at| page.ta(words, "time", page.moment(at)));
        said.map(|said| format!(" ({said})")).unwrap_or_default()
    };
    match value {
        None => page.t("settings-nothing"),
        Some(Value::Name { zh, en }) => format!("{zh} / {en}"),
        Some(Value::Colours { light, dark }) => format!("{light} / {dark}"),
        Some(Value::Logo(logo)) => match page.lang.pick(&logo.alt_zh, &logo.alt_en) {
            alt if alt.is_empty() => page.t("settings-picture"),
            alt => alt,
        },
        Some(Value::Languages(languages)) => {
            let names = languages.offered().iter();
            page.list(names.map(|lang| lang.own_name().to_owned()))
        }
        Some(Value::Number(number)) => {
            let words = format!("setting-{}-value", key.as_str());
            page.ta(&words, "count", number)
        }
        Some(Value::Switch(true)) => page.t("settings-yes"),
        Some(Value::Switch(false)) => page.t("settings-no"),
        Some(Value::Banner(banner)) => {
            let words = banner.words(page.lang);
            let from = maybe(banner.from, "settings-from");
            let until = maybe(banner.until, "settings-until");
            format!("{words}{from}{until}")
        }
        Some(Value::Maintenance(away)) => {
            let (from, until) = (page.moment(away.begins), page.moment(away.ends));
            page.ta2("settings-between", "from", from, "until", until)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_the_citys_and_what_is_none_stays() {
        let zone = Tz::Asia__Taipei;
        for (typed, made) in [
            ("2026-03-02T10:00", "2026-03-02T10:00:00+08:00"),
            ("2026-03-02T10:00:30", "2026-03-02T10:00:30+08:00"),
            ("", ""),
            ("tomorrow", "tomorrow"),
            ("2026-02-30T10:00", "2026-02-30T10:00"),
        ] {
            assert_eq!(moment(typed, zone), made);
        }
    }

    #[test]
    fn the_first_language_comes_first_where_it_is_offered() {
        let languages = |offered: &[&str], first: &str| {
            let typed = Typed {
                offered: offered.iter().map(|lang| (*lang).to_owned()).collect(),
                first: first.to_owned(),
                ..Typed::default()
            };
            typed.json(Key::Languages, Tz::Asia__Taipei)
        };
        assert_eq!(languages(&["zh", "en"], "en"), json!(["en", "zh"]));
        assert_eq!(languages(&["zh"], "en"), json!(["zh"]));
        assert_eq!(languages(&[], "en"), json!([]));
    }
}
