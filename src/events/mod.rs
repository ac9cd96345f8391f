//! Events: announcements with dates and places, signing up with a waiting list, and campaign
//! links that are counted as totals.
//!
//! What people give when they sign up is covered data: sealed, for the organiser alone, and
//! erased on the day that the announcement states.

pub mod campaigns;
mod draft;
pub mod ical;
mod letters;
pub mod notice;
pub mod sign_up;

use chrono::NaiveDate;
use diesel::prelude::*;
use validator::ValidationErrors;

use crate::{
    accounts::Member,
    began,
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::events, text_enum},
    keys::CannotOpen,
    privacy::erasures::JournalError,
};

pub use draft::{
    Draft, LONGEST_BODY, LONGEST_PLACE, LONGEST_TITLE, Made, SignUpTerms, Words, call_off, create,
    seed, update, usual_erasure,
};
pub use letters::sample_mails;

pub use crate::i18n::Both;

text_enum! {
    /// Where somebody who signed up stands.
    pub enum Standing {
        /// Has a place.
        Confirmed = "confirmed",
        /// Gets one when somebody else cancels.
        Waiting = "waiting",
    }
}

/// Why something about an event was not done.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    /// There is none, or it is somebody else's to change.
    #[error("there is no such event")]
    NotFound,
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    /// It takes no sign-ups, or none any more.
    #[error("nobody can sign up for this event now")]
    Closed,
    /// The notice that was shown is not the one that holds now: it must be read again.
    #[error("the notice has changed")]
    NoticeChanged,
    /// The link was used, or what it speaks of is erased.
    #[error("the link was used or has expired")]
    Gone,
    #[error("there is a link of this code already")]
    CodeTaken,
    /// It is not what the change began from.
    #[error("somebody changed it meanwhile")]
    Changed,
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(transparent)]
    Sealed(#[from] CannotOpen),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for EventError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// An announcement.
#[derive(Clone, Debug)]
pub struct Event {
    pub id: i64,
    pub title: Both,
    /// Markdown.
    pub body: Both,
    pub body_html: Both,
    pub place: Both,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// Whether people sign up for it, until which day, how many have a place, and when what
    /// they gave is erased.
    pub sign_up: bool,
    pub sign_up_until: Option<NaiveDate>,
    pub capacity: Option<i32>,
    pub erase_on: Option<NaiveDate>,
    organiser: Option<i64>,
    pub cancelled: bool,
    pub updated_at: Timestamp,
}

impl Event {
    /// Whether it is this account's to change, and its list to see.
    pub fn is_of(&self, member: &Member) -> bool {
        self.organiser == Some(member.id)
    }

    /// Says what is announced: equal for equal announcements.
    pub fn stamp(&self) -> String {
        let Self {
            title,
            body,
            place,
            starts_at,
            ends_at,
            sign_up,
            sign_up_until,
            capacity,
            erase_on,
            cancelled,
            ..
        } = self;
        let terms = (sign_up, sign_up_until, capacity, erase_on, cancelled);
        let said = format!("{:?}", (title, body, place, starts_at, ends_at, terms));
        began::stamp([said.as_str()])
    }

    /// Whether anybody can sign up on this day.
    pub fn takes_sign_ups(&self, today: NaiveDate) -> bool {
        self.sign_up && !self.cancelled && self.sign_up_until.is_some_and(|until| today <= until)
    }
}

type Row = (
    i64,
    (String, String),
    (String, String),
    (String, String),
    (String, String),
    (Timestamp, Timestamp),
    (bool, Option<NaiveDate>, Option<i32>, Option<NaiveDate>),
    (Option<i64>, bool, Timestamp),
);

type Columns = (
    events::id,
    (events::title_zh, events::title_en),
    (events::body_zh, events::body_en),
    (events::body_html_zh, events::body_html_en),
    (events::place_zh, events::place_en),
    (events::starts_at, events::ends_at),
    (
        events::sign_up,
        events::sign_up_until,
        events::capacity,
        events::erase_on,
    ),
    (events::organiser_id, events::cancelled, events::updated_at),
);

const COLUMNS: Columns = (
    events::id,
    (events::title_zh, events::title_en),
    (events::body_zh, events::body_en),
    (events::body_html_zh, events::body_html_en),
    (events::place_zh, events::place_en),
    (events::starts_at, events::ends_at),
    (
        events::sign_up,
        events::sign_up_until,
        events::capacity,
        events::erase_on,
    ),
    (events::organiser_id, events::cancelled, events::updated_at),
);

impl Event {
    fn of(row: Row) -> Self {
        let (id, title, body, body_html, place, times, terms, state) = row;
        let both = |(zh, en)| Both { zh, en };
        Self {
            id,
            title: both(title),
            body: both(body),
            body_html: both(body_html),
            place: both(place),
            starts_at: times.0,
            ends_at: times.1,
            sign_up: terms.0,
            sign_up_until: terms.1,
            capacity: terms.2,
            erase_on: terms.3,
            organiser: state.0,
            cancelled: state.1,
            updated_at: state.2,
        }
    }
}

fn today(context: &Context) -> NaiveDate {
    context.clock.today(context.config.city.time_zone)
}

/// Events on a page and in a feed, at most.
const LISTED: i64 = 100;

/// Events that have not ended, the next one first.
pub async fn upcoming(context: &Context) -> Result<Vec<Event>, EventError> {
    let now = context.now();
    context
        .db
        .read(move |connection| {
            let rows: Vec<Row> = events::table
                .filter(events::ends_at.ge(now))
                .order((events::starts_at, events::id))
                .limit(LISTED)
                .select(COLUMNS)
                .load(connection)?;
            Ok(rows.into_iter().map(Event::of).collect())
        })
        .await
}

/// Events that have ended, the last one first.
pub async fn past(context: &Context) -> Result<Vec<Event>, EventError> {
    let now = context.now();
    context
        .db
        .read(move |connection| {
            let rows: Vec<Row> = events::table
                .filter(events::ends_at.lt(now))
                .order((events::starts_at.desc(), events::id.desc()))
                .limit(LISTED)
                .select(COLUMNS)
                .load(connection)?;
            Ok(rows.into_iter().map(Event::of).collect())
        })
        .await
}

pub async fn find(context: &Context, id: i64) -> Result<Event, EventError> {
    context
        .db
        .read(move |connection| by_id(connection, id))
        .await
}

/// The event, if it is this account's.
pub async fn of_organiser(
    context: &Context,
    member: &Member,
    id: i64,
) -> Result<Event, EventError> {
    let event = find(context, id).await?;
    if event.is_of(member) {
        Ok(event)
    } else {
        Err(EventError::NotFound)
    }
}

fn by_id(connection: &mut AnyConnection, id: i64) -> Result<Event, EventError> {
    let row: Option<Row> = events::table
        .find(id)
        .select(COLUMNS)
        .first(connection)
        .optional()?;
    row.map(Event::of).ok_or(EventError::NotFound)
}
