//! The pages of people's rights over their data, and the officer's queue behind them.

pub mod about_me;
pub mod account;
pub mod data;
pub mod post;
pub mod queue;
pub mod withdraw;

use crate::{
    privacy::Private,
    requests,
    web::{
        form::{Errors, messages},
        page::Page,
    },
};

/// Says at `field` what breaks a rule in words that somebody must read.
fn check_words(page: &Page, errors: &mut Errors, field: &str, words: &str) {
    let checked = requests::check(&Private::new(words.to_owned()));
    let found = checked.err().map(|found| messages(&found, page.lang));
    for message in found.into_iter().flat_map(|found| found.into_values()) {
        errors.add(field, message);
    }
}
