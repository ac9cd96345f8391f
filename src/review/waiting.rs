//! What waits for a reviewer: in which order, how many, narrowed to what is asked for. Nobody
//! judges what they wrote themselves or show of themselves, nor what is out of their reach, nor an
//! appeal against what they decided. What people ask about their data is the privacy officer's alone.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use diesel::{dsl::count_star, prelude::*, sql_types::Bool};

use super::{
    About, Before, Claim, Decision, Filter, Kind, Matter, OPEN, Part, Place, Reach, Reviewer,
    Subject,
    claims::{self, free},
    load::KINDS,
};
use crate::db::{
    AnyConnection, DbError, Timestamp,
    schema::{
        accounts, appeals, boards, data_requests, post_decisions, posts, review_items, sanctions,
        topics,
    },
};

/// An item that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: i64,
    pub kind: Kind,
    pub about: Subject,
    pub created_at: Timestamp,
    /// How often it was flagged.
    pub flags: i32,
    pub urgency: i32,
    /// By when it is answered, where that is said.
    pub due: Option<NaiveDate>,
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
    pub reviewer: Reviewer,
    pub now: Timestamp,
    pub filter: &'a Filter,
}

/// The appeals about others' posts. A macro, for the type of the query cannot be written.
macro_rules! appealed {
    ($me:expr) => {
        appeals::table
            .inner_join(posts::table.on(posts::id.eq(appeals::post_id)))
            .inner_join(topics::table.on(topics::id.eq(posts::topic_id)))
            .filter(
                posts::account_id
                    .is_null()
                    .or(posts::account_id.assume_not_null().ne($me)),
            )
    };
}

/// The posts of others. As above.
macro_rules! of_others {
    ($me:expr) => {{
        let own = posts::table
            .filter(posts::account_id.eq($me))
            .select(posts::id);
        let post = review_items::post_id;
        post.is_not_null().and(post.assume_not_null().ne_all(own))
    }};
}

/// What somebody else decided first, where anybody did. As above.
macro_rules! not_barred {
    ($me:expr) => {
        review_items::barred_id
            .is_null()
            .or(review_items::barred_id.assume_not_null().ne($me))
    };
}

/// The appeals about what no moderator takes back, which administrators alone answer. As above.
macro_rules! firm {
    () => {
        appeals::table
            .inner_join(post_decisions::table.on(post_decisions::number.eq(appeals::ledger_number)))
            .filter(post_decisions::firm.eq(true))
            .select(appeals::id)
    };
}

/// Narrows a boxed query to what this reviewer decides on these boards; without any, everywhere. What
/// belongs to no board is decided by who decides everywhere.
macro_rules! within {
    ($query:expr, $reviewer:expr, $boards:expr) => {{
        let reviewer: Reviewer = $reviewer;
        let boards: Option<Vec<i64>> = $boards;
        let me = reviewer.id;
        let appeal = review_items::appeal_id;
        match (reviewer.part, boards) {
            (Part::Requests, None) => $query.filter(review_items::request_id.is_not_null()),
            (Part::Requests, Some(ids)) => {
                let there = data_requests::table
                    .inner_join(posts::table.on(posts::id.nullable().eq(data_requests::post_id)))
                    .inner_join(topics::table.on(topics::id.eq(posts::topic_id)))
                    .filter(topics::board_id.eq_any(ids))
                    .select(data_requests::id);
                $query.filter(review_items::request_id.assume_not_null().eq_any(there))
            }
            (Part::Content { accounts_of }, None) => {
                let profile = review_items::profile_id;
                let of_others_profile = profile.is_not_null().and(profile.assume_not_null().ne(me));
                let appeals = appealed!(me).select(appeals::id);
                let answers_firm = accounts_of.is_none().into_sql::<Bool>();
                let answers = appeal.assume_not_null().ne_all(firm!()).or(answers_firm);
                let of_appeal = appeal
                    .is_not_null()
                    .and(appeal.assume_not_null().eq_any(appeals))
                    .and(answers);
                let of_role = accounts::role.eq(accounts_of.unwrap_or_default());
                let imposed = sanctions::table
                    .inner_join(accounts::table)
                    .filter(sanctions::account_id.ne(me))
                    .filter(of_role.or(accounts_of.is_none().into_sql::<Bool>()))
                    .select(sanctions::ledger_number);
                let sanction = review_items::sanction_number;
                let of_sanction = sanction
                    .is_not_null()
                    .and(sanction.assume_not_null().eq_any(imposed));
                let content = of_others!(me).or(of_others_profile);
                $query
                    .filter(not_barred!(me))
                    .filter(content.or(of_appeal).or(of_sanction))
            }
            (Part::Content { accounts_of }, Some(ids)) => {
                let there = posts::table
                    .inner_join(topics::table)
                    .filter(topics::board_id.eq_any(ids.clone()))
                    .select(posts::id);
                let of_post =
                    of_others!(me).and(review_items::post_id.assume_not_null().eq_any(there));
                let appeals = appealed!(me)
                    .filter(topics::board_id.eq_any(ids))
                    .select(appeals::id);
                let answers_firm = accounts_of.is_none().into_sql::<Bool>();
                let answers = appeal.assume_not_null().ne_all(firm!()).or(answers_firm);
                let of_appeal = appeal
                    .is_not_null()
                    .and(appeal.assume_not_null().eq_any(appeals))
                    .and(answers);
                $query.filter(not_barred!(me)).filter(of_post.or(of_appeal))
            }
        }
    }};
}

/// Narrows a boxed query to what waits and is asked for, of whatever kind: a list and its counts are
/// two queries of different types.
macro_rules! asked {
    ($query:expr, $asked:expr, $boards:expr) => {{
        let asked: Asked<'_> = $asked;
        let mut query =
            within!($query, asked.reviewer, $boards).filter(review_items::state.eq(OPEN));
        if let Some(older) = asked.filter.older {
            query = query.filter(review_items::created_at.le(asked.now - older.time()));
        }
        if asked.filter.mine {
            let mine = review_items::claimed_by
                .assume_not_null()
                .eq(asked.reviewer.id);
            let now = review_items::claimed_until.assume_not_null().gt(asked.now);
            query = query.filter(mine).filter(now);
        }
        query
    }};
}

/// The boards that a reviewer decides about and asks for; nothing where it is about everything.
fn boards_of(
    connection: &mut AnyConnection,
    reviewer: Reviewer,
    filter: &Filter,
) -> Result<Option<Vec<i64>>, DbError> {
    let reach = match reviewer.part {
        Part::Content { .. } => Reach::of(connection, reviewer.id)?,
        // The privacy officer is one for the city.
        Part::Requests => Reach::Everywhere,
    };
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

/// What an item is about, as its columns say it.
type Columns = (
    Option<i64>,
    Option<i64>,
    (Option<i64>, Option<i32>, Option<i64>),
);

/// Those columns. A macro, for a list of columns has no name.
macro_rules! subject {
    () => {
        (
            review_items::post_id,
            review_items::profile_id,
            (
                review_items::appeal_id,
                review_items::sanction_number,
                review_items::request_id,
            ),
        )
    };
}

fn subject((post, profile, matter): Columns) -> Option<Subject> {
    let content = About::of(post, profile).map(Subject::Content);
    content.or_else(|| Matter::of(matter).map(Subject::Matter))
}

type Row = (i64, Kind, Columns, Timestamp, i32, i32, Option<NaiveDate>);

/// Up to `limit` items that wait for this reviewer, the most urgent first and of them the oldest,
/// after the place `after`.
pub fn open(
    connection: &mut AnyConnection,
    asked: Asked<'_>,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Item>, DbError> {
    let boards = boards_of(connection, asked.reviewer, asked.filter)?;
    let query = review_items::table
        .select((
            review_items::id,
            review_items::kind,
            subject!(),
            review_items::created_at,
            review_items::flags,
            review_items::urgency,
            review_items::due_on,
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

/// What waits before a place and what waits after it, nearest to it, that nobody else works at.
pub fn beside(
    connection: &mut AnyConnection,
    asked: Asked<'_>,
    place: Place,
) -> Result<(Option<i64>, Option<i64>), DbError> {
    let boards = boards_of(connection, asked.reviewer, asked.filter)?;
    let (me, now) = (asked.reviewer.id, asked.now);
    let before = review_items::table
        .select(review_items::id)
        .order((review_items::urgency.asc(), review_items::id.desc()))
        .into_boxed();
    let mut before = asked!(before, asked, boards.clone()).filter(free!(me, now));
    let after = review_items::table
        .select(review_items::id)
        .order((review_items::urgency.desc(), review_items::id.asc()))
        .into_boxed();
    let mut after = asked!(after, asked, boards).filter(free!(me, now));
    if let Some(kind) = asked.filter.kind {
        before = before.filter(review_items::kind.eq(kind));
        after = after.filter(review_items::kind.eq(kind));
    }
    let earlier = review_items::urgency
        .eq(place.urgency)
        .and(review_items::id.lt(place.id));
    let before: Option<i64> = before
        .filter(review_items::urgency.gt(place.urgency).or(earlier))
        .first(connection)
        .optional()?;
    let later = review_items::urgency
        .eq(place.urgency)
        .and(review_items::id.gt(place.id));
    let after: Option<i64> = after
        .filter(review_items::urgency.lt(place.urgency).or(later))
        .first(connection)
        .optional()?;
    Ok((before, after))
}

/// Those of these items that wait for this reviewer, in no order.
pub fn some(
    connection: &mut AnyConnection,
    asked: Asked<'_>,
    ids: &[i64],
) -> Result<Vec<Item>, DbError> {
    let boards = boards_of(connection, asked.reviewer, asked.filter)?;
    let query = review_items::table
        .filter(review_items::id.eq_any(ids.to_vec()))
        .select((
            review_items::id,
            review_items::kind,
            subject!(),
            review_items::created_at,
            review_items::flags,
            review_items::urgency,
            review_items::due_on,
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
        .filter_map(|(id, kind, about, created_at, flags, urgency, due)| {
            Some(Item {
                id,
                kind,
                about: subject(about)?,
                created_at,
                flags,
                urgency,
                due,
                claim: claims.remove(&id),
            })
        })
        .collect())
}

/// How many items wait for this reviewer, of each kind; whatever kind is asked for.
pub fn counts(connection: &mut AnyConnection, asked: Asked<'_>) -> Result<Counts, DbError> {
    let boards = boards_of(connection, asked.reviewer, asked.filter)?;
    let query = review_items::table
        .group_by(review_items::kind)
        .select((review_items::kind, count_star()))
        .into_boxed();
    let rows: Vec<(Kind, i64)> = asked!(query, asked, boards).load(connection)?;
    Ok(Counts {
        by_kind: rows.into_iter().collect(),
    })
}

/// How many items wait for this reviewer that are decided here: what is decided elsewhere has a day of
/// its own, and is reminded of by it.
pub fn count(connection: &mut AnyConnection, reviewer: Reviewer) -> Result<i64, DbError> {
    let boards = boards_of(connection, reviewer, &Filter::default())?;
    let query = review_items::table
        .filter(review_items::state.eq(OPEN))
        .filter(review_items::kind.eq_any(KINDS))
        .select(count_star())
        .into_boxed();
    Ok(within!(query, reviewer, boards).first(connection)?)
}

/// As [`count`], since when the oldest of these waits, where any does.
pub fn oldest(
    connection: &mut AnyConnection,
    reviewer: Reviewer,
) -> Result<Option<Timestamp>, DbError> {
    let boards = boards_of(connection, reviewer, &Filter::default())?;
    let query = review_items::table
        .filter(review_items::state.eq(OPEN))
        .filter(review_items::kind.eq_any(KINDS))
        .select(review_items::created_at)
        .order((review_items::created_at, review_items::id))
        .into_boxed();
    Ok(within!(query, reviewer, boards)
        .first(connection)
        .optional()?)
}

/// What an item is about, where this reviewer may decide it.
pub fn about(
    connection: &mut AnyConnection,
    item: i64,
    reviewer: Reviewer,
) -> Result<Option<Subject>, DbError> {
    let boards = boards_of(connection, reviewer, &Filter::default())?;
    let query = review_items::table
        .filter(review_items::id.eq(item))
        .select(subject!())
        .into_boxed();
    let found: Option<Columns> = within!(query, reviewer, boards)
        .first(connection)
        .optional()?;
    Ok(found.and_then(subject))
}

/// What those of these items are about that this reviewer may decide, whether or not they wait still.
pub fn content(
    connection: &mut AnyConnection,
    reviewer: Reviewer,
    ids: &[i64],
) -> Result<Vec<(i64, About)>, DbError> {
    let boards = boards_of(connection, reviewer, &Filter::default())?;
    let query = review_items::table
        .filter(review_items::id.eq_any(ids.to_vec()))
        .select((
            review_items::id,
            review_items::post_id,
            review_items::profile_id,
        ))
        .into_boxed();
    let rows: Vec<(i64, Option<i64>, Option<i64>)> =
        within!(query, reviewer, boards).load(connection)?;
    let about = |(item, post, profile)| Some((item, About::of(post, profile)?));
    Ok(rows.into_iter().filter_map(about).collect())
}

/// Those of these items that ended, in no order, where this reviewer may decide such.
pub fn ended(
    connection: &mut AnyConnection,
    reviewer: Reviewer,
    ids: &[i64],
) -> Result<Vec<(i64, Before)>, DbError> {
    let boards = boards_of(connection, reviewer, &Filter::default())?;
    let query = review_items::table
        .filter(review_items::id.eq_any(ids.to_vec()))
        .filter(review_items::state.ne(OPEN))
        .select((
            review_items::id,
            review_items::kind,
            review_items::state,
            review_items::decided_by,
        ))
        .into_boxed();
    let rows: Vec<(i64, Kind, Decision, Option<i64>)> =
        within!(query, reviewer, boards).load(connection)?;
    let by: Vec<i64> = rows.iter().filter_map(|(.., by)| *by).collect();
    let names: Vec<(i64, String)> = accounts::table
        .filter(accounts::id.eq_any(by))
        .select((accounts::id, accounts::name))
        .load(connection)?;
    let names: HashMap<i64, String> = names.into_iter().collect();
    let before = |(id, kind, decision, by): (i64, Kind, Decision, Option<i64>)| {
        let by = by.and_then(|by| names.get(&by).cloned());
        (id, Before { kind, decision, by })
    };
    Ok(rows.into_iter().map(before).collect())
}
