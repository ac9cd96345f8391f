//! All offices, categories, districts and rules as they stand, read once: a form or a file is compared
//! with them without a query for each line.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{
    OfficeError, enquiries,
    entries::{
        Both, CategoryEntry, DistrictEntry, OfficeEntry, RepliesSend, RoutingEntry, unknown,
    },
    routing,
};
use crate::{
    db::{
        AnyConnection,
        schema::{categories, districts, offices},
    },
    text_rules::refused,
};

/// A row: its id, its version, and what it says.
pub(super) type Row<E> = (i64, i32, E);

/// All that stands.
pub(super) struct Standing {
    pub offices: BTreeMap<String, Row<OfficeEntry>>,
    pub categories: BTreeMap<String, Row<CategoryEntry>>,
    pub districts: BTreeMap<String, Row<DistrictEntry>>,
    pub rules: Vec<Row<RoutingEntry>>,
    pub next_category: i32,
    pub next_district: i32,
}

impl Standing {
    pub fn load(connection: &mut AnyConnection) -> Result<Self, OfficeError> {
        type OfficeRow = (
            i64,
            i32,
            String,
            (String, String),
            String,
            String,
            Option<i64>,
            (Option<String>, String, RepliesSend),
        );
        let rows: Vec<OfficeRow> = offices::table
            .select((
                offices::id,
                offices::version,
                offices::slug,
                (offices::name_zh, offices::name_en),
                offices::email,
                offices::phone,
                offices::parent_id,
                (offices::hours, offices::digest, offices::replies_send),
            ))
            .load(connection)?;
        let slugs: BTreeMap<i64, String> = rows
            .iter()
            .map(|(id, _, slug, ..)| (*id, slug.clone()))
            .collect();
        let office = |(id, version, slug, (zh, en), email, phone, parent, how): OfficeRow| {
            let (hours, digest, replies_send) = how;
            let entry = OfficeEntry {
                slug: slug.clone(),
                name: Both { zh, en },
                email,
                phone,
                parent: parent.and_then(|id| slugs.get(&id).cloned()),
                hours: hours.and_then(|line| line.parse().ok()),
                digest: digest.parse().unwrap_or_default(),
                replies_send,
            };
            (slug, (id, version, entry))
        };
        type CategoryRow = (i64, i32, String, (String, String), (String, String), i32);
        let category = |(id, version, slug, name, hint, due_days): CategoryRow| {
            let entry = CategoryEntry {
                slug: slug.clone(),
                name: both(name),
                hint: both(hint),
                due_days,
            };
            (slug, (id, version, entry))
        };
        type DistrictRow = (i64, i32, String, (String, String));
        let district = |(id, version, slug, name): DistrictRow| {
            let entry = DistrictEntry {
                slug: slug.clone(),
                name: both(name),
            };
            (slug, (id, version, entry))
        };
        let of_categories: Vec<CategoryRow> = categories::table
            .select((
                categories::id,
                categories::version,
                categories::slug,
                (categories::name_zh, categories::name_en),
                (categories::hint_zh, categories::hint_en),
                categories::due_days,
            ))
            .load(connection)?;
        let of_districts: Vec<DistrictRow> = districts::table
            .select((
                districts::id,
                districts::version,
                districts::slug,
                (districts::name_zh, districts::name_en),
            ))
            .load(connection)?;
        // Behind what people choose from stand the enquiries'.
        let last_category: Option<i32> = categories::table
            .filter(categories::slug.ne(enquiries::CATEGORY))
            .select(diesel::dsl::max(categories::position))
            .first(connection)?;
        let last_district: Option<i32> = districts::table
            .filter(districts::slug.ne(enquiries::DISTRICT))
            .select(diesel::dsl::max(districts::position))
            .first(connection)?;
        let rules = routing::load(connection, None)?;
        let rules = rules
            .iter()
            .map(|rule| (rule.id, rule.version, rule.entry()));
        Ok(Self {
            offices: rows.into_iter().map(office).collect(),
            categories: of_categories.into_iter().map(category).collect(),
            districts: of_districts.into_iter().map(district).collect(),
            rules: rules.collect(),
            next_category: last_category.map_or(0, |last| last.saturating_add(1)),
            next_district: last_district.map_or(0, |last| last.saturating_add(1)),
        })
    }

    pub fn office_id(&self, field: &'static str, slug: &str) -> Result<i64, OfficeError> {
        let known = self.offices.get(slug).map(|(id, ..)| *id);
        Ok(known.ok_or_else(|| unknown(field, slug))?)
    }

    /// No office stands above itself.
    pub fn check_parents(&self, entry: &OfficeEntry) -> Result<(), OfficeError> {
        let mut above = entry.parent.as_ref();
        for _ in 0..=self.offices.len() {
            match above {
                None => return Ok(()),
                Some(slug) if *slug == entry.slug => break,
                Some(slug) => {
                    above = self
                        .offices
                        .get(slug)
                        .and_then(|(_, _, one)| one.parent.as_ref());
                }
            }
        }
        Err(refused("parent", "office-above-itself").into())
    }
}

fn both((zh, en): (String, String)) -> Both {
    Both { zh, en }
}
