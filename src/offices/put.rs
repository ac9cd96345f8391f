//! Putting one entry where it belongs: the one way in which offices, categories, districts and rules
//! come to be and change, for forms, programs and files.
//!
//! Call it in a transaction that went through the gate alone (`db::locks`), and look at the fallback
//! before its end.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

use super::{
    OfficeError, enquiries,
    entries::{CategoryEntry, DistrictEntry, Facts, OfficeEntry, RoutingEntry, unknown},
    members,
    standing::{Row, Standing},
};
use crate::{
    config::Hours,
    db::{
        AnyConnection, Timestamp,
        schema::{categories, districts, offices, routing_rule_offices, routing_rules},
        text_enum,
    },
    mail::digest::Rhythm,
    text_rules::refused,
};

text_enum! {
    /// What is put.
    pub enum What {
        Office = "office",
        Category = "category",
        District = "district",
        Rule = "rule",
        Member = "member",
        /// On which days offices work; see `days`.
        Calendar = "calendar",
    }
}

/// One field that is another now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    pub field: &'static str,
    pub before: String,
    pub after: String,
}

/// What putting an entry did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    pub what: What,
    /// Its slug; of a rule, what it is for.
    pub name: String,
    pub added: bool,
    /// Nothing of what was added.
    pub changed: Vec<Changed>,
}

/// Whether an entry may be there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum As {
    /// It is added, or brought to this.
    Either,
    /// It is not there yet, or just so.
    New,
    /// It is there, and was read as this version.
    Version(i32),
}

/// What an entry changes where one stands already; `None` where it is to be added, or nothing is
/// to be done.
enum Found<E> {
    Nothing,
    Add,
    Change(i64, E, Vec<Changed>),
}

fn compare<E: Facts + Clone>(
    known: Option<&Row<E>>,
    entry: &E,
    how: As,
    taken: (&'static str, &'static str),
) -> Result<Found<E>, OfficeError> {
    let Some((id, version, before)) = known else {
        return match how {
            As::Version(_) => Err(OfficeError::NotFound),
            As::Either | As::New => Ok(Found::Add),
        };
    };
    let changed: Vec<Changed> = before
        .facts()
        .into_iter()
        .zip(entry.facts())
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| Changed {
            field,
            before,
            after,
        })
        .collect();
    if changed.is_empty() {
        return Ok(Found::Nothing);
    }
    match how {
        As::New => Err(refused(taken.0, taken.1).into()),
        As::Version(read) if read != *version => Err(OfficeError::Changed),
        As::Either | As::Version(_) => Ok(Found::Change(*id, before.clone(), changed)),
    }
}

fn change(what: What, name: &str, changed: Option<Vec<Changed>>) -> Option<Change> {
    Some(Change {
        what,
        name: name.to_owned(),
        added: changed.is_none(),
        changed: changed.unwrap_or_default(),
    })
}

pub(super) fn office(
    connection: &mut AnyConnection,
    standing: &mut Standing,
    entry: &OfficeEntry,
    how: As,
) -> Result<Option<Change>, OfficeError> {
    entry.check()?;
    let parent = entry.parent.as_deref();
    let parent = parent.map(|slug| standing.office_id("parent", slug));
    let parent = parent.transpose()?;
    standing.check_parents(entry)?;
    let known = standing.offices.get(&entry.slug);
    let (id, changed) = match compare(known, entry, how, ("slug", "slug-in-use"))? {
        Found::Nothing => return Ok(None),
        Found::Add => {
            let id: i64 = diesel::insert_into(offices::table)
                .values((
                    offices::slug.eq(&entry.slug),
                    offices::name_zh.eq(&entry.name.zh),
                    offices::name_en.eq(&entry.name.en),
                    offices::email.eq(&entry.email),
                    offices::phone.eq(&entry.phone),
                    offices::parent_id.eq(parent),
                    offices::hours.eq(entry.hours.as_ref().map(Hours::to_string)),
                    offices::digest.eq(entry.digest.to_string()),
                    offices::replies_send.eq(entry.replies_send),
                ))
                .returning(offices::id)
                .get_result(connection)?;
            (id, None)
        }
        Found::Change(id, before, changed) => {
            diesel::update(offices::table.find(id))
                .set((
                    offices::name_zh.eq(&entry.name.zh),
                    offices::name_en.eq(&entry.name.en),
                    offices::email.eq(&entry.email),
                    offices::phone.eq(&entry.phone),
                    offices::parent_id.eq(parent),
                    offices::hours.eq(entry.hours.as_ref().map(Hours::to_string)),
                    offices::digest.eq(entry.digest.to_string()),
                    offices::replies_send.eq(entry.replies_send),
                    offices::version.eq(offices::version + 1),
                ))
                .execute(connection)?;
            // Nothing is known of the new address yet.
            if before.email != entry.email {
                diesel::update(offices::table.find(id))
                    .set(offices::mail_fails_since.eq(None::<Timestamp>))
                    .execute(connection)?;
            }
            // A digest that ends takes along what waits for it, and one begins with nothing.
            let ends_or_begins = [before.digest, entry.digest].contains(&Rhythm::None);
            if ends_or_begins && before.digest != entry.digest {
                members::forget_waiting(connection, id)?;
            }
            (id, Some(changed))
        }
    };
    standing
        .offices
        .insert(entry.slug.clone(), (id, 0, entry.clone()));
    Ok(change(What::Office, &entry.slug, changed))
}

pub(super) fn category(
    connection: &mut AnyConnection,
    standing: &mut Standing,
    entry: &CategoryEntry,
    how: As,
) -> Result<Option<Change>, OfficeError> {
    entry.check()?;
    let known = standing.categories.get(&entry.slug);
    let (id, changed) = match compare(known, entry, how, ("slug", "slug-in-use"))? {
        Found::Nothing => return Ok(None),
        Found::Add => {
            let id: i64 = diesel::insert_into(categories::table)
                .values((
                    categories::slug.eq(&entry.slug),
                    categories::name_zh.eq(&entry.name.zh),
                    categories::name_en.eq(&entry.name.en),
                    categories::hint_zh.eq(&entry.hint.zh),
                    categories::hint_en.eq(&entry.hint.en),
                    categories::due_days.eq(entry.due_days),
                    categories::position.eq(standing.next_category),
                ))
                .returning(categories::id)
                .get_result(connection)?;
            standing.next_category = standing.next_category.saturating_add(1);
            (id, None)
        }
        Found::Change(id, _, changed) => {
            diesel::update(categories::table.find(id))
                .set((
                    categories::name_zh.eq(&entry.name.zh),
                    categories::name_en.eq(&entry.name.en),
                    categories::hint_zh.eq(&entry.hint.zh),
                    categories::hint_en.eq(&entry.hint.en),
                    categories::due_days.eq(entry.due_days),
                    categories::version.eq(categories::version + 1),
                ))
                .execute(connection)?;
            (id, Some(changed))
        }
    };
    standing
        .categories
        .insert(entry.slug.clone(), (id, 0, entry.clone()));
    Ok(change(What::Category, &entry.slug, changed))
}

pub(super) fn district(
    connection: &mut AnyConnection,
    standing: &mut Standing,
    entry: &DistrictEntry,
    how: As,
) -> Result<Option<Change>, OfficeError> {
    entry.check()?;
    let known = standing.districts.get(&entry.slug);
    let (id, changed) = match compare(known, entry, how, ("slug", "slug-in-use"))? {
        Found::Nothing => return Ok(None),
        Found::Add => {
            let id: i64 = diesel::insert_into(districts::table)
                .values((
                    districts::slug.eq(&entry.slug),
                    districts::name_zh.eq(&entry.name.zh),
                    districts::name_en.eq(&entry.name.en),
                    districts::position.eq(standing.next_district),
                ))
                .returning(districts::id)
                .get_result(connection)?;
            standing.next_district = standing.next_district.saturating_add(1);
            (id, None)
        }
        Found::Change(id, _, changed) => {
            diesel::update(districts::table.find(id))
                .set((
                    districts::name_zh.eq(&entry.name.zh),
                    districts::name_en.eq(&entry.name.en),
                    districts::version.eq(districts::version + 1),
                ))
                .execute(connection)?;
            (id, Some(changed))
        }
    };
    standing
        .districts
        .insert(entry.slug.clone(), (id, 0, entry.clone()));
    Ok(change(What::District, &entry.slug, changed))
}

/// `at` is the id of the rule that is changed; without one it is the one that names the same from the
/// same day, or a new one.
pub(super) fn rule(
    connection: &mut AnyConnection,
    standing: &mut Standing,
    entry: &RoutingEntry,
    (at, how): (Option<i64>, As),
) -> Result<Option<Change>, OfficeError> {
    entry.check()?;
    let mut to = Vec::new();
    for slug in &entry.offices {
        to.push(standing.office_id("offices", slug)?);
    }
    let category = match &entry.category {
        Some(slug) => {
            let known = standing.categories.get(slug).map(|(id, ..)| *id);
            Some(known.ok_or_else(|| unknown("category", slug))?)
        }
        None => None,
    };
    let district = match &entry.district {
        Some(slug) => {
            let known = standing.districts.get(slug).map(|(id, ..)| *id);
            Some(known.ok_or_else(|| unknown("district", slug))?)
        }
        None => None,
    };
    let same = standing.rules.iter().find(|(.., one)| one.is_same(entry));
    let known = match at {
        Some(id) => standing.rules.iter().find(|(one, ..)| *one == id),
        None => same,
    };
    let is_enquiries = |rule: &RoutingEntry| rule.category.as_deref() == Some(enquiries::CATEGORY);
    if is_enquiries(entry) || known.is_some_and(|(.., one)| is_enquiries(one)) {
        return Err(refused("category", "rule-enquiries").into());
    }
    let twice = ("from", "rule-twice");
    if let (Some(id), Some((same, ..))) = (at, same)
        && id != *same
    {
        return Err(refused(twice.0, twice.1).into());
    }
    let row = (
        routing_rules::category_id.eq(category),
        routing_rules::district_id.eq(district),
        routing_rules::valid_from.eq(entry.from),
        routing_rules::valid_until.eq(entry.until),
    );
    let (id, changed) = match compare(known, entry, how, twice)? {
        Found::Nothing => return Ok(None),
        Found::Add => {
            let id: i64 = diesel::insert_into(routing_rules::table)
                .values(row)
                .returning(routing_rules::id)
                .get_result(connection)?;
            (id, None)
        }
        Found::Change(id, _, changed) => {
            diesel::update(routing_rules::table.find(id))
                .set((row, routing_rules::version.eq(routing_rules::version + 1)))
                .execute(connection)?;
            (id, Some(changed))
        }
    };
    recipients(connection, id, &to)?;
    standing.rules.retain(|(one, ..)| *one != id);
    standing.rules.push((id, 0, entry.clone()));
    Ok(change(What::Rule, &entry.label(), changed))
}

/// A rule's offices, in this order and no others.
fn recipients(connection: &mut AnyConnection, rule: i64, to: &[i64]) -> Result<(), OfficeError> {
    diesel::delete(routing_rule_offices::table.filter(routing_rule_offices::rule_id.eq(rule)))
        .execute(connection)?;
    for (position, office) in (0..).zip(to) {
        diesel::insert_into(routing_rule_offices::table)
            .values((
                routing_rule_offices::rule_id.eq(rule),
                routing_rule_offices::office_id.eq(office),
                routing_rule_offices::position.eq(position),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Whether a rule can be taken away: it does not hold today.
pub(super) fn is_idle(entry: &RoutingEntry, today: NaiveDate) -> bool {
    entry.from.is_some_and(|from| today < from) || entry.until.is_some_and(|until| until < today)
}
