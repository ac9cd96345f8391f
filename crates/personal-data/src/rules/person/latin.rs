//! Names in Latin script: after titles and introductions, in sign-offs, and before an
//! address in angle brackets.

use crate::{
    Kind,
    context::{after, before, is_han, next, pattern},
    hit::Hit,
    rules::surnames::{is_word, surname},
};
use regex::Regex;
use std::{ops::Range, sync::LazyLock};

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)(?:(?P<long>(?:Mr|Ms|Mrs|Mdm|Dr|Prof)(?:\. ?| ))|(?:Miss|Madam|Teacher|Auntie|Uncle|Aunt) )",
    )
});
static I_AM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?-u:\b)(?:(?P<strong>my name is|my name's|name is|legal name,?|full name(?: is)?:?|nama saya|tên tôi là|em là|tôi là)|i am|i'm|this is|saya|mother-in-law|father-in-law|my (?:mother|father|mom|dad|wife|husband|son|daughter|sister|brother|friend|neighbou?r|landlord|landlady|boss|colleague|roommate|teacher)) ",
    )
});
static SPEAKING: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^,? (?:speaking|here|calling)(?-u:\b)"));
static SIGN_OFF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:(?:regards|sincerely|cheers|best|best wishes|thanks|thank you|yours),?[ \n]{0,3}\n|\n ?[—–―] ?|\n-- ?\n|\n-- ?)",
    )
});
/// Capitalised words after "I am" and titles that are no names.
const NO_NAMES: &[&str] = &[
    "I",
    "The",
    "A",
    "An",
    "Taiwanese",
    "Canadian",
    "American",
    "British",
    "Chinese",
    "Japanese",
    "Korean",
    "Indonesian",
    "Filipino",
    "Filipina",
    "Vietnamese",
    "Thai",
    "Malaysian",
    "Indian",
    "French",
    "German",
    "Australian",
    "English",
    "Kaohsiung",
    "Taipei",
    "Taiwan",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Sun",
    "Service",
    "Support",
    "Office",
    "Admin",
    "Team",
    "City",
    "Government",
    "Department",
    "Bureau",
    "Not",
    "So",
    "Very",
    "Happy",
    "Sorry",
    "Sir",
    "Madam",
    "Please",
    "Your",
    "My",
    "Our",
    "No",
    "Mr",
    "Ms",
    "Mrs",
    "Dr",
    "Donut",
    "Universe",
    "ARC",
    "LINE",
    "Line",
    "What",
    "Why",
    "Is",
    "It",
    "This",
    "That",
    "When",
    "In",
    "On",
    "With",
    "All",
    "From",
    "For",
    "Saved",
    "Always",
    "Yours",
    "Here",
    "Just",
    "Only",
    "Also",
    "And",
    "But",
    "Or",
    "Of",
    "At",
    "To",
    "New",
    "Time",
];

pub(crate) fn find(text: &str, hits: &mut Vec<Hit>) {
    let mut push = |name: Range<usize>, least: usize, confidence: f32, why: &'static str| {
        if text[name.clone()].split(' ').count() >= least && !name.is_empty() {
            hits.push(Hit::new(Kind::Person, name, confidence, why));
        }
    };
    for found in TITLE.captures_iter(text) {
        if let Some(title) = found.get(0) {
            let most = if found.name("long").is_some() { 3 } else { 1 };
            push(latin_name(text, title.end(), most), 1, 0.88, "honorific");
        }
    }
    for found in I_AM.captures_iter(text) {
        let Some(lead) = found.get(0) else { continue };
        let name = latin_name(text, lead.end(), 4);
        let sure = found.name("strong").is_some() || SPEAKING.is_match(after(text, name.end, 12));
        push(name, if sure { 1 } else { 2 }, 0.85, "introduction");
    }
    for found in SIGN_OFF.find_iter(text) {
        let name = latin_name(text, found.end(), 4);
        if after(text, name.end, 2)
            .trim_start_matches(' ')
            .chars()
            .next()
            .is_none_or(|c| c == '\n')
        {
            push(name, 1, 0.85, "signature");
        }
    }
    for (at, _) in text.match_indices(" <") {
        if let Some(name) = sender(text, at) {
            push(name, 1, 0.9, "sender");
        }
    }
}

/// The name of the sender or receiver of a mail, before the address in angle brackets.
fn sender(text: &str, end: usize) -> Option<Range<usize>> {
    let address = after(text, end + 2, 65);
    let at = address.find('@')?;
    if address[..at].contains([' ', '<', '>', '\n']) {
        return None;
    }
    let lead = before(text, end, 50);
    let from = lead.rfind([':', ',', '\n', '>']).map_or(0, |at| at + 1);
    let name = lead[from..]
        .trim_start_matches([' ', '"'])
        .trim_end_matches('"');
    let start = end - lead.len() + lead.rfind(name)?;
    let range = start..start + name.len();
    if latin_name(text, start, 4) == range && name.contains(' ') {
        return Some(range);
    }
    const OFFICES: &[&str] = &["客服", "服務", "中心", "信箱", "市府", "小組", "單位"];
    let han = (2..=4).contains(&name.chars().count())
        && name.chars().all(is_han)
        && surname(name).is_some();
    (han && !is_word(name) && !OFFICES.iter().any(|office| name.contains(office))).then_some(range)
}

/// The capitalised words from byte `start` on, as far as they can be a name; empty if none can.
pub(crate) fn latin_name(text: &str, start: usize, most: usize) -> Range<usize> {
    let mut end = start;
    let mut from = start;
    for _ in 0..most {
        let word = latin_word(text, from);
        let shouted = word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase());
        if word.is_empty() || shouted || NO_NAMES.contains(&word) {
            break;
        }
        end = from + word.len();
        if next(text, end) != Some(' ') {
            break;
        }
        from = end + 1;
    }
    start..end
}

/// The word in Latin letters that begins with a capital at byte `start`; hyphens and
/// apostrophes only between letters.
fn latin_word(text: &str, start: usize) -> &str {
    let letter = |c: char| {
        c.is_alphabetic() && c < '\u{250}'
            || matches!(c, '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}')
    };
    if !next(text, start).is_some_and(|c| c.is_uppercase() && letter(c)) {
        return "";
    }
    let word = after(text, start, 24);
    let end = word
        .find(|c| !letter(c) && c != '-' && c != '\'')
        .unwrap_or(word.len());
    let word = word[..end].trim_end_matches(['-', '\'']);
    word.strip_suffix("'s").unwrap_or(word)
}
