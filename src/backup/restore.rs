//! The city again from a backup: only where nothing is, and only with the journals of what was
//! erased since.

use std::path::{Path, PathBuf};

use futures_util::TryStreamExt as _;

use super::{
    ATTACHMENTS, BackupError,
    manifest::Manifest,
    replay::{self, Replayed},
};
use crate::{
    accounts::sessions,
    attachments,
    clock::{Clock, Random},
    config::{Config, attachments::ObjectPlace},
    context::Context,
    db::{Db, copy},
    forum::reading::digest,
    mail::outbox,
    objects::Store,
    suggestions, webhooks,
};

/// What came of it.
#[derive(Clone, Copy, Debug)]
pub struct Restored {
    pub replayed: Replayed,
    /// Letters that waited when the backup was made. They are not sent: most have left since, and
    /// which ones the backup cannot say.
    pub unsent: usize,
}

/// Restores a backup into the database and the store that the configuration names. `lost` are
/// the ids of journals that are gone for good.
///
/// Nothing is touched unless every file is as it was written, every journal that the backup knows
/// of is there, and the target is empty. Cut off, it leaves a target that is not.
pub async fn restore(
    config: Config,
    folder: &Path,
    journals: &[PathBuf],
    lost: &[String],
    mut progress: impl FnMut(&str),
) -> Result<Restored, BackupError> {
    let manifest = Manifest::read(folder)?;
    progress(&format!(
        "looking through the backup of {}",
        manifest.made_at
    ));
    manifest.verify(folder)?;
    let url = config.database_url.clone();
    if manifest.database != url.copy_name() {
        return Err(BackupError::OtherDatabase);
    }
    let journals = replay::read(journals)?;
    let there: Vec<String> = journals
        .iter()
        .map(|journal| hex::encode(&journal.id))
        .collect();
    let lacks = |id: &&String| !there.contains(id) && !lost.contains(id);
    if let Some(id) = manifest.journals.iter().find(lacks) {
        return Err(BackupError::JournalMissing(id.clone()));
    }
    let objects = Store::new(config.attachments.place.clone());
    is_empty(&config, &objects).await?;

    progress("the database");
    let (target, file) = (url.clone(), folder.join(&manifest.database));
    let made = crate::threads::blocking(move || {
        copy::read(&target, &file)?;
        Db::migrate(&target)?;
        Ok::<_, BackupError>(())
    });
    made.await.map_err(|_| BackupError::Panicked)??;
    copy_objects(&manifest, folder, &objects, &mut progress).await?;

    let db = Db::open(&url, 1)?;
    let context = Context::new(db, Clock::System, Random::System, config);
    // Before, so that what is erased again writes no letter anew; and after, for those that it did.
    let mut unsent = quiet(&context).await?;
    let replayed = replay::replay(&context, &journals, |done, of| {
        if done.is_multiple_of(100) || done == of {
            progress(&format!("{done} of {of} erasures"));
        }
    })
    .await?;
    unsent += quiet(&context).await?;
    attachments::collect(&context).await?;
    Ok(Restored { replayed, unsent })
}

async fn is_empty(config: &Config, objects: &Store) -> Result<(), BackupError> {
    let url = config.database_url.clone();
    let empty = crate::threads::blocking(move || copy::is_empty(&url));
    if !empty.await.map_err(|_| BackupError::Panicked)?? {
        return Err(BackupError::NotEmpty("the database".to_owned()));
    }
    // A bucket may hold what the backup does not: it is left as it is.
    if let ObjectPlace::Folder(place) = &config.attachments.place
        && objects.names()?.try_next().await?.is_some()
    {
        return Err(BackupError::NotEmpty(place.display().to_string()));
    }
    Ok(())
}

async fn copy_objects(
    manifest: &Manifest,
    folder: &Path,
    objects: &Store,
    progress: &mut impl FnMut(&str),
) -> Result<(), BackupError> {
    let prefix = format!("{ATTACHMENTS}/");
    let names = manifest
        .files
        .keys()
        .filter_map(|name| name.strip_prefix(&prefix));
    let mut copied = 0_usize;
    for name in names {
        let bytes = tokio::fs::read(folder.join(ATTACHMENTS).join(name)).await?;
        objects.put(name, bytes).await?;
        copied += 1;
        if copied.is_multiple_of(100) {
            progress(&format!("{copied} files of attachments"));
        }
    }
    progress(&format!("{copied} files of attachments"));
    Ok(())
}

/// Nothing that was on its way when the backup was made goes out, and nobody is still logged on:
/// whoever logged off since would be on again.
async fn quiet(context: &Context) -> Result<usize, BackupError> {
    let now = context.now();
    context
        .db
        .write(move |connection| {
            sessions::end_everybodys(connection)?;
            digest::count_as_mailed(connection)?;
            suggestions::digest::forget_waiting(connection)?;
            suggestions::assigned::count_as_told(connection)?;
            webhooks::deliveries::forget_waiting(connection)?;
            Ok(outbox::give_up(connection, now)?)
        })
        .await
}
