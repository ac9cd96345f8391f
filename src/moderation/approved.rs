//! A moderator looked and let things be. It changes nobody's words and takes no ground; it is a
//! decision all the same, and stands in the ledger.

use diesel::prelude::*;
use serde_json::{Map, json};

use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{posts, topics},
    },
    forum::boards,
    privacy::ledger::{self, Arrangement, OfReview},
    review::{About, Kind},
};

/// Notes that `by` approved what waited for this reason, or dismissed its flags; gives the entry's
/// number.
pub(super) fn note(
    connection: &mut AnyConnection,
    context: &Context,
    about: About,
    kind: Kind,
    by: i64,
) -> Result<i32, DbError> {
    let (post, _) = about.columns();
    let mut fields = Map::new();
    if let Some(slug) = board_of(connection, post)? {
        fields.insert("board".into(), json!(slug));
    }
    let review = match kind {
        Kind::Flag => OfReview::Dismissed,
        _ => OfReview::Approved,
    };
    let about = ledger::About {
        post,
        by: Some(by),
        case: None,
    };
    let act = Arrangement::Review(review);
    ledger::note(connection, context, act, None, about, fields)
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
