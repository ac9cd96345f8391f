//! Account names that stand far from their network, or whose shape says it.

use super::{
    OFFICE_NEAR,
    shape::{is_measure, is_office, is_telling},
    trimmed,
};
use crate::{
    Kind,
    context::{after, before, pattern, previous},
    hit::Hit,
};
use regex::Regex;
use std::sync::LazyLock;

/// `@name@server`, of which there is no other kind.
pub(super) fn fediverse(text: &str, hits: &mut Vec<Hit>) {
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^@[a-z0-9_][a-z0-9_.\-]{0,30}@[a-z0-9][a-z0-9\-]*(?:\.[a-z0-9\-]+)*\.[a-z]{2,12}",
        )
    });
    for (at, _) in text.match_indices('@') {
        let joined =
            previous(text, at).is_some_and(|c| c.is_ascii_alphanumeric() || "._-+/@".contains(c));
        if joined {
            continue;
        }
        let Some(found) = NAME.find(after(text, at, 72)) else {
            continue;
        };
        if !is_office(found.as_str()) {
            hits.push(Hit::new(
                Kind::SocialId,
                at..at + found.end(),
                0.9,
                "format",
            ));
        }
    }
}

/// `name#1234`, as Discord had them.
pub(super) fn numbered(text: &str, hits: &mut Vec<Hit>) {
    static NAMED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)[a-z0-9_][a-z0-9_.]{2,31}$"));
    static DISCORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)discord|(?-u:\b)dc(?-u:\b)"));
    const THINGS: &[&str] = &[
        "issue", "room", "unit", "case", "ticket", "bus", "page", "order", "gate", "seat", "post",
        "pull", "commit", "floor", "number", "line", "comment", "step", "version", "apt", "suite",
        "invoice", "item", "box", "car", "repo", "github", "report", "lot", "bug", "task",
    ];
    for (at, _) in text.match_indices('#') {
        let rest = &text.as_bytes()[at + 1..];
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        if digits != 4
            || rest.get(4).is_some_and(|b| {
                b.is_ascii_alphanumeric()
                    || b"_-./".contains(b) && rest.get(5).is_some_and(u8::is_ascii_alphanumeric)
            })
        {
            continue;
        }
        let lead = before(text, at, 33);
        let Some(found) = NAMED.find(lead) else {
            continue;
        };
        let name = found.as_str();
        let start = at - name.len();
        let said =
            DISCORD.is_match(before(text, start, 60)) || DISCORD.is_match(after(text, at + 5, 30));
        let year = matches!(&rest[..2], b"19" | b"20");
        let thing = name
            .to_ascii_lowercase()
            .split(['_', '.'])
            .any(|word| THINGS.contains(&word));
        let free = previous(text, start)
            .is_none_or(|c| !c.is_ascii_alphanumeric() && !"@/-#.".contains(c));
        let person = name.bytes().filter(u8::is_ascii_lowercase).count() >= 3;
        if free && !thing && person && (said || !year) {
            let confidence = if said { 0.9 } else { 0.8 };
            hits.push(Hit::new(
                Kind::SocialId,
                start..at + 5,
                confidence,
                "format",
            ));
        }
    }
}

/// A name that the text comes back to after it spoke of a network: `新的是 name`.
pub(super) fn further(text: &str, networks: &[usize], hits: &mut Vec<Hit>) {
    static POINTS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r#"(?i)(?:新的?(?:帳號|id|賴)?(?:是|為|叫|:)|現在(?:是|用|改)?[是用成為]|[改換](?:成|用|為|加)|我的是|(?-u:\b)new (?:one|id|account|name|handle|user ?name)(?: is|'s|:)|(?-u:\b)now (?:it's|it is|i'm|i am)|(?-u:\b)(?:changed|switched|moved) (?:it )?to|(?-u:\b)mine is) ?[:「"]? ?(@?[a-z0-9][a-z0-9._\-]{3,30})"#,
        )
    });
    const DEVICES: &[&str] = &[
        "iphone", "ipad", "galaxy", "pixel", "samsung", "windows", "ios", "android", "redmi",
        "line", "v",
    ];
    for found in POINTS.captures_iter(text).filter_map(|found| found.get(1)) {
        let known = networks[..networks.partition_point(|&end| end <= found.start())]
            .last()
            .is_some_and(|&end| found.start() - end <= 160);
        let Some(range) = trimmed(text, found.start(), found.as_str()) else {
            continue;
        };
        let name = text[range.clone()].trim_start_matches('@');
        let lower = name.to_ascii_lowercase();
        let stem = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        let fits = is_telling(name)
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && !is_measure(name)
            && !DEVICES.contains(&stem);
        if known && fits && !is_office(name) && !OFFICE_NEAR.is_match(before(text, range.start, 20))
        {
            hits.push(Hit::new(Kind::SocialId, range, 0.8, "keyword"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Kind, rules::testing::check};

    #[test]
    fn names_apart() {
        check(
            Kind::SocialId,
            &[
                (
                    "我的 line 換手機全部不見了，新的是 aunt_1958，",
                    &["aunt_1958"],
                ),
                ("IG 被停用，改用 sunny_side.tw", &["sunny_side.tw"]),
                (
                    "My LINE changed, the new one is mei_ling88",
                    &["mei_ling88"],
                ),
                (
                    "Please delete frogking#0042 from the thread",
                    &["frogking#0042"],
                ),
                ("長毛象 @meow@g0v.social 歡迎追", &["@meow@g0v.social"]),
                ("LINE 也 ok：mi.yau_tw", &["mi.yau_tw"]),
                ("我的 line 換手機不見了，新的是 iphone15", &[]),
                ("see issue#5512, room#1204, order#2024", &[]),
                ("新的是 aunt_1958", &[]),
            ],
        );
        check(
            Kind::Email,
            &[
                ("follow @meow@toot.example.tw", &[]),
                ("meow@toot.example.tw", &["meow@toot.example.tw"]),
            ],
        );
    }
}
