//! `plaza backup` and `plaza restore`: the city into a folder, and out of it again.

use std::path::PathBuf;

use anyhow::bail;
use serde_json::json;

use super::{Answer, ConfigFile};
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
    #[command(flatten)]
    answer: Answer,
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
    #[command(flatten)]
    answer: Answer,
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
    let folder = options.folder.display();
    options.answer.give(
        || {
            format!(
                "files in {folder}: {count}, each looked at once more; neither the secret nor the \
                 erasure journal is among them: keep those apart"
            )
        },
        || json!({ "folder": folder.to_string(), "files": count }),
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
    options.answer.give(
        || in_words(&restored),
        || {
            json!({
                "erasures": restored.replayed.outstanding,
                "held": restored.replayed.held,
                "unsent": restored.unsent,
            })
        },
    );
    Ok(())
}

fn in_words(restored: &backup::Restored) -> String {
    let mut lines = vec![format!(
        "{} erasures were made since; the backup held {} of them, and the city does not any more",
        restored.replayed.outstanding, restored.replayed.held
    )];
    if restored.unsent > 0 {
        lines.push(format!(
            "{} letters that waited in the backup are not sent: they may have left since",
            restored.unsent
        ));
    }
    lines.push("everybody logs on anew".to_owned());
    lines.join("\n")
}

fn tell(what: &str) {
    eprintln!("{what}");
}
