//! Numbering plans: which digits make a number of Taiwan, and the world's country codes.
//!
//! Source: 國家通訊傳播委員會, 電信網路編碼計畫; ITU-T E.164.

/// The country code with which `digits` begin (ITU-T E.164).
pub(super) fn country(digits: &str) -> Option<&str> {
    let bytes = digits.as_bytes();
    let (first, second) = (*bytes.first()?, *bytes.get(1)?);
    let length = match (first, second) {
        (b'1' | b'7', _) => 1,
        (b'2', b'0' | b'7')
        | (b'3', b'0'..=b'4' | b'6' | b'9')
        | (b'4', b'0' | b'1' | b'3'..=b'9')
        | (b'5', b'1'..=b'8')
        | (b'6', b'0'..=b'6')
        | (b'8', b'1' | b'2' | b'4' | b'6')
        | (b'9', b'0'..=b'5' | b'8') => 2,
        (b'2', b'1'..=b'6' | b'9')
        | (b'3', b'5' | b'7' | b'8')
        | (b'4', b'2')
        | (b'5', b'0' | b'9')
        | (b'6', b'7'..=b'9')
        | (b'8', b'5' | b'8')
        | (b'9', b'6' | b'7' | b'9') => 3,
        _ => return None,
    };
    digits.get(..length)
}

/// North American numbers that are free to call and nobody's own.
pub(super) fn is_toll_free(digits: &str) -> bool {
    ["800", "833", "844", "855", "866", "877", "888"]
        .iter()
        .any(|code| digits.starts_with(code))
}

/// 全國代表號, which companies rent.
pub(super) fn is_nationwide(subscriber: &str) -> bool {
    ["412", "449", "405"]
        .iter()
        .any(|code| subscriber.starts_with(code))
}

pub(super) enum National {
    Mobile,
    /// With the length of the area code.
    Landline(usize),
    Service,
}

/// Judges a number in national writing, with its leading 0 and without extension.
pub(super) fn national_number(digits: &str) -> Option<National> {
    let length = digits.len();
    if [
        "0800", "0801", "0809", "0500", "0508", "0203", "0204", "0209",
    ]
    .iter()
    .any(|service| digits.starts_with(service))
        && (9..=10).contains(&length)
    {
        return Some(National::Service);
    }
    if digits.starts_with("09") {
        return (length == 10).then_some(National::Mobile);
    }
    if digits.starts_with("070") {
        return (length == 11).then_some(National::Landline(3));
    }
    // Longest codes first, each with the lengths of the whole number.
    const AREAS: &[(&str, &[usize])] = &[
        ("0826", &[9]),
        ("0836", &[9]),
        ("037", &[9]),
        ("049", &[10]),
        ("082", &[9]),
        ("089", &[9]),
        ("02", &[10]),
        ("03", &[9]),
        ("04", &[9, 10]),
        ("05", &[9]),
        ("06", &[9]),
        ("07", &[9]),
        ("08", &[9]),
    ];
    let (code, lengths) = AREAS.iter().find(|(code, _)| digits.starts_with(code))?;
    let subscriber = digits.get(code.len()..)?;
    // 0 and 1 begin services, except where 1 became a subscriber's first digit.
    if !lengths.contains(&length) || subscriber.starts_with('0') {
        return None;
    }
    if subscriber.len() == 7 && is_nationwide(subscriber) {
        return Some(National::Service);
    }
    Some(National::Landline(code.len()))
}
