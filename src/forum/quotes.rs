//! Quotes of posts: whose words they are, and that they go when the words go at their source.
//!
//! A quote says which post and version it comes from. Its author's name is shown only when the
//! words stand there, and is looked up when a page is made: it is stored in no quote.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use diesel::prelude::*;
use personal_data::Detector;
use serde::{Deserialize, Serialize};

use super::{
    ForumError, State, address, boards, mentions, originals,
    posts::{Byline, Post},
    reader::Reader,
    references::At,
    rewriting::{self, Change},
    stale::stamp,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        one_of,
        schema::{accounts, boards as board_table, post_quotes, post_revisions, posts, topics},
    },
    text::{
        Field, Format, Known,
        publication::Published,
        quote::{self, Of, Verified},
        rewrite::{self, Gone, Rewritten},
        taken::{self, Taken},
    },
    webhooks,
};

/// The post that a quote comes from, as everybody sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    pub post: i64,
    pub topic: i64,
    slug: String,
    /// `None` where the post is not public any more.
    pub author: Option<Byline>,
}

impl Quoted {
    /// Its address below the language.
    pub fn path(&self) -> String {
        address::of_post(self.topic, &self.slug, self.post)
    }
}

/// A quoting post in which words were masked, as it was.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Before {
    pub post: i64,
    changes: Vec<Change>,
}

/// What the words of several versions of posts are: of those that everybody may read, and of those
/// on the board of the text that quotes. Of others nobody is told whether the words stand there.
fn sources(
    connection: &mut AnyConnection,
    of: &[Of],
    topic: Option<i64>,
) -> Result<HashMap<Of, String>, ForumError> {
    let board: Option<i64> = match topic {
        Some(topic) => topics::table
            .find(topic)
            .select(topics::board_id)
            .first(connection)
            .optional()?,
        None => None,
    };
    let ids: Vec<i64> = of.iter().map(|of| of.post).collect();
    let numbers: Vec<i32> = of.iter().map(|of| of.version).collect();
    let present: Vec<(i64, String)> = posts::table
        .inner_join(topics::table.inner_join(board_table::table))
        .filter(posts::id.eq_any(ids))
        .filter(posts::state.eq(State::Published))
        .filter(topics::state.eq(State::Published))
        .filter(boards::readable(Reader::GUEST).or(board_table::id.eq(board.unwrap_or(0))))
        .select((posts::id, posts::body))
        .load(connection)?;
    let public: Vec<i64> = present.iter().map(|(post, _)| *post).collect();
    let versions = versions(connection, &public)?;
    let old: Vec<(i64, i32, String)> = post_revisions::table
        .filter(post_revisions::post_id.eq_any(public))
        .filter(post_revisions::number.eq_any(numbers))
        .select((
            post_revisions::post_id,
            post_revisions::number,
            post_revisions::body,
        ))
        .load(connection)?;
    let old = old
        .into_iter()
        .map(|(post, version, body)| (Of { post, version }, body));
    let present = present.into_iter().map(|(post, body)| {
        let version = version_in(&versions, post);
        (Of { post, version }, body)
    });
    Ok(old.chain(present).collect())
}

/// The number of the present version of each post that has more than one.
pub(super) fn versions(
    connection: &mut AnyConnection,
    posts: &[i64],
) -> Result<HashMap<i64, i32>, ForumError> {
    let rows: Vec<(i64, Option<i32>)> = post_revisions::table
        .filter(one_of(post_revisions::post_id, posts.to_vec()))
        .group_by(post_revisions::post_id)
        .select((
            post_revisions::post_id,
            diesel::dsl::max(post_revisions::number),
        ))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(post, last)| (post, last.unwrap_or(0).saturating_add(1)))
        .collect())
}

pub(super) fn version_in(versions: &HashMap<i64, i32>, post: i64) -> i32 {
    versions.get(&post).copied().unwrap_or(1)
}

/// Which of a text's quotes hold words that stand where they say: in the post, or already in
/// the same quote of the post that is edited.
pub(super) fn verified(
    connection: &mut AnyConnection,
    body: &str,
    at: At,
) -> Result<Vec<Verified>, ForumError> {
    let places = quote::places(body);
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let of: Vec<Of> = places.iter().map(|place| place.of).collect();
    let sources = sources(connection, &of, at.topic)?;
    let before = match at.post {
        Some(post) => stood(connection, post)?,
        None => HashSet::new(),
    };
    let mut verified: Vec<Verified> = Vec::new();
    // One quote with other words, and none of that version shows a name.
    let mut wrong: HashSet<Of> = HashSet::new();
    for quote::Place { of, words, .. } in places {
        let source = sources.get(&of).map(|body| quote::words(body));
        let found = source.filter(|source| quote::stands_in(&words, source));
        let stamp = found.map(|source| stamp(None, &source, &[]));
        if stamp.is_none() && !before.contains(&(of, words)) {
            wrong.insert(of);
        } else if verified.iter().all(|known| known.of != of) {
            verified.push(Verified { of, stamp });
        }
    }
    verified.retain(|quote| !wrong.contains(&quote.of));
    Ok(verified)
}

/// The verified quotes of the version that is edited, with their words.
fn stood(connection: &mut AnyConnection, post: i64) -> Result<HashSet<(Of, String)>, ForumError> {
    let body: Option<String> = posts::table
        .find(post)
        .select(posts::body)
        .first(connection)
        .optional()?;
    let known: Vec<Of> = recorded(connection, &[post])?
        .into_iter()
        .map(|(_, of)| of)
        .collect();
    Ok(quote::places(&body.unwrap_or_default())
        .into_iter()
        .filter(|place| known.contains(&place.of))
        .map(|place| (place.of, place.words))
        .collect())
}

/// The verified quotes of several posts.
pub(super) fn recorded(
    connection: &mut AnyConnection,
    posts: &[i64],
) -> Result<Vec<(i64, Of)>, ForumError> {
    let rows: Vec<(i64, i64, i32)> = post_quotes::table
        .filter(post_quotes::post_id.eq_any(posts.to_vec()))
        .filter(post_quotes::verified.eq(true))
        .select((
            post_quotes::post_id,
            post_quotes::quoted_post_id,
            post_quotes::quoted_version,
        ))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(by, post, version)| (by, Of { post, version }))
        .collect())
}

/// Stores what the present version of a post quotes, beside what earlier ones did. What is
/// masked at its source at this very moment waits for it, or it for that; gives whether the
/// words still stand where they did.
pub(super) fn record(
    connection: &mut AnyConnection,
    post: i64,
    body: &str,
    known: &Known,
) -> Result<bool, ForumError> {
    let all: BTreeSet<(i64, i32)> = quote::places(body)
        .iter()
        .map(|place| (place.of.post, place.of.version))
        .collect();
    if all.is_empty() {
        return Ok(true);
    }
    let ids: Vec<i64> = all.iter().map(|(post, _)| *post).collect();
    let there: Vec<i64> = diesel::update(posts::table.filter(posts::id.eq_any(ids)))
        .set(posts::pipeline.eq(posts::pipeline))
        .returning(posts::id)
        .get_results(connection)?;
    let looked_up: Vec<Of> = known.quotes.iter().map(|quote| quote.of).collect();
    let topic: Option<i64> = posts::table
        .find(post)
        .select(posts::topic_id)
        .first(connection)
        .optional()?;
    let sources = sources(connection, &looked_up, topic)?;
    let still = known.quotes.iter().all(|quote| {
        let now = sources.get(&quote.of);
        let now = now.map(|body| stamp(None, &quote::words(body), &[]));
        quote.stamp.is_none() || quote.stamp == now
    });
    for (quoted, version) in all.into_iter().filter(|(post, _)| there.contains(post)) {
        let of = Of {
            post: quoted,
            version,
        };
        let verified = still && looked_up.contains(&of);
        let row = post_quotes::table.find((post, quoted, version));
        let known = diesel::update(row)
            .set(post_quotes::verified.eq(verified))
            .execute(connection)?;
        if known == 0 {
            diesel::insert_into(post_quotes::table)
                .values((
                    post_quotes::post_id.eq(post),
                    post_quotes::quoted_post_id.eq(quoted),
                    post_quotes::quoted_version.eq(version),
                    post_quotes::verified.eq(verified),
                ))
                .execute(connection)?;
        }
    }
    Ok(still)
}

/// Holds what `bodies` quote, the posts `of`, and whoever quotes those in their turn, in the order of their
/// ids; then the topics of all but the first. Call it before anything else is held where [`record`],
/// [`withdraw`] or [`put_back`] follow.
pub fn hold(connection: &mut AnyConnection, of: &[i64], bodies: &[&str]) -> Result<(), DbError> {
    let mut changing: BTreeSet<i64> = BTreeSet::new();
    let mut news = of.to_vec();
    while !news.is_empty() {
        changing.extend(&news);
        let quoting: Vec<i64> = post_quotes::table
            .filter(post_quotes::quoted_post_id.eq_any(news))
            .select(post_quotes::post_id)
            .distinct()
            .load(connection)?;
        news = quoting;
        news.retain(|post| !changing.contains(post));
    }
    let quoted = bodies.iter().flat_map(|body| quote::places(body));
    let mut all: BTreeSet<i64> = quoted.map(|place| place.of.post).collect();
    all.extend(&changing);
    locks::hold(connection, Table::Posts, all)?;
    if changing.is_empty() {
        return Ok(());
    }
    let changing: Vec<i64> = changing.into_iter().collect();
    let in_topics: Vec<i64> = posts::table
        .filter(posts::id.eq_any(changing))
        .select(posts::topic_id)
        .distinct()
        .load(connection)?;
    locks::hold(connection, Table::Topics, in_topics.into_iter().collect())
}

/// Whether anybody quotes a post.
pub(super) fn is_quoted(connection: &mut AnyConnection, post: i64) -> Result<bool, ForumError> {
    let quotes: i64 = post_quotes::table
        .filter(post_quotes::quoted_post_id.eq(post))
        .count()
        .get_result(connection)?;
    Ok(quotes > 0)
}

impl Before {
    /// Writes its texts anew where `anew` has others; gives whether it had.
    pub(super) fn rewrite(
        &mut self,
        known: &Known,
        anew: &impl Fn(&Field, &[Published]) -> Option<Rewritten>,
    ) -> bool {
        let mut changed = false;
        for change in &mut self.changes {
            changed |= change.rewrite(known, anew);
        }
        changed
    }
}

/// Whether what is kept, sealed, for an appeal loses the words as well.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    Stays,
    Too,
}

/// Masks what a moderator took from `posts` wherever it is quoted, in every version, and where
/// those quotes are quoted in their turn; gives what stood there. Call it in the transaction
/// that takes the words away at their source.
pub fn withdraw(
    connection: &mut AnyConnection,
    context: &Context,
    posts: &[i64],
    gone: Gone<'_>,
) -> Result<Vec<Before>, ForumError> {
    if matches!(gone, Gone::Words([])) {
        return Ok(Vec::new());
    }
    let anew = masking(context.detector(), gone);
    withdrawn(connection, context, posts, Kept::Stays, anew)
}

/// As [`withdraw`], of passages that a moderator took out of `posts`. Another's title, which is no
/// quote, stays.
pub fn take_out(
    connection: &mut AnyConnection,
    context: &Context,
    posts: &[i64],
    what: &Taken,
) -> Result<Vec<Before>, ForumError> {
    let detector = context.detector();
    let anew = |text: &Field, published: &[Published], of: &[i64]| match text.format {
        Format::Markdown => taken::take_out_quoted(text, &detector, published, of, what),
        _ => None,
    };
    let before = withdrawn(connection, context, posts, Kept::Stays, anew)?;
    let changed: Vec<i64> = before.iter().map(|before| before.post).collect();
    mentions::look_again(connection, &changed)?;
    Ok(before)
}

/// As [`withdraw`], of what its owner took: it goes for good, also from what is kept of quoting
/// posts that a moderator masked.
pub fn forget(
    connection: &mut AnyConnection,
    context: &Context,
    posts: &[i64],
    gone: Gone<'_>,
) -> Result<(), ForumError> {
    if matches!(gone, Gone::Words([])) {
        return Ok(());
    }
    let anew = masking(context.detector(), gone);
    withdrawn(connection, context, posts, Kept::Too, anew).map(drop)
}

/// Masks what is gone in a text's quotes of some posts.
fn masking(
    detector: Arc<Detector>,
    gone: Gone<'_>,
) -> impl Fn(&Field, &[Published], &[i64]) -> Option<Rewritten> {
    move |text, published, of| {
        if text.format == Format::Markdown {
            return rewrite::withdraw_quoted(text, &detector, published, of, gone);
        }
        match gone {
            Gone::Words(words) => rewrite::withdraw_words(text, &detector, published, words),
            Gone::Everything => None,
        }
    }
}

/// Writes anew what quotes `posts`, as `anew` says of a text and the posts of which the words are gone. Programs that
/// keep copies are told of each.
fn withdrawn(
    connection: &mut AnyConnection,
    context: &Context,
    posts: &[i64],
    kept: Kept,
    anew: impl Fn(&Field, &[Published], &[i64]) -> Option<Rewritten>,
) -> Result<Vec<Before>, ForumError> {
    let mut masked: Vec<Before> = Vec::new();
    // A post may quote a source and a quote of it: it is looked at again with each round's news.
    let (mut sources, mut news) = (posts.to_vec(), posts.to_vec());
    while !news.is_empty() {
        let quoting: Vec<i64> = post_quotes::table
            .filter(post_quotes::quoted_post_id.eq_any(news))
            .filter(post_quotes::post_id.ne_all(posts.to_vec()))
            .select(post_quotes::post_id)
            .distinct()
            .load(connection)?;
        let anew = |text: &Field, published: &[Published]| anew(text, published, &sources);
        let mut changed = BTreeSet::new();
        for copy in rewriting::read(connection, &quoting)? {
            let post = copy.post;
            let changes = copy.rewrite(connection, anew)?;
            if changes.is_empty() {
                continue;
            }
            changed.insert(post);
            match masked.iter_mut().find(|before| before.post == post) {
                Some(before) => rewriting::join(&mut before.changes, changes),
                None => masked.push(Before { post, changes }),
            }
        }
        if kept == Kept::Too {
            changed.extend(originals::rewrite(connection, context, &quoting, anew)?);
        }
        changed.retain(|post| !sources.contains(post));
        news = changed.into_iter().collect();
        sources.extend(&news);
    }
    let changed: Vec<i64> = masked.iter().map(|before| before.post).collect();
    webhooks::masked(connection, context, &changed)?;
    Ok(masked)
}

/// Puts back what [`withdraw`] or [`take_out`] took from one post, where nobody has changed it since; gives whether
/// anything came back.
pub fn put_back(connection: &mut AnyConnection, before: &Before) -> Result<bool, ForumError> {
    let mut came_back = false;
    for copy in rewriting::read(connection, &[before.post])? {
        came_back |= copy.put_back(connection, &before.changes)?;
    }
    mentions::look_again(connection, &[before.post])?;
    Ok(came_back)
}

/// The posts that stored HTML quotes, as far as the reader may see them.
pub(super) fn quoted_in<'a>(
    connection: &mut AnyConnection,
    htmls: impl Iterator<Item = &'a str>,
    reader: Reader,
) -> Result<Vec<Quoted>, ForumError> {
    let ids: BTreeSet<i64> = htmls.flat_map(ids_in).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    type Row = (
        (i64, i64, String, State, State),
        (Option<String>, bool),
        Option<(String, bool)>,
    );
    let rows: Vec<Row> = posts::table
        .inner_join(topics::table.inner_join(board_table::table))
        .left_join(accounts::table)
        .filter(boards::readable(reader))
        .filter(one_of(posts::id, ids.into_iter().collect()))
        .order(posts::id)
        .select((
            (
                posts::id,
                posts::topic_id,
                topics::slug,
                posts::state,
                topics::state,
            ),
            (posts::guest_name, posts::guest_name_is_personal),
            (accounts::name, accounts::name_is_personal).nullable(),
        ))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(
            |((post, topic, slug, state, topic_state), guest, account)| {
                let public = state == State::Published && topic_state == State::Published;
                Quoted {
                    post,
                    topic,
                    slug,
                    author: public.then(|| Byline::of(account, guest.0, guest.1, None)),
                }
            },
        )
        .collect())
}

/// Those of `all` that one HTML quotes.
pub(super) fn of(all: &[Quoted], html: &str) -> Vec<Quoted> {
    let ids: BTreeSet<i64> = ids_in(html).collect();
    all.iter()
        .filter(|quoted| ids.contains(&quoted.post))
        .cloned()
        .collect()
}

/// The posts that a preview's HTML quotes.
pub async fn of_preview(
    context: &Context,
    html: &str,
    reader: impl Into<Reader>,
) -> Result<Vec<Quoted>, ForumError> {
    let reader = reader.into();
    if ids_in(html).next().is_none() {
        return Ok(Vec::new());
    }
    let html = html.to_owned();
    context
        .db
        .read(move |connection| quoted_in(connection, std::iter::once(&*html), reader))
        .await
}

fn ids_in(html: &str) -> impl Iterator<Item = i64> {
    html.split("<blockquote class=\"quote\" data-post=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next()?.parse().ok())
}

/// The text in which a reply to a post begins: its words as a quote.
pub fn begin(post: &Post) -> String {
    let of = Of {
        post: post.id,
        version: post.version,
    };
    quote::quoted(of, &post.body)
}

/// The line by which a quote of a post begins.
pub fn line(post: &Post) -> String {
    quote::line(Of {
        post: post.id,
        version: post.version,
    })
}
