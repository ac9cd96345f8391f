//! One act on many cases of the desk: each in a transaction of its own, each with what became of it.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::{
    SuggestionError,
    acts::{self, Act, refused},
    desk,
    desk_list::PAGE,
};
use crate::{
    accounts::Member,
    context::Context,
    db::schema::{case_offices, cases},
};

/// A case that was ticked.
#[derive(Clone, Copy, Debug)]
pub struct Chosen {
    pub case: i64,
    /// Who had it, as the list showed.
    pub from: Option<i64>,
}

/// What became of one.
pub struct Outcome {
    pub case: i64,
    /// None of a case that is not on the member's desk.
    pub reference: Option<String>,
    pub result: Result<(), SuggestionError>,
}

/// Does `act`, which gets the case, with every one that was chosen, once for each `submission`: sent
/// again it does the rest. An error is of the form as a whole, or a fault.
pub async fn perform(
    context: &Context,
    member: &Member,
    submission: &str,
    chosen: Vec<Chosen>,
    act: impl Fn(Chosen) -> Act,
) -> Result<Vec<Outcome>, SuggestionError> {
    let cases: BTreeMap<i64, Chosen> = chosen.iter().map(|one| (one.case, *one)).collect();
    let Some(first) = chosen.first() else {
        return Err(refused("cases", "none-chosen"));
    };
    if cases.len() > PAGE {
        return Err(refused("cases", "too-many-chosen"));
    }
    act(*first).check(context)?;
    let references = references(context, member, cases.keys().copied().collect()).await?;
    let mut outcomes = Vec::with_capacity(cases.len());
    for (case, chosen) in cases {
        let result = acts::perform(context, member, submission, case, act(chosen)).await;
        if let Err(fault @ (SuggestionError::Db(_) | SuggestionError::Sealed(_))) = result {
            return Err(fault);
        }
        outcomes.push(Outcome {
            case,
            reference: references.get(&case).cloned(),
            result,
        });
    }
    Ok(outcomes)
}

/// The numbers of those that are on the member's desk.
async fn references(
    context: &Context,
    member: &Member,
    ids: BTreeSet<i64>,
) -> Result<BTreeMap<i64, String>, SuggestionError> {
    let member = member.clone();
    context
        .db
        .read(move |connection| {
            let own = desk::own(connection, &member)?;
            let mut query = cases::table
                .filter(cases::id.eq_any(ids))
                .filter(cases::due_on.is_not_null())
                .filter(cases::restricted_on.is_null())
                .select((cases::id, cases::reference))
                .into_boxed();
            if !member.is_administrator {
                let theirs = case_offices::table
                    .filter(case_offices::office_id.eq_any(own))
                    .select(case_offices::case_id);
                query = query.filter(cases::id.eq_any(theirs));
            }
            let rows: Vec<(i64, String)> = query.load(connection)?;
            Ok::<_, SuggestionError>(rows.into_iter().collect())
        })
        .await
}
