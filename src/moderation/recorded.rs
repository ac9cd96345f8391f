//! A decision about a post as it is written down: in the ledger, among the others about the same post,
//! and in a mail to the author.

use diesel::prelude::*;
use serde_json::{Map, Value, json};

use super::{
    ModerationError, against,
    stack::{self, Step},
    told,
};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{posts, topics},
    },
    forum::{State, boards},
    privacy::{
        ground::Ground,
        ledger::{self, About, Act},
    },
};

/// Writes a decision down that found a post in one state and left it in another; gives its number in
/// the ledger.
pub(super) fn decision(
    connection: &mut AnyConnection,
    context: &Context,
    (act, ground): (Act, &Ground),
    (post, was, became): (i64, State, State),
    by: Option<i64>,
) -> Result<i32, ModerationError> {
    let fields = facts(connection, post)?;
    let about = About {
        post: Some(post),
        by,
        case: None,
    };
    let number = ledger::append(connection, context, act, ground, about, fields)?;
    // What was given back is taken away again by a decision with a ground of its own alone.
    let is_back = matches!(ground, Ground::AsGiven(_));
    let is_ordered = ground.is_confidential() || matches!(ground, Ground::Investigation(_));
    let step = Step {
        number,
        post,
        act,
        by,
        item: None,
        was,
        became,
        firm: is_back || is_ordered,
        at: context.now(),
        undone_at: None,
    };
    stack::push(connection, &step)?;
    against::count(connection, (act, number), ground, post)?;
    if ground.is_told() {
        told::author_why(connection, context, post, act.as_str(), ground)?;
    }
    Ok(number)
}

/// What the ledger says of where a post stands. Of a board that not everybody may read, the register
/// does not tell.
pub(super) fn facts(
    connection: &mut AnyConnection,
    post: i64,
) -> Result<Map<String, Value>, ModerationError> {
    let board: i64 = posts::table
        .inner_join(topics::table)
        .filter(posts::id.eq(post))
        .select(topics::board_id)
        .first(connection)?;
    let mut fields = Map::new();
    if let Some(slug) = boards::public_slug(connection, board)? {
        fields.insert("board".into(), json!(slug));
    }
    Ok(fields)
}
