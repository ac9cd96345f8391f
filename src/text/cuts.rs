//! What somebody deleted from a text: the passages, as they would be read. Whoever takes words out of
//! another's text adds none: a text with anything more than the whole is refused.

use std::ops::Range;

/// More passages than this nobody takes out at once.
const MOST: usize = 200;

/// How many of the words that are left must stand together for the text to go on with them, the
/// most first: so that what is left is not sought within what was deleted.
const LOOK: [usize; 5] = [24, 12, 6, 3, 1];

/// Why a text is not the whole without some passages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Something stands in it that does not stand in the whole.
    Added,
    /// No words are left.
    Everything,
    /// A part of a word was deleted.
    PartOfWord,
    /// Signs were deleted without words.
    NoWords,
    TooMany,
}

impl Refused {
    /// Names its message.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Added => "taken-added",
            Self::Everything => "taken-everything",
            Self::PartOfWord => "taken-part-of-word",
            Self::NoWords => "taken-no-words",
            Self::TooMany => "taken-too-many",
        }
    }
}

/// The passages that stand in `whole` and not in `left`, in bytes of the whole. White space around
/// them, and alone, is none.
pub fn cuts(whole: &str, left: &str) -> Result<Vec<Range<usize>>, Refused> {
    let old: Vec<char> = whole.chars().collect();
    let new: Vec<char> = left.chars().collect();
    let gaps = gaps(&old, &new)?;
    let mut passages: Vec<Range<usize>> = Vec::new();
    let mut floor = 0;
    for (at, gap) in gaps.iter().enumerate() {
        let ceiling = gaps.get(at + 1).map_or(old.len(), |next| next.start);
        let gap = slid(&old, gap.clone(), floor, ceiling);
        floor = gap.end;
        let passage = trimmed(&old, gap);
        if passage.is_empty() {
            continue;
        }
        if !old[passage.clone()].iter().any(|c| is_word(*c)) {
            return Err(Refused::NoWords);
        }
        if is_inside_word(&old, passage.start) || is_inside_word(&old, passage.end) {
            return Err(Refused::PartOfWord);
        }
        passages.push(passage);
    }
    if !passages.is_empty() && !new.iter().any(|c| is_word(*c)) {
        return Err(Refused::Everything);
    }
    let places: Vec<usize> = whole
        .char_indices()
        .map(|(at, _)| at)
        .chain([whole.len()])
        .collect();
    let bytes = |passage: Range<usize>| places[passage.start]..places[passage.end];
    Ok(passages.into_iter().map(bytes).collect())
}

/// Whether a place within a text is within a Latin word or a number.
pub(super) fn is_inside_word(text: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    let after = text.get(at);
    matches!((before, after), (Some(before), Some(after)) if is_latin(*before) && is_latin(*after))
}

/// Whether what stands in this range of bytes begins and ends within no word.
pub(super) fn is_alone(source: &str, range: &Range<usize>) -> bool {
    let words = &source[range.clone()];
    let inside = |before: Option<char>, after: Option<char>| {
        before.is_some_and(is_latin) && after.is_some_and(is_latin)
    };
    let before = source[..range.start].chars().next_back();
    let after = source[range.end..].chars().next();
    !inside(before, words.chars().next()) && !inside(words.chars().next_back(), after)
}

fn is_latin(c: char) -> bool {
    c.is_alphanumeric() && u32::from(c) < 0x2e80
}

/// Whether a character says something: a letter, a digit, a picture; no punctuation mark.
pub(super) fn is_word(c: char) -> bool {
    let code = u32::from(c);
    let is_punctuation = (0x3000..0x3040).contains(&code) || (0xfe10..0xffe0).contains(&code);
    c.is_alphanumeric() || code >= 0x2190 && !is_punctuation
}

/// What of the old characters is not among the new, in runs.
fn gaps(old: &[char], new: &[char]) -> Result<Vec<Range<usize>>, Refused> {
    let latest = latest(old, new).ok_or(Refused::Added)?;
    let ends = old.iter().rev().zip(new.iter().rev());
    let same = ends.take_while(|(old, new)| old == new).count();
    let (old_end, new_end) = (old.len() - same, new.len() - same);
    let mut gaps = Vec::new();
    let (mut at, mut kept) = (0, 0);
    while kept < new_end {
        if old[at] == new[kept] {
            (at, kept) = (at + 1, kept + 1);
            continue;
        }
        if gaps.len() == MOST {
            return Err(Refused::TooMany);
        }
        let to = resumed(old, &new[kept..new_end], at..latest[kept] + 1);
        gaps.push(at..to);
        at = to;
    }
    if at < old_end {
        gaps.push(at..old_end);
    }
    Ok(gaps)
}

/// For each of the new characters, the last place at which it can stand among the old so that all
/// behind it follow; `None` where they do not stand there in this order.
fn latest(old: &[char], new: &[char]) -> Option<Vec<usize>> {
    let mut latest = vec![0; new.len()];
    let mut end = old.len();
    for (at, character) in new.iter().enumerate().rev() {
        end = old[..end].iter().rposition(|known| known == character)?;
        latest[at] = end;
    }
    Some(latest)
}

/// Where, within these places, the old goes on with what is left.
fn resumed(old: &[char], left: &[char], within: Range<usize>) -> usize {
    let last = within.end - 1;
    let mut found = LOOK.iter().filter_map(|look| {
        let next = &left[..left.len().min(*look)];
        within.clone().find(|at| old[*at..].starts_with(next))
    });
    found.next().unwrap_or(last)
}

/// The gap at the best of the places where it leaves the same: what stands on both sides of it is not
/// known to be one or the other.
fn slid(old: &[char], gap: Range<usize>, floor: usize, ceiling: usize) -> Range<usize> {
    let length = gap.len();
    let (mut first, mut last) = (gap.start, gap.start);
    while first > floor && old[first - 1] == old[first + length - 1] {
        first -= 1;
    }
    while last + length < ceiling && old[last] == old[last + length] {
        last += 1;
    }
    let seams = |at: &usize| seam(old, *at) + seam(old, *at + length);
    let best = (first..=last).min_by_key(seams).unwrap_or(gap.start);
    best..best + length
}

/// How badly a text is cut at a place.
fn seam(text: &[char], at: usize) -> u32 {
    let Some(before) = at.checked_sub(1).and_then(|before| text.get(before)) else {
        return 0;
    };
    let Some(after) = text.get(at) else { return 0 };
    match (before.is_alphanumeric(), after.is_alphanumeric()) {
        _ if *before == '\n' => 0,
        (false, _) => 1,
        (true, false) => 2,
        (true, true) if is_latin(*before) && is_latin(*after) => 9,
        (true, true) => 3,
    }
}

fn trimmed(text: &[char], range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let Some(first) = words.iter().position(|c| !c.is_whitespace()) else {
        return range.start..range.start;
    };
    let last = words.iter().rposition(|c| !c.is_whitespace());
    range.start + first..range.start + last.unwrap_or(first) + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut<'a>(whole: &'a str, left: &str) -> Result<Vec<&'a str>, Refused> {
        let cuts = cuts(whole, left)?.into_iter();
        Ok(cuts.map(|range| &whole[range]).collect())
    }

    #[test]
    fn what_was_deleted_is_read_as_sentences_and_words() {
        let deleted = [
            ("甲。乙。丙。", "甲。丙。", vec!["乙。"]),
            ("你這個大笨蛋大壞蛋。", "你這個大壞蛋。", vec!["大笨蛋"]),
            ("the theme park", "the park", vec!["theme"]),
            ("the theme", "theme", vec!["the"]),
            ("一\n\n二\n\n三", "一\n\n三", vec!["二"]),
            (
                "今天天氣好。他是個笨的人。今天好。",
                "今天天氣好。今天好。",
                vec!["他是個笨的人。"],
            ),
            ("看🖕這裡，很好", "看這裡，很好", vec!["🖕"]),
            ("一二三四五", "二四", vec!["一", "三", "五"]),
            ("都在", "都在", vec![]),
            ("空 行", "空行", vec![]),
        ];
        for (whole, left, passages) in deleted {
            assert_eq!(cut(whole, left), Ok(passages), "{whole}");
        }
    }

    #[test]
    fn what_is_no_whole_words_or_anything_more_is_refused() {
        let refused = [
            ("他說了話", "她說了話", Refused::Added),
            ("甲乙", "乙甲", Refused::Added),
            ("甲乙", "甲乙丙", Refused::Added),
            ("concatenate it", "conenate it", Refused::PartOfWord),
            ("好。真的。", "好真的。", Refused::NoWords),
            ("笨蛋。", "。", Refused::Everything),
            ("笨蛋", "", Refused::Everything),
        ];
        for (whole, left, why) in refused {
            assert_eq!(cut(whole, left), Err(why), "{whole}");
        }
        let long = "一二".repeat(300);
        assert_eq!(cut(&long, &"一".repeat(300)), Err(Refused::TooMany));
    }

    proptest! {
        #[test]
        fn whatever_is_deleted_the_rest_is_what_is_left(
            characters in prop::collection::vec(("[甲乙丙丁。]", any::<bool>()), 1..80)
        ) {
            let whole: String = characters.iter().map(|(one, _)| &**one).collect();
            let kept = characters.iter().filter(|(_, kept)| *kept);
            let left: String = kept.map(|(one, _)| &**one).collect();
            if let Ok(cuts) = cuts(&whole, &left) {
                let mut rest = whole.clone();
                for range in cuts.into_iter().rev() {
                    rest.replace_range(range, "");
                }
                prop_assert_eq!(rest, left);
            }
        }
    }
}
