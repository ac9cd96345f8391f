//! IP addresses of connections and coordinates of homes. Versions and places in the city
//! have the same shapes and belong to nobody.

use crate::{
    Kind,
    context::{after, before, is_word, next, pattern, previous, words},
    fold::Folded,
    hit::Hit,
};
use aho_corasick::AhoCorasick;
use regex::Regex;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    ops::Range,
    sync::LazyLock,
};

static VERSION_WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:版|版本|版號|韌體|軔體|固件|驅動|更新[到至成為]?|[升降退]級?[到至回成]?|第|§|(?-u:\b)(?:v|ver|version|firmware|release|build|driver|patch|app|chrome|android|ios|upgraded?|downgraded?|sections?|chapter|update[ds]?)(?: to)?)[^0-9\n]{0,4}$",
    )
});
static VERSION_AFTER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^ ?(?:[這此舊新]?版|韌體|[條節項款]|version|release)"));
static ADDRESS_WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)位址|位置|登入|連線|連到|來源|對外|固定|封鎖|黑名單|(?-u:\b)(?:ips?|ipv4|ipv6|address|from|login|logged|ping|traceroute)(?-u:\b)",
    )
});
static ADDRESS_WORDS: LazyLock<AhoCorasick> =
    LazyLock::new(|| words(["ip", "ips", "ipv4", "位址"]));
/// Written with spaces, or with its last part hidden by the forum itself.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[^0-9.])([0-9]{1,3}(?: ?\. ?[0-9]{1,3}){3}|[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.x{1,3})(?-u:\b)",
    )
});
/// Resolvers that anybody uses: nobody's connection.
const RESOLVERS: &[&str] = &[
    "8.8.8.8",
    "8.8.4.4",
    "1.1.1.1",
    "1.0.0.1",
    "9.9.9.9",
    "168.95.1.1",
    "168.95.192.1",
    "101.101.101.101",
    "101.102.103.104",
    "208.67.222.222",
    "208.67.220.220",
    "2001:4860:4860::8888",
    "2001:4860:4860::8844",
    "2606:4700:4700::1111",
    "2606:4700:4700::1001",
    "2001:b000:168::1",
    "2001:b000:168::2",
];

const LEAD: &str = r"(?:(?:[北南東西][緯經]|緯度|經度|(?-u:\b)(?:lat(?:itude)?|lon(?:gitude)?|lng|long)(?-u:\b)\.?) ?[:=]? ?|(?-u:\b)[NSEW] ?)?";
const NUMBER: &str = r"[+\-]?[0-9]{1,3}\.[0-9]{3,10}";
const TAIL: &str = r" ?[°º度]?(?: ?[NSEW](?-u:\b))?";

static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i){LEAD}({NUMBER}){TAIL}(?: {{0,2}}[,/、;|&] {{0,2}}| {{1,2}}|(?: and |和)|)(?:{LEAD})({NUMBER}){TAIL}"
    ))
});
static DEGREES: LazyLock<Regex> = LazyLock::new(|| {
    let angle = format!(
        r#"{LEAD}[0-9]{{1,3}}(?:\.[0-9]{{1,8}})? ?[°º度] ?(?:[0-9]{{1,2}}(?:\.[0-9]{{1,6}})? ?(?:['′’]|分) ?)?(?:[0-9]{{1,2}}(?:\.[0-9]{{1,4}})? ?(?:["″”]|''|’’|秒))?(?: ?[NSEW](?-u:\b))?"#
    );
    pattern(&format!(r"(?i){angle}[ ,、/]{{0,3}}{angle}"))
});
/// Words that make a point on the map somebody's.
static HOME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)[我他她]家|們家|[老自娘婆舊新]家|(?:^|[^大人國專店商買賣廠])家[在的]|住[處家在所址戶宅宿]|我住|居住|自宅|住著|獨居|家[裡中門母父]|在家|[我阿][爸媽公嬤]|奶奶|外婆|宿舍|租屋|套房|租的|府上|厝|兜|農舍|我的?(?:定位|位置|座標|房間|房子)|定位在我|你的位置|我的地址|找得到我|救命|求救|救援|受困|被困|困在|跌倒|走失|叫救護車|(?-u:\b)(?:rumah|bahay|nhà (?:em|tôi|mình)|help (?:me|us)|trapped|stranded|stuck in|ambulance to|rescue us|fell down|has fallen|father fell|mother fell)(?-u:\b)|(?-u:\b)(?:home|house|my place|our place|i live|we live|lives?|living at|apartment|flat|dorm|my room|my location|my address|where i (?:live|stay)|staying at|residence|my door)(?-u:\b)",
    )
});
/// A house's address with its point beside it.
static ADDRESS_NEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)[0-9之]號(?:[0-9]{1,2}(?:樓|f)(?:之[0-9]{1,2})?)?[ ,:(、/]{0,3}(?:gps|座標|定位|經緯度|location|coordinates)?[ :(]{0,3}$",
    )
});
/// Words of what is reported to the city; the point is theirs if they stand nearer to it.
static MATTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)坑|窟窿|凹陷|路燈|號誌|紅綠燈|人孔|水溝|積水|淹水|垃圾|路樹|倒塌|落石|坍|車禍|事故|違停|電[線信]?桿|塗鴉|施工|工地|站牌|公園|步道|山屋|景點|觀測|測站|(?-u:\b)(?:potholes?|sinkholes?|cracks?|street ?lights?|lamps?|manholes?|floods?|flooded|dump|trash|leak|accident|crash|graffiti|bus stop|park|trail|station)(?-u:\b)",
    )
});

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    numbers(text, hits);
    labelled(text, hits);
    if text.contains(" . ") {
        spaced(text, hits);
    }
    if ["E1", "E 1"].iter().any(|east| text.contains(east)) {
        for found in BARE_DEGREES.find_iter(text) {
            home(text, found.range(), hits);
        }
    }
    if text.contains(['°', 'º', '緯']) {
        for found in DEGREES.find_iter(text) {
            let written = found.as_str().trim_end();
            if written.matches(['°', 'º', '度']).count() >= 2 {
                home(text, found.start()..found.start() + written.len(), hits);
            }
        }
    }
}

/// `N23 28 41.2 E120 44 09.7`.
static BARE_DEGREES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)[NS] ?[0-9]{1,2} [0-9]{1,2} [0-9]{1,2}(?:\.[0-9]{1,4})?[ ,]{1,2}[EW] ?[0-9]{1,3} [0-9]{1,2} [0-9]{1,2}(?:\.[0-9]{1,4})?",
    )
});

/// Runs of digits, letters of hexadecimal numbers, dots and colons.
fn numbers(text: &str, hits: &mut Vec<Hit>) {
    let bytes = text.as_bytes();
    let part = |b: u8| b.is_ascii_hexdigit() || b == b':' || b == b'.';
    let mut at = 0;
    // Where the last pair of coordinates ended.
    let mut paired = 0;
    while at < bytes.len() {
        if !(bytes[at].is_ascii_hexdigit() || bytes[at] == b':') {
            at += 1;
            continue;
        }
        let start = at;
        let (mut dots, mut colons) = (0, 0);
        while at < bytes.len() && part(bytes[at]) {
            dots += usize::from(bytes[at] == b'.');
            colons += usize::from(bytes[at] == b':');
            at += 1;
        }
        if colons >= 2 {
            v6(text, start..at, hits);
        }
        if dots >= 3 {
            v4(text, start..at, hits);
        } else if dots >= 1 && colons <= 1 && start >= paired {
            paired = decimal(text, start, at, hits).unwrap_or(paired);
        }
    }
}

fn v6(text: &str, run: Range<usize>, hits: &mut Vec<Hit>) {
    let written = &text[run.clone()];
    let trimmed = written.trim_end_matches('.');
    let trimmed = match trimmed.strip_suffix(':') {
        Some(rest) if !rest.ends_with(':') => rest,
        _ => trimmed,
    };
    // A colon in front belongs to the sentence: "IP:2001:db8::1".
    let start = match trimmed.strip_prefix(':') {
        Some(rest) if !rest.starts_with(':') => run.start + 1,
        _ => run.start,
    };
    let end = run.start + trimmed.len();
    let Some(plain) = text.get(start..end) else {
        return;
    };
    let Ok(address) = plain.parse::<Ipv6Addr>() else {
        return;
    };
    let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    let groups = plain.split(':').filter(|group| !group.is_empty()).count();
    let local = address.segments()[0] & 0xffc0 == 0xfe80;
    let mapped = address.to_ipv4_mapped();
    let whole = groups >= 3 && plain.contains(|c: char| c.is_ascii_digit()) || mapped.is_some();
    let resolver = RESOLVERS
        .iter()
        .any(|known| known.parse() == Ok(IpAddr::V6(address)));
    let nobody = local || resolver || mapped.is_some_and(|v4| v4.is_loopback());
    let glued = start == run.start && joined(previous(text, start)) || joined(next(text, end));
    if whole && !nobody && !glued {
        hits.push(Hit::new(Kind::Ip, start..end, 0.95, "format"));
    }
}

fn v4(text: &str, run: Range<usize>, hits: &mut Vec<Hit>) {
    let mut start = run.start;
    for part in text[run.clone()].split(':') {
        let end = start + part.len();
        let plain = part.trim_end_matches('.');
        if let Ok(address) = plain.parse::<Ipv4Addr>() {
            single(text, start..start + plain.len(), address, hits);
        }
        start = end + 1;
    }
}

fn single(text: &str, range: Range<usize>, address: Ipv4Addr, hits: &mut Vec<Hit>) {
    let (left, right) = (previous(text, range.start), next(text, range.end));
    let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    let network =
        right == Some('/') && text[range.end + 1..].starts_with(|c: char| c.is_ascii_digit());
    let lead = before(text, range.start, 14);
    // 固定IP59.124.83.201
    let glued = joined(left) && !lead.to_ascii_lowercase().ends_with("ip");
    if glued || left == Some('.') || joined(right) || network {
        return;
    }
    let named = ADDRESS_WORD.is_match(lead);
    let octets = address.octets();
    let nobody = address.is_loopback()
        || address.is_unspecified()
        || address.is_broadcast()
        || address.is_multicast()
        || octets[0] == 0
        || octets[0] >= 240
        || RESOLVERS.contains(&&text[range.clone()]);
    let inner = address.is_private() || address.is_link_local();
    // The house's own router answers there for everybody.
    let router = inner && matches!(octets[3], 0 | 1 | 254);
    // Four small numbers count chapters and versions.
    let small = octets.iter().all(|&octet| octet < 30);
    if nobody
        || router
        || VERSION_WORD.is_match(lead)
        || VERSION_AFTER.is_match(after(text, range.end, 8))
        || (inner || small) && !named
    {
        return;
    }
    let (confidence, why) = if named {
        (0.95, "format and keyword")
    } else {
        (0.85, "format")
    };
    hits.push(Hit::new(Kind::Ip, range, confidence, why));
}

/// What only its keyword makes an address.
fn labelled(text: &str, hits: &mut Vec<Hit>) {
    for word in ADDRESS_WORDS.find_iter(text) {
        if !is_word(text, word.start(), word.end()) {
            continue;
        }
        let Some(found) = LABELLED
            .captures(after(text, word.end(), 40))
            .and_then(|found| found.get(1))
        else {
            continue;
        };
        let range = word.end() + found.start()..word.end() + found.end();
        let plain = found.as_str().replace(' ', "");
        if plain.ends_with(['x', 'X']) {
            let fits = plain
                .split('.')
                .take(3)
                .all(|part| part.parse::<u8>().is_ok());
            if fits {
                hits.push(Hit::new(Kind::Ip, range, 0.9, "format and keyword"));
            }
        } else if found.as_str().contains(' ')
            && let Ok(address) = plain.parse()
        {
            single(text, range, address, hits);
        }
    }
}

/// Written with spaces around every dot, which no version and no price is.
fn spaced(text: &str, hits: &mut Vec<Hit>) {
    static SPACED: LazyLock<Regex> = LazyLock::new(|| pattern(r"[0-9]{1,3}(?: \. [0-9]{1,3}){3}"));
    for found in SPACED.find_iter(text) {
        if let Ok(address) = found.as_str().replace(' ', "").parse() {
            single(text, found.range(), address, hits);
        }
    }
}

/// A pair of decimal degrees around the number at `start..end`; returns its end.
fn decimal(text: &str, start: usize, end: usize, hits: &mut Vec<Hit>) -> Option<usize> {
    let number = text[start..end].trim_start_matches(|c: char| !c.is_ascii_digit());
    let (_, fraction) = number.split_once('.')?;
    if fraction.len() < 3 || !fraction.bytes().take(3).all(|b| b.is_ascii_digit()) {
        return None;
    }
    // A letter that says the direction can be taken for a hexadecimal number's.
    let from = start - before(text, start, 14).len();
    let window = after(text, from, 64);
    let found = PAIR.captures(window)?;
    let (whole, first, second) = (found.get(0)?, found.get(1)?, found.get(2)?);
    let latitude = first.start();
    let (first, second) = (
        first.as_str().parse::<f64>().ok()?.abs(),
        second.as_str().parse::<f64>().ok()?.abs(),
    );
    let within = first <= 90.0 && second <= 180.0 || second <= 90.0 && first <= 180.0;
    let written = whole.as_str().trim_end();
    let mut range = from + whole.start()..from + whole.start() + written.len();
    // 經緯度 names both at once.
    if previous(text, range.start) == Some('經') {
        range.start = from + latitude;
    }
    if within {
        home(text, range.clone(), hits);
    }
    Some(range.end)
}

/// Reports a point on the map if it is somebody's home.
fn home(text: &str, range: Range<usize>, hits: &mut Vec<Hit>) {
    let free = !previous(text, range.start).is_some_and(|c| c.is_ascii_alphanumeric() || c == '.')
        && !next(text, range.end).is_some_and(|c| c.is_ascii_digit());
    if !free {
        return;
    }
    // English needs twice the room of Chinese to say where a point is.
    let lead = before(text, range.start, 100);
    let lead = if lead.is_ascii() {
        lead
    } else {
        before(text, range.start, 60)
    };
    let tail = after(text, range.end, 40);
    let lives = HOME
        .find_iter(lead)
        .last()
        .is_some_and(|word| !MATTER.is_match(&lead[word.end()..]))
        || HOME
            .find(tail)
            .is_some_and(|word| !MATTER.is_match(&tail[..word.start()]))
        || ADDRESS_NEAR.is_match(lead) && !MATTER.is_match(lead) && !MATTER.is_match(tail);
    if lives {
        hits.push(Hit::new(
            Kind::Coordinates,
            range,
            0.9,
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
                (
                    "IP 位址：2001:b011:7008:3c2e::15，時間",
                    &["2001:b011:7008:3c2e::15"],
                ),
                (
                    "固定IP：１０３．２７．７６．２１０",
                    &["１０３．２７．７６．２１０"],
                ),
                ("我的IP是111 . 240 . 36 . 172", &["111 . 240 . 36 . 172"]),
                ("留言的 IP 36.229.140.x 不完整", &["36.229.140.x"]),
                ("跟 ::ffff:203.64.187.10 從", &["::ffff:203.64.187.10"]),
                ("更新到韌體 1.0.4.12 之後", &[]),
                ("退回 5.12.0.3 就好，第 3.2.1.4 條", &[]),
                ("DNS 設 8.8.8.8 或 168.95.1.1，路由器 IP 192.168.1.1", &[]),
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
                (
                    "Home: 23°28’41.2”N 120°44’09.7”E",
                    &["23°28’41.2”N 120°44’09.7”E"],
                ),
                (
                    "我家 N23 28 41.2 E120 44 09.7",
                    &["N23 28 41.2 E120 44 09.7"],
                ),
                (
                    "受困屋頂 GPS N25.00714 E121.51782，",
                    &["N25.00714 E121.51782"],
                ),
                (
                    "保福路47弄5號3樓，GPS N25.00714 E121.51782",
                    &["N25.00714 E121.51782"],
                ),
                ("救命！救護車被違停擋住 24.15721, 120.66602", &[]),
                ("I live at 22.6397,120.3021", &["22.6397,120.3021"]),
                (
                    "我家住山上 北緯23.46218 東經120.59037，",
                    &["北緯23.46218 東經120.59037"],
                ),
                (
                    "home lat 22.6691, lng 120.3044 ok",
                    &["lat 22.6691, lng 120.3044"],
                ),
                ("阿爸在家 N22.9417° E120.6628°", &["N22.9417° E120.6628°"]),
                (
                    "住家：24.15721° N, 120.66602° E」",
                    &["24.15721° N, 120.66602° E"],
                ),
                ("我住在23.9761/121.6044，", &["23.9761/121.6044"]),
                (
                    "我家北緯22度37分12秒，東經120度18分5秒",
                    &["北緯22度37分12秒，東經120度18分5秒"],
                ),
                ("22.72841, 120.32955 紅門就是我家", &["22.72841, 120.32955"]),
                ("家裡 22°37'12\"N 120°18'5\"E", &["22°37'12\"N 120°18'5\"E"]),
                ("Sinkhole forming at 22.6397, 120.3021, right lane", &[]),
                ("座標 (22.6397, 120.3021) 有坑洞", &[]),
                ("我家附近路燈不亮 22.6397, 120.3021", &[]),
                ("我家 122.6397, 220.3021", &[]),
            ],
        );
    }
}
