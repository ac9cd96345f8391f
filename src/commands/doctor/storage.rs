//! Where attachments are kept: something is written, read back and deleted.

use super::{Finding, bounded, disk, fail, well};
use crate::{
    clock::Random,
    config::{Config, attachments::ObjectPlace},
    objects::{Store, StoreError},
};

/// What is written.
const WORDS: &[u8] = b"plaza doctor";

pub(super) async fn look(config: &Config) -> Vec<Finding> {
    let place = &config.attachments.place;
    let mut found = bounded("attachments", async {
        vec![match written(&Store::new(place.clone())).await {
            Ok(true) => well(
                "attachments",
                "an object was written, read back and deleted",
            ),
            Ok(false) => fail(
                "attachments",
                "what was written is not what is read",
                "look which store answers there",
            ),
            Err(error) => fail(
                "attachments",
                error.to_string(),
                "look whether Plaza's user, or its key, may write and delete there",
            ),
        }]
    })
    .await;
    if let ObjectPlace::Folder(folder) = place {
        found.extend(disk::look("attachments", folder));
    }
    found
}

async fn written(store: &Store) -> Result<bool, StoreError> {
    let folder = format!("doctor/{}", hex::encode(Random::System.bytes::<8>()));
    let name = format!("{folder}/object");
    store.put(&name, WORDS.to_vec()).await?;
    let read = store.get(&name).await;
    // Whatever was read, nothing is left.
    store.delete_below(&folder).await?;
    Ok(read?.as_deref() == Some(WORDS))
}
