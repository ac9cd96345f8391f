//! The secrets on disk: the keyring file, apart from the database, and its encrypted backup.
//!
//! One secret a line, in base64, the current one first. `public` before it: the public half of
//! a secret that was dropped, for what it signed. A line that begins with `#` is for people.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce, aead::Aead};
use zeroize::Zeroizing;

use super::Keys;
use crate::clock::Random;

/// Secrets, the current one first; never empty.
#[derive(Clone)]
pub struct Secrets {
    all: Vec<Zeroizing<[u8; 32]>>,
    /// Public halves of dropped ones.
    retired: Vec<Vec<u8>>,
}

/// What stands before a public half.
const PUBLIC: &str = "public ";

/// What went wrong with a keyring or its backup.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    #[error("{}: {error}", path.display())]
    File { path: PathBuf, error: io::Error },
    #[error("{}: there is a file already; name another, or move it away", .0.display())]
    Exists(PathBuf),
    #[error("it holds no secret")]
    Empty,
    #[error("line {0} is not 32 bytes in base64")]
    Line(usize),
    #[error("line {0} repeats a secret")]
    Twice(usize),
    #[error("this is no backup of a keyring")]
    NoBackup,
    #[error("the passphrase is wrong, or the backup was altered")]
    WrongPassphrase,
    #[error("the passphrase is shorter than {SHORTEST} characters")]
    ShortPassphrase,
}

impl Secrets {
    pub fn parse(text: &str) -> Result<Self, KeyringError> {
        let mut secrets: Vec<Zeroizing<[u8; 32]>> = Vec::new();
        let mut retired = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(public) = line.strip_prefix(PUBLIC) {
                let key = STANDARD.decode(public.trim()).ok();
                let key = key.filter(|key| key.len() == 32);
                retired.push(key.ok_or(KeyringError::Line(number))?);
                continue;
            }
            let bytes = STANDARD.decode(line).ok();
            let secret = bytes.and_then(|bytes| bytes.try_into().ok());
            let secret = Zeroizing::new(secret.ok_or(KeyringError::Line(number))?);
            if secrets.contains(&secret) {
                return Err(KeyringError::Twice(number));
            }
            secrets.push(secret);
        }
        if secrets.is_empty() {
            return Err(KeyringError::Empty);
        }
        Ok(Self {
            all: secrets,
            retired,
        })
    }

    pub fn read(path: &Path) -> Result<Self, KeyringError> {
        let text = fs::read_to_string(path).map_err(|error| at(path, error))?;
        Self::parse(&Zeroizing::new(text))
    }

    pub fn keys(&self) -> Keys {
        let mut all = self.all.iter().map(|secret| **secret);
        let current = all.next().expect("there is one");
        Keys::of(current, all).trusting(self.retired.clone())
    }

    /// The same with a new secret before them, which is the current one then.
    #[must_use]
    pub fn with_new(mut self, random: &Random) -> Self {
        self.all.insert(0, Zeroizing::new(random.bytes()));
        self
    }

    /// The current one alone, with the public halves of the others.
    #[must_use]
    pub fn current_only(mut self) -> Self {
        self.retired = self.keys().public_keys().split_off(1);
        self.all.truncate(1);
        self
    }

    /// How many there are beside the current one.
    pub fn older(&self) -> usize {
        self.all.len() - 1
    }

    fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::from(
            "# Plaza's secrets, the current one first. Keep this file apart from the database\n\
             # and from its backups.\n",
        ));
        for secret in &self.all {
            text.push_str(&STANDARD.encode(**secret));
            text.push('\n');
        }
        for public in &self.retired {
            text.push_str(PUBLIC);
            text.push_str(&STANDARD.encode(public));
            text.push('\n');
        }
        text
    }

    /// Writes the file anew, whole or not at all, for its owner's eyes only.
    pub fn write(&self, path: &Path) -> Result<(), KeyringError> {
        let beside = path.with_extension("new");
        match fs::remove_file(&beside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(at(&beside, error));
            }
            _ => {}
        }
        write_new(&beside, self.text().as_bytes())?;
        fs::rename(&beside, path).map_err(|error| at(path, error))
    }

    /// Writes them where no file is yet.
    pub fn write_new(&self, path: &Path) -> Result<(), KeyringError> {
        write_new(path, self.text().as_bytes())
    }
}

/// How a backup begins; what follows are salt, nonce and sealed text.
const HEAD: &[u8] = b"plaza-keyring-backup-1\n";
const SALT: usize = 16;
const NONCE: usize = 24;
/// Of a passphrase that may be tried for years by whoever finds the backup.
const SHORTEST: usize = 12;
/// 64 MiB, three passes: RFC 9106's second recommendation.
const COST: (u32, u32, u32) = (65_536, 3, 4);

/// Writes `secrets` to a new file, encrypted with the passphrase (argon2id, XChaCha20-Poly1305).
pub fn back_up(
    secrets: &Secrets,
    path: &Path,
    passphrase: &str,
    random: &Random,
) -> Result<(), KeyringError> {
    if passphrase.chars().count() < SHORTEST {
        return Err(KeyringError::ShortPassphrase);
    }
    let (salt, nonce): ([u8; SALT], [u8; NONCE]) = (random.bytes(), random.bytes());
    let sealed = cipher(passphrase, &salt)
        .encrypt(&XNonce::from(nonce), secrets.text().as_bytes())
        .expect("sealing bytes in memory cannot fail");
    let all = [HEAD, &salt, &nonce, &sealed].concat();
    write_new(path, &all)
}

/// Reads a backup.
pub fn open_backup(path: &Path, passphrase: &str) -> Result<Secrets, KeyringError> {
    let all = fs::read(path).map_err(|error| at(path, error))?;
    let rest = all.strip_prefix(HEAD).ok_or(KeyringError::NoBackup)?;
    let (salt, rest) = rest
        .split_first_chunk::<SALT>()
        .ok_or(KeyringError::NoBackup)?;
    let (nonce, sealed) = rest
        .split_first_chunk::<NONCE>()
        .ok_or(KeyringError::NoBackup)?;
    let plain = cipher(passphrase, salt)
        .decrypt(&XNonce::from(*nonce), sealed)
        .map_err(|_| KeyringError::WrongPassphrase)?;
    let text = Zeroizing::new(String::from_utf8(plain).map_err(|_| KeyringError::NoBackup)?);
    Secrets::parse(&text)
}

fn cipher(passphrase: &str, salt: &[u8]) -> XChaCha20Poly1305 {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, Some(32)).expect("within argon2's bounds");
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut *key)
        .expect("the lengths are within argon2's bounds");
    XChaCha20Poly1305::new((&*key).into())
}

/// A file that only its owner may read, on disk when this returns.
fn write_new(path: &Path, bytes: &[u8]) -> Result<(), KeyringError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let written = options.open(path).and_then(|mut file: File| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => KeyringError::Exists(path.to_owned()),
        _ => at(path, error),
    })
}

fn at(path: &Path, error: io::Error) -> KeyringError {
    KeyringError::File {
        path: path.to_owned(),
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::is_signed;

    const A: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    const B: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    #[test]
    fn a_keyring_reads_as_it_was_written_and_says_which_line_is_wrong() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("keys");
        let secrets = Secrets::parse(&format!("# words\n{A}\n\n{B}\n")).expect("two secrets");
        secrets.write(&path).expect("written");
        secrets.write(&path).expect("written again");
        let read = Secrets::read(&path).expect("read");
        assert_eq!(read.keys().versions(), secrets.keys().versions());
        assert_eq!(read.older(), 1);
        let signed = Secrets::parse(B).expect("one").keys().sign(b"words");
        let alone = read.current_only();
        alone.write(&path).expect("written");
        let alone = Secrets::read(&path).expect("read");
        assert_eq!((alone.older(), alone.keys().versions().len()), (0, 1));
        let known = alone.keys().public_keys();
        assert!(known.iter().any(|key| is_signed(key, b"words", &signed)));
        assert!(!known.iter().any(|key| is_signed(key, b"word", &signed)));
        for (text, line) in [("x", 1), (&*format!("{A}\n{A}"), 2), ("", 0)] {
            match Secrets::parse(text) {
                Err(KeyringError::Line(at) | KeyringError::Twice(at)) => assert_eq!(at, line),
                Err(KeyringError::Empty) => assert_eq!(line, 0),
                _ => panic!("{text} was read"),
            }
        }
    }

    #[test]
    fn a_backup_opens_with_its_passphrase_alone_and_overwrites_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("backup");
        let random = Random::seeded(1);
        let secrets = Secrets::parse(A).expect("a secret").with_new(&random);
        assert!(back_up(&secrets, &path, "short", &random).is_err());
        back_up(&secrets, &path, "correct horse battery", &random).expect("written");
        assert!(back_up(&secrets, &path, "correct horse battery", &random).is_err());
        let bytes = fs::read(&path).expect("there it is");
        assert!(!String::from_utf8_lossy(&bytes).contains(A));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&path)
                .expect("there it is")
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert!(open_backup(&path, "correct horse batterie").is_err());
        let opened = open_backup(&path, "correct horse battery").expect("opened");
        assert_eq!(opened.keys().versions(), secrets.keys().versions());
        assert_eq!(opened.older(), 1);
    }
}
