//! Earlier versions of a post, and what changed from one to the next.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use diesel::prelude::*;
use personal_data::Kind;
use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};

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
        AnyConnection, DbError, Timestamp, one_of,
        schema::{post_revisions, posts as post_table},
    },
    text::{
        Field, Format, css_name,
        findings::{Found, find},
        tamed,
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

impl Piece {
    pub fn is_added(&self) -> bool {
        self.change == Change::Added
    }

    pub fn is_removed(&self) -> bool {
        self.change == Change::Removed
    }

    /// The name of its kind, as a class, where it is personal data.
    pub fn css(&self) -> Option<String> {
        self.mark.map(css_name)
    }

    /// Its text, in which the end of a line can be seen where it was added or removed.
    pub fn shown(&self) -> String {
        match self.change {
            Change::Same => self.text.clone(),
            Change::Added | Change::Removed => self.text.replace('\n', "↵\n"),
        }
    }
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
    let detector = context.detector();
    let texts = (
        title.clone(),
        old_title.cloned(),
        body.clone(),
        old_body.clone(),
    );
    let (topic, post, title, body) = crate::threads::blocking(move || {
        let (title, old_title, body, old_body) = texts;
        let mut marks = marks(&topic, &post);
        for (name, format, text) in [
            (field::TITLE, Format::Plain, title.as_ref()),
            (field::TITLE, Format::Plain, old_title.as_ref()),
            (field::BODY, Format::Markdown, Some(&body)),
            (field::BODY, Format::Markdown, Some(&old_body)),
        ] {
            let found = text.map(|text| find(&Field::new(name, format, text), &detector));
            add_found(&mut marks, &post, &topic, found.unwrap_or_default());
        }
        let title = title
            .as_ref()
            .map(|title| difference(old_title.as_ref().unwrap_or(title), title, &marks));
        let body = difference(&old_body, &body, &marks);
        (topic, post, title, body)
    })
    .await
    .map_err(|_| DbError::Panicked)?;
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
    if posts.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, Option<String>)> = post_revisions::table
        .inner_join(post_table::table)
        .filter(one_of(post_revisions::post_id, posts.to_vec()))
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

/// Adds what is found in a version and was never answered for: an older text that a newer
/// detector reads. What its author says is none is left out.
fn add_found(marks: &mut Vec<(String, Kind)>, post: &Post, topic: &Topic, found: Vec<Found>) {
    let none = |words: &str| {
        post.findings.iter().any(|finding| {
            let source = match &*finding.field {
                field::TITLE => &topic.title,
                _ => &post.body,
            };
            !finding.marked() && finding.words(source) == words
        })
    };
    for found in found {
        let masked = found.text.contains(['*', '○']);
        if !masked && !none(&found.text) && marks.iter().all(|(words, _)| *words != found.text) {
            marks.push((found.text, found.kind));
        }
    }
    longest_first(marks);
}

fn longest_first(marks: &mut [(String, Kind)]) {
    marks.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
}

/// The words that are public personal data in the present version.
pub(super) fn marks(topic: &Topic, post: &Post) -> Vec<(String, Kind)> {
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
    longest_first(&mut marks);
    marks
}

/// Longer than this nobody waits for a difference; what remains is shown as replaced.
const PATIENCE: Duration = Duration::from_millis(300);

/// Fewer characters than these between two changes are no island: they read as one change.
const SHORTEST_SAME: usize = 3;

/// The difference of two texts, without what would turn or cover the words around it: line by line, and within changed lines by words: Latin words,
/// single Chinese characters, and each place of personal data as a whole.
pub(super) fn difference(old: &str, new: &str, marks: &[(String, Kind)]) -> Vec<Piece> {
    difference_by(Some(Instant::now() + PATIENCE), old, new, marks)
}

fn difference_by(
    deadline: Option<Instant>,
    old: &str,
    new: &str,
    marks: &[(String, Kind)],
) -> Vec<Piece> {
    let (old, new) = (tamed(old), tamed(new));
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let mut pieces = Pieces::default();
    for operation in capture_diff_slices_deadline(Algorithm::Myers, &old, &new, deadline) {
        let old = &old[operation.old_range()];
        let new = &new[operation.new_range()];
        if operation.tag() == DiffTag::Equal {
            pieces.same(&tokens(&new.concat(), marks));
            continue;
        }
        // Line beside line: a row that was changed is not mixed with one that was added after it.
        for (old, new) in old.iter().zip(new) {
            let (old, new) = (tokens(old, marks), tokens(new, marks));
            words(&mut pieces, &old, &new, deadline);
        }
        let paired = old.len().min(new.len());
        let (old, new) = (old[paired..].concat(), new[paired..].concat());
        if !old.is_empty() || !new.is_empty() {
            pieces.changed(&tokens(&old, marks), &tokens(&new, marks));
        }
    }
    pieces.finish()
}

fn words(pieces: &mut Pieces, old: &[Token<'_>], new: &[Token<'_>], deadline: Option<Instant>) {
    for operation in capture_diff_slices_deadline(Algorithm::Myers, old, new, deadline) {
        let (old, new) = (&old[operation.old_range()], &new[operation.new_range()]);
        if operation.tag() == DiffTag::Equal {
            pieces.same(new);
        } else {
            pieces.changed(old, new);
        }
    }
}

/// Gathers a difference: what was removed before what was added in its place, and nothing
/// between two changes that is too short to be read as kept.
#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
    removed: Vec<Piece>,
    added: Vec<Piece>,
    /// What stood the same since the last change.
    same: Vec<Piece>,
}

impl Pieces {
    fn same(&mut self, tokens: &[Token<'_>]) {
        let changes = !self.removed.is_empty() || !self.added.is_empty();
        let target = if changes {
            &mut self.same
        } else {
            &mut self.done
        };
        push(target, Change::Same, tokens);
    }

    fn changed(&mut self, old: &[Token<'_>], new: &[Token<'_>]) {
        let island = self.same.iter().all(|piece| piece.mark.is_none())
            && length(&self.same) < SHORTEST_SAME
            && !self.same.iter().any(|piece| piece.text.contains('\n'))
            && !self.removed.is_empty()
            && !self.added.is_empty();
        if island {
            for piece in std::mem::take(&mut self.same) {
                let token = [(&*piece.text, piece.mark)];
                push(&mut self.removed, Change::Removed, &token);
                push(&mut self.added, Change::Added, &token);
            }
        } else {
            self.settle();
        }
        push(&mut self.removed, Change::Removed, old);
        push(&mut self.added, Change::Added, new);
    }

    fn settle(&mut self) {
        for piece in [&mut self.removed, &mut self.added, &mut self.same]
            .into_iter()
            .flat_map(std::mem::take)
        {
            push(&mut self.done, piece.change, &[(&piece.text, piece.mark)]);
        }
    }

    fn finish(mut self) -> Vec<Piece> {
        self.settle();
        self.done
    }
}

fn length(pieces: &[Piece]) -> usize {
    pieces.iter().map(|piece| piece.text.chars().count()).sum()
}

/// Adds tokens; words of one kind that follow each other are one piece.
fn push(pieces: &mut Vec<Piece>, change: Change, tokens: &[Token<'_>]) {
    for (text, mark) in tokens {
        match pieces.last_mut() {
            Some(last) if last.change == change && last.mark.is_none() && mark.is_none() => {
                last.text.push_str(text);
            }
            _ => pieces.push(Piece {
                change,
                text: (*text).to_owned(),
                mark: *mark,
            }),
        }
    }
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
            shown(&difference_by(
                None,
                "the old bridge",
                "the new bridge",
                &[]
            )),
            "the [-old][+new] bridge"
        );
        assert_eq!(
            shown(&difference_by(None, "路燈壞了", "路燈又壞了", &[])),
            "路燈[+又]壞了"
        );
    }

    #[test]
    fn a_long_chinese_text_reads_as_sentences_and_not_as_crumbs() {
        let old = "第一段不變。\n\n昨天晚上巷口的路燈又壞了，走路很危險。\n\n最後一段不變。";
        let new = "第一段不變。\n\n今天早上校門前的號誌故障，過馬路很危險。\n\n最後一段不變。";
        let pieces = difference_by(None, old, new, &[]);
        let shown = shown(&pieces);
        assert!(shown.starts_with("第一段不變。\n\n[-"), "{shown}");
        assert!(shown.ends_with("\n\n最後一段不變。"), "{shown}");
        let kept: Vec<&Piece> = pieces
            .iter()
            .filter(|piece| piece.change == Change::Same)
            .collect();
        assert!(
            kept.iter()
                .all(|piece| piece.text.chars().count() >= SHORTEST_SAME),
            "{shown}"
        );
    }

    #[test]
    fn a_changed_row_of_a_table_or_line_of_code_leaves_the_others_alone() {
        let old = "| 站 | 時間 |\n|--|--|\n| 左營 | 08:00 |\n| 鳳山 | 08:20 |\n";
        let new = "| 站 | 時間 |\n|--|--|\n| 左營 | 08:00 |\n| 鳳山 | 08:25 |\n| 大寮 | 08:40 |\n";
        assert_eq!(
            shown(&difference_by(None, old, new, &[])),
            "| 站 | 時間 |\n|--|--|\n| 左營 | 08:00 |\n| 鳳山 | 08:[-20][+25] |\n[+| 大寮 | 08:40 |\n]"
        );
        let old = "```\nlet a = 1;\nlet b = 2;\n```\n";
        let new = "```\nlet a = 1;\nlet total = a + 2;\n```\n";
        let shown = shown(&difference_by(None, old, new, &[]));
        assert!(shown.starts_with("```\nlet a = 1;\nlet "), "{shown}");
        assert!(shown.ends_with("2;\n```\n"), "{shown}");
    }

    #[test]
    fn both_versions_can_be_read_from_a_difference() {
        for (old, new) in [
            ("", "甲\n乙"),
            ("甲\n乙", ""),
            ("甲乙丙丁戊己庚", "甲1丙2戊3庚"),
            ("a b c\nd e f\n", "a x c\nd y f"),
            ("一\n二\n三\n", "三\n二\n一\n"),
        ] {
            let pieces = difference_by(None, old, new, &[]);
            let side = |not: Change| -> String {
                pieces
                    .iter()
                    .filter(|piece| piece.change != not)
                    .map(|piece| &*piece.text)
                    .collect()
            };
            assert_eq!(side(Change::Added), old);
            assert_eq!(side(Change::Removed), new);
        }
    }

    #[test]
    fn personal_data_stays_whole_and_keeps_its_mark() {
        let marks = [("0912-345-678".to_owned(), Kind::Phone)];
        assert_eq!(
            shown(&difference_by(
                None,
                "打0912-345-678",
                "請打0912-345-678",
                &marks
            )),
            "[+請]打<PHONE:0912-345-678>"
        );
    }
}
