//! Which offices get a suggestion: the most specific rule decides.
//!
//! Category and district, then category alone, then district alone, then the
//! fallback. No suggestion is without a recipient: [`Recipients`] cannot be empty.

use diesel::prelude::*;

use super::{Office, OfficeError};
use crate::db::{
    AnyConnection,
    schema::{offices, routing_rule_offices, routing_rules},
    text_enum,
};

text_enum! {
    /// What a rule names; the case's file says which kind decided.
    pub enum Rule {
        CategoryAndDistrict = "category and district",
        Category = "category",
        District = "district",
        Fallback = "fallback",
    }
}

impl Rule {
    const fn of(category: Option<i64>, district: Option<i64>) -> Self {
        match (category, district) {
            (Some(_), Some(_)) => Self::CategoryAndDistrict,
            (Some(_), None) => Self::Category,
            (None, Some(_)) => Self::District,
            (None, None) => Self::Fallback,
        }
    }
}

/// Where a suggestion goes, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routing {
    pub rule: Rule,
    pub recipients: Recipients,
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

/// The rule and the recipients of a suggestion about `category` in `district` (their ids).
pub fn route(
    connection: &mut AnyConnection,
    category: i64,
    district: i64,
) -> Result<Routing, OfficeError> {
    let rules: Vec<(i64, Option<i64>, Option<i64>)> = routing_rules::table
        .filter(
            routing_rules::category_id
                .eq(category)
                .or(routing_rules::category_id.is_null()),
        )
        .filter(
            routing_rules::district_id
                .eq(district)
                .or(routing_rules::district_id.is_null()),
        )
        .select((
            routing_rules::id,
            routing_rules::category_id,
            routing_rules::district_id,
        ))
        .load(connection)?;
    let (rule, category, district) = rules
        .into_iter()
        .max_by_key(|(_, category, district)| (category.is_some(), district.is_some()))
        .ok_or(OfficeError::NoFallback)?;
    Ok(Routing {
        rule: Rule::of(category, district),
        recipients: recipients(connection, rule)?,
    })
}

/// The offices that get what no other rule names.
pub fn fallback(connection: &mut AnyConnection) -> Result<Recipients, OfficeError> {
    let rule = routing_rules::table
        .filter(routing_rules::category_id.is_null())
        .filter(routing_rules::district_id.is_null())
        .select(routing_rules::id)
        .first(connection)
        .optional()?;
    recipients(connection, rule.ok_or(OfficeError::NoFallback)?)
}

fn recipients(connection: &mut AnyConnection, rule: i64) -> Result<Recipients, OfficeError> {
    let offices = routing_rule_offices::table
        .inner_join(offices::table)
        .filter(routing_rule_offices::rule_id.eq(rule))
        .order(routing_rule_offices::position)
        .select(Office::as_select())
        .load(connection)?;
    Recipients::new(offices).ok_or(OfficeError::NoFallback)
}
