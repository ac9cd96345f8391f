//! Where bytes are kept that are no rows: a folder or an S3-compatible store.
//!
//! An object is written whole or not at all, is never changed, and is named by its owner's row
//! with a random name; what it is, only that row knows. Which objects there are to be, and who
//! may read one, is decided above.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream::BoxStream};
use object_store::{
    ObjectStore, ObjectStoreExt as _, PutPayload, local::LocalFileSystem, path::Path,
};

use crate::config::attachments::ObjectPlace;

/// The store could not be opened, or did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[error("the store of attachments: {0}")]
pub struct StoreError(String);

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

/// How many objects are named at once when all of them are looked through.
const BATCH: usize = 500;
/// How long the store may take to answer when it is opened.
const ANSWERS: Duration = Duration::from_secs(20);

/// The handle that everything shares; clones are cheap. It is opened when it is first needed.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    place: ObjectPlace,
    opened: OnceLock<Opened>,
}

struct Opened {
    store: Arc<dyn ObjectStore>,
    /// Where it is a folder: the same once more, for what only a disk needs.
    disk: Option<LocalFileSystem>,
}

impl Store {
    pub fn new(place: ObjectPlace) -> Self {
        Self(Arc::new(Inner {
            place,
            opened: OnceLock::new(),
        }))
    }

    /// Opens the store and asks it for one name, so that a start fails rather than the first
    /// request: that a bucket or a key is wrong, only its answer says.
    pub async fn open(&self) -> Result<(), StoreError> {
        let mut names = self.opened()?.store.list(None);
        match tokio::time::timeout(ANSWERS, names.try_next()).await {
            Ok(answer) => Ok(answer.map(drop)?),
            Err(late) => Err(StoreError(format!("it does not answer: {late}"))),
        }
    }

    fn opened(&self) -> Result<&Opened, StoreError> {
        if let Some(opened) = self.0.opened.get() {
            return Ok(opened);
        }
        let opened = open(&self.0.place)?;
        Ok(self.0.opened.get_or_init(|| opened))
    }

    /// Writes an object; when this returns, it outlasts a power cut.
    pub async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
        let (opened, path) = (self.opened()?, Path::from(name));
        opened
            .store
            .put(&path, PutPayload::from(Bytes::from(bytes)))
            .await?;
        if let Some(disk) = &opened.disk {
            let file = disk.path_to_filesystem(&path)?;
            let synced = crate::threads::blocking(move || {
                std::fs::File::open(&file)?.sync_all()?;
                match file.parent() {
                    Some(folder) => std::fs::File::open(folder)?.sync_all(),
                    None => Ok(()),
                }
            });
            synced
                .await
                .map_err(|error| StoreError(error.to_string()))??;
        }
        Ok(())
    }

    /// `None` when there is no such object.
    pub async fn get(&self, name: &str) -> Result<Option<Bytes>, StoreError> {
        match self.opened()?.store.get(&Path::from(name)).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes every object below `folder`; that there is none is no error.
    pub async fn delete_below(&self, folder: &str) -> Result<(), StoreError> {
        let store = &self.opened()?.store;
        let names: Vec<Path> = store
            .list(Some(&Path::from(folder)))
            .map_ok(|object| object.location)
            .try_collect()
            .await?;
        for name in names {
            match store.delete(&name).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// The names of all objects, some hundred at a time.
    pub fn names(&self) -> Result<BoxStream<'static, Result<Vec<String>, StoreError>>, StoreError> {
        let all = self.opened()?.store.list(None);
        let named = all.map_ok(|object| object.location.to_string());
        let batches = named.chunks(BATCH).map(|batch| {
            let batch = batch.into_iter().collect::<Result<_, _>>();
            batch.map_err(StoreError::from)
        });
        Ok(batches.boxed())
    }
}

fn open(place: &ObjectPlace) -> Result<Opened, StoreError> {
    match place {
        ObjectPlace::Folder(folder) => {
            private_folder(folder)?;
            let disk = LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true);
            Ok(Opened {
                store: Arc::new(disk.clone()),
                disk: Some(disk),
            })
        }
        ObjectPlace::S3 { bucket, prefix } => Ok(Opened {
            store: open_bucket(bucket, prefix)?,
            disk: None,
        }),
    }
}

/// Makes the folder where it is missing, for Plaza's own user alone.
fn private_folder(folder: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn open_bucket(bucket: &str, prefix: &str) -> Result<Arc<dyn ObjectStore>, StoreError> {
    let store = object_store::aws::AmazonS3Builder::from_env()
        .with_bucket_name(bucket)
        .build()?;
    Ok(Arc::new(object_store::prefix::PrefixStore::new(
        store, prefix,
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn names(store: &Store) -> Vec<String> {
        let batches = store.names().expect("listed");
        let batches: Vec<Vec<String>> = batches.try_collect().await.expect("listed");
        let mut all = batches.concat();
        all.sort();
        all
    }

    #[actix_web::test]
    async fn a_folder_keeps_and_forgets() {
        let folder = tempfile::tempdir().expect("a folder");
        let inside = folder.path().join("a/b");
        let store = Store::new(ObjectPlace::Folder(inside.clone()));
        store.put("day/one/large", vec![1, 2]).await.expect("kept");
        store.put("day/one/small", vec![1]).await.expect("kept");
        store.put("day/two/large", vec![3]).await.expect("kept");
        let found = store.get("day/one/large").await.expect("read");
        assert_eq!(found.as_deref(), Some(&[1, 2][..]));
        assert_eq!(names(&store).await.len(), 3);
        store.delete_below("day/one").await.expect("deleted");
        store.delete_below("day/one").await.expect("deleted twice");
        assert_eq!(names(&store).await, ["day/two/large"]);
        assert!(store.get("day/one/large").await.expect("read").is_none());
        store.delete_below("day/two").await.expect("deleted");
        let left = std::fs::read_dir(inside).expect("the folder").count();
        assert_eq!(left, 0, "no empty folder stays");
    }
}
