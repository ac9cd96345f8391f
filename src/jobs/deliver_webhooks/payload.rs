//! What an event says: made when it leaves, of what everybody can read then. What was masked meanwhile is masked in
//! it, and of what is not public any more there is the number alone. Nothing that somebody gave the city under the
//! privacy policy stands in any: of a case its number, state, category, offices and due date.

use diesel::prelude::*;
use serde_json::{Value, json};

use crate::{
    clock::day_begins,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{boards, case_offices, cases, categories, offices, posts, topics},
    },
    forum::{
        ForumError, administer,
        posts::{Post, visible},
        reader::{Circle, Reader},
        topics::Topic,
    },
    privacy::{ledger, moderated},
    published::{PublishedError, shown},
    suggestions::State,
    webhooks::{Kind, due::Due},
};

/// To whom personal data in it belongs: the scope that stands beside it.
const PUBLIC: &str = "public";
const COVERED: &str = "covered";
/// It says nothing of a person.
const NONE: &str = "none";

/// Why it cannot be said now; it is tried again.
#[derive(Debug, thiserror::Error)]
pub enum PayloadError {
    #[error(transparent)]
    Forum(#[from] ForumError),
    #[error(transparent)]
    Published(#[from] PublishedError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for PayloadError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// The body of a delivery; nothing where it is not for everybody.
pub(super) fn of(
    connection: &mut AnyConnection,
    context: &Context,
    due: &Due,
) -> Result<Option<Vec<u8>>, PayloadError> {
    let subject = due.subject;
    let data = match due.kind {
        Kind::TopicCreated
        | Kind::PostPublished
        | Kind::PostEdited
        | Kind::PostMasked
        | Kind::PostHidden
        | Kind::PostRestored
        | Kind::PostWithdrawn
        | Kind::AnswerPublished => match post(connection, context, due.kind, subject)? {
            Some(post) => json!({ "scope": PUBLIC, "post": post }),
            None => return Ok(None),
        },
        Kind::SuggestionReceived
        | Kind::SuggestionRouted
        | Kind::SuggestionAnswered
        | Kind::SuggestionClosed
        | Kind::SuggestionReopened => {
            json!({ "scope": COVERED, "case": case(connection, subject)? })
        }
        Kind::SuggestionPublished | Kind::SuggestionWithdrawn => {
            suggestion(connection, context, subject)?
        }
        Kind::ItemOpened => json!({ "scope": NONE, "item": { "kind": due.detail } }),
        Kind::Decided => {
            json!({ "scope": NONE, "decision": decision(connection, context, subject)? })
        }
        Kind::Test => json!({ "scope": NONE, "test": true }),
    };
    let said = json!({
        "type": due.kind.as_str(),
        "timestamp": moment(context, due.kind, due.happened_at).utc().to_rfc3339(),
        "data": data,
    });
    Ok(Some(said.to_string().into_bytes()))
}

/// Of moderation the day alone is told, as the public register tells it.
fn moment(context: &Context, kind: Kind, at: Timestamp) -> Timestamp {
    let zone = context.config.city.time_zone;
    match kind {
        Kind::ItemOpened | Kind::Decided => day_begins(at.day_in(zone), zone),
        _ => at,
    }
}

/// The post as everybody reads it now, or its number and whether its topic is out of sight with it; nothing where its
/// board is not for everybody.
///
/// Where the board was, and is not any more, programs may keep what they were told: that words or the whole of a post
/// are gone, they hear still, by its number alone.
fn post(
    connection: &mut AnyConnection,
    context: &Context,
    kind: Kind,
    id: i64,
) -> Result<Option<Value>, PayloadError> {
    type Stands = (i64, bool, Timestamp, i64, Circle, String);
    let stands: Option<Stands> = posts::table
        .inner_join(topics::table.inner_join(boards::table))
        .filter(posts::id.eq(id))
        .select((
            posts::topic_id,
            posts::opens_topic,
            posts::created_at,
            boards::id,
            boards::read_by,
            boards::slug,
        ))
        .first(connection)
        .optional()?;
    let Some((topic, opens_topic, since, board, read_by, slug)) = stands else {
        return Ok(None);
    };
    if read_by != Circle::Everybody {
        let takes_away = matches!(
            kind,
            Kind::PostMasked | Kind::PostHidden | Kind::PostWithdrawn
        );
        let is_told = takes_away && administer::was_public(connection, board, since)?;
        let gone = json!({ "id": id, "available": false, "opens_topic": opens_topic });
        return Ok(is_told.then_some(gone));
    }
    match visible(connection, id, Reader::GUEST) {
        Ok((topic, post)) => Ok(Some(readable(context, &topic, post))),
        Err(ForumError::NotFound | ForumError::Gone | ForumError::Moved(_)) => Ok(Some(json!({
            "id": id,
            "topic": topic,
            "board": slug,
            "available": false,
            "opens_topic": opens_topic,
        }))),
        Err(error) => Err(error.into()),
    }
}

fn readable(context: &Context, topic: &Topic, post: Post) -> Value {
    let lang = topic.language;
    let path = format!("/{}/{}", lang.as_str(), topic.path_of(post.id));
    // What its author made public of themselves, as the API marks it. An address is left out.
    let marked = post
        .findings
        .iter()
        .filter(|finding| finding.marked() && matches!(&*finding.field, "title" | "body"));
    let findings: Vec<Value> = marked
        .map(|finding| {
            json!({
                "field": finding.field,
                "kind": finding.kind.as_str(),
                "start": finding.start,
                "end": finding.end,
                "scope": PUBLIC,
            })
        })
        .collect();
    json!({
        "id": post.id,
        "topic": topic.id,
        "board": topic.board.slug,
        "available": true,
        "opens_topic": post.opens_topic,
        "reply_to": post.reply_to,
        "url": context.config.absolute(&path),
        "author": {
            "name": post.author.name,
            "name_scope": post.author.name_marked.then_some(PUBLIC),
            "guest": post.author.guest,
            "resident": post.author.resident,
        },
        "official": post.office.as_ref().map(|office| &office.slug),
        "title": post.opens_topic.then_some(&topic.title),
        "body": post.body,
        "language": post.language,
        "version": post.version,
        "created_at": post.created_at.utc(),
        "edited_at": post.edited_at.map(Timestamp::utc),
        "findings": findings,
    })
}

/// What everybody at the city may know of a case; of one that is erased or restricted nothing.
fn case(connection: &mut AnyConnection, id: i64) -> Result<Value, PayloadError> {
    type Row = (String, State, Option<chrono::NaiveDate>, String);
    let found: Option<Row> = cases::table
        .inner_join(categories::table)
        .filter(cases::id.eq(id))
        .filter(cases::restricted_on.is_null())
        .select((
            cases::reference,
            cases::state,
            cases::due_on,
            categories::slug,
        ))
        .first(connection)
        .optional()?;
    let Some((reference, state, due_on, category)) = found else {
        return Ok(json!({ "available": false }));
    };
    let offices: Vec<String> = case_offices::table
        .inner_join(offices::table)
        .filter(case_offices::case_id.eq(id))
        .order(case_offices::position)
        .select(offices::slug)
        .load(connection)?;
    Ok(json!({
        "available": true,
        "reference": reference,
        "state": state,
        "category": category,
        "offices": offices,
        "due_on": due_on,
    }))
}

/// A suggestion that its resident published, by its topic: nothing leads to its case.
fn suggestion(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
) -> Result<Value, PayloadError> {
    let Some(found) = shown::find(connection, context, topic)? else {
        let gone = json!({ "topic": topic, "available": false });
        return Ok(json!({ "scope": PUBLIC, "suggestion": gone }));
    };
    let opening: Option<i64> = posts::table
        .filter(posts::topic_id.eq(topic))
        .filter(posts::opens_topic.eq(true))
        .select(posts::id)
        .first(connection)
        .optional()?;
    let words = match opening {
        Some(opening) => post(connection, context, Kind::SuggestionPublished, opening)?,
        None => None,
    };
    let facts = &found.facts;
    let offices: Vec<&str> = facts.offices.iter().map(|one| one.slug.as_str()).collect();
    let suggestion = json!({
        "topic": topic,
        "available": true,
        "state": facts.state,
        "category": facts.category.slug,
        "district": facts.district.slug,
        "offices": offices,
        "received_on": facts.received,
        "answered_on": facts.answered,
        "published_at": found.at.utc(),
    });
    Ok(json!({ "scope": PUBLIC, "suggestion": suggestion, "post": words }))
}

/// A decision as the public register tells it: whose words it was about, nobody learns.
fn decision(
    connection: &mut AnyConnection,
    context: &Context,
    number: i64,
) -> Result<Value, PayloadError> {
    let number = i32::try_from(number).unwrap_or_default();
    let Some(entry) = ledger::registered(connection, context, number)? else {
        return Ok(json!({ "number": number, "available": false }));
    };
    let facts: serde_json::Map<String, Value> = entry
        .facts
        .into_iter()
        .map(|(name, value)| (name, Value::from(value)))
        .collect();
    Ok(json!({
        "number": entry.number,
        "available": true,
        "act": entry.act,
        "about": moderated::sort_of(entry.act).map(moderated::Sort::as_str),
        "ground": entry.ground,
        "rule": entry.rule,
        "rules_version": entry.rules_version,
        "facts": facts,
    }))
}
