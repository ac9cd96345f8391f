//! Who of an office handles a case: a colleague, whoever takes it, or nobody in particular.
//!
//! It is the office's own affair: it stands in the file, and no resident reads it.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::{
    RecordKind, SuggestionError,
    acts::{Acting, refused},
    desk, record, said,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection,
        schema::{accounts, case_assignees, office_members},
    },
    offices::members::Colleague,
};

/// Gives the case to `to`, or back. `from` is who has it as the member knows: where somebody else
/// has it now, nothing is done. Where it stands so already, nothing is to be done.
pub(super) fn assign(
    connection: &mut AnyConnection,
    context: &Context,
    acting: Acting<'_>,
    to: Option<i64>,
    from: Option<i64>,
) -> Result<(), SuggestionError> {
    let case = acting.case;
    let has = assignee(connection, case)?.map(|one| one.id);
    if has == to {
        return Ok(());
    }
    if has != from {
        return Err(refused("to", "assigned-meanwhile"));
    }
    if let Some(to) = to {
        let possible = colleagues(connection, acting.member, &[acting.office])?;
        if !possible.iter().any(|one| one.id == to) {
            return Err(refused("to", "choice"));
        }
    }
    let (kind, about) = match to {
        Some(to) => (RecordKind::Assigned, Some(to)),
        None => (RecordKind::Unassigned, has),
    };
    let body = about.map(said::colleague);
    record::append(
        connection,
        context,
        case,
        kind,
        acting.details(body.as_ref()),
    )?;
    diesel::delete(case_assignees::table.find(case)).execute(connection)?;
    if let Some(to) = to {
        diesel::insert_into(case_assignees::table)
            .values((
                case_assignees::case_id.eq(case),
                case_assignees::office_id.eq(acting.office),
                case_assignees::account_id.eq(to),
                case_assignees::told.eq(to == acting.member.id),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// The offices have the case no more, and so nobody of them.
pub(super) fn leave(connection: &mut AnyConnection, case: i64, offices: &[i64]) -> QueryResult<()> {
    diesel::delete(
        case_assignees::table
            .find(case)
            .filter(case_assignees::office_id.eq_any(offices)),
    )
    .execute(connection)
    .map(drop)
}

/// Who handles a case.
pub(super) fn assignee(
    connection: &mut AnyConnection,
    case: i64,
) -> QueryResult<Option<Colleague>> {
    case_assignees::table
        .inner_join(accounts::table)
        .filter(case_assignees::case_id.eq(case))
        .select((accounts::id, accounts::name))
        .first(connection)
        .optional()
}

/// Who works for these offices, by name; the member too, who may do so by duty and not by
/// membership.
pub(super) fn colleagues(
    connection: &mut AnyConnection,
    member: &Member,
    of: &[i64],
) -> Result<Vec<Colleague>, SuggestionError> {
    let mut all: Vec<Colleague> = office_members::table
        .inner_join(accounts::table)
        .filter(office_members::office_id.eq_any(of.to_vec()))
        .order((accounts::name, accounts::id))
        .select((accounts::id, accounts::name))
        .distinct()
        .load(connection)?;
    let own = desk::own(connection, member)?;
    let works = of.iter().any(|office| own.contains(office));
    if works && all.iter().all(|one| one.id != member.id) {
        all.push(Colleague {
            id: member.id,
            name: member.name.clone(),
        });
    }
    Ok(all)
}

/// The names of these accounts; none of one that is gone.
pub(super) fn names(
    connection: &mut AnyConnection,
    ids: BTreeSet<i64>,
) -> QueryResult<BTreeMap<i64, String>> {
    let rows: Vec<(i64, String)> = accounts::table
        .filter(accounts::id.eq_any(ids))
        .select((accounts::id, accounts::name))
        .load(connection)?;
    Ok(rows.into_iter().collect())
}
