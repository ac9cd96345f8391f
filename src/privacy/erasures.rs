//! The erasure journal: which ids were erased, in a file outside the database, so that a
//! restored backup can be made to forget them again.
//!
//! One line of JSON each, ids only; the first names the journal. A line is written before the
//! database commits: one too many repeats what somebody asked for, one too few would bring a
//! person back. In the same transaction the database notes that it carried the line out, so that
//! a copy of it says by itself which lines it lacks, of however many nodes' journals.

use std::{
    collections::HashSet,
    fs::{File, OpenOptions},
    io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use diesel::{
    Connection as _,
    prelude::*,
    result::{DatabaseErrorKind::UniqueViolation, Error},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use crate::{
    clock::Random,
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::erasure_lines},
};

/// What becomes of an account's posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Posts {
    /// They go; a tombstone stays in their place.
    Erase,
    /// They stay, without their author's name.
    Keep,
}

/// What was erased, at the wish of whoever gave it.
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
    /// Words of a post that its author masked or took out. Which ones, only the words themselves
    /// would say.
    Words {
        post: i64,
    },
    /// A file that its author took out of a post.
    File {
        id: i64,
    },
    /// A case that waited for its address to be confirmed, all of it.
    Case {
        case: i64,
    },
    /// The contact details of a case.
    Contact {
        case: i64,
    },
    /// The contact details of a closed case, and any use of the rest.
    Restricted {
        case: i64,
    },
    /// The words of a case that its resident had published.
    Publication {
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
    /// A consent that was withdrawn, with which nothing went but what it allowed.
    Consent {
        id: i64,
    },
    /// Something that an account showed of itself.
    Profile {
        account: i64,
    },
    /// What an account chose for itself.
    Preferences {
        account: i64,
    },
    /// That an account is mailed digests.
    Digest {
        account: i64,
    },
    /// That an account is mailed digests of an office's cases.
    OfficeDigest {
        account: i64,
        office: i64,
    },
    Draft {
        id: i64,
    },
    /// What somebody wrote in a flag.
    Flag {
        id: i64,
    },
    /// That an account supported a suggestion.
    Support {
        topic: i64,
        account: i64,
    },
    /// That an address supported a suggestion, or waited to be confirmed: by its mark there.
    SupportMark {
        topic: i64,
        mark: Hash,
    },
}

/// A keyed hash by which a line names what has no id; 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Hash(pub [u8; 32]);

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hex::encode(hash.0)
    }
}

impl TryFrom<String> for Hash {
    type Error = hex::FromHexError;

    fn try_from(digits: String) -> Result<Self, Self::Error> {
        let mut hash = [0; 32];
        hex::decode_to_slice(digits, &mut hash)?;
        Ok(Self(hash))
    }
}

/// What the privacy officer did to a post, because somebody who is named in it asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "requested", rename_all = "lowercase")]
pub enum Requested {
    Mask { post: i64, by: i64 },
    Hide { post: i64, by: i64 },
}

/// What a line names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum What {
    Erased(Erased),
    Requested(Requested),
}

impl From<Erased> for What {
    fn from(erased: Erased) -> Self {
        Self::Erased(erased)
    }
}

impl From<Requested> for What {
    fn from(requested: Requested) -> Self {
        Self::Requested(requested)
    }
}

/// The first bytes of a line's SHA-256: the database's name for it, which says nothing.
pub type Mark = Vec<u8>;

/// A line of a journal. What came into being after `at` is not meant by it, whatever id it has:
/// a restored database gives out again the ids that it does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::manual_non_exhaustive,
    reason = "rooms of this crate cannot make one either"
)]
pub struct Line {
    pub at: Timestamp,
    pub what: What,
    pub mark: Mark,
    /// Only [`read`] makes one.
    read: (),
}

/// A journal as its file holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    /// The mark of its first line.
    pub id: Mark,
    pub lines: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
struct First {
    journal: String,
}

#[derive(Serialize, Deserialize)]
struct Written {
    at: i64,
    #[serde(flatten)]
    what: What,
}

/// The file could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("the erasure journal: {0}")]
pub struct JournalError(#[from] io::Error);

impl JournalError {
    /// Whether there is no such file.
    pub fn is_missing(&self) -> bool {
        self.0.kind() == ErrorKind::NotFound
    }
}

fn mark(line: &str) -> Mark {
    Sha256::digest(line)[..16].to_vec()
}

/// Whether lines can be appended: without that, every erasure fails. Makes no file, which might
/// be another user's.
pub fn check(path: &Path) -> io::Result<()> {
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

/// Writes what was erased to this node's journal, waits until it is on the disk, and notes that
/// the database carried it out. Call it last in the transaction: whatever fails before undoes it
/// and needs no line.
pub fn append<E>(
    connection: &mut AnyConnection,
    context: &Context,
    what: impl Into<What>,
) -> Result<(), E>
where
    E: From<JournalError> + From<DbError>,
{
    let line = Written {
        at: context.now().milliseconds(),
        what: what.into(),
    };
    let line = serde_json::to_string(&line).expect("numbers make JSON");
    let path = &context.config.erasure_journal;
    let journal = write(path, &context.random, Some(&line)).map_err(JournalError)?;
    note(connection, &journal, &journal)?;
    Ok(note(connection, &journal, &mark(&line))?)
}

/// Begins this node's journal where there is none yet, and tells the database of it.
pub async fn begin<E>(context: &Context) -> Result<(), E>
where
    E: From<JournalError> + From<DbError> + Send + 'static,
{
    let path = &context.config.erasure_journal;
    let journal = write(path, &context.random, None).map_err(JournalError)?;
    let id = journal.clone();
    let is_known = context
        .db
        .read(move |connection| is_noted(connection, &id, &id))
        .await?;
    if is_known {
        return Ok(());
    }
    context
        .db
        .write(move |connection| Ok(note(connection, &journal, &journal)?))
        .await
}

/// Gives the journal's id.
fn write(path: &Path, random: &Random, line: Option<&str>) -> io::Result<Mark> {
    let mut file = OpenOptions::new()
        .create(true)
        .read(true)
        .append(true)
        .open(path)?;
    // Several processes of one machine may share it.
    file.lock()?;
    cut(&mut file)?;
    let (id, mut text) = match first(&mut file)? {
        Some(first) => (mark(&first), String::new()),
        None => {
            let journal = hex::encode(random.bytes::<16>());
            let first = serde_json::to_string(&First { journal })?;
            (mark(&first), first + "\n")
        }
    };
    if let Some(line) = line {
        text.push_str(line);
        text.push('\n');
    }
    let whole = file.metadata()?.len();
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    if written.is_err() {
        // A full disk: the erasure does not commit, and its line must not stand there in part.
        file.set_len(whole)?;
    }
    written.map(|()| id)
}

fn first(file: &mut File) -> io::Result<Option<String>> {
    file.seek(SeekFrom::Start(0))?;
    let mut line = String::new();
    io::BufRead::read_line(&mut io::BufReader::new(&*file), &mut line)?;
    Ok((!line.is_empty()).then(|| line.trim_end().to_owned()))
}

/// Takes away a last line that a crash cut off: its erasure did not commit.
fn cut(file: &mut File) -> io::Result<()> {
    let length = file.metadata()?.len();
    let mut last = [b'\n'];
    if length > 0 {
        file.seek(SeekFrom::Start(length - 1))?;
        file.read_exact(&mut last)?;
    }
    if last == [b'\n'] {
        return Ok(());
    }
    let mut text = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.read_to_end(&mut text)?;
    let whole = text.iter().rposition(|byte| *byte == b'\n');
    file.set_len(whole.map_or(0, |at| at as u64 + 1))
}

/// Reads a journal, without a last line that was cut off. One that is empty names nothing.
pub fn read(path: &Path) -> Result<Journal, JournalError> {
    let text = std::fs::read_to_string(path)?;
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let mut lines = whole.lines().peekable();
    let first = lines.peek().copied().unwrap_or_default();
    // A journal of before journals had a name begins with what was erased.
    if serde_json::from_str::<First>(first).is_ok() {
        lines.next();
    }
    let lines = lines.map(line).collect::<io::Result<_>>()?;
    Ok(Journal {
        id: mark(first),
        lines,
    })
}

fn line(text: &str) -> io::Result<Line> {
    let written: Written = serde_json::from_str(text)?;
    let at = Timestamp::from_milliseconds(written.at);
    Ok(Line {
        at: at.ok_or_else(|| io::Error::from(ErrorKind::InvalidData))?,
        what: written.what,
        mark: mark(text),
        read: (),
    })
}

/// How this node's journal and the database stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Agree,
    /// The database has not carried out so many lines: it is older than they.
    Ahead(usize),
    /// The database has carried out so many lines of this journal that it no longer has.
    Short(usize),
    /// There is no such file, though the database has carried out lines of journals.
    Missing,
}

/// Compares this node's journal with the database.
pub async fn standing<E>(context: &Context) -> Result<Standing, E>
where
    E: From<JournalError> + From<DbError> + Send + 'static,
{
    let standing = compare::<E>(context).await?;
    if standing == Standing::Agree {
        return Ok(standing);
    }
    // Another process may just be erasing: its line is written before the database commits.
    compare(context).await
}

async fn compare<E>(context: &Context) -> Result<Standing, E>
where
    E: From<JournalError> + From<DbError> + Send + 'static,
{
    let journal = match read(&context.config.erasure_journal) {
        Ok(journal) => Some(journal),
        Err(error) if error.is_missing() => None,
        Err(error) => return Err(error.into()),
    };
    context
        .db
        .read(move |connection| {
            let Some(journal) = journal.filter(|journal| journal.id != mark("")) else {
                let any: i64 = erasure_lines::table
                    .filter(erasure_lines::line.ne(erasure_lines::journal))
                    .count()
                    .get_result(connection)
                    .map_err(DbError::from)?;
                return Ok(if any > 0 {
                    Standing::Missing
                } else {
                    Standing::Agree
                });
            };
            let mut done = done(connection, &journal.id)?;
            let lines = journal.lines.iter();
            let ahead = lines.filter(|line| !done.contains(&line.mark)).count();
            done.remove(&journal.id);
            for line in &journal.lines {
                done.remove(&line.mark);
            }
            Ok(match (done.len(), ahead) {
                (0, 0) => Standing::Agree,
                (0, ahead) => Standing::Ahead(ahead),
                (short, _) => Standing::Short(short),
            })
        })
        .await
}

/// What the database has not carried out of a journal.
pub fn outstanding(
    connection: &mut AnyConnection,
    journal: &Journal,
) -> Result<Vec<Line>, DbError> {
    let done = done(connection, &journal.id)?;
    let lines = journal.lines.iter();
    Ok(lines
        .filter(|line| !done.contains(&line.mark))
        .cloned()
        .collect())
}

/// The journals that the database knows of.
pub fn known(connection: &mut AnyConnection) -> Result<Vec<Mark>, DbError> {
    Ok(erasure_lines::table
        .select(erasure_lines::journal)
        .distinct()
        .order(erasure_lines::journal)
        .load(connection)?)
}

fn done(connection: &mut AnyConnection, journal: &[u8]) -> Result<HashSet<Mark>, DbError> {
    let done: Vec<Mark> = erasure_lines::table
        .filter(erasure_lines::journal.eq(journal))
        .select(erasure_lines::line)
        .load(connection)?;
    Ok(done.into_iter().collect())
}

fn is_noted(connection: &mut AnyConnection, journal: &[u8], line: &[u8]) -> Result<bool, DbError> {
    let noted: i64 = erasure_lines::table
        .find((journal, line))
        .count()
        .get_result(connection)?;
    Ok(noted > 0)
}

/// Notes that a line of a journal was carried out; twice is once. In a savepoint, since
/// PostgreSQL gives a transaction up at a refused row.
pub fn note(connection: &mut AnyConnection, journal: &[u8], line: &[u8]) -> Result<(), DbError> {
    if is_noted(connection, journal, line)? {
        return Ok(());
    }
    let noted = connection.transaction(|connection| {
        diesel::insert_into(erasure_lines::table)
            .values((
                erasure_lines::journal.eq(journal),
                erasure_lines::line.eq(line),
            ))
            .execute(connection)
    });
    match noted {
        Ok(_) | Err(Error::DatabaseError(UniqueViolation, _)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: [&str; 3] = [
        r#"{"at":1,"erased":"post","id":7}"#,
        r#"{"at":2,"erased":"email","post":8}"#,
        r#"{"at":3,"requested":"mask","post":9,"by":2}"#,
    ];

    #[test]
    fn what_is_written_is_read_and_a_cut_line_is_left_out_for_good() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("erasures.jsonl");
        let random = Random::seeded(1);
        let begun = write(&path, &random, None).expect("begun");
        for line in LINES {
            assert_eq!(write(&path, &random, Some(line)).expect("written"), begun);
        }
        let journal = read(&path).expect("read");
        assert_eq!(journal.id, begun);
        let what: Vec<What> = journal.lines.iter().map(|line| line.what).collect();
        let named = [
            Erased::Post { id: 7 }.into(),
            Erased::Email { post: 8 }.into(),
            Requested::Mask { post: 9, by: 2 }.into(),
        ];
        assert_eq!(what, named);

        let mut text = std::fs::read_to_string(&path).expect("text");
        text.truncate(text.len() - 5);
        std::fs::write(&path, &text).expect("cut");
        assert_eq!(read(&path).expect("read").lines, journal.lines[..2]);
        write(&path, &random, Some(LINES[2])).expect("written again");
        assert_eq!(read(&path).expect("read"), journal);
        std::fs::write(&path, format!("x\n{text}")).expect("broken");
        assert!(read(&path).is_err());
    }

    #[test]
    fn a_journal_of_before_they_had_names_is_read_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("erasures.jsonl");
        std::fs::write(&path, format!("{}\n{}\n", LINES[0], LINES[1])).expect("written");
        let journal = read(&path).expect("read");
        assert_eq!(journal.lines.len(), 2);
        let id = write(&path, &Random::seeded(1), Some(LINES[2])).expect("written");
        assert_eq!(read(&path).expect("read").id, id);
        assert_eq!(journal.id, id);
    }

    #[test]
    fn lines_written_at_once_stay_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("erasures.jsonl");
        std::thread::scope(|scope| {
            for seed in 0..8 {
                let path = &path;
                scope.spawn(move || {
                    for _ in 0..20 {
                        write(path, &Random::seeded(seed), Some(LINES[0])).expect("written");
                    }
                });
            }
        });
        assert_eq!(read(&path).expect("read").lines.len(), 160);
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
