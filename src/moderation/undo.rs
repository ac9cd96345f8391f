//! Taking a decision back, as a decision of its own: in the ledger, and told to the author. Where nothing
//! moved by it, `settled` knows how.
//!
//! What took words away is undone wherever it stands among others (`restore`), unless the post was let
//! out without them: then that is taken back first. What says where a post stands is undone while it lies on top (`stack`)
//! and the post stands where it put it. What an appeal waits about, somebody else decides; what a second
//! person approved or the privacy officer did stays; and what was brought back is taken out of sight
//! again on a ground alone.

use diesel::prelude::*;
use serde_json::{Map, Value, json};

use super::{
    ModerationError, Standing,
    acts::{bring_back, set_state},
    appeals,
    original::quoted_by,
    reached::{self, Reached},
    reasons::{self, For},
    recorded,
    restore::{Restored, restore},
    settled::{self, Settled},
    stack::{self, Step},
    stand, told,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{posts, sealed_originals, topics},
    },
    forum::{State, copies, quotes},
    i18n::Lang,
    privacy::{
        Owned, OwnersProof, Proven,
        ground::{AsGiven, Ground},
        ledger::{self, About, Act, Arrangement, OfReview},
        reason::Because,
    },
    review::{self, About as Subject, Kind, Reach, again},
    spam, trust,
    webhooks::{self, Event},
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

/// What taking a decision back came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undone {
    /// What the decision was about.
    pub about: Subject,
    /// Whether whom it concerns is told, as of the decision.
    pub is_told: bool,
}

/// Takes the decision of this number in the ledger back. Twice is once. Without `why`, the reason that the
/// operator's list keeps for that is given, where there is one.
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
    why: Option<Because>,
) -> Result<Undone, ModerationError> {
    let why = match why {
        Some(why) => Some(why),
        None => reasons::by_default(context, For::Undo)
            .await?
            .map(Because::from),
    };
    let (by, cx) = (moderator.id, context.clone());
    context
        .db
        .write(move |connection| match stack::find(connection, number)? {
            Some(step) => take_back(connection, &cx, by, &step, why),
            None => settled::take_back(connection, &cx, by, number, why.as_ref()),
        })
        .await
}

/// Among so many of a moderator's last decisions the newest is looked for that is still theirs to decide
/// about.
const LOOKED_THROUGH: i64 = 50;

/// A moderator's last decision.
#[derive(Debug)]
pub struct Last {
    pub number: i32,
    pub act: Act,
    pub about: Subject,
    /// What it is about.
    pub named: Named,
    /// Why it cannot be taken back as all stands now, where that is so.
    pub refused: Option<ModerationError>,
}

/// What somebody who decides calls something: a topic by its title, a profile by its owner's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    /// In which a title is written.
    pub lang: Option<Lang>,
}

impl Named {
    /// By the title of its topic.
    pub(super) fn of_post(connection: &mut AnyConnection, post: i64) -> Result<Self, DbError> {
        let (name, lang): (String, Lang) = posts::table
            .inner_join(topics::table)
            .filter(posts::id.eq(post))
            .select((topics::title, topics::language))
            .first(connection)?;
        Ok(Self {
            name,
            lang: Some(lang),
        })
    }
}

/// The last decision of this moderator that was not taken back, whether or not it can be: what was
/// decided before it is not offered in its stead.
pub async fn last(context: &Context, moderator: &Member) -> Result<Option<Last>, ModerationError> {
    let by = moderator.id;
    context
        .db
        .read(move |connection| last_of(connection, by))
        .await
}

fn last_of(connection: &mut AnyConnection, by: i64) -> Result<Option<Last>, ModerationError> {
    let step = last_step(connection, by)?;
    match (step, last_settled(connection, by)?) {
        (Some(step), Some((settled, _))) if step.number > settled.number => {
            of_step(connection, by, &step).map(Some)
        }
        (_, Some((settled, about))) => of_settled(connection, &settled, about).map(Some),
        (Some(step), None) => of_step(connection, by, &step).map(Some),
        (None, None) => Ok(None),
    }
}

/// The last about a post on the boards of who asks.
fn last_step(connection: &mut AnyConnection, by: i64) -> Result<Option<Step>, ModerationError> {
    let made = stack::last_of(connection, by, LOOKED_THROUGH)?;
    let about: Vec<i64> = made.iter().map(|step| step.post).collect();
    let boards: Vec<(i64, i64)> = posts::table
        .inner_join(topics::table)
        .filter(posts::id.eq_any(about))
        .select((posts::id, topics::board_id))
        .load(connection)?;
    let reach = Reach::of(connection, by)?;
    let is_reached = |step: &Step| {
        let mut there = boards.iter();
        there.any(|(post, board)| *post == step.post && reach.covers(*board))
    };
    Ok(made.into_iter().find(is_reached))
}

/// The last by which nothing moved, where who asks decides about such.
fn last_settled(
    connection: &mut AnyConnection,
    by: i64,
) -> Result<Option<(Settled, Subject)>, ModerationError> {
    let Some(reviewer) = reached::reviewer(connection, by)? else {
        return Ok(None);
    };
    let made = settled::last_of(connection, by, LOOKED_THROUGH)?;
    Ok(settled::first_about(connection, made, reviewer)?)
}

fn of_step(connection: &mut AnyConnection, by: i64, step: &Step) -> Result<Last, ModerationError> {
    let steps = stack::of_post(connection, step.post)?;
    let (state, edited_at): (State, Option<Timestamp>) = posts::table
        .find(step.post)
        .select((posts::state, posts::edited_at))
        .first(connection)?;
    let possible = is_of_others(connection, step.post, by)
        .and_then(|()| possible(connection, &steps, step, (state, edited_at)));
    Ok(Last {
        number: step.number,
        act: step.act,
        about: Subject::Post(step.post),
        named: Named::of_post(connection, step.post)?,
        refused: refused(possible)?,
    })
}

fn of_settled(
    connection: &mut AnyConnection,
    settled: &Settled,
    about: Subject,
) -> Result<Last, ModerationError> {
    let possible = settled::possible(connection, about, settled);
    Ok(Last {
        number: settled.number,
        act: settled.act,
        about,
        named: settled::named(connection, about)?,
        refused: refused(possible.map(|_| ()))?,
    })
}

/// Why it is not possible; an error only where that is not known.
fn refused(
    possible: Result<(), ModerationError>,
) -> Result<Option<ModerationError>, ModerationError> {
    match possible {
        Err(error @ ModerationError::Db(_)) => Err(error),
        possible => Ok(possible.err()),
    }
}

/// Whether a decision of this post can be taken back as all stands now; see [`undo`].
fn possible(
    connection: &mut AnyConnection,
    steps: &[Step],
    step: &Step,
    (state, edited_at): (State, Option<Timestamp>),
) -> Result<(), ModerationError> {
    if step.firm {
        return Err(ModerationError::NotNow);
    }
    if appeals::waits(connection, step.number)? {
        return Err(ModerationError::Appealed);
    }
    if stack::is_of_words(step.act) {
        // Whoever masked what waited let it out in the same act.
        if stack::is_let_out(steps, step) {
            return Err(ModerationError::Newer);
        }
        let kept: i64 = sealed_originals::table
            .filter(sealed_originals::ledger_number.eq(step.number))
            .count()
            .get_result(connection)?;
        return (kept > 0).then_some(()).ok_or(ModerationError::Gone);
    }
    if !step.can_be_undone(stack::top(steps).map(|top| top.number)) {
        return Err(ModerationError::Newer);
    }
    if is_changed(step, state, edited_at) {
        return Err(ModerationError::Changed);
    }
    Ok(())
}

/// Whether a post stands elsewhere than where a decision put it, or was changed while it was held,
/// which nobody has looked at.
fn is_changed(step: &Step, state: State, edited_at: Option<Timestamp>) -> bool {
    let is_unseen = step.act == Act::PostHeld && edited_at.is_some_and(|edited| edited > step.at);
    state != step.became || is_unseen
}

/// What the decision of this number is about.
pub async fn about(context: &Context, number: i32) -> Result<Subject, ModerationError> {
    context
        .db
        .read(move |connection| match stack::find(connection, number)? {
            Some(step) => Ok(Subject::Post(step.post)),
            None => settled::subject(connection, number)?.ok_or(ModerationError::NotFound),
        })
        .await
}

fn take_back(
    connection: &mut AnyConnection,
    context: &Context,
    by: i64,
    step: &Step,
    why: Option<Because>,
) -> Result<Undone, ModerationError> {
    let number = step.number;
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
    let undone = Undone {
        about: Subject::Post(post),
        is_told: true,
    };
    if step.undone_at.is_some() {
        return Ok(undone);
    }
    let stands = (standing.state, standing.edited_at);
    possible(connection, &steps, step, stands)?;
    let restored = if stack::is_of_words(step.act) {
        let restored = restore(connection, context, number, post)?;
        copies::changed(connection, &[post])?;
        if standing.state == State::Published {
            webhooks::happened(connection, context, Event::PostEdited(post))?;
        }
        look_again(connection, step, standing.state)?;
        restored
    } else {
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
    Ok(undone)
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
    match step.was {
        // What put it there was taken out from under this one.
        was if was == standing.state => {}
        State::Published => {
            bring_back(connection, context, post, standing)?;
            again::let_go(connection, context, post, Some(by))?;
            again::reopen(connection, step.item)?;
            settled::answered_again(connection, context, step)?;
        }
        State::Held => {
            set_state(connection, context, post, standing, State::Held)?;
            again::waits(connection, context.now(), step.item, post)?;
            settled::answered_again(connection, context, step)?;
        }
        was => set_state(connection, context, post, standing, was)?,
    }
    Ok(())
}

/// What taking words away ended waits again: they are there to be looked at as before. Flags wait no more,
/// for readers were told what came of them.
fn look_again(
    connection: &mut AnyConnection,
    step: &Step,
    state: State,
) -> Result<(), ModerationError> {
    let (Some(item), State::Held | State::Published) = (step.item, state) else {
        return Ok(());
    };
    let kind = review::kind_of(connection, item)?;
    if let Some(kind) = kind.filter(|kind| *kind != Kind::Flag) {
        again::open_or_join(connection, item, kind, Subject::Post(step.post))?;
    }
    Ok(())
}

/// Takes back that a post was let out as this act had left it, for who let it out did not see what comes
/// back; gives whether it was.
pub(super) fn waits_again(
    connection: &mut AnyConnection,
    context: &Context,
    step: &Step,
    by: i64,
) -> Result<bool, ModerationError> {
    let (now, post) = (context.now(), step.post);
    let steps = stack::of_post(connection, post)?;
    let approved: Vec<&Step> = stack::let_out(&steps, step).collect();
    if approved.is_empty() {
        return Ok(false);
    }
    let standing = stand(connection, post)?.ok_or(ModerationError::NotFound)?;
    if standing.state == State::Published {
        set_state(connection, context, post, &standing, State::Held)?;
        again::waits(connection, now, step.item, post)?;
    }
    for approved in approved {
        stack::take_out(connection, approved, now)?;
        note_waiting(connection, context, approved, by, None)?;
    }
    // The lessons' lock comes after the ledger's.
    spam::unlearn(connection, context, post)?;
    Ok(true)
}

/// The ledger's entry that an approval was taken back. Nobody's words are touched: the post waits as any
/// does that must be looked at first.
fn note_waiting(
    connection: &mut AnyConnection,
    context: &Context,
    approved: &Step,
    by: i64,
    why: Option<&Because>,
) -> Result<(), ModerationError> {
    let (about, fields) = of(connection, approved, by)?;
    let act = Arrangement::Review(OfReview::WaitsAgain);
    ledger::note_because(connection, context, act, why, about, fields)?;
    Ok(())
}

/// What an entry is about that takes this decision back.
fn of(
    connection: &mut AnyConnection,
    step: &Step,
    by: i64,
) -> Result<(About, Map<String, Value>), ModerationError> {
    let mut fields = recorded::facts(connection, step.post)?;
    fields.insert("of".into(), json!(step.number));
    let about = About {
        post: Some(step.post),
        by: Some(by),
        case: None,
    };
    Ok((about, fields))
}

/// The ledger's entry, and a mail to the author.
fn write_down(
    connection: &mut AnyConnection,
    context: &Context,
    step: &Step,
    restored: Restored,
    by: i64,
    why: Option<Because>,
) -> Result<(), ModerationError> {
    let post = step.post;
    if step.act == Act::PostApproved {
        let (why, what) = (why.as_ref(), Act::PostWaitsAgain.as_str());
        note_waiting(connection, context, step, by, why)?;
        return told::author_reason(connection, context, post, what, why);
    }
    let (about, mut fields) = of(connection, step, by)?;
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
