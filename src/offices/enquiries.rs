//! Where enquiries about the policy go: a category, a place and an office of their own, which
//! stand in every city from its first start and in no list of suggestions.

use diesel::prelude::*;

use super::{Category, Choices, District, OfficeError};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{categories, districts, offices, routing_rule_offices, routing_rules},
    },
};

/// The category's slug, by which a case is known to be an enquiry.
pub const CATEGORY: &str = "privacy-enquiry";
/// An enquiry is about no district.
pub const DISTRICT: &str = "whole-city";
/// The privacy officer's office.
pub const OFFICE: &str = "privacy-office";
/// Working days to the answer: within the 15 days of the Personal Data Protection Act art. 13.
const DUE_DAYS: i32 = 10;
/// Behind everything that people choose from.
const LAST: i32 = 10_000;

/// Puts them in where they are not. Safe to run again, and on several nodes at once.
pub async fn put_in(context: &Context) -> Result<(), OfficeError> {
    use diesel::result::{DatabaseErrorKind::UniqueViolation, Error};
    let cx = context.clone();
    let done = context
        .db
        .write(move |connection| {
            let known: i64 = categories::table
                .filter(categories::slug.eq(CATEGORY))
                .count()
                .get_result(connection)?;
            if known == 0 {
                write(connection, &cx)?;
            }
            Ok(())
        })
        .await;
    match done {
        // Another node was faster.
        Err(DbError::Query(Error::DatabaseError(UniqueViolation, _))) => Ok(()),
        other => Ok(other?),
    }
}

fn write(connection: &mut AnyConnection, context: &Context) -> Result<(), DbError> {
    let city = &context.config.city;
    let office: i64 = diesel::insert_into(offices::table)
        .values((
            offices::slug.eq(OFFICE),
            offices::name_zh.eq("個資保護專員"),
            offices::name_en.eq("Privacy Office"),
            offices::email.eq(&city.email),
            offices::phone.eq(&city.phone),
        ))
        .returning(offices::id)
        .get_result(connection)?;
    let category: i64 = diesel::insert_into(categories::table)
        .values((
            categories::slug.eq(CATEGORY),
            categories::name_zh.eq("隱私權詢問"),
            categories::name_en.eq("Privacy enquiry"),
            categories::hint_zh.eq("對隱私權政策、資料蒐集與利用，或更新資料的詢問。"),
            categories::hint_en.eq(
                "Questions about the privacy policy, the collection and use of data, or an update of one's data.",
            ),
            categories::due_days.eq(DUE_DAYS),
            categories::position.eq(LAST),
        ))
        .returning(categories::id)
        .get_result(connection)?;
    diesel::insert_into(districts::table)
        .values((
            districts::slug.eq(DISTRICT),
            districts::name_zh.eq("全市"),
            districts::name_en.eq("Whole city"),
            districts::position.eq(LAST),
        ))
        .execute(connection)?;
    let rule: i64 = diesel::insert_into(routing_rules::table)
        .values(routing_rules::category_id.eq(category))
        .returning(routing_rules::id)
        .get_result(connection)?;
    diesel::insert_into(routing_rule_offices::table)
        .values((
            routing_rule_offices::rule_id.eq(rule),
            routing_rule_offices::office_id.eq(office),
            routing_rule_offices::position.eq(0),
        ))
        .execute(connection)?;
    Ok(())
}

/// The one category and the one place of an enquiry, as a suggestion has many.
pub async fn choices(context: &Context) -> Result<Choices, OfficeError> {
    context
        .db
        .read(|connection| {
            Ok(Choices {
                categories: categories::table
                    .filter(categories::slug.eq(CATEGORY))
                    .select(Category::as_select())
                    .load(connection)?,
                districts: districts::table
                    .filter(districts::slug.eq(DISTRICT))
                    .select(District::as_select())
                    .load(connection)?,
            })
        })
        .await
}

/// The privacy officer's office, by id.
pub fn office(connection: &mut AnyConnection) -> Result<Option<i64>, DbError> {
    Ok(offices::table
        .filter(offices::slug.eq(OFFICE))
        .select(offices::id)
        .first(connection)
        .optional()?)
}
