//! Statistics of closed months: which there are, one month's reports, and a month of the suggestion box.

pub mod list;
pub mod month;
pub mod section;
pub mod suggestions;

use chrono::{Datelike as _, NaiveDate};

use crate::{i18n::Lang, statistics::People, web::page::Page};

/// A month as people say it.
pub(super) fn month_name(month: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月", month.year(), month.month()),
        Lang::En => month.format("%B %Y").to_string(),
    }
}

/// A figure, or the words for one that is not shown.
pub(super) fn figure(page: &Page, people: People) -> String {
    people.map_or_else(|| page.t("statistics-hidden"), |people| people.to_string())
}
