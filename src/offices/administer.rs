//! Offices, categories, districts and rules as administrators keep them, one at a time.
//!
//! Each change goes through the gate alone, leaves a fallback behind, and stands in the ledger in its
//! own transaction. An office is retired by `suggestions::retire`, which knows of its cases.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Map, Value, json};

use super::{
    Category, District, Office, OfficeError,
    entries::{CategoryEntry, DistrictEntry, OfficeEntry, RoutingEntry},
    lint::{self, Finding},
    put::{self, As, Change, What},
    routing,
    rules::{self, Rule, Why},
    standing::Standing,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Gate},
        schema::{categories, districts, offices, routing_rule_offices, routing_rules},
    },
    privacy::ledger::{self, About, Arrangement, OfOrganisation},
    text_rules::refused,
};

/// An entry that somebody keeps.
#[derive(Clone, Debug)]
pub enum Entry {
    Office(OfficeEntry),
    Category(CategoryEntry),
    District(DistrictEntry),
    Rule(RoutingEntry),
}

/// What is changed, and as which version it was read; of offices, categories and districts the
/// entry's own slug says which.
#[derive(Clone, Copy, Debug)]
pub enum At {
    New,
    Version(i32),
    /// The rule of this id.
    Rule(i64, i32),
}

/// An office with what its form asks for.
#[derive(Clone, Debug)]
pub struct Kept {
    pub office: Office,
    pub entry: OfficeEntry,
    pub version: i32,
}

/// Everything there is, for pages that list and choose.
#[derive(Clone, Debug)]
pub struct Everything {
    pub offices: Vec<Kept>,
    pub categories: Vec<Category>,
    pub districts: Vec<District>,
    /// In the order in which they are asked: the more specific first.
    pub rules: Vec<Rule>,
    pub findings: Vec<Finding>,
}

impl Everything {
    pub fn office(&self, slug: &str) -> Option<&Kept> {
        self.offices.iter().find(|kept| kept.office.slug == slug)
    }

    pub fn rule(&self, id: i64) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The rules that name a suggestion, in the order in which they are asked, each with why it takes
    /// it on a day or not; `None` where a slug is unknown.
    pub fn explain(
        &self,
        category: &str,
        district: &str,
        day: NaiveDate,
    ) -> Option<Vec<(&Rule, Why)>> {
        let category = self.categories.iter().find(|one| one.slug == category)?;
        let district = self.districts.iter().find(|one| one.slug == district)?;
        let weighed = rules::weigh(&self.rules, category.id, district.id, day);
        Some(
            weighed
                .into_iter()
                .map(|weighed| (weighed.rule, weighed.why))
                .collect(),
        )
    }
}

pub async fn everything(context: &Context) -> Result<Everything, OfficeError> {
    let today = context.clock.today(context.config.city.time_zone);
    context
        .db
        .read(move |connection| {
            let mut rules = routing::load(connection, None)?;
            let findings = findings(connection, &rules, today)?;
            rules.sort_by_key(|rule| std::cmp::Reverse(rule.rank()));
            let (categories, districts) = named(connection)?;
            Ok(Everything {
                offices: kept(connection)?,
                categories,
                districts,
                rules,
                findings,
            })
        })
        .await
}

/// All categories and districts, in the order in which people choose.
fn named(connection: &mut AnyConnection) -> Result<(Vec<Category>, Vec<District>), DbError> {
    let categories = categories::table
        .order((categories::position, categories::id))
        .select(Category::as_select())
        .load(connection)?;
    let districts = districts::table
        .order((districts::position, districts::id))
        .select(District::as_select())
        .load(connection)?;
    Ok((categories, districts))
}

/// What is wrong with the rules from today on.
pub(super) fn findings(
    connection: &mut AnyConnection,
    rules: &[Rule],
    today: NaiveDate,
) -> Result<Vec<Finding>, OfficeError> {
    let (categories, districts) = named(connection)?;
    Ok(lint::lint(rules, &categories, &districts, today))
}

/// All offices in the order of their slugs.
fn kept(connection: &mut AnyConnection) -> Result<Vec<Kept>, OfficeError> {
    let mut standing = Standing::load(connection)?;
    let all: Vec<Office> = offices::table
        .order(offices::slug)
        .select(Office::as_select())
        .load(connection)?;
    let with_entry = all.into_iter().filter_map(|office| {
        let (_, version, entry) = standing.offices.remove(&office.slug)?;
        Some(Kept {
            office,
            entry,
            version,
        })
    });
    Ok(with_entry.collect())
}

/// Adds or changes one. The same twice is once.
///
/// [`OfficeError::Changed`] where somebody else changed it since; [`OfficeError::NoFallback`] where
/// some day would be left without.
pub async fn keep(context: &Context, by: i64, at: At, entry: Entry) -> Result<(), OfficeError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            locks::alone(connection, Gate::Routing)?;
            let mut standing = Standing::load(connection)?;
            let how = match at {
                At::New => As::New,
                At::Version(version) | At::Rule(_, version) => As::Version(version),
            };
            let done = match (&entry, at) {
                (Entry::Office(entry), _) => put::office(connection, &mut standing, entry, how)?,
                (Entry::Category(entry), _) => {
                    put::category(connection, &mut standing, entry, how)?
                }
                (Entry::District(entry), _) => {
                    put::district(connection, &mut standing, entry, how)?
                }
                (Entry::Rule(entry), At::Rule(id, _)) => {
                    put::rule(connection, &mut standing, entry, (Some(id), how))?
                }
                (Entry::Rule(entry), _) => {
                    put::rule(connection, &mut standing, entry, (None, how))?
                }
            };
            let Some(change) = done else {
                return Ok(());
            };
            routing::check_fallback(connection, today(&cx))?;
            note(connection, &cx, Some(by), &change)
        })
        .await?;
    know_officials(context).await
}

/// Takes away a rule that does not hold today: it is over, or has not begun. One that is not there
/// is away already.
pub async fn remove_rule(context: &Context, by: i64, id: i64) -> Result<(), OfficeError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            locks::alone(connection, Gate::Routing)?;
            let standing = Standing::load(connection)?;
            let rule = standing.rules.iter().find(|(one, ..)| *one == id);
            let Some((.., rule)) = rule else {
                return Ok(());
            };
            if !put::is_idle(rule, today(&cx)) {
                return Err(refused("until", "rule-holds").into());
            }
            diesel::delete(
                routing_rule_offices::table.filter(routing_rule_offices::rule_id.eq(id)),
            )
            .execute(connection)?;
            diesel::delete(routing_rules::table.find(id)).execute(connection)?;
            routing::check_fallback(connection, today(&cx))?;
            let facts = facts(What::Rule, &rule.label());
            write(connection, &cx, Some(by), OfOrganisation::Removed, facts)
        })
        .await
}

/// Retires a category or a district from today on, or takes it up again. Twice is once.
pub async fn retire(
    context: &Context,
    by: i64,
    what: What,
    slug: &str,
    retired: bool,
) -> Result<(), OfficeError> {
    if slug.contains('\0') {
        return Err(OfficeError::NotFound);
    }
    let (cx, slug) = (context.clone(), slug.to_owned());
    context
        .db
        .write(move |connection| {
            locks::alone(connection, Gate::Routing)?;
            match what {
                What::Category => {
                    let found: Option<(i64, Option<NaiveDate>)> = categories::table
                        .filter(categories::slug.eq(&slug))
                        .filter(categories::slug.ne(super::enquiries::CATEGORY))
                        .select((categories::id, categories::retired_on))
                        .first(connection)
                        .optional()?;
                    let (id, since) = found.ok_or(OfficeError::NotFound)?;
                    if since.is_some() == retired {
                        return Ok(());
                    }
                    diesel::update(categories::table.find(id))
                        .set((
                            categories::retired_on.eq(retired.then(|| today(&cx))),
                            categories::version.eq(categories::version + 1),
                        ))
                        .execute(connection)?;
                }
                What::District => {
                    let found: Option<(i64, Option<NaiveDate>)> = districts::table
                        .filter(districts::slug.eq(&slug))
                        .filter(districts::slug.ne(super::enquiries::DISTRICT))
                        .select((districts::id, districts::retired_on))
                        .first(connection)
                        .optional()?;
                    let (id, since) = found.ok_or(OfficeError::NotFound)?;
                    if since.is_some() == retired {
                        return Ok(());
                    }
                    diesel::update(districts::table.find(id))
                        .set((
                            districts::retired_on.eq(retired.then(|| today(&cx))),
                            districts::version.eq(districts::version + 1),
                        ))
                        .execute(connection)?;
                }
                What::Office | What::Rule | What::Member | What::Calendar => {
                    return Err(OfficeError::NotFound);
                }
            }
            note_retired(connection, &cx, by, (what, &slug), retired)
        })
        .await
}

/// Retires an office from today on, or takes it up again, in the transaction of whoever has seen that
/// it has no open case and holds the gate. Twice is once.
pub fn retire_office(
    connection: &mut AnyConnection,
    context: &Context,
    by: i64,
    slug: &str,
    retired: bool,
) -> Result<(), OfficeError> {
    let found: Option<(i64, Option<NaiveDate>)> = offices::table
        .filter(offices::slug.eq(slug))
        // Enquiries have no other.
        .filter(offices::slug.ne(super::enquiries::OFFICE))
        .select((offices::id, offices::retired_on))
        .first(connection)
        .optional()?;
    let (id, since) = found.ok_or(OfficeError::NotFound)?;
    if since.is_some() == retired {
        return Ok(());
    }
    diesel::update(offices::table.find(id))
        .set((
            offices::retired_on.eq(retired.then(|| today(context))),
            offices::version.eq(offices::version + 1),
        ))
        .execute(connection)?;
    routing::check_fallback(connection, today(context))?;
    note_retired(connection, context, by, (What::Office, slug), retired)
}

fn today(context: &Context) -> NaiveDate {
    context.clock.today(context.config.city.time_zone)
}

/// This node's detector learns the offices' contacts; other nodes learn them within a minute.
pub(super) async fn know_officials(context: &Context) -> Result<(), OfficeError> {
    context.know_officials(super::officials(context).await?);
    Ok(())
}

fn facts(what: What, name: &str) -> Map<String, Value> {
    Map::from_iter([
        ("what".to_owned(), json!(what.as_str())),
        ("named".to_owned(), json!(name)),
    ])
}

/// Puts a change into the ledger: which fields, not what they say.
pub(super) fn note(
    connection: &mut AnyConnection,
    context: &Context,
    by: Option<i64>,
    change: &Change,
) -> Result<(), OfficeError> {
    let mut facts = facts(change.what, &change.name);
    if change.added {
        return write(connection, context, by, OfOrganisation::Added, facts);
    }
    let fields: Vec<&str> = change.changed.iter().map(|one| one.field).collect();
    facts.insert("changed".to_owned(), json!(fields.join(", ")));
    write(connection, context, by, OfOrganisation::Changed, facts)
}

/// Who it is stays out of it.
pub(super) fn note_member(
    connection: &mut AnyConnection,
    context: &Context,
    by: Option<i64>,
    act: OfOrganisation,
    office: &str,
) -> Result<(), OfficeError> {
    let facts = facts(What::Member, office);
    write(connection, context, by, act, facts)
}

/// As [`note_member`], by a rule of the city's own sign-on.
pub(super) fn note_member_by_rule(
    connection: &mut AnyConnection,
    context: &Context,
    act: OfOrganisation,
    office: &str,
    rule: &str,
) -> Result<(), OfficeError> {
    let mut facts = facts(What::Member, office);
    facts.insert("sign_on".to_owned(), json!(rule));
    write(connection, context, None, act, facts)
}

/// Which years, and whose where they are one office's; not which days.
pub(super) fn note_days(
    connection: &mut AnyConnection,
    context: &Context,
    by: Option<i64>,
    (years, office): (String, Option<&str>),
    days: usize,
) -> Result<(), OfficeError> {
    let mut facts = facts(What::Calendar, &years);
    facts.insert("count".to_owned(), json!(days));
    if let Some(office) = office {
        facts.insert("office".to_owned(), json!(office));
    }
    write(connection, context, by, OfOrganisation::Changed, facts)
}

fn note_retired(
    connection: &mut AnyConnection,
    context: &Context,
    by: i64,
    (what, name): (What, &str),
    retired: bool,
) -> Result<(), OfficeError> {
    let act = if retired {
        OfOrganisation::Retired
    } else {
        OfOrganisation::Restored
    };
    write(connection, context, Some(by), act, facts(what, name))
}

fn write(
    connection: &mut AnyConnection,
    context: &Context,
    by: Option<i64>,
    act: OfOrganisation,
    facts: Map<String, Value>,
) -> Result<(), OfficeError> {
    let about = About {
        by,
        ..About::default()
    };
    let arrangement = Arrangement::Organisation(act);
    ledger::note(connection, context, arrangement, None, about, facts)?;
    Ok(())
}
