//! A moderator looked and let things be. It changes nobody's words and takes no ground; it is a
//! decision all the same, and stands in the ledger.

use diesel::prelude::*;
use serde_json::{Map, json};

use super::{Ended, Standing, publish_held, settled, stack};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{posts, topics},
    },
    forum::{State, boards},
    privacy::ledger::{self, Act, Arrangement, OfReview},
    review::{self, About, Kind},
    spam::{self, bayes::Lesson},
};

/// Makes a held post public, by the decision about an item that waited for this reason; one that is
/// public stays so. One that is held for another reason as well stays held until that is decided.
pub(super) fn let_out(
    connection: &mut AnyConnection,
    context: &Context,
    (item, kind): (i64, Kind),
    (post, standing): (i64, &Standing),
    by: i64,
) -> Result<(), Ended> {
    let now = context.now();
    let is_held = standing.state == State::Held;
    let waits_on = is_held && !review::holding(connection, &[post])?.is_empty();
    if !waits_on {
        publish_held(connection, context, post, standing, now)?;
    }
    let (number, act) = note(connection, context, About::Post(post), kind, by)?;
    if waits_on || !is_held {
        return Ok(settled::keep(connection, context, (number, act), item, by)?);
    }
    stack::push(
        connection,
        &stack::Step {
            number,
            post,
            act,
            by: Some(by),
            item: Some(item),
            was: State::Held,
            became: State::Published,
            firm: false,
            at: now,
            undone_at: None,
        },
    )?;
    spam::learn(connection, context, post, Lesson::Ham)?;
    Ok(())
}

/// Notes that `by` approved what waited for this reason, or dismissed its flags; gives the entry's
/// number, and what it says.
pub(super) fn note(
    connection: &mut AnyConnection,
    context: &Context,
    about: About,
    kind: Kind,
    by: i64,
) -> Result<(i32, Act), DbError> {
    let (post, _) = about.columns();
    let mut fields = Map::new();
    if let Some(slug) = board_of(connection, post)? {
        fields.insert("board".into(), json!(slug));
    }
    let (review, said) = match kind {
        Kind::Flag => (OfReview::Dismissed, Act::FlagsDismissed),
        _ => (OfReview::Approved, Act::PostApproved),
    };
    let about = ledger::About {
        post,
        by: Some(by),
        case: None,
    };
    let act = Arrangement::Review(review);
    let number = ledger::note(connection, context, act, None, about, fields)?;
    Ok((number, said))
}

/// The board of a post, where everybody may know it.
fn board_of(connection: &mut AnyConnection, post: Option<i64>) -> Result<Option<String>, DbError> {
    let Some(post) = post else {
        return Ok(None);
    };
    let board: i64 = posts::table
        .inner_join(topics::table)
        .filter(posts::id.eq(post))
        .select(topics::board_id)
        .first(connection)?;
    boards::public_slug(connection, board)
}
