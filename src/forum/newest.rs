//! The newest public posts of the whole forum, of a board or of a topic: what a feed holds.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{
    ForumError, State, address, boards,
    findings::{self, PublicFinding},
    posts::{self, Post},
    reader::Reader,
};
use crate::{
    context::Context,
    db::schema::{
        boards as board_table, posts as post_table, published_suggestions, topic_tags,
        topics as topic_table,
    },
};

/// Posts in a feed.
const COUNT: i64 = 40;

/// Where the posts stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Within {
    Forum,
    Board(i64),
    Topic(i64),
    /// Topics with this tag.
    Tag(String),
    /// The openings of published suggestions.
    Suggestions,
}

/// A post and the title of its topic.
pub struct Newest {
    pub post: Post,
    pub title: String,
    /// The marks in the title, whoever opened the topic.
    pub title_findings: Vec<PublicFinding>,
    slug: String,
}

impl Newest {
    /// Its address below the language.
    pub fn path(&self) -> String {
        address::of_post(self.post.topic, &self.slug, self.post.id)
    }

    /// Whether the post or the title above it carries a mark.
    pub fn marked(&self) -> bool {
        self.post.marked() || !self.title_findings.is_empty()
    }
}

/// What everybody may read, the newest first.
pub async fn posts(context: &Context, within: Within) -> Result<Vec<Newest>, ForumError> {
    context
        .db
        .read(move |connection| {
            let mut query = post_table::table
                .inner_join(topic_table::table.inner_join(board_table::table))
                .filter(post_table::state.eq(State::Published))
                .filter(topic_table::state.eq(State::Published))
                .filter(boards::readable(Reader::GUEST))
                .filter(post_table::appeared.is_not_null())
                // What was held and is let out is news then.
                .order((post_table::appeared.desc(), post_table::id.desc()))
                .limit(COUNT)
                .select((post_table::id, topic_table::title, topic_table::slug))
                .into_boxed();
            query = match within {
                Within::Forum => query,
                Within::Board(board) => query.filter(topic_table::board_id.eq(board)),
                Within::Topic(topic) => query.filter(topic_table::id.eq(topic)),
                Within::Tag(tag) => {
                    let tagged = topic_tags::table
                        .filter(topic_tags::tag.eq(tag))
                        .select(topic_tags::topic_id);
                    query.filter(topic_table::id.eq_any(tagged))
                }
                Within::Suggestions => {
                    let published =
                        published_suggestions::table.select(published_suggestions::topic_id);
                    query
                        .filter(post_table::opens_topic.eq(true))
                        .filter(topic_table::id.eq_any(published))
                }
            };
            let titles: Vec<(i64, String, String)> = query.load(connection)?;
            let ids: Vec<i64> = titles.iter().map(|(id, ..)| *id).collect();
            let mut posts: HashMap<i64, Post> = posts::by_ids(connection, &ids)?
                .into_iter()
                .map(|post| (post.id, post))
                .collect();
            let topics: Vec<i64> = posts.values().map(|post| post.topic).collect();
            let marks = findings::of_titles(connection, &topics)?;
            Ok(titles
                .into_iter()
                .filter_map(|(id, title, slug)| {
                    let post = posts.remove(&id)?;
                    Some(Newest {
                        title_findings: marks.get(&post.topic).cloned().unwrap_or_default(),
                        post,
                        title,
                        slug,
                    })
                })
                .collect())
        })
        .await
}
