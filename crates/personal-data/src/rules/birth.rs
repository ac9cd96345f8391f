//! Dates of birth: a date beside a word of birth, in Western, 民國 or Japanese years, or one
//! in a list directly beside a national ID.
//!
//! The words are looked for first; a date is read only in the bounded stretch around one,
//! as most dates of a forum are of events.

use crate::{
    Kind,
    context::{after, answer_line, before, is_han, is_word, pattern, previous, words},
    fold::Folded,
    hit::Hit,
};
use aho_corasick::AhoCorasick;
use regex::Regex;
use std::{ops::Range, sync::LazyLock};

const ERA: &str = "(?:(?:(?:中華)?民國前?|民国|民前|西元|公元|昭和|平成|令和|大正|明治) ?)";
/// English, Indonesian, Filipino, Spanish, French, German and Vietnamese.
const MONTH: &str = "(?:jan(?:uary|uari|uar)?|enero|ene|janvier|feb(?:ruary|ruari|ruar|rero)?|pebrero|février|mar(?:ch|et|so|zo|s)?|märz|apr(?:il)?|abr(?:il)?|avril|mayo|may|mei|mai|june?|juni[ou]?|hunyo|juin|july?|juli[ou]?|hulyo|juillet|aug(?:ust)?|agu(?:stus)?|ago(?:sto)?|agt|août|sept?(?:ember|tember|tembre|tiembre|iembre|embro)?|set(?:yembre|iembre)|o[ck]t(?:ober|obre|ubre|obro)?|nov(?:ember|iembre|embre|yembre)?|nobyembre|noviembre|dec(?:ember)?|des(?:ember)?|dez(?:ember)?|dic(?:iembre)?|disyembre|décembre|tháng (?:1[0-2]|0?[1-9]))";
const MONTH_AND_DAY: &str = "(?:[0-9]{1,2}|[一二三四五六七八九十正元臘冬]{1,3}) ?月 ?(?:[0-9]{1,2}|[初一二三四五六七八九十廿卅]{1,4})";
const JOINT: &str = r" ?[./\-] ?";
const CALENDAR: &str = r"(?:[(]?[國農陰陽西新舊]曆[)]?)";

/// A date with its year.
static FULL: LazyLock<String> = LazyLock::new(|| {
    let day = "[0-9]{1,2}(?:st|nd|rd|th)?";
    let short = "[0-9]{1,2}";
    [
        format!("{ERA}?(?:[0-9]{{1,4}}|[一二三四五六七八九十百]{{1,6}}|元) ?年(?:次|生)?[ ,]?{CALENDAR}? ?{MONTH_AND_DAY} ?[日號号]?"),
        format!("{short}{JOINT}{short}{JOINT}[0-9]{{4}}"),
        format!("{ERA}?[0-9]{{1,4}}{JOINT}{short}{JOINT}{short}"),
        format!("(?:ika-)?{day}[ .\\-]{{0,2}}(?:of |de |ng )?{MONTH}[., \\-]{{0,2}}(?:de |del |năm )?(?:[0-9]{{4}}|'?[0-9]{{2}})"),
        format!("{MONTH}[. ]{{0,2}}(?:the )?{day}[, ]{{1,2}}(?:[0-9]{{4}}|'[0-9]{{2}})"),
        format!("[0-9]{{4}} ?[年,.\\-]? ?{MONTH}[. \\-]{{0,2}}{day} ?[日號]?"),
    ]
    .join("|")
});
/// A date without its year, or one without its joints.
static PARTIAL: LazyLock<String> = LazyLock::new(|| {
    [
        format!("{ERA}?[0-9]{{6,8}}"),
        format!("{MONTH_AND_DAY} ?[日號号]?"),
        format!("{MONTH}[. ]{{0,2}}[0-9]{{1,2}}(?:st|nd|rd|th)?"),
        format!("[0-9]{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}"),
        "[0-9]{1,2} ?[./] ?[0-9]{1,2}".to_owned(),
    ]
    .join("|")
});

/// What may stand between the word and any date.
static DIRECT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r#"(?i)^(?:[ :=,(\[「"'~|/)\-]|tempat|tgl|tanggal|el|le|am|noong|ko|pada|di|nyo|年月日|年/月/日|日期|月日|日|是在?|為|在|於|{CALENDAR}|我|他|她|我們|分別|都|填|打|寫|輸入|應該|正確|資料|on|in|is|was|are|the|of|at|date|day|s|dd|mm|yyyy|yy|ngày|tanggal){{0,8}}?({}|{})"#,
        *FULL, *PARTIAL
    ))
});
/// More words between, for a date that has its year.
static LOOSE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i)^([^0-9\n。!?;]{{0,52}}?)({})", *FULL)));
/// Words between that make the date another one's.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)[後前時率數]|登記|通報|證[明書]|申請|補助|津貼|派對|趴|慶|會|卡|蛋糕|禮|快樂|活動|優惠|券|訂|當天|那天|宴|聚|餐|party|cake|gift|celebrat|cert|regist|vouch|event|sale|present|subsid|allow|benefit|rate|wish|dinner|card|since|until|raised|moved|arriv|came|expir|until|issue",
    )
});
/// After a comma between, only what leads on to the date.
static LEADS_ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?: |應該|正確|是|為|的|我|打|填|寫|民國|西元|上面?|身[分份]證|戶籍|印|on|is|was|the|it|actually|should|be)*$",
    )
});
/// The same date's neighbours in a list.
static NEXT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^ ?(?:、|和|跟|與|及|還有|and|&|/)[^0-9\n。!?;,]{{0,6}}?({0})|^, ?(?:[^0-9\n。!?;,日月年期申發到於在今昨明開辦]{{0,5}}(?:是|為|寫|印) ?)?({0})",
        *FULL
    ))
});
static ENDING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)({}|{})([ (,]{{0,2}}|[ ,]{{0,2}}(?:是|就是|is|was) ?[^0-9\n。!?;,]{{0,8}})$",
        *FULL, *PARTIAL
    ))
});
static FULL_ONLY: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("(?i)^(?:{})$", *FULL)));
/// `58.11.06 A107675239`.
static BESIDE_ID: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i)({})[ ,、|/;:(\-]{{1,3}}$", *FULL)));

static AFTER_ID: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i)^ ?[,、|/;: ] ?({})", *FULL)));

/// Gods and founders have birthdays that are everybody's.
static EVERYBODY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:媽祖|觀音|菩薩|佛祖?|帝君?|關公|王爺|土地公|娘娘|大帝|城隍|三太子|濟公|國父|蔣公|耶穌|孔子|神明|buddha|jesus|mazu)[^0-9\n]{0,4}$|(?:公司|學校|city)的?$",
    )
});
/// What makes 生日 a feast or 生 another word.
static FEAST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^ ?(?:派對|會|趴|快樂|聚|宴|禮|優惠|蛋糕|卡|活動|券|慶|當天|那天|party|cake|celebr|gift|dinner)",
    )
});

static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    words([
        "生",
        "生日",
        "出生",
        "生於",
        "生于",
        "生年",
        "生辰",
        "誕辰",
        "誕生",
        "年次",
        "born",
        "birth",
        "birthday",
        "birthdate",
        "b-day",
        "bday",
        "dob",
        "d.o.b",
        "d.o.b.",
        "lahir",
        "ttl",
        "ngày tháng năm sinh",
        "nací",
        "nació",
        "nacido",
        "nacida",
        "nacimiento",
        "né le",
        "née le",
        "naissance",
        "geboren",
        "geburtsdatum",
        "วันเกิด",
        "kapanganakan",
        "pinanganak",
        "ngày sinh",
        "sinh ngày",
        "kaarawan",
        "ipinanganak",
    ])
});

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    // A date has digits, or a month in words.
    if !text.bytes().any(|b| b.is_ascii_digit()) && !text.contains('月') {
        return;
    }
    for word in WORDS.find_iter(text) {
        let (start, end) = (word.start(), word.end());
        let written = &text[start..end];
        if written.is_ascii() && !is_word(text, start, end) {
            continue;
        }
        match written {
            "生" => alone(text, start, end, hits),
            "年次" => {
                let from = start - digits_before(text, start);
                follow(text, from, false, hits);
            }
            "生於" | "生于" if previous(text, start).is_some_and(ends_another_word) => {}
            _ if EVERYBODY.is_match(before(text, start, 8)) => {}
            _ => {
                follow(text, end, true, hits);
                if let Some(line) = answer_line(text, start, end) {
                    follow(text, line, false, hits);
                }
                corrected(text, end, hits);
                if !FEAST.is_match(after(text, end, 5)) {
                    lead(text, start, hits);
                }
            }
        }
    }
    lists(text, hits);
}

/// 生 as a word of its own: a date directly before, or a label.
fn alone(text: &str, start: usize, end: usize, hits: &mut Vec<Hit>) {
    let next = text[end..].chars().next();
    let labelled = next == Some(':') && !previous(text, start).is_some_and(is_han);
    if labelled {
        follow(text, end, false, hits);
    }
    let another = next.is_some_and(|c| {
        "效活產態意涯動物命鮮長病氣理存平計化技機疏肖啤菜魚火成父母前還肉吃變根硬".contains(c)
    });
    let dated = text[..start]
        .trim_end_matches(' ')
        .ends_with(|c: char| c.is_ascii_digit() || "日號号一二三四五六七八九十".contains(c));
    if !another && dated {
        lead(text, start, hits);
    }
}

/// 發生於, 學生於: the character before makes 生 a part of another word.
fn ends_another_word(c: char) -> bool {
    "發产產衍叢學先衛醫業新民人陌師考男女共寄再養維花永滋孳野院招實研院書重".contains(c)
}

fn digits_before(text: &str, at: usize) -> usize {
    let digits = |c: char| c.is_ascii_digit() || "民國一二三四五六七八九十 ".contains(c);
    before(text, at, 8)
        .chars()
        .rev()
        .take_while(|&c| digits(c))
        .map(char::len_utf8)
        .sum()
}

/// Dates after the word that ends at `at`.
fn follow(text: &str, at: usize, loose: bool, hits: &mut Vec<Hit>) {
    let window = after(text, at, 90);
    if !window.contains(|c: char| c.is_ascii_digit() || c == '月') {
        return;
    }
    let direct = DIRECT
        .captures(window)
        .and_then(|found| found.get(1))
        .and_then(|date| report(text, at + date.start()..at + date.end(), 0.93, hits));
    let mut end = match direct {
        Some(end) => end,
        None if !loose => return,
        None => {
            let Some(found) = LOOSE.captures(window) else {
                return;
            };
            let (Some(gap), Some(date)) = (found.get(1), found.get(2)) else {
                return;
            };
            let gap = gap.as_str();
            // Chinese says in fourteen characters what English says in twice as many.
            let near = gap
                .chars()
                .map(|c| 1 + usize::from(is_han(c)))
                .sum::<usize>()
                <= 52;
            let straight = gap
                .rsplit_once(',')
                .is_none_or(|(_, rest)| LEADS_ON.is_match(rest));
            if !near || !straight || OTHER.is_match(gap) {
                return;
            }
            match report(text, at + date.start()..at + date.end(), 0.88, hits) {
                Some(end) => end,
                None => return,
            }
        }
    };
    while let Some(date) = NEXT
        .captures(after(text, end, 40))
        .and_then(|found| found.get(1).or(found.get(2)))
    {
        match report(text, end + date.start()..end + date.end(), 0.88, hits) {
            Some(next) => end = next,
            None => return,
        }
    }
}

/// A date that stands in for a wrong one: `生日填成 2087，請改 Aug. 3rd, 1987`.
fn corrected(text: &str, at: usize, hits: &mut Vec<Hit>) {
    static CORRECTED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"(?i)^([^\n。!?;]{{0,48}}?(?:請?更?[改正][為成]?|應該?[是為改]+|正確[是為]|其實是|才是|should (?:be|read)|correct(?:ed)? (?:is|to|one is)|change (?:it )?to|actually))[ :]{{0,2}}({})",
            *FULL
        ))
    });
    let window = after(text, at, 90);
    if !window.contains(|c: char| c.is_ascii_digit()) {
        return;
    }
    let Some(found) = CORRECTED.captures(window) else {
        return;
    };
    if let (Some(gap), Some(date)) = (found.get(1), found.get(2))
        && !OTHER.is_match(gap.as_str())
    {
        report(text, at + date.start()..at + date.end(), 0.86, hits);
    }
}

/// A date before the word that starts at `at`.
fn lead(text: &str, at: usize, hits: &mut Vec<Hit>) {
    let window = before(text, at, 44);
    if !window.contains(|c: char| c.is_ascii_digit() || c == '月') {
        return;
    }
    let from = at - window.len();
    let Some(found) = ENDING.captures(window) else {
        return;
    };
    if let (Some(date), Some(gap)) = (found.get(1), found.get(2))
        && !EVERYBODY.is_match(gap.as_str())
    {
        report(text, from + date.start()..from + date.end(), 0.93, hits);
    }
}

/// Rows of a list: a date directly before a national ID.
fn lists(text: &str, hits: &mut Vec<Hit>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(u8::is_ascii_uppercase) {
        let start = at + found;
        at = start + 1;
        let number = bytes[at..]
            .iter()
            .take(10)
            .take_while(|b| b.is_ascii_digit())
            .count();
        if number != 9 || !matches!(bytes[at], b'1' | b'2' | b'8' | b'9') {
            continue;
        }
        let lead = before(text, start, 24);
        if let Some(date) = BESIDE_ID.captures(lead).and_then(|found| found.get(1)) {
            let from = start - lead.len();
            report(text, from + date.start()..from + date.end(), 0.85, hits);
        }
        let end = at + number;
        if let Some(date) = AFTER_ID
            .captures(after(text, end, 40))
            .and_then(|found| found.get(1))
            && is_past(date.as_str())
        {
            report(text, end + date.start()..end + date.end(), 0.8, hits);
        }
    }
}

/// Reports `range` if it can be a date and stands for itself; returns its end.
fn report(text: &str, range: Range<usize>, confidence: f32, hits: &mut Vec<Hit>) -> Option<usize> {
    let trimmed = text[range.clone()].trim_end_matches([' ', ',', '.', '-']);
    let range = range.start..range.start + trimmed.len();
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let starts = trimmed.starts_with(|c: char| c.is_ascii_alphanumeric());
    let ends = trimmed.ends_with(|c: char| c.is_ascii_alphanumeric());
    let rest = &text[range.end..];
    let goes_on = rest.starts_with(['/', '-', '.', '*', '%', ':'])
        && rest[1..].starts_with(|c: char| c.is_ascii_digit() || c == '*');
    if starts && digit(previous(text, range.start))
        || ends && (digit(rest.chars().next()) || goes_on)
        || !is_possible(trimmed)
    {
        return None;
    }
    let whole = FULL_ONLY.is_match(trimmed);
    let end = range.end;
    let confidence = if whole { confidence } else { 0.8 };
    hits.push(Hit::new(Kind::BirthDate, range, confidence, "keyword"));
    Some(end)
}

/// Whether the date is old enough to be nobody's appointment. Beside an ID both occur.
fn is_past(date: &str) -> bool {
    date.split(|c: char| !c.is_ascii_digit())
        .filter_map(|number| number.parse::<u32>().ok())
        .max()
        .is_some_and(|year| year <= 104 || (1880..=2015).contains(&year))
}

/// Whether the numbers can be a date, whichever comes first.
fn is_possible(date: &str) -> bool {
    let numbers: Vec<u32> = date
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|number| number.parse().ok())
        .collect();
    let (month, day) = (
        |n: u32| (1..=12).contains(&n),
        |n: u32| (1..=31).contains(&n),
    );
    let year = |n: u32| n < 140 || (1880..=2100).contains(&n);
    let letters = date.bytes().any(|b| b.is_ascii_alphabetic());
    match numbers.as_slice() {
        [a, b, c] if date.contains('年') => year(*a) && month(*b) && day(*c),
        [a, b, c] => {
            let year_first = year(*a) && month(*b) && day(*c);
            let year_last = (month(*a) && day(*b) || day(*a) && month(*b))
                && (*c < 100 || (1880..=2100).contains(c));
            year_first || year_last
        }
        [a, b] if letters => {
            let year = |n: u32| n < 100 || (1880..=2100).contains(&n);
            day(*a) && year(*b) || day(*b) && (1880..=2100).contains(a)
        }
        [a, b] if date.contains(['月', '/', '.']) && !date.contains('年') => month(*a) && day(*b),
        [a] if letters => day(*a),
        [compact] if !date.contains(['年', '月']) => {
            let year_first = month(compact / 100 % 100) && day(compact % 100);
            let year_last = *compact > 1_000_000
                && day(compact / 1_000_000)
                && month(compact / 10_000 % 100)
                && (1880..=2100).contains(&(compact % 10_000));
            year_first || year_last
        }
        // Written in Chinese numerals.
        _ => date.contains('月'),
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
                ("her born 7 Agustus 1998. who", &["7 Agustus 1998"]),
                ("ngày sinh: 12 tháng 5 năm 1996", &["12 tháng 5 năm 1996"]),
                ("ipinanganak noong Agosto 7, 1998", &["Agosto 7, 1998"]),
                ("nací el 7 de agosto de 1998", &["7 de agosto de 1998"]),
                ("生日填成 2087，請改 Aug. 3rd, 1987，", &["Aug. 3rd, 1987"]),
                ("出生年月日\n76/8/3", &["76/8/3"]),
                ("生日74年6月2日 為什麼", &["74年6月2日"]),
                ("* 出生：民國53年9月17日\n", &["民國53年9月17日"]),
                ("賴 30.04.08生 身分證", &["30.04.08"]),
                ("我弟2009/12/30生差兩天", &["2009/12/30"]),
                ("Born 12-05-1996, paspor", &["12-05-1996"]),
                ("I was born on 04 March 1991, not", &["04 March 1991"]),
                ("DOB 1988-10-21。", &["1988-10-21"]),
                ("生日是民國七十四年六月二日", &["民國七十四年六月二日"]),
                ("生日：780321", &["780321"]),
                ("生日我打0681203應該沒錯吧", &["0681203"]),
                ("外公昭和九年六月三十日出生", &["昭和九年六月三十日"]),
                ("我的生日是5月31號，可以", &["5月31號"]),
                ("生日 5/31 的人", &["5/31"]),
                ("生日是農曆八月十五", &["八月十五"]),
                ("生日寫錯，應該是 68/3/4 才對", &["68/3/4"]),
                ("出生年月日（民國）：79 / 2 / 11", &["79 / 2 / 11"]),
                ("我是79年次3月4日", &["79年次3月4日"]),
                ("我1990.3.4出生的", &["1990.3.4"]),
                ("3月4日是我女兒生日", &["3月4日"]),
                ("born in Cebu on 5 March 1990", &["5 March 1990"]),
                ("my birthday's May 31st", &["May 31st"]),
                ("D.O.B.: 4-Mar-1991", &["4-Mar-1991"]),
                ("date of birth (dd/mm/yyyy): 23/11/1985", &["23/11/1985"]),
                ("12/05/88 is my birthday", &["12/05/88"]),
                ("ngày sinh 12/05/1996", &["12/05/1996"]),
                (
                    "提供生日 ０８－１１－１９９７ 才肯查",
                    &["０８－１１－１９９７"],
                ),
                ("her birthday 1976年Oct. 3日, can", &["1976年Oct. 3日"]),
                (
                    "本人出生中華民國七十七年四月三十日，",
                    &["中華民國七十七年四月三十日"],
                ),
                ("出生:71年元月九日", &["71年元月九日"]),
                (
                    "換發寫錯生日，上面印66.6.26，戶籍是66.6.28",
                    &["66.6.26", "66.6.28"],
                ),
                (
                    "DOB is wrong on the household record, it should be 14 February 2016",
                    &["14 February 2016"],
                ),
                ("A107675239 / 1958/11/06", &["1958/11/06"]),
                ("小孩生日分別是103/5/6和105/7/8", &["103/5/6", "105/7/8"]),
                (
                    "男 58.11.06 A107675239\n女 61.02.17 A289777072",
                    &["58.11.06", "61.02.17"],
                ),
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
                ("生日卡 2024/05/06 寄出", &[]),
                ("7/3被刷60", &[]),
                ("生日 2024/15/6", &[]),
                ("日期: 2024年3月12日 週二", &[]),
                ("學生2024/5/6", &[]),
                ("學生：2024/5/6放假", &[]),
                ("車禍發生於2024年5月6日", &[]),
                ("出生登記要在113年5月6日前辦", &[]),
                ("媽祖生日是農曆三月二十三", &[]),
                ("我出生後就沒領過津貼，113年2月5日送件", &[]),
                ("2024/5/6 生日派對", &[]),
                ("The newborn subsidy 2024/5/6", &[]),
                ("生日 79/2/11，申請日113/5/6", &["79/2/11"]),
                ("身分證A107675239 113.11.06申請", &[]),
            ],
        );
    }
}
