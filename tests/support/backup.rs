//! A copy of the database, and a Plaza on it: what a restored backup is like.

use std::path::PathBuf;

use plaza::{
    backup::replay,
    config::Config,
    context::Context,
    db::{DatabaseUrl, Db},
    privacy::erasures::{self, Erased, What},
};

use super::{Plaza, command::good, database::TestDatabase};

/// A copy, as long as this is kept.
pub struct Backup(TestDatabase);

impl Backup {
    pub fn url(&self) -> &DatabaseUrl {
        &self.0.url
    }
}

impl Plaza {
    /// An empty place for a database.
    pub fn nothing(&self) -> Backup {
        let folder = tempfile::tempdir_in(self.folder.path()).unwrap().keep();
        Backup(TestDatabase::create(&folder))
    }

    /// Makes a backup as an administrator does, into a folder of the data; gives its path.
    pub fn made_backup(&self, name: &str) -> PathBuf {
        let (settings, folder) = (tempfile::tempdir().unwrap(), self.folder.path().join(name));
        let config = self.configure_on(settings.path(), self.context.config.as_ref());
        let told = good(&["backup", folder.to_str().unwrap(), "--config", &config]);
        assert!(told.contains("each looked at once more"), "{told}");
        folder
    }

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
        self.restored_with(config)
    }

    /// The same with this configuration.
    pub fn restored_with(&self, config: Config) -> Context {
        let db = Db::open(&config.database_url, 2).unwrap();
        Context::new(
            db,
            self.context.clock.clone(),
            self.context.random.clone(),
            config,
        )
    }

    /// What people had erased, as the erasure journal names it.
    pub fn journal(&self) -> Vec<Erased> {
        let journal = erasures::read(&self.context.config.erasure_journal).unwrap();
        let erased = |what| match what {
            What::Erased(erased) => Some(erased),
            What::Requested(_) => None,
        };
        let lines = journal.lines.into_iter();
        lines.filter_map(|line| erased(line.what)).collect()
    }

    /// Makes a restored city forget what the journal names; gives how much of it was still there.
    pub async fn replay(&self, restored: &Context) -> usize {
        let journal = [self.context.config.erasure_journal.clone()];
        let journal = replay::read(&journal).unwrap();
        let replayed = replay::replay(restored, &journal, |_, _| {}).await;
        replayed.unwrap().held
    }

    /// As [`Plaza::replay`], where the database has lost what it knew of journals: each line is
    /// carried out once more.
    pub async fn replay_from_the_start(&self, restored: &Context) -> usize {
        let forgotten: Result<usize, plaza::db::DbError> = restored
            .db
            .write(|connection| {
                use diesel::RunQueryDsl as _;
                let lines = plaza::db::schema::erasure_lines::table;
                Ok(diesel::delete(lines).execute(connection)?)
            })
            .await;
        assert!(forgotten.unwrap() > 0);
        self.replay(restored).await
    }
}
