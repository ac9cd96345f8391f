//! How decisions about the same post stand on one another.
//!
//! Those that say where it stands (approved, rejected, hidden, held, brought back) lie in the order
//! in which they were made, and the post stands where the last of them put it. Each knows where the
//! post stood before: whatever is taken out from under others leaves that to the next above it.
//! What takes words away says nothing of that; how such acts stand on one another, `restore` knows.

use diesel::prelude::*;

use crate::{
    db::{AnyConnection, Timestamp, schema::post_decisions},
    forum::State,
    privacy::ledger::Act,
};

/// Whether an act takes words away, and says nothing of where the post stands.
pub(super) const fn is_of_words(act: Act) -> bool {
    matches!(act, Act::PostMasked | Act::PostEdited)
}

/// A decision about a post.
#[derive(Clone, Debug, Queryable)]
pub(super) struct Step {
    /// In the ledger.
    pub number: i32,
    pub post: i64,
    pub act: Act,
    /// Nobody where whoever decided has no account any more.
    pub by: Option<i64>,
    /// The review item by which it came.
    pub item: Option<i64>,
    pub was: State,
    pub became: State,
    /// Whether no moderator takes it back: a second person approved it, or the privacy officer did
    /// it for somebody who asked in confidence.
    pub firm: bool,
    pub at: Timestamp,
    pub undone_at: Option<Timestamp>,
}

impl Step {
    /// Whether it says where the post stands.
    pub fn moves(&self) -> bool {
        !is_of_words(self.act)
    }

    /// Whether a moderator may take it back, where `top` is the decision on top and nobody's appeal
    /// waits.
    pub fn can_be_undone(&self, top: Option<i32>) -> bool {
        self.undone_at.is_none() && !self.firm && (!self.moves() || top == Some(self.number))
    }
}

/// Puts a decision on top.
pub(super) fn push(connection: &mut AnyConnection, step: &Step) -> QueryResult<()> {
    diesel::insert_into(post_decisions::table)
        .values((
            post_decisions::number.eq(step.number),
            post_decisions::post_id.eq(step.post),
            post_decisions::act.eq(step.act),
            post_decisions::moderator_id.eq(step.by),
            post_decisions::item_id.eq(step.item),
            post_decisions::was.eq(step.was),
            post_decisions::became.eq(step.became),
            post_decisions::firm.eq(step.firm),
            post_decisions::decided_at.eq(step.at),
            post_decisions::undone_at.eq(step.undone_at),
        ))
        .execute(connection)?;
    Ok(())
}

/// Says by which review item a decision came.
pub(super) fn came_by(connection: &mut AnyConnection, number: i32, item: i64) -> QueryResult<()> {
    diesel::update(post_decisions::table.find(number))
        .set(post_decisions::item_id.eq(item))
        .execute(connection)?;
    Ok(())
}

/// `None` where there is no such decision, or it was made before they were kept.
pub(super) fn find(connection: &mut AnyConnection, number: i32) -> QueryResult<Option<Step>> {
    post_decisions::table
        .find(number)
        .first(connection)
        .optional()
}

/// All about a post, oldest first.
pub(super) fn of_post(connection: &mut AnyConnection, post: i64) -> QueryResult<Vec<Step>> {
    post_decisions::table
        .filter(post_decisions::post_id.eq(post))
        .order(post_decisions::number)
        .load(connection)
}

/// The last that says where a post stands, among these, and was not taken back.
pub(super) fn top(steps: &[Step]) -> Option<&Step> {
    let mut standing = steps.iter().filter(|step| step.undone_at.is_none());
    standing.rfind(|step| step.moves())
}

/// What let a post out, and stands, that was masked while it waited: what was masked was never public,
/// and the post waits again before that comes back.
pub(super) fn let_out<'a>(steps: &'a [Step], mask: &Step) -> impl Iterator<Item = &'a Step> {
    let has_waited = is_of_words(mask.act) && mask.was == State::Held;
    let (post, after) = (mask.post, mask.number);
    let approved = |step: &&Step| step.act == Act::PostApproved && step.undone_at.is_none();
    steps
        .iter()
        .filter(move |step| has_waited && step.post == post && step.number > after)
        .filter(approved)
}

/// Whether a post was let out as a mask had left it; see [`let_out`].
pub(super) fn is_let_out(steps: &[Step], mask: &Step) -> bool {
    let_out(steps, mask).next().is_some()
}

/// The first above one that says where the post stands, and was not taken back.
fn above<'a>(steps: &'a [Step], below: &Step) -> Option<&'a Step> {
    let mut standing = steps.iter().filter(|step| step.undone_at.is_none());
    standing.find(|step| step.moves() && step.number > below.number)
}

/// Takes a decision out, whatever stands on it; gives whether another does, which then says where
/// the post stands.
pub(super) fn take_out(
    connection: &mut AnyConnection,
    step: &Step,
    now: Timestamp,
) -> QueryResult<bool> {
    let steps = of_post(connection, step.post)?;
    diesel::update(post_decisions::table.find(step.number))
        .set(post_decisions::undone_at.eq(now))
        .execute(connection)?;
    let above = above(&steps, step).filter(|_| step.moves());
    if let Some(above) = above {
        diesel::update(post_decisions::table.find(above.number))
            .set(post_decisions::was.eq(step.was))
            .execute(connection)?;
    }
    Ok(above.is_some())
}

/// The last decisions that a moderator made and has not taken back, so many at most, the newest first.
pub(super) fn last_of(
    connection: &mut AnyConnection,
    moderator: i64,
    most: i64,
) -> QueryResult<Vec<Step>> {
    post_decisions::table
        .filter(post_decisions::moderator_id.eq(moderator))
        .filter(post_decisions::undone_at.is_null())
        .order(post_decisions::number.desc())
        .limit(most)
        .load(connection)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    fn step(number: i32, act: Act, undone: bool) -> Step {
        let at = Clock::System.now();
        Step {
            number,
            post: 1,
            act,
            by: Some(1),
            item: None,
            was: State::Published,
            became: State::Hidden,
            firm: false,
            at,
            undone_at: undone.then_some(at),
        }
    }

    #[test]
    fn what_went_out_of_a_held_post_comes_back_only_before_it_is_let_out() {
        for act in [Act::PostMasked, Act::PostEdited] {
            let mut without = step(1, act, false);
            without.was = State::Held;
            let mut steps = [without, step(2, Act::PostApproved, false)];
            assert!(is_let_out(&steps, &steps[0]), "{act:?}");
            steps[1].undone_at = Some(steps[1].at);
            assert!(!is_let_out(&steps, &steps[0]), "{act:?}");
            // Nor is one by letting another post out.
            steps[1].undone_at = None;
            steps[1].post = 2;
            assert!(!is_let_out(&steps, &steps[0]), "{act:?}");
        }
    }

    #[test]
    fn only_what_lies_on_top_moves_the_post_and_what_takes_words_never_does() {
        let steps = [
            step(1, Act::PostHidden, false),
            step(4, Act::PostRestored, true),
            step(5, Act::PostMasked, false),
            step(6, Act::PostEdited, false),
        ];
        let on_top = top(&steps).map(|step| step.number);
        assert_eq!(on_top, Some(1));
        assert!(steps[0].can_be_undone(on_top) && !steps[1].can_be_undone(on_top));
        assert!(steps[2].can_be_undone(on_top) && steps[3].can_be_undone(on_top));
        assert!(!steps[0].can_be_undone(Some(9)));
        assert!(above(&steps, &steps[0]).is_none());
    }
}
