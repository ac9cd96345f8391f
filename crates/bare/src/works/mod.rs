//! What is measured: one function each, which ends in one line `NAME: figure`, and whether that reaches what
//! was set.

mod board;
mod deep;
mod growth;
mod memory;
mod reply;
mod search;
mod start;
mod topics;
mod weight;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::bail;

use crate::{
    city::{City, Serving},
    process::{Server, free_address},
    rounds::{self, Figures, Side, Size},
};

#[derive(clap::Args)]
pub struct Options {
    /// One of `bare list`
    name: String,
    /// The program that is measured
    #[arg(long)]
    plaza: PathBuf,
    /// Where the cities lie; those that lie there are used again
    #[arg(long)]
    data: PathBuf,
    /// How many posts the large city has
    #[arg(long, default_value_t = 1_000_000)]
    posts: u32,
    /// How many posts the small city has
    #[arg(long, default_value_t = 10_000)]
    few: u32,
    /// How many ask at once
    #[arg(long, default_value_t = 32)]
    clients: usize,
    /// How long each side is asked in each round
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// How often each side has its turn
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// How long the mixed load lasts by which memory is measured
    #[arg(long, default_value_t = 60)]
    minutes: u64,
}

const WORKS: [(&str, &str); 10] = [
    (
        "topic-anonymous",
        "Topic pages read by guests, drawn by a Zipf law, one reply for 100 of them, beside A and B",
    ),
    (
        "topic-logged-on",
        "Topic pages read by members with unread marks, beside B",
    ),
    ("board", "Board pages read by guests, beside A"),
    (
        "search",
        "Words of two characters looked for in all posts, beside B",
    ),
    ("reply", "Replies of members, durable, beside C"),
    (
        "growth",
        "The same pages of a large city and of a small one, at a constant rate",
    ),
    (
        "deep-paging",
        "Page 10,000 of a topic beside its first, at a constant rate",
    ),
    ("memory", "Resident memory after a long mixed load"),
    (
        "start",
        "From the start to the first page, on a city that is there",
    ),
    (
        "page-weight",
        "All that a browser loads for a topic page, packed",
    ),
];

pub fn list() {
    for (name, what) in WORKS {
        println!("{name:<17} {what}");
    }
}

pub fn measure(options: Options) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let name = options.name.clone();
        let room = Room { options };
        match name.as_str() {
            "topic-anonymous" => topics::anonymous(&room).await,
            "topic-logged-on" => topics::logged_on(&room).await,
            "board" => board::measure(&room).await,
            "search" => search::measure(&room).await,
            "reply" => reply::measure(&room).await,
            "growth" => growth::measure(&room).await,
            "deep-paging" => deep::measure(&room).await,
            "memory" => memory::measure(&room).await,
            "start" => start::measure(&room).await,
            "page-weight" => weight::measure(&room).await,
            other => bail!("nothing is called `{other}`; `list` says what there is"),
        }
    })
}

/// What a measurement works with.
pub struct Room {
    options: Options,
}

impl Room {
    fn size(&self) -> Size {
        Size {
            clients: self.options.clients,
            seconds: self.options.seconds,
            rounds: self.options.rounds,
        }
    }

    fn large(&self) -> anyhow::Result<City> {
        City::of(&self.options.plaza, &self.options.data, self.options.posts)
    }

    fn small(&self) -> anyhow::Result<City> {
        City::of(&self.options.plaza, &self.options.data, self.options.few)
    }

    /// A.
    async fn from_memory(&self, city: &City) -> anyhow::Result<Server> {
        self.bare("serve-memory", None, city, "/").await
    }

    /// B, on the city's own database.
    async fn topics(&self, city: &City) -> anyhow::Result<Server> {
        let first = city.load.topics.first().map_or(1, |topic| topic.id);
        let database = city.database();
        self.bare("serve-topic", Some(&database), city, &format!("/{first}"))
            .await
    }

    /// C, on a file beside the city's, which begins empty.
    async fn keeper(&self, city: &City) -> anyhow::Result<Server> {
        let database = city.folder().join("bare.sqlite");
        for ending in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(city.folder().join(format!("bare.sqlite{ending}")));
        }
        self.bare("serve-reply", Some(&database), city, "/up").await
    }

    async fn bare(
        &self,
        name: &str,
        database: Option<&Path>,
        city: &City,
        path: &str,
    ) -> anyhow::Result<Server> {
        let address = free_address()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(name).arg("--listen").arg(address.to_string());
        if let Some(database) = database {
            command.arg("--database").arg(database);
        }
        let log = city.folder().join(format!("{name}.log"));
        Server::start(command, address, path, &log).await
    }

    /// As many sessions as clients, or as there are people.
    async fn sessions(&self, city: &City, serving: &Serving) -> anyhow::Result<Vec<String>> {
        serving.log_on(&city.load, self.options.clients).await
    }
}

/// The topics' addresses, the most read first.
fn addresses(city: &City) -> Vec<String> {
    let topics = city.load.topics.iter();
    topics.map(|topic| topic.address.clone()).collect()
}

/// Where B has the same topics.
fn bare_addresses(city: &City) -> Vec<String> {
    let topics = city.load.topics.iter();
    topics.map(|topic| format!("/{}", topic.id)).collect()
}

/// Those to which replies go: others than the most read, of a size that people still read to the end.
fn replied_to(city: &City) -> Vec<i64> {
    let topics = &city.load.topics;
    let from = topics.len() / 2;
    topics[from..]
        .iter()
        .take(200)
        .map(|topic| topic.id)
        .collect()
}

/// How long answers take at a constant rate.
async fn latency(sides: &[Side<'_>], room: &Room, full: &[Figures]) -> anyhow::Result<String> {
    let (rate, steady) = rounds::at_half(sides, room.size(), full).await?;
    let told = sides.iter().zip(&steady);
    let told: Vec<String> = told
        .map(|(side, figures)| format!("{} {}", side.name, figures.latency()))
        .collect();
    Ok(format!("At {rate:.0} a second {}", told.join("; ")))
}

/// The last line of a measurement. `docs/performance.md` takes it as it stands.
fn conclude(name: &str, figure: &str, parts: &[(bool, &str)]) {
    let goals: Vec<String> = parts
        .iter()
        .map(|(reached, goal)| match reached {
            true => format!("reaches {goal}"),
            false => format!("does NOT reach {goal}"),
        })
        .collect();
    println!("{name}: {figure} ({})", goals.join("; "));
}
