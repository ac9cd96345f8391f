//! Why somebody arranged something that changes nobody's words: pin, lock, move, split, merge, tag.
//!
//! No ground is needed for it (promise 16), but never nothing: a [`Reason`] exists only whole.

use super::ground::{LONGEST, Missing};

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
}
