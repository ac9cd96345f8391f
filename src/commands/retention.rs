//! `plaza retention`: deletes what has had its time, or says what that would be.

use serde_json::{Value, json};

use super::{Answer, ConfigFile, clock};
use crate::{clock::Random, config::Config, context::Context, db::Db, jobs::retention, settings};

/// Where, and whether in earnest.
#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    file: ConfigFile,
    /// Only count what would be deleted, table by table
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    answer: Answer,
}

/// Runs one round, as `plaza serve` does each hour.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let config = Config::load(&options.file.config)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let all = runtime.block_on(async {
        let db = Db::open(&config.database_url, config.connections)?;
        let clock = clock(&db).await?;
        let context = Context::new(db, clock, Random::System, config);
        let context = settings::in_force(&context).await?;
        let all = if options.dry_run {
            retention::dry_run(&context).await?
        } else {
            let due: i64 = retention::dry_run(&context)
                .await?
                .iter()
                .map(|one| one.count)
                .sum();
            eprintln!("{due} rows have had their time");
            retention::once(&context).await?
        };
        anyhow::Ok(all)
    })?;
    let done = if options.dry_run {
        "would be deleted from"
    } else {
        "deleted from"
    };
    options.answer.give(
        || {
            if all.is_empty() {
                return "nothing has had its time".to_owned();
            }
            let lines = all.iter();
            let lines = lines.map(|due| format!("{:>8} {done} {}", due.count, due.table));
            lines.collect::<Vec<_>>().join("\n")
        },
        || {
            let tables = all.iter();
            let tables = tables.map(|due| (due.table.to_owned(), json!(due.count)));
            let tables: serde_json::Map<String, Value> = tables.collect();
            json!({ "dry_run": options.dry_run, "rows": tables })
        },
    );
    Ok(())
}
