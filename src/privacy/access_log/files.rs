//! The files of the log: one a day, deleted when their time is over.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::Path,
};

use chrono::{Days, NaiveDate};

use super::batch::Line;

const BEFORE: &str = "access-";
const AFTER: &str = ".jsonl";

/// Appends the lines of a batch to the day's file, in one write. Where the disk takes only some of it, none
/// stays: the batch is written again later.
pub(super) fn append(folder: &Path, day: NaiveDate, lines: &[Line]) -> io::Result<()> {
    let mut text = Vec::new();
    for line in lines {
        serde_json::to_writer(&mut text, line)?;
        text.push(b'\n');
    }
    fs::create_dir_all(folder)?;
    let name = format!("{BEFORE}{day}{AFTER}");
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(folder.join(name))?;
    let before = file.metadata()?.len();
    file.write_all(&text).or_else(|error| {
        file.set_len(before)?;
        Err(error)
    })
}

/// Deletes the files of days more than `days` before `today`. Other files are left alone.
pub(super) fn delete_older(folder: &Path, today: NaiveDate, days: u32) -> io::Result<()> {
    let Some(oldest) = today.checked_sub_days(Days::new(days.into())) else {
        return Ok(());
    };
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let day = name
            .to_str()
            .and_then(|name| name.strip_prefix(BEFORE)?.strip_suffix(AFTER)?.parse().ok());
        if day.is_some_and(|day: NaiveDate| day < oldest) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
