//! A copy of the database, and a Plaza on it: what a restored backup is like.

use actix_web::web::Data;
use plaza::{
    context::Context,
    db::Db,
    privacy::{
        Recorder,
        erasures::{self, Erased},
    },
    rights::erase,
};

use super::{Client, Plaza, database::TestDatabase};

/// A copy, as long as this is kept.
pub struct Backup(TestDatabase);

impl Plaza {
    pub fn backup(&self) -> Backup {
        self.backup_of(&self.context)
    }

    /// A copy of what a Plaza that goes on from a backup holds.
    pub fn backup_of(&self, context: &Context) -> Backup {
        let url = &context.config.database_url;
        Backup(TestDatabase::copy_of(url, self.folder.path()))
    }

    /// The same city on a restored backup, whose clock is the same too.
    pub fn restored(&self, backup: &Backup) -> Context {
        let mut config = (*self.context.config).clone();
        config.database_url = backup.0.url.clone();
        let db = Db::open(&config.database_url, 2).unwrap();
        Context::new(
            db,
            self.context.clock.clone(),
            self.context.random.clone(),
            config,
        )
    }

    pub async fn client_of(&self, context: &Context) -> Client {
        Client::new(Data::new(context.clone()), Recorder::new(&context.config)).await
    }

    /// What the erasure journal names.
    pub fn journal(&self) -> Vec<Erased> {
        let lines = erasures::read(&self.context.config.erasure_journal).unwrap();
        lines.into_iter().map(|line| line.erased).collect()
    }

    /// Makes a restored city forget what the journal names; gives how much of it was still there.
    pub async fn replay(&self, restored: &Context) -> usize {
        let lines = erasures::read(&self.context.config.erasure_journal).unwrap();
        erase::replay(restored, lines).await.unwrap()
    }
}
