//! Collecting what nobody needs: uploads that were never published, objects that were
//! discarded, and objects that no row ever named. Every step can be repeated.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use futures_util::TryStreamExt as _;

use super::{AttachmentError, rows};
use crate::context::Context;

/// An object's day is this long over before it can be one that nobody will name any more.
const GRACE: Days = Days::new(2);

/// Deletes what is discarded, and what waited too long for its post.
pub async fn collect(context: &Context) -> Result<(), AttachmentError> {
    let now = context.now();
    context
        .db
        .write(move |connection| {
            rows::discard_overdue(connection, now)?;
            rows::forget_withheld(connection)
        })
        .await?;
    let objects = context.db.read(rows::discarded).await?;
    if objects.is_empty() {
        return Ok(());
    }
    // One that the store does not let go keeps none behind it; it is tried again the next time.
    let (mut gone, mut failed) = (Vec::new(), None);
    for object in objects {
        match context.objects.delete_below(&object).await {
            Ok(()) => gone.push(object),
            Err(error) => _ = failed.get_or_insert(error),
        }
    }
    context
        .db
        .write(move |connection| rows::forget_discarded(connection, gone))
        .await?;
    match failed {
        Some(error) => Err(error.into()),
        None => Ok(()),
    }
}

/// Looks through all objects and deletes those that no row names: of uploads that a crash cut
/// off, and of rows that a restored backup does not have.
pub async fn sweep(context: &Context) -> Result<(), AttachmentError> {
    let today = context.clock.today(context.config.city.time_zone);
    let mut batches = context.objects.names()?;
    while let Some(names) = batches.try_next().await? {
        let old: BTreeSet<String> = names
            .iter()
            .filter_map(|name| folder_of(name))
            .filter(|(day, _)| *day + GRACE < today)
            .map(|(_, folder)| folder.to_owned())
            .collect();
        if old.is_empty() {
            continue;
        }
        let asked: Vec<String> = old.iter().cloned().collect();
        let known = context
            .db
            .read(move |connection| rows::known(connection, asked))
            .await?;
        for folder in old.iter().filter(|folder| !known.contains(folder)) {
            context.objects.delete_below(folder).await?;
        }
    }
    Ok(())
}

/// The day and the folder of an object of ours: `2026-03-02/RANDOM/large`.
fn folder_of(name: &str) -> Option<(NaiveDate, &str)> {
    let (folder, _) = name.rsplit_once('/')?;
    let (day, random) = folder.split_once('/')?;
    let day = day.parse().ok()?;
    (!random.is_empty() && !random.contains('/')).then_some((day, folder))
}
