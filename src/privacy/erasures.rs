//! The erasure journal: which ids were erased, in a file outside the database, so that a
//! restored backup can be made to forget them again.
//!
//! One line of JSON each, ids only. It is written before the database commits: a line too many
//! repeats what somebody asked for, a line too few would bring a person back.

use std::{
    fs::OpenOptions,
    io::{BufRead as _, BufReader, ErrorKind, Write as _},
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

/// A line of the journal. What came into being after `at` is not meant by it, whatever id it has:
/// a restored database gives out again the ids that it does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub at: Timestamp,
    pub erased: Erased,
}

#[derive(Serialize, Deserialize)]
struct Written {
    at: i64,
    #[serde(flatten)]
    erased: Erased,
}

impl Written {
    fn line(self) -> std::io::Result<Line> {
        let at = Timestamp::from_milliseconds(self.at);
        Ok(Line {
            at: at.ok_or_else(|| std::io::Error::from(ErrorKind::InvalidData))?,
            erased: self.erased,
        })
    }
}

/// Appends a line and waits until it is on the disk.
pub fn append(path: &Path, at: Timestamp, erased: Erased) -> std::io::Result<()> {
    let line = Written {
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
pub fn read(path: &Path) -> std::io::Result<Vec<Line>> {
    let mut all = Vec::new();
    let mut lines = BufReader::new(std::fs::File::open(path)?)
        .lines()
        .peekable();
    while let Some(line) = lines.next() {
        match serde_json::from_str::<Written>(&line?) {
            Ok(line) => all.push(line.line()?),
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
        let lines = [
            Erased::Post { id: 7 },
            Erased::Email { post: 8 },
            Erased::Account {
                id: 3,
                posts: Posts::Keep,
            },
        ]
        .map(|erased| Line { at, erased });
        for one in lines {
            append(&path, at, one.erased).expect("written");
        }
        assert_eq!(read(&path).expect("read"), lines);
        let mut text = std::fs::read_to_string(&path).expect("text");
        text.truncate(text.len() - 5);
        std::fs::write(&path, &text).expect("cut");
        assert_eq!(read(&path).expect("read"), lines[..2]);
        std::fs::write(&path, format!("x\n{text}")).expect("broken");
        assert!(read(&path).is_err());
    }
}
