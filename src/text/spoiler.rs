//! Words that a reader sees only when asked for: `>!` before each line of a quote, `||…||`
//! within a line.
//!
//! The detector sees them as everybody does who opens them.

use pulldown_cmark::Tag;

use super::parse::{Glyph, Node, ends_block};

/// Finds quotes whose first line begins with `>!`; the signs are not shown.
pub(super) fn blocks<'a>(source: &str, nodes: Vec<Node<'a>>) -> Vec<Node<'a>> {
    let sign = |glyphs: &[Glyph]| {
        glyphs.first().is_some_and(|glyph| {
            glyph.character == '!' && source[..glyph.place.start].ends_with('>')
        })
    };
    let mut found: Vec<Node<'a>> = Vec::with_capacity(nodes.len());
    let mut quotes: Vec<bool> = Vec::new();
    // The line before held nothing but its sign.
    let mut blank = false;
    let mut rest = nodes.into_iter().peekable();
    while let Some(mut node) = rest.next() {
        let line_begins = matches!(
            found.last(),
            Some(Node::Open(Tag::Paragraph) | Node::Break { .. })
        );
        match &mut node {
            Node::Quote { .. } => quotes.push(false),
            Node::Close(pulldown_cmark::TagEnd::BlockQuote(_)) => {
                quotes.pop();
            }
            Node::Break { hard, .. } => *hard |= std::mem::take(&mut blank),
            Node::Run(glyphs) if line_begins && sign(glyphs) => {
                let first = matches!(found.iter().nth_back(1), Some(Node::Quote { .. }));
                if let (true, Some(quote)) = (first, quotes.last_mut()) {
                    *quote = true;
                    let at = found.len() - 2;
                    if let Node::Quote { hidden, .. } = &mut found[at] {
                        *hidden = true;
                    }
                }
                if quotes.last() == Some(&true) {
                    let space = glyphs.get(1).is_some_and(|glyph| glyph.character == ' ');
                    glyphs.drain(..1 + usize::from(space));
                    if glyphs.is_empty() && matches!(rest.peek(), Some(Node::Break { .. })) {
                        blank = true;
                        if let Some(Node::Break { hard, .. }) = found.last_mut() {
                            *hard = true;
                        }
                    }
                }
            }
            _ => {}
        }
        found.push(node);
    }
    found
}

/// Two bars in a run of text, and where they stand.
#[derive(Clone, Copy)]
struct Bars {
    node: usize,
    glyph: usize,
    depth: usize,
    opens: bool,
    closes: bool,
}

/// Finds pairs of `||` in one block, with whole elements between them.
pub(super) fn inline<'a>(source: &str, nodes: Vec<Node<'a>>) -> Vec<Node<'a>> {
    let mut pairs: Vec<Bars> = Vec::new();
    let mut open: Option<Bars> = None;
    let mut depth = 0_usize;
    for (at, node) in nodes.iter().enumerate() {
        match node {
            Node::Run(glyphs) => {
                let beside = |at: Option<usize>| at.and_then(|at| nodes.get(at));
                let (before, after) = (beside(at.checked_sub(1)), beside(Some(at + 1)));
                for glyph in bars(source, glyphs) {
                    let now = Bars {
                        node: at,
                        glyph,
                        depth,
                        opens: touches(glyphs.get(glyph + 2), after, true),
                        closes: touches(
                            glyph.checked_sub(1).map(|before| &glyphs[before]),
                            before,
                            false,
                        ),
                    };
                    match open {
                        Some(first) if now.closes && first.depth == depth => {
                            pairs.extend([first, now]);
                            open = None;
                        }
                        _ if now.opens => open = Some(now),
                        _ => {}
                    }
                }
            }
            Node::Open(tag) if !ends_block(&tag.to_end()) => depth += 1,
            Node::Close(tag) if !ends_block(tag) => {
                depth -= 1;
                open = open.filter(|first| first.depth <= depth);
            }
            Node::Open(_) | Node::Close(_) | Node::Quote { .. } | Node::Rule => open = None,
            Node::Code(_) | Node::Break { .. } | Node::Spoiler { .. } => {}
        }
    }
    split(nodes, &pairs)
}

/// Where exactly two bars stand that no backslash makes plain.
fn bars(source: &str, glyphs: &[Glyph]) -> Vec<usize> {
    let bar = |at: usize| {
        glyphs.get(at).is_some_and(|glyph| {
            glyph.character == '|' && !glyph.literal && !source[..glyph.place.start].ends_with('\\')
        })
    };
    let (mut found, mut at) = (Vec::new(), 0);
    while at < glyphs.len() {
        let length = (at..).take_while(|at| bar(*at)).count();
        if length == 2 {
            found.push(at);
        }
        at += length.max(1);
    }
    found
}

/// Whether something visible stands right beside the bars: in this run, or the next node.
fn touches(glyph: Option<&Glyph>, beside: Option<&Node<'_>>, after: bool) -> bool {
    match (glyph, beside) {
        (Some(glyph), _) => !glyph.character.is_whitespace(),
        (None, Some(Node::Code(_))) => true,
        (None, Some(Node::Open(tag))) => after && !ends_block(&tag.to_end()),
        (None, Some(Node::Close(tag))) => !after && !ends_block(tag),
        _ => false,
    }
}

/// Cuts the runs at the pairs, which are in their order.
fn split<'a>(nodes: Vec<Node<'a>>, pairs: &[Bars]) -> Vec<Node<'a>> {
    if pairs.is_empty() {
        return nodes;
    }
    let mut out = Vec::with_capacity(nodes.len() + 2 * pairs.len());
    let mut next = 0;
    for (at, node) in nodes.into_iter().enumerate() {
        let Node::Run(glyphs) = node else {
            out.push(node);
            continue;
        };
        let mut done = 0;
        while let Some(bars) = pairs.get(next).filter(|bars| bars.node == at) {
            out.push(Node::Run(glyphs[done..bars.glyph].to_vec()));
            out.push(Node::Spoiler {
                open: next % 2 == 0,
            });
            done = bars.glyph + 2;
            next += 1;
        }
        out.push(Node::Run(glyphs[done..].to_vec()));
    }
    out
}
