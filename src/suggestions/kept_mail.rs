//! Mails that came in, as they lie sealed until they have their place: whole, so that nothing of them is
//! lost, and read anew each time.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use super::{SuggestionError, suggestion::typed};
use crate::{
    attachments::{self, AttachmentError, Chosen, MOST},
    context::Context,
    keys::CannotOpen,
    mail::inbound::{self, Enclosed, Envelope, Incoming, Trusted},
    privacy::{
        Private,
        sealed::{self, Column},
    },
};

#[derive(Serialize, Deserialize)]
struct Kept {
    from: String,
    to: String,
    /// In base64.
    raw: String,
}

/// What messages are read with here.
pub(super) fn trusted(context: &Context) -> Trusted {
    let config = &context.config;
    Trusted {
        server: config.mail.authserv_id.clone(),
        host: config.base_url.host_str().unwrap_or("localhost").to_owned(),
    }
}

pub(super) fn seal(context: &Context, column: Column, envelope: &Envelope, raw: &[u8]) -> Vec<u8> {
    let kept = Kept {
        from: envelope.from.clone(),
        to: envelope.to.clone(),
        raw: STANDARD.encode(raw),
    };
    let kept = serde_json::to_string(&kept).expect("strings serialise");
    let (keys, random) = (&context.config.keys, &context.random);
    sealed::seal(keys, random, column, &Private::new(kept))
}

/// Opens and reads one.
pub(super) fn open(
    context: &Context,
    column: Column,
    sealed: &[u8],
) -> Result<(Envelope, Incoming), CannotOpen> {
    let kept = sealed::open(&context.config.keys, column, sealed)?;
    let kept: Kept = serde_json::from_str(typed(&kept)).map_err(|_| CannotOpen)?;
    let raw = STANDARD.decode(kept.raw).map_err(|_| CannotOpen)?;
    let envelope = Envelope {
        from: kept.from,
        to: kept.to,
    };
    let read = inbound::read(&raw, &envelope, &trusted(context)).ok_or(CannotOpen)?;
    Ok((envelope, read))
}

/// The files of a mail, taken in by the rules of all uploads.
#[derive(Default)]
pub struct Taken {
    pub files: Vec<Chosen>,
    /// The names of those that are not taken.
    pub left_out: Vec<Private<String>>,
}

/// Takes the files in as an account's, or nobody's; none of them is attached yet.
pub(super) async fn take_files(
    context: &Context,
    account: Option<i64>,
    files: Vec<Enclosed>,
) -> Result<Taken, SuggestionError> {
    let mut taken = Taken::default();
    for file in files {
        let Enclosed { name, bytes } = file;
        if taken.files.len() >= MOST {
            taken.left_out.push(Private::new(name));
            continue;
        }
        let incoming = incoming(&name, &bytes)?;
        match attachments::upload(context, account, incoming).await {
            Ok(mut chosen) => {
                chosen.attached.position = taken.files.len() + 1;
                taken.files.push(chosen);
            }
            Err(AttachmentError::Refused(_)) => taken.left_out.push(Private::new(name)),
            Err(AttachmentError::Db(error)) => return Err(error.into()),
            // It is taken the next time: the store is away, or too many wait.
            Err(error) => return Err(SuggestionError::Later(error.to_string())),
        }
    }
    Ok(taken)
}

fn incoming(name: &str, bytes: &[u8]) -> Result<attachments::Incoming, SuggestionError> {
    use std::io::Write as _;

    let later = |error: std::io::Error| SuggestionError::Later(error.to_string());
    let mut file = tempfile::tempfile().map_err(later)?;
    file.write_all(bytes).map_err(later)?;
    Ok(attachments::Incoming {
        name: name.to_owned(),
        alt: String::new(),
        file,
        size: bytes.len() as u64,
    })
}
