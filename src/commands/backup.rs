//! `plaza backup` and `plaza restore`: the city into a folder, and out of it again.

use std::path::PathBuf;

use anyhow::bail;

use super::ConfigFile;
use crate::{
    backup,
    clock::{Clock, Random},
    config::Config,
    context::Context,
    db::Db,
};

#[derive(clap::Args)]
pub struct Backup {
    /// The folder to write: new or empty
    folder: PathBuf,
    #[command(flatten)]
    file: ConfigFile,
}

#[derive(clap::Args)]
pub struct Restore {
    /// The folder that `plaza backup` wrote
    folder: PathBuf,
    /// The erasure journals of all nodes, as they are now
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    erasures: Vec<PathBuf>,
    /// The number of an erasure journal that is lost for good: what only it named comes back
    #[arg(long, value_name = "NUMBER")]
    lost: Vec<String>,
    #[command(flatten)]
    file: ConfigFile,
}

/// May run while Plaza serves.
pub fn make(options: &Backup) -> anyhow::Result<()> {
    let config = Config::load(&options.file.config)?;
    let count = tokio::runtime::Runtime::new()?.block_on(async {
        let db = Db::open(&config.database_url, 2)?;
        let missing = db.pending_migrations().await?;
        if !missing.is_empty() {
            bail!(
                "the database lacks migrations ({}); run `plaza migrate` first",
                missing.len()
            );
        }
        let context = Context::new(db, Clock::System, Random::System, config);
        Ok(backup::make(&context, &options.folder, tell).await?)
    })?;
    println!(
        "{} holds {count} files, each looked at once more; neither the secret nor the erasure \
         journal is among them: keep those apart",
        options.folder.display()
    );
    Ok(())
}

/// Plaza must not serve meanwhile.
pub fn restore(options: &Restore) -> anyhow::Result<()> {
    let config = Config::load(&options.file.config)?;
    let (journals, lost) = (&options.erasures, &options.lost);
    let restored = tokio::runtime::Runtime::new()?.block_on(backup::restore(
        config,
        &options.folder,
        journals,
        lost,
        tell,
    ))?;
    println!(
        "{} erasures were made since; the backup held {} of them, and the city does not any more",
        restored.replayed.outstanding, restored.replayed.held
    );
    if restored.unsent > 0 {
        println!(
            "{} letters that waited in the backup are not sent: they may have left since",
            restored.unsent
        );
    }
    println!("everybody logs on anew");
    Ok(())
}

fn tell(what: &str) {
    eprintln!("{what}");
}
