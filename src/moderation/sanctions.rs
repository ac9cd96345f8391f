//! Warning, silencing and suspending an account: acts of their own, each for a reason and, but for a
//! warning, to the end of a day. They change nobody's words. That a profile is hidden (`profiles`) is read,
//! ended, taken back and appealed against as they are.
//!
//! Moderators decide about residents, administrators about everybody but themselves. Whom somebody may
//! not decide about is not there for them.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use serde_json::{Map, json};

use super::{
    ModerationError, against,
    arrange::invalid,
    sanction_appeals::{self, Appeal, is_in_time},
    sanction_mails, settled,
};
use crate::{
    accounts::{Member, Role, sessions},
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        schema::accounts,
    },
    once::Submission,
    privacy::{
        ledger::{self, About, Arrangement, OfAccount, Payload},
        reason::Because,
    },
    review::Reach,
    trust::{
        self, Standing,
        restraint::{self, Kind, Sanction},
    },
};

/// Nobody is silenced or suspended for longer at once, in days.
pub const LONGEST: u64 = 366;

/// What is to be imposed.
pub struct New {
    pub kind: Kind,
    /// Of a silence or a suspension, which needs one.
    pub last_day: Option<NaiveDate>,
    pub because: Because,
    /// The [`Person::stamp`] that was looked at, where there was a look.
    pub seen: Option<String>,
}

/// How an account stands, for itself and for who decides about it: never its address.
pub struct Person {
    pub id: i64,
    pub name: String,
    pub since: Timestamp,
    pub standing: Standing,
    /// The newest first.
    pub imposed: Vec<Imposed>,
}

impl Person {
    /// What a form names, so that nothing is imposed beside what was not seen.
    pub fn stamp(&self) -> String {
        stamp(self.imposed.iter().map(|one| (&one.sanction, one.holds)))
    }
}

/// Of what was imposed, and whether each of it holds.
fn stamp<'a>(imposed: impl Iterator<Item = (&'a Sanction, bool)>) -> String {
    let one = |(sanction, holds): (&Sanction, bool)| {
        let how = match (sanction.withdrawn, holds) {
            (Some(_), _) => "withdrawn",
            (None, true) => "holds",
            (None, false) => "over",
        };
        format!("{}-{how}", sanction.number)
    };
    imposed.map(one).collect::<Vec<_>>().join(".")
}

/// Something that was imposed, with its reason.
pub struct Imposed {
    pub sanction: Sanction,
    /// Whether it holds today.
    pub holds: bool,
    /// `None` where its time in the ledger is over.
    pub because: Option<Because>,
    /// Who imposed it, and so answers no appeal against it.
    pub by: Option<i64>,
    pub appeal: Option<Appeal>,
    /// Whether who has the account may appeal against it now.
    pub may_appeal: bool,
    /// Whether whoever decides about the account may take it back now.
    pub may_withdraw: bool,
}

/// How an account stands, for somebody who may decide about it.
pub async fn standing(
    context: &Context,
    moderator: &Member,
    account: i64,
) -> Result<Person, ModerationError> {
    let (by, cx) = (moderator.id, context.clone());
    context
        .db
        .read(move |connection| {
            check(connection, by, account)?;
            person(connection, &cx, account)
        })
        .await
}

/// How one's own account stands.
pub async fn own(context: &Context, member: &Member) -> Result<Person, ModerationError> {
    let (account, cx) = (member.id, context.clone());
    context
        .db
        .read(move |connection| person(connection, &cx, account))
        .await
}

/// The account that wrote a post, where this moderator may decide about it.
pub async fn author(
    context: &Context,
    moderator: &Member,
    post: i64,
) -> Result<Option<i64>, ModerationError> {
    let by = moderator.id;
    context
        .db
        .read(move |connection| {
            let Some(account) = against::author(connection, post)? else {
                return Ok(None);
            };
            match check(connection, by, account) {
                Ok(()) => Ok(Some(account)),
                Err(ModerationError::NotFound) => Ok(None),
                Err(error) => Err(error),
            }
        })
        .await
}

/// Imposes something on an account; gives its number in the ledger. The same `submission` twice is
/// once. A suspension ends all its sessions. [`ModerationError::Changed`] where something was imposed,
/// ended or taken back since [`New::seen`].
///
/// Field of [`ModerationError::Invalid`]: `last_day`.
pub async fn impose(
    context: &Context,
    moderator: &Member,
    account: i64,
    submission: &str,
    new: New,
) -> Result<i64, ModerationError> {
    let today = today(context);
    let last_day = last_day(&new, today)?;
    let whom = account.to_string();
    let until = last_day.map_or_else(String::new, |day| day.to_string());
    let chosen = new.because.chosen().map(|chosen| chosen.id.to_string());
    let said = [
        "sanction",
        &*whom,
        new.kind.as_str(),
        &*until,
        chosen.as_deref().unwrap_or_default(),
        new.because.words(),
    ];
    let submission = Submission::new(context, submission, Some(moderator.id), &said);
    let (by, cx) = (moderator.id, context.clone());
    context
        .db
        .write(move |connection| {
            submission.once(connection, &cx, |connection| {
                // Whoever logs on with it at the same time waits here, or is logged off again.
                locks::hold(connection, Table::Accounts, [account].into())?;
                check(connection, by, account)?;
                trust::hold(connection, account)?;
                let there = restraint::of_account(connection, account)?;
                let there = stamp(there.iter().map(|one| (one, one.holds(today))));
                if new.seen.is_some_and(|seen| seen != there) {
                    return Err(ModerationError::Changed);
                }
                let act = match new.kind {
                    Kind::Warn => OfAccount::Warned,
                    Kind::Silence => OfAccount::Silenced,
                    Kind::Suspend => OfAccount::Suspended,
                    Kind::HideProfile | Kind::AskProfile => {
                        return Err(invalid("kind", "choice"));
                    }
                };
                let number = note(connection, &cx, (act, Some(by)), &new.because, Map::new())?;
                let sanction = Sanction {
                    number,
                    account,
                    kind: new.kind,
                    imposed_on: today,
                    last_day,
                    ended_on: None,
                    withdrawn: None,
                };
                restraint::impose(connection, &sanction)?;
                trust::upheld(connection, account, number)?;
                if new.kind == Kind::Suspend {
                    sessions::end_all(connection, account, None)?;
                    sessions::end_programs(connection, account)?;
                }
                let what = (new.kind.as_str(), last_day);
                sanction_mails::tell(connection, &cx, account, what, &new.because)?;
                Ok(i64::from(number))
            })
        })
        .await
}

/// Ends a silence or a suspension before its last day, or lets everybody see again what a profile says;
/// gives the account. What it took from trust stays taken: it was right when it was imposed.
/// [`ModerationError::NotNow`] where it holds no more.
pub async fn end(
    context: &Context,
    moderator: &Member,
    number: i32,
    because: Because,
) -> Result<i64, ModerationError> {
    let (by, cx, today) = (moderator.id, context.clone(), today(context));
    context
        .db
        .write(move |connection| {
            let found = restraint::find(connection, number)?.ok_or(ModerationError::NotFound)?;
            let account = found.account;
            locks::hold(connection, Table::Accounts, [account].into())?;
            check(connection, by, account)?;
            let fields = Map::from_iter([("of".to_owned(), json!(number))]);
            let act = (OfAccount::Released, Some(by));
            let entry = note(connection, &cx, act, &because, fields)?;
            if !restraint::end(connection, number, today, entry)? {
                return Err(ModerationError::NotNow);
            }
            let what = match found.kind {
                Kind::HideProfile => "profile-shown",
                Kind::Warn | Kind::Silence | Kind::Suspend | Kind::AskProfile => "released",
            };
            sanction_mails::tell(connection, &cx, account, (what, None), &because)?;
            Ok(account)
        })
        .await
}

/// Takes back what was imposed by mistake, whether or not it holds still: it ends, and what it took from
/// trust is given back. Gives the account; twice is once. [`ModerationError::Appealed`] where an appeal
/// waits, which somebody else answers; [`ModerationError::NotNow`] where one was granted.
pub async fn withdraw(
    context: &Context,
    moderator: &Member,
    number: i32,
    because: Because,
) -> Result<i64, ModerationError> {
    let (by, cx) = (moderator.id, context.clone());
    context
        .db
        .write(move |connection| {
            let found = restraint::find(connection, number)?.ok_or(ModerationError::NotFound)?;
            let account = found.account;
            locks::hold(connection, Table::Accounts, [account].into())?;
            check(connection, by, account)?;
            trust::hold(connection, account)?;
            // As it is now that nobody else can change it.
            let found = restraint::find(connection, number)?.ok_or(ModerationError::NotFound)?;
            if found.withdrawn.is_some() {
                return Ok(account);
            }
            sanction_appeals::bars_nothing(connection, account, number)?;
            // What was hidden by an item of the queue waits there again.
            if settled::find(connection, number)?.is_some() {
                settled::take_back(connection, &cx, by, number, Some(&because))?;
            } else {
                taken_back(connection, &cx, (number, account), by, Some(&because))?;
            }
            Ok(account)
        })
        .await
}

/// Writes down that what has this number was taken back, and tells who has the account.
pub(super) fn taken_back(
    connection: &mut AnyConnection,
    context: &Context,
    (number, account): (i32, i64),
    by: i64,
    because: Option<&Because>,
) -> Result<(), ModerationError> {
    let fields = Map::from_iter([("of".to_owned(), json!(number))]);
    let about = About {
        post: None,
        case: None,
        by: Some(by),
    };
    let act = Arrangement::Account(OfAccount::Withdrawn);
    let entry = ledger::note_because(connection, context, act, because, about, fields)?;
    restraint::withdraw(connection, number, entry)?;
    // A profile that was hidden twice is hidden by the first again.
    restraint::hold_again(connection, number)?;
    trust::given_back(connection, number)?;
    sanction_mails::taken_back(connection, context, account, because)
}

pub(super) fn today(context: &Context) -> NaiveDate {
    context.clock.today(context.config.city.time_zone)
}

/// The last day, where there is to be one.
fn last_day(new: &New, today: NaiveDate) -> Result<Option<NaiveDate>, ModerationError> {
    if !new.kind.lasts() {
        return Ok(None);
    }
    match new.last_day {
        None => Err(invalid("last_day", "required")),
        Some(day) if day < today => Err(invalid("last_day", "past")),
        Some(day) if day > today + Days::new(LONGEST) => Err(invalid("last_day", "sanction-long")),
        day => Ok(day),
    }
}

/// The act in the ledger, whose fields name nobody.
pub(super) fn note(
    connection: &mut AnyConnection,
    context: &Context,
    (act, by): (OfAccount, Option<i64>),
    because: &Because,
    fields: Map<String, serde_json::Value>,
) -> Result<i32, DbError> {
    let about = About {
        post: None,
        case: None,
        by,
    };
    let act = Arrangement::Account(act);
    ledger::note_because(connection, context, act, Some(because), about, fields)
}

/// [`ModerationError::NotFound`] unless `by` decides about this account, by the roles that stand now.
pub(super) fn check(
    connection: &mut AnyConnection,
    by: i64,
    account: i64,
) -> Result<(), ModerationError> {
    let decides = decidable(connection, by, vec![account])?;
    decides
        .contains(&account)
        .then_some(())
        .ok_or(ModerationError::NotFound)
}

/// About which of these accounts `by` decides.
pub(super) fn decidable(
    connection: &mut AnyConnection,
    by: i64,
    about: Vec<i64>,
) -> Result<HashSet<i64>, DbError> {
    let roles = deciding(connection, by)?;
    let decidable: Vec<i64> = accounts::table
        .filter(accounts::id.eq_any(about))
        .filter(accounts::id.ne(by))
        .filter(accounts::role.eq_any(roles))
        .select(accounts::id)
        .load(connection)?;
    Ok(decidable.into_iter().collect())
}

/// The roles about whose accounts `by` decides, their own account apart.
pub(super) fn deciding(connection: &mut AnyConnection, by: i64) -> Result<Vec<Role>, DbError> {
    let own: Option<Role> = accounts::table
        .find(by)
        .select(accounts::role)
        .first(connection)
        .optional()?;
    let Some(own) = own else {
        return Ok(Vec::new());
    };
    // Accounts belong to no board.
    if Reach::of(connection, by)? != Reach::Everywhere {
        return Ok(Vec::new());
    }
    let all = Role::ALL.into_iter();
    Ok(all.filter(|other| decides_about(own, *other)).collect())
}

/// Whether somebody of one role decides about somebody else of another.
const fn decides_about(own: Role, other: Role) -> bool {
    match own {
        Role::Administrator => true,
        Role::Moderator => matches!(other, Role::Resident),
        Role::Resident | Role::Staff | Role::PrivacyOfficer => false,
    }
}

fn person(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<Person, ModerationError> {
    let found: Option<(String, Timestamp)> = accounts::table
        .find(account)
        .select((accounts::name, accounts::created_at))
        .first(connection)
        .optional()?;
    let (name, since) = found.ok_or(ModerationError::NotFound)?;
    Ok(Person {
        id: account,
        name,
        since,
        standing: trust::of(connection, account)?,
        imposed: imposed(connection, context, account)?,
    })
}

fn imposed(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<Vec<Imposed>, ModerationError> {
    let sanctions = restraint::of_account(connection, account)?;
    let appeals = sanction_appeals::of_account(connection, account)?;
    let of_sanctions = sanctions.iter().map(|sanction| sanction.number);
    let of_appeals = appeals
        .values()
        .flat_map(|row| row.appealed.into_iter().chain(row.answered));
    let numbers = of_sanctions.chain(of_appeals).collect();
    let payloads = sanction_appeals::payloads(connection, context, numbers)?;
    let today = today(context);
    let whole = |sanction: Sanction| {
        let payload = payloads.get(&sanction.number);
        let row = appeals.get(&sanction.number);
        let appeal = row.and_then(|row| Appeal::of(row, &payloads));
        Imposed {
            holds: sanction.holds(today),
            because: payload.and_then(Payload::because),
            by: payload.and_then(|payload| payload.by),
            may_appeal: appeal.is_none() && is_in_time(&sanction, today),
            may_withdraw: sanction.withdrawn.is_none() && row.is_none_or(|row| !row.bars()),
            appeal,
            sanction,
        }
    };
    Ok(sanctions.into_iter().map(whole).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moderators_decide_about_residents_and_administrators_about_everybody() {
        for other in Role::ALL {
            assert!(decides_about(Role::Administrator, other));
            let by_moderator = decides_about(Role::Moderator, other);
            assert_eq!(by_moderator, other == Role::Resident);
            for own in [Role::Resident, Role::Staff, Role::PrivacyOfficer] {
                assert!(!decides_about(own, other));
            }
        }
    }
}
