//! The privacy policy as people read it: the version in force, all others, what changed
//! between any two, the feed of revisions, and the agreements that are made under it. Preparing
//! and agreeing is in `officer`.

pub mod agreements;
pub mod compare;
pub mod current;
pub mod feed;
pub mod notice;
pub mod versions;

use crate::{
    privacy::policy::{self, Version},
    web::page::Page,
};

/// The words about a version that several pages share.
pub fn kind(page: &Page, version: &Version) -> String {
    page.t(match version.kind {
        policy::Kind::First => "policy-kind-first",
        policy::Kind::Minor => "policy-kind-minor",
        policy::Kind::Major => "policy-kind-major",
    })
}
