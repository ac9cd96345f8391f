//! `plaza import offices`: a city's offices, categories, districts, routing and members from a file.

use std::{fs, path::PathBuf};

use anyhow::{Context as _, bail};
use serde::Deserialize;

use super::ConfigFile;
use crate::{
    accounts::staff,
    clock::{Clock, Random},
    config::Config,
    context::Context,
    db::Db,
    offices::{
        Change,
        import::{self, Entries, Organisation, Report},
        table,
    },
    privacy::Private,
};

#[derive(clap::Args)]
pub struct Options {
    /// A city's file (.toml), or a table of rules (.csv), as docs/import.md describes them
    file: PathBuf,
    #[command(flatten)]
    config: ConfigFile,
    /// Say what would be changed; nothing is stored
    #[arg(long)]
    dry_run: bool,
    /// Answer in one line of JSON
    #[arg(long)]
    json: bool,
}

/// A city's file; what else stands in it is the demo city's.
#[derive(Deserialize)]
struct CityFile {
    #[serde(flatten)]
    organisation: Organisation,
    #[serde(default)]
    members: Vec<MemberEntry>,
}

/// Somebody who is to work for an office, by the address of their account.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MemberEntry {
    office: String,
    email: String,
}

/// Takes all of it or nothing.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let path = options.file.display();
    let text =
        fs::read_to_string(&options.file).with_context(|| format!("{path} cannot be read"))?;
    let ending = options.file.extension().and_then(|ending| ending.to_str());
    let (mut entries, members) = match ending {
        Some("toml") => {
            let file: CityFile = toml::from_str(&text).with_context(|| path.to_string())?;
            (file.organisation.entries()?, file.members)
        }
        Some("csv") => {
            let rules = table::read(&text).with_context(|| path.to_string())?;
            let entries = Entries {
                rules,
                ..Entries::default()
            };
            (entries, Vec::new())
        }
        _ => bail!("{path} is neither .toml nor .csv"),
    };
    let config = Config::load(&options.config.config)?;
    let report = actix_web::rt::System::new().block_on(async {
        let db = Db::open(&config.database_url, config.connections)?;
        let context = Context::new(db, Clock::System, Random::System, config);
        entries.members = accounts(&context, members).await?;
        anyhow::Ok(import::run(&context, entries, None, options.dry_run).await?)
    })?;
    tell(options, &report)
}

/// The accounts of members; fails with the places in the file of those that have none.
async fn accounts(
    context: &Context,
    members: Vec<MemberEntry>,
) -> anyhow::Result<Vec<(String, i64)>> {
    let (offices, addresses): (Vec<String>, Vec<Private<String>>) = members
        .into_iter()
        .map(|one| (one.office, Private::new(one.email)))
        .unzip();
    let found = staff::at(context, addresses).await?;
    let missing: Vec<String> = (1..)
        .zip(&found)
        .filter(|(_, account)| account.is_none())
        .map(|(number, _): (usize, _)| number.to_string())
        .collect();
    if !missing.is_empty() {
        bail!(
            "members no. {} of the file have no account that handles cases",
            missing.join(", ")
        );
    }
    Ok(offices
        .into_iter()
        .zip(found.into_iter().flatten())
        .collect())
}

fn tell(options: &Options, report: &Report) -> anyhow::Result<()> {
    if options.json {
        println!("{}", serde_json::to_string(report)?);
        return Ok(());
    }
    for change in &report.changes {
        println!("{}", line(change));
    }
    for rule in &report.stay {
        println!("rule {rule}: stands, and the file does not name it");
    }
    for odd in &report.odd {
        println!("look at the rules: {odd}");
    }
    let done = if options.dry_run {
        "would be made"
    } else {
        "made"
    };
    println!("{} changes {done}", report.changes.len());
    Ok(())
}

fn line(change: &Change) -> String {
    let Change { what, name, .. } = change;
    if change.added {
        return format!("{} {name}: added", what.as_str());
    }
    let fields: Vec<String> = change
        .changed
        .iter()
        .map(|one| format!("{} {:?} becomes {:?}", one.field, one.before, one.after))
        .collect();
    format!("{} {name}: {}", what.as_str(), fields.join(", "))
}
