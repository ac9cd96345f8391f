//! What waits for a moderator: in which order, how many, narrowed to what is asked for. Nobody
//! judges what they wrote themselves or show of themselves, nor what is out of their reach.

use std::collections::BTreeMap;

use diesel::{dsl::count_star, prelude::*};

use super::{About, Before, Claim, Filter, Kind, OPEN, Place, Reach, claims};
use crate::db::{
    AnyConnection, DbError, Timestamp,
    schema::{accounts, boards, posts, review_items, topics},
};

/// An item that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: i64,
    pub kind: Kind,
    pub about: About,
    pub created_at: Timestamp,
    /// How often it was flagged.
    pub flags: i32,
    pub urgency: i32,
    /// Who works at it now.
    pub claim: Option<Claim>,
}

impl Item {
    pub const fn place(&self) -> Place {
        Place {
            urgency: self.urgency,
            id: self.id,
        }
    }
}

/// How many wait, of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub by_kind: BTreeMap<Kind, i64>,
}

impl Counts {
    /// All of them, or those of one kind.
    pub fn of(&self, kind: Option<Kind>) -> i64 {
        match kind {
            Some(kind) => self.by_kind.get(&kind).copied().unwrap_or(0),
            None => self.by_kind.values().sum(),
        }
    }
}

/// Whose queue is looked at, when, and what of it.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub moderator: i64,
    pub now: Timestamp,
    pub filter: &'a Filter,
}

/// What a moderator decides. A macro, for the type of the filter cannot be written.
macro_rules! of_others {
    ($moderator:expr) => {{
        let own = posts::table
            .filter(posts::account_id.eq($moderator))
            .select(posts::id);
        let (post, profile) = (review_items::post_id, review_items::profile_id);
        let of_others_post = post.is_not_null().and(post.assume_not_null().ne_all(own));
        let of_others_profile = profile
            .is_not_null()
            .and(profile.assume_not_null().ne($moderator));
        of_others_post.or(of_others_profile)
    }};
}

/// Narrows a boxed query to what this moderator decides on these boards; without any, everywhere.
macro_rules! within {
    ($query:expr, $moderator:expr, $boards:expr) => {{
        let ids: Option<Vec<i64>> = $boards;
        let mut query = $query.filter(of_others!($moderator));
        if let Some(ids) = ids {
            let there = posts::table
                .inner_join(topics::table)
                .filter(topics::board_id.eq_any(ids))
                .select(posts::id);
            query = query.filter(review_items::post_id.assume_not_null().eq_any(there));
        }
        query
    }};
}

/// Narrows a boxed query to what waits and is asked for, of whatever kind: a list and its counts are
/// two queries of different types.
macro_rules! asked {
    ($query:expr, $asked:expr, $boards:expr) => {{
        let asked: Asked<'_> = $asked;
        let mut query =
            within!($query, asked.moderator, $boards).filter(review_items::state.eq(OPEN));
        if let Some(older) = asked.filter.older {
            query = query.filter(review_items::created_at.le(asked.now - older.time()));
        }
        if asked.filter.mine {
            let mine = review_items::claimed_by
                .assume_not_null()
                .eq(asked.moderator);
            let now = review_items::claimed_until.assume_not_null().gt(asked.now);
            query = query.filter(mine).filter(now);
        }
        query
    }};
}

/// The boards that a moderator decides about and asks for; nothing where it is about everything.
fn boards_of(
    connection: &mut AnyConnection,
    moderator: i64,
    filter: &Filter,
) -> Result<Option<Vec<i64>>, DbError> {
    let reach = Reach::of(connection, moderator)?;
    let Some(slug) = &filter.board else {
        return Ok(reach.boards().map(<[i64]>::to_vec));
    };
    let mut named: Vec<i64> = boards::table
        .filter(boards::slug.eq(slug))
        .select(boards::id)
        .load(connection)?;
    named.retain(|board| reach.covers(*board));
    Ok(Some(named))
}

type Row = (i64, Kind, Option<i64>, Option<i64>, Timestamp, i32, i32);

/// Up to `limit` items that wait for this moderator, the most urgent first and of them the oldest,
/// after the place `after`.
pub fn open(
    connection: &mut AnyConnection,
    asked: Asked<'_>,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Item>, DbError> {
    let boards = boards_of(connection, asked.moderator, asked.filter)?;
    let query = review_items::table
        .select((
            review_items::id,
            review_items::kind,
            review_items::post_id,
            review_items::profile_id,
            review_items::created_at,
            review_items::flags,
            review_items::urgency,
        ))
        .order((review_items::urgency.desc(), review_items::id.asc()))
        .limit(limit)
        .into_boxed();
    let mut query = asked!(query, asked, boards);
    if let Some(kind) = asked.filter.kind {
        query = query.filter(review_items::kind.eq(kind));
    }
    if let Some(Place { urgency, id }) = after {
        let later = review_items::urgency
            .eq(urgency)
            .and(review_items::id.gt(id));
        query = query.filter(review_items::urgency.lt(urgency).or(later));
    }
    let rows: Vec<Row> = query.load(connection)?;
    items(connection, asked.now, rows)
}

/// What waits before a place and what waits after it, nearest to it.
pub fn beside(
    connection: &mut AnyConnection,
    asked: Asked<'_>,
    place: Place,
) -> Result<(Option<i64>, Option<i64>), DbError> {
    let after = open(connection, asked, Some(place), 1)?;
    let boards = boards_of(connection, asked.moderator, asked.filter)?;
    let query = review_items::table
        .select(review_items::id)
        .order((review_items::urgency.asc(), review_items::id.desc()))
        .into_boxed();
    let mut query = asked!(query, asked, boards);
    if let Some(kind) = asked.filter.kind {
        query = query.filter(review_items::kind.eq(kind));
    }
    let earlier = review_items::urgency
        .eq(place.urgency)
        .and(review_items::id.lt(place.id));
    let before: Option<i64> = query
        .filter(review_items::urgency.gt(place.urgency).or(earlier))
        .first(connection)
        .optional()?;
    Ok((before, after.first().map(|item| item.id)))
}

/// Those of these items that wait for this moderator, in no order.
pub fn some(
    connection: &mut AnyConnection,
    asked: Asked<'_>,
    ids: &[i64],
) -> Result<Vec<Item>, DbError> {
    let boards = boards_of(connection, asked.moderator, asked.filter)?;
    let query = review_items::table
        .filter(review_items::id.eq_any(ids.to_vec()))
        .select((
            review_items::id,
            review_items::kind,
            review_items::post_id,
            review_items::profile_id,
            review_items::created_at,
            review_items::flags,
            review_items::urgency,
        ))
        .into_boxed();
    let rows: Vec<Row> = asked!(query, asked, boards).load(connection)?;
    items(connection, asked.now, rows)
}

fn items(
    connection: &mut AnyConnection,
    now: Timestamp,
    rows: Vec<Row>,
) -> Result<Vec<Item>, DbError> {
    let ids: Vec<i64> = rows.iter().map(|(id, ..)| *id).collect();
    let mut claims = claims::of_all(connection, now, &ids)?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, kind, post, profile, created_at, flags, urgency)| {
            Some(Item {
                id,
                kind,
                about: About::of(post, profile)?,
                created_at,
                flags,
                urgency,
                claim: claims.remove(&id),
            })
        })
        .collect())
}

/// How many items wait for this moderator, of each kind; whatever kind is asked for.
pub fn counts(connection: &mut AnyConnection, asked: Asked<'_>) -> Result<Counts, DbError> {
    let boards = boards_of(connection, asked.moderator, asked.filter)?;
    let query = review_items::table
        .group_by(review_items::kind)
        .select((review_items::kind, count_star()))
        .into_boxed();
    let rows: Vec<(Kind, i64)> = asked!(query, asked, boards).load(connection)?;
    Ok(Counts {
        by_kind: rows.into_iter().collect(),
    })
}

/// How many items wait for this moderator.
pub fn count(connection: &mut AnyConnection, moderator: i64) -> Result<i64, DbError> {
    let boards = boards_of(connection, moderator, &Filter::default())?;
    let query = review_items::table
        .filter(review_items::state.eq(OPEN))
        .select(count_star())
        .into_boxed();
    Ok(within!(query, moderator, boards).first(connection)?)
}

/// Since when the oldest of the items waits that this moderator decides, where any waits.
pub fn oldest(
    connection: &mut AnyConnection,
    moderator: i64,
) -> Result<Option<Timestamp>, DbError> {
    let boards = boards_of(connection, moderator, &Filter::default())?;
    let query = review_items::table
        .filter(review_items::state.eq(OPEN))
        .select(review_items::created_at)
        .order((review_items::created_at, review_items::id))
        .into_boxed();
    Ok(within!(query, moderator, boards)
        .first(connection)
        .optional()?)
}

/// What an item is about, where this moderator may decide it.
pub fn about(
    connection: &mut AnyConnection,
    item: i64,
    moderator: i64,
) -> Result<Option<About>, DbError> {
    let boards = boards_of(connection, moderator, &Filter::default())?;
    let query = review_items::table
        .filter(review_items::id.eq(item))
        .select((review_items::post_id, review_items::profile_id))
        .into_boxed();
    let found: Option<(Option<i64>, Option<i64>)> = within!(query, moderator, boards)
        .first(connection)
        .optional()?;
    Ok(found.and_then(|(post, profile)| About::of(post, profile)))
}

/// Those of these items that ended, in no order, where this moderator may decide such.
pub fn ended(
    connection: &mut AnyConnection,
    moderator: i64,
    ids: &[i64],
) -> Result<Vec<(i64, Before)>, DbError> {
    let boards = boards_of(connection, moderator, &Filter::default())?;
    let query = review_items::table
        .left_join(accounts::table)
        .filter(review_items::id.eq_any(ids.to_vec()))
        .filter(review_items::state.ne(OPEN))
        .select((
            review_items::id,
            (
                review_items::kind,
                review_items::state,
                accounts::name.nullable(),
            ),
        ))
        .into_boxed();
    Ok(within!(query, moderator, boards).load(connection)?)
}
