//! `[open311]`: which programs may send suggestions through Open311, and under which name the city
//! stands there.

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::error::{ConfigError, Faults, problem};
use crate::keys::same;

/// What programs of others may do through Open311.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Open311 {
    /// The `jurisdiction_id` that requests may name; absent, what they name does not matter.
    pub jurisdiction: Option<String>,
    keys: Vec<[u8; 32]>,
}

impl Open311 {
    /// `keys` are the SHA-256 of those that were given to programs; without any, none may send.
    pub fn new(jurisdiction: Option<String>, keys: Vec<[u8; 32]>) -> Self {
        Self { jurisdiction, keys }
    }

    /// Whether a program may send with this key. All known ones are looked at, in a time that does
    /// not tell which is nearest.
    pub fn accepts(&self, key: &str) -> bool {
        let hash: [u8; 32] = Sha256::digest(key.as_bytes()).into();
        self.keys
            .iter()
            .fold(false, |found, known| same(known, &hash) | found)
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOpen311 {
    jurisdiction: Option<String>,
    #[serde(default)]
    keys: Vec<String>,
}

impl RawOpen311 {
    pub(super) fn check(self, faults: &mut Faults) -> Option<Open311> {
        let jurisdiction = faults.optional(self.jurisdiction.map(jurisdiction));
        let keys = faults.each(self.keys.iter().map(|key| hash(key)));
        Some(Open311::new(jurisdiction?, keys?))
    }
}

fn jurisdiction(name: String) -> Result<String, ConfigError> {
    if name.trim() == name && !name.is_empty() {
        return Ok(name);
    }
    Err(problem(
        "open311.jurisdiction",
        Some(name),
        "is empty or has spaces around it",
        "write the city's main domain, such as city.example, or leave the line out",
    ))
}

/// What is written there is not told again: it may be a key.
fn hash(written: &str) -> Result<[u8; 32], ConfigError> {
    let bytes = hex::decode(written).ok();
    bytes
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| {
            problem(
                "open311.keys",
                None,
                "holds something that is no SHA-256",
                "write the hash of each key, never the key: printf %s KEY | sha256sum",
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::tests::{SMALLEST, load};

    #[test]
    fn keys_are_known_by_their_hashes_alone() {
        let with = |lines: &str| load(&format!("{SMALLEST}\n[open311]\n{lines}"));
        let hash = hex::encode(Sha256::digest(b"xyz"));
        let config = with(&format!(
            "jurisdiction = \"city.example\"\nkeys = [\"{hash}\"]"
        ));
        let open311 = config.expect("good keys").open311;
        assert!(open311.accepts("xyz"));
        for wrong in ["", "xy", "xyzz", "XYZ", &hash] {
            assert!(!open311.accepts(wrong), "{wrong}");
        }
        assert_eq!(open311.jurisdiction.as_deref(), Some("city.example"));
        let without = load(SMALLEST).expect("a complete file").open311;
        assert_eq!(without, Open311::default());
        assert!(!without.accepts(""));
        for (wrong, key) in [
            ("keys = [\"my-secret-key\"]", "open311.keys"),
            ("keys = [\"abcd\"]", "open311.keys"),
            ("jurisdiction = \"\"", "open311.jurisdiction"),
            ("jurisdiction = \" city.example\"", "open311.jurisdiction"),
        ] {
            let error = with(wrong).err().expect("a wrong section");
            assert_eq!(error.key, key, "{error}");
            assert!(!error.to_string().contains("my-secret-key"), "{error}");
        }
    }
}
