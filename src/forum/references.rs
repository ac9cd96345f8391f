//! What a text refers to, whose words or name it is: quoted posts and mentioned people.
//!
//! Looked up before a text is published, and stored with it, so that what is masked or erased
//! at its source can be found wherever it was taken to.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{ForumError, findings::PublicFinding, mentions, quotes, submission::field};
use crate::{
    context::Context,
    db::{AnyConnection, schema::posts},
    text::{
        Field, Format, Known,
        publication::{Publication, Published},
        quote::Verified,
        rewrite,
    },
};

/// Where a text will stand.
#[derive(Clone, Copy, Debug, Default)]
pub struct At {
    /// Of two people with one name, the one who writes in this topic is meant.
    pub topic: Option<i64>,
    /// The post that is edited: what it quotes already may stay as it is.
    pub post: Option<i64>,
}

/// Looks up whom and what a text refers to.
pub async fn resolve(context: &Context, body: &str, at: At) -> Result<Known, ForumError> {
    if !body.contains('@') && !body.contains("[quote:") {
        return Ok(Known::default());
    }
    let body = body.to_owned();
    context
        .db
        .read(move |connection| {
            Ok(Known {
                quotes: quotes::verified(connection, &body, at)?,
                mentions: mentions::resolve(connection, &body, at.topic)?,
            })
        })
        .await
}

/// What is known of the texts of several posts, as they are stored.
pub fn known(
    connection: &mut AnyConnection,
    posts: &[i64],
) -> Result<HashMap<i64, Known>, ForumError> {
    let mut known: HashMap<i64, Known> = HashMap::new();
    for (post, of) in quotes::recorded(connection, posts)? {
        let quote = Verified { of, stamp: None };
        known.entry(post).or_default().quotes.push(quote);
    }
    for (post, named) in mentions::recorded(connection, posts)? {
        known.entry(post).or_default().mentions.push(named);
    }
    Ok(known)
}

/// Stores what a post refers to, in the transaction that stores the post.
pub(super) fn record(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
    publication: &Publication,
) -> Result<(), ForumError> {
    let Some(text) = publication.text(field::BODY) else {
        return Ok(());
    };
    mentions::record(connection, post, &text.source, &text.known.mentions)?;
    if quotes::record(connection, post, &text.source, &text.known)? {
        return Ok(());
    }
    // The words were masked or changed at their source in this very moment: nobody's name
    // stands over them.
    let known = Known {
        quotes: Vec::new(),
        ..text.known.clone()
    };
    let body = Field::new(field::BODY, Format::Markdown, &text.source).knowing(known);
    let again = rewrite::again(&body, &context.detector(), text.findings.clone());
    diesel::update(posts::table.find(post))
        .set(posts::body_html.eq(again.html))
        .execute(connection)?;
    Ok(())
}

/// The findings of one field of a post, as `text` knows them.
pub(super) fn published(findings: &[PublicFinding], field: &str) -> Vec<Published> {
    findings
        .iter()
        .filter(|finding| finding.field == field)
        .map(|finding| Published {
            kind: finding.kind,
            start: finding.start,
            end: finding.end,
            confidence: finding.confidence,
            whose: finding.whose,
        })
        .collect()
}
