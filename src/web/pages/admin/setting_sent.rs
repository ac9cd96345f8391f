//! What the form of a setting sends: its fields, and the file of a logo.

use super::setting_form::Typed;
use crate::{
    attachments::Incoming,
    context::Context,
    objects::StoreError,
    settings::{self, Change, Kept, Key, Picture, SettingError, Value},
    text::official::Answered,
    threads,
    web::{
        form::Form,
        settings::{logo, reason},
    },
};

/// Keeps what a form says, or says what is wrong with it.
pub(super) async fn keep(
    context: &Context,
    by: i64,
    key: Key,
    form: &Form,
    typed: &Typed,
    files: Vec<Incoming>,
    answered: Answered,
) -> Result<Kept, SettingError> {
    let reason = reason(&typed.reason)?;
    let (value, picture) = read(context, key, form, typed, files).await?;
    let change = Change {
        key,
        version: form.get("version").parse().unwrap_or(0),
        value,
        picture,
        reason,
    };
    settings::set(context, by, change, answered).await
}

async fn read(
    context: &Context,
    key: Key,
    form: &Form,
    typed: &Typed,
    files: Vec<Incoming>,
) -> Result<(Option<Value>, Option<Picture>), SettingError> {
    if form.has("shipped") {
        return Ok((None, None));
    }
    if key == Key::Logo {
        let bytes = match files.into_iter().next() {
            Some(file) => Some(bytes(context, file).await?),
            None => None,
        };
        let alt = (typed.alt_zh.clone(), typed.alt_en.clone());
        let (value, picture) = logo(context, bytes, alt).await?;
        return Ok((Some(value), picture));
    }
    let zone = context.config.city.time_zone;
    Ok((Some(Value::read(key, &typed.json(key, zone))?), None))
}

/// What was sent; of what is too large nothing is read.
async fn bytes(context: &Context, incoming: Incoming) -> Result<Vec<u8>, SettingError> {
    use std::io::{Read as _, Seek as _};
    if incoming.size > settings::largest_logo(context) as u64 {
        return Err(settings::logo_too_large(context).into());
    }
    let mut file = incoming.file;
    let read = threads::blocking(move || {
        let mut bytes = Vec::new();
        file.rewind().and_then(|()| file.read_to_end(&mut bytes))?;
        Ok::<_, std::io::Error>(bytes)
    });
    let read = read.await.unwrap_or_else(|_| Ok(Vec::new()));
    read.map_err(|error| SettingError::Attachment(StoreError::from(error).into()))
}
