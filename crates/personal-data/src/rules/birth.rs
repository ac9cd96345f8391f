//! Dates of birth: a date directly beside a word of birth, in Western or 民國 years.

use crate::{
    Kind,
    context::{after, before, pattern, previous},
    fold::Folded,
    hit::Hit,
};
use regex::Regex;
use std::sync::LazyLock;

const MONTHS: &str = "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:(?:民國|民国|西元|公元) ?)?(?:[0-9]{{2,4}}|[一二三四五六七八九十百]{{1,5}}) ?年 ?(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}}) ?月 ?(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}}) ?[日號号]?|[0-9]{{1,2}}[./\-][0-9]{{1,2}}[./\-][0-9]{{4}}|(?:(?:民國|民国) ?)?[0-9]{{2,4}}[./\-][0-9]{{1,2}}[./\-][0-9]{{1,2}}|[0-9]{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTHS}\.?,? [0-9]{{4}}|{MONTHS}\.? [0-9]{{1,2}}(?:st|nd|rd|th)?,? [0-9]{{4}}|[0-9]{{6,8}}|[0-9]{{1,2}} ?月 ?[0-9]{{1,2}} ?[日號号]"
    ))
});
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:生日|出生年月日|出生日期|出生|(?:^|[^發产產衍叢])生於|生年月日|誕生日|(?-u:\b)(?:born|dob|d\.o\.b\.?|date of birth|birth ?date|birthday|b\.))(?:[ :(]|是在|是|為|在|於|日期|日|on|in|is|was|the|=|/){0,5}$",
    )
});
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^ {0,2}(?:出生|誕生|生日|生(?:[^效活產日態意涯動物命鮮長病氣]|$)|\(生日\))")
});

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    for date in DATE.find_iter(text) {
        let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let end = date.end();
        if joined(previous(text, date.start()))
            && date.as_str().starts_with(|c: char| c.is_ascii_digit())
            || joined(text[end..].chars().next())
                && date.as_str().ends_with(|c: char| c.is_ascii_digit())
        {
            continue;
        }
        let lead = before(text, date.start(), 24);
        let named = BEFORE.is_match(lead);
        let bare = date.as_str().bytes().all(|b| b.is_ascii_digit());
        let yearless = !date.as_str().contains('年') && date.as_str().contains('月');
        if !is_possible(date.as_str())
            || !named && (bare || yearless || !AFTER.is_match(after(text, end, 4)))
        {
            continue;
        }
        hits.push(Hit::new(
            Kind::BirthDate,
            date.range(),
            if bare || yearless { 0.8 } else { 0.93 },
            "keyword",
        ));
    }
}

/// Whether the numbers can be a date, whichever comes first.
fn is_possible(date: &str) -> bool {
    let numbers: Vec<u32> = date
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|number| number.parse().ok())
        .collect();
    match numbers.as_slice() {
        [year, month, day] if *year > 31 || date.contains('年') => {
            (1..=12).contains(month)
                && (1..=31).contains(day)
                && (*year < 130 || (1880..=2100).contains(year))
        }
        [a, b, c] => {
            let day_first = (1..=31).contains(a) && (1..=31).contains(b) && (*a <= 12 || *b <= 12);
            day_first && (*c <= 31 || (1880..=2100).contains(c))
        }
        [compact] if date.bytes().all(|b| b.is_ascii_digit()) => {
            let (month, day) = (compact / 100 % 100, compact % 100);
            (1..=12).contains(&month) && (1..=31).contains(&day)
        }
        [month, day] if date.contains('月') => (1..=12).contains(month) && (1..=31).contains(day),
        [day, year] => (1..=31).contains(day) && (1880..=2100).contains(year),
        // Written in Chinese numerals.
        _ => date.contains('年') && date.contains('月'),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Kind, rules::testing::check};

    #[test]
    fn dates_of_birth() {
        check(
            Kind::BirthDate,
            &[
                ("生日74年6月2日 為什麼", &["74年6月2日"]),
                ("* 出生：民國53年9月17日\n", &["民國53年9月17日"]),
                ("賴 30.04.08生 身分證", &["30.04.08"]),
                ("我弟2009/12/30生差兩天", &["2009/12/30"]),
                ("Born 12-05-1996, paspor", &["12-05-1996"]),
                ("I was born on 04 March 1991, not", &["04 March 1991"]),
                ("DOB 1988-10-21。", &["1988-10-21"]),
                ("生日是民國七十四年六月二日", &["民國七十四年六月二日"]),
                ("生日：780321", &["780321"]),
            ],
        );
    }

    #[test]
    fn other_dates() {
        check(
            Kind::BirthDate,
            &[
                ("2024/5/6生效", &[]),
                ("生日派對訂在2024/5/6", &[]),
                ("7/3被刷60", &[]),
                ("生日 2024/15/6", &[]),
                ("日期: 2024年3月12日 週二", &[]),
            ],
        );
    }
}
