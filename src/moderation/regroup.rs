//! Splitting and merging topics: who may and what must hold; the rows are `forum::regroup`'s.

use diesel::prelude::*;
use serde_json::{Map, json};

use super::{
    ModerationError,
    arrange::{self, Arranged, invalid},
    told,
};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{crosslinks, polls},
    },
    forum::{
        State, boards, copies,
        reader::Reader,
        reading::regrouped,
        regroup,
        submission::{LONGEST_TITLE, field},
        suggested,
    },
    i18n::Lang,
    privacy::{ledger::OfTopic, reason::Because},
    text::{
        Field, Format,
        official::{self, Answered},
    },
    text_rules::plain_line,
};

/// Posts that are split off at once.
pub const MOST_SPLIT: usize = 100;

/// The topic that is made of some posts.
pub struct New {
    pub posts: Vec<i64>,
    pub title: String,
    pub language: Lang,
}

/// Makes a topic of some published answers of another, on the same board.
pub(super) async fn split(
    context: &Context,
    by: i64,
    topic: i64,
    new: New,
    answered: Answered,
    because: Because,
) -> Result<Arranged, ModerationError> {
    let mut chosen = new.posts;
    chosen.sort_unstable();
    chosen.dedup();
    if chosen.is_empty() {
        return Err(invalid("posts", "posts-chosen"));
    }
    if chosen.len() > MOST_SPLIT {
        return Err(invalid("posts", "posts-many"));
    }
    check_title(&new.title)?;
    let fields = vec![Field::new(field::TITLE, Format::Plain, new.title.trim())];
    let title = match official::clear(context, fields, answered).await? {
        Ok(title) => title,
        Err(undecided) => return Ok(Arranged::Undecided(undecided)),
    };
    check_title(title.source(field::TITLE))?;
    let (cx, language) = (context.clone(), new.language);
    context
        .db
        .write(move |connection| {
            regroup::hold(connection, &[topic])?;
            let held = arrange::read(connection, by, topic)?;
            let found = regroup::splittable(connection, topic, &chosen)?;
            let mut all = found.clone();
            all.sort_unstable();
            if all != chosen {
                // Of two clicks the second finds them where the first put them.
                let done = regroup::split_before(connection, topic, &chosen)?;
                return done.map(Arranged::Topic).ok_or(ModerationError::NotNow);
            }
            if held.state != State::Published {
                return Err(ModerationError::NotNow);
            }
            let made = regroup::split(connection, topic, &found, &title, language)?;
            regrouped::split(connection, topic, made)?;
            copies::changed(connection, &chosen)?;
            let fields = Map::from_iter([("posts".to_owned(), json!(chosen.len()))]);
            let (post, act) = (arrange::opening(connection, made)?, OfTopic::Split);
            arrange::note(connection, &cx, act, post, by, Some(&because), fields)?;
            arrange::tell(connection, &cx, act, post, by, &because)?;
            let left = arrange::opening(connection, topic)?;
            let what = "answers-split-off";
            told::arranged_beside(connection, &cx, (left, post, by), what, &because)?;
            Ok(Arranged::Topic(made))
        })
        .await
}

fn check_title(title: &str) -> Result<(), ModerationError> {
    if title.trim().is_empty() {
        Err(invalid(field::TITLE, "required"))
    } else if title.chars().count() > LONGEST_TITLE {
        Err(invalid(field::TITLE, "title-long"))
    } else if !plain_line(title) {
        Err(invalid(field::TITLE, "characters"))
    } else {
        Ok(())
    }
}

/// Puts two topics together, which the same people may read. Gives the one that stays.
pub(super) async fn merge(
    context: &Context,
    by: i64,
    one: i64,
    other: i64,
    because: Because,
) -> Result<Arranged, ModerationError> {
    if one == other {
        return Err(invalid("other", "other-topic"));
    }
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            regroup::hold(connection, &[one, other])?;
            let first = arrange::read(connection, by, one)?;
            let second = arrange::read(connection, by, other)
                .map_err(|_| invalid("other", "other-topic"))?;
            let now = |topic: &arrange::Held| topic.merged_into.unwrap_or(topic.id);
            if now(&first) == now(&second) {
                return Ok(Arranged::Topic(now(&first)));
            }
            can_be_one(connection, &first, &second)?;
            let (stays, goes) = regroup::in_order(connection, one, other)?;
            if regroup::title_is_marked(connection, goes)? {
                return Err(invalid("other", "title-marked"));
            }
            let opened = arrange::opening(connection, goes)?;
            regroup::merge(connection, stays, goes)?;
            regrouped::merge(connection, stays, goes)?;
            // What points to the topic that goes, points to the one that stays.
            diesel::update(polls::table.filter(polls::topic_id.eq(goes)))
                .set(polls::topic_id.eq(stays))
                .execute(connection)?;
            diesel::update(crosslinks::table.filter(crosslinks::topic_id.eq(goes)))
                .set(crosslinks::topic_id.eq(stays))
                .execute(connection)?;
            // Its title is none any more.
            copies::changed(connection, &[opened])?;
            // It is about the post that opens no topic any more: of the other nothing changed.
            let (post, act) = (opened, OfTopic::Merged);
            arrange::note(connection, &cx, act, post, by, Some(&because), Map::new())?;
            arrange::tell(connection, &cx, act, post, by, &because)?;
            let grown = arrange::opening(connection, stays)?;
            let what = "topic-put-in";
            told::arranged_beside(connection, &cx, (grown, post, by), what, &because)?;
            Ok(Arranged::Topic(stays))
        })
        .await
}

/// Both topics are public and for the same readers, and neither is a published suggestion.
fn can_be_one(
    connection: &mut AnyConnection,
    first: &arrange::Held,
    second: &arrange::Held,
) -> Result<(), ModerationError> {
    if first.state != State::Published {
        return Err(ModerationError::NotNow);
    }
    // What a resident published of a case stands for itself, and goes when they say so.
    for topic in [first.id, second.id] {
        if suggested::is_suggestion(connection, topic)? {
            return Err(invalid("other", "merge-suggestion"));
        }
    }
    if second.state != State::Published {
        return Err(invalid("other", "other-topic"));
    }
    let readers = |connection: &mut AnyConnection, board| {
        boards::by_id(connection, board, Reader::CITY).map(|board| board.read_by)
    };
    if readers(connection, first.board)? != readers(connection, second.board)? {
        return Err(invalid("other", "other-readers"));
    }
    Ok(())
}
