//! `plaza migrate`: brings the database's tables up to this version.

use super::ConfigFile;
use crate::{config::Config, db::Db};

/// Safe to run again and from several machines at once.
pub fn run(file: &ConfigFile) -> anyhow::Result<()> {
    let config = Config::load(&file.config)?;
    let ran = Db::migrate(&config.database_url)?;
    if ran.is_empty() {
        println!("nothing to do: the database is up to date");
    }
    for name in ran {
        println!("ran {name}");
    }
    Ok(())
}
