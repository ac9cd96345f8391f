//! Payment cards by Luhn's check and their issuers' prefixes, and bank accounts by
//! their surroundings.
//!
//! Source of the prefixes: ISO/IEC 7812 and the issuers' published ranges; of the bank
//! codes: 財金資訊公司, 金融機構代號.

use crate::{
    Kind,
    context::{before, pattern, stands_alone},
    digits::{Chain, chains},
    fold::Folded,
    hit::Hit,
};
use regex::Regex;
use std::sync::LazyLock;

const MOST_GROUPS: usize = 6;

static BANK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)銀行|银行|帳號|账号|帳戶|账户|戶頭|匯|转账|轉帳|轉到|郵局|存摺|存簿|存款|信託|合庫|農會|漁會|信用合作社|信合社|分行|代碼|薪轉|(?-u:\b)(?:account|acct|bank|a/c|atm|cathay|ctbc|esun|iban|transfer)(?-u:\b)",
    )
});
static ACCOUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:帳號|账号|帳戶|账户|戶頭|存簿|存摺|銀行|(?-u:\b)(?:account|acct|a/c)(?: ?(?:no\.?|number|#))?)[^0-9\n]{0,8}$",
    )
});
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:案號|案件編號|單號|訂單|訂單編號|流水號|序號|發票|電話|手機|健保卡|(?-u:\b)(?:order|invoice|tracking|txn|receipt|case|phone|tel|health card))[^0-9\n]{0,8}$",
    )
});

/// Codes of banks and other institutions that keep accounts.
const BANK_CODES: &[u16] = &[
    4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 17, 18, 21, 39, 48, 50, 52, 53, 54, 81, 101, 102, 103, 108,
    114, 115, 118, 119, 120, 124, 127, 130, 132, 146, 147, 158, 161, 162, 163, 165, 178, 188, 204,
    215, 216, 222, 223, 224, 600, 616, 617, 618, 619, 620, 621, 622, 623, 624, 625, 627, 628, 629,
    700, 803, 805, 806, 807, 808, 809, 810, 812, 815, 816, 822, 823, 824, 826, 901, 903, 910, 912,
    916, 922, 928, 951, 952, 953, 954,
];

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    for chain in chains(text) {
        let mut first = 0;
        while first < chain.groups.len() {
            let last = chain.groups.len().min(first + MOST_GROUPS) - 1;
            let hit = (first..=last).rev().find_map(|last| {
                let hit =
                    card(text, &chain, first, last).or_else(|| bank(text, &chain, first, last))?;
                Some((last, hit))
            });
            first = match hit {
                Some((last, hit)) => {
                    hits.push(hit);
                    last + 1
                }
                None => first + 1,
            };
        }
    }
    iban(text, hits);
}

fn card(text: &str, chain: &Chain, first: usize, last: usize) -> Option<Hit> {
    let gaps_fit = (first..last).all(|index| matches!(chain.gap(text, index), Some(" " | "-")));
    let digits = chain.digits(text, first, last, 19)?;
    let range = chain.groups[first].start..chain.groups[last].end;
    // Groups of other sizes than four (or American Express' 4-6-5) are another number.
    let sizes: Vec<usize> = chain.groups[first..=last]
        .iter()
        .map(|group| group.len())
        .collect();
    let grouped = match sizes.as_slice() {
        [_] | [4, 6, 5] | [4, 6, 4] => true,
        [rest @ .., tail] => rest.iter().all(|&size| size == 4) && *tail <= 4,
        [] => false,
    };
    let valid = gaps_fit
        && grouped
        && is_issued(&digits)
        && luhn(&digits)
        && stands_alone(text, range.start, range.end);
    (valid && !OTHER.is_match(before(text, range.start, 14)))
        .then(|| Hit::new(Kind::Card, range, 0.97, "checksum"))
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

fn bank(text: &str, chain: &Chain, first: usize, last: usize) -> Option<Hit> {
    let start = chain.groups[first].start;
    let bracketed = start > 0
        && text.as_bytes()[start - 1] == b'('
        && chain
            .gap(text, first)
            .is_some_and(|gap| gap.starts_with(')'));
    let start = if bracketed { start - 1 } else { start };
    let range = start..chain.groups[last].end;
    let digits = chain.digits(text, first, last, 19)?;
    let gaps_fit = (first..last).all(|index| {
        matches!(chain.gap(text, index), Some(" " | "-" | " - ")) || bracketed && index == first
    });
    if !gaps_fit || digits.len() < 10 || !stands_alone(text, range.start, range.end) {
        return None;
    }
    let lead = before(text, start, 28);
    if !BANK.is_match(lead) || OTHER.is_match(lead) {
        return None;
    }
    let coded = digits.len() >= 11
        && digits[..3]
            .parse()
            .is_ok_and(|code: u16| BANK_CODES.contains(&code));
    if coded && (chain.groups[first].len() == 3 || last == first) && !digits.starts_with("09") {
        return Some(Hit::new(
            Kind::BankAccount,
            range,
            0.93,
            "bank code and keyword",
        ));
    }
    ((ACCOUNT.is_match(lead) || after_code(lead)) && digits.len() <= 16)
        .then(|| Hit::new(Kind::BankAccount, range, 0.9, "keyword"))
}

/// Whether `lead` ends with a bank's code and name: (013)國泰世華.
fn after_code(lead: &str) -> bool {
    static CODE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\(?([0-9]{3})\)? ?\p{Han}{2,8}[ :]{0,2}$"));
    CODE.captures(lead)
        .and_then(|found| found[1].parse().ok())
        .is_some_and(|code: u16| BANK_CODES.contains(&code))
}

static IBAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?-u:\b)[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?-u:\b)")
});

/// International account numbers: ISO 13616, remainder 1 by 97.
fn iban(text: &str, hits: &mut Vec<Hit>) {
    for found in IBAN.find_iter(text) {
        let plain: Vec<u8> = found.as_str().bytes().filter(|b| *b != b' ').collect();
        let remainder = plain[4..].iter().chain(&plain[..4]).fold(0u32, |rest, &b| {
            if b.is_ascii_digit() {
                (rest * 10 + u32::from(b - b'0')) % 97
            } else {
                (rest * 100 + u32::from(b - b'A') + 10) % 97
            }
        });
        if remainder == 1 && plain.len() >= 15 && stands_alone(text, found.start(), found.end()) {
            hits.push(Hit::new(Kind::BankAccount, found.range(), 0.97, "checksum"));
        }
    }
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
                ("4111 1111 1111 1112", &[]),
                ("Tracking 9074 5512 3380 6641", &[]),
                ("訂單編號 4222029729975287", &[]),
                ("0000000000000000", &[]),
            ],
        );
    }

    #[test]
    fn accounts() {
        check(
            Kind::BankAccount,
            &[
                ("玉山銀行 808-0277-968-014433，", &["808-0277-968-014433"]),
                (
                    "郵局嗎 我的是 700-0041327-0586219 上次",
                    &["700-0041327-0586219"],
                ),
                ("中國信託 822 9015 4027 3368，", &["822 9015 4027 3368"]),
                ("轉到 812-20551000749362，", &["812-20551000749362"]),
                (
                    "Account is Cathay United 013 2065 0078 4419, under",
                    &["013 2065 0078 4419"],
                ),
                ("帳號：20551000749362", &["20551000749362"]),
                ("請轉帳至（013）國泰世華 123456789012", &["123456789012"]),
                ("匯款(822)901540273368", &["(822)901540273368"]),
                (
                    "IBAN GB82 WEST 1234 5698 7654 32.",
                    &["GB82 WEST 1234 5698 7654 32"],
                ),
                ("匯款後請打0912345678", &[]),
                ("單號 20551000749362", &[]),
                ("共 808-0277-968-014433", &[]),
                ("GB83 WEST 1234 5698 7654 32", &[]),
            ],
        );
    }
}
