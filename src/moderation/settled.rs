//! Decisions by which no post moved and nobody's words changed: flags that were dismissed, what is public
//! or held for another reason and was approved, a profile whose owner was asked to change it, or that was
//! hidden. Each is kept by its number in the ledger, so that it can be taken back: what it was about waits
//! again, with its flags.

use diesel::prelude::*;
use serde_json::{Map, json};

use super::{
    ModerationError, profiles, recorded, sanction_appeals, sanctions,
    stack::{self, Step},
    thing_of, told,
    undo::{Named, Undone},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{accounts, item_decisions, posts, review_items},
    },
    forum::{
        State,
        flags::{self, Outcome},
    },
    privacy::{
        ledger::{self, Act, Arrangement, OfReview},
        reason::Because,
    },
    review::{self, About, Kind, Reviewer, again, waiting},
    trust::{self, restraint},
};

/// Such a decision.
#[derive(Clone, Copy, Debug, Queryable)]
pub(super) struct Settled {
    /// In the ledger.
    pub number: i32,
    pub item: i64,
    pub act: Act,
    is_undone: bool,
}

/// What a [`Settled`] is read from.
macro_rules! columns {
    () => {
        (
            item_decisions::number,
            item_decisions::item_id,
            item_decisions::act,
            item_decisions::undone_at.is_not_null(),
        )
    };
}

/// Keeps the decision of this number, which `by` made about an item.
pub(super) fn keep(
    connection: &mut AnyConnection,
    context: &Context,
    (number, act): (i32, Act),
    item: i64,
    by: i64,
) -> Result<(), DbError> {
    diesel::insert_into(item_decisions::table)
        .values((
            item_decisions::number.eq(number),
            item_decisions::item_id.eq(item),
            item_decisions::act.eq(act),
            item_decisions::moderator_id.eq(by),
            item_decisions::decided_at.eq(context.now()),
        ))
        .execute(connection)?;
    Ok(())
}

/// `None` where there is no such decision, or it was made before they were kept.
pub(super) fn find(connection: &mut AnyConnection, number: i32) -> QueryResult<Option<Settled>> {
    item_decisions::table
        .find(number)
        .select(columns!())
        .first(connection)
        .optional()
}

/// The numbers of those about a post: which stand, and which were taken back.
pub(super) fn of_post(
    connection: &mut AnyConnection,
    post: i64,
) -> QueryResult<(Vec<i32>, Vec<i32>)> {
    let all: Vec<(i32, bool)> = item_decisions::table
        .inner_join(review_items::table)
        .filter(review_items::post_id.eq(post))
        .select((
            item_decisions::number,
            item_decisions::undone_at.is_not_null(),
        ))
        .load(connection)?;
    let (undone, standing): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, undone)| *undone);
    let numbers = |all: Vec<(i32, bool)>| all.into_iter().map(|(number, _)| number).collect();
    Ok((numbers(standing), numbers(undone)))
}

/// The last that a moderator made and has not taken back, so many at most, the newest first.
pub(super) fn last_of(
    connection: &mut AnyConnection,
    moderator: i64,
    most: i64,
) -> QueryResult<Vec<Settled>> {
    item_decisions::table
        .filter(item_decisions::moderator_id.eq(moderator))
        .filter(item_decisions::undone_at.is_null())
        .order(item_decisions::number.desc())
        .limit(most)
        .select(columns!())
        .load(connection)
}

/// The first of these about something that this reviewer decides about, and that.
pub(super) fn first_about(
    connection: &mut AnyConnection,
    made: Vec<Settled>,
    reviewer: Reviewer,
) -> Result<Option<(Settled, About)>, DbError> {
    let items: Vec<i64> = made.iter().map(|settled| settled.item).collect();
    let about = waiting::content(connection, reviewer, &items)?;
    Ok(made.into_iter().find_map(|settled| {
        let about = about.iter().find(|(item, _)| *item == settled.item);
        Some((settled, about?.1))
    }))
}

/// What the decision of this number is about, whoever asks.
pub(super) fn subject(
    connection: &mut AnyConnection,
    number: i32,
) -> Result<Option<About>, DbError> {
    let columns: Option<(Option<i64>, Option<i64>)> = item_decisions::table
        .inner_join(review_items::table)
        .filter(item_decisions::number.eq(number))
        .select((review_items::post_id, review_items::profile_id))
        .first(connection)
        .optional()?;
    Ok(columns.and_then(|(post, profile)| About::of(post, profile)))
}

/// Whether a decision about this can be taken back as all stands now; gives whether it waits again then.
/// Whoever was asked to change a profile, and shows nothing any more, is owed that it counts no more.
///
/// [`ModerationError::Newer`] where a newer decision took it out of sight, [`ModerationError::NotNow`]
/// where it is gone.
pub(super) fn possible(
    connection: &mut AnyConnection,
    about: About,
    settled: &Settled,
) -> Result<bool, ModerationError> {
    let post = match about {
        About::Post(post) => post,
        About::Profile(account) => return possible_of_profile(connection, account, settled),
    };
    let state: Option<State> = posts::table
        .find(post)
        .select(posts::state)
        .first(connection)
        .optional()?;
    match state {
        Some(State::Published) if is_let_out_since(connection, post, settled)? => {
            Err(ModerationError::Newer)
        }
        // What is held waits for a reason of its own beside this one.
        Some(State::Published | State::Held) => Ok(true),
        Some(State::Hidden | State::Rejected) => Err(ModerationError::Newer),
        Some(State::Erased | State::Withdrawn | State::Merged) | None => {
            Err(ModerationError::NotNow)
        }
    }
}

/// As [`possible`], of a profile. Whoever was told that it is hidden, and shows nothing any more, is owed
/// that as well.
fn possible_of_profile(
    connection: &mut AnyConnection,
    account: i64,
    settled: &Settled,
) -> Result<bool, ModerationError> {
    let is_shown = profiles::stamp(connection, account)?.is_some();
    let hide = restraint::hides_profile(connection, account)?;
    match settled.act {
        // What was hidden since does not wait because of what was asked before.
        Act::ProfileReminded => {
            sanction_appeals::bars_nothing(connection, account, settled.number)?;
            Ok(is_shown && hide.is_none_or(|hide| hide < settled.number))
        }
        Act::ProfileHidden => {
            sanction_appeals::bars_nothing(connection, account, settled.number)?;
            Ok(is_shown && hide == Some(settled.number))
        }
        _ if hide.is_some() => Err(ModerationError::Newer),
        _ => is_shown.then_some(true).ok_or(ModerationError::NotNow),
    }
}

/// Whether a post was let out after this was approved in it: what held it beside that does so no more.
fn is_let_out_since(
    connection: &mut AnyConnection,
    post: i64,
    settled: &Settled,
) -> QueryResult<bool> {
    let steps = stack::of_post(connection, post)?;
    let top = stack::top(&steps).filter(|top| top.act == Act::PostApproved);
    Ok(settled.act == Act::PostApproved && top.is_some_and(|top| top.number > settled.number))
}

/// Takes the decision of this number back; see [`super::undo::undo`].
pub(super) fn take_back(
    connection: &mut AnyConnection,
    context: &Context,
    by: i64,
    number: i32,
    why: Option<&Because>,
) -> Result<Undone, ModerationError> {
    let found = find(connection, number)?.ok_or(ModerationError::NotFound)?;
    let thing = thing_of(connection, found.item, by)?.ok_or(ModerationError::NotFound)?;
    // As it is now that nobody else can change it.
    let found = find(connection, number)?.ok_or(ModerationError::NotFound)?;
    let mut undone = Undone {
        about: thing.about(),
        is_told: matches!(found.act, Act::ProfileReminded | Act::ProfileHidden),
    };
    if found.is_undone {
        return Ok(undone);
    }
    if let (Act::ProfileHidden, About::Profile(account)) = (found.act, undone.about) {
        sanctions::check(connection, by, account)?;
    }
    let kind = review::kind_of(connection, found.item)?.ok_or(ModerationError::NotFound)?;
    if possible(connection, undone.about, &found)? {
        wait_again(connection, context, &found, kind, undone.about)?;
    }
    trust::given_back(connection, number)?;
    diesel::update(item_decisions::table.find(number))
        .set(item_decisions::undone_at.eq(context.now()))
        .execute(connection)?;
    if let (Act::ProfileHidden, About::Profile(account)) = (found.act, undone.about) {
        sanctions::taken_back(connection, context, (number, account), by, why)?;
        return Ok(undone);
    }
    // What a profile says is hidden again where it was approved.
    let is_held = restraint::hold_again(connection, number)?;
    let is_hidden_again = is_held || kind == Kind::HeldAgain && found.act == Act::PostApproved;
    write_down(connection, context, &found, undone.about, by, why)?;
    if let (true, About::Profile(account)) = (is_hidden_again, undone.about) {
        told::of_profile_waiting(connection, context, account, why)?;
        undone.is_told = true;
    }
    Ok(undone)
}

/// Opens its item, or joins the one that waits about the same thing, with the flags that it ended.
fn wait_again(
    connection: &mut AnyConnection,
    context: &Context,
    found: &Settled,
    kind: Kind,
    about: About,
) -> Result<(), DbError> {
    let into = again::open_or_join(connection, found.item, kind, about)?;
    if kind != Kind::Flag {
        return Ok(());
    }
    let ended = match found.act {
        Act::ProfileReminded => Outcome::Asked,
        Act::ProfileHidden => Outcome::Acted,
        _ => Outcome::Dismissed,
    };
    flags::reopen(connection, context.now(), (found.item, into), ended)
}

/// The flags that a hide answered wait again, once it is taken back: where it came by them, or they waited
/// when it was decided on the page of the post.
pub(super) fn answered_again(
    connection: &mut AnyConnection,
    context: &Context,
    hide: &Step,
) -> Result<(), DbError> {
    let Some(item) = hide.item.filter(|_| hide.act == Act::PostHidden) else {
        return Ok(());
    };
    if review::kind_of(connection, item)? != Some(Kind::Flag) {
        return Ok(());
    }
    let about = About::Post(hide.post);
    let into = again::open_or_join(connection, item, Kind::Flag, about)?;
    flags::reopen(connection, context.now(), (item, into), Outcome::Acted)
}

/// The ledger's entry, and a mail to whoever was told of the decision.
fn write_down(
    connection: &mut AnyConnection,
    context: &Context,
    found: &Settled,
    about: About,
    by: i64,
    why: Option<&Because>,
) -> Result<(), ModerationError> {
    let (post, profile) = about.columns();
    let mut fields = match post {
        Some(post) => recorded::facts(connection, post)?,
        None => Map::new(),
    };
    fields.insert("of".into(), json!(found.number));
    let act = match found.act {
        Act::FlagsDismissed => OfReview::FlagsReopened,
        Act::ProfileReminded => OfReview::ReminderUndone,
        _ => OfReview::Reopened,
    };
    let of = ledger::About {
        post,
        by: Some(by),
        case: None,
    };
    let act = Arrangement::Review(act);
    let entry = ledger::note_because(connection, context, act, why, of, fields)?;
    match (found.act, profile) {
        (Act::ProfileReminded, Some(account)) => {
            restraint::withdraw(connection, found.number, entry)?;
            told::of_profile_undone(connection, context, account, why)
        }
        _ => Ok(()),
    }
}

/// What somebody who decided calls it.
pub(super) fn named(connection: &mut AnyConnection, about: About) -> Result<Named, DbError> {
    match about {
        About::Post(post) => Named::of_post(connection, post),
        About::Profile(account) => {
            let name: String = accounts::table
                .find(account)
                .select(accounts::name)
                .first(connection)?;
            Ok(Named { name, lang: None })
        }
    }
}
