//! Whether the store has what the rows name, as it was written: after a restored backup, or when a
//! disk loses something. The largest picture, or the file, is compared by its hash; of smaller
//! pictures and a document's text, which could be made again, it is seen that they are there.

use sha2::{Digest as _, Sha256};

use super::{AttachmentError, Kind, rows, upload::TEXT};
use crate::{context::Context, db::DbError, objects::StoreError};

/// How many rows are read at once.
const PAGE: i64 = 500;

/// The first file that is wrong.
#[derive(Debug, thiserror::Error)]
pub enum Wrong {
    #[error("attachment {id}: its {variant} is not in the store")]
    Missing { id: i64, variant: &'static str },
    #[error("attachment {0}: it is another than the one that was stored; it was altered")]
    Altered(i64),
    #[error(transparent)]
    Store(#[from] AttachmentError),
}

impl From<StoreError> for Wrong {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

impl From<DbError> for Wrong {
    fn from(error: DbError) -> Self {
        Self::Store(error.into())
    }
}

/// Looks at the objects of every row and gives how many files there are.
pub async fn verify(context: &Context) -> Result<u64, Wrong> {
    let (mut last, mut files) = (0, 0);
    loop {
        let page = context
            .db
            .read(move |connection| rows::after(connection, last, PAGE))
            .await?;
        let Some(newest) = page.last() else {
            return Ok(files);
        };
        last = newest.attached.id;
        for stored in &page {
            let (id, kind) = (stored.attached.id, stored.attached.kind);
            let variants = kind.variants(stored.attached.width).into_iter();
            let text = (kind == Kind::Pdf).then_some(TEXT);
            for variant in variants.map(|(variant, _)| variant.as_str()).chain(text) {
                let name = format!("{}/{variant}", stored.object);
                let bytes = context.objects.get(&name).await?;
                let bytes = match bytes {
                    Some(bytes) => bytes,
                    // Collected, or written anew, since its row was read.
                    None if is_gone(context, id, &stored.object).await? => break,
                    None => return Err(Wrong::Missing { id, variant }),
                };
                if name == stored.main_object() && *Sha256::digest(&bytes) != *stored.hash {
                    return Err(Wrong::Altered(id));
                }
            }
            files += 1;
        }
    }
}

async fn is_gone(context: &Context, id: i64, object: &str) -> Result<bool, DbError> {
    let there = context
        .db
        .read(move |connection| rows::after(connection, id - 1, 1))
        .await?;
    let there = there.first();
    Ok(there.is_none_or(|there| there.attached.id != id || there.object != object))
}
