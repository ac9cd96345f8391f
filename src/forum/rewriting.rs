//! Posts with all of their versions, read together and written anew: where words go that stand
//! in them, but were taken from elsewhere.

use std::collections::HashMap;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    ForumError, copies,
    findings::{self, PublicFinding},
    references,
    submission::field,
};
use crate::{
    db::{
        AnyConnection,
        locks::{self, Table},
        schema::{post_revisions, posts, topics},
    },
    spam,
    text::{Field, Format, Known, Withdrawn, publication::Published, rewrite::Rewritten},
};

/// A post as it stands.
pub(super) struct Copy {
    pub post: i64,
    pub topic: i64,
    /// Title and its HTML, where the post opens its topic.
    pub title: Option<(String, String)>,
    pub body: (String, String),
    pub findings: Vec<PublicFinding>,
    pub revisions: Vec<Revision>,
    pub known: Known,
}

pub(super) struct Revision {
    pub id: i64,
    pub title: Option<String>,
    pub body: (String, String),
}

/// One text of a post before and after it was rewritten: what putting it back needs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Change {
    place: Place,
    before: String,
    before_html: String,
    after: String,
    /// Of a present text; an earlier version has none of its own.
    findings: Vec<Stored>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Place {
    Title,
    Body,
    RevisionTitle(i64),
    RevisionBody(i64),
}

/// A finding as it is kept beside a text: no words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Stored {
    kind: String,
    start: usize,
    end: usize,
    confidence: f32,
    whose: crate::text::publication::Whose,
}

/// As [`load`], and keeps whoever edits one of them at the same time waiting.
pub(super) fn read(connection: &mut AnyConnection, ids: &[i64]) -> Result<Vec<Copy>, ForumError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    locks::hold(connection, Table::Posts, ids.iter().copied().collect())?;
    load(connection, ids)
}

/// Takes later changes of the same post into earlier ones: putting back leads to what stood first.
pub(super) fn join(earlier: &mut Vec<Change>, later: Vec<Change>) {
    for change in later {
        match earlier.iter_mut().find(|known| known.place == change.place) {
            Some(known) => known.after = change.after,
            None => earlier.push(change),
        }
    }
}

/// Reads several posts with all of their versions.
pub(super) fn load(connection: &mut AnyConnection, ids: &[i64]) -> Result<Vec<Copy>, ForumError> {
    type Row = (i64, i64, bool, String, String, String, String);
    let rows: Vec<Row> = posts::table
        .inner_join(topics::table)
        .filter(posts::id.eq_any(ids.to_vec()))
        .order(posts::id)
        .select((
            posts::id,
            posts::topic_id,
            posts::opens_topic,
            topics::title,
            topics::title_html,
            posts::body,
            posts::body_html,
        ))
        .load(connection)?;
    let mut findings = findings::of_posts(connection, ids)?;
    let mut known = references::known(connection, ids)?;
    let mut revisions = revisions(connection, ids)?;
    Ok(rows
        .into_iter()
        .map(|(post, topic, opens, title, title_html, body, html)| Copy {
            post,
            topic,
            title: opens.then_some((title, title_html)),
            body: (body, html),
            findings: findings.remove(&post).unwrap_or_default(),
            revisions: revisions.remove(&post).unwrap_or_default(),
            known: known.remove(&post).unwrap_or_default(),
        })
        .collect())
}

fn revisions(
    connection: &mut AnyConnection,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<Revision>>, ForumError> {
    type Row = (i64, i64, Option<String>, String, String);
    let rows: Vec<Row> = post_revisions::table
        .filter(post_revisions::post_id.eq_any(ids.to_vec()))
        .order(post_revisions::id)
        .select((
            post_revisions::post_id,
            post_revisions::id,
            post_revisions::title,
            post_revisions::body,
            post_revisions::body_html,
        ))
        .load(connection)?;
    let mut revisions: HashMap<i64, Vec<Revision>> = HashMap::new();
    for (post, id, title, body, html) in rows {
        revisions.entry(post).or_default().push(Revision {
            id,
            title,
            body: (body, html),
        });
    }
    Ok(revisions)
}

impl Change {
    /// Writes both texts anew where `anew` has others; gives whether it had.
    pub(super) fn rewrite(
        &mut self,
        known: &Known,
        anew: &impl Fn(&Field, &[Published]) -> Option<Rewritten>,
    ) -> bool {
        let (name, format) = self.place.field();
        let field = |source: &str| Field::new(name, format, source).knowing(known.clone());
        let published: Vec<Published> =
            self.findings.iter().filter_map(Stored::published).collect();
        let before = anew(&field(&self.before), &published);
        let after = anew(&field(&self.after), &[]);
        let changed = before.is_some() || after.is_some();
        if let Some(new) = before {
            self.findings = match self.place {
                Place::Title | Place::Body => new.findings.iter().map(Stored::of).collect(),
                Place::RevisionTitle(_) | Place::RevisionBody(_) => Vec::new(),
            };
            (self.before, self.before_html) = (new.source, new.html);
        }
        if let Some(new) = after {
            self.after = new.source;
        }
        changed
    }
}

impl Copy {
    /// The words that the present version publishes: an earlier one may hold them too.
    pub(super) fn published_words(&self) -> Vec<Withdrawn> {
        let source = |field: &str| match (field, &self.title) {
            (field::TITLE, Some((title, _))) => Some(&**title),
            (field::BODY, _) => Some(&*self.body.0),
            _ => None,
        };
        self.findings
            .iter()
            .filter_map(|finding| {
                Some(Withdrawn {
                    words: finding.words(source(&finding.field)?),
                    kind: finding.kind,
                })
            })
            .collect()
    }

    /// Writes each text anew for which `anew` has another; gives what was changed.
    pub(super) fn rewrite(
        self,
        connection: &mut AnyConnection,
        anew: impl Fn(&Field, &[Published]) -> Option<Rewritten>,
    ) -> Result<Vec<Change>, ForumError> {
        let mut changes = Vec::new();
        let mut change = |connection: &mut AnyConnection,
                          place: Place,
                          (before, before_html): (&str, &str)|
         -> Result<(), ForumError> {
            let (name, format) = place.field();
            let published = match place {
                Place::Title | Place::Body => references::published(&self.findings, name),
                // An earlier version shows the words that the present one does.
                Place::RevisionTitle(_) | Place::RevisionBody(_) => Vec::new(),
            };
            let field = Field::new(name, format, before).knowing(self.known.clone());
            let Some(new) = anew(&field, &published) else {
                return Ok(());
            };
            if new.source == before && new.html == before_html {
                return Ok(());
            }
            self.write(connection, place, &new.source, &new.html)?;
            if matches!(place, Place::Title | Place::Body) {
                findings::put(connection, self.post, name, &new.findings)?;
            }
            changes.push(Change {
                place,
                before: before.to_owned(),
                before_html: before_html.to_owned(),
                after: new.source,
                findings: published.iter().map(Stored::of).collect(),
            });
            Ok(())
        };
        if let Some((title, html)) = &self.title {
            change(connection, Place::Title, (title, html))?;
        }
        change(connection, Place::Body, (&self.body.0, &self.body.1))?;
        for revision in &self.revisions {
            if let Some(title) = &revision.title {
                change(connection, Place::RevisionTitle(revision.id), (title, ""))?;
            }
            let body = (&*revision.body.0, &*revision.body.1);
            change(connection, Place::RevisionBody(revision.id), body)?;
        }
        if !changes.is_empty() {
            copies::changed(connection, &[self.post])?;
            spam::forget_likeness(connection, &[self.post])?;
        }
        Ok(changes)
    }

    /// Puts back what nobody has changed since; gives whether there was any.
    pub(super) fn put_back(
        self,
        connection: &mut AnyConnection,
        changes: &[Change],
    ) -> Result<bool, ForumError> {
        let mut came_back = false;
        for change in changes {
            if self.at(change.place) != Some(&change.after) {
                continue;
            }
            came_back = true;
            self.write(
                connection,
                change.place,
                &change.before,
                &change.before_html,
            )?;
            if let Place::Title | Place::Body = change.place {
                let findings: Vec<Published> = change
                    .findings
                    .iter()
                    .filter_map(Stored::published)
                    .collect();
                let (name, _) = change.place.field();
                findings::put(connection, self.post, name, &findings)?;
            }
        }
        copies::changed(connection, &[self.post])?;
        Ok(came_back)
    }

    fn at(&self, place: Place) -> Option<&String> {
        let revision = |id: i64| self.revisions.iter().find(|revision| revision.id == id);
        match place {
            Place::Title => self.title.as_ref().map(|(title, _)| title),
            Place::Body => Some(&self.body.0),
            Place::RevisionTitle(id) => revision(id)?.title.as_ref(),
            Place::RevisionBody(id) => Some(&revision(id)?.body.0),
        }
    }

    fn write(
        &self,
        connection: &mut AnyConnection,
        place: Place,
        source: &str,
        html: &str,
    ) -> Result<(), ForumError> {
        match place {
            Place::Title => diesel::update(topics::table.find(self.topic))
                .set((topics::title.eq(source), topics::title_html.eq(html)))
                .execute(connection)?,
            Place::Body => diesel::update(posts::table.find(self.post))
                .set((posts::body.eq(source), posts::body_html.eq(html)))
                .execute(connection)?,
            Place::RevisionTitle(id) => diesel::update(post_revisions::table.find(id))
                .set(post_revisions::title.eq(source))
                .execute(connection)?,
            Place::RevisionBody(id) => diesel::update(post_revisions::table.find(id))
                .set((
                    post_revisions::body.eq(source),
                    post_revisions::body_html.eq(html),
                ))
                .execute(connection)?,
        };
        Ok(())
    }
}

impl Place {
    const fn field(self) -> (&'static str, Format) {
        match self {
            Self::Title | Self::RevisionTitle(_) => (field::TITLE, Format::Plain),
            Self::Body | Self::RevisionBody(_) => (field::BODY, Format::Markdown),
        }
    }
}

impl Stored {
    pub(super) fn of(finding: &Published) -> Self {
        Self {
            kind: finding.kind.as_str().to_owned(),
            start: finding.start,
            end: finding.end,
            confidence: finding.confidence,
            whose: finding.whose,
        }
    }

    pub(super) fn published(&self) -> Option<Published> {
        Some(Published {
            kind: self.kind.parse().ok()?,
            start: self.start,
            end: self.end,
            confidence: self.confidence,
            whose: self.whose,
        })
    }
}
