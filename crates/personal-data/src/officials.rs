//! The operator's list of official contacts, which are nobody's personal data.

use crate::fold::Folded;
use std::collections::HashSet;

/// Exact e-mail addresses, telephones and names of officials that are not findings.
/// Never a whole domain: every entry stands for itself alone.
///
/// ```
/// use personal_data::{Detector, Officials};
/// let officials = Officials::new(["service@kcg.gov.tw", "07-336-8333"]);
/// let detector = Detector::new().officials(officials);
/// assert!(detector.find("請洽 (07)3368333").is_empty());
/// assert_eq!(detector.find("請洽 (07)3368334").len(), 1);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Officials {
    keys: HashSet<String>,
}

impl Officials {
    /// Takes the list's values as they would be written: `service@kcg.gov.tw`,
    /// `07-336-8333`, `陳其邁`. Blank entries are passed over. Width, case and spaces do
    /// not matter, nor in anything but an e-mail address punctuation and `+886` for a
    /// leading `0`. An extension is part of a telephone.
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

/// The form in which values are compared.
fn key(value: &str) -> String {
    let folded = Folded::new(value).text().to_lowercase();
    if folded.contains('@') {
        return folded.split_whitespace().collect();
    }
    let plain: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    match plain.strip_prefix("886") {
        Some(rest) if rest.bytes().all(|b| b.is_ascii_digit()) => {
            format!("0{}", rest.trim_start_matches('0'))
        }
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_values_in_any_writing() {
        let officials = Officials::new(["Service@kcg.gov.tw", "+886 7 336 8333", " ", "陳其邁"]);
        for official in [
            "service@kcg.gov.tw",
            "ｓｅｒｖｉｃｅ＠kcg.gov.tw",
            "(07)336-8333",
            "陳其邁",
        ] {
            assert!(officials.contains(official), "{official}");
        }
        for other in [
            "wang@kcg.gov.tw",
            "kcg.gov.tw",
            "07-336-8333#12",
            "陳其",
            "",
        ] {
            assert!(!officials.contains(other), "{other}");
        }
    }
}
