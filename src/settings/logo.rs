//! The city's logo: a picture that is made anew as any file's is, small, and kept by the hash of its bytes.

use std::borrow::Cow;

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};
use validator::{ValidationError, ValidationErrors};

use super::SettingError;
use crate::{
    attachments::{AttachmentError, Refused, read_logo},
    config::Logo,
    context::Context,
    db::{AnyConnection, DbError, schema::setting_pictures},
    once::first,
    text_rules::refused,
};

const MIB: usize = 1024 * 1024;

/// The largest file that is read for one, in bytes, where the city does not take less of any file.
const LARGEST: usize = 2 * MIB;

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

/// The largest file that is read for one here, in bytes: of a larger one nothing whole arrives.
pub fn largest(context: &Context) -> usize {
    LARGEST.min(context.config.attachments.largest)
}

/// The same in MiB.
pub fn largest_mib(context: &Context) -> usize {
    largest(context) / MIB
}

/// What is wrong with a file that is too large for a logo.
pub fn too_large(context: &Context) -> ValidationErrors {
    wrong(context, Refused::TooLarge)
}

/// What is wrong with a file, in words for who chooses a logo.
fn wrong(context: &Context, why: Refused) -> ValidationErrors {
    let code = match why {
        Refused::TooLarge | Refused::TooManyPixels | Refused::TooManyFrames | Refused::TooLong => {
            "setting-logo-large"
        }
        Refused::Empty => "setting-no-picture",
        Refused::Unknown => "setting-logo-kind",
        Refused::Locked | Refused::TooComplex | Refused::Damaged => "setting-logo-damaged",
    };
    let mut error = ValidationError::new(code);
    error.add_param(Cow::Borrowed("max"), &largest_mib(context));
    let mut errors = ValidationErrors::new();
    errors.add("picture", error);
    errors
}

/// Makes a picture of what somebody sent: JPEG, PNG or WebP.
pub async fn draw(context: &Context, bytes: Vec<u8>) -> Result<Picture, SettingError> {
    if bytes.len() > largest(context) {
        return Err(too_large(context).into());
    }
    let made = match read_logo(context, bytes).await {
        Ok(made) => made,
        Err(AttachmentError::Refused(why)) => return Err(wrong(context, why).into()),
        Err(error) => return Err(SettingError::Attachment(error)),
    };
    if made.height > made.width.saturating_mul(HIGHEST) {
        return Err(refused("picture", "setting-tall").into());
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
