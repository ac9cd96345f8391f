//! Telephone numbers: Taiwan's mobile, landline and VoIP numbers in national and
//! international writing with extensions, and other countries' with their code.
//!
//! Service numbers (110, 1999, 0800 …) are nobody's own and no findings.

mod plan;

use crate::{
    Kind,
    context::{after, before, in_address, next, pattern, previous},
    digits::{Chain, loose_chains},
    fold::Folded,
    hit::Hit,
};
use plan::{National, country, is_nationwide, is_toll_free, national_number};
use regex::Regex;
use std::sync::LazyLock;

/// Digits written one by one: `0 9 1 2 3 4 5 6 7 8`, with a country code.
const MOST_GROUPS: usize = 14;
/// More groups than that are single digits.
const USUAL_GROUPS: usize = 5;
const MOST_DIGITS: usize = 16;
/// An extension with its words and brackets has at most this many characters.
const LONGEST_EXTENSION: usize = 20;

static EXTENSION: LazyLock<Regex> = LazyLock::new(|| {
    let sign = r"(?:#|\*|extension|extn|ext|x|(?:轉|转)?(?:接)?(?:分機|分机|內線|内线)(?:號碼|號|是|為)?|轉接|轉|转)";
    let number = r" {0,2}[:.]? {0,2}(?:[0-9]{1,6}(?-u:\b)|[零一二三四五六七八九]{1,5})";
    pattern(&format!(
        r"(?i)^(?:,? {{0,2}}{sign}{number}| ?\( ?{sign}{number} ?\))"
    ))
});
static KEYWORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)電話|电话|手機|手机|市話|家電|聯絡|連絡|联系|聯繫|洽|打給|打到|請打|打|撥|來電|致電|回電|傳真|號碼|簡訊|行動|門號|電洽|☎|📞|📱|zalo|whatsapp|(?-u:\b)(?:call|tel|phone|mobile|cell|text|fax|contact|reach|ring|sms|home|work|office|direct|viber|signal|wa|hp|[tmoph]:)",
    )
});
/// A keyword directly before the number, enough for a landline without its area code.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:電話|电话|市話|手機|手机|門號|傳真|家電|撥|請打|打|微信|(?-u:\b)(?:tel|phone|fax|call|mobile|cell|whatsapp|zalo|viber|wa|hp)(?: me)?)(?:號碼|号码|是|為|給|到|no\.?|number|is|at|on)?[ .:(]{0,3}$",
    )
});
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:案號|案件編號|單號|訂單|編號|統編|統一編號|流水號|序號|發票|帳號|文號|電號|水號|條碼|會員|學號|工號|型號|貨號|取件|包裹|局號|護照|駕照|健保卡|卡號|(?-u:\b)(?:order|invoice|tracking|case|serial|s/n|txn|no\.|id|isbn|ref|ticket|receipt|passport|licen[cs]e))[^0-9]{0,4}$",
    )
});
/// Words that may stand directly before or after a number without a space.
const BESIDE: &[&str] = &[
    "tel", "phone", "call", "mobile", "cell", "fax", "line", "whatsapp", "zalo", "wa", "hp", "t",
    "m", "p", "h", "o", "f", "or", "and", "text", "pls", "ext", "x",
];

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    for chain in loose_chains(text) {
        let mut first = 0;
        while first < chain.groups.len() {
            first = match number_at(text, &chain, first) {
                Some((last, hit)) => {
                    hits.extend(hit);
                    last + 1
                }
                None => first + 1,
            };
        }
    }
}

/// The longest number that begins with group `first`, one without line breaks before
/// others: its last group, and the hit unless it is a service number.
fn number_at(text: &str, chain: &Chain, first: usize) -> Option<(usize, Option<Hit>)> {
    let digits_start = chain.groups[first].start;
    let start = lead(text, digits_start);
    let plus = text[start..digits_start].contains('+');
    if !free_before(text, start) {
        return None;
    }
    let most = chain.groups.len().min(first + MOST_GROUPS) - 1;
    // Groups of several digits cannot be many.
    let mut length = 0;
    let last = (first..=most)
        .take_while(|&index| {
            length += chain.groups[index].len();
            length <= MOST_DIGITS
        })
        .last()?;
    let broken = (first..last)
        .find(|&index| chain.gap(text, index).is_some_and(|gap| gap.contains('\n')))
        .unwrap_or(last);
    for last in (first..=broken).rev().chain((broken + 1..=last).rev()) {
        let sizes = || {
            chain.groups[first..=last]
                .iter()
                .map(ExactSizeIterator::len)
        };
        let usual = if plus { USUAL_GROUPS + 2 } else { USUAL_GROUPS };
        if last - first >= usual && (sizes().any(|size| size > 1) || goes_on(chain, first, last)) {
            continue;
        }
        let number = Written {
            text,
            chain,
            first,
            last,
            start,
            plus,
        };
        let Some(verdict) = number.judge() else {
            continue;
        };
        let (mut end, mut last) = (chain.groups[last].end, last);
        let hyphened = match verdict {
            Verdict::Landline(..) => extension_group(text, chain, last),
            _ => None,
        };
        if hyphened.is_none() && !free_after(text, chain, last, end) {
            continue;
        }
        let (Verdict::Number(confidence, why) | Verdict::Landline(confidence, why)) = verdict
        else {
            return Some((last, None));
        };
        if let Some(extension) = extension(text, end) {
            end += extension;
            while chain
                .groups
                .get(last + 1)
                .is_some_and(|group| group.start < end)
            {
                last += 1;
            }
        } else if let Some(group) = hyphened {
            (end, last) = (chain.groups[group].end, group);
        }
        // An opening bracket belongs to the number only if the closing one does.
        let digits = &text[digits_start..end];
        let closed = digits
            .find(')')
            .is_some_and(|close| !digits[..close].contains('('));
        let start = if closed {
            start
        } else {
            text[start..digits_start]
                .find('+')
                .map_or(digits_start, |plus| start + plus)
        };
        return Some((
            last,
            Some(Hit::new(Kind::Phone, start..end, confidence, why)),
        ));
    }
    None
}

/// The length of the extension that begins at byte `from`.
fn extension(text: &str, from: usize) -> Option<usize> {
    let length = EXTENSION.find(after(text, from, LONGEST_EXTENSION))?.len();
    // 轉一下 counts something else.
    let counts = previous(text, from + length).is_some_and(|c| "一二三兩".contains(c))
        && next(text, from + length).is_some_and(|c| "下次聲個到起般條樓天位".contains(c));
    (!counts).then_some(length)
}

/// Whether single digits go on before or after `first..=last`.
fn goes_on(chain: &Chain, first: usize, last: usize) -> bool {
    let single = |index: Option<usize>| {
        index
            .and_then(|index| chain.groups.get(index))
            .is_some_and(|group| group.len() == 1)
    };
    single(first.checked_sub(1)) || single(last.checked_add(1))
}

/// The group after a landline's number that is its extension: `02-2733-5804-12`.
fn extension_group(text: &str, chain: &Chain, last: usize) -> Option<usize> {
    let group = chain.groups.get(last + 1)?;
    let free =
        !next(text, group.end).is_some_and(|c| c.is_ascii_alphanumeric() || "-./".contains(c));
    (chain.gap(text, last) == Some("-") && group.len() <= 4 && free).then_some(last + 1)
}

enum Verdict {
    Number(f32, &'static str),
    /// A number in Taiwan with an area code, which may have a hyphened extension.
    Landline(f32, &'static str),
    Service,
}

/// Groups of a chain that may make a number.
struct Written<'a> {
    text: &'a str,
    chain: &'a Chain,
    first: usize,
    last: usize,
    /// With bracket and plus.
    start: usize,
    plus: bool,
}

impl Written<'_> {
    fn gaps(&self) -> impl Iterator<Item = &str> {
        (self.first..self.last).filter_map(|index| self.chain.gap(self.text, index))
    }

    fn sizes(&self) -> Vec<usize> {
        self.chain.groups[self.first..=self.last]
            .iter()
            .map(ExactSizeIterator::len)
            .collect()
    }

    /// Whether the number is called something else.
    fn other(&self) -> bool {
        OTHER.is_match(before(self.text, self.start, 10))
    }

    fn context(&self) -> bool {
        KEYWORD.is_match(before(self.text, self.start, 14)) && !self.other()
    }

    fn labelled(&self) -> bool {
        LABEL.is_match(before(self.text, self.start, 14))
    }

    fn judge(&self) -> Option<Verdict> {
        use Verdict::{Landline, Number, Service};
        let digits = self
            .chain
            .digits(self.text, self.first, self.last, MOST_DIGITS)?;
        let sizes = self.sizes();
        let mobile_shape = digits.len() == 10 && digits.starts_with("09");
        if self.gaps().any(|gap| gap.contains([',', '、'])) && !(mobile_shape && sizes.len() == 3)
        {
            return None;
        }
        // Signs and line breaks join the parts of an exact shape only.
        let odd = self
            .gaps()
            .any(|gap| gap.contains(|c: char| !" -.(),、".contains(c)));
        if odd && !(self.plus || digits.starts_with('0') && (9..=11).contains(&digits.len())) {
            return None;
        }
        let abroad = if self.plus {
            Some(digits.as_str())
        } else {
            ["002", "009", "005", "006", "007", "00"]
                .iter()
                .filter_map(|exit| digits.strip_prefix(exit))
                .find(|rest| !rest.starts_with('0') && country(rest).is_some())
        };
        let taiwan = abroad
            .and_then(|rest| rest.strip_prefix("886"))
            .or_else(|| digits.strip_prefix("886").filter(|_| !self.plus));
        if let Some(rest) = taiwan {
            let national = format!("0{}", rest.strip_prefix('0').unwrap_or(rest));
            return match national_number(&national)? {
                National::Service => Some(Service),
                National::Mobile => Some(Number(0.96, "country code")),
                National::Landline(_) => (self.plus || abroad.is_some() || sizes.len() > 1)
                    .then_some(Landline(0.95, "country code")),
            };
        }
        if let Some(rest) = abroad {
            let code = country(rest)?;
            let fits = match code {
                "1" => rest.len() == 11 && !is_toll_free(&rest[1..]),
                _ => (code.len() + 6..=13).contains(&rest.len()),
            };
            let sure = self.plus || sizes.len() >= 3 || self.context();
            return (fits && sure).then_some(Number(0.9, "country code"));
        }
        match national_number(&digits) {
            Some(National::Service) => return Some(Service),
            Some(National::Mobile) => {
                return (!self.other() || self.context()).then_some(Number(0.95, "mobile"));
            }
            Some(National::Landline(area)) => return self.landline(area, &sizes),
            None => {}
        }
        self.local(&digits, &sizes)
            .or_else(|| self.foreign(&digits, &sizes))
    }

    fn landline(&self, area: usize, sizes: &[usize]) -> Option<Verdict> {
        let gap = self.gaps().next();
        // 038-351234 is how 03-8351234 is written where 3 is the city's first digit.
        let parted = sizes.len() > 1 && (sizes[0] == area || sizes[0] == area + 1 && area == 2);
        let bracketed = gap.is_some_and(|gap| gap.contains(')'));
        let set_off = parted
            && !self
                .gaps()
                .any(|gap| gap != "-\n" && gap.contains(['.', ',', '\n', '/', '#', '*']));
        if bracketed && parted {
            Some(Verdict::Landline(0.95, "landline"))
        } else if set_off && !self.other() {
            Some(Verdict::Landline(0.9, "landline"))
        } else if self.context() {
            Some(Verdict::Landline(0.88, "landline and keyword"))
        } else if parted && gap == Some("#") && self.gaps().all(|gap| gap == "#") {
            Some(Verdict::Landline(0.65, "landline"))
        } else {
            None
        }
    }

    /// A number of Taiwan without its area code.
    fn local(&self, digits: &str, sizes: &[usize]) -> Option<Verdict> {
        let written = matches!(sizes, [7 | 8] | [3 | 4, 4] | [4, 3]);
        if !written || digits.starts_with(['0', '1']) {
            return None;
        }
        if digits.len() == 7 && is_nationwide(digits) {
            return self.labelled().then_some(Verdict::Service);
        }
        self.labelled().then_some(Verdict::Number(0.75, "keyword"))
    }

    /// A foreign number without its country code, or with the code and no plus.
    fn foreign(&self, digits: &str, sizes: &[usize]) -> Option<Verdict> {
        use Verdict::Number;
        if let [3, 3, 4] = sizes
            && !digits.starts_with(['0', '1'])
        {
            let bracketed = self.gaps().next().is_some_and(|gap| gap.contains(')'));
            // An exchange begins with 2 to 9, as its area does.
            let alike = self.gaps().all(|gap| gap == "-")
                && !matches!(digits.as_bytes()[3], b'0' | b'1')
                && !self.other();
            if is_toll_free(digits) {
                return None;
            }
            return if bracketed || self.context() {
                Some(Number(0.8, "foreign format"))
            } else {
                alike.then_some(Number(0.6, "foreign format"))
            };
        }
        let east_asian = matches!(sizes, [3, 4, 4])
            && ["010", "070", "080", "090"]
                .iter()
                .any(|mobile| digits.starts_with(mobile));
        if east_asian && !self.other() {
            let confidence = if self.context() { 0.85 } else { 0.65 };
            return Some(Number(confidence, "foreign format"));
        }
        let national = digits.starts_with('0')
            && !digits.starts_with("00")
            && (10..=13).contains(&digits.len());
        let chinese = digits.len() == 11 && digits.starts_with('1') && digits.as_bytes()[1] >= b'3';
        let american = matches!(sizes, [1, 3, 3, 4]) && digits.starts_with('1');
        let coded = sizes.len() >= 3
            && (10..=13).contains(&digits.len())
            && country(digits).is_some_and(|code| code.len() > 1);
        let shape = national || chinese || american || coded;
        (shape && sizes.len() <= 4 && self.labelled() && !self.other())
            .then_some(Number(0.75, "foreign format and keyword"))
    }
}

/// Takes in an opening bracket and a plus before the digits.
fn lead(text: &str, digits: usize) -> usize {
    let mut start = digits;
    for c in ['(', '+', '('] {
        if previous(text, start) == Some(c) {
            start -= 1;
        }
    }
    start
}

/// Whether a number may begin here: not inside a longer number, word or price.
fn free_before(text: &str, start: usize) -> bool {
    let Some(c) = previous(text, start) else {
        return true;
    };
    let further = || previous(text, start - c.len_utf8());
    match c {
        '#' | '$' => false,
        '_' => !further().is_some_and(|c| c.is_ascii_alphanumeric()),
        '-' | '.' | '/' => match further() {
            Some(letter) if letter.is_ascii_alphabetic() => {
                is_beside(word_before(text, start - 1)) || c == '/' && in_address(text, start)
            }
            Some(digit) if digit.is_ascii_digit() => c == '/',
            _ => true,
        },
        c if c.is_ascii_digit() => false,
        c if c.is_ascii_alphabetic() => is_beside(word_before(text, start)),
        _ => true,
    }
}

fn is_beside(word: &str) -> bool {
    BESIDE.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// The Latin letters directly before byte `at`, as far as a word of [`BESIDE`] is long.
fn word_before(text: &str, at: usize) -> &str {
    let word = before(text, at, 9);
    let letters = word
        .bytes()
        .rev()
        .take_while(u8::is_ascii_alphabetic)
        .count();
    &word[word.len() - letters..]
}

/// Whether a number may end here.
fn free_after(text: &str, chain: &Chain, last: usize, end: usize) -> bool {
    if extension(text, end).is_some() {
        return true;
    }
    match chain.gap(text, last) {
        Some("-" | "." | "_") => return false,
        Some(_) => return true,
        None => {}
    }
    match next(text, end) {
        Some('%') => false,
        Some('_') => !next(text, end + 1).is_some_and(|c| c.is_ascii_alphanumeric()),
        Some(c) if c.is_ascii_alphabetic() => {
            let word = after(text, end, 9);
            let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
            is_beside(&word[..letters])
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Kind, rules::testing::check};

    #[test]
    fn mobile() {
        check(
            Kind::Phone,
            &[
                ("請打 0928-417-365 找", &["0928-417-365"]),
                (
                    "手機為０９３７－２２０－８４６，",
                    &["０９３７－２２０－８４６"],
                ),
                ("零九一二　三四五　零六七，", &["零九一二　三四五　零六七"]),
                ("打零九七八，一五二，六六〇", &["零九七八，一五二，六六〇"]),
                ("通知0919330274。", &["0919330274"]),
                ("/ 0966.204.517，", &["0966.204.517"]),
                ("+886 921 560 338（開會", &["+886 921 560 338"]),
                ("(0912345678)", &["0912345678"]),
                ("0912\u{200b}345678", &["0912\u{200b}345678"]),
                (
                    "09l2-345-678 0912-34O-678",
                    &["09l2-345-678", "0912-34O-678"],
                ),
                ("886987123456", &["886987123456"]),
                ("0912345678、0987654321", &["0912345678", "0987654321"]),
            ],
        );
    }

    #[test]
    fn landline_and_extension() {
        check(
            Kind::Phone,
            &[
                ("T (07) 335-9021 #16", &["(07) 335-9021 #16"]),
                ("要，07-5362148轉207，", &["07-5362148轉207"]),
                ("07-2219840分機31。", &["07-2219840分機31"]),
                ("or 07 - 5507 316.", &["07 - 5507 316"]),
                (
                    "o: +886-7-361-4402 ext. 118 m: +886 905 771 236",
                    &["+886-7-361-4402 ext. 118", "+886 905 771 236"],
                ),
                ("(07)2865-117 never", &["(07)2865-117"]),
                ("電話2219840", &["2219840"]),
                ("049-2234567 037-023456", &["049-2234567"]),
                ("whatsapp +44 7700 900 318, I", &["+44 7700 900 318"]),
            ],
        );
    }

    #[test]
    fn every_area() {
        for number in [
            "02-2733-5804",
            "03-8351234",
            "038-351234",
            "037-265123",
            "04-22298673",
            "04-7281990",
            "049-2234567",
            "05-2254321",
            "06-9271234",
            "07-3359021",
            "08-7321234",
            "082-325678",
            "0826-66123",
            "0836-22381",
            "089-325678",
            "(02)27335804",
            "(037) 265-123",
            "070-1012-3456",
            "+886 37 265123",
            "886-7-3359021",
            "+886(0)2-2733-5804",
            "(+886) 987-654-321",
            "002886987654321",
        ] {
            let expected: &[&str] = &[number];
            check(
                Kind::Phone,
                &[
                    (&format!("家裡{number}，"), expected),
                    (&format!("{number}\n"), expected),
                ],
            );
        }
    }

    #[test]
    fn extensions() {
        check(
            Kind::Phone,
            &[
                ("(02)2733-5804 內線 305。", &["(02)2733-5804 內線 305"]),
                ("02-27335804轉分機7", &["02-27335804轉分機7"]),
                ("07-3359021（分機 25）找我", &["07-3359021（分機 25）"]),
                ("07-3359021分機：二零五", &["07-3359021分機：二零五"]),
                ("02-2733-5804-12 陳", &["02-2733-5804-12"]),
                ("07-3451882 ext 23", &["07-3451882 ext 23"]),
                ("電話07-8123456轉三", &["07-8123456轉三"]),
                ("07-3359021，轉一下頻道", &["07-3359021"]),
            ],
        );
    }

    #[test]
    fn abroad() {
        check(
            Kind::Phone,
            &[
                ("+1 (415) 555-2671 call", &["+1 (415) 555-2671"]),
                ("+81-90-1234-5678", &["+81-90-1234-5678"]),
                ("+44 (0)20 7946 0958", &["+44 (0)20 7946 0958"]),
                ("+49 151 2345 0678.", &["+49 151 2345 0678"]),
                ("0081-90-1234-5678", &["0081-90-1234-5678"]),
                ("日本手機 090-1234-5678", &["090-1234-5678"]),
                ("微信電話 13800138000", &["13800138000"]),
                ("Zalo 0388 123 456", &["0388 123 456"]),
                ("at 713-664-7478.", &["713-664-7478"]),
                ("+1 800 555 2671", &[]),
                ("+210 123 45", &[]),
            ],
        );
    }

    #[test]
    fn hidden() {
        check(
            Kind::Phone,
            &[
                ("手機0987/654/321", &["0987/654/321"]),
                ("打０９１３、５５６、０２１", &["０９１３、５５６、０２１"]),
                ("手機0987_654_321", &["0987_654_321"]),
                ("手機0987—654—321", &["0987—654—321"]),
                ("手機0978 ■ 216 ■ 045", &["0978 ■ 216 ■ 045"]),
                ("打0917ㄧ220ㄧ835", &["0917ㄧ220ㄧ835"]),
                ("聯絡 089#861#204", &["089#861#204"]),
                ("0 9 8 7 6 5 4 3 2 1", &["0 9 8 7 6 5 4 3 2 1"]),
                (
                    "電話0 3 － 8 3 5 － 7 7 1 2）",
                    &["0 3 － 8 3 5 － 7 7 1 2"],
                ),
                ("0987-654-\n321謝謝", &["0987-654-\n321"]),
                ("0987\n654\n321", &["0987\n654\n321"]),
                ("07-\n335-9021", &["07-\n335-9021"]),
                (
                    "0987-654-321\n0912-345-678",
                    &["0987-654-321", "0912-345-678"],
                ),
                ("電話：零七　三三五　九零二一", &["零七　三三五　九零二一"]),
                ("打09八七654三二一", &["09八七654三二一"]),
                ("洞九八拐，六五四，三兩么", &["洞九八拐，六五四，三兩么"]),
                (
                    "零 九 八 七 六 五 四 三 二 一",
                    &["零 九 八 七 六 五 四 三 二 一"],
                ),
                ("零玖捌柒陸伍肆參貳壹", &["零玖捌柒陸伍肆參貳壹"]),
                ("手機 0911-530-862 一直沒接", &["0911-530-862"]),
                ("O987-654-321", &["O987-654-321"]),
                ("0️⃣9️⃣8️⃣7️⃣6️⃣5️⃣4️⃣3️⃣2️⃣1️⃣", &["0️⃣9️⃣8️⃣7️⃣6️⃣5️⃣4️⃣3️⃣2️⃣1️⃣"]),
                ("call 07 three-four-one 2208", &["07 three-four-one 2208"]),
            ],
        );
    }

    #[test]
    fn in_links() {
        check(
            Kind::Phone,
            &[
                ("<a href=\"tel:0987654321\">", &["0987654321"]),
                ("[打](tel:+886-987-654-321)", &["+886-987-654-321"]),
                ("https://x.tw/call/0987654321?x=1", &["0987654321"]),
                ("?phone=%2B886987654321&a", &["%2B886987654321"]),
                (
                    "?p=%30%39%38%37%36%35%34%33%32%31",
                    &["%30%39%38%37%36%35%34%33%32%31"],
                ),
                ("Tel.07-3359021 M.0912345678", &["07-3359021", "0912345678"]),
                ("0987654321LINE同號", &["0987654321"]),
                ("http://x.tw/p/0987654321234", &[]),
            ],
        );
    }

    #[test]
    fn no_telephone() {
        check(
            Kind::Phone,
            &[
                ("打1999、110、119、165", &[]),
                ("0800-000-388 和 0800-024-111", &[]),
                ("KH-1130457 案件編號 1130402-1177", &[]),
                ("2024-05-19 18:20", &[]),
                ("NT$4,800 2,500", &[]),
                ("TXN 20240519000482", &[]),
                ("Tracking 9074 5512 3380 6641", &[]),
                ("訂單0912345678", &[]),
                ("198.51.100.24:8080", &[]),
                ("071234567", &[]),
                ("22.6397, 120.3021", &[]),
                ("客服電話 412-8077、(07)412-8185", &[]),
                ("核准文號 07-1234567 電號 05-38-2217-04-6", &[]),
                ("健保卡 0 0 0 0 7 2 6 4 1 9 3 3", &[]),
                ("ISBN 978-986-123-456-7", &[]),
            ],
        );
    }
}
