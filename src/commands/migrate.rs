//! `plaza migrate`: brings the database's tables up to this version.

use serde_json::json;

use super::{Answer, ConfigFile};
use crate::{config::Config, db::Db};

#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    file: ConfigFile,
    #[command(flatten)]
    answer: Answer,
}

/// Safe to run again and from several machines at once.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let config = Config::load(&options.file.config)?;
    let ran = Db::migrate(&config.database_url)?;
    options.answer.give(
        || {
            if ran.is_empty() {
                return "nothing to do: the database is up to date".to_owned();
            }
            let lines: Vec<String> = ran.iter().map(|name| format!("ran {name}")).collect();
            lines.join("\n")
        },
        || json!({ "ran": ran }),
    );
    Ok(())
}
