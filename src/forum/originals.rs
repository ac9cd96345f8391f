//! What is kept, sealed, of posts in which a moderator masked words or out of which one took some,
//! until the time to appeal has ended: words that go for good, and names that become others, do so in it
//! as well, and no appeal brings them back.
//!
//! When it is made and put back, `moderation` knows.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{ForumError, quotes::Before, references, submission::field};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{sealed_originals, sealed_quotes},
    },
    keys::CannotOpen,
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
    text::{
        Field, Format, Known,
        publication::{Published, Whose},
        rewrite::Rewritten,
        taken::Taken,
    },
};

/// A title or a body, in one version of a post.
#[derive(Clone, Serialize, Deserialize)]
pub struct Text {
    /// A revision's number. The present version has the next one, under which it becomes a
    /// revision when its author edits it.
    pub version: i32,
    pub field: String,
    pub source: String,
    pub html: String,
}

/// What was found in a text, with the words that stand there.
#[derive(Clone, Serialize, Deserialize)]
pub struct Finding {
    pub field: String,
    pub kind: String,
    pub start: i32,
    pub end: i32,
    pub confidence: f32,
    pub whose: Whose,
    pub words: String,
}

/// The texts of an original; what else is kept with them stays as it is.
#[derive(Serialize, Deserialize)]
struct Original {
    present: i32,
    before: Vec<Text>,
    after: Vec<Text>,
    /// Those of the present version.
    findings: Vec<Finding>,
    /// What the mask goes by.
    marked: Vec<Finding>,
    /// What was taken out instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    taken: Option<Taken>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// Writes anew what is kept of `posts`, and of what stood in their quotes, wherever `anew` has
/// another text; gives the posts of which something was changed. The posts are locked by the
/// caller.
pub(super) fn rewrite(
    connection: &mut AnyConnection,
    context: &Context,
    posts: &[i64],
    anew: impl Fn(&Field, &[Published]) -> Option<Rewritten>,
) -> Result<BTreeSet<i64>, ForumError> {
    let mut changed = BTreeSet::new();
    if posts.is_empty() {
        return Ok(changed);
    }
    let originals: Vec<(i64, i64, Vec<u8>)> = sealed_originals::table
        .filter(sealed_originals::post_id.eq_any(posts.to_vec()))
        .select((
            sealed_originals::id,
            sealed_originals::post_id,
            sealed_originals::original_sealed,
        ))
        .load(connection)?;
    let quotes: Vec<(i64, i64, Vec<u8>)> = sealed_quotes::table
        .filter(sealed_quotes::post_id.eq_any(posts.to_vec()))
        .select((
            sealed_quotes::id,
            sealed_quotes::post_id,
            sealed_quotes::original_sealed,
        ))
        .load(connection)?;
    if originals.is_empty() && quotes.is_empty() {
        return Ok(changed);
    }
    let known: HashMap<i64, Known> = references::known(connection, posts)?;
    let nothing = Known::default();
    for (id, post, sealed) in originals {
        let mut original: Original = open(context, Column::OriginalText, &sealed)?;
        if original.rewrite(known.get(&post).unwrap_or(&nothing), &anew) {
            let sealed = seal(context, Column::OriginalText, &original);
            diesel::update(sealed_originals::table.find(id))
                .set(sealed_originals::original_sealed.eq(sealed))
                .execute(connection)?;
            changed.insert(post);
        }
    }
    for (id, post, sealed) in quotes {
        let mut before: Before = open(context, Column::OriginalQuote, &sealed)?;
        if before.rewrite(known.get(&post).unwrap_or(&nothing), &anew) {
            let sealed = seal(context, Column::OriginalQuote, &before);
            diesel::update(sealed_quotes::table.find(id))
                .set(sealed_quotes::original_sealed.eq(sealed))
                .execute(connection)?;
            changed.insert(post);
        }
    }
    Ok(changed)
}

fn open<T: DeserializeOwned>(
    context: &Context,
    column: Column,
    sealed: &[u8],
) -> Result<T, CannotOpen> {
    let text = sealed::open(&context.config.keys, column, sealed)?;
    serde_json::from_str(text.reveal(Viewer::Plaza, Purpose::Storage)).map_err(|_| CannotOpen)
}

fn seal(context: &Context, column: Column, kept: &impl Serialize) -> Vec<u8> {
    let text = serde_json::to_string(kept).expect("texts and numbers make JSON");
    let (keys, random) = (&context.config.keys, &context.random);
    sealed::seal(keys, random, column, &Private::new(text))
}

impl Original {
    fn rewrite(
        &mut self,
        known: &Known,
        anew: &impl Fn(&Field, &[Published]) -> Option<Rewritten>,
    ) -> bool {
        let mut changed = false;
        for text in &mut self.before {
            let present = text.version == self.present;
            let published = match present {
                true => published(&self.findings, &text.field),
                false => Vec::new(),
            };
            let Some(new) = anew(&text.field(known), &published) else {
                continue;
            };
            if present {
                self.findings.retain(|finding| finding.field != text.field);
                let found = new.findings.iter();
                let found = found.map(|one| Finding::of(one, &text.field, &new.source));
                self.findings.extend(found);
            }
            text.put(new);
            changed = true;
        }
        // What the mask left stays the same as what stands in the post, and is known by that.
        for text in &mut self.after {
            if let Some(new) = anew(&text.field(known), &[]) {
                text.put(new);
                changed = true;
            }
        }
        if let Some(taken) = &mut self.taken {
            changed |= taken.rewrite(|words| {
                let passage = Field::new(field::BODY, Format::Markdown, words);
                anew(&passage.knowing(known.clone()), &[]).map(|new| new.source)
            });
        }
        if changed {
            let before = &self.before;
            let stands = |words: &str| before.iter().any(|text| text.source.contains(words));
            if let Some(taken) = &mut self.taken {
                taken.retain(stands);
            }
            self.marked.retain(|finding| {
                before
                    .iter()
                    .any(|text| text.source.contains(&finding.words))
            });
        }
        changed
    }
}

impl Text {
    /// As it goes through the pipeline.
    pub fn field(&self, known: &Known) -> Field {
        let (name, format) = if self.field == field::TITLE {
            (field::TITLE, Format::Plain)
        } else {
            (field::BODY, Format::Markdown)
        };
        Field::new(name, format, self.source.as_str()).knowing(known.clone())
    }

    fn put(&mut self, new: Rewritten) {
        self.source = new.source;
        // A revision keeps no HTML of its title.
        if !self.html.is_empty() {
            self.html = new.html;
        }
    }
}

impl Finding {
    pub fn of(found: &Published, field: &str, source: &str) -> Self {
        let place = |at: usize| i32::try_from(at).unwrap_or(i32::MAX);
        let characters = source.chars().skip(found.start);
        Self {
            field: field.to_owned(),
            kind: found.kind.as_str().to_owned(),
            start: place(found.start),
            end: place(found.end),
            confidence: found.confidence,
            whose: found.whose,
            words: characters.take(found.end - found.start).collect(),
        }
    }
}

/// Those of one field, as `text` knows them.
pub fn published(findings: &[Finding], field: &str) -> Vec<Published> {
    let place = |at: i32| usize::try_from(at).unwrap_or(0);
    let here = findings.iter().filter(|finding| finding.field == field);
    here.filter_map(|finding| {
        Some(Published {
            kind: finding.kind.parse().ok()?,
            start: place(finding.start),
            end: place(finding.end),
            confidence: finding.confidence,
            whose: finding.whose,
        })
    })
    .collect()
}
