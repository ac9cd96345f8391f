//! Making a restored database forget again what erasure journals name.

use std::path::PathBuf;

use super::BackupError;
use crate::{
    context::Context,
    moderation::requested,
    offices,
    privacy::erasures::{self, Journal, Line, Mark, What},
    rights::erase,
};

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// Lines that the database had not carried out.
    pub outstanding: usize,
    /// Those of them that it still held something of.
    pub held: usize,
}

/// Reads journals; of one that cannot be read, says which.
pub fn read(paths: &[PathBuf]) -> Result<Vec<Journal>, BackupError> {
    let read = |path: &PathBuf| {
        erasures::read(path).map_err(|error| BackupError::Unread {
            path: path.clone(),
            error,
        })
    };
    paths.iter().map(read).collect()
}

/// Carries out what the database has not yet, in the order in which it was done, and notes each
/// line in the same transaction: cut off, it goes on where it stopped.
pub async fn replay(
    context: &Context,
    journals: &[Journal],
    mut progress: impl FnMut(usize, usize),
) -> Result<Replayed, BackupError> {
    context.know_officials(offices::officials(context).await?);
    let mut lines: Vec<(Mark, Line)> = Vec::new();
    for journal in journals {
        let of = journal.clone();
        let (id, lacking) = context
            .db
            .write(move |connection| {
                erasures::note(connection, &of.id, &of.id)?;
                let lacking = erasures::outstanding(connection, &of)?;
                Ok::<_, BackupError>((of.id, lacking))
            })
            .await?;
        lines.extend(lacking.into_iter().map(|line| (id.clone(), line)));
    }
    lines.sort_by_key(|(_, line)| line.at);
    let outstanding = lines.len();
    let mut held = 0;
    for (done, (journal, line)) in lines.into_iter().enumerate() {
        let cx = context.clone();
        let there = context
            .db
            .write(move |connection| {
                let there = match line.what {
                    What::Erased(erased) => erase::again(connection, &cx, line.at, erased)?,
                    What::Requested(done) => requested::again(connection, &cx, line.at, done)?,
                };
                erasures::note(connection, &journal, &line.mark)?;
                Ok::<_, BackupError>(there)
            })
            .await?;
        held += usize::from(there);
        progress(done + 1, outstanding);
    }
    Ok(Replayed { outstanding, held })
}
