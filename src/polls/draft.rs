//! Making a poll, and changing it before anybody can vote: what it must have, the personal-data
//! check of its texts, and its rows.

use chrono::{Months, NaiveDate};
use diesel::prelude::*;
use validator::{Validate, ValidationErrors};

use super::{Phase, Poll, PollError, by_id, find, today};
use crate::{
    accounts::Member,
    began::Began,
    context::Context,
    db::{
        AnyConnection, Timestamp,
        locks::{self, Table},
        schema::{poll_marks, poll_options, polls, topics as topic_table},
    },
    forum::{ForumError, reader::Reader, topics},
    i18n::Lang,
    once::Submission,
    review::Reach,
    text::{
        Field, Format,
        official::{self, Answered},
        publication::{Publication, Undecided},
    },
    text_rules::{plain_line, readable, refuse, refuse_length},
};

pub const LONGEST_TITLE: usize = 120;
pub const LONGEST_QUESTION: usize = 1000;
pub const LONGEST_OPTION: usize = 120;
pub const MOST_OPTIONS: usize = 20;
/// A poll that asks for longer than this asks nobody.
const LONGEST_RUN: Months = Months::new(12);

/// A poll's texts in one language, all or none.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub title: String,
    pub question: String,
    /// One option a line.
    pub options: String,
}

impl Words {
    fn is_empty(&self) -> bool {
        [&self.title, &self.question, &self.options]
            .iter()
            .all(|text| text.trim().is_empty())
    }

    fn lines(&self) -> Vec<&str> {
        let lines = self.options.lines().map(str::trim);
        lines.filter(|line| !line.is_empty()).collect()
    }
}

/// A poll as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub topic: Option<i64>,
    pub zh: Words,
    pub en: Words,
    /// The first and the last day of voting.
    pub opens_on: Option<NaiveDate>,
    pub closes_on: Option<NaiveDate>,
}

/// The names of the fields of one language: title, question, options.
const fn names(lang: Lang) -> [&'static str; 3] {
    match lang {
        Lang::Zh => ["title_zh", "question_zh", "options_zh"],
        Lang::En => ["title_en", "question_en", "options_en"],
    }
}

impl Validate for Draft {
    fn validate(&self) -> Result<(), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        for (lang, words) in [(Lang::Zh, &self.zh), (Lang::En, &self.en)] {
            if !words.is_empty() {
                check_words(&mut errors, names(lang), words);
            }
        }
        if self.zh.is_empty() && self.en.is_empty() {
            refuse(&mut errors, "title_zh", "one-language");
        }
        if !self.zh.is_empty()
            && !self.en.is_empty()
            && self.zh.lines().len() != self.en.lines().len()
        {
            refuse(&mut errors, "options_en", "same-options");
        }
        match (self.opens_on, self.closes_on) {
            (Some(opens), Some(closes)) => {
                let latest = opens.checked_add_months(LONGEST_RUN);
                if closes < opens || latest.is_none_or(|latest| closes > latest) {
                    refuse(&mut errors, "closes_on", "poll-end");
                }
            }
            (opens, closes) => {
                if opens.is_none() {
                    refuse(&mut errors, "opens_on", "date");
                }
                if closes.is_none() {
                    refuse(&mut errors, "closes_on", "date");
                }
            }
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}

fn check_words(errors: &mut ValidationErrors, names: [&'static str; 3], words: &Words) {
    let mut text = |name, text: &str, longest, characters: fn(&str) -> bool| {
        if text.trim().is_empty() {
            refuse(errors, name, "required");
        } else if text.chars().count() > longest {
            refuse_length(errors, name, 1, longest);
        } else if !characters(text) {
            refuse(errors, name, "characters");
        }
    };
    text(names[0], &words.title, LONGEST_TITLE, plain_line);
    text(names[1], &words.question, LONGEST_QUESTION, readable);
    let lines = words.lines();
    let mut different = lines.clone();
    different.sort_unstable();
    different.dedup();
    if !(2..=MOST_OPTIONS).contains(&lines.len()) {
        refuse(errors, names[2], "poll-options");
    } else if different.len() != lines.len() {
        refuse(errors, names[2], "poll-twice");
    } else if lines
        .iter()
        .any(|line| line.chars().count() > LONGEST_OPTION)
    {
        refuse(errors, names[2], "poll-option-long");
    } else if !lines.iter().all(|line| plain_line(line)) {
        refuse(errors, names[2], "characters");
    }
}

impl Draft {
    /// The texts that the detector looks at and that are published.
    pub fn fields(&self) -> Vec<Field> {
        [(Lang::Zh, &self.zh), (Lang::En, &self.en)]
            .into_iter()
            .filter(|(_, words)| !words.is_empty())
            .flat_map(|(lang, words)| {
                let [title, question, options] = names(lang);
                [
                    Field::new(title, Format::Plain, words.title.trim()),
                    Field::new(question, Format::Plain, words.question.trim()),
                    Field::new(options, Format::Plain, words.lines().join("\n")),
                ]
            })
            .collect()
    }

    /// This draft with other texts: those that applying the answers left.
    pub fn with(mut self, fields: &[Field]) -> Self {
        for (lang, words) in [(Lang::Zh, &mut self.zh), (Lang::En, &mut self.en)] {
            let [title, question, options] = names(lang);
            for field in fields {
                let text = match field.name {
                    name if name == title => &mut words.title,
                    name if name == question => &mut words.question,
                    name if name == options => &mut words.options,
                    _ => continue,
                };
                text.clone_from(&field.source);
            }
        }
        self
    }
}

/// What came of a draft.
pub enum Made {
    Poll(i64),
    /// Its findings must be answered first; nothing is stored.
    Undecided(Box<Undecided>),
}

impl From<&Poll> for Draft {
    fn from(poll: &Poll) -> Self {
        let words = |lang: Lang| {
            let options = poll.options.iter().map(|option| option.text.of(lang));
            Words {
                title: poll.title.of(lang).to_owned(),
                question: poll.question.of(lang).to_owned(),
                options: options.collect::<Vec<_>>().join("\n"),
            }
        };
        let (zh, en) = (words(Lang::Zh), words(Lang::En));
        Self {
            topic: poll.topic,
            zh,
            en,
            opens_on: Some(poll.opens_on),
            closes_on: Some(poll.closes_on),
        }
    }
}

/// Whether somebody makes and changes polls: on a topic, a moderator of its board; for the whole
/// site, a moderator of every board.
pub async fn may_make(
    context: &Context,
    member: &Member,
    topic: Option<i64>,
) -> Result<bool, PollError> {
    if !member.is_moderator {
        return Ok(false);
    }
    let by = member.id;
    context
        .db
        .read(move |connection| {
            let reach = Reach::of(connection, by)?;
            let Some(topic) = topic else {
                return Ok(reach == Reach::Everywhere);
            };
            let board: Option<i64> = topic_table::table
                .find(topic)
                .select(topic_table::board_id)
                .first(connection)
                .optional()?;
            Ok(board.is_some_and(|board| reach.covers(board)))
        })
        .await
}

/// As [`may_make`]: for who may not, there is nothing.
async fn admit(context: &Context, member: &Member, topic: Option<i64>) -> Result<(), PollError> {
    let may = may_make(context, member, topic).await?;
    may.then_some(()).ok_or(PollError::NotFound)
}

/// Makes a poll, which a moderator or administrator does. A topic that it stands on must be
/// published, and voting cannot have begun before it is made. The same `submission` twice is one poll.
pub async fn create(
    context: &Context,
    member: &Member,
    submission: &str,
    draft: Draft,
    answered: Answered,
) -> Result<Made, PollError> {
    let draft = match clear(context, member, draft, answered).await? {
        Ok(draft) => draft,
        Err(undecided) => return Ok(Made::Undecided(undecided)),
    };
    let (cx, author) = (context.clone(), member.id);
    let said = ["poll", &format!("{draft:?}")];
    let submission = Submission::new(context, submission, Some(author), &said);
    let poll = context
        .db
        .write(move |connection| {
            submission.once(connection, &cx, |connection| {
                insert(connection, &draft, Some(author), cx.now(), &[])
            })
        })
        .await?;
    Ok(Made::Poll(poll))
}

/// Puts another draft in the place of a poll that opens later: whoever could make both. [`PollError::Changed`]
/// where it is not what the change `began` from.
pub async fn change(
    context: &Context,
    member: &Member,
    poll: i64,
    draft: Draft,
    answered: Answered,
    began: Began,
) -> Result<Made, PollError> {
    let there = find(context, poll, member).await?;
    admit(context, member, there.topic).await?;
    if there.phase != Phase::Upcoming {
        return Err(PollError::Begun);
    }
    if began.is_not(&there.stamp()) {
        return Err(PollError::Changed);
    }
    let draft = match clear(context, member, draft, answered).await? {
        Ok(draft) => draft,
        Err(undecided) => return Ok(Made::Undecided(undecided)),
    };
    let (today, reader) = (today(context), Reader::from(member));
    context
        .db
        .write(move |connection| {
            locks::hold(connection, Table::Polls, [poll].into())?;
            if began.is_not(&by_id(connection, poll, reader, today)?.stamp()) {
                return Err(PollError::Changed);
            }
            replace(connection, poll, &draft, today)
        })
        .await?;
    Ok(Made::Poll(poll))
}

/// The draft as it may be published.
async fn clear(
    context: &Context,
    member: &Member,
    draft: Draft,
    answered: Answered,
) -> Result<Result<Draft, Box<Undecided>>, PollError> {
    draft.validate()?;
    if draft.opens_on.is_some_and(|opens| opens < today(context)) {
        let mut errors = ValidationErrors::new();
        refuse(&mut errors, "opens_on", "past");
        return Err(errors.into());
    }
    admit(context, member, draft.topic).await?;
    if let Some(topic) = draft.topic {
        match topics::find(context, topic, member).await {
            Ok(_) => {}
            Err(ForumError::Db(error)) => return Err(error.into()),
            Err(_) => return Err(PollError::NotFound),
        }
    }
    let publication = match official::clear(context, draft.fields(), answered).await? {
        Ok(publication) => publication,
        Err(undecided) => return Ok(Err(undecided)),
    };
    let draft = cleared(draft, &publication);
    draft.validate()?;
    Ok(Ok(draft))
}

fn cleared(draft: Draft, publication: &Publication) -> Draft {
    let fields: Vec<Field> = publication
        .texts
        .iter()
        .map(|text| Field::new(text.field, Format::Plain, text.source.clone()))
        .collect();
    draft.with(&fields)
}

/// A poll of a demo city's made-up past, with the votes of its options.
pub async fn seed(context: &Context, draft: Draft, votes: Vec<i32>) -> Result<i64, PollError> {
    draft.validate()?;
    let now = context.now();
    context
        .db
        .write(move |connection| insert(connection, &draft, None, now, &votes))
        .await
}

fn insert(
    connection: &mut AnyConnection,
    draft: &Draft,
    author: Option<i64>,
    now: Timestamp,
    votes: &[i32],
) -> Result<i64, PollError> {
    let (zh, en) = (&draft.zh, &draft.en);
    let (Some(opens_on), Some(closes_on)) = (draft.opens_on, draft.closes_on) else {
        return Err(ValidationErrors::new().into());
    };
    let poll: i64 = diesel::insert_into(polls::table)
        .values((
            polls::topic_id.eq(draft.topic),
            polls::title_zh.eq(zh.title.trim()),
            polls::title_en.eq(en.title.trim()),
            polls::question_zh.eq(zh.question.trim()),
            polls::question_en.eq(en.question.trim()),
            polls::opens_on.eq(opens_on),
            polls::closes_on.eq(closes_on),
            polls::created_by.eq(author),
            polls::created_at.eq(now),
        ))
        .returning(polls::id)
        .get_result(connection)?;
    insert_options(connection, poll, draft, votes)?;
    Ok(poll)
}

fn replace(
    connection: &mut AnyConnection,
    poll: i64,
    draft: &Draft,
    today: NaiveDate,
) -> Result<(), PollError> {
    let (zh, en) = (&draft.zh, &draft.en);
    let (Some(opens_on), Some(closes_on)) = (draft.opens_on, draft.closes_on) else {
        return Err(ValidationErrors::new().into());
    };
    let upcoming = polls::table.find(poll).filter(polls::opens_on.gt(today));
    let changed = diesel::update(upcoming)
        .set((
            polls::topic_id.eq(draft.topic),
            polls::title_zh.eq(zh.title.trim()),
            polls::title_en.eq(en.title.trim()),
            polls::question_zh.eq(zh.question.trim()),
            polls::question_en.eq(en.question.trim()),
            polls::opens_on.eq(opens_on),
            polls::closes_on.eq(closes_on),
        ))
        .execute(connection)?;
    diesel::delete(poll_options::table.filter(poll_options::poll_id.eq(poll)))
        .execute(connection)?;
    // On another node the day may have begun, and somebody voted.
    let voted: i64 = poll_marks::table
        .filter(poll_marks::poll_id.eq(poll))
        .count()
        .get_result(connection)?;
    if changed == 0 || voted > 0 {
        return Err(PollError::Begun);
    }
    insert_options(connection, poll, draft, &[])
}

fn insert_options(
    connection: &mut AnyConnection,
    poll: i64,
    draft: &Draft,
    votes: &[i32],
) -> Result<(), PollError> {
    let (zh, en) = (draft.zh.lines(), draft.en.lines());
    for (at, number) in (0..zh.len().max(en.len())).zip(1..) {
        diesel::insert_into(poll_options::table)
            .values((
                poll_options::poll_id.eq(poll),
                poll_options::number.eq(number),
                poll_options::text_zh.eq(zh.get(at).copied().unwrap_or_default()),
                poll_options::text_en.eq(en.get(at).copied().unwrap_or_default()),
                poll_options::votes.eq(votes.get(at).copied().unwrap_or(0)),
            ))
            .execute(connection)?;
    }
    Ok(())
}
