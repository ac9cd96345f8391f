//! What somebody notes down and types in again: the password of a case, the key of a guest's
//! post. Derived where a repeated answer must be the same, shown once, stored as a sealed hash.

use sha2::{Digest as _, Sha256};

use super::{
    Private, Purpose, Viewer,
    sealed::{self, Column},
};
use crate::{
    clock::Random,
    keys::{Keys, Use, same},
};

/// What it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keepsake {
    CasePassword,
    PostKey,
}

/// Crockford's base 32: no letter that is taken for a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 60 bits, in groups as people read them out.
const LENGTH: usize = 12;
const GROUP: usize = 4;

impl Keepsake {
    const fn purpose(self) -> Use {
        match self {
            Self::CasePassword => Use::CasePassword,
            Self::PostKey => Use::PostKey,
        }
    }

    const fn column(self) -> Column {
        match self {
            Self::CasePassword => Column::CasePassword,
            Self::PostKey => Column::PostKey,
        }
    }

    /// The one that belongs to a submission, written as `ABCD-EFGH-JKMN`.
    pub fn derive(self, keys: &Keys, submission: &[u8]) -> String {
        written(&keys.mac(self.purpose(), &[b"derive", submission]))
    }

    /// What is stored: a hash, bound to the row's own name and sealed, so that a new secret can
    /// seal it anew without knowing what it is of.
    pub fn stored(self, keys: &Keys, random: &Random, of: &str, keepsake: &str) -> Vec<u8> {
        let hash = Private::new(hash(of, keepsake));
        sealed::seal(keys, random, self.column(), &hash)
    }

    /// Whether it is what was typed; dashes, spaces, lower case and O for 0 are forgiven.
    pub fn holds(self, keys: &Keys, of: &str, typed: &str, stored: &[u8]) -> bool {
        let typed = hash(of, typed);
        sealed::open(keys, self.column(), stored).is_ok_and(|known| {
            let known = known.reveal(Viewer::Plaza, Purpose::Storage);
            same(typed.as_bytes(), known.as_bytes())
        })
    }
}

/// One that belongs to nothing, for whoever sent no submission's id.
pub fn draw(random: &Random) -> String {
    written(&random.bytes::<32>())
}

fn written(bytes: &[u8; 32]) -> String {
    let mut written = String::with_capacity(LENGTH + LENGTH / GROUP);
    for (at, byte) in bytes.iter().take(LENGTH).enumerate() {
        if at > 0 && at % GROUP == 0 {
            written.push('-');
        }
        written.push(char::from(ALPHABET[usize::from(byte & 31)]));
    }
    written
}

fn hash(of: &str, keepsake: &str) -> String {
    let plain = format!("{of} {}", normal(keepsake));
    hex::encode(Sha256::digest(plain.as_bytes()))
}

fn normal(keepsake: &str) -> String {
    keepsake
        .chars()
        .filter(|character| character.is_alphanumeric())
        .take(64)
        .map(|character| match character.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            upper => upper,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_same_for_a_submission_and_read_as_people_type() {
        let (keys, kind) = (Keys::new([3; 32]), Keepsake::CasePassword);
        let password = kind.derive(&keys, b"one");
        assert_eq!(password, kind.derive(&keys, b"one"));
        assert_ne!(password, kind.derive(&keys, b"two"));
        assert_ne!(password, Keepsake::PostKey.derive(&keys, b"one"));
        assert_eq!(password.len(), 14);
        let stored = kind.stored(&keys, &Random::seeded(1), "KH-1", &password);
        let typed = password.to_lowercase().replace('-', " ");
        assert!(kind.holds(&keys, "KH-1", &typed, &stored));
        assert!(!kind.holds(&keys, "KH-2", &password, &stored));
        assert!(!kind.holds(&keys, "KH-1", "", &stored));
        assert!(!Keepsake::PostKey.holds(&keys, "KH-1", &password, &stored));
    }

    #[test]
    fn one_that_is_drawn_is_another_each_time_and_has_no_letter_that_looks_like_a_digit() {
        let random = Random::seeded(1);
        let (one, other) = (draw(&random), draw(&random));
        assert_ne!(one, other);
        for drawn in [one, other] {
            assert_eq!(drawn.split('-').map(str::len).collect::<Vec<_>>(), [4; 3]);
            assert!(!drawn.contains(['O', 'I', 'L', 'U']), "{drawn}");
        }
    }
}
