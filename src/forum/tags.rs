//! Tags: a few words that say what a topic is about, chosen by its author and by moderators.
//!
//! A tag is a word of the city's, not a person's: one in which anything personal is found is
//! refused, whoever it belongs to.

use std::collections::HashMap;

use diesel::{dsl::count_star, prelude::*};
use personal_data::Detector;
use unicode_normalization::UnicodeNormalization as _;

use super::{ForumError, State, boards, reader::Reader};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, one_of,
        schema::{boards as board_table, topic_tags, topics},
    },
    text::{Field, Format, findings},
};

/// How many a topic has at most.
pub const MOST: usize = 5;
/// The longest, in characters.
pub const LONGEST: usize = 24;
/// Tags on the list of all.
const LISTED: i64 = 200;

/// The tags of a topic, each once, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags(Vec<String>);

/// A tag with how many topics have it that everybody can read.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Counted {
    pub tag: String,
    pub topics: i64,
}

impl Tags {
    /// Reads what somebody typed: words apart by spaces or commas, in one spelling.
    ///
    /// Fails with the code of the message: too many, too long, other characters, or personal data.
    pub fn parse(typed: &str, detector: &Detector) -> Result<Self, &'static str> {
        let mut tags: Vec<String> = Vec::new();
        for word in typed.split(|c: char| c.is_whitespace() || "，、,;；".contains(c)) {
            let tag = normal(word);
            if tag.is_empty() || tags.contains(&tag) {
                continue;
            }
            if tag.chars().count() > LONGEST {
                return Err("tag-long");
            }
            if !is_tag(&tag) {
                return Err("tag-characters");
            }
            tags.push(tag);
        }
        if tags.len() > MOST {
            return Err("tags-many");
        }
        // Side by side they may say what none says alone.
        let together = tags.join(" ");
        for text in tags.iter().chain([&together]) {
            if !findings::find(&Field::new("tags", Format::Plain, text.as_str()), detector)
                .is_empty()
            {
                return Err("tag-personal");
            }
        }
        Ok(Self(tags))
    }

    pub fn as_slice(&self) -> &[String] {
        &self.0
    }
}

/// One spelling for one tag: full and half width, capitals, a sign in front.
pub fn normal(word: &str) -> String {
    let folded: String = word.nfkc().collect();
    folded
        .to_lowercase()
        .trim_start_matches('#')
        .trim()
        .to_owned()
}

fn is_tag(tag: &str) -> bool {
    let ends = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    tag.chars().all(|c| c.is_alphanumeric() || c == '-')
        && ends(tag.chars().next())
        && ends(tag.chars().next_back())
}

/// Gives a topic these tags and no others.
pub fn put(connection: &mut AnyConnection, topic: i64, tags: &Tags) -> Result<(), DbError> {
    diesel::delete(topic_tags::table.filter(topic_tags::topic_id.eq(topic))).execute(connection)?;
    for tag in tags.as_slice() {
        diesel::insert_into(topic_tags::table)
            .values((topic_tags::topic_id.eq(topic), topic_tags::tag.eq(tag)))
            .execute(connection)?;
    }
    Ok(())
}

/// The tags of several topics in one query.
pub fn of_topics(
    connection: &mut AnyConnection,
    topics: &[i64],
) -> Result<HashMap<i64, Vec<String>>, DbError> {
    let rows: Vec<(i64, String)> = topic_tags::table
        .filter(one_of(topic_tags::topic_id, topics.to_vec()))
        .order((topic_tags::topic_id, topic_tags::tag))
        .load(connection)?;
    let mut all: HashMap<i64, Vec<String>> = HashMap::new();
    for (topic, tag) in rows {
        all.entry(topic).or_default().push(tag);
    }
    Ok(all)
}

/// The tags of topics that everybody can read, the most used first.
pub async fn list(context: &Context) -> Result<Vec<Counted>, ForumError> {
    context
        .db
        .read(|connection| {
            Ok(topic_tags::table
                .inner_join(topics::table.inner_join(board_table::table))
                .filter(topics::state.eq(State::Published))
                .filter(boards::readable(Reader::GUEST))
                .group_by(topic_tags::tag)
                .order((count_star().desc(), topic_tags::tag.asc()))
                .limit(LISTED)
                .select((topic_tags::tag, count_star()))
                .load(connection)?)
        })
        .await
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(typed: &str) -> Result<Vec<String>, &'static str> {
        Tags::parse(typed, &Detector::new()).map(|tags| tags.0)
    }

    #[test]
    fn one_tag_has_one_spelling_and_stands_once() {
        assert_eq!(
            parse("#YouBike、輕軌, ｙｏｕｂｉｋｅ  road-works"),
            Ok(vec!["youbike".into(), "輕軌".into(), "road-works".into()])
        );
        assert_eq!(parse("  ,、 "), Ok(Vec::new()));
    }

    #[test]
    fn what_is_no_tag_is_refused_by_its_code() {
        assert_eq!(parse("a b c d e f"), Err("tags-many"));
        assert_eq!(parse(&"長".repeat(LONGEST + 1)), Err("tag-long"));
        for wrong in ["a/b", "-a", "a-", "<b>", "a\0b", "a\u{202e}b"] {
            assert_eq!(parse(wrong), Err("tag-characters"), "{wrong:?}");
        }
        for personal in ["0912345678", "0912 345 678", "王小明"] {
            assert_eq!(parse(personal), Err("tag-personal"), "{personal}");
        }
    }

    proptest! {
        /// What was read once is read the same again, and stays within its bounds.
        #[test]
        fn reading_is_stable(typed in "\\PC{0,60}") {
            if let Ok(tags) = parse(&typed) {
                prop_assert!(tags.len() <= MOST);
                prop_assert!(tags.iter().all(|tag| is_tag(tag) && tag.chars().count() <= LONGEST));
                prop_assert_eq!(parse(&tags.join(" ")), Ok(tags));
            }
        }
    }
}
