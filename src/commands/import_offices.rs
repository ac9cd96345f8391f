//! `plaza import offices`: a city's offices, categories, districts, routing and members from files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use serde::Deserialize;

use super::{Answer, ConfigFile};
use crate::{
    accounts::staff,
    clock::{Clock, Random},
    config::Config,
    context::Context,
    db::Db,
    offices::{
        Change,
        import::{self, Entries, Organisation, Report},
        table::{self, MemberLine, Table},
    },
    privacy::Private,
};

#[derive(clap::Args)]
pub struct Options {
    /// A city's file (.toml), or tables of offices, categories, districts, rules or members (.csv), as
    /// docs/import.md describes them; several are taken as one
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    config: ConfigFile,
    /// Say what would be changed; nothing is stored
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    answer: Answer,
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
    email: Private<String>,
}

/// A member, and where in which file it is named: the address itself is not repeated.
struct Named {
    place: String,
    office: String,
    email: Private<String>,
}

/// Takes all of it or nothing.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let (mut entries, mut members) = (Entries::default(), Vec::new());
    for file in &options.files {
        let (some, named) = read(file)?;
        entries.extend(some);
        members.extend(named);
    }
    let config = Config::load(&options.config.config)?;
    let report = actix_web::rt::System::new().block_on(async {
        let db = Db::open(&config.database_url, config.connections)?;
        let context = Context::new(db, Clock::System, Random::System, config);
        entries.members = accounts(&context, members).await?;
        anyhow::Ok(import::run(&context, entries, None, options.dry_run).await?)
    })?;
    tell(options, &report)
}

fn read(file: &Path) -> anyhow::Result<(Entries, Vec<Named>)> {
    let path = file.display();
    let text = fs::read_to_string(file).with_context(|| format!("{path} cannot be read"))?;
    let ending = file.extension().and_then(|ending| ending.to_str());
    match ending {
        Some("toml") => {
            let file: CityFile = toml::from_str(&text).with_context(|| path.to_string())?;
            let members = (1..)
                .zip(file.members)
                .map(|(number, one): (usize, _)| Named {
                    place: format!("{path}, member no. {number}"),
                    office: one.office,
                    email: one.email,
                });
            Ok((file.organisation.entries()?, members.collect()))
        }
        Some("csv") => {
            let table = table::read(&text).with_context(|| path.to_string())?;
            let mut entries = Entries::default();
            let mut members = Vec::new();
            match table {
                Table::Offices(offices) => entries.offices = offices,
                Table::Categories(categories) => entries.categories = categories,
                Table::Districts(districts) => entries.districts = districts,
                Table::Rules(rules) => entries.rules = rules,
                Table::Members(lines) => members = lines,
            }
            let members = members.into_iter().map(|one: MemberLine| Named {
                place: format!("{path}, line {}", one.line),
                office: one.office,
                email: one.email,
            });
            Ok((entries, members.collect()))
        }
        _ => bail!("{path} is neither .toml nor .csv"),
    }
}

/// The accounts of members; fails with the places in the files of those that have none.
async fn accounts(context: &Context, members: Vec<Named>) -> anyhow::Result<Vec<(String, i64)>> {
    let (mut places, mut offices, mut addresses) = (Vec::new(), Vec::new(), Vec::new());
    for one in members {
        places.push(one.place);
        offices.push(one.office);
        addresses.push(one.email);
    }
    match staff::all_at(context, addresses).await? {
        Ok(found) => Ok(offices.into_iter().zip(found).collect()),
        Err(missing) => {
            let places: Vec<&str> = missing
                .iter()
                .filter_map(|place| Some(places.get(place - 1)?.as_str()))
                .collect();
            bail!(
                "{}: no account that handles cases has this address (email)",
                places.join("; ")
            )
        }
    }
}

fn tell(options: &Options, report: &Report) -> anyhow::Result<()> {
    if options.answer.json {
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
