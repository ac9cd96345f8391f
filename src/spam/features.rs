//! What of a text's looks speaks for spam, each with its weight; no word of it is kept.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{bayes::BUCKETS, scores::Repeated, watched::Said};
use crate::{
    context::Context,
    db::text_enum,
    keys::{Keys, Use},
    search::Folded,
};

text_enum! {
    /// Why a text looks like spam; its words are `spam-reason-CODE`.
    pub enum Code {
        /// It links elsewhere.
        Links = "links",
        /// Others said the same lately.
        Repeated = "repeated",
        /// They did so with links.
        RepeatedLinks = "repeated-links",
        /// Its author said the same lately.
        OwnRepeated = "own-repeated",
        /// It is written in capitals.
        Capitals = "capitals",
        /// A word is put together from letters of several scripts.
        MixedScripts = "mixed-scripts",
        /// The account is not a day old.
        NewAccount = "new-account",
        /// A field was filled that no person sees.
        Trap = "trap",
        /// The form came back sooner than anybody types.
        Fast = "fast",
        /// The form does not say when it was made, or is older than a proof can be.
        Untimed = "untimed",
        /// The browser sent no proof of work.
        NoProof = "no-proof",
        /// What moderators decided about texts of such words.
        Learned = "learned",
        /// A watched word stands in it.
        Watched = "watched",
    }
}

impl Code {
    /// What a reason of this kind counts, where it always counts the same. By default only the same
    /// text over and over, full of links and from new accounts, is held for its looks alone; else it
    /// takes what moderators decided.
    const fn weight(self) -> i32 {
        match self {
            Self::Links => 8,
            Self::Repeated | Self::RepeatedLinks | Self::OwnRepeated | Self::Watched => 20,
            Self::Capitals | Self::MixedScripts | Self::Untimed => 5,
            Self::NewAccount | Self::Fast | Self::NoProof => 10,
            Self::Trap => 40,
            Self::Learned => 0,
        }
    }
}

/// One reason, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub code: Code,
    /// What it adds to the score, or takes from it.
    pub weight: i32,
    /// Which watched word stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<i64>,
}

impl Reason {
    pub(super) const fn of(code: Code) -> Self {
        Self::weighing(code, code.weight())
    }

    pub(super) const fn weighing(code: Code, weight: i32) -> Self {
        Self {
            code,
            weight,
            word: None,
        }
    }

    pub(super) const fn watched(word: i64) -> Self {
        Self {
            word: Some(word),
            ..Self::of(Code::Watched)
        }
    }
}

/// The same text is so often there, beside the one that is judged, before that is a reason.
const OFTEN: i64 = 2;
/// So many tokens of a text are looked at.
const MOST_TOKENS: usize = 400;
/// The longest word that is a token, in characters.
const LONGEST_TOKEN: usize = 30;
/// Characters of one shingle: a piece of a text by which it is known again.
const SHINGLE: usize = 5;
/// A text of fewer shingles says what many say.
const FEWEST_SHINGLES: usize = 40;
/// In how many ways the least shingle of a text is sought; half of them make one band.
const WAYS: usize = 8;

/// What is seen of a text without asking the database.
pub(super) struct Looks {
    pub reasons: Vec<Reason>,
    pub links: usize,
    /// Where its tokens are counted.
    pub buckets: Vec<u16>,
    /// Keyed hashes by which nearly the same text is known again; none of a short one.
    pub bands: Option<(i64, i64)>,
}

impl Looks {
    pub fn of(context: &Context, said: &[Said]) -> Self {
        let config = &context.config;
        let own: Vec<&str> = std::iter::once(&config.base_url)
            .chain(&config.origins)
            .map(|url| url.as_str().trim_end_matches('/'))
            .collect();
        let keyed = Keyed::of(&config.keys);
        let links = links(said, &own);
        let seen = seen(said);
        Self {
            reasons: of_text(&seen, links),
            links,
            buckets: buckets(&keyed, &seen),
            bands: bands(&keyed, &seen),
        }
    }
}

/// All that a reader sees, in one.
pub(super) fn seen(said: &[Said]) -> String {
    let seen: Vec<&str> = said.iter().map(|one| one.seen.as_str()).collect();
    seen.join("\n")
}

/// How many links lead elsewhere than to Plaza and the city's own sites.
fn links(said: &[Said], own: &[&str]) -> usize {
    let of_one = |one: &Said| {
        let all = one.source.matches("://").count();
        let ours: usize = own.iter().map(|own| one.source.matches(own).count()).sum();
        all.saturating_sub(ours)
    };
    said.iter().map(of_one).sum()
}

/// The reasons that a text shows by itself.
pub fn of_text(seen: &str, links: usize) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if links > 0 {
        let more = i32::try_from(links.min(3)).unwrap_or(3) - 1;
        let weight = Code::Links.weight() + 6 * more;
        reasons.push(Reason::weighing(Code::Links, weight));
    }
    if shouts(seen) {
        reasons.push(Reason::of(Code::Capitals));
    }
    if mixes(seen) {
        reasons.push(Reason::of(Code::MixedScripts));
    }
    reasons
}

/// The reasons that the same text gives, which so many sent lately; what others said and what its author
/// said again are told apart.
pub(super) fn of_repetition(repeated: Repeated, links: usize) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if repeated.others >= OFTEN {
        reasons.push(Reason::of(Code::Repeated));
        reasons.extend((links > 0).then(|| Reason::of(Code::RepeatedLinks)));
    }
    if repeated.own >= OFTEN {
        // With links it counts as much as when others do it.
        let linking = if links > 0 {
            Code::RepeatedLinks.weight()
        } else {
            0
        };
        let weight = Code::OwnRepeated.weight() + linking;
        reasons.push(Reason::weighing(Code::OwnRepeated, weight));
    }
    reasons
}

fn shouts(seen: &str) -> bool {
    let letters = seen.chars().filter(char::is_ascii_alphabetic).count();
    let capitals = seen.chars().filter(char::is_ascii_uppercase).count();
    letters >= 30 && capitals * 10 > letters * 7
}

fn mixes(seen: &str) -> bool {
    let is_lookalike = |c: char| matches!(c, '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}');
    seen.split(|c: char| !c.is_alphabetic()).any(|word| {
        let latin = word.chars().filter(char::is_ascii_alphabetic).count();
        latin >= 2 && word.chars().any(is_lookalike)
    })
}

/// Hashes that nobody without the city's key can make.
pub struct Keyed([u8; 32]);

impl Keyed {
    pub fn of(keys: &Keys) -> Self {
        Self(keys.mac(Use::Spam, &[b"tokens"]))
    }

    fn hash(&self, bytes: &[u8]) -> u64 {
        let hash = Sha256::new()
            .chain_update(self.0)
            .chain_update(bytes)
            .finalize();
        let mut first = [0; 8];
        first.copy_from_slice(&hash[..8]);
        u64::from_be_bytes(first)
    }
}

/// In which buckets a text's tokens are counted, each once.
pub fn buckets(keyed: &Keyed, seen: &str) -> Vec<u16> {
    let all = BUCKETS as u64;
    let of_token = |token: &String| {
        let bucket = keyed.hash(token.as_bytes()) % all;
        u16::try_from(bucket).unwrap_or(0)
    };
    let buckets: BTreeSet<u16> = tokens(seen).iter().map(of_token).collect();
    buckets.into_iter().collect()
}

/// The words of scripts with spaces, and each two characters that stand beside each other of those
/// without, in one form.
fn tokens(seen: &str) -> BTreeSet<String> {
    let folded = Folded::of(seen).text;
    let is_spaced = |c: char| c.is_alphanumeric() && c < '\u{2e80}';
    let mut tokens = BTreeSet::new();
    let pieces = folded.split(|c: char| !c.is_alphanumeric());
    for piece in pieces.filter(|piece| !piece.is_empty()) {
        let words = piece.split(|c| !is_spaced(c));
        let words = words.filter(|word| (2..=LONGEST_TOKEN).contains(&word.chars().count()));
        tokens.extend(words.map(str::to_owned));
        let characters: Vec<char> = piece.chars().collect();
        let pairs = characters
            .windows(2)
            .filter(|pair| !pair.iter().any(|c| is_spaced(*c)));
        tokens.extend(pairs.map(|pair| pair.iter().collect::<String>()));
        if tokens.len() > MOST_TOKENS {
            break;
        }
    }
    tokens
}

/// Two hashes of the text's least shingles (MinHash): two texts that say nearly the same agree in one of
/// them nearly always, and others nearly never.
fn bands(keyed: &Keyed, seen: &str) -> Option<(i64, i64)> {
    let folded = Folded::of(seen).text;
    let letters: Vec<char> = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.len() < FEWEST_SHINGLES + SHINGLE {
        return None;
    }
    let mut least = [u64::MAX; WAYS];
    for shingle in letters.windows(SHINGLE) {
        let hash = shingle
            .iter()
            .fold(0, |hash, c| mixed(hash ^ u64::from(u32::from(*c))));
        for (way, least) in (1..).zip(&mut least) {
            *least = (*least).min(mixed(hash ^ mixed(way)));
        }
    }
    let band = |ways: &[u64]| {
        let bytes: Vec<u8> = ways.iter().flat_map(|way| way.to_be_bytes()).collect();
        i64::from_be_bytes(keyed.hash(&bytes).to_be_bytes())
    };
    Some((band(&least[..WAYS / 2]), band(&least[WAYS / 2..])))
}

/// Spreads a number over all bits (the last step of SplitMix64).
const fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyed(secret: u8) -> Keyed {
        Keyed::of(&Keys::new([secret; 32]))
    }

    #[test]
    fn tokens_are_words_and_pairs_of_characters() {
        let all = tokens("路燈 壞了，看 YouBike2.0 的App");
        let some = ["路灯", "坏了", "youbike2", "app"];
        assert!(some.iter().all(|token| all.contains(*token)), "{all:?}");
        assert!(!all.contains("灯坏"), "a space stands between");
        assert!(!all.contains("0"), "one character says nothing");
    }

    #[test]
    fn buckets_depend_on_the_key_alone() {
        let text = "便宜貸款，快來找我們";
        assert_eq!(buckets(&keyed(1), text), buckets(&keyed(1), text));
        assert_ne!(buckets(&keyed(1), text), buckets(&keyed(2), text));
        assert!(buckets(&keyed(1), "").is_empty());
    }

    #[test]
    fn nearly_the_same_text_is_known_again_and_another_is_not() {
        let text = "請問愛河邊的路燈什麼時候會修好？昨天晚上經過的時候又是一片漆黑，老人家走在那裡很危險，希望市府趕快派人來看一看，謝謝。";
        let one = bands(&keyed(1), text).expect("long enough");
        let spaced = text.replace('，', "， ").replace("路燈", "路灯");
        assert_eq!(bands(&keyed(1), &spaced), Some(one));
        let other = text.chars().rev().collect::<String>();
        let other = bands(&keyed(1), &other).expect("as long");
        assert!(one.0 != other.0 && one.1 != other.1);
        assert_eq!(bands(&keyed(1), "謝謝"), None);
    }

    #[test]
    fn looks_have_their_weights() {
        let weight = |seen: &str, links| -> i32 {
            let reasons = of_text(seen, links);
            reasons.iter().map(|reason| reason.weight).sum()
        };
        assert_eq!(weight("路燈壞了", 0), 0);
        assert_eq!(
            [1, 2, 3, 9].map(|links| weight("看", links)),
            [8, 14, 20, 20]
        );
        assert_eq!(weight("BUY NOW AND GET THE CHEAPEST LOAN IN TOWN", 0), 5);
        assert_eq!(weight("p\u{430}ypal", 0), 5);
        assert_eq!(weight("MRT 捷運 NTD", 0), 0);
    }

    #[test]
    fn what_others_said_and_what_one_says_again_are_two_reasons() {
        let told = |own, others, links| -> Vec<(Code, i32)> {
            let reasons = of_repetition(Repeated { own, others }, links);
            let told = reasons.iter().map(|reason| (reason.code, reason.weight));
            told.collect()
        };
        assert_eq!(told(1, 1, 3), []);
        assert_eq!(told(0, 2, 0), [(Code::Repeated, 20)]);
        let others = [(Code::Repeated, 20), (Code::RepeatedLinks, 20)];
        assert_eq!(told(1, 2, 1), others);
        assert_eq!(told(2, 1, 0), [(Code::OwnRepeated, 20)]);
        assert_eq!(told(2, 0, 1), [(Code::OwnRepeated, 40)]);
        let both = [(Code::Repeated, 20), (Code::OwnRepeated, 20)];
        assert_eq!(told(2, 2, 0), both);
    }
}
