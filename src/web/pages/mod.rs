//! The HTML pages: one file a page, with its `get`, its `post` and its template's context.

pub mod accounts;
pub mod appeals;
mod case_words;
pub mod decisions;
pub mod desk;
pub mod dev_mail;
pub mod feedback;
pub mod files;
pub mod forum;
pub mod health;
pub mod home;
mod kept;
pub mod ledger;
pub mod moderate;
pub mod officer;
pub mod review;
pub mod rights;
pub mod suggestions;
pub mod text;
