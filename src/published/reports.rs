//! Published suggestions as other programs take them over: with their words, by number, or by the
//! day on which they reached the city.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use diesel::prelude::*;

use super::{
    PublishedError, public,
    shown::{Row, Shown, columns, complete},
};
use crate::{
    clock::day_begins,
    context::Context,
    db::{
        DbError,
        schema::{
            boards as board_table, cases, categories, districts, posts, published_suggestions,
            topics,
        },
    },
    forum::{State as Visible, boards, reader::Reader},
    offices::{Category, District},
    search::impersonal,
    suggestions::State,
};

/// As many are given at once.
pub const MOST: i64 = 1000;

/// Which are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    Topics(Vec<i64>),
    /// Those of some days; a time of day is not public, so nobody narrows a search down to one.
    Received {
        first: NaiveDate,
        last: NaiveDate,
        /// Slugs; all where there is none.
        categories: Vec<String>,
        /// Whether an office owes an answer; both where it does not matter.
        open: Option<bool>,
    },
}

/// A published suggestion and its words, without the public personal data in them: where they go
/// no mark stands beside it, and nobody can mask it later.
#[derive(Clone, Debug)]
pub struct Report {
    pub shown: Shown,
    pub title: String,
    pub text: String,
}

/// The newest that are public, at most [`MOST`].
pub async fn list(context: &Context, which: Which) -> Result<Vec<Report>, PublishedError> {
    let zone = context.config.city.time_zone;
    let found = context.db.read(move |connection| {
        let mut query = public!()
            .select(columns!())
            .order((
                published_suggestions::published_at.desc(),
                published_suggestions::topic_id.desc(),
            ))
            .limit(MOST)
            .into_boxed();
        match which {
            Which::Topics(topics) => {
                query = query.filter(published_suggestions::topic_id.eq_any(topics));
            }
            Which::Received {
                first,
                last,
                categories: slugs,
                open,
            } => {
                let received = cases::received_on.assume_not_null();
                let behind = last.checked_add_days(Days::new(1)).unwrap_or(last);
                query = query.filter(
                    cases::received_on
                        .is_not_null()
                        .and(received.ge(first))
                        .and(received.le(last))
                        .or(cases::received_on
                            .is_null()
                            .and(cases::created_at.ge(day_begins(first, zone)))
                            .and(cases::created_at.lt(day_begins(behind, zone)))),
                );
                if !slugs.is_empty() {
                    query = query.filter(categories::slug.eq_any(slugs));
                }
                query = match open {
                    Some(true) => query.filter(cases::state.ne_all(State::OVER)),
                    Some(false) => query.filter(cases::state.eq_any(State::OVER)),
                    None => query,
                };
            }
        }
        let rows: Vec<Row> = query.load(connection)?;
        let shown = complete(connection, rows, zone)?;
        let opened: Vec<i64> = shown.iter().map(|one| one.topic).collect();
        let texts: Vec<(i64, String)> = posts::table
            .filter(posts::topic_id.eq_any(opened))
            .filter(posts::opens_topic.eq(true))
            .filter(posts::state.eq(Visible::Published))
            .select((posts::topic_id, posts::body_html))
            .load(connection)?;
        Ok::<_, PublishedError>((shown, texts))
    });
    let (shown, texts) = found.await?;
    // So many texts keep a processor busy, and need no connection.
    let read = move || {
        let mut texts: HashMap<i64, String> = texts.into_iter().collect();
        let reports = shown.into_iter().filter_map(|shown| {
            Some(Report {
                text: impersonal(&texts.remove(&shown.topic)?),
                title: impersonal(&shown.title_html),
                shown,
            })
        });
        reports.collect()
    };
    let reports = crate::threads::blocking(read).await;
    Ok(reports.map_err(|_| DbError::Panicked)?)
}
