//! Copies made of public texts: what search keeps, the words in a topic's address, today's open data,
//! and digests that have not left.
//!
//! Whoever publishes, changes or takes away words calls [`published`] or [`changed`] at the end of
//! the same transaction. They look at what is public then; no caller says what the copies become.

use diesel::{dsl::min, prelude::*};

use super::{
    State,
    reading::digest::{self, Told},
};
use crate::{
    context::Context,
    db::{
        self, AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        one_of,
        schema::{open_data_files, open_data_makings, posts, search_texts, topics},
        slugs::{self, Slug},
    },
    search::{self, Document, VERSION},
    text::impersonal,
};

/// How many posts are indexed in one transaction by [`catch_up`] and [`anew`].
const BATCH: i64 = 100;

/// A post has become public that was not, or shows the same words in another form: nothing was
/// taken away.
pub fn published(connection: &mut AnyConnection, post: i64) -> Result<(), DbError> {
    index(connection, &[post], Replies::Too).map(drop)
}

/// Posts have changed, or may be public no more: their copies are what is public now. An opening
/// post takes its topic with it.
pub fn changed(connection: &mut AnyConnection, posts: &[i64]) -> Result<(), DbError> {
    let Indexed { topics, opened } = index(connection, posts, Replies::Too)?;
    let mut since = oldest(connection, Told::Of(posts))?;
    if !opened.is_empty() {
        since = since.min(oldest(connection, Told::InTopics(&opened))?);
    }
    forget_open_data(connection, since)?;
    digest::take_back(connection, Told::InTopics(&topics))
}

/// What is told of public texts has changed, and no text: its board, its topic, who reads it. The
/// open data that it may be in is made anew within a minute, and the digests that wait and are told
/// of it; search looks such things up.
pub fn forget(connection: &mut AnyConnection, told: Told<'_>) -> Result<(), DbError> {
    let since = oldest(connection, told)?;
    forget_open_data(connection, since)?;
    digest::take_back(connection, told)
}

/// When the oldest of these posts was written; `None`, before everything, where that is not known.
fn oldest(connection: &mut AnyConnection, told: Told<'_>) -> Result<Option<Timestamp>, DbError> {
    let all = posts::table.select(min(posts::created_at)).into_boxed();
    let these = match told {
        Told::Of(ids) => all.filter(posts::id.eq_any(ids.to_vec())),
        Told::InTopics(ids) => all.filter(posts::topic_id.eq_any(ids.to_vec())),
        Told::OnBoard(_) | Told::By(_) => return Ok(None),
    };
    Ok(these.first(connection)?)
}

/// Takes away all open data that may hold something that was written `since` then: it is of closed
/// months, and most of what is changed or hidden is newer. Nobody gets its parts from now on; the
/// job deletes them, for they may be too many for one transaction.
fn forget_open_data(
    connection: &mut AnyConnection,
    since: Option<Timestamp>,
) -> Result<(), DbError> {
    // The marks first: open data that is just being written is waited for, and then goes.
    let Some(since) = since else {
        diesel::delete(open_data_makings::table).execute(connection)?;
        diesel::delete(open_data_files::table).execute(connection)?;
        return Ok(());
    };
    let ends = open_data_makings::until;
    diesel::delete(open_data_makings::table.filter(ends.is_null().or(ends.gt(since))))
        .execute(connection)?;
    let ends = open_data_files::until;
    diesel::delete(open_data_files::table.filter(ends.is_null().or(ends.gt(since))))
        .execute(connection)?;
    Ok(())
}

/// Whether an opening post brings the replies of its topic along.
#[derive(PartialEq, Eq)]
enum Replies {
    Too,
    /// They come in their own turn.
    Apart,
}

/// A public post as it is indexed, with its topic.
#[derive(Queryable)]
struct Shown {
    post: i64,
    topic: i64,
    opens_topic: bool,
    title: String,
    title_html: String,
    body_html: String,
}

/// The columns of [`Shown`]; a macro, for the type of the selection cannot be written.
macro_rules! shown {
    () => {
        (
            posts::id,
            posts::topic_id,
            posts::opens_topic,
            topics::title,
            topics::title_html,
            posts::body_html,
        )
    };
}

/// The topics of posts that were indexed.
struct Indexed {
    topics: Vec<i64>,
    /// Those whose opening posts are among them.
    opened: Vec<i64>,
}

fn index(
    connection: &mut AnyConnection,
    ids: &[i64],
    replies: Replies,
) -> Result<Indexed, DbError> {
    let of: Vec<(i64, bool)> = posts::table
        .filter(one_of(posts::id, ids.to_vec()))
        .select((posts::topic_id, posts::opens_topic))
        .load(connection)?;
    let mut in_topics: Vec<i64> = of.iter().map(|(topic, _)| *topic).collect();
    in_topics.sort_unstable();
    in_topics.dedup();
    let opened: Vec<i64> = of
        .iter()
        .filter_map(|(topic, opens)| opens.then_some(*topic))
        .collect();
    // The topic is the lock: whoever hides it at the same time waits here, or is waited for.
    locks::hold(
        connection,
        Table::Topics,
        in_topics.iter().copied().collect(),
    )?;
    let mut shown: Vec<Shown> = posts::table
        .inner_join(topics::table)
        .filter(one_of(posts::id, ids.to_vec()))
        .filter(posts::state.eq(State::Published))
        .filter(topics::state.eq(State::Published))
        .select(shown!())
        .load(connection)?;
    let mut hidden: Vec<i64> = ids.to_vec();
    if replies == Replies::Too && !opened.is_empty() {
        shown.extend(
            posts::table
                .inner_join(topics::table)
                .left_join(search_texts::table)
                .filter(posts::topic_id.eq_any(opened.clone()))
                .filter(posts::opens_topic.eq(false))
                .filter(posts::state.eq(State::Published))
                .filter(topics::state.eq(State::Published))
                .filter(search_texts::post_id.nullable().is_null())
                .select(shown!())
                .load::<Shown>(connection)?,
        );
        hidden.extend(
            posts::table
                .inner_join(topics::table)
                .inner_join(search_texts::table)
                .filter(posts::topic_id.eq_any(opened.clone()))
                .filter(topics::state.ne(State::Published))
                .select(posts::id)
                .load::<i64>(connection)?,
        );
    }
    hidden.retain(|id| shown.iter().all(|shown| shown.post != *id));
    search::forget(connection, &hidden)?;
    slugs::put(connection, &slugs_of(&opened, &shown))?;
    let texts = shown.into_iter().map(|shown| {
        let title = shown.opens_topic.then_some(shown.title_html.as_str());
        (shown.post, Document::new(title, &shown.body_html))
    });
    search::put(connection, texts)?;
    Ok(Indexed {
        topics: in_topics,
        opened,
    })
}

/// What the addresses of topics say: of those that are public what they are about, of others nothing.
fn slugs_of(topics: &[i64], shown: &[Shown]) -> Vec<Slug> {
    let of = |topic: i64| {
        let mut openings = shown.iter().filter(|shown| shown.opens_topic);
        openings.find(|shown| shown.topic == topic)
    };
    let slug = |topic: &i64| Slug {
        topic: *topic,
        slug: of(*topic).map_or_else(String::new, |shown| impersonal::slug(&shown.title)),
    };
    topics.iter().map(slug).collect()
}

/// What is taken up by a round over the posts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Round {
    /// Public posts that search does not have, or has from an older version.
    Lacking,
    /// Every public post, and whatever search has besides.
    All,
}

/// A part of a round: how many posts it took up, and the last of them.
#[derive(Clone, Copy, Debug)]
pub struct Batch {
    pub posts: usize,
    pub last: i64,
}

/// Indexes some of the public posts after the post `after` that search does not have, or has from
/// an older version; gives nothing when none is left.
pub async fn catch_up(context: &Context, after: i64) -> Result<Option<Batch>, DbError> {
    batch(context, Round::Lacking, after).await
}

/// Makes a part of the index anew from what is public, whatever it holds: the posts that come after
/// the post `after`. The parts together, begun from 0, are the whole; gives nothing when none is left.
pub async fn anew(context: &Context, after: i64) -> Result<Option<Batch>, DbError> {
    if after == 0 {
        context.db.write(db::search::rebuild).await?;
    }
    batch(context, Round::All, after).await
}

async fn batch(context: &Context, round: Round, after: i64) -> Result<Option<Batch>, DbError> {
    let ids: Vec<i64> = context
        .db
        .read(move |connection| {
            let public = posts::state
                .eq(State::Published)
                .and(topics::state.eq(State::Published));
            let kept = search_texts::post_id.nullable().is_not_null();
            let lacking = search_texts::version
                .nullable()
                .is_null()
                .or(search_texts::version.nullable().ne(VERSION));
            let query = posts::table
                .inner_join(topics::table)
                .left_join(search_texts::table)
                .filter(posts::id.gt(after))
                .order(posts::id)
                .limit(BATCH)
                .select(posts::id)
                .into_boxed();
            let query = match round {
                Round::Lacking => query.filter(public.and(lacking)),
                Round::All => query.filter(public.or(kept)),
            };
            Ok::<_, DbError>(query.load(connection)?)
        })
        .await?;
    let Some(last) = ids.last().copied() else {
        return Ok(None);
    };
    let posts = ids.len();
    context
        .db
        .write(move |connection| index(connection, &ids, Replies::Apart))
        .await?;
    Ok(Some(Batch { posts, last }))
}
