//! Text that is spread over nodes of a document, such as the text nodes of HTML.

use std::ops::Range;

/// Joins the text nodes of one block, so that a name that bold type splits is one finding,
/// and leads each finding back to the nodes.
///
/// ```
/// use personal_data::{Detector, Nodes};
/// // <p>請找<b>王</b>小明先生</p>
/// let mut block = Nodes::new();
/// for node in ["請找", "王", "小明先生"] {
///     block.push(node);
/// }
/// let found = Detector::new().find(block.text());
/// let parts: Vec<_> = block.parts(&found[0].bytes).collect();
/// assert_eq!(parts, [(1, 0..3), (2, 0..6)]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Nodes {
    text: String,
    starts: Vec<usize>,
}

impl Nodes {
    /// A block without text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next node's text.
    pub fn push(&mut self, node: &str) {
        self.starts.push(self.text.len());
        self.text.push_str(node);
    }

    /// The block's whole text, for [`crate::Detector::find`].
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The nodes over which `bytes` of the whole text lie, in order: the node's index and the
    /// bytes within it, never empty.
    pub fn parts(&self, bytes: &Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> {
        let (begin, stop) = (bytes.start, bytes.end);
        let first = self.starts.partition_point(|start| *start <= begin);
        (first.saturating_sub(1)..self.starts.len())
            .map(move |index| {
                let start = self.starts[index];
                let end = self
                    .starts
                    .get(index + 1)
                    .copied()
                    .unwrap_or(self.text.len());
                let (from, to) = (begin.max(start), stop.min(end));
                (index, from.saturating_sub(start)..to.saturating_sub(start))
            })
            .take_while(move |(index, _)| self.starts[*index] < stop)
            .filter(|(_, part)| !part.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(nodes: &[&str]) -> Nodes {
        let mut block = Nodes::new();
        for node in nodes {
            block.push(node);
        }
        block
    }

    #[test]
    fn parts_by_hand() {
        let nodes = block(&["ab", "", "cde", "", "f"]);
        assert_eq!(nodes.text(), "abcdef");
        for (bytes, parts) in [
            (0..6, &[(0, 0..2), (2, 0..3), (4, 0..1)][..]),
            (0..2, &[(0, 0..2)]),
            (1..3, &[(0, 1..2), (2, 0..1)]),
            (2..5, &[(2, 0..3)]),
            (3..4, &[(2, 1..2)]),
            (5..6, &[(4, 0..1)]),
            (2..2, &[]),
            (0..0, &[]),
            (6..6, &[]),
            // Beyond the text there is nothing.
            (5..9, &[(4, 0..1)]),
            (7..9, &[]),
        ] {
            assert_eq!(nodes.parts(&bytes).collect::<Vec<_>>(), parts, "{bytes:?}");
        }
    }

    #[test]
    fn a_block_without_text() {
        assert_eq!(Nodes::new().parts(&(0..3)).count(), 0);
        assert_eq!(block(&["", ""]).parts(&(0..3)).count(), 0);
    }
}
