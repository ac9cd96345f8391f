//! The privacy policy as data: versions that never change, drafts of the next one, and the
//! notice that a major revision stands behind for a month.
//!
//! What the policy promises is kept elsewhere. Who is mailed about a revision is decided
//! in `accounts`, which knows addresses.

mod difference;
mod drafts;
mod shipped;

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use sha2::{Digest as _, Sha256};
use validator::ValidationErrors;

use crate::{
    context::{Context, Revision},
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{policy_dismissals, policy_versions},
        text_enum,
    },
    i18n::{Both, Lang},
};

pub use difference::{Block, Change, Piece, difference};
pub use drafts::{
    Draft, Fields, LONGEST_PARTICULARS, LONGEST_TEXT, begin, check, discard, draft, drafts, hold,
    publish, put, save,
};
pub use shipped::put_in;

/// How long the notice of a major revision stands, from the day on which it takes effect.
pub const NOTICE_DAYS: u64 = 30;

text_enum! {
    /// How much a version changed.
    #[schema(as = RevisionKind)]
    pub enum Kind {
        /// The version that came with Plaza.
        First = "first",
        /// Wording: no notice, no mail.
        Minor = "minor",
        /// What is collected, how it is used, or who gets it: announced with its particulars.
        Major = "major",
    }
}

/// Why something about the policy was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// A draft breaks a rule; each field with the code of its message.
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    #[error("there is no such version of the policy")]
    NoSuchVersion,
    /// Discarded or published meanwhile.
    #[error("there is no such draft")]
    NoSuchDraft,
    /// Somebody else kept another text since the draft was read.
    #[error("the draft was changed meanwhile")]
    Changed,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for PolicyError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// A published version. Its texts are Markdown.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = policy_versions)]
pub struct Version {
    /// From 1 on, without gaps.
    pub number: i32,
    pub kind: Kind,
    pub text_zh: String,
    pub text_en: String,
    pub hash: Vec<u8>,
    pub particulars_zh: String,
    pub particulars_en: String,
    pub effective_on: NaiveDate,
    pub published_at: Timestamp,
}

impl Version {
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.text_zh,
            Lang::En => &self.text_en,
        }
    }

    /// What a major revision changes, in plain text; empty for the others.
    pub fn particulars(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.particulars_zh,
            Lang::En => &self.particulars_en,
        }
    }

    pub fn hash(&self) -> String {
        hex::encode(&self.hash)
    }
}

/// SHA-256 of the Chinese text, a zero byte, and the English text.
pub fn hash(text_zh: &str, text_en: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(text_zh.as_bytes());
    hash.update([0]);
    hash.update(text_en.as_bytes());
    hash.finalize().to_vec()
}

fn today(context: &Context) -> NaiveDate {
    context.clock.today(context.config.city.time_zone)
}

/// What is in force on a day. A city never is without a policy: the first one is in force also where the clock
/// was ahead when it was put in.
#[diesel::dsl::auto_type(no_type_alias)]
fn in_force(day: NaiveDate) -> _ {
    let first: Kind = Kind::First;
    policy_versions::effective_on
        .le(day)
        .or(policy_versions::kind.eq(first))
}

/// The number of the version that is in force; the shipped one is put in where there is none yet.
pub(super) fn number_in_force(
    connection: &mut AnyConnection,
    context: &Context,
) -> Result<i32, DbError> {
    let number: Option<i32> = policy_versions::table
        .filter(in_force(today(context)))
        .select(diesel::dsl::max(policy_versions::number))
        .first(connection)?;
    match number {
        Some(number) => Ok(number),
        None => shipped::put_in_here(connection, context),
    }
}

/// The version that is in force today.
pub async fn current(context: &Context) -> Result<Version, PolicyError> {
    let today = today(context);
    context
        .db
        .read(move |connection| {
            policy_versions::table
                .filter(in_force(today))
                .order(policy_versions::number.desc())
                .select(Version::as_select())
                .first(connection)
                .optional()?
                .ok_or(PolicyError::NoSuchVersion)
        })
        .await
}

pub async fn version(context: &Context, number: i32) -> Result<Version, PolicyError> {
    context
        .db
        .read(move |connection| {
            policy_versions::table
                .find(number)
                .select(Version::as_select())
                .first(connection)
                .optional()?
                .ok_or(PolicyError::NoSuchVersion)
        })
        .await
}

/// Every version, the newest first; one that is announced and not yet in force as well.
pub async fn versions(context: &Context) -> Result<Vec<Version>, PolicyError> {
    context
        .db
        .read(|connection| {
            Ok(policy_versions::table
                .order(policy_versions::number.desc())
                .select(Version::as_select())
                .load(connection)?)
        })
        .await
}

/// What every page says after a major revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub number: i32,
    pub effective_on: NaiveDate,
    /// In the reader's language.
    pub particulars: String,
}

/// The notice that stands today: of the newest major revision, from its publication until
/// [`NOTICE_DAYS`] after it took effect.
pub fn notice(context: &Context, lang: Lang) -> Option<Notice> {
    let since = today(context)
        .checked_sub_days(Days::new(NOTICE_DAYS))
        .unwrap_or(NaiveDate::MIN);
    let frame = context.frame();
    let mut revisions = frame.revisions.iter();
    let newest = revisions.find(|revision| revision.effective_on > since)?;
    let Both { zh, en } = &newest.particulars;
    Some(Notice {
        number: newest.number,
        effective_on: newest.effective_on,
        particulars: lang.pick(zh, en),
    })
}

/// Whether an account has put the notice away.
pub fn is_put_away(
    connection: &mut AnyConnection,
    notice: &Notice,
    account: i64,
) -> Result<bool, DbError> {
    let number: Option<i32> = policy_dismissals::table
        .find((account, notice.number))
        .select(policy_dismissals::number)
        .first(connection)
        .optional()?;
    Ok(number.is_some())
}

/// Reads the major revisions: another node may have published one.
pub async fn know(context: &Context) -> Result<(), DbError> {
    let rows: Vec<(i32, NaiveDate, String, String)> = context
        .db
        .read(|connection| {
            Ok::<_, DbError>(
                policy_versions::table
                    .filter(policy_versions::kind.eq(Kind::Major))
                    .order(policy_versions::number.desc())
                    .select((
                        policy_versions::number,
                        policy_versions::effective_on,
                        policy_versions::particulars_zh,
                        policy_versions::particulars_en,
                    ))
                    .load(connection)?,
            )
        })
        .await?;
    let revisions = rows
        .into_iter()
        .map(|(number, effective_on, zh, en)| Revision {
            number,
            effective_on,
            particulars: Both { zh, en },
        });
    context.know_revisions(revisions.collect());
    Ok(())
}

/// Puts the notice of a revision away for an account, on all its devices; twice is no error.
pub async fn dismiss(context: &Context, account: i64, number: i32) -> Result<(), PolicyError> {
    use diesel::result::{DatabaseErrorKind::UniqueViolation, Error};
    version(context, number).await?;
    let done = context
        .db
        .write(move |connection| {
            diesel::insert_into(policy_dismissals::table)
                .values((
                    policy_dismissals::account_id.eq(account),
                    policy_dismissals::number.eq(number),
                ))
                .execute(connection)?;
            Ok(())
        })
        .await;
    match done {
        Err(DbError::Query(Error::DatabaseError(UniqueViolation, _))) => Ok(()),
        other => Ok(other?),
    }
}
