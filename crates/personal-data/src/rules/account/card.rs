//! Payment cards by Luhn's check and their issuers' prefixes.
//!
//! Source of the prefixes: ISO/IEC 7812 and the issuers' published ranges.

use super::OTHER;
use crate::{
    Kind,
    context::{before, pattern, stands_alone},
    digits::Chain,
    hit::Hit,
};
use regex::Regex;
use std::sync::LazyLock;

/// A card whose digits are groups `first..=last` of a chain.
pub(super) fn card(text: &str, chain: &Chain, first: usize, last: usize) -> Option<Hit> {
    let gaps_fit = (first..last).all(|index| {
        matches!(
            chain.gap(text, index),
            Some(" " | "-" | "." | " - " | "  " | "," | ", ")
        )
    });
    if !gaps_fit {
        return None;
    }
    let digits = chain.digits(text, first, last, 19)?;
    let range = chain.groups[first].start..chain.groups[last].end;
    // Groups of other sizes than four (or American Express' 4-6-5) are another number.
    let sizes: Vec<usize> = chain.groups[first..=last]
        .iter()
        .map(|group| group.len())
        .collect();
    let commas =
        (first..last).any(|index| chain.gap(text, index).is_some_and(|gap| gap.contains(',')));
    let grouped = match sizes.as_slice() {
        [_] | [4, 6, 5] | [4, 6, 4] => true,
        [rest @ .., tail] => rest.iter().all(|&size| size == 4) && *tail <= 4,
        [] => false,
    };
    // Such numbers are grouped by whoever is in a hurry: then a word must say what it is.
    let named =
        || sizes.iter().all(|&size| size > 1) && CARD.is_match(before(text, range.start, 20));
    let valid = is_issued(&digits)
        && luhn(&digits)
        && (grouped && !commas || named())
        && stands_alone(text, range.start, range.end);
    (valid && !OTHER.is_match(before(text, range.start, 14)))
        .then(|| Hit::new(Kind::Card, range, 0.97, "checksum"))
}

static CARD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)卡|刷|(?-u:\b)(?:cards?|visa|master(?:card)?|jcb|amex|unionpay|debit|credit|kartu|thẻ|tarjeta)(?-u:\b)",
    )
});
/// Sixteen digits with joints that no other number has: `4646/9824/8744/1975`.
static ODD_CARD: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[0-9]{4}(?: ?[_‧·•・/] ?[0-9]{4}){3}"));

pub(super) fn odd_cards(text: &str, hits: &mut Vec<Hit>) {
    for found in ODD_CARD.find_iter(text) {
        let digits: String = found
            .as_str()
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        let lead = before(text, found.start(), 20);
        if is_issued(&digits)
            && luhn(&digits)
            && CARD.is_match(lead)
            && !OTHER.is_match(before(text, found.start(), 14))
            && stands_alone(text, found.start(), found.end())
        {
            hits.push(Hit::new(
                Kind::Card,
                found.range(),
                0.96,
                "checksum and keyword",
            ));
        }
    }
}

fn is_issued(digits: &str) -> bool {
    let lead = |length: usize| {
        digits
            .get(..length)
            .and_then(|lead| lead.parse::<u32>().ok())
            .unwrap_or(0)
    };
    match digits.len() {
        13 => lead(1) == 4,
        14 => matches!(lead(2), 36 | 38 | 39) || matches!(lead(3), 300..=305),
        15 => matches!(lead(2), 34 | 37),
        16 => {
            lead(1) == 4
                || matches!(lead(2), 51..=55 | 62 | 65)
                || matches!(lead(4), 2221..=2720 | 3528..=3589 | 6011)
                || matches!(lead(3), 644..=649)
        }
        17 | 18 => lead(2) == 62,
        19 => lead(1) == 4 || lead(2) == 62,
        _ => false,
    }
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit - b'0');
            match (place % 2, digit) {
                (0, digit) => digit,
                (_, digit) if digit > 4 => digit * 2 - 9,
                (_, digit) => digit * 2,
            }
        })
        .sum();
    sum.is_multiple_of(10) && digits.bytes().any(|digit| digit != b'0')
}

#[cfg(test)]
mod tests {
    use crate::{Kind, rules::testing::check};

    #[test]
    fn cards() {
        check(
            Kind::Card,
            &[
                ("5412-8200-1826-3303 這張", &["5412-8200-1826-3303"]),
                ("我4511 6372 6516 7612是", &["4511 6372 6516 7612"]),
                ("這張4222029729975287，", &["4222029729975287"]),
                ("amex 3765 018780 17592 twice", &["3765 018780 17592"]),
                ("卡號是4646 98248744 1975", &["4646 98248744 1975"]),
                ("card 4646/9824/8744/1975", &["4646/9824/8744/1975"]),
                ("4646/9824/8744/1975 和 464698 2487441975", &[]),
                ("4111 1111 1111 1112", &[]),
                ("Tracking 9074 5512 3380 6641", &[]),
                ("訂單編號 4222029729975287", &[]),
                ("0000000000000000", &[]),
            ],
        );
    }
}
