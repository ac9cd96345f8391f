//! Which rows of a period stand together in a part, in an order that tells no time.
//!
//! Rows stand by what they say. Where more say the same than one part takes, a keyed hash of their
//! posts' numbers decides which come into the same: with the posts' own order, and with the hash of
//! a number alone, a part would tell of which days it is. Within a part rows stand by their words.
//! The hash is the same every day, so that the files are.

use std::{collections::BTreeMap, sync::Arc};

use super::generalise::Published;
use crate::keys::{Keys, Use};

/// Rows that say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    /// With the words of these posts, each by its number.
    Posts(Vec<i64>),
    /// So many, of which nothing more is said.
    Bare(usize),
}

/// Rows that stand in one part: what they say, and which they are.
pub(super) type Part = Vec<(Arc<Published>, Rows)>;

/// Where a post stands among those of which the same is said.
pub(super) fn place(keys: &Keys, post: i64) -> u64 {
    let mac = keys.mac(Use::OpenData, &[&post.to_be_bytes()]);
    mac.first_chunk().copied().map_or(0, u64::from_be_bytes)
}

/// Divides the rows of a period into parts of at most `most`; `bare` are those without words.
pub(super) fn lay_out(
    posts: BTreeMap<Published, Vec<(u64, i64)>>,
    bare: BTreeMap<Published, usize>,
    most: usize,
) -> Vec<Part> {
    let mut all: BTreeMap<Published, Rows> = BTreeMap::new();
    for (said, mut placed) in posts {
        placed.sort_unstable();
        let posts = placed.into_iter().map(|(_, post)| post);
        all.insert(said, Rows::Posts(posts.collect()));
    }
    all.extend(
        bare.into_iter()
            .map(|(said, rows)| (said, Rows::Bare(rows))),
    );
    let mut parts = Parts::new(most.max(1));
    for (said, rows) in all {
        parts.add(&Arc::new(said), rows);
    }
    parts.all
}

/// Parts that are being filled.
struct Parts {
    all: Vec<Part>,
    most: usize,
    /// How many more the last one takes.
    room: usize,
}

impl Parts {
    const fn new(most: usize) -> Self {
        Self {
            all: Vec::new(),
            most,
            room: 0,
        }
    }

    fn add(&mut self, said: &Arc<Published>, rows: Rows) {
        match rows {
            Rows::Posts(posts) => {
                let mut left = posts.as_slice();
                while !left.is_empty() {
                    let (these, others) = left.split_at(self.takes(left.len()));
                    self.put(said, Rows::Posts(these.to_vec()));
                    left = others;
                }
            }
            Rows::Bare(mut left) => {
                while left > 0 {
                    let these = self.takes(left);
                    self.put(said, Rows::Bare(these));
                    left -= these;
                }
            }
        }
    }

    /// How many of so many rows the next part takes, at least one.
    fn takes(&mut self, rows: usize) -> usize {
        if self.room == 0 {
            self.all.push(Part::new());
            self.room = self.most;
        }
        let these = rows.min(self.room);
        self.room -= these;
        these
    }

    fn put(&mut self, said: &Arc<Published>, rows: Rows) {
        if let Some(part) = self.all.last_mut() {
            part.push((Arc::clone(said), rows));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(board: &str) -> Published {
        Published {
            period: "2026-02".into(),
            columns: vec![Some(board.into())],
        }
    }

    #[test]
    fn no_part_has_more_rows_than_it_may_and_none_is_lost() {
        let posts = (1..=25).map(|post| (place(&Keys::new([7; 32]), post), post));
        let posts = BTreeMap::from([(said("b"), posts.collect()), (said("c"), vec![(0, 99)])]);
        let bare = BTreeMap::from([(said("a"), 12)]);
        let (mut numbers, mut without) = (Vec::new(), 0);
        let parts = lay_out(posts, bare, 10);
        for part in &parts {
            let mut rows = 0;
            for (_, these) in part {
                rows += match these {
                    Rows::Posts(posts) => {
                        numbers.extend_from_slice(posts);
                        posts.len()
                    }
                    Rows::Bare(rows) => {
                        without += *rows;
                        *rows
                    }
                };
            }
            assert!((1..=10).contains(&rows), "{rows}");
        }
        assert_eq!((parts.len(), without, numbers.len()), (4, 12, 26));
        assert!(!numbers[..25].is_sorted(), "their order tells the time");
        numbers.sort_unstable();
        let mut all: Vec<i64> = (1..=25).collect();
        all.push(99);
        assert_eq!(numbers, all);
    }
}
