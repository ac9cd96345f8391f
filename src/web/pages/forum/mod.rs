//! The forum's pages: boards, topics, and everything that leads to a post.

pub mod board;
pub mod compose;
mod drafts;
pub mod edit;
pub mod feeds;
pub(super) mod files;
mod found;
mod held;
pub mod key;
pub mod new;
pub mod post;
pub mod reply;
pub mod revisions;
mod sent;
mod structured;
pub mod tags;
pub mod topic;

use std::collections::HashMap;

use actix_web::{http::StatusCode, web::Query};

use crate::{
    accounts::Member,
    forum::{reader::Entry, submission::Author},
    web::{form::Form, page::Page},
};

/// A page's query, of which nothing is a fault: what makes no sense is not there.
pub type Parameters = Query<HashMap<String, String>>;

/// Who posts a form: the member, or a guest with what they typed.
pub(super) fn author(member: Option<&Member>, form: &Form) -> Author {
    match member {
        Some(member) => Author::Account(member.clone()),
        None => Author::Guest {
            name: form.trimmed("name"),
            public_email: form.trimmed("email"),
        },
    }
}

/// Why nobody, or not this reader, can write here.
pub(super) fn entry_words(page: &Page, entry: Entry) -> String {
    page.t(match entry {
        Entry::Open | Entry::LogOnFirst => "forum-account-needed",
        Entry::StaffOnly => "forum-entry-staff-only",
        Entry::Archived => "forum-entry-archived",
        Entry::Locked => "forum-entry-locked",
    })
}

/// The status of a form that came where its sender cannot write.
pub(super) const fn refused_as(entry: Entry) -> StatusCode {
    match entry {
        Entry::Open => StatusCode::OK,
        Entry::LogOnFirst => StatusCode::UNAUTHORIZED,
        Entry::StaffOnly => StatusCode::FORBIDDEN,
        Entry::Archived | Entry::Locked => StatusCode::CONFLICT,
    }
}
