//! Retiring an office: only once nobody waits for its answer. What it has, it answers first, or its
//! members reassign it.

use diesel::prelude::*;

use super::{State, SuggestionError};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Gate},
        schema::{case_offices, cases, offices as office_table},
    },
    offices::{OfficeError, administer},
};

/// The most cases that are named.
const NAMED: i64 = 50;

/// A case that waits for an office's answer.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Waiting {
    pub id: i64,
    pub reference: String,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// These wait for its answer, the first fifty; nothing was changed.
    HasCases(Vec<Waiting>),
}

/// Retires an office from today on, or takes it up again. Twice is once.
pub async fn office(
    context: &Context,
    administrator: &Member,
    slug: &str,
    retired: bool,
) -> Result<Outcome, SuggestionError> {
    if slug.contains('\0') {
        return Err(OfficeError::NotFound.into());
    }
    let (cx, by, slug) = (context.clone(), administrator.id, slug.to_owned());
    context
        .db
        .write(move |connection| {
            // No case comes in between looking and retiring.
            locks::alone(connection, Gate::Routing)?;
            if retired {
                let waiting = waiting(connection, &slug)?;
                if !waiting.is_empty() {
                    return Ok(Outcome::HasCases(waiting));
                }
            }
            administer::retire_office(connection, &cx, by, &slug, retired)?;
            Ok(Outcome::Done)
        })
        .await
}

/// The cases that wait for an answer of the office of this slug, the first fifty.
fn waiting(connection: &mut AnyConnection, slug: &str) -> Result<Vec<Waiting>, DbError> {
    Ok(case_offices::table
        .inner_join(cases::table)
        .inner_join(office_table::table)
        .filter(office_table::slug.eq(slug))
        .filter(cases::state.ne_all(State::OVER))
        .order(cases::id)
        .limit(NAMED)
        .select((cases::id, cases::reference))
        .load(connection)?)
}
