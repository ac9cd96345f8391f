//! Whether every case stands where its file leads. That the files are as they were written,
//! `privacy::verify` looks at first.

use diesel::prelude::*;

use super::{RecordKind, State};
use crate::{
    context::Context,
    db::{
        DbError,
        schema::{cases, handling_records},
    },
};

/// How many records are read at once.
const PAGE: i64 = 1000;

/// The first case that is wrong.
#[derive(Debug, thiserror::Error)]
pub enum Wrong {
    #[error("file of case {case}, record {number}: it cannot follow the records before it")]
    Order { case: i64, number: i32 },
    #[error("case {case}: it is {}, and its file leads to {}; it was altered", .stands.as_str(), .leads.as_str())]
    State {
        case: i64,
        stands: State,
        leads: State,
    },
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A case on the way through its file.
struct Walked {
    case: i64,
    stands: State,
    leads: State,
}

impl Walked {
    fn end(self) -> Result<(), Wrong> {
        let Self {
            case,
            stands,
            leads,
        } = self;
        if stands == leads {
            Ok(())
        } else {
            Err(Wrong::State {
                case,
                stands,
                leads,
            })
        }
    }
}

/// Walks through the file of every case, and gives how many cases there are.
pub async fn verify(context: &Context) -> Result<u64, Wrong> {
    let (mut after, mut count) = ((0, 0), 0);
    let mut walked: Option<Walked> = None;
    loop {
        let page: Vec<(i64, State, i32, RecordKind)> = context
            .db
            .read(move |connection| {
                Ok::<_, DbError>(
                    cases::table
                        .inner_join(handling_records::table)
                        .filter(
                            cases::id.gt(after.0).or(cases::id
                                .eq(after.0)
                                .and(handling_records::number.gt(after.1))),
                        )
                        .order((cases::id, handling_records::number))
                        .limit(PAGE)
                        .select((
                            cases::id,
                            cases::state,
                            handling_records::number,
                            handling_records::kind,
                        ))
                        .load(connection)?,
                )
            })
            .await?;
        let Some(&(case, _, number, _)) = page.last() else {
            walked.map_or(Ok(()), Walked::end)?;
            return Ok(count);
        };
        after = (case, number);
        for (case, stands, number, kind) in page {
            let leads = match walked.take() {
                Some(before) if before.case == case => before.leads,
                before => {
                    before.map_or(Ok(()), Walked::end)?;
                    count += 1;
                    State::New
                }
            };
            let leads = leads.after(kind).ok_or(Wrong::Order { case, number })?;
            walked = Some(Walked {
                case,
                stands,
                leads,
            });
        }
    }
}
