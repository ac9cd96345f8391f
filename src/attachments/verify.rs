//! Whether the store has what the rows name, as it was written: after a restored backup, or when a
//! disk loses something. The largest picture, or the file, is compared by its hash; of smaller
//! pictures and a document's text, which could be made again, it is seen that they are there.

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::{
    AttachmentError, Kind, case_rows,
    rows::{self, Place},
    upload::TEXT,
};
use crate::{
    context::Context,
    db::{AnyConnection, DbError},
    objects::StoreError,
};

/// How many rows are read at once.
const PAGE: i64 = 500;

/// Whose files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// What was uploaded for a post, and what waits.
    Posts,
    Cases,
}

impl Whose {
    fn after(
        self,
        connection: &mut AnyConnection,
        id: i64,
        most: i64,
    ) -> Result<Vec<Place>, DbError> {
        match self {
            Self::Posts => rows::after(connection, id, most),
            Self::Cases => case_rows::after(connection, id, most),
        }
    }
}

impl fmt::Display for Whose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Posts => "attachment",
            Self::Cases => "attachment of a case",
        })
    }
}

/// The first file that is wrong.
#[derive(Debug, thiserror::Error)]
pub enum Wrong {
    #[error("{of} {id}: its {variant} is not in the store")]
    Missing {
        of: Whose,
        id: i64,
        variant: &'static str,
    },
    #[error("{0} {1}: it is another than the one that was stored; it was altered")]
    Altered(Whose, i64),
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
    Ok(verify_of(context, Whose::Posts).await? + verify_of(context, Whose::Cases).await?)
}

async fn verify_of(context: &Context, of: Whose) -> Result<u64, Wrong> {
    let (mut last, mut files) = (0, 0);
    loop {
        let page = context
            .db
            .read(move |connection| of.after(connection, last, PAGE))
            .await?;
        let Some(newest) = page.last() else {
            return Ok(files);
        };
        last = newest.id;
        for place in &page {
            let (id, kind) = (place.id, place.kind);
            let variants = kind.variants(place.width).into_iter();
            let text = (kind == Kind::Pdf).then_some(TEXT);
            for variant in variants.map(|(variant, _)| variant.as_str()).chain(text) {
                let name = format!("{}/{variant}", place.object);
                let bytes = context.objects.get(&name).await?;
                let bytes = match bytes {
                    Some(bytes) => bytes,
                    // Collected, or written anew, since its row was read.
                    None if is_gone(context, of, id, &place.object).await? => break,
                    None => return Err(Wrong::Missing { of, id, variant }),
                };
                if variant == kind.main().as_str() && *Sha256::digest(&bytes) != *place.hash {
                    return Err(Wrong::Altered(of, id));
                }
            }
            files += 1;
        }
    }
}

async fn is_gone(context: &Context, of: Whose, id: i64, object: &str) -> Result<bool, DbError> {
    let there = context
        .db
        .read(move |connection| of.after(connection, id - 1, 1))
        .await?;
    let there = there.first();
    Ok(there.is_none_or(|there| there.id != id || there.object != object))
}
