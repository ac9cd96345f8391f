//! `plaza bench-data`: a city to measure with, in a database that holds nothing yet.
//!
//! Some thousand distinct texts come through the pipeline as anybody's do; all other posts are copies of
//! them, put in by the thousand. What triggers and chains keep is true of it: `plaza verify` passes.

mod cases;
mod load;
mod patterns;
mod people;
mod plan;
mod words;

use std::{io::IsTerminal as _, path::PathBuf};

use anyhow::{Context as _, bail};
use chrono::TimeDelta;
use diesel::{QueryDsl as _, RunQueryDsl as _};
use serde_json::json;

use self::{
    load::{ForLoad, Made},
    patterns::{City, Patterns},
    plan::{Draws, PAGE, Plan},
};
use super::{Answer, ConfigFile, prepare::prepare, seed, steps};
use crate::{
    clock::{Clock, Random, day_begins},
    config::Config,
    context::Context,
    db::{
        AnyConnection, Db, DbError, Timestamp, copy,
        schema::{accounts, boards as board_table, cases as case_table, posts},
    },
    forum::multiply,
    jobs::{freeze_statistics, retention},
    keys::Token,
    mail::outbox,
};

/// So many rows are put in together.
const BATCH: usize = 5_000;
/// The oldest post is so many days old.
const DAYS: i64 = 3 * 365;

#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    file: ConfigFile,
    /// How many posts the forum has in the end
    #[arg(long, value_parser = clap::value_parser!(u32).range(100..=50_000_000))]
    posts: u32,
    /// The same seed writes the same posts (passwords, keys and what is sealed are drawn anew)
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write addresses and log-ons into this JSON file, for a load generator
    #[arg(long, value_name = "FILE")]
    for_load: Option<PathBuf>,
    #[command(flatten)]
    answer: Answer,
}

/// Fills the database of the configuration. Refuses one that holds anything.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let config = Config::load(&options.file.config)?;
    let system = actix_web::rt::System::new();
    let made = system.block_on(async {
        let db = empty(&config).await?;
        let context = Context::new(db, Clock::System, Random::System, config);
        prepare(&context).await?;
        fill(&context, options).await
    })?;
    let words = || {
        format!(
            "{} posts in {} topics on {} boards, {} accounts, {} suggestions; every account has the \
             password {}",
            made["posts"],
            made["topics"],
            made["boards"],
            made["accounts"],
            made["suggestions"],
            made["password"].as_str().unwrap_or_default()
        )
    };
    options.answer.give(words, || made.clone());
    Ok(())
}

/// Opens and migrates the database where nobody has written anything into it.
async fn empty(config: &Config) -> anyhow::Result<Db> {
    const NOT_EMPTY: &str = "the database is not empty, and a city to measure with is no place for \
                             people: name an empty one in `database_url`";
    if copy::is_empty(&config.database_url)? {
        Db::migrate(&config.database_url)?;
        return Ok(Db::open(&config.database_url, config.connections)?);
    }
    let db = Db::open(&config.database_url, config.connections)?;
    // Another version's tables are left as they are.
    if !db.pending_migrations().await?.is_empty() || db.read(rows).await? > 0 {
        bail!(NOT_EMPTY);
    }
    Ok(db)
}

fn rows(connection: &mut AnyConnection) -> Result<i64, DbError> {
    let mut all: i64 = accounts::table.count().get_result(connection)?;
    all += board_table::table.count().get_result::<i64>(connection)?;
    all += case_table::table.count().get_result::<i64>(connection)?;
    all += posts::table.count().get_result::<i64>(connection)?;
    Ok(all)
}

/// Gives what was made.
async fn fill(context: &Context, options: &Options) -> anyhow::Result<serde_json::Value> {
    let posts = options.posts as usize;
    let mut draws = Draws::new(options.seed);
    let password = Token::draw(&context.random).reveal()[..16].to_owned();
    let told = |what| progress(what, options.answer.json);
    seed::offices_of_file(context).await?;
    let administrator = people::administrator(context, &password).await?;
    let many = (posts / 50).clamp(8, 250);
    let residents = people::residents(context, many, &password, told("accounts")).await?;
    let boards = people::boards(context).await?;
    let today = context.clock.today(context.config.city.time_zone);
    let to = day_begins(today, context.config.city.time_zone);
    let suggestions = (posts / 1_000).clamp(4, 1_000);
    let (sent, told_cases) = ((suggestions, to), told("suggestions"));
    cases::submit(context, &administrator, sent, &mut draws, told_cases).await?;
    let from = to - TimeDelta::days(DAYS);
    let city = City {
        boards: &boards,
        residents: &residents,
    };
    let texts = ((posts / 5).clamp(20, 2_000), from);
    let patterns = patterns::publish(context, &city, texts, &mut draws, told("texts")).await?;
    let there = usize::try_from(multiply::count(context).await?)?;
    let span = (from.milliseconds(), to.milliseconds());
    let plan = Plan::new(posts.saturating_sub(there), span, &mut draws);
    let made = multiplied(
        context,
        &plan,
        (&city, &patterns),
        &mut draws,
        told("posts"),
    )
    .await?;
    // Nobody is told of a past that was made up, and what knew its forms has had its time. Its
    // months are counted, as those of a city that has lived through them.
    outbox::empty(context).await?;
    retention::once(context).await?;
    freeze_statistics::once(context).await?;
    let topics = made.len() + patterns.openings.len() + suggestions.div_ceil(4);
    if let Some(file) = &options.for_load {
        ForLoad::new(made, &boards, &residents, &password).write(file)?;
    }
    Ok(json!({
        "posts": multiply::count(context).await?,
        "topics": topics,
        "boards": boards.len() + 1,
        "accounts": residents.len() + 1,
        "suggestions": suggestions,
        "password": password,
    }))
}

/// A terminal sees each step; else those that [`steps`] tells. Programs that read JSON are told nothing.
fn progress(what: &'static str, silent: bool) -> impl FnMut(usize, usize) {
    let (shows, mut tells) = (std::io::stderr().is_terminal(), steps(what));
    move |done, of| match (silent, shows) {
        (true, _) => {}
        (false, true) => {
            let end = if done == of { "\n" } else { "" };
            eprint!("\r{done} of {of} {what}{end}");
        }
        (false, false) => tells(done, of),
    }
}

/// Puts in what is planned, each row with the words of a pattern that is drawn for it.
async fn multiplied<'a>(
    context: &Context,
    plan: &Plan,
    (city, patterns): (&City<'_>, &'a Patterns),
    draws: &mut Draws,
    mut told: impl FnMut(usize, usize),
) -> anyhow::Result<Vec<Made<'a>>> {
    let free = multiply::free(context).await?;
    let mut made = Vec::with_capacity(plan.topics.len());
    for batch in plan.topics.chunks(BATCH) {
        let mut rows = Vec::with_capacity(batch.len());
        for topic in batch {
            let id = free.topic + i64::try_from(made.len())?;
            let pattern = draws.one(&patterns.openings);
            rows.push(multiply::Topic {
                id,
                pattern: pattern.topic,
                board: draws.one(city.boards).id,
                replies: i32::try_from(topic.posts - 1)?,
                made: moment(topic.made)?,
                active: moment(topic.active)?,
            });
            made.push(Made {
                id,
                posts: topic.posts,
                pattern,
                deep_after: None,
            });
        }
        multiply::topics(context, rows).await?;
    }
    let (deep, mut in_deep) = (plan.deep(), 0);
    let mut done = 0;
    for batch in plan.posts.chunks(BATCH) {
        let mut rows = Vec::with_capacity(batch.len());
        for post in batch {
            let topic = &mut made[post.topic as usize];
            let place = i64::try_from(done)?;
            let id = free.post + place;
            rows.push(multiply::Post {
                id,
                pattern: match post.opens {
                    true => topic.pattern.post,
                    false => *draws.one(&patterns.replies),
                },
                topic: topic.id,
                opens: post.opens,
                made: moment(post.made)?,
                appeared: free.appeared + place,
            });
            if deep == Some(post.topic) {
                in_deep += 1;
                if in_deep == PAGE * (plan::DEEP - 1) {
                    topic.deep_after = Some(id);
                }
            }
            done += 1;
        }
        multiply::posts(context, rows).await?;
        told(done, plan.posts.len());
    }
    multiply::done(context).await?;
    Ok(made)
}

fn moment(milliseconds: i64) -> anyhow::Result<Timestamp> {
    Timestamp::from_milliseconds(milliseconds).context("a moment beyond the calendar")
}
