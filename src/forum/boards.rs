//! Boards: the forum's first level, in the order that the city chose.

use diesel::{dsl::count_star, prelude::*};

use super::{ForumError, State};
use crate::{
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{boards, topics},
    },
    i18n::Lang,
};

#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Board {
    pub id: i64,
    /// Its name in addresses.
    pub slug: String,
    pub name_zh: String,
    pub name_en: String,
    pub description_zh: String,
    pub description_en: String,
    /// Whether people without an account may post; their posts are held for review.
    pub guest_posting: bool,
}

impl Board {
    pub fn name(&self, lang: Lang) -> String {
        lang.pick(&self.name_zh, &self.name_en)
    }

    pub fn description(&self, lang: Lang) -> String {
        lang.pick(&self.description_zh, &self.description_en)
    }
}

/// A board as a list shows it; counts speak of published topics alone.
#[derive(Clone, Debug)]
pub struct Listed {
    pub board: Board,
    pub topics: i64,
    /// When something last happened in it.
    pub active_at: Option<Timestamp>,
}

/// A board to add.
pub struct NewBoard {
    pub slug: String,
    pub name_zh: String,
    pub name_en: String,
    pub description_zh: String,
    pub description_en: String,
    pub guest_posting: bool,
    /// Boards stand in this order.
    pub position: i32,
}

type Columns = (
    boards::id,
    boards::slug,
    boards::name_zh,
    boards::name_en,
    boards::description_zh,
    boards::description_en,
    boards::guest_posting,
);

pub(super) const COLUMNS: Columns = (
    boards::id,
    boards::slug,
    boards::name_zh,
    boards::name_en,
    boards::description_zh,
    boards::description_en,
    boards::guest_posting,
);

/// Every board with its counts, in order.
pub async fn list(context: &Context) -> Result<Vec<Listed>, ForumError> {
    context
        .db
        .read(|connection| {
            let boards: Vec<Board> = boards::table
                .order((boards::position, boards::id))
                .select(COLUMNS)
                .load(connection)?;
            let counts: Vec<(i64, i64, Option<Timestamp>)> = topics::table
                .filter(topics::state.eq(State::Published))
                .group_by(topics::board_id)
                .select((
                    topics::board_id,
                    count_star(),
                    diesel::dsl::max(topics::active_at),
                ))
                .load(connection)?;
            Ok(boards
                .into_iter()
                .map(|board| {
                    let counted = counts.iter().find(|(id, ..)| *id == board.id);
                    Listed {
                        topics: counted.map_or(0, |(_, topics, _)| *topics),
                        active_at: counted.and_then(|(.., active_at)| *active_at),
                        board,
                    }
                })
                .collect())
        })
        .await
}

/// The board of this name.
pub async fn find(context: &Context, slug: &str) -> Result<Board, ForumError> {
    let slug = slug.to_owned();
    context
        .db
        .read(move |connection| by_slug(connection, &slug))
        .await
}

pub(super) fn by_slug(connection: &mut AnyConnection, slug: &str) -> Result<Board, ForumError> {
    if slug.contains('\0') {
        return Err(ForumError::NotFound);
    }
    boards::table
        .filter(boards::slug.eq(slug))
        .select(COLUMNS)
        .first(connection)
        .optional()?
        .ok_or(ForumError::NotFound)
}

/// Adds a board. Fails when there is one of that slug.
pub async fn add(context: &Context, new: NewBoard) -> Result<i64, ForumError> {
    context
        .db
        .write(move |connection| insert(connection, new))
        .await
}

pub(super) fn insert(connection: &mut AnyConnection, new: NewBoard) -> Result<i64, ForumError> {
    let id = diesel::insert_into(boards::table)
        .values((
            boards::slug.eq(new.slug),
            boards::name_zh.eq(new.name_zh),
            boards::name_en.eq(new.name_en),
            boards::description_zh.eq(new.description_zh),
            boards::description_en.eq(new.description_en),
            boards::guest_posting.eq(new.guest_posting),
            boards::position.eq(new.position),
        ))
        .returning(boards::id)
        .get_result(connection)?;
    Ok(id)
}
