//! What administrators set on pages: how the city looks and speaks, what stands above every page, and the
//! numbers by which forum and suggestion box go.
//!
//! What the configuration's file or the environment names holds over what is set here, and what is set here
//! over what ships ([`in_force`]). Each change is a row of its own and an entry of the ledger, and is taken
//! back by one more. Boards, offices and all else that has a list of its own has its own room; which pages
//! show what is set, and in which words, is theirs.

mod change;
mod effective;
mod history;
mod key;
mod logo;
mod read;
mod stored;
mod value;

use diesel::result::{DatabaseErrorKind::UniqueViolation, Error};
use validator::ValidationErrors;

pub use self::{
    change::{Change, Kept, set, undo},
    effective::{in_force, take_up},
    history::{Past, history},
    key::{Bounds, Group, Key},
    logo::{
        Picture, draw, largest as largest_logo, largest_mib as largest_logo_mib, picture,
        too_large as logo_too_large,
    },
    read::{LONGEST_ALT, LONGEST_NAME, LONGEST_TEXT},
    value::Value,
};
use crate::{
    attachments::AttachmentError, config::Config, context::Context, db::DbError, keys::CannotOpen,
    privacy::ledger::LedgerError,
};

/// Why a setting was not changed, or not read.
#[derive(Debug, thiserror::Error)]
pub enum SettingError {
    /// Somebody else changed it since it was read.
    #[error("the setting was changed meanwhile")]
    Changed,
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    #[error(transparent)]
    Sealed(#[from] CannotOpen),
    /// The picture could not be read, by no fault of its sender.
    #[error(transparent)]
    Attachment(AttachmentError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<Error> for SettingError {
    fn from(error: Error) -> Self {
        match error {
            Error::DatabaseError(UniqueViolation, _) => Self::Changed,
            error => Self::Db(error.into()),
        }
    }
}

impl From<LedgerError> for SettingError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Sealed(error) => Self::Sealed(error),
            LedgerError::Db(error) => Self::Db(error),
        }
    }
}

/// Where what holds comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Nobody set it.
    Shipped,
    /// A page.
    Page,
    /// These keys of the file or the environment; no page changes it.
    File(Vec<&'static str>),
    /// A page of an older or a newer program, in a form that this one cannot read: what ships holds.
    Unreadable,
}

/// A setting as it stands.
#[derive(Clone, Debug)]
pub struct Setting {
    pub key: Key,
    /// Of its newest change; 0 where there was none.
    pub version: i32,
    pub source: Source,
    /// What holds; `None` where there is nothing of it, as of a banner.
    pub value: Option<Value>,
}

/// All settings, in the order of [`Key::ALL`], and the names of those that only another program knows.
pub async fn all(context: &Context) -> Result<(Vec<Setting>, Vec<String>), DbError> {
    let rows = context.db.read(stored::newest).await?;
    let (config, _) = effective::of(&context.file, &rows);
    let all = Key::ALL.map(|key| one(key, &context.file, &config, &rows));
    let unknown = rows.keys().filter(|name| name.parse::<Key>().is_err());
    Ok((Vec::from(all), unknown.cloned().collect()))
}

/// One of them.
pub async fn find(context: &Context, key: Key) -> Result<Setting, DbError> {
    let rows = context.db.read(stored::newest).await?;
    let (config, _) = effective::of(&context.file, &rows);
    Ok(one(key, &context.file, &config, &rows))
}

fn one(key: Key, file: &Config, config: &Config, rows: &stored::Newest) -> Setting {
    let row = rows.get(key.as_str());
    let fixed = key.fixed_by(file);
    let value = row.and_then(|row| row.value.as_deref());
    let source = if !fixed.is_empty() {
        Source::File(fixed)
    } else {
        match value.map(|text| Value::stored(key, text)) {
            None => Source::Shipped,
            Some(Some(_)) => Source::Page,
            Some(None) => Source::Unreadable,
        }
    };
    Setting {
        key,
        version: row.map_or(0, |row| row.version),
        source,
        value: Value::of(key, config),
    }
}
