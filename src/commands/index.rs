//! `plaza index`: makes the search index anew from the public posts.
//!
//! Nothing needs it in an orderly life, for the index follows each change in the same transaction. It
//! can be run at any time, be cut off and be run again; search works on meanwhile.

use std::io::IsTerminal as _;

use super::ConfigFile;
use crate::{
    clock::{Clock, Random},
    config::Config,
    context::Context,
    db::Db,
    forum::copies,
};

/// Runs one round over all posts.
pub fn run(file: &ConfigFile) -> anyhow::Result<()> {
    let config = Config::load(&file.config)?;
    let shows = std::io::stderr().is_terminal();
    let runtime = tokio::runtime::Runtime::new()?;
    let posts = runtime.block_on(async {
        let db = Db::open(&config.database_url, config.connections)?;
        let context = Context::new(db, Clock::System, Random::System, config);
        let (mut posts, mut last) = (0, 0);
        while let Some(batch) = copies::anew(&context, last).await? {
            last = batch.last;
            posts += batch.posts;
            if shows {
                eprint!("\r{posts} posts");
            }
        }
        anyhow::Ok(posts)
    })?;
    if shows {
        eprintln!();
    }
    println!("{posts} posts were gone through: search has what is public of them");
    Ok(())
}
