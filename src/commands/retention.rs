//! `plaza retention`: deletes what has had its time, or says what that would be.

use super::{ConfigFile, clock};
use crate::{clock::Random, config::Config, context::Context, db::Db, jobs::retention};

/// Where, and whether in earnest.
#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    file: ConfigFile,
    /// Only count what would be deleted, table by table
    #[arg(long)]
    dry_run: bool,
}

/// Runs one round, as `plaza serve` does each hour.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let config = Config::load(&options.file.config)?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let db = Db::open(&config.database_url, config.connections)?;
        let clock = clock(&db).await?;
        let context = Context::new(db, clock, Random::System, config);
        let (all, done) = if options.dry_run {
            (retention::dry_run(&context).await?, "would be deleted from")
        } else {
            (retention::once(&context).await?, "deleted from")
        };
        if all.is_empty() {
            println!("nothing has had its time");
        }
        for due in all {
            println!("{:>8} {done} {}", due.count, due.table);
        }
        Ok(())
    })
}
