//! A post as it was before a moderator masked in it: sealed, and put back when an appeal is
//! granted.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::ModerationError;
use crate::{
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{post_findings, post_revisions, posts, sealed_originals, topics},
    },
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
    text::{Field, Format, Kept, Withdrawn, publication::Whose, withdraw},
};

/// All of a post that masking touches.
#[derive(Serialize, Deserialize)]
pub(super) struct Original {
    topic: i64,
    /// Title and its HTML, where the post opens its topic.
    title: Option<(String, String)>,
    body: String,
    body_html: String,
    findings: Vec<Finding>,
    revisions: Vec<Revision>,
}

#[derive(Clone, Serialize, Deserialize, Queryable)]
struct Finding {
    field: String,
    kind: String,
    start: i32,
    end: i32,
    confidence: f32,
    whose: Whose,
}

#[derive(Serialize, Deserialize, Queryable)]
struct Revision {
    id: i64,
    title: Option<String>,
    body: String,
    body_html: String,
}

impl Original {
    pub(super) fn read(connection: &mut AnyConnection, post: i64) -> QueryResult<Self> {
        let (topic, opens_topic, title, title_html, body, body_html): (
            i64,
            bool,
            String,
            String,
            String,
            String,
        ) = posts::table
            .inner_join(topics::table)
            .filter(posts::id.eq(post))
            .select((
                posts::topic_id,
                posts::opens_topic,
                topics::title,
                topics::title_html,
                posts::body,
                posts::body_html,
            ))
            .first(connection)?;
        let findings = post_findings::table
            .filter(post_findings::post_id.eq(post))
            .filter(post_findings::field.eq_any(["title", "body"]))
            .order(post_findings::id)
            .select((
                post_findings::field,
                post_findings::kind,
                post_findings::start_at,
                post_findings::end_at,
                post_findings::confidence,
                post_findings::whose,
            ))
            .load(connection)?;
        let revisions = post_revisions::table
            .filter(post_revisions::post_id.eq(post))
            .order(post_revisions::id)
            .select((
                post_revisions::id,
                post_revisions::title,
                post_revisions::body,
                post_revisions::body_html,
            ))
            .load(connection)?;
        Ok(Self {
            topic,
            title: opens_topic.then_some((title, title_html)),
            body,
            body_html,
            findings,
            revisions,
        })
    }

    pub(super) fn has_marks(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.whose != Whose::Nobody)
    }

    /// Keeps it, sealed, until the time to appeal has ended.
    pub(super) fn seal(
        &self,
        connection: &mut AnyConnection,
        context: &Context,
        number: i32,
        post: i64,
        until: Timestamp,
        told: bool,
    ) -> Result<(), ModerationError> {
        let text = serde_json::to_string(self).expect("texts and numbers make JSON");
        let sealed = sealed::seal(
            &context.config.keys,
            &context.random,
            Column::OriginalText,
            &Private::new(text),
        );
        diesel::insert_into(sealed_originals::table)
            .values((
                sealed_originals::ledger_number.eq(number),
                sealed_originals::post_id.eq(post),
                sealed_originals::original_sealed.eq(sealed),
                sealed_originals::until.eq(until),
                sealed_originals::told.eq(told),
            ))
            .execute(connection)?;
        Ok(())
    }

    /// Masks every marked place, in this version and in those before it.
    pub(super) fn mask(
        &self,
        connection: &mut AnyConnection,
        context: &Context,
        post: i64,
    ) -> Result<(), ModerationError> {
        let (kept, gone) = (self.words_kept(), self.words_gone());
        let detector = context.detector();
        let masked = |name, format, source: &str| {
            withdraw(&Field::new(name, format, source), &detector, &kept, &gone)
        };
        let (body, body_html) = masked("body", Format::Markdown, &self.body);
        write(connection, post, &body, &body_html)?;
        if let Some((title, _)) = &self.title {
            let (title, html) = masked("title", Format::Plain, title);
            write_title(connection, self.topic, &title, &html)?;
        }
        for revision in &self.revisions {
            let title = revision
                .title
                .as_ref()
                .map(|title| masked("title", Format::Plain, title).0);
            let (body, html) = masked("body", Format::Markdown, &revision.body);
            write_revision(connection, revision.id, title.as_deref(), &body, &html)?;
        }
        // Places moved: those that nobody's are counted anew when the post is next edited.
        diesel::delete(of_texts(post)).execute(connection)?;
        Ok(())
    }

    fn words(&self, finding: &Finding) -> String {
        let source = match (&*finding.field, &self.title) {
            ("title", Some((title, _))) => title,
            _ => &self.body,
        };
        let place = |at: i32| usize::try_from(at).unwrap_or(0);
        let (start, end) = (place(finding.start), place(finding.end));
        source
            .chars()
            .skip(start)
            .take(end.saturating_sub(start))
            .collect()
    }

    fn words_kept(&self) -> Vec<Kept> {
        self.findings
            .iter()
            .filter(|finding| finding.whose == Whose::Nobody)
            .map(|finding| Kept {
                words: self.words(finding),
                whose: finding.whose,
            })
            .collect()
    }

    fn words_gone(&self) -> Vec<Withdrawn> {
        let marked = self
            .findings
            .iter()
            .filter(|finding| finding.whose != Whose::Nobody);
        marked
            .filter_map(|finding| {
                Some(Withdrawn {
                    words: self.words(finding),
                    kind: finding.kind.parse().ok()?,
                })
            })
            .collect()
    }
}

type OfTexts = diesel::dsl::Filter<
    diesel::dsl::Filter<post_findings::table, diesel::dsl::Eq<post_findings::post_id, i64>>,
    diesel::dsl::EqAny<post_findings::field, [&'static str; 2]>,
>;

fn of_texts(post: i64) -> OfTexts {
    post_findings::table
        .filter(post_findings::post_id.eq(post))
        .filter(post_findings::field.eq_any(["title", "body"]))
}

/// Puts a post back as it was before the act of ledger entry `number`.
///
/// [`ModerationError::Gone`] when the original's time has ended.
pub(super) fn restore(
    connection: &mut AnyConnection,
    context: &Context,
    number: i32,
    post: i64,
) -> Result<(), ModerationError> {
    let sealed: Option<Vec<u8>> = sealed_originals::table
        .filter(sealed_originals::ledger_number.eq(number))
        .filter(sealed_originals::post_id.eq(post))
        .select(sealed_originals::original_sealed)
        .first(connection)
        .optional()?;
    let sealed = sealed.ok_or(ModerationError::Gone)?;
    let text = sealed::open(&context.config.keys, Column::OriginalText, &sealed)?;
    let original: Original = serde_json::from_str(text.reveal(Viewer::Plaza, Purpose::Storage))
        .map_err(|_| crate::keys::CannotOpen)?;
    write(connection, post, &original.body, &original.body_html)?;
    if let Some((title, html)) = &original.title {
        write_title(connection, original.topic, title, html)?;
    }
    for revision in &original.revisions {
        let title = revision.title.as_deref();
        write_revision(
            connection,
            revision.id,
            title,
            &revision.body,
            &revision.body_html,
        )?;
    }
    diesel::delete(of_texts(post)).execute(connection)?;
    for finding in original.findings {
        diesel::insert_into(post_findings::table)
            .values((
                post_findings::post_id.eq(post),
                post_findings::field.eq(finding.field),
                post_findings::kind.eq(finding.kind),
                post_findings::start_at.eq(finding.start),
                post_findings::end_at.eq(finding.end),
                post_findings::confidence.eq(finding.confidence),
                post_findings::whose.eq(finding.whose),
            ))
            .execute(connection)?;
    }
    Ok(())
}

fn write(connection: &mut AnyConnection, post: i64, body: &str, html: &str) -> QueryResult<()> {
    diesel::update(posts::table.find(post))
        .set((posts::body.eq(body), posts::body_html.eq(html)))
        .execute(connection)?;
    Ok(())
}

fn write_title(
    connection: &mut AnyConnection,
    topic: i64,
    title: &str,
    html: &str,
) -> QueryResult<()> {
    diesel::update(topics::table.find(topic))
        .set((topics::title.eq(title), topics::title_html.eq(html)))
        .execute(connection)?;
    Ok(())
}

fn write_revision(
    connection: &mut AnyConnection,
    revision: i64,
    title: Option<&str>,
    body: &str,
    html: &str,
) -> QueryResult<()> {
    diesel::update(post_revisions::table.find(revision))
        .set((
            post_revisions::title.eq(title),
            post_revisions::body.eq(body),
            post_revisions::body_html.eq(html),
        ))
        .execute(connection)?;
    Ok(())
}
