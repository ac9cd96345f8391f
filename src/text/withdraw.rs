//! Masking in older versions of a text what its author publishes no longer.

use std::ops::Range;

use personal_data::{Detector, Kind};

use super::{
    Field,
    findings::{Found, find},
    publication::Whose,
    render::render_html,
};

/// Words that stay public, as they stand in the present version's source.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub words: String,
    pub whose: Whose,
}

/// Words that were public, or were just masked or taken out.
#[derive(Clone, Debug, PartialEq)]
pub struct Withdrawn {
    pub words: String,
    pub kind: Kind,
}

/// An older text with everything masked that is found in it and not kept, and its HTML.
///
/// What is found by its surroundings alone (a name after "my name is") may stand
/// elsewhere without them: `withdrawn` words are masked wherever they are.
pub fn withdraw(
    field: &Field,
    detector: &Detector,
    kept: &[Kept],
    withdrawn: &[Withdrawn],
) -> (String, String) {
    let mut places: Vec<Found> = find(field, detector)
        .into_iter()
        .filter(|found| kept_as(kept, field, found).is_none())
        .collect();
    for gone in withdrawn.iter().filter(|gone| !gone.words.is_empty()) {
        for (start, words) in field.source.match_indices(&gone.words) {
            let range = start..start + words.len();
            if !places.iter().any(|place| overlaps(&place.range, &range)) {
                places.push(Found::plain(&field.source, gone.kind, range));
            }
        }
    }
    places.sort_by_key(|place| place.range.start);
    let mut source = String::with_capacity(field.source.len());
    let mut done = 0;
    for place in places {
        source.push_str(&field.source[done..place.range.start]);
        source.push_str(&place.masked_source(field.format));
        done = place.range.end;
    }
    source.push_str(&field.source[done..]);
    let masked = Field {
        source,
        ..field.clone()
    };
    let marked: Vec<Found> = find(&masked, detector)
        .into_iter()
        .filter(|found| {
            kept_as(kept, &masked, found).is_some_and(|kept| kept.whose != Whose::Nobody)
        })
        .collect();
    let html = render_html(&masked, &marked);
    (masked.source, html)
}

fn kept_as<'a>(kept: &'a [Kept], field: &Field, found: &Found) -> Option<&'a Kept> {
    let source = &field.source[found.range.clone()];
    kept.iter()
        .find(|kept| kept.words == source || kept.words == found.text)
}

fn overlaps(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Format;

    fn old(source: &str, kept: &[Kept], withdrawn: &[Withdrawn]) -> (String, String) {
        let field = Field::new("body", Format::Markdown, source);
        withdraw(&field, &Detector::new(), kept, withdrawn)
    }

    #[test]
    fn only_what_is_still_published_stays() {
        let kept = [Kept {
            words: "wang@example.tw".into(),
            whose: Whose::Mine,
        }];
        let (source, html) = old("打0912-**345**-678或寫信到wang@example.tw", &kept, &[]);
        assert!(!source.contains("345"), "{source}");
        assert!(source.contains("wang@example.tw"), "{source}");
        assert_eq!(html.matches("<mark").count(), 1, "{html}");
    }

    #[test]
    fn withdrawn_words_go_wherever_they_stand() {
        let gone = Withdrawn {
            words: "豆漿豆漿".into(),
            kind: Kind::Person,
        };
        let (source, html) = old("豆漿豆漿回來了，豆漿豆漿！", &[], &[gone]);
        assert!(!source.contains("豆漿豆漿"), "{source}");
        assert!(!html.contains("豆漿豆漿"), "{html}");
    }
}
