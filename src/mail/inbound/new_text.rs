//! What somebody wrote now: a reply without what it quotes, the line above a quote, and the signature.
//!
//! Where it is not clear what is quoted, more is kept rather than less: then a person looks at it
//! (`others`).

use super::signature::without_signature;

/// The new words of a text.
pub(super) fn of(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim_end_matches(is_space))
        .collect();
    joined(without_quotes(&lines))
}

pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

pub(super) fn is_blank(line: &str) -> bool {
    line.chars().all(is_space)
}

fn is_quoted(line: &str) -> bool {
    line.trim_start_matches(is_space).starts_with('>')
}

/// Where a quote begins, and the first line behind what announces it.
struct Seam {
    from: usize,
    to: usize,
    /// Whether the quoted lines below are marked, so that the words between them are told from them.
    marked: bool,
}

/// Without what stands below a seam. Below marked quotes the words between them stay. Where nothing
/// tells quoted lines from others and nothing stands above, all stays.
fn without_quotes<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let Some(seam) = (0..lines.len()).find_map(|at| seam(lines, at)) else {
        return without_signature(&unquoted(lines));
    };
    let (above, below) = (&lines[..seam.from], &lines[seam.to..]);
    let mut kept = without_signature(&unquoted(above));
    if seam.marked {
        kept.push("");
        kept.extend(unquoted(below));
    } else if kept.iter().all(|line| is_blank(line)) {
        return lines.to_vec();
    }
    kept
}

fn unquoted<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let own = lines.iter().filter(|line| !is_quoted(line));
    own.copied().collect()
}

fn seam(lines: &[&str], at: usize) -> Option<Seam> {
    separator(lines, at)
        .or_else(|| headers(lines, at))
        .or_else(|| announcement(lines, at))
}

/// Whether a quote without marks begins here.
pub(super) fn is_seam(lines: &[&str], at: usize) -> bool {
    separator(lines, at).is_some() || headers(lines, at).is_some()
}

/// `-----Original Message-----` and the like. What was forwarded is not cut: somebody meant to send it.
fn separator(lines: &[&str], at: usize) -> Option<Seam> {
    const WORDS: [&str; 5] = [
        "original message",
        "原始郵件",
        "原始信件",
        "原始訊息",
        "郵件原件",
    ];
    let line = lines[at].trim_matches(is_space);
    let inside = line.trim_matches(|c: char| matches!(c, '-' | '－' | '—' | '_') || is_space(c));
    let is_framed = line.starts_with("--") && line.ends_with("--");
    let known = WORDS.contains(&inside.to_lowercase().as_str());
    (is_framed && known).then_some(Seam {
        from: at,
        to: at + 1,
        marked: false,
    })
}

/// The name of a header as mail programs print it above a quote, in lower case.
fn header(line: &str) -> Option<String> {
    let line = line.trim_matches(is_space).trim_start_matches('*');
    let (name, _) = line.split_once([':', '：'])?;
    let name = name.trim_matches(|c: char| c == '*' || is_space(c));
    (name.chars().count() <= 12).then(|| name.to_lowercase())
}

/// Outlook's block: from whom, when, to whom, about what; with or without a rule above.
fn headers(lines: &[&str], at: usize) -> Option<Seam> {
    const FROM: [&str; 5] = ["from", "寄件者", "寄件人", "發件人", "從"];
    const SENT: [&str; 7] = [
        "sent",
        "date",
        "寄件日期",
        "傳送日期",
        "傳送時間",
        "發送時間",
        "日期",
    ];
    const OTHERS: [&str; 9] = [
        "to",
        "cc",
        "subject",
        "收件者",
        "收件人",
        "副本",
        "主旨",
        "主題",
        "標題",
    ];
    let is = |line: &str, names: &[&str]| {
        header(line).is_some_and(|name| names.contains(&name.as_str()))
    };
    let is_rule = |line: &str| {
        let line = line.trim_matches(is_space);
        line.chars().count() >= 5 && line.chars().all(|c| matches!(c, '_' | '-' | '─'))
    };
    let begins = if is_rule(lines[at]) {
        let next = (at + 1..lines.len()).find(|next| !is_blank(lines[*next]))?;
        (next <= at + 3).then_some(next)?
    } else {
        at
    };
    if !is(lines[begins], &FROM) {
        return None;
    }
    let block = lines[begins + 1..].iter().take(7);
    let (mut sent, mut others, mut to) = (false, 0, begins + 1);
    for (line, number) in block.zip(begins + 2..) {
        if is(line, &SENT) {
            (sent, to) = (true, number);
        } else if is(line, &OTHERS) {
            (others, to) = (others + 1, number);
        }
    }
    (sent && others > 0).then_some(Seam {
        from: at,
        to,
        marked: false,
    })
}

/// How many lines an announcement is broken over at most.
const BROKEN: usize = 4;

/// `On … wrote:` and 「於 … 寫道:」, also broken over lines; only as programs write it, which name an
/// address or the time, and above marked quotes or at the end. People write the like in their own words.
fn announcement(lines: &[&str], at: usize) -> Option<Seam> {
    let most = (at + BROKEN).min(lines.len());
    for to in at + 1..=most {
        let last = lines[to - 1];
        let is_over = last.ends_with(['.', '!', '?', '。', '！', '？']);
        if is_over || is_blank(last) || is_quoted(last) {
            return None;
        }
        let whole = |from: usize| lines[from..to].join(" ");
        let says = |from: usize| announces(whole(from).trim_matches(is_space));
        // The shortest that announces, so that no words above go with it, and what it goes on from.
        if let Some(mut from) = (at..to).rev().find(|from| says(*from)) {
            while from > at && goes_on(lines[from - 1], lines[from]) {
                from -= 1;
            }
            let is_programs = whole(from).contains('@') || has_time(&whole(from));
            let is_above_marked = lines[to..]
                .iter()
                .find(|line| !is_blank(line))
                .is_none_or(|line| is_quoted(line));
            return (is_programs && is_above_marked).then_some(Seam {
                from,
                to,
                marked: true,
            });
        }
    }
    None
}

/// Whether an announcement goes on in the next line: it is broken around the word before when.
fn goes_on(line: &str, next: &str) -> bool {
    let (line, next) = (line.trim_matches(is_space), next.trim_matches(is_space));
    let names = line.contains('@') && line.ends_with('>');
    line.ends_with(['於', '在']) || (names && next.starts_with(['於', '在']))
}

/// Whether a time of day stands in a line.
fn has_time(line: &str) -> bool {
    let characters: Vec<char> = line.chars().collect();
    characters.windows(4).any(|part| {
        let [hour, colon, tens, ones] = part else {
            return false;
        };
        let is_time = [hour, tens, ones].iter().all(|c| c.is_ascii_digit());
        is_time && matches!(colon, ':' | '：')
    })
}

fn announces(line: &str) -> bool {
    let has_digit = line.chars().any(|c| c.is_ascii_digit());
    let Some(line) = line.strip_suffix([':', '：']) else {
        return false;
    };
    let line = line.trim_matches(is_space);
    if line.chars().count() > 300 || !has_digit {
        return false;
    }
    let english = line.starts_with("On ") && line.ends_with("wrote");
    let chinese = ["寫道", "写道", "寫了", "提到"]
        .iter()
        .any(|end| line.ends_with(end))
        && (line.contains('年')
            || line.contains('@')
            || line.contains('於')
            || line.contains('在'));
    english || chinese
}

/// The lines as one text, with one empty line between paragraphs.
fn joined(lines: Vec<&str>) -> String {
    let mut text = String::new();
    let mut blank = 0;
    for line in lines {
        if is_blank(line) {
            blank += 1;
            continue;
        }
        if !text.is_empty() {
            text.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        text.push_str(line);
    }
    text.trim_matches(is_space).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::of;

    /// A reply as programs write it, and what is new in it.
    const REPLIES: &[(&str, &str, &str)] = &[
        (
            "nothing quoted",
            "We fixed it.\n\nThe team",
            "We fixed it.\n\nThe team",
        ),
        (
            "Gmail in English",
            "We fixed it.\n\nOn Mon, Mar 2, 2026 at 10:00 AM Plaza <plaza@city.example> wrote:\n\n> A suggestion\n> came in.\n",
            "We fixed it.",
        ),
        (
            "Gmail, the line broken",
            "We fixed it.\n\nOn Mon, Mar 2, 2026 at 10:00 AM Kaohsiung City Government\n<plaza+o1aaaaaaaaaaaaaaaaaaaaaaaaaa@mail.city.example> wrote:\n\n> A suggestion\n",
            "We fixed it.",
        ),
        (
            "Gmail in Chinese",
            "已經修好。\n\nPlaza <plaza@city.example> 於 2026年3月2日 週一 上午10:00寫道：\n\n> 有人建議\n",
            "已經修好。",
        ),
        (
            "Gmail in Chinese, broken",
            "已經修好。\n\n高雄市政府 <plaza+o1aaaaaaaaaaaaaaaaaaaaaaaaaa@mail.city.example> 於\n2026年3月2日 週一 上午10:00寫道：\n> 有人建議\n",
            "已經修好。",
        ),
        (
            "no empty line above it",
            "已經修好。\nPlaza 於 2026年3月2日 週一 上午10:00寫道：\n> 有人建議\n",
            "已經修好。",
        ),
        (
            "Apple in Chinese",
            "已經修好。\n\n從我的 iPhone 傳送\n\n> Plaza <plaza@city.example> 於 2026年3月2日 上午10:00 寫道：\n> \n> 有人建議\n",
            "已經修好。",
        ),
        (
            "Apple in English",
            "Done.\n\nSent from my iPhone\n\n> On Mar 2, 2026, at 10:00, Plaza <plaza@city.example> wrote:\n> \n> A suggestion\n",
            "Done.",
        ),
        (
            "Thunderbird in Chinese",
            "已經修好。\n\n在 2026/3/2 上午10:00, Plaza 寫道:\n> 有人建議\n",
            "已經修好。",
        ),
        (
            "Outlook in English",
            "We fixed it.\n\n________________________________\nFrom: Plaza <plaza@city.example>\nSent: Monday, March 2, 2026 10:00 AM\nTo: Maintenance\nSubject: KH-2026-000001-1\n\nA suggestion came in.\n",
            "We fixed it.",
        ),
        (
            "Outlook in Chinese",
            "已經修好。\n\n寄件者: Plaza <plaza@city.example>\n寄件日期: 2026年3月2日 上午 10:00\n收件者: 養護工程處\n主旨: KH-2026-000001-1\n\n有人建議\n",
            "已經修好。",
        ),
        (
            "Outlook, bold names and wide colons",
            "已經修好。\n\n*寄件者：* Plaza\n*傳送時間：* 2026年3月2日\n*收件者：* 養護工程處\n*主旨：* KH\n\n有人建議\n",
            "已經修好。",
        ),
        (
            "an older Outlook",
            "We fixed it.\n\n-----Original Message-----\nFrom: Plaza\nA suggestion\n",
            "We fixed it.",
        ),
        (
            "an older Outlook in Chinese",
            "已經修好。\n\n-----原始郵件-----\n寄件者: Plaza\n有人建議\n",
            "已經修好。",
        ),
        (
            "the answer below",
            "On Mon, Mar 2, 2026 at 10:00 AM Plaza <plaza@city.example> wrote:\n> A suggestion\n\nWe fixed it.\n",
            "We fixed it.",
        ),
        (
            "the answer in between",
            "On Mon, Mar 2, 2026 at 10:00 AM Plaza wrote:\n> First?\nYes.\n\n> Second?\nNo.\n",
            "Yes.\n\nNo.",
        ),
        (
            "a signature",
            "We fixed it.\n\n-- \nThe team\n07-000-0000\n\nOn Mon, Mar 2, 2026 at 10:00 AM Plaza wrote:\n> A suggestion\n",
            "We fixed it.",
        ),
        (
            "Outlook on a telephone",
            "已經修好。\n\n取得 Outlook for iOS\n________________________________\n寄件者: Plaza\n傳送日期: 2026年3月2日\n收件者: 養護\n主旨: KH\n\n有人建議\n",
            "已經修好。",
        ),
        (
            "HTML alone, whose quotes have no marks: nobody knows what is new",
            "We fixed it.\n\nOn Mon, Mar 2, 2026 at 10:00 AM Plaza wrote:\nA suggestion\nof two lines\n",
            "We fixed it.\n\nOn Mon, Mar 2, 2026 at 10:00 AM Plaza wrote:\nA suggestion\nof two lines",
        ),
        (
            "what a resident tells of another's words",
            "On 3 March your officer wrote:\nwe come tomorrow.\nNobody came.\n",
            "On 3 March your officer wrote:\nwe come tomorrow.\nNobody came.",
        ),
        (
            "also with the time",
            "On 3 March at 10:00 your officer wrote:\nwe come tomorrow.\nNobody came.\n",
            "On 3 March at 10:00 your officer wrote:\nwe come tomorrow.\nNobody came.",
        ),
        (
            "in Chinese",
            "貴局於3月3日上午10:00寫道：\n明天派人來。\n沒有人來。\n",
            "貴局於3月3日上午10:00寫道：\n明天派人來。\n沒有人來。",
        ),
        (
            "a quote by hand, without an address or the time",
            "On 3 March your officer wrote:\n> we come tomorrow.\nNobody came.\n",
            "On 3 March your officer wrote:\nNobody came.",
        ),
        (
            "sentences that end as an announcement does",
            "On the corner is a hole.\nIt is 2 m wide. At 10:00 he wrote:\n> Hm.\n",
            "On the corner is a hole.\nIt is 2 m wide. At 10:00 he wrote:",
        ),
        (
            "an address right above",
            "Please write to ming@office.example\nOn Mon, Mar 2, 2026 at 10:00 AM Plaza wrote:\n> A suggestion\n",
            "Please write to ming@office.example",
        ),
        (
            "Outlook, with an earlier quote inside",
            "We fixed it.\n\nFrom: Plaza <plaza@city.example>\nSent: Monday, March 2, 2026 10:00 AM\nTo: Maintenance\nSubject: KH\n\nA suggestion came in.\n> Earlier words\nMore of it.\n",
            "We fixed it.",
        ),
        (
            "Outlook, with nothing above",
            "-----Original Message-----\nA suggestion\n> Earlier words\nWe fixed it.\n",
            "-----Original Message-----\nA suggestion\n> Earlier words\nWe fixed it.",
        ),
        (
            "a line that parts words, below a quote",
            "On Mon, Mar 2, 2026 at 10:00 AM Plaza wrote:\n> Which?\n\nThese:\n--\nthe first\n",
            "These:\n--\nthe first",
        ),
        (
            "a line that parts words, and many below it",
            "These:\n--\n1\n2\n3\n4\n5\n6\n7\n8\n9\n",
            "These:\n--\n1\n2\n3\n4\n5\n6\n7\n8\n9",
        ),
        (
            "below a quote without marks nobody knows what is new",
            "On Mon, Mar 2, 2026 at 10:00 AM Plaza wrote:\nA suggestion\nWe fixed it.\n",
            "On Mon, Mar 2, 2026 at 10:00 AM Plaza wrote:\nA suggestion\nWe fixed it.",
        ),
        (
            "what was forwarded stays",
            "See below.\n\n---------- Forwarded message ---------\nThe contractor says so.\n",
            "See below.\n\n---------- Forwarded message ---------\nThe contractor says so.",
        ),
        (
            "words that look alike",
            "On Monday he wrote:\nwait.\nFrom: here to there.\n市長在信中寫道：\n請等候。\n--- \na > b",
            "On Monday he wrote:\nwait.\nFrom: here to there.\n市長在信中寫道：\n請等候。\n---\na > b",
        ),
        ("only a quote", "> A suggestion\n> came in.\n", ""),
        ("nothing", "\n \n", ""),
        ("only a signature", "-- \nThe team", "--\nThe team"),
    ];

    #[test]
    fn what_is_new_is_told_from_what_is_not() {
        for (what, reply, new) in REPLIES {
            assert_eq!(of(reply), *new, "{what}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_is_made_up(text in "(On 1 wrote:|寄件者: a|Sent: b|To: c|--|> q|___{5}|[a-c]{0,3}|於 1 寫道：|\n){0,40}") {
            let new = of(&text);
            for line in new.lines().filter(|line| !line.is_empty()) {
                prop_assert!(text.lines().any(|known| known.trim() == line.trim()), "{}", line);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = of(&text);
        }
    }
}
