//! What was arranged about somebody's topic, as its author can have it looked at again: which of it can
//! be appealed against, and what granting an appeal does.
//!
//! A locked topic is opened and a moved one goes back, where nothing newer was arranged about that.
//! What was split or merged stays: who answers puts it right by hand, and says so in the answer.

use diesel::prelude::*;
use serde_json::json;

use super::{
    ModerationError,
    arrange::{self, Done},
};
use crate::{
    db::{AnyConnection, schema::posts},
    privacy::ledger::{self, Act, Entry},
};

/// Whether it is an arrangement of which the author is told and may appeal.
pub(super) const fn is_appealable(act: Act) -> bool {
    matches!(
        act,
        Act::TopicLocked | Act::TopicMoved | Act::TopicSplit | Act::TopicMerged
    )
}

/// Arranges back what entry `number` of the ledger says of the topic that `post` opens, which is held;
/// `None` where that cannot be, or is so already.
pub(super) fn back(
    connection: &mut AnyConnection,
    (act, number): (Act, i32),
    post: i64,
    by: i64,
) -> Result<Done, ModerationError> {
    let (topic, opens_topic): (i64, bool) = posts::table
        .find(post)
        .select((posts::topic_id, posts::opens_topic))
        .first(connection)?;
    if !opens_topic {
        return Ok(None);
    }
    let entries = ledger::about_posts(connection, &[post])?;
    let is_newest = |acts: &[Act]| {
        let mut entries = entries.iter();
        !entries.any(|(_, entry)| entry.number > number && acts.contains(&entry.act))
    };
    let held = arrange::read(connection, by, topic)?;
    let mut done = match act {
        Act::TopicLocked if is_newest(&[Act::TopicLocked, Act::TopicUnlocked]) => {
            arrange::lock(connection, &held, None)?
        }
        Act::TopicMoved if is_newest(&[Act::TopicMoved]) => {
            let moved = entries.iter().find(|(_, entry)| entry.number == number);
            match moved.and_then(|(_, entry)| from(entry)) {
                Some(board) => match arrange::move_to(connection, by, &held, board) {
                    // That board is gone, is read by others now, or is none of who answers.
                    Err(ModerationError::Invalid(_)) => None,
                    done => done?,
                },
                None => None,
            }
        }
        _ => None,
    };
    if let Some((_, fields)) = &mut done {
        fields.insert("of".into(), json!(number));
    }
    Ok(done)
}

/// The board that a topic left. Of one that not everybody may read, the ledger does not tell.
fn from(entry: &Entry) -> Option<&str> {
    let mut facts = entry.facts.iter();
    let (_, board) = facts.find(|(name, _)| name == "from")?;
    Some(board)
}
