//! The city's logo: a picture that is made anew as any file's is, small, and kept by the hash of its bytes.

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use super::SettingError;
use crate::{
    attachments::{AttachmentError, Refused, read_logo},
    config::Logo,
    context::Context,
    db::{AnyConnection, DbError, schema::setting_pictures},
    once::first,
    text_rules::refused,
};

/// The largest file that is read for one, in bytes.
pub const LARGEST: usize = 2 * 1024 * 1024;

/// How many times as high as wide it may be: it stands in a line.
const HIGHEST: u32 = 2;

/// A picture that was made.
pub struct Picture {
    hash: String,
    ending: &'static str,
    width: u32,
    height: u32,
    bytes: Vec<u8>,
}

impl Picture {
    /// The logo that shows it.
    pub fn described(&self, alt_zh: String, alt_en: String) -> Logo {
        Logo {
            picture: self.hash.clone(),
            ending: self.ending.to_owned(),
            width: self.width,
            height: self.height,
            alt_zh,
            alt_en,
        }
    }
}

/// What is wrong with a file, in words for who chooses a logo.
pub fn code_of(refused: Refused) -> &'static str {
    match refused {
        Refused::TooLarge | Refused::TooManyPixels | Refused::TooManyFrames | Refused::TooLong => {
            "setting-logo-large"
        }
        Refused::Empty => "setting-no-picture",
        Refused::Unknown => "setting-logo-kind",
        Refused::Locked | Refused::TooComplex | Refused::Damaged => "setting-logo-damaged",
    }
}

/// Makes a picture of what somebody sent: JPEG, PNG or WebP.
pub async fn draw(context: &Context, bytes: Vec<u8>) -> Result<Picture, SettingError> {
    let wrong = |code| SettingError::Invalid(refused("picture", code));
    if bytes.len() > LARGEST {
        return Err(wrong(code_of(Refused::TooLarge)));
    }
    let made = match read_logo(context, bytes).await {
        Ok(made) => made,
        Err(AttachmentError::Refused(why)) => return Err(wrong(code_of(why))),
        Err(error) => return Err(SettingError::Attachment(error)),
    };
    if made.height > made.width.saturating_mul(HIGHEST) {
        return Err(wrong("setting-tall"));
    }
    Ok(Picture {
        hash: hex::encode(Sha256::digest(&made.bytes)),
        ending: made.kind.ending(),
        width: made.width,
        height: made.height,
        bytes: made.bytes,
    })
}

/// So many pixels as they are kept.
fn size(pixels: u32) -> i32 {
    i32::try_from(pixels).unwrap_or(i32::MAX)
}

/// Keeps a picture; one that is there already is the same.
pub(super) fn keep(connection: &mut AnyConnection, picture: &Picture) -> Result<(), DbError> {
    first(connection, |connection| {
        diesel::insert_into(setting_pictures::table)
            .values((
                setting_pictures::hash.eq(&picture.hash),
                setting_pictures::ending.eq(picture.ending),
                setting_pictures::width.eq(size(picture.width)),
                setting_pictures::height.eq(size(picture.height)),
                setting_pictures::bytes.eq(&picture.bytes),
            ))
            .execute(connection)
    })?;
    Ok(())
}

/// Refuses a logo whose picture is not there as it says: no page could show it.
pub(super) fn is_known(connection: &mut AnyConnection, logo: &Logo) -> Result<(), SettingError> {
    let there: i64 = setting_pictures::table
        .filter(setting_pictures::hash.eq(&logo.picture))
        .filter(setting_pictures::ending.eq(&logo.ending))
        .filter(setting_pictures::width.eq(size(logo.width)))
        .filter(setting_pictures::height.eq(size(logo.height)))
        .count()
        .get_result(connection)?;
    if there > 0 {
        return Ok(());
    }
    Err(refused("picture", "setting-no-picture").into())
}

/// The bytes of a picture and the ending of its name.
pub async fn picture(
    context: &Context,
    hash: String,
) -> Result<Option<(String, Vec<u8>)>, DbError> {
    context
        .db
        .read(move |connection| {
            Ok(setting_pictures::table
                .find(hash)
                .select((setting_pictures::ending, setting_pictures::bytes))
                .first(connection)
                .optional()?)
        })
        .await
}
