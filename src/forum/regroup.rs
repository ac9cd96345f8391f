//! Posts that change their topic: split off into a new one, or merged into an older one.
//!
//! Rows only: who may, why, and the ledger are in `moderation`. Nobody's words are changed; the
//! order of a topic's posts is that of their time, and its first post opens it.

use diesel::{dsl::sql, prelude::*, sql_types::Integer};

use super::{
    ForumError, Moved, State, address, boards, findings, language, reader::Reader,
    submission::field, topics,
};
use crate::{
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        schema::{
            boards as board_table, post_findings, post_moves, post_revisions, posts, topic_tags,
            topics as topic_table,
        },
    },
    i18n::Lang,
    text::publication::{Publication, Whose},
};

/// Stands where a title stood that is erased, or kept with its post.
pub const NO_TITLE: &str = "—";

/// A topic that was made of another's posts.
#[derive(Clone, Debug, Queryable)]
pub struct Part {
    pub id: i64,
    pub title_html: String,
    pub language: Lang,
    slug: String,
}

impl Part {
    /// Its address below the language.
    pub fn path(&self) -> String {
        address::of_topic(self.id, &self.slug)
    }
}

/// Holds the posts of topics, and then the topics themselves, against whoever changes them at the
/// same time; everybody takes a post before its topic, and topics by their ids.
pub fn hold(connection: &mut AnyConnection, ids: &[i64]) -> Result<(), DbError> {
    let of_topics: Vec<i64> = posts::table
        .filter(posts::topic_id.eq_any(ids.to_vec()))
        .select(posts::id)
        .load(connection)?;
    locks::hold(connection, Table::Posts, of_topics.into_iter().collect())?;
    locks::hold(connection, Table::Topics, ids.iter().copied().collect())
}

/// Counts the published answers of topics anew.
pub fn recount(connection: &mut AnyConnection, ids: &[i64]) -> Result<(), DbError> {
    diesel::update(topic_table::table.filter(topic_table::id.eq_any(ids.to_vec())))
        .set(topic_table::reply_count.eq(sql::<Integer>(
            "(SELECT count(*) FROM posts WHERE posts.topic_id = topics.id \
             AND posts.state = 'published' AND NOT posts.opens_topic)",
        )))
        .execute(connection)?;
    Ok(())
}

/// Which of these answers of a topic can be split off: those that are published. In their order.
pub fn splittable(
    connection: &mut AnyConnection,
    topic: i64,
    chosen: &[i64],
) -> Result<Vec<i64>, DbError> {
    Ok(posts::table
        .filter(posts::topic_id.eq(topic))
        .filter(posts::id.eq_any(chosen.to_vec()))
        .filter(posts::opens_topic.eq(false))
        .filter(posts::state.eq(State::Published))
        .order((posts::created_at, posts::id))
        .select(posts::id)
        .load(connection)?)
}

/// The one topic in which all of these posts stand that were split off `topic`.
pub fn split_before(
    connection: &mut AnyConnection,
    topic: i64,
    chosen: &[i64],
) -> Result<Option<i64>, DbError> {
    let stand: Vec<i64> = post_moves::table
        .inner_join(posts::table)
        .filter(post_moves::topic_id.eq(topic))
        .filter(post_moves::post_id.eq_any(chosen.to_vec()))
        .filter(posts::topic_id.ne(topic))
        .select(posts::topic_id)
        .load(connection)?;
    let one = stand.first().copied();
    Ok(one.filter(|one| stand.len() == chosen.len() && stand.iter().all(|other| other == one)))
}

/// Makes a topic of some answers of another, which [`splittable`] gave and [`hold`] holds; on the
/// same board, under a title that was cleared. Gives its id.
pub fn split(
    connection: &mut AnyConnection,
    topic: i64,
    chosen: &[i64],
    title: &Publication,
    language: Lang,
) -> Result<i64, ForumError> {
    let first = *chosen.first().ok_or(ForumError::NotFound)?;
    let board: i64 = topic_table::table
        .find(topic)
        .select(topic_table::board_id)
        .first(connection)?;
    let opened: Timestamp = posts::table
        .find(first)
        .select(posts::created_at)
        .first(connection)?;
    let source = title.source(field::TITLE);
    let new: i64 = diesel::insert_into(topic_table::table)
        .values((
            topic_table::board_id.eq(board),
            topic_table::title.eq(source),
            topic_table::title_html.eq(title.html(field::TITLE)),
            topic_table::language.eq(language::of(source, language)),
            topic_table::state.eq(State::Published),
            topic_table::reply_count.eq(0),
            topic_table::created_at.eq(opened),
            topic_table::active_at.eq(opened),
        ))
        .returning(topic_table::id)
        .get_result(connection)?;
    diesel::update(posts::table.filter(posts::id.eq_any(chosen.to_vec())))
        .set(posts::topic_id.eq(new))
        .execute(connection)?;
    diesel::update(posts::table.find(first))
        .set(posts::opens_topic.eq(true))
        .execute(connection)?;
    findings::replace(connection, first, title)?;
    diesel::delete(
        post_moves::table
            .filter(post_moves::topic_id.eq(topic))
            .filter(post_moves::post_id.eq_any(chosen.to_vec())),
    )
    .execute(connection)?;
    for post in chosen {
        diesel::insert_into(post_moves::table)
            .values((post_moves::post_id.eq(post), post_moves::topic_id.eq(topic)))
            .execute(connection)?;
    }
    recount(connection, &[topic, new])?;
    for id in [topic, new] {
        let last: Option<Timestamp> = posts::table
            .filter(posts::topic_id.eq(id))
            .filter(posts::state.eq(State::Published))
            .select(diesel::dsl::max(posts::created_at))
            .first(connection)?;
        if let Some(last) = last {
            diesel::update(topic_table::table.find(id))
                .set(topic_table::active_at.eq(last))
                .execute(connection)?;
        }
    }
    Ok(new)
}

/// Of two topics the one that was opened first, and the other: what merging keeps, and what goes.
pub fn in_order(
    connection: &mut AnyConnection,
    one: i64,
    other: i64,
) -> Result<(i64, i64), DbError> {
    let opener = |connection: &mut AnyConnection, topic| {
        posts::table
            .filter(posts::topic_id.eq(topic))
            .filter(posts::opens_topic.eq(true))
            .select((posts::created_at, posts::id))
            .first::<(Timestamp, i64)>(connection)
    };
    let (first, second) = (opener(connection, one)?, opener(connection, other)?);
    Ok(if first < second {
        (one, other)
    } else {
        (other, one)
    })
}

/// Whether the title of a topic carries a mark.
pub fn title_is_marked(connection: &mut AnyConnection, topic: i64) -> Result<bool, DbError> {
    let marked: i64 = post_findings::table
        .inner_join(posts::table)
        .filter(posts::topic_id.eq(topic))
        .filter(posts::opens_topic.eq(true))
        .filter(post_findings::field.eq(field::TITLE))
        .filter(post_findings::whose.ne(Whose::Nobody))
        .count()
        .get_result(connection)?;
    Ok(marked > 0)
}

/// The post that opened the topic which goes, as it was.
#[derive(Queryable)]
struct Opener {
    id: i64,
    state: State,
    body: String,
    body_html: String,
    created_at: Timestamp,
    edited_at: Option<Timestamp>,
}

/// Puts the posts of the topic `goes` into `stays`; both are held, and [`in_order`] told them
/// apart. The title that goes is kept as a version of its post; its address leads on.
pub fn merge(connection: &mut AnyConnection, stays: i64, goes: i64) -> Result<(), ForumError> {
    let opener: Opener = posts::table
        .filter(posts::topic_id.eq(goes))
        .filter(posts::opens_topic.eq(true))
        .select((
            posts::id,
            posts::state,
            posts::body,
            posts::body_html,
            posts::created_at,
            posts::edited_at,
        ))
        .first(connection)?;
    let (title, gone_active): (String, Timestamp) = topic_table::table
        .find(goes)
        .select((topic_table::title, topic_table::active_at))
        .first(connection)?;
    if opener.state != State::Erased {
        keep_title(connection, &opener, &title)?;
    }
    diesel::delete(
        post_findings::table
            .filter(post_findings::post_id.eq(opener.id))
            .filter(post_findings::field.eq(field::TITLE)),
    )
    .execute(connection)?;
    diesel::update(posts::table.filter(posts::topic_id.eq(goes)))
        .set((posts::topic_id.eq(stays), posts::opens_topic.eq(false)))
        .execute(connection)?;
    diesel::update(topic_table::table.filter(topic_table::merged_into.eq(goes)))
        .set(topic_table::merged_into.eq(stays))
        .execute(connection)?;
    diesel::update(topic_table::table.find(goes))
        .set((
            topic_table::state.eq(State::Merged),
            topic_table::title.eq(NO_TITLE),
            topic_table::title_html.eq(NO_TITLE),
            topic_table::slug.eq(""),
            topic_table::reply_count.eq(0),
            topic_table::merged_into.eq(stays),
            topic_table::pinned_at.eq(None::<Timestamp>),
            topic_table::pinned_until.eq(None::<chrono::NaiveDate>),
        ))
        .execute(connection)?;
    diesel::delete(topic_tags::table.filter(topic_tags::topic_id.eq(goes))).execute(connection)?;
    diesel::update(
        topic_table::table
            .find(stays)
            .filter(topic_table::active_at.lt(gone_active)),
    )
    .set(topic_table::active_at.eq(gone_active))
    .execute(connection)?;
    Ok(recount(connection, &[stays])?)
}

fn keep_title(
    connection: &mut AnyConnection,
    opener: &Opener,
    title: &str,
) -> Result<(), ForumError> {
    let last: Option<i32> = post_revisions::table
        .filter(post_revisions::post_id.eq(opener.id))
        .select(diesel::dsl::max(post_revisions::number))
        .first(connection)?;
    diesel::insert_into(post_revisions::table)
        .values((
            post_revisions::post_id.eq(opener.id),
            post_revisions::number.eq(last.unwrap_or(0).saturating_add(1)),
            post_revisions::title.eq(title),
            post_revisions::body.eq(&opener.body),
            post_revisions::body_html.eq(&opener.body_html),
            post_revisions::created_at.eq(opener.edited_at.unwrap_or(opener.created_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// A link into a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// To a post.
    Post(i64),
    /// To what stands after a place. Older links to a post name the number before its own.
    After(i64),
}

/// Where a link to a post leads that was split off this topic. Nothing where it is a place in this
/// topic.
pub fn followed(
    connection: &mut AnyConnection,
    topic: i64,
    link: Link,
    reader: impl Into<Reader>,
) -> Result<(), ForumError> {
    let reader = reader.into();
    let (place, post) = match link {
        Link::Post(post) => (post, Some(post)),
        Link::After(place) => (place, place.checked_add(1)),
    };
    let Some(post) = post else {
        return Ok(());
    };
    let here: i64 = posts::table
        .filter(posts::id.eq(place))
        .filter(posts::topic_id.eq(topic))
        .count()
        .get_result(connection)?;
    if here > 0 {
        return Ok(());
    }
    let once = topic_table::table
        .filter(topic_table::merged_into.eq(topic))
        .select(topic_table::id);
    let now: Option<i64> = post_moves::table
        .inner_join(posts::table)
        .filter(post_moves::post_id.eq(post))
        .filter(
            post_moves::topic_id
                .eq(topic)
                .or(post_moves::topic_id.eq_any(once)),
        )
        .filter(posts::topic_id.ne(topic))
        .select(posts::topic_id)
        .first(connection)
        .optional()?;
    match now {
        Some(now) => match topics::visible(connection, now, reader) {
            Ok(topic) => Err(ForumError::Moved(Moved::Topic(now, topic.slug))),
            Err(_) => Ok(()),
        },
        None => Ok(()),
    }
}

/// The topics that were split off this one and that the reader may see.
pub(super) fn parts(
    connection: &mut AnyConnection,
    topic: i64,
    reader: Reader,
) -> Result<Vec<Part>, DbError> {
    let stand = post_moves::table
        .inner_join(posts::table)
        .filter(post_moves::topic_id.eq(topic))
        .filter(posts::topic_id.ne(topic))
        .select(posts::topic_id);
    Ok(topic_table::table
        .inner_join(board_table::table)
        .filter(topic_table::id.eq_any(stand))
        .filter(topic_table::state.eq(State::Published))
        .filter(boards::readable(reader))
        .order(topic_table::id)
        .limit(20)
        .select((
            topic_table::id,
            topic_table::title_html,
            topic_table::language,
            topic_table::slug,
        ))
        .load(connection)?)
}
