//! Consents: who agreed to which notice, when, and until when.
//!
//! A consent is a row, written before the data that it covers and in the same transaction;
//! the database refuses that data without it. What ends with a withdrawal is done by the
//! room that holds the data, in the transaction of [`withdraw`].

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    notices::{self, Notice, Text},
    policy,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{accounts, consents, event_sign_ups, registrations, support_requests},
        text_enum,
    },
    i18n::Lang,
};

text_enum! {
    /// Why the city may hold what the row covers.
    pub enum Basis {
        /// The person agreed at the notice.
        Consent = "consent",
        /// The person agreed in words, to staff who read the notice out.
        Declared = "declared",
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
    /// A request to the privacy officer.
    Request(i64),
    /// A sign-up for an event.
    SignUp(i64),
    /// What somebody wrote in a flag.
    Flag(i64),
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
    let text = notice.shown(lang, &context.config).whole();
    give_to(connection, context, &text, basis)
}

/// As [`give`], for a text that is not the same for everybody.
pub fn give_to(
    connection: &mut AnyConnection,
    context: &Context,
    text: &Text,
    basis: Basis,
) -> Result<i64, DbError> {
    let now = context.now();
    notices::keep(connection, now, text)?;
    Ok(diesel::insert_into(consents::table)
        .values((
            consents::basis.eq(basis),
            consents::notice.eq(text.notice),
            consents::notice_version.eq(text.version),
            consents::notice_hash.eq(text.hash()),
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
        Subject::Request(id) => row.set(consents::request_id.eq(id)).execute(connection)?,
        Subject::SignUp(id) => row.set(consents::sign_up_id.eq(id)).execute(connection)?,
        Subject::Flag(id) => row.set(consents::flag_id.eq(id)).execute(connection)?,
    };
    Ok(())
}

/// Unties the withdrawn consent of a sign-up that is about to be erased: it stays, of nobody,
/// until `last_day`. All other consents go with what they cover.
pub fn untie(
    connection: &mut AnyConnection,
    sign_up: i64,
    last_day: NaiveDate,
) -> Result<(), DbError> {
    diesel::update(consents::table)
        .filter(consents::sign_up_id.eq(sign_up))
        .filter(consents::withdrawn_at.is_not_null())
        .set((
            consents::sign_up_id.eq(None::<i64>),
            consents::last_day.eq(last_day),
        ))
        .execute(connection)?;
    Ok(())
}

/// The consents of registrations that are gone without having become an account, and of addresses
/// that are gone with which somebody wanted to support a suggestion: they cover nothing any more.
/// Once such an address is confirmed, its consent goes as well: its time beside a mark would tell
/// whose the mark is. The list of files says so.
pub fn unclaimed(
    connection: &mut AnyConnection,
    _now: Timestamp,
    limit: i64,
) -> Result<Vec<i64>, DbError> {
    let waiting = registrations::table
        .filter(registrations::consent_id.is_not_null())
        .select(registrations::consent_id.assume_not_null());
    let supporting = support_requests::table.select(support_requests::consent_id);
    Ok(consents::table
        .filter(consents::account_id.is_null())
        .filter(consents::case_id.is_null())
        .filter(consents::post_id.is_null())
        .filter(consents::request_id.is_null())
        .filter(consents::sign_up_id.is_null())
        .filter(consents::flag_id.is_null())
        .filter(consents::last_day.is_null())
        .filter(consents::id.ne_all(waiting))
        .filter(consents::id.ne_all(supporting))
        .limit(limit)
        .select(consents::id)
        .load(connection)?)
}
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

/// Every consent of an account, the newest first, with those of the sign-ups that were made with
/// its address.
pub async fn of_account(context: &Context, account: i64) -> Result<Vec<Given>, DbError> {
    context
        .db
        .read(move |connection| {
            Ok(consents::table
                .filter(
                    consents::account_id
                        .eq(account)
                        .or(consents::sign_up_id.eq_any(sign_ups(account))),
                )
                .order(consents::id.desc())
                .select(Given::as_select())
                .load(connection)?)
        })
        .await
}

/// Which notice the consent `id` is to, and for which sign-up, where it stands and is among
/// those of [`of_account`].
pub fn own(
    connection: &mut AnyConnection,
    account: i64,
    id: i64,
) -> Result<Option<(Notice, Option<i64>)>, DbError> {
    Ok(consents::table
        .find(id)
        .filter(
            consents::account_id
                .eq(account)
                .or(consents::sign_up_id.eq_any(sign_ups(account))),
        )
        .filter(consents::withdrawn_at.is_null())
        .select((consents::notice, consents::sign_up_id))
        .first(connection)
        .optional()?)
}

/// The sign-ups that were made with an account's address, which its owner has confirmed.
#[diesel::dsl::auto_type]
fn sign_ups(account: i64) -> _ {
    let address = accounts::table
        .filter(accounts::id.eq(account))
        .select(accounts::email_index);
    event_sign_ups::table
        .filter(event_sign_ups::email_index.eq_any(address))
        .select(event_sign_ups::id.nullable())
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
        Subject::Request(id) => query.filter(consents::request_id.eq(id)),
        Subject::SignUp(id) => query.filter(consents::sign_up_id.eq(id)),
        Subject::Flag(id) => query.filter(consents::flag_id.eq(id)),
    };
    Ok(query.first(connection).optional()?)
}

/// Those of the cases whose residents agreed, and still do, at a notice of this version or a later
/// one. Whoever wrote a letter was shown none.
pub fn told_since(
    connection: &mut AnyConnection,
    cases: &[i64],
    notice: Notice,
    version: i32,
) -> Result<Vec<i64>, DbError> {
    let told: Vec<Option<i64>> = consents::table
        .filter(consents::case_id.eq_any(cases))
        .filter(consents::notice.eq(notice))
        .filter(consents::notice_version.ge(version))
        .filter(consents::basis.ne(Basis::Duty))
        .filter(consents::withdrawn_at.is_null())
        .select(consents::case_id)
        .load(connection)?;
    Ok(told.into_iter().flatten().collect())
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
        Subject::Request(id) => all
            .filter(consents::request_id.eq(id))
            .set(set)
            .execute(connection)?,
        Subject::SignUp(id) => all
            .filter(consents::sign_up_id.eq(id))
            .set(set)
            .execute(connection)?,
        Subject::Flag(id) => all
            .filter(consents::flag_id.eq(id))
            .set(set)
            .execute(connection)?,
    })
}

/// Withdraws the consent `id`, which was withdrawn at `at` before a backup was restored. Gives
/// whether it stood.
pub fn withdraw_again(
    connection: &mut AnyConnection,
    at: Timestamp,
    id: i64,
) -> Result<bool, DbError> {
    let withdrawn = diesel::update(consents::table.find(id))
        .filter(consents::withdrawn_at.is_null())
        .set(consents::withdrawn_at.eq(at))
        .execute(connection)?;
    Ok(withdrawn > 0)
}

/// Withdraws all that stands for what these flags say: it is erased.
pub fn withdraw_of_flags(
    connection: &mut AnyConnection,
    now: Timestamp,
    flags: &[i64],
) -> Result<(), DbError> {
    diesel::update(consents::table)
        .filter(consents::flag_id.eq_any(flags.to_vec()))
        .filter(consents::withdrawn_at.is_null())
        .set(consents::withdrawn_at.eq(now))
        .execute(connection)?;
    Ok(())
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
