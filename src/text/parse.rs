//! Markdown as a reader sees it, each visible character with its place in the source.
//!
//! pulldown-cmark reports the source range of every event, which is what a
//! detector that works across inline formatting needs. Raw HTML is text here:
//! nobody can write an element, least of all a mark.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::Format;

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
    Open(Tag<'a>),
    Close(TagEnd),
    Rule,
}

const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// How deep elements stand in each other; deeper ones are left out, their text stays. A
/// sanitiser's work grows with the square of it.
const DEEPEST: usize = 50;

/// Reads a source in its format; never fails, since all text is Markdown.
pub fn nodes(source: &str, format: Format) -> Vec<Node<'_>> {
    if format != Format::Markdown {
        return vec![Node::Run(glyphs(source, source, 0..source.len(), false))];
    }
    let mut nodes = Vec::new();
    let mut in_code_block = false;
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
        match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                let glyphs = glyphs(source, &text, range, in_code_block);
                match nodes.last_mut() {
                    Some(Node::Run(run)) => run.extend(glyphs),
                    _ => nodes.push(Node::Run(glyphs)),
                }
            }
            Event::Code(text) => nodes.push(Node::Code(glyphs_of_code(source, &text, range))),
            Event::SoftBreak => nodes.push(Node::Break {
                hard: false,
                place: range,
            }),
            Event::HardBreak => nodes.push(Node::Break {
                hard: true,
                place: range,
            }),
            Event::Rule => nodes.push(Node::Rule),
            Event::Start(tag) => {
                depth += 1;
                in_code_block |= matches!(tag, Tag::CodeBlock(_));
                if depth <= DEEPEST {
                    nodes.push(Node::Open(tag));
                }
            }
            Event::End(tag) => {
                in_code_block &= tag != TagEnd::CodeBlock;
                if depth <= DEEPEST {
                    nodes.push(Node::Close(tag));
                }
                depth -= 1;
            }
            // Extensions that are switched off make no events.
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }
    nodes
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
            Node::Open(tag) if ends_block(&tag.to_end()) => pieces.push(std::mem::take(&mut block)),
            Node::Close(tag) if ends_block(&tag) => pieces.push(std::mem::take(&mut block)),
            Node::Rule => pieces.push(std::mem::take(&mut block)),
            Node::Open(_) | Node::Close(_) => {}
        }
    }
    pieces.push(block);
    pieces.extend(unshown(source, &shown));
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// HTML shows several spaces as one, but for code.
fn push_folded(block: &mut Vec<Glyph>, glyph: Glyph) {
    match block.last_mut() {
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

const fn ends_block(tag: &TagEnd) -> bool {
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
