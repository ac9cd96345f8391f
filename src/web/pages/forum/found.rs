//! All that the page of a topic shows, read in one go: each look at the database alone would wait for a
//! blocking thread of its own. What is asked is each room's; nothing is written here.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::reply::own_offices;
use crate::{
    accounts::Member,
    context::Context,
    crosslinks,
    db::AnyConnection,
    forum::{
        ForumError, State,
        cursor::{From, Page},
        drafts::{self, Draft, Place},
        posts::{self, Post},
        reading::reactions::{self, Totals},
        regroup::{self, Link},
        topics::{self, Topic},
    },
    moderation,
    offices::Office,
    polls::{self, Poll},
    published::{
        self, Behind,
        shown::{self, Shown},
        support::{self, Support},
        ties::{self, Ties},
    },
    web::{
        fault::Fault,
        pages::reading::own::{self, Own},
    },
};

/// What an address asks of a topic.
pub(super) struct Asked {
    pub topic: i64,
    /// The words in it; none where it is of before there were any.
    pub slug: Option<String>,
    pub from: From<i64>,
    /// The post with which the page is to begin, instead.
    pub post: Option<i64>,
    /// The day to which it is to lead, instead.
    pub day: Option<NaiveDate>,
    /// The post that the form is to quote.
    pub quoted: Option<i64>,
}

impl Asked {
    fn link(&self) -> Option<Link> {
        match (self.post, self.from) {
            (Some(post), _) => Some(Link::Post(post)),
            (None, From::After(place)) => Some(Link::After(place)),
            (None, _) => None,
        }
    }
}

/// What comes of it; an address is the topic's, below the language.
pub(super) enum Answer {
    /// It stands under this address.
    Elsewhere(String),
    /// The topic's address, and the first post of the day or later, where there is one.
    Day(String, Option<i64>),
    Here(Box<Found>),
}

/// A page of a topic, and what its reader sees beside it.
pub(super) struct Found {
    pub topic: Topic,
    pub from: From<i64>,
    pub posts: Page<Post, i64>,
    /// What is kept for this reader; none for a guest.
    pub own: Option<Own>,
    pub reactions: HashMap<i64, Totals>,
    /// The reader's own offices.
    pub offices: Vec<Office>,
    /// None where this reader cannot reply.
    pub reply: Option<Begun>,
    /// Whether this reader decides about what stands here.
    pub moderates: bool,
    pub polls: Vec<Poll>,
    pub suggestion: Option<Shown>,
    pub support: Option<Support>,
    pub may_send: bool,
    pub sent: Vec<crosslinks::Sent>,
    pub behind: Option<Behind>,
    pub ties: Ties,
}

/// What a reply begins with.
pub(super) struct Begun {
    pub draft: Option<Draft>,
    pub quoted: Option<Post>,
}

pub(super) fn answer(
    connection: &mut AnyConnection,
    context: &Context,
    asked: &Asked,
    reader: Option<&Member>,
) -> Result<Answer, Fault> {
    if let Some(link) = asked.link() {
        regroup::followed(connection, asked.topic, link, reader)?;
    }
    let topic = topics::in_full(connection, context, asked.topic, reader)?;
    if asked.slug.as_deref() != Some(topic.slug.as_str()) {
        return Ok(Answer::Elsewhere(topic.path()));
    }
    if let Some(day) = asked.day {
        let first = posts::first_from(connection, context, &topic, reader, day)?;
        return Ok(Answer::Day(topic.path(), first));
    }
    let from = match asked.post {
        Some(post) => posts::from_post(connection, &topic, reader, post)?,
        None => asked.from,
    };
    let found = read(connection, context, topic, from, asked.quoted, reader)?;
    Ok(Answer::Here(Box::new(found)))
}

/// The page of a topic that begins with one of its posts.
pub(super) fn with_post(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
    post: i64,
    reader: Option<&Member>,
) -> Result<Found, Fault> {
    let topic = topics::in_full(connection, context, topic, reader)?;
    let from = posts::from_post(connection, &topic, reader, post)?;
    read(connection, context, topic, from, None, reader)
}

fn read(
    connection: &mut AnyConnection,
    context: &Context,
    topic: Topic,
    from: From<i64>,
    quoted: Option<i64>,
    reader: Option<&Member>,
) -> Result<Found, Fault> {
    let posts = posts::of_topic(connection, &topic, reader, from)?;
    let account = reader.map(|reader| reader.id);
    let own = match account {
        Some(account) => Some(own::of_topic(connection, account, &topic, &posts.items)?),
        None => None,
    };
    let public = own::public(&posts.items);
    let reply = match topic.state == State::Published && topic.answers_for(reader).is_open() {
        true => Some(begun(connection, context, &topic, quoted, reader)?),
        false => None,
    };
    let suggestion = shown::find(connection, context, topic.id)?;
    let support = match &suggestion {
        Some(suggestion) => {
            let support = support::of_suggestion(connection, context, suggestion, &topic, reader);
            Some(support?)
        }
        None => None,
    };
    Ok(Found {
        reactions: reactions::of_posts(connection, account, &public)?,
        offices: own_offices(connection, reader)?,
        moderates: moderation::moderates(connection, reader, topic.board.id)?,
        polls: polls::of_topic(connection, context, topic.id)?,
        may_send: crosslinks::may_send(connection, &topic, reader)?,
        sent: crosslinks::of_topic(connection, topic.id, reader)?,
        behind: published::behind(connection, topic.id, reader)?,
        ties: ties::of_topic(connection, topic.id, suggestion.as_ref(), reader)?,
        topic,
        from,
        posts,
        own,
        reply,
        suggestion,
        support,
    })
}

/// What whoever is logged on has begun, and the post that is to be quoted, where it stands here and is
/// public.
fn begun(
    connection: &mut AnyConnection,
    context: &Context,
    topic: &Topic,
    quoted: Option<i64>,
    reader: Option<&Member>,
) -> Result<Begun, ForumError> {
    let place = Place::Topic(topic.id);
    let draft = match reader {
        Some(member) => drafts::find(connection, context, member.id, place)?,
        None => None,
    };
    let quoted = quoted.and_then(|post| posts::visible(connection, post, reader.into()).ok());
    let stands_here = |post: &Post| post.topic == topic.id && post.state == State::Published;
    let quoted = quoted.map(|(_, post)| post).filter(stands_here);
    Ok(Begun { draft, quoted })
}
