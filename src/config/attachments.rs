//! `[attachments]`: where files that people add are kept, and how large they may be.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::error::{ConfigError, Faults, problem};

/// The files that people add to what they write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachments {
    pub place: ObjectPlace,
    /// The largest file that is taken, in bytes.
    pub largest: usize,
    /// The most pixels that a picture may have, all frames of a moving one together.
    pub pixels: u64,
    /// The most frames that a moving picture may have.
    pub frames: usize,
}

/// Where objects are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectPlace {
    /// A folder, which no web server shows.
    Folder(PathBuf),
    /// An S3-compatible store; how to reach it stands in the environment (`AWS_…`).
    S3 { bucket: String, prefix: String },
}

impl Attachments {
    /// The defaults, in this folder.
    pub fn beside(folder: &Path) -> Self {
        Self {
            place: ObjectPlace::Folder(folder.join("attachments")),
            largest: default_largest_mb() * MB,
            pixels: u64::from(default_megapixels()) * MEGA,
            frames: default_frames(),
        }
    }

    /// A relative folder lies beside the configuration.
    pub(super) fn below(&mut self, folder: &Path) {
        if let ObjectPlace::Folder(path) = &mut self.place {
            *path = folder.join(&*path);
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    #[serde(default = "default_store")]
    store: String,
    #[serde(default = "default_largest_mb")]
    largest_mb: usize,
    #[serde(default = "default_megapixels")]
    megapixels: u32,
    #[serde(default = "default_frames")]
    frames: usize,
}

impl Default for Raw {
    fn default() -> Self {
        Self {
            store: default_store(),
            largest_mb: default_largest_mb(),
            megapixels: default_megapixels(),
            frames: default_frames(),
        }
    }
}

const MB: usize = 1024 * 1024;
const MEGA: u64 = 1_000_000;

fn default_store() -> String {
    "file:attachments".to_owned()
}

const fn default_largest_mb() -> usize {
    10
}

const fn default_megapixels() -> u32 {
    50
}

const fn default_frames() -> usize {
    200
}

pub(super) fn check(raw: Raw, faults: &mut Faults) -> Option<Attachments> {
    let mut within = |key: &str, value: usize, most: usize| {
        if (1..=most).contains(&value) {
            return Some(value);
        }
        faults.note(problem(
            &format!("attachments.{key}"),
            Some(value.to_string()),
            "is nothing, or more than one machine can read safely",
            &format!("choose a number from 1 to {most}"),
        ));
        None
    };
    let largest = within("largest_mb", raw.largest_mb, 50);
    let pixels = within("megapixels", raw.megapixels as usize, 150);
    let frames = within("frames", raw.frames, 1000);
    let place = faults.keep(place(&raw.store));
    pixels?;
    Some(Attachments {
        place: place?,
        largest: largest? * MB,
        pixels: u64::from(raw.megapixels) * MEGA,
        frames: frames?,
    })
}

/// Reads where objects are kept: `file:` and a folder, or `s3://bucket/prefix`.
pub fn place(text: &str) -> Result<ObjectPlace, ConfigError> {
    let wrong = |what: &str, remedy: &str| {
        problem("attachments.store", Some(text.to_owned()), what, remedy)
    };
    const REMEDY: &str = "write file:///var/lib/plaza/attachments or s3://bucket/prefix";
    if let Some(path) = text.strip_prefix("file:") {
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() {
            return Err(wrong("names no folder", REMEDY));
        }
        return Ok(ObjectPlace::Folder(path.into()));
    }
    let Some(rest) = text.strip_prefix("s3://") else {
        return Err(wrong("begins with neither file: nor s3://", REMEDY));
    };
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    if bucket.is_empty() {
        return Err(wrong("names no bucket", REMEDY));
    }
    Ok(ObjectPlace::S3 {
        bucket: bucket.to_owned(),
        prefix: prefix.trim_matches('/').to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::error::checked;

    fn with(store: &str) -> Result<Attachments, ConfigError> {
        let raw = Raw {
            store: store.to_owned(),
            ..Raw::default()
        };
        checked(|faults| check(raw, faults))
    }

    #[test]
    fn a_store_is_a_folder_or_a_bucket() {
        for (store, folder) in [
            ("file:///var/lib/plaza/a", "/var/lib/plaza/a"),
            ("file:/var/a", "/var/a"),
            ("file:a", "a"),
        ] {
            let place = with(store).expect("a folder").place;
            assert_eq!(place, ObjectPlace::Folder(folder.into()), "{store}");
        }
        for wrong in ["", "file:", "file://", "/var/a", "http://a", "s3://"] {
            let error = with(wrong).expect_err("no store");
            assert_eq!(error.key, "attachments.store");
        }
        let s3 = with("s3://bucket/a/b/").expect("a bucket");
        let (bucket, prefix) = ("bucket".to_owned(), "a/b".to_owned());
        assert_eq!(s3.place, ObjectPlace::S3 { bucket, prefix });
    }

    #[test]
    fn limits_are_neither_nothing_nor_without_end() {
        let mut config = Attachments::beside(Path::new("/etc/plaza"));
        assert_eq!(
            config.place,
            ObjectPlace::Folder("/etc/plaza/attachments".into())
        );
        config.place = ObjectPlace::Folder("a".into());
        config.below(Path::new("/etc"));
        assert_eq!(config.place, ObjectPlace::Folder("/etc/a".into()));
        for raw in [
            Raw {
                largest_mb: 0,
                ..Raw::default()
            },
            Raw {
                largest_mb: 51,
                ..Raw::default()
            },
            Raw {
                megapixels: 0,
                ..Raw::default()
            },
            Raw {
                frames: 1001,
                ..Raw::default()
            },
        ] {
            assert!(checked(|faults| check(raw, faults)).is_err());
        }
    }
}
