//! A city's offices, categories, districts, rules and members from a file: what the file names is
//! added or brought to what it says, all of it or nothing. What it does not name stays; nothing is
//! retired or removed by a file.
//!
//! The same file again changes nothing.

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::ValidationErrors;

use super::{
    OfficeError, administer, enquiries,
    entries::{CategoryEntry, DistrictEntry, OfficeEntry, RoutingEntry},
    lint::{Fault, Finding},
    members,
    put::{self, As, Change, What},
    routing,
    standing::Standing,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Gate},
    },
    i18n::Lang,
};

/// The part of a city's file that says who is responsible for what.
#[derive(Clone, Debug, Deserialize)]
pub struct Organisation {
    pub offices: Vec<OfficeEntry>,
    pub categories: Vec<CategoryEntry>,
    pub districts: Vec<DistrictEntry>,
    pub routing: Vec<RoutingEntry>,
    /// The office that gets what no rule names.
    pub fallback: String,
}

/// What a file holds, whatever its form.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    pub offices: Vec<OfficeEntry>,
    pub categories: Vec<CategoryEntry>,
    pub districts: Vec<DistrictEntry>,
    pub rules: Vec<RoutingEntry>,
    /// The slug of an office, and the id of an account that is to work for it.
    pub members: Vec<(String, i64)>,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    pub changes: Vec<Change>,
    /// What is odd about the rules now, and keeps nothing from being kept.
    pub odd: Vec<String>,
    /// The rules that stand and that the file does not name.
    pub stay: Vec<String>,
}

impl Organisation {
    /// Fails where a rule poses as the fallback.
    pub fn entries(self) -> Result<Entries, OfficeError> {
        let mut rules = self.routing;
        let poses = |rule: &RoutingEntry| rule.category.is_none() && rule.district.is_none();
        if rules.iter().any(poses) {
            return Err(OfficeError::Import(
                "a rule names neither category nor district; the fallback is `fallback`".into(),
            ));
        }
        rules.push(RoutingEntry {
            offices: vec![self.fallback],
            ..RoutingEntry::default()
        });
        Ok(Entries {
            offices: self.offices,
            categories: self.categories,
            districts: self.districts,
            rules,
            members: Vec::new(),
        })
    }
}

/// Takes an organisation over.
///
/// Fails without writing anything when a name is not defined or stands twice, a field breaks its
/// rule, or there would be a day without fallback.
pub async fn import(context: &Context, organisation: Organisation) -> Result<Report, OfficeError> {
    run(context, organisation.entries()?, None, false).await
}

enum Ended {
    Refused(OfficeError),
    /// What it would have done; nothing of it stays.
    Rehearsed(Report),
}

impl From<OfficeError> for Ended {
    fn from(error: OfficeError) -> Self {
        Self::Refused(error)
    }
}

impl From<DbError> for Ended {
    fn from(error: DbError) -> Self {
        Self::Refused(error.into())
    }
}

/// As [`import`]. Of a change of a city that has offices it is noted in the ledger who made it:
/// nobody, where it is a command. With `rehearse` nothing is kept.
pub async fn run(
    context: &Context,
    entries: Entries,
    by: Option<i64>,
    rehearse: bool,
) -> Result<Report, OfficeError> {
    check(&entries)?;
    let cx = context.clone();
    let done = context
        .db
        .write(move |connection| {
            let report = write(connection, &cx, &entries, by)?;
            match rehearse {
                true => Err(Ended::Rehearsed(report)),
                false => Ok(report),
            }
        })
        .await;
    match done {
        Ok(report) => {
            administer::know_officials(context).await?;
            Ok(report)
        }
        Err(Ended::Rehearsed(report)) => Ok(report),
        Err(Ended::Refused(error)) => Err(error),
    }
}

/// Nothing stands twice.
fn check(entries: &Entries) -> Result<(), OfficeError> {
    distinct("office", entries.offices.iter().map(|one| &*one.slug))?;
    distinct("category", entries.categories.iter().map(|one| &*one.slug))?;
    distinct("district", entries.districts.iter().map(|one| &*one.slug))?;
    let labels: Vec<String> = entries.rules.iter().map(RoutingEntry::label).collect();
    distinct("rule for", labels.iter().map(String::as_str))
}

fn distinct<'a>(kind: &str, names: impl Iterator<Item = &'a str>) -> Result<(), OfficeError> {
    let mut seen = HashSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(OfficeError::Import(format!(
                "the {kind} {name} stands twice"
            )));
        }
    }
    Ok(())
}

fn write(
    connection: &mut AnyConnection,
    context: &Context,
    entries: &Entries,
    by: Option<i64>,
) -> Result<Report, OfficeError> {
    locks::alone(connection, Gate::Routing)?;
    let today = context.clock.today(context.config.city.time_zone);
    let mut standing = Standing::load(connection)?;
    let is_first = standing
        .rules
        .iter()
        .all(|(.., one)| one.category.is_some());
    let mut changes = Vec::new();
    for entry in parents_first(&standing, &entries.offices) {
        let done = put::office(connection, &mut standing, entry, As::Either);
        changes.extend(told(done, "office", &entry.slug)?);
    }
    for entry in &entries.categories {
        let done = put::category(connection, &mut standing, entry, As::Either);
        changes.extend(told(done, "category", &entry.slug)?);
    }
    for entry in &entries.districts {
        let done = put::district(connection, &mut standing, entry, As::Either);
        changes.extend(told(done, "district", &entry.slug)?);
    }
    for entry in &entries.rules {
        let done = put::rule(connection, &mut standing, entry, (None, As::Either));
        changes.extend(told(done, "rule for", &entry.label())?);
    }
    for (office, account) in &entries.members {
        let joined = members::join(connection, *account, office);
        if told(joined.map(Some), "member of", office)?.is_some_and(|joined| joined) {
            changes.push(Change {
                what: What::Member,
                name: office.clone(),
                added: true,
                changed: Vec::new(),
            });
        }
    }
    let odd = odd(connection, today)?;
    // The enquiries' own rule is no file's.
    let is_named = |rule: &RoutingEntry| {
        rule.category.as_deref() == Some(enquiries::CATEGORY)
            || entries.rules.iter().any(|one| one.is_same(rule))
    };
    let unnamed = standing.rules.iter().filter(|(.., one)| !is_named(one));
    let stay = unnamed.map(|(.., one)| one.label()).collect();
    // How a city begins is nobody's decision about it.
    if !is_first {
        for change in &changes {
            administer::note(connection, context, by, change)?;
        }
    }
    Ok(Report { changes, odd, stay })
}

/// An office that is new comes after the one above it.
fn parents_first<'a>(standing: &Standing, entries: &'a [OfficeEntry]) -> Vec<&'a OfficeEntry> {
    let mut ordered: Vec<&OfficeEntry> = Vec::with_capacity(entries.len());
    let mut left: Vec<&OfficeEntry> = entries.iter().collect();
    loop {
        let stands = |slug: &String| {
            standing.offices.contains_key(slug) || ordered.iter().any(|one| one.slug == *slug)
        };
        let (next, later): (Vec<_>, Vec<_>) = left
            .iter()
            .copied()
            .partition(|one| one.parent.as_ref().is_none_or(stands));
        ordered.extend(&next);
        left = later;
        if next.is_empty() {
            // What is left names an office that is nowhere, or stands above itself: putting it says so.
            ordered.extend(left);
            return ordered;
        }
    }
}

/// What was done, or what is wrong with which entry.
fn told<T>(
    done: Result<Option<T>, OfficeError>,
    kind: &str,
    name: &str,
) -> Result<Option<T>, OfficeError> {
    done.map_err(|error| match error {
        OfficeError::Invalid(errors) => {
            OfficeError::Import(format!("the {kind} {name}: {}", in_words(&errors)))
        }
        error => error,
    })
}

/// In English, as the commands speak; what a field names that is not there is named too.
fn in_words(errors: &ValidationErrors) -> String {
    let mut all: Vec<String> = errors
        .field_errors()
        .into_iter()
        .filter_map(|(field, errors)| {
            let error = errors.first()?;
            let named = error.params.get("named").and_then(|named| named.as_str());
            Some(match named {
                Some(named) => format!("{field}: there is no {named}"),
                None => {
                    let arguments = ["min", "max"].into_iter();
                    let arguments: Vec<(&'static str, String)> = arguments
                        .filter_map(|name| Some((name, error.params.get(name)?.to_string())))
                        .collect();
                    let words = Lang::En.t_with(&format!("invalid-{}", error.code), &arguments);
                    format!("{field}: {words}")
                }
            })
        })
        .collect();
    all.sort();
    all.join(" ")
}

/// What is wrong with the rules as they stand now; fails on what would lose cases.
fn odd(connection: &mut AnyConnection, today: NaiveDate) -> Result<Vec<String>, OfficeError> {
    let rules = routing::load(connection, None)?;
    let found = administer::findings(connection, &rules, today)?;
    let label = |id: Option<i64>| {
        let rule = rules.iter().find(|rule| Some(rule.id) == id);
        rule.map(|rule| rule.label()).unwrap_or_default()
    };
    let mut odd = Vec::new();
    for finding in found {
        let Finding { fault, rule, .. } = finding;
        let words = match (fault, finding.other, finding.office) {
            (Fault::NoFallback, ..) => return Err(OfficeError::NoFallback),
            (_, Some(other), _) => format!(
                "{}: {} ({})",
                fault.as_str(),
                label(rule),
                label(Some(other))
            ),
            (_, _, Some(office)) => format!("{}: {} ({office})", fault.as_str(), label(rule)),
            _ => format!("{}: {}", fault.as_str(), label(rule)),
        };
        if fault.is_grave() {
            return Err(OfficeError::Import(words));
        }
        odd.push(words);
    }
    Ok(odd)
}
