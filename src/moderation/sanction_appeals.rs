//! Appeals against what was imposed on an account: once each, within the time to appeal, answered by
//! somebody else than who imposed it. Words and answers lie sealed in the ledger, as reasons do; the
//! words go with the account (`privacy::inventory`).

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Map, json};

use super::{
    ModerationError,
    acts::APPEAL_TIME,
    appeals,
    appeals_due::{self, Listed, OF_A_PAGE, Place, due_of_day},
    sanction_mails,
    sanctions::{check, deciding, note, today},
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::{accounts, ledger_payloads, sanctions},
    },
    privacy::{
        ledger::{self, OfAccount, Payload},
        reason::{Because, Reason},
    },
    review::{
        self, Decision,
        matters::{self, Matter},
    },
    trust::{
        self,
        restraint::{self, Kind, Sanction},
    },
    webhooks::{self, Event},
};

/// An appeal as its row has it.
#[derive(Clone, Copy, Debug, Queryable)]
pub(super) struct Row {
    pub number: i32,
    pub appealed: Option<i32>,
    pub appealed_on: Option<NaiveDate>,
    pub answered: Option<i32>,
    pub granted: Option<bool>,
    pub due_on: Option<NaiveDate>,
}

impl Row {
    /// Whether it keeps moderators from taking back what it is against: while it waits somebody else
    /// answers it, and granted it did that.
    pub(super) fn bars(self) -> bool {
        self.appealed_on.is_some() && self.granted != Some(false)
    }
}

/// An appeal with its words; those are `None` where their time in the ledger is over.
pub struct Appeal {
    pub on: NaiveDate,
    pub words: Option<String>,
    /// Whether it was granted, and why or why not.
    pub answer: Option<(bool, Option<String>)>,
    /// The last day on which it is answered in time, while it waits.
    pub due: Option<NaiveDate>,
}

impl Appeal {
    /// Of a row, with the entries of the ledger that it names.
    pub(super) fn of(row: &Row, payloads: &HashMap<i32, Payload>) -> Option<Self> {
        let shown = |number: i32| {
            let payload = payloads.get(&number)?;
            payload.plain().map(str::to_owned)
        };
        Some(Self {
            on: row.appealed_on?,
            words: shown(row.appealed?),
            answer: row
                .granted
                .zip(row.answered)
                .map(|(granted, number)| (granted, shown(number))),
            due: row.due_on.filter(|_| row.answered.is_none()),
        })
    }
}

/// An appeal that waits for this moderator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub number: i32,
    pub account: i64,
    pub name: String,
    pub kind: Kind,
    pub on: NaiveDate,
    /// The last day on which it is answered in time.
    pub due: NaiveDate,
    /// Whether who looks imposed it, and so does not answer.
    pub own: bool,
}

/// The rows of an account, by what they are against.
pub(super) fn of_account(
    connection: &mut AnyConnection,
    account: i64,
) -> Result<HashMap<i32, Row>, DbError> {
    let rows: Vec<Row> = sanctions::table
        .filter(sanctions::account_id.eq(account))
        .select((
            sanctions::ledger_number,
            sanctions::appealed_number,
            sanctions::appealed_on,
            sanctions::answered_number,
            sanctions::granted,
            sanctions::due_on,
        ))
        .load(connection)?;
    Ok(rows.into_iter().map(|row| (row.number, row)).collect())
}

/// Whether what has this number can be taken back by a moderator: [`ModerationError::Appealed`] where an
/// appeal waits, which somebody else answers; [`ModerationError::NotNow`] where one was granted.
pub(super) fn bars_nothing(
    connection: &mut AnyConnection,
    account: i64,
    number: i32,
) -> Result<(), ModerationError> {
    let appeals = of_account(connection, account)?;
    match appeals.get(&number).filter(|row| row.bars()) {
        None => Ok(()),
        Some(row) if row.granted.is_none() => Err(ModerationError::Appealed),
        Some(_) => Err(ModerationError::NotNow),
    }
}

/// By when the appeal against this one is answered, where one was made.
pub(super) fn due_on(
    connection: &mut AnyConnection,
    number: i32,
) -> Result<Option<NaiveDate>, DbError> {
    Ok(sanctions::table
        .find(number)
        .select(sanctions::due_on)
        .first::<Option<NaiveDate>>(connection)
        .optional()?
        .flatten())
}

/// The entries of these numbers, as far as their time is not over.
pub(super) fn payloads(
    connection: &mut AnyConnection,
    context: &Context,
    numbers: Vec<i32>,
) -> Result<HashMap<i32, Payload>, ModerationError> {
    let rows: Vec<(i32, Vec<u8>)> = ledger_payloads::table
        .filter(ledger_payloads::number.eq_any(numbers))
        .select((ledger_payloads::number, ledger_payloads::payload_sealed))
        .load(connection)?;
    rows.into_iter()
        .map(|(number, sealed)| Ok((number, ledger::open(context, &sealed)?)))
        .collect()
}

/// Who imposed something, where they still have an account.
pub(super) fn imposer(
    connection: &mut AnyConnection,
    context: &Context,
    number: i32,
) -> Result<Option<i64>, ModerationError> {
    let payload = payloads(connection, context, vec![number])?.remove(&number);
    let by = payload.and_then(|payload| payload.by);
    Ok(appeals::still_there(connection, by)?)
}

/// Whether it can be appealed against, and there is still time to. What was taken back, nobody needs to.
pub fn is_in_time(sanction: &Sanction, today: NaiveDate) -> bool {
    sanction.withdrawn.is_none() && today <= sanction.imposed_on + APPEAL_TIME
}

/// Appeals against `number`, which was imposed on this account. Twice is once;
/// [`ModerationError::AppealAnswered`] where it was answered, [`ModerationError::AppealOver`] where its
/// time has ended.
pub async fn appeal(
    context: &Context,
    account: i64,
    number: i32,
    words: Reason,
) -> Result<(), ModerationError> {
    let (cx, words) = (context.clone(), Because::from(words));
    context
        .db
        .write(move |connection| {
            // Of two clicks at once the second waits here, and finds the first's.
            locks::hold(connection, Table::Accounts, [account].into())?;
            let found = restraint::find(connection, number)?;
            let found = found.filter(|sanction| sanction.account == account);
            let sanction = found.ok_or(ModerationError::NotFound)?;
            let rows = of_account(connection, account)?;
            let before = rows.get(&number);
            if before.is_some_and(|row| row.answered.is_some()) {
                return Err(ModerationError::AppealAnswered);
            }
            if before.is_some_and(|row| row.appealed.is_some()) {
                return Ok(());
            }
            if sanction.withdrawn.is_some() {
                return Err(ModerationError::NotNow);
            }
            let today = today(&cx);
            if !is_in_time(&sanction, today) {
                return Err(ModerationError::AppealOver);
            }
            let fields = Map::from_iter([("of".to_owned(), json!(number))]);
            let due = due_of_day(&cx, today);
            // The ledger comes last.
            let (now, matter) = (cx.now(), Matter::SanctionAppeal(number));
            let imposer = imposer(connection, &cx, number)?;
            matters::enqueue(connection, now, matter, due, imposer)?;
            let event = Event::ItemOpened(review::Kind::SanctionAppeal.as_str());
            webhooks::happened(connection, &cx, event)?;
            let entry = note(connection, &cx, (OfAccount::Appealed, None), &words, fields)?;
            diesel::update(sanctions::table.find(number))
                .set((
                    sanctions::appealed_number.eq(entry),
                    sanctions::appealed_on.eq(today),
                    sanctions::due_on.eq(due),
                ))
                .execute(connection)?;
            Ok(())
        })
        .await
}

/// Appeals against every suspension that holds, for whoever is let in no more; see
/// [`crate::accounts::log_on::suspended`]. Where none is taken, the error is [`appeal`]'s for the newest
/// of them; [`ModerationError::NotNow`] where none holds any more.
pub async fn of_suspended(
    context: &Context,
    account: i64,
    words: &Reason,
) -> Result<(), ModerationError> {
    let today = today(context);
    let all = context
        .db
        .read(move |connection| restraint::of_account(connection, account))
        .await?;
    let holding = all
        .into_iter()
        .filter(|one| one.kind == Kind::Suspend && one.holds(today));
    let (mut taken, mut refused) = (false, None);
    for sanction in holding {
        match appeal(context, account, sanction.number, words.clone()).await {
            Ok(()) => taken = true,
            Err(error @ (ModerationError::AppealOver | ModerationError::AppealAnswered)) => {
                refused.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    if taken {
        return Ok(());
    }
    Err(refused.unwrap_or(ModerationError::NotNow))
}

/// Answers an appeal; gives the account. Granted, what was imposed ends and gives back what it took
/// from trust. [`ModerationError::SamePerson`] for who imposed it.
pub async fn answer(
    context: &Context,
    moderator: &Member,
    number: i32,
    granted: bool,
    because: Reason,
) -> Result<i64, ModerationError> {
    let (by, cx, because) = (moderator.id, context.clone(), Because::from(because));
    context
        .db
        .write(move |connection| {
            let found = restraint::find(connection, number)?.ok_or(ModerationError::NotFound)?;
            let account = found.account;
            locks::hold(connection, Table::Accounts, [account].into())?;
            check(connection, by, account)?;
            trust::hold(connection, account)?;
            let payload = payloads(connection, &cx, vec![number])?.remove(&number);
            if payload.is_some_and(|payload| payload.by == Some(by)) {
                return Err(ModerationError::SamePerson);
            }
            let act = match granted {
                true => OfAccount::AppealGranted,
                false => OfAccount::AppealRefused,
            };
            let decision = match granted {
                true => Decision::Approved,
                false => Decision::Rejected,
            };
            // The ledger comes after what waits in the queue.
            let matter = Matter::SanctionAppeal(number);
            matters::end(connection, cx.now(), matter, decision, Some(by))?;
            let fields = Map::from_iter([("of".to_owned(), json!(number))]);
            let entry = note(connection, &cx, (act, Some(by)), &because, fields)?;
            let answered = diesel::update(
                sanctions::table
                    .find(number)
                    .filter(sanctions::appealed_number.is_not_null())
                    .filter(sanctions::answered_number.is_null()),
            )
            .set((
                sanctions::answered_number.eq(entry),
                sanctions::granted.eq(granted),
            ))
            .execute(connection)?;
            if answered == 0 {
                return Err(ModerationError::NotNow);
            }
            if granted {
                trust::given_back(connection, number)?;
                // One that is over already stays over.
                restraint::end(connection, number, today(&cx), entry)?;
            }
            let what = match granted {
                true => "appeal-granted",
                false => "appeal-refused",
            };
            sanction_mails::tell(connection, &cx, account, (what, None), &because)?;
            Ok(account)
        })
        .await
}

/// A page of the appeals that wait about whose accounts this moderator decides, those to be answered
/// first at the top, from `after` on.
pub async fn waiting(
    context: &Context,
    moderator: &Member,
    after: Option<Place>,
) -> Result<Listed<Waiting>, ModerationError> {
    let (by, cx) = (moderator.id, context.clone());
    let after = after.unwrap_or_default();
    context
        .db
        .read(move |connection| {
            type Found = (i32, i64, Kind, Option<NaiveDate>, Option<NaiveDate>, String);
            let roles = deciding(connection, by)?;
            let last = i32::try_from(after.number).unwrap_or(i32::MAX);
            let same_day = sanctions::due_on.eq(after.due);
            let same_day = same_day.and(sanctions::ledger_number.gt(last));
            let found: Vec<Found> = sanctions::table
                .inner_join(accounts::table)
                .filter(sanctions::appealed_number.is_not_null())
                .filter(sanctions::answered_number.is_null())
                .filter(accounts::id.ne(by))
                .filter(accounts::role.eq_any(roles))
                .filter(sanctions::due_on.gt(after.due).or(same_day))
                .order((sanctions::due_on, sanctions::ledger_number))
                .limit(i64::from(OF_A_PAGE) + 1)
                .select((
                    sanctions::ledger_number,
                    sanctions::account_id,
                    sanctions::kind,
                    sanctions::appealed_on,
                    sanctions::due_on,
                    accounts::name,
                ))
                .load(connection)?;
            let place = |(number, .., due, _): &Found| Place {
                due: due.unwrap_or_default(),
                number: i64::from(*number),
            };
            let page = appeals_due::page(found, place);
            let numbers = page.waiting.iter().map(|(number, ..)| *number).collect();
            let entries = payloads(connection, &cx, numbers)?;
            let is_own = |number: i32| entries.get(&number).is_some_and(|one| one.by == Some(by));
            let waiting = page.waiting.into_iter();
            let waiting = waiting.filter_map(|(number, account, kind, on, due, name)| {
                Some(Waiting {
                    number,
                    account,
                    name,
                    kind,
                    on: on?,
                    due: due?,
                    own: is_own(number),
                })
            });
            Ok(Listed {
                waiting: waiting.collect(),
                next: page.next,
            })
        })
        .await
}

/// Against what those are that wait for this moderator and are to be answered on `today` at the latest,
/// by its number.
pub(super) fn pressing(
    connection: &mut AnyConnection,
    context: &Context,
    moderator: i64,
    today: NaiveDate,
) -> Result<Vec<i32>, ModerationError> {
    let roles = deciding(connection, moderator)?;
    let numbers: Vec<i32> = sanctions::table
        .inner_join(accounts::table)
        .filter(sanctions::appealed_number.is_not_null())
        .filter(sanctions::answered_number.is_null())
        .filter(sanctions::due_on.le(today))
        .filter(accounts::id.ne(moderator))
        .filter(accounts::role.eq_any(roles))
        .select(sanctions::ledger_number)
        .load(connection)?;
    let entries = payloads(connection, context, numbers.clone())?;
    let is_own = |number: &i32| {
        let entry = entries.get(number);
        entry.is_some_and(|one| one.by == Some(moderator))
    };
    let others = numbers.iter().copied().filter(|number| !is_own(number));
    Ok(others.collect())
}
