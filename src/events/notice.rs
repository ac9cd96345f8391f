//! The notice at the sign-up form: who asks, for what, for how long, who receives it.
//!
//! It is shown with its hash, which goes with the form: the consent names the text that was read.

use super::Event;
use crate::{
    context::Context,
    i18n::Lang,
    privacy::notices::{Notice, Text},
};

/// The notice of an event in one language. Another day of erasure makes another notice.
pub fn of(context: &Context, event: &Event, lang: Lang) -> Text {
    let city = &context.config.city;
    let erase_on = event.erase_on.map(|day| lang.date(day)).unwrap_or_default();
    let notice = Notice::EventSignUp;
    let mut arguments = notice.of_inventory(lang, &context.config);
    arguments.extend([
        ("city", lang.pick(&city.name_zh, &city.name_en)),
        ("event", event.title.best(lang).1.to_owned()),
        ("date", erase_on),
        ("phone", city.phone.clone()),
        ("email", city.email.clone()),
    ]);
    Text {
        notice,
        version: notice.version(),
        lang,
        body: lang.t_with("event-notice", &arguments),
    }
}
