//! Why somebody did what changes nobody's words: arranging a topic, warning or silencing an account,
//! taking a decision back.
//!
//! No ground is needed for it (promise 16), but never nothing: a [`Reason`] exists only whole.
//!
//! And what a moderator chose from the operator's list, beside a ground.

use serde::{Deserialize, Serialize};

use super::ground::{LONGEST, Missing};
use crate::i18n::Lang;

/// A moderator's reason, in words that may name people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// Fails when nothing is said, or more than [`LONGEST`] characters.
    pub fn new(words: &str) -> Result<Self, Missing> {
        let words = words.trim();
        if words.is_empty() || words.chars().count() > LONGEST {
            return Err(Missing { part: "reason" });
        }
        Ok(Self(words.to_owned()))
    }

    pub fn words(&self) -> &str {
        &self.0
    }
}

/// A reason of the operator's list, in the words that stood there when it was chosen. They are of
/// nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    pub id: i64,
    pub zh: String,
    pub en: String,
}

impl Chosen {
    /// Its words, and after them what somebody added in their own.
    pub fn with(&self, lang: Lang, added: &str) -> String {
        let words = lang.pick(&self.zh, &self.en);
        if added.is_empty() {
            words
        } else {
            format!("{words}{}{added}", lang.pick("：", ": "))
        }
    }
}

/// Why something was done that changes nobody's words: a reason of the operator's list, words of one's
/// own, or both. It says something in any case, for it is made of one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Because {
    chosen: Option<Chosen>,
    words: String,
}

impl Because {
    /// Of what was chosen and of words: one of the two may be missing.
    pub fn new(chosen: Option<Chosen>, words: &str) -> Result<Self, Missing> {
        match chosen {
            Some(chosen) if words.trim().is_empty() => Ok(Self::from(chosen)),
            chosen => Ok(Self::from(Reason::new(words)?).beside(chosen)),
        }
    }

    /// As it was kept.
    pub(super) const fn kept(chosen: Option<Chosen>, words: String) -> Self {
        Self { chosen, words }
    }

    /// With what was chosen beside it.
    #[must_use]
    pub fn beside(self, chosen: Option<Chosen>) -> Self {
        Self { chosen, ..self }
    }

    pub const fn chosen(&self) -> Option<&Chosen> {
        self.chosen.as_ref()
    }

    pub fn words(&self) -> &str {
        &self.words
    }

    /// All of it, as somebody reads it.
    pub fn said(&self, lang: Lang) -> String {
        match &self.chosen {
            Some(chosen) => chosen.with(lang, &self.words),
            None => self.words.clone(),
        }
    }
}

impl From<Reason> for Because {
    fn from(reason: Reason) -> Self {
        Self::kept(None, reason.0)
    }
}

impl From<Chosen> for Because {
    fn from(chosen: Chosen) -> Self {
        Self::kept(Some(chosen), String::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_something_and_has_an_end() {
        assert!(Reason::new(" \n").is_err());
        assert!(Reason::new(&"長".repeat(LONGEST + 1)).is_err());
        let whole = Reason::new(" 離題 ").expect("whole");
        assert_eq!(whole.words(), "離題");
    }

    #[test]
    fn a_chosen_reason_is_said_in_the_readers_language() {
        let chosen = Chosen {
            id: 1,
            zh: "離題".into(),
            en: "Off topic".into(),
        };
        assert_eq!(chosen.with(Lang::Zh, ""), "離題");
        assert_eq!(chosen.with(Lang::En, "cats"), "Off topic: cats");
        assert_eq!(Because::from(chosen.clone()).said(Lang::Zh), "離題");
        let cats = Because::from(Reason::new("cats").expect("whole"));
        assert_eq!(cats.said(Lang::En), "cats");
        let both = cats.beside(Some(chosen));
        assert_eq!(both.said(Lang::En), "Off topic: cats");
        let chosen = both.chosen().cloned();
        assert_eq!(Because::new(chosen.clone(), "cats"), Ok(both));
        let bare = Because::new(chosen, " ").expect("it was chosen");
        assert_eq!(bare.said(Lang::Zh), "離題");
        assert!(Because::new(None, " ").is_err());
    }
}
