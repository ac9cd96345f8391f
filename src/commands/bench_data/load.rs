//! What a load generator needs to know of a city to measure with: which addresses there are, and who can
//! log on.

use std::{fs, path::Path};

use anyhow::Context as _;
use serde::Serialize;

use super::{
    patterns::Opening,
    people::{Board, Resident},
    plan::{DEEP, PAGE},
    words::SEARCHED,
};
use crate::{forum::address, i18n::Lang};

/// So many topics are named at most.
const TOPICS: usize = 10_000;
/// So many people who can log on.
const PEOPLE: usize = 64;

/// The whole file; `scripts/bench` reads it.
#[derive(Serialize)]
pub struct ForLoad {
    /// Those that fill a page, the largest first; all where none does.
    topics: Vec<TopicAddress>,
    boards: Vec<String>,
    deep: Option<Deep>,
    searched: Vec<&'static str>,
    people: Vec<String>,
    /// Of each of them.
    password: String,
}

#[derive(Serialize)]
struct TopicAddress {
    id: i64,
    address: String,
}

/// The topic with more pages than any forum leafs through.
#[derive(Serialize)]
struct Deep {
    first: String,
    page: usize,
    address: String,
}

/// A topic that was made, with its number of posts and the post behind which its deep page begins.
pub struct Made<'a> {
    pub id: i64,
    pub posts: usize,
    pub pattern: &'a Opening,
    pub deep_after: Option<i64>,
}

impl ForLoad {
    pub fn new(
        mut made: Vec<Made<'_>>,
        boards: &[Board],
        people: &[Resident],
        password: &str,
    ) -> Self {
        made.sort_by_key(|topic| (std::cmp::Reverse(topic.posts), topic.id));
        let deep = made.iter().find_map(|topic| {
            let first = address_of(topic);
            let after = topic.deep_after?;
            Some(Deep {
                address: format!("{first}?after={after}"),
                first,
                page: DEEP,
            })
        });
        let fills = |topic: &&Made<'_>| topic.posts >= PAGE;
        let none_does = !made.iter().any(|topic| topic.posts >= PAGE);
        let named = made.iter().filter(|topic| none_does || fills(topic));
        let lang = Lang::Zh.as_str();
        Self {
            topics: named
                .take(TOPICS)
                .map(|topic| TopicAddress {
                    id: topic.id,
                    address: address_of(topic),
                })
                .collect(),
            boards: boards
                .iter()
                .map(|board| format!("/{lang}/boards/{}", board.slug))
                .collect(),
            deep,
            searched: SEARCHED.to_vec(),
            people: people
                .iter()
                .take(PEOPLE)
                .map(|one| one.email.clone())
                .collect(),
            password: password.to_owned(),
        }
    }

    pub fn write(&self, file: &Path) -> anyhow::Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        fs::write(file, text + "\n").with_context(|| format!("--for-load {}", file.display()))
    }
}

fn address_of(topic: &Made<'_>) -> String {
    let lang = topic.pattern.language.as_str();
    format!(
        "/{lang}/{}",
        address::of_topic(topic.id, &topic.pattern.slug)
    )
}
