//! What the machine says: of this process, and of the disks that it writes to.

use std::path::{Path, PathBuf};

use rustix::fs::statvfs;

use crate::{
    config::{Config, attachments::ObjectPlace},
    context::Context,
    db::{DatabaseUrl, DbError},
    metrics::{count::words, process::Process},
    threads,
};

words! {
    /// What lies on a disk of this machine.
    pub enum Place {
        /// SQLite's file.
        Database = "database",
        Attachments = "attachments",
        Journal = "erasure-journal",
        AccessLog = "access-log",
    }
}

/// The disk under a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disk {
    pub place: Place,
    /// What Plaza may still write.
    pub free: u64,
    pub size: u64,
}

impl Disk {
    /// Whether less than a tenth of it is free.
    pub const fn is_nearly_full(self) -> bool {
        self.free < self.size / 10
    }
}

/// At one moment.
#[derive(Clone, Debug)]
pub struct Machine {
    pub process: Process,
    /// Of places on other machines (PostgreSQL, S3) nothing is known here.
    pub disks: Vec<Disk>,
}

impl Machine {
    /// On a thread that may block: a disk that is away may let whoever asks wait.
    pub async fn now(context: &Context) -> Result<Self, DbError> {
        let places = places(&context.config);
        let look = move || Self {
            process: Process::now(),
            disks: places
                .iter()
                .filter_map(|(place, path)| disk(*place, path))
                .collect(),
        };
        threads::blocking(look).await.map_err(|_| DbError::Panicked)
    }
}

fn places(config: &Config) -> Vec<(Place, PathBuf)> {
    let database = match &config.database_url {
        DatabaseUrl::Sqlite(path) => Some((Place::Database, path.clone())),
        DatabaseUrl::Postgres(_) => None,
    };
    let attachments = match &config.attachments.place {
        ObjectPlace::Folder(path) => Some((Place::Attachments, path.clone())),
        ObjectPlace::S3 { .. } => None,
    };
    let journal = Some((Place::Journal, config.erasure_journal.clone()));
    let log = config.access_log.as_ref();
    let log = log.map(|log| (Place::AccessLog, log.folder.clone()));
    let all = [database, attachments, journal, log];
    all.into_iter().flatten().collect()
}

/// Of what is not there yet, the folder in which it will be tells.
fn disk(place: Place, path: &Path) -> Option<Disk> {
    let found = path.ancestors().find_map(|above| {
        let above = if above.as_os_str().is_empty() {
            Path::new(".")
        } else {
            above
        };
        room(above)
    });
    let (free, size) = found?;
    Some(Disk { place, free, size })
}

/// What is free for Plaza's user on the disk of something that is there, and how large it is, in bytes.
pub fn room(path: &Path) -> Option<(u64, u64)> {
    let told = statvfs(path).ok()?;
    let bytes = |blocks: u64| blocks.saturating_mul(told.f_frsize);
    Some((bytes(told.f_bavail), bytes(told.f_blocks)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_disk_is_known_of_what_is_not_there_yet() {
        let folder = tempfile::tempdir().expect("a folder");
        let of = |path: &Path| disk(Place::Attachments, path).expect("a disk");
        let there = of(folder.path());
        assert!(there.size > 0);
        assert_eq!(of(&folder.path().join("no/such/file")).size, there.size);
        assert!(disk(Place::Journal, Path::new("erasures.jsonl")).is_some());
    }

    #[test]
    fn a_disk_is_nearly_full_with_less_than_a_tenth_left() {
        let with = |free| Disk {
            place: Place::Database,
            free,
            size: 100,
        };
        assert!(with(9).is_nearly_full() && !with(10).is_nearly_full());
    }
}
