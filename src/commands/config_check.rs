//! `plaza config check`: whether the configuration can be served.

use std::process::ExitCode;

use anyhow::Error;
use serde_json::json;

use super::{Answer, ConfigFile, prepare};
use crate::config::{Config, ConfigError, ConfigFaults};

#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    file: ConfigFile,
    #[command(flatten)]
    answer: Answer,
}

/// Tells everything that is wrong, each with its key, its value and a remedy. The exit code is 0 where all is
/// good, and 1 otherwise.
pub fn run(options: &Options) -> ExitCode {
    match look(&options.file) {
        Ok(config) => {
            let words = || good(&options.file, &config);
            options.answer.give(words, || json!({ "good": true }));
            ExitCode::SUCCESS
        }
        Err(error) => {
            tell(options.answer, &error);
            ExitCode::FAILURE
        }
    }
}

/// As `plaza serve` does before it opens the database.
fn look(file: &ConfigFile) -> anyhow::Result<Config> {
    let config = Config::load(&file.config)?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(prepare::check(&config))?;
    Ok(config)
}

fn good(file: &ConfigFile, config: &Config) -> String {
    format!(
        "{}: good\n  people reach it at {}\n  it listens on {}\n  database {:?}, mail {:?}",
        file.config.display(),
        config.base_url,
        config.listen,
        config.database_url,
        config.mail.route
    )
}

fn tell(answer: Answer, error: &Error) {
    let faults = error.downcast_ref::<ConfigFaults>();
    let faults: &[ConfigError] = faults.map(ConfigFaults::all).unwrap_or_default();
    if answer.json {
        let mut told = json!({ "good": false, "faults": faults });
        if faults.is_empty() {
            told["wrong"] = json!(format!("{error:#}"));
        }
        println!("{told}");
        return;
    }
    eprintln!("plaza: {error:#}");
    if faults.len() > 1 {
        eprintln!("plaza: {} faults", faults.len());
    }
}
