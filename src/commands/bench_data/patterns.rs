//! The distinct texts of a city to measure with: each comes through the pipeline as anybody's does, stands in
//! the forum, and lends its words to others.

use anyhow::Context as _;
use chrono::TimeDelta;

use super::{
    people::{Board, Resident},
    plan::Draws,
    words,
};
use crate::{
    context::Context,
    db::Timestamp,
    forum::{
        reader::Reader,
        seed::{self, SeedPost},
        submission::Author,
        topics,
    },
    i18n::Lang,
};

/// A topic with the post that opens it.
pub struct Opening {
    pub topic: i64,
    pub post: i64,
    pub slug: String,
    pub language: Lang,
}

pub struct Patterns {
    pub openings: Vec<Opening>,
    pub replies: Vec<i64>,
}

/// Who writes, and where.
pub struct City<'a> {
    pub boards: &'a [Board],
    pub residents: &'a [Resident],
}

/// Publishes so many texts, of which one in ten opens a topic; the last of them at `until`.
pub async fn publish(
    context: &Context,
    city: &City<'_>,
    (many, until): (usize, Timestamp),
    draws: &mut Draws,
    mut told: impl FnMut(usize, usize),
) -> anyhow::Result<Patterns> {
    let mut made = Patterns {
        openings: Vec::new(),
        replies: Vec::new(),
    };
    for number in 1..=many {
        let words = words::draw(draws, number);
        let before = TimeDelta::minutes(i64::try_from(many - number)?);
        let is_guest = draws.below(10) == 0;
        let post = SeedPost {
            author: match is_guest {
                true => Author::Guest {
                    name: "路過的人".to_owned(),
                    public_email: String::new(),
                },
                false => Author::Account(draws.one(city.residents).member.clone()),
            },
            nickname: is_guest,
            at: until - before,
            language: words.language,
            body: words.body,
            publish: words.publish,
        };
        if number % 10 == 1 {
            let board = draws.one(city.boards).slug;
            let topic = seed::topic(context, board, &words.title, post).await;
            let topic = topic.with_context(|| words.title.clone())?;
            let found = topics::find(context, topic, Reader::CITY).await?;
            made.openings.push(Opening {
                topic,
                post: found.opening,
                slug: found.slug,
                language: found.language,
            });
        } else {
            let topic = draws.one(&made.openings).topic;
            let reply = seed::reply(context, topic, post).await;
            made.replies
                .push(reply.with_context(|| words.title.clone())?);
        }
        told(number, many);
    }
    Ok(made)
}
