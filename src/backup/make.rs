//! Making a backup of a city that may be serving: the database as it is at one moment, and every
//! attachment that it names.

use std::{
    collections::BTreeSet,
    fs::{self, DirBuilder},
    path::Path,
};

use futures_util::TryStreamExt as _;

use super::{ATTACHMENTS, BackupError, manifest::Manifest};
use crate::{
    config::attachments::ObjectPlace, context::Context, db::copy, objects::Store, privacy::erasures,
};

/// Writes a backup into a folder that is new or empty; gives how many files it holds. Looks at
/// every file once more before it says that there is one.
pub async fn make(
    context: &Context,
    folder: &Path,
    mut progress: impl FnMut(&str),
) -> Result<usize, BackupError> {
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(BackupError::NotEmpty(folder.display().to_string()));
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;

    let url = context.config.database_url.clone();
    let on_disk = matches!(context.config.attachments.place, ObjectPlace::Folder(_));
    let mut objects = Objects {
        from: &context.objects,
        to: Store::new(ObjectPlace::Folder(folder.join(ATTACHMENTS))),
        copied: BTreeSet::new(),
    };
    let made_at = context.now().utc().to_rfc3339();
    let mut manifest = Manifest::new(made_at, url.copy_name(), Vec::new(), on_disk);
    // Once before: what is discarded meanwhile the copy may still name. And once after: an object
    // is written before its row, so that none which the copy names is missing.
    if on_disk {
        objects.copy(&mut manifest, &mut progress).await?;
    }
    progress("the database");
    let file = folder.join(url.copy_name());
    let copied = crate::threads::blocking(move || copy::write(&url, &file));
    copied.await.map_err(|_| BackupError::Panicked)??;
    if on_disk {
        objects.copy(&mut manifest, &mut progress).await?;
    } else {
        progress("attachments lie in an S3-compatible store and are not copied");
    }
    manifest.journals = context
        .db
        .read(erasures::known)
        .await?
        .iter()
        .map(hex::encode)
        .collect();
    manifest.add_written(folder, &manifest.database.clone())?;
    manifest.verify(folder)?;
    manifest.write(folder)?;
    Manifest::read(folder)?;
    Ok(manifest.files.len())
}

struct Objects<'a> {
    from: &'a Store,
    to: Store,
    copied: BTreeSet<String>,
}

impl Objects<'_> {
    /// Copies what is not copied yet. An object is never changed, only deleted.
    async fn copy(
        &mut self,
        manifest: &mut Manifest,
        progress: &mut impl FnMut(&str),
    ) -> Result<(), BackupError> {
        let mut all = self.from.names()?;
        while let Some(names) = all.try_next().await? {
            for name in names {
                if self.copied.contains(&name) {
                    continue;
                }
                let Some(bytes) = self.from.get(&name).await? else {
                    continue;
                };
                manifest.add(format!("{ATTACHMENTS}/{name}"), &bytes);
                self.to.put(&name, bytes.to_vec()).await?;
                self.copied.insert(name);
            }
            progress(&format!("{} files of attachments", self.copied.len()));
        }
        Ok(())
    }
}
