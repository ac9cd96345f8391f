//! Carrying out an author's answers: masking, taking out, keeping.

use std::ops::Range;

use personal_data::Detector;

use super::{
    Field, Format,
    findings::{Found, find},
    publication::{Choice, Cleared, Publication, Published, Question, Whose},
    render::render_html,
};

/// Masks and takes out, then looks again: what comes to light by that is asked again.
pub(super) fn apply(
    fields: &[Field],
    questions: &[Question],
    choices: &[(Choice, Whose)],
    detector: &Detector,
) -> Result<Publication, Vec<Field>> {
    let mut texts = Vec::with_capacity(fields.len());
    let mut after = Vec::with_capacity(fields.len());
    let mut clean = true;
    for field in fields {
        let answered: Vec<(&Question, Choice, Whose)> = questions
            .iter()
            .zip(choices)
            .filter(|(question, _)| question.field == field.name)
            .map(|(question, (choice, whose))| (question, *choice, *whose))
            .collect();
        let mut edited = edit(field, &answered);
        if field.format == Format::File {
            edited.mask_until_clean(detector);
        }
        clean &= edited.strays(detector).is_empty();
        let mut marked = Vec::new();
        let mut findings = Vec::new();
        for (range, question, whose) in &edited.kept {
            let kept = moved(&question.found, range.start);
            let characters = kept.characters(&edited.field.source);
            findings.push(Published {
                kind: kept.kind,
                start: characters.start,
                end: characters.end,
                confidence: kept.confidence,
                whose: *whose,
            });
            if *whose != Whose::Nobody {
                marked.push(kept);
            }
        }
        texts.push(Cleared {
            field: field.name,
            html: match field.format {
                // What a file holds is shown by the file.
                Format::File | Format::Document => String::new(),
                _ => render_html(&edited.field, &marked),
            },
            source: edited.field.source.clone(),
            findings,
            known: edited.field.known.clone(),
        });
        after.push(edited.field);
    }
    if clean {
        Ok(Publication { texts })
    } else {
        Err(after)
    }
}

struct Edited<'a> {
    field: Field,
    /// What is published, with its range in the new source.
    kept: Vec<(Range<usize>, &'a Question, Whose)>,
    /// Where masks stand in the new source.
    masked: Vec<Range<usize>>,
}

impl Edited<'_> {
    /// What is found though its author neither masked nor kept it.
    fn strays(&self, detector: &Detector) -> Vec<Found> {
        let mut found = find(&self.field, detector);
        found.retain(|found| {
            let kept = |(range, question, _): &(Range<usize>, &Question, Whose)| {
                question.kind() == found.kind && overlaps(range, &found.range)
            };
            // What is left of a mask may look like something; it is nothing any more.
            let left = found.kind.publishable()
                && self.masked.iter().any(|mask| overlaps(mask, &found.range));
            !left && !self.kept.iter().any(kept)
        });
        found
    }

    /// Masks what came to light, and what that brings to light; what never ends is emptied.
    fn mask_until_clean(&mut self, detector: &Detector) {
        const ROUNDS: usize = 5;
        for _ in 0..ROUNDS {
            let strays = self.strays(detector);
            if strays.is_empty() {
                return;
            }
            for stray in strays.iter().rev() {
                self.mask(stray);
            }
        }
        self.empty();
    }

    fn mask(&mut self, stray: &Found) {
        let (old, mask) = (stray.range.clone(), stray.masked_source(self.field.format));
        self.kept.retain(|(range, ..)| !overlaps(range, &old));
        self.masked.retain(|range| !overlaps(range, &old));
        let moved = |at: usize| {
            if at < old.end {
                at
            } else {
                at - old.len() + mask.len()
            }
        };
        let places = self.kept.iter_mut().map(|(range, ..)| range);
        for range in places.chain(&mut self.masked) {
            *range = moved(range.start)..moved(range.end);
        }
        self.masked.push(old.start..old.start + mask.len());
        self.field.source.replace_range(old, &mask);
    }

    fn empty(&mut self) {
        self.field.source.clear();
        self.kept.clear();
        self.masked.clear();
    }
}

fn edit<'a>(field: &Field, answered: &[(&'a Question, Choice, Whose)]) -> Edited<'a> {
    let mut source = String::with_capacity(field.source.len());
    let (mut kept, mut masked) = (Vec::new(), Vec::new());
    let mut done = 0;
    for (question, choice, whose) in answered {
        let range = question.found.range.clone();
        source.push_str(&field.source[done..range.start]);
        let start = source.len();
        match choice {
            Choice::Publish => {
                source.push_str(&field.source[range.clone()]);
                kept.push((start..source.len(), *question, *whose));
            }
            Choice::Mask => {
                source.push_str(&question.found.masked_source(field.format));
                masked.push(start..source.len());
            }
            Choice::TakeOut => {}
        }
        done = range.end;
    }
    source.push_str(&field.source[done..]);
    let mut edited = Edited {
        field: Field {
            source,
            ..field.clone()
        },
        kept,
        masked,
    };
    if field.format == Format::Document && edited.kept.len() < answered.len() {
        edited.empty();
    }
    edited
}

/// A finding of the old source at its place in the new one.
fn moved(found: &Found, start: usize) -> Found {
    let old = found.range.start;
    let shift = |range: &Range<usize>| range.start - old + start..range.end - old + start;
    Found {
        range: shift(&found.range),
        parts: found.parts.iter().map(shift).collect(),
        ..found.clone()
    }
}

fn overlaps(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}
