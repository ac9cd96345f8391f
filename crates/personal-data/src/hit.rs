//! What rules report, and which of overlapping reports stands.

use crate::{Finding, Kind, Role, fold::Folded};
use std::{collections::BTreeMap, ops::Range};

/// A rule's report, in bytes of the folded text.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub kind: Kind,
    pub range: Range<usize>,
    pub confidence: f32,
    pub role: Role,
    pub why: &'static str,
}

impl Hit {
    pub(crate) fn new(kind: Kind, range: Range<usize>, confidence: f32, why: &'static str) -> Self {
        Hit {
            kind,
            range,
            confidence,
            role: Role::Private,
            why,
        }
    }
}

/// Keeps the surest of overlapping hits; of equally sure ones the longer. `ruled_out`
/// are places known to hold something else, such as a company's number. Rules that report
/// the same place and kind share a finding. Ranges in bytes are left to [`measure`].
pub(crate) fn settle(
    mut hits: Vec<Hit>,
    ruled_out: &[Range<usize>],
    text: &Folded,
) -> Vec<Finding> {
    hits.sort_by(|a, b| {
        b.confidence
            .total_cmp(&a.confidence)
            .then(b.range.len().cmp(&a.range.len()))
            .then(a.range.start.cmp(&b.range.start))
    });
    let mut taken: BTreeMap<usize, (usize, Option<Finding>)> = BTreeMap::new();
    let mut ruled_out = ruled_out.to_vec();
    ruled_out.sort_by_key(|range| range.start);
    // Joined, as only the last place before a hit's end is looked at below.
    for range in ruled_out {
        match taken.last_entry() {
            Some(mut last) if last.get().0 >= range.start => {
                let (end, _) = last.get_mut();
                *end = range.end.max(*end);
            }
            _ => {
                taken.insert(range.start, (range.end, None));
            }
        }
    }
    for hit in hits {
        let last = taken.range_mut(..hit.range.end).next_back();
        match last {
            Some((start, (end, Some(finding))))
                if *start == hit.range.start
                    && *end == hit.range.end
                    && finding.kind == hit.kind =>
            {
                if !finding.reasons.contains(&hit.why) {
                    finding.reasons.push(hit.why);
                }
                // A name with a courtesy title may still be a poet's.
                if hit.role == Role::Public {
                    finding.role = Role::Public;
                }
            }
            Some((_, (end, _))) if *end > hit.range.start => {}
            _ if hit.range.is_empty() => {}
            _ => {
                let finding = Finding {
                    kind: hit.kind,
                    bytes: 0..0,
                    chars: text.original(&hit.range),
                    confidence: hit.confidence,
                    role: hit.role,
                    reasons: vec![hit.why],
                };
                taken.insert(hit.range.start, (hit.range.end, Some(finding)));
            }
        }
    }
    let mut found: Vec<Finding> = taken
        .into_values()
        .filter_map(|(_, finding)| finding)
        .collect();
    // One original character can fold to several, so that two hits meet in it.
    found.dedup_by(|next, kept| next.chars.start < kept.chars.end);
    found
}

/// Fills in the ranges in bytes of sorted findings by one walk over the original.
pub(crate) fn measure(original: &str, found: &mut [Finding]) {
    let mut chars = original.char_indices().map(|(byte, _)| byte);
    let mut at = 0;
    let mut byte_of = |wanted: usize| {
        let byte = chars.nth(wanted - at).unwrap_or(original.len());
        at = wanted + 1;
        byte
    };
    let mut last: Option<(usize, usize)> = None;
    for finding in found {
        let start = match last {
            Some((end, byte)) if end == finding.chars.start => byte,
            _ => byte_of(finding.chars.start),
        };
        let end = byte_of(finding.chars.end);
        last = Some((finding.chars.end, end));
        finding.bytes = start..end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(kind: Kind, range: Range<usize>, confidence: f32, why: &'static str) -> Hit {
        Hit::new(kind, range, confidence, why)
    }

    fn settled(hits: &[Hit], ruled_out: &[Range<usize>]) -> Vec<(Range<usize>, Vec<&'static str>)> {
        settle(hits.to_vec(), ruled_out, &Folded::new(&"a".repeat(100)))
            .into_iter()
            .map(|finding| (finding.chars, finding.reasons))
            .collect()
    }

    #[test]
    fn the_surest_of_overlapping_hits_stands() {
        let (weak, sure) = (
            hit(Kind::Phone, 2..9, 0.5, "weak"),
            hit(Kind::Card, 5..7, 0.9, "sure"),
        );
        for hits in [[weak.clone(), sure.clone()], [sure, weak]] {
            assert_eq!(settled(&hits, &[]), [(5..7, vec!["sure"])]);
        }
    }

    #[test]
    fn of_equally_sure_hits_the_longer_then_the_first() {
        let hits = [
            hit(Kind::Phone, 1..4, 0.5, "shorter"),
            hit(Kind::Card, 3..9, 0.5, "longer"),
            hit(Kind::Plate, 25..30, 0.5, "last"),
            hit(Kind::Card, 22..27, 0.5, "first"),
        ];
        assert_eq!(
            settled(&hits, &[]),
            [(3..9, vec!["longer"]), (22..27, vec!["first"])]
        );
    }

    #[test]
    fn what_touches_does_not_overlap() {
        let hits = [
            hit(Kind::Phone, 2..4, 0.5, "b"),
            hit(Kind::Card, 4..6, 0.6, "c"),
            hit(Kind::Plate, 0..2, 0.7, "a"),
            hit(Kind::Plate, 50..50, 0.7, "empty"),
        ];
        assert_eq!(
            settled(&hits, &[]),
            [(0..2, vec!["a"]), (2..4, vec!["b"]), (4..6, vec!["c"])]
        );
    }

    #[test]
    fn rules_that_agree_share_a_finding() {
        let hits = [
            hit(Kind::Phone, 2..4, 0.5, "shape"),
            hit(Kind::Phone, 2..4, 0.9, "keyword"),
            hit(Kind::Phone, 2..4, 0.4, "shape"),
            hit(Kind::Card, 2..4, 0.8, "other"),
            hit(Kind::Phone, 2..3, 0.3, "part"),
        ];
        assert_eq!(settled(&hits, &[]), [(2..4, vec!["keyword", "shape"])]);
    }

    #[test]
    fn what_is_ruled_out_is_none() {
        let hits = [
            hit(Kind::Phone, 2..4, 0.99, "inside"),
            hit(Kind::Card, 9..12, 0.99, "across"),
            hit(Kind::Plate, 10..14, 0.5, "behind"),
            hit(Kind::Plate, 30..34, 0.5, "far"),
        ];
        // A place within another must not hide how far that one reaches.
        for ruled_out in [&[0..10, 3..5][..], &[3..5, 0..10], &[0..7, 5..10, 0..2]] {
            assert_eq!(
                settled(&hits, ruled_out),
                [(10..14, vec!["behind"]), (30..34, vec!["far"])],
                "{ruled_out:?}"
            );
        }
        let behind = [hit(Kind::Plate, 6..8, 0.5, "behind the inner place")];
        assert_eq!(settled(&behind, &[0..10, 3..5]), []);
    }

    #[test]
    fn one_character_is_in_one_finding() {
        // The sign of two letters folds to both.
        let text = "x㎏y";
        let folded = Folded::new(text);
        assert_eq!(folded.text(), "xkgy");
        let hits = vec![
            hit(Kind::Phone, 0..2, 0.5, "left"),
            hit(Kind::Card, 2..4, 0.6, "right"),
        ];
        let mut found = settle(hits, &[], &folded);
        measure(text, &mut found);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].chars.clone(), found[0].bytes.clone()),
            (0..2, 0..4)
        );
    }

    #[test]
    fn bytes_follow_from_characters() {
        let text = "a王😀b\u{200b}c";
        let finding = |chars: Range<usize>| Finding {
            kind: Kind::Person,
            bytes: 0..0,
            chars,
            confidence: 0.5,
            role: Role::Private,
            reasons: Vec::new(),
        };
        for (chars, bytes) in [
            (&[0..1, 1..2, 2..6][..], &[0..1, 1..4, 4..13][..]),
            (&[1..3, 5..6], &[1..8, 12..13]),
            (&[0..2, 2..6], &[0..4, 4..13]),
            (&[2..3, 3..4], &[4..8, 8..9]),
            (&[], &[]),
        ] {
            let mut found: Vec<Finding> = chars.iter().cloned().map(finding).collect();
            measure(text, &mut found);
            let measured: Vec<_> = found.into_iter().map(|finding| finding.bytes).collect();
            assert_eq!(measured, bytes, "{chars:?}");
        }
    }
}
