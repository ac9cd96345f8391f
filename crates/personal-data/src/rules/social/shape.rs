//! What the shape of a name tells: a domain, a file, a measure, an office, or a name.

pub(super) fn is_domain(name: &str) -> bool {
    const ENDINGS: &[&str] = &[
        ".com", ".net", ".org", ".com.tw", ".org.tw", ".gov.tw", ".edu.tw", ".net.tw", ".idv.tw",
        ".me", ".cn", ".app",
    ];
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

pub(super) fn is_file(name: &str) -> bool {
    const ENDINGS: &[&str] = &[
        ".pdf", ".jpg", ".jpeg", ".png", ".heic", ".mp4", ".mov", ".apk", ".zip", ".exe", ".doc",
        ".docx", ".xlsx", ".csv", ".txt", ".html",
    ];
    let lower = name.to_ascii_lowercase();
    ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// Whether no word looks like it.
pub(super) fn is_telling(name: &str) -> bool {
    name.bytes().any(|b| b.is_ascii_alphabetic())
        && name
            .bytes()
            .any(|b| b.is_ascii_digit() || b"._#".contains(&b))
}

/// `5000k`, `12V`, `R10`, `v2.3`, `2F`: numbers with a unit, stations and versions.
pub(super) fn is_measure(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let inner = lower.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let tail = lower.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let version = lower.len() - inner.len() <= 2
        && inner
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    let unit = tail.len() < lower.len()
        && tail.len() <= 3
        && tail.bytes().all(|b| b.is_ascii_alphabetic());
    version || unit
}

pub(super) fn is_office(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.contains("gov") || lower.contains("kcg") || lower.contains("cityhall")
}
