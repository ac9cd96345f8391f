//! How much room is left where something is written.

use std::path::Path;

use super::{Finding, fail, warn, well};
use crate::operations::room;

const MIB: u64 = 1024 * 1024;
/// With less left, a copy of a database or an upload soon fails.
const LITTLE: u64 = 1024 * MIB;
/// With less left, something fails now.
const TOO_LITTLE: u64 = 100 * MIB;

/// Of the disk that holds `path`, or is to hold it; nothing where that cannot be known.
pub(super) fn look(check: &'static str, path: &Path) -> Option<Finding> {
    let there = path.ancestors().find(|path| path.exists())?;
    let (free, all) = room(there)?;
    Some(finding(check, there, free, all))
}

fn finding(check: &'static str, path: &Path, free: u64, all: u64) -> Finding {
    let said = format!(
        "{} MiB of {} MiB are free where {} is",
        free / MIB,
        all / MIB,
        path.display()
    );
    let remedy = "make room: a full disk keeps people's words from being stored";
    if free < TOO_LITTLE {
        fail(check, said, remedy)
    } else if free < LITTLE || free < all / 20 {
        warn(check, said, remedy)
    } else {
        well(check, said)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::State, *};

    #[test]
    fn little_room_is_told_before_there_is_none() {
        let state = |free: u64, all: u64| finding("disk", Path::new("/"), free, all).state;
        assert_eq!(state(99 * MIB, 10_000 * MIB), State::Fail);
        assert_eq!(state(1000 * MIB, 10_000 * MIB), State::Warn);
        assert_eq!(state(2000 * MIB, 100_000 * MIB), State::Warn);
        assert_eq!(state(2000 * MIB, 10_000 * MIB), State::Ok);
    }

    #[test]
    fn of_what_is_not_made_yet_its_folders_disk_is_looked_at() {
        let folder = tempfile::tempdir().expect("a folder");
        let found = look("disk", &folder.path().join("not/yet"));
        let said = found.expect("a disk").said;
        assert!(
            said.contains(&folder.path().display().to_string()),
            "{said}"
        );
    }
}
