//! Why a file of watched words was not read, in words for pages and programs.

use super::form;
use crate::{i18n::Lang, spam::watched::file::Unreadable};

/// What is wrong with the file, and where; nothing of it was kept.
pub fn unreadable(error: &Unreadable, lang: Lang) -> String {
    let line = error.line().unwrap_or_default().to_string();
    let arguments = [("fault", error.code().to_owned()), ("line", line)];
    let words = lang.t_with("watched-unreadable", &arguments);
    let messages = error.errors().map(|errors| form::messages(errors, lang));
    let messages = messages.unwrap_or_default().into_values();
    std::iter::once(words)
        .chain(messages)
        .collect::<Vec<_>>()
        .join(if lang == Lang::En { " " } else { "" })
}
