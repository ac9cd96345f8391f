//! Setting something, and taking that back: a row and an entry of the ledger in one transaction.

use std::borrow::Cow;

use diesel::prelude::*;
use serde_json::{Map, json};
use validator::{ValidationError, ValidationErrors};

use super::{Key, Picture, SettingError, Value, logo, stored::last};
use crate::{
    context::Context,
    db::{AnyConnection, schema::settings},
    privacy::{
        ledger::{self, About, Arrangement, OfSetting},
        reason::Reason,
    },
    text::{
        official::{self, Answered},
        publication::Undecided,
    },
    text_rules::refused,
};

/// What somebody sets.
pub struct Change {
    pub key: Key,
    /// The version that they read.
    pub version: i32,
    /// `None`: what ships shall hold again.
    pub value: Option<Value>,
    /// The bytes of a new logo.
    pub picture: Option<Picture>,
    pub reason: Option<Reason>,
}

/// What came of it.
pub enum Kept {
    Done,
    /// Its findings must be answered first; nothing is stored.
    Undecided(Box<Undecided>),
}

/// What is written of it.
struct Row {
    key: Key,
    version: i32,
    value: Option<String>,
    undoes: Option<i32>,
}

/// Lets it hold from now on. What holds by a row already stays as it is: who sends the same twice changes
/// nothing by that. Its texts are looked through for personal data: the city publishes nobody's.
pub async fn set(
    context: &Context,
    by: i64,
    change: Change,
    answered: Answered,
) -> Result<Kept, SettingError> {
    let Change {
        key,
        version,
        value,
        picture,
        reason,
    } = change;
    is_open(context, key)?;
    if let Some(value) = &value {
        value.is_ahead(context.now())?;
    }
    let value = match clear(context, key, value, answered).await? {
        Ok(value) => value,
        Err(undecided) => return Ok(Kept::Undecided(undecided)),
    };
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let newest = last(connection, key.as_str(), 1)?.pop();
            let (known, before, _) = newest.unwrap_or((0, None, None));
            let text = value.as_ref().map(|value| value.write().to_string());
            if before == text {
                return Ok(Kept::Done);
            }
            if known != version {
                return Err(SettingError::Changed);
            }
            if let Some(picture) = &picture {
                logo::keep(connection, picture)?;
            }
            if let Some(Value::Logo(logo)) = &value {
                logo::is_known(connection, logo)?;
            }
            let row = Row {
                key,
                version: version + 1,
                value: text,
                undoes: None,
            };
            keep(connection, &cx, by, row, before, reason.as_ref())?;
            Ok(Kept::Done)
        })
        .await
}

/// Takes the newest change back, which is `version`: what held before it holds again, once its texts are looked
/// through as those of any change are.
pub async fn undo(
    context: &Context,
    by: i64,
    key: Key,
    version: i32,
    reason: Option<Reason>,
    answered: Answered,
) -> Result<Kept, SettingError> {
    is_open(context, key)?;
    let found = context
        .db
        .read(move |connection| newest(connection, key, version))
        .await?;
    let Some(found) = found else {
        return Ok(Kept::Done);
    };
    let value = match clear(context, key, found.before, answered).await? {
        Ok(value) => value,
        Err(undecided) => return Ok(Kept::Undecided(undecided)),
    };
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            // What was looked through is what held before this version, which never changes.
            let Some(Newest { says, .. }) = newest(connection, key, version)? else {
                return Ok(Kept::Done);
            };
            let row = Row {
                key,
                version: version + 1,
                value: value.as_ref().map(|value| value.write().to_string()),
                undoes: Some(version),
            };
            keep(connection, &cx, by, row, says, reason.as_ref())?;
            Ok(Kept::Done)
        })
        .await
}

/// What the newest change of a setting says, and what held before it.
struct Newest {
    says: Option<String>,
    before: Option<Value>,
}

/// The newest change, which is `version`. `None` where it is taken back
/// already: whoever presses twice has it done.
fn newest(
    connection: &mut AnyConnection,
    key: Key,
    version: i32,
) -> Result<Option<Newest>, SettingError> {
    let mut newest = last(connection, key.as_str(), 2)?.into_iter();
    let Some((known, says, undoes)) = newest.next() else {
        return Err(refused("value", "setting-nothing").into());
    };
    if undoes == Some(version) && known == version + 1 {
        return Ok(None);
    }
    if known != version {
        return Err(SettingError::Changed);
    }
    let Some(text) = newest.next().and_then(|(_, value, _)| value) else {
        let before = None;
        return Ok(Some(Newest { says, before }));
    };
    let before = Value::stored(key, &text);
    let before = before.ok_or_else(|| refused("value", "setting-unreadable"))?;
    let before = Some(before);
    Ok(Some(Newest { says, before }))
}

/// The value as it may be published, or what must be answered first.
async fn clear(
    context: &Context,
    key: Key,
    value: Option<Value>,
    answered: Answered,
) -> Result<Result<Option<Value>, Box<Undecided>>, SettingError> {
    let Some(value) = value else {
        return Ok(Ok(None));
    };
    let texts = value.texts();
    if texts.is_empty() {
        return Ok(Ok(Some(value)));
    }
    let publication = match official::clear(context, texts, answered).await? {
        Ok(publication) => publication,
        Err(undecided) => return Ok(Err(undecided)),
    };
    // What is masked may have become too long.
    let value = Value::read(key, &value.published(&publication).write())?;
    Ok(Ok(Some(value)))
}

/// Refuses what the file names, with its keys.
fn is_open(context: &Context, key: Key) -> Result<(), ValidationErrors> {
    let fixed = key.fixed_by(&context.file);
    if fixed.is_empty() {
        return Ok(());
    }
    let mut error = ValidationError::new("setting-fixed");
    error.add_param(Cow::Borrowed("word"), &fixed.join(", "));
    let mut errors = ValidationErrors::new();
    errors.add("value", error);
    Err(errors)
}

/// The entry comes first: whoever waits for it comes later, and takes a later number of the rows as well.
fn keep(
    connection: &mut AnyConnection,
    context: &Context,
    by: i64,
    row: Row,
    before: Option<String>,
    reason: Option<&Reason>,
) -> Result<(), SettingError> {
    let brief = |text: Option<&String>| {
        let value = text.and_then(|text| Value::stored(row.key, text));
        value.map(|value| value.brief())
    };
    let fields = Map::from_iter([
        ("setting".to_owned(), json!(row.key.as_str())),
        ("set_from".to_owned(), json!(brief(before.as_ref()))),
        ("set_to".to_owned(), json!(brief(row.value.as_ref()))),
    ]);
    let arrangement = Arrangement::Setting(match row.undoes {
        None => OfSetting::Changed,
        Some(_) => OfSetting::Undone,
    });
    let about = About {
        by: Some(by),
        ..About::default()
    };
    let entry = ledger::note(connection, context, arrangement, reason, about, fields)?;
    diesel::insert_into(settings::table)
        .values((
            settings::setting.eq(row.key.as_str()),
            settings::version.eq(row.version),
            settings::value.eq(row.value),
            settings::undoes.eq(row.undoes),
            settings::entry.eq(entry),
            settings::set_at.eq(context.now()),
        ))
        .execute(connection)?;
    Ok(())
}
