//! Markdown as a reader sees it, each visible character with its place in the source.
//!
//! pulldown-cmark reports the source range of every event, which is what a
//! detector that works across inline formatting needs. Raw HTML is text here:
//! nobody can write an element, least of all a mark.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use unicode_normalization::char::is_combining_mark;

use super::{Format, quote, spoiler, tame::Tamer};

/// A visible character and the bytes of the source that it stands for.
#[derive(Clone, Debug)]
pub struct Glyph {
    pub character: char,
    pub place: Range<usize>,
    /// Whether the source shows it without Markdown's escapes (code, a link's address).
    pub literal: bool,
}

/// The source, as the renderer and the detector walk through it.
pub enum Node<'a> {
    /// Text without formatting inside.
    Run(Vec<Glyph>),
    Code(Vec<Glyph>),
    Break {
        hard: bool,
        place: Range<usize>,
    },
    /// A quote begins; it closes as Markdown's quotes do.
    Quote {
        /// The post that it names.
        of: Option<quote::Of>,
        /// Shown only when asked for.
        hidden: bool,
        place: Range<usize>,
    },
    /// Words within a line that are shown only when asked for begin or end.
    Spoiler {
        open: bool,
    },
    Open(Tag<'a>),
    Close(TagEnd),
    Rule,
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// How deep quotes and lists stand in each other, and formatting; what is deeper stays at that
/// level. A phone shows no more, and a sanitiser's work grows with the square of it.
const DEEPEST_BLOCKS: usize = 8;
const DEEPEST_FORMATTING: usize = 16;

/// Line breaks in a row that a reader gets.
const MOST_BREAKS: usize = 2;

/// Reads a source in its format; never fails, since all text is Markdown.
pub fn nodes(source: &str, format: Format) -> Vec<Node<'_>> {
    if format != Format::Markdown {
        let mut run = glyphs(source, source, 0..source.len(), false);
        Tamer::default().tame(&mut run);
        return vec![Node::Run(run)];
    }
    let mut reader = Reader {
        source,
        nodes: Vec::new(),
        tamer: Tamer::default(),
        open: Vec::new(),
        blocks: 0,
        formatting: 0,
        in_code_block: false,
        breaks: 0,
    };
    for (event, range) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
        reader.event(event, range);
    }
    let nodes = quote::named(reader.nodes);
    let nodes = spoiler::blocks(source, nodes);
    spoiler::inline(source, nodes)
}

struct Reader<'a> {
    source: &'a str,
    nodes: Vec<Node<'a>>,
    tamer: Tamer,
    /// Of each element that is open, whether it is shown.
    open: Vec<bool>,
    blocks: usize,
    formatting: usize,
    in_code_block: bool,
    /// Hard breaks since the last character.
    breaks: usize,
}

impl<'a> Reader<'a> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                let mut glyphs = glyphs(self.source, &text, range, self.in_code_block);
                self.tamer.tame(&mut glyphs);
                self.run(glyphs);
            }
            Event::Code(text) => {
                let mut glyphs = glyphs_of_code(self.source, &text, range);
                self.tamer.tame(&mut glyphs);
                self.breaks = 0;
                self.nodes.push(Node::Code(glyphs));
            }
            Event::SoftBreak => self.line_ends(false, range),
            Event::HardBreak => self.line_ends(true, range),
            Event::Rule => {
                self.tamer.begin();
                self.nodes.push(Node::Rule);
            }
            // A box that nobody can tick; as a sign it reads in mails and feeds too.
            Event::TaskListMarker(done) => {
                let signs = [if done { '☑' } else { '☐' }, ' '];
                self.run(
                    signs
                        .map(|character| Glyph {
                            character,
                            place: range.clone(),
                            literal: false,
                        })
                        .to_vec(),
                );
            }
            Event::Start(tag) => self.starts(tag, range),
            Event::End(tag) => self.ends(tag),
            // Extensions that are switched off make no events.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => {}
        }
    }

    fn run(&mut self, glyphs: Vec<Glyph>) {
        self.breaks = 0;
        match self.nodes.last_mut() {
            Some(Node::Run(run)) => run.extend(glyphs),
            _ => self.nodes.push(Node::Run(glyphs)),
        }
    }

    fn line_ends(&mut self, hard: bool, place: Range<usize>) {
        self.tamer.begin();
        self.breaks += usize::from(hard);
        if self.breaks <= MOST_BREAKS {
            self.nodes.push(Node::Break { hard, place });
        }
    }

    fn starts(&mut self, tag: Tag<'a>, place: Range<usize>) {
        // What HTML would be is a paragraph that shows it.
        let tag = match tag {
            Tag::HtmlBlock => Tag::Paragraph,
            tag => tag,
        };
        self.in_code_block |= matches!(tag, Tag::CodeBlock(_));
        let shown = match &tag {
            Tag::BlockQuote(_) | Tag::List(_) => {
                self.blocks += 1;
                self.blocks <= DEEPEST_BLOCKS
            }
            // As its list.
            Tag::Item => self.open.last().copied().unwrap_or(true),
            tag if !ends_block(&tag.to_end()) => {
                self.formatting += 1;
                self.formatting <= DEEPEST_FORMATTING
            }
            _ => true,
        };
        self.open.push(shown);
        if ends_block(&tag.to_end()) {
            self.tamer.begin();
            self.breaks = 0;
        }
        match tag {
            Tag::BlockQuote(_) if shown => self.nodes.push(Node::Quote {
                of: None,
                hidden: false,
                place,
            }),
            tag if shown => self.nodes.push(Node::Open(tag)),
            // Items of a list that is too deep still stand apart.
            Tag::Item if !self.nodes.last().is_some_and(opens_block) => {
                let place = place.start..place.start;
                self.nodes.push(Node::Break { hard: true, place });
            }
            _ => {}
        }
    }

    fn ends(&mut self, tag: TagEnd) {
        let tag = match tag {
            TagEnd::HtmlBlock => TagEnd::Paragraph,
            tag => tag,
        };
        self.in_code_block &= tag != TagEnd::CodeBlock;
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::List(_) => self.blocks -= 1,
            tag if !ends_block(&tag) => self.formatting -= 1,
            _ => {}
        }
        if ends_block(&tag) {
            self.tamer.begin();
            self.breaks = 0;
        }
        if tag == TagEnd::TableRow {
            self.drop_empty_cells();
        }
        if self.open.pop() == Some(true) {
            self.nodes.push(Node::Close(tag));
        }
    }

    /// The parser fills every row up to its table's width: a few characters would become
    /// hundreds of thousands of cells.
    fn drop_empty_cells(&mut self) {
        while let [
            ..,
            Node::Open(Tag::TableCell),
            Node::Close(TagEnd::TableCell),
        ] = &self.nodes[..]
        {
            self.nodes.truncate(self.nodes.len() - 2);
        }
    }
}

const fn opens_block(node: &Node<'_>) -> bool {
    matches!(node, Node::Open(_) | Node::Quote { .. })
}

/// Text equals its source unless it holds an escape or an entity; then each character stands for all of it.
fn glyphs(source: &str, text: &str, range: Range<usize>, literal: bool) -> Vec<Glyph> {
    let same = source.get(range.clone()) == Some(text);
    text.char_indices()
        .map(|(at, character)| Glyph {
            character,
            place: if same {
                range.start + at..range.start + at + character.len_utf8()
            } else {
                range.clone()
            },
            literal,
        })
        .collect()
}

/// Inline code reports its range with the backticks around it.
fn glyphs_of_code(source: &str, text: &str, range: Range<usize>) -> Vec<Glyph> {
    let inside = source
        .get(range.clone())
        .and_then(|whole| whole.find(text))
        .map(|at| range.start + at..range.start + at + text.len());
    glyphs(source, text, inside.unwrap_or(range), true)
}

/// The texts that the detector looks at, one after another: what each block
/// shows, then what the source holds without showing it (addresses of links).
pub fn pieces(source: &str, format: Format) -> Vec<Vec<Glyph>> {
    let mut pieces = Vec::new();
    let mut block = Vec::new();
    let mut shown = vec![false; source.len()];
    for node in nodes(source, format) {
        match node {
            Node::Run(glyphs) | Node::Code(glyphs) => {
                for glyph in glyphs {
                    shown[glyph.place.clone()].fill(true);
                    push_folded(&mut block, glyph);
                }
            }
            // A line that only the source breaks reads on; HTML shows a space.
            Node::Break { hard, place } => {
                let character = if hard { '\n' } else { ' ' };
                push_folded(
                    &mut block,
                    Glyph {
                        character,
                        place,
                        literal: false,
                    },
                );
            }
            Node::Quote { .. } => pieces.push(std::mem::take(&mut block)),
            Node::Open(tag) if ends_block(&tag.to_end()) => pieces.push(std::mem::take(&mut block)),
            Node::Close(tag) if ends_block(&tag) => pieces.push(std::mem::take(&mut block)),
            Node::Rule => pieces.push(std::mem::take(&mut block)),
            Node::Open(_) | Node::Close(_) | Node::Spoiler { .. } => {}
        }
    }
    pieces.push(block);
    pieces.extend(unshown(source, &shown));
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// HTML shows several spaces as one, but for code. A mark over a digit or an `@` hides neither.
fn push_folded(block: &mut Vec<Glyph>, glyph: Glyph) {
    let plain = |c: char| c.is_ascii() && !c.is_ascii_alphabetic() && c != ' ';
    match block.last_mut() {
        Some(last) if is_combining_mark(glyph.character) && plain(last.character) => {
            last.place.end = glyph.place.end;
        }
        Some(last)
            if [&*last, &glyph]
                .iter()
                .all(|glyph| glyph.character == ' ' && !glyph.literal) =>
        {
            last.place.end = glyph.place.end;
        }
        _ => block.push(glyph),
    }
}

pub(super) const fn ends_block(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

/// Runs of the source that no reader sees; anybody who quotes a post would.
fn unshown(source: &str, shown: &[bool]) -> Vec<Vec<Glyph>> {
    let mut runs = vec![Vec::new()];
    for (at, character) in source.char_indices() {
        if shown[at] || character == '\n' {
            runs.push(Vec::new());
        } else if let Some(run) = runs.last_mut() {
            run.push(Glyph {
                character,
                place: at..at + character.len_utf8(),
                literal: true,
            });
        }
    }
    /// Shorter than any personal data that stands by itself.
    const SHORTEST: usize = 5;
    runs.retain(|run| run.len() >= SHORTEST);
    runs
}
