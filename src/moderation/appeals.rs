//! Appeals: an author asks that a decision be looked at again, and somebody else decides.

use diesel::prelude::*;
use validator::ValidationErrors;

use super::{
    ModerationError, acts,
    appeals_due::due,
    arrange, decided, investigation,
    original::{keep_while_needed, quoted_by},
    reached::Reached,
    rearrange,
    restore::Restored,
    stack, stand, told,
};
use crate::{
    accounts::{Member, Role},
    context::Context,
    db::{
        AnyConnection,
        schema::{accounts, appeals, chain_links, post_decisions},
        text_enum,
    },
    forum::{owner::Owner, quotes},
    privacy::{
        Owned, OwnersProof, Private, Proven, Purpose, Viewer,
        ground::Ground,
        ledger::{self, About, Act, OfTopic},
        sealed::{self, Column},
    },
    review::{
        self, Decision,
        matters::{self, Matter},
    },
    text_rules::{readable, refuse, refuse_length},
    webhooks::{self, Event},
};

/// The longest appeal and the longest answer, in characters.
pub const LONGEST: usize = 2000;
/// An appeal's original is kept while it waits, and no longer than this.
pub(super) const PATIENCE: chrono::TimeDelta = chrono::TimeDelta::days(90);

text_enum! {
    pub enum AppealState {
        Open = "open",
        Granted = "granted",
        Refused = "refused",
    }
}

/// What breaks a rule in an appeal's words, or in the answer to one, as `field`.
pub fn check(field: &'static str, words: &str) -> Result<(), ValidationErrors> {
    let mut errors = ValidationErrors::new();
    if words.is_empty() {
        refuse(&mut errors, field, "required");
    } else if words.chars().count() > LONGEST {
        refuse_length(&mut errors, field, 1, LONGEST);
    } else if !readable(words) {
        refuse(&mut errors, field, "characters");
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

/// Who decided, as long as there is such an account.
pub(super) fn still_there(
    connection: &mut AnyConnection,
    account: Option<i64>,
) -> QueryResult<Option<i64>> {
    let Some(account) = account else {
        return Ok(None);
    };
    accounts::table
        .find(account)
        .select(accounts::id)
        .first(connection)
        .optional()
}

/// The appeals that wait about what no moderator takes back: a second person approved it, or the privacy
/// officer did it for somebody who asked in confidence. Administrators alone answer them.
pub(super) fn firm(connection: &mut AnyConnection) -> QueryResult<Vec<i64>> {
    appeals::table
        .inner_join(post_decisions::table.on(post_decisions::number.eq(appeals::ledger_number)))
        .filter(appeals::state.eq(AppealState::Open))
        .filter(post_decisions::firm.eq(true))
        .select(appeals::id)
        .load(connection)
}

/// Those of them that `by` does not answer.
pub(super) fn beyond(connection: &mut AnyConnection, by: i64) -> QueryResult<Vec<i64>> {
    let role: Option<Role> = accounts::table
        .find(by)
        .select(accounts::role)
        .first(connection)
        .optional()?;
    if role == Some(Role::Administrator) {
        return Ok(Vec::new());
    }
    firm(connection)
}

/// Appeals against entry `number` of the ledger. Twice is once.
pub async fn appeal(
    context: &Context,
    owner: &Owner,
    number: i32,
    words: Private<String>,
) -> Result<(), ModerationError> {
    let decided = decided::of_own(context, owner).await?;
    let against = decided
        .into_iter()
        .find(|decided| decided.entry.number == number)
        .ok_or(ModerationError::NotFound)?;
    if against.appeal.is_some() {
        return Ok(());
    }
    if !against.may_appeal {
        return Err(ModerationError::NotNow);
    }
    let decided_by = against.payload.by;
    let (cx, now, post) = (context.clone(), context.now(), owner.post());
    context
        .db
        .write(move |connection| {
            // Of two clicks at once the second waits here, and finds the first's.
            stand(connection, post)?.ok_or(ModerationError::NotFound)?;
            let known: i64 = appeals::table
                .filter(appeals::ledger_number.eq(number))
                .count()
                .get_result(connection)?;
            if known > 0 {
                return Ok(());
            }
            let step = stack::find(connection, number)?;
            if step.is_some_and(|step| step.undone_at.is_some()) {
                return Err(ModerationError::NotNow);
            }
            let moderator = still_there(connection, decided_by)?;
            let keys = &cx.config.keys;
            let sealed = sealed::seal(keys, &cx.random, Column::AppealWords, &words);
            let day = due(&cx, now);
            let id = diesel::insert_into(appeals::table)
                .values((
                    appeals::ledger_number.eq(number),
                    appeals::post_id.eq(post),
                    appeals::moderator_id.eq(moderator),
                    appeals::words_sealed.eq(sealed),
                    appeals::state.eq(AppealState::Open),
                    appeals::created_at.eq(now),
                    appeals::due_on.eq(day),
                ))
                .returning(appeals::id)
                .get_result(connection)?;
            matters::enqueue(connection, now, Matter::Appeal(id), day, moderator)?;
            let event = Event::ItemOpened(review::Kind::Appeal.as_str());
            webhooks::happened(connection, &cx, event)?;
            keep_while_needed(connection, post)
        })
        .await
}

/// Decides an appeal: granted, the act is undone, and what the author wrote since stays. Whoever
/// decided first cannot, or approved that as the second person, nor can the author, who may moderate too;
/// about what is [`firm`] an administrator does.
pub async fn decide(
    context: &Context,
    moderator: &Member,
    appeal: i64,
    granted: bool,
    answer: Private<String>,
) -> Result<(), ModerationError> {
    let (by, cx) = (moderator.id, context.clone());
    context
        .db
        .write(move |connection| {
            let found: Option<(i32, i64, Option<i64>)> = appeals::table
                .find(appeal)
                .select((
                    appeals::ledger_number,
                    appeals::post_id,
                    appeals::moderator_id,
                ))
                .first(connection)
                .optional()?;
            let (number, post, first) = found.ok_or(ModerationError::NotFound)?;
            let reached = Reached::post(connection, by, post)?;
            let post = reached.id();
            if beyond(connection, by)?.contains(&appeal) {
                return Err(ModerationError::NotFound);
            }
            let is_firm = firm(connection)?.contains(&appeal);
            let has_approved = is_firm && investigation::has_approved(connection, by, post)?;
            if first == Some(by) || has_approved || reached.is_own() {
                return Err(ModerationError::SamePerson);
            }
            if granted {
                // What it quotes may be masked again in it, wherever else that is quoted, too.
                let mut touched = quoted_by(connection, post)?;
                touched.push(post);
                quotes::hold(connection, &touched, &[])?;
            }
            stand(connection, post)?.ok_or(ModerationError::NotFound)?;
            let (state, act) = if granted {
                (AppealState::Granted, Act::AppealGranted)
            } else {
                (AppealState::Refused, Act::AppealRefused)
            };
            let decided = diesel::update(
                appeals::table
                    .find(appeal)
                    .filter(appeals::state.eq(AppealState::Open)),
            )
            .set((
                appeals::state.eq(state),
                appeals::decided_by.eq(by),
                appeals::decided_at.eq(cx.now()),
                appeals::answer_sealed.eq(sealed::seal(
                    &cx.config.keys,
                    &cx.random,
                    Column::AppealAnswer,
                    &answer,
                )),
            ))
            .execute(connection)?;
            if decided == 0 {
                return Err(ModerationError::NotNow);
            }
            let decision = match granted {
                true => Decision::Approved,
                false => Decision::Rejected,
            };
            let matter = Matter::Appeal(appeal);
            matters::end(connection, cx.now(), matter, decision, Some(by))?;
            let what = carry_out(connection, &cx, act, number, post, by)?;
            keep_while_needed(connection, post)?;
            let answer = answer.reveal(Viewer::Plaza, Purpose::Delivery);
            told::author(connection, &cx, post, what, Some(answer))
        })
        .await
}

/// A post whose author appealed, and whose appeal was taken up just now.
struct Appealed {
    post: i64,
}

impl Proven for Appealed {}
impl OwnersProof for Appealed {
    fn owned(&self) -> Owned {
        Owned::Post(self.post)
    }
}

/// Undoes what the appeal is against, where it is granted; gives the word for what the author is told.
fn carry_out(
    connection: &mut AnyConnection,
    context: &Context,
    act: Act,
    number: i32,
    post: i64,
    by: i64,
) -> Result<&'static str, ModerationError> {
    let first: Act = chain_links::table
        .find((0, number))
        .select(chain_links::kind)
        .first(connection)?;
    let of_topic = rearrange::is_appealable(first);
    // The topic and its boards are held before the ledger is.
    let arranged = match act {
        Act::AppealGranted if of_topic => rearrange::back(connection, (first, number), post, by)?,
        _ => None,
    };
    // The author asked for it: that is the ground.
    let ground = Ground::in_person(&Appealed { post });
    let about = About {
        post: Some(post),
        by: Some(by),
        case: None,
    };
    let mut fields = serde_json::Map::new();
    fields.insert("of".into(), serde_json::json!(number));
    ledger::append(connection, context, act, &ground, about, fields.clone())?;
    if act == Act::AppealRefused {
        return Ok(act.as_str());
    }
    if of_topic {
        let Some((back, fields)) = arranged else {
            return Ok("appeal-granted-answered");
        };
        arrange::note(connection, context, back, post, by, None, fields)?;
        return Ok(match back {
            OfTopic::Unlocked => "appeal-granted-unlocked",
            _ => "appeal-granted-moved",
        });
    }
    let restored = acts::undo(connection, context, first, number, (post, by))?;
    if restored == Restored::BesideNewer {
        fields.insert("newer_text".into(), serde_json::json!("kept"));
    }
    ledger::append(
        connection,
        context,
        Act::PostRestored,
        &ground,
        about,
        fields,
    )?;
    Ok(match restored {
        Restored::Whole => act.as_str(),
        Restored::BesideNewer => "appeal-granted-newer",
        Restored::BesideOthers => "appeal-granted-others",
        Restored::Waiting => "appeal-granted-waits",
    })
}

/// Whether an appeal against entry `number` of the ledger waits.
pub(super) fn waits(connection: &mut AnyConnection, number: i32) -> QueryResult<bool> {
    let waiting: i64 = appeals::table
        .filter(appeals::ledger_number.eq(number))
        .filter(appeals::state.eq(AppealState::Open))
        .count()
        .get_result(connection)?;
    Ok(waiting > 0)
}
