//! The files of a post that a moderator masks: names and descriptions are masked, and a file
//! whose own text would have to be is withheld from everybody until the act is undone or its
//! original is kept no longer.

use diesel::prelude::*;
use personal_data::Detector;
use serde::{Deserialize, Serialize};

use super::{
    ModerationError,
    original::{Place, with_words},
};
use crate::{
    attachments,
    db::{AnyConnection, schema::post_findings},
    forum::{
        files::{self, FIELD, Part},
        originals::{Finding, Text},
    },
    text::{Field, Format, Kept, Withdrawn, publication::Whose, withdraw},
};

/// The files as they were, and what the mask left of them.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct MaskedFiles {
    files: Vec<File>,
    findings: Vec<Finding>,
}

#[derive(Clone, Serialize, Deserialize)]
struct File {
    id: i64,
    position: usize,
    before: Words,
    after: Words,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Words {
    name: String,
    alt: String,
}

impl MaskedFiles {
    pub(super) fn read(connection: &mut AnyConnection, post: i64) -> Result<Self, ModerationError> {
        let there = attachments::of_posts(connection, &[post])?.remove(&post);
        let files: Vec<File> = there
            .unwrap_or_default()
            .into_iter()
            .map(|file| {
                let words = Words {
                    name: file.name,
                    alt: file.alt,
                };
                File {
                    id: file.id,
                    position: file.position,
                    before: words.clone(),
                    after: words,
                }
            })
            .collect();
        let texts: Vec<Text> = files.iter().flat_map(File::texts).collect();
        let places: Vec<Place> = post_findings::table
            .filter(post_findings::post_id.eq(post))
            .filter(post_findings::field.like(format!("{FIELD}%")))
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
        let findings = places.into_iter().map(|place| with_words(place, &texts));
        Ok(Self {
            findings: findings.collect(),
            files,
        })
    }

    pub(super) fn have_marks(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.whose != Whose::Nobody)
    }

    pub(super) fn mask(
        &mut self,
        connection: &mut AnyConnection,
        detector: &Detector,
        number: i32,
        post: i64,
    ) -> Result<(), ModerationError> {
        let (kept, gone) = (self.words_kept(), self.words_gone());
        let masked = |text: &str| {
            let field = Field::new("name", Format::Plain, text);
            withdraw(&field, detector, &kept, &gone).0
        };
        for file in &mut self.files {
            file.after = Words {
                name: masked(&file.before.name),
                alt: masked(&file.before.alt),
            };
            if file.after != file.before {
                attachments::rename(connection, file.id, &file.after.name, &file.after.alt)?;
            }
        }
        attachments::withhold(connection, &self.to_withhold(), number)?;
        forget_findings(connection, post)
    }

    /// Those in whose own text something is marked.
    fn to_withhold(&self) -> Vec<i64> {
        let marked = |file: &&File| {
            let field = files::field(file.position, Part::Text);
            self.findings
                .iter()
                .any(|finding| finding.whose != Whose::Nobody && Some(&*finding.field) == field)
        };
        let files = self.files.iter().filter(marked);
        files.map(|file| file.id).collect()
    }

    fn words_kept(&self) -> Vec<Kept> {
        let kept = self.findings.iter();
        kept.filter(|finding| finding.whose == Whose::Nobody)
            .map(|finding| Kept {
                words: finding.words.clone(),
                whose: finding.whose,
            })
            .collect()
    }

    fn words_gone(&self) -> Vec<Withdrawn> {
        let gone = self.findings.iter();
        gone.filter(|finding| finding.whose != Whose::Nobody)
            .filter_map(|finding| {
                Some(Withdrawn {
                    words: finding.words.clone(),
                    kind: finding.kind.parse().ok()?,
                })
            })
            .collect()
    }

    /// Puts back what the act of ledger entry `number` took, but for files that their author has
    /// changed or taken out since.
    pub(super) fn restore(
        &self,
        connection: &mut AnyConnection,
        number: i32,
        post: i64,
    ) -> Result<(), ModerationError> {
        attachments::put_back(connection, number)?;
        let there = attachments::of_posts(connection, &[post])?
            .remove(&post)
            .unwrap_or_default();
        for file in &self.files {
            let stands = there.iter().any(|there| {
                (there.id, there.position) == (file.id, file.position)
                    && there.name == file.after.name
                    && there.alt == file.after.alt
            });
            if !stands {
                continue;
            }
            if file.before != file.after {
                attachments::rename(connection, file.id, &file.before.name, &file.before.alt)?;
            }
            file.find_again(connection, post, &self.findings)?;
        }
        Ok(())
    }
}

impl File {
    /// Its name and description as texts in which findings have their places.
    fn texts(&self) -> Vec<Text> {
        let text = |part, source: &str| {
            Some(Text {
                version: 0,
                field: files::field(self.position, part)?.to_owned(),
                source: source.to_owned(),
                html: String::new(),
            })
        };
        [
            text(Part::Name, &self.before.name),
            text(Part::Alt, &self.before.alt),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// What was found in it stands there again.
    fn find_again(
        &self,
        connection: &mut AnyConnection,
        post: i64,
        findings: &[Finding],
    ) -> QueryResult<()> {
        let own = |finding: &&Finding| {
            files::part_of(&finding.field).is_some_and(|(position, _)| position == self.position)
        };
        for finding in findings.iter().filter(own) {
            diesel::insert_into(post_findings::table)
                .values((
                    post_findings::post_id.eq(post),
                    post_findings::field.eq(&finding.field),
                    post_findings::kind.eq(&finding.kind),
                    post_findings::start_at.eq(finding.start),
                    post_findings::end_at.eq(finding.end),
                    post_findings::confidence.eq(finding.confidence),
                    post_findings::whose.eq(finding.whose),
                ))
                .execute(connection)?;
        }
        Ok(())
    }
}

fn forget_findings(connection: &mut AnyConnection, post: i64) -> Result<(), ModerationError> {
    diesel::delete(
        post_findings::table
            .filter(post_findings::post_id.eq(post))
            .filter(post_findings::field.like(format!("{FIELD}%"))),
    )
    .execute(connection)?;
    Ok(())
}
