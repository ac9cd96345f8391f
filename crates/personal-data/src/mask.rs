//! Masking: hides a finding and keeps the sentence readable. Whatever the kind, a masked
//! text is not found again as what it was, and masking it again changes nothing.

use crate::{Detector, Finding, Kind, fold::fold_char, fold::numeral};
use regex::Regex;
use std::{ops::Range, sync::LazyLock};

/// Stands for a hidden letter or digit.
const STAR: char = '*';
/// Stands for a hidden character of a name, as one writes 李○明.
pub(crate) const CIRCLE: char = '○';

/// Masks one matched text of the given kind.
///
/// ```
/// use personal_data::{Kind, mask};
/// assert_eq!(mask(Kind::Person, "李大明"), "李○明");
/// assert_eq!(mask(Kind::Email, "alice@example.tw"), "a***@example.tw");
/// assert_eq!(mask(Kind::Phone, "0912-345-678"), "09**-***-*78");
/// assert_eq!(mask(Kind::NationalId, "A123456789"), "A*******89");
/// ```
pub fn mask(kind: Kind, text: &str) -> String {
    match kind {
        Kind::Email => email(text),
        Kind::Person => person(text),
        Kind::Phone => phone(text),
        Kind::Address => address(text),
        Kind::BirthDate => birth_date(text),
        Kind::Coordinates => coordinates(text),
        Kind::Ip => ip(text),
        Kind::SocialId => social_id(text),
        Kind::Plate
        | Kind::NationalId
        | Kind::ResidentId
        | Kind::Passport
        | Kind::DriverLicence => ends(text, 1, 2),
        Kind::Card | Kind::BankAccount => ends(text, 0, 3),
        Kind::HealthCard => ends(text, 0, 2),
    }
}

/// Masks every finding in `text`; `findings` are sorted and disjoint, as [`Detector::find`] gives them.
///
/// A mask can be shorter than what it hides and so move a keyword nearer to a number. What
/// cannot be published and comes to light only by that is masked as well; what was there
/// before and is none of `findings` is left. Without findings the text stays as it is.
pub fn mask_all(text: &str, findings: &[Finding]) -> String {
    // Every round hides at least one number; in practice one is enough.
    const ROUNDS: usize = 8;
    let mut masked = apply(text, findings);
    if findings.is_empty() {
        return masked;
    }
    let closed = |text: &str| -> Vec<(Finding, String)> {
        Detector::new()
            .find(text)
            .into_iter()
            .filter(|finding| !finding.kind.publishable())
            .map(|finding| (finding.clone(), text[finding.bytes].to_owned()))
            .collect()
    };
    let mut left_out = None;
    for _ in 0..ROUNDS {
        let mut left = closed(&masked);
        if left.is_empty() {
            break;
        }
        let left_out = left_out.get_or_insert_with(|| {
            let mut all = closed(text);
            all.retain(|(one, _)| findings.iter().all(|f| f.chars != one.chars));
            all
        });
        left.retain(|(_, place)| left_out.iter().all(|(_, known)| known != place));
        if left.is_empty() {
            break;
        }
        let left: Vec<Finding> = left.into_iter().map(|(finding, _)| finding).collect();
        masked = apply(&masked, &left);
    }
    masked
}

fn apply(text: &str, findings: &[Finding]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    let mut at = 0;
    for finding in findings {
        out.extend(chars.by_ref().take(finding.chars.start.saturating_sub(at)));
        let hit: String = chars.by_ref().take(finding.chars.len()).collect();
        out.push_str(&mask(finding.kind, &hit));
        at = finding.chars.end;
    }
    out.extend(chars);
    out
}

/// Hides letters and digits but for the `first` and the `last` ones, and keeps punctuation.
/// Of a short text nothing is shown: a rest of fewer than four hidden characters hides little.
fn ends(text: &str, first: usize, last: usize) -> String {
    let signs = text.chars().filter(|c| is_sign(*c)).count();
    let (first, last) = if signs < first + last + 4 {
        (0, 0)
    } else {
        (first, last)
    };
    let mut seen = 0;
    text.chars()
        .map(|c| {
            if !is_sign(c) {
                return c;
            }
            seen += 1;
            if seen <= first || seen > signs - last {
                c
            } else {
                STAR
            }
        })
        .collect()
}

/// A letter or digit, or one that is already hidden.
fn is_sign(c: char) -> bool {
    c.is_alphanumeric() || c == STAR || c == '〇' || c == CIRCLE
}

fn is_digit(c: char) -> bool {
    fold_char(c).is_ascii_digit() || numeral(c).is_some()
}

fn email(text: &str) -> String {
    static AT: LazyLock<Regex> = LazyLock::new(|| {
        crate::context::pattern(
            r"(?i) {0,2}(?:[(（\[{<] {0,2}(?:at|a|@|小老鼠|老鼠) {0,2}[)）\]}>]|小老鼠|老鼠|艾特|[@＠﹫#$!^~◎]|&#64;|&#x40;|&commat;|%40)| at |[_\-]at[_\-]",
        )
    });
    let shown = |local: &str| -> String {
        let hides = local.chars().count() > 1 && !local.starts_with(STAR);
        local.chars().take(usize::from(hides)).collect()
    };
    match AT.find_iter(text).last() {
        Some(at) => format!("{}***{}", shown(&text[..at.start()]), &text[at.start()..]),
        None => ends(text, 1, 0),
    }
}

/// `李○明`, `李○`, `○` for a surname alone, `D*** O***`.
fn person(text: &str) -> String {
    let count = text.chars().count();
    let latin = text
        .chars()
        .all(|c| c != CIRCLE && (!c.is_alphabetic() || c.is_lowercase() || c.is_uppercase()));
    if !latin {
        return text
            .chars()
            .enumerate()
            .map(|(place, c)| {
                let shown = !c.is_alphanumeric()
                    || place == 0 && count > 1
                    || place + 1 == count && count > 2;
                if shown { c } else { CIRCLE }
            })
            .collect();
    }
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        let part = c.is_alphanumeric()
            || c == STAR
            || inside && matches!(c, '\'' | '’' | '-' | '\u{300}'..='\u{36f}');
        if !part {
            out.push(c);
        } else if !inside {
            if c != STAR {
                out.push(c);
            }
            out.push_str("***");
        }
        inside = part;
    }
    out
}

/// `09**-***-*78`, `+886 9** *** *38`; of an extension nothing is shown.
fn phone(text: &str) -> String {
    static EXTENSION: LazyLock<Regex> =
        LazyLock::new(|| crate::context::pattern(r"(?i)[#＃x轉转分機机e]"));
    let base = EXTENSION
        .find(text)
        .map_or(text.len(), |found| found.start());
    let signs = text[..base]
        .chars()
        .filter(|c| is_digit(*c) || *c == STAR)
        .count();
    let first = if text.contains(['+', '＋']) {
        signs.saturating_sub(9).clamp(1, 3)
    } else {
        2
    };
    let mut seen = 0;
    text.char_indices()
        .map(|(at, c)| {
            if !(is_digit(c) || c == STAR) {
                return c;
            }
            seen += 1;
            let shown = at < base && (seen <= first || seen + 2 > signs) && signs > 5;
            if shown { c } else { STAR }
        })
        .collect()
}

/// Hides the numbers of lane, house, floor and room; the road stays.
fn address(text: &str) -> String {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        crate::context::pattern(
            r"(?:[\d０-９]+|[一二三四五六七八九十百千零〇兩]+)(?P<unit> ?(?:[之\-－] ?(?:[\d０-９]+|[一二三四五六七八九十百零]+) ?)?(?:[鄰邻巷弄衖號号樓楼室FfＦ](?: ?[之\-－] ?(?:[\d０-９]+|[一二三四五六七八九十百]+))?))",
        )
    });
    static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
        crate::context::pattern(
            r"(?:No\.|Lane|Ln\.?|Alley|Aly\.?|Rm\.?|Room|Apt\.?|Unit|F\.?-|#) ?[0-9A-Z][0-9\-]*|[0-9]+ ?F|^[0-9]+[A-Z]?",
        )
    });
    let stars = |found: &str| -> String {
        found
            .chars()
            .map(|c| {
                if is_digit(c) || "十百千兩".contains(c) {
                    STAR
                } else {
                    c
                }
            })
            .collect()
    };
    let out = NUMBER.replace_all(text, |found: &regex::Captures| stars(&found[0]));
    ENGLISH
        .replace_all(&out, |found: &regex::Captures| stars(&found[0]))
        .into_owned()
}

/// Keeps the year, the only number of four digits or the one that stands first.
fn birth_date(text: &str) -> String {
    let groups = digit_groups(text);
    let chars: Vec<char> = text.chars().collect();
    let compact = groups.len() == 1;
    let year = groups
        .iter()
        .position(|group| {
            let digits = chars[group.clone()].iter().all(|c| is_digit(*c));
            group.len() == 4 && digits || chars.get(group.end) == Some(&'年')
        })
        .unwrap_or(0);
    chars
        .iter()
        .enumerate()
        .map(|(place, &c)| {
            let in_year = !compact && groups.get(year).is_some_and(|group| group.contains(&place));
            let hidden = is_digit(c) || c == '十' || c == '百' || c.is_ascii_alphabetic();
            if hidden && !in_year { STAR } else { c }
        })
        .collect()
}

/// Runs of digits, Chinese numerals and stars, in characters.
fn digit_groups(text: &str) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (place, c) in text.chars().enumerate() {
        if !(is_digit(c) || c == '十' || c == '百' || c == STAR) {
            continue;
        }
        match groups.last_mut() {
            Some(group) if group.end == place => group.end += 1,
            _ => groups.push(place..place + 1),
        }
    }
    groups
}

/// Keeps the whole degrees, some hundred kilometres.
fn coordinates(text: &str) -> String {
    let mut fraction = false;
    text.chars()
        .map(|c| {
            let plain = fold_char(c);
            if matches!(plain, '.' | '°' | 'º' | '度') {
                fraction = true;
            } else if matches!(plain, ',' | ' ' | '/' | 'N' | 'S') {
                fraction = fraction && plain == ' ' && text.contains(['°', 'º', '度']);
            }
            if fraction && plain.is_ascii_digit() {
                STAR
            } else {
                c
            }
        })
        .collect()
}

/// Keeps the network's half: `203.0.*.*`, `2001:db8:*:*`.
fn ip(text: &str) -> String {
    let mut separators = 0;
    text.chars()
        .map(|c| {
            separators += usize::from(matches!(fold_char(c), '.' | ':'));
            if separators > 1 && fold_char(c).is_ascii_alphanumeric() {
                STAR
            } else {
                c
            }
        })
        .collect()
}

/// `@d***`.
fn social_id(text: &str) -> String {
    let rest = text.trim_start_matches(['@', '＠', '~']);
    let lead = &text[..text.len() - rest.len()];
    let first: String = rest.chars().take(1).filter(|c| *c != STAR).collect();
    format!("{lead}{first}***")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readable_but_hidden() {
        for (kind, text, masked) in [
            (Kind::Person, "李明", "李○"),
            (Kind::Person, "林", "○"),
            (Kind::Person, "歐陽嘉玲", "歐○○玲"),
            (Kind::Person, "烏瑪芙．伊斯立端", "烏○○．○○○端"),
            (Kind::Person, "Daniel O'Rourke", "D*** O***"),
            (Kind::Person, "Wang, Hsiao-ming", "W***, H***"),
            (Kind::Email, "a@example.tw", "***@example.tw"),
            (
                Kind::Email,
                "kuo.fang 小老鼠 example 點 com",
                "k*** 小老鼠 example 點 com",
            ),
            (
                Kind::Email,
                "tomasz dot w at example dot com",
                "t*** at example dot com",
            ),
            (Kind::Email, "lake.carp#gmail.com", "l***#gmail.com"),
            (Kind::Phone, "+886 921 560 338", "+886 *** *** *38"),
            (Kind::Phone, "(07) 335-9021 #16", "(07) ***-**21 #**"),
            (
                Kind::Phone,
                "零九一二　三四五　零六七",
                "零九**　***　*六七",
            ),
            (
                Kind::Address,
                "高雄市三民區鼎山街512巷8號5樓之2",
                "高雄市三民區鼎山街***巷*號*樓之*",
            ),
            (
                Kind::Address,
                "鳳山區五甲二路七百零三巷十二弄六號",
                "鳳山區五甲二路****巷**弄*號",
            ),
            (
                Kind::Address,
                "3F, No. 58, Lane 211, Qingnian 2nd Rd",
                "*F, No. **, Lane ***, Qingnian 2nd Rd",
            ),
            (Kind::Plate, "BKR-5827", "B**-**27"),
            (Kind::Card, "5412-8200-1826-3303", "****-****-****-*303"),
            (
                Kind::BankAccount,
                "822 9015 4027 3368",
                "*** **** **** *368",
            ),
            (Kind::HealthCard, "0000 3817 2946", "**** **** **46"),
            (Kind::Passport, "314059827", "3******27"),
            (Kind::Ip, "203.0.113.77", "203.0.***.**"),
            (Kind::Ip, "2001:db8:4c1f::7a", "2001:db8:****::**"),
            (Kind::Coordinates, "22.6397, 120.3021", "22.****, 120.****"),
            (Kind::Coordinates, "北緯22度37分", "北緯22度**分"),
            (Kind::BirthDate, "民國53年9月17日", "民國53年*月**日"),
            (Kind::BirthDate, "12-05-1996", "**-**-1996"),
            (Kind::BirthDate, "04 March 1991", "** ***** 1991"),
            (Kind::BirthDate, "19910304", "********"),
            (Kind::SocialId, "@dodo.chiu_tw", "@d***"),
        ] {
            assert_eq!(mask(kind, text), masked, "{kind} {text}");
            assert_eq!(mask(kind, masked), masked, "{kind} {masked} again");
        }
    }

    #[test]
    fn a_number_that_comes_to_light_by_masking_is_masked() {
        let text = "健保卡0912-345-678wang.xm@kcg.gov.twGB82 WEST 1234 5698 7654 32";
        assert!(mask_all(text, &Detector::new().find(text)).ends_with("WEST **** **** **54 32"));
        assert_eq!(mask_all("A123456789", &[]), "A123456789");
    }

    #[test]
    fn what_was_not_asked_for_is_left() {
        let text = "A123456789，a.lin@example.tw";
        let mails = Detector::new().only(&[Kind::Email]);
        assert_eq!(mails.mask(text), "A123456789，a***@example.tw");
    }

    #[test]
    fn all_findings_of_a_text() {
        let text = "找許媽媽，0928-417-365，謝謝";
        assert_eq!(
            mask_all(text, &Detector::new().find(text)),
            "找○媽媽，09**-***-*65，謝謝"
        );
    }

    #[test]
    fn what_masks_leave_of_names_is_masked_no_further() {
        let detector = Detector::new();
        for (text, masked) in [
            ("Mr. Daniel O'Rourke", "Mr. D*** O***"),
            ("my name is Wang Xiao-Ming", "my name is W*** X***"),
            ("我叫王小明，", "我叫王○明，"),
            ("我叫**王小明**，", "我叫**王○明**，"),
        ] {
            assert_eq!(detector.mask(text), masked);
            assert_eq!(detector.mask(masked), masked);
        }
    }
}
