//! Taking a decision back, as a decision of its own: in the ledger, and told to the author.
//!
//! What took words away is undone wherever it stands among others (`restore`), unless the post was let
//! out without them: then that is taken back first. What says where a post stands is undone while it lies on top (`stack`)
//! and the post stands where it put it. What an appeal waits about, somebody else decides; what a second
//! person approved or the privacy officer did stays; and what was brought back is taken out of sight
//! again on a ground alone.

use diesel::prelude::*;
use serde_json::json;

use super::{
    ModerationError, Standing,
    acts::{bring_back, set_state},
    appeals,
    original::quoted_by,
    reached::Reached,
    recorded,
    restore::{Restored, restore},
    stack::{self, Step},
    stand, told,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{posts, sealed_originals, topics},
    },
    forum::{State, copies, quotes},
    privacy::{
        Owned, OwnersProof, Proven,
        ground::{AsGiven, Ground},
        ledger::{self, About, Act, Arrangement, OfReview},
        reason::Reason,
    },
    review::{Reach, again},
    spam, trust,
};

/// A post that stands again as its author gave it.
pub(super) struct AsItWas {
    pub post: i64,
}

impl Proven for AsItWas {}
impl OwnersProof for AsItWas {
    fn owned(&self) -> Owned {
        Owned::Post(self.post)
    }
}

/// Takes the decision of this number in the ledger back; gives the post. Twice is once.
///
/// [`ModerationError::Newer`] where another decision stands on it, [`ModerationError::Changed`] where
/// its author changed the post since in a way that must be looked at first,
/// [`ModerationError::Appealed`] where an appeal waits, [`ModerationError::SamePerson`] for whoever
/// wrote the post, [`ModerationError::Gone`] where the original of what took words is kept no longer,
/// [`ModerationError::NotNow`] where no moderator can take it back.
pub async fn undo(
    context: &Context,
    moderator: &Member,
    number: i32,
    why: Option<Reason>,
) -> Result<i64, ModerationError> {
    let (by, cx) = (moderator.id, context.clone());
    context
        .db
        .write(move |connection| take_back(connection, &cx, by, number, why))
        .await
}

/// Among so many of a moderator's last decisions one is looked for that can be taken back.
const LOOKED_THROUGH: i64 = 50;

/// The last decision of this moderator that can be taken back as all stands now: its number, and the
/// post.
pub async fn last(
    context: &Context,
    moderator: &Member,
) -> Result<Option<(i32, i64)>, ModerationError> {
    let by = moderator.id;
    context
        .db
        .read(move |connection| last_of(connection, by))
        .await
}

/// As [`take_back`] would find it, asked about all of them at once.
fn last_of(connection: &mut AnyConnection, by: i64) -> Result<Option<(i32, i64)>, ModerationError> {
    let made = stack::last_of(connection, by, LOOKED_THROUGH)?;
    let numbers: Vec<i32> = made.iter().map(|step| step.number).collect();
    let about: Vec<i64> = made.iter().map(|step| step.post).collect();
    let tops = stack::tops(connection, &about)?;
    let around = stack::of_posts(connection, &about)?;
    let appealed = appeals::waiting_about(connection, &numbers)?;
    let kept: Vec<i32> = sealed_originals::table
        .filter(sealed_originals::ledger_number.eq_any(numbers))
        .select(sealed_originals::ledger_number)
        .load(connection)?;
    let reach = Reach::of(connection, by)?;
    type Row = (i64, State, Option<Timestamp>, Option<i64>, i64);
    let posts: Vec<Row> = posts::table
        .inner_join(topics::table)
        .filter(posts::id.eq_any(about))
        .select((
            posts::id,
            posts::state,
            posts::edited_at,
            posts::account_id,
            topics::board_id,
        ))
        .load(connection)?;
    let can = |step: &&Step| {
        let post = posts.iter().find(|(post, ..)| *post == step.post);
        post.is_some_and(|(_, state, edited_at, author, board)| {
            let is_there = match step.moves() {
                true => !is_changed(step, *state, *edited_at),
                false => kept.contains(&step.number),
            };
            step.can_be_undone(tops.get(&step.post).copied())
                && is_there
                // Words that went before it was let out.
                && !stack::is_let_out(&around, step)
                && !appealed.contains(&step.number)
                && *author != Some(by)
                && reach.covers(*board)
        })
    };
    let last = made.iter().find(can);
    Ok(last.map(|step| (step.number, step.post)))
}

/// Whether a post stands elsewhere than where a decision put it, or was changed while it was held,
/// which nobody has looked at.
fn is_changed(step: &Step, state: State, edited_at: Option<Timestamp>) -> bool {
    let is_unseen = step.act == Act::PostHeld && edited_at.is_some_and(|edited| edited > step.at);
    state != step.became || is_unseen
}

/// The post that the decision of this number is about.
pub async fn about(context: &Context, number: i32) -> Result<i64, ModerationError> {
    let found = context
        .db
        .read(move |connection| Ok::<_, ModerationError>(stack::find(connection, number)?))
        .await?;
    found.map(|step| step.post).ok_or(ModerationError::NotFound)
}

fn take_back(
    connection: &mut AnyConnection,
    context: &Context,
    by: i64,
    number: i32,
    why: Option<Reason>,
) -> Result<i64, ModerationError> {
    let step = stack::find(connection, number)?.ok_or(ModerationError::NotFound)?;
    let post = Reached::post(connection, by, step.post)?.id();
    if stack::is_of_words(step.act) {
        // What it quotes may be masked again in it, wherever else that is quoted, too.
        let mut touched = quoted_by(connection, post)?;
        touched.push(post);
        quotes::hold(connection, &touched, &[])?;
    }
    let standing = stand(connection, post)?.ok_or(ModerationError::NotFound)?;
    is_of_others(connection, post, by)?;
    // As it is now that nobody else can change it.
    let steps = stack::of_post(connection, post)?;
    let step = steps.iter().find(|step| step.number == number);
    let step = step.ok_or(ModerationError::NotFound)?;
    if step.undone_at.is_some() {
        return Ok(post);
    }
    if step.firm {
        return Err(ModerationError::NotNow);
    }
    if appeals::waits(connection, number)? {
        return Err(ModerationError::Appealed);
    }
    let restored = if stack::is_of_words(step.act) {
        if stack::is_let_out(&steps, step) {
            return Err(ModerationError::Newer);
        }
        let restored = restore(connection, context, number, post)?;
        copies::changed(connection, &[post])?;
        restored
    } else {
        if !step.can_be_undone(stack::top(&steps).map(|top| top.number)) {
            return Err(ModerationError::Newer);
        }
        put_back(connection, context, &standing, step, by)?;
        Restored::Whole
    };
    trust::given_back(connection, number)?;
    stack::take_out(connection, step, context.now())?;
    write_down(connection, context, step, restored, by, why)?;
    // What takes words away, or a hold, is no lesson. The lessons' lock comes after the ledger's.
    let taught = [Act::PostApproved, Act::PostRejected, Act::PostHidden];
    if taught.contains(&step.act) {
        spam::unlearn(connection, context, post)?;
    }
    Ok(post)
}

/// Who wrote the post appeals, as everybody does, and somebody else decides.
pub(super) fn is_of_others(
    connection: &mut AnyConnection,
    post: i64,
    by: i64,
) -> Result<(), ModerationError> {
    let own: i64 = posts::table
        .filter(posts::id.eq(post))
        .filter(posts::account_id.eq(by))
        .count()
        .get_result(connection)?;
    if own > 0 {
        return Err(ModerationError::SamePerson);
    }
    Ok(())
}

/// Puts the post where it stood before the decision on top.
fn put_back(
    connection: &mut AnyConnection,
    context: &Context,
    standing: &Standing,
    step: &Step,
    by: i64,
) -> Result<(), ModerationError> {
    let post = step.post;
    if is_changed(step, standing.state, standing.edited_at) {
        return Err(ModerationError::Changed);
    }
    match step.was {
        // What put it there was taken out from under this one.
        was if was == standing.state => {}
        State::Published => {
            bring_back(connection, context, post, standing)?;
            again::let_go(connection, context, post, Some(by))?;
            again::reopen(connection, step.item)?;
        }
        State::Held => {
            set_state(connection, post, standing, State::Held)?;
            again::waits(connection, context.now(), step.item, post)?;
        }
        was => set_state(connection, post, standing, was)?,
    }
    Ok(())
}

/// The ledger's entry, and a mail to the author.
fn write_down(
    connection: &mut AnyConnection,
    context: &Context,
    step: &Step,
    restored: Restored,
    by: i64,
    why: Option<Reason>,
) -> Result<(), ModerationError> {
    let post = step.post;
    let mut fields = recorded::facts(connection, post)?;
    fields.insert("of".into(), json!(step.number));
    let about = About {
        post: Some(post),
        by: Some(by),
        case: None,
    };
    if step.act == Act::PostApproved {
        // Nobody's words are touched: it waits as any post does that must be looked at first.
        let act = Arrangement::Review(OfReview::WaitsAgain);
        let (why, what) = (why.as_ref(), Act::PostWaitsAgain.as_str());
        ledger::note(connection, context, act, why, about, fields)?;
        return told::author_reason(connection, context, post, what, why);
    }
    let mut what = Act::DecisionUndone.as_str();
    if restored == Restored::BesideNewer {
        fields.insert("newer_text".into(), json!("kept"));
        what = "decision-undone-newer";
    }
    let ground = Ground::AsGiven(AsGiven::new(&AsItWas { post }, why));
    let act = Act::DecisionUndone;
    ledger::append(connection, context, act, &ground, about, fields)?;
    told::author_why(connection, context, post, what, &ground)
}
