//! The forum's pages: boards, topics, and everything that leads to a post.

pub mod board;
pub mod compose;
pub mod edit;
mod files;
pub mod held;
pub mod new;
pub mod reply;
pub mod revisions;
pub mod topic;

use std::collections::HashMap;

use actix_web::web::Query;

use crate::{accounts::Member, forum::submission::Author, web::form::Form};

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
