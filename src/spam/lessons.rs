//! What is learned from moderators' decisions about texts, and unlearned when one is undone. Kept are
//! counts by keyed hashes, and for as long as a decision can be undone which of them it raised.

use diesel::prelude::*;

use super::{
    bayes::{Counts, Lesson},
    features::{Keyed, buckets},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Gate},
        schema::{posts, spam_counts, spam_lessons, spam_scores, topics},
    },
    search,
};

/// The only row of the counts.
const ROW: i64 = 1;

/// Learns from a decision about a post, once: another decision about it takes the first one's place.
/// Call it at the end of a transaction.
pub fn learn(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
    lesson: Lesson,
) -> Result<(), DbError> {
    locks::alone(connection, Gate::Spam)?;
    let Some(text) = text_of(connection, post)? else {
        return Ok(());
    };
    let mut counts = begin(connection, context)?;
    match taught(connection, post)? {
        Some((before, _)) if before == lesson => return Ok(()),
        Some((before, buckets)) => counts.unlearn(before, &buckets),
        None => {}
    }
    let buckets = buckets(&Keyed::of(&context.config.keys), &text);
    counts.learn(lesson, &buckets);
    store(connection, context, &counts)?;
    diesel::delete(spam_lessons::table.find(post)).execute(connection)?;
    let bytes: Vec<u8> = buckets.iter().flat_map(|one| one.to_be_bytes()).collect();
    diesel::insert_into(spam_lessons::table)
        .values((
            spam_lessons::post_id.eq(post),
            spam_lessons::is_spam.eq(lesson == Lesson::Spam),
            spam_lessons::buckets.eq(bytes),
            spam_lessons::on_day.eq(context.clock.today(context.config.city.time_zone)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Takes back what a decision about a post taught, where it is known still. Call it at the end of a
/// transaction.
pub fn unlearn(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
) -> Result<(), DbError> {
    locks::alone(connection, Gate::Spam)?;
    let mut counts = begin(connection, context)?;
    let Some((lesson, buckets)) = taught(connection, post)? else {
        return Ok(());
    };
    counts.unlearn(lesson, &buckets);
    store(connection, context, &counts)?;
    diesel::delete(spam_lessons::table.find(post)).execute(connection)?;
    Ok(())
}

/// Forgets all that stands here about posts that are erased. The counts tell nothing of them.
pub fn forget(connection: &mut AnyConnection, posts: &[i64]) -> Result<(), DbError> {
    let these = || posts.to_vec();
    diesel::delete(spam_scores::table.filter(spam_scores::post_id.eq_any(these())))
        .execute(connection)?;
    diesel::delete(spam_lessons::table.filter(spam_lessons::post_id.eq_any(these())))
        .execute(connection)?;
    Ok(())
}

/// What was learned says of a text with these buckets.
pub(super) fn weigh(
    connection: &mut AnyConnection,
    context: &Context,
    buckets: &[u16],
) -> Result<i32, DbError> {
    let counts = load(connection, context)?;
    Ok(counts.map_or(0, |counts| counts.weigh(buckets)))
}

/// What a reader sees of a post, its topic's title too where it opens one; none of a post without words.
fn text_of(connection: &mut AnyConnection, post: i64) -> Result<Option<String>, DbError> {
    let found: Option<(bool, String, String)> = posts::table
        .inner_join(topics::table)
        .filter(posts::id.eq(post))
        .select((posts::opens_topic, topics::title_html, posts::body_html))
        .first(connection)
        .optional()?;
    let seen = found.map(|(opens_topic, title, body)| {
        let title = opens_topic.then(|| search::plain(&title));
        let seen = [title.unwrap_or_default(), search::plain(&body)];
        seen.join("\n").trim().to_owned()
    });
    Ok(seen.filter(|seen| !seen.is_empty()))
}

/// What was learned so far with the present key. Under another the hashes say nothing any more: then
/// it begins anew, and what could be unlearned goes.
fn begin(connection: &mut AnyConnection, context: &Context) -> Result<Counts, DbError> {
    if let Some(counts) = load(connection, context)? {
        return Ok(counts);
    }
    diesel::delete(spam_lessons::table).execute(connection)?;
    Ok(Counts::default())
}

fn load(connection: &mut AnyConnection, context: &Context) -> Result<Option<Counts>, DbError> {
    let row: Option<(i32, i32, Vec<u8>)> = spam_counts::table
        .find(ROW)
        .filter(spam_counts::key_version.eq(context.config.keys.version().to_vec()))
        .select((
            spam_counts::ham_texts,
            spam_counts::spam_texts,
            spam_counts::buckets,
        ))
        .first(connection)
        .optional()?;
    let number = |texts: i32| u32::try_from(texts).unwrap_or(0);
    Ok(row.map(|(ham, spam, bytes)| Counts::read(number(ham), number(spam), &bytes)))
}

fn store(
    connection: &mut AnyConnection,
    context: &Context,
    counts: &Counts,
) -> Result<(), DbError> {
    let number = |texts: u32| i32::try_from(texts).unwrap_or(i32::MAX);
    diesel::delete(spam_counts::table.find(ROW)).execute(connection)?;
    diesel::insert_into(spam_counts::table)
        .values((
            spam_counts::id.eq(ROW),
            spam_counts::spam_texts.eq(number(counts.spam_texts)),
            spam_counts::ham_texts.eq(number(counts.ham_texts)),
            spam_counts::key_version.eq(context.config.keys.version().to_vec()),
            spam_counts::buckets.eq(counts.bytes()),
        ))
        .execute(connection)?;
    Ok(())
}

/// What a decision about this post taught, and which buckets it raised.
fn taught(
    connection: &mut AnyConnection,
    post: i64,
) -> Result<Option<(Lesson, Vec<u16>)>, DbError> {
    let row: Option<(bool, Vec<u8>)> = spam_lessons::table
        .find(post)
        .select((spam_lessons::is_spam, spam_lessons::buckets))
        .first(connection)
        .optional()?;
    Ok(row.map(|(is_spam, bytes)| {
        let lesson = if is_spam { Lesson::Spam } else { Lesson::Ham };
        let (pairs, _) = bytes.as_chunks::<2>();
        let buckets = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
        (lesson, buckets.collect())
    }))
}
