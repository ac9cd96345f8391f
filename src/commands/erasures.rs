//! `plaza erasures replay`: makes a restored database forget again what was erased since.

use std::path::PathBuf;

use super::ConfigFile;
use crate::{
    clock::{Clock, Random},
    config::Config,
    context::Context,
    db::Db,
    privacy::erasures,
    rights::erase,
};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Erase again what the journal names; run it after a backup was restored, before serving
    Replay {
        #[command(flatten)]
        file: ConfigFile,
        /// The erasure journal, if it is not the configured one
        #[arg(long)]
        journal: Option<PathBuf>,
    },
}

/// Fails when the journal cannot be read: then nothing is erased and nothing may be served.
pub fn run(command: &Command) -> anyhow::Result<()> {
    let Command::Replay { file, journal } = command;
    let config = Config::load(&file.config)?;
    let path = journal.as_ref().unwrap_or(&config.erasure_journal).clone();
    let all =
        erasures::read(&path).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
    let count = all.len();
    let held = actix_web::rt::System::new().block_on(async {
        let db = Db::open(&config.database_url, 1)?;
        let context = Context::new(db, Clock::System, Random::System, config);
        anyhow::Ok(erase::replay(&context, all).await?)
    })?;
    println!(
        "{count} erasures in the journal; the database held {held} of them, and does not any more"
    );
    Ok(())
}
