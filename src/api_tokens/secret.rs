//! A token as a program carries it: `plz_`, 256 random bits, and a checksum.
//!
//! Whoever finds one in a text that is public knows by its beginning what it is, and by the checksum that it
//! is none that somebody made up; a mistyped one is told without asking the database.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use crate::{clock::Random, keys::Token};

/// How many bytes of the hash are the checksum.
const CHECKED: usize = 3;

/// A token; what is stored of it is [`Secret::hash`].
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Token);

/// It begins as a token does and is none: cut off, or mistyped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it begins as a token does and is none")]
pub struct Mistyped;

impl Secret {
    pub const PREFIX: &'static str = "plz_";

    pub fn draw(random: &Random) -> Self {
        Self(Token::draw(random))
    }

    /// Reads a text that begins with [`Secret::PREFIX`].
    pub fn parse(text: &str) -> Result<Self, Mistyped> {
        let rest = text.strip_prefix(Self::PREFIX).ok_or(Mistyped)?;
        let end = rest.len().checked_sub(checksum("").len()).ok_or(Mistyped)?;
        let (random, sum) = rest.split_at_checked(end).ok_or(Mistyped)?;
        if checksum(random) != sum {
            return Err(Mistyped);
        }
        Token::parse(random).map(Self).ok_or(Mistyped)
    }

    /// What is stored: 256 random bits need no slow hash.
    pub fn hash(&self) -> Vec<u8> {
        self.0.hash()
    }

    /// The token itself, for the one answer that hands it to its owner.
    pub fn reveal(&self) -> String {
        let random = self.0.reveal();
        format!("{}{random}{}", Self::PREFIX, checksum(random))
    }
}

fn checksum(random: &str) -> String {
    let hash = Sha256::digest(random.as_bytes());
    URL_SAFE_NO_PAD.encode(&hash[..CHECKED])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_token_is_read() {
        let secret = Secret::draw(&Random::seeded(1));
        let text = secret.reveal();
        assert_eq!(text.len(), 4 + 43 + 4);
        assert!(Secret::parse(&text) == Ok(secret.clone()));
        assert!(Token::parse(&text).is_none(), "it could be a session's");
        let other = Secret::draw(&Random::seeded(2)).reveal();
        for wrong in [
            "",
            "plz_",
            "plz_字字字字",
            &text[..text.len() - 1],
            &text[4..],
            &format!("{text}A"),
            &format!("PLZ_{}", &text[4..]),
            &format!("{}{}", &text[..47], &other[47..]),
            &text.replacen(&text[9..10], "~", 1),
        ] {
            assert!(Secret::parse(wrong) == Err(Mistyped), "{wrong}");
        }
    }
}
