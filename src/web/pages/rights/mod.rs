//! The pages of people's rights over their data, and the officer's queue behind them.

pub mod about_me;
pub mod account;
pub mod data;
pub mod post;
pub mod queue;

use crate::{
    rights::requests::LONGEST,
    text_rules::readable,
    web::{form::Errors, page::Page},
};

/// Checks words that somebody must read: some, not too many, of characters that can be shown.
fn check_words(page: &Page, errors: &mut Errors, field: &str, words: &str) {
    if words.is_empty() {
        errors.add(field, page.t("rights-words-needed"));
    } else if words.chars().count() > LONGEST {
        errors.add(field, page.ta("invalid-too-long", "max", LONGEST));
    } else if !readable(words) {
        errors.add(field, page.t("invalid-characters"));
    }
}
