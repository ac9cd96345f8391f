//! Earlier versions of a post, and what changed from one to the next.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use diesel::prelude::*;
use personal_data::Kind;
use similar::{Algorithm, ChangeTag, capture_diff_slices_deadline};

use super::{
    ForumError,
    posts::{self, Post},
    reader::Reader,
    submission::field,
    topics::Topic,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{post_revisions, posts as post_table},
    },
};

/// A version in the list of all; the first is number 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    pub number: i32,
    /// When it was written.
    pub at: Timestamp,
}

/// What a piece of a difference is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Same,
    Added,
    Removed,
}

/// Some words of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub change: Change,
    pub text: String,
    /// The words are public personal data of this kind.
    pub mark: Option<Kind>,
}

/// A version of a post beside the one before it.
pub struct Compared {
    pub topic: Topic,
    pub post: Post,
    /// All versions, the newest first.
    pub versions: Vec<Version>,
    /// The chosen one.
    pub number: i32,
    /// The difference of the titles, where the post opens its topic.
    pub title: Option<Vec<Piece>>,
    pub body: Vec<Piece>,
}

/// One version and what it changed; without `number` the newest. The first version has
/// nothing before it and is given as it was.
pub async fn compare(
    context: &Context,
    id: i64,
    reader: impl Into<Reader>,
    number: Option<i32>,
) -> Result<Compared, ForumError> {
    let (topic, post) = posts::find(context, id, reader).await?;
    type Text = (Option<String>, String);
    let (old, chosen): (Vec<Version>, Vec<(i32, Text)>) = context
        .db
        .read(move |connection| {
            let old: Vec<(i32, Timestamp)> = post_revisions::table
                .filter(post_revisions::post_id.eq(id))
                .order(post_revisions::number.desc())
                .select((post_revisions::number, post_revisions::created_at))
                .load(connection)?;
            let last = old.first().map_or(0, |(number, _)| *number) + 1;
            let number = number.unwrap_or(last);
            let texts: Vec<(i32, Option<String>, String)> = post_revisions::table
                .filter(post_revisions::post_id.eq(id))
                .filter(post_revisions::number.eq_any([number, number.saturating_sub(1)]))
                .select((
                    post_revisions::number,
                    post_revisions::title,
                    post_revisions::body,
                ))
                .load(connection)?;
            let old = old
                .into_iter()
                .map(|(number, at)| Version { number, at })
                .collect();
            let texts = texts
                .into_iter()
                .map(|(number, title, body)| (number, (title, body)))
                .collect();
            Ok::<_, ForumError>((old, texts))
        })
        .await?;
    let last = old.first().map_or(0, |version| version.number) + 1;
    let number = number.unwrap_or(last);
    let present = (
        post.opens_topic.then(|| topic.title.clone()),
        post.body.clone(),
    );
    let text = |wanted: i32| {
        if wanted == last {
            return Some(&present);
        }
        chosen
            .iter()
            .find(|(number, _)| *number == wanted)
            .map(|(_, text)| text)
    };
    let (title, body) = text(number).ok_or(ForumError::NotFound)?;
    let (old_title, old_body) = match text(number.saturating_sub(1)) {
        Some((title, body)) => (title.as_ref(), body),
        None => (title.as_ref(), body),
    };
    let marks = marks(&topic, &post);
    let title = title
        .as_ref()
        .map(|title| difference(old_title.unwrap_or(title), title, &marks));
    let body = difference(old_body, body, &marks);
    let mut versions = vec![Version {
        number: last,
        at: post.version_at(),
    }];
    versions.extend(old);
    Ok(Compared {
        topic,
        post,
        versions,
        number,
        title,
        body,
    })
}

/// The titles under which answers opened topics of their own before those were merged, as their
/// last version with one says.
pub(super) fn former_titles(
    connection: &mut AnyConnection,
    posts: &[i64],
) -> Result<HashMap<i64, String>, DbError> {
    let rows: Vec<(i64, Option<String>)> = post_revisions::table
        .inner_join(post_table::table)
        .filter(post_revisions::post_id.eq_any(posts.to_vec()))
        .filter(post_revisions::title.is_not_null())
        .filter(post_table::opens_topic.eq(false))
        .order(post_revisions::number)
        .select((post_revisions::post_id, post_revisions::title))
        .load(connection)?;
    let titles = rows.into_iter();
    Ok(titles
        .filter_map(|(post, title)| Some((post, title?)))
        .collect())
}

/// The words that are public personal data in the present version; no older one has others.
fn marks(topic: &Topic, post: &Post) -> Vec<(String, Kind)> {
    let mut marks: Vec<(String, Kind)> = post
        .findings
        .iter()
        .filter(|finding| finding.marked())
        .filter_map(|finding| match &*finding.field {
            field::TITLE => Some((finding.words(&topic.title), finding.kind)),
            field::BODY => Some((finding.words(&post.body), finding.kind)),
            _ => None,
        })
        .filter(|(words, _)| !words.is_empty())
        .collect();
    marks.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    marks
}

/// Longer than this nobody waits for a difference; what remains is shown as replaced.
const PATIENCE: Duration = Duration::from_millis(300);

/// The difference of two texts by words: Latin words, single Chinese characters, and each
/// place of personal data as a whole.
fn difference(old: &str, new: &str, marks: &[(String, Kind)]) -> Vec<Piece> {
    let (old, new) = (tokens(old, marks), tokens(new, marks));
    let deadline = Some(Instant::now() + PATIENCE);
    let mut pieces: Vec<Piece> = Vec::new();
    for operation in capture_diff_slices_deadline(Algorithm::Myers, &old, &new, deadline) {
        for change in operation.iter_changes(&old, &new) {
            let (text, mark): (&str, Option<Kind>) = change.value();
            let change = match change.tag() {
                ChangeTag::Equal => Change::Same,
                ChangeTag::Insert => Change::Added,
                ChangeTag::Delete => Change::Removed,
            };
            match pieces.last_mut() {
                Some(last) if last.change == change && last.mark.is_none() && mark.is_none() => {
                    last.text.push_str(text);
                }
                _ => pieces.push(Piece {
                    change,
                    text: text.to_owned(),
                    mark,
                }),
            }
        }
    }
    pieces
}

type Token<'a> = (&'a str, Option<Kind>);

fn tokens<'a>(text: &'a str, marks: &[(String, Kind)]) -> Vec<Token<'a>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let marked = marks
            .iter()
            .find(|(words, _)| rest.starts_with(words.as_str()));
        let (length, mark) = match marked {
            Some((words, kind)) => (words.len(), Some(*kind)),
            None => {
                let word = |c: char| c.is_alphanumeric() && (c as u32) < 0x2e80;
                let until = |end: fn(char) -> bool, at: usize| {
                    rest[at..].find(end).map_or(rest.len(), |end| at + end)
                };
                let length = if word(first) {
                    until(
                        |c| !(c.is_alphanumeric() && (c as u32) < 0x2e80),
                        first.len_utf8(),
                    )
                } else {
                    first.len_utf8()
                };
                // A mark that begins inside a word still stands alone.
                let next = rest
                    .char_indices()
                    .skip(1)
                    .take_while(|(at, _)| *at < length)
                    .find(|(at, _)| {
                        marks
                            .iter()
                            .any(|(words, _)| rest[*at..].starts_with(words.as_str()))
                    });
                (next.map_or(length, |(at, _)| at), None)
            }
        };
        tokens.push((&rest[..length], mark));
        rest = &rest[length..];
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|piece| {
                let text = match piece.mark {
                    Some(kind) => format!("<{kind}:{}>", piece.text),
                    None => piece.text.clone(),
                };
                match piece.change {
                    Change::Same => text,
                    Change::Added => format!("[+{text}]"),
                    Change::Removed => format!("[-{text}]"),
                }
            })
            .collect()
    }

    #[test]
    fn words_and_single_characters_are_compared() {
        assert_eq!(
            shown(&difference("the old bridge", "the new bridge", &[])),
            "the [-old][+new] bridge"
        );
        assert_eq!(
            shown(&difference("路燈壞了", "路燈又壞了", &[])),
            "路燈[+又]壞了"
        );
    }

    #[test]
    fn personal_data_stays_whole_and_keeps_its_mark() {
        let marks = [("0912-345-678".to_owned(), Kind::Phone)];
        assert_eq!(
            shown(&difference("打0912-345-678", "請打0912-345-678", &marks)),
            "[+請]打<PHONE:0912-345-678>"
        );
    }
}
