//! `plaza erasures`: the journals of what was erased, for a restored database and a new node.

use std::path::PathBuf;

use serde_json::json;

use super::{Answer, ConfigFile};
use crate::{
    backup::{BackupError, replay},
    clock::{Clock, Random},
    config::Config,
    context::Context,
    db::Db,
    privacy::erasures,
};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Erase again what the journals name; run it after a backup was restored, before serving
    Replay {
        #[command(flatten)]
        file: ConfigFile,
        #[command(flatten)]
        answer: Answer,
        /// The erasure journals of all nodes, if it is not the configured one alone
        #[arg(long, num_args = 1.., value_name = "FILE")]
        journal: Vec<PathBuf>,
    },
    /// Begin the journal of a node that is new, or whose journal is lost for good
    Begin(ConfigFile),
}

/// Fails when a journal cannot be read: then nothing is erased and nothing may be served.
pub fn run(command: &Command) -> anyhow::Result<()> {
    match command {
        Command::Replay {
            file,
            answer,
            journal,
        } => replay(file, *answer, journal),
        Command::Begin(file) => begin(file),
    }
}

fn replay(file: &ConfigFile, answer: Answer, journals: &[PathBuf]) -> anyhow::Result<()> {
    let config = Config::load(&file.config)?;
    let own = [config.erasure_journal.clone()];
    let journals = replay::read(if journals.is_empty() { &own } else { journals })?;
    let count: usize = journals.iter().map(|journal| journal.lines.len()).sum();
    let replayed = actix_web::rt::System::new().block_on(async {
        let db = Db::open(&config.database_url, 1)?;
        let context = Context::new(db, Clock::System, Random::System, config);
        anyhow::Ok(replay::replay(&context, &journals, super::steps("erasures")).await?)
    })?;
    let (outstanding, held) = (replayed.outstanding, replayed.held);
    answer.give(
        || {
            format!(
                "{count} erasures in the journal; {outstanding} were not carried out here; the database \
                 held {held} of them, and does not any more"
            )
        },
        || json!({ "erasures": count, "outstanding": outstanding, "held": held }),
    );
    Ok(())
}

fn begin(file: &ConfigFile) -> anyhow::Result<()> {
    let config = Config::load(&file.config)?;
    let path = config.erasure_journal.clone();
    anyhow::ensure!(
        !path.exists(),
        "{} is there already; nothing was changed",
        path.display()
    );
    actix_web::rt::System::new().block_on(async {
        let db = Db::open(&config.database_url, 1)?;
        let context = Context::new(db, Clock::System, Random::System, config);
        anyhow::Ok(erasures::begin::<BackupError>(&context).await?)
    })?;
    println!("{} is begun", path.display());
    Ok(())
}
