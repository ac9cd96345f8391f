//! Account names on messengers and social networks, near the network's name, and profile
//! links. A mention of another member (`@name`) alone is none, and neither is the account
//! of an office.

mod apart;
mod shape;
mod words;

use self::{
    shape::{is_domain, is_file, is_measure, is_office, is_telling},
    words::{FILLERS, LABEL_FILLERS, LABELS, LINKS, NETWORKS, PAGES, WEAK, WORDS_OF_PROSE},
};
use crate::{
    Kind,
    context::{after, before, in_address, is_word, next, pattern, previous, words},
    fold::Folded,
    hit::Hit,
};
use aho_corasick::AhoCorasick;
use regex::Regex;
use std::{ops::Range, sync::LazyLock};

static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    words(
        NETWORKS
            .iter()
            .chain(WEAK)
            .chain(LABELS)
            .chain(LINKS)
            .copied(),
    )
});

/// Words and signs between a network and the name, and what they say.
static SIGN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"^(?:(?P<link>[:=]|→|⇒|是|為|叫做?|搜尋?|查|找|加|改[成用為]?|換[成用]?)|(?P<label>帳號|账号|賬號|帳戶|暱稱|昵称|名稱|名字|用戶名稱?|使用者|代[碼號]|網址|頻道|個人頁|頁面|專頁|粉專|號碼?|帳)|[ ,(「『【"'`*\-~>|/;]|的|我們?|他|她|你|妳|用|請|可以?|直接|也|都|就|好友|給|上面?|人是|私訊?|敲|聯絡|聯繫|傳|也?(?:行|通|ok)|của|或|跟|和|與|同步|限|小帳|大帳|本人)"#,
    )
});
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:live:)?[@~]?[a-z0-9_](?:\.?[a-z0-9._\-]){2,39}(?:#[0-9]{3,5}(?-u:\b))?(?:@[a-z0-9\-]+(?:\.[a-z0-9\-]+)+)?",
    )
});
/// A name before its network: `foo_bar (IG)`, `@foo on Instagram`, `foo88 是我的 LINE`.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i)((?:live:)?@?[a-z0-9_][a-z0-9._\-]{2,31}(?:#[0-9]{3,5})?)["'」』]?( (?:on|in|via) (?:my )?| ?\(| ?,? ?(?:就?是)(?:我|他|她|我們|本人)?的? ?| ?的 ?| is (?:my|his|her|the) |'s )$"#,
    )
});
static HANDLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^@[a-z0-9_][a-z0-9._]{2,31}"));
/// Another name of the same person in the same breath.
static ANOTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i)^["'」』)]?(?: ?(?:[、/,;&]|或|和|跟|與) ?(?:我的是 ?)?| (?:or|and) | ?(?:[,;] ?)?不是 ?|,? ?(?:我的?是|另一個是|小帳是?) ?[:「]?)"#,
    )
});
/// Words that make an `@name` somebody's account rather than a mention here.
static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)帳號|帳戶|追蹤|粉絲|限動|貼文者|直播|頻道|網紅|小帳|私訊|標記|(?-u:\b)(?:follow(?:ing|ed)?|dm|dms|handle|account|tagged|posted by|username)(?-u:\b)",
    )
});
static CONTACT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)加我|加好友|加入|找我|搜尋|私訊|密我|聯絡我|加賴|追蹤|(?-u:\b)(?:add me|find me|dm me|contact me|message me|text me)(?-u:\b)",
    )
});
/// Identifiers of things.
static THING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:trace|session|order|case|tax|national|txn|transaction|device|apple|ticket|error|build|employee|student|bank|banking|e-?mail|gmail|wi-?fi|steam\w+|銀行|郵局|信箱|學校|市民|論壇|登入|系統|會員) ?$",
    )
});
static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:官方|市府|縣府|政府|公所|[\p{Han}][局處署所部]|捷運|公車|客服|小編|official|city(?: hall)?|government|council|bureau)(?:的|'s| |,)*$",
    )
});
/// The same with the network's name between.
static OFFICE_NEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:官方|市府|縣府|政府|公所|[環警衛教交工文社勞消觀]\p{Han}{0,2}局|official|city hall|government)[^,;。!?\n]{0,12}$",
    )
});

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    // Where the last network was named; names further on may go back to it.
    let mut network: Option<usize> = None;
    let mut networks: Vec<usize> = Vec::new();
    for word in WORDS.find_iter(text) {
        let (start, end, index) = (word.start(), word.end(), word.pattern().as_usize());
        let written = &text[start..end];
        if index >= NETWORKS.len() + WEAK.len() + LABELS.len() {
            let lead = before(text, start, 4);
            let own = ["www.", "//m.", " m."]
                .iter()
                .any(|host| lead.ends_with(host));
            let part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
            if own || !lead.ends_with(part) {
                link(text, end, hits);
            }
            continue;
        }
        let inside = written.is_ascii()
            && (!is_word(text, start, end)
                || matches!(previous(text, start), Some('@' | '.' | '-' | '#'))
                || previous(text, start) == Some('/') && in_address(text, start)
                || matches!(next(text, end), Some('.' | '-' | '_'))
                    && text[end + 1..].starts_with(|c: char| c.is_ascii_alphanumeric()));
        if inside {
            continue;
        }
        let label = index >= NETWORKS.len() + WEAK.len();
        if label {
            let lead = before(text, start, 24);
            let named = network.is_some_and(|at| start - at <= 200)
                || CONTACT.is_match(lead)
                || NETWORK_AFTER.is_match(after(text, end, 44));
            if named && !THING.is_match(lead) {
                let strength = Strength {
                    strong: true,
                    labelled: true,
                    sober: true,
                };
                forward(text, end, strength, hits);
            }
            continue;
        }
        if OFFICE.is_match(before(text, start, 10)) {
            continue;
        }
        network = Some(end);
        networks.push(end);
        let strength = Strength {
            strong: index < NETWORKS.len(),
            labelled: written.eq_ignore_ascii_case("line id"),
            // "red line: platform" and "signal strong" are English.
            sober: matches!(
                written,
                "line"
                    | "signal"
                    | "steam"
                    | "threads"
                    | "medium"
                    | "matrix"
                    | "snap"
                    | "imo"
                    | "Signal"
                    | "x"
                    | "X"
            ),
        };
        forward(text, end, strength, hits);
        backward(text, start, hits);
    }
    alone(text, &networks, hits);
    apart::fediverse(text, hits);
    apart::numbered(text, hits);
    if !networks.is_empty() {
        apart::further(text, &networks, hits);
    }
}

static NETWORK_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[^\n]{3,34}(?:dcard|(?-u:\b)(?:line|ig|fb|ptt|telegram|discord|threads|instagram)(?-u:\b)|臉書|微信)",
    )
});

#[derive(Clone, Copy)]
struct Strength {
    /// The network's name alone makes a name beside it likely.
    strong: bool,
    /// A word for an account was read.
    labelled: bool,
    /// The network's name is a common word too: take only what looks like nothing else.
    sober: bool,
}

/// A name after a network or a word for an account that ends at `at`.
fn forward(text: &str, at: usize, mut strength: Strength, hits: &mut Vec<Hit>) {
    const MOST_STEPS: usize = 14;
    let window = after(text, at, 72);
    let named_already = strength.labelled;
    let (mut offset, mut steps) = (0, 0);
    let (mut colon, mut verb, mut called) = (false, false, false);
    loop {
        let rest = &window[offset..];
        // "tiktok @ name"
        if let Some(apart) = rest.strip_prefix("@ ") {
            offset = window.len() - apart.len();
            verb = true;
            continue;
        }
        let token = token(rest);
        let lower = token.to_ascii_lowercase();
        if FILLERS.contains(&lower.as_str()) && !rest[token.len()..].starts_with('@') {
            strength.labelled |= LABEL_FILLERS.contains(&lower.as_str());
            called |= matches!(lower.as_str(), "as" | "under" | "called");
            offset += token.len();
        } else if !token.is_empty() {
            break;
        } else if let Some(sign) = SIGN.captures(rest) {
            let whole = &sign[0];
            strength.labelled |= sign.name("label").is_some();
            colon |= matches!(whole, ":" | "=" | "→" | "⇒");
            verb |= sign.name("link").is_some();
            offset += whole.len();
        } else if let Some(arrow) = rest.strip_prefix('>') {
            offset = window.len() - arrow.len();
        } else {
            return;
        }
        steps += 1;
        if steps > MOST_STEPS || offset > 60 {
            return;
        }
    }
    // Glued to the network: "IG5000".
    if offset == 0
        && !named_already
        && !window.starts_with('@')
        && at > 0
        && text[..at].ends_with(|c: char| c.is_ascii())
    {
        return;
    }
    let gap = &window[..offset];
    if gap.contains("official") {
        return;
    }
    let Some(found) = NAME.find(&window[offset..]) else {
        return;
    };
    let Some(range) = trimmed(text, at + offset, found.as_str()) else {
        return;
    };
    let name = &text[range.clone()];
    let bare = name.trim_start_matches(['@', '~']);
    let linked = colon || verb;
    let tagged = name.starts_with(['@', '~']) || name.starts_with("live:");
    let letters = bare.bytes().any(|b| b.is_ascii_alphabetic());
    if !letters {
        let digits = strength.strong
            && (5..=20).contains(&bare.len())
            && bare.bytes().all(|b| b.is_ascii_digit())
            && !bare.starts_with('0')
            && !bare.starts_with("886")
            && (text[..at].ends_with("QQ") || text[..at].ends_with("qq"))
            && (linked || strength.labelled || bare.len() >= 8);
        if digits {
            hits.push(Hit::new(Kind::SocialId, range, 0.85, "keyword"));
        }
        return;
    }
    let telling = is_telling(bare);
    let hyphened = bare.contains('-') && !bare.contains(|c: char| c.is_ascii_uppercase());
    let continued = text[range.end..]
        .trim_start_matches(' ')
        .starts_with(|c: char| c.is_ascii_alphabetic())
        && text[range.end..].starts_with(' ');
    let capital = bare.starts_with(|c: char| c.is_ascii_uppercase());
    let lower = bare.to_ascii_lowercase();
    let prose = WORDS_OF_PROSE.contains(&lower.as_str());
    let plain = !prose && bare.len() >= 3 && {
        let free = !capital && !continued;
        strength.labelled && (free || (!continued || !capital) && linked)
            || !strength.sober && free && (colon || called)
            || !strength.sober && free && verb && !gap.is_ascii()
    };
    let fits = tagged
        || (telling || hyphened) && (strength.labelled || linked && !is_measure(bare))
        || strength.strong
            && (telling || hyphened && gap.trim_matches(' ').is_empty())
            && !is_measure(bare)
        || plain && !(named_already && strength.sober && !linked);
    let sure = tagged || strength.labelled || linked;
    let common = strength.sober && !sure && !telling;
    let weak = !(strength.strong || tagged || sure && telling);
    if !fits || common || weak || is_office(bare) {
        return;
    }
    let confidence = if sure { 0.9 } else { 0.8 };
    let mut end = range.end;
    hits.push(Hit::new(Kind::SocialId, range, confidence, "keyword"));
    // Others in the same breath.
    while let Some(joint) = ANOTHER.find(after(text, end, 16)) {
        let from = end + joint.end();
        let Some(found) = NAME.find(after(text, from, 48)) else {
            return;
        };
        let Some(range) = trimmed(text, from, found.as_str()) else {
            return;
        };
        let name = &text[range.clone()];
        let alike = name.starts_with('@')
            || is_telling(name)
                && name.bytes().any(|b| b.is_ascii_lowercase())
                && !is_measure(name);
        if !alike || is_office(name) {
            return;
        }
        end = range.end;
        hits.push(Hit::new(Kind::SocialId, range, 0.85, "keyword"));
    }
}

/// A name before a network that starts at `at`.
fn backward(text: &str, at: usize, hits: &mut Vec<Hit>) {
    let window = before(text, at, 52);
    let Some(found) = BEFORE.captures(window) else {
        return;
    };
    let (Some(name), Some(gap)) = (found.get(1), found.get(2)) else {
        return;
    };
    let start = at - window.len() + name.start();
    let written = name.as_str();
    let bare = written.trim_start_matches('@');
    let tagged = written.starts_with('@');
    let lead = &window[..name.start()];
    let sober = bare.bytes().any(|b| b.is_ascii_lowercase())
        && is_telling(bare)
        && !is_measure(bare)
        && !is_file(bare);
    // "saw it on IG" after a name of a thing says nothing.
    let told = !gap.as_str().starts_with(" on")
        && !gap.as_str().starts_with(" in")
        && !gap.as_str().starts_with(" via")
        || CONTACT.is_match(lead)
        || lead.to_ascii_lowercase().ends_with("find ")
        || lead.to_ascii_lowercase().ends_with("i'm ")
        || lead.to_ascii_lowercase().ends_with("add ");
    let open = previous(text, start)
        .is_none_or(|c| !c.is_ascii_alphanumeric() && !matches!(c, '@' | '.' | '/' | '_' | '-'));
    if open && (tagged || sober && told) && !is_office(bare) {
        hits.push(Hit::new(
            Kind::SocialId,
            start..start + written.len(),
            0.88,
            "keyword",
        ));
    }
}

/// `@name` where a network was named not far before, or that words around call an account.
fn alone(text: &str, networks: &[usize], hits: &mut Vec<Hit>) {
    for (at, _) in text.match_indices('@') {
        if previous(text, at).is_some_and(|c| c.is_ascii_alphanumeric() || "._-+/@".contains(c)) {
            continue;
        }
        let Some(found) = HANDLE.find(after(text, at, 40)) else {
            continue;
        };
        let Some(range) = trimmed(text, at, found.as_str()) else {
            continue;
        };
        let lead = before(text, at, 20);
        let known = networks[..networks.partition_point(|&end| end <= at)]
            .last()
            .is_some_and(|&end| at - end <= 120);
        let told = ABOUT.is_match(lead) || ABOUT.is_match(after(text, range.end, 24));
        if (known || told)
            && !is_office(&text[range.clone()])
            && !OFFICE_NEAR.is_match(lead)
            && !is_domain(&text[range.clone()])
        {
            hits.push(Hit::new(Kind::SocialId, range, 0.82, "keyword"));
        }
    }
}

/// The account of a profile link whose path starts at `at`.
fn link(text: &str, at: usize, hits: &mut Vec<Hit>) {
    let path = after(text, at, 48);
    let name: &str = path
        .split(|c: char| !c.is_ascii_alphanumeric() && !"._-~@".contains(c))
        .next()
        .unwrap_or_default()
        .trim_end_matches(['.', '-']);
    // LINE writes "~" before the name in its links.
    let (at, name) = match name.strip_prefix('~') {
        Some(rest) => (at + 1, rest),
        None => (at, name),
    };
    let path = &text[at..];
    let bare = name.trim_start_matches('@');
    let page = PAGES.contains(&bare.to_ascii_lowercase().as_str());
    let phone = bare.bytes().all(|b| b.is_ascii_digit()) && text[..at].ends_with("wa.me/");
    if bare.len() >= 2
        && !page
        && !phone
        && !is_office(bare)
        && !path[name.len()..].starts_with('*')
    {
        hits.push(Hit::new(Kind::SocialId, at..at + name.len(), 0.9, "link"));
    }
}

/// The letters, digits and joints at the start of `text`, without what ends a sentence.
fn token(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && !"._-@~'#".contains(c))
        .unwrap_or(text.len());
    let token = &text[..end];
    if token.starts_with(['\'', '-', '~'])
        && !token[1..].starts_with(|c: char| c.is_ascii_alphanumeric())
        || token.starts_with(['\'', '-'])
    {
        return "";
    }
    token.trim_end_matches(['.', '-', '\''])
}

/// `name` without the sentence's punctuation, unless it is an address or masked.
fn trimmed(text: &str, start: usize, name: &str) -> Option<Range<usize>> {
    let handle = name.trim_end_matches(['.', '-']);
    let end = start + handle.len();
    let rest = &text[end..];
    let bare = handle.trim_start_matches(['@', '~']);
    let lower = bare.to_ascii_lowercase();
    // `@name@server` is a name of the fediverse, `name@server` an e-mail address.
    let mail = !handle.starts_with('@') && handle.contains('@');
    let address = mail
        || rest.starts_with(['@', '*', '…'])
        || rest.starts_with(" @ ")
        || rest.starts_with("(at)")
        || rest.starts_with(" (at)")
        || rest.starts_with("[at]")
        || rest.starts_with("小老鼠")
        || rest.starts_with('/') && bare.contains('.')
        || rest.starts_with("://")
        || lower.starts_with("http")
        || lower.starts_with("www.")
        || !handle.starts_with('@') && is_domain(&lower)
        || is_file(&lower);
    (bare.len() >= 3 && !address).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use crate::{Kind, rules::testing::check};

    #[test]
    fn account_names() {
        check(
            Kind::SocialId,
            &[
                ("賴：momo_1108kh\n", &["momo_1108kh"]),
                ("Zalo是honglien.vn92，", &["honglien.vn92"]),
                ("請加 Line ID hakka.mom88 或", &["hakka.mom88"]),
                ("IG：@dodo.chiu_tw", &["@dodo.chiu_tw"]),
                (
                    "丟 GitHub kao-bus-nerd 或 busnerd@example.com",
                    &["kao-bus-nerd"],
                ),
                ("Telegram @hamasen_dad or", &["@hamasen_dad"]),
                ("Her FB is lo.laoshi.khh.", &["lo.laoshi.khh"]),
                ("Discord：allen_dai#0427", &["allen_dai#0427"]),
                ("https://www.instagram.com/dodo.chiu_tw/", &["dodo.chiu_tw"]),
                ("LINE ID：wangming", &["wangming"]),
                ("加我賴 momo_11", &["momo_11"]),
                ("find @dodo_chiu on Instagram", &["@dodo_chiu"]),
                (
                    "要進LINE群組的加我 ID：mama.cheng2019 我審核",
                    &["mama.cheng2019"],
                ),
                ("IG限動有人亂傳，帳號是@tw.news_888x，", &["@tw.news_888x"]),
                ("或LINE我 hualien-azhen66", &["hualien-azhen66"]),
                ("貼了 @yu.draws_的貼紙，那個畫圖的帳號", &["@yu.draws_"]),
                (
                    "有沒有玩 Steam 的？我 id 是 kh_salt_chicken，",
                    &["kh_salt_chicken"],
                ),
                ("ID 是 hualien_house 的 Dcard 卡友", &["hualien_house"]),
                (
                    "在IG被盜圖，對方帳號 cijin_sunset__official ，我的是 @cijin.sunset ，",
                    &["cijin_sunset__official", "@cijin.sunset"],
                ),
                ("檢舉人帳號是 PTT eggpancake5566，", &["eggpancake5566"]),
                (
                    "my x handle @sarak_in_kh and my skype live:sarak.1987 to",
                    &["@sarak_in_kh", "live:sarak.1987"],
                ),
                ("妳的IG是「rainy_tuesday.tw」可是", &["rainy_tuesday.tw"]),
                (
                    "Line是 aming-2012 不是 aming2012 那個",
                    &["aming-2012", "aming2012"],
                ),
                ("t.me/fastcash_boss，我", &["fastcash_boss"]),
                ("臉書 facebook.com/wuling.pear.3) 一直", &["wuling.pear.3"]),
                ("Discord tag Player#1234", &["Player#1234"]),
                ("https://line.me/ti/p/~harry99", &["harry99"]),
                ("tiktok @ dancer.zz", &["dancer.zz"]),
                ("find me on discord as frogking", &["frogking"]),
                ("kh_cat88 (IG)", &["kh_cat88"]),
                ("QQ：385720194", &["385720194"]),
                ("Threads/IG 都是 foo_bar.kh", &["foo_bar.kh"]),
                ("add me on line: robert88kh", &["robert88kh"]),
            ],
        );
    }

    #[test]
    fn no_account_names() {
        check(
            Kind::SocialId,
            &[
                ("LINE Pay 和 line up 和 online abc_1", &[]),
                ("FB is down", &[]),
                ("http://goo.gl/fb/83ib3 http://event.weibo.com/1072288", &[]),
                ("on IG as well, on FB as soon as", &[]),
                ("LINE ID is required to join", &[]),
                ("市府官方 LINE @kaohsiung1999", &[]),
                ("追蹤高雄市政府IG @kaohsiung.city 拿好禮", &[]),
                ("on the red line: visa ending 3317", &[]),
                ("DC 12V 變壓器，70 x 45 cm，IG 5000粉", &[]),
                ("LINE 13.2.1、Discord v2.3 都一樣", &[]),
                ("trace id 8f3e-11ab", &[]),
                ("IG story 5000", &[]),
                ("賴先生 賴 Kevin", &[]),
                ("Twitter: Two more, FB: please see", &[]),
                ("Facebook Job-Hunting App", &[]),
                ("問 @admin_khh", &[]),
                ("FB: foo@example.com", &[]),
                ("FB：https://example.tw", &[]),
                ("https://facebook.com/groups/kh", &[]),
            ],
        );
        check(Kind::Phone, &[("賴：0912345678", &["0912345678"])]);
    }
}
