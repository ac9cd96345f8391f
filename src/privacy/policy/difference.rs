//! What changed from one version to another, readable: paragraph by paragraph, and inside a
//! changed one by words (Latin) and characters (Chinese).

use std::time::{Duration, Instant};

use similar::{Algorithm, ChangeTag, DiffOp, capture_diff_slices_deadline};

/// Longer than this nobody waits; what remains is shown as replaced.
const PATIENCE: Duration = Duration::from_millis(500);
/// A paragraph that keeps less of itself than this share is another paragraph.
const AKIN: f32 = 0.3;

/// What a piece of a difference is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Same,
    Added,
    Removed,
}

/// Some words of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub change: Change,
    pub text: String,
}

/// One paragraph, heading or list item of the texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub heading: bool,
    pub pieces: Vec<Piece>,
}

impl Block {
    pub fn changed(&self) -> bool {
        self.pieces.iter().any(|piece| piece.change != Change::Same)
    }

    fn whole(line: &str, change: Change) -> Self {
        let heading = line.starts_with('#');
        Self {
            heading,
            pieces: vec![Piece {
                change,
                text: bare(line),
            }],
        }
    }
}

/// A heading without its signs and its anchor; any other line as it is.
fn bare(line: &str) -> String {
    if !line.starts_with('#') {
        return line.to_owned();
    }
    let words = line.trim_start_matches('#').trim();
    words
        .rsplit_once(" {#")
        .map_or(words, |(words, _)| words)
        .to_owned()
}

/// Every paragraph of both texts in reading order, with what became of it.
pub fn difference(old: &str, new: &str) -> Vec<Block> {
    let (old, new) = (lines(old), lines(new));
    let deadline = Instant::now() + PATIENCE;
    let mut blocks = Vec::new();
    for operation in capture_diff_slices_deadline(Algorithm::Myers, &old, &new, Some(deadline)) {
        let gone = &old[operation.old_range()];
        let come = &new[operation.new_range()];
        match operation {
            DiffOp::Equal { .. } => {
                blocks.extend(come.iter().map(|line| Block::whole(line, Change::Same)));
            }
            _ => {
                let pairs = gone.len().min(come.len());
                for (before, after) in gone.iter().zip(come) {
                    blocks.extend(replaced(before, after, deadline));
                }
                let removed = gone[pairs..].iter();
                blocks.extend(removed.map(|line| Block::whole(line, Change::Removed)));
                let added = come[pairs..].iter();
                blocks.extend(added.map(|line| Block::whole(line, Change::Added)));
            }
        }
    }
    blocks
}

fn lines(text: &str) -> Vec<&str> {
    text.lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect()
}

/// One paragraph with its changes inside, or two where nearly nothing is left of the first.
fn replaced(before: &str, after: &str, deadline: Instant) -> Vec<Block> {
    let pieces = words(&bare(before), &bare(after), deadline);
    let kept: usize = pieces
        .iter()
        .filter(|piece| piece.change == Change::Same)
        .map(|piece| piece.text.trim().len())
        .sum();
    if (kept as f32) < AKIN * before.len().min(after.len()) as f32
        || before.starts_with('#') != after.starts_with('#')
    {
        return vec![
            Block::whole(before, Change::Removed),
            Block::whole(after, Change::Added),
        ];
    }
    vec![Block {
        heading: after.starts_with('#'),
        pieces,
    }]
}

fn words(old: &str, new: &str, deadline: Instant) -> Vec<Piece> {
    let (old, new) = (tokens(old), tokens(new));
    let mut pieces: Vec<Piece> = Vec::new();
    for operation in capture_diff_slices_deadline(Algorithm::Myers, &old, &new, Some(deadline)) {
        for change in operation.iter_changes(&old, &new) {
            let text = change.value();
            let change = match change.tag() {
                ChangeTag::Equal => Change::Same,
                ChangeTag::Insert => Change::Added,
                ChangeTag::Delete => Change::Removed,
            };
            match pieces.last_mut() {
                Some(last) if last.change == change => last.text.push_str(text),
                _ => pieces.push(Piece {
                    change,
                    text: text.to_owned(),
                }),
            }
        }
    }
    pieces
}

/// Latin words whole, everything else character by character.
fn tokens(text: &str) -> Vec<&str> {
    let in_word = |character: char| character.is_alphanumeric() && (character as u32) < 0x2e80;
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if in_word(first) {
            rest.find(|character| !in_word(character))
                .unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        tokens.push(&rest[..end]);
        rest = &rest[end..];
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> Vec<String> {
        difference(old, new)
            .iter()
            .map(|block| {
                let mark = if block.heading { "# " } else { "" };
                let pieces: String = block
                    .pieces
                    .iter()
                    .map(|piece| match piece.change {
                        Change::Same => piece.text.clone(),
                        Change::Added => format!("[+{}]", piece.text),
                        Change::Removed => format!("[-{}]", piece.text),
                    })
                    .collect();
                format!("{mark}{pieces}")
            })
            .collect()
    }

    #[test]
    fn a_changed_paragraph_shows_its_words_and_others_stay() {
        assert_eq!(
            shown(
                "## Cookies {#c}\n\nWe keep it for a year.\n\nNothing else.",
                "## Cookies {#c}\n\nWe keep it for a month.\n\nNothing else."
            ),
            [
                "# Cookies",
                "We keep it for a [-year][+month].",
                "Nothing else."
            ]
        );
        assert_eq!(shown("保存一年。", "保存三年。"), ["保存[-一][+三]年。"]);
    }

    #[test]
    fn another_paragraph_is_taken_out_and_put_in_whole() {
        assert_eq!(
            shown("Alpha beta gamma.", "Quite something different here."),
            ["[-Alpha beta gamma.]", "[+Quite something different here.]"]
        );
        assert_eq!(shown("one", "one\n\ntwo"), ["one", "[+two]"]);
        assert_eq!(shown("one\n\ntwo", "one"), ["one", "[-two]"]);
        assert!(
            difference("same", "same")
                .iter()
                .all(|block| !block.changed())
        );
    }
}
