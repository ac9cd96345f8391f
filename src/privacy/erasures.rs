//! The erasure journal: which ids were erased, in a file outside the database, so that a
//! restored backup can be made to forget them again.
//!
//! One line of JSON each, ids only. It is written before the database commits: a line too many
//! repeats what somebody asked for, a line too few would bring a person back.

use std::{
    fs::{File, OpenOptions},
    io::{BufRead as _, BufReader, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _},
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

#[derive(Serialize, Deserialize)]
struct Line {
    at: i64,
    #[serde(flatten)]
    erased: Erased,
}

/// Whether lines can be appended: without that, every erasure fails. Makes no file, which might
/// be another user's.
pub fn check(path: &Path) -> std::io::Result<()> {
    match OpenOptions::new().append(true).open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let folder = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            tempfile::tempfile_in(folder.unwrap_or(Path::new("."))).map(drop)
        }
        opened => opened.map(drop),
    }
}

/// Appends a line and waits until it is on the disk. What a crash or a full disk left of another
/// is cut off first: this line would be lost in it.
pub fn append(path: &Path, at: Timestamp, erased: Erased) -> std::io::Result<()> {
    let line = Line {
        at: at.milliseconds(),
        erased,
    };
    let mut text = serde_json::to_string(&line)?;
    text.push('\n');
    let mut options = OpenOptions::new();
    let mut file = options.create(true).read(true).append(true).open(path)?;
    // Another node or the replay may append at the same time.
    file.lock()?;
    let whole = whole_lines(&mut file)?;
    file.set_len(whole)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    if written.is_err() {
        // Its erasure does not commit.
        file.set_len(whole)?;
    }
    written
}

/// How many bytes the file has up to the end of its last whole line.
fn whole_lines(file: &mut File) -> std::io::Result<u64> {
    let mut end = file.metadata()?.len();
    let mut bytes = [0];
    while end > 0 {
        file.seek(SeekFrom::Start(end - 1))?;
        file.read_exact(&mut bytes)?;
        if bytes == *b"\n" {
            break;
        }
        end -= 1;
    }
    Ok(end)
}

/// Everything that was erased, in order. A last line that was cut off by a crash is left out:
/// its erasure did not commit.
pub fn read(path: &Path) -> std::io::Result<Vec<Erased>> {
    let mut all = Vec::new();
    let mut lines = BufReader::new(File::open(path)?).lines().peekable();
    while let Some(line) = lines.next() {
        match serde_json::from_str::<Line>(&line?) {
            Ok(line) => all.push(line.erased),
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
        // What comes after the cut is a line of its own.
        append(&path, at, Erased::Post { id: 9 }).expect("written");
        let after = [erased[0], erased[1], Erased::Post { id: 9 }];
        assert_eq!(read(&path).expect("read"), after);
        std::fs::write(&path, "{\"at\":1,").expect("nothing whole");
        append(&path, at, erased[0]).expect("written");
        assert_eq!(read(&path).expect("read"), erased[..1]);
        std::fs::write(&path, format!("x\n{text}")).expect("broken");
        assert!(read(&path).is_err());
    }

    #[test]
    fn lines_written_at_once_stay_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("erasures.jsonl");
        let at = Timestamp::from_milliseconds(1).expect("a moment");
        std::thread::scope(|scope| {
            for id in 0..8 {
                let path = &path;
                scope.spawn(move || {
                    for _ in 0..20 {
                        append(path, at, Erased::Post { id }).expect("written");
                    }
                });
            }
        });
        assert_eq!(read(&path).expect("read").len(), 160);
    }

    #[test]
    fn a_journal_that_cannot_be_appended_to_is_told_and_looking_makes_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("erasures.jsonl");
        check(&path).expect("it can be made");
        assert!(!path.exists());
        std::fs::write(&path, "").expect("made");
        check(&path).expect("it can be appended to");
        assert!(check(&folder.path().join("missing/erasures.jsonl")).is_err());
        assert!(check(folder.path()).is_err());
    }
}
