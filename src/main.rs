//! The program: reads the command line and hands over to one command.

use clap::{Parser, Subcommand};
use plaza::commands::{self, ConfigFile};

/// Gives back what a log-on or a search needed for a moment, SQLite's part too, where the system's own keeps some of it
/// for each thread. How, `.cargo/config.toml` says.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// A city's forum and suggestion box that keeps its privacy policy.
///
/// Without a command it starts a demo city.
#[derive(Parser)]
#[command(
    version,
    about,
    args_conflicts_with_subcommands = true,
    after_help = "Exit codes: 0 done, 1 not done or something is wrong, 2 called wrongly; `doctor` and `deliver` have \
                  their own. docs/commands.md says more."
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    demo: commands::demo::Options,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the city that the configuration file describes
    Serve(ConfigFile),
    /// Bring the database's tables up to this version
    Migrate(commands::migrate::Options),
    /// Make, keep and forget the secrets that seal personal data
    #[command(subcommand)]
    Keys(commands::keys::Command),
    /// Delete what has had its time, as the retention schedule says
    Retention(commands::retention::Options),
    /// Look at the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Look whether database, mail, storage, clock, keys and names are well: 0 good, 1 a warning, 2 a failure
    Doctor(commands::doctor::Options),
    /// Write files that can be given away
    #[command(subcommand)]
    Export(ExportCommand),
    /// Take over what another service holds
    #[command(subcommand)]
    Import(ImportCommand),
    /// Check that the ledger and every case file are as they were written
    Verify(commands::verify::Options),
    /// Mails that have not left: list them, try them again, give them up
    #[command(subcommand)]
    Mail(commands::mail::Command),
    /// Make the search index anew from the public posts, also while Plaza serves
    Index(commands::index::Options),
    /// Copy the city into a folder, also while Plaza serves: never its secret or erasure journal
    Backup(commands::backup::Backup),
    /// Make an empty city from such a folder, and make it forget what was erased since
    Restore(commands::backup::Restore),
    /// The journal of what was erased, for a restored backup
    #[command(subcommand)]
    Erasures(commands::erasures::Command),
    /// Take one message that came in by mail, on standard input from a mail server's pipe
    Deliver(commands::deliver::Options),
    /// Accounts and roles, as the first administrator of a city
    #[command(subcommand)]
    Admin(commands::admin::Command),
    /// Print what this program is linked from, as CycloneDX in JSON
    Sbom,
    /// Fill an empty database with a city to measure with, never one that people use
    BenchData(commands::bench_data::Options),
    /// Start a throw-away city with sample content, on this machine only
    Demo(commands::demo::Options),
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Check every key and say all that is wrong and how to mend it
    Check(commands::config_check::Options),
}

#[derive(Subcommand)]
enum ExportCommand {
    /// The anonymous open data of closed months, as CSV and JSON
    OpenData(commands::export::OpenData),
    /// What everybody can read of the forum, in the form that `import forum` takes
    Forum(commands::export::Forum),
}

#[derive(Subcommand)]
enum ImportCommand {
    /// Boards, topics and posts of another forum; can be cut off and run again
    Forum(commands::import::Forum),
    /// The working days of a year, or of an office, from the government's CSV file
    Calendar(commands::import::Calendar),
    /// The city's offices, categories, districts, routing and members; the same file twice is once
    Offices(commands::import_offices::Options),
}

fn main() -> std::process::ExitCode {
    let arguments = Arguments::try_parse().unwrap_or_else(|error| {
        let is_delivery = std::env::args()
            .nth(1)
            .is_some_and(|name| name == "deliver");
        if is_delivery && error.use_stderr() {
            // A mail server reads the exit code, as sysexits.h has them.
            let _ = error.print();
            std::process::exit(i32::from(commands::deliver::EX_USAGE));
        }
        error.exit()
    });
    let result = match arguments.command {
        None => commands::demo::run(arguments.demo),
        Some(Command::Demo(options)) => commands::demo::run(options),
        Some(Command::Deliver(options)) => return commands::deliver::run(&options),
        Some(Command::Doctor(options)) => return commands::doctor::run(&options),
        Some(Command::Export(ExportCommand::OpenData(options))) => {
            commands::export::open_data(&options)
        }
        Some(Command::Export(ExportCommand::Forum(options))) => commands::export::forum(&options),
        Some(Command::Import(ImportCommand::Forum(options))) => commands::import::forum(&options),
        Some(Command::Import(ImportCommand::Calendar(options))) => {
            commands::import::calendar(&options)
        }
        Some(Command::Import(ImportCommand::Offices(options))) => {
            commands::import_offices::run(&options)
        }
        Some(Command::BenchData(options)) => commands::bench_data::run(&options),
        Some(Command::Serve(file)) => commands::serve::run(&file),
        Some(Command::Migrate(options)) => commands::migrate::run(&options),
        Some(Command::Sbom) => commands::sbom::run(),
        Some(Command::Admin(command)) => commands::admin::run(command),
        Some(Command::Mail(command)) => commands::mail::run(command),
        Some(Command::Index(options)) => commands::index::run(&options),
        Some(Command::Backup(options)) => commands::backup::make(&options),
        Some(Command::Restore(options)) => commands::backup::restore(&options),
        Some(Command::Erasures(command)) => commands::erasures::run(&command),
        Some(Command::Verify(options)) => commands::verify::run(&options),
        Some(Command::Keys(command)) => commands::keys::run(&command),
        Some(Command::Retention(options)) => commands::retention::run(&options),
        Some(Command::Config(ConfigCommand::Check(options))) => {
            return commands::config_check::run(&options);
        }
    };
    match result {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("plaza: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
