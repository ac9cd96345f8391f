//! The privacy officer's pages: `hub` leads to the others.

pub mod agreements;
pub mod approvals;
pub mod breach;
pub mod breaches;
pub mod disclosures;
mod fields;
pub mod hub;
pub mod policy;
pub mod retention;

pub(super) use agreements::standing_words;
pub(super) use approvals::{check as check_part, state_words};
pub(super) use fields::words_of;
