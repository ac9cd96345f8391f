//! Languages: which there are, which a reader wants, and every word in each.
//!
//! The words stand in `locales/*/*.ftl`; nothing else holds text that people read,
//! but for mails' and pages' templates, which ask here.

use std::{
    borrow::Cow,
    collections::HashMap,
    fmt::Display,
    str::FromStr,
    sync::{PoisonError, RwLock},
};

use fluent_templates::{
    LanguageIdentifier, Loader as _, fluent_bundle::FluentValue, langid, static_loader,
};

use crate::db::text_enum;

static_loader! {
    static WORDS = {
        locales: "./locales",
        fallback_language: "en",
        // Marks for mixed directions would stand as odd characters in plain-text mails.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// What was said without arguments, by language: as often as a page says something, Fluent would put it together
/// anew. Only what has words is kept, so that there is no more of it than words.
static SAID: [RwLock<Option<HashMap<String, String>>>; 2] = [RwLock::new(None), RwLock::new(None)];

static ZH: LanguageIdentifier = langid!("zh-TW");
static EN: LanguageIdentifier = langid!("en");

text_enum! {
    /// A language of the interface.
    pub enum Lang {
        Zh = "zh",
        En = "en",
    }
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The tag for `lang` attributes and headers (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-TW",
            Self::En => "en",
        }
    }

    pub const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// The language's own name, for the link that switches to it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Zh => "繁體中文",
            Self::En => "English",
        }
    }

    /// One of two texts that stand beside each other in a table.
    pub fn pick(self, zh: &str, en: &str) -> String {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
        .to_owned()
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }

    /// The text of `key`. A key that does not exist shows as itself; a test finds it first.
    pub fn t(self, key: &str) -> String {
        let said = &SAID[self as usize];
        let known = said.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(words) = known.as_ref().and_then(|known| known.get(key)) {
            return words.clone();
        }
        drop(known);
        let Some(words) = WORDS.try_lookup(self.identifier(), key) else {
            return key.to_owned();
        };
        let mut known = said.write().unwrap_or_else(PoisonError::into_inner);
        let known = known.get_or_insert_default();
        known.insert(key.to_owned(), words.clone());
        words
    }

    /// The text of `key` with its arguments filled in.
    pub fn t_with(self, key: &str, arguments: &[(&'static str, String)]) -> String {
        let arguments: HashMap<Cow<'static, str>, FluentValue<'_>> = arguments
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), number_or_text(value)))
            .collect();
        WORDS
            .try_lookup_with_args(self.identifier(), key, &arguments)
            .unwrap_or_else(|| key.to_owned())
    }

    /// As [`Lang::t_with`] for one argument.
    pub fn ta(self, key: &str, name: &'static str, value: impl Display) -> String {
        self.t_with(key, &[(name, value.to_string())])
    }

    /// Several names as one phrase.
    pub fn list(self, names: impl Iterator<Item = String>) -> String {
        let mut names: Vec<String> = names.collect();
        let Some(last) = names.pop() else {
            return String::new();
        };
        if names.is_empty() {
            return last;
        }
        let first = names.join(&self.t("list-comma"));
        format!("{first}{}{last}", self.t("list-and"))
    }

    /// A date as people write it.
    pub fn date(self, date: chrono::NaiveDate) -> String {
        let format = match self {
            Self::Zh => "%Y年%-m月%-d日",
            Self::En => "%-d %B %Y",
        };
        date.format(format).to_string()
    }

    /// The language that an `Accept-Language` header asks for (RFC 9110, 12.5.4);
    /// Chinese where it names neither.
    pub fn negotiate(header: &str) -> Self {
        Self::negotiate_of(header, &Self::ALL).unwrap_or(Self::Zh)
    }

    /// As [`Lang::negotiate`], of these languages; `None` where it names none of them.
    pub fn negotiate_of(header: &str, offered: &[Self]) -> Option<Self> {
        let mut wanted: Vec<(u16, usize, Self)> = header
            .split(',')
            .take(32)
            .enumerate()
            .filter_map(|(position, range)| {
                let (tag, quality) = range.split_once(';').unwrap_or((range, "q=1"));
                let quality: f32 = quality.trim().strip_prefix("q=")?.parse().ok()?;
                let tag = tag.trim().to_ascii_lowercase();
                let lang = match tag.split('-').next()? {
                    "zh" => Self::Zh,
                    "en" => Self::En,
                    _ => return None,
                };
                (quality > 0.0 && offered.contains(&lang)).then_some((
                    1000 - (quality.clamp(0.0, 1.0) * 1000.0) as u16,
                    position,
                    lang,
                ))
            })
            .collect();
        wanted.sort_unstable_by_key(|(quality, position, _)| (*quality, *position));
        wanted.first().map(|(_, _, lang)| *lang)
    }
}

/// A text in both languages; empty in one that it does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Both {
    pub zh: String,
    pub en: String,
}

impl Both {
    /// The text for a reader of `lang`, in that language or the other, with the language it is in.
    pub fn best(&self, lang: Lang) -> (Lang, &str) {
        let (own, other) = match lang {
            Lang::Zh => (&self.zh, &self.en),
            Lang::En => (&self.en, &self.zh),
        };
        if own.is_empty() {
            (lang.other(), other)
        } else {
            (lang, own)
        }
    }
}

/// Fluent chooses plural forms by numbers only.
fn number_or_text(value: &str) -> FluentValue<'_> {
    match i64::from_str(value) {
        Ok(number) if value.len() < 9 && number.to_string() == value => FluentValue::from(number),
        _ => FluentValue::from(value),
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn the_header_decides_by_quality_then_order() {
        for (header, lang) in [
            ("", Lang::Zh),
            ("en-US,en;q=0.9", Lang::En),
            ("zh-TW,zh;q=0.9,en;q=0.8", Lang::Zh),
            ("fr, en;q=0.5, zh;q=0.4", Lang::En),
            ("en;q=0, zh;q=0.1", Lang::Zh),
            ("en;q=bad", Lang::Zh),
            ("de", Lang::Zh),
        ] {
            assert_eq!(Lang::negotiate(header), lang, "{header}");
        }
    }

    #[test]
    fn of_languages_that_are_offered_alone_the_others_are_passed_over() {
        for (header, lang) in [
            ("en-US,en;q=0.9,zh;q=0.1", Some(Lang::Zh)),
            ("en", None),
            ("", None),
        ] {
            assert_eq!(Lang::negotiate_of(header, &[Lang::Zh]), lang, "{header}");
        }
    }
}
