//! Hostile texts: shapes that keep a rule looking for an end that does not come.

use crate::texts;
use std::{error::Error, path::Path};

/// A shape and how it is written at a size in bytes, at most that many.
pub type Shape = (String, Box<dyn Fn(usize) -> String>);

/// Repeated as they stand. The first lines are those of `tests/properties.rs`.
const REPEATED: &[&str] = &[
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
    "line id ", //
    "A",
    "a",
    "Ab",
    "王王王",
    "先生",
    "王小明",
    "王小明先生",
    "陳小姐、",
    "司馬",
    "歐陽娜娜",
    "[",
    "（",
    "((",
    "()",
    "「",
    "<>",
    "{[(<",
    "&amp;",
    "&#x40;",
    "&#0000000064;",
    "&lt;",
    "%",
    "%%40",
    "%E7%8E%8B",
    "a\u{200b}",
    "王\u{200b}小\u{200d}明",
    "\u{feff}",
    "\u{202e}",
    "e\u{301}",
    "\u{301}",
    "１２３",
    "ａ＠",
    "０９１２",
    "①",
    "㈱",
    "ﷺ",
    "𝟎",
    "𝐀",
    "ﬁ",
    "😀",
    "👨‍👩‍👧",
    "\u{3000}",
    "\t",
    "\r\n",
    "\u{a0}",
    "Mr. ",
    "Dr. Wang ",
    "my name is ",
    "dear ",
    "Wang, ",
    "Van de ",
    "O'",
    "Mc",
    "A. ",
    "J. R. R. ",
    "Wang Xiao-Ming ",
    "Nguyễn Thị ",
    "Siti binti ",
    "de la ",
    "-a",
    "a-",
    "_",
    "a_",
    "'",
    "’s ",
    "twitter.com/",
    "https://",
    "http://a.b/",
    "www.",
    "t.me/",
    "@@",
    "a@b",
    "a@b.",
    "a@b.c ",
    "a.b@",
    "mailto:",
    "小老鼠點",
    "at dot ",
    "(dot)",
    "[at]",
    "a at b dot ",
    "::",
    "1::",
    "f:",
    "2001:db8:",
    "255.",
    "1.1.1.1.",
    "+",
    "+886",
    "+886 9",
    "(07)",
    "(0",
    "#1",
    "轉1",
    "ext. ",
    "0912-345-678",
    "0912345678",
    "零九一二三四五六七八",
    "二",
    "兩千",
    "１一",
    "O0",
    "l1",
    "4111111111111111",
    "4111-1111-",
    "A1234567",
    "AB12345678",
    "A 1 2 3 ",
    "身分證",
    "身分證A",
    "身分證字號：",
    "居留證",
    "passport ",
    "passport no. ",
    "driver's licence ",
    "account ",
    "account no 1",
    "銀行",
    "郵局局號",
    "IBAN GB",
    "DE89 3704 ",
    "高雄市",
    "高雄市三民區",
    "鼎山街",
    "市區路",
    "1巷2弄",
    "號之",
    "樓之1",
    "里鄰",
    "No. ",
    "Lane ",
    "Sec. 1, ",
    "12 Main Street, ",
    "Rd., ",
    "民國",
    "民國53年",
    "53年9月",
    "生於",
    "DOB ",
    "born ",
    "1990-01-",
    "9月17日",
    "車牌",
    "車牌A",
    "AB-",
    "AAA-",
    "我家",
    "北緯",
    "120.",
    "-1.2,",
    "爸爸",
    "媽媽",
    "老師",
    "議員",
    "市長王小明",
    "記者王小明報導",
    "敬啟者",
    "From: ",
    "From: A <a@",
    "> ",
    ">>",
    "寫道：",
    "wrote:\n",
    "Best regards,\n",
    "Sincerely ",
    "-- \n",
    "姓名：",
    "姓名：王",
    "聯絡人",
    "LINE ID",
    "LINE ID: ",
    "賴：",
    "IG: ",
    "ig_",
    "臉書",
    "FB ",
    "Telegram @",
    "統編",
    "統一編號",
    "發票",
    "1999",
    "0800",
    "$1,000",
    "NT$",
    "第1案",
    "v1.2.3 ",
];

/// Every shape; `folder` holds the data of which the honest one is made.
pub fn all(folder: &Path) -> Result<Vec<Shape>, Box<dyn Error>> {
    let mut shapes: Vec<Shape> = REPEATED
        .iter()
        .map(|piece| -> Shape {
            (
                format!("{piece:?}"),
                Box::new(|size| piece.repeat(size / piece.len())),
            )
        })
        .collect();
    let mut add =
        |name: &str, write: Box<dyn Fn(usize) -> String>| shapes.push((name.into(), write));
    let surnames: Vec<char> = "陳林黃張李王吳劉蔡楊".chars().collect();
    let given: Vec<char> = ('\u{4e00}'..'\u{5800}').collect();
    let name = move |n: usize| -> String {
        [
            surnames[n % 10],
            given[n * 7 % given.len()],
            given[n / 1009 * 13 % given.len()],
        ]
        .iter()
        .collect()
    };
    let latin = |n: usize| -> String {
        let letters: Vec<char> = ('a'..='z').collect();
        let letter = |shift: u32| letters[n / 26_usize.pow(shift) % 26];
        format!(
            "{}{}{}{}",
            letter(0).to_ascii_uppercase(),
            letter(1),
            letter(2),
            letter(3)
        )
    };
    let names = name.clone();
    add(
        "names, each another",
        counted(move |n| format!("我叫{}，", names(n))),
    );
    let names = name.clone();
    add(
        "names, each another, not introduced",
        counted(move |n| format!("昨天{}說", names(n))),
    );
    let names = name.clone();
    add(
        "names, each first introduced, then repeated for ever",
        Box::new(move |size| {
            let introduced: String = (0..size / 60)
                .map(|n| format!("我叫{}，", names(n)))
                .collect();
            let mut text = cut(introduced, size / 3);
            text.extend((0..size / 30).map(&names));
            cut(text, size)
        }),
    );
    add(
        "Latin names, each another",
        counted(move |n| format!("Mr. {} {}, ", latin(n), latin(n / 3))),
    );
    add(
        "Latin words without a stop",
        counted(move |n| format!("{} ", latin(n).to_lowercase())),
    );
    add(
        "capital words without a stop",
        counted(move |n| format!("{} ", latin(n))),
    );
    add("one Latin word", counted(move |n| latin(n).to_lowercase()));
    add(
        "mail addresses, each another",
        counted(move |n| format!("{}@example.tw ", latin(n))),
    );
    add(
        "telephones, each another",
        counted(|n| format!("0912-{:03}-{:03}、", n / 1000 % 1000, n % 1000)),
    );
    add(
        "identity numbers, each another",
        counted(|n| format!("身分證A1{:08} ", n * 7919 % 100_000_000)),
    );
    add(
        "digits, no two alike in a row",
        counted(|n| format!("{}", n * 7919)),
    );
    add("Chinese characters without a stop", {
        let given: Vec<char> = ('\u{4e00}'..'\u{9f00}').collect();
        counted(move |n| given[n * 7919 % given.len()].to_string())
    });
    for (open, close) in [
        ("(", ")"),
        ("（", "）"),
        ("<", ">"),
        ("「", "」"),
        ("&#", ";"),
    ] {
        add(
            &format!("{open}… closed by as many {close}"),
            Box::new(move |size| {
                let depth = size / (open.len() + close.len());
                open.repeat(depth) + &close.repeat(depth)
            }),
        );
    }
    for (first, rest) in [
        ("我叫王小明，", "王小明"),
        ("身分證", "1"),
        ("LINE ID：", "a"),
        ("a@", "b."),
        ("高雄市", "路"),
        ("0912", " "),
        ("A12345678", "\u{200b}"),
        ("Mr. ", "A"),
    ] {
        add(
            &format!("{first:?}, then {rest:?} for ever"),
            Box::new(move |size| {
                first.to_owned() + &rest.repeat((size - first.len()) / rest.len())
            }),
        );
    }
    add("all shapes by turns", {
        let shuffled = |n: usize| REPEATED[n * 7919 % REPEATED.len()].to_owned();
        counted(shuffled)
    });
    add("all shapes by chance", {
        let mut state = 20_240_229_u64;
        let chance: Vec<usize> = (0..400_000)
            .map(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                (state >> 33) as usize % REPEATED.len()
            })
            .collect();
        counted(move |n| REPEATED[chance[n % chance.len()]].to_owned())
    });
    let posts = texts::mixed(folder)?;
    let honest = posts.clone();
    add(
        "posts, for comparison",
        counted(move |n| format!("{}\n", honest[n % honest.len()])),
    );
    add(
        "posts on one line, without stops",
        counted(move |n| {
            let words = |c: &char| c.is_alphanumeric() || *c == ' ';
            posts[n % posts.len()].chars().filter(words).collect()
        }),
    );
    Ok(shapes)
}

/// Text of what a counter says, up to a size.
fn counted(piece: impl Fn(usize) -> String + 'static) -> Box<dyn Fn(usize) -> String> {
    Box::new(move |size| {
        let mut text = String::with_capacity(size + 64);
        let mut n = 0;
        while text.len() < size {
            text.push_str(&piece(n));
            n += 1;
        }
        cut(text, size)
    })
}

fn cut(mut text: String, size: usize) -> String {
    text.truncate(text.floor_char_boundary(size));
    text
}
