//! Which offices get a suggestion: the most specific rule that holds today decides.
//!
//! Category and district, then category alone, then district alone, then the
//! fallback. No suggestion is without a recipient: [`Recipients`] cannot be empty. How rules are
//! weighed is in `rules`.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    Category, District, Office, OfficeError, enquiries, lint,
    rules::{self, Kind, Rule},
};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{categories, districts, offices, routing_rule_offices, routing_rules},
    },
};

/// Where a suggestion goes, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routing {
    pub rule: Kind,
    pub recipients: Recipients,
    /// The slugs of those whose mail fails, for whom the fallback gets it as well.
    pub failing: Vec<String>,
}

/// The offices that get a suggestion, the responsible one first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipients {
    responsible: Office,
    further: Vec<Office>,
}

impl Recipients {
    /// `None` when there is no office at all.
    pub fn new(offices: Vec<Office>) -> Option<Self> {
        let mut offices = offices.into_iter();
        Some(Self {
            responsible: offices.next()?,
            further: offices.collect(),
        })
    }

    pub const fn responsible(&self) -> &Office {
        &self.responsible
    }

    pub fn all(&self) -> impl Iterator<Item = &Office> {
        std::iter::once(&self.responsible).chain(&self.further)
    }
}

/// The rule and the recipients of a suggestion about `category` in `district` (their ids) today.
///
/// Where the mail of an office fails, the fallback's offices get it as well, until it works again.
/// An enquiry stays with the office that its notice named.
pub fn route(
    connection: &mut AnyConnection,
    context: &Context,
    category: i64,
    district: i64,
) -> Result<Routing, OfficeError> {
    let today = context.clock.today(context.config.city.time_zone);
    let rules = load(connection, Some((category, district)))?;
    let rule = rules::taker(&rules, category, district, today).ok_or(OfficeError::NoFallback)?;
    let mut to: Vec<Office> = rule.living(today).cloned().collect();
    let is_enquiry = rule
        .category
        .as_ref()
        .is_some_and(|one| one.slug == enquiries::CATEGORY);
    let failing: Vec<String> = to
        .iter()
        .filter(|office| !is_enquiry && office.mail_fails_since.is_some())
        .map(|office| office.slug.clone())
        .collect();
    if !failing.is_empty()
        && let Some(fallback) = rules::fallback(&rules, today)
    {
        for office in fallback.living(today) {
            if to.iter().all(|one| one.id != office.id) {
                to.push(office.clone());
            }
        }
    }
    Ok(Routing {
        rule: rule.kind(),
        recipients: Recipients::new(to).ok_or(OfficeError::NoFallback)?,
        failing,
    })
}

/// The offices that get on a day what no other rule names.
pub fn fallback(
    connection: &mut AnyConnection,
    today: NaiveDate,
) -> Result<Recipients, OfficeError> {
    let rules = load(connection, None)?;
    let living = rules::fallback(&rules, today).map(|rule| rule.living(today).cloned().collect());
    living
        .and_then(Recipients::new)
        .ok_or(OfficeError::NoFallback)
}

type Row = (
    (i64, Option<NaiveDate>, Option<NaiveDate>, i32),
    Option<Category>,
    Option<District>,
);

/// All rules by their ids, or those alone that name a suggestion about a category in a district.
pub fn load(
    connection: &mut AnyConnection,
    about: Option<(i64, i64)>,
) -> Result<Vec<Rule>, OfficeError> {
    let mut query = routing_rules::table
        .left_join(categories::table)
        .left_join(districts::table)
        .order(routing_rules::id)
        .select((
            (
                routing_rules::id,
                routing_rules::valid_from,
                routing_rules::valid_until,
                routing_rules::version,
            ),
            Option::<Category>::as_select(),
            Option::<District>::as_select(),
        ))
        .into_boxed();
    if let Some((category, district)) = about {
        query = query
            .filter(
                routing_rules::category_id
                    .eq(category)
                    .or(routing_rules::category_id.is_null()),
            )
            .filter(
                routing_rules::district_id
                    .eq(district)
                    .or(routing_rules::district_id.is_null()),
            );
    }
    let rows: Vec<Row> = query.load(connection)?;
    let ids: Vec<i64> = rows.iter().map(|((id, ..), ..)| *id).collect();
    let recipients: Vec<(i64, Office)> = routing_rule_offices::table
        .inner_join(offices::table)
        .filter(routing_rule_offices::rule_id.eq_any(ids))
        .order((
            routing_rule_offices::rule_id,
            routing_rule_offices::position,
        ))
        .select((routing_rule_offices::rule_id, Office::as_select()))
        .load(connection)?;
    let mut of_rule: HashMap<i64, Vec<Office>> = HashMap::new();
    for (rule, office) in recipients {
        of_rule.entry(rule).or_default().push(office);
    }
    let rules = rows
        .into_iter()
        .map(|((id, from, until, version), category, district)| Rule {
            offices: of_rule.remove(&id).unwrap_or_default(),
            id,
            category,
            district,
            from,
            until,
            version,
        });
    Ok(rules.collect())
}

/// Fails where no fallback holds today, or from some day on none does.
pub fn check_fallback(connection: &mut AnyConnection, today: NaiveDate) -> Result<(), OfficeError> {
    let rules = load(connection, None)?;
    match lint::first_without_fallback(&rules, today) {
        None => Ok(()),
        Some(_) => Err(OfficeError::NoFallback),
    }
}

/// As [`check_fallback`], before the first request.
pub async fn serves(context: &Context) -> Result<(), OfficeError> {
    let today = context.clock.today(context.config.city.time_zone);
    context
        .db
        .read(move |connection| check_fallback(connection, today))
        .await
}
