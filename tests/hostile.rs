//! Whatever somebody types comes out as harmless HTML: known elements and attributes only, no
//! mark or quote that is not ours, nothing left open, in time that grows as the text does.

use std::time::Duration;

use personal_data::Detector;
use plaza::{
    accounts::Role,
    text::{Field, Format, findings, render_html},
};
use proptest::prelude::*;
use scraper::{Html, Node, Selector};

use crate::support::{Plaza, measure::processor_of_thread};

fn html(markdown: &str) -> String {
    let field = Field::new("body", Format::Markdown, markdown);
    let found = findings::find(&field, &Detector::new());
    render_html(&field, &found)
}

/// What an element may carry; `None` for an element that may not be there.
fn allowed(element: &str, attribute: &str, value: &str) -> bool {
    match (element, attribute) {
        ("a", "href") => {
            let path = value.starts_with('/') && !value.starts_with("//");
            path || value.starts_with("http://") || value.starts_with("https://")
        }
        ("a", "class") => value == "out",
        ("a", "rel") => value == "nofollow ugc noopener noreferrer",
        ("ol", "start") => value.parse::<u32>().is_ok(),
        ("code", "class") => value.strip_prefix("language-").is_some_and(|name| {
            name.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-#_".contains(&byte))
        }),
        ("mark", "class") => value == "pd",
        ("mark", "data-kind" | "aria-describedby") => true,
        ("details" | "span", "class") => value == "spoiler",
        _ => false,
    }
}

const ELEMENTS: [&str; 26] = [
    "p",
    "br",
    "hr",
    "blockquote",
    "ul",
    "ol",
    "li",
    "pre",
    "code",
    "em",
    "strong",
    "del",
    "a",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "details",
    "span",
];

/// Fails with what a browser would make of the text that it may not.
fn check(markdown: &str) -> Result<(), String> {
    let out = html(markdown);
    let field = Field::new("body", Format::Markdown, markdown);
    let marked = !findings::find(&field, &Detector::new()).is_empty();
    let page = Html::parse_document(&format!("<body>{out}"));
    let body = Selector::parse("body").unwrap();
    let body = page.select(&body).next().unwrap();
    for node in body.descendants().skip(1) {
        match node.value() {
            Node::Element(element) => {
                let name = element.name();
                if !(ELEMENTS.contains(&name) || name == "mark" && marked) {
                    return Err(format!("<{name}> in {out}"));
                }
                for (attribute, value) in element.attrs() {
                    if !allowed(name, attribute, value) {
                        return Err(format!("{name} {attribute}={value:?} in {out}"));
                    }
                }
            }
            Node::Text(text) => {
                let turns =
                    |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
                if text.contains(turns) {
                    return Err(format!("a turn of direction in {out:?}"));
                }
            }
            Node::Comment(_) | Node::ProcessingInstruction(_) => return Err(out),
            Node::Document | Node::Fragment | Node::Doctype(_) => return Err(out),
        }
    }
    let read: Vec<&str> = body
        .descendent_elements()
        .skip(1)
        .map(|element| element.value().name())
        .collect();
    match written(&out) {
        Some(written) if written == read => Ok(()),
        written => Err(format!("{written:?} was written, {read:?} is read: {out}")),
    }
}

/// The elements that stand in HTML in their order; `None` when one is left open or closed twice.
fn written(html: &str) -> Option<Vec<&str>> {
    let (mut all, mut open) = (Vec::new(), Vec::new());
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next()?;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return None;
            }
            continue;
        }
        let name = tag.split(' ').next()?;
        all.push(name);
        if !matches!(name, "br" | "hr") {
            open.push(name);
        }
    }
    open.is_empty().then_some(all)
}

/// Pieces of Markdown and HTML, put together as nobody would who means well.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("> ".to_owned()),
        Just(">! ".to_owned()),
        Just(">".to_owned()),
        Just("> [quote:1:1]\n".to_owned()),
        Just("- ".to_owned()),
        Just("- [x] ".to_owned()),
        Just("1. ".to_owned()),
        Just("    ".to_owned()),
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\\\n".to_owned()),
        Just("**".to_owned()),
        Just("*".to_owned()),
        Just("~~".to_owned()),
        Just("||".to_owned()),
        Just("|".to_owned()),
        Just("|a|b|\n|-|-|\n".to_owned()),
        Just("`".to_owned()),
        Just("```mark pd\n".to_owned()),
        Just("```\"><script>\n".to_owned()),
        Just("# ".to_owned()),
        Just("[".to_owned()),
        Just("](/zh)".to_owned()),
        Just("](javascript:alert(1))".to_owned()),
        Just("](//evil.example \"t\")".to_owned()),
        Just("![".to_owned()),
        Just("[x]: https://a.example/\n".to_owned()),
        Just("https://a.example/?a=\"><b>".to_owned()),
        Just("<https://a.example/<script>>".to_owned()),
        Just("<script>alert(1)</script>".to_owned()),
        Just("<mark class=\"pd\" data-kind=\"email\">".to_owned()),
        Just("</mark></p></div></article>".to_owned()),
        Just("<div class=\"post official\">".to_owned()),
        Just("<!-- ".to_owned()),
        Just(" -->".to_owned()),
        Just("<![CDATA[".to_owned()),
        Just("<svg><style><img src=x onerror=alert(1)>".to_owned()),
        Just("&lt;script&gt;".to_owned()),
        Just("&#0;&#x202e;".to_owned()),
        Just("\u{202e}\u{2066}".to_owned()),
        Just("e\u{301}\u{301}\u{301}".to_owned()),
        Just("\u{200b}\u{200d}\u{feff}".to_owned()),
        Just("wang@example.tw".to_owned()),
        Just("0912-345-678".to_owned()),
        Just("@海海 ".to_owned()),
        Just("字".to_owned()),
        "[ -~]{0,6}",
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_markdown_becomes_harmless_html(markdown in pieces()) {
        check(&markdown).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn any_text_becomes_harmless_html(markdown in "\\PC{0,200}") {
        check(&markdown).map_err(TestCaseError::fail)?;
    }
}

/// The processor time of the fastest of three.
fn time(markdown: &str) -> Duration {
    let once = || {
        let began = processor_of_thread();
        html(markdown);
        processor_of_thread() - began
    };
    (0..3).map(|_| once()).min().unwrap()
}

#[test]
fn nesting_ten_thousand_levels_deep_takes_no_longer_than_it_is_long() {
    const DEPTH: usize = 10_000;
    type Nesting = (&'static str, fn(usize) -> String);
    let nested: [Nesting; 12] = [
        ("quotes", |n| ">".repeat(n) + "x"),
        ("hidden quotes", |n| ">!".repeat(n) + "x"),
        ("named quotes", |n| "> [quote:1:1]\n\n".repeat(n / 10) + "x"),
        ("lists", |n| "- ".repeat(n) + "x"),
        ("numbered lists", |n| "1. ".repeat(n) + "x"),
        ("emphasis", |n| "*a ".repeat(n) + &" a*".repeat(n)),
        ("strong", |n| "**a ".repeat(n) + &" a**".repeat(n)),
        ("struck", |n| "~~a ".repeat(n) + &" a~~".repeat(n)),
        ("brackets", |n| "[".repeat(n) + "x" + &"](/y)".repeat(n)),
        ("pictures", |n| "![".repeat(n) + "x" + &"](/y)".repeat(n)),
        ("bars", |n| "||a ".repeat(n) + &" a||".repeat(n)),
        ("HTML", |n| "<b>".repeat(n) + "x" + &"</b>".repeat(n)),
    ];
    for (what, make) in nested {
        let (half, whole) = (make(DEPTH / 2), make(DEPTH));
        check(&whole).unwrap_or_else(|error| panic!("{what}: {}", &error[..error.len().min(500)]));
        let (half, whole) = (time(&half), time(&whole));
        // Twice the text takes twice the time; four times would be the square.
        let bound = half * 3 + Duration::from_millis(40);
        println!("{what}: {half:?} for half, {whole:?} for {DEPTH}");
        assert!(
            whole < bound,
            "{what}: {half:?} for half, {whole:?} for all"
        );
    }
}

#[test]
fn what_is_too_deep_stays_readable_at_the_last_level() {
    let deep = html(&format!("{}甲\n\n後", "> ".repeat(500)));
    assert_eq!(deep.matches("<blockquote>").count(), 8);
    assert!(
        deep.contains("<p>甲</p>") && deep.ends_with("<p>後</p>\n"),
        "{deep}"
    );
    let lists: String = (0..30)
        .map(|n| format!("{}- 第{n}層\n", "  ".repeat(n)))
        .collect();
    let deep = html(&lists);
    assert_eq!(deep.matches("<ul>").count(), 8);
    for n in 0..30 {
        assert!(deep.contains(&format!("第{n}層")), "{deep}");
    }
    assert!(
        deep.contains("第8層<br>") || deep.contains("<br>\n第8層"),
        "{deep}"
    );
}

#[test]
fn what_would_break_the_page_is_bounded() {
    // Rows of one cell below a wide head fill up to hundreds of thousands of cells.
    let wide = format!(
        "{}\n{}\n{}",
        "|a".repeat(2500),
        "|-".repeat(2500),
        "|a\n".repeat(3000)
    );
    let out = html(&wide);
    assert!(
        out.matches("<td>").count() < 6000,
        "{}",
        out.matches("<td>").count()
    );
    check(&wide).unwrap();
    let breaks = html(&format!("甲{}乙", "\\\n".repeat(5000)));
    assert!(breaks.matches("<br>").count() <= 2, "{breaks}");
    let zalgo = html(&format!("字{}", "\u{335}".repeat(9000)));
    assert!(zalgo.chars().count() < 30, "{zalgo}");
    let bidi = html("甲\u{202e}**乙\u{2067}**\n\n丙");
    assert_eq!(bidi, "<p>甲<strong>乙</strong></p>\n<p>丙</p>\n");
}

#[actix_web::test]
async fn an_earlier_version_turns_and_covers_nothing_either() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let topic = author.topic("city", "路燈", "不亮").await;
    plaza.advance(chrono::TimeDelta::hours(1));
    let covered = format!("字{}\u{202e}很亮", "\u{335}".repeat(50));
    let fields = [("title", "路燈"), ("body", covered.as_str())];
    let form = author.get("/zh/posts/1/edit").await.expect(200);
    let began = form.hidden("began");
    let fields = [&fields[..], &[("began", began.as_str())]].concat();
    author.post("/zh/posts/1/edit", &fields).await.expect(303);
    for path in ["/zh/posts/1/revisions", "/api/v1/posts/1/revisions"] {
        let shown = author.get(path).await.expect(200).body;
        assert!(shown.contains('很'), "{path}");
        assert!(!shown.contains('\u{202e}'), "{path} turns what follows");
        assert!(
            shown.matches('\u{335}').count() <= 6 * 4,
            "{path} is covered"
        );
    }
    assert_eq!(topic, 1);
}

#[actix_web::test]
async fn a_title_and_a_text_that_nobody_sees_are_none() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    for (title, body, field) in [
        ("\u{3164}", "不亮", "title"),
        ("\u{200d}", "不亮", "title"),
        ("路燈", "\u{2800}\u{2800}", "body"),
    ] {
        let new = serde_json::json!({ "title": title, "body": body });
        let refused = author.post_json("/api/v1/boards/city/topics", &new).await;
        let refused = refused.expect(422).json();
        assert_eq!(refused["errors"][0]["field"], field, "{refused}");
        assert_eq!(refused["errors"][0]["code"], "required");
    }
}

#[test]
fn signs_that_nobody_sees_hide_nothing_from_the_detector() {
    for markdown in [
        "0912\u{202e}345\u{202c}678",
        "09\u{200b}\u{200b}\u{200b}12-345-678",
        "0912-3\u{335}\u{335}45-678\u{2066}",
    ] {
        let field = Field::new("body", Format::Markdown, markdown);
        assert!(
            !findings::find(&field, &Detector::new()).is_empty(),
            "{markdown:?}"
        );
    }
}
