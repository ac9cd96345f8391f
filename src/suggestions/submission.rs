//! By what a submission is known when it comes again, and what its case's password is made of. Nothing of it is
//! kept but hashes.

use crate::keys::{Keys, Use};

/// Who says which submission it is.
#[derive(Clone, Debug)]
pub enum Submission {
    /// Plaza drew it for one form: nobody else knows it.
    Form(String),
    /// A program chose it (`Idempotency-Key`). Others may choose the same, and a number is soon guessed: it counts for
    /// its account and its address alone, without an account for the same words alone, and a password is never
    /// made of it without them.
    Key {
        key: String,
        by: Option<i64>,
        path: String,
    },
}

impl Submission {
    /// What is stored to know it by. `digest` is of what is submitted, made with the same keys.
    pub(super) fn index(&self, keys: &Keys, digest: &[u8]) -> Vec<u8> {
        let index = match self {
            Self::Form(id) => keys.mac(Use::Submission, &[b"id", id.as_bytes()]),
            Self::Key { key, by, path } => {
                let (by, said) = match by {
                    Some(by) => (by.to_string(), b"".as_slice()),
                    None => (String::new(), digest),
                };
                let parts = [b"key", key.as_bytes(), by.as_bytes(), path.as_bytes(), said];
                keys.mac(Use::Submission, &parts)
            }
        };
        index.to_vec()
    }

    /// What the case's password is derived from, the same each time that the same is submitted.
    pub(super) fn secret(&self, keys: &Keys, digest: &[u8]) -> Vec<u8> {
        match self {
            Self::Form(id) => id.as_bytes().to_vec(),
            Self::Key { key, by, path } => {
                let by = by.map_or_else(String::new, |by| by.to_string());
                let parts = [
                    b"secret".as_slice(),
                    key.as_bytes(),
                    by.as_bytes(),
                    path.as_bytes(),
                    digest,
                ];
                keys.mac(Use::Submission, &parts).to_vec()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: &str, by: Option<i64>, path: &str) -> Submission {
        let (key, path) = (key.to_owned(), path.to_owned());
        Submission::Key { key, by, path }
    }

    #[test]
    fn a_key_that_others_choose_as_well_makes_neither_their_case_nor_their_password() {
        let keys = Keys::new([7; 32]);
        let own = key("ticket-000123", None, "/a");
        for (other, digest) in [
            (key("ticket-000123", None, "/a"), b"other words".as_slice()),
            (key("ticket-000123", Some(1), "/a"), b"words"),
            (key("ticket-000123", None, "/b"), b"words"),
            (Submission::Form("ticket-000123".to_owned()), b"words"),
        ] {
            assert_ne!(own.index(&keys, b"words"), other.index(&keys, digest));
            assert_ne!(own.secret(&keys, b"words"), other.secret(&keys, digest));
        }
    }

    #[test]
    fn an_accounts_key_is_known_whatever_it_says_and_its_password_is_of_the_words() {
        let keys = Keys::new([7; 32]);
        let own = key("ticket-000123", Some(1), "/a");
        assert_eq!(own.index(&keys, b"words"), own.index(&keys, b"others"));
        assert_ne!(own.secret(&keys, b"words"), own.secret(&keys, b"others"));
    }
}
