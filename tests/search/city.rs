//! The test set of README.md: a city's posts, and what people look for in them.

use std::collections::HashMap;

use chrono::TimeDelta;
use plaza::{
    accounts::Role,
    forum::{
        boards::{self, NewBoard},
        reader::Reader,
        search::{self, Asked, Found, Kind},
        seed::{self, SeedPost},
        submission::Author,
    },
    i18n::Lang,
};
use serde::Deserialize;

use crate::support::Plaza;

#[derive(Deserialize)]
struct Line {
    id: String,
    title: Option<String>,
    board: Option<String>,
    #[serde(rename = "in")]
    topic: Option<String>,
    body: String,
    ago: i64,
}

#[derive(Deserialize)]
pub struct Asking {
    pub q: String,
    pub set: String,
    pub relevant: Vec<String>,
}

/// The whole city, and which topic and which reply is which.
pub struct City {
    pub plaza: Plaza,
    topics: HashMap<i64, String>,
    replies: HashMap<i64, String>,
}

fn lines<T: for<'a> Deserialize<'a>>(file: &str) -> Vec<T> {
    file.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

pub fn queries() -> Vec<Asking> {
    lines(include_str!("queries.jsonl"))
}

/// The texts of all posts.
pub fn bodies() -> Vec<String> {
    let mut all: Vec<Line> = lines(include_str!("corpus-zh.jsonl"));
    all.extend(lines::<Line>(include_str!("corpus-en.jsonl")));
    all.into_iter().map(|line| line.body).collect()
}

impl City {
    pub async fn build() -> Self {
        let plaza = Plaza::start().await;
        let author = plaza.member(Role::Resident, "somebody", false).await;
        for (position, slug) in ["roads", "life", "green", "culture", "newcomers"]
            .iter()
            .enumerate()
        {
            let board = NewBoard {
                slug: (*slug).to_owned(),
                name_zh: format!("看板{position}"),
                name_en: format!("Board {position}"),
                description_zh: String::new(),
                description_en: String::new(),
                guest_posting: false,
                position: i32::try_from(position).unwrap(),
                ..NewBoard::default()
            };
            boards::add(&plaza.context, board).await.unwrap();
        }
        let mut all: Vec<Line> = lines(include_str!("corpus-zh.jsonl"));
        all.extend(lines::<Line>(include_str!("corpus-en.jsonl")));
        // Posts come in the order of time, as they do in a city.
        all.sort_by_key(|line| (-line.ago, line.topic.is_some()));
        let (mut topics, mut replies) = (HashMap::new(), HashMap::new());
        let mut ids = HashMap::new();
        for line in all {
            let post = SeedPost {
                author: Author::Account(author.clone()),
                nickname: false,
                at: plaza.context.now() - TimeDelta::days(line.ago),
                language: Lang::Zh,
                body: line.body,
                publish: Vec::new(),
            };
            let context = &plaza.context;
            if let (Some(title), Some(board)) = (&line.title, &line.board) {
                let topic = seed::topic(context, board, title, post).await.unwrap();
                ids.insert(line.id.clone(), topic);
                topics.insert(topic, line.id);
            } else {
                let topic = ids[&line.topic.unwrap()];
                let reply = seed::reply(context, topic, post).await.unwrap();
                replies.insert(reply, line.id);
            }
        }
        Self {
            plaza,
            topics,
            replies,
        }
    }

    pub async fn ask(&self, text: &str) -> Found {
        let asked = Asked {
            text: text.to_owned(),
            page: 1,
            ..Asked::default()
        };
        search::find(&self.plaza.context, Reader::GUEST, asked)
            .await
            .unwrap()
    }

    /// The names of the first ten posts that are found.
    pub async fn first_ten(&self, text: &str) -> Vec<String> {
        let hits = self.ask(text).await.hits;
        hits.iter()
            .take(10)
            .map(|hit| match hit.kind {
                Kind::Topic | Kind::Suggestion => self.topics[&hit.topic].clone(),
                Kind::Reply => self.replies[&hit.post].clone(),
            })
            .collect()
    }
}
