//! Addresses in English writing: Taiwan's order from the number to the city, and the
//! western one.

use crate::{
    Kind,
    context::{next, pattern, previous},
    hit::Hit,
};
use regex::Regex;
use std::sync::LazyLock;

/// An address reaches at most this many bytes from its road's word to either side.
const WINDOW: usize = 110;

static ROAD_WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)(?:[Rr]oad|[Rr]d|[Ss]treet|[Ss]t|[Bb]oulevard|[Bb]lvd|[Aa]venue|[Aa]ve|[Ll]ane|[Ll]n|Drive|Dr|Court|Village|Vil|RD|ST|LN|LANE|ROAD|STREET)(?-u:\b)",
    )
});
static TAIWAN: LazyLock<Regex> = LazyLock::new(|| {
    let city = r"(?:Kaohsiung|New Taipei|Taipei|Taichung|Tainan|Taoyuan|Hsinchu|Keelung|Chiayi|Pingtung|Miaoli|Changhua|Nantou|Yunlin|Yilan|Hualien|Taitung|Penghu|Kinmen|Taiwan)(?-u:\b)(?: City| County)?(?:,? [0-9]{3,6}(?-u:\b))?";
    let district = r"(?:Sanmin|Lingya|Gushan|Zuoying|Nanzih|Nanzi|Qianjin|Qianzhen|Xinxing|Yancheng|Qijin|Cijin|Xiaogang|Fengshan|Gangshan|Renwu|Daliao|Linyuan|Qishan|Meinong|Luzhu|Zhongli|Banqiao|Zhonghe|Yonghe|Xinzhuang|Xindian|Tamsui|Sanchong|Daan|Da'an|Xinyi|Zhongshan|Zhongzheng|Songshan|Neihu|Shilin|Beitou|Wenshan|Nangang|Wanhua|Datong)(?-u:\b)";
    let unit = r"(?:[Rr]oad|[Rr]d|[Ss]treet|[Ss]t|[Bb]oulevard|[Bb]lvd|[Aa]venue|[Aa]ve|[Dd]istrict|[Dd]ist|[Tt]ownship|[Tt]wp|City|County|[Vv]illage|[Vv]il|RD|ST|DIST)(?-u:\b)\.?";
    let name = r"(?:(?:[A-Z][A-Za-z'\-]{1,15} ){1,3}|[a-z]{4,15} )(?:[0-9](?:st|nd|rd|th) )?(?:(?:N|S|E|W|North|South|East|West)\.? )?";
    let part = [
        r"B?[0-9]{1,3} ?/?[Ff](?:[Ll]|loor)?(?-u:\b)(?:\.?-[0-9]{1,3})?\.?",
        r"[0-9]{1,3}(?:st|nd|rd|th) (?:[Ff]loor|[Ff]l)\.?",
        r"(?:[Ff]loor|FL) [0-9]{1,2}",
        r"(?:Rm|Room|room|Apt|Unit|Flat|Suite)\.? ?#?[0-9A-Z\-]{1,5}",
        r"(?:[Nn][Oo]\.?|#) ?[0-9]{1,5}(?:-[0-9]{1,3})?",
        r"(?:[0-9]{1,4}(?:-[0-9]{1,3})? )?(?:[Aa]ly|[Aa]lley|ALLEY|[Ll]n|[Ll]ane|LANE|LN)\.? ?[0-9]{1,4}",
        r"[Ss]ec(?:tion|\.)? ?[0-9]{1,2}",
        r"\p{Han}{2,3}[區鄉鎮市]|\p{Han}{2}[市縣]",
        city,
        &format!(r"(?:[0-9]{{1,4}}(?:-[0-9]{{1,3}})? )?{name}{unit}"),
        district,
    ]
    .join("|");
    pattern(&format!(
        r"(?-u:\b|#)(?:{part})(?:(?:, ?|,\n ?| )(?:{part}))*"
    ))
});
static HOUSE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:[Nn][Oo]\.? ?|#)[0-9]|(?:^|, ?)[0-9]{1,4}(?:-[0-9]{1,3})? (?:[Ll]ane|[Ll]n|[Aa]lley|[Aa]ly)(?-u:\b)|(?:^|, ?)[0-9]{1,4}(?:-[0-9]{1,3})? [A-Z][A-Za-z'\- ]{1,40}(?:[0-9](?:st|nd|rd|th) )?(?:[NSEW]\. )?(?:Road|Rd|Street|St|Blvd|Boulevard|Ave|Avenue)",
    )
});
/// Whatever says that it is Taiwan's order, beyond a number and a road.
static ORDER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[Nn][Oo]\.? ?[0-9]|#|(?:[Ll]n|[Ll]ane|LANE|[Aa]ly|[Aa]lley|[Ss]ec)(?-u:\b)|Dist|Township|City|County|[0-9] ?/?F(?-u:\b)|Taiwan|Kaohsiung|Taipei|Taichung|Tainan|[0-9](?:st|nd|rd|th) R",
    )
});
/// A postal code at the very end stands behind the largest unit.
static CODE: LazyLock<Regex> = LazyLock::new(|| pattern(r",? [0-9]{3,6}$"));
/// Western order: `123 Main Street, Springfield`.
static WESTERN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)[0-9]{1,5}[A-Z]? (?:(?:N|S|E|W|North|South|East|West)\.? )?(?:[A-Z][A-Za-z'\-]{1,15} ){1,3}(?:[0-9](?:st|nd|rd|th) )?(?:Street|Road|Avenue|Boulevard|Lane|Drive|Court|Rd|St|Ave|Blvd|Ln|Dr)(?-u:\b)\.?(?:,? (?:Apt|Unit|Suite|#)\.? ?[0-9A-Z]{1,5})?(?:, [A-Z][A-Za-z]{1,15}(?: [A-Z][a-z]{1,15})?)?(?:, [A-Z]{2} [0-9]{5})?",
    )
});

pub(super) fn find(text: &str, hits: &mut Vec<Hit>) {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return;
    }
    let mut done = 0;
    for word in ROAD_WORD.find_iter(text) {
        if word.start() < done {
            continue;
        }
        let from = floor(text, word.start().saturating_sub(WINDOW)).max(done);
        let to = floor(text, (word.end() + WINDOW).min(text.len()));
        let window = &text[from..to];
        let covers = |found: &regex::Match| from + found.end() >= word.end();
        let found = TAIWAN
            .find_iter(window)
            .find(covers)
            .filter(|found| HOUSE.is_match(found.as_str()) && ORDER.is_match(found.as_str()));
        if let Some(found) = found {
            let mut address = without_stop(found.as_str(), &window[found.end()..]);
            if let Some(code) = CODE.find(address) {
                address = &address[..code.start()];
            }
            let start = from + found.start();
            done = start + address.len();
            hits.push(Hit::new(Kind::Address, start..done, 0.92, "house number"));
            continue;
        }
        let Some(found) = WESTERN.find_iter(window).find(covers) else {
            continue;
        };
        let (start, end) = (from + found.start(), from + found.end());
        let free = !matches!(previous(text, start), Some('.' | '-' | '/' | '$' | ':'))
            && next(text, end) != Some('-');
        if free {
            done = start + found.as_str().trim_end_matches('.').len();
            // The dot of an abbreviation at the end may as well end the sentence.
            hits.push(Hit::new(
                Kind::Address,
                start..done,
                0.75,
                "street and number",
            ));
        }
    }
}

/// `address` without the dot at its end that ends the sentence; an abbreviation's own stays
/// where the sentence goes on.
fn without_stop<'t>(address: &'t str, rest: &str) -> &'t str {
    let mut rest = rest.chars();
    let goes_on = match rest.next() {
        Some(' ') => rest.next().is_some_and(|c| !c.is_uppercase()),
        Some(c) => matches!(c, ',' | ';' | ')'),
        None => false,
    };
    if goes_on {
        address
    } else {
        address.trim_end_matches('.')
    }
}

/// The character boundary at or before byte `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::{Kind, rules::testing::check};

    #[test]
    fn english() {
        check(
            Kind::Address,
            &[
                (
                    "is 3F, No. 58, Lane 211, Qingnian 2nd Rd. You",
                    &["3F, No. 58, Lane 211, Qingnian 2nd Rd"],
                ),
                (
                    "at No. 27-3, Lane 118, Wenxin Rd., Gushan Dist., Kaohsiung and",
                    &["No. 27-3, Lane 118, Wenxin Rd., Gushan Dist., Kaohsiung"],
                ),
                (
                    "from 5F.-1, No. 466, Jiuru 1st Rd., Sanmin District to",
                    &["5F.-1, No. 466, Jiuru 1st Rd., Sanmin District"],
                ),
                (
                    "to No. 19, Aly. 4, Ln. 72, Dingli Rd in",
                    &["No. 19, Aly. 4, Ln. 72, Dingli Rd"],
                ),
                ("at 12 Maple Street.", &["12 Maple Street"]),
                (
                    "to Flat 3, 5/F, 88 Qixian 3rd Road, Yancheng District, Kaohsiung 803, not",
                    &["Flat 3, 5/F, 88 Qixian 3rd Road, Yancheng District, Kaohsiung"],
                ),
                (
                    "Nasa No. 6-1, Lane 25, Xingye Rd., Gangshan po ako",
                    &["No. 6-1, Lane 25, Xingye Rd., Gangshan"],
                ),
                (
                    "at 12 Lane 7, Shoushan Street, Gushan and",
                    &["12 Lane 7, Shoushan Street, Gushan"],
                ),
                (
                    "No. 40-2, Wujia 3rd Rd., Fengshan Dist. — they",
                    &["No. 40-2, Wujia 3rd Rd., Fengshan Dist."],
                ),
                (
                    "at no. 12, lane 34, dingli rd",
                    &["no. 12, lane 34, dingli rd"],
                ),
                (
                    "on Zhongshan Rd near exit 3, Bus 100 on Zhongshan Road",
                    &[],
                ),
                (
                    "No.12, Zhonghua 1st Rd., Lingya Dist., Kaohsiung City 802, Taiwan (R.O.C.)",
                    &["No.12, Zhonghua 1st Rd., Lingya Dist., Kaohsiung City 802, Taiwan"],
                ),
            ],
        );
    }
}
