//! What must hold for every text: no panic, ranges that are right, masks that hide for good.

#![no_main]

mod pieces;

use libfuzzer_sys::fuzz_target;
use personal_data::{Detector, Finding, Nodes, mask, mask_all};
use pieces::PIECES;

fuzz_target!(|input: &[u8]| {
    let Some((form, rest)) = input.split_first() else {
        return;
    };
    let text = text(*form, rest);
    for detector in [Detector::new(), Detector::new().with_public_persons()] {
        let found = detector.find(&text);
        ranges_are_right(&text, &found);
        parts_are_right(&text, rest, &found);
        for finding in &found {
            let place = &text[finding.bytes.clone()];
            let once = mask(finding.kind, place);
            assert_ne!(once, place, "nothing hidden of {finding:?} in {text:?}");
            assert_eq!(
                mask(finding.kind, &once),
                once,
                "a second mask of {place:?}, {finding:?}, in {text:?}"
            );
        }
        let masked = mask_all(&text, &found);
        let left: Vec<Finding> = Detector::new()
            .find(&masked)
            .into_iter()
            .filter(|finding| !finding.kind.publishable())
            .collect();
        assert!(left.is_empty(), "{left:?} in {masked:?} of {text:?}");
        let masked = detector.mask(&text);
        assert_eq!(
            detector.mask(&masked),
            masked,
            "masking the whole again, of {text:?}"
        );
    }
    let _ = Detector::new().find_name(&text);
});

/// Half of the inputs are text as it stands, half of them name pieces byte by byte.
fn text(form: u8, rest: &[u8]) -> String {
    if form.is_multiple_of(2) {
        return String::from_utf8_lossy(rest).into_owned();
    }
    rest.iter()
        .map(|byte| PIECES[usize::from(*byte) % PIECES.len()])
        .collect()
}

fn ranges_are_right(text: &str, found: &[Finding]) {
    let mut end = 0;
    for finding in found {
        let (bytes, chars) = (&finding.bytes, &finding.chars);
        assert!(
            bytes.start >= end,
            "overlap or disorder: {found:?} in {text:?}"
        );
        assert!(bytes.start < bytes.end, "empty: {finding:?} in {text:?}");
        let (Some(before), Some(place)) = (text.get(..bytes.start), text.get(bytes.clone())) else {
            panic!("not on characters: {finding:?} in {text:?}");
        };
        let start = before.chars().count();
        assert_eq!(
            *chars,
            start..start + place.chars().count(),
            "bytes and characters differ: {finding:?} in {text:?}"
        );
        assert!((0.0..=1.0).contains(&finding.confidence), "{finding:?}");
        assert!(!finding.reasons.is_empty(), "no reason: {finding:?}");
        end = bytes.end;
    }
}

/// Nodes cut anywhere give every finding back whole.
fn parts_are_right(text: &str, cuts: &[u8], found: &[Finding]) {
    let mut nodes = Nodes::new();
    let (mut rest, mut pieces) = (text, Vec::new());
    for cut in cuts.iter().take(8) {
        let (node, after) = rest.split_at(rest.floor_char_boundary(usize::from(*cut) % 16));
        pieces.push(node);
        rest = after;
    }
    pieces.push(rest);
    for node in &pieces {
        nodes.push(node);
    }
    assert_eq!(nodes.text(), text);
    for finding in found {
        let joined: String = nodes
            .parts(&finding.bytes)
            .map(|(index, part)| &pieces[index][part])
            .collect();
        assert_eq!(joined, text[finding.bytes.clone()], "{pieces:?}");
    }
}
