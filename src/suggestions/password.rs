//! The password of a case: derived, so that a repeated answer is the same and
//! nothing readable is stored.

use crate::keys::{Keys, Use, same};

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

/// What is stored of a case's password.
pub fn hash(keys: &Keys, reference: &str, password: &str) -> Vec<u8> {
    let plain = normal(password);
    keys.mac(
        Use::CasePassword,
        &[b"store", reference.as_bytes(), plain.as_bytes()],
    )
    .to_vec()
}

/// Whether a typed password is the case's; dashes, spaces, lower case and O for 0 are forgiven.
pub fn holds(keys: &Keys, reference: &str, typed: &str, stored: &[u8]) -> bool {
    same(&hash(keys, reference, typed), stored)
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
        let stored = hash(&keys, "KH-1", &password);
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
