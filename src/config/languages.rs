//! `languages`: in which languages pages are offered.

use super::error::{ConfigError, problem};
use crate::i18n::Lang;

/// The languages of pages: one at least, and none twice. The first is that of readers who ask for none of
/// them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Languages(Vec<Lang>);

impl Default for Languages {
    fn default() -> Self {
        Self(Lang::ALL.to_vec())
    }
}

impl Languages {
    /// `None` where there is none, or one stands there twice.
    pub fn new(offered: Vec<Lang>) -> Option<Self> {
        let is_twice = (1..offered.len()).any(|at| offered[..at].contains(&offered[at]));
        (!offered.is_empty() && !is_twice).then_some(Self(offered))
    }

    /// All of them, the first in its place.
    pub fn offered(&self) -> &[Lang] {
        &self.0
    }

    pub fn has(&self, lang: Lang) -> bool {
        self.0.contains(&lang)
    }

    /// The language of whoever asks for none that is offered.
    pub fn first(&self) -> Lang {
        self.0.first().copied().unwrap_or(Lang::Zh)
    }

    pub(super) fn check(named: Option<Vec<String>>) -> Result<Self, ConfigError> {
        let Some(named) = named else {
            return Ok(Self::default());
        };
        let offered: Option<Vec<Lang>> =
            named.iter().map(|name| name.parse::<Lang>().ok()).collect();
        offered.and_then(Self::new).ok_or_else(|| {
            problem(
                "languages",
                Some(named.join(", ")),
                "is no list of languages that Plaza speaks, each once",
                "write [\"zh\", \"en\"], or one of them; the first is that of readers who ask for neither",
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::tests::{SMALLEST, load};

    #[test]
    fn one_language_at_least_is_offered_and_none_twice() {
        let with = |list: &str| {
            let config = load(&format!("languages = {list}\n{SMALLEST}"));
            config.map(|config| config.languages.offered().to_vec())
        };
        assert_eq!(
            with("[\"en\", \"zh\"]").ok(),
            Some(vec![Lang::En, Lang::Zh])
        );
        assert_eq!(with("[\"zh\"]").ok(), Some(vec![Lang::Zh]));
        let default = load(SMALLEST).expect("a complete file").languages;
        assert_eq!(default.offered(), Lang::ALL);
        for wrong in ["[]", "[\"zh\", \"zh\"]", "[\"fr\"]", "[\"zh\", \"\"]"] {
            let error = with(wrong).expect_err(wrong);
            assert_eq!(error.key, "languages", "{error}");
        }
    }
}
