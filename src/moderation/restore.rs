//! Putting back what a mask took, or what a moderator took out, when an appeal against it is granted.
//!
//! What the author wrote since stays. The words come back wherever what the act left stands
//! unchanged: in the versions that it changed, and in newer ones as far as the author let it
//! stand. Later such acts on the same post stay in force for what they took: their originals and
//! what they left are made anew with these words there.

use diesel::prelude::*;

use super::{
    ModerationError,
    original::{Original, keep_while_needed, known, mask_again, of_texts, restore_quotes, write},
};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{post_findings, sealed_originals},
    },
    forum::{
        mentions,
        originals::{Finding, Text},
    },
    text::Known,
};

/// What was left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Restored {
    /// Nothing: the post is as it was.
    Whole,
    /// What its author wrote since.
    BesideNewer,
    /// Where the post stands: by what was decided since, or by what its author changed.
    BesideOthers,
    /// That the post is public: what comes back never was, and a moderator looks first.
    Waiting,
}

/// A text that changes, and what it becomes.
struct Change {
    was: Text,
    back: Text,
    /// Whether the text was the present one, which newer versions may repeat.
    present: bool,
    /// The findings in what it becomes.
    findings: Vec<Finding>,
}

impl Change {
    fn is_of(&self, text: &Text) -> bool {
        let place =
            text.version == self.was.version || self.present && text.version > self.was.version;
        place && text.field == self.was.field && text.source == self.was.source
    }
}

/// Puts back what the act of ledger entry `number` took from a post, which is locked.
///
/// [`ModerationError::Gone`] when the original's time has ended.
pub(super) fn restore(
    connection: &mut AnyConnection,
    context: &Context,
    number: i32,
    post: i64,
) -> Result<Restored, ModerationError> {
    let mut kept = kept_from(connection, context, number, post)?.into_iter();
    let Some((_, first)) = kept.next().filter(|(found, _)| *found == number) else {
        return Err(ModerationError::Gone);
    };
    let known = known(connection, post)?;
    let mut changes = changes_of(&first);
    for (later, mut original) in kept {
        changes = rebase(&mut original, &changes, &first.marked, &known, context);
        diesel::update(sealed_originals::table.filter(sealed_originals::ledger_number.eq(later)))
            .set(sealed_originals::original_sealed.eq(original.sealed(context)))
            .execute(connection)?;
    }
    let kept: Vec<i64> = sealed_originals::table
        .filter(sealed_originals::ledger_number.eq(number))
        .select(sealed_originals::id)
        .load(connection)?;
    for original in kept {
        restore_quotes(connection, context, original)?;
    }
    diesel::delete(sealed_originals::table.filter(sealed_originals::ledger_number.eq(number)))
        .execute(connection)?;
    keep_while_needed(connection, post)?;
    first.files.restore(connection, number, post)?;
    let restored = put_back(connection, post, &first, &changes)?;
    mentions::look_again(connection, &[post])?;
    mask_again(connection, context, post)?;
    Ok(restored)
}

/// The originals of this act and of later ones on the same post, oldest first.
fn kept_from(
    connection: &mut AnyConnection,
    context: &Context,
    number: i32,
    post: i64,
) -> Result<Vec<(i32, Original)>, ModerationError> {
    let rows: Vec<(i32, Vec<u8>)> = sealed_originals::table
        .filter(sealed_originals::post_id.eq(post))
        .filter(sealed_originals::ledger_number.ge(number))
        .order(sealed_originals::ledger_number)
        .select((
            sealed_originals::ledger_number,
            sealed_originals::original_sealed,
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|(number, sealed)| Ok((number, Original::open(context, &sealed)?)))
        .collect()
}

fn changes_of(original: &Original) -> Vec<Change> {
    let texts = original.before.iter().zip(&original.after);
    texts
        .map(|(before, after)| Change {
            was: after.clone(),
            back: before.clone(),
            present: before.version == original.present,
            findings: of_field(&original.findings, &before.field),
        })
        .collect()
}

fn of_field(findings: &[Finding], field: &str) -> Vec<Finding> {
    let here = findings.iter().filter(|finding| finding.field == field);
    here.cloned().collect()
}

/// Makes a later act's original as if the changed texts, with these words in them, had stood
/// there before it; gives what changes in what it left.
fn rebase(
    original: &mut Original,
    changes: &[Change],
    words: &[Finding],
    known: &Known,
    context: &Context,
) -> Vec<Change> {
    let detector = context.detector();
    if let Some(taken) = &mut original.taken {
        if taken.is_lost() {
            // What it took cannot be told from what it left any more: nothing comes back into that.
            return Vec::new();
        }
        for text in &original.before {
            if let Some(change) = changes.iter().find(|change| change.is_of(text)) {
                taken.follow(&text.source, &change.back.source);
            }
        }
    }
    let mut next = Vec::new();
    for at in 0..original.before.len() {
        let old = original.before[at].clone();
        let Some(change) = changes.iter().find(|change| change.is_of(&old)) else {
            continue;
        };
        let before = Text {
            source: change.back.source.clone(),
            html: change.back.html.clone(),
            ..old
        };
        let after = original.left_of(&before, words, known, &detector);
        let present = before.version == original.present;
        if present {
            original
                .findings
                .retain(|finding| finding.field != before.field);
            original.findings.extend(change.findings.clone());
        }
        next.push(Change {
            was: original.after[at].clone(),
            findings: found_again(&change.findings, &before.source, &after.source),
            back: after.clone(),
            present,
        });
        original.before[at] = before;
        original.after[at] = after;
    }
    next
}

/// Where the findings of a text stand in what another mask leaves of it.
fn found_again(findings: &[Finding], before: &str, after: &str) -> Vec<Finding> {
    if before == after {
        return findings.to_vec();
    }
    let mut from = 0;
    let words = findings.iter().filter(|finding| !finding.words.is_empty());
    let found = words.filter_map(|finding| {
        let at = from + after.get(from..)?.find(&finding.words)?;
        from = at + finding.words.len();
        let start = i32::try_from(after[..at].chars().count()).ok()?;
        Some(Finding {
            start,
            end: start + (finding.end - finding.start),
            ..finding.clone()
        })
    });
    found.collect()
}

/// Writes the changes to the post as it is now.
fn put_back(
    connection: &mut AnyConnection,
    post: i64,
    first: &Original,
    changes: &[Change],
) -> Result<Restored, ModerationError> {
    let now = Original::read(connection, post)?;
    let mut newer = now.present > first.present;
    for text in &now.before {
        let Some(change) = changes.iter().find(|change| change.is_of(text)) else {
            newer |= text.version == first.present;
            continue;
        };
        if change.back.source == text.source {
            continue;
        }
        let back = Text {
            version: text.version,
            ..change.back.clone()
        };
        write(connection, post, &now, &back)?;
        if text.version == now.present {
            find_in(connection, post, &text.field, &change.findings)?;
        }
    }
    Ok(if newer {
        Restored::BesideNewer
    } else {
        Restored::Whole
    })
}

/// Replaces the findings in one of a post's texts.
pub(super) fn find_in(
    connection: &mut AnyConnection,
    post: i64,
    field: &str,
    findings: &[Finding],
) -> QueryResult<()> {
    diesel::delete(of_texts(post).filter(post_findings::field.eq(field))).execute(connection)?;
    for finding in findings {
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
