//! Every public topic, in stretches of ids: what a sitemap lists.

use diesel::{dsl::max, prelude::*};

use super::{ForumError, State, address, boards, reader::Reader};
use crate::{
    context::Context,
    db::{
        Timestamp,
        schema::{boards as board_table, topics},
    },
};

/// Ids in a stretch: a sitemap holds 50,000 addresses and 50 MB at the most (sitemaps.org protocol), and a
/// topic has eight addresses of up to 600 bytes in it.
pub const STRETCH: i64 = 5_000;

/// A public topic.
#[derive(Clone, Debug, Queryable)]
pub struct Listed {
    pub id: i64,
    pub active_at: Timestamp,
    slug: String,
}

impl Listed {
    /// Its address below the language.
    pub fn path(&self) -> String {
        address::of_topic(self.id, &self.slug)
    }
}

/// How many stretches there are.
pub async fn stretches(context: &Context) -> Result<i64, ForumError> {
    context
        .db
        .read(|connection| {
            let last: Option<i64> = topics::table
                .inner_join(board_table::table)
                .filter(topics::state.eq(State::Published))
                .filter(boards::readable(Reader::GUEST))
                .select(max(topics::id))
                .first(connection)?;
            Ok(last.map_or(0, |last| last / STRETCH + 1))
        })
        .await
}

/// The public topics of stretch `number`, which counts from 1.
pub async fn stretch(context: &Context, number: i64) -> Result<Vec<Listed>, ForumError> {
    let first = number
        .checked_sub(1)
        .and_then(|before| before.checked_mul(STRETCH))
        .ok_or(ForumError::NotFound)?;
    context
        .db
        .read(move |connection| {
            Ok(topics::table
                .inner_join(board_table::table)
                .filter(topics::state.eq(State::Published))
                .filter(boards::readable(Reader::GUEST))
                .filter(topics::id.ge(first))
                .filter(topics::id.lt(first.saturating_add(STRETCH)))
                .order(topics::id)
                .select((topics::id, topics::active_at, topics::slug))
                .load(connection)?)
        })
        .await
}
