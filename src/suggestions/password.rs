//! The password of a case: derived, so that a repeated answer is the same and
//! nothing readable is stored.

use sha2::{Digest as _, Sha256};

use crate::{
    clock::Random,
    keys::{Keys, Use, same},
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
};

/// Crockford's base 32: no letter that is taken for a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The password that a submission's case has: 60 bits, written as `ABCD-EFGH-JKMN`.
pub fn derive(keys: &Keys, submission: &str) -> String {
    let mac = keys.mac(Use::CasePassword, &[b"derive", submission.as_bytes()]);
    let mut password = String::with_capacity(14);
    for (at, byte) in mac.iter().take(12).enumerate() {
        if at > 0 && at % 4 == 0 {
            password.push('-');
        }
        password.push(char::from(ALPHABET[usize::from(byte & 31)]));
    }
    password
}

/// What is stored of a case's password: a hash, sealed, so that a new secret can seal it anew
/// without knowing the password.
pub fn stored(keys: &Keys, random: &Random, reference: &str, password: &str) -> Vec<u8> {
    let hash = Private::new(hash(reference, password));
    sealed::seal(keys, random, Column::CasePassword, &hash)
}

fn hash(reference: &str, password: &str) -> String {
    let plain = format!("{reference} {}", normal(password));
    let hash = Sha256::digest(plain.as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a typed password is the case's; dashes, spaces, lower case and O for 0 are forgiven.
pub fn holds(keys: &Keys, reference: &str, typed: &str, stored: &[u8]) -> bool {
    let typed = hash(reference, typed);
    sealed::open(keys, Column::CasePassword, stored).is_ok_and(|known| {
        let known = known.reveal(Viewer::Plaza, Purpose::Storage);
        same(typed.as_bytes(), known.as_bytes())
    })
}

fn normal(password: &str) -> String {
    password
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
        let keys = Keys::new([3; 32]);
        let password = derive(&keys, "one");
        assert_eq!(password, derive(&keys, "one"));
        assert_ne!(password, derive(&keys, "two"));
        assert_eq!(password.len(), 14);
        let stored = stored(&keys, &Random::seeded(1), "KH-1", &password);
        assert!(holds(
            &keys,
            "KH-1",
            &password.to_lowercase().replace('-', " "),
            &stored
        ));
        assert!(!holds(&keys, "KH-2", &password, &stored));
        assert!(!holds(&keys, "KH-1", "", &stored));
    }
}
