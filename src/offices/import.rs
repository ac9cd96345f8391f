//! A city's offices, categories, districts and routing from a file.
//!
//! The whole file is checked before anything is written: every name that is used
//! must be defined, and the fallback must exist.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use serde::Deserialize;

use super::OfficeError;
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{categories, districts, offices, routing_rule_offices, routing_rules},
    },
};

/// A text in both languages.
#[derive(Clone, Debug, Deserialize)]
pub struct Both {
    pub zh: String,
    pub en: String,
}

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

#[derive(Clone, Debug, Deserialize)]
pub struct OfficeEntry {
    pub slug: String,
    pub name: Both,
    pub email: String,
    pub phone: String,
    pub parent: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct CategoryEntry {
    pub slug: String,
    pub name: Both,
    pub hint: Both,
    pub due_days: i32,
}

#[derive(Clone, Debug, Deserialize)]
pub struct DistrictEntry {
    pub slug: String,
    pub name: Both,
}

#[derive(Clone, Debug, Deserialize)]
pub struct RoutingEntry {
    pub category: Option<String>,
    pub district: Option<String>,
    pub offices: Vec<String>,
}

/// Writes an organisation into a database that has none.
///
/// Fails without writing anything when a name is not defined or stands twice, a rule
/// has no office, or the fallback does not exist.
pub async fn import(context: &Context, organisation: Organisation) -> Result<(), OfficeError> {
    check(&organisation)?;
    context
        .db
        .write(move |connection| write(connection, &organisation))
        .await
}

fn check(organisation: &Organisation) -> Result<(), OfficeError> {
    let offices = distinct(
        "office",
        organisation.offices.iter().map(|office| &office.slug),
    )?;
    let categories = distinct(
        "category",
        organisation
            .categories
            .iter()
            .map(|category| &category.slug),
    )?;
    let districts = distinct(
        "district",
        organisation.districts.iter().map(|district| &district.slug),
    )?;
    let defined = |kind: &str, known: &HashSet<&str>, slug: &str| {
        if known.contains(slug) {
            Ok(())
        } else {
            Err(OfficeError::Import(format!(
                "there is no {kind} {slug}; define it or mend its name"
            )))
        }
    };
    defined("office", &offices, &organisation.fallback)?;
    for office in &organisation.offices {
        if let Some(parent) = &office.parent {
            defined("office", &offices, parent)?;
        }
    }
    let mut seen = HashSet::new();
    for rule in &organisation.routing {
        if let Some(category) = &rule.category {
            defined("category", &categories, category)?;
        }
        if let Some(district) = &rule.district {
            defined("district", &districts, district)?;
        }
        if rule.category.is_none() && rule.district.is_none() {
            return Err(OfficeError::Import(
                "a rule names neither category nor district; the fallback is `fallback`".into(),
            ));
        }
        if rule.offices.is_empty() || !seen.insert((&rule.category, &rule.district)) {
            return Err(OfficeError::Import(format!(
                "the rule for {} in {} has no office or stands twice",
                rule.category.as_deref().unwrap_or("any category"),
                rule.district.as_deref().unwrap_or("any district"),
            )));
        }
        for office in &rule.offices {
            defined("office", &offices, office)?;
        }
    }
    Ok(())
}

fn distinct<'a>(
    kind: &str,
    slugs: impl Iterator<Item = &'a String>,
) -> Result<HashSet<&'a str>, OfficeError> {
    let mut seen = HashSet::new();
    for slug in slugs {
        if !seen.insert(slug.as_str()) {
            return Err(OfficeError::Import(format!(
                "the {kind} {slug} stands twice"
            )));
        }
    }
    Ok(seen)
}

fn write(connection: &mut AnyConnection, organisation: &Organisation) -> Result<(), OfficeError> {
    let mut office_ids: HashMap<&str, i64> = HashMap::new();
    for office in &organisation.offices {
        let id = diesel::insert_into(offices::table)
            .values((
                offices::slug.eq(&office.slug),
                offices::name_zh.eq(&office.name.zh),
                offices::name_en.eq(&office.name.en),
                offices::email.eq(&office.email),
                offices::phone.eq(&office.phone),
            ))
            .returning(offices::id)
            .get_result(connection)?;
        office_ids.insert(&office.slug, id);
    }
    for office in &organisation.offices {
        if let Some(parent) = &office.parent {
            diesel::update(offices::table.find(office_ids[office.slug.as_str()]))
                .set(offices::parent_id.eq(office_ids[parent.as_str()]))
                .execute(connection)?;
        }
    }
    let mut category_ids: HashMap<&str, i64> = HashMap::new();
    for (position, category) in (0..).zip(&organisation.categories) {
        let id = diesel::insert_into(categories::table)
            .values((
                categories::slug.eq(&category.slug),
                categories::name_zh.eq(&category.name.zh),
                categories::name_en.eq(&category.name.en),
                categories::hint_zh.eq(&category.hint.zh),
                categories::hint_en.eq(&category.hint.en),
                categories::due_days.eq(category.due_days),
                categories::position.eq(position),
            ))
            .returning(categories::id)
            .get_result(connection)?;
        category_ids.insert(&category.slug, id);
    }
    let mut district_ids: HashMap<&str, i64> = HashMap::new();
    for (position, district) in (0..).zip(&organisation.districts) {
        let id = diesel::insert_into(districts::table)
            .values((
                districts::slug.eq(&district.slug),
                districts::name_zh.eq(&district.name.zh),
                districts::name_en.eq(&district.name.en),
                districts::position.eq(position),
            ))
            .returning(districts::id)
            .get_result(connection)?;
        district_ids.insert(&district.slug, id);
    }
    let fallback = RoutingEntry {
        category: None,
        district: None,
        offices: vec![organisation.fallback.clone()],
    };
    for rule in organisation.routing.iter().chain([&fallback]) {
        let id: i64 = diesel::insert_into(routing_rules::table)
            .values((
                routing_rules::category_id
                    .eq(rule.category.as_deref().map(|slug| category_ids[slug])),
                routing_rules::district_id
                    .eq(rule.district.as_deref().map(|slug| district_ids[slug])),
            ))
            .returning(routing_rules::id)
            .get_result(connection)?;
        for (position, office) in (0..).zip(&rule.offices) {
            diesel::insert_into(routing_rule_offices::table)
                .values((
                    routing_rule_offices::rule_id.eq(id),
                    routing_rule_offices::office_id.eq(office_ids[office.as_str()]),
                    routing_rule_offices::position.eq(position),
                ))
                .execute(connection)?;
        }
    }
    Ok(())
}
