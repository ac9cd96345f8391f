//! The files for who carries them away: made anew, and copied part by part.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

use super::{FILES, PartError, ROUNDS, Stored, making, note, refresh, stored};
use crate::{context::Context, db::DbError};

/// Why there are no files.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("the open data is being made just now; ask again in a minute")]
    NotYet,
    #[error("{}: {error}", .path.display())]
    File { path: PathBuf, error: io::Error },
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Makes every file anew and writes it into this folder; it stands in the ledger. Gives where they
/// are. A file is there whole, or as it was.
pub async fn export(context: &Context, folder: &Path) -> Result<Vec<PathBuf>, ExportError> {
    for _ in 0..ROUNDS {
        refresh(context).await?;
        let files = context.db.read(stored::all).await?;
        if files.len() < FILES.len() {
            continue;
        }
        // Where something is taken away meanwhile, it is to be in none of them.
        let copied = copy(context, &files, folder).await;
        if !matches!(copied, Ok(Some(_))) {
            for file in &files {
                fs::remove_file(unsettled(folder, file.name)).ok();
            }
        }
        let Some(all) = copied? else { continue };
        let written = files.iter().map(|file| settle(folder, file.name));
        let written = written.collect::<Result<Vec<_>, _>>()?;
        let (cx, facts) = (context.clone(), making::facts(all));
        context
            .db
            .write(move |connection| note(connection, &cx, facts))
            .await?;
        return Ok(written);
    }
    Err(ExportError::NotYet)
}

/// Copies the files, each under another name, and gives the hash over all; `None` where one was
/// taken away.
async fn copy(
    context: &Context,
    files: &[Stored],
    folder: &Path,
) -> Result<Option<Sha256>, ExportError> {
    let mut all = Sha256::new();
    for file in files {
        let path = unsettled(folder, file.name);
        let failed = |error| ExportError::File {
            path: path.clone(),
            error,
        };
        let mut to = File::create(&path).map_err(failed)?;
        let mut number = 0;
        loop {
            let part = match file.part(context, number).await {
                Ok(Some(part)) => part,
                Ok(None) => break,
                Err(PartError::TakenAway) => return Ok(None),
                Err(PartError::Db(error)) => return Err(error.into()),
            };
            to.write_all(part.as_bytes()).map_err(failed)?;
            all.update(part.as_bytes());
            number += 1;
        }
        to.sync_all().map_err(failed)?;
    }
    Ok(Some(all))
}

fn unsettled(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!(".{name}.part"))
}

/// Gives a file that is whole its name.
fn settle(folder: &Path, name: &str) -> Result<PathBuf, ExportError> {
    let path = folder.join(name);
    match fs::rename(unsettled(folder, name), &path) {
        Ok(()) => Ok(path),
        Err(error) => Err(ExportError::File { path, error }),
    }
}
