//! `plaza migrate`: brings the database's tables up to this version.

use std::time::Duration;

use serde_json::json;

use super::{Answer, ConfigFile};
use crate::{
    config::Config,
    db::{
        Db,
        migrate::{Waiting, takes_away},
    },
};

/// Where, and how long it may wait.
#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    file: ConfigFile,
    /// Only say what would be run, and before which of it nodes of the release before have to end
    #[arg(long)]
    dry_run: bool,
    /// How long a database server that does not answer yet is waited for
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait: u64,
    #[command(flatten)]
    answer: Answer,
}

const NOTHING: &str = "nothing to do: the database is up to date";

/// Safe to run again and from several machines at once.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let config = Config::load(&options.file.config)?;
    if options.dry_run {
        return pending(&config, options.answer);
    }
    let mut last = None;
    let told = |waiting| {
        // Each reason once, however often it is tried.
        if last.replace(waiting) != Some(waiting) {
            eprintln!("waiting: {}", reason(waiting));
        }
    };
    let wait = Duration::from_secs(options.wait);
    let ran = Db::migrate_waiting(&config.database_url, wait, told)?;
    options.answer.give(
        || {
            if ran.is_empty() {
                return NOTHING.to_owned();
            }
            let lines: Vec<String> = ran.iter().map(|name| format!("ran {name}")).collect();
            lines.join("\n")
        },
        || json!({ "ran": ran }),
    );
    Ok(())
}

fn reason(waiting: Waiting) -> &'static str {
    match waiting {
        Waiting::Server => "the database server does not answer",
        Waiting::Other => "another program migrates this database",
        Waiting::Table => "a table that is to be changed is in use",
    }
}

/// Says what is missing.
fn pending(config: &Config, answer: Answer) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let db = Db::open(&config.database_url, 1)?;
    let pending = runtime.block_on(db.pending_migrations())?;
    let who = |name: &str| {
        if takes_away(name) {
            "takes away: nodes older than the last release have to end first"
        } else {
            "adds: nodes of the last release go on"
        }
    };
    answer.give(
        || {
            if pending.is_empty() {
                return NOTHING.to_owned();
            }
            let lines = pending.iter().map(|name| format!("{name}: {}", who(name)));
            lines.collect::<Vec<String>>().join("\n")
        },
        || {
            let each = pending.iter();
            let each = each.map(|name| json!({ "name": name, "takes_away": takes_away(name) }));
            json!({ "pending": each.collect::<Vec<_>>() })
        },
    );
    Ok(())
}
