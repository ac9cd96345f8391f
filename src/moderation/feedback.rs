//! What moderators say about the detector, as counters: it was wrong here, or it missed something.
//!
//! A counter knows a day, a kind, a verdict and the detector's version; no text, no post and no
//! person, so nothing leads back. Counting changes nobody's words and no mark: the detector is
//! made better elsewhere, and the author can be asked by other means.
//!
//! A double click counts once. Each form carries a random token that was drawn for it alone;
//! its hash is kept in `spent_forms` for two days and says nothing of what the form was about.
//! The same moderator can count the same place again from a page that was loaded anew.

use std::str::FromStr;

use chrono::NaiveDate;
use diesel::{
    dsl::{min, sum},
    prelude::*,
};
use personal_data::Kind;

use super::reached::Reached;
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{detector_feedback, post_findings, posts},
        text_enum,
    },
    forum::ForumError,
    once,
    text::detector_of,
};

/// How often a count is tried again when another began the same counter at the same moment.
const TRIES: u32 = 4;

text_enum! {
    /// What a moderator says.
    pub enum Verdict {
        /// What was found is no personal data.
        NotPersonal = "not-personal",
        /// Personal data was not found.
        Missed = "missed",
    }
}

/// A finding of a post, `FIELD:START:END` as forms carry it, in Unicode characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub field: String,
    pub start: i32,
    pub end: i32,
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split(':');
        let mut next = || parts.next().ok_or(());
        let place = Self {
            field: next()?.to_owned(),
            start: next()?.parse().map_err(|_| ())?,
            end: next()?.parse().map_err(|_| ())?,
        };
        parts.next().is_none().then_some(place).ok_or(())
    }
}

/// What a moderator says about a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    NotPersonal(Place),
    Missed(Kind),
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The topic of the post.
    pub topic: i64,
    /// False when the post has no such finding any more: its author changed it.
    pub counted: bool,
}

/// Counts what was said, once for each `form`, of which this is the hash. [`ForumError::NotFound`]
/// without such a post on a board of the moderator's.
pub async fn tell(
    context: &Context,
    moderator: &Member,
    post: i64,
    said: Said,
    form: Vec<u8>,
) -> Result<Told, ForumError> {
    let today = context.clock.today(context.config.city.time_zone);
    let by = moderator.id;
    context
        .db
        .write(move |connection| {
            let reached = Reached::find(connection, by, post)?.ok_or(ForumError::NotFound)?;
            let (topic, pipeline): (i64, i32) = posts::table
                .find(reached.id())
                .select((posts::topic_id, posts::pipeline))
                .first(connection)?;
            let (verdict, kind) = match said {
                Said::Missed(kind) => (Verdict::Missed, Some(kind.as_str().to_owned())),
                Said::NotPersonal(place) => {
                    (Verdict::NotPersonal, kind_of(connection, post, &place)?)
                }
            };
            let counted = kind.is_some();
            if let Some(kind) = kind
                && once::spend(connection, &form, today)?
            {
                count(connection, today, &kind, verdict, detector_of(pipeline))?;
            }
            Ok(Told { topic, counted })
        })
        .await
}

fn kind_of(
    connection: &mut AnyConnection,
    post: i64,
    place: &Place,
) -> Result<Option<String>, DbError> {
    if place.field.contains('\0') {
        return Ok(None);
    }
    let kind = post_findings::table
        .filter(post_findings::post_id.eq(post))
        .filter(post_findings::field.eq(&place.field))
        .filter(post_findings::start_at.eq(place.start))
        .filter(post_findings::end_at.eq(place.end))
        .select(post_findings::kind)
        .first(connection)
        .optional()?;
    Ok(kind)
}

fn count(
    connection: &mut AnyConnection,
    day: NaiveDate,
    kind: &str,
    verdict: Verdict,
    detector: i32,
) -> Result<(), DbError> {
    let counter = detector_feedback::table.find((day, kind, verdict.as_str(), detector));
    for _ in 0..TRIES {
        let raised = diesel::update(counter)
            .set(detector_feedback::count.eq(detector_feedback::count + 1))
            .execute(connection)?;
        let begun = |connection: &mut AnyConnection| {
            diesel::insert_into(detector_feedback::table)
                .values((
                    detector_feedback::day.eq(day),
                    detector_feedback::kind.eq(kind),
                    detector_feedback::verdict.eq(verdict),
                    detector_feedback::detector.eq(detector),
                    detector_feedback::count.eq(1),
                ))
                .execute(connection)
        };
        if raised == 1 || once::first(connection, begun)? {
            return Ok(());
        }
    }
    Err(DbError::Unavailable("a counter could not be raised".into()))
}

/// What was said about one kind under one version of the detector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub kind: Kind,
    pub detector: i32,
    pub not_personal: i64,
    pub missed: i64,
}

/// All counters, the newest version first, kinds in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    pub lines: Vec<Line>,
    /// The first day of any; none when nothing was said yet.
    pub since: Option<NaiveDate>,
}

pub async fn counts(context: &Context) -> Result<Counts, ForumError> {
    context
        .db
        .read(|connection| {
            let rows: Vec<(String, i32, Verdict, Option<i64>)> = detector_feedback::table
                .group_by((
                    detector_feedback::kind,
                    detector_feedback::detector,
                    detector_feedback::verdict,
                ))
                .select((
                    detector_feedback::kind,
                    detector_feedback::detector,
                    detector_feedback::verdict,
                    sum(detector_feedback::count),
                ))
                .load(connection)?;
            let since = detector_feedback::table
                .select(min(detector_feedback::day))
                .first(connection)?;
            Ok(Counts {
                lines: lines(rows),
                since,
            })
        })
        .await
}

fn lines(rows: Vec<(String, i32, Verdict, Option<i64>)>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (kind, detector, verdict, count) in rows {
        // A kind that this version does not know has no name to show.
        let Ok(kind) = kind.parse() else { continue };
        let at = lines
            .iter()
            .position(|line| line.kind == kind && line.detector == detector)
            .unwrap_or_else(|| {
                lines.push(Line {
                    kind,
                    detector,
                    not_personal: 0,
                    missed: 0,
                });
                lines.len() - 1
            });
        let count = count.unwrap_or(0);
        match verdict {
            Verdict::NotPersonal => lines[at].not_personal += count,
            Verdict::Missed => lines[at].missed += count,
        }
    }
    lines.sort_by_key(|line| (std::cmp::Reverse(line.detector), line.kind));
    lines
}
