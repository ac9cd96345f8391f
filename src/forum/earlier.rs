//! Earlier versions of a post that is edited: what its author publishes no longer is masked in them.
//!
//! The detector's work is done ahead, before anything is held; what was changed meanwhile is
//! looked at again.

use diesel::prelude::*;
use personal_data::Detector;

use super::{ForumError, submission::field};
use crate::{
    db::{AnyConnection, schema::post_revisions},
    text::{Field, Format, Kept, Withdrawn, withdraw},
};

/// An earlier version: its title, where it had one, and its text.
pub(super) type Version = (Option<String>, String);

/// The same with what is gone masked, and its text's HTML.
type Masked = (Option<String>, String, String);

/// What becomes of some versions where `withdrawn` is gone.
#[derive(Default)]
pub(super) struct Ahead {
    withdrawn: Vec<Withdrawn>,
    versions: Vec<(Version, Masked)>,
}

impl Ahead {
    pub(super) fn new(
        versions: Vec<Version>,
        detector: &Detector,
        kept: &[Kept],
        withdrawn: Vec<Withdrawn>,
    ) -> Self {
        let versions = versions.into_iter().map(|version| {
            let masked = mask(&version, detector, kept, &withdrawn);
            (version, masked)
        });
        Self {
            versions: versions.collect(),
            withdrawn,
        }
    }

    fn of(&self, version: &Version, withdrawn: &[Withdrawn]) -> Option<&Masked> {
        let known = self.versions.iter().find(|(known, _)| known == version);
        known
            .filter(|_| self.withdrawn == withdrawn)
            .map(|(_, masked)| masked)
    }
}

/// The earlier versions of a post.
pub(super) fn versions(
    connection: &mut AnyConnection,
    post: i64,
) -> Result<Vec<Version>, ForumError> {
    Ok(post_revisions::table
        .filter(post_revisions::post_id.eq(post))
        .select((post_revisions::title, post_revisions::body))
        .load(connection)?)
}

fn mask(
    (title, body): &Version,
    detector: &Detector,
    kept: &[Kept],
    withdrawn: &[Withdrawn],
) -> Masked {
    let masked = |name, format, source: &str| {
        let text = Field::new(name, format, source);
        withdraw(&text, detector, kept, withdrawn)
    };
    let title = title
        .as_ref()
        .map(|title| masked(field::TITLE, Format::Plain, title).0);
    let (body, html) = masked(field::BODY, Format::Markdown, body);
    (title, body, html)
}

/// Masks in every earlier version of a post what is not kept; gives whether there was anything.
pub(super) fn mask_all(
    connection: &mut AnyConnection,
    post: i64,
    detector: &Detector,
    kept: &[Kept],
    withdrawn: &[Withdrawn],
    ahead: &Ahead,
) -> Result<bool, ForumError> {
    let mut changed = false;
    let versions: Vec<(i64, Option<String>, String)> = post_revisions::table
        .filter(post_revisions::post_id.eq(post))
        .select((
            post_revisions::id,
            post_revisions::title,
            post_revisions::body,
        ))
        .load(connection)?;
    for (id, title, body) in versions {
        let version = (title, body);
        let (title, body, html) = match ahead.of(&version, withdrawn) {
            Some(masked) => masked.clone(),
            None => mask(&version, detector, kept, withdrawn),
        };
        changed |= (&title, &body) != (&version.0, &version.1);
        diesel::update(post_revisions::table.find(id))
            .set((
                post_revisions::title.eq(title),
                post_revisions::body.eq(body),
                post_revisions::body_html.eq(html),
            ))
            .execute(connection)?;
    }
    Ok(changed)
}
