//! The erasure journal: which ids were erased, in a file outside the database, so that a
//! restored backup can be made to forget them again.
//!
//! One line of JSON each, ids only. It is written before the database commits: a line too many
//! repeats what somebody asked for, a line too few would bring a person back.

use std::{
    fs::OpenOptions,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::Timestamp;

/// What becomes of an account's posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Posts {
    /// They go; a tombstone stays in their place.
    Erase,
    /// They stay, without their author's name.
    Keep,
}

/// What was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "erased", rename_all = "lowercase")]
pub enum Erased {
    Account {
        id: i64,
        posts: Posts,
    },
    Post {
        id: i64,
    },
    /// The contact details of a case.
    Contact {
        case: i64,
    },
    /// What somebody gave to sign up for an event.
    SignUp {
        id: i64,
    },
    /// The public e-mail address of a guest's post.
    Email {
        post: i64,
    },
    /// A request to the privacy officer that was withdrawn: address and words.
    Request {
        id: i64,
    },
    /// How far somebody had read, which was remembered on this consent.
    Reading {
        consent: i64,
    },
}

/// What the journal names as erased; only [`read`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Journalled(Erased);

impl Journalled {
    pub const fn erased(self) -> Erased {
        self.0
    }
}

impl PartialEq<Erased> for Journalled {
    fn eq(&self, other: &Erased) -> bool {
        self.0 == *other
    }
}

#[derive(Serialize, Deserialize)]
struct Line {
    at: i64,
    #[serde(flatten)]
    erased: Erased,
}

/// Appends a line and waits until it is on the disk.
pub fn append(path: &Path, at: Timestamp, erased: Erased) -> std::io::Result<()> {
    let line = Line {
        at: at.milliseconds(),
        erased,
    };
    let mut text = serde_json::to_string(&line)?;
    text.push('\n');
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Everything that was erased, in order. A last line that was cut off by a crash is left out:
/// its erasure did not commit.
pub fn read(path: &Path) -> std::io::Result<Vec<Journalled>> {
    let mut all = Vec::new();
    let mut lines = BufReader::new(std::fs::File::open(path)?)
        .lines()
        .peekable();
    while let Some(line) = lines.next() {
        match serde_json::from_str::<Line>(&line?) {
            Ok(line) => all.push(Journalled(line.erased)),
            Err(_) if lines.peek().is_none() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_a_cut_line_is_left_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("erasures.jsonl");
        let at = Timestamp::from_milliseconds(1).expect("a moment");
        let erased = [
            Erased::Post { id: 7 },
            Erased::Email { post: 8 },
            Erased::Account {
                id: 3,
                posts: Posts::Keep,
            },
        ];
        for one in erased {
            append(&path, at, one).expect("written");
        }
        assert_eq!(read(&path).expect("read"), erased);
        let mut text = std::fs::read_to_string(&path).expect("text");
        text.truncate(text.len() - 5);
        std::fs::write(&path, &text).expect("cut");
        assert_eq!(read(&path).expect("read"), erased[..2]);
        std::fs::write(&path, format!("x\n{text}")).expect("broken");
        assert!(read(&path).is_err());
    }
}
