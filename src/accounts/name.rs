//! The public name: the one thing of an account that everybody sees.

use chrono::{Days, NaiveDate};
use personal_data::{Detector, Kind};
use unicode_normalization::UnicodeNormalization as _;
use validator::ValidationErrors;

use super::AccountError;
use crate::{context::Context, i18n::Lang, reserved, text_rules};

/// How many characters a public name has at most.
pub const LONGEST: usize = 40;

/// How many days pass between two changes of a name: whoever reads a board must be able to tell
/// who is who, and nobody slips into a new name after each quarrel.
pub const DAYS: u64 = 30;

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
    } else if !(name.trim().is_empty() || text_rules::is_visible(name))
        || !text_rules::plain_line(name.trim())
    {
        text_rules::refuse(errors, "name", "characters");
    } else if Detector::new()
        .find(name)
        .iter()
        .any(|found| !found.kind.publishable())
    {
        text_rules::refuse(errors, "name", "name-number");
    }
}

/// Refuses a name under which only the city speaks, as `name`.
pub(super) async fn check_not_reserved(context: &Context, name: &str) -> Result<(), AccountError> {
    if !reserved::is_reserved(context, name).await? {
        return Ok(());
    }
    let mut errors = ValidationErrors::new();
    text_rules::refuse(&mut errors, "name", "name-reserved");
    Err(errors.into())
}

/// The day from which another name can be chosen; `None` when that is today.
pub(super) fn waits_until(changed_on: Option<NaiveDate>, today: NaiveDate) -> Option<NaiveDate> {
    let from = changed_on?.checked_add_days(Days::new(DAYS))?;
    (today < from).then_some(from)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_name_waits_thirty_days() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).expect("a day");
        assert_eq!(waits_until(None, day(3, 2)), None);
        let from = day(4, 1);
        assert_eq!(waits_until(Some(day(3, 2)), day(3, 2)), Some(from));
        assert_eq!(waits_until(Some(day(3, 2)), day(3, 31)), Some(from));
        assert_eq!(waits_until(Some(day(3, 2)), from), None);
    }
}
