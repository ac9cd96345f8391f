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
    }
}
