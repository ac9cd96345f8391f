//! What an account chose for itself: kept with it, shown to its owner alone, and erased by
//! one button.

use diesel::{Connection as _, prelude::*};

use chrono::NaiveDate;

use super::{
    AccountError,
    tokens::{self, Purpose},
};
use crate::{
    began::{self, Began},
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::{account_boards, account_preferences, accounts, case_watch_news},
        text_enum,
    },
    i18n::Lang,
    keys::Token,
    mail::{
        LetterKind,
        digest::Rhythm,
        outbox,
        suppression::{self, Reason},
    },
    privacy::erasures::{self, Erased},
};

text_enum! {
    /// How often news of watched topics and own cases is gathered into one mail.
    #[derive(Default)]
    pub enum Digest {
        #[default]
        None = "none",
        Daily = "daily",
        Weekly = "weekly",
    }
}

impl Digest {
    /// From eight o'clock on; weekly ones on Mondays.
    pub const fn rhythm(self) -> Rhythm {
        match self {
            Self::None => Rhythm::None,
            Self::Daily => Rhythm::Daily { hour: 8 },
            Self::Weekly => Rhythm::Weekly {
                weekday: 1,
                hour: 8,
            },
        }
    }
}

text_enum! {
    /// The colours of the pages.
    #[derive(Default)]
    pub enum Appearance {
        /// As the reader's device is set.
        #[default]
        System = "system",
        Light = "light",
        Dark = "dark",
    }
}

/// Why somebody who stopped the digests in one of them gets none.
const STOPPED: Reason = Reason::Unsubscribed(LetterKind::Digest);

/// All that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// The language of mails, and of addresses that name none.
    pub language: Lang,
    /// The ids of the boards that stand first.
    pub boards: Vec<i64>,
    /// The id of the district that suggestions are mostly about.
    pub district: Option<i64>,
    pub digest: Digest,
    pub appearance: Appearance,
}

impl Preferences {
    /// Says what was chosen: equal for equal choices.
    pub fn stamp(&self) -> String {
        let mut boards = self.boards.clone();
        boards.sort_unstable();
        let chosen = (boards, self.district, self.digest, self.appearance);
        let said = format!("{:?}", (self.language, chosen));
        began::stamp([said.as_str()])
    }
}

/// What an account chose; the defaults where it chose nothing.
pub async fn of(context: &Context, account: i64) -> Result<Preferences, AccountError> {
    context
        .db
        .read(move |connection| chosen(connection, account))
        .await
}

fn chosen(connection: &mut AnyConnection, account: i64) -> Result<Preferences, AccountError> {
    let language = accounts::table
        .find(account)
        .select(accounts::language)
        .first(connection)?;
    let chosen: Option<(Option<i64>, Digest, Appearance)> = account_preferences::table
        .find(account)
        .select((
            account_preferences::district_id,
            account_preferences::digest,
            account_preferences::appearance,
        ))
        .first(connection)
        .optional()?;
    let (district, digest, appearance) = chosen.unwrap_or_default();
    Ok(Preferences {
        language,
        boards: boards(connection, account)?,
        district,
        digest,
        appearance,
    })
}

fn boards(connection: &mut AnyConnection, account: i64) -> Result<Vec<i64>, DbError> {
    Ok(account_boards::table
        .filter(account_boards::account_id.eq(account))
        .order(account_boards::board_id)
        .select(account_boards::board_id)
        .load(connection)?)
}

/// The boards that stand first for an account.
pub async fn home_boards(context: &Context, account: i64) -> Result<Vec<i64>, DbError> {
    context
        .db
        .read(move |connection| boards(connection, account))
        .await
}

/// Keeps what an account chose. A board or district that does not exist is a fault: the
/// caller has looked. [`AccountError::Changed`] where it is not what the choice `began` from.
pub async fn keep(
    context: &Context,
    account: i64,
    chosen: Preferences,
    began: Began,
) -> Result<(), AccountError> {
    let today = context.clock.today(context.config.city.time_zone);
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            // Its row is the lock: of two forms at once the later stands, with its boards.
            locks::hold(connection, Table::Accounts, [account].into())?;
            if began.is_not(&self::chosen(connection, account)?.stamp()) {
                return Err(AccountError::Changed);
            }
            diesel::update(accounts::table.find(account))
                .set(accounts::language.eq(chosen.language))
                .execute(connection)?;
            let stops = chosen.digest == Digest::None && without_digest(connection, account)?;
            if chosen.digest != Digest::None && !gets_digests(connection, account)? {
                // It begins with nothing, also of an event that was committed after the last one ended.
                forget_waiting(connection, account)?;
            }
            if !update(connection, account, &chosen, today)?
                && !insert(connection, account, &chosen, today)?
            {
                update(connection, account, &chosen, today)?;
            }
            forget_boards(connection, account)?;
            for board in chosen.boards {
                diesel::insert_into(account_boards::table)
                    .values((
                        account_boards::account_id.eq(account),
                        account_boards::board_id.eq(board),
                    ))
                    .execute(connection)?;
            }
            let index = address(connection, account)?;
            if chosen.digest == Digest::None {
                outbox::unsend_to(connection, &index, LetterKind::Digest)?;
            } else {
                suppression::lift(connection, &index, STOPPED)?;
            }
            if stops {
                let erased = Erased::Digest { account };
                erasures::append::<AccountError>(connection, &cx, erased)?;
            }
            Ok(())
        })
        .await
}

/// The blind index of an account's address.
pub fn address(connection: &mut AnyConnection, account: i64) -> Result<Vec<u8>, DbError> {
    Ok(accounts::table
        .find(account)
        .select(accounts::email_index)
        .first(connection)?)
}

fn gets_digests(connection: &mut AnyConnection, account: i64) -> Result<bool, DbError> {
    let found: i64 = account_preferences::table
        .find(account)
        .filter(account_preferences::digest.ne(Digest::None))
        .count()
        .get_result(connection)?;
    Ok(found > 0)
}

fn update(
    connection: &mut AnyConnection,
    account: i64,
    chosen: &Preferences,
    today: NaiveDate,
) -> Result<bool, DbError> {
    // The first digest comes when the next is due, not at once.
    let other = account_preferences::table
        .find(account)
        .filter(account_preferences::digest.ne(chosen.digest));
    diesel::update(other)
        .set(account_preferences::digested_on.eq(today))
        .execute(connection)?;
    let changed = diesel::update(account_preferences::table.find(account))
        .set((
            account_preferences::district_id.eq(chosen.district),
            account_preferences::digest.eq(chosen.digest),
            account_preferences::appearance.eq(chosen.appearance),
        ))
        .execute(connection)?;
    Ok(changed == 1)
}

/// `false` when another form was first. In a savepoint, since PostgreSQL gives a transaction
/// up at a refused row.
fn insert(
    connection: &mut AnyConnection,
    account: i64,
    chosen: &Preferences,
    today: NaiveDate,
) -> Result<bool, DbError> {
    use diesel::result::{DatabaseErrorKind::UniqueViolation, Error};
    let inserted = connection.transaction(|connection| {
        diesel::insert_into(account_preferences::table)
            .values((
                account_preferences::account_id.eq(account),
                account_preferences::district_id.eq(chosen.district),
                account_preferences::digest.eq(chosen.digest),
                account_preferences::appearance.eq(chosen.appearance),
                account_preferences::digested_on.eq(today),
            ))
            .execute(connection)
    });
    match inserted {
        Ok(_) => Ok(true),
        Err(Error::DatabaseError(UniqueViolation, _)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn forget_boards(connection: &mut AnyConnection, account: i64) -> Result<(), DbError> {
    diesel::delete(account_boards::table.filter(account_boards::account_id.eq(account)))
        .execute(connection)?;
    Ok(())
}

/// Erases all of it but the language, which the account's mails need.
pub async fn erase(context: &Context, account: i64) -> Result<(), AccountError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            if forget_again(connection, account)? {
                let index = address(connection, account)?;
                outbox::unsend_to(connection, &index, LetterKind::Digest)?;
                let erased = Erased::Preferences { account };
                erasures::append::<AccountError>(connection, &cx, erased)?;
            }
            Ok(())
        })
        .await
}

/// As [`erase`], in the caller's transaction and without a line in the erasure journal: for a
/// restored backup. Gives whether there was anything.
pub fn forget_again(connection: &mut AnyConnection, account: i64) -> Result<bool, DbError> {
    forget_boards(connection, account)?;
    forget_waiting(connection, account)?;
    Ok(diesel::delete(account_preferences::table.find(account)).execute(connection)? > 0)
}

/// Which digests a link stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stops {
    /// Those of the forum.
    Forum,
    /// Those of the cases of the account's offices.
    Offices,
}

impl Stops {
    const fn purpose(self) -> Purpose {
        match self {
            Self::Forum => Purpose::StopDigest,
            Self::Offices => Purpose::StopStaffDigest,
        }
    }
}

/// A link that stops digests of an account without logging on, for one of these mails.
pub fn stop_link(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    stops: Stops,
) -> Result<Token, DbError> {
    tokens::issue(connection, context, account, stops.purpose(), None)
}

/// Looks whether a link that stops some digests still works, and changes nothing.
pub async fn look_at_stop_link(context: &Context, token: &Token) -> Result<(), AccountError> {
    match tokens::look(context, token, Stops::Forum.purpose()).await {
        Err(AccountError::Gone) => tokens::look(context, token, Stops::Offices.purpose()).await,
        found => found,
    }
}

/// Uses up a link and with it all others of the account that stop the same; gives the account.
pub fn take_stop_link(
    connection: &mut AnyConnection,
    context: &Context,
    token: &Token,
    stops: Stops,
) -> Result<i64, AccountError> {
    let (hash, purpose) = (token.hash(), stops.purpose());
    let claim = tokens::take(connection, context, &hash, purpose, context.now())?;
    tokens::void_all(connection, claim.account, purpose)?;
    Ok(claim.account)
}

/// Stops the digests of the forum by a link.
pub async fn stop_digest(context: &Context, token: &Token) -> Result<(), AccountError> {
    let (token, worker) = (token.clone(), context.clone());
    context
        .db
        .write(move |connection| {
            let account = take_stop_link(connection, &worker, &token, Stops::Forum)?;
            let index = address(connection, account)?;
            suppression::suppress(connection, &worker, &index, STOPPED)?;
            outbox::unsend_to(connection, &index, LetterKind::Digest)?;
            if without_digest(connection, account)? {
                let erased = Erased::Digest { account };
                erasures::append::<AccountError>(connection, &worker, erased)?;
            }
            Ok(())
        })
        .await
}

/// Sends an account no digests any more, in the caller's transaction: also for a restored backup.
/// Gives whether any were sent.
pub fn without_digest(connection: &mut AnyConnection, account: i64) -> Result<bool, DbError> {
    let digest = account_preferences::table
        .find(account)
        .filter(account_preferences::digest.ne(Digest::None));
    let stopped = diesel::update(digest)
        .set(account_preferences::digest.eq(Digest::None))
        .execute(connection)?;
    forget_waiting(connection, account)?;
    Ok(stopped > 0)
}

/// What waits for the digests of an account goes with them; of notifications the site still tells.
fn forget_waiting(connection: &mut AnyConnection, account: i64) -> Result<(), DbError> {
    diesel::delete(case_watch_news::table.filter(case_watch_news::account_id.eq(account)))
        .execute(connection)?;
    Ok(())
}
