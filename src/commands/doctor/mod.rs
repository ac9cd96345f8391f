//! `plaza doctor`: whether everything that a city leans on is well. It looks, each time for a bounded while,
//! and changes nothing that anybody would find.

mod city;
mod clock;
mod database;
mod disk;
mod dns;
mod keys;
mod mail;
mod names;
mod serving;
mod sign_on;
mod storage;

use std::{process::ExitCode, time::Duration};

use serde::Serialize;
use serde_json::json;

use super::{Answer, ConfigFile, prepare};
use crate::{
    clock::{Clock, Random},
    config::{Config, ConfigFaults},
    context::Context,
    db::{DatabaseUrl, Db},
    offices::days,
};

#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    file: ConfigFile,
    #[command(flatten)]
    answer: Answer,
}

/// The longest that one look may take.
const LONGEST: Duration = Duration::from_secs(10);
/// Something may go wrong soon, or could not be looked at.
const EXIT_WARN: u8 = 1;
/// Something is wrong.
const EXIT_FAIL: u8 = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Ok,
    Warn,
    Fail,
}

impl State {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// What a look found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Finding {
    check: &'static str,
    state: State,
    said: String,
    remedy: Option<String>,
}

fn well(check: &'static str, said: impl Into<String>) -> Finding {
    Finding {
        check,
        state: State::Ok,
        said: said.into(),
        remedy: None,
    }
}

fn warn(check: &'static str, said: impl Into<String>, remedy: impl Into<String>) -> Finding {
    Finding {
        state: State::Warn,
        remedy: Some(remedy.into()),
        ..well(check, said)
    }
}

fn fail(check: &'static str, said: impl Into<String>, remedy: impl Into<String>) -> Finding {
    Finding {
        state: State::Fail,
        ..warn(check, said, remedy)
    }
}

/// The exit code is 0 where all is well, 1 with a warning and 2 with a failure.
pub fn run(options: &Options) -> ExitCode {
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("plaza: {error}");
            return ExitCode::from(EXIT_FAIL);
        }
    };
    let found = runtime.block_on(look(&options.file));
    // What was not waited for any longer is left behind.
    runtime.shutdown_background();
    let worst = found.iter().map(|one| one.state).max();
    let worst = worst.unwrap_or(State::Fail);
    options.answer.give(
        || found.iter().map(line).collect::<Vec<_>>().join("\n"),
        || json!({ "state": worst, "findings": found }),
    );
    match worst {
        State::Ok => ExitCode::SUCCESS,
        State::Warn => ExitCode::from(EXIT_WARN),
        State::Fail => ExitCode::from(EXIT_FAIL),
    }
}

fn line(one: &Finding) -> String {
    let line = format!("{:<5} {:<14} {}", one.state.as_str(), one.check, one.said);
    match &one.remedy {
        Some(remedy) => format!("{line}\n      remedy: {remedy}"),
        None => line,
    }
}

/// Gives what a look found, or that it took too long.
async fn bounded(check: &'static str, look: impl Future<Output = Vec<Finding>>) -> Vec<Finding> {
    within(LONGEST, check, look).await
}

async fn within(
    longest: Duration,
    check: &'static str,
    look: impl Future<Output = Vec<Finding>>,
) -> Vec<Finding> {
    match tokio::time::timeout(longest, look).await {
        Ok(found) => found,
        Err(_) => vec![warn(
            check,
            format!("did not end within {} seconds", longest.as_secs()),
            "look whether the machine or the network is overloaded, and run it again",
        )],
    }
}

/// As [`bounded`], for what keeps its thread waiting.
async fn on_a_thread(
    check: &'static str,
    look: impl FnOnce() -> Vec<Finding> + Send + 'static,
) -> Vec<Finding> {
    bounded(check, async move {
        let looked = crate::threads::blocking(look).await;
        looked.unwrap_or_else(|_| vec![fail(check, "the look broke off", "tell Plaza's makers")])
    })
    .await
}

async fn look(file: &ConfigFile) -> Vec<Finding> {
    let config = match Config::load(&file.config) {
        Ok(config) => config,
        Err(faults) => return of_configuration(&faults),
    };
    let mut found = match prepare::check(&config).await {
        Ok(()) => vec![well("configuration", file.config.display().to_string())],
        Err(faults) => of_configuration(&faults),
    };
    found.extend(keys::files(&config, &file.config));
    found.extend(serving::look(&config).await);
    found.extend(storage::look(&config).await);
    found.extend(mail::look(&config).await);
    found.extend(names::look(&config).await);
    found.extend(bounded("sign-on", sign_on::provider(&config)).await);
    found.extend(on_the_database(config).await);
    found
}

fn of_configuration(faults: &ConfigFaults) -> Vec<Finding> {
    let all = faults.all().iter();
    all.map(|fault| {
        let value = fault.value.as_ref();
        let value = value.map(|value| format!(" = {value}")).unwrap_or_default();
        let said = format!("{}{value}: {}", fault.key, fault.problem);
        fail("configuration", said, fault.remedy.clone())
    })
    .collect()
}

/// All that is known through the database alone.
async fn on_the_database(config: Config) -> Vec<Finding> {
    if let DatabaseUrl::Sqlite(path) = &config.database_url
        && !path.exists()
    {
        // Opening it would make an empty one.
        return vec![database::away(&config, "there is no such file")];
    }
    let opened = {
        let url = config.database_url.clone();
        let opening = crate::threads::blocking(move || Db::open(&url, 2));
        tokio::time::timeout(LONGEST, opening).await
    };
    let db = match opened {
        Ok(Ok(Ok(db))) => db,
        Ok(Ok(Err(error))) => return vec![database::away(&config, &error.to_string())],
        Ok(Err(_)) | Err(_) => return vec![database::away(&config, "it does not answer")],
    };
    let context = Context::new(db, Clock::System, Random::System, config);
    let mut found = bounded("database", database::look(&context)).await;
    let pending = context.db.pending_migrations().await;
    if pending.is_ok_and(|pending| pending.is_empty()) {
        found.extend(bounded("database files", database::faults(&context)).await);
        found.extend(bounded("clock", clock::look(&context)).await);
        found.extend(bounded("keys", keys::look(&context)).await);
        found.extend(bounded("erasures", keys::journal(&context)).await);
        // Without them a calendar that was imported would not be known.
        let known = tokio::time::timeout(LONGEST, days::know(&context)).await;
        if matches!(known, Ok(Ok(()))) {
            found.push(city::calendar(&context));
        }
        found.extend(bounded("offices", city::offices(&context)).await);
        found.extend(bounded("people", city::people(&context)).await);
        found.extend(bounded("queues", city::queues(&context)).await);
        found.extend(bounded("webhooks", city::webhooks(&context)).await);
        found.extend(bounded("sign-on rules", sign_on::rules(&context)).await);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_ends_is_left_behind() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime");
        let endless = within(Duration::ZERO, "mail", std::future::pending());
        let found = runtime.block_on(endless);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].state, found[0].check), (State::Warn, "mail"));
    }

    #[test]
    fn a_line_says_how_it_is_and_what_to_do() {
        let one = fail("mail", "the server refused", "look at its log");
        let said = line(&one);
        assert!(said.starts_with("fail  mail "), "{said}");
        assert!(said.ends_with("\n      remedy: look at its log"), "{said}");
        assert!(!line(&well("mail", "it takes mails")).contains("remedy"));
    }
}
