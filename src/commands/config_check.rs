//! `plaza config check`: whether the configuration can be served.

use std::process::ExitCode;

use anyhow::Error;
use serde_json::json;

use super::{Answer, ConfigFile, prepare};
use crate::{
    config::{Config, ConfigError, ConfigFaults},
    settings::Key,
};

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
            let json = || {
                let (file, pages) = by_whom(&config);
                json!({ "good": true, "set_by_file": file, "left_to_pages": pages })
            };
            options.answer.give(words, json);
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

/// Of what pages can set: the keys that the file or the environment names, and the settings that are left.
fn by_whom(config: &Config) -> (Vec<&'static str>, Vec<&'static str>) {
    let fixed = Key::ALL.into_iter().flat_map(|key| key.fixed_by(config));
    let left = Key::ALL
        .into_iter()
        .filter(|key| key.fixed_by(config).is_empty());
    (fixed.collect(), left.map(Key::as_str).collect())
}

fn good(file: &ConfigFile, config: &Config) -> String {
    let (fixed, left) = by_whom(config);
    let listed = |names: &[&str]| {
        if names.is_empty() {
            "nothing".to_owned()
        } else {
            names.join(", ")
        }
    };
    format!(
        "{}: good\n  people reach it at {}\n  it listens on {}\n  database {:?}, mail {:?}\n  \
         set here, so that no page changes it: {}\n  left to the page of settings: {}",
        file.config.display(),
        config.base_url,
        config.listen,
        config.database_url,
        config.mail.route,
        listed(&fixed),
        listed(&left)
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
