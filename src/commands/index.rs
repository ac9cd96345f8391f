//! `plaza index`: makes the search index anew from the public posts.
//!
//! Nothing needs it in an orderly life, for the index follows each change in the same transaction. It
//! can be run at any time, be cut off and be run again; search works on meanwhile.

use serde_json::json;

use super::{Answer, ConfigFile, Progress};
use crate::{
    clock::{Clock, Random},
    config::Config,
    context::Context,
    db::Db,
    forum::copies,
};

#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    file: ConfigFile,
    #[command(flatten)]
    answer: Answer,
}

/// Runs one round over all posts.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let config = Config::load(&options.file.config)?;
    let progress = Progress::of("posts");
    let runtime = tokio::runtime::Runtime::new()?;
    let posts = runtime.block_on(async {
        let db = Db::open(&config.database_url, config.connections)?;
        let context = Context::new(db, Clock::System, Random::System, config);
        let (mut posts, mut last) = (0, 0);
        while let Some(batch) = copies::anew(&context, last).await? {
            last = batch.last;
            posts += batch.posts;
            progress.at(posts);
        }
        anyhow::Ok(posts)
    })?;
    drop(progress);
    options.answer.give(
        || format!("{posts} posts were gone through: search has what is public of them"),
        || json!({ "posts": posts }),
    );
    Ok(())
}
