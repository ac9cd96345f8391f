//! Masking: hides a finding and keeps the sentence readable.

use crate::{Finding, Kind};

/// Masks one matched text of the given kind.
pub fn mask(_kind: Kind, text: &str) -> String {
    text.chars()
        .map(|c| if c.is_alphanumeric() { '*' } else { c })
        .collect()
}

/// Masks every finding in `text`; `findings` are sorted and disjoint, as [`crate::find`] gives them.
pub fn mask_all(text: &str, findings: &[Finding]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    let mut at = 0;
    for finding in findings {
        out.extend(chars.by_ref().take(finding.range.start.saturating_sub(at)));
        let hit: String = chars.by_ref().take(finding.range.len()).collect();
        out.push_str(&mask(finding.kind, &hit));
        at = finding.range.end;
    }
    out.extend(chars);
    out
}
