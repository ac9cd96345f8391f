//! Editing one's own post: the old version is kept, but for what is no longer published.

use diesel::prelude::*;

use super::{
    ForumError, State, copies,
    findings::{self, PublicFinding},
    language,
    posts::{self, Post},
    publish::{Outcome, Posted},
    submission::{Cleared, Ready, Submission, clear, field},
    topics::Topic,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{post_revisions, posts as post_table, topics as topic_table},
    },
    i18n::Lang,
    review,
    text::{
        Field, Format, Kept, PIPELINE, Withdrawn,
        publication::{Publication, Whose},
        withdraw,
    },
};

/// The post and its topic, if this member may edit it.
pub async fn find(
    context: &Context,
    id: i64,
    member: &Member,
) -> Result<(Topic, Post), ForumError> {
    let (topic, post) = posts::find(context, id, Some(member)).await?;
    if post.mine && post.state.is_alive() {
        Ok((topic, post))
    } else {
        Err(ForumError::NotYours)
    }
}

/// Replaces the text of one's own post, and the title with the opening post.
///
/// Somebody else's personal data, newly published, holds the post for review. Sending the
/// same text twice changes nothing the second time.
pub async fn edit(
    context: &Context,
    id: i64,
    member: &Member,
    submission: Submission,
) -> Result<Outcome, ForumError> {
    let (_, post) = find(context, id, member).await?;
    let submission = Submission {
        title: submission.title.filter(|_| post.opens_topic),
        ..submission
    };
    let language = submission.language;
    let ready = match clear(context, submission).await? {
        Cleared::Ready(ready) => ready,
        Cleared::Undecided(undecided) => return Ok(Outcome::Undecided(undecided)),
        Cleared::Invalid(errors) => return Ok(Outcome::Invalid(errors)),
    };
    let (cx, now) = (context.clone(), context.now());
    let posted = context
        .db
        .write(move |connection| apply(connection, &cx, id, &ready, language, now))
        .await?;
    Ok(Outcome::Posted(posted))
}

/// The version that is replaced.
#[derive(Queryable)]
struct Old {
    topic: i64,
    opens_topic: bool,
    body: String,
    body_html: String,
    state: State,
    created_at: Timestamp,
    edited_at: Option<Timestamp>,
    title: String,
}

fn apply(
    connection: &mut AnyConnection,
    context: &Context,
    id: i64,
    ready: &Ready,
    language: Lang,
    now: Timestamp,
) -> Result<Posted, ForumError> {
    // Whoever edits the post at the same time waits here and then sees this version.
    diesel::update(post_table::table.find(id))
        .set(post_table::pipeline.eq(PIPELINE))
        .execute(connection)?;
    let old: Old = post_table::table
        .inner_join(topic_table::table)
        .filter(post_table::id.eq(id))
        .select((
            post_table::topic_id,
            post_table::opens_topic,
            post_table::body,
            post_table::body_html,
            post_table::state,
            post_table::created_at,
            post_table::edited_at,
            topic_table::title,
        ))
        .first(connection)
        .optional()?
        .ok_or(ForumError::NotFound)?;
    if !old.state.is_alive() {
        return Err(ForumError::NotYours);
    }
    let publication = &ready.publication;
    let title = publication
        .text(field::TITLE)
        .map(|title| title.source.clone());
    let before = findings::of_posts(connection, &[id])?
        .remove(&id)
        .unwrap_or_default();
    let same_text = old.body == publication.source(field::BODY)
        && title.as_ref().is_none_or(|title| *title == old.title);
    if same_text && same_findings(&before, publication) {
        return Ok(Posted::of(old.state, old.topic, id));
    }
    let withdrawn = withdrawn(&old, &before, ready);
    // What was never public is no history: nobody reviewed it.
    if !same_text && old.state == State::Published {
        keep(connection, id, &old)?;
    }
    let state = if old.state == State::Published && publication.names_others() {
        hold(connection, id, &old, now)?;
        State::Held
    } else {
        old.state
    };
    let body = publication.source(field::BODY);
    diesel::update(post_table::table.find(id))
        .set((
            post_table::body.eq(body),
            post_table::body_html.eq(publication.html(field::BODY)),
            post_table::pipeline.eq(PIPELINE),
            post_table::language.eq(language::of(body, language)),
            post_table::state.eq(state),
            post_table::edited_at.eq(now),
        ))
        .execute(connection)?;
    if let Some(title) = &title {
        diesel::update(topic_table::table.find(old.topic))
            .set((
                topic_table::title.eq(title),
                topic_table::title_html.eq(publication.html(field::TITLE)),
                topic_table::language.eq(language::of(title, language)),
            ))
            .execute(connection)?;
    }
    findings::replace(connection, id, publication)?;
    mask_revisions(connection, context, id, publication, &withdrawn)?;
    copies::changed(connection, &[id])?;
    Ok(Posted::of(state, old.topic, id))
}

fn same_findings(before: &[PublicFinding], publication: &Publication) -> bool {
    let now: Vec<_> = publication
        .texts
        .iter()
        .flat_map(|text| {
            text.findings.iter().map(|finding| {
                (
                    text.field,
                    finding.kind,
                    finding.start,
                    finding.end,
                    finding.whose,
                )
            })
        })
        .collect();
    now.len() == before.len()
        && before.iter().all(|finding| {
            now.iter().any(|(field, kind, start, end, whose)| {
                *field == finding.field
                    && *kind == finding.kind
                    && (*start, *end) == (finding.start, finding.end)
                    && *whose == finding.whose
            })
        })
}

/// The words that stay public in the new version.
fn kept(publication: &Publication) -> Vec<Kept> {
    publication
        .texts
        .iter()
        .flat_map(|text| {
            text.findings.iter().map(|finding| Kept {
                words: text
                    .source
                    .chars()
                    .skip(finding.start)
                    .take(finding.end - finding.start)
                    .collect(),
                whose: finding.whose,
            })
        })
        .collect()
}

/// What was public and is not any more, and what was masked or taken out just now.
fn withdrawn(old: &Old, before: &[PublicFinding], ready: &Ready) -> Vec<Withdrawn> {
    let kept = kept(&ready.publication);
    let was_public = before.iter().filter_map(|finding| {
        let source = match &*finding.field {
            field::TITLE => &old.title,
            field::BODY => &old.body,
            _ => return None,
        };
        (finding.whose != Whose::Nobody).then(|| (finding.words(source), finding.kind))
    });
    let asked = ready
        .questions
        .iter()
        .map(|question| (question.found.text.clone(), question.kind()));
    let mut withdrawn: Vec<Withdrawn> = was_public
        .chain(asked)
        .filter(|(words, _)| kept.iter().all(|kept| kept.words != *words))
        .map(|(words, kind)| Withdrawn { words, kind })
        .collect();
    // A word within another is masked with it.
    withdrawn.sort_by_key(|gone| std::cmp::Reverse(gone.words.len()));
    withdrawn
}

/// Keeps the old version as a revision.
fn keep(connection: &mut AnyConnection, id: i64, old: &Old) -> Result<(), ForumError> {
    let kept: i64 = post_revisions::table
        .filter(post_revisions::post_id.eq(id))
        .count()
        .get_result(connection)?;
    diesel::insert_into(post_revisions::table)
        .values((
            post_revisions::post_id.eq(id),
            post_revisions::number.eq(i32::try_from(kept).unwrap_or(i32::MAX - 1) + 1),
            post_revisions::title.eq(old.opens_topic.then_some(&old.title)),
            post_revisions::body.eq(&old.body),
            post_revisions::body_html.eq(&old.body_html),
            post_revisions::created_at.eq(old.edited_at.unwrap_or(old.created_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Takes a published post out of sight until a moderator has looked at it.
fn hold(connection: &mut AnyConnection, id: i64, old: &Old, now: Timestamp) -> Result<(), DbError> {
    if old.opens_topic {
        diesel::update(topic_table::table.find(old.topic))
            .set(topic_table::state.eq(State::Held))
            .execute(connection)?;
    } else {
        diesel::update(topic_table::table.find(old.topic))
            .set(topic_table::reply_count.eq(topic_table::reply_count - 1))
            .execute(connection)?;
    }
    review::enqueue(connection, now, review::Kind::PersonalDataOfOthers, id)
}

fn mask_revisions(
    connection: &mut AnyConnection,
    context: &Context,
    id: i64,
    publication: &Publication,
    withdrawn: &[Withdrawn],
) -> Result<(), ForumError> {
    let (kept, detector) = (kept(publication), context.detector());
    let revisions: Vec<(i64, Option<String>, String)> = post_revisions::table
        .filter(post_revisions::post_id.eq(id))
        .select((
            post_revisions::id,
            post_revisions::title,
            post_revisions::body,
        ))
        .load(connection)?;
    for (revision, title, body) in revisions {
        let masked = |name, format, source: &str| {
            withdraw(
                &Field::new(name, format, source),
                &detector,
                &kept,
                withdrawn,
            )
        };
        let new_title = title.map(|title| masked(field::TITLE, Format::Plain, &title).0);
        let (new_body, html) = masked(field::BODY, Format::Markdown, &body);
        diesel::update(post_revisions::table.find(revision))
            .set((
                post_revisions::title.eq(new_title),
                post_revisions::body.eq(new_body),
                post_revisions::body_html.eq(html),
            ))
            .execute(connection)?;
    }
    Ok(())
}
