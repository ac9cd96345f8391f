//! What holds for every text: ranges are right, masking hides for good, what is asked for is
//! a part of the whole, nodes and whole text agree, and no text makes the detector slow.

use personal_data::{Detector, Finding, Kind, Nodes, mask, mask_all};
use proptest::prelude::*;

/// Pieces of which texts are made that come near to every rule.
const PIECES: &[&str] = &[
    "請洽",
    "wang.xm@kcg.gov.tw",
    " (at) ",
    " dot ",
    "@",
    "＠",
    "小老鼠",
    "點",
    "com",
    ".",
    "-",
    " ",
    "\n",
    "，",
    "（",
    "）",
    "(",
    ")",
    "#",
    "轉",
    "+886",
    "0912",
    "345",
    "678",
    "0912-345-678",
    "(07) 335-9021",
    "零九一二",
    "A123456789",
    "S218190931",
    "AB23456789",
    "身分證",
    "健保卡",
    "護照",
    "駕照",
    "銀行",
    "帳號",
    "0000 3817 2946",
    "5412-8200-1826-3303",
    "4222029729975287",
    "808-0277-968-014433",
    "700",
    "314059827",
    "D1234567",
    "GB82 WEST 1234 5698 7654 32",
    "高雄市",
    "三民區",
    "鼎山街",
    "512巷",
    "8號",
    "5樓",
    "之2",
    "No. 58",
    ", ",
    "Lane 211",
    "Qingnian 2nd Rd",
    "BKR-5827",
    "車牌",
    "203.0.113.77",
    "2001:db8::7a",
    ":",
    "22.6397",
    "我家",
    "生日",
    "民國53年9月17日",
    "DOB 1988-10-21",
    "生",
    "LINE ID",
    "IG",
    "momo_1108",
    "王",
    "大明",
    "先生",
    "我叫",
    "姓名：",
    "敬上",
    "Mr. ",
    "Daniel O'Rourke",
    "my name is ",
    "<",
    ">",
    "\u{200b}",
    "&#64;",
    "%40",
    "*",
    "○",
    "a",
    "B",
    "7",
    "統編53912047",
    "Telegram @",
    "t.me/",
    "帳號是",
    "局號",
    "駕照號碼",
    "北緯22.6397 東經120.3021",
    "我家北緯22度37分12秒，東經120度18分5秒",
    "111 . 240 . 36 . 172",
    "IP 36.229.140.x",
    "昭和九年六月三十日",
    "生日5月31號",
    "passport ",
    "AB 123456",
    "昨天遇到",
    "陳志豪",
    "林淑芬",
    "陈志豪",
    "我表弟",
    "阿豪",
    "市長",
    "陳其邁",
    "貝多芬",
    "跟",
    "說",
    "、",
    "。",
    "Emily Carter",
    "Chen Wei-ting",
    "'s ",
    " and ",
    "https://example.com/",
    "😀",
    "㎏",
    "\u{301}",
    "\u{feff}",
    "Ｅｍｉｌｙ",
];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..16).prop_map(|pieces| pieces.concat())
}

fn ranges_are_right(text: &str) -> Result<(), TestCaseError> {
    let places: Vec<usize> = text
        .char_indices()
        .map(|(byte, _)| byte)
        .chain([text.len()])
        .collect();
    let mut end = 0;
    for finding in Detector::new().with_public_persons().find(text) {
        let (chars, bytes) = (&finding.chars, &finding.bytes);
        prop_assert!(chars.start >= end, "overlap or disorder in {text:?}");
        prop_assert!(chars.start < chars.end && chars.end < places.len());
        // So bytes lie on the boundaries of characters.
        prop_assert_eq!(bytes, &(places[chars.start]..places[chars.end]));
        prop_assert!((0.0..=1.0).contains(&finding.confidence));
        prop_assert!(!finding.reasons.is_empty());
        end = chars.end;
    }
    Ok(())
}

/// Cuts a text into nodes at any characters, empty nodes among them.
fn nodes(text: &str, cuts: &[usize]) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (chars.len() + 1)).collect();
    cuts.extend([0, chars.len()]);
    cuts.sort_unstable();
    cuts.windows(2)
        .map(|pair| chars[pair[0]..pair[1]].iter().collect())
        .collect()
}

fn parts_cover(text: &str, cuts: &[usize]) -> Result<(), TestCaseError> {
    let nodes = nodes(text, cuts);
    let mut block = Nodes::new();
    for node in &nodes {
        block.push(node);
    }
    prop_assert_eq!(block.text(), text);
    let whole = Detector::new().find(text);
    let found = Detector::new().find(block.text());
    prop_assert_eq!(&found, &whole);
    for finding in &found {
        let parts: Vec<_> = block.parts(&finding.bytes).collect();
        prop_assert!(parts.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let mut at = finding.bytes.start;
        for (index, bytes) in &parts {
            prop_assert!(!bytes.is_empty());
            let start: usize = nodes[..*index].iter().map(String::len).sum();
            // One goes on where the other ended.
            prop_assert_eq!(start + bytes.start, at);
            prop_assert!(nodes[*index].get(bytes.clone()).is_some());
            at += bytes.len();
        }
        prop_assert_eq!(at, finding.bytes.end);
    }
    Ok(())
}

fn cuts() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..200usize, 0..12)
}

fn is_part(some: &[Finding], all: &[Finding]) -> bool {
    some.iter().all(|finding| all.contains(finding))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ranges_in_any_text(text in any::<String>()) {
        ranges_are_right(&text)?;
    }

    #[test]
    fn ranges_in_likely_text(text in pieces()) {
        ranges_are_right(&text)?;
    }

    #[test]
    fn masked_for_good(text in pieces()) {
        let masked = mask_all(&text, &Detector::new().find(&text));
        let left: Vec<_> = Detector::new().find(&masked).into_iter().filter(|finding| !finding.kind.publishable()).collect();
        prop_assert!(left.is_empty(), "{left:?} in {masked:?} from {text:?}");
    }

    #[test]
    fn a_masked_text_stays_as_it_is(text in pieces()) {
        let detector = Detector::new();
        let masked = detector.mask(&text);
        prop_assert_eq!(detector.mask(&masked), masked, "{:?}", text);
    }

    #[test]
    fn some_kinds_are_a_part_of_all(text in pieces(), kinds in prop::sample::subsequence(Kind::ALL, 0..5)) {
        let all = Detector::new().find(&text);
        let some = Detector::new().only(&kinds).find(&text);
        let expected: Vec<_> = all.into_iter().filter(|finding| kinds.contains(&finding.kind)).collect();
        prop_assert_eq!(some, expected);
    }

    #[test]
    fn the_surer_are_a_part_of_all(text in pieces(), kind in prop::sample::select(Kind::ALL), least in 0.3..1.0f32) {
        let all = Detector::new().find(&text);
        let some = Detector::new().least(kind, least).find(&text);
        let expected: Vec<_> = all.into_iter().filter(|finding| finding.kind != kind || finding.confidence >= least).collect();
        prop_assert_eq!(some, expected);
    }

    #[test]
    fn private_persons_are_a_part_of_all(text in pieces()) {
        let all = Detector::new().with_public_persons().find(&text);
        prop_assert!(is_part(&Detector::new().find(&text), &all));
    }

    #[test]
    fn nodes_of_any_text(text in any::<String>(), cuts in cuts()) {
        parts_cover(&text, &cuts)?;
    }

    #[test]
    fn nodes_of_likely_text(text in pieces(), cuts in cuts()) {
        parts_cover(&text, &cuts)?;
    }

    #[test]
    fn nothing_is_remembered(text in pieces(), other in pieces()) {
        let detector = Detector::new().with_public_persons();
        let first = detector.find(&text);
        detector.find(&other);
        prop_assert_eq!(detector.find(&text), first);
    }

    #[test]
    fn masking_twice_changes_nothing(text in pieces()) {
        for finding in Detector::new().find(&text) {
            let place: String = text.chars().skip(finding.chars.start).take(finding.chars.len()).collect();
            let once = mask(finding.kind, &place);
            prop_assert_ne!(&once, &place);
            prop_assert_eq!(mask(finding.kind, &once), once, "{} {:?}", finding.kind, place);
        }
    }
}

/// Work that grows faster than the text would not end on these: the shapes that keep most
/// rules busy at a megabyte each, the others at a tenth.
#[test]
fn hostile_megabytes_end() {
    const LARGE: &[&str] = &[
        "@",
        "(",
        "1",
        "王",
        "0 ",
        "a@",
        "(at)",
        "路1巷",
        "王先生",
        "1:",
    ];
    const SMALL: &[&str] = &[
        " ",
        ".",
        "-",
        "a.",
        "09",
        "0-",
        " dot ",
        " at ",
        "點",
        "老鼠",
        "路",
        "1號",
        "區",
        "我叫",
        "一",
        "零九",
        "A1",
        "A12345678 ",
        "Mr. A ",
        "I am A ",
        "Aa ",
        "No. 1, ",
        "1.",
        ":",
        "a:",
        "<a@",
        " <",
        "生日",
        "2024/",
        "LINE ",
        "賴",
        "&#",
        "&#64;",
        "%40",
        "4111 ",
        "ABC-1234",
        "700-",
        "護照",
        "\n",
        "敬上",
        "\u{200b}",
        "\"",
        "@a.b.c.",
        "王小明\n",
        "我叫王小明，",
        "GB82 ",
        "統編12345678",
        "1990/3/4生",
        "生日我",
        "IG我的",
        "@abc ",
        "帳號",
        "健保卡0000",
        "護照A1",
        "駕照1 ",
        "1.111 ",
        "22.63,120.30 ",
        "22°",
        "緯1",
        "1 . ",
        "匯013_",
        "A123456789 ",
        "line id ",
    ];
    let sized = |shapes: &'static [&str], size: usize| {
        shapes
            .iter()
            .map(move |shape| shape.repeat(size / shape.len()))
    };
    for text in sized(LARGE, 1_000_000).chain(sized(SMALL, 100_000)) {
        assert!(Detector::new().find(&text).len() <= text.len());
    }
}
