//! A copy of the database, and a Plaza on it: what a restored backup is like. SQLite only, as a
//! copy of a PostgreSQL database is its own tools' work.

use std::path::PathBuf;

use actix_web::web::Data;
use plaza::{
    context::Context,
    db::{DatabaseUrl, Db},
    privacy::Recorder,
};

use super::{Client, Plaza};

impl Plaza {
    /// `None` on PostgreSQL.
    pub fn backup(&self) -> Option<PathBuf> {
        let DatabaseUrl::Sqlite(_) = &self.context.config.database_url else {
            return None;
        };
        let copy = self.folder.path().join("backup.sqlite");
        let _ = std::fs::remove_file(&copy);
        self.sql(&format!("VACUUM INTO '{}'", copy.display()))
            .unwrap();
        Some(copy)
    }

    /// The same city on a restored backup.
    pub fn restored(&self, backup: PathBuf) -> Context {
        let mut config = (*self.context.config).clone();
        config.database_url = DatabaseUrl::Sqlite(backup);
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
}
