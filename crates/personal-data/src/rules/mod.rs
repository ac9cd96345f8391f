//! One room per family of kinds. A rule reads the folded text and reports hits;
//! it looks at a bounded stretch around each, so that the whole stays linear.

pub(crate) mod account;
pub(crate) mod address;
pub(crate) mod birth;
pub(crate) mod document;
pub(crate) mod email;
pub(crate) mod identity;
pub(crate) mod network;
pub(crate) mod person;
pub(crate) mod phone;
mod places;
pub(crate) mod plate;
pub(crate) mod social;
mod surnames;

#[cfg(test)]
pub(crate) mod testing {
    use crate::{Detector, Kind};

    /// The texts of all findings of one kind.
    pub(crate) fn found(kind: Kind, text: &str) -> Vec<String> {
        Detector::new()
            .find(text)
            .into_iter()
            .filter(|finding| finding.kind == kind)
            .map(|finding| text[finding.bytes].to_owned())
            .collect()
    }

    /// Every line `text` holds exactly `expected` of the kind.
    pub(crate) fn check(kind: Kind, cases: &[(&str, &[&str])]) {
        for (text, expected) in cases {
            assert_eq!(&found(kind, text), expected, "{kind} in {text:?}");
        }
    }
}
