//! `plaza config check`: whether the configuration can be served.

use anyhow::Context as _;

use super::{ConfigFile, prepare};
use crate::{config::Config, mail::Transport, objects::Store, privacy::inventory::Schedule};

/// Fails with the first wrong key, its value and a remedy.
pub fn run(file: &ConfigFile) -> anyhow::Result<()> {
    let config = Config::load(&file.config)?;
    Transport::new(&config.mail)?;
    Schedule::new(&config.retention)?;
    let store = Store::new(config.attachments.place.clone());
    tokio::runtime::Runtime::new()?
        .block_on(store.open())
        .context("attachments.store")?;
    prepare::journal(&config)?;
    println!("{}: good", file.config.display());
    println!("  people reach it at {}", config.base_url);
    println!("  it listens on {}", config.listen);
    println!(
        "  database {:?}, mail {:?}",
        config.database_url, config.mail.route
    );
    Ok(())
}
