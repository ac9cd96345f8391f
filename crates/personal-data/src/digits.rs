//! Groups of digits and the chains that separators make of them: `(07) 335-9021`,
//! `4511 6372 6516 7612`. Which chain means what does not belong here.

use std::ops::Range;

/// A chain takes up to this many bytes between two groups.
const WIDEST_GAP: usize = 3;

/// Groups of digits that only separators part, in order.
pub(crate) struct Chain {
    pub groups: Vec<Range<usize>>,
}

/// The chains of `text` from left to right whose separators are space, `-`, `.`, `(`, `)`
/// and `,`.
pub(crate) fn chains(text: &str) -> impl Iterator<Item = Chain> + '_ {
    chains_by(text, |rest| {
        rest.bytes()
            .take(WIDEST_GAP + 1)
            .take_while(|b| b" -.(),".contains(b))
            .count()
    })
}

/// As [`chains`], over line breaks and with signs such as `/`, `_`, `#` or `■` between digits.
pub(crate) fn loose_chains(text: &str) -> impl Iterator<Item = Chain> + '_ {
    chains_by(text, |rest| {
        rest.chars()
            .take(WIDEST_GAP + 1)
            .take_while(|c| " -.(),、/_~#*|\\\r\n■□▪●◆◇★☆♥♡".contains(*c))
            .map(char::len_utf8)
            .sum()
    })
}

/// `gap` gives the length of the separators with which a text begins.
fn chains_by<'t>(
    text: &'t str,
    gap: impl Fn(&'t str) -> usize + 't,
) -> impl Iterator<Item = Chain> + 't {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let first = group(bytes, at)?;
        let mut groups = vec![first];
        loop {
            let end = groups[groups.len() - 1].end;
            let width = gap(&text[end..]);
            match bytes.get(end + width) {
                Some(b)
                    if text[end..end + width].chars().count() <= WIDEST_GAP
                        && b.is_ascii_digit() =>
                {
                    groups.extend(group(bytes, end + width));
                }
                _ => {
                    at = end;
                    return Some(Chain { groups });
                }
            }
        }
    })
}

fn group(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    let start = from + bytes[from..].iter().position(u8::is_ascii_digit)?;
    let length = bytes[start..]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    Some(start..start + length)
}

impl Chain {
    /// The digits of groups `first..=last`, or `None` above `most` digits.
    pub(crate) fn digits(
        &self,
        text: &str,
        first: usize,
        last: usize,
        most: usize,
    ) -> Option<String> {
        let mut digits = String::with_capacity(most);
        for group in &self.groups[first..=last] {
            if digits.len() + group.len() > most {
                return None;
            }
            digits.push_str(&text[group.clone()]);
        }
        Some(digits)
    }

    /// What stands between group `index` and the one after it.
    pub(crate) fn gap<'t>(&self, text: &'t str, index: usize) -> Option<&'t str> {
        let next = self.groups.get(index + 1)?;
        Some(&text[self.groups[index].end..next.start])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_chain_groups() {
        let text = "打(07) 335-9021或 0912";
        let chains: Vec<Vec<&str>> = chains(text)
            .map(|chain| chain.groups.into_iter().map(|group| &text[group]).collect())
            .collect();
        assert_eq!(chains, [vec!["07", "335", "9021"], vec!["0912"]]);
    }
}
