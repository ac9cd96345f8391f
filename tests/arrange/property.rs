//! Whatever happens to topics in whatever order: each has one post that opens it, the first;
//! counts say what is there; no post is lost; and each act stands in the ledger once.

use chrono::TimeDelta;
use diesel::prelude::*;
use plaza::{
    accounts::Role,
    db::{
        DbError, Timestamp,
        schema::{chain_links, posts, topics},
    },
    forum::State,
};
use proptest::{prelude::*, test_runner::Config};
use serde_json::json;

use super::arrange;
use crate::support::{Client, Plaza};

/// Something that happens; topics and posts are chosen among those there are.
#[derive(Clone, Debug)]
enum Happens {
    Open,
    Reply(usize),
    Hide(usize),
    Erase(usize),
    Split(usize, u8),
    Merge(usize, usize),
    Move(usize, bool),
    Lock(usize, bool),
    Pin(usize, bool),
}

fn happens() -> impl Strategy<Value = Happens> {
    let one_of = 0_usize..64;
    prop_oneof![
        3 => Just(Happens::Open),
        8 => one_of.clone().prop_map(Happens::Reply),
        1 => one_of.clone().prop_map(Happens::Hide),
        2 => one_of.clone().prop_map(Happens::Erase),
        4 => (one_of.clone(), any::<u8>()).prop_map(|(topic, chosen)| Happens::Split(topic, chosen)),
        4 => (one_of.clone(), one_of.clone()).prop_map(|(one, other)| Happens::Merge(one, other)),
        1 => (one_of.clone(), any::<bool>()).prop_map(|(topic, to)| Happens::Move(topic, to)),
        1 => (one_of.clone(), any::<bool>()).prop_map(|(topic, on)| Happens::Lock(topic, on)),
        1 => (one_of, any::<bool>()).prop_map(|(topic, on)| Happens::Pin(topic, on)),
    ]
}

#[derive(Clone, Debug, PartialEq, Queryable)]
struct TopicRow {
    id: i64,
    board: i64,
    state: State,
    reply_count: i32,
    active_at: Timestamp,
    merged_into: Option<i64>,
    pinned_at: Option<Timestamp>,
    locked_at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Queryable)]
struct PostRow {
    id: i64,
    topic: i64,
    opens_topic: bool,
    state: State,
    created_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq)]
struct Forum {
    topics: Vec<TopicRow>,
    posts: Vec<PostRow>,
    /// Acts in the ledger.
    acts: i64,
}

async fn forum(plaza: &Plaza) -> Forum {
    plaza
        .context
        .db
        .read(|connection| {
            Ok::<_, DbError>(Forum {
                topics: topics::table
                    .order(topics::id)
                    .select((
                        topics::id,
                        topics::board_id,
                        topics::state,
                        topics::reply_count,
                        topics::active_at,
                        topics::merged_into,
                        topics::pinned_at,
                        topics::locked_at,
                    ))
                    .load(connection)?,
                posts: posts::table
                    .order(posts::id)
                    .select((
                        posts::id,
                        posts::topic_id,
                        posts::opens_topic,
                        posts::state,
                        posts::created_at,
                    ))
                    .load(connection)?,
                acts: chain_links::table
                    .filter(chain_links::chain.eq(0))
                    .count()
                    .get_result(connection)?,
            })
        })
        .await
        .unwrap()
}

fn holds(forum: &Forum, posted: usize) {
    assert_eq!(forum.posts.len(), posted, "a post is lost");
    for topic in &forum.topics {
        let own: Vec<&PostRow> = forum
            .posts
            .iter()
            .filter(|post| post.topic == topic.id)
            .collect();
        if topic.state == State::Merged {
            assert!(own.is_empty(), "{topic:?} still has posts");
            let into = topic.merged_into.unwrap();
            let into = forum.topics.iter().find(|other| other.id == into).unwrap();
            assert_ne!(into.state, State::Merged, "{topic:?} leads nowhere");
            continue;
        }
        let opening: Vec<&&PostRow> = own.iter().filter(|post| post.opens_topic).collect();
        assert_eq!(opening.len(), 1, "{topic:?} is opened by {opening:?}");
        assert_eq!(opening[0].id, own[0].id, "the first post opens a topic");
        if topic.state == State::Published {
            assert!(matches!(opening[0].state, State::Published | State::Erased));
        }
        let published = own.iter().filter(|post| post.state == State::Published);
        let answers = published.clone().filter(|post| !post.opens_topic).count();
        assert_eq!(
            usize::try_from(topic.reply_count).unwrap(),
            answers,
            "{topic:?}"
        );
        let last = published.map(|post| post.created_at).max();
        assert!(last.is_none_or(|last| topic.active_at >= last), "{topic:?}");
    }
}

/// Does one thing; gives whether a post was written, which the ledger does not tell.
async fn happen(author: &Client, moderator: &Client, forum: &Forum, happens: Happens) -> bool {
    let published: Vec<&TopicRow> = forum
        .topics
        .iter()
        .filter(|topic| topic.state == State::Published)
        .collect();
    let living: Vec<&PostRow> = forum
        .posts
        .iter()
        .filter(|post| post.state == State::Published)
        .filter(|post| published.iter().any(|topic| topic.id == post.topic))
        .collect();
    let topic = |at: usize| {
        published
            .get(at % published.len().max(1))
            .map(|topic| topic.id)
    };
    let post = |at: usize| living.get(at % living.len().max(1)).map(|post| post.id);
    let answer = match happens {
        Happens::Open => {
            author.topic("city", "主題", "內文").await;
            return true;
        }
        Happens::Reply(at) => {
            let Some(topic) = topic(at) else { return false };
            let path = format!("/api/v1/topics/{topic}/posts");
            let answer = author.post_json(&path, &json!({ "body": "回覆" })).await;
            let locked = published
                .iter()
                .any(|one| one.id == topic && one.locked_at.is_some());
            assert_eq!(
                answer.status,
                if locked { 409 } else { 201 },
                "{}",
                answer.body
            );
            return !locked;
        }
        Happens::Hide(at) => {
            let Some(post) = post(at) else { return false };
            let fields = [("act", "hide"), ("ground", "R2"), ("reason", "離題")];
            moderator
                .post(&format!("/zh/posts/{post}/moderate"), &fields)
                .await
        }
        Happens::Erase(at) => {
            let Some(post) = post(at) else { return false };
            author.post(&format!("/zh/posts/{post}/erase"), &[]).await
        }
        Happens::Split(at, chosen) => {
            let Some(topic) = topic(at) else { return false };
            let own = living
                .iter()
                .filter(|post| post.topic == topic && !post.opens_topic);
            let chosen: Vec<i64> = own
                .enumerate()
                .filter(|(n, _)| chosen >> (n % 8) & 1 == 1)
                .map(|(_, post)| post.id)
                .collect();
            let more = json!({ "posts": chosen, "title": "分出來的" });
            arrange(moderator, topic, "split", more).await
        }
        Happens::Merge(one, other) => {
            let (Some(one), Some(other)) = (topic(one), topic(other)) else {
                return false;
            };
            arrange(moderator, one, "merge", json!({ "topic": other })).await
        }
        Happens::Move(at, open) => {
            let Some(topic) = topic(at) else { return false };
            let board = if open { "open" } else { "city" };
            arrange(moderator, topic, "move", json!({ "board": board })).await
        }
        Happens::Lock(at, on) => {
            let Some(topic) = topic(at) else { return false };
            arrange(
                moderator,
                topic,
                if on { "lock" } else { "unlock" },
                json!({}),
            )
            .await
        }
        Happens::Pin(at, on) => {
            let Some(topic) = topic(at) else { return false };
            arrange(
                moderator,
                topic,
                if on { "pin" } else { "unpin" },
                json!({}),
            )
            .await
        }
    };
    let status = answer.status.as_u16();
    assert!(
        [200, 303, 422].contains(&status),
        "{status}: {}",
        answer.body
    );
    false
}

async fn all_holds(story: Vec<Happens>) {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主").await;
    let mut before = forum(&plaza).await;
    let mut posted = 0;
    for happens in story {
        plaza.advance(TimeDelta::seconds(1));
        let wrote = happen(&author, &moderator, &before, happens.clone()).await;
        posted += usize::from(wrote);
        let after = forum(&plaza).await;
        holds(&after, posted);
        let changed = (&before.topics, &before.posts) != (&after.topics, &after.posts);
        let acts = i64::from(changed && !wrote);
        assert_eq!(
            after.acts - before.acts,
            acts,
            "in the ledger of {happens:?}"
        );
        before = after;
    }
}

proptest! {
    #![proptest_config(Config { cases: 12, failure_persistence: None, ..Config::default() })]
    #[test]
    fn every_topic_is_whole_whatever_happens(story in prop::collection::vec(happens(), 10..40)) {
        actix_web::rt::System::new().block_on(all_holds(story));
    }
}
