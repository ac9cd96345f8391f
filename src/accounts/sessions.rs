//! Sessions: random tokens, hashed in a table, revocable, with days alone: no moment, no browser
//! and no address, by which somebody could be found in a log.
//!
//! One moment there is: when who is there was last proven, for what is dangerous asks for it. A log-on of who works
//! for the city leaves it; a resident's does not, who is asked again before the few things that need it, and from whose
//! session it goes with the next day's first use.

use chrono::{Days, NaiveDate, TimeDelta};
use diesel::prelude::*;

use super::{
    Member, Role,
    factors::{again, step},
    preferences::Appearance,
};
use crate::{
    clock::day_begins,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{account_preferences, accounts, api_tokens, second_steps, sessions},
        text_enum,
    },
    i18n::Lang,
    keys::Token,
    privacy::cookies::Cookie,
};

text_enum! {
    /// What carries a session's token.
    pub enum SessionKind {
        /// A browser's cookie.
        Cookie = "cookie",
        /// An `Authorization: Bearer` header.
        Bearer = "bearer",
    }
}

/// How long a session lives without being ended.
pub const LIFE: TimeDelta = Cookie::Session.longest();

/// A session that has just begun: the token that its owner keeps, and until when it serves.
pub struct Begun {
    pub token: Token,
    pub expires_at: Timestamp,
}

/// The last day on which a session serves that begins on `today`: it ends with that day, at the
/// city's midnight, and never later than its cookie.
fn last_day(today: NaiveDate) -> NaiveDate {
    today + LIFE - Days::new(1)
}

/// What a session begins with.
pub struct Start {
    pub kind: SessionKind,
    /// It ends with this day at the latest.
    pub latest: Option<NaiveDate>,
    /// Whether who is there proved it just now, and is not somebody whom the sign-on knew still.
    pub is_fresh: bool,
    /// Whether a second factor was shown, here or at the sign-on.
    pub second_factor: bool,
    /// The hash of the second step that led to it.
    pub step: Option<Vec<u8>>,
}

/// Begins a session.
pub fn begin(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    start: Start,
) -> Result<Begun, DbError> {
    let token = Token::draw(&context.random);
    let zone = context.config.city.time_zone;
    let today = context.clock.today(zone);
    let last_day = last_day(today);
    let last_day = start.latest.map_or(last_day, |latest| latest.min(last_day));
    let role: Role = accounts::table
        .find(account)
        .select(accounts::role)
        .first(connection)?;
    let confirmed_at = (role != Role::Resident && start.is_fresh).then(|| context.now());
    diesel::insert_into(sessions::table)
        .values((
            sessions::account_id.eq(account),
            sessions::token_hash.eq(token.hash()),
            sessions::kind.eq(start.kind),
            sessions::created_on.eq(today),
            sessions::last_used_on.eq(today),
            sessions::last_day.eq(last_day),
            sessions::confirmed_at.eq(confirmed_at),
            sessions::second_factor.eq(start.second_factor),
            sessions::step_hash.eq(start.step),
        ))
        .execute(connection)?;
    Ok(Begun {
        token,
        expires_at: day_begins(last_day + Days::new(1), zone),
    })
}

/// Who a token belongs to; `None` when it is unknown, ended or expired.
///
/// Notes the day of use, once a day.
pub async fn member(context: &Context, token: &Token) -> Result<Option<Member>, DbError> {
    let hash = token.hash();
    let today = context.clock.today(context.config.city.time_zone);
    let still = context.now() - again::LIFE;
    type Session = (i64, NaiveDate, Option<Timestamp>, bool);
    type Row = (Session, i64, String, Role, Lang, Option<Appearance>);
    let row: Option<Row> = context
        .db
        .read(move |connection| {
            let row = sessions::table
                .inner_join(accounts::table.left_join(account_preferences::table))
                .filter(sessions::token_hash.eq(hash))
                .filter(sessions::last_day.ge(today))
                .select((
                    (
                        sessions::id,
                        sessions::last_used_on,
                        sessions::confirmed_at,
                        sessions::second_factor,
                    ),
                    accounts::id,
                    accounts::name,
                    accounts::role,
                    accounts::language,
                    account_preferences::appearance.nullable(),
                ))
                .first(connection)
                .optional()?;
            Ok::<_, DbError>(row)
        })
        .await?;
    let Some((session, id, name, role, language, appearance)) = row else {
        return Ok(None);
    };
    let (session, last_used_on, confirmed_at, second_factor) = session;
    if last_used_on < today {
        context
            .db
            .write(move |connection| {
                diesel::update(sessions::table.find(session))
                    .set((
                        sessions::last_used_on.eq(today),
                        // What nothing asks for any more.
                        sessions::confirmed_at.eq(confirmed_at.filter(|at| *at > still)),
                    ))
                    .execute(connection)?;
                Ok::<_, DbError>(())
            })
            .await?;
    }
    Ok(Some(Member {
        appearance: appearance.unwrap_or_default(),
        second_factor,
        ..Member::new(id, name, role, language)
    }))
}

/// One session as its owner sees it.
pub struct Listed {
    pub id: i64,
    pub kind: SessionKind,
    pub created_on: NaiveDate,
    pub last_used_on: NaiveDate,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

/// An account's sessions, the last used first. `current` is the asker's token.
pub async fn list(
    context: &Context,
    account: i64,
    current: &Token,
) -> Result<Vec<Listed>, DbError> {
    let current = current.hash();
    let today = context.clock.today(context.config.city.time_zone);
    type Row = (i64, SessionKind, NaiveDate, NaiveDate, Vec<u8>);
    let rows: Vec<Row> = context
        .db
        .read(move |connection| {
            let rows = sessions::table
                .filter(sessions::account_id.eq(account))
                .filter(sessions::last_day.ge(today))
                .order((sessions::last_used_on.desc(), sessions::id.desc()))
                .select((
                    sessions::id,
                    sessions::kind,
                    sessions::created_on,
                    sessions::last_used_on,
                    sessions::token_hash,
                ))
                .load(connection)?;
            Ok::<_, DbError>(rows)
        })
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, kind, created_on, last_used_on, hash)| Listed {
            id,
            kind,
            created_on,
            last_used_on,
            is_current: hash == current,
        })
        .collect())
}

/// Ends one of an account's own sessions; another account's, or one that has ended, is left alone.
pub async fn end_own(context: &Context, account: i64, session: i64) -> Result<(), DbError> {
    context
        .db
        .write(move |connection| {
            let own = sessions::table
                .find(session)
                .filter(sessions::account_id.eq(account));
            diesel::delete(own).execute(connection)?;
            Ok(())
        })
        .await
}

/// Whether an account's session still serves, in the transaction of what is done in it that outlasts it:
/// whoever holds the account's row sees what a new password or a suspension ended.
pub fn serves(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    token: &Token,
) -> Result<bool, DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    let found: i64 = sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::token_hash.eq(token.hash()))
        .filter(sessions::last_day.ge(today))
        .count()
        .get_result(connection)?;
    Ok(found > 0)
}

/// Ends every session of an account but that of `kept`.
pub async fn end_others(context: &Context, account: i64, kept: &Token) -> Result<(), DbError> {
    let kept = kept.hash();
    context
        .db
        .write(move |connection| end_all(connection, account, Some(&kept)))
        .await
}

/// Notes that who has this session has proven who they are.
pub(super) fn confirm(
    connection: &mut AnyConnection,
    context: &Context,
    hash: &[u8],
) -> Result<(), DbError> {
    diesel::update(sessions::table.filter(sessions::token_hash.eq(hash)))
        .set(sessions::confirmed_at.eq(Some(context.now())))
        .execute(connection)?;
    Ok(())
}

/// Ends an account's sessions, but for the one with the hash `kept`, and what would become one.
pub fn end_all(
    connection: &mut AnyConnection,
    account: i64,
    kept: Option<&[u8]>,
) -> Result<(), DbError> {
    diesel::delete(
        sessions::table
            .filter(sessions::account_id.eq(account))
            .filter(sessions::token_hash.ne(kept.unwrap_or_default())),
    )
    .execute(connection)?;
    step::void(connection, account)
}

/// Lets no session of an account serve after this day for which no second factor was shown.
pub(super) fn end_by(
    connection: &mut AnyConnection,
    account: i64,
    last_day: NaiveDate,
) -> Result<(), DbError> {
    let longer = sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::second_factor.eq(false))
        .filter(sessions::last_day.gt(last_day));
    diesel::update(longer)
        .set(sessions::last_day.eq(last_day))
        .execute(connection)?;
    Ok(())
}

/// Ends the sessions of an account for which no second factor was shown.
pub(super) fn end_unproven(connection: &mut AnyConnection, account: i64) -> Result<(), DbError> {
    let unproven = sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::second_factor.eq(false));
    diesel::delete(unproven).execute(connection)?;
    Ok(())
}

/// Ends the tokens by which programs act as an account: with a new password and a suspension, as its sessions.
pub fn end_programs(connection: &mut AnyConnection, account: i64) -> Result<(), DbError> {
    diesel::delete(api_tokens::table.filter(api_tokens::account_id.eq(account)))
        .execute(connection)?;
    Ok(())
}

/// The session that a token belongs to, whoever asks; `None` where it has ended.
pub fn of_token(connection: &mut AnyConnection, token: &Token) -> Result<Option<i64>, DbError> {
    Ok(sessions::table
        .filter(sessions::token_hash.eq(token.hash()))
        .select(sessions::id)
        .first(connection)
        .optional()?)
}

/// Ends these sessions, whosever they are; gives how many there were.
pub fn end_each(connection: &mut AnyConnection, ids: Vec<i64>) -> Result<usize, DbError> {
    Ok(diesel::delete(sessions::table.filter(sessions::id.eq_any(ids))).execute(connection)?)
}

/// Ends the log-ons that wait with these second steps, by their hashes.
pub fn end_waiting(connection: &mut AnyConnection, steps: Vec<Vec<u8>>) -> Result<(), DbError> {
    let waiting = second_steps::table.filter(second_steps::token_hash.eq_any(steps));
    diesel::delete(waiting).execute(connection)?;
    Ok(())
}

/// Ends all sessions of all accounts, and their tokens: what a backup holds of them may have ended since.
pub fn end_everybodys(connection: &mut AnyConnection) -> Result<(), DbError> {
    diesel::delete(sessions::table).execute(connection)?;
    diesel::delete(api_tokens::table).execute(connection)?;
    diesel::delete(second_steps::table).execute(connection)?;
    Ok(())
}

/// Ends the session of a token, on the server; ending it twice is no error.
pub async fn end(context: &Context, token: &Token) -> Result<(), DbError> {
    let hash = token.hash();
    context
        .db
        .write(move |connection| {
            diesel::delete(sessions::table.filter(sessions::token_hash.eq(hash)))
                .execute(connection)?;
            Ok(())
        })
        .await
}
