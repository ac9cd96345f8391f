//! What others wrote, where it may stand among new words all the same: a person looks at those first.

use super::new_text::{is_seam, is_space};

/// Whether it may: something looks as what announces it, or says that it was passed on.
pub(super) fn may_stand_in(new: &str) -> bool {
    let lines: Vec<&str> = new.lines().collect();
    (0..lines.len())
        .any(|at| is_passed_on(lines[at]) || says_who_wrote(lines[at]) || is_seam(&lines, at))
}

/// `Forwarded message` and the like, with a frame or without.
fn is_passed_on(line: &str) -> bool {
    const WORDS: [&str; 16] = [
        "forwarded message",
        "forwarded by",
        "begin forwarded message",
        "original message",
        "轉寄郵件",
        "轉寄的郵件",
        "轉寄訊息",
        "轉寄的訊息",
        "開始轉寄",
        "轉發郵件",
        "轉發的郵件",
        "以下是轉寄",
        "原始郵件",
        "原始信件",
        "原始訊息",
        "郵件原件",
    ];
    let is_frame = |c: char| matches!(c, '-' | '－' | '—' | '─' | '_' | '=' | '*') || is_space(c);
    let line = line.trim_start_matches(is_frame).to_lowercase();
    WORDS.iter().any(|word| line.starts_with(*word))
}

/// As what announces a quote, whatever else stands in the line.
fn says_who_wrote(line: &str) -> bool {
    let line = line.trim_matches(is_space).to_lowercase();
    let line = line
        .strip_suffix([':', '：'])
        .map(|line| line.trim_end_matches(is_space));
    let ends = ["wrote", "寫道", "写道", "寫了", "提到"];
    line.is_some_and(|line| ends.iter().any(|end| line.ends_with(*end)))
}

#[cfg(test)]
mod tests {
    use super::may_stand_in;

    #[test]
    fn what_may_be_anothers_is_told_from_what_is_not() {
        for (words, may) in [
            ("We fixed it.\n\nThe team", false),
            ("洞已經補好。\n請見：", false),
            ("From: here to there.", false),
            ("", false),
            ("We fixed it.\n\nOn Monday, Ming wrote:\nA suggestion", true),
            (
                "On Mon, Mar 2, 2026 at 10:00 AM Plaza\n<plaza@city.example> wrote:\nA suggestion",
                true,
            ),
            (
                "已經修好。\n\nPlaza 於 2026年3月2日 週一 上午10:00 寫道：\n有人建議",
                true,
            ),
            (
                "See below.\n\n---------- Forwarded message ---------\nThe contractor says so.",
                true,
            ),
            ("Begin forwarded message:\n\nFrom: Ming", true),
            ("----- Forwarded by Ming/KCG on 2026/03/02 -----", true),
            ("-------- 轉寄的訊息 --------\n廠商說", true),
            ("開始轉寄訊息：\n\n寄件人: 明", true),
            ("-----Original Message-----\nA suggestion", true),
            (
                "From: Ming\nSent: Monday\nTo: Maintenance\n\nA suggestion",
                true,
            ),
        ] {
            assert_eq!(may_stand_in(words), may, "{words}");
        }
    }
}
