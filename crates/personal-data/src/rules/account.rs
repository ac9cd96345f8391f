//! Payment cards, and bank accounts by their surroundings.
//!
//! Source of the bank codes: 財金資訊公司, 金融機構代號.

mod card;

use self::card::{card, odd_cards};
use crate::{
    Kind,
    context::{after, before, pattern, stands_alone},
    digits::{Chain, chains},
    fold::Folded,
    hit::Hit,
};
use regex::Regex;
use std::sync::LazyLock;

const MOST_GROUPS: usize = 8;

/// Banks in full and short, and words of paying.
static BANK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)銀行|银行|帳號|账号|賬號|帳戶|账户|賬戶|戶頭|匯|汇款|转账|轉[帳入到給去]|入帳|撥款|退款|付款|繳到|郵局|郵政|郵儲|儲金|局號|存摺|存簿|存戶|存款|定存|活儲|信託|農會|漁會|農漁會|信用部|信用合作社|信合社|[一二三五六九十]信|分行|代[碼號]|薪轉|薪資|[臺台土合華彰第一中兆玉永富元聯遠凱新陽板王安瑞星匯渣花高京]銀|合庫|合作金庫|第一(?:銀|商銀|金)|華南|彰化銀|彰銀|國泰|世華|中信|中國信託|玉山|台新|富邦|永豐|兆豐|台企|臺企|企銀|上海商|上商|聯邦|遠東|遠銀|元大|凱基|新光|陽信|板信|三信|渣打|匯豐|花旗|星展|瑞興|安泰|王道|樂天|將來|連線|台中商銀|京城|日盛|華泰|全國農業金庫|(?-u:\b)(?:account|accounts|acct|acc|bank|banking|a/c|atm|cathay|ctbc|e\.?sun|taishin|fubon|sinopac|mega|hua nan|chang hwa|land bank|tcb|yuanta|kgi|shin kong|hsbc|dbs|citi|citibank|standard chartered|rakuten|post office|chunghwa post|iban|transfer|transferred|wire|wired|remit|deposit|refund|pay(?:ment)? to|payee|tài khoản|stk|ngân hàng|rekening|norek|rek|cuenta|bangko)(?-u:\b)",
    )
});
/// A label directly before the number.
static ACCOUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:帳號|账号|賬號|帳戶|账户|賬戶|戶頭|存簿|存摺|銀行|(?-u:\b)(?:account|acct|acc|a/c|rekening|norek|tài khoản|stk|cuenta)(?: ?(?:no\.?|number|num|#))?)[^0-9\n]{0,8}\n? ?$",
    )
});
/// Accounts that hold no money.
static MEMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:會員|論壇|遊戲|登入|登錄|網站|系統|蝦皮|line|ig|fb|臉書|電信|用戶|學生|user|forum|game|steam)[^0-9\n]{0,4}(?:帳號|账号|帳戶|account)[^0-9\n]{0,8}$",
    )
});
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:案號|[案件]編號|單號|掛號\p{Han}{0,4}|票號|准考證號?碼?|訂單|訂單編號|流水號|序號|條碼|發票|電話|手機|專線|請打|撥打|來電|健保卡?\p{Han}{0,4}|護照|駕照|[水電]號|統編|(?-u:\b)(?:order|invoice|tracking|txn|receipt|case|phone|tel|call|health card|passport|licen[cs]e))[^0-9\n]{0,8}$",
    )
});
/// A bank's name after a number without a label: `50500421193 第一銀行那個`.
static NAMED_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[ (]{0,3}(?:這?是|就是|的)?(?:我(?:的|們)?|他的?|她的?|in|at|is my|my|the)? ?(?:銀行|帳號|帳戶|戶頭|存摺|郵局|第一銀|合庫|合作金庫|國泰|中信|中國信託|玉山|台新|富邦|永豐|兆豐|華南|彰銀|土銀|[臺台]銀|聯邦|遠東|元大|凱基|新光|農會|bank|account|ctbc|cathay|post office)",
    )
});
/// The parts of a post office's account, written apart.
static BRANCH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"局號[^0-9\n]{0,4}([0-9]{6} ?-? ?[0-9])[^0-9\n]{0,8}帳號[^0-9\n]{0,4}([0-9]{6} ?-? ?[0-9])(?-u:\b)",
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
    if text.contains(['_', '‧', '·', '•', '・', '/']) {
        odd(text, hits);
        odd_cards(text, hits);
    }
    if text.contains("局號") {
        for found in BRANCH.captures_iter(text) {
            for part in [found.get(1), found.get(2)].into_iter().flatten() {
                hits.push(Hit::new(Kind::BankAccount, part.range(), 0.93, "keyword"));
            }
        }
    }
    iban(text, hits);
}

fn bank(text: &str, chain: &Chain, first: usize, last: usize) -> Option<Hit> {
    let bytes = text.as_bytes();
    let start = chain.groups[first].start;
    let code = chain.groups[first].len() == 3;
    let bracketed = code
        && start > 0
        && matches!(bytes[start - 1], b'(' | b'[')
        && matches!(bytes.get(chain.groups[first].end), Some(b')' | b']'));
    let start = if bracketed { start - 1 } else { start };
    let range = start..chain.groups[last].end;
    let digits = chain.digits(text, first, last, 19)?;
    let gaps_fit = (first..last).all(|index| {
        let gap = chain.gap(text, index);
        matches!(gap, Some(" " | "-" | " - " | "  "))
            || gap == Some(".") && ACCOUNT.is_match(before(text, range.start, 28))
            || bracketed && index == first
    });
    if !gaps_fit || digits.len() < 8 || !stands_alone(text, range.start, range.end) {
        return None;
    }
    let lead = before(text, start, 28);
    if OTHER.is_match(lead) {
        return None;
    }
    let labelled = ACCOUNT.is_match(lead) && !MEMBER.is_match(lead);
    let mobile = digits.len() == 10 && digits.starts_with("09");
    let known = is_bank(&digits[..3]) && digits.len() >= 11;
    let coded = known && (matches!(chain.groups[first].len(), 3 | 7) || last == first);
    if digits.len() < 10 {
        // As short as a telephone number: only where a label says so and money is spoken of.
        let said = labelled && BANK.find_iter(lead).count() >= 2;
        return said.then(|| Hit::new(Kind::BankAccount, range, 0.85, "keyword"));
    }
    let spoken = BANK.is_match(lead);
    let after_it = || NAMED_AFTER.is_match(after(text, range.end, 24));
    if coded && (spoken || after_it()) {
        return Some(Hit::new(
            Kind::BankAccount,
            range,
            0.93,
            "bank code and keyword",
        ));
    }
    let plain = digits.len() <= 16 && !mobile;
    let named = labelled && digits.len() <= 16
        || spoken
            && (after_code(lead) || plain && digits.len() >= 11 && NAMED_BEFORE.is_match(lead))
        || plain && digits.len() >= 11 && after_it();
    named.then(|| Hit::new(Kind::BankAccount, range, 0.9, "keyword"))
}

/// A bank's name or a word of paying directly before the number.
static NAMED_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:銀行?|郵局|農會|漁會|信用部|信用合作社|分行|合庫|國泰(?:世華)?|中信|中國信託|玉山|台新|富邦|永豐|兆豐|華南|聯邦|遠東|元大|凱基|新光|陽信|匯到|匯入|匯至|匯給|轉到|轉入|轉至|轉給|轉帳到|轉帳至|(?-u:\b)(?:bank|cathay(?: united)?|ctbc|e\.?sun|taishin|fubon|sinopac|mega|post office|transfer(?:red)? to|deposit to|pay to))[ :,(]{0,3}$",
    )
});

fn is_bank(code: &str) -> bool {
    code.parse()
        .is_ok_and(|code: u16| BANK_CODES.contains(&code))
}

/// Joints that no other number has: `013 ‧ 2190 3500 6617`, `803_027508_116_430`.
static ODD: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[0-9]{3} ?[_‧·•・/] ?[0-9](?:[ _‧·•・/\-]{0,2}[0-9]){7,15}"));

fn odd(text: &str, hits: &mut Vec<Hit>) {
    for found in ODD.find_iter(text) {
        let lead = before(text, found.start(), 28);
        if is_bank(&found.as_str()[..3])
            && BANK.is_match(lead)
            && !OTHER.is_match(lead)
            && stands_alone(text, found.start(), found.end())
        {
            hits.push(Hit::new(
                Kind::BankAccount,
                found.range(),
                0.93,
                "bank code and keyword",
            ));
        }
    }
}

/// Whether `lead` ends with a bank's code and name: (013)國泰世華.
fn after_code(lead: &str) -> bool {
    static CODE: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\(?([0-9]{3})\)? ?\p{Han}{2,8}[ :]{0,2}$"));
    CODE.captures(lead).is_some_and(|found| is_bank(&found[1]))
}

/// Lengths of the countries' numbers (SWIFT, IBAN Registry).
const IBAN_LENGTHS: &[(&[u8; 2], usize)] = &[
    (b"AD", 24),
    (b"AE", 23),
    (b"AL", 28),
    (b"AT", 20),
    (b"AZ", 28),
    (b"BA", 20),
    (b"BE", 16),
    (b"BG", 22),
    (b"BH", 22),
    (b"BR", 29),
    (b"BY", 28),
    (b"CH", 21),
    (b"CR", 22),
    (b"CY", 28),
    (b"CZ", 24),
    (b"DE", 22),
    (b"DK", 18),
    (b"DO", 28),
    (b"EE", 20),
    (b"EG", 29),
    (b"ES", 24),
    (b"FI", 18),
    (b"FO", 18),
    (b"FR", 27),
    (b"GB", 22),
    (b"GE", 22),
    (b"GI", 23),
    (b"GL", 18),
    (b"GR", 27),
    (b"GT", 28),
    (b"HR", 21),
    (b"HU", 28),
    (b"IE", 22),
    (b"IL", 23),
    (b"IQ", 23),
    (b"IS", 26),
    (b"IT", 27),
    (b"JO", 30),
    (b"KW", 30),
    (b"KZ", 20),
    (b"LB", 28),
    (b"LC", 32),
    (b"LI", 21),
    (b"LT", 20),
    (b"LU", 20),
    (b"LV", 21),
    (b"MC", 27),
    (b"MD", 24),
    (b"ME", 22),
    (b"MK", 19),
    (b"MR", 27),
    (b"MT", 31),
    (b"MU", 30),
    (b"NL", 18),
    (b"NO", 15),
    (b"PK", 24),
    (b"PL", 28),
    (b"PS", 29),
    (b"PT", 25),
    (b"QA", 29),
    (b"RO", 24),
    (b"RS", 22),
    (b"SA", 24),
    (b"SC", 31),
    (b"SE", 24),
    (b"SI", 19),
    (b"SK", 24),
    (b"SM", 27),
    (b"TL", 23),
    (b"TN", 24),
    (b"TR", 26),
    (b"UA", 29),
    (b"VA", 22),
    (b"VG", 24),
    (b"XK", 20),
];

/// International account numbers: ISO 13616, remainder 1 by 97.
fn iban(text: &str, hits: &mut Vec<Hit>) {
    let bytes = text.as_bytes();
    for at in 2..bytes.len().saturating_sub(12) {
        let country = [
            bytes[at - 2].to_ascii_uppercase(),
            bytes[at - 1].to_ascii_uppercase(),
        ];
        let starts = bytes[at].is_ascii_digit()
            && bytes[at + 1].is_ascii_digit()
            && country.iter().all(u8::is_ascii_uppercase);
        if !starts {
            continue;
        }
        let Some((_, length)) = IBAN_LENGTHS.iter().find(|(code, _)| **code == country) else {
            continue;
        };
        let mut plain = Vec::with_capacity(*length);
        let mut end = at - 2;
        while plain.len() < *length && end < bytes.len() {
            match bytes[end] {
                b if b.is_ascii_alphanumeric() => plain.push(b.to_ascii_uppercase()),
                b' ' | b'-' if bytes[end - 1].is_ascii_alphanumeric() => {}
                _ => break,
            }
            end += 1;
        }
        if plain.len() != *length || !stands_alone(text, at - 2, end) {
            continue;
        }
        // A mistyped one beside its name is somebody's all the same.
        let named = before(text, at - 2, 8)
            .to_ascii_lowercase()
            .contains("iban");
        if remainder(&plain) == 1 {
            hits.push(Hit::new(Kind::BankAccount, at - 2..end, 0.975, "checksum"));
        } else if named {
            hits.push(Hit::new(Kind::BankAccount, at - 2..end, 0.9, "keyword"));
        }
    }
}

fn remainder(plain: &[u8]) -> u32 {
    plain[4..].iter().chain(&plain[..4]).fold(0, |rest, &b| {
        if b.is_ascii_digit() {
            (rest * 10 + u32::from(b - b'0')) % 97
        } else {
            (rest * 100 + u32::from(b - b'A') + 10) % 97
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::{Kind, rules::testing::check};

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
                (
                    "into account 822 / 3075 4011 8826 to",
                    &["822 / 3075 4011 8826"],
                ),
                ("匯到 822/307540118826", &["822/307540118826"]),
                ("帳號：\n3075 4011 8826", &["3075 4011 8826"]),
                ("stk 822 307540118826 ngân hàng", &["822 307540118826"]),
                ("307540118826 is my account at CTBC", &["307540118826"]),
                ("account page 1 / 20 / 300 entries", &[]),
                ("請轉帳至（013）國泰世華 123456789012", &["123456789012"]),
                ("匯款(822)901540273368", &["(822)901540273368"]),
                (
                    "IBAN GB82 WEST 1234 5698 7654 32.",
                    &["GB82 WEST 1234 5698 7654 32"],
                ),
                (
                    "國泰世華 013 0625 0610 3387 這是我的帳戶",
                    &["013 0625 0610 3387"],
                ),
                (
                    "局號 004118-7、帳號 056120-3，這樣",
                    &["004118-7", "056120-3"],
                ),
                ("舊的 50500421193 第一銀行那個", &["50500421193"]),
                (
                    "農會帳戶被凍結，6170045-21-0038812，說",
                    &["6170045-21-0038812"],
                ),
                ("跟（822）901538274461，還要", &[]),
                ("匯到（822）901538274461，還要", &["（822）901538274461"]),
                ("聯邦 803_027508_116_430）跟", &["803_027508_116_430"]),
                ("掛號號碼 80034512 330027 12，郵局查詢", &[]),
                ("合庫 006 0440 765 123 908。", &["006 0440 765 123 908"]),
                (
                    "銀行：台新（812）\n帳號：2888-10-0047713-5",
                    &["2888-10-0047713-5"],
                ),
                ("my acct no. is 123-456-78901 at CTBC", &["123-456-78901"]),
                (
                    "iban de44 5001 0517 5407 3249 31 but",
                    &["de44 5001 0517 5407 3249 31"],
                ),
                ("BE68 5390 0754 7034 SWIFT", &["BE68 5390 0754 7034"]),
                ("論壇帳號 20551000749362 登不進", &[]),
                ("匯款後請打0912345678", &[]),
                ("單號 20551000749362", &[]),
                ("共 808-0277-968-014433", &[]),
                ("GB83 WEST 1234 5698 7654 32", &[]),
            ],
        );
    }
}
