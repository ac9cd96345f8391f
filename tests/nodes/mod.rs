//! Several nodes on one database: of each job's round one node's, and what one changes is so on the others.

mod jobs;
mod known;
mod migrated;

use plaza::{clock::Random, commands::prepare::prepare, context::Context, db::Db};

use crate::support::Plaza;

/// Another node of the same city: connections, randomness and an erasure journal of its own, and the same
/// time.
async fn beside(plaza: &Plaza, number: u64) -> Context {
    let mut config = (*plaza.context.config).clone();
    let journal = format!("erasures-{number}.jsonl");
    config.erasure_journal = config.erasure_journal.with_file_name(journal);
    let (url, slow) = (&config.database_url, config.slow_query);
    let db = Db::open_telling(url, config.connections, slow).unwrap();
    let clock = plaza.context.clock.clone();
    let context = Context::new(db, clock, Random::seeded(number), config);
    prepare(&context).await.unwrap();
    context
}
