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
/// are places known to hold something else, such as a company's number.
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
    for range in ruled_out {
        let end = taken
            .get(&range.start)
            .map_or(range.end, |(end, _)| range.end.max(*end));
        taken.insert(range.start, (end, None));
    }
    for hit in hits {
        let free = taken
            .range(..hit.range.end)
            .next_back()
            .is_none_or(|(_, (end, _))| *end <= hit.range.start);
        if free && !hit.range.is_empty() {
            let finding = Finding {
                kind: hit.kind,
                range: text.original(&hit.range),
                confidence: hit.confidence,
                role: hit.role,
                why: hit.why,
            };
            taken.insert(hit.range.start, (hit.range.end, Some(finding)));
        }
    }
    let mut found: Vec<Finding> = taken
        .into_values()
        .filter_map(|(_, finding)| finding)
        .collect();
    // One original character can fold to several, so that two hits meet in it.
    found.dedup_by(|next, kept| next.range.start < kept.range.end);
    found
}
