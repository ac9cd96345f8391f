//! Opinion polls: a question with options, who has voted, and how many chose what.
//!
//! There is no ballot: voting leaves a mark (a keyed hash of account and poll, which SQLite keeps
//! in the order of the hashes and PostgreSQL in that of voting) and adds one to a tally, in one
//! transaction, with no time on either. The marks are erased when the poll has closed. Figures
//! are shown by [`results`] alone.

mod draft;
pub mod results;
mod vote;

use chrono::NaiveDate;
use diesel::prelude::*;
use validator::ValidationErrors;

use crate::{
    began,
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{boards as board_table, poll_options, polls, topics},
    },
    forum::{State, boards, reader::Reader},
    i18n::Lang,
};

pub use draft::{
    Draft, LONGEST_OPTION, LONGEST_QUESTION, LONGEST_TITLE, MOST_OPTIONS, Made, Words, change,
    create, may_make, seed,
};
pub use vote::{has_voted, is_marked_with_older, settle, vote};

/// Why something about a poll was not done.
#[derive(Debug, thiserror::Error)]
pub enum PollError {
    #[error("there is no such poll")]
    NotFound,
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    /// It opens later, or has closed.
    #[error("nobody can vote in this poll now")]
    NotOpen,
    /// Voting has begun: a poll's texts and days stay as they are.
    #[error("voting in this poll has begun")]
    Begun,
    /// This account has a mark: the tally stays as it is.
    #[error("this account has voted in this poll")]
    AlreadyVoted,
    #[error("the poll has no such option")]
    NoSuchOption,
    /// It is not what the change began from.
    #[error("somebody changed it meanwhile")]
    Changed,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for PollError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// Where a poll stands today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Open,
    Upcoming,
    Closed,
}

impl Phase {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Upcoming => "upcoming",
            Self::Closed => "closed",
        }
    }
}

/// A text in both languages; empty in one that the poll does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Both {
    zh: String,
    en: String,
}

impl Both {
    /// The text in a language, empty where the poll does not have it.
    fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// The text for a reader of `lang`, in that language or the other, with the language it is in.
    pub fn best(&self, lang: Lang) -> (Lang, &str) {
        let (own, other) = (self.of(lang), self.of(lang.other()));
        if own.is_empty() {
            (lang.other(), other)
        } else {
            (lang, own)
        }
    }
}

/// An option without its tally, which only [`results`] reads.
#[derive(Clone, Debug)]
pub struct Choice {
    pub number: i32,
    pub text: Both,
}

#[derive(Clone, Debug)]
pub struct Poll {
    pub id: i64,
    pub topic: Option<i64>,
    pub title: Both,
    pub question: Both,
    /// The first and the last day of voting, in the city's time zone.
    pub opens_on: NaiveDate,
    pub closes_on: NaiveDate,
    pub phase: Phase,
    pub options: Vec<Choice>,
}

type Row = (
    i64,
    Option<i64>,
    (String, String),
    (String, String),
    NaiveDate,
    NaiveDate,
);

type Columns = (
    polls::id,
    polls::topic_id,
    (polls::title_zh, polls::title_en),
    (polls::question_zh, polls::question_en),
    polls::opens_on,
    polls::closes_on,
);

const COLUMNS: Columns = (
    polls::id,
    polls::topic_id,
    (polls::title_zh, polls::title_en),
    (polls::question_zh, polls::question_en),
    polls::opens_on,
    polls::closes_on,
);

impl Poll {
    /// Says what is asked: equal for equal polls.
    pub fn stamp(&self) -> String {
        let asked = (&self.title, &self.question, &self.options);
        let said = format!("{:?}", (self.topic, self.opens_on, self.closes_on, asked));
        began::stamp([said.as_str()])
    }

    fn of(row: Row, today: NaiveDate) -> Self {
        let (id, topic, title, question, opens_on, closes_on) = row;
        Self {
            id,
            topic,
            title: both(title),
            question: both(question),
            opens_on,
            closes_on,
            phase: phase(opens_on, closes_on, today),
            options: Vec::new(),
        }
    }
}

fn both((zh, en): (String, String)) -> Both {
    Both { zh, en }
}

fn phase(opens_on: NaiveDate, closes_on: NaiveDate, today: NaiveDate) -> Phase {
    if today > closes_on {
        Phase::Closed
    } else if today < opens_on {
        Phase::Upcoming
    } else {
        Phase::Open
    }
}

fn today(context: &Context) -> NaiveDate {
    context.clock.today(context.config.city.time_zone)
}

/// Polls on a page, at most.
const LISTED: i64 = 200;

/// The polls that a reader may see: on a topic, as that topic; else everybody's.
macro_rules! seen_by {
    ($reader:expr) => {
        polls::table
            .left_join(topics::table.inner_join(board_table::table))
            .filter(
                polls::topic_id.is_null().or(topics::state
                    .assume_not_null()
                    .eq(State::Published)
                    .and(boards::readable_of_maybe($reader))),
            )
    };
}

/// The newest polls, open ones first, without their options.
pub async fn list(context: &Context, reader: impl Into<Reader>) -> Result<Vec<Poll>, PollError> {
    let (today, reader) = (today(context), reader.into());
    context
        .db
        .read(move |connection| {
            let rows: Vec<Row> = seen_by!(reader)
                .order((polls::closes_on.desc(), polls::id.desc()))
                .limit(LISTED)
                .select(COLUMNS)
                .load(connection)?;
            let mut all: Vec<Poll> = rows.into_iter().map(|row| Poll::of(row, today)).collect();
            all.sort_by_key(|poll| poll.phase);
            Ok(all)
        })
        .await
}

/// The polls on a topic that the reader sees, without their options.
pub fn of_topic(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
) -> Result<Vec<Poll>, PollError> {
    let today = today(context);
    let rows: Vec<Row> = polls::table
        .filter(polls::topic_id.eq(topic))
        .order(polls::id)
        .select(COLUMNS)
        .load(connection)?;
    Ok(rows.into_iter().map(|row| Poll::of(row, today)).collect())
}

/// A poll with its options, if the reader may see it.
pub async fn find(
    context: &Context,
    id: i64,
    reader: impl Into<Reader>,
) -> Result<Poll, PollError> {
    let (today, reader) = (today(context), reader.into());
    context
        .db
        .read(move |connection| by_id(connection, id, reader, today))
        .await
}

fn by_id(
    connection: &mut AnyConnection,
    id: i64,
    reader: Reader,
    today: NaiveDate,
) -> Result<Poll, PollError> {
    let row: Row = seen_by!(reader)
        .filter(polls::id.eq(id))
        .select(COLUMNS)
        .first(connection)
        .optional()?
        .ok_or(PollError::NotFound)?;
    let options: Vec<(i32, (String, String))> = poll_options::table
        .filter(poll_options::poll_id.eq(id))
        .order(poll_options::number)
        .select((
            poll_options::number,
            (poll_options::text_zh, poll_options::text_en),
        ))
        .load(connection)?;
    let mut poll = Poll::of(row, today);
    poll.options = options
        .into_iter()
        .map(|(number, text)| Choice {
            number,
            text: both(text),
        })
        .collect();
    Ok(poll)
}
