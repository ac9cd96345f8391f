//! What a backup holds, with a hash of each file: it is written last, so that a folder without it
//! is no backup.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufRead as _, BufReader, Write as _},
    path::Path,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::BackupError;

const NAME: &str = "manifest.json";
/// The form of the folder; a program refuses what it does not know.
const FORMAT: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    /// When it was made, for people.
    pub made_at: String,
    /// The file of the database.
    pub database: String,
    /// The erasure journals that the database knew of, as hexadecimal digits.
    pub journals: Vec<String>,
    /// Whether attachments are in it: those in an S3-compatible store are not.
    pub attachments: bool,
    pub files: BTreeMap<String, Hashed>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hashed {
    size: u64,
    sha256: String,
}

impl Hashed {
    fn of(path: &Path) -> io::Result<Self> {
        let mut hash = Sha256::new();
        let mut file = BufReader::with_capacity(1 << 20, File::open(path)?);
        let mut size = 0;
        loop {
            let read = file.fill_buf()?;
            if read.is_empty() {
                break;
            }
            hash.update(read);
            let length = read.len();
            size += length as u64;
            file.consume(length);
        }
        Ok(Self {
            size,
            sha256: hex::encode(hash.finalize()),
        })
    }
}

impl Manifest {
    pub fn new(made_at: String, database: &str, journals: Vec<String>, attachments: bool) -> Self {
        Self {
            format: FORMAT,
            made_at,
            database: database.to_owned(),
            journals,
            attachments,
            files: BTreeMap::new(),
        }
    }

    /// Takes a file of the folder in, as it should be.
    pub fn add(&mut self, name: String, bytes: &[u8]) {
        let hashed = Hashed {
            size: bytes.len() as u64,
            sha256: hex::encode(Sha256::digest(bytes)),
        };
        self.files.insert(name, hashed);
    }

    /// As [`Manifest::add`], for a file that somebody else wrote.
    pub fn add_written(&mut self, folder: &Path, name: &str) -> io::Result<()> {
        let hashed = Hashed::of(&folder.join(name))?;
        self.files.insert(name.to_owned(), hashed);
        Ok(())
    }

    /// Writes it beside the files, and waits until it is on the disk.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let mut file = File::create_new(folder.join(NAME))?;
        file.write_all(&serde_json::to_vec_pretty(self)?)?;
        file.sync_all()?;
        File::open(folder)?.sync_all()
    }

    /// Reads it; fails where the folder is no backup.
    pub fn read(folder: &Path) -> Result<Self, BackupError> {
        let none = |_| BackupError::NoBackup(folder.to_owned());
        let text = fs::read(folder.join(NAME)).map_err(none)?;
        let read: Self =
            serde_json::from_slice(&text).map_err(|_| BackupError::NoBackup(folder.to_owned()))?;
        match read.format {
            FORMAT => Ok(read),
            other => Err(BackupError::Format(other)),
        }
    }

    /// Compares every file with its hash; names the first that is missing or another.
    pub fn verify(&self, folder: &Path) -> Result<(), BackupError> {
        for (name, hashed) in &self.files {
            // Names come from a file that somebody may have written: none leads outside.
            let inside = Path::new(name)
                .components()
                .all(|part| matches!(part, std::path::Component::Normal(_)));
            let found = inside.then(|| Hashed::of(&folder.join(name)).ok());
            if found.flatten().as_ref() != Some(hashed) {
                return Err(BackupError::Changed(name.clone()));
            }
        }
        Ok(())
    }
}
