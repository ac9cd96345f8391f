//! Posts that an older pipeline rendered are rendered again: a newer detector may find more.
//!
//! What is newly found is marked, and its author told by mail once, when a run ends. What may
//! not be published at all is held until a moderator has looked; no word of a text is changed.
//! Rounds can be cut off anywhere and run on several nodes: a text is written only while it
//! still is what was looked at.

use std::collections::BTreeMap;

use diesel::prelude::*;
use personal_data::Detector;

use super::{
    ForumError, State, address, copies, edit, files, findings, quotes, references,
    rewriting::{self, Copy, Revision},
    submission::field,
};
use crate::{
    attachments::{self, Attached, Chosen},
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{accounts, found_again, post_revisions, posts, topics},
    },
    i18n::Lang,
    mail::{About, Content, Draft, Letter, LetterKind, outbox, sample},
    privacy::sealed::{self, Column},
    review,
    text::{
        Field, Format, PIPELINE,
        findings::{Found, find},
        publication::{Published, Whose},
        rewrite::{self, Rewritten},
    },
};

/// How many posts are made again at a time.
const BATCH: i64 = 50;
/// How many authors are told at a time.
const AUTHORS: i64 = 50;
/// How many posts a mail names.
const NAMED: usize = 20;

/// A post made again.
struct Made {
    copy: Copy,
    /// Its files as they were looked at, and what is found in each of their fields.
    files: Vec<Attached>,
    in_files: Vec<(&'static str, Vec<Published>)>,
    title: Option<Rewritten>,
    body: Rewritten,
    /// HTML of each earlier version, in their order.
    revisions: Vec<String>,
    news: bool,
    /// Something was found that may not be published at all.
    never: bool,
}

/// Makes some posts again; gives how many there were to do.
pub async fn batch(context: &Context) -> Result<usize, ForumError> {
    let (old, copies) = context
        .db
        .read(|connection| {
            let old: Vec<(i64, i32)> = posts::table
                .filter(posts::pipeline.lt(PIPELINE))
                .order((posts::pipeline, posts::id))
                .limit(BATCH)
                .select((posts::id, posts::pipeline))
                .load(connection)?;
            let ids: Vec<i64> = old.iter().map(|(id, _)| *id).collect();
            let copies = if ids.is_empty() {
                Vec::new()
            } else {
                rewriting::load(connection, &ids)?
            };
            Ok::<_, ForumError>((old, copies))
        })
        .await?;
    if old.is_empty() {
        return Ok(0);
    }
    let with_files = copies.iter().map(|copy| copy.post).collect();
    let mut files = attachments::kept_of_posts(context, with_files).await?;
    let detector = context.detector();
    let made: Vec<Made> = tokio::task::spawn_blocking(move || {
        let copies = copies.into_iter().map(|copy| {
            let files = files.remove(&copy.post).unwrap_or_default();
            make(copy, &files, &detector)
        });
        copies.collect()
    })
    .await
    .map_err(|_| DbError::Panicked)?;
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let ids: Vec<i64> = old.iter().map(|(id, _)| *id).collect();
            quotes::hold(connection, &ids, &[])?;
            for made in made {
                store(connection, &cx, made)?;
            }
            Ok::<_, ForumError>(old.len())
        })
        .await
}

fn make(copy: Copy, files: &[Chosen], detector: &Detector) -> Made {
    let (mut news, mut never) = (false, false);
    let mut look = |field: &Field| {
        let mut published = references::published(&copy.findings, field.name);
        for found in rewrite::newly_found(field, detector, &published) {
            news = true;
            never |= !found.kind.publishable();
            published.push(publish(&field.source, &found));
        }
        published.sort_by_key(|finding| finding.start);
        published
    };
    let fields = files::fields(files).into_iter();
    let in_files = fields.map(|field| (field.name, look(&field))).collect();
    let mut again = |name, format, source: &str| {
        let field = Field::new(name, format, source).knowing(copy.known.clone());
        let published = look(&field);
        rewrite::again(&field, detector, published)
    };
    let title = copy
        .title
        .as_ref()
        .map(|(title, _)| again(field::TITLE, Format::Plain, title));
    let body = again(field::BODY, Format::Markdown, &copy.body.0);
    let earlier: Vec<Earlier> = copy
        .revisions
        .iter()
        .map(|revision| earlier(revision, &copy, detector))
        .collect();
    news |= earlier.iter().any(|version| version.news);
    never |= earlier.iter().any(|version| version.never);
    let revisions = earlier.into_iter().map(|version| version.html).collect();
    Made {
        files: files.iter().map(|file| file.attached.clone()).collect(),
        in_files,
        title,
        body,
        revisions,
        news,
        never,
        copy,
    }
}

/// An earlier version made again.
struct Earlier {
    html: String,
    /// Something is marked in it that was not.
    news: bool,
    /// Something was found that may not be published at all, and that no mark showed before.
    never: bool,
}

/// An earlier version with everything marked that is found in it, but for what its author says
/// is none.
fn earlier(revision: &Revision, copy: &Copy, detector: &Detector) -> Earlier {
    let none: Vec<String> = copy
        .findings
        .iter()
        .filter(|finding| !finding.marked() && finding.field == field::BODY)
        .map(|finding| finding.words(&copy.body.0))
        .collect();
    let (source, html) = &revision.body;
    let text = Field::new(field::BODY, Format::Markdown, source).knowing(copy.known.clone());
    let found: Vec<Found> = find(&text, detector)
        .into_iter()
        .filter(|found| !none.contains(&found.text) && !found.text.contains(['*', '○']))
        .collect();
    let marked = marked_in(html);
    let news: Vec<&Found> = found
        .iter()
        .filter(|found| !marked.contains(&bare(&found.text)))
        .collect();
    // A title has no marks of its own in an earlier version: what must not stand there is looked
    // at each time.
    let in_title = revision.title.as_ref().is_some_and(|title| {
        let title = Field::new(field::TITLE, Format::Plain, title);
        let found = find(&title, detector);
        found
            .iter()
            .any(|found| !found.kind.publishable() && !found.text.contains(['*', '○']))
    });
    let published = found.iter().map(|found| publish(source, found)).collect();
    Earlier {
        news: in_title || !news.is_empty(),
        never: in_title || news.iter().any(|found| !found.kind.publishable()),
        html: rewrite::again(&text, detector, published).html,
    }
}

/// The words that stand in marks, one after the other, as a reader sees them: a mark may hold
/// elements, and signs that HTML writes otherwise.
fn marked_in(html: &str) -> String {
    let marks = html.split("<mark class=\"pd\"").skip(1);
    let words = marks.filter_map(|mark| Some(mark.split_once('>')?.1.split_once("</mark>")?.0));
    let seen = words
        .flat_map(|words| words.split('<').enumerate())
        .map(|(n, part)| {
            let behind_its_element = part.split_once('>').map_or("", |(_, text)| text);
            if n == 0 { part } else { behind_its_element }
        });
    let written: String = seen.collect();
    bare(
        &written
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&nbsp;", " ")
            .replace("&amp;", "&"),
    )
}

fn bare(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whose it is, nobody said: what its author can publish counts as the author's own.
fn publish(source: &str, found: &Found) -> Published {
    let characters = found.characters(source);
    Published {
        kind: found.kind,
        start: characters.start,
        end: characters.end,
        confidence: found.confidence,
        whose: if found.kind.publishable() {
            Whose::Mine
        } else {
            Whose::Other
        },
    }
}

fn store(connection: &mut AnyConnection, context: &Context, made: Made) -> Result<(), ForumError> {
    let Made { copy, .. } = &made;
    let row = posts::table
        .find(copy.post)
        .filter(posts::pipeline.lt(PIPELINE))
        .filter(posts::body.eq(&copy.body.0));
    let state: Option<State> = diesel::update(row)
        .set((
            posts::body_html.eq(&made.body.html),
            posts::pipeline.eq(PIPELINE),
        ))
        .returning(posts::state)
        .get_result(connection)
        .optional()?;
    // Somebody changed it, or another node was first.
    let Some(state) = state.filter(|state| *state != State::Erased) else {
        return Ok(());
    };
    findings::put(connection, copy.post, field::BODY, &made.body.findings)?;
    if let (Some(title), Some((old, _))) = (&made.title, &copy.title) {
        let same = topics::table.find(copy.topic).filter(topics::title.eq(old));
        let written = diesel::update(same)
            .set(topics::title_html.eq(&title.html))
            .execute(connection)?;
        if written > 0 {
            findings::put(connection, copy.post, field::TITLE, &title.findings)?;
        }
    }
    // Files are changed with their post; what a moderator withholds or masks changes them alone.
    let there = attachments::of_posts(connection, &[copy.post])?.remove(&copy.post);
    let same = |one: &Attached, other: &Attached| {
        (one.id, one.position) == (other.id, other.position)
            && one.name == other.name
            && one.alt == other.alt
    };
    let there = there.unwrap_or_default();
    if there.len() == made.files.len()
        && there
            .iter()
            .zip(&made.files)
            .all(|(one, other)| same(one, other))
    {
        for (field, findings) in &made.in_files {
            findings::put(connection, copy.post, field, findings)?;
        }
    }
    for (revision, html) in copy.revisions.iter().zip(&made.revisions) {
        let same = post_revisions::table
            .find(revision.id)
            .filter(post_revisions::body.eq(&revision.body.0));
        diesel::update(same)
            .set(post_revisions::body_html.eq(html))
            .execute(connection)?;
    }
    if !made.news {
        copies::published(connection, copy.post)?;
        return Ok(());
    }
    diesel::delete(found_again::table.find(copy.post)).execute(connection)?;
    diesel::insert_into(found_again::table)
        .values(found_again::post_id.eq(copy.post))
        .execute(connection)?;
    if made.never && state == State::Published {
        diesel::update(posts::table.find(copy.post))
            .set(posts::state.eq(State::Held))
            .execute(connection)?;
        let place = (copy.topic, copy.title.is_some());
        let kind = review::Kind::FoundAgain;
        edit::hold(connection, copy.post, place, context.now(), kind)?;
    }
    copies::changed(connection, &[copy.post])?;
    Ok(())
}

/// Tells authors what was found in their posts, each once in a run: call it when no text is left.
pub async fn tell(context: &Context) -> Result<(), ForumError> {
    let cx = context.clone();
    let look =
        |connection: &mut AnyConnection| Ok(found_again::table.count().get_result(connection)?);
    context
        .db
        .write_if_any(look, move |connection| {
            let left: i64 = posts::table
                .filter(posts::pipeline.lt(PIPELINE))
                .count()
                .get_result(connection)?;
            if left == 0 {
                tell_some(connection, &cx)?;
            }
            Ok(())
        })
        .await
}

fn tell_some(connection: &mut AnyConnection, context: &Context) -> Result<(), ForumError> {
    let authors: Vec<i64> = found_again::table
        .inner_join(posts::table)
        .filter(posts::account_id.is_not_null())
        .select(posts::account_id.assume_not_null())
        .distinct()
        .limit(AUTHORS)
        .load(connection)?;
    type Row = (i64, i64, i64, Lang, Vec<u8>);
    let mut found: Vec<Row> = found_again::table
        .inner_join(posts::table.inner_join(accounts::table))
        .filter(accounts::id.eq_any(authors))
        .order(posts::id)
        .select((
            accounts::id,
            posts::id,
            posts::topic_id,
            accounts::language,
            accounts::email_sealed,
        ))
        .load(connection)?;
    let ids: Vec<i64> = found.iter().map(|(_, post, ..)| *post).collect();
    // Where no account is left to be told, nothing waits. Of two nodes one deletes a row.
    let told: Vec<i64> = if ids.is_empty() {
        diesel::delete(found_again::table)
            .returning(found_again::post_id)
            .get_results(connection)?
    } else {
        diesel::delete(found_again::table.filter(found_again::post_id.eq_any(ids)))
            .returning(found_again::post_id)
            .get_results(connection)?
    };
    found.retain(|(_, post, ..)| told.contains(post));
    let mut by_author: BTreeMap<i64, Vec<Row>> = BTreeMap::new();
    for row in found {
        by_author.entry(row.0).or_default().push(row);
    }
    for rows in by_author.values() {
        let Some((.., lang, sealed)) = rows.first() else {
            continue;
        };
        let Ok(to) = sealed::open(&context.config.keys, Column::AccountEmail, sealed) else {
            tracing::error!("an account's address cannot be opened");
            continue;
        };
        let places: Vec<(i64, i64)> = rows.iter().map(|row| (row.1, row.2)).collect();
        let letter = Letter {
            kind: LetterKind::FoundAgain,
            about: About::Nothing,
            to,
            content: content(context, *lang, &places),
        };
        outbox::enqueue(connection, context, &letter)?;
    }
    Ok(())
}

/// A sample of the mail.
pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    vec![Letter {
        kind: LetterKind::FoundAgain,
        about: About::Nothing,
        to: sample::to(),
        content: content(context, lang, &[(1, 1), (2, 1)]),
    }]
}

/// The mail to one author; `places` are posts, each with its topic. It repeats no word of theirs.
fn content(context: &Context, lang: Lang, places: &[(i64, i64)]) -> Content {
    let config = &context.config;
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let address = |(post, topic): &(i64, i64)| {
        // Without the words of its title, which may be masked one day.
        let path = address::of_post(*topic, "", *post);
        config.absolute(&format!("/{}/{path}", lang.as_str()))
    };
    let text = |part: &str| {
        let arguments = [("city", city.clone()), ("count", places.len().to_string())];
        lang.t_with(&format!("mail-found-again-{part}"), &arguments)
    };
    let mut paragraphs = vec![text("why"), text("what"), text("how")];
    let addresses: Vec<String> = places.iter().take(NAMED).map(address).collect();
    paragraphs.extend(addresses.iter().cloned());
    if places.len() > NAMED {
        let more = places.len() - NAMED;
        paragraphs.push(lang.ta("mail-found-again-more", "count", more));
    }
    let draft = Draft {
        lang,
        subject: text("subject"),
        paragraphs,
        button: places.first().map(|place| (text("button"), address(place))),
        policy_url: config.absolute(&format!("/{}/privacy", lang.as_str())),
        city,
    };
    draft.compose_with(&addresses)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_words_are_read_as_they_are_seen() {
        let html = "<p>打<mark class=\"pd\" data-kind=\"email\">a&amp;<em>b</em>@x.tw</mark>或\
             <mark class=\"pd\" data-kind=\"phone\">0912 345&nbsp;678</mark>，不是 a@b</p>";
        assert_eq!(marked_in(html), "a&b@x.tw0912345678");
    }
}
