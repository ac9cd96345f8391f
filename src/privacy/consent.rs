//! Consents: who agreed to which notice, when, and until when.
//!
//! A consent is a row, written before the data that it covers and in the same transaction;
//! the database refuses that data without it. What ends with a withdrawal is done by the
//! room that holds the data, in the transaction of [`withdraw`].

use diesel::prelude::*;

use super::{
    notices::{self, Notice},
    policy,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{consents, registrations},
        text_enum,
    },
    i18n::Lang,
};

text_enum! {
    /// Why the city may hold what the row covers.
    pub enum Basis {
        /// The person agreed at the notice.
        Consent = "consent",
        /// The city must hold it to do its work: accounts that it makes for its own people.
        Duty = "duty",
    }
}

/// Whose data a consent covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Account(i64),
    Case(i64),
    Post(i64),
}

/// Writes down that somebody agreed to today's text of a notice in `lang`; gives the row's id,
/// which the covered row carries. [`bind`] adds whose it is once that is known.
pub fn give(
    connection: &mut AnyConnection,
    context: &Context,
    notice: Notice,
    lang: Lang,
    basis: Basis,
) -> Result<i64, DbError> {
    let now = context.now();
    let shown = notice.shown(lang, &context.config);
    notices::keep(connection, now, &shown)?;
    Ok(diesel::insert_into(consents::table)
        .values((
            consents::basis.eq(basis),
            consents::notice.eq(notice),
            consents::notice_version.eq(shown.version),
            consents::notice_hash.eq(shown.hash()),
            consents::policy_version.eq(policy::number_in_force(connection, context)?),
            consents::given_at.eq(now),
        ))
        .returning(consents::id)
        .get_result(connection)?)
}

/// Says whose data a consent covers.
pub fn bind(connection: &mut AnyConnection, consent: i64, subject: Subject) -> Result<(), DbError> {
    let row = diesel::update(consents::table.find(consent));
    match subject {
        Subject::Account(id) => row.set(consents::account_id.eq(id)).execute(connection)?,
        Subject::Case(id) => row.set(consents::case_id.eq(id)).execute(connection)?,
        Subject::Post(id) => row.set(consents::post_id.eq(id)).execute(connection)?,
    };
    Ok(())
}

/// Deletes the consents of registrations that are gone without having become an account: they
/// cover nothing any more.
pub async fn forget_unclaimed(context: &Context) -> Result<(), DbError> {
    let unclaimed: Vec<i64> = context
        .db
        .read(|connection| {
            let waiting = registrations::table
                .filter(registrations::consent_id.is_not_null())
                .select(registrations::consent_id.assume_not_null());
            Ok::<_, DbError>(
                consents::table
                    .filter(consents::account_id.is_null())
                    .filter(consents::case_id.is_null())
                    .filter(consents::post_id.is_null())
                    .filter(consents::id.ne_all(waiting))
                    .limit(BATCH)
                    .select(consents::id)
                    .load(connection)?,
            )
        })
        .await?;
    // The look goes to the readers: where nothing is left over, SQLite's one writer is left alone.
    if unclaimed.is_empty() {
        return Ok(());
    }
    context
        .db
        .write(move |connection| {
            diesel::delete(consents::table.filter(consents::id.eq_any(unclaimed)))
                .execute(connection)?;
            Ok(())
        })
        .await
}

/// How many are deleted at a time; what is left over goes the next hour.
const BATCH: i64 = 10_000;

/// A consent as its giver sees it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = consents)]
pub struct Given {
    pub id: i64,
    pub basis: Basis,
    pub notice: Notice,
    /// 0: before notices had versions.
    pub notice_version: i32,
    pub policy_version: i32,
    pub given_at: Timestamp,
    pub withdrawn_at: Option<Timestamp>,
}

/// Every consent of an account, the newest first.
pub async fn of_account(context: &Context, account: i64) -> Result<Vec<Given>, DbError> {
    context
        .db
        .read(move |connection| {
            Ok(consents::table
                .filter(consents::account_id.eq(account))
                .order(consents::id.desc())
                .select(Given::as_select())
                .load(connection)?)
        })
        .await
}

/// The consent that stands for a subject at a notice, if one does.
pub fn standing(
    connection: &mut AnyConnection,
    subject: Subject,
    notice: Notice,
) -> Result<Option<Given>, DbError> {
    let mut query = consents::table
        .filter(consents::notice.eq(notice))
        .filter(consents::withdrawn_at.is_null())
        .order(consents::id.desc())
        .select(Given::as_select())
        .into_boxed();
    query = match subject {
        Subject::Account(id) => query.filter(consents::account_id.eq(id)),
        Subject::Case(id) => query.filter(consents::case_id.eq(id)),
        Subject::Post(id) => query.filter(consents::post_id.eq(id)),
    };
    Ok(query.first(connection).optional()?)
}

/// Withdraws what stands for a subject at a notice; gives how many consents that were.
/// Withdrawing twice withdraws nothing the second time.
pub fn withdraw(
    connection: &mut AnyConnection,
    now: Timestamp,
    subject: Subject,
    notice: Notice,
) -> Result<usize, DbError> {
    let all = diesel::update(consents::table)
        .filter(consents::notice.eq(notice))
        .filter(consents::withdrawn_at.is_null());
    let set = consents::withdrawn_at.eq(now);
    Ok(match subject {
        Subject::Account(id) => all
            .filter(consents::account_id.eq(id))
            .set(set)
            .execute(connection)?,
        Subject::Case(id) => all
            .filter(consents::case_id.eq(id))
            .set(set)
            .execute(connection)?,
        Subject::Post(id) => all
            .filter(consents::post_id.eq(id))
            .set(set)
            .execute(connection)?,
    })
}

/// Withdraws all that stands for these posts: they are erased.
pub fn withdraw_of_posts(
    connection: &mut AnyConnection,
    now: Timestamp,
    posts: &[i64],
) -> Result<(), DbError> {
    diesel::update(consents::table)
        .filter(consents::post_id.eq_any(posts.to_vec()))
        .filter(consents::withdrawn_at.is_null())
        .set(consents::withdrawn_at.eq(now))
        .execute(connection)?;
    Ok(())
}
