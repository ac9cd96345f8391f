//! Appeals: an author asks that a decision be looked at again, and somebody else decides.

use chrono::NaiveDate;
use diesel::{prelude::*, sql_types::Bool};
use validator::ValidationErrors;

use super::{
    ModerationError,
    acts::{self, APPEAL_TIME},
    appeals_due::{self, Listed, OF_A_PAGE, Place, due},
    original::{keep_while_needed, quoted_by},
    reached::Reached,
    restore::Restored,
    stack, stand, told,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{accounts, appeals, chain_links, ledger_payloads, posts, topics},
        text_enum,
    },
    forum::{owner::Owner, quotes},
    i18n::Lang,
    privacy::{
        Owned, OwnersProof, Private, Proven, Purpose, Viewer,
        ground::Ground,
        ledger::{self, About, Act, Entry, Payload},
        sealed::{self, Column},
        trace::{self, Looked},
    },
    review::{
        Decision, Reach,
        matters::{self, Matter},
    },
    text_rules::{readable, refuse, refuse_length},
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
}

/// An appeal that waits, with the decision it is about.
pub struct Waiting {
    pub id: i64,
    pub post: i64,
    /// Nobody where whoever decided has no account any more.
    pub moderator: Option<i64>,
    moderator_name: Option<String>,
    words: Private<String>,
    /// The moderator's look, which has left its trace.
    looked: Looked,
    pub created_at: Timestamp,
    pub act: Act,
    /// `None` where it was told in confidence.
    pub because: Option<String>,
    /// Whether the post was masked and its author has changed it since, which granting leaves.
    pub newer_stays: bool,
    /// The last day on which it is answered in time.
    pub due: NaiveDate,
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
        let there: i64 = posts::table.find(post).count().get_result(connection)?;
        if there == 0 {
            return Err(ModerationError::NotFound);
        }
        let entries = ledger::of_post(connection, &cx, post)?;
        let known = of(connection, &cx, post, &reader)?;
        let steps = stack::of_post(connection, post)?;
        let top = stack::top(&steps).map(|top| top.number);
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
                let undone = step.is_some_and(|step| step.undone_at.is_some());
                let waits = matches!(appeal, Some((AppealState::Open, _)));
                let may_undo = !mine
                    && !waits
                    && step.is_some_and(|step| {
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

/// On a board that a moderator decides about. A macro, for the type of the filter cannot be written.
macro_rules! within {
    ($reach:expr) => {{
        let everywhere = $reach.boards().is_none();
        let boards = $reach.boards().unwrap_or_default().to_vec();
        topics::board_id
            .eq_any(boards)
            .or(everywhere.into_sql::<Bool>())
    }};
}

const fn can_be_appealed(act: Act) -> bool {
    matches!(
        act,
        Act::PostRejected | Act::PostHidden | Act::PostMasked | Act::PostEdited | Act::PostHeld
    )
}

/// Who decided, as long as there is such an account.
fn still_there(connection: &mut AnyConnection, account: Option<i64>) -> QueryResult<Option<i64>> {
    let Some(account) = account else {
        return Ok(None);
    };
    accounts::table
        .find(account)
        .select(accounts::id)
        .first(connection)
        .optional()
}

/// Appeals against entry `number` of the ledger. Twice is once.
pub async fn appeal(
    context: &Context,
    owner: &Owner,
    number: i32,
    words: Private<String>,
) -> Result<(), ModerationError> {
    let decided = of_own(context, owner).await?;
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
            keep_while_needed(connection, post)
        })
        .await
}

/// A page of the appeals that wait on a moderator's boards, those to be answered first at the top, from
/// `after` on. That the moderator reads them is written down. Reasons of the operator's list come in
/// `lang`.
pub async fn waiting(
    context: &Context,
    moderator: i64,
    lang: Lang,
    after: Option<Place>,
) -> Result<Listed<Waiting>, ModerationError> {
    let (cx, after) = (context.clone(), after.unwrap_or_default());
    context
        .db
        .write(move |connection| {
            type Asked = (
                i64,
                i64,
                Option<i64>,
                Option<String>,
                Vec<u8>,
                Timestamp,
                Option<NaiveDate>,
            );
            type Decision = (Act, Timestamp, Vec<u8>);
            type Row = (Asked, Decision, Option<Timestamp>);
            let reach = Reach::of(connection, moderator)?;
            let same_day = appeals::due_on.eq(after.due);
            let same_day = same_day.and(appeals::id.gt(after.number));
            let rows: Vec<Row> = appeals::table
                .left_join(accounts::table.on(accounts::id.nullable().eq(appeals::moderator_id)))
                .inner_join(posts::table.on(posts::id.eq(appeals::post_id)))
                .inner_join(topics::table.on(topics::id.eq(posts::topic_id)))
                .inner_join(
                    chain_links::table.on(chain_links::chain
                        .eq(0)
                        .and(chain_links::number.eq(appeals::ledger_number))),
                )
                .inner_join(
                    ledger_payloads::table.on(ledger_payloads::number.eq(appeals::ledger_number)),
                )
                .filter(appeals::state.eq(AppealState::Open))
                .filter(within!(reach))
                .filter(appeals::due_on.gt(after.due).or(same_day))
                .order((appeals::due_on, appeals::id))
                .limit(i64::from(OF_A_PAGE) + 1)
                .select((
                    (
                        appeals::id,
                        appeals::post_id,
                        appeals::moderator_id,
                        accounts::name.nullable(),
                        appeals::words_sealed,
                        appeals::created_at,
                        appeals::due_on,
                    ),
                    (
                        chain_links::kind,
                        chain_links::at,
                        ledger_payloads::payload_sealed,
                    ),
                    posts::edited_at,
                ))
                .load(connection)?;
            let place = |((number, .., asked, due_on), ..): &Row| Place {
                due: due_on.unwrap_or_else(|| due(&cx, *asked)),
                number: *number,
            };
            let page = appeals_due::page(rows, place);
            let ids = page.waiting.iter().map(|((id, ..), ..)| *id);
            let ids: Vec<i64> = ids.collect();
            let looked = trace::look_at_appeals(connection, &cx, &ids, moderator)?;
            let waiting: Result<Vec<Waiting>, ModerationError> = page
                .waiting
                .into_iter()
                .map(|(appeal, (act, at, payload), edited_at)| {
                    let (id, post, moderator, name, words, created_at, due_on) = appeal;
                    Ok(Waiting {
                        id,
                        post,
                        moderator,
                        moderator_name: name,
                        words: sealed::open(&cx.config.keys, Column::AppealWords, &words)?,
                        looked,
                        created_at,
                        act,
                        because: ledger::open(&cx, &payload)?.shown(lang),
                        newer_stays: stack::is_of_words(act)
                            && edited_at.is_some_and(|edited| edited > at),
                        due: due_on.unwrap_or_else(|| due(&cx, created_at)),
                    })
                })
                .collect();
            Ok(Listed {
                waiting: waiting?,
                next: page.next,
            })
        })
        .await
}

/// Decides an appeal: granted, the act is undone, and what the author wrote since stays. Whoever
/// decided first cannot, nor can the author, who may moderate too.
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
            if first == Some(by) || reached.is_own() {
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
            let restored = carry_out(connection, &cx, act, number, post, by)?;
            keep_while_needed(connection, post)?;
            let what = match restored {
                Some(Restored::BesideNewer) => "appeal-granted-newer",
                Some(Restored::BesideOthers) => "appeal-granted-others",
                Some(Restored::Whole) | None => act.as_str(),
            };
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

/// What was restored, where the appeal is granted.
fn carry_out(
    connection: &mut AnyConnection,
    context: &Context,
    act: Act,
    number: i32,
    post: i64,
    by: i64,
) -> Result<Option<Restored>, ModerationError> {
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
        return Ok(None);
    }
    let first: Act = chain_links::table
        .find((0, number))
        .select(chain_links::kind)
        .first(connection)?;
    let restored = acts::undo(connection, context, first, number, post)?;
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
    Ok(Some(restored))
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

/// Which of these entries of the ledger an appeal waits about.
pub(super) fn waiting_about(
    connection: &mut AnyConnection,
    numbers: &[i32],
) -> QueryResult<Vec<i32>> {
    appeals::table
        .filter(appeals::ledger_number.eq_any(numbers.to_vec()))
        .filter(appeals::state.eq(AppealState::Open))
        .select(appeals::ledger_number)
        .load(connection)
}

/// How many appeals wait on a moderator's boards.
pub async fn count(context: &Context, moderator: i64) -> Result<i64, DbError> {
    context
        .db
        .read(move |connection| {
            let reach = Reach::of(connection, moderator)?;
            let count = appeals::table
                .inner_join(posts::table.on(posts::id.eq(appeals::post_id)))
                .inner_join(topics::table.on(topics::id.eq(posts::topic_id)))
                .filter(appeals::state.eq(AppealState::Open))
                .filter(within!(reach))
                .count()
                .get_result(connection)?;
            Ok(count)
        })
        .await
}

impl Decided {
    /// The answer to the appeal, for its author or a moderator who looks at it.
    pub fn answer(&self) -> Option<&str> {
        let (_, answer) = self.appeal.as_ref()?;
        answer.as_deref()
    }
}

impl Waiting {
    /// The public name of who decided, as long as there is such an account.
    pub fn decided_by(&self) -> Option<&str> {
        self.moderator_name.as_deref()
    }

    /// The appeal's words, for the moderator who looks at it.
    pub fn words(&self) -> &str {
        self.words
            .reveal(Viewer::Office(&self.looked), Purpose::Handling)
    }
}
