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
    for range in ruled_out {
        let end = taken
            .get(&range.start)
            .map_or(range.end, |(end, _)| range.end.max(*end));
        taken.insert(range.start, (end, None));
    }
    for hit in hits {
        let last = taken.range_mut(..hit.range.end).next_back();
        match last {
            Some((start, (end, Some(finding))))
                if *start == hit.range.start && *end == hit.range.end && finding.kind == hit.kind =>
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
