//! IP addresses of connections and coordinates of homes. Versions and places in the city
//! have the same shapes and belong to nobody.

use crate::{
    Kind,
    context::{after, before, next, pattern, previous},
    fold::Folded,
    hit::Hit,
};
use regex::Regex;
use std::{
    net::{Ipv4Addr, Ipv6Addr},
    sync::LazyLock,
};

static V4: LazyLock<Regex> = LazyLock::new(|| pattern(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"));
static V6: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}"));
static VERSION_WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:版|版本|韌體|軔體|固件|更新到|升級到|(?-u:\b)(?:v|ver|version|firmware|release|build|chrome|android|ios|update[ds]? to))[^0-9\n]{0,4}$",
    )
});
static ADDRESS_WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)位址|位置|登入|連線|來源|對外|(?-u:\b)(?:ip|ipv4|ipv6|address|from|login|logged)(?-u:\b)",
    )
});

static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"([+\-]?[0-9]{1,3}\.[0-9]{3,10})°? ?[NSns]?[ ,/]{1,3}([+\-]?[0-9]{1,3}\.[0-9]{3,10})(?:°? ?[EWew](?-u:\b))?",
    )
});
static DEGREES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"[0-9]{1,2}° ?[0-9]{1,2}['′] ?[0-9]{1,2}(?:\.[0-9]{1,4})?["″]? ?[NSns]?[ ,]{0,3}[0-9]{1,3}° ?[0-9]{1,2}['′] ?[0-9]{1,2}(?:\.[0-9]{1,4})?["″]? ?[EWew]?"#,
    )
});
/// Words that make a point on the map somebody's.
static HOME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)我家|我們家|住處|住在|住家|我住|家裡|家在|宿舍|租屋|他家|她家|我的定位|定位在我|我的位置|(?-u:\b)(?:home|my house|my place|i live|lives? at|apartment|flat|dorm|my location)(?-u:\b)",
    )
});

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    for found in V4.find_iter(text) {
        let Ok(address) = found.as_str().parse::<Ipv4Addr>() else {
            continue;
        };
        let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        let end = found.end();
        let continued =
            next(text, end) == Some('.') && next(text, end + 1).is_some_and(|c| c.is_ascii_digit());
        let (left, right) = (previous(text, found.start()), next(text, end));
        if joined(left)
            || left == Some('.')
            || joined(right)
            || continued
            || right == Some('/') && text[end + 1..].starts_with(|c: char| c.is_ascii_digit())
        {
            continue;
        }
        let lead = before(text, found.start(), 14);
        let named = ADDRESS_WORD.is_match(lead);
        let [first, ..] = address.octets();
        let nobody = address.is_loopback()
            || address.is_unspecified()
            || address.is_broadcast()
            || address.is_multicast()
            || first == 0
            || first >= 240;
        if nobody
            || VERSION_WORD.is_match(lead)
            || (address.is_private() || address.is_link_local()) && !named
        {
            continue;
        }
        hits.push(Hit::new(
            Kind::Ip,
            found.range(),
            if named { 0.95 } else { 0.85 },
            if named {
                "format and keyword"
            } else {
                "format"
            },
        ));
    }
    for found in V6.find_iter(text) {
        let Ok(address) = found.as_str().parse::<Ipv6Addr>() else {
            continue;
        };
        let joined =
            |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == ':' || c == '_');
        let groups = found
            .as_str()
            .split(':')
            .filter(|group| !group.is_empty())
            .count();
        let local = address.segments()[0] & 0xffc0 == 0xfe80;
        let whole = groups >= 3 && found.as_str().contains(|c: char| c.is_ascii_digit());
        if whole
            && !local
            && !joined(previous(text, found.start()))
            && !joined(next(text, found.end()))
        {
            hits.push(Hit::new(Kind::Ip, found.range(), 0.95, "format"));
        }
    }
    for found in PAIR.captures_iter(text) {
        let (Some(whole), Some(latitude), Some(longitude)) =
            (found.get(0), found.get(1), found.get(2))
        else {
            continue;
        };
        let within =
            |number: &str, most: f64| number.parse::<f64>().is_ok_and(|value| value.abs() <= most);
        if within(latitude.as_str(), 90.0) && within(longitude.as_str(), 180.0) {
            home(text, whole.start(), whole.end(), hits);
        }
    }
    for found in DEGREES.find_iter(text) {
        home(text, found.start(), found.end(), hits);
    }
}

fn home(text: &str, start: usize, end: usize, hits: &mut Vec<Hit>) {
    let free = !previous(text, start).is_some_and(|c| c.is_ascii_alphanumeric() || c == '.')
        && !next(text, end).is_some_and(|c| c.is_ascii_digit());
    if free && (HOME.is_match(before(text, start, 30)) || HOME.is_match(after(text, end, 16))) {
        hits.push(Hit::new(
            Kind::Coordinates,
            start..end,
            0.85,
            "format and keyword",
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::{Kind, rules::testing::check};

    #[test]
    fn addresses() {
        check(
            Kind::Ip,
            &[
                ("對外是 203.0.113.77，", &["203.0.113.77"]),
                ("在 198.51.100.24:8080 大家", &["198.51.100.24"]),
                (
                    "192.0.2.145 and also v6 2001:db8:4c1f::7a.",
                    &["192.0.2.145", "2001:db8:4c1f::7a"],
                ),
                ("更新到韌體 1.0.4.12 之後", &[]),
                ("127.0.0.1 1.2.3.400 1.2.3.4.5 10.0.0.0/8", &[]),
                ("12:30:45 std::vec::push", &[]),
            ],
        );
    }

    #[test]
    fn coordinates() {
        check(
            Kind::Coordinates,
            &[
                ("我家在 22.6397, 120.3021 附近", &["22.6397, 120.3021"]),
                ("I live at 22.6397,120.3021", &["22.6397,120.3021"]),
                ("家裡 22°37'12\"N 120°18'5\"E", &["22°37'12\"N 120°18'5\"E"]),
                ("Sinkhole forming at 22.6397, 120.3021, right lane", &[]),
                ("座標 (22.6397, 120.3021) 有坑洞", &[]),
                ("我家 122.6397, 220.3021", &[]),
            ],
        );
    }
}
