//! Account names on messengers and social networks, near the network's name. A mention
//! of another member (`@name`) alone is none.

use crate::{
    Kind,
    context::{pattern, previous},
    fold::Folded,
    hit::Hit,
};
use regex::Regex;
use std::sync::LazyLock;

const NETWORKS: &str = r"(?:(?-u:\b)(?:line|ig|instagram|insta|fb|facebook|messenger|telegram|tg|whatsapp|wechat|weixin|zalo|discord|dc|threads|twitter|github|gitlab|skype|kakao(?:talk)?|snapchat|tiktok|plurk|qq|signal|viber|youtube|yt)|賴|臉書|脸书|微信|抖音|噗浪|小紅書|推特|脆)";

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i){NETWORKS}( ?(?:的)? ?(?:id|帳號|账号|賬號|account|handle|暱稱))?( {{0,2}}(?:[:=]|是|為|叫|->|→|is|搜尋|搜|加|\() {{0,2}}| {{1,2}}|)(@?[a-z0-9_][a-z0-9._\-]{{2,31}}(?:#[0-9]{{4}})?)"
    ))
});
/// `@name on Instagram`, `@name (IG)`.
static REVERSED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(@[a-z0-9_][a-z0-9._]{{2,31}})(?: on | ?\(){NETWORKS}"
    ))
});
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:(?:facebook|fb|instagram|twitter|x|threads|github|tiktok|plurk)\.(?:com|net)|t\.me|line\.me/(?:R/)?ti/p|m\.me|wa\.me|zalo\.me)/(~?@?[a-z0-9][a-z0-9._\-]{2,40})",
    )
});
/// Path parts of the networks that are no account.
const PAGES: &[&str] = &[
    "groups",
    "events",
    "share",
    "sharer",
    "watch",
    "pages",
    "reel",
    "reels",
    "explore",
    "stories",
    "posts",
    "story.php",
    "permalink.php",
    "photo",
    "photo.php",
    "home",
    "intent",
    "hashtag",
    "search",
    "status",
    "login",
    "help",
    "about",
    "settings",
    "marketplace",
    "profile.php",
];

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    for found in NAMED.captures_iter(text) {
        let (Some(whole), Some(link), Some(name)) = (found.get(0), found.get(2), found.get(3))
        else {
            continue;
        };
        let id = found.get(1).is_some();
        let handle = name.as_str().trim_end_matches(['.', '-', '_']);
        let end = name.start() + handle.len();
        let bare = handle.trim_start_matches('@');
        if bare.len() < 3
            || previous(text, whole.start()) == Some('/')
            || is_address(text, end, bare)
        {
            continue;
        }
        let letters = bare.bytes().any(|b| b.is_ascii_alphabetic());
        let at = handle.starts_with('@');
        let link = link.as_str();
        let glued = link.is_empty() && !id && !at && whole.as_str().is_ascii();
        let coder = whole.as_str().starts_with(['g', 'G']);
        let telling = bare
            .bytes()
            .any(|b| b.is_ascii_digit() || b"._#".contains(&b))
            || coder && bare.contains('-');
        // "FB: please see" and "Twitter: Two" go on in words.
        let prose = !telling
            && (bare.starts_with(|c: char| c.is_ascii_uppercase())
                || text[end..]
                    .trim_start_matches(' ')
                    .starts_with(|c: char| c.is_ascii_alphabetic()));
        let linked = link.contains([':', '=', '→', '>']) && !prose;
        let plausible = !glued && (at || letters && (id || linked || telling && !is_version(bare)));
        if plausible {
            let confidence = if at || id || linked { 0.9 } else { 0.8 };
            hits.push(Hit::new(
                Kind::SocialId,
                name.start()..end,
                confidence,
                "keyword",
            ));
        }
    }
    for found in REVERSED.captures_iter(text) {
        if let Some(name) = found.get(1) {
            hits.push(Hit::new(Kind::SocialId, name.range(), 0.9, "keyword"));
        }
    }
    for found in LINK.captures_iter(text) {
        let Some(name) = found.get(1) else { continue };
        let handle = name.as_str().trim_end_matches(['.', '-', '_']);
        if !PAGES.contains(&handle.to_ascii_lowercase().as_str()) {
            hits.push(Hit::new(
                Kind::SocialId,
                name.start()..name.start() + handle.len(),
                0.9,
                "link",
            ));
        }
    }
}

/// `a.b@c.tw`, `https:` and `www.` after a network's name are no account's name.
fn is_address(text: &str, end: usize, name: &str) -> bool {
    text[end..].starts_with(['@', '/'])
        || text[end..].starts_with("://")
        || name.to_ascii_lowercase().starts_with("http")
        || name.to_ascii_lowercase().starts_with("www.")
}

fn is_version(name: &str) -> bool {
    name.trim_start_matches(['v', 'V'])
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b'.')
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
