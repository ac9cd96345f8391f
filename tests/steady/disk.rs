//! A small disk: a file system in memory, mounted where nobody else sees it. This program of tests is
//! started once more, in a mount namespace of its own, and has the small disk for all that is temporary;
//! with its end the disk is gone.

use std::{
    env,
    fs::{self, File},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
    process::Command,
};

use super::{postgres::is_root, program::Program};

/// Tells the process on the small disk where that is.
const PLACE: &str = "PLAZA_SMALL_DISK";

/// Runs an ignored test of this program on a disk of so many MiB; gives what it printed.
#[track_caller]
pub fn on_a_small_disk(test: &str, size: usize) -> String {
    let place = tempfile::tempdir().unwrap();
    let mut command = Command::new("unshare");
    command.arg("--mount");
    if !is_root() {
        command.args(["--user", "--map-root-user"]);
    }
    let mount = format!("mount -t tmpfs -o size={size}m plaza \"$TMPDIR\" && exec \"$0\" \"$@\"");
    command.args(["sh", "-c", &mount]);
    command.arg(env::current_exe().unwrap());
    command.args([test, "--exact", "--ignored", "--nocapture"]);
    command.env("TMPDIR", place.path()).env(PLACE, place.path());
    let done = command.output().unwrap();
    let [said, told] = [&done.stdout, &done.stderr].map(|words| String::from_utf8_lossy(words));
    assert!(
        done.status.success() && said.contains("1 passed"),
        "a small disk is mounted by root, or by whoever may have a user namespace:\n{said}\n{told}"
    );
    said.into_owned()
}

/// The folder of the small disk; nothing where the test runs on its own.
pub fn place() -> Option<PathBuf> {
    env::var_os(PLACE).map(PathBuf::from)
}

/// Fills a disk to its last byte, until this is dropped.
pub struct Stuffing(PathBuf);

impl Stuffing {
    pub fn of(place: &Path) -> Self {
        let path = place.join("stuffing");
        let mut file = File::create(&path).unwrap();
        let full = loop {
            if let Err(error) = file.write_all(&[0; 4096]) {
                break error;
            }
        };
        assert_eq!(full.kind(), ErrorKind::StorageFull, "{full}");
        Self(path)
    }
}

impl Drop for Stuffing {
    fn drop(&mut self) {
        fs::remove_file(&self.0).unwrap();
    }
}

/// A disk that nothing can be written to, until this is dropped. Whoever opens a file is told that the file
/// system is read-only. No mount becomes so while files are open for writing; that a program's open files
/// take nothing either, a limit on their size brings about.
pub struct ReadOnly<'a> {
    place: PathBuf,
    program: &'a Program,
}

impl<'a> ReadOnly<'a> {
    pub fn of(place: &Path, program: &'a Program) -> Self {
        let folder = place.to_str().unwrap();
        run("mount", &["--bind", folder, folder]);
        run("mount", &["-o", "remount,bind,ro", folder]);
        program.limit_files(Some(0));
        let refused = File::create(place.join("nothing")).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::ReadOnlyFilesystem, "{refused}");
        Self {
            place: place.to_owned(),
            program,
        }
    }
}

impl Drop for ReadOnly<'_> {
    fn drop(&mut self) {
        self.program.limit_files(None);
        // What was opened for reading meanwhile stays so until it is closed.
        run("umount", &["--lazy", self.place.to_str().unwrap()]);
    }
}

fn run(program: &str, words: &[&str]) {
    let done = Command::new(program).args(words).output().unwrap();
    assert!(done.status.success(), "{program} {words:?}: {done:?}");
}
