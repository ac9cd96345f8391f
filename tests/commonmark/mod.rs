//! CommonMark's own examples pass through the renderer unchanged, but for what Plaza does
//! otherwise on purpose: each alteration has its name here, and is carried out a second time, so
//! that nothing else can hide behind it.

use std::collections::{BTreeMap, BTreeSet};

use personal_data::Detector;
use plaza::text::{Field, Format, findings, render_html};
use pulldown_cmark::{
    CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html::push_html,
};
use scraper::Html;

struct Example {
    number: usize,
    markdown: String,
    html: String,
}

/// The examples stand between lines of 32 backquotes, Markdown and HTML apart by a dot; `→` is
/// a tab.
fn examples() -> Vec<Example> {
    let fence = "`".repeat(32);
    let spec = include_str!("spec.txt");
    spec.split(&format!("\n{fence} example\n"))
        .skip(1)
        .zip(1..)
        .map(|(rest, number)| {
            let (example, _) = rest.split_once(&format!("\n{fence}\n")).unwrap();
            let example = format!("\n{example}\n").replace('→', "\t");
            let (markdown, html) = example.split_once("\n.\n").unwrap();
            Example {
                number,
                markdown: format!("{}\n", markdown.strip_prefix('\n').unwrap_or("")),
                html: html.to_owned(),
            }
        })
        .collect()
}

/// HTML as a browser reads it, written again: no alteration is only of spelling, or of white
/// space that stands beside a block and is not shown.
fn read(html: &str) -> String {
    const BLOCKS: [&str; 17] = [
        "p",
        "ul",
        "ol",
        "li",
        "blockquote",
        "div",
        "hr",
        "pre",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "del",
        "br",
        "html",
    ];
    let written = Html::parse_fragment(html).root_element().inner_html();
    let mut out = String::with_capacity(written.len());
    let mut code = 0;
    for part in written.split_inclusive('>') {
        let (text, tag) = part.split_at(part.find('<').unwrap_or(part.len()));
        let name = tag.trim_start_matches(['<', '/']);
        let name = name.split(['>', ' ', '/']).next().unwrap_or("");
        let heading = name.len() == 2 && name.starts_with('h');
        let block = heading || BLOCKS.contains(&name);
        let text = match code {
            0 if out.ends_with(BLOCK_END) => text.trim_start_matches('\n'),
            _ => text,
        };
        out.push_str(if block && code == 0 {
            text.trim_end_matches('\n')
        } else {
            text
        });
        out.push_str(tag);
        match tag {
            "<pre>" => code += 1,
            "</pre>" => code -= 1,
            _ => {}
        }
        if block && code == 0 {
            out.push_str(BLOCK_END);
        }
    }
    out.replace(BLOCK_END, "")
}

/// Stands after the tag of a block while white space is looked for.
const BLOCK_END: &str = "\u{1}";

fn html<'a>(events: impl Iterator<Item = Event<'a>>) -> String {
    let mut html = String::new();
    push_html(&mut html, events);
    read(&html)
}

fn plaza(markdown: &str) -> String {
    let field = Field::new("body", Format::Markdown, markdown);
    let found = findings::find(&field, &Detector::new());
    read(&render_html(&field, &found))
}

const EXTENSIONS: &str = "a table, a list of tasks or struck text is one";
const RAW_HTML: &str = "HTML is shown as text";
const HEADING: &str = "a heading is lower: the page's title is the first, and no level is left out";
const IMAGE: &str = "an image of elsewhere is a link to it: no page asks another site for anything";
const LINK: &str = "a link tells that it is a reader's, and whether it leads out";
const TITLE: &str = "a link's title is left out";
const ADDRESS: &str = "a link to no page of the web, and none of this site, leads nowhere";
const BARE: &str = "the address of a page is a link to it";
const LANGUAGE: &str = "a code block's language is a plain name";
const MARK: &str = "personal data carries its mark";

/// What Plaza makes of an example, done another way, with the names of what was altered.
fn altered(markdown: &str) -> (String, BTreeSet<&'static str>) {
    let mut why = BTreeSet::new();
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    if html(Parser::new(markdown)) != html(Parser::new_ext(markdown, options)) {
        why.insert(EXTENSIONS);
    }
    let (mut links, mut code, mut headings) = (0, false, Vec::new());
    let mut events: Vec<Event<'_>> = Vec::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Html(text) | Event::InlineHtml(text) => {
                why.insert(RAW_HTML);
                events.push(Event::Text(text));
            }
            Event::Start(Tag::HtmlBlock) => events.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => events.push(Event::End(TagEnd::Paragraph)),
            Event::Start(Tag::Heading { level, .. }) => {
                headings.push(level);
                if lower(&headings) != level {
                    why.insert(HEADING);
                }
                events.push(Event::Start(Tag::Heading {
                    level: lower(&headings),
                    id: None,
                    classes: Vec::new(),
                    attrs: Vec::new(),
                }));
            }
            Event::End(TagEnd::Heading(_)) => {
                events.push(Event::End(TagEnd::Heading(lower(&headings))));
            }
            Event::Start(ref tag @ (Tag::Link { .. } | Tag::Image { .. })) => {
                let (Tag::Link {
                    dest_url, title, ..
                }
                | Tag::Image {
                    dest_url, title, ..
                }) = tag
                else {
                    unreachable!("one of the two");
                };
                if matches!(tag, Tag::Image { .. }) {
                    why.insert(IMAGE);
                }
                links += 1;
                if links == 1 {
                    if !title.is_empty() {
                        why.insert(TITLE);
                    }
                    events.push(Event::InlineHtml(link(dest_url, &mut why).into()));
                }
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                links -= 1;
                if links == 0 {
                    events.push(Event::InlineHtml("</a>".into()));
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                code = true;
                let name = info.split(' ').next().unwrap_or("");
                let plain = name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"+-#_".contains(&byte));
                if !plain {
                    why.insert(LANGUAGE);
                }
                let info = if plain { info } else { "".into() };
                events.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))));
            }
            Event::End(TagEnd::CodeBlock) => {
                code = false;
                events.push(event);
            }
            Event::Text(text) if links == 0 && !code => match events.last_mut() {
                // Bare addresses are looked for in whole lines.
                Some(Event::Text(before)) => *before = format!("{before}{text}").into(),
                _ => events.push(Event::Text(text)),
            },
            event => events.push(event),
        }
    }
    let mut shown: Vec<Event<'_>> = Vec::new();
    let mut closed = false;
    for event in events {
        match &event {
            Event::InlineHtml(tag) => closed = tag.starts_with("<a "),
            Event::Start(Tag::CodeBlock(_)) => closed = true,
            Event::End(TagEnd::CodeBlock) => closed = false,
            _ => {}
        }
        if closed {
            shown.push(event);
        } else {
            shown.extend(bare(event, &mut why));
        }
    }
    let mut out = String::new();
    push_html(&mut out, shown.into_iter());
    (read(&out), why)
}

/// The level of the last heading: one below the title, and one more for each heading above that
/// holds it.
fn lower(headings: &[HeadingLevel]) -> HeadingLevel {
    let (mut depth, mut least) = (1, None);
    for level in headings.iter().rev() {
        if least.is_none_or(|least| *level < least) {
            depth += 1;
            least = Some(*level);
        }
    }
    HeadingLevel::try_from(depth.min(6)).unwrap()
}

const REL: &str = "rel=\"nofollow ugc noopener noreferrer\"";

fn link(address: &str, why: &mut BTreeSet<&'static str>) -> String {
    why.insert(LINK);
    let mut escaped = String::new();
    let tag = Tag::Link {
        link_type: LinkType::Inline,
        dest_url: address.to_owned().into(),
        title: "".into(),
        id: "".into(),
    };
    push_html(&mut escaped, [Event::Start(tag)].into_iter());
    let href = escaped.split('"').nth(1).unwrap();
    let path = address.starts_with('/') && !address.starts_with("//");
    if path && !address.contains('\\') {
        return format!("<a href=\"{href}\" {REL}>");
    }
    let scheme = address
        .split_once(':')
        .map(|(scheme, _)| scheme.to_lowercase());
    if matches!(scheme.as_deref(), Some("http" | "https")) {
        return format!("<a class=\"out\" href=\"{href}\" {REL}>");
    }
    why.insert(ADDRESS);
    format!("<a class=\"out\" {REL}>")
}

/// Text with its bare addresses as links; call it for text that stands in no link or code.
fn bare<'a>(event: Event<'a>, why: &mut BTreeSet<&'static str>) -> Vec<Event<'a>> {
    let Event::Text(text) = &event else {
        return vec![event];
    };
    let found: Vec<(usize, usize)> = text
        .match_indices("http")
        .filter(|(at, _)| text[*at..].starts_with("http://") || text[*at..].starts_with("https://"))
        .map(|(at, _)| {
            let rest = &text[at..];
            let end = rest
                .find(|c: char| c.is_whitespace() || "<>\"`".contains(c))
                .unwrap_or(rest.len());
            (
                at,
                at + rest[..end]
                    .trim_end_matches(['.', ',', ')', '*', ']'])
                    .len(),
            )
        })
        .collect();
    if found.is_empty() {
        return vec![event];
    }
    why.insert(BARE);
    let (mut events, mut done) = (Vec::new(), 0);
    for (start, end) in found {
        events.push(Event::Text(text[done..start].to_owned().into()));
        let address = text[start..end].to_owned();
        events.push(Event::InlineHtml(link(&address, why).into()));
        events.push(Event::Text(address.into()));
        events.push(Event::InlineHtml("</a>".into()));
        done = end;
    }
    events.push(Event::Text(text[done..].to_owned().into()));
    events
}

/// HTML without its marks, and whether it had any.
fn unmarked(html: &str) -> (String, bool) {
    let mut parts = html.split("<mark ");
    let mut out = parts.next().unwrap_or("").to_owned();
    let mut had = false;
    for part in parts {
        had = true;
        out.push_str(part.split_once('>').map_or("", |(_, rest)| rest));
    }
    (out.replace("</mark>", ""), had)
}

#[test]
fn its_examples_are_unchanged_or_altered_for_a_reason_that_has_a_name() {
    let examples = examples();
    assert_eq!(examples.len(), 652, "the examples were not read");
    let (mut unchanged, mut reasons) = (0, BTreeMap::new());
    let mut wrong = Vec::new();
    for Example {
        number,
        markdown,
        html: expected,
    } in &examples
    {
        let expected = read(expected);
        assert_eq!(
            html(Parser::new(markdown)),
            expected,
            "the parser, {number}"
        );
        let shown = plaza(markdown);
        if shown == expected {
            unchanged += 1;
            continue;
        }
        let (other_way, mut why) = altered(markdown);
        let (shown, marked) = unmarked(&shown);
        if marked {
            why.insert(MARK);
        }
        if shown != other_way || why.is_empty() {
            wrong.push(format!(
                "{number}: {markdown}\n  {shown}\n  {other_way}\n  {why:?}"
            ));
        }
        for reason in why {
            *reasons.entry(reason).or_insert(0) += 1;
        }
    }
    assert!(
        wrong.is_empty(),
        "altered for no reason:\n{}",
        wrong.join("\n")
    );
    let altered = examples.len() - unchanged;
    for (reason, count) in &reasons {
        println!("{count:4} {reason}");
    }
    println!(
        "commonmark: {unchanged} of {} examples of 0.31.2 unchanged, {altered} altered, each for \
         named reasons (an example may have several)",
        examples.len()
    );
}
