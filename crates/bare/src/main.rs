//! Servers with nothing but what they are measured for, and what measures Plaza beside them.
//!
//! A (`serve-memory`) answers from memory. B (`serve-topic`) reads a topic and its posts from the database
//! that `plaza bench-data` made and renders them. C (`serve-reply`) keeps one row for each request, durable.
//! `measure` starts them and Plaza, sends requests to each in turn, and says how they compare.

mod asks;
mod city;
mod draws;
mod http;
mod load;
mod memory;
mod process;
mod reply;
mod rounds;
mod topic;
mod works;

use std::{net::SocketAddr, path::PathBuf};

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Bare servers, and Plaza measured beside them")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// A: 20 KiB from memory
    ServeMemory {
        #[arg(long)]
        listen: SocketAddr,
    },
    /// B: two indexed reads of a topic and its 20 posts, rendered
    ServeTopic {
        #[arg(long)]
        listen: SocketAddr,
        /// A SQLite file of Plaza's
        #[arg(long)]
        database: PathBuf,
    },
    /// C: one row a request, kept before it is answered
    ServeReply {
        #[arg(long)]
        listen: SocketAddr,
        /// A SQLite file of its own
        #[arg(long)]
        database: PathBuf,
    },
    /// What can be measured, a line each
    List,
    /// Measure Plaza; ends in one line `NAME: figure`
    Measure(works::Options),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::ServeMemory { listen } => memory::serve(listen),
        Command::ServeTopic { listen, database } => topic::serve(listen, database),
        Command::ServeReply { listen, database } => reply::serve(listen, &database),
        Command::List => {
            works::list();
            Ok(())
        }
        Command::Measure(options) => works::measure(options),
    }
}
