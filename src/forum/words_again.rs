//! What an author masked or took out of a post, taken out again in a restored backup.
//!
//! The erasure journal says that it was done to this post, and not to which words: it may hold
//! none, and a place in a text is worth nothing where the backup's text is an older one. So
//! everything personal that is found in the post goes, in all of its versions, its files and its
//! quotes. What its author had left public they may write again; what they took back, nobody
//! could.

use diesel::prelude::*;
use personal_data::Detector;

use super::{
    ForumError, copies,
    files::{self, Part},
    findings::{self, PublicFinding},
    flags, originals, quotes, rewriting,
    submission::field,
    suggested,
};
use crate::{
    attachments::{self, Attached},
    context::Context,
    db::{AnyConnection, Timestamp, schema::posts},
    review::About,
    spam,
    text::{Field, Format, Withdrawn, publication::Published, rewrite},
    webhooks::{self, Event},
};

/// Masks it, in the caller's transaction. Gives whether there was anything.
pub fn withdraw(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
) -> Result<bool, ForumError> {
    quotes::hold(connection, &[post], &[])?;
    let detector = context.detector();
    let found = findings::of_posts(connection, &[post])?
        .remove(&post)
        .unwrap_or_default();
    let mut changed = signature(connection, &detector, post, &found)?;
    changed |= of_files(connection, &detector, post, &found)?;
    for copy in rewriting::read(connection, &[post])? {
        let words = copy.published_words();
        let anew = |field: &Field, published: &[Published]| {
            rewrite::withdraw_all(field, &detector, published, &words)
        };
        changed |= !copy.rewrite(connection, anew)?.is_empty();
        // What a moderator masked in it comes back by no appeal.
        changed |= !originals::rewrite(connection, context, &[post], anew)?.is_empty();
    }
    if changed {
        quotes::forget(connection, context, &[post], rewrite::Gone::Everything)?;
        copies::changed(connection, &[post])?;
        webhooks::happened(connection, context, Event::PostMasked(post))?;
        spam::forget_likeness(connection, &[post])?;
        flags::forget_words(connection, context.now(), About::Post(post))?;
    }
    Ok(changed)
}

/// Takes a file out that its author had taken out, in the caller's transaction, also where a
/// moderator withholds it: it comes back by no appeal. Gives whether it was there.
pub fn without_file(
    connection: &mut AnyConnection,
    at: Timestamp,
    id: i64,
) -> Result<bool, ForumError> {
    let Some(file) = attachments::find_also_withheld(connection, id)? else {
        return Ok(false);
    };
    attachments::discard(connection, vec![id])?;
    if let Some(post) = file.post {
        flags::forget_words(connection, at, About::Post(post))?;
        for part in [Part::Name, Part::Alt, Part::Text] {
            if let Some(field) = files::field(file.attached.position, part) {
                findings::put(connection, post, field, &[])?;
            }
        }
        copies::changed(connection, &[post])?;
    }
    Ok(true)
}

/// A guest's name, where it is one, and public address.
fn signature(
    connection: &mut AnyConnection,
    detector: &Detector,
    post: i64,
    found: &[PublicFinding],
) -> Result<bool, ForumError> {
    let with_address = posts::table
        .find(post)
        .filter(posts::guest_email.is_not_null());
    let address = diesel::update(with_address)
        .set(posts::guest_email.eq(None::<String>))
        .execute(connection)?;
    findings::put(connection, post, field::EMAIL, &[])?;
    let personal: Option<Option<String>> = posts::table
        .find(post)
        .filter(posts::guest_name_is_personal.eq(true))
        .select(posts::guest_name)
        .first(connection)
        .optional()?;
    let Some(name) = personal.flatten() else {
        return Ok(address > 0);
    };
    let masked = masked(detector, field::NAME, &name, found);
    findings::put(connection, post, field::NAME, &[])?;
    // Whoever published a suggestion stays a resident, named or not.
    let (topic, opens): (i64, bool) = posts::table
        .find(post)
        .select((posts::topic_id, posts::opens_topic))
        .first(connection)?;
    let unnamed = match opens && suggested::is_suggestion(connection, topic)? {
        true => Some(String::new()),
        false => None,
    };
    diesel::update(posts::table.find(post))
        .set((
            posts::guest_name.eq(Some(masked).filter(|masked| *masked != name).or(unnamed)),
            posts::guest_name_is_personal.eq(false),
        ))
        .execute(connection)?;
    Ok(true)
}

/// Names and descriptions are masked; a file whose own text holds something goes.
fn of_files(
    connection: &mut AnyConnection,
    detector: &Detector,
    post: i64,
    found: &[PublicFinding],
) -> Result<bool, ForumError> {
    let of = |file: &Attached, part: Part| {
        let name = files::field(file.position, part);
        name.filter(|name| found.iter().any(|finding| finding.field == *name))
    };
    let there = attachments::of_posts(connection, &[post])?
        .remove(&post)
        .unwrap_or_default();
    let mut gone = Vec::new();
    for file in there {
        if of(&file, Part::Text).is_some() {
            gone.push(file.id);
            continue;
        }
        let part = |part, text: &str| match of(&file, part) {
            Some(name) => masked(detector, name, text, found),
            None => text.to_owned(),
        };
        let (name, alt) = (part(Part::Name, &file.name), part(Part::Alt, &file.alt));
        if (&name, &alt) != (&file.name, &file.alt) {
            attachments::rename(connection, file.id, &name, &alt)?;
        }
    }
    let any = found
        .iter()
        .any(|finding| files::part_of(&finding.field).is_some());
    if any {
        attachments::discard(connection, gone)?;
        findings::forget_of_files(connection, post)?;
    }
    Ok(any)
}

/// A line of text without what was published in it.
fn masked(detector: &Detector, name: &'static str, text: &str, found: &[PublicFinding]) -> String {
    let words: Vec<Withdrawn> = found
        .iter()
        .filter(|finding| finding.field == name)
        .map(|finding| Withdrawn {
            words: finding.words(text),
            kind: finding.kind,
        })
        .collect();
    let field = Field::new(name, Format::Plain, text);
    let masked = rewrite::withdraw_all(&field, detector, &[], &words);
    masked.map_or_else(|| text.to_owned(), |masked| masked.source)
}
