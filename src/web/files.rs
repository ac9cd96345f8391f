//! The files of personal data in a reader's words, for the page and the API: what a public
//! agency must publish (Personal Data Protection Act art. 17).

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    config::ConfigError,
    context::Context,
    i18n::Lang,
    privacy::inventory::{self, File, Kept, PLAIN, Recipient, Retention, Schedule, Source},
};

/// A file of personal data, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PersonalDataFile)]
pub struct FileShown {
    /// Its stable name in addresses.
    pub slug: String,
    pub name: String,
    /// The law that lets the city keep it.
    pub basis: String,
    /// Where the duties are written on which it rests, beside consents.
    pub sources: Vec<String>,
    pub purpose: String,
    pub kinds: Vec<String>,
    /// How long, one sentence for each rule.
    pub retention: Vec<String>,
    /// Who sees it beside its owner.
    pub recipients: Vec<String>,
}

/// Tables that belong to no file of personal data, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = OtherRecords)]
pub struct PlainShown {
    /// Their stable name.
    pub slug: String,
    pub name: String,
    pub basis: String,
    pub purpose: String,
    pub retention: Vec<String>,
    pub recipients: Vec<String>,
}

/// Every file that this city keeps. Fails when the operator's schedule is wrong.
pub fn all(context: &Context, lang: Lang) -> Result<Vec<FileShown>, ConfigError> {
    let schedule = Schedule::new(&context.config.retention)?;
    let files = inventory::files().into_iter();
    Ok(files
        .filter_map(|file| match inventory::outside(file) {
            Some(outside) => {
                let kept = outside.kept(&context.config)?;
                Some(shown(file, vec![kept_outside(kept, lang)], lang))
            }
            None => {
                let tables = file.tables().map(|table| table.retention);
                Some(shown(file, rules(tables, &schedule, lang), lang))
            }
        })
        .collect())
}

/// What is kept beside the files of personal data.
pub fn plain(context: &Context, lang: Lang) -> Result<Vec<PlainShown>, ConfigError> {
    let schedule = Schedule::new(&context.config.retention)?;
    let all = PLAIN.iter().map(|plain| {
        let words = |kind: &str| lang.t(&format!("file-plain-{}-{kind}", plain.slug));
        let tables = plain.tables().map(|table| table.retention);
        PlainShown {
            slug: plain.slug.to_owned(),
            name: words("name"),
            basis: lang.t(plain.basis.words()),
            purpose: words("purpose"),
            retention: rules(tables, &schedule, lang),
            recipients: recipients(plain.recipients, lang),
        }
    });
    Ok(all.collect())
}

fn shown(file: &'static File, retention: Vec<String>, lang: Lang) -> FileShown {
    let words = |kind: &str| lang.t(&format!("file-{}-{kind}", file.slug));
    let kinds = file.kinds().into_iter();
    let sources: BTreeSet<Source> = file
        .tables()
        .flat_map(|table| inventory::sources(table.name))
        .collect();
    FileShown {
        slug: file.slug.to_owned(),
        name: words("name"),
        basis: lang.t(file.basis.words()),
        sources: sources
            .into_iter()
            .map(|source| lang.t(source.words()))
            .collect(),
        purpose: words("purpose"),
        kinds: kinds.map(|one| lang.t(one.words())).collect(),
        retention,
        recipients: recipients(file.recipients, lang),
    }
}

fn recipients(all: &[Recipient], lang: Lang) -> Vec<String> {
    all.iter().map(|one| lang.t(one.words())).collect()
}

/// How long, each sentence once.
fn rules(tables: impl Iterator<Item = Retention>, schedule: &Schedule, lang: Lang) -> Vec<String> {
    let mut rules = Vec::new();
    for rule in tables.flat_map(|retention| kept(retention, schedule, lang)) {
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    rules
}

fn kept(retention: Retention, schedule: &Schedule, lang: Lang) -> Vec<String> {
    let room = |name: &str| lang.t(&format!("file-kept-{name}"));
    let after = |days: i64| lang.ta("file-kept-days", "count", days);
    match retention {
        Retention::Service => vec![lang.t("file-kept-service")],
        Retention::With(parent) => inventory::table(parent)
            .map(|parent| kept(parent.retention, schedule, lang))
            .unwrap_or_default(),
        Retention::Owner => vec![lang.t("file-kept-owner")],
        Retention::Room(name) => vec![room(name)],
        Retention::Days { days: 0, .. } => vec![lang.t("file-kept-expiry")],
        Retention::Days { days, .. } => vec![after(days)],
        Retention::DaysAtMost {
            days, room: name, ..
        } => vec![after(days), room(name)],
        Retention::Years { class, .. } => {
            vec![lang.ta("file-kept-years", "count", schedule.years(class))]
        }
    }
}

fn kept_outside(kept: Kept, lang: Lang) -> String {
    match kept {
        Kept::Days(days) => lang.ta("file-kept-log", "count", days),
        Kept::Words(name) => lang.t(&format!("file-kept-{name}")),
    }
}
