//! `[spam]`: from which score on a text waits for a moderator.

use serde::Deserialize;

use super::error::{ConfigError, problem};

/// What is held because it looks like spam.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Spam {
    /// A member's text with this score or a higher one, from 1 to 100, waits for review.
    pub hold_at: i32,
}

impl Default for Spam {
    fn default() -> Self {
        Self { hold_at: 70 }
    }
}

impl Spam {
    pub(super) fn check(self) -> Result<Self, ConfigError> {
        if (1..=100).contains(&self.hold_at) {
            return Ok(self);
        }
        Err(problem(
            "spam.hold_at",
            Some(self.hold_at.to_string()),
            "is no score from 1 to 100",
            "write 70, or a higher number to hold less",
        ))
    }
}

#[cfg(test)]
mod tests {
    use crate::config::tests::{SMALLEST, load};

    #[test]
    fn a_score_is_one_from_1_to_100() {
        let with = |lines: &str| load(&format!("{SMALLEST}\n[spam]\n{lines}"));
        let hold_at = |lines: &str| with(lines).map(|config| config.spam.hold_at).ok();
        assert_eq!(hold_at(""), Some(70));
        assert_eq!(hold_at("hold_at = 1"), Some(1));
        assert_eq!(hold_at("hold_at = 100"), Some(100));
        for (wrong, key) in [
            ("hold_at = 0", "spam.hold_at"),
            ("hold_at = 101", "spam.hold_at"),
            ("hold_at = -3", "spam.hold_at"),
            ("hold = 3", "spam.hold"),
        ] {
            let error = with(wrong).err().expect("a wrong section");
            assert_eq!(error.key, key, "{error}");
        }
    }
}
