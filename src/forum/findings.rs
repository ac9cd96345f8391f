//! Public personal data: the published findings of posts, as rows.

use std::collections::HashMap;

use diesel::prelude::*;
use personal_data::Kind;

use super::{ForumError, files, submission::field};
use crate::{
    db::{
        AnyConnection, DbError, one_of,
        schema::{post_findings, posts},
    },
    text::publication::{Publication, Published, Whose},
};

/// A published finding of a post; start and end in Unicode characters of the field.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicFinding {
    /// `title`, `body`, `name`, `email`, or one of a file's, as `files::field` names them.
    pub field: String,
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    pub confidence: f32,
    pub whose: Whose,
}

impl PublicFinding {
    /// Whether it is personal data at all, as its author says: only that is marked.
    pub fn marked(&self) -> bool {
        self.whose != Whose::Nobody
    }

    /// Whether it is said to be what was found, or that it may be.
    pub fn is_sure(&self) -> bool {
        self.confidence >= personal_data::SURE
    }

    /// The words of the finding in its field's source.
    pub fn words(&self, source: &str) -> String {
        source
            .chars()
            .skip(self.start)
            .take(self.end.saturating_sub(self.start))
            .collect()
    }
}

type Row = (i64, String, String, i32, i32, f32, Whose);

/// The findings of several posts in one query, in the order of their fields' text.
pub(super) fn of_posts(
    connection: &mut AnyConnection,
    posts: &[i64],
) -> Result<HashMap<i64, Vec<PublicFinding>>, ForumError> {
    let rows: Vec<Row> = post_findings::table
        .filter(one_of(post_findings::post_id, posts.to_vec()))
        .order((
            post_findings::post_id,
            post_findings::field.desc(),
            post_findings::start_at,
        ))
        .select((
            post_findings::post_id,
            post_findings::field,
            post_findings::kind,
            post_findings::start_at,
            post_findings::end_at,
            post_findings::confidence,
            post_findings::whose,
        ))
        .load(connection)?;
    let mut findings: HashMap<i64, Vec<PublicFinding>> = HashMap::new();
    for (post, field, kind, start, end, confidence, whose) in rows {
        // A kind that this version does not know is no reason to hide the post.
        let Ok(kind) = kind.parse() else { continue };
        findings.entry(post).or_default().push(PublicFinding {
            field,
            kind,
            start: usize::try_from(start).unwrap_or(0),
            end: usize::try_from(end).unwrap_or(0),
            confidence,
            whose,
        });
    }
    Ok(findings)
}

/// The marks in the titles of topics, of those that have any.
pub(super) fn of_titles(
    connection: &mut AnyConnection,
    topics: &[i64],
) -> Result<HashMap<i64, Vec<PublicFinding>>, ForumError> {
    let opening: HashMap<i64, i64> = posts::table
        .filter(posts::topic_id.eq_any(topics.to_vec()))
        .filter(posts::opens_topic.eq(true))
        .select((posts::id, posts::topic_id))
        .load::<(i64, i64)>(connection)?
        .into_iter()
        .collect();
    let ids: Vec<i64> = opening.keys().copied().collect();
    let mut titles = HashMap::new();
    for (post, mut findings) in of_posts(connection, &ids)? {
        findings.retain(|finding| finding.field == field::TITLE && finding.marked());
        if let Some(topic) = opening.get(&post).filter(|_| !findings.is_empty()) {
            titles.insert(*topic, findings);
        }
    }
    Ok(titles)
}

/// Puts the findings of a publication in the place of what the post had in those fields.
pub(super) fn replace(
    connection: &mut AnyConnection,
    post: i64,
    publication: &Publication,
) -> Result<(), DbError> {
    for text in &publication.texts {
        put(connection, post, text.field, &text.findings)?;
    }
    Ok(())
}

/// Forgets what was found in a post's files: they may have changed their places.
pub(super) fn forget_of_files(connection: &mut AnyConnection, post: i64) -> Result<(), DbError> {
    diesel::delete(
        post_findings::table
            .filter(post_findings::post_id.eq(post))
            .filter(post_findings::field.like(format!("{}%", files::FIELD))),
    )
    .execute(connection)?;
    Ok(())
}

/// Puts findings in the place of what the post had in one field.
pub(super) fn put(
    connection: &mut AnyConnection,
    post: i64,
    field: &str,
    findings: &[Published],
) -> Result<(), DbError> {
    diesel::delete(
        post_findings::table
            .filter(post_findings::post_id.eq(post))
            .filter(post_findings::field.eq(field)),
    )
    .execute(connection)?;
    for finding in findings {
        let place = |at: usize| i32::try_from(at).unwrap_or(i32::MAX);
        diesel::insert_into(post_findings::table)
            .values((
                post_findings::post_id.eq(post),
                post_findings::field.eq(field),
                post_findings::kind.eq(finding.kind.as_str()),
                post_findings::start_at.eq(place(finding.start)),
                post_findings::end_at.eq(place(finding.end)),
                post_findings::confidence.eq(finding.confidence),
                post_findings::whose.eq(finding.whose),
            ))
            .execute(connection)?;
    }
    Ok(())
}
