//! The lines of an import file: JSON Lines, version 1, as `docs/import.md` describes them.
//!
//! A key that is not described is refused: a file that carries mailboxes or addresses of the old
//! forum's visitors is not taken by accident.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::i18n::Lang;

/// One line.
#[derive(Debug)]
pub enum Record {
    Board(BoardRecord),
    Topic(TopicRecord),
    Post(PostRecord),
}

/// A line as it is written: flat, so that each key that is not known is refused.
#[derive(Deserialize, Serialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
pub(in crate::forum) enum Line {
    Board {
        id: String,
        slug: String,
        name_zh: String,
        name_en: String,
        #[serde(default)]
        description_zh: String,
        #[serde(default)]
        description_en: String,
    },
    Topic {
        id: String,
        board: String,
        title: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        author: Option<AuthorRecord>,
        created_at: DateTime<FixedOffset>,
        body: String,
        language: Option<Lang>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<String>,
        #[serde(default)]
        locked: bool,
    },
    Post {
        id: String,
        topic: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        reply_to: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        author: Option<AuthorRecord>,
        created_at: DateTime<FixedOffset>,
        body: String,
        language: Option<Lang>,
    },
}

impl From<Line> for Record {
    fn from(line: Line) -> Self {
        match line {
            Line::Board {
                id,
                slug,
                name_zh,
                name_en,
                description_zh,
                description_en,
            } => Self::Board(BoardRecord {
                id,
                slug,
                name_zh,
                name_en,
                description_zh,
                description_en,
            }),
            Line::Topic {
                id,
                board,
                title,
                author,
                created_at,
                body,
                language,
                tags,
                locked,
            } => Self::Topic(TopicRecord {
                id,
                board,
                title,
                tags,
                locked,
                text: TextRecord {
                    author,
                    created_at,
                    body,
                    language,
                },
            }),
            Line::Post {
                id,
                topic,
                reply_to,
                author,
                created_at,
                body,
                language,
            } => Self::Post(PostRecord {
                id,
                topic,
                reply_to,
                text: TextRecord {
                    author,
                    created_at,
                    body,
                    language,
                },
            }),
        }
    }
}

/// A board; one that is here by that slug is used as it is.
#[derive(Debug)]
pub struct BoardRecord {
    pub id: String,
    pub slug: String,
    pub name_zh: String,
    pub name_en: String,
    pub description_zh: String,
    pub description_en: String,
}

/// A topic with its opening post.
#[derive(Debug)]
pub struct TopicRecord {
    pub id: String,
    /// The board's id in the file.
    pub board: String,
    pub title: String,
    pub tags: Vec<String>,
    /// Whether nobody can answer it here; the file's own replies are taken.
    pub locked: bool,
    pub text: TextRecord,
}

/// A reply.
#[derive(Debug)]
pub struct PostRecord {
    pub id: String,
    /// The topic's id in the file.
    pub topic: String,
    /// The id of the reply that it answers, if it answers one.
    pub reply_to: Option<String>,
    pub text: TextRecord,
}

/// What a topic's opening post and a reply have in common.
#[derive(Debug)]
pub struct TextRecord {
    /// Absent where the old forum knows it no more.
    pub author: Option<AuthorRecord>,
    pub created_at: DateTime<FixedOffset>,
    /// Markdown.
    pub body: String,
    /// For a text that does not tell its language.
    pub language: Option<Lang>,
}

/// Who wrote it: a public name, and nothing else.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorRecord {
    pub name: String,
    /// Whether the name is a nickname, so that it carries no mark.
    #[serde(default)]
    pub nickname: bool,
}

impl TextRecord {
    fn texts(&self) -> Vec<&str> {
        let author = self.author.as_ref().map(|author| &*author.name);
        author.into_iter().chain([&*self.body]).collect()
    }
}

impl Record {
    /// Reads a line; the error is a sentence's end.
    pub fn parse(line: &str) -> Result<Self, String> {
        let line: Line = serde_json::from_str(line).map_err(|error| words(&error))?;
        let record = Self::from(line);
        let (names, texts) = record.texts();
        if !names.iter().all(|name| (1..=200).contains(&name.len())) {
            return Err("an id is empty or longer than 200 bytes".to_owned());
        }
        if names
            .into_iter()
            .chain(texts)
            .any(|text| text.contains('\0'))
        {
            return Err("a text holds the character U+0000".to_owned());
        }
        Ok(record)
    }

    /// The names by which it belongs to others, and its other texts.
    fn texts(&self) -> (Vec<&str>, Vec<&str>) {
        match self {
            Self::Board(board) => (
                vec![&*board.id, &*board.slug],
                vec![
                    &*board.name_zh,
                    &*board.name_en,
                    &*board.description_zh,
                    &*board.description_en,
                ],
            ),
            Self::Topic(topic) => {
                let mut texts = topic.text.texts();
                texts.push(&topic.title);
                (vec![&*topic.id, &*topic.board], texts)
            }
            Self::Post(post) => {
                let mut names = vec![&*post.id, &*post.topic];
                names.extend(post.reply_to.as_deref());
                (names, post.text.texts())
            }
        }
    }
}

/// What serde says, without quoting the line: it may hold anything.
fn words(error: &serde_json::Error) -> String {
    use serde_json::error::Category;
    let place = error.column();
    match error.classify() {
        Category::Data => {
            let told = error.to_string();
            let known = ["missing field", "unknown field", "unknown variant"];
            match known.iter().find(|known| told.starts_with(*known)) {
                Some(_) => told.split(" at line").next().unwrap_or(&told).to_owned(),
                None => format!("a value has another type than the format says (column {place})"),
            }
        }
        _ => format!("is no JSON (column {place})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_format_does_not_know_is_refused_and_not_repeated() {
        let post = |more: &str| {
            format!(
                r#"{{"type":"post","id":"1","topic":"t","created_at":"2020-01-02T03:04:05+08:00","body":"好"{more}}}"#
            )
        };
        assert!(Record::parse(&post("")).is_ok());
        for (more, told) in [
            (r#","ip":"192.0.2.7""#, "unknown field `ip`"),
            (
                r#","author":{"name":"阿德","email":"a@b.example"}"#,
                "unknown field `email`",
            ),
            (r#","author":{"name":"阿德"},"body":1"#, ""),
        ] {
            let error = Record::parse(&post(more)).expect_err(more);
            assert!(error.contains(told), "{error}");
            assert!(
                !error.contains("192.0.2.7") && !error.contains("a@b"),
                "{error}"
            );
        }
        let no_one = post(r#","reply_to":"""#);
        assert!(Record::parse(&no_one).is_err());
        for more in [
            r#","reply_to":"a\u0000""#,
            r#","author":{"name":"a\u0000"}"#,
        ] {
            let error = Record::parse(&post(more)).expect_err(more);
            assert!(error.contains("U+0000"), "{error}");
        }
        for line in ["", "{", "[]", r#"{"type":"user","id":"1"}"#, "null"] {
            assert!(Record::parse(line).is_err(), "{line}");
        }
    }
}
