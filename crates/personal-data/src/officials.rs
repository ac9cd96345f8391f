//! The operator's list of official contacts, which are nobody's personal data.

use std::collections::HashSet;

/// Exact e-mail addresses, telephones and names of officials that are not findings.
/// Never a whole domain: every entry stands for itself alone.
#[derive(Clone, Debug, Default)]
pub struct Officials {
    keys: HashSet<String>,
}

impl Officials {
    /// Takes the list's values as they would be written: `service@kcg.gov.tw`,
    /// `07-336-8333`, `陳其邁`. Blank entries are passed over. Case, width, spaces and
    /// punctuation do not matter, nor does `+886` for a leading `0`.
    pub fn new<I, S>(values: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: AsRef<str>,
    {
        let keys = values
            .into_iter()
            .map(|value| key(value.as_ref()))
            .filter(|key| !key.is_empty())
            .collect();
        Officials { keys }
    }

    /// Whether `value` is on the list.
    pub fn contains(&self, value: &str) -> bool {
        !self.keys.is_empty() && self.keys.contains(&key(value))
    }
}

fn key(value: &str) -> String {
    value.trim().to_lowercase()
}
