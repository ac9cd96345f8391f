//! What was decided about a post, as its author or a moderator reads it, with what became of each appeal.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    ModerationError, acts::APPEAL_TIME, appeals::AppealState, appeals_due::due, reached::Reached,
    rearrange, settled, stack,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{appeals, posts},
    },
    forum::{State, owner::Owner},
    privacy::{
        Purpose, Viewer,
        ledger::{self, Act, Entry, Payload},
        sealed::{self, Column},
        trace,
    },
};

/// A decision as its author sees it.
pub struct Decided {
    pub entry: Entry,
    pub payload: Payload,
    /// The appeal's state and answer, where there is one.
    pub appeal: Option<(AppealState, Option<String>)>,
    pub may_appeal: bool,
    /// By when the appeal is answered, while it waits.
    pub due: Option<NaiveDate>,
    /// Whether it was taken back.
    pub undone: bool,
    /// Whether the moderator who reads may take it back.
    pub may_undo: bool,
    /// Whether its author is told where it is taken back.
    pub is_told: bool,
}

impl Decided {
    /// The answer to the appeal, for its author or a moderator who looks at it.
    pub fn answer(&self) -> Option<&str> {
        let (_, answer) = self.appeal.as_ref()?;
        answer.as_deref()
    }
}

/// Everything that was decided about one's own post, oldest first.
pub async fn of_own(context: &Context, owner: &Owner) -> Result<Vec<Decided>, ModerationError> {
    decided(context, owner.post(), Reader::Author(owner.clone())).await
}

/// Everything that was decided about a post, oldest first: for moderators, who appeal nothing.
pub async fn of_post(
    context: &Context,
    moderator: &Member,
    post: i64,
) -> Result<Vec<Decided>, ModerationError> {
    if !moderator.is_moderator {
        return Err(ModerationError::NotFound);
    }
    decided(context, post, Reader::Moderator(moderator.id)).await
}

/// Who reads what was decided.
enum Reader {
    Author(Owner),
    /// With this account; that the answers are read is written down.
    Moderator(i64),
}

async fn decided(
    context: &Context,
    post: i64,
    reader: Reader,
) -> Result<Vec<Decided>, ModerationError> {
    let (cx, mine) = (context.clone(), matches!(reader, Reader::Author(_)));
    let run = move |connection: &mut AnyConnection| {
        if let Reader::Moderator(by) = reader {
            Reached::post(connection, by, post)?;
        }
        let state: Option<State> = posts::table
            .find(post)
            .select(posts::state)
            .first(connection)
            .optional()?;
        let state = state.ok_or(ModerationError::NotFound)?;
        let entries = ledger::of_post(connection, &cx, post)?;
        let known = of(connection, &cx, post, &reader)?;
        let steps = stack::of_post(connection, post)?;
        let top = stack::top(&steps).map(|top| top.number);
        let (settled, reopened) = settled::of_post(connection, post)?;
        let now = cx.now();
        Ok(entries
            .into_iter()
            // That it was approved its author sees by its being public.
            .filter(|(entry, payload)| !mine || !payload.untold && entry.act != Act::PostApproved)
            .map(|(entry, payload)| {
                let of_entry = known.iter().find(|known| known.number == entry.number);
                let appeal = of_entry.map(|known| (known.state, known.answer.clone()));
                let due = of_entry.filter(|known| known.state == AppealState::Open);
                let due = due.map(|known| known.due);
                let step = steps.iter().find(|step| step.number == entry.number);
                let undone = step.is_some_and(|step| step.undone_at.is_some())
                    || reopened.contains(&entry.number);
                let waits = matches!(appeal, Some((AppealState::Open, _)));
                let can_wait = state == State::Published && settled.contains(&entry.number);
                let may_undo = !mine
                    && !waits
                    && step.map_or(can_wait, |step| {
                        step.can_be_undone(top) && !stack::is_let_out(&steps, step)
                    });
                let may_appeal = mine
                    && appeal.is_none()
                    && !undone
                    && can_be_appealed(entry.act)
                    && entry.at + APPEAL_TIME > now;
                Decided {
                    entry,
                    payload,
                    appeal,
                    may_appeal,
                    due,
                    undone,
                    may_undo,
                    is_told: step.is_some(),
                }
            })
            .collect())
    };
    // An author's own look needs no row, and so no writer.
    if mine {
        context.db.read(run).await
    } else {
        context.db.write(run).await
    }
}

/// An appeal as who reads the decision sees it.
struct Known {
    number: i32,
    state: AppealState,
    answer: Option<String>,
    due: NaiveDate,
}

/// The appeals about a post: against which entry, state and answer.
fn of(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
    reader: &Reader,
) -> Result<Vec<Known>, ModerationError> {
    type Row = (
        i64,
        i32,
        AppealState,
        Timestamp,
        Option<NaiveDate>,
        Option<Vec<u8>>,
    );
    let rows: Vec<Row> = appeals::table
        .filter(appeals::post_id.eq(post))
        .select((
            appeals::id,
            appeals::ledger_number,
            appeals::state,
            appeals::created_at,
            appeals::due_on,
            appeals::answer_sealed,
        ))
        .load(connection)?;
    let answered = rows.iter().filter(|(.., answer)| answer.is_some());
    let answered: Vec<i64> = answered.map(|(id, ..)| *id).collect();
    let looked = match reader {
        Reader::Moderator(reader) if !answered.is_empty() => Some(trace::look_at_appeals(
            connection, context, &answered, *reader,
        )?),
        _ => None,
    };
    let open = |sealed: Vec<u8>| {
        let keys = &context.config.keys;
        let answer = sealed::open(keys, Column::AppealAnswer, &sealed)?;
        Ok::<_, ModerationError>(match (reader, &looked) {
            (Reader::Author(owner), _) => {
                let viewer = Viewer::Owner(owner);
                Some(answer.reveal(viewer, Purpose::OwnAccess).clone())
            }
            (Reader::Moderator(_), Some(looked)) => {
                let viewer = Viewer::Office(looked);
                Some(answer.reveal(viewer, Purpose::Handling).clone())
            }
            (Reader::Moderator(_), None) => None,
        })
    };
    rows.into_iter()
        .map(|(_, number, state, asked, due_on, answer)| {
            Ok(Known {
                number,
                state,
                answer: answer.map(open).transpose()?.flatten(),
                due: due_on.unwrap_or_else(|| due(context, asked)),
            })
        })
        .collect()
}

/// Whether its author may appeal against such an act.
pub(super) const fn can_be_appealed(act: Act) -> bool {
    matches!(
        act,
        Act::PostRejected | Act::PostHidden | Act::PostMasked | Act::PostEdited | Act::PostHeld
    ) || rearrange::is_appealable(act)
}
