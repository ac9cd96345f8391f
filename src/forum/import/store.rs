//! What was taken before, and taking what is new: the rows of an import.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{
    Report,
    format::Record,
    settle::{Board, Prepared, Text, What},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::{boards, imported, topics as topic_table},
        text_enum,
    },
    forum::{
        ForumError, Moved,
        boards::{self as board_room, NewBoard},
        publish::{insert_reply, insert_topic},
        quotes,
        reader::Reader,
        submission::field,
        topics,
    },
    review,
    webhooks::{self, Event},
};

text_enum! {
    /// What something of the old forum is.
    #[schema(as = ImportedKind)]
    pub(super) enum Kind {
        Board = "board",
        Topic = "topic",
        Post = "post",
    }
}

/// What something is called in the old forum: ids of different kinds may be alike.
pub(super) type Name = (Kind, String);

const NO_BOARD: &str = "its board stands in no line before it";
const NO_TOPIC: &str = "its topic stands in no line before it, or was refused";

impl Record {
    pub(super) fn name(&self) -> Name {
        match self {
            Self::Board(board) => (Kind::Board, board.id.clone()),
            Self::Topic(topic) => (Kind::Topic, topic.id.clone()),
            Self::Post(post) => (Kind::Post, post.id.clone()),
        }
    }
}

impl Prepared {
    fn name(&self) -> Name {
        let kind = match self.what {
            What::Board(_) => Kind::Board,
            What::Topic { .. } => Kind::Topic,
            What::Post { .. } => Kind::Post,
        };
        (kind, self.id.clone())
    }

    /// What must have been taken before it, and what is said where it was not.
    fn belongs_to(&self) -> Option<(Name, &'static str)> {
        match &self.what {
            What::Board(_) => None,
            What::Topic { board, .. } => Some(((Kind::Board, board.clone()), NO_BOARD)),
            What::Post { topic, .. } => Some(((Kind::Topic, topic.clone()), NO_TOPIC)),
        }
    }
}

/// Every name in some lines: of what they are, and of what they belong to.
pub(super) fn names(records: &[(u64, Record)]) -> Vec<Name> {
    let mut names = Vec::new();
    for (_, record) in records {
        names.push(record.name());
        match record {
            Record::Board(_) => {}
            Record::Topic(topic) => names.push((Kind::Board, topic.board.clone())),
            Record::Post(post) => {
                names.push((Kind::Topic, post.topic.clone()));
                names.extend(post.reply_to.clone().map(|id| (Kind::Post, id)));
            }
        }
    }
    names
}

/// What was taken before, by its name in the old forum.
#[derive(Default)]
pub(super) struct Known(HashMap<Name, i64>);

impl Known {
    pub(super) fn read(
        connection: &mut AnyConnection,
        source: &str,
        names: Vec<Name>,
    ) -> Result<Self, ForumError> {
        let ids: Vec<String> = names.into_iter().map(|(_, id)| id).collect();
        let rows: Vec<(Kind, String, i64)> = imported::table
            .filter(imported::source.eq(source))
            .filter(imported::external.eq_any(ids))
            .select((imported::kind, imported::external, imported::id))
            .load(connection)?;
        let known = rows.into_iter().map(|(kind, id, here)| ((kind, id), here));
        Ok(Self(known.collect()))
    }

    pub(super) fn has(&self, name: &Name) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn merge(&mut self, other: &Self) {
        let others = other.0.iter().map(|(name, id)| (name.clone(), *id));
        self.0.extend(others);
    }
}

/// Which of the lines can be stored: the first of each name whose board or topic is there.
/// Says of the others why not.
fn admit(known: &Known, one: &Prepared, report: &mut Report) -> bool {
    if known.has(&one.name()) {
        report.known += 1;
        return false;
    }
    match one.belongs_to() {
        Some((name, because)) if !known.has(&name) => {
            report.refuse(one.line, because);
            false
        }
        _ => true,
    }
}

/// What storing would do.
pub(super) fn imagine(known: &mut Known, prepared: Vec<Prepared>) -> Report {
    let mut report = Report::default();
    for one in prepared {
        if admit(known, &one, &mut report) {
            report.add(&one);
            known.0.insert(one.name(), 0);
        }
    }
    report
}

/// Stores what is ready, in the order of the lines.
pub(super) fn store(
    connection: &mut AnyConnection,
    context: &Context,
    source: &str,
    mut known: Known,
    prepared: Vec<Prepared>,
) -> Result<Report, ForumError> {
    let mut report = Report::default();
    hold(connection, &known, &prepared)?;
    for one in prepared {
        if !admit(&known, &one, &mut report) {
            continue;
        }
        let id = insert(connection, context, &known, &one)?;
        report.add(&one);
        let name = one.name();
        diesel::insert_into(imported::table)
            .values((
                imported::source.eq(source),
                imported::kind.eq(name.0),
                imported::external.eq(&name.1),
                imported::id.eq(id),
            ))
            .execute(connection)?;
        known.0.insert(name, id);
    }
    Ok(report)
}

/// Holds what the texts quote, and then the topics that are answered, against whoever merges, locks
/// or hides one meanwhile.
fn hold(
    connection: &mut AnyConnection,
    known: &Known,
    prepared: &[Prepared],
) -> Result<(), ForumError> {
    let (mut answered, mut bodies) = (Vec::<i64>::new(), Vec::new());
    for one in prepared {
        let text = match &one.what {
            What::Board(_) => continue,
            What::Topic { text, .. } => text,
            What::Post { topic, text, .. } => {
                answered.extend(known.0.get(&(Kind::Topic, topic.clone())));
                text
            }
        };
        bodies.push(text.new.publication.source(field::BODY));
    }
    quotes::hold(connection, &[], &bodies)?;
    let standing: Vec<(i64, Option<i64>)> = topic_table::table
        .filter(topic_table::id.eq_any(answered))
        .select((topic_table::id, topic_table::merged_into))
        .load(connection)?;
    let standing = standing.into_iter().map(|(id, into)| into.unwrap_or(id));
    Ok(locks::hold(connection, Table::Topics, standing.collect())?)
}

fn insert(
    connection: &mut AnyConnection,
    context: &Context,
    known: &Known,
    one: &Prepared,
) -> Result<i64, ForumError> {
    let id = |kind, id: &String| known.0.get(&(kind, id.clone())).copied();
    let (post, text, id) = match &one.what {
        What::Board(new) => return board(connection, new),
        What::Topic {
            board,
            locked,
            text,
        } => {
            let board = id(Kind::Board, board).ok_or(ForumError::NotFound)?;
            let posted = insert_topic(connection, context, &text.new, board)?;
            if *locked {
                diesel::update(topic_table::table.find(posted.topic()))
                    .set(topic_table::locked_at.eq(text.new.at))
                    .execute(connection)?;
            }
            (posted.post(), text, posted.topic())
        }
        What::Post {
            topic,
            reply_to,
            text,
        } => {
            let topic = id(Kind::Topic, topic).ok_or(ForumError::NotFound)?;
            // It may have been merged while the others were waited for.
            let topic = topics::standing(connection, topic)?;
            topics::hold(connection, topic)?;
            let reply_to = reply_to.as_ref().and_then(|post| id(Kind::Post, post));
            let posted = insert_reply(connection, context, &text.new, topic, reply_to)?;
            (posted.post(), text, posted.post())
        }
    };
    list_for_review(connection, context, text, post)?;
    Ok(id)
}

/// The board of that slug, made as the last one where there is none.
fn board(connection: &mut AnyConnection, new: &Board) -> Result<i64, ForumError> {
    let draft = &new.draft;
    let there = match board_room::by_slug(connection, &draft.slug, Reader::CITY) {
        Err(ForumError::Moved(Moved::Board(now))) => {
            board_room::by_slug(connection, &now, Reader::CITY)
        }
        there => there,
    };
    match there {
        Ok(board) => return Ok(board.id),
        Err(ForumError::NotFound) => {}
        Err(error) => return Err(error),
    }
    let last: Option<i32> = boards::table
        .select(diesel::dsl::max(boards::position))
        .first(connection)?;
    let new = NewBoard {
        slug: draft.slug.clone(),
        name_zh: draft.name_zh.trim().to_owned(),
        name_en: draft.name_en.trim().to_owned(),
        description_zh: draft.description_zh.trim().to_owned(),
        description_en: draft.description_en.trim().to_owned(),
        position: last.map_or(0, |last| last.saturating_add(1)),
        ..NewBoard::default()
    };
    board_room::insert(connection, &new)
}

/// What was public in the old forum stays so; a moderator looks at what names others.
fn list_for_review(
    connection: &mut AnyConnection,
    context: &Context,
    text: &Text,
    post: i64,
) -> Result<(), DbError> {
    if text.new.publication.names_others() {
        let kind = review::Kind::Imported;
        review::enqueue(connection, context.now(), kind, post)?;
        webhooks::happened(connection, context, Event::ItemOpened(kind.as_str()))?;
    }
    Ok(())
}
