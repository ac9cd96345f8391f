//! The public name: the one thing of an account that everybody sees.

use personal_data::{Detector, Kind};
use unicode_normalization::UnicodeNormalization as _;
use validator::ValidationErrors;

use crate::{context::Context, i18n::Lang, text_rules};

/// How many characters a public name has at most.
pub const LONGEST: usize = 40;

/// A public name that passed every rule.
pub(super) struct PublicName {
    pub text: String,
    /// Whether it says who the person is: then it is public personal data and is marked so.
    pub is_personal: bool,
}

/// Adds to `errors` what keeps `name` from being shown to everybody.
///
/// Numbers by which others could act in a person's name are refused: those can never be published.
pub(super) fn check(name: &str, errors: &mut ValidationErrors) {
    if name.chars().count() > LONGEST {
        text_rules::refuse_length(errors, "name", 1, LONGEST);
    } else if !text_rules::plain_line(name.trim()) {
        text_rules::refuse(errors, "name", "characters");
    } else if Detector::new()
        .find(name)
        .iter()
        .any(|found| !found.kind.publishable())
    {
        text_rules::refuse(errors, "name", "name-number");
    }
}

/// The name to store. An empty one becomes a neutral nickname; one that holds an address
/// or telephone number is personal whatever its owner said; whether a name is the own one, only
/// its owner knows.
pub(super) fn settle(context: &Context, name: &str, is_personal: bool, lang: Lang) -> PublicName {
    let text: String = name.nfc().collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        let number = 10_000 + u32::from_be_bytes(context.random.bytes()) % 90_000;
        return PublicName {
            text: lang.ta("account-nickname", "number", number),
            is_personal: false,
        };
    }
    let found = context.detector().find(&text);
    let contact = found.iter().any(|found| found.kind != Kind::Person);
    PublicName {
        is_personal: is_personal || contact,
        text,
    }
}
