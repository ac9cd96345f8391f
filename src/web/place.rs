//! Where in a list a request begins: after or before a place, at the end, or on a day.

use std::{collections::HashMap, fmt::Display, str::FromStr};

use chrono::NaiveDate;

use crate::{forum::cursor::From, search};

/// From where a list is asked for.
pub(super) fn place<C: FromStr>(query: &HashMap<String, String>) -> From<C> {
    let given = |name: &str| query.get(name).map(String::as_str);
    if given("page") == Some("last") {
        From::End
    } else {
        From::parse(given("after"), given("before"))
    }
}

/// The post with which a topic's page is to begin.
pub(super) fn post_of(query: &HashMap<String, String>) -> Option<i64> {
    query.get("post")?.parse().ok()
}

/// How many rows a page of a register shows.
pub(super) const PAGE: usize = 50;
/// How many are read for it: one more tells whether there is another page.
pub(super) const READ: i64 = PAGE as i64 + 1;

/// The place before which a page of a register begins.
pub(super) fn before<C: FromStr>(query: &HashMap<String, String>) -> Option<C> {
    query.get("before")?.parse().ok()
}

/// A page's rows of those that were read, and the query of the page after.
pub(super) fn paged<T, C: Display>(
    mut rows: Vec<T>,
    place: impl Fn(&T) -> C,
) -> (Vec<T>, Option<String>) {
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let last = rows.last().filter(|_| more);
    let next = last.map(|last| format!("?before={}", place(last)));
    (rows, next)
}

/// A day to which a list is to go.
pub(super) enum Jump {
    None,
    To(NaiveDate),
    /// What was typed is no day.
    Wrong,
}

pub(super) fn jump(query: &HashMap<String, String>) -> Jump {
    match query.get("on").map(|on| on.trim()) {
        None | Some("") => Jump::None,
        Some(on) => search::day(on).map_or(Jump::Wrong, Jump::To),
    }
}

/// The query that leads to a place of a list.
pub(super) fn query_of<C: Display>(from: &From<C>) -> String {
    match from {
        From::Start => String::new(),
        From::End => "?page=last".to_owned(),
        From::After(place) => format!("?after={place}"),
        From::Before(place) => format!("?before={place}"),
    }
}
