//! What the nodes on one PostgreSQL tell each other: that something was written. It makes pages that are
//! kept go sooner; that they go in time, `changes` sees to by itself, so a word that is lost does no harm.

use std::{
    sync::{Arc, Weak},
    thread,
    time::Duration,
};

use diesel::{Connection as _, PgConnection, RunQueryDsl as _, sql_query};

use super::{DbError, changes::Changes};

/// How long what was written waits at most until it is told, together with what else was.
const ROUND: Duration = Duration::from_millis(50);
/// After how long a server that is away is tried again.
const AGAIN: Duration = Duration::from_secs(2);

/// Tells and listens on a connection of its own, as long as `changes` is there.
pub(super) fn begin(url: String, changes: &Arc<Changes>) -> Result<(), DbError> {
    let changes = Arc::downgrade(changes);
    thread::Builder::new()
        .name("page-changes".into())
        .spawn(move || {
            while changes.strong_count() > 0 {
                if attend(&url, &changes).is_err() {
                    tracing::debug!("other nodes cannot be heard; trying again");
                    thread::sleep(AGAIN);
                }
            }
        })
        .map_err(|error| DbError::Unavailable(error.to_string()))?;
    Ok(())
}

fn attend(url: &str, changes: &Weak<Changes>) -> Result<(), DbError> {
    let mut connection =
        PgConnection::establish(url).map_err(|error| DbError::Unavailable(error.to_string()))?;
    sql_query("LISTEN plaza_pages").execute(&mut connection)?;
    let mut told = None;
    while let Some(changes) = changes.upgrade() {
        let mut heard = false;
        for word in connection.notifications_iter() {
            word?;
            heard = true;
        }
        if heard {
            changes.hear();
        }
        let ended = changes.count();
        if told != Some(ended) {
            sql_query("NOTIFY plaza_pages").execute(&mut connection)?;
            told = Some(ended);
        }
        drop(changes);
        thread::sleep(ROUND);
    }
    Ok(())
}
