//! English words in one spelling, and their stems.

use rust_stemmers::{Algorithm, Stemmer};

/// British spellings as American ones. That words become odd by it does no harm: every text and
/// every query goes the same way.
const ALIKE: &[(&str, &str)] = &[
    ("bour", "bor"),
    ("lour", "lor"),
    ("vour", "vor"),
    ("viour", "vior"),
    ("nour", "nor"),
    ("icence", "icense"),
    ("efence", "efense"),
    ("ffence", "ffense"),
    ("programme", "program"),
    ("tyre", "tire"),
];
const ENDINGS: &[(&str, &str)] = &[
    ("isation", "ization"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("ise", "ize"),
    ("tres", "ters"),
    ("tre", "ter"),
];
const PLURALS: &[(&str, &str)] = &[("buses", "bus"), ("gases", "gas")];

/// A word in small letters, spelled in one way.
pub(super) fn spelled(word: &str) -> String {
    // What the stemmer makes of them is another word than the singular.
    if let Some((_, singular)) = PLURALS.iter().find(|(plural, _)| *plural == word) {
        return (*singular).to_owned();
    }
    let mut word = word.to_owned();
    if word.len() < 4 || !word.is_ascii() {
        return word;
    }
    for (british, american) in ALIKE {
        if word.contains(british) {
            word = word.replace(british, american);
        }
    }
    for (british, american) in ENDINGS {
        if word.len() > british.len() + 2
            && let Some(start) = word.strip_suffix(british)
        {
            word = format!("{start}{american}");
            break;
        }
    }
    word
}

/// The stem of a word as [`spelled`] gives it.
pub(super) fn stem(word: &str) -> String {
    if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.to_owned();
    }
    Stemmer::create(Algorithm::English).stem(word).into_owned()
}

/// Words that say nothing of what somebody looks for. A query of nothing else keeps them.
pub(super) fn says_nothing(word: &str) -> bool {
    const ENGLISH: &[&str] = &[
        "a", "about", "an", "and", "any", "are", "as", "at", "be", "by", "can", "do", "does",
        "for", "from", "get", "has", "have", "here", "how", "i", "if", "in", "is", "it", "me",
        "my", "of", "on", "or", "our", "please", "should", "so", "that", "the", "there", "this",
        "to", "was", "we", "what", "when", "where", "which", "who", "why", "will", "with", "you",
        "your",
    ];
    // As they are folded.
    const CHINESE: &[&str] = &[
        "的",
        "了",
        "吗",
        "呢",
        "啊",
        "吧",
        "是",
        "在",
        "和",
        "与",
        "或",
        "也",
        "都",
        "就",
        "我",
        "你",
        "您",
        "他",
        "她",
        "我们",
        "你们",
        "他们",
        "这",
        "那",
        "有",
        "要",
        "想",
        "会",
        "被",
        "把",
        "让",
        "请",
        "请问",
        "怎么",
        "怎么办",
        "怎样",
        "如何",
        "哪里",
        "哪",
        "哪些",
        "什么",
        "可以",
        "可不可以",
        "能",
        "能不能",
        "多少",
        "几",
        "为什么",
        "为何",
        "有没有",
        "是否",
        "不",
        "得",
        "到",
        "去",
        "给",
        "跟",
        "很",
    ];
    ENGLISH.contains(&word) || CHINESE.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_and_forms_share_a_stem() {
        let stem = |word: &str| stem(&spelled(word));
        for (one, other) in [
            ("neighbours", "neighbor"),
            ("licence", "license"),
            ("centre", "centers"),
            ("buses", "bus"),
            ("organised", "organizing"),
            ("fines", "fined"),
            ("vaccination", "vaccinated"),
        ] {
            assert_eq!(stem(one), stem(other), "{one}");
        }
        assert_ne!(stem("hour"), stem("house"));
    }
}
