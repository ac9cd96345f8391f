//! The notice at the sign-up form: who asks, for what, for how long, who receives it.
//!
//! It is shown with its hash, which goes with the form and is kept with the sign-up: what
//! somebody agreed to can be told from the text.

use sha2::{Digest as _, Sha256};

use super::Event;
use crate::{context::Context, i18n::Lang};

/// A notice as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub text: String,
    /// SHA-256 of the text, in hexadecimal.
    pub hash: String,
}

impl Notice {
    pub(super) fn bytes(&self) -> Vec<u8> {
        Sha256::digest(self.text.as_bytes()).to_vec()
    }
}

/// The notice of an event in one language. Another day of erasure makes another notice.
pub fn of(context: &Context, event: &Event, lang: Lang) -> Notice {
    let city = &context.config.city;
    let erase_on = event.erase_on.map(|day| lang.date(day)).unwrap_or_default();
    let text = lang.t_with(
        "event-notice",
        &[
            ("city", lang.pick(&city.name_zh, &city.name_en)),
            ("event", event.title.best(lang).1.to_owned()),
            ("date", erase_on),
            ("phone", city.phone.clone()),
            ("email", city.email.clone()),
        ],
    );
    let digest = Sha256::digest(text.as_bytes());
    Notice {
        hash: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
        text,
    }
}
