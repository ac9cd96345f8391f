//! Everything that is at rest, as bytes, to look for what must not stand there.

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use plaza::db::DatabaseUrl;
use std::path::Path;

use super::Plaza;

/// Something that was looked for, as it was written and in the disguises that storage gives it.
fn disguises(words: &str) -> Vec<Vec<u8>> {
    let hex: String = words.bytes().map(|byte| format!("{byte:02x}")).collect();
    let wide: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut all = vec![
        words.as_bytes().to_vec(),
        words.to_lowercase().into_bytes(),
        words.to_uppercase().into_bytes(),
        hex.to_uppercase().into_bytes(),
        hex.into_bytes(),
        wide,
    ];
    // The three ways in which base64 may cut a text that stands in the middle of another.
    for skipped in 0..3 {
        let padded = [&vec![b' '; skipped], words.as_bytes()].concat();
        let coded = STANDARD_NO_PAD.encode(padded);
        let inner = &coded[4.min(coded.len())..coded.len().saturating_sub(4)];
        all.push(inner.as_bytes().to_vec());
    }
    all
}

/// Places that hold bytes, each with its name.
pub struct AtRest(Vec<(String, Vec<u8>)>);

impl AtRest {
    /// The places where `words` stand in any disguise.
    pub fn find(&self, words: &str) -> Vec<&str> {
        let disguises = disguises(words);
        self.0
            .iter()
            .filter(|(_, bytes)| {
                disguises.iter().any(|wanted| {
                    bytes
                        .windows(wanted.len())
                        .any(|window| window == wanted.as_slice())
                })
            })
            .map(|(name, _)| name.as_str())
            .collect()
    }
}

impl Plaza {
    /// The whole data directory (with the database's file and its log on SQLite) but for the
    /// mails that were handed over for delivery, and a dump of every row.
    pub fn at_rest(&self) -> AtRest {
        let mut all = vec![("a dump".to_owned(), self.dump().into_bytes())];
        gather(self.folder.path(), &mut all);
        if let DatabaseUrl::Sqlite(path) = &self.context.config.database_url {
            for ending in ["", "-wal"] {
                let path = format!("{}{ending}", path.display());
                assert!(
                    all.iter().any(|(name, _)| *name == path),
                    "{path} was not read"
                );
            }
        }
        AtRest(all)
    }
}

fn gather(folder: &Path, all: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "mail") {
                gather(&path, all);
            }
        } else {
            all.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}
