//! From a source to the HTML that is stored and shown.
//!
//! Everything a person wrote is escaped; elements come from Markdown alone and
//! pass ammonia last, so that stored HTML is safe whatever the parser does.

use std::{collections::HashSet, ops::Range, sync::LazyLock};

use ammonia::{Builder, UrlRelative};
use linkify::{LinkFinder, LinkKind};
use personal_data::Kind;
use pulldown_cmark::{
    Alignment, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, html::push_html,
};

use super::{
    Field, Format, Known,
    findings::Found,
    mention,
    parse::{Glyph, Node, nodes},
    quote,
};
use crate::metrics::texts::TEXTS;

/// A place, or a part of one, that is shown with a mark.
struct Marked {
    part: Range<usize>,
    kind: Kind,
    /// Which place it is of: its parts share a mark where they are neighbours.
    place: usize,
}

/// The stored HTML of a field; `marked` are the places of public personal data.
pub fn render_html(field: &Field, marked: &[Found]) -> String {
    render(field, marked, public_mark)
}

fn public_mark(kind: Kind) -> String {
    let kind = css_name(kind);
    format!("<mark class=\"pd\" data-kind=\"{kind}\" aria-describedby=\"mark-{kind}\">")
}

/// As [`render_html`] for a text that is not public yet: what was found has another mark.
pub fn render_preview(field: &Field, found: &[Found]) -> String {
    render(field, found, |kind| {
        let kind = css_name(kind);
        format!("<mark class=\"found\" data-kind=\"{kind}\">")
    })
}

/// A kind as class names and message keys hold it: `national-id`.
pub fn css_name(kind: Kind) -> String {
    kind.as_str().to_ascii_lowercase().replace('_', "-")
}

fn render(field: &Field, found: &[Found], open: impl Fn(Kind) -> String) -> String {
    TEXTS.rendered.one();
    let mut marked: Vec<Marked> = found
        .iter()
        .enumerate()
        .flat_map(|(place, found)| {
            found.parts.iter().map(move |part| Marked {
                part: part.clone(),
                kind: found.kind,
                place,
            })
        })
        .collect();
    marked.sort_by_key(|marked| marked.part.start);
    let mut writer = Writer {
        marked,
        open,
        known: &field.known,
        events: Vec::new(),
        quotes: Vec::new(),
        outline: Outline::default(),
        in_link: 0,
        in_code: false,
        picture: None,
    };
    for node in nodes(&field.source, field.format) {
        writer.node(node);
    }
    let mut html = String::new();
    push_html(&mut html, writer.events.into_iter());
    if field.format == Format::Markdown {
        SANITISER.clean(&html).to_string()
    } else {
        INLINE_SANITISER.clean(&html).to_string()
    }
}

struct Writer<'a, F> {
    /// In the order of the source.
    marked: Vec<Marked>,
    open: F,
    known: &'a Known,
    events: Vec<Event<'a>>,
    /// Of each quote that is open, whether it is hidden.
    quotes: Vec<bool>,
    outline: Outline,
    in_link: usize,
    in_code: bool,
    /// The picture whose description is read.
    picture: Option<Picture<'a>>,
}

/// One of the post's own files, shown in the text.
struct Picture<'a> {
    address: CowStr<'a>,
    alt: Vec<Glyph>,
    /// How many pictures stand in its description.
    within: usize,
}

impl<'a, F: Fn(Kind) -> String> Writer<'a, F> {
    fn node(&mut self, node: Node<'a>) {
        if let Some(picture) = &mut self.picture {
            match node {
                Node::Run(glyphs) | Node::Code(glyphs) => picture.alt.extend(glyphs),
                Node::Open(Tag::Image { .. }) => picture.within += 1,
                Node::Close(TagEnd::Image) if picture.within > 0 => picture.within -= 1,
                Node::Close(TagEnd::Image) => self.picture_ends(),
                _ => {}
            }
            return;
        }
        match node {
            Node::Run(glyphs) if self.in_link > 0 || self.in_code => self.marked_text(&glyphs),
            Node::Run(glyphs) => self.text(&glyphs),
            Node::Code(glyphs) => {
                self.raw("<code>".into());
                self.marked_text(&glyphs);
                self.raw("</code>".into());
            }
            Node::Break { hard, .. } => self.events.push(if hard {
                Event::HardBreak
            } else {
                Event::SoftBreak
            }),
            Node::Rule => self.events.push(Event::Rule),
            Node::Quote { of, hidden, .. } => self.quote(of, hidden),
            Node::Spoiler { open: true } => self.raw("<span class=\"spoiler\">".into()),
            Node::Spoiler { open: false } => self.raw("</span>".into()),
            Node::Open(tag) => self.opening(tag),
            Node::Close(tag) => self.closing(tag),
        }
    }

    /// Who wrote the quoted words stands in no text: a page looks it up by the post's number.
    fn quote(&mut self, of: Option<quote::Of>, hidden: bool) {
        self.quotes.push(hidden);
        let of = of.filter(|of| self.known.quotes.iter().any(|quote| quote.of == *of));
        match of {
            _ if hidden => self.block("<details class=\"spoiler\">\n".into()),
            Some(quote::Of { post, version }) => self.block(format!(
                "<blockquote class=\"quote\" data-post=\"{post}\" data-version=\"{version}\">\n"
            )),
            None => self.events.push(Event::Start(Tag::BlockQuote(None))),
        }
    }

    fn block(&mut self, html: String) {
        self.events.push(Event::Html(CowStr::from(html)));
    }

    fn raw(&mut self, html: String) {
        self.events.push(Event::InlineHtml(CowStr::from(html)));
    }

    fn opening(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::Image { dest_url, .. } if self.quotes.is_empty() && is_own_picture(&dest_url) => {
                self.picture = Some(Picture {
                    address: dest_url,
                    alt: Vec::new(),
                    within: 0,
                });
            }
            Tag::Link { dest_url, .. } => self.follow(&dest_url),
            // A picture of another site would be a request to it: the reader follows a link instead.
            Tag::Image { dest_url, .. } => self.follow(&dest_url),
            Tag::Heading { level, .. } => self.events.push(Event::Start(Tag::Heading {
                level: self.outline.begin(level),
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            })),
            Tag::CodeBlock(kind) => {
                self.in_code = true;
                self.events.push(Event::Start(Tag::CodeBlock(kind)));
            }
            Tag::Table(columns) => self.events.push(Event::Start(Tag::Table(vec![
                Alignment::None;
                columns.len()
            ]))),
            tag => self.events.push(Event::Start(tag)),
        }
    }

    /// A link begins; one within another does not.
    fn follow(&mut self, address: &str) {
        self.in_link += 1;
        if self.in_link == 1 {
            self.link(address);
        }
    }

    fn closing(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) if self.quotes.pop() == Some(true) => {
                self.block("</details>\n".into());
            }
            TagEnd::Link | TagEnd::Image => {
                self.in_link -= 1;
                if self.in_link == 0 {
                    self.raw("</a>".into());
                }
            }
            TagEnd::Heading(_) => {
                let level = self.outline.level();
                self.events.push(Event::End(TagEnd::Heading(level)));
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.events.push(Event::End(tag));
            }
            tag => self.events.push(Event::End(tag)),
        }
    }

    /// Words that carry a mark stand below the picture: an attribute cannot show one.
    fn picture_ends(&mut self) {
        let Some(Picture { address, alt, .. }) = self.picture.take() else {
            return;
        };
        let words: String = alt.iter().map(|glyph| glyph.character).collect();
        let (address, words) = (escape(&address), escape(&words));
        self.raw(format!("<img src=\"{address}\" alt=\"{words}\">"));
        if alt.iter().any(|glyph| self.mark_on(glyph).is_some()) {
            self.events.push(Event::HardBreak);
            self.marked_text(&alt);
        }
    }

    fn link(&mut self, address: &str) {
        let own = own_path(address).is_some();
        // A browser would read more into it than the sanitiser sees once it is escaped.
        if !own && address.starts_with('/') {
            return self.raw("<a class=\"out\">".into());
        }
        let link = Tag::Link {
            link_type: LinkType::Inline,
            dest_url: CowStr::from(address),
            title: CowStr::from(""),
            id: CowStr::from(""),
        };
        let mut html = String::new();
        push_html(&mut html, std::iter::once(Event::Start(link)));
        if !own {
            html = html.replacen("<a ", "<a class=\"out\" ", 1);
        }
        self.raw(html);
    }

    /// Text in which names behind an `@` are somebody's.
    fn text(&mut self, glyphs: &[Glyph]) {
        let known = self.known;
        let mut done = 0;
        for mention in mention::find(glyphs, &known.mentions) {
            self.linked_text(&glyphs[done..mention.at.start]);
            done = mention.at.end;
            let name: String = glyphs[mention.at]
                .iter()
                .map(|glyph| glyph.character)
                .collect();
            let personal = known.mentions[mention.who].is_personal;
            self.raw("<bdi class=\"mention\">".into());
            if personal {
                self.raw(public_mark(Kind::Person));
            }
            self.events.push(Event::Text(name.into()));
            if personal {
                self.raw("</mark>".into());
            }
            self.raw("</bdi>".into());
        }
        self.linked_text(&glyphs[done..]);
    }

    /// Text in which bare addresses of pages become links.
    fn linked_text(&mut self, glyphs: &[Glyph]) {
        let text: String = glyphs.iter().map(|glyph| glyph.character).collect();
        let mut finder = LinkFinder::new();
        finder
            .kinds(&[LinkKind::Url])
            .url_must_have_scheme(true)
            .url_can_be_iri(false);
        let (mut done, mut byte) = (0, 0);
        for link in finder
            .links(&text)
            .filter(|link| link.as_str().starts_with("http"))
        {
            let start = done + text[byte..link.start()].chars().count();
            let end = start + link.as_str().chars().count();
            byte = link.end();
            self.marked_text(&glyphs[done..start]);
            self.link(link.as_str());
            self.marked_text(&glyphs[start..end]);
            self.raw("</a>".into());
            done = end;
        }
        self.marked_text(&glyphs[done..]);
    }

    /// Places lie apart from each other, so the last that begins before a glyph's end decides.
    fn mark_on(&self, glyph: &Glyph) -> Option<usize> {
        let after = self
            .marked
            .partition_point(|marked| marked.part.start < glyph.place.end);
        let before = after.checked_sub(1)?;
        (glyph.place.start < self.marked[before].part.end).then_some(before)
    }

    /// Text with its marks; neighbours of the same place share one mark.
    fn marked_text(&mut self, glyphs: &[Glyph]) {
        let same = |one: &Option<usize>, next: &Option<usize>| match (one, next) {
            (Some(one), Some(next)) => self.marked[*one].place == self.marked[*next].place,
            (one, next) => one == next,
        };
        let places: Vec<Option<usize>> = glyphs.iter().map(|glyph| self.mark_on(glyph)).collect();
        let mut start = 0;
        let chunks: Vec<&[Option<usize>]> = places.chunk_by(same).collect();
        for chunk in chunks {
            let text: String = glyphs[start..start + chunk.len()]
                .iter()
                .map(|glyph| glyph.character)
                .collect();
            start += chunk.len();
            let text = Event::Text(text.into());
            match chunk[0] {
                None => self.events.push(text),
                Some(at) => {
                    let open = (self.open)(self.marked[at].kind);
                    self.raw(open);
                    self.events.push(text);
                    self.raw("</mark>".into());
                }
            }
        }
    }
}

/// The headings above the one that is read, as they were written, the outermost first. The page's
/// own title is the first heading, and no level is left out below it: whoever reads by headings
/// would look for what stands between (WCAG 2.2, technique G141).
#[derive(Default)]
struct Outline(Vec<HeadingLevel>);

impl Outline {
    /// The level at which a heading that begins is shown.
    fn begin(&mut self, written: HeadingLevel) -> HeadingLevel {
        while self.0.last().is_some_and(|above| *above >= written) {
            self.0.pop();
        }
        self.0.push(written);
        self.level()
    }

    /// The level at which the heading that began last is shown.
    fn level(&self) -> HeadingLevel {
        HeadingLevel::try_from(self.0.len() + 1).unwrap_or(HeadingLevel::H6)
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// What stands before the number of one of the post's own files, as an address in Markdown.
pub const OWN_PICTURE: &str = "attachment:";

/// `attachment:2`. The HTML keeps it as it is; whoever shows it knows which file that is.
fn is_own_picture(address: &str) -> bool {
    let number = address.strip_prefix(OWN_PICTURE).map(str::as_bytes);
    matches!(number, Some([b'1'..=b'9']))
}

const INLINE: [&str; 1] = ["mark"];
const BLOCKS: [&str; 28] = [
    "img",
    "details",
    "span",
    "bdi",
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
];

fn sanitiser(elements: impl IntoIterator<Item = &'static str>) -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(elements.into_iter().collect())
        .tag_attributes(
            [
                ("a", HashSet::from(["href"])),
                ("img", HashSet::from(["src", "alt"])),
                ("ol", HashSet::from(["start"])),
                ("code", HashSet::from(["class"])),
                ("blockquote", HashSet::from(["data-post", "data-version"])),
                ("mark", HashSet::from(["data-kind", "aria-describedby"])),
            ]
            .into(),
        )
        .allowed_classes(
            [
                ("a", HashSet::from(["out"])),
                ("mark", HashSet::from(["pd", "found"])),
                ("blockquote", HashSet::from(["quote"])),
                ("details", HashSet::from(["spoiler"])),
                ("span", HashSet::from(["spoiler"])),
                ("bdi", HashSet::from(["mention"])),
            ]
            .into(),
        )
        .url_schemes(HashSet::from(["http", "https", "attachment"]))
        .attribute_filter(|element, attribute, value| {
            let kept = match (element, attribute) {
                ("code", "class") => names_language(value),
                // A picture is the post's own, and nothing else leads to one by its number.
                ("img", "src") => is_own_picture(value),
                (_, "href") => !value.to_ascii_lowercase().contains(OWN_PICTURE),
                _ => true,
            };
            kept.then(|| value.into())
        })
        .url_relative(UrlRelative::Custom(Box::new(own_path)))
        .link_rel(Some("nofollow ugc noopener noreferrer"));
    builder
}

/// The class of a code block is the language that its author named, and nothing else.
fn names_language(class: &str) -> bool {
    const LONGEST: usize = 20;
    class.strip_prefix("language-").is_some_and(|name| {
        (1..=LONGEST).contains(&name.len())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-#_".contains(&byte))
    })
}

/// A relative address stays only as a path of this site.
fn own_path(address: &str) -> Option<std::borrow::Cow<'_, str>> {
    // Browsers leave control characters out of an address and read a backslash as a slash.
    let odd = address.contains(|c: char| c.is_ascii_control() || c == '\\');
    (address.starts_with('/') && !address.starts_with("//") && !odd).then(|| address.into())
}

static SANITISER: LazyLock<Builder<'static>> =
    LazyLock::new(|| sanitiser(BLOCKS.into_iter().chain(INLINE)));
static INLINE_SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| sanitiser(INLINE));

#[cfg(test)]
mod tests {
    use personal_data::Detector;

    use super::*;
    use crate::text::findings::find;

    fn html(markdown: &str) -> String {
        let field = Field::new("body", Format::Markdown, markdown);
        render_html(&field, &find(&field, &Detector::new()))
    }

    #[test]
    fn what_is_found_is_marked_across_formatting() {
        assert_eq!(
            html("打0912-**345**-678給我"),
            "<p>打<mark class=\"pd\" data-kind=\"phone\" aria-describedby=\"mark-phone\">0912-</mark><strong>\
             <mark class=\"pd\" data-kind=\"phone\" aria-describedby=\"mark-phone\">345</mark></strong>\
             <mark class=\"pd\" data-kind=\"phone\" aria-describedby=\"mark-phone\">-678</mark>給我</p>\n"
        );
    }

    #[test]
    fn nobody_writes_elements_or_marks() {
        let html = html(
            "<mark class=\"pd\" data-kind=\"email\">x</mark><script>alert(1)</script>\n\n<div onclick=x>y</div>",
        );
        assert!(!html.contains("<mark"), "{html}");
        assert!(!html.contains("<script"), "{html}");
        assert!(!html.contains("<div"), "{html}");
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }

    #[test]
    fn links_lead_out_with_their_class_and_only_to_pages() {
        let out = html("https://a.example/x_y_z和[這裡](https://b.example)與[首頁](/zh)");
        assert_eq!(out.matches("class=\"out\"").count(), 2, "{out}");
        assert!(out.contains("href=\"https://a.example/x_y_z\""), "{out}");
        assert!(
            out.contains("rel=\"nofollow ugc noopener noreferrer\""),
            "{out}"
        );
        for bad in [
            "[x](javascript:alert)",
            "[x](data:text/html,x)",
            "[x](//evil.example)",
            "[x](/\\evil.example)",
            "[x](/&Tab;/evil.example)",
            "[x](/&#10;/evil.example)",
        ] {
            let out = html(bad);
            assert!(!out.contains("href"), "{bad}: {out}");
        }
        assert!(!html("![x](https://c.example/p.png)").contains("<img"));
    }

    #[test]
    fn a_picture_is_the_posts_own_or_a_link() {
        let shown = html("看![一張*圖*](attachment:2)吧");
        assert_eq!(
            shown,
            "<p>看<img src=\"attachment:2\" alt=\"一張圖\">吧</p>\n"
        );
        assert_eq!(
            html("![a \"b\" <c>](attachment:1)"),
            "<p><img src=\"attachment:1\" alt=\"a &quot;b&quot; &lt;c&gt;\"></p>\n"
        );
        for none in [
            "![x](attachment:0)",
            "![x](attachment:12)",
            "![x](attachment:1/../2)",
            "![x](Attachment:1)",
            "[x](attachment:1)",
            "<img src=attachment:1>",
        ] {
            let shown = html(none);
            assert!(!shown.contains("<img"), "{none}: {shown}");
            assert!(!shown.contains("href"), "{none}: {shown}");
        }
        let nested = html("![a ![b](attachment:2) c](attachment:1)");
        assert_eq!(nested.matches("<img").count(), 1, "{nested}");
        let marked = html("![寫信到wang@example.tw](attachment:1)");
        assert!(marked.contains("alt=\"寫信到wang@example.tw\""), "{marked}");
        assert!(marked.contains("<mark class=\"pd\""), "{marked}");
    }

    #[test]
    fn a_title_is_shown_as_it_was_typed() {
        let field = Field::new("title", Format::Plain, "*a* <b> & wang@example.tw");
        let html = render_html(&field, &find(&field, &Detector::new()));
        assert!(html.starts_with("*a* &lt;b&gt; &amp; <mark"), "{html}");
    }
}
