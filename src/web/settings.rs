//! What pages and programs do alike where administrators set something: let it hold at once, read why, and
//! make a logo of what was sent.

use actix_web::{HttpRequest, web::Data};
use validator::ValidationErrors;

use crate::{
    context::{Context, Current},
    privacy::{ground::LONGEST, reason::Reason},
    settings::{self, Key, Picture, SettingError, Value},
    text_rules::{readable, refuse, refuse_length},
};

/// Lets what was set hold on this node from the next request on. Where that fails, it is looked for again
/// within seconds, as on every other node.
pub(super) async fn take_up(request: &HttpRequest) {
    let Some(current) = request.app_data::<Data<Current>>() else {
        return;
    };
    if let Err(error) = settings::take_up(current).await {
        tracing::warn!(%error, "what was set is taken up with the next look");
    }
}

/// Why somebody sets it, where they say so.
pub(super) fn reason(words: &str) -> Result<Option<Reason>, SettingError> {
    if words.trim().is_empty() {
        return Ok(None);
    }
    let mut errors = ValidationErrors::new();
    if !readable(words) {
        refuse(&mut errors, "reason", "characters");
        return Err(errors.into());
    }
    Reason::new(words).map(Some).map_err(|_| {
        refuse_length(&mut errors, "reason", 0, LONGEST);
        errors.into()
    })
}

/// A logo of what was sent or, where that is nothing, of the picture that there is with other words.
pub(super) async fn logo(
    context: &Context,
    bytes: Option<Vec<u8>>,
    (alt_zh, alt_en): (String, String),
) -> Result<(Value, Option<Picture>), SettingError> {
    let (logo, picture) = match bytes {
        Some(bytes) => {
            let picture = settings::draw(context, bytes).await?;
            (picture.described(alt_zh, alt_en), Some(picture))
        }
        None => match settings::find(context, Key::Logo).await?.value {
            Some(Value::Logo(logo)) => {
                let logo = crate::config::Logo {
                    alt_zh,
                    alt_en,
                    ..logo
                };
                (logo, None)
            }
            _ => {
                let mut errors = ValidationErrors::new();
                refuse(&mut errors, "picture", "setting-no-picture");
                return Err(errors.into());
            }
        },
    };
    let value = Value::read(Key::Logo, &Value::Logo(logo).write())?;
    Ok((value, picture))
}
